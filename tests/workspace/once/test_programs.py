"""A program that sends its key again hears the first answer; nothing is done twice."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from sectoral.workspace import presses
from sectoral.workspace.acts import ACTS
from sectoral.workspace.api.main import openapi_document
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Need, Press
from sectoral.workspace.rules.policy import FORM_LASTS
from tests.workspace.api.conftest import Caller
from tests.workspace.partnership.world import World, day

Calls = Callable[..., Caller]
NEED = {
    "category": "talent",
    "title": "Welders",
    "text": "Nobody to weld.",
    "may_become_public": True,
}
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


@pytest.fixture
def to(world: World) -> str:
    return f"partnership.draft_need/{world.partnership.pk}"


def send(by: Caller, to: str, body: Any, key: str = KEY) -> Any:
    return by.client.post(
        f"/api/acts/{to}", body, content_type="application/json", headers={"Idempotency-Key": key}
    )


def test_the_same_key_and_body_are_answered_alike_and_done_once(
    world: World, calls: Calls, to: str
) -> None:
    keel = calls(world.people["keel"])
    first, second = send(keel, to, NEED), send(keel, to, NEED)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert first.json()["id"] == Need.objects.get().pk
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"
    # A key in quotes, as the draft of the standard writes it, is the same key.
    assert send(keel, to, NEED, f'"{KEY}"').content == first.content


def test_the_same_key_with_another_body_or_act_is_told_so(
    world: World, calls: Calls, to: str
) -> None:
    keel = calls(world.people["keel"])
    need = send(keel, to, NEED).json()["id"]
    for other, body in ((to, {**NEED, "title": "Painters"}), (f"need.raise/{need}", {})):
        answer = send(keel, other, body)
        assert answer.status_code == 422
        assert "was used for another call" in answer.json()["reason"]
        assert list(answer.json()["fields"]) == ["Idempotency-Key"]
    assert Need.objects.get().state == "draft"


def test_without_a_key_or_with_another_it_is_done_again(
    world: World, calls: Calls, to: str
) -> None:
    keel = calls(world.people["keel"])
    for key in ("one", "two"):
        assert send(keel, to, NEED, key).status_code == 200
    assert keel.post(to, NEED).status_code == 200
    assert Need.objects.count() == 3


def test_what_is_refused_leaves_the_key_free(world: World, calls: Calls, to: str) -> None:
    keel = calls(world.people["keel"])
    assert send(keel, to, {**NEED, "text": "Call 123-45-6789."}).status_code == 422
    assert send(keel, to, {**NEED, "category": "wages"}).status_code == 422
    assert send(calls(world.people["college"]), to, NEED).status_code == 403
    assert Press.objects.count() == 0
    assert send(keel, to, NEED).status_code == 200


def test_anothers_key_is_another_key(world: World, calls: Calls, to: str) -> None:
    answers = [send(calls(world.people[key]), to, NEED).json()["id"] for key in ("keel", "rope")]
    assert len(set(answers)) == 2


def test_a_key_that_is_none_is_refused(world: World, calls: Calls, to: str) -> None:
    keel = calls(world.people["keel"])
    for bad in ("", "two words", "é", "x" * 256):
        assert send(keel, to, NEED, bad).status_code == 422
    assert Need.objects.count() == 0


def test_an_answer_is_kept_for_a_week(
    world: World, calls: Calls, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keel = calls(world.people["keel"])
    for later in (timedelta(), FORM_LASTS.span, FORM_LASTS.span + timedelta(seconds=1)):
        now = day(61) + later
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        assert send(keel, to, NEED).status_code == 200
    assert Need.objects.count() == 2


def test_who_comes_while_the_first_is_not_done_is_asked_to_wait(
    world: World, calls: Calls, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: Any, **__: Any) -> Any:
        raise presses.StillAtIt

    monkeypatch.setattr(presses, "run_once", held)
    answer = send(calls(world.people["keel"]), to, NEED)
    assert (answer.status_code, answer["Retry-After"]) == (409, "1")
    assert "still running" in answer.json()["reason"]


def test_every_act_declares_the_header() -> None:
    told = openapi_document()["paths"]
    posts = [calls["post"] for calls in told.values() if "post" in calls]
    assert len(posts) == len(ACTS)
    for call in posts:
        (header,) = [one for one in call["parameters"] if one["in"] == "header"]
        assert (header["name"], header["required"]) == ("Idempotency-Key", False)
        assert "nothing is done twice" in header["description"]
