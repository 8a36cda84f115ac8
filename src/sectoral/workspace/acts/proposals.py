"""A partnership proposed from a case of the edition that is shown now."""

from datetime import datetime

from sectoral.workspace.actions import partnerships
from sectoral.workspace.evidence.case import sector_case as told
from sectoral.workspace.evidence.facts import EditionFacts, current_facts
from sectoral.workspace.models import Partnership, User
from sectoral.workspace.rules.answers import Refused


def propose_from_edition(  # noqa: PLR0913 - what a proposal says
    *,
    region: str,
    sector: str,
    decision: str,
    name: str = "",
    waiver: str = "",
    case_waiver: str = "",
    labor_votes: bool = False,
    at: datetime,
    by: User,
) -> Partnership:
    """Propose a partnership for a sector of a region, as the edition tells its case (P34).

    Takes    region, sector: their ids in the edition; decision: what the state decided on it.
    Raises   Refused where there is no edition, or it knows no such case.
    """
    facts = current_facts()
    if facts is None:
        raise Refused("There is no edition yet. Build one first, because a proposal needs a case.")
    return partnerships.propose(
        case=case_of(facts, region, sector, decision),
        name=name,
        waiver=waiver,
        case_waiver=case_waiver,
        labor_votes=labor_votes,
        at=at,
        by=by,
    )


def case_of(
    facts: EditionFacts, region: str, sector: str, decision: str
) -> partnerships.ProposalCase:
    """What the edition says of a sector in a region, as the plain values that are kept."""
    here, what = facts.region(region), facts.sector(sector)
    if here is None or what is None or facts.score(region, sector) is None:
        raise Refused(f"Edition {facts.id} has no case for “{sector}” in “{region}”.")
    return partnerships.ProposalCase(
        region=here.id,
        region_name=here.name,
        sector=what.id,
        sector_name=what.name,
        naics=what.industries,
        areas=tuple(county.area for county in facts.counties.get(here.id, ())),
        edition=facts.id,
        decision=decision,
        words=told(facts, here, what).sentence,
    )


def region_choices(*_: object) -> list[tuple[str, str]]:
    """The edition's regions to choose from, as (id, name)."""
    facts = current_facts()
    return [(region.id, region.name) for region in facts.regions] if facts else []


def sector_choices(*_: object) -> list[tuple[str, str]]:
    """The edition's sectors to choose from, as (id, name)."""
    facts = current_facts()
    return [(sector.id, sector.name) for sector in facts.sectors] if facts else []
