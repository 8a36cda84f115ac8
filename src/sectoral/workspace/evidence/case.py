"""A sector's case in a region: what a director reads, prints and signs."""

import re
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from sectoral.workspace.drawings.charts import Standing, standing
from sectoral.workspace.drawings.sheets import Cell, Heading, Sheet, text
from sectoral.workspace.evidence.change import shift_picture, trend_picture
from sectoral.workspace.evidence.coverage import NO_STAGES, CaseStages, stage_words
from sectoral.workspace.evidence.facts import Facts, Region, Row, Sector, Source, Verdict
from sectoral.workspace.evidence.figures import Picture, Reason
from sectoral.workspace.evidence.numbers import (
    about,
    bare,
    count,
    listed,
    opened,
    ordinal,
    per_cent,
    quantity,
    span,
)
from sectoral.workspace.evidence.regions import neighbours, number_cell
from sectoral.workspace.evidence.scores import (
    because,
    firm_sentences,
    limits,
    points,
    score_picture,
    why_not,
)
from sectoral.workspace.evidence.words import word_at

_WHY = (
    ("lq", "Concentration", "location-quotient", 1.0, "as in the nation"),
    ("growth_past", "Past growth", "growth", 0.0, "no change"),
    ("growth_projected", "Projected growth", "projection", 0.0, "no change"),
    ("pay_premium", "Quality of jobs", "pay-premium", 0.0, "as in the region"),
)
_MATTERS = ("critical", "promising")
# Clauses of a note that tell the published share, which the page itself tells beside it.
_SETTLED = re.compile(r"^(published figures settle \d|the rest is estimated|rests on the \d)")


@dataclass(frozen=True, slots=True)
class Case:
    """What a case page shows."""

    region: Region
    sector: Sector
    verdict: Verdict
    sentence: str
    jobs: str
    proposal: str
    because: str
    decision: str
    reasons: tuple[Reason, ...]
    trend: Picture | None
    trend_missing: str
    shift: Picture | None
    numbers: Sheet
    notes: tuple[str, ...]
    score: Picture | None
    neighbours: Sheet
    unknown: tuple[str, ...]
    sources: tuple[Source, ...]


def case(facts: Facts, region: Region, sector: Sector, stages: CaseStages = NO_STAGES) -> Case:
    """One case, whole. The sector is one that is looked at in the region.

    Takes    stages: where partnerships work, so that no page proposes what is there already.
    """
    rows = {row["indicator"]: row for row in facts.indicators(region.id, sector.id)}
    score = facts.score(region.id, sector.id) or {}
    plan = facts.plan(region.id, sector.id) or {}
    notes = tuple(dict.fromkeys(note for row in rows.values() if (note := _told(row))))
    return Case(
        region=region,
        sector=sector,
        verdict=facts.verdict(region.id, sector.id),
        sentence=_sentence(facts, region, sector, score),
        jobs=_jobs(facts, rows.get("jobs")),
        proposal=_keeping(facts, region, sector, stages) or _proposal(facts, plan, region, sector),
        because=opened(because(facts, region, sector)),
        decision=_decision(facts, plan, region, sector, stages),
        reasons=tuple(_reasons(facts, region, sector, rows)),
        trend=trend_picture(facts, region, sector),
        trend_missing=f"No year of jobs in {sector.name} is published for {region.name}.",
        shift=shift_picture(facts, rows),
        numbers=_numbers(facts, region, sector, list(rows.values()), notes),
        notes=notes,
        score=score_picture(facts, region, sector, score),
        neighbours=_verdict_first(neighbours(facts, region, sector.id)),
        unknown=tuple(_unknown(facts, region, sector, rows)),
        sources=_sources(facts, rows),
    )


def _sentence(facts: Facts, region: Region, sector: Sector, score: Row) -> str:
    verdict = facts.verdict(region.id, sector.id)
    if not score.get("ranked"):
        return (
            f"We cannot judge {sector.name} in {region.name} yet: "
            f"{why_not(facts, region, sector)}. "
            "Numbers from employers, or a file that publishes them, would change that."
        )
    ranked = sum(
        1 for s in facts.sectors if (row := facts.score(region.id, s.id)) and row["ranked"]
    )
    between = span(score["score_low"], score["score_high"], "points").replace("–", " and ")
    sure = f" (between {between}, were every number at its worst or at its best)"
    return (
        f"{sector.name} is {verdict.word} in {region.name}: it scores "
        f"{points(score['score'], limits(facts, region))} of 100{sure if between else ''}, "
        f"{ordinal(score['rank'])} of the {count(ranked, 'sector')} ranked here. "
        f"{firm_sentences(facts, region, sector)}"
    ).strip()


def _jobs(facts: Facts, row: Row | None) -> str:
    if row is None or row["value"] is None:
        return "How many people work in it here is not published."
    words = about(row["value"], row["low"], row["high"], "jobs")
    return opened(f"{words}, {row['period']}. Source: {facts.cite(row['source'])}")


def _proposal(facts: Facts, plan: Row, region: Region, sector: Sector) -> str:
    other = facts.region(plan.get("with_region") or "")
    sentences = {
        "start": f"Start a sector partnership in {sector.name} for {region.name}",
        "explore with neighbour": (
            f"Explore a partnership together with {other.name if other else 'a neighbour'}"
        ),
        "watch": "Watch: look again when new numbers are published",
        "not now": "Not now",
        "cannot judge": "Ask employers first: the published numbers do not carry a judgement",
    }
    return sentences.get(str(plan.get("decision")), "No proposal has been made yet")


def _keeping(facts: Facts, region: Region, sector: Sector, stages: CaseStages) -> str:
    """What is proposed where a partnership works already; nothing where none does."""
    words = stage_words(stages, region.id, sector.id)
    if not words:
        return ""
    if facts.verdict(region.id, sector.id).slug in _MATTERS:
        return f"Keep it going: {words}"
    return f"Look again with its companies: {words}, and these numbers alone would not start one"


def _decision(facts: Facts, plan: Row, region: Region, sector: Sector, stages: CaseStages) -> str:
    if (region.id, sector.id) not in stages:
        return str(plan.get("decision", ""))
    return "keep" if facts.verdict(region.id, sector.id).slug in _MATTERS else "look again"


def _reasons(facts: Facts, region: Region, sector: Sector, rows: dict[str, Row]) -> list[Reason]:
    found = []
    for indicator, name, term, reference, words in _WHY:
        row = rows.get(indicator)
        if row is None:
            continue
        alike = _alike(facts, indicator, sector)
        svg = None if alike else _standing(facts, region, sector, row, reference, words)
        more = (alike, _note(row))
        found.append(
            Reason(
                name=name,
                words=_says(row),
                more=" ".join(part for part in more if part),
                source=facts.sentence(row["source"], row["period"]),
                term=term,
                word=word_at(term),
                svg=svg,
                reading=f"Each tick is a region; the dot is {region.name}." if svg else "",
            )
        )
    return found


def _alike(facts: Facts, indicator: str, sector: Sector) -> str:
    """That a projection is one number everywhere, where it is; a strip of it would be one dot."""
    known = [row["value"] for row in facts.spread(indicator, sector.id) if row["value"] is not None]
    if indicator != "growth_projected" or len(known) < 2:
        return ""
    same = len({per_cent(value) for value in known}) == 1
    return "The same in every region: a national rate." if same else ""


def _says(row: Row) -> str:
    """What an indicator finds, as a clause with its number."""
    value, low, high, unit = row["value"], row["low"], row["high"], row["unit"]
    if value is None:
        return "Not published"
    if row["indicator"] == "lq":
        return (
            f"Its share of jobs here is {about(value, low, high, unit)} times its share in "
            "the nation"
        )
    if row["indicator"] == "pay_premium":
        return _against(row)
    return _moved(row)


def _against(row: Row) -> str:
    """Pay beside the region's, with the range where it has one."""
    value, low, high, unit = row["value"], row["low"], row["high"], row["unit"]
    if _unclear(low, high):
        return f"Average pay may lie above or below the region’s: {span(low, high, unit)}"
    if round(value, 1) == 0:
        return "Average pay is the same as the region’s average"
    side = "above" if value > 0 else "below"
    return f"Average pay is {_sized(value, low, high, unit)} {side} the region’s average"


_VERBS = {
    "growth_past": ("Grew", "Shrank", "May have grown or shrunk", "No change over the years"),
    "growth_projected": ("Will grow", "Will shrink", "May grow or shrink", "No change is expected"),
}


def _moved(row: Row) -> str:
    """Growth with its range; no direction where the range has both."""
    value, low, high = row["value"], row["low"], row["high"]
    up, down, either, still = _VERBS[row["indicator"]]
    tail = ", if projections hold" if row["indicator"] == "growth_projected" else ""
    if _unclear(low, high):
        return (
            f"{either}: {quantity(value, '% a year')} at our best guess, but the published "
            f"numbers allow {span(low, high, '%')} a year{tail}"
        )
    if round(value, 1) == 0:
        return f"{still}{tail}"
    return f"{up if value > 0 else down} by {_sized(value, low, high, '%')} a year{tail}"


def _unclear(low: float | None, high: float | None) -> bool:
    """Whether a range holds both a rise and a fall."""
    return low is not None and high is not None and round(low, 1) < 0 < round(high, 1)


def _sized(value: float, low: float | None, high: float | None, unit: str) -> str:
    """The size of a number whose direction the sentence tells."""
    if low is None or high is None:
        return quantity(abs(value), unit)
    least, most = sorted((abs(low), abs(high)))
    return about(abs(value), least, most, unit)


def _note(row: Row) -> str:
    parts = [told] if (told := _told(row)) else []
    if row["confidence"] is not None and row["confidence"] < 0.995:
        parts.append(f"{bare(row['confidence'], 'share')} of it rests on published numbers")
    return " ".join(opened(part) for part in parts)


def _told(row: Row) -> str:
    """A number's note without the published share, which stands beside it in one form."""
    clauses = (row["note"] or "").split("; ")
    return "; ".join(clause for clause in clauses if clause and not _SETTLED.match(clause))


def _standing(
    facts: Facts, region: Region, sector: Sector, row: Row, reference: float, words: str
) -> SafeString | None:
    if row["value"] is None:
        return None
    others = tuple(
        float(other["value"])
        for other in facts.spread(row["indicator"], sector.id)
        if other["value"] is not None and other["region"] != region.id
    )
    value = float(row["value"])
    low = value if row["low"] is None else float(row["low"])
    high = value if row["high"] is None else float(row["high"])
    held = Standing(value, low, high, others, reference, words, facts.amount(row))
    return standing(held, f"{_says(row)}; the other regions beside it")


def _verdict_first(sheet: Sheet) -> Sheet:
    """The neighbours with the verdict beside the name, where a phone shows it."""
    return replace(
        sheet,
        headings=(sheet.headings[0], sheet.headings[-1], *sheet.headings[1:-1]),
        rows=tuple((row[0], row[-1], *row[1:-1]) for row in sheet.rows),
    )


def _numbers(
    facts: Facts, region: Region, sector: Sector, rows: list[Row], notes: tuple[str, ...]
) -> Sheet:
    headings = (
        Heading("Measure"),
        Heading("Number", number=True),
        Heading("Least", number=True),
        Heading("Most", number=True),
        Heading("Unit"),
        Heading("Period"),
        Heading("Rests on published numbers", "share", number=True),
        Heading("Source"),
        Heading("Note"),
    )
    held = tuple(_measure(facts, row, notes) for row in rows)
    caption = f"{sector.name} in {region.name}: every number"
    return Sheet("numbers", caption, headings, held)


def _measure(facts: Facts, row: Row, notes: tuple[str, ...]) -> tuple[Cell, ...]:
    note = _told(row)
    known = facts.catalogue.get(row["indicator"], {})
    unit = row["unit"]
    return (
        text(str(known.get("title", row["indicator"])), f"/about/data/#{row['indicator']}"),
        number_cell(row["value"], unit),
        _end(row["low"], unit),
        _end(row["high"], unit),
        text(unit),
        text(row["period"] or "not stated"),
        Cell(_share(row["confidence"]), row["confidence"]),
        text(facts.cite(row["source"]) or "none"),
        Cell(str(notes.index(note) + 1) if note else "", note or None),
    )


def _end(value: float | None, unit: str) -> Cell:
    return Cell("not known" if value is None else bare(value, unit), value)


def _share(value: float | None) -> str:
    return "not stated" if value is None else bare(value, "share")


def _unknown(facts: Facts, region: Region, sector: Sector, rows: dict[str, Row]) -> list[str]:
    found = []
    for row in rows.values():
        title = facts.catalogue.get(row["indicator"], {}).get("title", row["indicator"])
        if row["value"] is None:
            found.append(opened(f"{title}: {row['note'] or 'not published'}"))
    jobs = rows.get("jobs")
    if jobs and jobs["confidence"] is not None and jobs["confidence"] < 0.995:
        share = bare(jobs["confidence"], "share")
        found.append(
            f"Only {share} of the job number is published; the rest is estimated within "
            "the limits that published totals set."
        )
    if region.row["areas_missing"]:
        areas = [facts.county(a).full for a in region.row["areas_missing"].split()]
        found.append(f"Jobs in {listed(areas)} are not counted: no file we have holds them.")
    if not (facts.score(region.id, sector.id) or {}).get("ranked"):
        found.append(opened(f"Why it is not ranked: {why_not(facts, region, sector)}"))
    found += [
        opened(f"{source.title} cannot tell: {source.cannot_tell}")
        for source in _sources(facts, rows)
        if source.cannot_tell
    ]
    found.append("What employers themselves say is not part of these numbers.")
    return found


def _sources(facts: Facts, rows: dict[str, Row]) -> tuple[Source, ...]:
    ids = dict.fromkeys(
        part.strip() for row in rows.values() for part in row["source"].split("+") if part.strip()
    )
    return tuple(facts.sources[name] for name in ids if name in facts.sources)
