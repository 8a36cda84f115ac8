"""Solutions, what was promised for them, and the reader's own part of their costs."""

from collections.abc import Iterable
from typing import NamedTuple

from sectoral.workspace.columns.commitments import COMMITMENTS as COMMITMENT_COLUMNS
from sectoral.workspace.columns.costs import COSTS
from sectoral.workspace.columns.solutions import SOLUTIONS as SOLUTION_COLUMNS
from sectoral.workspace.drawings.sheets import SheetColumn
from sectoral.workspace.exports.reader import RecordKind, RecordReader
from sectoral.workspace.models import Commitment, CostShare, Solution


class _SeenSolution(NamedTuple):
    """A solution, and the titles of the needs it answers as the reader sees them."""

    solution: Solution
    titles: list[str]


def _solution_rows(reader: RecordReader) -> Iterable[_SeenSolution]:
    rows = (
        Solution.objects.select_related("proposed_by__organization")
        .prefetch_related("answers")
        .filter(partnership=reader.partnership)
    )
    for row in rows:
        titles = [reader.titles.get(answer.need_id, "a need") for answer in row.answers.all()]
        yield _SeenSolution(row, titles)


SOLUTIONS: RecordKind[_SeenSolution] = RecordKind(
    "solutions",
    "Solutions",
    "see_partnership",
    _solution_rows,
    (
        *(column.within(lambda row: row.solution) for column in SOLUTION_COLUMNS),
        SheetColumn("Needs it answers", lambda row: row.titles),
    ),
)


def _commitment_rows(reader: RecordReader) -> Iterable[Commitment]:
    return Commitment.objects.select_related("seat__organization", "solution").filter(
        partnership=reader.partnership
    )


COMMITMENTS: RecordKind[Commitment] = RecordKind(
    "commitments", "Promises", "see_partnership", _commitment_rows, COMMITMENT_COLUMNS
)


def _own_costs(reader: RecordReader) -> Iterable[CostShare]:
    return CostShare.objects.select_related("seat__organization", "solution").filter(
        solution__partnership=reader.partnership, seat__in=reader.seats
    )


OWN_COSTS: RecordKind[CostShare] = RecordKind(
    "own_costs", "Your own parts of the costs", "share_costs", _own_costs, COSTS
)
