"""A convener who also sits for a public partner has no head start (I4, decision 6)."""

from datetime import date

import pytest
from django.test import Client

from sectoral.workspace.actions import conveners, people, seats
from sectoral.workspace.queries.needs import seen_by
from sectoral.workspace.rules.answers import Refused
from tests.workspace.partnership.heard import HEARD, Heard, heard
from tests.workspace.partnership.steps import drafted
from tests.workspace.partnership.world import START, day

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(db: None) -> Heard:
    return heard()


def test_whoever_convenes_reads_drafts_and_proposes_nothing_for_a_public_seat(
    table: Heard,
) -> None:
    draft = drafted(table.world, "sail", "Rope", 65)
    assert draft.pk in {need.pk for need in seen_by(table.convener, draft.partnership, at=HEARD)}
    with pytest.raises(Refused, match="another delegate of Harbour Workforce Board"):
        table.solution(by="board")


def test_another_delegate_of_the_same_organization_proposes(table: Heard) -> None:
    world = table.world
    second = people.add_person(
        email="second@quayland.example", name="Second Person", at=START, by=world.state
    )
    people.join(person=second, organization=world.orgs["board"], at=START, by=world.state)
    seats.name_delegate(
        seat=world.seats["board"], person=second, role="alternate", at=day(66), by=table.convener
    )
    draft = drafted(world, "sail", "Rope", 65)
    assert draft.pk not in {need.pk for need in seen_by(second, draft.partnership, at=HEARD)}
    world.people["board"] = second
    assert table.solution(by="board").proposed_by == world.seats["board"]


def test_whoever_no_longer_convenes_proposes_like_the_others(table: Heard) -> None:
    world, before = table.world, table.convener
    conveners.hand_over(
        partnership=world.partnership,
        organization=world.orgs["chamber"],
        person=world.people["chamber"],
        basis="trusted",
        term_ends=date(2028, 1, 5),
        reason="rotation",
        at=day(66),
        by=world.state,
    )
    assert table.solution(by="board").proposed_by.delegates.filter(person=before).exists()


def test_the_public_page_says_who_convenes_and_sits_as_a_public_partner(
    table: Heard, client: Client
) -> None:
    address = f"/partnerships/{table.world.partnership.slug}/"
    words = "Harbour Workforce Board convenes and is also a public partner."
    assert words in client.get(address).content.decode()
    seats.leave(seat=table.world.seats["board"], reason="It convenes.", at=HEARD, by=table.convener)
    assert words not in client.get(address).content.decode()
