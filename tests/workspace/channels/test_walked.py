"""The stranger's walk, a few of them; `python3 run.py attack walks` makes two thousand."""

import pytest

from sectoral.workspace.actions import organizations, people
from sectoral.workspace.acts import BY_KEY
from sectoral.workspace.models.partnerships import LIVE
from sectoral.workspace.queries import reach
from sectoral.workspace.rules.answers import YES
from tests.attack import walks
from tests.attack.asked import Asked

pytestmark = pytest.mark.django_db


def test_nobody_changes_a_row_at_a_table_without_a_right_there() -> None:
    told = walks.attack(Asked(seed="suite", walks=5, moves=40))
    assert told.faults == []
    assert told.figures["done"] >= 10
    assert told.figures["not known of"] + told.figures["not allowed"] >= 50


def _seen(monkeypatch: pytest.MonkeyPatch, *keys: str) -> str:
    """What walks that make these moves alone found."""
    monkeypatch.setattr(walks, "ACTS", tuple(BY_KEY[key] for key in keys))
    return "\n".join(walks.attack(Asked(seed="seen", walks=4, moves=40)).faults)


def test_it_sees_a_belonging_that_a_foreign_convener_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (reach, people):
        monkeypatch.setattr(module, "partnerships_of", lambda _: [])
    assert "membership" in _seen(monkeypatch, "organization.depart")


def test_it_sees_an_owner_that_other_tables_did_not_agree_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(organizations, "may_keep", lambda *_, **__: YES)
    assert "owner" in _seen(monkeypatch, "state.declare_ownership")


def test_it_sees_who_acts_on_at_a_closed_table(monkeypatch: pytest.MonkeyPatch) -> None:
    # Its conveners convene on, as if it lived.
    every = (*LIVE, "closed")
    monkeypatch.setattr("sectoral.workspace.queries.roles.LIVE", every)
    monkeypatch.setattr("sectoral.workspace.models.partnerships.Partnership.is_live", True)
    assert "seat" in _seen(monkeypatch, "seat.leave", "seat.set_vote")
