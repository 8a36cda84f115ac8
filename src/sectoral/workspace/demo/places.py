"""Where each table of the demo stands: a region and sector of the edition that is being shown.

A table's industry is part of its story; its region is wherever the edition's plan says that the
sector should start, so that the case page and the partnership meet.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sectoral.workspace.actions.partnerships import ProposalCase
from sectoral.workspace.evidence.facts import EditionFacts, Region, Sector
from sectoral.workspace.queries.scope import is_code_within

DECISIONS = {"start": "critical", "watch": "watch"}
"""What the demo's state decides where the plan says so; everything else is not critical."""

_ORDER = ("start", "explore with neighbour", "watch", "not now", "cannot judge")


@dataclass(frozen=True, slots=True)
class DemoPlace:
    """A case, whether its region is metropolitan, and whether another table is there already."""

    case: ProposalCase
    metropolitan: bool
    crowded: bool


def choose_places(
    facts: EditionFacts, wanted: Iterable[tuple[str, str, tuple[str, ...]]]
) -> dict[str, DemoPlace]:
    """Where each table stands, by the table's key.

    Takes    key, sector and, where the table works on some of its codes only, those codes; in
             the order in which they choose: the best region that no earlier table of the same
             industry holds.
    """
    found: dict[str, DemoPlace] = {}
    for key, sector_id, codes in wanted:
        sector = facts.sector(sector_id) or facts.sectors[0]
        naics = codes or sector.industries
        regions = sorted(facts.regions, key=lambda region: _rank_region(facts, region, sector))
        free = [r for r in regions if not _is_taken(r, naics, found.values())]
        here = (free or regions)[0]
        case = _case_of(facts, here, sector, naics)
        found[key] = DemoPlace(case, here.kind == "metropolitan", crowded=not free)
    return found


def _rank_region(facts: EditionFacts, region: Region, sector: Sector) -> tuple[int, bool, float]:
    """What the plan says first; then metropolitan regions, then the higher score."""
    plan, score = facts.plan(region.id, sector.id), facts.score(region.id, sector.id)
    place = _ORDER.index(plan["decision"]) if plan else len(_ORDER)
    return place, region.kind != "metropolitan", -((score or {}).get("score") or 0.0)


def _is_taken(region: Region, naics: Iterable[str], held: Iterable[DemoPlace]) -> bool:
    cases = [place.case for place in held if place.case.region == region.id]
    return any(_share_codes(naics, case.naics) for case in cases)


def _share_codes(one: Iterable[str], other: Iterable[str]) -> bool:
    ours, theirs = list(one), list(other)
    return any(is_code_within(c.split("-")[0], theirs) for c in ours) or any(
        is_code_within(c.split("-")[0], ours) for c in theirs
    )


def _case_of(
    facts: EditionFacts, region: Region, sector: Sector, naics: Iterable[str]
) -> ProposalCase:
    plan = facts.plan(region.id, sector.id)
    decision = DECISIONS.get(plan["decision"], "no") if plan else "no"
    because = plan["because"] if plan else "The edition says nothing of it here."
    return ProposalCase(
        region=region.id,
        region_name=region.name,
        sector=sector.id,
        sector_name=sector.name,
        naics=tuple(naics),
        areas=tuple(county.area for county in facts.counties[region.id]),
        edition=facts.id,
        decision=decision,
        words=f"{sector.name} in {region.name}: {because}",
    )
