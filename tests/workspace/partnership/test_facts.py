"""Facts about one row stand on its model, and a set of rows answers alike."""

from datetime import timedelta

import pytest

from sectoral.workspace.actions import needs, seats
from sectoral.workspace.models import Attendance, Need, Office, Seat
from sectoral.workspace.models.partnerships import of_company
from sectoral.workspace.queries.measures import last_employer_meeting
from sectoral.workspace.queries.roles import role_of_seat
from sectoral.workspace.rules.permissions import PartnershipRole
from tests.workspace.partnership.steps import WELDERS, release, shared, stand_by
from tests.workspace.partnership.world import COMPANIES, World, day, held, launched, sit

pytestmark = pytest.mark.django_db


def _seat_supplier(world: World) -> Seat:
    """Quick Hands, a staffing firm, sits without a vote."""
    seat = sit(world, "staffing", at=day(41), exception="It staffs every yard.")
    for person in (world.convener, world.people["keel"]):
        seat = seats.approve(seat=seat, voting=False, at=day(41), by=person)
    return seat


def test_a_supplier_is_an_employer_and_no_company_of_the_industry(world: World) -> None:
    supplier = _seat_supplier(world)
    assert (supplier.is_employer, supplier.is_supplier, supplier.is_company) == (True, True, False)
    supplier.voting = True
    assert supplier.is_company


def test_a_seat_and_a_set_of_seats_agree_on_who_is_a_company(world: World) -> None:
    _seat_supplier(world)
    every = list(Seat.objects.filter(partnership=world.partnership))
    companies = {seat.pk for seat in every if seat.is_company}
    assert companies == {world.seats[key].pk for key in COMPANIES}
    assert set(Seat.objects.companies().values_list("pk", flat=True)) == companies
    assert set(Seat.objects.filter(of_company()).values_list("pk", flat=True)) == companies
    assert {s.pk for s in every if role_of_seat(s) is PartnershipRole.EMPLOYER} == companies


def test_a_term_holds_from_its_first_moment_to_the_moment_before_its_end(world: World) -> None:
    office = Office.objects.get(person=world.state)
    office.until = office.since + timedelta(days=9)
    office.save()
    for at, holds in (
        (office.since - timedelta(seconds=1), False),
        (office.since, True),
        (office.until - timedelta(seconds=1), True),
        (office.until, False),
    ):
        assert Office.objects.in_force(at).contains(office) == holds, at


def test_partners_hear_the_released_text_while_companies_read_the_new_one(world: World) -> None:
    need = shared(world)
    assert need.text_heard == need.text_now
    release(world, need)
    needs.reword(need=need, title="Fitters", text="Fitters.", at=day(46), by=world.people["keel"])
    need.refresh_from_db()
    assert (need.text_now.title, need.text_heard.title) == ("Fitters", WELDERS[0])
    stand_by(world, need, "rope", 47)
    assert Need.objects.get(pk=need.pk).text_heard.title == "Fitters"


def test_a_supplier_in_the_room_does_not_unmake_a_meeting_of_companies() -> None:
    world = launched()
    supplier = _seat_supplier(world)
    assert last_employer_meeting(world.partnership, day(49)) == day(40)
    meeting = held(world, at=day(50))
    Attendance.objects.create(
        meeting=meeting,
        seat=supplier,
        person=world.people["staffing"],
        acknowledged=True,
        at=day(50),
    )
    assert last_employer_meeting(world.partnership, day(51)) == day(50)
