"""Whoever gets an account, a seat, a convening or a champion's term gets a letter about it."""

from datetime import date, timedelta

import pytest

from sectoral.workspace.actions import conveners, invitations, meetings, people, seats
from sectoral.workspace.actions.outbox import OutgoingLetter, as_mail
from sectoral.workspace.models import Meeting, Message, User
from tests.workspace.partnership.letters import delivered
from tests.workspace.partnership.steps import called
from tests.workspace.partnership.world import World, day, enter

LATER = timedelta(minutes=11)


def letters_to(person: User, at: float = 61) -> list[OutgoingLetter]:
    """What a person gets from what was done on a day."""
    got = delivered(day(at) + LATER)
    return [letter for letter in got if letter.to == person.email]


def quiet(world: World) -> None:
    """Everything that was posted before has left."""
    delivered(day(60))


def asked_to_meet(world: World) -> Meeting:
    """A meeting of the table that people are asked to, on day 70."""
    meeting = called(world, at=58, starts=day(70), place="Slip 3, Harbour")
    meetings.add_item(
        meeting=meeting, text="Welders", seat=world.seats["keel"], at=day(58),
        by=world.people["keel"],
    )  # fmt: skip
    return meetings.invite(meeting=meeting, at=day(58), by=world.convener)


def one(letters: list[OutgoingLetter], subject: str) -> OutgoingLetter:
    (found,) = [letter for letter in letters if letter.subject == subject]
    return found


def says(letter: OutgoingLetter, *words: str) -> None:
    for part in words:
        assert part in letter.body, letter.body
    assert "/account/link/" in letter.body
    assert "[[" not in letter.body


def test_an_account_is_told_by_whom_why_and_what_to_press(world: World) -> None:
    quiet(world)
    lou = people.add_person(
        email="lou@wharf.example", name="Lou Marsh", at=day(61), by=world.convener
    )
    assert delivered(day(61)) == []
    (letter,) = letters_to(lou)
    assert letter.subject == f"{world.convener} opened an account for you"
    says(letter, "Hello Lou,", "take part in a sector partnership", world.convener.email)


def test_a_letter_that_says_more_takes_the_place_of_the_account_s(world: World) -> None:
    quiet(world)
    asked_to_meet(world)
    lou = people.add_person(
        email="lou@wharf.example", name="Lou Marsh", at=day(61), by=world.convener
    )
    people.join(person=lou, organization=world.orgs["sail"], at=day(61), by=world.state)
    seats.name_delegate(
        seat=world.seats["sail"], person=lou, role="alternate", at=day(61), by=world.convener
    )
    got = letters_to(lou)
    assert not any("opened an account" in letter.subject for letter in got)
    says(
        one(got, "You act for Sail Loft at Boat building in Harbour"),
        f"{world.convener} named you to act for Sail Loft at Boat building in Harbour, when "
        "its primary delegate cannot.",
        "Each company has one vote",
        "The next meeting: Spring table, Monday, March 16, 2026",
        "Slip 3, Harbour",
        f"Questions? Ask {world.convener} of Harbour Workforce Board, who convenes",
        "/partnerships/boat-building-in-harbour/",
    )


def test_a_partner_s_delegate_reads_what_partners_do(world: World) -> None:
    quiet(world)
    college = world.people["college"]
    seats.name_delegate(seat=world.seats["college"], person=college, at=day(61), by=world.convener)
    letter = one(letters_to(college), "You act for Quayland College at Boat building in Harbour")
    says(letter, "Nobody sells anything here.", "No meeting is planned yet.")


def test_a_convener_reads_why_and_until_when_and_asks_whoever_appointed(world: World) -> None:
    quiet(world)
    chamber = world.people["chamber"]
    conveners.appoint(
        partnership=world.partnership, organization=world.orgs["chamber"], person=chamber,
        basis="trusted by companies", term_ends=date(2027, 3, 31), lead=False, at=day(61),
        by=world.state,
    )  # fmt: skip
    says(
        one(letters_to(chamber), "You convene Boat building in Harbour"),
        "as co-convener of Boat building in Harbour until March 31, 2027",
        "The reason on record: trusted by companies",
        "See what to do first:",
        "Questions? Ask",
    )


def test_a_champion_reads_what_a_champion_does(world: World) -> None:
    quiet(world)
    sail = world.people["sail"]
    seats.name_champion(seat=world.seats["sail"], person=sail, at=day(61), by=world.convener)
    letter = one(letters_to(sail), "You are a champion of Boat building in Harbour")
    says(letter, f"{world.convener} named you a champion", "invite the others")


def test_an_approved_seat_is_told_to_whoever_acts_for_it(world: World) -> None:
    quiet(world)
    seat = seats.offer(
        partnership=world.partnership, organization=world.orgs["staffing"],
        exception="It staffs the yards.", at=day(61), by=world.convener,
    )  # fmt: skip
    person = User.objects.get(memberships__organization=world.orgs["staffing"])
    seats.name_delegate(seat=seat, person=person, at=day(61), by=world.convener)
    seats.approve(seat=seat, at=day(61), by=world.convener)
    seats.approve(seat=seat, at=day(61), by=world.people["keel"])
    got = letters_to(person)
    says(
        one(got, "You act for Quick Hands at Boat building in Harbour"),
        "The seat still needs the approval of a champion and the convener.",
    )
    says(one(got, "Quick Hands has its seat at Boat building in Harbour"), "was approved")


def test_an_invitation_says_what_it_is_and_whom_to_ask(world: World) -> None:
    quiet(world)
    asked_to_meet(world)
    invitations.invite(
        seat=world.seats["sail"], email="pat@sail.example", role="alternate", at=day(61),
        by=world.convener,
    )  # fmt: skip
    (letter,) = [one for one in delivered(day(61)) if one.to == "pat@sail.example"]
    assert "/invited/" in letter.body
    assert "Each company has one vote" in letter.body
    assert "The next meeting: Spring table" in letter.body
    assert f"Questions? Ask {world.convener} of Harbour Workforce Board" in letter.body


def test_letters_go_in_the_partnership_s_name_and_answers_to_its_convener(world: World) -> None:
    quiet(world)
    seats.name_champion(
        seat=world.seats["sail"], person=world.people["sail"], at=day(61), by=world.convener
    )
    (letter,) = letters_to(world.people["sail"])
    mail = as_mail(letter)
    assert mail.from_email == '"Boat building in Harbour (Sectoral)" <sectoral@localhost>'
    assert mail.reply_to == [world.convener.email]
    own = as_mail(OutgoingLetter(1, "k", "a@b.example", "s", "b"))
    assert (own.from_email, own.reply_to) == ("Sectoral <sectoral@localhost>", [])


def test_who_left_before_the_letter_went_gets_none(world: World) -> None:
    quiet(world)
    person = world.people["sail"]
    seats.name_champion(seat=world.seats["sail"], person=person, at=day(61), by=world.convener)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert letters_to(person) == []
    assert Message.objects.filter(person=person, withdrawn_at__isnull=False).exists()


@pytest.mark.parametrize("name", ["A\r\nBcc: x@y.example", 'Hämmer "&" Söhne'])
def test_no_name_of_a_partnership_writes_a_header(name: str) -> None:
    text = as_mail(OutgoingLetter(1, "k", "a@b.example", "s", "b", sender=name)).message()
    assert text["Bcc"] is None
    assert str(text["From"]).endswith("<sectoral@localhost>")


def test_an_organization_without_people_gets_no_letter(world: World) -> None:
    quiet(world)
    enter(world, "lone", "Lone Slip", "employer", naics="336612")
    before = Message.objects.count()
    seats.offer(
        partnership=world.partnership, organization=world.orgs["lone"], at=day(61),
        by=world.convener,
    )  # fmt: skip
    assert Message.objects.count() == before
