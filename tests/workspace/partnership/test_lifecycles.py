"""Every life cycle is whole: guards that exist, ends that are meant, moves that somebody makes."""

import pytest
from django.db import models as django_models

from sectoral.workspace import models
from sectoral.workspace.guards import GUARDS_OF
from sectoral.workspace.rules.lifecycles import (
    LIFE_CYCLES,
    PARTNERSHIP,
    StageMove,
    final_stages,
    stages_of,
)
from sectoral.workspace.rules.permissions import PERMISSION_OF

NOUNS: dict[str, tuple[type[django_models.Model], str]] = {
    "partnership": (models.Partnership, "stage"),
    "need": (models.Need, "state"),
    "round": (models.Round, "state"),
    "meeting": (models.Meeting, "state"),
    "solution": (models.Solution, "state"),
    "commitment": (models.Commitment, "state"),
    "cost share": (models.CostShare, "state"),
}

EVERY = [(noun, step) for noun, life in LIFE_CYCLES.items() for step in life]


def test_every_life_cycle_is_tried_here() -> None:
    assert set(LIFE_CYCLES) == set(NOUNS)


@pytest.mark.parametrize(("noun", "step"), EVERY, ids=lambda value: getattr(value, "verb", value))
def test_every_guard_exists_and_somebody_may_make_the_move(noun: str, step: StageMove) -> None:
    assert set(step.guards) <= set(GUARDS_OF.get(NOUNS[noun][0], {}))
    assert step.permissions or step.clock
    assert set(step.permissions) <= set(PERMISSION_OF)


@pytest.mark.parametrize("noun", NOUNS)
def test_a_life_cycle_knows_the_stages_of_its_model_and_no_others(noun: str) -> None:
    model, field = NOUNS[noun]
    known = {value for value, _ in model._meta.get_field(field).flatchoices}  # type: ignore[union-attr]
    assert stages_of(LIFE_CYCLES[noun]) == known


@pytest.mark.parametrize("noun", NOUNS)
def test_every_stage_can_be_reached_from_the_first(noun: str) -> None:
    life = LIFE_CYCLES[noun]
    model, field = NOUNS[noun]
    reached = {model._meta.get_field(field).get_default()}  # type: ignore[union-attr]
    for _ in life:
        reached |= {step.after for step in life if reached & set(step.before)}
    assert reached == stages_of(life)


def test_a_partnership_ends_rejected_merged_split_or_closed() -> None:
    assert final_stages(PARTNERSHIP) == {"rejected", "merged", "split", "closed"}


def test_no_person_can_make_a_partnership_active() -> None:
    # I12: the only move to 'active' is time's, under its guards.
    (step,) = [step for step in PARTNERSHIP if step.after == "active"]
    assert (step.permissions, step.clock) == ((), True)
    assert {"checklist", "lead_convener", "awake"} <= set(step.guards)
