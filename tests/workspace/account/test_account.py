"""One's own account: where one belongs, how one signs in, tokens, leaving."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sectoral.workspace.actions import access, people
from sectoral.workspace.models import Event, Token, User
from sectoral.workspace.queries.roles import roles_of
from sectoral.workspace.rules.answers import Refused
from tests.workspace.account.conftest import Hand, letters_to, signed_in, way_in
from tests.workspace.partnership.letters import delivered
from tests.workspace.partnership.world import World, enter, sit


@pytest.fixture
def inside(client: Client, keel: User) -> Client:
    client.force_login(keel)
    return client


def test_a_stranger_is_led_to_sign_in(client: Client, world: World) -> None:
    for path in ("/account/", "/account/tokens/", "/account/password/set/", "/account/leave/1/"):
        assert client.get(path)["Location"].startswith("/account/sign-in/?next=")


def test_it_says_where_one_belongs(inside: Client, world: World) -> None:
    page = inside.get("/account/").content.decode()
    for words in ("Keel &amp; Sons", "You act for its seat at", "You are a champion of"):
        assert words in page


def test_it_asks_the_database_as_often_for_three_seats_as_for_one(
    inside: Client, keel: User, world: World, hand: Hand,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    with django_assert_max_num_queries(13) as one:
        inside.get("/account/")
    for key in ("oak", "elm"):
        enter(world, key, f"{key} yard", "employer", naics="336612")
        people.join(person=keel, organization=world.orgs[key], at=hand.at, by=world.state)
        sit(world, key)
        access.make_token(name=key, scopes=["read"], at=hand.at, by=keel)
    with django_assert_max_num_queries(len(one)):
        inside.get("/account/")


# ── a name ────────────────────────────────────────────────────────────────────────────────────


def test_a_name_is_changed_by_oneself_and_the_record_tells_of_it(
    inside: Client, keel: User
) -> None:
    before = str(keel)
    assert inside.post("/account/name/", {"name": "  Amina   van Keel "}).status_code == 302
    keel.refresh_from_db()
    assert (keel.first_name, keel.last_name) == ("Amina", "van Keel")
    assert "<h1>Amina van Keel</h1>" in inside.get("/account/").content.decode()
    words = f"{before} is now called Amina van Keel"
    assert Event.objects.get(verb="rename").words == words


@pytest.mark.parametrize("name", ["  ", "A\x00B", "A\nB", "x" * 151])
def test_nobody_is_called_nothing(inside: Client, keel: User, name: str) -> None:
    before = str(keel)
    answer = inside.post("/account/name/", {"name": name})
    assert answer.status_code == 422
    assert "Write a name of at most 150 characters" in answer.content.decode()
    assert str(User.objects.get(pk=keel.pk)) == before


def test_a_convener_corrects_the_names_of_the_own_tables_and_the_person_is_told(
    keel: User, world: World, hand: Hand
) -> None:
    stranger = people.add_person(
        email="far@quayland.example", name="Far Away", at=hand.at, by=world.state
    )
    for person in (stranger, world.state):
        with pytest.raises(Refused, match=r"not at your tables|holds a state office"):
            people.rename(person=person, name="Nobody", at=hand.at, by=world.convener)
    with pytest.raises(Refused, match="is for the convener"):
        people.rename(person=world.state, name="Nobody", at=hand.at, by=keel)
    before = str(keel)
    people.rename(person=keel, name="Amina Keel", at=hand.at, by=world.convener)
    assert str(User.objects.get(pk=keel.pk)) == "Amina Keel"
    line = Event.objects.get(verb="rename")
    # The table's own record says who is meant by the new name.
    assert line.partnership == world.partnership
    (letter,) = letters_to(keel.email)
    assert line.words == f"{before} is now called Amina Keel"
    assert line.words in letter.body
    people.rename(person=stranger, name="Near By", at=hand.at, by=world.state)


# ── a password ────────────────────────────────────────────────────────────────────────────────


def test_a_password_is_set_and_changed_by_oneself_and_shown_nowhere(
    inside: Client, keel: User
) -> None:
    first, second = "a quiet harbour", "another quiet harbour"
    new = {"password1": first, "password2": first}
    assert inside.post("/account/password/set/", new).status_code == 302
    assert first not in inside.get("/account/").content.decode()
    change = {"oldpassword": first, "password1": second, "password2": second}
    assert inside.post("/account/password/", change).status_code == 302
    assert inside.get("/account/").status_code == 200
    other = Client()
    for word, expected in ((first, None), (second, str(keel.pk))):
        other.post("/account/sign-in/", {"login": keel.email, "password": word})
        assert signed_in(other) == expected
    told = [letter.body.split(",")[0] for letter in letters_to(keel.email)]
    assert told == ["A password was set", "The password was changed"]


def test_a_changed_password_ends_other_sessions(inside: Client, keel: User) -> None:
    other = Client()
    other.force_login(keel)
    new = {"password1": "a quiet harbour", "password2": "a quiet harbour"}
    inside.post("/account/password/set/", new)
    assert other.get("/account/").status_code == 302


def test_a_weak_password_is_refused_in_a_sentence(inside: Client) -> None:
    page = inside.post("/account/password/set/", {"password1": "keel", "password2": "keel"})
    assert "too short" in page.content.decode()


# ── signing out, leaving ──────────────────────────────────────────────────────────────────────


def test_signing_out_everywhere_ends_every_session_and_waiting_link(
    inside: Client, keel: User, hand: Hand
) -> None:
    other = Client()
    other.force_login(keel)
    other.post("/account/link/", {"email": keel.email})
    sent = way_in(letters_to(keel.email)[-1])
    other.post("/account/link/", {"email": keel.email})
    assert inside.get("/account/sign-out-everywhere/").status_code == 405
    inside.post("/account/sign-out-everywhere/")
    assert [c.get("/account/").status_code for c in (inside, other)] == [302, 302]
    assert Client().post(sent).status_code == 410
    assert delivered(hand.at) == []


def test_who_leaves_is_out_the_same_minute_in_every_browser(
    inside: Client, keel: User, world: World, hand: Hand
) -> None:
    other = Client()
    other.force_login(keel)
    here = world.orgs["keel"].pk
    page = inside.get(f"/account/leave/{here}/").content.decode()
    assert "You will no longer act for its seat at" in page
    assert "You will no longer be a champion of" in page
    assert inside.post(f"/account/leave/{here}/")["Location"] == "/account/left/"
    assert [c.get("/account/").status_code for c in (inside, other)] == [302, 302]
    assert roles_of(keel, world.partnership, at=hand.at) == {"visitor"}


def test_whom_a_colleague_lets_go_is_out_with_the_next_click(
    client: Client, world: World, hand: Hand
) -> None:
    rope = world.people["rope"]
    client.post("/account/link/", {"email": rope.email})
    client.post(way_in(letters_to(rope.email)[-1]))
    assert client.get("/account/").status_code == 200
    people.depart(person=rope, organization=world.orgs["rope"], at=hand.at, by=world.state)
    assert client.get("/account/").status_code == 302
    _, key = access.make_token(name="x", scopes=["read"], at=hand.at, by=rope)
    grant = access.use_token(key=key, at=hand.at)
    assert roles_of(grant.person, world.partnership, at=hand.at) == {"visitor"}


def test_who_left_everything_can_sign_in_and_sees_nothing(
    client: Client, keel: User, world: World, hand: Hand
) -> None:
    people.depart(person=keel, organization=world.orgs["keel"], at=hand.at, by=keel)
    client.post("/account/link/", {"email": keel.email})
    client.post(way_in(letters_to(keel.email)[-1]))
    page = client.get("/account/").content.decode()
    assert "You do not belong to an organization now" in page
    assert world.partnership.name not in page


def test_nobody_leaves_where_they_do_not_belong(inside: Client, world: World) -> None:
    assert inside.post(f"/account/leave/{world.orgs['rope'].pk}/").status_code == 404


# ── tokens ────────────────────────────────────────────────────────────────────────────────────


def test_a_token_is_shown_once_and_kept_as_a_digest(
    inside: Client, keel: User, world: World, hand: Hand
) -> None:
    asked: dict[str, Any] = {"name": "our calendar", "scopes": ["read"], "days": "30"}
    page = inside.post("/account/tokens/", asked | {"partnership": world.partnership.pk})
    key = re.findall(r"sectoral_[\w-]{43}", page.content.decode())[0]
    assert "no-store" in page["Cache-Control"]
    assert key not in inside.get("/account/").content.decode()
    assert key not in str(Token.objects.values().get())
    grant = access.use_token(key=key, at=hand.at)
    assert (grant.person, grant.scopes) == (keel, frozenset({"read"}))
    assert grant.partnership == world.partnership
    assert Token.objects.get().expires_at == hand.at + timedelta(days=30)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "Say what the token is for"),
        ({"scopes": []}, "read, write, or both"),
        ({"scopes": ["admin"]}, "read, write, or both"),
        ({"days": "9999"}, "at most a year"),
        ({"partnership": "77"}, "one of your partnerships"),
    ],
)
def test_a_token_that_cannot_be_is_refused_in_a_sentence(
    inside: Client, wrong: dict[str, Any], words: str
) -> None:
    asked = {"name": "x", "scopes": ["read"], "days": "30"} | wrong
    assert words in inside.post("/account/tokens/", asked).content.decode()
    assert not Token.objects.exists()


def test_a_token_ends_at_once_by_time_and_with_its_person(
    inside: Client, keel: User, world: World, hand: Hand
) -> None:
    made = [access.make_token(name="x", scopes=["read"], at=hand.at, by=keel) for _ in range(2)]
    (first, key), (_, second) = made
    stranger = Client()
    stranger.force_login(world.people["rope"])
    assert stranger.post(f"/account/tokens/{first.pk}/end/").status_code == 404
    assert access.use_token(key=key, at=hand.at).token == first
    inside.post(f"/account/tokens/{first.pk}/end/")
    refused(key, hand)
    access.use_token(key=second, at=hand.at + timedelta(days=89))
    hand.on(days=90)
    refused(second, hand)
    _, third = access.make_token(name="x", scopes=["read"], at=hand.at, by=keel)
    User.objects.filter(pk=keel.pk).update(is_active=False)
    refused(third, hand)
    refused("sectoral_nonsense", hand)


def refused(key: str, hand: Hand) -> None:
    with pytest.raises(Refused, match="unknown, was ended or has expired"):
        access.use_token(key=key, at=hand.at)


def test_only_its_own_person_ends_a_token(keel: User, world: World, hand: Hand) -> None:
    token, _ = access.make_token(name="x", scopes=["write"], at=hand.at, by=keel)
    with pytest.raises(Refused, match="Only the owner"):
        access.end_token(token=token, at=hand.at, by=world.state)


def test_its_last_use_is_written_down_once_a_minute(keel: User, hand: Hand) -> None:
    token, key = access.make_token(name="x", scopes=["read"], at=hand.at, by=keel)
    seen = []
    for seconds in (0, 59, 1):
        hand.on(seconds=seconds)
        access.use_token(key=key, at=hand.at)
        token.refresh_from_db()
        seen.append(token.last_used_at)
    assert seen == [hand.at - timedelta(minutes=1)] * 2 + [hand.at]


def test_twenty_tokens_are_enough(keel: User, hand: Hand) -> None:
    for _ in range(20):
        access.make_token(name="x", scopes=["read"], at=hand.at, by=keel)
    with pytest.raises(Refused, match="You have 20 tokens"):
        access.make_token(name="x", scopes=["read"], at=hand.at, by=keel)


def test_making_and_ending_stand_in_the_record_without_the_key(keel: User, hand: Hand) -> None:
    token, key = access.make_token(name="calendar", scopes=["read"], at=hand.at, by=keel)
    access.end_token(token=token, at=hand.at, by=keel)
    lines = list(Event.objects.order_by("-pk").values_list("verb", "words")[:2])
    assert lines == [
        ("end_token", "Keel Person ended the token “calendar”"),
        ("make_token", "Keel Person made a token “calendar” to read"),
    ]
    assert key not in str(lines)


def test_nobody_binds_a_token_to_a_partnership_without_a_place_there(
    world: World, hand: Hand
) -> None:
    stranger = enter(world, "oak", "Oak Yard", "employer", naics="336612")
    with pytest.raises(Refused, match="not a member of"):
        access.make_token(
            name="x", scopes=["read"], partnership=world.partnership, at=hand.at, by=stranger
        )
