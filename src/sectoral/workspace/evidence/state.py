"""The state's first page: the map, the matrix beside it, three sentences that matter today."""

from collections import Counter
from dataclasses import dataclass, replace

import polars as pl

from sectoral.workspace.drawings.maps import (
    CountyOutline,
    MapShape,
    connected_pieces,
    county_outline,
    region_map,
)
from sectoral.workspace.drawings.sheets import PageSheet, SheetColumn, sheet_of, text_cell
from sectoral.workspace.drawings.svg import FAINT, FILLS, HATCHED, LIGHT, MIDDLE, STEP
from sectoral.workspace.evidence.facts import VERDICTS, EditionFacts, Region
from sectoral.workspace.evidence.figures import PagePicture
from sectoral.workspace.evidence.labels import partition_title
from sectoral.workspace.evidence.matrix import MatrixFilter, VerdictMatrix, build_matrix, case_href
from sectoral.workspace.evidence.numbers import (
    bare_number,
    count_phrase,
    join_names,
    per_cent,
    quantity_with_range,
)

_CANNOT = VERDICTS["too thin to judge"].glyph
_MOST_NAMED = 3
_STEPS = ((4, MIDDLE), (2, STEP), (1, LIGHT), (0, FAINT))


@dataclass(frozen=True, slots=True)
class OverviewSentence:
    """One thing that matters today, and where to read on."""

    words: str
    href: str
    more: str


@dataclass(frozen=True, slots=True)
class MapKeyStep:
    """One entry of the map's key."""

    color: str
    words: str


@dataclass(frozen=True, slots=True)
class StateOverview:
    """What the first page shows."""

    sentences: tuple[OverviewSentence, ...]
    map: PagePicture | None
    key: tuple[MapKeyStep, ...]
    matrix: VerdictMatrix


def state_overview(facts: EditionFacts) -> StateOverview:
    """The state at a glance."""
    key = [
        MapKeyStep("step-0", "no critical sector"),
        MapKeyStep("step-1", "one"),
        MapKeyStep("step-2", "two or three"),
        MapKeyStep("step-4", "four or more"),
    ]
    if not all(facts.is_judged(region.id) for region in facts.regions):
        key.append(MapKeyStep("fill-thin", f"{_CANNOT} cannot judge any sector there"))
    return StateOverview(
        _overview_sentences(facts),
        state_map(facts),
        tuple(key),
        build_matrix(facts, MatrixFilter()),
    )


def critical_in(facts: EditionFacts, region: Region) -> list[str]:
    """The names of the sectors that are critical in the region, the best score first."""
    rows = [
        (-(row["score"] or 0), sector.name)
        for sector in facts.sectors
        if (row := facts.score(region.id, sector.id)) and row["verdict"] == "critical"
    ]
    return [name for _, name in sorted(rows)]


def state_map(facts: EditionFacts) -> PagePicture | None:
    """The regions, shaded by how many sectors are critical there; None without outlines."""
    return facts.once(("state map",), lambda: _state_map(facts))


def _state_map(facts: EditionFacts) -> PagePicture | None:
    held = {region.id: critical_in(facts, region) for region in facts.regions}
    fills = {
        name: _step_color(len(sectors)) if facts.is_judged(name) else HATCHED
        for name, sectors in held.items()
    }
    titles = {r.id: _region_title(facts, r) for r in facts.regions}
    hrefs = {region.id: region.href for region in facts.regions}
    shapes = tuple(
        shape if facts.is_judged(shape.id) else replace(shape, label=f"{shape.label} {_CANNOT}")
        for shape in places_on_map(facts, fills, titles, hrefs)
    )
    if not shapes:
        return None
    most = max(len(sectors) for sectors in held.values())
    title = _map_title(facts, held, most)
    reading = (
        "Each area is a labor-market region: counties that people commute between. "
        "The stronger the color, the more sectors are critical there. Choose a region to read on."
    )
    return PagePicture(
        title, reading, regions_from(facts), region_map(shapes, title), _map_sheet(facts)
    )


def _region_title(facts: EditionFacts, region: Region) -> str:
    apart = ", not in one piece" if piece_words(facts, region) else ""
    return f"{region.number} {region.name}, {region.kind}{apart}: {_critical_clause(facts, region)}"


def _critical_clause(facts: EditionFacts, region: Region) -> str:
    names = critical_in(facts, region)
    if names:
        return f"critical in {join_names(names)}"
    return "no critical sector" if facts.is_judged(region.id) else why_unjudged(facts, region)


def critical_words(facts: EditionFacts, region: Region) -> str:
    """The critical sectors of a region as a table says them; unknown is never 'none'."""
    names = critical_in(facts, region)
    if names:
        return join_names(names)
    if not facts.is_judged(region.id):
        return why_unjudged(facts, region)
    rows = [row for s in facts.sectors if (row := facts.score(region.id, s.id))]
    ranked = sum(row["ranked"] for row in rows)
    if ranked == len(rows):
        return "none on this evidence"
    return f"none of the {count_phrase(ranked, 'sector')} we can judge, out of {len(rows)}"


def why_unjudged(facts: EditionFacts, region: Region) -> str:
    """Why no sector of a region can be judged: 'cannot judge: the job files of … are missing'."""
    if not facts.lacks_files(region.id):
        return "cannot judge: too few numbers are published there"
    states = join_names(facts.missing_states([region]))
    share = bare_number(region.row["coverage"], "share")
    return (
        f"cannot judge: the job files of {states} are missing; ours cover {share} of the "
        "people who work there"
    )


def _step_color(number: int) -> str:
    return next(color for least, color in _STEPS if number >= least)


def _map_title(facts: EditionFacts, held: dict[str, list[str]], most: int) -> str:
    first = [r.name for r in facts.regions if len(held[r.id]) == most]
    if most == 0 and not any(facts.is_judged(r.id) for r in facts.regions):
        return "No region can be judged on this evidence"
    if most == 0:
        return "No region that we can judge has a critical sector"
    if len(first) > 3:
        regions = count_phrase(len(first), "region").capitalize()
        return f"{regions} have {count_phrase(most, 'critical sector')}"
    verb = "has" if len(first) == 1 else "have"
    return f"{join_names(first)} {verb} the most critical sectors: {count_phrase(most, 'sector')}"


def places_on_map(
    facts: EditionFacts, fills: dict[str, str], titles: dict[str, str], hrefs: dict[str, str]
) -> tuple[MapShape, ...]:
    """The regions as shapes, in the one order; none where the edition holds no outlines."""
    outlines = facts.once(("outlines",), lambda: _county_outlines(facts))
    shapes = []
    for region in facts.regions:
        areas = [c.area for c in facts.counties.get(region.id, ())]
        held = [outlines[area] for area in areas if area in outlines]
        counties = tuple(county for county in held if county.polygons)
        if counties:
            shapes.append(
                MapShape(
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


def piece_words(facts: EditionFacts, region: Region) -> str:
    """What a reader of the map must know where a region is not in one piece; else empty."""
    outlines = facts.once(("outlines",), lambda: _county_outlines(facts))
    drawn = [c for c in facts.counties.get(region.id, ()) if c.area in outlines]
    parts = connected_pieces([outlines[county.area] for county in drawn])
    if len(parts) < 2:
        return ""
    apart = join_names([drawn[place].full for part in parts[1:] for place in part])
    verb = "lies" if sum(map(len, parts[1:])) == 1 else "lie"
    return (
        f"The region is not in one piece: {apart} {verb} separate from the rest, but "
        "commuting ties them together."
    )


def _county_outlines(facts: EditionFacts) -> dict[str, CountyOutline]:
    shapes = facts.edition.table("area_shapes").sort("vintage").unique("area", keep="last")
    across = {c.area for counties in facts.counties.values() for c in counties if c.across}
    wanted = {c.area for counties in facts.counties.values() for c in counties}
    rows = shapes.filter(pl.col("area").is_in(sorted(wanted))).select("area", "geojson")
    return {area: county_outline(shape, area not in across) for area, shape in rows.iter_rows()}


def regions_from(facts: EditionFacts) -> str:
    """The commuting source behind the regions, with its vintage."""
    for source in facts.sources.values():
        if source.vintage and "commut" in f"{source.title} {source.reads}".lower():
            return f"Regions from {source.title}, {source.vintage}"
    return f"Regions: {partition_title(facts.partition)}"


def _map_sheet(facts: EditionFacts) -> PageSheet:
    columns: tuple[SheetColumn[Region], ...] = (
        SheetColumn("Region", lambda one: text_cell(f"{one.number} {one.name}", one.href)),
        SheetColumn("Kind", lambda one: one.kind),
        SheetColumn("Critical sectors, best score first", lambda one: critical_words(facts, one)),
    )
    return sheet_of("map", "Critical sectors of each region", columns, facts.regions)


def _overview_sentences(facts: EditionFacts) -> tuple[OverviewSentence, ...]:
    found = facts.once(
        ("sentences",),
        lambda: (_widest_sentence(facts), _largest_sentence(facts), _unsure_sentence(facts)),
    )
    return tuple(sentence for sentence in found if sentence is not None)


def _widest_sentence(facts: EditionFacts) -> OverviewSentence | None:
    held = Counter(
        sector.id
        for region in facts.regions
        for sector in facts.sectors
        if facts.verdict(region.id, sector.id).slug == "critical"
    )
    if not held:
        return None
    most = max(held.values())
    first = [sector for sector in facts.sectors if held.get(sector.id) == most]
    regions = f"{most} of {count_phrase(len(facts.regions), 'region', figures=True)}"
    if len(first) == 1:
        words = f"{first[0].name} is critical in {regions}, more than any other sector."
    elif len(first) <= _MOST_NAMED:
        names = join_names([sector.name for sector in first])
        words = f"{names} are each critical in {regions}, more than any other sector."
    else:
        words = f"{count_phrase(len(first), 'sector').capitalize()} are each critical in {regions}."
    if len(first) == len(held):
        words = words.replace(", more than any other sector", "")
    if len(first) > 1:
        return OverviewSentence(words, "/sectors/", "All sectors")
    return OverviewSentence(words, first[0].href, f"{first[0].name} across regions")


def _largest_sentence(facts: EditionFacts) -> OverviewSentence | None:
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
    jobs = quantity_with_range(row["value"], row["low"], row["high"], "jobs")
    words = (
        f"The largest critical sector is {sector.name} in {region.name}: {jobs}, {row['period']}."
    )
    return OverviewSentence(words, case_href(region.id, sector.id), "Read the case")


def _unsure_sentence(facts: EditionFacts) -> OverviewSentence:
    table = facts.edition.table("scores")
    thin = table.filter(~pl.col("ranked"))["region"].to_list()
    if not thin:
        words = "Enough is published to rank every sector in every region."
        return OverviewSentence(words, "/about/data/", "About the data")
    share = per_cent(100 * len(thin) / table.height)
    without = [name for name in thin if facts.lacks_files(name)]
    words = (
        f"We cannot judge {len(thin)} of the {table.height:,} sectors in regions ({share}%): "
        f"{_why_unsure(facts, without, len(thin) - len(without))}."
    )
    return OverviewSentence(words, "/matrix/?verdict=thin", "See which")


def _why_unsure(facts: EditionFacts, without: list[str], others: int) -> str:
    """Missing files told apart from withheld numbers, with the states that would close the gap."""
    few = "there are too few workplaces, or too few of their numbers are published"
    if not without:
        return few
    regions = [region for region in facts.regions if region.id in set(without)]
    states = facts.missing_states(regions)
    files = f"the job files of {join_names(states)} are missing"
    if not others:
        return files
    return f"{len(without)} because {files}, {others} because {few}"
