"""Joint listening: one moment for every public partner, receipts, one archive (I4, P26)."""

import pytest
from django.db import IntegrityError, transaction

from sectoral.workspace.actions import listening, needs
from sectoral.workspace.actions.moves import advance
from sectoral.workspace.guards import need as guard
from sectoral.workspace.models import Message, Need, Receipt, Release
from sectoral.workspace.queries.needs import release_archive, seats_without_receipt, seen_by
from sectoral.workspace.rules.answers import YES, Refused
from sectoral.workspace.rules.lifecycles import NEED
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.steps import release, shared
from tests.workspace.partnership.world import PARTNERS, World, day

pytestmark = pytest.mark.django_db


def readers(world: World, need: Need, at: float) -> set[str]:
    return {
        who
        for who in PARTNERS
        if need.pk in {row.pk for row in seen_by(world.people[who], world.partnership, at=day(at))}
    }


def test_every_public_partner_reads_it_from_one_moment_on(world: World) -> None:
    # The board convenes, and reads every need as convener.
    need = shared(world)
    assert readers(world, need, 44.9) == {"board"}
    release(world, need, at=45)
    assert readers(world, need, 44.9) == {"board"}
    assert readers(world, need, 45) == set(PARTNERS)


def test_one_message_to_each_delegate_all_due_at_that_moment(world: World) -> None:
    made = release(world, shared(world), at=45)
    posted = Message.objects.filter(key__startswith=f"release {made.pk} ")
    assert {message.to for message in posted} == {f"{who}@quayland.example" for who in PARTNERS}
    assert {message.due_at for message in posted} == {made.released_at}
    assert not [message for message in posted if "overhead" in message.body]


def test_a_partner_who_joins_later_reads_the_same_archive(world: World) -> None:
    release(world, shared(world), at=45)
    worlds.enter(world, "school", "Harbour Trade School", "education")
    worlds.sit(world, "school", at=day(70))
    old, new = (
        seen_by(world.people[who], world.partnership, at=day(71)) for who in ("college", "school")
    )
    assert old == new
    assert [made.released_at for made in release_archive(world.partnership, at=day(71))] == [
        day(45)
    ]


def test_receipts_say_who_read_and_who_has_not(world: World) -> None:
    made = release(world, shared(world))
    for _ in range(2):
        listening.receive(
            release=made, seat=world.seats["union"], at=day(46), by=world.people["union"]
        )
    assert Receipt.objects.count() == 1
    waiting = {seat.organization.name for seat in seats_without_receipt(made, at=day(47))}
    assert waiting == {name for name, _ in PARTNERS.values()} - {"Shipwrights' Union"}


def test_nobody_reads_before_the_moment_or_for_another_seat(world: World) -> None:
    made = release(world, shared(world))
    with pytest.raises(Refused, match="has not gone out yet"):
        listening.receive(
            release=made, seat=world.seats["union"], at=day(44), by=world.people["union"]
        )
    with pytest.raises(Refused, match="do not act"):
        listening.receive(
            release=made, seat=world.seats["union"], at=day(46), by=world.people["college"]
        )
    with pytest.raises(Refused):
        listening.receive(
            release=made, seat=world.seats["keel"], at=day(46), by=world.people["keel"]
        )


@pytest.mark.parametrize(("who", "at"), [("keel", 46), ("union", 44)])
def test_the_database_refuses_such_receipts_too(world: World, who: str, at: float) -> None:
    made = release(world, shared(world))
    with pytest.raises(IntegrityError, match="a receipt"), transaction.atomic():
        Receipt.objects.create(
            release=made, seat=world.seats[who], person=world.people[who], at=day(at)
        )


def test_only_the_convener_releases(world: World) -> None:
    need = shared(world)
    for who in ("keel", "college", "union"):
        with pytest.raises(Refused):
            listening.release(
                partnership=world.partnership, needs=[need], at=day(45), by=world.people[who]
            )


def test_a_need_is_released_once(world: World) -> None:
    need = shared(world)
    release(world, need)
    with pytest.raises(Refused, match="released only once"):
        release(world, need, at=46)
    with pytest.raises(IntegrityError, match="once, at one moment"), transaction.atomic():
        Need.objects.filter(pk=need.pk).update(released_at=day(46))


def test_a_release_is_all_or_nothing(world: World) -> None:
    ready, alone = (
        shared(world),
        needs.draft(
            seat=world.seats["rope"],
            category="talent",
            title="Alone",
            text="Only ours",
            at=day(40),
            by=world.people["rope"],
        ),
    )
    with pytest.raises(Refused):
        release(world, ready, alone)
    ready.refresh_from_db()
    assert (ready.state, ready.released_at) == ("validated", None)
    assert not Release.objects.exists()
    assert not Message.objects.filter(key__startswith="release ").exists()


def test_a_need_cannot_slip_out_beside_a_release(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    need = shared(world)
    with pytest.raises(Refused, match="to all public partners at once"):
        advance(need, NEED, "release", by=world.convener, at=day(45))
    monkeypatch.setitem(guard.GUARDS, "heard_at_once", lambda *_: YES)
    need.released_at, need.released_version = day(45), 1
    need.save()
    with pytest.raises(IntegrityError, match="in a listening release"), transaction.atomic():
        advance(need, NEED, "release", by=world.convener, at=day(45))


def test_a_release_is_never_changed(world: World) -> None:
    made = release(world, shared(world))
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=made.pk).update(window_ends=day(46))


def test_partners_listen_for_the_days_that_the_table_settled(world: World) -> None:
    needs.set_ground_rules(
        partnership=world.partnership, listening_days=21, at=day(35), by=world.convener
    )
    need = shared(world)
    made = release(world, need, at=45)
    assert made.window_ends == day(66)
    assert "listen until" in guard.window_over(need, day(65.9)).reason
    assert guard.window_over(need, day(66))


def test_a_table_without_public_partners_releases_nothing(world: World) -> None:
    need = shared(world)
    world.partnership.seats.exclude(system="employer").update(standing="left", until=day(44))
    with pytest.raises(Refused, match="nobody would listen"):
        release(world, need)
