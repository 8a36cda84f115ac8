"""Rows that were there before names had keys: filled in, owners joined, nothing breaks."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

OLD = "old"
AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
BEFORE = ("workspace", "0009_letters_and_mailboxes")


class ToOld:
    """Everything that is asked of no database by name is asked of the old one."""

    def db_for_read(self, *_: Any, **__: Any) -> str:
        return OLD

    db_for_write = db_for_read


@pytest.fixture
def old(tmp_path: Path, django_db_blocker: Any, settings: Any) -> Iterator[str]:
    """A database of its own, as it was before names had keys."""
    connections.databases[OLD] = {
        **connections.databases["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(tmp_path / "old.sqlite3"),
        "OPTIONS": {},
    }
    settings.DATABASE_ROUTERS = [ToOld()]
    with django_db_blocker.unblock():
        call_command("migrate", *BEFORE, database=OLD, verbosity=0)
        yield OLD
        connections[OLD].close()
    del connections.databases[OLD]


def test_duplicates_stay_and_owners_of_one_name_become_one(old: str) -> None:
    rows = MigrationExecutor(connections[old]).loader.project_state(BEFORE).apps
    organization = rows.get_model("workspace", "Organization").objects.using(old)
    group = rows.get_model("workspace", "OwnershipGroup").objects.using(old)
    owners = [group.create(name=name) for name in ("Keelson", "KEELSON.", "Spar")]
    for name, owner in zip(("Keel", "KEEL.", "Keel ", "???"), (*owners, None), strict=True):
        organization.create(
            name=name, system="employer", naics="336612", owner=owner, created_at=AT
        )
    organization.create(name="Keel", system="education", created_at=AT)

    call_command("migrate", "workspace", database=old, verbosity=0)

    held = MigrationExecutor(connections[old]).loader.project_state().apps
    organization = held.get_model("workspace", "Organization").objects.using(old)
    found = list(organization.order_by("pk").values_list("name", "key", "owner__name"))
    assert found == [
        ("Keel", "keel", "Keelson"),
        ("KEEL.", "keel ~2", "Keelson"),
        ("Keel ", "keel ~3", "Spar"),
        ("???", " ~4", None),
        ("Keel", "keel", None),
    ]
    lines = held.get_model("workspace", "Event").objects.using(old).filter(verb="join_owners")
    said = "Keelson and KEELSON. are one owner: only the spelling differs"
    assert list(lines.values_list("subject_id", "words")) == [(2, said)]
    second = organization.get(pk=2)
    second.save()
    assert organization.get(pk=2).key == "keel ~2"
