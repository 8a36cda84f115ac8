"""The ways in are tried on the table's small world, by its own clock."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from sectoral.workspace.environment import clock
from sectoral.workspace.environment.identity import IdentityProvider
from sectoral.workspace.models import Message, User
from tests.workspace.account import provider as theirs
from tests.workspace.account.agency import Agency, running
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.letters import delivered, path_in
from tests.workspace.partnership.world import World, day


class Hand:
    """The clock's hand: moved by a test, read by the doors."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def on(self, **time: float) -> None:
        """Let time pass."""
        self.at += timedelta(**time)


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    """The doors' clock, in the tests' hand."""
    hand = Hand(day(50))
    monkeypatch.setattr(clock, "now", hand)
    return hand


@pytest.fixture
def world(db: None, hand: Hand) -> World:
    """A forming partnership with everybody seated."""
    return worlds.formed()


@pytest.fixture
def keel(world: World) -> User:
    """The person of Keel & Sons, a champion."""
    return world.people["keel"]


@pytest.fixture
def client() -> Client:
    """A browser that gives its word with every form."""
    return Client()


@pytest.fixture
def strict(settings: Settings) -> Settings:
    """A second factor is asked for, as it is unless somebody waives it."""
    settings.SECTORAL_MFA = True
    return settings


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agency]:
    """A provider that runs in a process of its own, for all tests."""
    with running(tmp_path_factory.mktemp("provider")) as agency:
        yield agency


@pytest.fixture
def agency(house: Agency, settings: Settings, hand: Hand, db: None) -> Agency:
    """The same, without orders; the workspace is told of it.

    Its tokens are of this hour, so that the doors' clock is set to it.
    """
    house.order()
    cache.clear()
    hand.at = datetime.now(UTC)
    settings.SECTORAL_PROVIDERS = (described(house),)
    return house


def described(house: Agency, **more: Any) -> IdentityProvider:
    """The provider as an operator describes it."""
    facts = {"issuer": house.issuer, "name": "Quayland's agencies"}
    return IdentityProvider(**facts | {"client": theirs.CLIENT, "secret": theirs.SECRET} | more)


def letters_to(email: str) -> list[Message]:
    """What the outbox has had for an address, the latest last."""
    return list(Message.objects.filter(to=email).order_by("pk"))


def way_in(letter: Message) -> str:
    """The path of the page that a letter leads to, once it is sent: it is sent now."""
    sent = delivered(clock.now())
    return path_in(next(one for one in sent if one.pk == letter.pk))


def signed_in(client: Client) -> str | None:
    """The pk of whoever is signed in, as the session has it."""
    return client.session.get("_auth_user_id")
