"""The data and the method: what was read, what was chosen, how each number is made."""

from dataclasses import dataclass
from typing import Any

from sectoral import tables
from sectoral.workspace.drawings.sheets import Cell, Heading, Sheet, text
from sectoral.workspace.evidence.facts import Facts, Source
from sectoral.workspace.evidence.labels import plain_vintage
from sectoral.workspace.evidence.numbers import count, three

MOST_ROWS_IN_A_SPREADSHEET = 100_000


@dataclass(frozen=True, slots=True)
class Formula:
    """How one indicator is made, from its row of the catalogue."""

    id: str
    title: str
    question: str
    unit: str
    formula: str
    reference: str


@dataclass(frozen=True, slots=True)
class Download:
    """One table of the edition: what a row is, how many, and in which forms it can be had."""

    name: str
    row: str
    rows: str
    spreadsheet: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class DataPage:
    """What the page about the data shows."""

    read: tuple[Source, ...]
    unread: tuple[Source, ...]
    inputs: Sheet
    not_used: tuple[dict[str, str], ...]
    choices: tuple[dict[str, str], ...]
    formulas: tuple[Formula, ...]
    weights: Sheet
    downloads: tuple[Download, ...]


def data_page(facts: Facts) -> DataPage:
    """Everything the edition says of itself."""
    sources = tuple(facts.sources.values())
    return DataPage(
        read=tuple(s for s in sources if s.vintage),
        unread=tuple(s for s in sources if not s.vintage),
        inputs=_inputs(facts),
        not_used=tuple(facts.manifest.get("not_used", ())),
        choices=tuple(facts.manifest.get("choices", ())),
        formulas=_formulas(facts),
        weights=_weights(facts),
        downloads=tuple(_download(facts, name) for name in sorted(facts.manifest["tables"])),
    )


def _inputs(facts: Facts) -> Sheet:
    headings = (
        Heading("File"),
        Heading("Source"),
        Heading("Vintage"),
        Heading("Rows read", number=True),
        Heading("Set aside"),
        Heading("SHA-256"),
    )
    rows = tuple(_input(facts, row) for row in facts.manifest.get("inputs", ()))
    return Sheet("inputs", "Files this edition was built from", headings, rows)


def _input(facts: Facts, row: dict[str, Any]) -> tuple[Cell, ...]:
    aside = "; ".join(
        f"{count(number, 'row', figures=True)}: {why}" for number, why in row.get("set_aside", ())
    )
    digest = str(row["sha256"])
    return (
        text(str(row["file"])),
        text(facts.cite(str(row["source"]))),
        text(plain_vintage(str(row["vintage"]), facts.state)),
        Cell(f"{row['rows']:,}", row["rows"]),
        Cell(aside or "nothing", aside or None),
        Cell(f"{digest[:12]}…", digest),
    )


def _formulas(facts: Facts) -> tuple[Formula, ...]:
    return tuple(
        Formula(
            row["indicator"],
            row["title"],
            row["question"],
            row["unit"],
            row["formula"],
            row["reference"],
        )
        for row in facts.catalogue.values()
    )


def _weights(facts: Facts) -> Sheet:
    rows = tuple(
        (
            text(facts.catalogue[name]["title"] if name in facts.catalogue else name),
            Cell(three(weight), weight),
        )
        for name, weight in facts.manifest.get("weights", {}).items()
    )
    headings = (Heading("Part of the score"), Heading("Weight", "%", number=True))
    empty = "This edition names no weights."
    return Sheet("weights", "Weights of the score", headings, rows, empty)


def _download(facts: Facts, name: str) -> Download:
    rows = int(facts.manifest["tables"][name]["rows"])
    fits = fits_spreadsheet(facts, name)
    why_not = ""
    if not fits and rows > MOST_ROWS_IN_A_SPREADSHEET:
        why_not = f"no Excel: more than {MOST_ROWS_IN_A_SPREADSHEET:,} rows"
    elif not fits:
        why_not = "no Excel: outlines are longer than its cells hold"
    return Download(name, tables.BY_NAME[name].row, f"{rows:,}", fits, why_not)


def fits_spreadsheet(facts: Facts, name: str) -> bool:
    """Whether a spreadsheet can hold the table: few enough rows, no outlines in its cells."""
    rows = int(facts.manifest["tables"][name]["rows"])
    outlines = any(column.name == "geojson" for column in tables.BY_NAME[name].columns)
    return rows <= MOST_ROWS_IN_A_SPREADSHEET and not outlines
