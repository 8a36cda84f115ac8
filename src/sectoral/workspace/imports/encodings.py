"""A text file's bytes as letters: UTF-8 first, and what a file that says nothing is likely to be.

A file that is not UTF-8 is read in the code in which most of its letters stand where letters
stand; that is said, with a sample, since it is a guess. A file that is mostly UTF-8 with a few
rows in another code is never guessed at: its good names would be spoilt.
"""

import codecs
from dataclasses import dataclass

BYTES_TO_GUESS = 400_000
_CODES = {
    "cp1252": "Windows-1252",
    "mac_roman": "Mac OS Roman",
    "cp850": "DOS (850)",
}
_WIDE = {"utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
_SIGNS = "\u00a0°®™©£€½¼¾…§"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A file's letters.

    words    its text; a byte that is no UTF-8 in a file that is else stays a lone surrogate
    guessed  what the code was taken to be, where the file does not say and it is not UTF-8
    mixed    some of its letters are UTF-8 and some are not
    """

    words: str
    guessed: str = ""
    mixed: bool = False


def decode_text(data: bytes) -> DecodedText | None:
    """The letters of a file; None where its bytes are no text."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode_as(name, data)
    wide = _utf16_kind(data)
    if wide:
        found = _decode_as(wide, data)
        return DecodedText(found.words, _WIDE[wide]) if found else None
    words = data.decode("utf-8", "surrogateescape")
    if not any(map(is_stray, set(words))):
        return DecodedText(words)
    if any(ord(letter) > 127 and not is_stray(letter) for letter in set(words)):
        return DecodedText(words, mixed=True)
    return _decode_likeliest(data)


def is_stray(letter: str) -> bool:
    """Whether a letter stands for a byte that is no UTF-8."""
    return "\udc80" <= letter <= "\udcff"


def in_windows(cell: str) -> str:
    """A cell with stray bytes as it reads in Windows-1252, which pasted cells mostly are."""
    return cell.encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _decode_as(name: str, data: bytes) -> DecodedText | None:
    try:
        return DecodedText(data.decode(name))
    except UnicodeDecodeError:
        return None


def _utf16_kind(data: bytes) -> str:
    """Which UTF-16 a file without its mark is: every other byte of Latin letters is nothing."""
    half = len(data) // 2
    if half < 2 or len(data) % 2:
        return ""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if odd > half / 2 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > half / 2 and not odd else ""


def _decode_likeliest(data: bytes) -> DecodedText | None:
    """The code in which most letters stand where letters stand; Windows' where that is open."""
    part = data[:BYTES_TO_GUESS]
    fits: dict[str, int] = {}
    for name in _CODES:
        try:
            fits[name] = _letter_fit(part.decode(name))
        except UnicodeDecodeError:
            continue
    for name in sorted(fits, key=lambda name: -fits[name]):
        found = _decode_as(name, data)
        if found is not None:
            return DecodedText(found.words, _CODES[name])
    return None


def _letter_fit(words: str) -> int:
    """How many letters beyond ASCII stand where they would in names, less those that do not."""
    fit = 0
    for at, letter in enumerate(words):
        if letter.isascii():
            continue
        before = words[at - 1] if at else " "
        after = words[at + 1] if at + 1 < len(words) else " "
        fit += 1 if _is_in_place(letter, before, after) else -1
    return fit


def _is_in_place(letter: str, before: str, after: str) -> bool:
    """Whether a letter or sign stands where one of its kind does."""
    if letter.islower() or letter in "’‘":
        return before.isalpha() or after.isalpha()
    if letter.isupper():
        return not before.islower()
    if letter in "“”„–—":
        return not before.isalpha() or not after.isalpha()
    return letter in _SIGNS
