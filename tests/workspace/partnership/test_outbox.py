"""Messages survive a restart and are never sent twice, whatever dies when."""

import os
import smtplib
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from pytest_django import Settings

from sectoral.workspace.actions import outbox
from sectoral.workspace.actions.outbox import LEASE, TRIES, NotSent, OutgoingLetter, SendCounts
from sectoral.workspace.addresses import way_in
from sectoral.workspace.models import Message, User
from tests.workspace.partnership.letters import delivered, path_in

pytestmark = pytest.mark.django_db

NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def ana() -> User:
    return User.objects.create_user("ana", "ana@yard.example", "x")


@pytest.fixture
def letter(ana: User) -> Message:
    message = outbox.post(key="hello", to=ana, subject="Hello", body="Come.", at=NOON)
    assert message is not None
    return message


class Box:
    """A mail server that keeps what it was given; it may fail in a chosen way."""

    def __init__(self, failure: BaseException | None = None) -> None:
        self.got: list[str] = []
        self.failure = failure

    def __call__(self, letter: OutgoingLetter) -> None:
        if self.failure is not None:
            raise self.failure
        self.got.append(letter.key)


class Killed(BaseException):
    """The process dies here: nothing after it runs, as with a kill signal."""


def test_what_is_due_is_sent_once_and_a_second_run_sends_nothing(letter: Message) -> None:
    box = Box()
    assert outbox.send_due(NOON, box) == SendCounts(sent=1)
    assert outbox.send_due(NOON + timedelta(days=30), box) == SendCounts()
    assert box.got == [letter.key]


def test_the_same_key_is_the_same_message(ana: User, letter: Message) -> None:
    again = outbox.post(key="hello", to=ana, subject="Other", body="Other", at=NOON)
    assert again == letter
    assert Message.objects.count() == 1


def test_two_rows_of_one_key_are_refused_by_the_database(letter: Message) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.bulk_create([Message(**_fields(letter))])


def _fields(letter: Message) -> dict[str, object]:
    return {
        "key": letter.key,
        "to": letter.to,
        "subject": "s",
        "body": "b",
        "posted_at": NOON,
        "due_at": NOON,
    }


def test_nothing_is_sent_before_it_is_due(ana: User) -> None:
    outbox.post(key="later", to=ana, subject="s", body="b", at=NOON, due_at=NOON + LEASE)
    box = Box()
    assert outbox.send_due(NOON, box) == SendCounts()
    assert outbox.send_due(NOON + LEASE, box) == SendCounts(sent=1)


def test_a_sender_killed_between_claim_and_send_loses_nothing(
    letter: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> bool:
        raise Killed

    box = Box()
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_hand_over", die)
        with pytest.raises(Killed):
            outbox.send_due(NOON, box)
    # The lease is still running: nobody takes it.
    assert outbox.send_due(NOON + LEASE / 2, box) == SendCounts()
    assert outbox.send_due(NOON + LEASE, box) == SendCounts(sent=1)
    assert box.got == [letter.key]


def test_a_sender_killed_while_sending_is_never_followed_by_a_second_sending(
    letter: Message,
) -> None:
    with pytest.raises(Killed):
        outbox.send_due(NOON, Box(Killed()))
    box = Box()
    for days in range(3):
        assert outbox.send_due(NOON + timedelta(days=days), box) == SendCounts()
    assert box.got == []
    assert list(outbox.in_doubt(NOON + LEASE)) == [letter]


def test_a_sleeper_whose_lease_ran_out_does_not_send_what_another_has_taken(
    letter: Message,
) -> None:
    # It claims, sleeps past its lease, and wakes when another has claimed and sent.
    mine = outbox._claim_message(letter.pk, NOON)
    box = Box()
    assert outbox.send_due(NOON + LEASE, box) == SendCounts(sent=1)
    assert not outbox._hand_over(letter.pk, mine, NOON + LEASE)
    assert box.got == [letter.key]


def test_without_the_claim_check_the_sleeper_would_send_it_again(letter: Message) -> None:
    # The guard taken out: whoever asks is handed it.
    outbox._claim_message(letter.pk, NOON)
    box = Box()
    outbox.send_due(NOON + LEASE, box)
    outbox._deliver_letter(outbox.as_letter(letter, letter.body), box, NOON + LEASE)
    assert box.got == [letter.key, letter.key]


def test_what_the_server_refused_is_tried_again_ever_later_and_given_up(letter: Message) -> None:
    at, box, waits = NOON, Box(NotSent("mailbox full")), []
    for _ in range(TRIES - 1):
        assert outbox.send_due(at, box) == SendCounts(again=1)
        letter.refresh_from_db()
        waits.append(letter.due_at - at)
        at = letter.due_at
    assert waits == [timedelta(minutes=5 * 2**n) for n in range(TRIES - 1)]
    assert outbox.send_due(at, box) == SendCounts(given_up=1)
    assert outbox.send_due(at + timedelta(days=99), Box()) == SendCounts()
    assert list(outbox.in_doubt(at)) == [letter]


def test_an_error_that_may_have_come_after_the_sending_leaves_it_in_doubt(letter: Message) -> None:
    assert outbox.send_due(NOON, Box(TimeoutError("no answer"))) == SendCounts(in_doubt=1)
    assert outbox.send_due(NOON + timedelta(days=1), Box()) == SendCounts()


def test_one_that_fails_does_not_hold_up_the_next(ana: User) -> None:
    for key in ("first", "second"):
        outbox.post(key=key, to=ana, subject="s", body="b", at=NOON)
    got = []

    def first_fails(letter: OutgoingLetter) -> None:
        if letter.key.startswith("first"):
            raise NotSent("no")
        got.append(letter.key)

    assert outbox.send_due(NOON, first_fails) == SendCounts(sent=1, again=1)
    assert got == [f"second to {ana.pk}"]


def test_a_withdrawn_message_is_not_sent_and_a_sent_one_not_withdrawn(
    ana: User, letter: Message
) -> None:
    outbox.send_due(NOON, Box())
    outbox.post(key="other", to=ana, subject="s", body="b", at=NOON)
    assert outbox.withdraw(Message.objects.all(), at=NOON) == 1
    assert outbox.send_due(NOON, Box()) == SendCounts()
    letter.refresh_from_db()
    assert letter.withdrawn_at is None


def test_whoever_left_gets_nothing_more(ana: User, letter: Message) -> None:
    ana.is_active = False
    ana.save()
    assert outbox.send_due(NOON, Box()) == SendCounts()
    assert outbox.post(key="new", to=ana, subject="s", body="b", at=NOON) is None


def test_a_subject_of_two_lines_cannot_smuggle_a_header(ana: User) -> None:
    message = outbox.post(key="x", to=ana, subject="Hi\nBcc: a@b.example", body="b", at=NOON)
    assert message is not None
    assert message.subject == "Hi Bcc: a@b.example"


def test_mail_goes_out_with_one_message_id_and_its_calendar(ana: User) -> None:
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    message = outbox.post(
        key="m", to=ana, subject="Meeting", body="Come.", at=NOON, calendar=calendar
    )
    assert message is not None
    (letter,) = delivered(NOON)
    parts = message_from_bytes(outbox.as_mail(letter).message().as_bytes())
    again = message_from_bytes(outbox.as_mail(letter).message().as_bytes())
    assert parts["Message-ID"] == again["Message-ID"]
    invitation = list(parts.walk())[-1]
    assert invitation.get_content_type() == "text/calendar"
    assert invitation.get_param("method") == "REQUEST"


class Connection:
    """A connection to a mail server that fails where it is told to."""

    def __init__(self, opening: Exception | None, sending: Exception | None) -> None:
        self.opening, self.sending = opening, sending

    def open(self) -> None:
        if self.opening:
            raise self.opening

    def send_messages(self, _: object) -> None:
        if self.sending:
            raise self.sending

    def close(self) -> None:
        raise OSError("the line fell when hanging up")


@pytest.mark.parametrize(
    ("opening", "sending", "outcome"),
    [
        (OSError("no route"), None, SendCounts(again=1)),
        (None, smtplib.SMTPRecipientsRefused({}), SendCounts(again=1)),
        (None, smtplib.SMTPDataError(552, b"too big"), SendCounts(again=1)),
        (None, smtplib.SMTPServerDisconnected("gone"), SendCounts(in_doubt=1)),
        (None, TimeoutError(), SendCounts(in_doubt=1)),
        (None, None, SendCounts(sent=1)),
    ],
)
def test_only_a_plain_no_of_the_server_is_tried_again(
    letter: Message,
    monkeypatch: pytest.MonkeyPatch,
    opening: Exception | None,
    sending: Exception | None,
    outcome: SendCounts,
) -> None:
    monkeypatch.setattr(outbox, "get_connection", lambda: Connection(opening, sending))
    assert outbox.send_due(NOON, outbox.by_mail) == outcome


def test_the_command_sends_and_says_so(
    letter: Message, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    settings.SECTORAL_MAIL = True
    call_command("table_send")
    call_command("table_send")
    assert [m.subject for m in mail.outbox] == ["Hello"]
    assert capsys.readouterr().out.startswith("1 sent, 0 to try again")


SENDER = """
import os, sys, django
from datetime import datetime
django.setup()
from sectoral.workspace.actions import outbox
def sender(message):
    with open(sys.argv[1], "a") as box:
        box.write(message.key + chr(10))
    if len(sys.argv) > 3 and message.pk % 3 == 0:
        os.kill(os.getpid(), 9)
outbox.send_due(datetime.fromisoformat(sys.argv[2]), sender)
"""


def test_without_a_mail_server_messages_wait_and_lose_no_try(
    letter: Message, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    settings.SECTORAL_MAIL = False
    call_command("table_send")
    assert "the messages are waiting" in capsys.readouterr().out
    letter.refresh_from_db()
    assert (letter.tries, letter.sent_at) == (0, None)


def test_a_letter_to_an_address_without_an_account_goes_out_once() -> None:
    wanted: dict[str, Any] = {"key": "come", "to": "new@yard.example", "subject": "s", "body": "b"}
    message = outbox.post(**wanted, at=NOON)
    assert message is not None
    assert outbox.post(**wanted, at=NOON) == message
    assert (message.person, message.to) == (None, "new@yard.example")
    assert outbox.send_due(NOON, Box()) == SendCounts(sent=1)


def test_no_row_ever_holds_the_link_of_a_letter(ana: User) -> None:
    message = outbox.post(
        key="way in", to=ana, subject="s", body=f"Come: {way_in('/table/')}", at=NOON
    )
    assert message is not None
    (letter,) = delivered(NOON)
    assert path_in(letter).startswith("/account/link/")
    message.refresh_from_db()
    assert message.body == f"Come: {way_in('/table/')}"


def test_a_letter_to_somebody_without_an_account_holds_a_plain_address() -> None:
    body = f"Come: {way_in('/table/')}"
    outbox.post(key="come", to="new@yard.example", subject="s", body=body, at=NOON)
    assert [path_in(letter) for letter in delivered(NOON)] == ["/table/"]


def run_sender(home: Path, at: datetime, *, killed: bool = False) -> subprocess.Popen[bytes]:
    env = os.environ | {"SECTORAL_HOME": str(home)}
    env["DJANGO_SETTINGS_MODULE"] = "sectoral.workspace.settings"
    words = [sys.executable, "-c", SENDER, str(home / "box"), at.isoformat()]
    return subprocess.Popen(words + (["die"] if killed else []), env=env)


PREPARE = """
import django
from datetime import datetime, UTC
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from sectoral.workspace.actions import outbox
from sectoral.workspace.models import User
ana = User.objects.create_user("ana", "ana@yard.example", "x")
at = datetime(2025, 3, 3, tzinfo=UTC)
for n in range(30):
    outbox.post(key=f"letter {n}", to=ana, subject="s", body="b", at=at)
"""


def test_processes_that_race_and_die_while_sending_send_nothing_twice(tmp_path: Path) -> None:
    env = os.environ | {"SECTORAL_HOME": str(tmp_path)}
    env["DJANGO_SETTINGS_MODULE"] = "sectoral.workspace.settings"
    subprocess.run([sys.executable, "-c", PREPARE], env=env, check=True)
    # Three die by a kill signal inside the sending, two run to the end; then one a day later.
    racing = [run_sender(tmp_path, NOON, killed=n < 3) for n in range(5)]
    for process in racing:
        process.wait(timeout=60)
    run_sender(tmp_path, NOON + timedelta(days=1)).wait(timeout=60)
    sent = (tmp_path / "box").read_text().split("\n")[:-1]
    assert len(sent) == len(set(sent)) == 30
