"""Who may act on whom: a right at each live table that an act touches, or the state's.

Three tables stand side by side (channels/partnerships.py): two that live, one that was closed.
Whatever somebody is at one of them, at the others that person is a stranger.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from sectoral.workspace.actions import (
    changes,
    conveners,
    invitations,
    letter_links,
    organizations,
    ownership_claims,
    people,
)
from sectoral.workspace.actions import seats as sit
from sectoral.workspace.acts.fields.row_choices import people_known
from sectoral.workspace.models import (
    Appointment,
    Championship,
    Change,
    Delegate,
    Event,
    Membership,
    Message,
    Organization,
    OwnershipClaim,
    Partnership,
    User,
)
from sectoral.workspace.queries.measures import count_companies
from sectoral.workspace.queries.people import people_near
from sectoral.workspace.queries.roles import roles_of, sitting_of
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.permissions import PartnershipRole
from tests.workspace.channels.partnership import NOW, Full
from tests.workspace.channels.partnerships import OFFICES, Tables, three

pytestmark = pytest.mark.django_db

Attempt = Callable[[Full, User], Any]
LATER = NOW + timedelta(hours=1)
CONVENERS = {"convener", "company convener"}


@pytest.fixture
def tables(db: None) -> Tables:
    return three()


def org(table: Full, key: str) -> Organization:
    return table.heard.world.orgs[key]


def partnership(table: Full) -> Partnership:
    return table.heard.world.partnership


def depart(table: Full, by: User, key: str = "mast") -> Membership:
    return people.depart(
        person=table.heard.person(key), organization=org(table, key), at=NOW, by=by
    )


def join(table: Full, by: User) -> Membership:
    return people.join(
        person=table.heard.person("hull"), organization=org(table, "keel"), at=NOW, by=by
    )


def rename(table: Full, by: User) -> User:
    return people.rename(person=table.heard.person("hull"), name="Hullabaloo", at=NOW, by=by)


def move_worksites(table: Full, by: User) -> Organization:
    return organizations.set_worksites(
        organization=org(table, "hull"), areas=["99009"], at=NOW, by=by
    )


def own_alone(table: Full, by: User) -> Organization:
    return organizations.end_ownership(
        organization=org(table, "hull"), reason="Sold.", at=NOW, by=by
    )


def join_a_stranger(table: Full, by: User) -> Membership:
    """Somebody of this table to an organization that is at none."""
    alone = Organization.objects.get_or_create(
        name="Lone House", system="community", defaults={"created_at": NOW}
    )[0]
    return people.join(person=table.heard.person("hull"), organization=alone, at=NOW, by=by)


ATTEMPTS: dict[str, tuple[Attempt, set[str]]] = {
    # What is tried, and who may at the own table beside the state.
    "depart": (depart, CONVENERS),
    "join": (join, CONVENERS),
    "join elsewhere": (join_a_stranger, CONVENERS),
    "rename": (rename, CONVENERS),
    "worksites": (move_worksites, CONVENERS),
    "end ownership": (own_alone, set()),
}


def tried(attempt: Attempt, table: Full, by: User) -> bool:
    """Whether it was let through; whatever it did is undone."""
    with transaction.atomic():
        try:
            attempt(table, by)
        except Refused:
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize("name", ATTEMPTS)
def test_an_act_on_a_person_or_organization_asks_for_a_right_at_its_own_table(
    tables: Tables, name: str
) -> None:
    attempt, wanted = ATTEMPTS[name]
    for table in (tables.here, tables.there):
        let = {who for who, by in tables.insiders(table).items() if tried(attempt, table, by)}
        assert let == wanted
        assert not {who for who, by in tables.strangers(table).items() if tried(attempt, table, by)}
        offices = {role for role in OFFICES if tried(attempt, table, tables.here.people[role])}
        assert offices == {PartnershipRole.STATE}


@pytest.mark.parametrize("name", sorted(set(ATTEMPTS) - {"end ownership"}))
def test_what_is_at_no_live_table_is_for_whoever_convenes_one_that_lives(
    tables: Tables, name: str
) -> None:
    # Once its table is closed, nothing of it is anybody's but the state's and live conveners'.
    attempt, _ = ATTEMPTS[name]
    ended = tables.closed
    assert not {who for who, by in tables.insiders(ended).items() if tried(attempt, ended, by)}
    assert tried(attempt, ended, tables.here.people[PartnershipRole.STATE])


def registers(_: Full, by: User) -> Organization:
    return organizations.register(
        name="Skiff & Co", system="employer", naics="336612", at=NOW, by=by
    )


def adds(_: Full, by: User) -> User:
    return people.add_person(email="al@skiff.example", name="Al Skiff", at=NOW, by=by)


@pytest.mark.parametrize("attempt", [registers, adds])
def test_what_touches_nothing_is_for_whoever_convenes_a_live_table(
    tables: Tables, attempt: Attempt
) -> None:
    for table, wanted in (
        (tables.here, CONVENERS),
        (tables.there, CONVENERS),
        (tables.closed, set()),
    ):
        let = {who for who, by in tables.insiders(table).items() if tried(attempt, table, by)}
        assert let == wanted


# ── an organization at two tables ─────────────────────────────────────────────────────────────


def sits_there_too(tables: Tables, key: str = "mast", *, person: str = "") -> None:
    """A company of the one table sits at the other one too."""
    by = tables.there.heard.convener
    seat = sit.offer(
        partnership=partnership(tables.there), organization=org(tables.here, key),
        exception="It builds inland too.", at=NOW, by=by,
    )  # fmt: skip
    acting = tables.here.heard.person(person or key)
    sit.name_delegate(seat=seat, person=acting, at=NOW, by=by)


def test_of_two_tables_neither_convener_alone_is_enough(tables: Tables) -> None:
    sits_there_too(tables)
    for table in (tables.here, tables.there):
        by = table.heard.convener
        for attempt in (depart, move_worksites, join):
            target = tables.here
            if attempt is depart:
                assert not tried(attempt, target, by)
        with pytest.raises(Refused, match="a table that you do not convene"):
            depart(tables.here, by)
    assert tried(depart, tables.here, tables.here.people[PartnershipRole.STATE])
    assert tried(depart, tables.here, tables.here.heard.person("mast"))


def test_whoever_convenes_both_tables_may(tables: Tables) -> None:
    sits_there_too(tables)
    board = tables.here.heard.convener
    conveners.appoint(
        partnership=partnership(tables.there), organization=org(tables.here, "board"),
        person=board, basis="trusted", term_ends=NOW.date() + timedelta(days=90), lead=False,
        at=NOW, by=tables.here.people[PartnershipRole.STATE],
    )  # fmt: skip
    assert tried(depart, tables.here, board)


def test_a_first_delegate_speaks_for_the_tables_where_it_sits(tables: Tables) -> None:
    state = tables.here.people[PartnershipRole.STATE]
    mate = people.add_person(email="mate@mast.example", name="Mate Mast", at=NOW, by=state)
    people.join(person=mate, organization=org(tables.here, "mast"), at=NOW, by=state)

    def part_mate(table: Full, by: User) -> Membership:
        return people.depart(person=mate, organization=org(table, "mast"), at=LATER, by=by)

    first = tables.here.heard.person("mast")
    assert tried(part_mate, tables.here, first)
    sits_there_too(tables, person="mast")
    assert tried(part_mate, tables.here, first)
    second = tables.there.heard.convener
    seat = org(tables.here, "mast").seats.get(partnership=partnership(tables.there))
    sit.name_delegate(seat=seat, person=mate, at=NOW, by=second)
    assert not tried(part_mate, tables.here, first)


# ── one's own word ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("role", sorted(CONVENERS))
def test_no_convener_joins_a_company_on_their_own_word(tables: Tables, role: str) -> None:
    # Otherwise a convener could join a company of the table, act for it and have its vote.
    for table in (tables.here, tables.there):
        by = table.people[PartnershipRole(role)]
        with pytest.raises(Refused, match="cannot add yourself"):
            people.join(person=by, organization=org(table, "keel"), at=NOW, by=by)
        assert by not in people_known(sitting_of(by, partnership(table), at=NOW), None)
        other = table.people[PartnershipRole((CONVENERS - {role}).pop())]
        people.join(person=by, organization=org(table, "keel"), at=NOW, by=other)


def test_whoever_belonged_and_the_state_s_lead_may_say_so_themselves(tables: Tables) -> None:
    board, state = tables.here.heard.convener, tables.here.people[PartnershipRole.STATE]
    for by, key in ((board, "board"), (state, "keel")):
        people.join(person=by, organization=org(tables.here, key), at=NOW, by=by)


def test_nobody_takes_up_an_invitation_of_their_own(tables: Tables) -> None:
    for table in (tables.here, tables.there):
        senders = (table.heard.convener, table.people[PartnershipRole.CHAMPION])
        for number, by in enumerate(senders):
            new = organizations.register(
                name=f"New House {number} of {partnership(table)}", system="employer",
                naics="336612", areas=(table.heard.world.town.area,), at=NOW,
                by=table.heard.convener,
            )  # fmt: skip
            seat = sit.offer(
                partnership=partnership(table), organization=new, at=NOW,
                by=table.heard.convener,
            )  # fmt: skip
            sent = invitations.invite(seat=seat, email=by.email, at=NOW, by=by)
            token = letter_links.invitation_address(sent, at=NOW).rsplit("/", 2)[-2]
            with pytest.raises(Refused, match="cannot add yourself"):
                invitations.accept(token=token, at=NOW, by=by)


# ── the record and letters ────────────────────────────────────────────────────────────────────


def told(person: User) -> set[str]:
    return set(
        Message.objects.filter(person=person, posted_at=NOW).values_list("subject", flat=True)
    )


def test_a_departure_is_in_the_record_of_each_table_and_told_to_all_concerned(
    tables: Tables,
) -> None:
    sits_there_too(tables)
    here, there = tables.here, tables.there
    depart(here, here.people[PartnershipRole.STATE])
    words = "Mast Person left Mast Works"
    lines = Event.objects.filter(verb="depart", words=words)
    assert {line.partnership for line in lines} == {partnership(here), partnership(there)}
    for person in (here.heard.person("mast"), here.heard.convener, there.heard.convener):
        assert words in told(person)
    assert words not in told(here.heard.person("sail"))
    assert words not in told(tables.closed.heard.convener)


# ── owners ────────────────────────────────────────────────────────────────────────────────────


def declare(tables: Tables, by: User) -> Any:
    """One owner over two companies of the one table and one of the other."""
    owned = [org(tables.here, "keel"), org(tables.here, "rope"), org(tables.there, "keel")]
    return organizations.declare_ownership(organizations=owned, owner="Sea Holding", at=NOW, by=by)


def count(table: Full) -> int:
    return count_companies(partnership(table), NOW).number


def test_an_owner_over_companies_of_another_table_waits_and_counts_nowhere(
    tables: Tables,
) -> None:
    before = count(tables.here), count(tables.there)
    claim = declare(tables, tables.there.heard.convener)
    assert isinstance(claim, OwnershipClaim)
    assert (count(tables.here), count(tables.there)) == before
    assert any("Your answer is needed" in words for words in told(tables.here.heard.convener))
    for who, by in tables.strangers(tables.here).items():
        if by == claim.claimed_by:
            continue
        with pytest.raises(Refused):
            ownership_claims.agree(claim=claim, at=NOW, by=by)
        with pytest.raises(Refused):
            ownership_claims.decline(claim=claim, reason="No.", at=NOW, by=by)
        assert claim.settled_at is None, who
    ownership_claims.agree(claim=claim, at=NOW, by=tables.here.heard.convener)
    assert claim.settled_at == NOW
    # Keel & Sons and Rope Walk are one from now on.
    assert (count(tables.here), count(tables.there)) == (before[0] - 1, before[1])
    assert Event.objects.filter(
        verb="declare_ownership", partnership=partnership(tables.here), at=NOW
    ).exists()


def test_a_declared_owner_is_declined_with_a_reason_or_settled_by_the_state(
    tables: Tables,
) -> None:
    before = count(tables.here)
    claim = declare(tables, tables.there.heard.convener)
    with pytest.raises(Refused, match="Say why"):
        ownership_claims.decline(claim=claim, reason=" ", at=NOW, by=tables.here.heard.convener)
    ownership_claims.decline(
        claim=claim, reason="They compete.", at=NOW, by=tables.here.heard.convener
    )
    assert count(tables.here) == before
    with pytest.raises(Refused, match="already been decided"):
        ownership_claims.agree(claim=claim, at=NOW, by=tables.here.people[PartnershipRole.STATE])
    again = declare(tables, tables.there.heard.convener)
    ownership_claims.agree(claim=again, at=NOW, by=tables.here.people[PartnershipRole.STATE])
    assert count(tables.here) == before - 1


def test_an_owner_at_the_own_table_or_by_the_state_counts_at_once(tables: Tables) -> None:
    before = count(tables.here)
    with transaction.atomic():
        organizations.declare_ownership(
            organizations=[org(tables.here, "keel"), org(tables.here, "rope")],
            owner="Sea Holding", at=NOW, by=tables.here.heard.convener,
        )  # fmt: skip
        assert count(tables.here) == before - 1
        transaction.set_rollback(True)
    declare(tables, tables.here.people[PartnershipRole.STATE])
    assert count(tables.here) == before - 1


def test_a_company_alone_does_not_make_itself_a_rival_s_sister(tables: Tables) -> None:
    before = count(tables.here)
    claim = organizations.declare_ownership(
        organizations=[org(tables.here, "sail")],
        owner="Mast & Hull Holding",
        at=NOW,
        by=tables.here.heard.person("sail"),
    )
    assert isinstance(claim, OwnershipClaim)
    assert count(tables.here) == before
    for by in (tables.here.heard.person("mast"), tables.here.heard.person("union")):
        with pytest.raises(Refused):
            organizations.declare_ownership(
                organizations=[org(tables.here, "sail")], owner="Others", at=NOW, by=by
            )


# ── undoing ───────────────────────────────────────────────────────────────────────────────────


def last_change() -> Change:
    return Change.objects.latest("pk")


def test_a_departure_that_took_the_lead_convener_is_undone_whole(tables: Tables) -> None:
    state, here = tables.here.people[PartnershipRole.STATE], partnership(tables.here)
    board = tables.here.heard.convener
    people.depart(person=board, organization=org(tables.here, "board"), at=NOW, by=state)
    assert Appointment.objects.get(partnership=here, lead=True, until=None).interim
    assert roles_of(board, here, at=LATER) == {PartnershipRole.VISITOR}
    changes.undo(change=last_change(), at=LATER, by=state)
    lead = Appointment.objects.get(partnership=here, lead=True, until=None)
    assert (lead.person, lead.interim) == (board, False)
    assert {PartnershipRole.CONVENER, PartnershipRole.PUBLIC} <= roles_of(board, here, at=LATER)
    # Whoever stepped in is beside the lead again, to the end of the term it had.
    beside = Appointment.objects.filter(partnership=here, lead=False, until=None)
    assert sorted(str(one.organization) for one in beside) == [
        "Office of Harbour",
        "Smithy of Harbour",
    ]
    assert Event.objects.filter(partnership=here, verb="undo_change").count() == 1


def test_a_champion_who_was_sent_away_leads_again(tables: Tables) -> None:
    by, rope = tables.here.heard.convener, tables.here.heard.person("rope")
    depart(tables.here, by, "rope")
    assert not Delegate.objects.filter(person=rope, until=None).exists()
    changes.undo(change=last_change(), at=LATER, by=by)
    assert PartnershipRole.CHAMPION in roles_of(rope, partnership(tables.here), at=LATER)
    ends = Championship.objects.filter(person=rope).values_list("term_ends", flat=True)
    assert len(set(ends)) == 1


def test_a_place_that_was_taken_meanwhile_stays_taken(tables: Tables) -> None:
    by, rope = tables.here.heard.convener, tables.here.heard.person("rope")
    depart(tables.here, by, "rope")
    seat = tables.here.seat("rope")
    other = tables.here.people[PartnershipRole.FORMER]
    sit.name_delegate(seat=seat, person=other, at=NOW, by=by)
    changes.undo(change=last_change(), at=LATER, by=by)
    assert seat.delegates.get(until=None, role="primary").person == other
    assert seat.delegates.get(until=None, role="alternate").person == rope


def test_who_joined_and_was_undone_does_nothing_for_it_any_more(tables: Tables) -> None:
    by = tables.here.heard.convener
    join(tables.here, by)
    change, hull = last_change(), tables.here.heard.person("hull")
    sit.name_delegate(seat=tables.here.seat("keel"), person=hull, role="alternate", at=NOW, by=by)
    changes.undo(change=change, at=LATER, by=by)
    assert not hull.memberships.filter(organization=org(tables.here, "keel"), until=None).exists()
    assert not tables.here.seat("keel").delegates.filter(person=hull, until=None).exists()


def test_an_owner_is_undone_and_a_later_one_stays(tables: Tables) -> None:
    by = tables.here.heard.convener
    pair = [org(tables.here, "keel"), org(tables.here, "mast")]
    before = [one.owner_id for one in pair]
    organizations.declare_ownership(organizations=pair, owner="Sea Holding", at=NOW, by=by)
    first = last_change()
    organizations.declare_ownership(organizations=pair[:1], owner="Lake House", at=NOW, by=by)
    changes.undo(change=first, at=LATER, by=by)
    for one in pair:
        one.refresh_from_db()
    assert str(pair[0].owner) == "Lake House"
    assert pair[1].owner_id == before[1]


def test_an_owner_whose_end_was_undone_owns_again(tables: Tables) -> None:
    hull, state = org(tables.here, "hull"), tables.here.people[PartnershipRole.STATE]
    own_alone(tables.here, state)
    changes.undo(change=last_change(), at=LATER, by=state)
    hull.refresh_from_db()
    assert str(hull.owner) == "Mast & Hull Holding"


def test_a_change_is_undone_by_who_made_it_or_the_state_for_seven_days_once(
    tables: Tables,
) -> None:
    by = tables.here.heard.convener
    depart(tables.here, by)
    change = last_change()
    others = {**tables.strangers(tables.here), **tables.insiders(tables.here)}
    for who, person in others.items():
        with pytest.raises(Refused, match="who recorded it"):
            changes.undo(change=change, at=LATER, by=person)
        assert change.undone_at is None, who
    with pytest.raises(Refused, match="Seven days have passed"):
        changes.undo(change=change, at=NOW + timedelta(days=7), by=by)
    changes.undo(change=change, at=NOW + timedelta(days=6.9), by=by)
    with pytest.raises(Refused, match="already been undone"):
        changes.undo(change=change, at=LATER, by=tables.here.people[PartnershipRole.STATE])


def test_whoever_lost_the_right_since_undoes_nothing(tables: Tables) -> None:
    by, state = tables.here.heard.convener, tables.here.people[PartnershipRole.STATE]
    depart(tables.here, by)
    change = last_change()
    for held in Appointment.objects.filter(person=by, until=None):
        conveners.step_down(appointment=held, reason="Moved.", at=NOW, by=state)
    with pytest.raises(Refused):
        changes.undo(change=change, at=LATER, by=by)
    assert not Delegate.objects.filter(person=tables.here.heard.person("mast"), until=None).exists()


# ── nothing outlives a closed table ───────────────────────────────────────────────────────────


def test_whoever_was_there_when_it_ended_reads_the_record_and_acts_no_more(
    tables: Tables,
) -> None:
    ended = partnership(tables.closed)
    for person in tables.insiders(tables.closed).values():
        assert roles_of(person, ended, at=NOW) == {PartnershipRole.VISITOR, PartnershipRole.FORMER}
        assert roles_of(person, None, at=NOW) == {PartnershipRole.VISITOR}
        assert not people_near(person, at=NOW).exists()
    mast = tables.closed.heard.person("mast")
    depart(tables.closed, mast)
    assert roles_of(mast, ended, at=LATER) == {PartnershipRole.VISITOR}


def test_the_state_changes_no_seat_of_a_table_that_has_ended(tables: Tables) -> None:
    seat, state = tables.closed.seat("mast"), tables.here.people[PartnershipRole.STATE]
    with pytest.raises(Refused, match="has ended, so its seats can no longer change"):
        sit.suspend(seat=seat, reason="Late.", at=NOW, by=state)


def test_a_proposal_that_was_not_taken_up_gives_its_convener_nothing(tables: Tables) -> None:
    refused = Partnership.objects.get(stage="rejected")
    person = tables.here.people[PartnershipRole.FORMER]
    Appointment.objects.create(
        partnership=refused, organization=org(tables.here, "staffing"), person=person,
        basis="asked for it", since=NOW, term_ends=NOW.date() + timedelta(days=90),
    )  # fmt: skip
    assert roles_of(person, refused, at=LATER) == {PartnershipRole.VISITOR}
    assert roles_of(person, None, at=LATER) == {PartnershipRole.VISITOR}
    assert not tried(registers, tables.here, person)


def test_an_invitation_to_a_table_that_has_ended_opens_nothing(tables: Tables) -> None:
    sent, token = tables.closed.things["invitation"][0], tables.closed.ways_in[0]
    with pytest.raises(Refused, match="seat has ended"):
        invitations.accept(token=token, name="Somebody", at=NOW, by=None)
    assert not User.objects.filter(username=sent.email).exists()


def test_an_invitation_taken_up_is_told_at_the_organization_s_other_tables(
    tables: Tables,
) -> None:
    sits_there_too(tables)
    invitations.accept(token=tables.here.ways_in[0], name="Sec Retive", at=NOW, by=None)
    words = "Sec Retive is at Mast Works"
    assert Event.objects.filter(partnership=partnership(tables.there), words=words).exists()
    assert words in told(tables.there.heard.convener)
    assert roles_of(User.objects.get(first_name="Sec"), partnership(tables.there), at=LATER) == {
        PartnershipRole.VISITOR
    }
