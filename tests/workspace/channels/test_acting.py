"""Every act, by every role, through page and interface: as the one table of permissions says.

What the doors allow is read here from `PERMISSION_OF`; whether somebody may know of a thing
is written down once more below, so that a door that forgot to ask is seen. A denied call changes
no row. What an allowed one did is undone: whether the moment was right is other tests' concern.
"""

from typing import Any

import pytest

from sectoral.workspace.acts import ACTS, Act
from sectoral.workspace.models import Need
from sectoral.workspace.rules.answers import YES
from sectoral.workspace.rules.permissions import PERMISSION_OF, PERMISSIONS, PartnershipRole
from tests.workspace.channels.doors import DENIED, doors, fitting, undone
from tests.workspace.channels.partnership import Full

KNOWN_BY = {
    "invitation": "invite",
    "release": "see_released_needs",
    "share": "see_costs",
    "pitch": "handle_pitch",
    "flag": "look_at_words",
    "organization": "keep_people",
    "person": "keep_people",
    "office": "give_office",
    "claim": "keep_people",
    "change": "give_office",
}
"""Which rule lets one know of a thing, where it is not being at the table at all."""

OF_ONESELF = ("seat.leave", "delegate.end", "delegate.confirm")
"""Done by the seat's own people, or by whoever offers seats: the action alone can tell."""

AT_MOST = {"need": 3, "meeting": 1}
"""How many things of a noun are tried: a heard need, a draft and a raised one."""

BESIDE_THE_DOORS = {
    # Rules that no act asks for, with what asks for them.
    "see_public_page": "pages",
    "see_partnership": "pages",
    "see_record": "pages",
    "see_unreleased_needs": "reads",
    "see_raised_needs": "reads",
    "see_released_needs": "pages",
    "see_who_raised": "reads",
    "see_results": "pages",
    "see_ballots": "nobody",
    "see_costs": "reads",
    "see_neutrality": "pages",
    "see_replies": "pages",
    "see_video_link": "pages",
}


def rule_of_knowing(noun: str, thing: Any) -> str:
    """The rule by which one may know that a thing is there."""
    if noun == "rewording":
        return rule_of_knowing("need", thing.need)
    if noun == "need":
        if thing.state in (Need.State.DRAFT, Need.State.SINGLE):
            return "see_unreleased_needs"
        return "see_raised_needs" if thing.released_at is None else "see_released_needs"
    if noun == "round" and thing.state == "draft":
        return "open_round"
    if noun == "post" and thing.shown_at is None:
        return "handle_pitch"
    return KNOWN_BY.get(noun, "see_partnership")


def lets(act: Act, thing: Any, roles: frozenset[PartnershipRole], *, own: bool) -> bool:
    """Whether the table lets somebody with these roles through to an act."""
    if act.permission and not roles & set(PERMISSION_OF[act.permission].roles):
        return False
    if not act.permission and thing is None:
        return True
    known = act.noun == "state" or roles & set(
        PERMISSION_OF[rule_of_knowing(act.noun, thing)].roles
    )
    return bool(known) or own


def _own(table: Full, who: str, thing: Any) -> bool:
    """Whether it is of the person's own seat: then it may be known of whatever it is."""
    person = table.people.get(who)
    seat = getattr(thing, "raised_by", None) if isinstance(thing, Need) else None
    seat = seat or getattr(getattr(thing, "need", None), "raised_by", None)
    return bool(person and seat and seat.delegates.filter(person=person).exists())


@pytest.mark.parametrize("noun", sorted({act.noun for act in ACTS}))
def test_an_act_is_for_the_roles_of_its_rule_at_every_door(table: Full, noun: str) -> None:
    knocking, wrong = doors(table), []
    for act in (act for act in ACTS if act.noun == noun):
        typed = fitting(act)
        things: list[Any] = list(table.things.get(noun, [None]))
        for thing in things[: AT_MOST.get(noun)]:
            for who, door in knocking.items():
                wanted = lets(act, thing, door.roles, own=_own(table, who, thing))
                for knock in (door.by_page, door.by_program):
                    with undone() as written:
                        through = knock(act, thing.pk if thing else None, typed)
                    if through != wanted or (written and not wanted):
                        wrong.append((act.key, str(thing), who, knock.__name__, through, written))
    assert wrong == []


@pytest.mark.parametrize("key", OF_ONESELF)
def test_what_is_of_ones_own_seat_changes_nothing_for_anybody_else(table: Full, key: str) -> None:
    act = next(act for act in ACTS if act.key == key)
    (thing, *_) = table.things[act.noun]
    for who, door in doors(table).items():
        if door.roles & set(PERMISSION_OF["seat"].roles):
            continue
        for knock in (door.by_page, door.by_program):
            with undone() as written:
                knock(act, thing.pk, fitting(act))
            assert written == [], (who, knock.__name__)


def test_every_rule_is_asked_by_an_act_or_is_known_to_stand_beside() -> None:
    asked = {act.permission for act in ACTS} - {""}
    assert {permission.key for permission in PERMISSIONS} - asked == set(BESIDE_THE_DOORS)


def test_there_is_no_other_way_in_than_pages_and_interface(table: Full) -> None:
    for path in ("/admin/", "/admin/login/", "/django-admin/", "/api/docs", "/__debug__/"):
        assert doors(table)["superuser"].browser.get(path).status_code in DENIED


def test_a_door_that_forgot_to_ask_would_be_seen(
    table: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Act, "may_here", lambda *_: YES)
    with pytest.raises(AssertionError):
        test_an_act_is_for_the_roles_of_its_rule_at_every_door(table, "share")
