"""A sector across the regions: where it is critical, and the numbers side by side."""

from dataclasses import dataclass, replace

from sectoral.workspace.drawings.maps import region_map
from sectoral.workspace.drawings.sheets import Cell, Heading, Sheet, text
from sectoral.workspace.drawings.svg import FILLS
from sectoral.workspace.evidence.coverage import NO_STAGES, CaseStages
from sectoral.workspace.evidence.facts import Facts, Sector
from sectoral.workspace.evidence.figures import Picture
from sectoral.workspace.evidence.matrix import case_href
from sectoral.workspace.evidence.numbers import count, listed
from sectoral.workspace.evidence.regions import covered_cell, proposal, score_cell
from sectoral.workspace.evidence.state import places_on_map, regions_from


@dataclass(frozen=True, slots=True)
class SectorPage:
    """What a sector's page shows."""

    sector: Sector
    summary: str
    codes: str
    looked_at: str
    map: Picture | None
    regions: Sheet


def sector_list(facts: Facts) -> Sheet:
    """Every sector, with where it is critical."""
    headings = (
        Heading("Sector"),
        Heading("Critical in", "regions", number=True),
        Heading("Promising in", "regions", number=True),
        Heading("Too thin to judge in", "regions", number=True),
        Heading("Where it is critical"),
        Heading("NAICS codes"),
    )
    rows = tuple(_listed(facts, sector) for sector in facts.sectors)
    return Sheet("sectors", "Sectors by name", headings, rows)


def _listed(facts: Facts, sector: Sector) -> tuple[Cell, ...]:
    slugs = [facts.verdict(region.id, sector.id).slug for region in facts.regions]
    names = _where(facts, sector, "critical")
    shown = (
        listed(names[:4])
        if len(names) <= 4
        else f"{', '.join(names[:4])} and {len(names) - 4} more"
    )
    return (
        text(sector.name, sector.href),
        Cell(str(len(names)), len(names)),
        Cell(str(slugs.count("promising")), slugs.count("promising")),
        Cell(str(slugs.count("thin")), slugs.count("thin")),
        text(shown or "in no region that we can judge"),
        text(", ".join(sector.industries)),
    )


def _where(facts: Facts, sector: Sector, slug: str) -> list[str]:
    return [r.name for r in facts.regions if facts.verdict(r.id, sector.id).slug == slug]


def sector_page(facts: Facts, sector: Sector, stages: CaseStages = NO_STAGES) -> SectorPage:
    """One sector, whole; where a partnership works on a case, the proposal is not to start one."""
    owners = (
        "private employers" if sector.ownership == "private" else "employers of every ownership"
    )
    kinds = [k for k in ("metropolitan", "rural") if getattr(sector, k)]
    looked = f"Looked at by default in {listed(kinds)} regions." if kinds else "Loaded by hand."
    picture = facts.once(("sector map", sector.id), lambda: _map(facts, sector))
    codes = f"NAICS {listed(list(sector.industries))}, {owners}"
    return SectorPage(
        sector, _summary(facts, sector), codes, looked, picture, _regions(facts, sector, stages)
    )


def _summary(facts: Facts, sector: Sector) -> str:
    names = _where(facts, sector, "critical")
    if not names:
        return f"{sector.name} is critical in no region that we can judge."
    if len(names) > 6:
        return f"{sector.name} is critical in {len(names)} of {len(facts.regions)} regions."
    return f"{sector.name} is critical in {listed(names)}."


def _map(facts: Facts, sector: Sector) -> Picture | None:
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
    title = f"{sector.name}: critical in {number} of {count(len(verdicts), 'region', figures=True)}"
    if all(
        verdict.slug not in ("critical", "promising", "ordinary") for verdict in verdicts.values()
    ):
        title = f"{sector.name} cannot be judged in any region"
    reading = "Shaded by verdict, as in the matrix. Choose a region to read its case."
    return Picture(title, reading, regions_from(facts), region_map(shapes, title))


def _regions(facts: Facts, sector: Sector, stages: CaseStages) -> Sheet:
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
    headings = [Heading("Region"), Heading("Verdict"), Heading("Score", "points", number=True)]
    for name in shown:
        row = facts.catalogue[name]
        headings.append(Heading(row["title"], row["unit"], number=True))
    headings.append(Heading("First proposal"))
    rows = []
    for region in facts.regions:
        score = facts.score(region.id, sector.id)
        if score is None:
            continue
        verdict = facts.verdict(region.id, sector.id)
        cells = [covered_cell(facts, name, region, sector.id) for name in shown]
        rows.append(
            (
                text(f"{region.number} {region.name}", case_href(region.id, sector.id)),
                text(verdict.word, mark=verdict.slug),
                score_cell(score),
                *cells,
                text(proposal(facts, region.id, sector.id, stages)),
            )
        )
    return Sheet("regions", f"{sector.name} in each region", tuple(headings), tuple(rows))
