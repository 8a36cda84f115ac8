"""A merge makes no twin: with the scope of both, the successor does nothing a third does (I10)."""

from datetime import date

import pytest

from sectoral.workspace.actions import conveners, partnerships, realignments, waivers
from sectoral.workspace.models import Partnership, Realignment
from sectoral.workspace.queries.scope import find_overlaps
from sectoral.workspace.rules.answers import Refused
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.world import INLAND, World, day

pytestmark = pytest.mark.django_db


def inland(world: World, name: str, code: str) -> Partnership:
    """A forming partnership in Inland, convened by the chamber."""
    case = partnerships.ProposalCase(
        "inland", "Inland", name, name.title(), (code,), (INLAND,), "2026-01", "critical", "Grows."
    )
    made = partnerships.propose(case=case, at=day(1), by=world.state)
    conveners.appoint(
        partnership=made,
        organization=world.orgs["chamber"],
        person=world.people["chamber"],
        basis="known in Inland",
        term_ends=date(2028, 1, 5),
        at=day(1),
        by=world.state,
    )
    return partnerships.form(partnership=made, at=day(1), by=world.state)


def proposed(world: World, into: Partnership) -> Realignment:
    return realignments.propose_merge(
        partnership=world.partnership, into=into, reason="one coast", at=day(65), by=world.convener
    )


def test_a_merge_that_would_overlap_a_third_is_not_proposed(db: None) -> None:
    # Boats in Harbour, engines in Inland, boats in Inland: no two of them overlap. Boats and
    # engines in both counties would overlap the third.
    world = worlds.active()
    engines, boats = inland(world, "engines", "3336"), inland(world, "boats", "3366")
    assert find_overlaps(engines, at=day(65)) == []
    with pytest.raises(Refused, match=r"With the scope of both, .*Boats in Inland"):
        proposed(world, engines)
    assert proposed(world, boats).kind == "merge"


def test_a_third_that_came_meanwhile_stops_the_merge(db: None) -> None:
    world = worlds.active()
    engines = inland(world, "engines", "3336")
    proposal = proposed(world, engines)
    inland(world, "boats", "3366")
    realignments.confirm(realignment=proposal, at=day(66), by=world.state)
    with pytest.raises(Refused, match="would cover the same as another"):
        realignments.merge(realignment=proposal, at=day(67), by=world.state)


def test_a_successor_that_was_let_in_beside_one_does_not_grow_into_a_third(db: None) -> None:
    # Engines may overlap the ferries of Inland; that opens no door to the boats in Inland.
    world = worlds.active()
    engines, boats = inland(world, "engines", "3336"), inland(world, "boats", "3366")
    ferries = inland(world, "ferries", "483")
    waivers.waive(
        partnership=engines, beside=ferries, naics=("3366", "483"), areas=(INLAND,),
        reason="two shores", at=day(2), by=world.state,
    )  # fmt: skip
    with pytest.raises(Refused, match=r"With the scope of both, .*Boats in Inland"):
        proposed(world, engines)
    waivers.waive(
        partnership=engines, beside=boats, naics=("3366",), areas=(INLAND,),
        reason="two trades", at=day(2), by=world.state,
    )  # fmt: skip
    assert proposed(world, engines).successor == engines
