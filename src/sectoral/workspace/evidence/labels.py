"""Labels of files and publishers, in words for readers who do not know the files."""

import re

_PARTITIONS = (
    (re.compile(r"ers (\d{4})"), r"USDA commuting zones \1"),
    (re.compile(r"fowler (\d{4})"), r"commuting zones \1 (Fowler)"),
    (re.compile(r"zones"), "the regions drawn here"),
)
_ALIKE = (
    (0.995, "the same"),
    (0.9, "nearly the same"),
    (0.75, "much alike"),
    (0.5, "partly alike"),
)


def partition_title(name: str) -> str:
    """A partition's name as its makers would know it: 'USDA commuting zones 1990'.

    Returns  a loaded list's own name unchanged.
    """
    for pattern, words in _PARTITIONS:
        if pattern.fullmatch(name):
            return pattern.sub(words, name)
    return name


def agreement_words(agreement: float) -> str:
    """How alike two partitions are, from 'little alike' to 'the same'."""
    return next((words for least, words in _ALIKE if agreement >= least), "little alike")


def plain_vintage(vintage: str, state: str) -> str:
    """A vintage without what it says of Connecticut, which only Connecticut's readers need.

    Takes    state: the edition's own state, or 'US'.
    Returns  'not stated' where nothing else was said; '' stays ''.
    """
    if state in ("CT", "US") or not vintage:
        return vintage
    parts = re.split(r"([;,] )", vintage)
    kept = [
        (mark, part)
        for mark, part in zip(["", *parts[1::2]], parts[::2], strict=True)
        if "Connecticut" not in part
    ]
    return "".join((mark if place else "") + part for place, (mark, part) in enumerate(kept)) or (
        "not stated"
    )
