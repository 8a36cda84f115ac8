"""A text as its reader sees it: what hides letters and numbers from a search is made plain."""

import unicodedata

_UNSEEN = {"Cf", "Cc", "Cs", "Co", "Cn"}
_BREAKS = "\n\r\u2028\u2029\x0b\x0c\x85"
_LIKE = {
    **dict.fromkeys("\u02d7\u2043\u2212\u00b7\u2022\u30fb", "-"),
    **dict.fromkeys("\u2018\u2019\u02bc", "'"),
}
_SELECTORS = frozenset([0x34F, *range(0xFE00, 0xFE10), *range(0x180B, 0x1810)])


def plain_text(text: str) -> str:
    """The text with other forms of letters, digits, dashes and blanks made plain.

    Full-width digits, digits of other scripts, soft hyphens and zero-width blanks would otherwise
    hide a number from the patterns while a reader sees it. Line breaks stay.
    """
    return "".join(map(_plain_letter, unicodedata.normalize("NFKC", text)))


def _plain_letter(letter: str) -> str:
    if letter.isascii() and letter.isprintable():
        return letter
    if letter.isspace():
        return "\n" if letter in _BREAKS else " "
    kind = unicodedata.category(letter)
    if kind in _UNSEEN or ord(letter) in _SELECTORS:
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(letter))
    return "-" if kind == "Pd" else _LIKE.get(letter, letter)
