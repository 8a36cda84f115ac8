"""What every page is made of: a picture with its table, a line of reasons."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from sectoral.workspace.drawings.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing that says what it finds, how to read it, where it comes from, and its table."""

    title: str
    reading: str
    source: str
    svg: SafeString
    sheet: Sheet | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of why: the answer in words, a small chart where one can be drawn.

    term   the glossary's anchor for the field's word; `word` is that word
    """

    name: str
    words: str
    more: str
    source: str
    term: str
    word: str
    svg: SafeString | None
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A number about a place in plain words: what it is, the number, what it means."""

    name: str
    words: str
    meaning: str
    term: str = ""
