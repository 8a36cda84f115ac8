"""Notes of context: partners add them to what they heard; companies and offers stay out (S1)."""

import pytest
from django.db import DatabaseError, transaction

from sectoral.workspace.actions import needs
from sectoral.workspace.models import Event, Need, NeedNote
from sectoral.workspace.rules.answers import Refused
from tests.workspace.partnership.steps import shared
from tests.workspace.partnership.world import World, day


def add(world: World, need: Need, who: str, text: str = "The state counts hours.") -> NeedNote:
    return needs.note_context(
        need=need, seat=world.seats[who], text=text, at=day(50), by=world.people[who]
    )


def test_public_and_labor_partners_add_context_to_a_released_need(
    world: World, wanted: list[Need]
) -> None:
    for who in ("college", "union"):
        add(world, wanted[0], who)
    lines = Event.objects.filter(verb="note_context", partnership=world.partnership)
    assert [line.words for line in lines] == [
        "Quayland College adds background to a released need",
        "Shipwrights' Union adds background to a released need",
    ]


@pytest.mark.parametrize(
    ("who", "text", "why"),
    [
        ("keel", "It is so.", "is for labor, community and other partners"),
        ("college", "Our welding course answers it.", "one's own program"),
        ("college", "See www.quayland.edu", "a link"),
        ("college", "  ", "empty"),
    ],
)
def test_a_note_is_refused(world: World, wanted: list[Need], who: str, text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        add(world, wanted[0], who, text)


def test_nobody_adds_to_a_need_that_was_not_released(world: World) -> None:
    with pytest.raises(Refused, match="once it is released to all of them"):
        add(world, shared(world), "college")


@pytest.mark.parametrize("who", ["keel", "rope"])
def test_the_database_keeps_companies_out(world: World, wanted: list[Need], who: str) -> None:
    with pytest.raises(DatabaseError, match="note of context"), transaction.atomic():
        NeedNote.objects.create(
            need=wanted[0], seat=world.seats[who], person=world.people[who], text="x", at=day(50)
        )


def test_the_database_keeps_notes_off_needs_that_were_not_released(world: World) -> None:
    with pytest.raises(DatabaseError, match="note of context"), transaction.atomic():
        NeedNote.objects.create(
            need=shared(world),
            seat=world.seats["college"],
            person=world.people["college"],
            text="x",
            at=day(50),
        )
