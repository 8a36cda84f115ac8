"""A sector across the regions: where it is critical, and the numbers side by side."""

from dataclasses import dataclass, replace

from sectoral.workspace.drawings.maps import region_map
from sectoral.workspace.drawings.sheets import PageSheet, SheetCell, SheetHeading, text_cell
from sectoral.workspace.drawings.svg import FILLS
from sectoral.workspace.evidence.coverage import NO_STAGES, CaseStages
from sectoral.workspace.evidence.facts import EditionFacts, Sector
from sectoral.workspace.evidence.figures import PagePicture
from sectoral.workspace.evidence.matrix import case_href
from sectoral.workspace.evidence.numbers import count_phrase, join_names
from sectoral.workspace.evidence.regions import covered_cell, proposal_words, score_cell
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
    headings = (
        SheetHeading("Sector"),
        SheetHeading("Critical in", "regions", number=True),
        SheetHeading("Promising in", "regions", number=True),
        SheetHeading("Too thin to judge in", "regions", number=True),
        SheetHeading("Where it is critical"),
        SheetHeading("NAICS codes"),
    )
    rows = tuple(_list_row(facts, sector) for sector in facts.sectors)
    return PageSheet("sectors", "Sectors by name", headings, rows)


def _list_row(facts: EditionFacts, sector: Sector) -> tuple[SheetCell, ...]:
    slugs = [facts.verdict(region.id, sector.id).slug for region in facts.regions]
    names = _regions_with(facts, sector, "critical")
    shown = (
        join_names(names[:4])
        if len(names) <= 4
        else f"{', '.join(names[:4])} and {len(names) - 4} more"
    )
    return (
        text_cell(sector.name, sector.href),
        SheetCell(str(len(names)), len(names)),
        SheetCell(str(slugs.count("promising")), slugs.count("promising")),
        SheetCell(str(slugs.count("thin")), slugs.count("thin")),
        text_cell(shown or "in no region that we can judge"),
        text_cell(", ".join(sector.industries)),
    )


def _regions_with(facts: EditionFacts, sector: Sector, slug: str) -> list[str]:
    return [r.name for r in facts.regions if facts.verdict(r.id, sector.id).slug == slug]


def sector_page(facts: EditionFacts, sector: Sector, stages: CaseStages = NO_STAGES) -> SectorPage:
    """One sector, whole; where a partnership works on a case, the proposal is not to start one."""
    owners = (
        "private employers" if sector.ownership == "private" else "employers of every ownership"
    )
    kinds = [k for k in ("metropolitan", "rural") if getattr(sector, k)]
    looked = f"Looked at by default in {join_names(kinds)} regions." if kinds else "Loaded by hand."
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
        return f"{sector.name} is critical in no region that we can judge."
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
    reading = "Shaded by verdict, as in the matrix. Choose a region to read its case."
    return PagePicture(title, reading, regions_from(facts), region_map(shapes, title))


def _regions_sheet(facts: EditionFacts, sector: Sector, stages: CaseStages) -> PageSheet:
    shown = [
        name
        for name in (
            "jobs",
            "establishments",
            "lq",
            "growth_past",
            "growth_projected",
            "pay_average",
        )
        if name in facts.catalogue
    ]
    headings = [
        SheetHeading("Region"),
        SheetHeading("Verdict"),
        SheetHeading("Score", "points", number=True),
    ]
    for name in shown:
        row = facts.catalogue[name]
        headings.append(SheetHeading(row["title"], row["unit"], number=True))
    headings.append(SheetHeading("First proposal"))
    rows = []
    for region in facts.regions:
        score = facts.score(region.id, sector.id)
        if score is None:
            continue
        verdict = facts.verdict(region.id, sector.id)
        cells = [covered_cell(facts, name, region, sector.id) for name in shown]
        rows.append(
            (
                text_cell(f"{region.number} {region.name}", case_href(region.id, sector.id)),
                text_cell(verdict.word, mark=verdict.slug),
                score_cell(score),
                *cells,
                text_cell(proposal_words(facts, region.id, sector.id, stages)),
            )
        )
    return PageSheet("regions", f"{sector.name} in each region", tuple(headings), tuple(rows))
