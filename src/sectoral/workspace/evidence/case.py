"""A sector's case in a region: what a director reads, prints and signs."""

import re
from dataclasses import dataclass

from django.utils.safestring import SafeString

from sectoral.workspace.drawings.charts import RegionStrip, draw_strip
from sectoral.workspace.drawings.sheets import (
    PageSheet,
    SheetCell,
    SheetColumn,
    sheet_of,
    text_cell,
)
from sectoral.workspace.evidence.cells import number_cell
from sectoral.workspace.evidence.change import shift_picture, trend_picture
from sectoral.workspace.evidence.coverage import NO_STAGES, CaseStages, stage_words
from sectoral.workspace.evidence.facts import (
    EditionFacts,
    EditionSource,
    Region,
    Row,
    Sector,
    SectorVerdict,
)
from sectoral.workspace.evidence.figures import CaseReason, PagePicture
from sectoral.workspace.evidence.numbers import (
    as_sentence,
    bare_number,
    count_phrase,
    join_names,
    ordinal,
    per_cent,
    quantity,
    quantity_with_range,
    range_words,
)
from sectoral.workspace.evidence.region_sheets import neighbors_by_commuters, neighbors_sheet
from sectoral.workspace.evidence.scores import (
    firm_sentences,
    plan_reason,
    score_limits,
    score_picture,
    score_points,
    why_not,
)
from sectoral.workspace.evidence.words import word_at

_WHY = (
    ("lq", "Concentration", "location-quotient", 1.0, "as in the nation"),
    ("growth_past", "Growth", "growth", 0.0, "no change"),
    ("pay_premium", "Pay", "pay-premium", 0.0, "as in the region"),
)
"""The three reasons; what is projected stands beside past growth, or in its place."""
_MATTERS = ("critical", "promising")
# Clauses of a note that tell the published share, which the page itself tells beside it.
_SETTLED = re.compile(r"^(published figures settle \d|the rest is estimated|rests on the \d)")


@dataclass(frozen=True, slots=True)
class CasePage:
    """What a case page shows."""

    region: Region
    sector: Sector
    verdict: SectorVerdict
    sentence: str
    standing: str
    jobs: str
    proposal: str
    because: str
    decision: str
    reasons: tuple[CaseReason, ...]
    trend: PagePicture | None
    trend_missing: str
    shift: PagePicture | None
    numbers: PageSheet
    notes: tuple[str, ...]
    score: PagePicture | None
    neighbours: PageSheet
    unknown: tuple[str, ...]
    limits: tuple[str, ...]
    neighbours_words: str
    sources: tuple[EditionSource, ...]


def sector_case(
    facts: EditionFacts, region: Region, sector: Sector, stages: CaseStages = NO_STAGES
) -> CasePage:
    """One case, whole. The sector is one that is looked at in the region.

    Takes    stages: where partnerships work, so that no page proposes what is there already.
    """
    rows = {row["indicator"]: row for row in facts.indicators(region.id, sector.id)}
    score = facts.score(region.id, sector.id) or {}
    plan = facts.plan(region.id, sector.id) or {}
    notes = tuple(dict.fromkeys(note for row in rows.values() if (note := _row_note(row))))
    return CasePage(
        region=region,
        sector=sector,
        verdict=facts.verdict(region.id, sector.id),
        sentence=_verdict_sentence(facts, region, sector, score),
        standing=_standing_words(facts, region, sector, score),
        jobs=_jobs_sentence(facts, rows.get("jobs")),
        proposal=_keep_sentence(facts, region, sector, stages)
        or _proposal_sentence(facts, plan, region, sector),
        because=as_sentence(plan_reason(facts, region, sector)),
        decision=_decision_word(facts, plan, region, sector, stages),
        reasons=tuple(_case_reasons(facts, region, sector, rows)),
        trend=trend_picture(facts, region, sector),
        trend_missing=f"No year of jobs in {sector.name} is published for {region.name}.",
        shift=shift_picture(facts, rows),
        numbers=_numbers_sheet(facts, region, sector, list(rows.values()), notes),
        notes=notes,
        score=score_picture(facts, region, sector, score),
        neighbours=neighbors_sheet(facts, region, sector.id),
        unknown=tuple(_unknown_sentences(facts, region, sector, rows)),
        limits=tuple(_source_limits(facts, rows)),
        neighbours_words=_neighbors_sentence(facts, region, sector),
        sources=_case_sources(facts, rows),
    )


def _verdict_sentence(facts: EditionFacts, region: Region, sector: Sector, score: Row) -> str:
    """The verdict as a sentence that stands alone, such as in a proposal."""
    standing = _standing_words(facts, region, sector, score)
    if not score.get("ranked"):
        return standing
    verdict = facts.verdict(region.id, sector.id)
    return f"{sector.name} is {verdict.word} in {region.name}. {standing}"


def _standing_words(facts: EditionFacts, region: Region, sector: Sector, score: Row) -> str:
    """The score, its place here, and how firm the verdict is; or why it has none."""
    if not score.get("ranked"):
        return (
            f"We cannot judge {sector.name} in {region.name} yet: "
            f"{why_not(facts, region, sector)}. Numbers from employers, or another file with "
            "published numbers, could change that."
        )
    ranked = sum(
        1 for s in facts.sectors if (row := facts.score(region.id, s.id)) and row["ranked"]
    )
    between = range_words(score["score_low"], score["score_high"], "points")
    return (
        f"It scores {score_points(score['score'], score_limits(facts, region))} of 100 points"
        f"{f' ({between})' if between else ''}, "
        f"{ordinal(score['rank'])} of the {count_phrase(ranked, 'sector')} ranked here. "
        f"{firm_sentences(facts, region, sector)}"
    ).strip()


def _jobs_sentence(facts: EditionFacts, row: Row | None) -> str:
    if row is None or row["value"] is None:
        return "How many people work in it here is not published."
    words = quantity_with_range(row["value"], row["low"], row["high"], "jobs")
    return as_sentence(f"{words}, {row['period']}. Source: {facts.cite(row['source'])}")


def _proposal_sentence(facts: EditionFacts, plan: Row, region: Region, sector: Sector) -> str:
    other = facts.region(plan.get("with_region") or "")
    sentences = {
        "start": f"Start a sector partnership in {sector.name} for {region.name}",
        "explore with neighbour": (
            f"Explore a partnership with {other.name if other else 'a neighboring region'}"
        ),
        "watch": "Watch, and review it when new numbers are published",
        "not now": "Not now",
        "cannot judge": "Ask employers first: the published numbers are not enough to judge",
    }
    return sentences.get(str(plan.get("decision")), "No proposal has been made yet")


def _keep_sentence(facts: EditionFacts, region: Region, sector: Sector, stages: CaseStages) -> str:
    """What is proposed where a partnership works already; nothing where none does."""
    words = stage_words(stages, region.id, sector.id)
    if not words:
        return ""
    if facts.verdict(region.id, sector.id).slug in _MATTERS:
        return f"Continue: {words}"
    return (
        f"Review it with its companies: {words}, although these numbers alone would not be "
        "a reason to start one"
    )


def _decision_word(
    facts: EditionFacts, plan: Row, region: Region, sector: Sector, stages: CaseStages
) -> str:
    if (region.id, sector.id) not in stages:
        return str(plan.get("decision", ""))
    return "keep" if facts.verdict(region.id, sector.id).slug in _MATTERS else "look again"


def _case_reasons(
    facts: EditionFacts, region: Region, sector: Sector, rows: dict[str, Row]
) -> list[CaseReason]:
    found = []
    ahead = _projection_sentence(facts, sector, rows.get("growth_projected"))
    for indicator, name, term, reference, words in _WHY:
        row = rows.get(indicator)
        more = ahead if indicator == "growth_past" else ""
        if row is None and not more:
            continue
        svg = row and _draw_region_strip(facts, region, sector, row, reference, words)
        found.append(
            CaseReason(
                name=name,
                words=as_sentence(_finding_clause(row)) if row else "",
                when=row["period"] or "" if row else "",
                more=more,
                term=term,
                word=word_at(term),
                svg=svg or None,
                reading=_rank_words(facts, region, sector, row) if row and svg else "",
            )
        )
    return found


def _projection_sentence(facts: EditionFacts, sector: Sector, row: Row | None) -> str:
    """What is projected, and whether it is one number for every region."""
    if row is None or row["value"] is None:
        return ""
    alike = _same_everywhere(facts, "growth_projected", sector)
    return f"{as_sentence(_finding_clause(row))} {alike}".strip()


def _rank_words(facts: EditionFacts, region: Region, sector: Sector, row: Row) -> str:
    """Where a number stands among all regions': “third highest of 8 regions”."""
    others = _numbers_elsewhere(facts, region, sector, row)
    place = 1 + sum(other > float(row["value"]) for other in others)
    many = count_phrase(len(others) + 1, "region")
    return f"{'highest' if place == 1 else f'{ordinal(place)} highest'} of {many}"


def _numbers_elsewhere(
    facts: EditionFacts, region: Region, sector: Sector, row: Row
) -> tuple[float, ...]:
    return tuple(
        float(other["value"])
        for other in facts.spread(row["indicator"], sector.id)
        if other["value"] is not None and other["region"] != region.id
    )


def _same_everywhere(facts: EditionFacts, indicator: str, sector: Sector) -> str:
    """That a projection is one number everywhere, where it is; a strip of it would be one dot."""
    known = [row["value"] for row in facts.spread(indicator, sector.id) if row["value"] is not None]
    if indicator != "growth_projected" or len(known) < 2:
        return ""
    same = len({per_cent(value) for value in known}) == 1
    return "This is a national rate, so it is the same in every region." if same else ""


def _finding_clause(row: Row) -> str:
    """What an indicator finds, as a clause with its number."""
    value, low, high, unit = row["value"], row["low"], row["high"], row["unit"]
    if value is None:
        return "Not published"
    if row["indicator"] == "lq":
        return (
            f"Its share of jobs here is {quantity_with_range(value, low, high, unit)} "
            "times its share in "
            "the nation"
        )
    if row["indicator"] == "pay_premium":
        return _pay_clause(row)
    return _growth_clause(row)


def _pay_clause(row: Row) -> str:
    """Pay beside the region's, with the range where it has one."""
    value, low, high, unit = row["value"], row["low"], row["high"], row["unit"]
    if _is_unclear(low, high):
        return f"Average pay may be above or below the region’s: {range_words(low, high, unit)}"
    if round(value, 1) == 0:
        return "Average pay is the same as the region’s average"
    side = "above" if value > 0 else "below"
    return f"Average pay is {_size_words(value, low, high, unit)} {side} the region’s average"


_VERBS = {
    "growth_past": ("Grew", "Shrank", "May have grown or shrunk", "No change over the years"),
    "growth_projected": ("Will grow", "Will shrink", "May grow or shrink", "No change is expected"),
}


def _growth_clause(row: Row) -> str:
    """Growth with its range; no direction where the range has both."""
    value, low, high = row["value"], row["low"], row["high"]
    up, down, either, still = _VERBS[row["indicator"]]
    tail = ", if projections hold" if row["indicator"] == "growth_projected" else ""
    if _is_unclear(low, high):
        return (
            f"{either}: {quantity(value, '% a year')} is our best estimate, but the published "
            f"numbers allow {range_words(low, high, '%')} a year{tail}"
        )
    if round(value, 1) == 0:
        return f"{still}{tail}"
    return f"{up if value > 0 else down} by {_size_words(value, low, high, '%')} a year{tail}"


def _is_unclear(low: float | None, high: float | None) -> bool:
    """Whether a range holds both a rise and a fall."""
    return low is not None and high is not None and round(low, 1) < 0 < round(high, 1)


def _size_words(value: float, low: float | None, high: float | None, unit: str) -> str:
    """The size of a number whose direction the sentence tells."""
    if low is None or high is None:
        return quantity(abs(value), unit)
    least, most = sorted((abs(low), abs(high)))
    return quantity_with_range(abs(value), least, most, unit)


def _row_note(row: Row) -> str:
    """A number's note without the published share, which stands beside it in one form."""
    clauses = (row["note"] or "").split("; ")
    return "; ".join(clause for clause in clauses if clause and not _SETTLED.match(clause))


def _draw_region_strip(
    facts: EditionFacts, region: Region, sector: Sector, row: Row, reference: float, words: str
) -> SafeString | None:
    if row["value"] is None:
        return None
    others = _numbers_elsewhere(facts, region, sector, row)
    value = float(row["value"])
    low = value if row["low"] is None else float(row["low"])
    high = value if row["high"] is None else float(row["high"])
    held = RegionStrip(value, low, high, others, reference, words)
    return draw_strip(held, f"{region.name}: {_rank_words(facts, region, sector, row)}")


def _numbers_sheet(
    facts: EditionFacts, region: Region, sector: Sector, rows: list[Row], notes: tuple[str, ...]
) -> PageSheet:
    columns: tuple[SheetColumn[Row], ...] = (
        SheetColumn("Measure", lambda row: _measure_cell(facts, row["indicator"])),
        SheetColumn("Number", lambda row: number_cell(row["value"], row["unit"]), number=True),
        SheetColumn("Least", lambda row: _range_cell(row["low"], row["unit"]), number=True),
        SheetColumn("Most", lambda row: _range_cell(row["high"], row["unit"]), number=True),
        SheetColumn("Unit", lambda row: row["unit"]),
        SheetColumn("Period", lambda row: row["period"] or "not stated"),
        SheetColumn(
            "Based on published numbers",
            lambda row: SheetCell(_share_words(row["confidence"]), row["confidence"]),
            unit="share",
            number=True,
        ),
        SheetColumn("Source", lambda row: facts.cite(row["source"]) or "none"),
        SheetColumn("Note", lambda row: _note_cell(_row_note(row), notes)),
    )
    return sheet_of("numbers", f"{sector.name} in {region.name}: all numbers", columns, rows)


def _measure_cell(facts: EditionFacts, indicator: str) -> SheetCell:
    title = facts.catalogue.get(indicator, {}).get("title", indicator)
    return text_cell(str(title), f"/about/data/#{indicator}")


def _note_cell(note: str, notes: tuple[str, ...]) -> SheetCell:
    """Its number on the page; in a file the note itself."""
    return SheetCell(str(notes.index(note) + 1) if note else "", note or None)


def _range_cell(value: float | None, unit: str) -> SheetCell:
    return SheetCell("not known" if value is None else bare_number(value, unit), value)


def _share_words(value: float | None) -> str:
    return "not stated" if value is None else bare_number(value, "share")


def _unknown_sentences(
    facts: EditionFacts, region: Region, sector: Sector, rows: dict[str, Row]
) -> list[str]:
    found = []
    for row in rows.values():
        title = facts.catalogue.get(row["indicator"], {}).get("title", row["indicator"])
        if row["value"] is None:
            found.append(as_sentence(f"{title}: {row['note'] or 'not published'}"))
    jobs = rows.get("jobs")
    if jobs and jobs["confidence"] is not None and jobs["confidence"] < 0.995:
        share = bare_number(jobs["confidence"], "share")
        found.append(
            f"Only {share} of the job number is published. The rest is estimated within the "
            "limits set by published totals."
        )
    if region.row["areas_missing"]:
        areas = [facts.county(a).full for a in region.row["areas_missing"].split()]
        found.append(
            f"Jobs in {join_names(areas)} are not counted, because none of our files has them."
        )
    if not (facts.score(region.id, sector.id) or {}).get("ranked"):
        found.append(as_sentence(f"Why it is not ranked: {why_not(facts, region, sector)}"))
    found.append("What employers themselves say is not part of these numbers.")
    return found


def _source_limits(facts: EditionFacts, rows: dict[str, Row]) -> list[str]:
    """What each source of the case cannot tell."""
    return [
        as_sentence(f"{source.title} cannot tell: {source.cannot_tell}")
        for source in _case_sources(facts, rows)
        if source.cannot_tell
    ]


def _neighbors_sentence(facts: EditionFacts, region: Region, sector: Sector) -> str:
    """Where among its neighbors the sector matters too, in one sentence; empty without any."""
    names = neighbors_by_commuters(facts, region)
    if not names:
        return ""
    matters = [
        f"{facts.verdict(name, sector.id).word} in {known.name}"
        for name in names
        if (known := facts.region(name)) and facts.verdict(name, sector.id).slug in _MATTERS
    ]
    many = count_phrase(len(names), "region")
    if not matters:
        return f"{sector.name} stands out in none of the {many} that people commute to and from."
    left = len(names) - len(matters)
    rest = f" It does not stand out in {count_phrase(left, 'other region')}." if left else ""
    return f"{sector.name} is {join_names(matters)}.{rest}"


def _case_sources(facts: EditionFacts, rows: dict[str, Row]) -> tuple[EditionSource, ...]:
    ids = dict.fromkeys(
        part.strip() for row in rows.values() for part in row["source"].split("+") if part.strip()
    )
    return tuple(facts.sources[name] for name in ids if name in facts.sources)
