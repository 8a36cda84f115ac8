"""One mailbox is one account, however its address is spelt; a sign that nobody sees is named."""

import re

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from sectoral.workspace.actions import invitations, people
from sectoral.workspace.actions.access import person_of
from sectoral.workspace.models import Invitation, User
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.mailboxes import mailbox_of
from tests.workspace.partnership.letters import token_of
from tests.workspace.partnership.world import World, day

SPELT = ("Eva@Bücher.example", " eva@BÜCHER.example ", "eva@xn--bcher-kva.example")
ONE = "eva@xn--bcher-kva.example"


@pytest.mark.parametrize("text", SPELT)
def test_an_international_domain_has_one_spelling(text: str) -> None:
    assert mailbox_of(text) == ONE


def test_a_plain_address_is_trimmed_and_in_small_letters() -> None:
    typed = "\u00a0 Bo.Drei@Yard-1.Quayland.example\t"
    assert mailbox_of(typed) == "bo.drei@yard-1.quayland.example"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ana@yard.example\u200b", "a zero width space (U+200B) after “example”"),
        ("ana\u00ad.stone@yard.example", "a soft hyphen (U+00AD) after “ana”"),
        ("\ufeffana@yard.example", "a zero width no-break space (U+FEFF) at its beginning"),
        ("ana\u00a0@yard.example", "a no-break space (U+00A0) after “ana”"),
        ("ana@\u202eyard.example", "a right-to-left override (U+202E) after “@”"),
        ("ana@yard\x07.example", "a control character (U+0007) after “yard”"),
    ],
)
def test_a_sign_that_nobody_sees_is_refused_and_named(text: str, named: str) -> None:
    with pytest.raises(Refused, match=re.escape(f"holds {named}: type the address again.")):
        mailbox_of(text)


@pytest.mark.parametrize(
    "text",
    ["", "ana", "a b@yard.example", "a@b@yard.example", "a@xn--zzzz9.example", "a@-b.example"],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is not an e-mail address"):
        mailbox_of(text)


@given(st.text(max_size=40), st.text(min_size=1, max_size=20))
def test_a_normal_form_is_its_own_normal_form_or_the_address_is_refused(
    local: str, domain: str
) -> None:
    try:
        once = mailbox_of(f"{local}@{domain}.example")
    except Refused:
        return
    assert mailbox_of(once) == once
    assert once.isascii()


def test_two_spellings_open_one_account(world: World) -> None:
    eva = people.add_person(email=SPELT[0], name="Eva E", at=day(1), by=world.state)
    assert (eva.email, eva.username, eva.mailbox) == (ONE, ONE, ONE)
    for again in SPELT:
        assert person_of(again) == eva
        with pytest.raises(Refused, match="already has an account"):
            people.add_person(email=again, name="Eva Two", at=day(1), by=world.state)


def test_the_database_keeps_one_account_a_mailbox(world: World) -> None:
    User.objects.create_user("eva", SPELT[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("other", ONE)


def test_an_address_that_changes_takes_its_normal_form_along(world: World) -> None:
    keel = world.people["keel"]
    keel.email = "Other@Yard.example"
    keel.save(update_fields=["email"])
    assert person_of("other@yard.example") == keel


def test_an_invitation_in_one_spelling_is_for_the_account_of_the_other(world: World) -> None:
    eva = people.add_person(email=SPELT[2], name="Eva E", at=day(1), by=world.state)
    sent = invitations.invite(
        seat=world.seats["keel"], email=SPELT[0], at=day(1), by=world.convener
    )
    assert Invitation.objects.get(pk=sent.pk).email == ONE
    held = invitations.accept(token=token_of(sent, day(1)), at=day(1), by=eva)
    assert held.person == eva
