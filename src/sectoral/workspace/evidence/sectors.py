"""A sector across the regions: where it is critical, and the numbers side by side."""

from dataclasses import dataclass, replace

from sectoral.workspace.drawings.maps import region_map
from sectoral.workspace.drawings.sheets import (
    PageSheet,
    SheetCell,
    SheetColumn,
    sheet_of,
    text_cell,
)
from sectoral.workspace.drawings.svg import FILLS
from sectoral.workspace.evidence.cells import covered_cell, proposal_words, score_cell
from sectoral.workspace.evidence.coverage import NO_STAGES, CaseStages
from sectoral.workspace.evidence.facts import EditionFacts, Region, Sector
from sectoral.workspace.evidence.figures import PagePicture
from sectoral.workspace.evidence.matrix import case_href
from sectoral.workspace.evidence.numbers import count_phrase, join_names
from sectoral.workspace.evidence.state import places_on_map, regions_from


@dataclass(frozen=True, slots=True)
class SectorPage:
    """What a sector's page shows."""

    sector: Sector
    summary: str
    codes: str
    looked_at: str
    map: PagePicture | None
    regions: PageSheet


def sector_list(facts: EditionFacts) -> PageSheet:
    """Every sector, with where it is critical."""

    def found_in(heading: str, slug: str) -> SheetColumn[Sector]:
        return SheetColumn(
            heading,
            lambda one: len(_regions_with(facts, one, slug)),
            unit="regions",
            number=True,
        )

    columns: tuple[SheetColumn[Sector], ...] = (
        SheetColumn("Sector", lambda one: text_cell(one.name, one.href)),
        found_in("Critical in", "critical"),
        found_in("Promising in", "promising"),
        found_in("Too thin to judge in", "thin"),
        SheetColumn(
            "Where it is critical",
            lambda one: _first_regions(_regions_with(facts, one, "critical")),
        ),
        SheetColumn("NAICS codes", lambda one: ", ".join(one.industries)),
    )
    return sheet_of("sectors", "Sectors by name", columns, facts.sectors)


def _first_regions(names: list[str]) -> str:
    if len(names) > 4:
        return f"{', '.join(names[:4])} and {len(names) - 4} more"
    return join_names(names) or "in no region that we can judge"


def _regions_with(facts: EditionFacts, sector: Sector, slug: str) -> list[str]:
    return [r.name for r in facts.regions if facts.verdict(r.id, sector.id).slug == slug]


def sector_page(facts: EditionFacts, sector: Sector, stages: CaseStages = NO_STAGES) -> SectorPage:
    """One sector, whole; where a partnership works on a case, the proposal is not to start one."""
    owners = (
        "private employers" if sector.ownership == "private" else "employers of every ownership"
    )
    kinds = [k for k in ("metropolitan", "rural") if getattr(sector, k)]
    looked = f"Used by default in {join_names(kinds)} regions." if kinds else "Added by the state."
    picture = facts.once(("sector map", sector.id), lambda: _map_picture(facts, sector))
    codes = f"NAICS {join_names(list(sector.industries))}, {owners}"
    return SectorPage(
        sector,
        _summary_sentence(facts, sector),
        codes,
        looked,
        picture,
        _regions_sheet(facts, sector, stages),
    )


def _summary_sentence(facts: EditionFacts, sector: Sector) -> str:
    names = _regions_with(facts, sector, "critical")
    if not names:
        return f"{sector.name} is not critical in any region that we can judge."
    if len(names) > 6:
        return f"{sector.name} is critical in {len(names)} of {len(facts.regions)} regions."
    return f"{sector.name} is critical in {join_names(names)}."


def _map_picture(facts: EditionFacts, sector: Sector) -> PagePicture | None:
    verdicts = {r.id: facts.verdict(r.id, sector.id) for r in facts.regions}
    fills = {name: FILLS[verdict.slug] for name, verdict in verdicts.items()}
    titles = {r.id: f"{r.number} {r.name}: {verdicts[r.id].word}" for r in facts.regions}
    hrefs = {
        r.id: case_href(r.id, sector.id) if facts.score(r.id, sector.id) else r.href
        for r in facts.regions
    }
    shapes = tuple(
        replace(shape, label=f"{shape.label} {verdicts[shape.id].glyph}")
        for shape in places_on_map(facts, fills, titles, hrefs)
    )
    if not shapes:
        return None
    number = sum(verdict.slug == "critical" for verdict in verdicts.values())
    regions = count_phrase(len(verdicts), "region", figures=True)
    title = f"{sector.name}: critical in {number} of {regions}"
    if all(
        verdict.slug not in ("critical", "promising", "ordinary") for verdict in verdicts.values()
    ):
        title = f"{sector.name} cannot be judged in any region"
    reading = "Colored by verdict, as in the matrix. Choose a region to read its case."
    return PagePicture(title, reading, regions_from(facts), region_map(shapes, title))


_SHOWN = ("jobs", "establishments", "lq", "growth_past", "growth_projected", "pay_average")


def _regions_sheet(facts: EditionFacts, sector: Sector, stages: CaseStages) -> PageSheet:
    columns: tuple[SheetColumn[Region], ...] = (
        SheetColumn(
            "Region",
            lambda one: text_cell(f"{one.number} {one.name}", case_href(one.id, sector.id)),
        ),
        SheetColumn("Verdict", lambda one: _verdict_cell(facts, one, sector)),
        SheetColumn(
            "Score",
            lambda one: score_cell(facts.score(one.id, sector.id) or {}),
            unit="points",
            number=True,
        ),
        *(_measure_column(facts, name, sector) for name in _SHOWN if name in facts.catalogue),
        SheetColumn("First proposal", lambda one: proposal_words(facts, one.id, sector.id, stages)),
    )
    looked = [one for one in facts.regions if facts.score(one.id, sector.id) is not None]
    return sheet_of("regions", f"{sector.name} in each region", columns, looked)


def _verdict_cell(facts: EditionFacts, region: Region, sector: Sector) -> SheetCell:
    verdict = facts.verdict(region.id, sector.id)
    return text_cell(verdict.word, mark=verdict.slug)


def _measure_column(facts: EditionFacts, indicator: str, sector: Sector) -> SheetColumn[Region]:
    known = facts.catalogue[indicator]
    return SheetColumn(
        known["title"],
        lambda one: covered_cell(facts, indicator, one, sector.id),
        unit=known["unit"],
        number=True,
    )
