"""One press says whether one comes: from the letter, from the calendar entry, from the page."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from sectoral.workspace.actions import calendar_letters, meetings, replies, seats
from sectoral.workspace.actions.letter_links import sign_in_address
from sectoral.workspace.models import Event, Meeting, Message, SignInLink
from sectoral.workspace.queries.replies import own_reply
from tests.workspace.pages.reading import here, one_line, page, signed_in, words
from tests.workspace.partnership.letters import delivered
from tests.workspace.partnership.steps import called, with_item
from tests.workspace.partnership.world import World, day

pytestmark = pytest.mark.django_db

OnDay = Callable[[float], None]
VIDEO = "https://meet.example.org/spring"


@pytest.fixture
def asked(world: World, on_day: OnDay) -> Meeting:
    on_day(43)
    meeting = with_item(world, called(world, video_link=VIDEO))
    return meetings.invite(meeting=meeting, at=day(42), by=world.convener)


def links(world: World, who: str) -> dict[str, str]:
    """The letter's links by what they say, as the reader's mail shows them."""
    (letter,) = [it for it in delivered(day(43)) if it.to == world.people[who].email]
    found = re.findall(r"^(.+):\n\S+?(/account/link/\S+)$", letter.body, re.M)
    return dict(found)


def test_one_press_in_a_letter_answers_and_signs_in(world: World, asked: Meeting) -> None:
    path = links(world, "keel")["I’ll join remotely"]
    browser = Client()
    shown = words(page(browser, path))
    assert "Spring table" in shown
    assert "I’ll join remotely" in shown
    pressed = browser.post(path)
    assert pressed["Location"] == f"/partnerships/{world.partnership.slug}/meetings/{asked.pk}/"
    assert own_reply(asked, world.people["keel"]) == "remote"
    assert browser.session[SESSION_KEY] == str(world.people["keel"].pk)
    assert "You said you’ll join remotely." in words(page(browser, pressed["Location"]))


def test_scanners_that_open_every_link_answer_for_nobody(world: World, asked: Meeting) -> None:
    mine = links(world, "keel")
    assert list(mine) == [
        "Yes, I’ll be there", "I’ll join remotely", "No, I can’t make it", "The meeting's page",
    ]  # fmt: skip
    for path in mine.values():
        for verb in ("get", "head"):
            assert getattr(Client(), verb)(path).status_code == 200
    browser = signed_in(world.people["keel"])
    for answer in ("yes", "remote", "no"):
        page(browser, here(world.partnership, f"meetings/{asked.pk}/reply/{answer}/"))
    assert own_reply(asked, world.people["keel"]) == ""
    assert not SignInLink.objects.exclude(used_at=None).exists()
    assert not Event.objects.filter(verb="reply").exists()


def test_another_sites_form_answers_for_nobody(world: World, asked: Meeting) -> None:
    path = links(world, "keel")["Yes, I’ll be there"]
    assert Client(enforce_csrf_checks=True).post(path).status_code == 403
    assert own_reply(asked, world.people["keel"]) == ""


def test_a_link_answers_no_more_for_whoever_left_or_once_it_began(
    world: World, asked: Meeting, on_day: OnDay
) -> None:
    mine, theirs = links(world, "keel"), links_of(world, "rope")
    (delegate,) = world.seats["rope"].delegates.all()
    seats.end_delegate(delegate=delegate, reason="Retired.", at=day(43), by=world.convener)
    shown = words(page(Client(), theirs))
    assert "Spring table" not in shown
    Client().post(theirs)
    assert own_reply(asked, world.people["rope"]) is None
    meetings.cancel(meeting=asked, reason="Floods.", at=day(44), by=world.convener)
    on_day(45)
    browser = Client()
    answer = browser.post(mine["Yes, I’ll be there"], follow=True)
    assert "You are not asked to Spring table" in words(answer.content.decode())
    assert own_reply(asked, world.people["keel"]) is None


def links_of(world: World, who: str) -> str:
    """A link of a letter that was delivered already, made anew as the outbox does."""
    meeting = Meeting.objects.get()
    whole = sign_in_address(
        world.people[who],
        leads_to=here(world.partnership, f"meetings/{meeting.pk}/reply/yes/"),
        lasts=timedelta(days=7),
        words="a link",
        at=day(43),
    )
    return "/" + whole.split("/", 3)[3]


def test_where_a_link_is_over_a_new_one_leads_to_the_same_answer(
    world: World, asked: Meeting, on_day: OnDay
) -> None:
    path = links(world, "keel")["Yes, I’ll be there"]
    on_day(50.1)
    browser = Client()
    source = page(browser, path, 410)
    assert "This link has expired" in source
    assert f'name="next" value="/partnerships/{world.partnership.slug}/meetings/' in source
    assert 'name="next"' not in page(browser, f"/account/link/{'x' * 43}/", 410)


def test_a_reminder_asks_whoever_has_not_answered(world: World, asked: Meeting) -> None:
    replies.reply(meeting=asked, answer="yes", at=day(43), by=world.people["keel"])
    assert calendar_letters.send_reminders(at=day(48.5)) == 1
    sent = Message.objects.filter(key__startswith="reminder of meeting")
    told = {key: sent.get(to=world.people[key].email).body for key in ("keel", "rope")}
    assert "Will you come?" in told["rope"]
    assert "Will you come?" not in told["keel"]
    assert f"Join by video: {VIDEO}" in told["keel"]


@pytest.mark.parametrize("answer", ["yes", "remote", "no"])
def test_one_press_on_the_page_answers(world: World, asked: Meeting, answer: str) -> None:
    browser = signed_in(world.people["sail"])
    source = one_line(page(browser, here(world.partnership, f"meetings/{asked.pk}/")))
    assert f'name="answer" value="{answer}"' in source
    sent = browser.post(f"/act/meeting.reply/{asked.pk}/", {"answer": answer})
    assert sent.status_code == 302
    assert own_reply(asked, world.people["sail"]) == answer


def test_an_answer_is_given_as_often_as_it_is_pressed(world: World, asked: Meeting) -> None:
    browser = signed_in(world.people["sail"])
    source = page(browser, here(world.partnership, f"meetings/{asked.pk}/"))
    form = re.findall(r"<form[^>]*meeting\.reply.*?</form>", source, re.S)[0]
    typed = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    for answer in ("yes", "no", "yes"):
        browser.post(f"/act/meeting.reply/{asked.pk}/", typed | {"answer": answer})
        assert own_reply(asked, world.people["sail"]) == answer


def test_the_entrys_link_asks_a_stranger_to_sign_in_and_waits_for_the_press(
    world: World, asked: Meeting
) -> None:
    path = here(world.partnership, f"meetings/{asked.pk}/reply/no/")
    assert Client().get(path)["Location"] == f"/account/sign-in/?next={path}"
    shown = words(page(signed_in(world.people["sail"]), path))
    assert "Nothing is sent until you press a button." in shown
    assert signed_in(world.people["staffing"]).get(path).status_code == 404
    wrong = here(world.partnership, f"meetings/{asked.pk}/reply/perhaps/")
    assert signed_in(world.people["sail"]).get(wrong).status_code == 404


def test_the_convener_reads_who_comes_and_others_do_not(world: World, asked: Meeting) -> None:
    for key, answer in (("keel", "yes"), ("rope", "remote"), ("college", "yes"), ("sail", "no")):
        replies.reply(meeting=asked, answer=answer, at=day(43), by=world.people[key])
    path = here(world.partnership, f"meetings/{asked.pk}/")
    text = words(page(signed_in(world.convener), path))
    assert "2 companies and 1 public partner are coming; 1 person remotely." in text
    assert "It is employer-led if a company chairs" in text
    assert "Not coming Sail Loft Sail Person" in text
    assert "Not answered yet" in text
    for who in ("sail", "college"):
        assert "Who comes" not in words(page(signed_in(world.people[who]), path))


# ── the video link on pages ──────────────────────────────────────────────────────────────────


def test_the_video_link_is_for_members_on_every_page(world: World, asked: Meeting) -> None:
    path = here(world.partnership, f"meetings/{asked.pk}/")
    assert VIDEO in page(signed_in(world.people["keel"]), path)
    for part in ("", "open-meetings/", "open-meetings.ics"):
        assert VIDEO not in page(Client(), here(world.partnership, part))
    assert VIDEO not in page(signed_in(world.state), path)


@pytest.mark.parametrize("ticked", [True, False])
def test_an_open_meeting_shows_its_video_link_where_that_is_ticked(
    world: World, on_day: OnDay, ticked: bool
) -> None:
    on_day(45)
    meeting = called(world, open_to_public=True, video_link=VIDEO, video_public=ticked)
    meetings.announce(meeting=meeting, at=day(44), by=world.convener)
    for part in ("", "open-meetings/", "open-meetings.ics"):
        assert (VIDEO in page(Client(), here(world.partnership, part))) == ticked
