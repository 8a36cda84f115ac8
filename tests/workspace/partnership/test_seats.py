"""Seats: within the scope, vendors wait, one organization one seat, invitations work once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sectoral.workspace.actions import invitations, organizations, partnerships, people, seats
from sectoral.workspace.models import Delegate, Invitation, Membership, Seat, User
from sectoral.workspace.models.organizations import System
from sectoral.workspace.presenters.partnerships import AskedSeats, seat_matrix
from sectoral.workspace.queries import scope
from sectoral.workspace.queries.measures import count_champions, count_companies
from sectoral.workspace.queries.roles import roles_of, seats_of
from sectoral.workspace.rules.answers import YES, Refused
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.letters import token_of
from tests.workspace.partnership.world import INLAND, START, World, day, enter, sit

pytestmark = pytest.mark.django_db


def offer(world: World, key: str, **kwargs: object) -> Seat:
    return seats.offer(
        partnership=world.partnership,
        organization=world.orgs[key],
        at=day(1),
        by=world.convener,
        **kwargs,  # type: ignore[arg-type]
    )


# ── scope ─────────────────────────────────────────────────────────────────────────────────


def test_a_company_of_another_industry_needs_a_recorded_reason(world: World) -> None:
    enter(world, "bakery", "Harbour Bakery", "employer", naics="311811")
    with pytest.raises(Refused, match="outside the partnership's"):
        offer(world, "bakery")
    assert offer(world, "bakery", exception="supplies the yards").exception == "supplies the yards"


def test_a_company_without_a_worksite_in_the_region_needs_a_recorded_reason(world: World) -> None:
    enter(world, "inland", "Inland Boats", "employer", naics="336612")
    organizations.set_worksites(
        organization=world.orgs["inland"], areas=(INLAND,), at=day(1), by=world.state
    )
    with pytest.raises(Refused, match="no worksite in Harbour"):
        offer(world, "inland")
    assert offer(world, "inland", exception="ships from Harbour").voting


@pytest.mark.parametrize(
    ("code", "codes", "inside"),
    [
        ("336612", ["3366"], True),
        ("336612", ["31-33"], True),
        ("336612", ["33661", "4411"], True),
        ("3366", ["336612"], False),
        ("48", ["31-33"], False),
    ],
)
def test_a_code_falls_under_its_own_prefixes_only(
    code: str, codes: list[str], inside: bool
) -> None:
    assert scope.is_code_within(code, codes) is inside


def test_an_organization_sits_once(world: World) -> None:
    with pytest.raises(Refused, match="already has a seat"):
        offer(world, "keel")


def test_the_database_seats_an_organization_once(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(
            partnership=world.partnership,
            organization=world.orgs["keel"],
            system="employer",
            since=START,
        )


# ── vendors (S3) ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("naics", ["561320", "561311", "611513", "611420", "541611"])
def test_whoever_sells_to_the_table_looks_like_a_vendor(world: World, naics: str) -> None:
    enter(world, "firm", "Some Firm", "employer", naics=naics)
    seat = sit(world, "firm", at=day(1), exception="asked to join")
    assert (seat.standing, seat.voting, seat.vendor_like) == ("waiting", False, True)
    assert seats_of(world.people["firm"], world.partnership, at=day(2)) == []
    assert roles_of(world.people["firm"], world.partnership, at=day(2)) == {"visitor"}


def test_a_vendor_votes_once_convener_and_champion_approved(world: World) -> None:
    seat = sit(world, "staffing", at=day(1), exception="asked to join")
    seats.approve(seat=seat, at=day(2), by=world.convener)
    assert (seat.standing, seat.voting) == ("waiting", False)
    seats.approve(seat=seat, at=day(3), by=world.people["keel"])
    assert (seat.standing, seat.voting) == ("seated", True)


def test_one_person_cannot_approve_a_vendor_twice(world: World) -> None:
    seat = sit(world, "staffing", at=day(1), exception="asked to join")
    seats.approve(seat=seat, at=day(2), by=world.convener)
    with pytest.raises(Refused, match="A second person"):
        seats.approve(seat=seat, at=day(2), by=world.convener)


def test_two_champions_are_no_convener(world: World) -> None:
    seat = sit(world, "staffing", at=day(1), exception="asked to join")
    seats.approve(seat=seat, at=day(2), by=world.people["keel"])
    with pytest.raises(Refused, match="needs the other approval"):
        seats.approve(seat=seat, at=day(2), by=world.people["rope"])


def test_a_supplier_is_seated_without_a_vote_and_is_no_employer(world: World) -> None:
    seat = sit(world, "staffing", at=day(1), exception="asked to join")
    before = count_companies(world.partnership, day(2)).number
    seats.approve(seat=seat, voting=False, at=day(2), by=world.convener)
    seats.approve(seat=seat, voting=False, at=day(3), by=world.people["keel"])
    assert roles_of(world.people["staffing"], world.partnership, at=day(4)) == {
        "public",
        "visitor",
    }
    assert count_companies(world.partnership, day(4)).number == before


def test_the_database_gives_no_vendor_a_vote_without_two_approvals(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With the check taken out the seat votes, and the database holds only what it can know.
    seat = sit(world, "staffing", at=day(1), exception="asked to join")
    for standing in ("seated", "waiting"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Seat.objects.filter(pk=seat.pk).update(standing=standing, voting=True)
    enter(world, "other", "Other Hands", "employer", naics="561320")
    monkeypatch.setattr(seats, "vendor_of", lambda _: "")
    assert sit(world, "other", at=day(1), exception="asked to join").voting


def test_a_refused_seat_ends_with_its_reason(world: World) -> None:
    seat = sit(world, "staffing", at=day(1), exception="asked to join")
    seats.refuse(seat=seat, reason="sells staffing", at=day(2), by=world.people["keel"])
    assert (seat.standing, seat.until) == ("refused", day(2))
    assert world.partnership.events.get(verb="refuse_seat").reason == "sells staffing"


# ── votes ─────────────────────────────────────────────────────────────────────────────────


def test_labor_votes_only_at_a_declared_table(world: World) -> None:
    with pytest.raises(Refused, match="labor-management"):
        seats.set_vote(
            seat=world.seats["union"], voting=True, reason="asked", at=day(1), by=world.convener
        )
    with pytest.raises(IntegrityError, match="labor-management"), transaction.atomic():
        Seat.objects.filter(pk=world.seats["union"].pk).update(voting=True)


def test_at_a_labor_management_table_labor_votes_until_it_ends(db: None) -> None:
    world = worlds.formed(labor_votes=True)
    seat = seats.set_vote(
        seat=world.seats["union"], voting=True, reason="declared", at=day(1), by=world.convener
    )
    assert seat.voting
    partnerships.declare_labor_table(
        partnership=world.partnership, labor_votes=False, at=day(2), by=world.convener
    )
    seat.refresh_from_db()
    assert not seat.voting


def test_a_public_partner_never_holds_a_vote(world: World) -> None:
    enter(world, "school", "Harbour School", "education")
    with pytest.raises(Refused, match="has no vote"):
        offer(world, "school", voting=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(pk=world.seats["college"].pk).update(voting=True)


# ── common ownership (I3, S4) ─────────────────────────────────────────────────────────────


def test_six_companies_of_five_owners_count_as_five(world: World) -> None:
    # Keel, Rope, Sail, Anchor stand alone; Mast and Hull have one owner: 4 + 1 = 5.
    assert count_companies(world.partnership, day(1)).number == 5


def test_two_champions_of_one_owner_are_one(world: World) -> None:
    assert count_champions(world.partnership, day(1)).number == 2
    for key in ("mast", "hull"):
        seats.name_champion(
            seat=world.seats[key], person=world.people[key], at=day(1), by=world.convener
        )
    assert count_champions(world.partnership, day(1)).number == 3


def test_without_the_rule_owners_would_count_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = property(lambda organization: f"organization {organization.pk}")
    monkeypatch.setattr("sectoral.workspace.models.Organization.counts_as", own)
    assert count_companies(world.partnership, day(1)).number == 6


def test_only_the_state_ends_a_declared_ownership(world: World) -> None:
    with pytest.raises(Refused, match="for the state"):
        organizations.end_ownership(
            organization=world.orgs["mast"], reason="sold", at=day(1), by=world.people["mast"]
        )
    organizations.end_ownership(
        organization=world.orgs["mast"], reason="sold", at=day(1), by=world.state
    )
    assert count_companies(world.partnership, day(1)).number == 6


# ── delegates and champions ───────────────────────────────────────────────────────────────


def test_a_new_first_delegate_replaces_the_old_one(world: World) -> None:
    second = people_of(world, "keel", "second")
    seats.name_delegate(seat=world.seats["keel"], person=second, at=day(5), by=world.convener)
    assert seats_of(world.people["keel"], world.partnership, at=day(5)) == []
    assert seats_of(second, world.partnership, at=day(5)) == [world.seats["keel"]]
    # The champion's term ends with the delegation.
    assert count_champions(world.partnership, day(5)).number == 1


def test_an_alternate_acts_beside_the_first(world: World) -> None:
    second = people_of(world, "keel", "second")
    seats.name_delegate(
        seat=world.seats["keel"], person=second, role="alternate", at=day(5), by=world.convener
    )
    for person in (world.people["keel"], second):
        assert seats_of(person, world.partnership, at=day(6)) == [world.seats["keel"]]


def people_of(world: World, key: str, name: str) -> User:
    person = people.add_person(
        email=f"{name}@quayland.example", name=name, at=day(1), by=world.state
    )
    people.join(person=person, organization=world.orgs[key], at=day(1), by=world.state)
    return person


def test_a_stranger_to_the_company_cannot_act_for_it(world: World) -> None:
    with pytest.raises(Refused, match="does not belong to Keel"):
        seats.name_delegate(
            seat=world.seats["keel"], person=world.people["rope"], at=day(1), by=world.convener
        )


def test_a_champion_comes_from_a_company_and_acts_for_it(world: World) -> None:
    for key, why in (
        ("college", "Only people from companies can be champions"),
        ("staffing", "does not act"),
    ):
        if key == "staffing":
            sit(world, key, at=day(1), exception="asked to join")
        with pytest.raises(Refused, match=why):
            seats.name_champion(
                seat=world.seats[key], person=world.people[key], at=day(1), by=world.convener
            )


def test_a_seat_that_left_lets_nobody_act(world: World) -> None:
    seats.leave(seat=world.seats["keel"], reason="moved away", at=day(5), by=world.people["keel"])
    assert seats_of(world.people["keel"], world.partnership, at=day(5)) == []
    assert count_champions(world.partnership, day(5)).number == 1
    assert offer_again(world).standing == "seated"


def offer_again(world: World) -> Seat:
    return seats.offer(
        partnership=world.partnership, organization=world.orgs["keel"], at=day(9), by=world.convener
    )


# ── suspension (S1) ───────────────────────────────────────────────────────────────────────


def test_a_seat_is_suspended_by_convener_and_state_together(world: World) -> None:
    college = world.seats["college"]
    seats.suspend(seat=college, reason="pitched thrice", at=day(1), by=world.convener)
    assert seats_of(world.people["college"], world.partnership, at=day(1)) == [college]
    with pytest.raises(Refused, match="has to agree"):
        seats.suspend(seat=college, reason="again", at=day(1), by=world.convener)
    seats.suspend(seat=college, reason="agreed", at=day(2), by=world.state)
    assert seats_of(world.people["college"], world.partnership, at=day(2)) == []
    seats.reinstate(seat=college, reason="promised", at=day(3), by=world.state)
    assert seats_of(world.people["college"], world.partnership, at=day(3)) == [college]


# ── the matrix (P46) ──────────────────────────────────────────────────────────────────────


def test_the_matrix_misses_what_the_checklist_asks_for_and_nothing_else(
    world: World, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        (row,) = seat_matrix([world.partnership], at=day(1))
    assert len(row.seats[System.EMPLOYER]) == 6
    # Nobody sits for government or philanthropy, and the default checklist asks for neither.
    assert row.missing_words == ()
    asked = AskedSeats({System.EMPLOYER: 9, System.LABOR: 1, System.GOVERNMENT: 1}, public=7)
    # Mast Works and Hull Yard have one owner: six seats are five companies.
    assert replace(row, asked=asked).missing_words == (
        "4 more companies", "1 more seat of government", "2 more kinds of public partner",
    )  # fmt: skip


# ── invitations ───────────────────────────────────────────────────────────────────────────


def invite(world: World, by: str = "keel") -> tuple[Invitation, str]:
    invitation = invitations.invite(
        seat=world.seats["keel"],
        email="New@Quayland.example ",
        role="alternate",
        at=day(1),
        by=world.people[by],
    )
    token = token_of(invitation, day(1))
    invitation.refresh_from_db()
    return invitation, token


def test_a_champions_letter_gives_an_account_a_membership_and_a_seat(world: World) -> None:
    _, token = invite(world)
    delegate = invitations.accept(token=token, name="Nora New", at=day(2))
    assert delegate.person.email == "new@quayland.example"
    assert not delegate.person.has_usable_password()
    assert Membership.objects.filter(person=delegate.person, until=None).count() == 1
    assert seats_of(delegate.person, world.partnership, at=day(2)) == [world.seats["keel"]]


def test_an_invitation_works_once(world: World) -> None:
    # S20: a token that was used is worth nothing.
    _, token = invite(world)
    invitations.accept(token=token, name="Nora New", at=day(2))
    with pytest.raises(Refused, match="already been used"):
        invitations.accept(token=token, name="Eve", at=day(2))


def test_an_invitation_is_over_after_fourteen_days(world: World) -> None:
    _, token = invite(world)
    with pytest.raises(Refused, match="has expired"):
        invitations.accept(token=token, name="Nora New", at=day(15))
    late = day(15) - timedelta(seconds=1)
    assert invitations.accept(token=token, name="Nora New", at=late).seat == world.seats["keel"]


def test_a_second_letter_makes_the_first_worthless(world: World) -> None:
    (_, first), (_, second) = invite(world), invite(world)
    with pytest.raises(Refused, match="withdrawn"):
        invitations.accept(token=first, name="Nora New", at=day(2))
    assert invitations.accept(token=second, name="Nora New", at=day(2))


def test_the_token_is_not_in_the_table(world: World) -> None:
    invitation, token = invite(world)
    kept = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert token not in str(kept)
    with pytest.raises(Refused, match="do not know this invitation"):
        invitations.accept(token=str(invitation.token_digest), name="Eve", at=day(2))


def test_somebody_else_cannot_use_a_letter(world: World) -> None:
    _, token = invite(world)
    with pytest.raises(Refused, match="a different address"):
        invitations.accept(token=token, at=day(2), by=world.people["rope"])


def test_a_plain_member_cannot_invite(world: World) -> None:
    with pytest.raises(Refused, match="for champions and the convener"):
        invite(world, by="sail")


def test_a_letter_to_a_seat_that_left_is_worthless(world: World) -> None:
    _, token = invite(world)
    seats.leave(seat=world.seats["keel"], reason="left", at=day(2), by=world.convener)
    with pytest.raises(Refused, match="seat has ended"):
        invitations.accept(token=token, name="Nora New", at=day(3))


def test_a_champion_invites_for_a_company_that_nobody_acts_for_yet(world: World) -> None:
    sail = world.seats["sail"]
    with pytest.raises(Refused, match="For Sail Loft, its own people and the convener do"):
        invitations.invite(seat=sail, email="a@b.example", at=day(1), by=world.people["keel"])
    seats.end_delegate(
        delegate=sail.delegates.get(), reason="left", at=day(1), by=world.people["sail"]
    )
    assert invitations.invite(seat=sail, email="a@b.example", at=day(2), by=world.people["keel"])


def test_a_champion_shuts_no_competitor_s_people_out_and_keeps_none_in(world: World) -> None:
    champion: dict[str, Any] = {"at": day(1), "by": world.people["keel"]}
    theirs = world.seats["sail"].delegates.get()
    tried: tuple[Callable[[], object], ...] = (
        lambda: seats.end_delegate(delegate=theirs, reason="Gone.", **champion),
        lambda: seats.confirm_delegate(delegate=theirs, **champion),
        lambda: seats.name_delegate(seat=theirs.seat, person=theirs.person, **champion),
    )
    for attempt in tried:
        with pytest.raises(Refused, match="A champion can name people only for their own company"):
            attempt()
    own = world.seats["keel"].delegates.get()
    assert seats.confirm_delegate(delegate=own, **champion).confirmed_at == day(1)


def test_every_seat_has_one_first_delegate(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegate.objects.create(
            seat=world.seats["keel"],
            person=world.people["rope"],
            role="primary",
            since=START,
            confirmed_at=START,
        )


def test_the_scope_is_asked_by_the_action(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    # Taken out, the guard lets a bakery in: so it is this guard that held it back.
    enter(world, "bakery", "Harbour Bakery", "employer", naics="311811")
    monkeypatch.setattr(seats, "fits_scope", lambda *_: YES)
    assert offer(world, "bakery").voting
