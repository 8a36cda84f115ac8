"""The tables of a region's page, and of the list of regions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from sectoral.workspace.drawings.sheets import (
    PageSheet,
    SheetCell,
    SheetColumn,
    sheet_of,
    text_cell,
)
from sectoral.workspace.evidence.cells import (
    NOT_RANKED,
    indicator_cell,
    number_cell,
    proposal_words,
    score_cell,
)
from sectoral.workspace.evidence.coverage import CaseStages
from sectoral.workspace.evidence.facts import EditionFacts, Region, RegionCounty, Sector
from sectoral.workspace.evidence.labels import agreement_words, partition_title
from sectoral.workspace.evidence.matrix import case_href
from sectoral.workspace.evidence.numbers import count_phrase, range_words, three_digits
from sectoral.workspace.evidence.scores import firmness_clause
from sectoral.workspace.evidence.state import critical_words


def region_list(facts: EditionFacts) -> PageSheet:
    """Every region with the numbers that describe it."""
    columns: tuple[SheetColumn[Region], ...] = (
        SheetColumn("Region", lambda one: text_cell(f"{one.number} {one.name}", one.href)),
        SheetColumn("Kind", lambda one: one.kind),
        SheetColumn("Counties", lambda one: one.row["areas"], number=True),
        SheetColumn(
            "People who work here",
            lambda one: number_cell(one.row["workers_working"], "workers"),
            unit="workers",
            number=True,
        ),
        SheetColumn(
            "Residents who work here",
            lambda one: number_cell(one.row["home_containment"], "share"),
            unit="share",
            number=True,
        ),
        SheetColumn("Critical sectors", lambda one: critical_words(facts, one)),
    )
    caption = "Labor-market regions, most workers first"
    return sheet_of("regions", caption, columns, facts.regions)


def counties_sheet(
    facts: EditionFacts, region: Region, counties: tuple[RegionCounty, ...]
) -> PageSheet:
    """Its counties, and where each lies in published partitions."""
    missing = set((region.row["areas_missing"] or "").split())

    def said(county: RegionCounty) -> str:
        return "not in the files we have" if county.area in missing else "in the files"

    columns: tuple[SheetColumn[RegionCounty], ...] = (
        SheetColumn("County", lambda county: county.full),
        SheetColumn("FIPS code", lambda county: county.area),
        SheetColumn("Job numbers", said),
        *(_zone_column(name, places) for name, places in _other_partitions(facts).items()),
    )
    return sheet_of("counties", f"Counties of {region.name}", columns, counties)


def _zone_column(partition: str, places: dict[str, str]) -> SheetColumn[RegionCounty]:
    heading = f"Its zone in {partition_title(partition)}"
    return SheetColumn(heading, lambda one: places.get(one.area, "not in it"), unit="code")


def _other_partitions(facts: EditionFacts) -> dict[str, dict[str, str]]:
    table = facts.edition.table("regions").filter(pl.col("partition") != facts.partition)
    parts = table.partition_by("partition", as_dict=True, maintain_order=True)
    return {
        str(key[0]): dict(part.select("area", "region").iter_rows()) for key, part in parts.items()
    }


def sectors_head(facts: EditionFacts, region: Region) -> str:
    """What the table of its sectors is called, and how it is sorted."""
    if facts.is_judged(region.id):
        return f"Sectors in {region.name}, best score first"
    return f"Sectors in {region.name}, by name. None can be ranked"


def sectors_sheet(facts: EditionFacts, region: Region, stages: CaseStages) -> PageSheet:
    """Every sector that was looked at here, best score first."""

    def row_of(sector: Sector) -> dict[str, Any]:
        return facts.score(region.id, sector.id) or {}

    def verdict_of(sector: Sector) -> SheetCell:
        verdict = facts.verdict(region.id, sector.id)
        return text_cell(verdict.word, mark=verdict.slug)

    columns: tuple[SheetColumn[Sector], ...] = (
        SheetColumn("Sector", lambda one: text_cell(one.name, case_href(region.id, one.id))),
        SheetColumn("Verdict", verdict_of),
        SheetColumn("Rank", lambda one: _rank_cell(row_of(one)), number=True),
        SheetColumn(
            "Score", lambda one: score_cell(row_of(one)), unit="points of 100", number=True
        ),
        SheetColumn(
            "Range of the score",
            lambda one: _between_words(facts, region, one),
            unit="points",
        ),
        _indicator_column(facts, "Jobs", "jobs", region),
        _indicator_column(facts, "Concentration", "lq", region, "1 = as in the nation"),
        SheetColumn("First proposal", lambda one: proposal_words(facts, region.id, one.id, stages)),
    )
    looked = [one for one in facts.sectors if facts.score(region.id, one.id)]
    looked.sort(key=lambda one: row_of(one)["rank"] if row_of(one)["ranked"] else len(looked))
    return sheet_of("sectors", sectors_head(facts, region), columns, looked)


def _rank_cell(row: dict[str, Any]) -> SheetCell:
    return SheetCell(str(row["rank"]), row["rank"]) if row["ranked"] else NOT_RANKED


def _between_words(facts: EditionFacts, region: Region, sector: Sector) -> str:
    """The score if what is not sure were worst to best, and how firm the verdict is."""
    row = facts.score(region.id, sector.id) or {}
    if not row["ranked"]:
        return "not ranked"
    between = range_words(row["score_low"], row["score_high"], "points") or "the same"
    firm = firmness_clause(facts, region, sector)
    return f"{between}: {firm}" if firm else between


def _indicator_column(
    facts: EditionFacts, heading: str, indicator: str, region: Region, unit: str = ""
) -> SheetColumn[Sector]:
    return SheetColumn(
        heading,
        lambda one: indicator_cell(facts, indicator, region.id, one.id),
        unit=unit,
        number=True,
    )


def parts_sheet(facts: EditionFacts, region: Region) -> PageSheet:
    """What each sector's score is made of."""
    one = facts.edition.table("score_parts").filter(pl.col("region") == region.id)
    held = {(r["sector"], r["criterion"]): r for r in one.iter_rows(named=True)}
    weights = {r["criterion"]: r["weight"] for r in held.values()}
    criteria = sorted(weights, key=lambda c: (facts.catalogue.get(c, {}).get("place", 99), c))

    def points_column(criterion: str) -> SheetColumn[Sector]:
        known = facts.catalogue.get(criterion, {})
        return SheetColumn(
            known.get("title", criterion),
            lambda one: number_cell(held.get((one.id, criterion), {}).get("points"), "points"),
            unit=f"points of {three_digits(weights[criterion])}",
            number=True,
        )

    columns: tuple[SheetColumn[Sector], ...] = (
        SheetColumn("Sector", lambda one: text_cell(one.name, case_href(region.id, one.id))),
        *map(points_column, criteria),
    )
    looked = [one for one in facts.sectors if facts.score(region.id, one.id) is not None]
    return sheet_of("parts", "What each score is made of", columns, looked)


def neighbors_sheet(facts: EditionFacts, region: Region, sector: str = "") -> PageSheet:
    """Regions tied to this one by commuting, with a sector's verdict there where one is named.

    The verdict stands beside the name, where a phone shows it.
    """
    rows = _neighbor_rows(facts, region)
    verdict: SheetColumn[dict[str, Any]] = SheetColumn(
        "Verdict there", lambda row: _verdict_there(facts, row["neighbour"], sector)
    )
    columns: tuple[SheetColumn[dict[str, Any]], ...] = (
        SheetColumn("Neighboring region", lambda row: _neighbor_name(facts, row["neighbour"])),
        *((verdict,) if sector else ()),
        SheetColumn(
            f"Live in {region.name}, work there",
            lambda row: number_cell(row["workers_out"], "workers"),
            unit="workers",
            number=True,
        ),
        SheetColumn(
            f"Live there, work in {region.name}",
            lambda row: number_cell(row["workers_in"], "workers"),
            unit="workers",
            number=True,
        ),
        SheetColumn("Border", lambda row: _BORDER[row["touching"]]),
    )
    empty = "We know of no commuting to or from another region in this edition."
    caption = f"Neighboring regions of {region.name}"
    return sheet_of("neighbours", caption, columns, rows.iter_rows(named=True), empty)


def neighbors_by_commuters(facts: EditionFacts, region: Region) -> list[str]:
    """The ids of the regions tied to this one by commuting, most commuters first; at most 12."""
    return [str(name) for name in _neighbor_rows(facts, region)["neighbour"]]


def _neighbor_rows(facts: EditionFacts, region: Region) -> pl.DataFrame:
    table = facts.edition.table("neighbours").filter(pl.col("region") == region.id)
    both = (pl.col("workers_out") + pl.col("workers_in")).alias("both")
    return table.with_columns(both).sort("both", descending=True).head(12)


_BORDER = {True: "shared", False: "not shared", None: "not known"}


def _neighbor_name(facts: EditionFacts, name: str) -> SheetCell:
    other = facts.region(name)
    return text_cell(other.name, other.href) if other else text_cell(name)


def _verdict_there(facts: EditionFacts, name: str, sector: str) -> SheetCell:
    verdict = facts.verdict(name, sector)
    looked = facts.score(name, sector) is not None
    return text_cell(verdict.word, case_href(name, sector) if looked else "", verdict.slug)


@dataclass(frozen=True, slots=True)
class PublishedRegions:
    """A published partition beside ours: where our region lies in it, and how well both fit."""

    name: str
    overlap: str
    fit: dict[str, Any]


def _published_regions(facts: EditionFacts, region: Region) -> Iterator[PublishedRegions]:
    mine = {county.area for county in facts.counties.get(region.id, ())}
    table = facts.edition.table("partition_fit").filter(pl.col("partition") == facts.partition)
    fits = {row["other"]: row for row in table.iter_rows(named=True)}
    for name, places in _other_partitions(facts).items():
        held = sorted({places[area] for area in mine if area in places})
        beyond = sum(1 for area in places if places[area] in held and area not in mine)
        yield PublishedRegions(name, _overlap_words(held, beyond), fits.get(name, {}))


def partitions_sheet(facts: EditionFacts, region: Region) -> PageSheet:
    """Published partitions beside ours."""

    def share(heading: str, name: str) -> SheetColumn[PublishedRegions]:
        return SheetColumn(
            heading, lambda one: number_cell(one.fit.get(name), "share"), unit="share", number=True
        )

    columns: tuple[SheetColumn[PublishedRegions], ...] = (
        SheetColumn("Published regions", lambda one: partition_title(one.name)),
        SheetColumn(f"{region.name} there", lambda one: one.overlap),
        share("Our workers inside one of its regions", "inside"),
        share("Commuters who cross our borders", "commuters_cut"),
        share("Commuters who cross its borders", "other_commuters_cut"),
        SheetColumn(
            "How alike",
            lambda one: _agreement_cell(one.fit.get("agreement")),
            unit="1 = the same",
        ),
    )
    empty = "This edition has only one set of regions, so there is nothing to compare it with."
    rows = _published_regions(facts, region)
    return sheet_of("partitions", "Our regions compared with published ones", columns, rows, empty)


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
