"""The convener's own organization would deliver: it stands aside, a deputy runs it (I6, S2)."""

from collections.abc import Callable
from typing import Any

import pytest

from sectoral.workspace.actions import conveners, solutions
from sectoral.workspace.models import Contribution, Recusal, Solution
from sectoral.workspace.rules.answers import YES, Refused
from tests.workspace.partnership.heard import HEARD, Heard, heard
from tests.workspace.partnership.refusing import refused_by_database, without
from tests.workspace.partnership.world import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(db: None) -> Heard:
    return heard()


def aside(
    table: Heard, solution: Solution, deputy: str = "rope", organization: str = "board"
) -> Recusal:
    return solutions.stand_aside(
        solution=solution,
        organization=table.world.orgs[organization],
        deputy=table.person(deputy),
        criteria="Evening hours, ten places, below $900 a place.",
        at=HEARD,
        by=table.convener,
    )


def test_the_conveners_own_offer_forces_it_to_stand_aside_first(table: Heard) -> None:
    solution = table.solution()
    with pytest.raises(Refused, match="has to step aside"):
        table.bring(solution, "board", delivers=True)
    aside(table, solution)
    table.bring(solution, "board", delivers=True)
    table.bring(solution, "college")
    with pytest.raises(Refused, match="its people cannot run the selection"):
        solutions.design(solution=solution, at=HEARD, by=table.convener)
    with pytest.raises(Refused, match="deputy runs it"):
        solutions.design(solution=solution, at=HEARD, by=table.person("keel"))
    solutions.design(solution=solution, at=HEARD, by=table.person("rope"))
    assert solution.state == "designing"


def test_criteria_are_fixed_before_any_offer_is_known(table: Heard) -> None:
    solution = table.solution()
    table.bring(solution, "college", delivers=True)
    with pytest.raises(Refused, match="already offers"):
        aside(table, solution)
    row = Recusal(
        solution=solution,
        organization=table.world.orgs["board"],
        deputy=table.person("rope"),
        criteria="x",
        at=HEARD,
    )
    assert refused_by_database(row.save)


def test_the_deputy_cannot_belong_to_the_organization_that_stands_aside(table: Heard) -> None:
    with pytest.raises(Refused, match="cannot belong"):
        aside(table, table.solution(), deputy="board")


def test_no_champion_makes_himself_the_deputy(table: Heard) -> None:
    champion, solution = table.person("rope"), table.solution()
    for organization in ("board", "college"):
        with pytest.raises(Refused, match="Only the convener can say"):
            solutions.stand_aside(
                solution=solution,
                organization=table.world.orgs[organization],
                deputy=champion,
                criteria="Evenings.",
                at=HEARD,
                by=champion,
            )
    assert not Recusal.objects.exists()


def test_only_an_organization_that_convenes_has_to_stand_aside(table: Heard) -> None:
    with pytest.raises(Refused, match="does not convene this partnership"):
        aside(table, table.solution(), organization="college")


def test_the_deputy_is_someone_who_may_run_solutions(table: Heard) -> None:
    with pytest.raises(Refused, match="cannot be deputy"):
        aside(table, table.solution(), deputy="union")


@pytest.mark.parametrize("door", ["create", "bulk_create", "update"])
def test_no_door_lets_the_conveners_offer_in_without_a_recusal(table: Heard, door: str) -> None:
    solution = table.solution()
    row: dict[str, Any] = {
        "solution": solution,
        "seat": table.world.seats["board"],
        "what": "x",
        "at": HEARD,
    }
    quiet = Contribution.objects.create(**row)
    acts: dict[str, Callable[[], object]] = {
        "create": lambda: Contribution.objects.create(**row, delivers=True),
        "bulk_create": lambda: Contribution.objects.bulk_create(
            [Contribution(**row, delivers=True)]
        ),
        "update": lambda: Contribution.objects.filter(pk=quiet.pk).update(delivers=True),
    }
    assert refused_by_database(acts[door])
    for event in ("insert", "update"):
        without(f"convener_stands_aside_{event}")
    assert not refused_by_database(acts[door])


def test_with_the_guard_taken_out_the_record_refuses_whoever_stood_aside(
    table: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    solution = table.solution()
    aside(table, solution)
    table.bring(solution, "college", "union")
    monkeypatch.setattr(solutions, "may_carry_on", lambda *_: YES)
    design: dict[str, Any] = {"solution": solution, "at": HEARD, "by": table.convener}
    assert refused_by_database(lambda: solutions.design(**design))
    without("aside_is_aside")
    assert not refused_by_database(lambda: solutions.design(**design))


def test_a_convener_who_comes_later_and_delivers_cannot_put_it_to_the_companies(
    table: Heard,
) -> None:
    solution = table.solution()
    table.bring(solution, "college", delivers=True)
    table.bring(solution, "union")
    solutions.design(solution=solution, at=HEARD, by=table.convener)
    table.test(solution)
    conveners.appoint(
        partnership=table.world.partnership,
        organization=table.world.orgs["college"],
        person=table.person("college"),
        basis="trusted",
        term_ends=day(700).date(),
        lead=False,
        at=HEARD,
        by=table.world.state,
    )
    with pytest.raises(Refused, match="has to step aside"):
        solutions.put_to_employers(solution=solution, at=HEARD, by=table.convener)
