"""What a workspace of before finds when it comes to the present form."""

from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from sectoral.workspace.actions import outbox
from sectoral.workspace.actions.access import person_of
from sectoral.workspace.actions.letter_links import digest_token
from sectoral.workspace.models import Event, Invitation, Message, SignInLink, User
from sectoral.workspace.rules.policy import LETTER_LASTS
from tests.workspace.partnership.letters import delivered, path_in
from tests.workspace.partnership.world import World, day

pytestmark = pytest.mark.django_db

LETTERS = import_module("sectoral.workspace.migrations.0009_letters_and_mailboxes")
TOKENS = ("a" * 43, "b" * 43)
OLD = "Sign in: https://t.example/account/link/{}/ or join: https://t.example/invited/{}/ soon."


def _old_letter(world: World, at: datetime) -> Message:
    keel = world.people["keel"]
    SignInLink.objects.create(
        person=keel, token_digest=digest_token(TOKENS[0]), leads_to="/table/", sent_at=at,
        expires_at=at + LETTER_LASTS.span,
    )  # fmt: skip
    Invitation.objects.create(
        seat=world.seats["sail"], email="nora@sail.example", token_digest=digest_token(TOKENS[1]),
        sent_by=world.convener, sent_at=at, expires_at=at + timedelta(days=14),
    )  # fmt: skip
    letter = outbox.post(key="old", to=keel, subject="s", body=OLD.format(*TOKENS), at=at)
    assert letter is not None
    return letter


def test_a_live_link_in_a_letter_that_waits_becomes_a_marker(world: World) -> None:
    letter = _old_letter(world, day(1))
    LETTERS.take_links_out(apps, connection.schema_editor())
    letter.refresh_from_db()
    assert not any(token in letter.body for token in TOKENS)
    assert SignInLink.objects.get().ended_at is not None
    (sent,) = [one for one in delivered(day(1)) if one.pk == letter.pk]
    assert path_in(sent).startswith("/account/link/")
    new = sent.body.split("/invited/")[1].split("/")[0]
    assert Invitation.objects.get().token_digest == digest_token(new)


def test_of_a_letter_in_doubt_the_link_is_forgotten(world: World) -> None:
    letter = _old_letter(world, day(1))
    Message.objects.filter(pk=letter.pk).update(handed_at=day(1))
    LETTERS.take_links_out(apps, connection.schema_editor())
    letter.refresh_from_db()
    assert letter.body == "Sign in: … or join: … soon."


def test_of_two_accounts_of_one_mailbox_the_one_used_last_has_it(world: World) -> None:
    for name, spelt, seen in (("one", "x@bücher.example", 1), ("two", "X@Bücher.example", 2)):
        User.objects.bulk_create([User(username=name, email=spelt, last_login=day(seen))])
    User.objects.bulk_create(
        [User(username="gone", email="x@xn--bcher-kva.example", is_active=False)]
    )
    LETTERS.name_mailboxes(apps, connection.schema_editor())
    found = person_of("x@bücher.example")
    assert (found and found.username) == "two"
    assert [line.words for line in Event.objects.filter(verb="share_mailbox").order_by("pk")] == [
        "the accounts two and one have one mailbox: links to sign in go to the first one",
        "the accounts two and gone have one mailbox: links to sign in go to the first one",
    ]
