"""What lies in the database, and in a backup of it, without the key that lies outside."""

import json
import sqlite3
from contextlib import closing
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django import Settings

from sectoral.errors import SectoralError
from sectoral.workspace import triggers
from sectoral.workspace.actions import rounds
from sectoral.workspace.environment import seals
from sectoral.workspace.models import Ballot, Message, Need, Round
from tests.workspace.partnership.world import World, day

SEALED = import_module("sectoral.workspace.migrations.0016_sealed")


@pytest.fixture
def cast(world: World, wanted: list[Need], drawn: Round) -> Ballot:
    """A ballot of Keel & Sons, of three places."""
    choice = [wanted[2].pk, wanted[0].pk, wanted[1].pk]
    keel = world.people["keel"]
    return rounds.cast(round=drawn, seat=world.seats["keel"], choice=choice, at=day(60.1), by=keel)


def everything(folder: Path) -> bytes:
    """The whole database as whoever took it away would have it: the file, and a backup of it."""
    if connection.vendor == "sqlite":
        file = bytes(connection.connection.serialize())
        (folder / "copy.sqlite3").write_bytes(file)
        with closing(sqlite3.connect(folder / "copy.sqlite3")) as copy:
            return file + "\n".join(copy.iterdump()).encode()
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608  (its own names)
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found).encode()


def test_neither_the_database_nor_a_backup_tells_a_ballot(
    world: World, cast: Ballot, tmp_path: Path
) -> None:
    words = json.dumps(cast.choice)
    forms = [words.encode(), words.replace(" ", "").encode()]
    seen = everything(tmp_path)
    assert [form for form in forms if form in seen] == []
    # The same words in the open are found: the search can fail.
    Message.objects.create(
        key="k", to="a@b.example", subject="s", body=words, posted_at=day(1), due_at=day(1)
    )
    assert forms[0] in everything(tmp_path)


def test_the_key_opens_it_and_equal_ballots_do_not_look_alike(
    world: World, cast: Ballot, drawn: Round
) -> None:
    seat, rope = world.seats["rope"], world.people["rope"]
    rounds.cast(round=drawn, seat=seat, choice=cast.choice, at=day(60.1), by=rope)
    assert [ballot.choice for ballot in Ballot.objects.all()] == [cast.choice] * 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT choice FROM workspace_ballot")
        kept = [row[0] for row in cursor.fetchall()]
    assert len(set(kept)) == 2
    assert len({len(one) for one in kept}) == 1


def test_a_former_key_still_opens_and_another_opens_nothing(
    cast: Ballot, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SECTORAL_KEYS = ("a new key", *settings.SECTORAL_KEYS)
    assert Ballot.objects.get().choice == cast.choice
    settings.SECTORAL_KEYS = ("a new key",)
    with pytest.raises(SectoralError, match="does not open with this workspace's key"):
        Ballot.objects.get()
    settings.SECTORAL_KEYS = ()
    monkeypatch.delenv("SECTORAL_SECRET_KEY")
    with pytest.raises(SectoralError, match="found none"):
        seals.seal("x")


def test_the_database_refuses_another_choice_in_a_ballot(cast: Ballot) -> None:
    with pytest.raises(DatabaseError, match="a ballot stays as it was cast"), transaction.atomic():
        Ballot.objects.update(choice=[1])


def test_a_ballot_of_before_is_sealed_as_it_was(cast: Ballot) -> None:
    editor: Any = SimpleNamespace(connection=connection)
    triggers.drop(None, editor)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workspace_ballot SET choice = %s", [json.dumps(cast.choice)])
    SEALED.seal_ballots(apps, editor)
    triggers.create(None, editor)
    assert Ballot.objects.get().choice == cast.choice


def test_a_device_s_secret_lies_sealed_one_of_before_too(world: World) -> None:
    keel = world.people["keel"]
    TOTP.activate(keel, "SECRETSECRET")
    _is_sealed(kept := Authenticator.objects.get(user=keel))
    kept.data = {"secret": "SECRETSECRET"}
    kept.save()
    SEALED.seal_second_factors(apps, SimpleNamespace(connection=connection))
    _is_sealed(Authenticator.objects.get(user=keel))


def _is_sealed(kept: Authenticator) -> None:
    assert "SECRETSECRET" not in json.dumps(kept.data)
    assert seals.unseal(kept.data["secret"]) == "SECRETSECRET"


def test_a_session_s_row_signs_nobody_in(world: World, tmp_path: Path) -> None:
    client = Client()
    client.force_login(world.people["keel"])
    cookie = client.cookies["sessionid"].value
    assert client.get("/account/").status_code == 200
    assert cookie.encode() not in everything(tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_key FROM django_session")
        ((key,),) = cursor.fetchall()
    other = Client()
    other.cookies["sessionid"] = key
    assert other.get("/account/").status_code == 302
