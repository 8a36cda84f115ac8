"""What every page is made of: a picture with its table, a line of reasons."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from sectoral.workspace.drawings.sheets import PageSheet


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A drawing that says what it finds, how to read it, where it comes from, and its table.

    beside   drawings of the same thing by other counts, to stand with the table
    """

    title: str
    reading: str
    source: str
    svg: SafeString
    sheet: PageSheet | None = None
    beside: SafeString | None = None


@dataclass(frozen=True, slots=True)
class CaseReason:
    """One line of why: the answer in words, a small chart where one can be drawn.

    when      the period of its number; more: what else belongs to it, a sentence
    term      the glossary's anchor for the field's word; `word` is that word
    reading   what the chart finds, in words
    """

    name: str
    words: str
    when: str
    more: str
    term: str
    word: str
    svg: SafeString | None
    reading: str = ""


@dataclass(frozen=True, slots=True)
class RegionFact:
    """A number about a place in plain words: what it is, the number, what it means."""

    name: str
    words: str
    meaning: str
    term: str = ""
