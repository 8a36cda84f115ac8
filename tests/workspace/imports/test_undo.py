"""A run undone: what it made goes, unless something was built on it since."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from sectoral.workspace.actions import (
    conveners,
    imports,
    meetings,
    needs,
    organizations,
    people,
    seats,
)
from sectoral.workspace.imports import runs
from sectoral.workspace.models import (
    Appointment,
    Delegate,
    Event,
    Import,
    Membership,
    Message,
    Organization,
    OwnershipGroup,
    Partnership,
    Seat,
    User,
    Worksite,
)
from sectoral.workspace.rules.answers import Refused
from tests.workspace.imports.sheets import as_csv
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.steps import called, with_item
from tests.workspace.partnership.world import World, day

MADE = (Organization, OwnershipGroup, Worksite, User, Membership, Seat, Delegate)


@pytest.fixture
def world(db: None) -> World:
    return worlds.formed()


def brought(kind: str, rows: list[Any], by: User) -> Import:
    run = runs.receive(kind=kind, file="a.csv", data=as_csv(rows), at=day(2), by=by)
    run = runs.check(run, run.columns, at=day(2), by=by)
    assert run.findings["faults"] == []
    return runs.bring(run, at=day(2), by=by)


def firms(world: World) -> Import:
    head = ["Organization", "Kind", "NAICS", "Counties", "Owner"]
    rows = [["Dory Works", "company", "3366", "99001", "Dory Holding"],
            ["Skiff & Co", "company", "3366", "99001", ""]]  # fmt: skip
    return brought("organizations", [head, *rows], world.state)


def contacts(world: World) -> Import:
    head = ["Name", "E-mail", "Organization", "Partnership"]
    row = ["Al Ternate", "al@keel.example", "Keel & Sons", "Boat building in Harbour"]
    return brought("contacts", [head, row], world.convener)


def tables(world: World) -> Import:
    head = ["Partnership", "Region", "Sector", "Decision", "Convener", "Convener's name",
            "Convener's e-mail"]  # fmt: skip
    rows = [["Care", "Market", "Healthcare", "critical", "Market College", "Cora", "c@mc.example"],
            ["Farms", "Uplands", "Agriculture", "", "", "", ""]]  # fmt: skip
    return brought("partnerships", [head, *rows], world.state)


def counts() -> list[int]:
    return [model.objects.count() for model in MADE]


@pytest.mark.parametrize("bring", [firms, contacts])
def test_what_nobody_touched_goes_as_if_it_had_not_come(
    world: World, bring: Callable[[World], Import]
) -> None:
    before = counts()
    run = bring(world)
    assert counts() != before
    imports.undo(run=run, at=day(3), by=run.brought_by)
    assert counts() == before
    assert Import.objects.get(pk=run.pk).findings == {}


def test_a_calendar_entry_that_went_out_by_itself_is_taken_back_with_the_seat(
    world: World,
) -> None:
    meeting = with_item(world, called(world, at=1))
    meetings.invite(meeting=meeting, at=day(1.5), by=world.convener)
    before = counts()
    run = contacts(world)
    every = Message.objects.filter(to="al@keel.example")
    sent = every.exclude(calendar="").order_by("pk")
    assert "METHOD:REQUEST" in sent.get().calendar
    imports.undo(run=run, at=day(3), by=run.brought_by)
    assert counts() == before
    asked, gone = sent
    assert (asked.withdrawn_at, gone.withdrawn_at) == (day(3), None)
    assert "METHOD:CANCEL" in gone.calendar
    assert gone.person is None
    # And the letter that told of the seat's company is not sent any more.
    assert every.get(key__startswith="change ").withdrawn_at == day(3)


def test_the_record_keeps_both_lines(world: World) -> None:
    run = firms(world)
    imports.undo(run=run, at=day(3), by=world.state)
    lines = Event.objects.filter(subject="import", subject_id=run.pk)
    assert [line.verb for line in lines] == ["receive_file", "import", "undo_import"]
    assert lines[2].words == "undone: 3 rows removed"
    # The lines of what it made stay as well: the record is only added to.
    assert Event.objects.filter(words="Dory Works is registered").exists()


def test_a_run_is_undone_once(world: World) -> None:
    run = firms(world)
    imports.undo(run=run, at=day(3), by=world.state)
    with pytest.raises(Refused, match="only once"):
        imports.undo(run=run, at=day(4), by=world.state)


# ── what stands in the way ────────────────────────────────────────────────────────────────────


def _joined(world: World) -> None:
    dory = Organization.objects.get(name="Dory Works")
    people.join(person=world.people["keel"], organization=dory, at=day(3), by=world.state)


def _seated(world: World) -> None:
    dory = Organization.objects.get(name="Dory Works")
    seats.offer(partnership=world.partnership, organization=dory, at=day(3), by=world.convener)


def _moved(world: World) -> None:
    dory = Organization.objects.get(name="Dory Works")
    organizations.set_worksites(organization=dory, areas=["99003"], at=day(3), by=world.state)


def _owned(world: World) -> None:
    organizations.declare_ownership(
        organizations=[world.orgs["sail"]], owner="Dory Holding", at=day(3), by=world.state
    )


@pytest.mark.parametrize("build", [_joined, _seated, _moved, _owned])
def test_what_was_built_on_stays_and_the_row_is_named(
    world: World, build: Callable[[World], None]
) -> None:
    run = firms(world)
    build(world)
    before = counts()
    with pytest.raises(Refused, match=r"can no longer be undone\. a\.csv, row 2: ") as refused:
        imports.undo(run=run, at=day(4), by=world.state)
    assert "row 3" not in str(refused.value)
    assert counts() == before


def _signs_in(_: World, al: User) -> None:
    User.objects.filter(pk=al.pk).update(last_login=timezone.now())


def _drafts(world: World, al: User) -> None:
    needs.draft(
        seat=world.seats["keel"], category="talent", title="Welders", text="Thirty.",
        at=day(3), by=al,
    )  # fmt: skip


def _champions(world: World, al: User) -> None:
    seats.name_champion(seat=world.seats["keel"], person=al, at=day(3), by=world.convener)


@pytest.mark.parametrize("build", [_signs_in, _drafts, _champions])
def test_a_person_who_did_something_stays(
    world: World, build: Callable[[World, User], None]
) -> None:
    run = contacts(world)
    build(world, User.objects.get(username="al@keel.example"))
    with pytest.raises(Refused, match=r"a\.csv, row 2: the person"):
        imports.undo(run=run, at=day(4), by=world.convener)
    assert User.objects.filter(username="al@keel.example").exists()


# ── partnerships are never removed ────────────────────────────────────────────────────────────


def test_a_partnership_is_closed_or_not_taken_up_and_its_convener_stays_on_record(
    world: World,
) -> None:
    run = tables(world)
    imports.undo(run=run, at=day(3), by=world.state)
    care, farms = (Partnership.objects.get(name=name) for name in ("Care", "Farms"))
    assert (care.stage, farms.stage) == ("closed", "rejected")
    reason = "the import that created it was undone"
    assert farms.events.get(after="rejected").reason == reason
    assert care.events.get(after="closed").reason == f"the data changed: {reason}"
    cora = User.objects.get(username="c@mc.example")
    assert not cora.is_active
    assert not Membership.objects.filter(person=cora, until=None).exists()
    assert Appointment.objects.get(partnership=care).until == day(3)
    assert Organization.objects.filter(name="Market College").exists()


def test_after_an_undo_the_same_file_comes_in_again(world: World) -> None:
    imports.undo(run=tables(world), at=day(3), by=world.state)
    cora = User.objects.get(username="c@mc.example")
    User.objects.filter(pk=cora.pk).update(is_active=True)
    run = tables(world)
    assert run.findings["made"]["partnership"] == 2
    assert Partnership.objects.filter(name="Care").count() == 2


def test_a_partnership_that_went_on_is_not_closed_by_an_undo(world: World) -> None:
    run = tables(world)
    care = Partnership.objects.get(name="Care")
    conveners.appoint(
        partnership=care, organization=world.orgs["board"], person=world.people["board"],
        basis="beside", term_ends=day(400).date(), lead=False, at=day(3), by=world.state,
    )  # fmt: skip
    with pytest.raises(Refused, match=r"a\.csv, row 2: the partnership"):
        imports.undo(run=run, at=day(4), by=world.state)
    care.refresh_from_db()
    assert care.stage == "forming"


def test_a_run_is_undone_by_who_brought_it_or_by_the_state(world: World) -> None:
    run = contacts(world)
    with pytest.raises(Refused, match="To add people and organizations is for"):
        imports.undo(run=run, at=day(3), by=world.people["keel"])
    imports.undo(run=run, at=day(3), by=world.state)
    run = firms(world)
    with pytest.raises(Refused, match="the person who imported it or the state"):
        imports.undo(run=run, at=day(3), by=world.convener)
