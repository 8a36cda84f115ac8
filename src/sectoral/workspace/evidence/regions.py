"""A region: what makes it one labor market, its counties, its sectors, its neighbours."""

from dataclasses import dataclass

import polars as pl

from sectoral.workspace.drawings.maps import region_map
from sectoral.workspace.drawings.sheets import PageSheet
from sectoral.workspace.drawings.svg import ACCENT, FAINT
from sectoral.workspace.evidence.coverage import NO_STAGES, CaseStages
from sectoral.workspace.evidence.facts import EditionFacts, Region, RegionCounty
from sectoral.workspace.evidence.figures import PagePicture, RegionFact
from sectoral.workspace.evidence.numbers import (
    bare_number,
    join_names,
    quantity,
)
from sectoral.workspace.evidence.region_sheets import (
    counties_sheet,
    neighbors_sheet,
    partitions_sheet,
    parts_sheet,
    sectors_head,
    sectors_sheet,
)
from sectoral.workspace.evidence.state import (
    critical_in,
    critical_words,
    piece_words,
    places_on_map,
    regions_from,
    state_map,
    why_unjudged,
)

_MOST_ON_A_MAP = 60


@dataclass(frozen=True, slots=True)
class RegionPage:
    """What a region's page shows."""

    region: Region
    summary: str
    facts: tuple[RegionFact, ...]
    map: PagePicture | None
    counties: PageSheet
    pieces: str
    across: str
    missing: str
    sectors_head: str
    notices: tuple[str, ...]
    sectors: PageSheet
    parts: PageSheet
    neighbours: PageSheet
    partitions: PageSheet


def regions_map(facts: EditionFacts) -> PagePicture | None:
    """The same map as on the first page."""
    return state_map(facts)


def region_page(facts: EditionFacts, region: Region, stages: CaseStages = NO_STAGES) -> RegionPage:
    """One region, whole; where a partnership works on a case, the proposal is not to start one."""
    counties = facts.counties.get(region.id, ())
    return RegionPage(
        region=region,
        summary=_summary_sentence(facts, region),
        facts=_region_facts(region),
        map=facts.once(("region map", region.id), lambda: _map_picture(facts, region)),
        counties=counties_sheet(facts, region, counties),
        pieces=piece_words(facts, region),
        across=_across_sentence(facts, counties),
        missing=_missing_sentence(facts, region),
        sectors_head=sectors_head(facts, region),
        notices=_sectors_notices(facts, region),
        sectors=sectors_sheet(facts, region, stages),
        parts=parts_sheet(facts, region),
        neighbours=neighbors_sheet(facts, region),
        partitions=partitions_sheet(facts, region),
    )


def _summary_sentence(facts: EditionFacts, region: Region) -> str:
    names = critical_in(facts, region)
    if not facts.is_judged(region.id):
        reason = why_unjudged(facts, region).removeprefix("cannot judge: ")
        return f"We cannot judge any sector in {region.name}: {reason}."
    if not names:
        return f"Critical sectors in {region.name}: {critical_words(facts, region)}."
    verb = "is" if len(names) == 1 else "are"
    return f"{join_names(names)} {verb} critical in {region.name}."


def _region_facts(region: Region) -> tuple[RegionFact, ...]:
    row = region.row
    tenths = {key: _of_ten(row[key]) for key in ("home_containment", "work_containment")}
    return (
        RegionFact(
            "People who work here", quantity(row["workers_working"], "workers"), "by commuting"
        ),
        RegionFact(
            "Workers who live here", quantity(row["workers_living"], "workers"), "by commuting"
        ),
        RegionFact(
            "Residents who also work here",
            bare_number(row["home_containment"], "share"),
            f"{tenths['home_containment']} workers who live in the region also work in it",
            "containment",
        ),
        RegionFact(
            "Workers who also live here",
            bare_number(row["work_containment"], "share"),
            f"{tenths['work_containment']} people who work in the region also live in it",
            "containment",
        ),
        RegionFact(
            "Covered by job files",
            bare_number(row["coverage"], "share"),
            "of the people who work here work in counties whose job numbers we have",
            "coverage",
        ),
        RegionFact("Kind", row["kind"], row["kind_because"].replace(" %", "%")),
    )


def _of_ten(share: float | None) -> str:
    if share is None:
        return "it is not known how many"
    if share >= 0.95:
        return "nearly all" if share < 0.9995 else "all"
    return f"about {round(share * 10)} in 10"


def _map_picture(facts: EditionFacts, region: Region) -> PagePicture | None:
    near = _nearby_regions(facts, region)
    fills = {r.id: ACCENT if r.id == region.id else FAINT for r in facts.regions}
    titles = {r.id: f"{r.number} {r.name}" for r in facts.regions}
    hrefs = {r.id: "" if r.id == region.id else r.href for r in facts.regions}
    shapes = tuple(s for s in places_on_map(facts, fills, titles, hrefs) if s.id in near)
    if not shapes:
        return None
    title = f"Where {region.name} is"
    reading = (
        "The region is dark, and thin white lines are counties. Choose another region to open it."
    )
    return PagePicture(title, reading, regions_from(facts), region_map(shapes, title))


def _nearby_regions(facts: EditionFacts, region: Region) -> set[str]:
    """The regions to draw around one: all of a state; in a nation those it touches."""
    if len(facts.regions) <= _MOST_ON_A_MAP:
        return {r.id for r in facts.regions}
    tied = pl.col("touching") & (pl.col("region") == region.id)
    touching = facts.edition.table("neighbours").filter(tied)
    return {region.id, *touching["neighbour"]}


def _across_sentence(facts: EditionFacts, counties: tuple[RegionCounty, ...]) -> str:
    names = [county.full for county in counties if county.across]
    if not names:
        return ""
    return (
        f"{names[0]} is outside {facts.state_name}, but belongs to this labor market because "
        "people commute across the border."
        if len(names) == 1
        else f"{join_names(names)} are outside {facts.state_name}, but belong to this labor "
        "market because people commute across the border."
    )


def _missing_sentence(facts: EditionFacts, region: Region) -> str:
    areas = (region.row["areas_missing"] or "").split()
    if not areas:
        return ""
    names = join_names([facts.county(area).full for area in areas])
    return (
        f"Our job files do not include {names}, so jobs there are not counted. Adding the "
        f"files of {join_names(facts.missing_states([region]))} would fix that."
    )


def _sectors_notices(facts: EditionFacts, region: Region) -> tuple[str, ...]:
    """What a reader must know before the table: how much it covers, and what is not ranked."""
    found = []
    coverage = region.row["coverage"]
    if coverage is not None and coverage < 0.9995:
        found.append(
            f"The numbers below cover counties where {bare_number(coverage, 'share')} of the "
            f"people in {region.name} work, not the whole region."
        )
    reasons: dict[str, list[str]] = {}
    for sector in facts.sectors:
        row = facts.score(region.id, sector.id)
        if row and not row["ranked"]:
            why_not = row["why_not"] or "too little is published"
            reasons.setdefault(why_not, []).append(sector.name)
    for why_not, names in reasons.items():
        every = len(reasons) == 1 and not facts.is_judged(region.id)
        found.append(f"Not ranked: {'every sector' if every else join_names(names)}; {why_not}.")
    return tuple(found)
