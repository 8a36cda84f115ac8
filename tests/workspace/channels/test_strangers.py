"""Two live tables and a closed one: whatever somebody is at one of them, elsewhere a stranger."""

from typing import Any

import pytest

from sectoral.workspace.actions import meetings, people, replies
from sectoral.workspace.acts import ACTS, BY_KEY, Act
from sectoral.workspace.models import Invitee, Meeting, OwnershipClaim, User
from sectoral.workspace.presenters import search
from sectoral.workspace.queries import reach
from sectoral.workspace.queries.replies import own_reply
from sectoral.workspace.queries.roles import roles_of
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.permissions import PartnershipRole
from tests.workspace.channels.doors import fitting, of, undone
from tests.workspace.channels.partnership import NOW, Full
from tests.workspace.channels.partnerships import OFFICES, SEATED, Tables, three


@pytest.fixture
def tables(db: None) -> Tables:
    """The three tables, laid down."""
    return three()


def test_each_is_what_the_role_says_at_the_own_table_and_a_visitor_elsewhere(
    tables: Tables,
) -> None:
    for table in (tables.here, tables.there):
        for who, person in tables.insiders(table).items():
            assert who in roles_of(person, table.heard.world.partnership, at=NOW)
        for who, person in tables.strangers(table).items():
            held = roles_of(person, table.heard.world.partnership, at=NOW)
            assert held == {PartnershipRole.VISITOR}, who


def test_a_search_finds_what_is_said_at_ones_own_tables_alone(tables: Tables) -> None:
    # A company that convenes once found the meetings of every table.
    for table in (tables.here, tables.there):
        for who, person in tables.strangers(table).items():
            for word in ("Sombrale", "Ombrelle", "Quandril"):
                assert search.find_hits(person, table.word(word), at=NOW) == [], (who, word)
    assert search.find_hits(tables.here.people[PartnershipRole.CONVENER], "Sombrale", at=NOW) != []
    assert len(SEATED) + len(OFFICES) == len(PartnershipRole) - 2


# ── every act, by everybody who is a stranger where it would be done ──────────────────────────

KEEPERS = ("convener", "company convener")
KEPT = ("organization", "person")
"""What a live convener may know of wherever it sits: there the action itself says no."""


PAGE, PROGRAM = "by_page", "by_program"


def typed(tables: Tables, act: Act, thing: Any, who: str, how: str) -> dict[str, Any]:
    """A body that would do the act, were the person allowed: nothing but the right is missing."""
    own = tables.here if who.endswith("here") else tables.there
    known = own.heard.person("keel").pk
    bodies: dict[str, dict[str, Any]] = {
        "organization.set_worksites": {"areas": "99009" if how == PAGE else ["99009"]},
        "organization.end_ownership": {"reason": "Sold."},
        "organization.join": {"person": known},
        "person.rename": {"name": "Somebody Else"},
    }
    if act.key == "organization.depart":
        return {"person": thing.members.first().person_id}
    return bodies.get(act.key) or fitting(act)


def knocks(table: Full) -> list[tuple[Act, Any]]:
    """Every act with a thing of a table that it would be done to."""
    return [(act, table.things[act.noun][0]) for act in ACTS if act.noun in table.things]


def tried(
    tables: Tables, table: Full, knocking: dict[str, User], how: str
) -> list[tuple[str, str, str]]:
    """Try every act of a table as everybody, and tell what was let."""
    wrong = []
    for who, person in knocking.items():
        knock = getattr(of(person, frozenset()), how)
        live = not who.endswith("closed") and table is not tables.closed
        keeps = live and who.rpartition(" ")[0] in KEEPERS
        with undone() as written:
            for act, thing in knocks(table):
                before = len(written)
                through = knock(act, thing.pk, typed(tables, act, thing, who, how))
                if through and not (keeps and act.noun in KEPT):
                    wrong.append((act.key, who, "let through"))
                if len(written) > before:
                    wrong.append((act.key, who, written[before][:80]))
    return wrong


@pytest.mark.parametrize(("where", "how"), [("here", PAGE), ("there", PROGRAM)])
def test_a_stranger_does_nothing_at_a_table_whatever_the_act(
    tables: Tables, where: str, how: str
) -> None:
    table = getattr(tables, where)
    assert tried(tables, table, tables.strangers(table), how) == []


@pytest.mark.parametrize("how", [PAGE, PROGRAM])
def test_nobody_does_anything_at_a_table_that_was_closed(tables: Tables, how: str) -> None:
    ended = tables.closed
    knocking = {f"{who} closed": person for who, person in tables.insiders(ended).items()}
    knocking |= {"convener here": tables.here.people[PartnershipRole.CONVENER]}
    found = tried(tables, ended, knocking, how)
    # Its organizations and people are at no live table: a live convener keeps them.
    assert [one for one in found if one[0].partition(".")[0] not in KEPT] == []
    assert {who for _, who, _ in found} <= {"convener here"}


@pytest.mark.parametrize("key", ["state.register", "state.add_person", "state.propose"])
def test_who_convened_a_closed_table_starts_nothing_new(tables: Tables, key: str) -> None:
    act = BY_KEY[key]
    for who, person in tables.insiders(tables.closed).items():
        door = of(person, frozenset())
        for knock in (door.by_page, door.by_program):
            with undone() as written:
                through = knock(act, None, fitting(act))
            assert (through, written) == (False, []), (who, knock.__name__)


def test_a_foreign_owner_waits_at_every_door(tables: Tables) -> None:
    act = BY_KEY["state.declare_ownership"]
    owned = [tables.here.heard.world.orgs[key] for key in ("keel", "rope")]
    body = {"organizations": [one.pk for one in owned], "owner": "Rival Holding"}
    door = of(tables.there.people[PartnershipRole.CONVENER], frozenset())
    for knock in (door.by_page, door.by_program):
        with undone():
            assert knock(act, None, body)
            assert OwnershipClaim.objects.filter(owner__name="Rival Holding").count() == 1
            for one in owned:
                one.refresh_from_db()
                assert one.owner is None
    body["owner"] = "One Holding"
    mine = of(tables.here.people[PartnershipRole.CONVENER], frozenset())
    with undone():
        assert mine.by_program(act, None, body)
        owned[0].refresh_from_db()
        assert str(owned[0].owner) == "One Holding"


def test_a_door_that_asked_at_some_table_only_would_be_seen(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As it once was: whoever convenes any table keeps everybody.
    monkeypatch.setattr(reach, "partnerships_of", lambda _: [])
    monkeypatch.setattr(people, "partnerships_of", lambda _: [])
    convener = {"convener there": tables.there.people[PartnershipRole.CONVENER]}
    found = tried(tables, tables.here, convener, PROGRAM)
    assert ("organization.depart", "convener there") in {one[:2] for one in found}


# ── who answers for a meeting ─────────────────────────────────────────────────────────────────

NOT_FOR_THEM = "To answer an invitation to a meeting is for"


def asked(table: Full) -> Meeting:
    """The table's meeting to come, with everybody of the table asked to it."""
    coming: Meeting = table.things["meeting"][0]
    return meetings.invite(meeting=coming, at=NOW, by=table.heard.convener)


def entry_left(meeting: Meeting, person: User) -> None:
    """An entry that nobody has taken out of the person's calendar."""
    told = {"sequence": 0, "change": 0, "holds": True, "told_at": NOW}
    Invitee.objects.update_or_create(meeting=meeting, person=person, defaults=told)


def says_yes(meeting: Meeting, person: User) -> None:
    replies.reply(meeting=meeting, answer="yes", at=NOW, by=person)


def test_those_of_the_table_answer(tables: Tables) -> None:
    for table in (tables.here, tables.there):
        meeting = asked(table)
        for who, person in table.people.items():
            if meeting.invitees.filter(person=person, holds=True).exists():
                says_yes(meeting, person)
                assert own_reply(meeting, person) == "yes", who
        assert meeting.invitees.filter(reply="yes").count() >= 5


def test_no_entry_that_was_left_behind_lets_a_stranger_answer(tables: Tables) -> None:
    for table in (tables.here, tables.there):
        meeting = asked(table)
        for who, person in tables.strangers(table).items():
            entry_left(meeting, person)
            with pytest.raises(Refused, match=NOT_FOR_THEM):
                says_yes(meeting, person)
            assert own_reply(meeting, person) == "", who


def test_nobody_answers_at_a_table_that_was_closed(tables: Tables) -> None:
    meeting: Meeting = tables.closed.things["meeting"][0]
    for person in tables.insiders(tables.closed).values():
        entry_left(meeting, person)
        with pytest.raises(Refused, match=NOT_FOR_THEM):
            says_yes(meeting, person)
    assert not meeting.invitees.exclude(reply="").exists()


def test_a_stranger_with_an_entry_answers_by_no_door(tables: Tables) -> None:
    meeting = asked(tables.here)
    for who, person in tables.strangers(tables.here).items():
        entry_left(meeting, person)
        door = of(person, frozenset())
        answers = (
            door.browser.post(f"/act/meeting.reply/{meeting.pk}/", {"answer": "yes"}),
            door.program.post(f"meeting.reply/{meeting.pk}", {"answer": "yes"}),
        )
        assert [it.status_code for it in answers] == [404, 404], who
    assert not meeting.invitees.exclude(reply="").exists()
