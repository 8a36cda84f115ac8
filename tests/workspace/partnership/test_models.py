"""The world can be built by actions, and the database has every rule that crosses tables."""

import pytest
from django.core.management import call_command
from django.db import connection

from sectoral.workspace import triggers
from tests.workspace.partnership.world import World, ready

pytestmark = pytest.mark.django_db


def test_a_partnership_is_formed_by_actions_alone(world: World) -> None:
    assert world.partnership.stage == "forming"
    assert len(world.seats) == 11


def test_a_formed_partnership_becomes_ready() -> None:
    assert ready().partnership.stage == "launch_ready"


def test_every_trigger_is_in_the_database() -> None:
    assert triggers.installed_names(connection) == {trigger.name for trigger in triggers.TRIGGERS}


def test_the_migrations_say_what_the_models_say() -> None:
    call_command("makemigrations", "workspace", check=True, dry_run=True)
