"""An invitation says what it asks, works once, for a while, and signs its reader in."""

from datetime import datetime

import pytest
from django.test import Client

from sectoral.workspace.actions import invitations
from sectoral.workspace.models import Invitation, User
from sectoral.workspace.rules.answers import Refused
from tests.workspace.account.conftest import Hand, letters_to, signed_in, way_in
from tests.workspace.partnership.letters import delivered
from tests.workspace.partnership.world import World, day

NORA = "nora@sail.example"


@pytest.fixture
def path(world: World, hand: Hand) -> str:
    """Where the letter to Nora leads: she is to act for Sail Loft."""
    return invited(world, hand.at)


def invited(world: World, at: datetime, *, email: str = NORA, seat: str = "sail") -> str:
    invitations.invite(seat=world.seats[seat], email=email, at=at, by=world.convener)
    return way_in(letters_to(email)[-1])


def test_the_letter_goes_out_at_once_and_says_who_and_what_for(
    world: World, path: str, hand: Hand
) -> None:
    letter = letters_to(NORA)[0]
    assert (letter.due_at, letter.person) == (hand.at, None)
    assert "Board Person invites you to act for Sail Loft" in letter.body
    assert "/invited/" not in letter.body
    assert path.split("/")[-2] not in str(Invitation.objects.values().get())


def test_the_page_tells_a_company_what_it_will_see_and_who_sees_what_it_types(
    client: Client, path: str
) -> None:
    page = client.get(path).content.decode()
    for words in (
        "Board Person invites you to act for Sail Loft",
        "What you will see",
        "Who can see what you type",
        "without your company's name",
        "Your ballot: nobody, ever",
    ):
        assert words in page.replace("&#x27;", "'")


def test_a_public_partner_is_told_something_else(client: Client, world: World, hand: Hand) -> None:
    page = client.get(invited(world, hand.at, seat="college")).content.decode()
    assert "Hear what the companies need" in page
    assert "You never see which company raised a need" in page


def test_looking_accepts_nothing_and_accepting_signs_in_once(
    client: Client, world: World, path: str
) -> None:
    client.get(path)
    assert not User.objects.filter(username=NORA).exists()
    answer = client.post(path, {"name": "Nora New"})
    assert answer["Location"] == f"/partnerships/{world.partnership.slug}/"
    nora = User.objects.get(username=NORA)
    assert (str(nora), signed_in(client)) == ("Nora New", str(nora.pk))
    assert world.seats["sail"].delegates.filter(person=nora, until=None).exists()
    again = Client().post(path, {"name": "Eve"})
    assert again.status_code == 410
    assert "already been used" in again.content.decode()


def test_a_name_is_asked_for_and_nothing_is_lost(client: Client, path: str) -> None:
    assert "Give your name" in client.post(path, {"name": " "}).content.decode()
    assert client.post(path, {"name": "Nora New"}).status_code == 302


@pytest.mark.parametrize(("days", "status"), [(13.9, 200), (14, 410)])
def test_it_expires(client: Client, path: str, hand: Hand, days: float, status: int) -> None:
    hand.on(days=days)
    assert client.get(path).status_code == status


def test_a_second_letter_makes_the_first_worthless(
    client: Client, world: World, path: str, hand: Hand
) -> None:
    second = invited(world, hand.at)
    assert client.get(path).status_code == 410
    assert client.get(second).status_code == 200


def waits(world: World, at: datetime) -> Invitation:
    return invitations.invite(seat=world.seats["sail"], email=NORA, at=at, by=world.convener)


def test_a_second_letter_takes_the_first_back_while_it_waits(world: World, hand: Hand) -> None:
    waits(world, hand.at)
    waits(world, hand.at)
    assert [letter.withdrawn_at is None for letter in letters_to(NORA)] == [False, True]


def test_a_withdrawn_one_does_not_leave_the_house(world: World, hand: Hand) -> None:
    invitations.withdraw(invitation=waits(world, hand.at), at=hand.at, by=world.convener)
    assert letters_to(NORA)[0].withdrawn_at == hand.at
    assert delivered(hand.at) == []


def test_fourteen_days_count_from_the_sending(client: Client, world: World, hand: Hand) -> None:
    waits(world, hand.at)
    hand.on(days=20)  # no mail server was named until now
    path = way_in(letters_to(NORA)[0])
    hand.on(days=13.9)
    assert client.get(path).status_code == 200
    hand.on(days=0.1)
    assert client.get(path).status_code == 410


def test_a_link_that_is_taken_in_hand_is_the_only_one(
    client: Client, world: World, path: str, hand: Hand
) -> None:
    sent = Invitation.objects.get()
    taken = invitations.copy_link(invitation=sent, at=hand.at, by=world.convener)
    assert client.get(path).status_code == 410
    assert client.get("/" + taken.split("/", 3)[3]).status_code == 200
    waiting = waits(world, hand.at)
    invitations.copy_link(invitation=waiting, at=hand.at, by=world.convener)
    assert delivered(hand.at) == []
    for stranger in (world.people["sail"], world.people["college"]):
        with pytest.raises(Refused, match="for champions and the convener"):
            invitations.copy_link(invitation=waiting, at=hand.at, by=stranger)


def test_somebody_else_who_is_signed_in_is_asked_to_sign_out(
    client: Client, world: World, path: str
) -> None:
    client.force_login(world.people["rope"])
    assert "Sign out first" in client.get(path).content.decode()
    assert "sent to a different address" in client.post(path, {"name": "x"}).content.decode()
    assert Invitation.objects.get().used_at is None


def test_whoever_has_an_account_gives_no_name(client: Client, world: World, hand: Hand) -> None:
    rope = world.people["rope"]
    path = invited(world, hand.at, email=rope.email)
    assert "You will act as Rope Person" in client.get(path).content.decode()
    client.post(path)
    assert signed_in(client) == str(rope.pk)


def test_of_an_ended_seat_nothing_is_accepted(client: Client, world: World, path: str) -> None:
    seat = world.seats["sail"]
    seat.until = day(51)
    seat.standing = "left"
    seat.save()
    assert client.post(path, {"name": "Nora"}).status_code == 410
