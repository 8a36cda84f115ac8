"""A region: what makes it one labor market, its counties, its sectors, its neighbours."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from sectoral.workspace.drawings.maps import region_map
from sectoral.workspace.drawings.sheets import PageSheet, SheetCell, SheetHeading, text_cell
from sectoral.workspace.drawings.svg import ACCENT, FAINT
from sectoral.workspace.evidence.coverage import NO_STAGES, CaseStages, stage_words
from sectoral.workspace.evidence.facts import EditionFacts, Region, RegionCounty, Sector
from sectoral.workspace.evidence.figures import PagePicture, RegionFact
from sectoral.workspace.evidence.labels import agreement_words, partition_title
from sectoral.workspace.evidence.matrix import case_href
from sectoral.workspace.evidence.numbers import (
    bare_number,
    count_phrase,
    join_names,
    quantity,
    range_words,
    three_digits,
)
from sectoral.workspace.evidence.scores import firmness_clause
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


def region_list(facts: EditionFacts) -> PageSheet:
    """Every region with the numbers that describe it."""
    headings = (
        SheetHeading("Region"),
        SheetHeading("Kind"),
        SheetHeading("Counties", number=True),
        SheetHeading("People who work here", "workers", number=True),
        SheetHeading("Residents who work here", "share", number=True),
        SheetHeading("Critical sectors"),
    )
    rows = tuple(_list_row(facts, region) for region in facts.regions)
    return PageSheet("regions", "Labor-market regions, most workers first", headings, rows)


def _list_row(facts: EditionFacts, region: Region) -> tuple[SheetCell, ...]:
    row = region.row
    return (
        text_cell(f"{region.number} {region.name}", region.href),
        text_cell(region.kind),
        SheetCell(f"{row['areas']:,}", row["areas"]),
        SheetCell(bare_number(row["workers_working"], "workers"), row["workers_working"]),
        SheetCell(bare_number(row["home_containment"], "share"), row["home_containment"]),
        text_cell(critical_words(facts, region)),
    )


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
        counties=_counties_sheet(facts, region, counties),
        pieces=piece_words(facts, region),
        across=_across_sentence(facts, counties),
        missing=_missing_sentence(facts, region),
        sectors_head=_sectors_head(facts, region),
        notices=_sectors_notices(facts, region),
        sectors=_sectors_sheet(facts, region, stages),
        parts=_parts_sheet(facts, region),
        neighbours=neighbors_sheet(facts, region),
        partitions=_partitions_sheet(facts, region),
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
            "of the people who work here do so in counties whose job numbers we have",
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
    title = f"Where {region.name} lies"
    reading = (
        "The region is dark; thin white lines are counties. Choose another region to go there."
    )
    return PagePicture(title, reading, regions_from(facts), region_map(shapes, title))


def _nearby_regions(facts: EditionFacts, region: Region) -> set[str]:
    """The regions to draw around one: all of a state; in a nation those it touches."""
    if len(facts.regions) <= _MOST_ON_A_MAP:
        return {r.id for r in facts.regions}
    tied = pl.col("touching") & (pl.col("region") == region.id)
    touching = facts.edition.table("neighbours").filter(tied)
    return {region.id, *touching["neighbour"]}


def _counties_sheet(
    facts: EditionFacts, region: Region, counties: tuple[RegionCounty, ...]
) -> PageSheet:
    missing = set((region.row["areas_missing"] or "").split())
    others = _other_partitions(facts)
    headings = [SheetHeading("County"), SheetHeading("FIPS code"), SheetHeading("Job numbers")]
    headings += [SheetHeading(f"Its zone in {partition_title(name)}", "code") for name in others]
    rows = tuple(
        (
            text_cell(county.full),
            text_cell(county.area),
            text_cell("not in the files we have" if county.area in missing else "in the files"),
            *(text_cell(places.get(county.area, "not in it")) for places in others.values()),
        )
        for county in counties
    )
    return PageSheet("counties", f"Counties of {region.name}", tuple(headings), rows)


def _other_partitions(facts: EditionFacts) -> dict[str, dict[str, str]]:
    table = facts.edition.table("regions").filter(pl.col("partition") != facts.partition)
    parts = table.partition_by("partition", as_dict=True, maintain_order=True)
    return {
        str(key[0]): dict(part.select("area", "region").iter_rows()) for key, part in parts.items()
    }


def _across_sentence(facts: EditionFacts, counties: tuple[RegionCounty, ...]) -> str:
    names = [county.full for county in counties if county.across]
    if not names:
        return ""
    return (
        f"{join_names(names)} {'lies' if len(names) == 1 else 'lie'} outside {facts.state_name}, "
        "yet belongs to this labor market because people commute across the border."
        if len(names) == 1
        else f"{join_names(names)} lie outside {facts.state_name}, yet belong to this labor market "
        "because people commute across the border."
    )


def _missing_sentence(facts: EditionFacts, region: Region) -> str:
    areas = (region.row["areas_missing"] or "").split()
    if not areas:
        return ""
    names = join_names([facts.county(area).full for area in areas])
    return (
        f"The job files we were given do not hold {names}; jobs there are not counted. "
        f"Adding the files of {join_names(facts.missing_states([region]))} would close the gap."
    )


def _sectors_head(facts: EditionFacts, region: Region) -> str:
    if facts.is_judged(region.id):
        return f"Sectors in {region.name}, best score first"
    return f"Sectors in {region.name}, by name; none can be ranked"


def _sectors_notices(facts: EditionFacts, region: Region) -> tuple[str, ...]:
    """What a reader must know before the table: how much it covers, and what is not ranked."""
    found = []
    coverage = region.row["coverage"]
    if coverage is not None and coverage < 0.9995:
        found.append(
            f"The numbers below cover counties where {bare_number(coverage, 'share')} of the "
            "people "
            f"who work in {region.name} do so, not the whole region."
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


def _sectors_sheet(facts: EditionFacts, region: Region, stages: CaseStages) -> PageSheet:
    headings = (
        SheetHeading("Sector"),
        SheetHeading("Verdict"),
        SheetHeading("Rank", number=True),
        SheetHeading("Score", "points of 100", number=True),
        SheetHeading("If what is not sure were worst to best", "points"),
        SheetHeading("Jobs", number=True),
        SheetHeading("Concentration", "1 = as in the nation", number=True),
        SheetHeading("First proposal"),
    )
    looked = [s for s in facts.sectors if facts.score(region.id, s.id)]
    rows = [_sector_row(facts, region, sector, stages) for sector in looked]
    rows.sort(key=lambda row: (row[2].value is None, row[2].value or 0))
    return PageSheet("sectors", _sectors_head(facts, region), headings, tuple(rows))


def _sector_row(
    facts: EditionFacts, region: Region, what: Sector, stages: CaseStages
) -> tuple[SheetCell, ...]:
    row = facts.score(region.id, what.id) or {}
    verdict = facts.verdict(region.id, what.id)
    if row["ranked"]:
        between = range_words(row["score_low"], row["score_high"], "points") or "the same"
        firm = firmness_clause(facts, region, what)
        between = f"{between}: {firm}" if firm else between
        place = (SheetCell(str(row["rank"]), row["rank"]), score_cell(row), text_cell(between))
    else:
        place = (SheetCell("not ranked", None), score_cell(row), text_cell("not ranked"))
    return (
        text_cell(what.name, case_href(region.id, what.id)),
        text_cell(verdict.word, mark=verdict.slug),
        *place,
        indicator_cell(facts, "jobs", region.id, what.id),
        indicator_cell(facts, "lq", region.id, what.id),
        text_cell(proposal_words(facts, region.id, what.id, stages)),
    )


def score_cell(row: dict[str, Any]) -> SheetCell:
    """A score where the case is ranked; elsewhere the words that it is not."""
    return number_cell(row["score"], "points") if row["ranked"] else SheetCell("not ranked", None)


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


def _parts_sheet(facts: EditionFacts, region: Region) -> PageSheet:
    one = facts.edition.table("score_parts").filter(pl.col("region") == region.id)
    held = {(r["sector"], r["criterion"]): r for r in one.iter_rows(named=True)}
    weights = {r["criterion"]: r["weight"] for r in held.values()}
    criteria = sorted(weights, key=lambda c: (facts.catalogue.get(c, {}).get("place", 99), c))
    names = {c: facts.catalogue[c]["title"] if c in facts.catalogue else c for c in criteria}
    headings = [SheetHeading("Sector")]
    headings += [
        SheetHeading(names[c], f"points of {three_digits(weights[c])}", number=True)
        for c in criteria
    ]
    rows = []
    for sector in facts.sectors:
        if facts.score(region.id, sector.id) is None:
            continue
        points = [held.get((sector.id, c), {}).get("points") for c in criteria]
        cells = [number_cell(value, "points") for value in points]
        rows.append((text_cell(sector.name, case_href(region.id, sector.id)), *cells))
    caption = "What each score is made of"
    return PageSheet("parts", caption, tuple(headings), tuple(rows))


def neighbors_sheet(facts: EditionFacts, region: Region, sector: str = "") -> PageSheet:
    """Regions tied to this one by commuting, with a sector's verdict there where one is named."""
    rows = _neighbor_rows(facts, region)
    headings = [
        SheetHeading("Neighbour"),
        SheetHeading(f"Live in {region.name}, work in the neighbour", "workers", number=True),
        SheetHeading(f"Live in the neighbour, work in {region.name}", "workers", number=True),
        SheetHeading("Border"),
    ]
    headings += [SheetHeading("Verdict there")] if sector else []
    held = tuple(_neighbor_row(facts, row, sector) for row in rows.iter_rows(named=True))
    empty = "No commuting to or from another region of this edition is known."
    return PageSheet("neighbours", f"Neighbours of {region.name}", tuple(headings), held, empty)


def neighbors_by_commuters(facts: EditionFacts, region: Region) -> list[str]:
    """The ids of the regions tied to this one by commuting, most commuters first; at most 12."""
    return [str(name) for name in _neighbor_rows(facts, region)["neighbour"]]


def _neighbor_rows(facts: EditionFacts, region: Region) -> pl.DataFrame:
    table = facts.edition.table("neighbours").filter(pl.col("region") == region.id)
    both = (pl.col("workers_out") + pl.col("workers_in")).alias("both")
    return table.with_columns(both).sort("both", descending=True).head(12)


def _neighbor_row(
    facts: EditionFacts, row: dict[str, object], sector: str
) -> tuple[SheetCell, ...]:
    name = str(row["neighbour"])
    other = facts.region(name)
    border = {True: "shared", False: "not shared", None: "not known"}[row["touching"]]  # type: ignore[index]
    cells = [
        text_cell(other.name, other.href) if other else text_cell(name),
        number_cell(row["workers_out"], "workers"),  # type: ignore[arg-type]
        number_cell(row["workers_in"], "workers"),  # type: ignore[arg-type]
        text_cell(border),
    ]
    if sector:
        verdict = facts.verdict(name, sector)
        looked = facts.score(name, sector) is not None
        cells.append(
            text_cell(verdict.word, case_href(name, sector) if looked else "", verdict.slug)
        )
    return tuple(cells)


def _partitions_sheet(facts: EditionFacts, region: Region) -> PageSheet:
    mine = {county.area for county in facts.counties.get(region.id, ())}
    fits = {
        row["other"]: row
        for row in facts.edition.table("partition_fit")
        .filter(pl.col("partition") == facts.partition)
        .iter_rows(named=True)
    }
    rows = []
    for name, places in _other_partitions(facts).items():
        held = sorted({places[area] for area in mine if area in places})
        fit = fits.get(name, {})
        beyond = sum(1 for area in places if places[area] in held and area not in mine)
        rows.append(
            (
                text_cell(partition_title(name)),
                text_cell(_overlap_words(held, beyond)),
                number_cell(fit.get("inside"), "share"),
                number_cell(fit.get("commuters_cut"), "share"),
                number_cell(fit.get("other_commuters_cut"), "share"),
                _agreement_cell(fit.get("agreement")),
            )
        )
    headings = (
        SheetHeading("Published regions"),
        SheetHeading(f"{region.name} there"),
        SheetHeading("Our workers inside one of its regions", "share", number=True),
        SheetHeading("Commuters our borders cut", "share", number=True),
        SheetHeading("Commuters its borders cut", "share", number=True),
        SheetHeading("How alike", "1 = the same"),
    )
    caption = "Our regions beside published ones"
    empty = "This edition was built with one partition only; there is none to compare it with."
    return PageSheet("partitions", caption, headings, tuple(rows), empty)


def _agreement_cell(value: float | None) -> SheetCell:
    if value is None:
        return SheetCell("not known", None)
    return SheetCell(f"{agreement_words(value)} ({three_digits(value)})", value)


def _overlap_words(held: list[str], beyond: int) -> str:
    if not held:
        return "its counties are not in it"
    if len(held) == 1 and beyond == 0:
        return "one of its regions, county by county"
    if len(held) == 1:
        more = count_phrase(beyond, "more county", "more counties")
        return f"inside one of its regions, with {more}"
    return f"spread over {count_phrase(len(held), 'region')} of it"
