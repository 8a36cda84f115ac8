"""A score as a case tells it: how firm its verdict is, why it is not ranked, what it is made of."""

import re
from math import floor

import polars as pl

from sectoral.workspace.drawings.charts import ChartBar, draw_bars
from sectoral.workspace.drawings.sheets import PageSheet, SheetCell, SheetColumn, sheet_of
from sectoral.workspace.evidence.facts import EditionFacts, Region, Row, Sector
from sectoral.workspace.evidence.figures import PagePicture
from sectoral.workspace.evidence.numbers import (
    bare_number,
    join_names,
    quantity,
    range_words,
    three_digits,
)

_NEAR = 2.0
_LADDER = ("ordinary", "promising", "critical")


def score_limits(facts: EditionFacts, region: Region) -> dict[str, float]:
    """The limits that hold for a region of its kind: threshold → its number."""
    rows = facts.edition.manifest.get("thresholds", [])
    return {row["threshold"]: float(row[region.kind]) for row in rows if region.kind in row}


def score_points(score: float, held: dict[str, float]) -> str:
    """A score's points; one that misses a limit is never rounded up to it."""
    shown = round(score, 1)
    if any(score < limit <= shown for limit in held.values()):
        shown = floor(score * 10) / 10
    return bare_number(shown, "points")


def verdict_reach(facts: EditionFacts, region: Region, sector: Sector) -> tuple[str, str] | None:
    """The verdicts at the worst and at the best that the numbers allow.

    Returns  two verdicts, or None where the sector is not ranked or the limits known here do
             not give its verdict.
    """
    row, held = facts.score(region.id, sector.id), score_limits(facts, region)
    if row is None or not row["ranked"] or not {"critical", "promising"} <= held.keys():
        return None
    if row["score_low"] is None or row["score_high"] is None:
        return None
    worst, now, best = (
        _verdict_at(row[score], _may_be_critical(facts, region, sector, held, end), held)
        for score, end in (("score_low", "low"), ("score", "value"), ("score_high", "high"))
    )
    # A verdict that these limits do not give was reached in another way; its reach is not known.
    return (worst, best) if now == row["verdict"] else None


def _verdict_at(score: float, matters: bool, held: dict[str, float]) -> str:
    if score >= held["critical"] and matters:
        return "critical"
    return "promising" if score >= held["promising"] else "ordinary"


def _may_be_critical(
    facts: EditionFacts, region: Region, sector: Sector, held: dict[str, float], end: str
) -> bool:
    """Whether it is concentrated or large here, as critical asks, at one end of its range."""
    for indicator, limit in (("lq", "least_lq"), ("employment_share", "least_share")):
        row = facts.number(indicator, region.id, sector.id)
        if row is None:
            continue
        number = row["value"] if row[end] is None else row[end]
        if number is not None and number >= held.get(limit, 0.0):
            return True
    return False


def firmness_clause(facts: EditionFacts, region: Region, sector: Sector) -> str:
    """How firm a verdict is: 'critical on every reading', 'could be promising'.

    Returns  a clause for a table; empty where the sector is not ranked.
    """
    ends = verdict_reach(facts, region, sector)
    if ends is None:
        return ""
    word = facts.verdict(region.id, sector.id).word
    others = [other for other in _verdicts_between(*ends) if other != word]
    return f"could be {' or '.join(others)}" if others else f"{word} in any case"


def _verdicts_between(worst: str, best: str) -> tuple[str, ...]:
    return _LADDER[_LADDER.index(worst) : _LADDER.index(best) + 1]


def firm_sentences(facts: EditionFacts, region: Region, sector: Sector) -> str:
    """How firm the verdict is, and whether its score lies close to a limit, in sentences."""
    ends = verdict_reach(facts, region, sector)
    if ends is None:
        return ""
    word = facts.verdict(region.id, sector.id).word
    worst, best = ends
    if worst == best == word:
        found = f"It is {word} however the uncertain numbers turn out."
    else:
        moves = [
            f"at their {end} it would be {other}"
            for end, other in (("worst", worst), ("best", best))
            if other != word
        ]
        found = f"The numbers have ranges: {', '.join(moves)}."
    return f"{found} {_near_limit_sentence(facts, region, sector)}".strip()


def _near_limit_sentence(facts: EditionFacts, region: Region, sector: Sector) -> str:
    row, held = facts.score(region.id, sector.id) or {}, score_limits(facts, region)
    near = [
        f"{name} ({three_digits(held[name])})"
        for name in ("critical", "promising")
        if abs(row["score"] - held[name]) <= _NEAR
    ]
    return f"Its score lies within 2 points of the limit for {join_names(near)}." if near else ""


def why_not(facts: EditionFacts, region: Region, sector: Sector) -> str:
    """Why it is not ranked, its share of published numbers written as on the rest of the page."""
    row = facts.score(region.id, sector.id) or {}
    reason = str(row.get("why_not") or "too little is published").rstrip(".")
    share = facts.confidence.get((region.id, sector.id))
    if share is not None:
        # Rounded down, so that what lies below a limit is never shown at it.
        settled = bare_number(floor(share * 1000) / 1000, "share")
        reason = re.sub(r"(settle only )\d+%", rf"\g<1>{settled}", reason)
    return re.sub(r"\bonly 1 workplaces\b", "only 1 workplace", reason)


def plan_reason(facts: EditionFacts, region: Region, sector: Sector) -> str:
    """The plan's reason, its points and workplaces written as on the rest of the page."""
    row = facts.score(region.id, sector.id) or {}
    reason = str((facts.plan(region.id, sector.id) or {}).get("because", ""))
    if row and not row["ranked"]:
        return f"Too thin to judge: {why_not(facts, region, sector)}."
    if row.get("score") is not None:
        shown = score_points(row["score"], score_limits(facts, region))
        reason = re.sub(r"\b\d+ points\b", f"{shown} points", reason)
    count = facts.number("establishments", region.id, sector.id)
    if count is not None and count["value"] is not None:
        words = quantity(count["value"], "workplaces")
        reason = re.sub(r"\b[\d,]*\d workplaces\b", words, reason)
    return reason


def score_picture(
    facts: EditionFacts, region: Region, sector: Sector, score: Row
) -> PagePicture | None:
    """What a score is made of, as bars."""
    one = (pl.col("region") == region.id) & (pl.col("sector") == sector.id)
    table = facts.edition.table("score_parts").filter(one)
    held = sorted(
        table.iter_rows(named=True),
        key=lambda r: (facts.catalogue.get(r["criterion"], {}).get("place", 99), r["criterion"]),
    )
    if not held:
        return None
    names = [facts.catalogue.get(r["criterion"], {}).get("title", r["criterion"]) for r in held]
    parts = tuple(
        ChartBar(name, float(row["points"] or 0), _part_points(row), float(row["weight"]))
        for name, row in zip(names, held, strict=True)
    )
    title = "What the score is made of"
    if score.get("ranked"):
        best = max(parts, key=lambda part: part.value)
        title = f"{best.name} adds the most: {best.words} points"
    reading = (
        "Dark: points earned. Light: the most each part could add, which is its weight. An "
        "unknown part is left out. The table has the ranges."
    )
    return PagePicture(
        title, reading, "Formulas and weights: About the data", draw_bars(parts, title),
        _score_sheet(facts, held, names),
    )  # fmt: skip


def _part_points(row: Row) -> str:
    if row["points"] is None:
        return "not known"
    return f"{bare_number(row['points'], 'points')} of {three_digits(row['weight'])}"


def _score_sheet(facts: EditionFacts, held: list[Row], names: list[str]) -> PageSheet:
    def value_of(row: Row) -> SheetCell:
        unit = facts.catalogue.get(row["criterion"], {}).get("unit", "")
        return SheetCell(quantity(row["value"], unit), row["value"])

    def points(heading: str, name: str, unit: str = "") -> SheetColumn[tuple[str, Row]]:
        return SheetColumn(heading, lambda one: _points_cell(one[1][name]), unit=unit, number=True)

    columns: tuple[SheetColumn[tuple[str, Row]], ...] = (
        SheetColumn("Part", lambda one: one[0]),
        SheetColumn("Value", lambda one: value_of(one[1]), number=True),
        points("Scale position", "standard", "0 worst, 100 best"),
        points("Weight", "weight", "%"),
        points("Points", "points"),
        SheetColumn(
            "Range of points",
            lambda one: (
                range_words(one[1]["points_low"], one[1]["points_high"], "points") or "no range"
            ),
        ),
    )
    return sheet_of("score", "Parts of the score", columns, zip(names, held, strict=True))


def _points_cell(value: float | None) -> SheetCell:
    return SheetCell("not known" if value is None else bare_number(value, "points"), value)
