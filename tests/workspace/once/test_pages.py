"""Pressed twice, done once: at every form of every page, without a script."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

import sectoral.workspace
from sectoral.workspace.actions import access, invitations
from sectoral.workspace.environment import clock
from sectoral.workspace.models import (
    Delegate,
    Import,
    Message,
    Need,
    Organization,
    Press,
    Token,
    User,
)
from sectoral.workspace.rules.policy import FORM_LASTS
from tests.workspace.account.conftest import letters_to, way_in
from tests.workspace.once.forms import form_in, form_on
from tests.workspace.partnership.world import World, day

NEED = {
    "category": "talent",
    "title": "Welders",
    "text": "Nobody to weld.",
    "may_become_public": "on",
}


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def keel(world: World) -> Client:
    return signed_in(world.people["keel"])


@pytest.fixture
def to(world: World) -> str:
    """Where a need is written down."""
    return f"/act/partnership.draft_need/{world.partnership.pk}/"


def test_two_presses_of_one_form_write_one_need_and_are_answered_alike(
    keel: Client, to: str
) -> None:
    typed = form_on(keel, to) | NEED
    both = [keel.post(to, typed) for _ in range(2)]
    assert [answer.status_code for answer in both] == [302, 302]
    assert both[0]["Location"] == both[1]["Location"]
    said = [[str(one) for one in get_messages(answer.wsgi_request)] for answer in both]
    assert said[0] == said[1] != []
    assert Need.objects.count() == 1


def test_two_forms_loaded_anew_write_two_equal_needs(keel: Client, to: str) -> None:
    for typed in [form_on(keel, to) | NEED for _ in range(2)]:
        assert keel.post(to, typed).status_code == 302
    assert Need.objects.count() == 2


def test_a_form_in_a_fold_of_a_page_carries_its_key_too(
    keel: Client, world: World, to: str
) -> None:
    page = f"/partnerships/{world.partnership.slug}/needs/"
    typed = form_on(keel, page, sent_to=to) | NEED
    for _ in range(2):
        assert keel.post(to, typed)["Location"] == page
    assert Need.objects.count() == 1


def test_what_was_refused_can_be_mended_and_sent_with_the_same_key(keel: Client, to: str) -> None:
    typed = form_on(keel, to)
    refused = keel.post(to, typed | NEED | {"text": "Call 123-45-6789."})
    assert (refused.status_code, Need.objects.count(), Press.objects.count()) == (422, 0, 0)
    assert keel.post(to, typed | NEED).status_code == 302
    again = form_in(refused) | NEED
    assert again["once"] != typed["once"]
    assert keel.post(to, again).status_code == 302
    assert Need.objects.count() == 2


def test_a_form_that_was_changed_after_it_was_sent_loses_nothing_and_asks(
    keel: Client, to: str
) -> None:
    typed = form_on(keel, to) | NEED
    keel.post(to, typed)
    changed = keel.post(to, typed | {"title": "Painters"})
    assert changed.status_code == 422
    assert b"You already sent this form, and it was done." in changed.content
    assert b"Painters" in changed.content
    assert Need.objects.count() == 1
    keel.post(to, form_in(changed) | NEED | {"title": "Painters"})
    assert Need.objects.count() == 2


def test_a_key_is_of_one_person_one_act_and_one_thing(keel: Client, world: World, to: str) -> None:
    other = form_on(keel, to.replace("draft_need", "put_forward"))
    stranger = form_on(signed_in(world.people["rope"]), to)
    forged = {**form_on(keel, to), "once": "1767603600.AAAA:forged"}
    for hidden in (other, stranger, forged):
        answer = keel.post(to, NEED | {"once": hidden["once"]})
        assert answer.status_code == 422
        assert b"This form was opened by somebody else or on another page" in answer.content
        assert b"Nobody to weld." in answer.content
    assert Need.objects.count() == 0


def test_a_form_that_lay_open_for_a_week_is_shown_again_with_what_was_typed(
    keel: Client, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = form_on(keel, to) | NEED
    late = day(61) + FORM_LASTS.span + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: late)
    answer = keel.post(to, typed)
    assert answer.status_code == 422
    assert b"This page was open for more than a week" in answer.content
    assert b"Nobody to weld." in answer.content
    assert keel.post(to, form_in(answer) | NEED).status_code == 302
    assert Need.objects.count() == 1


def test_the_clocks_forget_a_key_only_when_its_form_is_stale(
    keel: Client, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = form_on(keel, to) | NEED
    keel.post(to, typed)
    for later, kept in ((FORM_LASTS.span, 1), (FORM_LASTS.span + timedelta(seconds=1), 0)):
        now = day(61) + later
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        call_command("table_clocks", verbosity=0)
        assert Press.objects.count() == kept
        assert keel.post(to, typed).status_code == (302 if kept else 422)
    assert Need.objects.count() == 1


def test_the_second_press_is_answered_even_where_the_first_ended_ones_place(world: World) -> None:
    sail = signed_in(world.people["sail"])
    to = f"/act/seat.leave/{world.seats['sail'].pk}/"
    typed = form_on(sail, to) | {"reason": "We move away.", "next": "/regions/"}
    assert [sail.post(to, typed)["Location"] for _ in range(2)] == ["/regions/", "/regions/"]


# ── sisters: files, tokens, ways in ───────────────────────────────────────────────────────────


def test_a_file_given_twice_is_read_once_and_brought_in_and_undone_once(world: World) -> None:
    state = signed_in(world.state)
    hidden = form_on(state, "/import/", sent_to="/import/")

    def give() -> str:
        file = SimpleUploadedFile("firms.csv", b"Organization,Kind,NAICS\nDory,company,336612\n")
        typed = hidden | {"kind": "organizations", "file": file}
        return str(state.post("/import/", typed)["Location"])

    run = give()
    assert give() == run
    assert Import.objects.count() == 1
    state.post(run, {"do": "check", "name": "0", "system": "1", "naics": "2"})
    for step, count in (("bring", 1), ("undo", 0)):
        page = state.get(run)
        typed = {"do": step, "once": form_in(page)["once"]}
        both = [state.post(run, typed) for _ in range(2)]
        assert [answer.status_code for answer in both] == [302, 302], step
        said = [[str(one) for one in get_messages(answer.wsgi_request)] for answer in both]
        assert said[0] == said[1]
        assert Organization.objects.filter(name="Dory").count() == count


def test_a_checklist_loaded_twice_is_one_version(world: World) -> None:
    state = signed_in(world.state)
    page = "/checklists/"
    typed = form_on(state, page) | {"example": "default"}
    assert [state.post(page, typed).status_code for _ in range(2)] == [302, 302]
    assert b"version 2" not in state.get(page).content


def test_a_token_made_twice_is_one_and_is_shown_both_times(keel: Client) -> None:
    asked = {"name": "a calendar", "scopes": "read", "days": "90"}
    page = "/account/tokens/"
    typed = form_on(keel, page) | asked
    answers = [keel.post(page, typed).content.decode() for _ in range(2)]
    shown = [re.findall(r"sectoral_[\w-]{43}", answer) for answer in answers]
    assert shown[0] == shown[1] != []
    assert Token.objects.count() == 1
    assert access.use_token(key=shown[0][0], at=day(61)).scopes == {"read"}
    # What opens the door stands nowhere, and follows from nothing that is kept.
    assert shown[0][0] not in str(list(Press.objects.values())) + str(list(Token.objects.values()))
    other = keel.post(page, form_on(keel, page) | asked).content.decode()
    assert shown[0][0] not in other
    assert Token.objects.count() == 2


def test_a_link_asked_for_twice_is_one_letter(client: Client, world: World) -> None:
    to = "/account/link/"
    typed = form_on(client, "/account/sign-in/", sent_to=to) | {"email": "sail@quayland.example"}
    assert {client.post(to, typed)["Location"] for _ in range(2)} == {"/account/link/sent/"}
    assert Message.objects.filter(to="sail@quayland.example").count() == 1


def test_a_link_pressed_twice_signs_in_twice_but_only_on_the_form_it_was_pressed_on(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    access.send_link(email="sail@quayland.example", at=day(61))
    page = way_in(letters_to("sail@quayland.example")[-1])
    typed, other = form_on(client, page), form_on(Client(), page)
    # Both presses leave before the first is answered: the second has no session.
    for press in (Client(), Client()):
        assert press.post(page, typed).status_code == 302
        assert press.session["_auth_user_id"] == str(world.people["sail"].pk)
    for late in (other, {}):
        assert Client().post(page, late).status_code == 410
    monkeypatch.setattr(clock, "now", lambda: day(61) + timedelta(minutes=2, seconds=1))
    assert Client().post(page, typed).status_code == 410


def test_an_invitation_pressed_twice_seats_one_delegate_and_lets_him_in(world: World) -> None:
    invitations.invite(
        seat=world.seats["sail"], email="nora@sail.example", at=day(61), by=world.convener
    )
    page = way_in(letters_to("nora@sail.example")[-1])
    typed = form_on(Client(), page) | {"name": "Nora New"}
    before = Delegate.objects.count()
    for press in (Client(), Client()):
        assert press.post(page, typed).status_code == 302
        assert "_auth_user_id" in press.session
    assert Delegate.objects.count() == before + 1
    assert Client().post(page, {"name": "Nora New"}).status_code == 410


# ── no form is forgotten ──────────────────────────────────────────────────────────────────────

WITHOUT = {
    "403_stale.html": 1,  # it sends the form's own key again, with all that was typed
    "account/hand_over.html": 1,  # the last link counts, and is shown
    # What they do twice is what they do once, or is not ours to make.
    "account/account.html": 3,  # end a token, be called so, sign out everywhere
    "account/confirm.html": 2,  # show who one is
    "account/demo.html": 2,  # sign in as somebody of the demo
    "account/invited.html": 1,  # sign out first
    "account/leave.html": 1,  # there is nobody left to leave a second time
    "account/login.html": 2,  # a password, the provider
    "account/logout.html": 1,
    "account/password_form.html": 1,  # the same password
    "mfa/authenticate.html": 1,
    "mfa/recovery_codes/generate.html": 1,  # the last ones count, and are shown
    "mfa/totp/activate_form.html": 1,
    "mfa/totp/deactivate_form.html": 1,
    "socialaccount/login.html": 1,
    "partnership/reply.html": 1,  # the same answer, which may be changed
}


def test_every_form_that_makes_something_carries_a_key() -> None:
    folder = Path(sectoral.workspace.__file__).parent / "templates"
    without = {}
    for template in sorted(folder.rglob("*.html")):
        forms = re.findall(r'<form\b[^>]*method="post".*?</form>', template.read_text(), re.S)
        bare = [form for form in forms if not re.search(r"\{% once_key|\{\{ once \}\}", form)]
        if bare:
            without[str(template.relative_to(folder))] = len(bare)
    assert without == WITHOUT
