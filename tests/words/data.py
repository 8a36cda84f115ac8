"""Sentences in files of data: checklists, reasons of weights, the demo's stories, the glossary."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.words.sentence import PACKAGE, ROOT, ReadSentence, file_name

_JSON_KEYS = ("title", "source", "words", "name")
_CSV_COLUMNS = ("name", "text", "title", "why", "unit", "metropolitan", "rural")
_CSV_FILES = (
    ("page", "scoring/thresholds.csv"),
    ("page", "scoring/weights.csv"),
    ("page", "sources/sectors.csv"),
    ("demo", "workspace/demo/needs.csv"),
    ("demo", "workspace/demo/opportunities.csv"),
    ("demo", "workspace/demo/companies.csv"),
    ("demo", "workspace/demo/partners.csv"),
)


def read_sentences() -> Iterator[ReadSentence]:
    """What files of data say to people."""
    for path in sorted((PACKAGE / "workspace/checklists").glob("*.json")):
        yield from _read_checklist(path)
    for place, name in _CSV_FILES:
        yield from _read_csv(place, PACKAGE / name)
    yield from _read_glossary(ROOT / "docs/glossary.md")


def _read_checklist(path: Path) -> Iterator[ReadSentence]:
    lines = path.read_text(encoding="utf-8").splitlines()
    loaded = json.loads("\n".join(lines))
    for words in _words_in(loaded):
        line = next(n for n, text in enumerate(lines, 1) if json.dumps(words)[1:-1] in text)
        yield ReadSentence("page", file_name(path), line, words)


def _words_in(loaded: dict[str, Any]) -> Iterator[str]:
    yield from (loaded[key] for key in _JSON_KEYS if key in loaded)
    for item in loaded["items"]:
        yield from (item[key] for key in _JSON_KEYS if key in item)


def _read_csv(place: str, path: Path) -> Iterator[ReadSentence]:
    with path.open(encoding="utf-8", newline="") as opened:
        rows = csv.DictReader(opened)
        for row in rows:
            for column in _CSV_COLUMNS:
                if re.search(r"[A-Za-z]{2}", row.get(column) or ""):
                    yield ReadSentence(place, file_name(path), rows.line_num, row[column])


def _read_glossary(path: Path) -> Iterator[ReadSentence]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("| **"):
            yield ReadSentence("docs", file_name(path), number, line.strip("| "))
