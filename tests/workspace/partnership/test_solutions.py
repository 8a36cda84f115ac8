"""Solutions: only for what companies raised and all heard; approved and judged by companies."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from sectoral.workspace.actions import seats, solutions
from sectoral.workspace.guards import solution as guards
from sectoral.workspace.guards.need import raiser_says
from sectoral.workspace.models import Answer, Approval, Event, Need, Solution
from sectoral.workspace.queries.solutions import systems_of, tally_approvals
from sectoral.workspace.rules.answers import YES, Refused
from tests.workspace.partnership.heard import HEARD, Heard, answer_of, heard, need_of
from tests.workspace.partnership.refusing import refused_by_database, without
from tests.workspace.partnership.world import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(db: None) -> Heard:
    return heard()


# ── I1: no solution without a validated, released, employer-raised need that all have heard ───


def test_a_solution_begins_for_a_need_that_all_have_heard(table: Heard) -> None:
    solution = table.solution()
    assert solution.state == "idea"
    assert [answer.need for answer in solution.answers.all()] == [table.welders]


def test_a_solution_begins_with_at_least_one_need(table: Heard) -> None:
    with pytest.raises(Refused, match="at least one need"):
        solutions.propose(
            partnership=table.world.partnership,
            needs=(),
            seat=table.world.seats["college"],
            title="Our program",
            for_whom="all",
            at=HEARD,
            by=table.person("college"),
        )


def test_no_solution_while_public_partners_still_listen(table: Heard) -> None:
    with pytest.raises(Refused, match="listen until"):
        table.solution(at=day(59))


@pytest.fixture(params=["draft", "raised", "clarified", "validated", "single"])
def unheard(request: pytest.FixtureRequest, table: Heard) -> Need:
    """A need that is not released, in each of the states before."""
    return need_of(table.world, "sail", "A crane", request.param, supporter="anchor")


def test_no_solution_for_a_need_that_is_not_released(table: Heard, unheard: Need) -> None:
    with pytest.raises(Refused, match="A solution can start once companies support"):
        table.solution(unheard)


DOORS = ["create", "bulk_create", "update", "raw insert", "raw update"]


def through(door: str, solution: Solution, old: Answer, need: Need) -> Callable[[], object]:
    """A way around the action by which an answer to this need could come into the table."""
    row: dict[str, Any] = {"solution": solution, "need": need, "at": HEARD}
    stamp = HEARD.strftime("%Y-%m-%d %H:%M:%S")

    def raw(sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)

    return {
        "create": lambda: Answer.objects.create(**row),
        "bulk_create": lambda: Answer.objects.bulk_create([Answer(**row)]),
        "update": lambda: Answer.objects.filter(pk=old.pk).update(need=need),
        "raw insert": lambda: raw(
            "INSERT INTO workspace_answer (solution_id, need_id, acceptance_test, at) "  # noqa: S608
            f"VALUES ({solution.pk}, {need.pk}, '', '{stamp}')"
        ),
        "raw update": lambda: raw(
            f"UPDATE workspace_answer SET need_id = {need.pk} WHERE id = {old.pk}"  # noqa: S608
        ),
    }[door]


@pytest.mark.parametrize("door", DOORS)
def test_no_door_lets_in_an_answer_to_a_need_that_was_not_heard(
    table: Heard, unheard: Need, door: str
) -> None:
    solution = table.solution()
    assert refused_by_database(through(door, solution, solution.answers.get(), unheard))
    assert not Answer.objects.filter(need=unheard).exists()


@pytest.mark.parametrize("door", DOORS)
def test_without_its_triggers_every_door_would_stand_open(table: Heard, door: str) -> None:
    need = need_of(table.world, "sail", "A crane", "draft")
    solution = table.solution()
    for name in ("answer_to_a_heard_need", "answer_keeps_its_need"):
        without(name)
    assert not refused_by_database(through(door, solution, solution.answers.get(), need))
    assert Answer.objects.filter(need=need).exists()


def test_with_the_guard_taken_out_the_database_still_refuses(
    table: Heard, unheard: Need, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solutions, "may_answer", lambda *_: YES)
    assert refused_by_database(lambda: table.solution(unheard))
    assert not Solution.objects.exists()


def test_a_solution_cannot_be_born_further_on_than_an_idea(table: Heard) -> None:
    row = Solution(
        partnership=table.world.partnership,
        title="x",
        for_whom="x",
        proposed_by=table.world.seats["college"],
        state="delivering",
        created_at=HEARD,
    )
    assert refused_by_database(row.save)
    assert refused_by_database(lambda: Solution.objects.bulk_create([row]))


def test_a_solution_that_answers_nothing_goes_nowhere(table: Heard) -> None:
    solution = Solution.objects.create(
        partnership=table.world.partnership,
        title="x",
        for_whom="x",
        proposed_by=table.world.seats["college"],
        created_at=HEARD,
    )
    by_hand = Solution.objects.filter(pk=solution.pk)
    assert refused_by_database(lambda: by_hand.update(state="designing"))
    with pytest.raises(Refused, match="does not answer a need"):
        solutions.design(solution=solution, at=HEARD, by=table.convener)


def test_an_answer_cannot_be_taken_from_under_a_solution(table: Heard) -> None:
    solution = table.designing()
    assert refused_by_database(lambda: solution.answers.all().delete())


def test_a_need_of_another_table_cannot_be_answered_here(table: Heard) -> None:
    table.welders.partnership_id = table.world.partnership.pk + 1
    assert (
        "another partnership"
        in guards.may_answer(table.welders, table.world.partnership, HEARD).reason
    )


def test_a_text_with_marks_of_a_person_is_not_kept(table: Heard) -> None:
    with pytest.raises(Refused, match="Social Security"):
        solutions.propose(
            partnership=table.world.partnership,
            needs=[table.welders],
            seat=table.world.seats["college"],
            title="Course for Jo, 123-45-6789",
            for_whom="Jo",
            at=HEARD,
            by=table.person("college"),
        )


# ── two systems, acceptance tests, approval ───────────────────────────────────────────────────


def test_one_system_alone_designs_only_with_a_recorded_reason(table: Heard) -> None:
    solution = table.solution()
    table.bring(solution, "college", "keel")
    with pytest.raises(Refused, match="1 of 2 kinds of partners"):
        solutions.design(solution=solution, at=HEARD, by=table.convener)
    solutions.explain_one_system(
        solution=solution, because="Only the college has a shop.", at=HEARD, by=table.convener
    )
    solutions.design(solution=solution, at=HEARD, by=table.convener)
    assert solution.state == "designing"
    assert systems_of(solution) == {"education"}


def test_designing_takes_the_need_up(table: Heard) -> None:
    table.designing()
    table.welders.refresh_from_db()
    assert table.welders.state == "in_solution"


def test_the_test_is_written_by_those_who_raised_or_support_the_need(table: Heard) -> None:
    solution = table.designing()
    answer = solution.answers.get()
    with pytest.raises(Refused, match="raised or support"):
        solutions.write_test(
            answer=answer,
            seat=table.world.seats["sail"],
            text="x",
            at=HEARD,
            by=table.person("sail"),
        )
    assert refused_by_database(
        lambda: Answer.objects.update(acceptance_test="x", written_by=table.world.seats["sail"])
    )
    with pytest.raises(Refused, match="have not said how they will know"):
        solutions.put_to_employers(solution=solution, at=HEARD, by=table.convener)
    table.test(solution)
    solutions.put_to_employers(solution=solution, at=HEARD, by=table.convener)
    assert solution.state == "employer_review"


def test_more_than_half_of_the_companies_approve_and_owners_count_once(table: Heard) -> None:
    solution = table.in_review()
    # Six companies, two under one owner: five. Mast and Hull say yes as one.
    table.say(solution, "mast", "hull", "keel")
    assert (
        tally_approvals(solution, at=HEARD).yes,
        tally_approvals(solution, at=HEARD).companies,
    ) == (2, 5)
    with pytest.raises(Refused, match="2 of 5"):
        solutions.approve(solution=solution, at=HEARD, by=table.convener)
    table.say(solution, "rope")
    solutions.approve(solution=solution, at=HEARD, by=table.convener)
    assert solution.state == "approved"


def test_an_owner_whose_companies_disagree_does_not_say_yes(table: Heard) -> None:
    solution = table.in_review()
    table.say(solution, "mast", "keel", "rope")
    table.say(solution, "hull", yes=False)
    assert (tally_approvals(solution, at=HEARD).yes, tally_approvals(solution, at=HEARD).no) == (
        2,
        1,
    )


@pytest.mark.parametrize("key", ["college", "board", "union", "chamber"])
def test_public_partners_have_no_veto_and_no_say(table: Heard, key: str) -> None:
    solution = table.in_review()
    with pytest.raises(Refused):
        table.say(solution, key, yes=False)
    row = Approval(
        solution=solution,
        seat=table.world.seats[key],
        person=table.person(key),
        review=solution.review,
        yes=True,
        at=HEARD,
    )
    assert refused_by_database(row.save)


def test_no_approval_by_hand_without_a_majority(table: Heard) -> None:
    solution = table.in_review()
    table.say(solution, "keel", "rope")
    by_hand = Solution.objects.filter(pk=solution.pk)

    def forge() -> None:
        Event.objects.create(
            at=HEARD,
            actor=table.convener,
            verb="approve",
            partnership=table.world.partnership,
            subject="solution",
            subject_id=solution.pk,
            before="employer_review",
            after="approved",
            words="x",
        )
        by_hand.update(state="approved")

    assert refused_by_database(forge)
    without("solution_approved_by_companies")
    assert not refused_by_database(forge)


def test_a_state_is_not_typed_without_its_line_in_the_record(table: Heard) -> None:
    solution = table.approved()
    assert refused_by_database(
        lambda: Solution.objects.filter(pk=solution.pk).update(state="resourced")
    )


def test_what_was_approved_cannot_be_changed_and_a_new_review_starts_from_nothing(
    table: Heard,
) -> None:
    solution = table.in_review()
    table.say(solution, "keel", "rope")
    with pytest.raises(Refused, match="What the companies were shown stays"):
        table.bring(solution, "community")
    solutions.send_back(solution=solution, reason="No evening bus.", at=HEARD, by=table.convener)
    table.bring(solution, "community")
    solutions.put_to_employers(solution=solution, at=HEARD, by=table.convener)
    assert tally_approvals(solution, at=HEARD).yes == 0


def test_work_begins_when_costs_are_covered_or_it_says_why_not(table: Heard) -> None:
    solution = table.approved()
    with pytest.raises(Refused, match="cost is not known"):
        solutions.resource(solution=solution, at=HEARD, by=table.convener)
    Solution.objects.filter(pk=solution.pk).update(target_usd=Decimal("100.00"))
    with pytest.raises(Refused, match=r"\$100\.00 is still missing"):
        solutions.resource(solution=solution, at=HEARD, by=table.convener)
    solutions.waive_costs(solution=solution, because="Gift", at=HEARD, by=table.convener)
    solutions.resource(solution=solution, at=HEARD, by=table.convener)
    assert solution.state == "resourced"


# ── complete only when its raisers say so (P10) ───────────────────────────────────────────────


def test_it_is_complete_when_each_raiser_says_that_it_answered(table: Heard) -> None:
    solution = table.measuring(table.welders, table.bus)
    say: dict[str, Any] = {"at": HEARD}
    solutions.accept(
        answer=answer_of(solution, table.welders),
        seat=table.world.seats["keel"],
        by=table.person("keel"),
        **say,
    )
    with pytest.raises(Refused, match="has not said"):
        solutions.complete(solution=solution, at=HEARD, by=table.convener)
    solutions.accept(
        answer=answer_of(solution, table.bus),
        seat=table.world.seats["rope"],
        by=table.person("rope"),
        **say,
    )
    solutions.complete(solution=solution, at=HEARD, by=table.convener)
    states = set(Need.objects.values_list("state", flat=True))
    assert (solution.state, states) == ("completed", {"closed"})


@pytest.mark.parametrize("key", ["sail", "rope", "college", "board"])
def test_nobody_else_says_that_a_need_is_answered(table: Heard, key: str) -> None:
    solution = table.measuring()
    with pytest.raises(Refused):
        solutions.accept(
            answer=solution.answers.get(),
            seat=table.world.seats[key],
            at=HEARD,
            by=table.person(key),
        )


def accept(table: Heard, solution: Solution, key: str) -> None:
    solutions.accept(
        answer=solution.answers.get(),
        seat=table.world.seats[key],
        at=HEARD,
        by=table.person(key),
    )


def leave(table: Heard, key: str) -> None:
    seats.leave(seat=table.world.seats[key], reason="Closed.", at=HEARD, by=table.convener)


def test_where_the_raiser_left_a_company_that_stands_by_the_need_judges(table: Heard) -> None:
    solution = table.measuring()
    leave(table, "keel")
    with pytest.raises(Refused, match="whether it is answered"):
        accept(table, solution, "sail")
    accept(table, solution, "rope")
    table.welders.refresh_from_db()
    assert table.welders.state == "closed"


def test_a_supporters_word_closes_nothing_while_the_raiser_sits_here(table: Heard) -> None:
    solution = table.measuring()
    solution.answers.update(accepted_by=table.world.seats["rope"], accepted_at=HEARD)
    assert not raiser_says(table.welders, HEARD)
    leave(table, "keel")
    table.welders.refresh_from_db()
    assert raiser_says(table.welders, HEARD)


def test_what_the_raiser_said_counts_after_it_left(table: Heard) -> None:
    solution = table.measuring()
    solution.answers.update(accepted_by=table.world.seats["keel"], accepted_at=HEARD)
    leave(table, "keel")
    table.welders.refresh_from_db()
    assert raiser_says(table.welders, HEARD)


def test_the_database_completes_nothing_that_its_raisers_did_not_accept(
    table: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    solution = table.measuring()
    monkeypatch.setitem(guards.GUARDS, "raisers_accept", lambda *_: YES)
    complete: dict[str, Any] = {"solution": solution, "at": HEARD, "by": table.convener}
    assert refused_by_database(lambda: solutions.complete(**complete))
    without("solution_completed_by_raisers")
    assert not refused_by_database(lambda: solutions.complete(**complete))


def test_a_no_of_the_raiser_sends_the_work_on(table: Heard) -> None:
    solution = table.measuring()
    solutions.not_yet(
        answer=solution.answers.get(),
        seat=table.world.seats["keel"],
        reason="Six of twelve passed.",
        at=HEARD,
        by=table.person("keel"),
    )
    table.welders.refresh_from_db()
    solution.refresh_from_db()
    assert (solution.state, table.welders.state) == ("delivering", "in_solution")


@pytest.mark.parametrize("stage", ["designing", "approved", "measuring"])
def test_a_stopped_solution_says_why_and_lets_its_needs_go(table: Heard, stage: str) -> None:
    solution = getattr(table, stage)()
    with pytest.raises(Refused):
        solutions.stop(solution=solution, reason=" ", at=HEARD, by=table.convener)
    solutions.stop(solution=solution, reason="No teacher found.", at=HEARD, by=table.convener)
    table.welders.refresh_from_db()
    assert (solution.state, table.welders.state) == ("stopped", "released")
    assert table.solution().state == "idea"


def test_the_record_holds_every_move_with_actor_and_time(table: Heard) -> None:
    solution = table.measuring()
    lines = Event.objects.filter(subject="solution", subject_id=solution.pk).exclude(after="")
    assert [line.after for line in lines] == [
        "designing",
        "employer_review",
        "approved",
        "resourced",
        "delivering",
        "measuring",
    ]
    assert all(line.actor and line.at == HEARD for line in lines)


def test_who_has_no_part_in_the_table_does_nothing(table: Heard) -> None:
    stranger = table.person("staffing")
    solution = table.in_review()
    for act in (solutions.approve, solutions.deliver, solutions.measure, solutions.complete):
        with pytest.raises(Refused):
            act(solution=solution, at=HEARD, by=stranger)
