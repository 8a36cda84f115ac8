"""Every sentence that people read, as one text: `python3 run.py words [file …]`."""

from collections.abc import Iterator

from tests.words import data, programs, templates
from tests.words.sentence import ReadSentence

__all__ = ["ReadSentence", "collect_sentences"]


def collect_sentences() -> list[ReadSentence]:
    """All of them, by where they are read, then by file and line."""
    return sorted(set(_read_all()), key=lambda one: (one.order, one.file, one.line, one.text))


def _read_all() -> Iterator[ReadSentence]:
    yield from programs.read_sentences()
    yield from templates.read_sentences()
    yield from data.read_sentences()
