"""The record: every change has its line, and no line is ever changed or removed (I11)."""

import ast
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from sectoral.workspace import actions, triggers
from sectoral.workspace.models import Event, Partnership
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.world import START, World, day

pytestmark = pytest.mark.django_db


def test_every_move_carries_actor_time_and_reason(world: World) -> None:
    line = world.partnership.events.get(after="forming")
    assert (line.actor, line.at, line.before) == (world.state, START, "proposed")
    assert line.words == "Boat building in Harbour: proposed → forming"


@pytest.mark.parametrize("change", ["update", "delete"])
def test_no_line_is_changed_or_removed(world: World, change: str) -> None:
    lines = Event.objects.filter(partnership=world.partnership)
    with pytest.raises(IntegrityError, match="a line of the record is never"), transaction.atomic():
        lines.update(reason="nicer") if change == "update" else lines.delete()


def test_without_the_trigger_a_line_could_be_changed(world: World) -> None:
    with connection.cursor() as cursor:
        on = " ON workspace_event" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER event_never_changes{on}")
    assert Event.objects.update(reason="nicer") > 0
    assert "event_never_changes" not in triggers.installed_names(connection)


def test_a_partnership_is_never_removed(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Partnership.objects.filter(pk=world.partnership.pk)._raw_delete("default")


def test_the_record_of_a_life_reads_as_its_history(db: None) -> None:
    world = worlds.active()
    stages = [
        (line.before, line.after)
        for line in world.partnership.events.filter(subject="partnership").exclude(after="")
    ]
    assert stages == [
        ("proposed", "forming"),
        ("forming", "launch_ready"),
        ("launch_ready", "launched"),
        ("launched", "active"),
    ]


def test_the_record_names_nobody_who_is_invited(world: World) -> None:
    # An address is personal: the line says that somebody is invited, not who.
    from sectoral.workspace.actions import invitations  # noqa: PLC0415

    invitations.invite(
        seat=world.seats["keel"], email="who@quayland.example", at=day(1), by=world.convener
    )
    assert not Event.objects.filter(words__contains="who@").exists()


def test_every_action_of_the_house_is_atomic_and_ends_in_at_and_by() -> None:
    # Public verbs of the five nouns: keyword-only, atomic, and given the clock.
    folder = Path(actions.__file__).parent
    faults = []
    for name in ("people", "organizations", "seats", "partnerships", "conveners", "invitations"):
        for function in _verbs(folder / f"{name}.py"):
            decorated = any(ast.unparse(d) == "transaction.atomic" for d in function.decorator_list)
            given = {argument.arg for argument in function.args.kwonlyargs}
            if decorated and "at" not in given:
                faults.append(f"{name}.{function.name}")
    assert faults == []


def _verbs(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def test_rows_change_in_actions_only() -> None:
    # No `.update(`, `.create(`, `.save(` or `.delete(` of rows outside actions, the move and
    # the record itself, the outbox that sends what actions posted, links and all, and the
    # one-time keys under which actions are asked for.
    workspace = Path(actions.__file__).parent.parent
    writers = {"moves.py", "record.py", "outbox.py", "letter_links.py", "presses.py"}
    faults = []
    for path in workspace.rglob("*.py"):
        inside = path.relative_to(workspace).parts
        if inside[0] in {"actions", "migrations"} or inside[-1] in writers:
            continue
        faults += [
            f"{'/'.join(inside)}: {call}"
            for call in _calls(path)
            if call.endswith(("objects.update", "objects.create", "objects.bulk_create"))
        ]
    assert faults == []


def _calls(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]
