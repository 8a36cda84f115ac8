"""The list of a partnership's solutions: where each stands, what it answers, what it waits for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models.functions import Lower
from django.urls import reverse

from sectoral.workspace.addresses import page_address
from sectoral.workspace.columns import solutions as columns
from sectoral.workspace.drawings.lists import (
    ListColumn,
    ListFilter,
    PageList,
    rank_of,
    record_column,
)
from sectoral.workspace.drawings.sheets import (
    SheetCell,
    SheetColumn,
    SheetHeading,
    links_cell,
    state_cell,
    text_cell,
)
from sectoral.workspace.guards.solution import waits_for
from sectoral.workspace.models import Solution
from sectoral.workspace.presenters.solution_list import SolutionBrief, solution_brief
from sectoral.workspace.queries.measures import company_seats
from sectoral.workspace.queries.roles import Sitting

NEXT = {
    "design": "it is opened",
    "put_to_employers": "the companies are asked to approve it",
    "approve": "the companies approve it",
    "resource": "it is funded",
    "deliver": "the work starts",
    "measure": "the companies are asked whether it worked",
    "complete": "it is called complete",
}
NOT_COVERED = "The confirmed amount does not cover the cost yet."


@dataclass(frozen=True, slots=True)
class SolutionWait:
    """What a solution waits for: the next move in words, and why not yet; '' where it may be."""

    words: str
    reason: str

    def __str__(self) -> str:
        if self.reason:
            return f"Before {self.words}: {self.reason}"
        return f"Nothing stands in the way: {self.words} when the convener or a champion says so."


def next_of(
    solution: Solution, sitting: Sitting, companies: Iterable[object] = ()
) -> SolutionWait | None:
    """The next move; None where it has ended. Amounts are for those who may see costs."""
    seats = companies if isinstance(companies, list) else None
    verb, answer = waits_for(solution, sitting.at, companies=seats)
    if not verb:
        return None
    hidden = verb == "resource" and solution.target_usd and not sitting.may("see_costs")
    reason = NOT_COVERED if hidden and not answer else answer.reason
    return SolutionWait(NEXT[verb], reason)


@dataclass(frozen=True, slots=True)
class SolutionLine:
    """One solution as the list shows it."""

    brief: SolutionBrief
    next: SolutionWait | None


def solution_lines(rows: Iterable[Solution], sitting: Sitting) -> list[SolutionLine]:
    """Each of these solutions, of `solution_rows`, with what it waits for."""
    if sitting.partnership is None:
        raise TypeError("Solutions are of one partnership.")
    companies = company_seats(sitting.partnership, sitting.at)
    sees = bool(sitting.may("see_costs"))
    return [
        SolutionLine(solution_brief(row, sees_costs=sees), next_of(row, sitting, companies))
        for row in rows
    ]


def _show_title(line: SolutionLine, cell: SheetCell) -> SheetCell:
    row = line.brief.solution
    return replace(cell, href=page_address(row), note=f"For {row.for_whom}")


def _show_state(line: SolutionLine, cell: SheetCell) -> SheetCell:
    row = line.brief.solution
    return state_cell(f"solution-{row.state}", cell.text, note=row.stopped_because)


def _of_solution(column: SheetColumn[Solution]) -> SheetColumn[SolutionLine]:
    return column.within(lambda line: line.brief.solution)


def _needs_cell(line: SolutionLine) -> SheetCell:
    slug = line.brief.solution.partnership.slug
    return links_cell(
        text_cell(need.words, href=reverse("need", args=[slug, need.pk]))
        for need in line.brief.needs
    )


def _brought_cell(line: SolutionLine) -> SheetCell:
    """The kinds of organizations that bring something; the file names each."""
    kinds = ", ".join(part.system for part in line.brief.brought)
    parts = (f"{part.system}: {', '.join(part.organizations)}" for part in line.brief.brought)
    shown = kinds[:1].upper() + kinds[1:] or "Nobody yet"
    return SheetCell(shown, "; ".join(parts) or None, note=line.brief.alone)


def _cost_cell(line: SolutionLine) -> SheetCell:
    """What it costs, with what can be counted on as a bar."""
    money = line.brief.money
    if money is None or not money.target:
        return SheetCell("", None)
    saves = f"Sharing saves the companies {money.saves}" if money.saves else ""
    words = f"{money.secured} of {money.target}"
    return SheetCell(words, words, note=saves, share=money.filled)


_COST: ListColumn[SolutionLine] = ListColumn("cost", "Money to count on", _cost_cell)
_COLUMNS: tuple[ListColumn[SolutionLine], ...] = (
    record_column("title", _of_solution(columns.TITLE), _show_title, sort=(Lower("title"),)),
    record_column(
        "state",
        _of_solution(columns.STATUS),
        _show_state,
        sort=(rank_of("state", Solution.State.values),),
    ),
    ListColumn("needs", "Answers", _needs_cell),
    ListColumn("brought", "Who brings something", _brought_cell),
    ListColumn(
        "companies", SheetHeading("Companies served", number=True), lambda one: one.brief.companies
    ),
    ListColumn("next", "Next", lambda one: one.next and str(one.next)),
)

_SOLUTIONS: PageList[SolutionLine] = PageList(
    name="solutions",
    things=("solution", "solutions"),
    caption="Solutions",
    columns=_COLUMNS,
    order=(rank_of("state", Solution.State.values), "created_at"),
    order_words="By where they stand, those that have just begun first.",
    filters=(
        ListFilter("q", "Words", lambda rows, words: rows.filter(title__icontains=words)),
        ListFilter(
            "state",
            "Status",
            lambda rows, state: rows.filter(state=state),
            tuple((value, str(label).capitalize()) for value, label in Solution.State.choices),
        ),
    ),
    empty="There is no solution yet. This will show each one with the needs it answers, who brings "
    "what, and what it waits for.",
)


def solution_table(sitting: Sitting) -> PageList[SolutionLine]:
    """The list before one reader: money is for those who may see costs."""
    if not sitting.may("see_costs"):
        return _SOLUTIONS
    return replace(_SOLUTIONS, columns=(*_COLUMNS[:-1], _COST, _COLUMNS[-1]))
