"""docs/partnerships.md says what the code says."""

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.apps import apps

from sectoral.workspace import triggers
from sectoral.workspace.rules import ballots, lifecycles, permissions

DOC = (Path(__file__).resolve().parents[3] / "docs" / "partnerships.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("mark", "made"),
    [
        ("life cycles", lifecycles.as_text()),
        ("permissions", permissions.as_text()),
        ("ballot rules", ballots.as_text()),
    ],
)
def test_the_page_about_the_table_is_up_to_date(mark: str, made: str) -> None:
    assert f"<!-- {mark} -->\n{made}\n<!-- end -->" in DOC


def cells(column: int) -> set[str]:
    """The names that stand in one column of the table of what always holds."""
    part = DOC.split("## What always holds")[1].split("\n## ")[0]
    rows = [line.split("|") for line in part.splitlines() if line.startswith("|")]
    return {name for row in rows[2:] for name in re.findall(r"`([^`]+)`", row[column])}


def test_every_trigger_named_there_is_one() -> None:
    known = [trigger.name for trigger in triggers.TRIGGERS]
    lost = {name for name in cells(4) if not any(fnmatch(one, name) for one in known)}
    assert cells(4)
    assert lost == set()


def test_every_constraint_named_there_is_one() -> None:
    models = apps.get_app_config("workspace").get_models()
    known = {constraint.name for model in models for constraint in model._meta.constraints}
    assert cells(3)
    assert cells(3) <= known
