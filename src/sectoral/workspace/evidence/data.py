"""The data and the method: what was read, what was chosen, how each number is made."""

from dataclasses import dataclass
from typing import Any

from sectoral import tables
from sectoral.workspace.drawings.sheets import PageSheet, SheetCell, SheetHeading, text_cell
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
    headings = (
        SheetHeading("File"),
        SheetHeading("Source"),
        SheetHeading("Vintage"),
        SheetHeading("Rows read", number=True),
        SheetHeading("Set aside"),
        SheetHeading("SHA-256"),
    )
    rows = tuple(_input_row(facts, row) for row in facts.manifest.get("inputs", ()))
    return PageSheet("inputs", "Files this edition was built from", headings, rows)


def _input_row(facts: EditionFacts, row: dict[str, Any]) -> tuple[SheetCell, ...]:
    aside = "; ".join(
        f"{count_phrase(number, 'row', figures=True)}: {why}"
        for number, why in row.get("set_aside", ())
    )
    digest = str(row["sha256"])
    return (
        text_cell(str(row["file"])),
        text_cell(facts.cite(str(row["source"]))),
        text_cell(plain_vintage(str(row["vintage"]), facts.state)),
        SheetCell(f"{row['rows']:,}", row["rows"]),
        SheetCell(aside or "nothing", aside or None),
        SheetCell(f"{digest[:12]}…", digest),
    )


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
    rows = tuple(
        (
            text_cell(facts.catalogue[name]["title"] if name in facts.catalogue else name),
            SheetCell(three_digits(weight), weight),
        )
        for name, weight in facts.manifest.get("weights", {}).items()
    )
    headings = (SheetHeading("Part of the score"), SheetHeading("Weight", "%", number=True))
    empty = "This edition names no weights."
    return PageSheet("weights", "Weights of the score", headings, rows, empty)


def _table_download(facts: EditionFacts, name: str) -> TableDownload:
    rows = int(facts.manifest["tables"][name]["rows"])
    fits = fits_spreadsheet(facts, name)
    why_not = ""
    if not fits and rows > MOST_ROWS_IN_A_SPREADSHEET:
        why_not = f"no Excel: more than {MOST_ROWS_IN_A_SPREADSHEET:,} rows"
    elif not fits:
        why_not = "no Excel: outlines are longer than its cells hold"
    return TableDownload(name, tables.BY_NAME[name].row, f"{rows:,}", fits, why_not)


def fits_spreadsheet(facts: EditionFacts, name: str) -> bool:
    """Whether a spreadsheet can hold the table: few enough rows, no outlines in its cells."""
    rows = int(facts.manifest["tables"][name]["rows"])
    outlines = any(column.name == "geojson" for column in tables.BY_NAME[name].columns)
    return rows <= MOST_ROWS_IN_A_SPREADSHEET and not outlines
