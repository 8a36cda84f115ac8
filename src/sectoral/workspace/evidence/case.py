"""A sector's case in a region: what a director reads, prints and signs."""

from dataclasses import dataclass

import polars as pl
from django.utils.safestring import SafeString

from sectoral.workspace.charts import Bar, Standing, Year, bars, standing, trend
from sectoral.workspace.evidence.facts import Facts, Region, Row, Sector, Source, Verdict
from sectoral.workspace.evidence.numbers import (
    about,
    bare,
    count,
    listed,
    opened,
    ordinal,
    quantity,
    span,
    three,
)
from sectoral.workspace.evidence.regions import neighbours, number_cell
from sectoral.workspace.evidence.shown import Picture, Reason
from sectoral.workspace.evidence.words import word_at
from sectoral.workspace.sheets import Cell, Heading, Sheet, text

_WHY = (
    ("lq", "Concentration", "location-quotient", 1.0, "as in the nation"),
    ("growth_past", "Past growth", "growth", 0.0, "no change"),
    ("growth_projected", "Projected growth", "projection", 0.0, "no change"),
    ("pay_premium", "Quality of jobs", "pay-premium", 0.0, "as in the region"),
)
_PARTS = ("shift_national", "shift_mix", "shift_regional")
_SERIES = {"cbp": "County Business Patterns", "qcew": "QCEW"}


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
    score: Picture | None
    neighbours: Sheet
    unknown: tuple[str, ...]
    sources: tuple[Source, ...]


def case(facts: Facts, region: Region, sector: Sector) -> Case:
    """One case, whole. The sector is one that is looked at in the region."""
    rows = {row["indicator"]: row for row in facts.indicators(region.id, sector.id)}
    score = facts.score(region.id, sector.id) or {}
    plan = facts.plan(region.id, sector.id) or {}
    points = _years(facts, region, sector)
    return Case(
        region=region,
        sector=sector,
        verdict=facts.verdict(region.id, sector.id),
        sentence=_sentence(facts, region, sector, score),
        jobs=_jobs(facts, rows.get("jobs")),
        proposal=_proposal(facts, plan, region, sector),
        because=opened(str(plan.get("because", ""))),
        decision=str(plan.get("decision", "")),
        reasons=tuple(_reasons(facts, region, sector, rows)),
        trend=_trend(region, sector, points),
        trend_missing=f"No year of jobs in {sector.name} is published for {region.name}.",
        shift=_shift(facts, rows),
        numbers=_numbers(facts, region, sector, list(rows.values())),
        score=_score(facts, region, sector, score),
        neighbours=neighbours(facts, region, sector.id),
        unknown=tuple(_unknown(facts, region, rows, score)),
        sources=_sources(facts, rows),
    )


def _sentence(facts: Facts, region: Region, sector: Sector, score: Row) -> str:
    verdict = facts.verdict(region.id, sector.id)
    if not score.get("ranked"):
        reason = score.get("why_not") or "too little is published"
        return (
            f"We cannot judge {sector.name} in {region.name} yet: {reason.rstrip('.')}. "
            "Numbers from employers, or a file that publishes them, would change that."
        )
    ranked = sum(
        1 for s in facts.sectors if (row := facts.score(region.id, s.id)) and row["ranked"]
    )
    between = span(score["score_low"], score["score_high"], "points")
    sure = (
        f" (between {between.replace('–', ' and ')} if what is unknown were at its worst or best)"
    )
    return (
        f"{sector.name} is {verdict.word} in {region.name}: it scores "
        f"{three(score['score'])} of 100{sure if between else ''}, "
        f"{ordinal(score['rank'])} of the {count(ranked, 'sector')} ranked here."
    )


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


def _reasons(facts: Facts, region: Region, sector: Sector, rows: dict[str, Row]) -> list[Reason]:
    found = []
    for indicator, name, term, reference, words in _WHY:
        row = rows.get(indicator)
        if row is None:
            continue
        svg = _standing(facts, region, sector, row, reference, words)
        found.append(
            Reason(
                name=name,
                words=_says(row),
                more=_note(row),
                source=facts.sentence(row["source"], row["period"]),
                term=term,
                word=word_at(term),
                svg=svg,
                reading=f"Each tick is a region; the dot is {region.name}." if svg else "",
            )
        )
    return found


def _says(row: Row) -> str:
    """What an indicator finds, as a clause with its number."""
    value, unit = row["value"], row["unit"]
    if value is None:
        return "Not published"
    words = about(value, row["low"], row["high"], unit)
    if row["indicator"] == "lq":
        return f"Its share of jobs here is {words} times its share in the nation"
    if row["indicator"] == "pay_premium":
        size = about(abs(value), None, None, unit)
        side = "above" if value >= 0 else "below"
        return f"Average pay is {size} {side} the region’s average"
    verb = {"growth_past": ("Grew", "Shrank"), "growth_projected": ("Will grow", "Will shrink")}
    up, down = verb[row["indicator"]]
    moved = about(abs(value), None, None, unit)
    tail = ", if projections hold" if row["indicator"] == "growth_projected" else ""
    return f"{up if value >= 0 else down} by {moved.replace('% a year', '%')} a year{tail}"


def _note(row: Row) -> str:
    parts = [row["note"]] if row["note"] else []
    if row["confidence"] is not None and row["confidence"] < 0.995:
        parts.append(f"{bare(row['confidence'], 'share')} of it rests on published numbers")
    return " ".join(opened(part) for part in parts)


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


def _years(facts: Facts, region: Region, sector: Sector) -> pl.DataFrame:
    one = (pl.col("region") == region.id) & (pl.col("sector") == sector.id)
    table = facts.edition.table("sector_jobs").filter(one)
    return table.sort("source", "year", "quarter")


def _trend(region: Region, sector: Sector, held: pl.DataFrame) -> Picture | None:
    known = held.filter(pl.col("jobs").is_not_null())
    if known.is_empty():
        return None
    years = tuple(_year(row) for row in known.iter_rows(named=True))
    title = _trend_title(region, sector, years)
    band = any(year.low < year.high for year in years)
    reading = "Jobs in each year; " + (
        "the band runs from the least to the most the published totals allow."
        if band
        else "every number is the publisher’s own."
    )
    names = listed(sorted({year.series for year in years}))
    whens = sorted({int(year.when) for year in years})
    source = f"{names}, {'–'.join(dict.fromkeys((str(whens[0]), str(whens[-1]))))}"
    return Picture(title, reading, source, trend(years, title), _trend_sheet(held))


def _year(row: Row) -> Year:
    part = (row["quarter"] - 1) / 4 if row["quarter"] else 0.0
    low = row["jobs"] if row["jobs_low"] is None else row["jobs_low"]
    high = row["jobs"] if row["jobs_high"] is None else row["jobs_high"]
    series = _SERIES.get(str(row["source"]), str(row["source"]))
    return Year(series, row["year"] + part, row["jobs"], low, high)


def _trend_title(region: Region, sector: Sector, years: tuple[Year, ...]) -> str:
    series = max({y.series for y in years}, key=lambda s: sum(y.series == s for y in years))
    own = sorted((y for y in years if y.series == series), key=lambda y: y.when)
    first, last = own[0], own[-1]
    if len(own) < 2:
        return f"{quantity(last.jobs, 'jobs').capitalize()} in {sector.name}, {int(last.when)}"
    span_words = f"between {int(first.when)} and {int(last.when)}"
    if first.low <= last.high and last.low <= first.high and first.low < first.high:
        return f"{sector.name} jobs in {region.name}: no clear change {span_words}"
    change = last.jobs - first.jobs
    if three(change) == "0":
        return f"{sector.name} kept its jobs in {region.name} {span_words}"
    verb = "gained" if change > 0 else "lost"
    return f"{sector.name} {verb} {quantity(abs(change), 'jobs')} in {region.name} {span_words}"


def _trend_sheet(held: pl.DataFrame) -> Sheet:
    headings = (
        Heading("Period"),
        Heading("Jobs", number=True),
        Heading("Least", "jobs", number=True),
        Heading("Most", "jobs", number=True),
        Heading("Published part", "jobs", number=True),
        Heading("Workplaces", number=True),
        Heading("Series"),
    )
    rows = tuple(
        (
            text(f"{row['year']}" + (f" Q{row['quarter']}" if row["quarter"] else "")),
            number_cell(row["jobs"], "jobs"),
            number_cell(row["jobs_low"], "jobs"),
            number_cell(row["jobs_high"], "jobs"),
            number_cell(row["jobs_published"], "jobs"),
            number_cell(row["establishments"], "establishments"),
            text(_SERIES.get(str(row["source"]), str(row["source"]))),
        )
        for row in held.iter_rows(named=True)
    )
    return Sheet("trend", "Jobs by period", headings, rows)


def _shift(facts: Facts, rows: dict[str, Row]) -> Picture | None:
    held = [rows[name] for name in _PARTS if name in rows and rows[name]["value"] is not None]
    if len(held) != len(_PARTS):
        return None
    titles = {row["indicator"]: facts.catalogue[row["indicator"]]["title"] for row in held}
    parts = tuple(
        Bar(titles[row["indicator"]], float(row["value"]), _signed(row["value"])) for row in held
    )
    here = held[-1]["value"]
    side = "more" if here >= 0 else "fewer"
    title = (
        f"The region itself accounts for {quantity(abs(here), 'jobs')} {side} "
        "than the nation’s trends would give"
    )
    reading = (
        "Change in jobs, split into what the whole economy did, what this sector did "
        "everywhere, and what is particular to the region."
    )
    source = facts.sentence(held[0]["source"], held[0]["period"])
    return Picture(title, reading, source, bars(parts, title), _shift_sheet(held, titles))


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{quantity(value, 'jobs')}"


def _shift_sheet(held: list[Row], titles: dict[str, str]) -> Sheet:
    rows = tuple(
        (text(titles[row["indicator"]]), Cell(_signed(row["value"]), row["value"])) for row in held
    )
    headings = (Heading("Part"), Heading("Change", "jobs", number=True))
    return Sheet("shift", "Parts of the change in jobs", headings, rows)


def _numbers(facts: Facts, region: Region, sector: Sector, rows: list[Row]) -> Sheet:
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
    held = tuple(_measure(facts, row) for row in rows)
    caption = f"{sector.name} in {region.name}: every number"
    return Sheet("numbers", caption, headings, held)


def _measure(facts: Facts, row: Row) -> tuple[Cell, ...]:
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
        Cell(row["note"] or "", row["note"]),
    )


def _end(value: float | None, unit: str) -> Cell:
    return Cell("not known" if value is None else bare(value, unit), value)


def _share(value: float | None) -> str:
    return "not stated" if value is None else bare(value, "share")


def _score(facts: Facts, region: Region, sector: Sector, score: Row) -> Picture | None:
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
        Bar(name, float(row["points"] or 0), _points(row), float(row["weight"]))
        for name, row in zip(names, held, strict=True)
    )
    title = "What the score is made of"
    if score.get("ranked"):
        best = max(parts, key=lambda part: part.value)
        title = f"{best.name} brings the most: {three(best.value)} of {three(best.most)} points"
    reading = (
        "Dark: points earned. Pale: the most each could bring, which is its weight. "
        "An unknown part is left out of the sum; the range shows what it could change."
    )
    return Picture(
        title, reading, "Formulas and weights: About the data", bars(parts, title),
        _score_sheet(facts, held, names),
    )  # fmt: skip


def _points(row: Row) -> str:
    if row["points"] is None:
        return "not known"
    return f"{three(row['points'])} of {three(row['weight'])}"


def _score_sheet(facts: Facts, held: list[Row], names: list[str]) -> Sheet:
    headings = (
        Heading("Part"),
        Heading("Value", number=True),
        Heading("Standing", "0 worst, 100 best", number=True),
        Heading("Weight", "%", number=True),
        Heading("Points", number=True),
    )
    rows = []
    for name, row in zip(names, held, strict=True):
        unit = facts.catalogue.get(row["criterion"], {}).get("unit", "")
        rows.append(
            (
                text(name),
                Cell(quantity(row["value"], unit), row["value"]),
                _end(row["standard"], "points"),
                number_cell(row["weight"], "points"),
                _end(row["points"], "points"),
            )
        )
    return Sheet("score", "Parts of the score", headings, tuple(rows))


def _unknown(facts: Facts, region: Region, rows: dict[str, Row], score: Row) -> list[str]:
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
    if score.get("why_not"):
        found.append(opened(f"Why it is not ranked: {score['why_not']}"))
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
