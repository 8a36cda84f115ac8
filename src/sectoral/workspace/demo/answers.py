"""A solution's way, from the idea to those who say that it answered them, or to its stop."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from sectoral.workspace.actions import costs, solutions, teams
from sectoral.workspace.demo.plots import SolutionPlot
from sectoral.workspace.demo.story import DemoTable
from sectoral.workspace.demo.timeline import Story
from sectoral.workspace.models import Answer, CostShare
from sectoral.workspace.rules.costs import CostFormula, CostPayer

HEADS = {"1-9": 6, "10-49": 30, "50-249": 120, "250+": 400}
"""Headcounts that the companies of the demo told for a cost plan, by size band."""


def tell_solution(table: DemoTable, told: SolutionPlot) -> Story:
    """A solution goes as far as its story tells."""
    days = _step_days(told)
    yield table.day(next(days), 10)
    made = table.do(
        solutions.propose,
        told.by,
        partnership=table.here,
        needs=table.needs_of(told.tests),
        seat=table.seats[told.by],
        title=told.title,
        for_whom=told.for_whom,
    )
    table.solutions[told.key] = made.pk
    _stand_aside(table, told)
    for step in (
        _design_solution,
        _review_solution,
        _approve_solution,
        _resource_solution,
        _deliver_solution,
        _measure_solution,
        _complete_solution,
    ):
        if table.solution(told.key).state == told.upto:
            return
        yield table.day(next(days), 10)
        step(table, told)
        if told.upto == "stopped" and step is _review_solution:
            break
    if told.upto == "stopped":
        yield table.day(next(days), 10)
        _run_step(table, told, solutions.stop, reason=told.because)


def _step_days(told: SolutionPlot) -> Iterator[int]:
    """A day for each step: the work itself takes eight times as long as a talk."""
    day = told.day
    for pause in (1, 1, 1, 1, 1, 8, 2, 1, 1):
        yield day
        day += pause * told.pace


def _run_step(table: DemoTable, told: SolutionPlot, verb: Callable[..., Any], **more: Any) -> None:
    who = "deputy" if told.aside else "convener"
    table.do(verb, who, solution=table.solution(told.key), **more)


def _stand_aside(table: DemoTable, told: SolutionPlot) -> None:
    """The convener's own organization wants to deliver it: somebody else runs the choice."""
    if told.aside:
        table.do(
            solutions.stand_aside,
            solution=table.solution(told.key),
            organization=table.cast.orgs[table.org(table.convener)],
            deputy=table.doing["deputy"],
            criteria=told.aside,
        )


def _design_solution(table: DemoTable, told: SolutionPlot) -> None:
    for short, what in told.brings:
        table.do(
            solutions.contribute,
            short,
            solution=table.solution(told.key),
            seat=table.seats[short],
            what=what,
            delivers=short in told.delivers,
        )
    _run_step(table, told, solutions.design)
    name, lead = told.team
    if name:
        _run_step(
            table, told, teams.form, partnership=table.here, name=name, led_by=table.seats[lead]
        )
    if told.target:
        _price_solution(table, told)


def _price_solution(table: DemoTable, told: SolutionPlot) -> None:
    _run_step(table, told, solutions.set_target, target_usd=Decimal(told.target))
    payers = [
        (table.seats[short], _payer_of(table, short))
        for short, *_ in told.pays
        if table.seats[short].is_employer
    ]
    _run_step(table, told, costs.draw_plan, formula=CostFormula(told.formula), payers=payers)
    for short, kind, usd, alone in told.pays:
        table.do(
            costs.pledge,
            short,
            solution=table.solution(told.key),
            seat=table.seats[short],
            kind=kind,
            amount_usd=Decimal(usd),
            alone_usd=Decimal(alone) if alone else None,
        )


def _payer_of(table: DemoTable, short: str) -> CostPayer:
    size = table.seats[short].organization.size
    return CostPayer(short, headcount=HEADS[size], use=Decimal(HEADS[size]) / 10)


def _review_solution(table: DemoTable, told: SolutionPlot) -> None:
    for answer in Answer.objects.filter(solution=table.solutions[told.key]).order_by("pk"):
        key, raiser = _raiser_of(table, answer)
        table.do(
            solutions.write_test,
            raiser,
            answer=answer,
            seat=table.seats[raiser],
            text=told.tests[key],
        )
    _run_step(table, told, solutions.put_to_employers)


def _raiser_of(table: DemoTable, answer: Answer) -> tuple[str, str]:
    key = next(key for key, pk in table.needs.items() if pk == answer.need_id)
    seat = answer.need.raised_by_id
    return key, next(short for short, one in table.seats.items() if one.pk == seat)


def _approve_solution(table: DemoTable, told: SolutionPlot) -> None:
    for number, short in enumerate(table.companies):
        if table.seats[short].voting:
            table.do(
                solutions.say,
                short,
                solution=table.solution(told.key),
                seat=table.seats[short],
                yes=number != 4,
            )
    _run_step(table, told, solutions.approve)


def _resource_solution(table: DemoTable, told: SolutionPlot) -> None:
    who = "deputy" if told.aside else "convener"
    for share in CostShare.objects.filter(solution=table.solutions[told.key]):
        table.do(costs.confirm, who, share=share)
    if not told.target:
        _run_step(table, told, solutions.waive_costs, because=told.because)
    _run_step(table, told, solutions.resource)


def _deliver_solution(table: DemoTable, told: SolutionPlot) -> None:
    _run_step(table, told, solutions.deliver)
    shares = list(CostShare.objects.filter(solution=table.solutions[told.key], state="confirmed"))
    who = "deputy" if told.aside else "convener"
    for share in shares[:-1]:
        arrived = table.do(costs.receive, who, share=share, received_usd=share.amount_usd)
        if share != shares[-2]:
            shown = "bank statement" if share.kind == "cash" else "time sheets of both sides"
            table.do(costs.value, who, share=arrived, evidence=shown)


def _measure_solution(table: DemoTable, told: SolutionPlot) -> None:
    _run_step(table, told, solutions.measure)


def _complete_solution(table: DemoTable, told: SolutionPlot) -> None:
    for answer in Answer.objects.filter(solution=table.solutions[told.key]).order_by("pk"):
        _, raiser = _raiser_of(table, answer)
        table.do(solutions.accept, raiser, answer=answer, seat=table.seats[raiser])
    _run_step(table, told, solutions.complete)
