"""The state's first page: the map, the matrix beside it, three sentences that matter today."""

from collections import Counter
from dataclasses import dataclass

import polars as pl

from sectoral.workspace.evidence.facts import Facts, Region
from sectoral.workspace.evidence.matrix import Matrix, Wish, case_href, matrix
from sectoral.workspace.evidence.numbers import about, count, listed, per_cent
from sectoral.workspace.evidence.shown import Picture
from sectoral.workspace.maps import Outline, Shape, outline, region_map
from sectoral.workspace.pictures import FAINT, FILLS, LIGHT, MIDDLE
from sectoral.workspace.sheets import Cell, Heading, Sheet, text

_STEPS = ((4, MIDDLE), (2, "#a9cbd8"), (1, LIGHT), (0, FAINT))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing that matters today, and where to read on."""

    words: str
    href: str
    more: str


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the map's key."""

    color: str
    words: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page shows."""

    sentences: tuple[Sentence, ...]
    map: Picture | None
    key: tuple[Step, ...]
    matrix: Matrix


def overview(facts: Facts) -> Overview:
    """The state at a glance."""
    key = (
        Step("step-0", "no critical sector"),
        Step("step-1", "one"),
        Step("step-2", "two or three"),
        Step("step-4", "four or more"),
    )
    return Overview(_sentences(facts), state_map(facts), key, matrix(facts, Wish()))


def critical_in(facts: Facts, region: Region) -> list[str]:
    """The names of the sectors that are critical in the region, the best score first."""
    rows = [
        (-(row["score"] or 0), sector.name)
        for sector in facts.sectors
        if (row := facts.score(region.id, sector.id)) and row["verdict"] == "critical"
    ]
    return [name for _, name in sorted(rows)]


def state_map(facts: Facts) -> Picture | None:
    """The regions, shaded by how many sectors are critical there; None without outlines."""
    return facts.once(("state map",), lambda: _state_map(facts))


def _state_map(facts: Facts) -> Picture | None:
    held = {region.id: critical_in(facts, region) for region in facts.regions}
    fills = {name: _step(len(sectors)) for name, sectors in held.items()}
    titles = {
        region.id: f"{region.number} {region.name}, {region.kind}: "
        + (f"critical in {listed(held[region.id])}" if held[region.id] else "no critical sector")
        for region in facts.regions
    }
    hrefs = {region.id: region.href for region in facts.regions}
    shapes = places_on_map(facts, fills, titles, hrefs)
    if not shapes:
        return None
    most = max(len(sectors) for sectors in held.values())
    title = _map_title(facts, held, most)
    reading = (
        "Each area is a labor-market region: counties that people commute between. "
        "The darker, the more sectors are critical there. Choose a region to read on."
    )
    return Picture(title, reading, regions_from(facts), region_map(shapes, title), _sheet(facts))


def _step(number: int) -> str:
    return next(color for least, color in _STEPS if number >= least)


def _map_title(facts: Facts, held: dict[str, list[str]], most: int) -> str:
    first = [r.name for r in facts.regions if len(held[r.id]) == most]
    if most == 0:
        return "No region has a critical sector on this evidence"
    if len(first) > 3:
        return f"{count(len(first), 'region').capitalize()} have {count(most, 'critical sector')}"
    verb = "has" if len(first) == 1 else "have"
    return f"{listed(first)} {verb} the most critical sectors: {count(most, 'sector')}"


def places_on_map(
    facts: Facts, fills: dict[str, str], titles: dict[str, str], hrefs: dict[str, str]
) -> tuple[Shape, ...]:
    """The regions as shapes, in the one order; none where the edition holds no outlines."""
    outlines = facts.once(("outlines",), lambda: _outlines(facts))
    shapes = []
    for region in facts.regions:
        areas = [c.area for c in facts.counties.get(region.id, ())]
        held = [outlines[area] for area in areas if area in outlines]
        counties = tuple(county for county in held if county.polygons)
        if counties:
            shapes.append(
                Shape(
                    region.id,
                    titles[region.id],
                    str(region.number),
                    region.name,
                    hrefs[region.id],
                    fills.get(region.id, FILLS["none"]),
                    counties,
                )
            )
    return tuple(shapes)


def _outlines(facts: Facts) -> dict[str, Outline]:
    shapes = facts.edition.table("area_shapes").sort("vintage").unique("area", keep="last")
    across = {c.area for counties in facts.counties.values() for c in counties if c.across}
    wanted = {c.area for counties in facts.counties.values() for c in counties}
    rows = shapes.filter(pl.col("area").is_in(sorted(wanted))).select("area", "geojson")
    return {area: outline(shape, area not in across) for area, shape in rows.iter_rows()}


def regions_from(facts: Facts) -> str:
    """The commuting source behind the regions, with its vintage."""
    for source in facts.sources.values():
        if source.vintage and "commut" in f"{source.title} {source.reads}".lower():
            return f"Regions from {source.title}, {source.vintage}"
    return f"Regions: {facts.partition}"


def _sheet(facts: Facts) -> Sheet:
    rows = tuple(
        (
            text(f"{region.number} {region.name}", region.href),
            text(region.kind),
            Cell(_names(facts, region), _names(facts, region)),
        )
        for region in facts.regions
    )
    headings = (Heading("Region"), Heading("Kind"), Heading("Critical sectors, best score first"))
    return Sheet("map", "Critical sectors of each region", headings, rows)


def _names(facts: Facts, region: Region) -> str:
    return listed(critical_in(facts, region)) or "none on this evidence"


def _sentences(facts: Facts) -> tuple[Sentence, ...]:
    found = facts.once(("sentences",), lambda: (_widest(facts), _largest(facts), _unsure(facts)))
    return tuple(sentence for sentence in found if sentence is not None)


def _widest(facts: Facts) -> Sentence | None:
    held = Counter(
        sector.id
        for region in facts.regions
        for sector in facts.sectors
        if facts.verdict(region.id, sector.id).slug == "critical"
    )
    if not held:
        return None
    name, number = min(held.items(), key=lambda item: (-item[1], item[0]))
    sector = facts.sector(name)
    if sector is None:
        return None
    regions = count(len(facts.regions), "region", figures=True)
    words = f"{sector.name} is critical in {number} of {regions}, more than any other sector."
    return Sentence(words, sector.href, f"{sector.name} across regions")


def _largest(facts: Facts) -> Sentence | None:
    largest = None
    for sector in facts.sectors:
        for region in facts.regions:
            if facts.verdict(region.id, sector.id).slug != "critical":
                continue
            row = facts.number("jobs", region.id, sector.id)
            if row and row["value"] and (largest is None or row["value"] > largest[2]["value"]):
                largest = (region, sector, row)
    if largest is None:
        return None
    region, sector, row = largest
    jobs = about(row["value"], row["low"], row["high"], "jobs")
    words = (
        f"The largest critical sector is {sector.name} in {region.name}: {jobs}, {row['period']}."
    )
    return Sentence(words, case_href(region.id, sector.id), "Read the case")


def _unsure(facts: Facts) -> Sentence:
    table = facts.edition.table("scores")
    thin = table.filter(~pl.col("ranked")).height
    if thin == 0:
        return Sentence("Enough is published to rank every case.", "/about/data/", "About the data")
    share = per_cent(100 * thin / table.height)
    words = (
        f"We cannot judge {count(thin, 'case')} of {table.height:,} ({share}%): "
        "too little is published there, so they are not ranked."
    )
    return Sentence(words, "/matrix/?verdict=thin", "See which")
