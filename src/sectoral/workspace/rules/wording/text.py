"""What a text says that it should not: offers, talk of pay, marks of a person.

Three kinds, found by words and patterns; each finding says which words, so that the writer can
be told and a person can judge. A finding is a flag, not a verdict, except a person's marks:
those stop a text from being kept (S12).

    offer      links, files, prices and selling words: how a pitch looks (S1)
    antitrust  pay levels and who hires whom: what companies must not settle together (S9)
    personal   Social Security numbers and dates of birth (S12)
"""

from collections.abc import Sequence

from sectoral.workspace.rules.answers import YES, Answer
from sectoral.workspace.rules.wording.antitrust import antitrust
from sectoral.workspace.rules.wording.finding import Finding, Kind
from sectoral.workspace.rules.wording.offers import offers, offers_in_name
from sectoral.workspace.rules.wording.persons import personal

__all__ = [
    "Finding",
    "Kind",
    "antitrust",
    "findings",
    "may_be_called",
    "may_keep",
    "may_show_at_once",
    "offers",
    "personal",
    "said_of",
]


def findings(text: str) -> list[Finding]:
    """Everything in a text that asks for a second look, in the order of the kinds."""
    return [*offers(text), *antitrust(text), *personal(text)]


def may_keep(text: str) -> Answer:
    """Whether a text may be kept: not while it holds marks of a person (S12)."""
    marks = [finding.found for finding in personal(text)]
    if marks:
        return Answer(
            f"The text seems to hold {' and '.join(marks)}. Take it out; this workspace keeps "
            "nothing that marks a person."
        )
    return YES


def may_be_called(name: str) -> Answer:
    """Whether something or somebody may be called so: a name marks nobody and sells nothing."""
    marks = may_keep(name)
    seen = offers_in_name(name)
    if not marks or not seen:
        return marks
    return Answer(
        f"A name holds no link, file or price; this one holds {said_of(seen)}. Take it out."
    )


def may_show_at_once(text: str) -> Answer:
    """Whether a public partner's text may be shown before a person has looked at it (S1)."""
    seen = offers(text)
    if seen:
        return Answer(
            f"The text holds {said_of(seen)}. It waits until the convener has looked at it."
        )
    return YES


def said_of(seen: Sequence[Finding]) -> str:
    """Findings in a sentence: each why, and the first words it was found by."""
    quoted = list(dict.fromkeys(finding.found for finding in seen))[:3]
    return (
        f"{_and(sorted({finding.why for finding in seen}))} "
        f"({_and([f'“{words}”' for words in quoted])})"
    )


def _and(words: list[str]) -> str:
    return ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else "".join(words)
