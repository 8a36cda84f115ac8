"""A solution's way, from the idea to those who say that it answered them, or to its stop."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from sectoral.workspace.actions import costs, solutions, teams
from sectoral.workspace.demo.plots import Answering
from sectoral.workspace.demo.story import Table
from sectoral.workspace.demo.timeline import Story
from sectoral.workspace.models import Answer, CostShare
from sectoral.workspace.rules.costs import Formula, Payer

HEADS = {"1-9": 6, "10-49": 30, "50-249": 120, "250+": 400}
"""Headcounts that the companies of the demo told for a cost plan, by size band."""


def answered(table: Table, told: Answering) -> Story:
    """A solution goes as far as its story tells."""
    days = _days(told)
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
    for step in (_designed, _reviewed, _approved, _resourced, _delivering, _measuring, _complete):
        if table.solution(told.key).state == told.upto:
            return
        yield table.day(next(days), 10)
        step(table, told)
        if told.upto == "stopped" and step is _reviewed:
            break
    if told.upto == "stopped":
        yield table.day(next(days), 10)
        _run(table, told, solutions.stop, reason=told.because)


def _days(told: Answering) -> Iterator[int]:
    """A day for each step: the work itself takes eight times as long as a talk."""
    day = told.day
    for pause in (1, 1, 1, 1, 1, 8, 2, 1, 1):
        yield day
        day += pause * told.pace


def _run(table: Table, told: Answering, verb: Callable[..., Any], **more: Any) -> None:
    who = "deputy" if told.aside else "convener"
    table.do(verb, who, solution=table.solution(told.key), **more)


def _stand_aside(table: Table, told: Answering) -> None:
    """The convener's own organization wants to deliver it: somebody else runs the choice."""
    if told.aside:
        table.do(
            solutions.stand_aside,
            solution=table.solution(told.key),
            organization=table.cast.orgs[table.org(table.convener)],
            deputy=table.doing["deputy"],
            criteria=told.aside,
        )


def _designed(table: Table, told: Answering) -> None:
    for short, what in told.brings:
        table.do(
            solutions.contribute,
            short,
            solution=table.solution(told.key),
            seat=table.seats[short],
            what=what,
            delivers=short in told.delivers,
        )
    _run(table, told, solutions.design)
    name, lead = told.team
    if name:
        _run(table, told, teams.form, partnership=table.here, name=name, led_by=table.seats[lead])
    if told.target:
        _priced(table, told)


def _priced(table: Table, told: Answering) -> None:
    _run(table, told, solutions.set_target, target_usd=Decimal(told.target))
    payers = [
        (table.seats[short], _payer(table, short))
        for short, *_ in told.pays
        if table.seats[short].is_employer
    ]
    _run(table, told, costs.draw_plan, formula=Formula(told.formula), payers=payers)
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


def _payer(table: Table, short: str) -> Payer:
    size = table.seats[short].organization.size
    return Payer(short, headcount=HEADS[size], use=Decimal(HEADS[size]) / 10)


def _reviewed(table: Table, told: Answering) -> None:
    for answer in Answer.objects.filter(solution=table.solutions[told.key]).order_by("pk"):
        key, raiser = _raiser(table, answer)
        table.do(
            solutions.write_test,
            raiser,
            answer=answer,
            seat=table.seats[raiser],
            text=told.tests[key],
        )
    _run(table, told, solutions.put_to_employers)


def _raiser(table: Table, answer: Answer) -> tuple[str, str]:
    key = next(key for key, pk in table.needs.items() if pk == answer.need_id)
    seat = answer.need.raised_by_id
    return key, next(short for short, one in table.seats.items() if one.pk == seat)


def _approved(table: Table, told: Answering) -> None:
    for number, short in enumerate(table.companies):
        if table.seats[short].voting:
            table.do(
                solutions.say,
                short,
                solution=table.solution(told.key),
                seat=table.seats[short],
                yes=number != 4,
            )
    _run(table, told, solutions.approve)


def _resourced(table: Table, told: Answering) -> None:
    who = "deputy" if told.aside else "convener"
    for share in CostShare.objects.filter(solution=table.solutions[told.key]):
        table.do(costs.confirm, who, share=share)
    if not told.target:
        _run(table, told, solutions.waive_costs, because=told.because)
    _run(table, told, solutions.resource)


def _delivering(table: Table, told: Answering) -> None:
    _run(table, told, solutions.deliver)
    shares = list(CostShare.objects.filter(solution=table.solutions[told.key], state="confirmed"))
    who = "deputy" if told.aside else "convener"
    for share in shares[:-1]:
        arrived = table.do(costs.receive, who, share=share, received_usd=share.amount_usd)
        if share != shares[-2]:
            shown = "bank statement" if share.kind == "cash" else "time sheets of both sides"
            table.do(costs.value, who, share=arrived, evidence=shown)


def _measuring(table: Table, told: Answering) -> None:
    _run(table, told, solutions.measure)


def _complete(table: Table, told: Answering) -> None:
    for answer in Answer.objects.filter(solution=table.solutions[told.key]).order_by("pk"):
        _, raiser = _raiser(table, answer)
        table.do(solutions.accept, raiser, answer=answer, seat=table.seats[raiser])
    _run(table, told, solutions.complete)
