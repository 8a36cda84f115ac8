"""The data and the method: what was read, what was chosen, how each number is made."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sectoral import tables
from sectoral.workspace.drawings.sheets import PageSheet, SheetCell, SheetColumn, sheet_of
from sectoral.workspace.evidence.facts import EditionFacts, EditionSource
from sectoral.workspace.evidence.labels import plain_vintage
from sectoral.workspace.evidence.numbers import count_phrase, three_digits

MOST_ROWS_IN_A_SPREADSHEET = 100_000


@dataclass(frozen=True, slots=True)
class IndicatorFormula:
    """How one indicator is made, from its row of the catalogue."""

    id: str
    title: str
    question: str
    unit: str
    formula: str
    reference: str


@dataclass(frozen=True, slots=True)
class TableDownload:
    """One table of the edition: what a row is, how many, and in which forms it can be had."""

    name: str
    row: str
    rows: str
    spreadsheet: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class DataPage:
    """What the page about the data shows."""

    read: tuple[EditionSource, ...]
    unread: tuple[EditionSource, ...]
    inputs: PageSheet
    not_used: tuple[dict[str, str], ...]
    choices: tuple[dict[str, str], ...]
    formulas: tuple[IndicatorFormula, ...]
    weights: PageSheet
    downloads: tuple[TableDownload, ...]


def data_page(facts: EditionFacts) -> DataPage:
    """Everything the edition says of itself."""
    sources = tuple(facts.sources.values())
    return DataPage(
        read=tuple(s for s in sources if s.vintage),
        unread=tuple(s for s in sources if not s.vintage),
        inputs=_inputs_sheet(facts),
        not_used=tuple(facts.manifest.get("not_used", ())),
        choices=tuple(facts.manifest.get("choices", ())),
        formulas=_indicator_formulas(facts),
        weights=_weights_sheet(facts),
        downloads=tuple(_table_download(facts, name) for name in sorted(facts.manifest["tables"])),
    )


def _inputs_sheet(facts: EditionFacts) -> PageSheet:
    columns: tuple[SheetColumn[dict[str, Any]], ...] = (
        SheetColumn("File", lambda row: row["file"]),
        SheetColumn("Source", lambda row: facts.cite(str(row["source"]))),
        SheetColumn("Vintage", lambda row: plain_vintage(str(row["vintage"]), facts.state)),
        SheetColumn("Rows read", lambda row: row["rows"], number=True),
        SheetColumn("Set aside", lambda row: _aside_cell(row.get("set_aside", ()))),
        SheetColumn("SHA-256", lambda row: SheetCell(f"{row['sha256'][:12]}…", str(row["sha256"]))),
    )
    rows = facts.manifest.get("inputs", ())
    return sheet_of("inputs", "Files this edition was built from", columns, rows)


def _aside_cell(parts: Iterable[tuple[int, str]]) -> SheetCell:
    aside = "; ".join(
        f"{count_phrase(number, 'row', figures=True)}: {why}" for number, why in parts
    )
    return SheetCell(aside or "nothing", aside or None)


def _indicator_formulas(facts: EditionFacts) -> tuple[IndicatorFormula, ...]:
    return tuple(
        IndicatorFormula(
            row["indicator"],
            row["title"],
            row["question"],
            row["unit"],
            row["formula"],
            row["reference"],
        )
        for row in facts.catalogue.values()
    )


def _weights_sheet(facts: EditionFacts) -> PageSheet:
    columns: tuple[SheetColumn[tuple[str, float]], ...] = (
        SheetColumn(
            "Part of the score", lambda one: facts.catalogue.get(one[0], {}).get("title", one[0])
        ),
        SheetColumn(
            "Weight", lambda one: SheetCell(three_digits(one[1]), one[1]), unit="%", number=True
        ),
    )
    rows = facts.manifest.get("weights", {}).items()
    empty = "This edition names no weights."
    return sheet_of("weights", "Weights of the score", columns, rows, empty)


def _table_download(facts: EditionFacts, name: str) -> TableDownload:
    rows = int(facts.manifest["tables"][name]["rows"])
    fits = fits_spreadsheet(facts, name)
    why_not = ""
    if not fits and rows > MOST_ROWS_IN_A_SPREADSHEET:
        why_not = f"not in Excel: more than {MOST_ROWS_IN_A_SPREADSHEET:,} rows"
    elif not fits:
        why_not = "not in Excel: outlines are too long for its cells"
    return TableDownload(name, tables.BY_NAME[name].row, f"{rows:,}", fits, why_not)


def fits_spreadsheet(facts: EditionFacts, name: str) -> bool:
    """Whether a spreadsheet can hold the table: few enough rows, no outlines in its cells."""
    rows = int(facts.manifest["tables"][name]["rows"])
    outlines = any(column.name == "geojson" for column in tables.BY_NAME[name].columns)
    return rows <= MOST_ROWS_IN_A_SPREADSHEET and not outlines
