"""Numbers of an edition as cells of a table: what is not known says so."""

from typing import Any

from sectoral.workspace.drawings.sheets import SheetCell
from sectoral.workspace.evidence.coverage import CaseStages, stage_words
from sectoral.workspace.evidence.facts import EditionFacts, Region
from sectoral.workspace.evidence.numbers import bare_number, range_words

NOT_RANKED = SheetCell("not ranked", None)


def score_cell(row: dict[str, Any]) -> SheetCell:
    """A score where the case is ranked; elsewhere the words that it is not."""
    return number_cell(row["score"], "points") if row["ranked"] else NOT_RANKED


def proposal_words(facts: EditionFacts, region: str, sector: str, stages: CaseStages) -> str:
    """The plan's first proposal in a few words, the neighbour named; or where a table stands."""
    if words := stage_words(stages, region, sector):
        return words
    plan = facts.plan(region, sector)
    if plan is None:
        return "none yet"
    other = facts.region(plan["with_region"] or "")
    if other is not None:
        return f"explore with {other.name}"
    return str(plan["decision"])


def number_cell(value: float | None, unit: str) -> SheetCell:
    """A number, or the words for an unknown one."""
    return SheetCell(bare_number(value, unit), value)


def indicator_cell(facts: EditionFacts, indicator: str, region: str, sector: str) -> SheetCell:
    """An indicator's number with its range behind it."""
    row = facts.number(indicator, region, sector)
    if row is None:
        return SheetCell("not published", None)
    between = range_words(row["low"], row["high"], row["unit"])
    words = bare_number(row["value"], row["unit"])
    known = between and row["value"] is not None
    return SheetCell(f"{words} ({between})" if known else words, row["value"])


def covered_cell(facts: EditionFacts, indicator: str, region: Region, sector: str) -> SheetCell:
    """A count with the share of the region it covers, where it does not cover all."""
    cell = indicator_cell(facts, indicator, region.id, sector)
    coverage = region.row["coverage"]
    whole = coverage is None or coverage >= 0.9995
    if whole or cell.value is None or indicator not in ("jobs", "establishments"):
        return cell
    return SheetCell(f"{cell.text}, in {bare_number(coverage, 'share')} of the region", cell.value)
