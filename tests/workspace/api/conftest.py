"""The interface is tried on the table's own world."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from sectoral.workspace.actions.access import make_token
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Partnership, User
from tests.workspace.partnership.conftest import drawn, laid, wanted, world
from tests.workspace.partnership.world import day

__all__ = ["drawn", "laid", "wanted", "world"]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.SECTORAL_MFA = False
    monkeypatch.setattr(clock, "now", lambda: day(61))


class Caller:
    """A program that holds one person's token."""

    def __init__(self, token: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {token}"})

    def get(self, path: str, **asked: Any) -> Any:
        """Read."""
        return self.client.get(f"/api/{path}", asked)

    def post(self, path: str, body: Any = None) -> Any:
        """Act."""
        return self.client.post(f"/api/acts/{path}", body or {}, content_type="application/json")


def caller(person: User, *scopes: str, at: Partnership | None = None) -> Caller:
    """A program of this person's, with these scopes; without any, both."""
    _, token = make_token(
        name="a program",
        scopes=scopes or ("read", "write"),
        partnership=at,
        at=day(60.5),
        by=person,
    )
    return Caller(token)


@pytest.fixture
def calls() -> Callable[..., Caller]:
    """Callers by person."""
    return caller
