"""The list of a partnership's promises: who, what, how much, by when, and whether it was kept."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from sectoral.workspace.addresses import page_address
from sectoral.workspace.columns import commitments as columns
from sectoral.workspace.drawings.lists import ListColumn, ListFilter, PageList, record_column
from sectoral.workspace.drawings.sheets import SheetCell, SheetColumn, state_cell
from sectoral.workspace.models import Commitment
from sectoral.workspace.queries.commitments import CommitmentEntry
from sectoral.workspace.rules.dates import day_words

_SHOWN = tuple(
    (state.value, str(state.label).capitalize())
    for state in Commitment.State
    if state != Commitment.State.RENEGOTIATED
)


def _note_changes(one: CommitmentEntry, cell: SheetCell) -> SheetCell:
    """Under what was promised: why it changed, and what it took the place of."""
    why = [one.row.reason, *(f"Before: {_old_words(old)}" for old in one.before)]
    return replace(cell, note=" ".join(filter(None, why)))


def _amount_words(row: Commitment) -> str:
    """How much of what: "12 places"; cents only where there are some."""
    if row.amount is None:
        return ""
    number = f"{row.amount:,.2f}".removesuffix(".00")
    return f"{number} {row.unit}".rstrip()


def _old_words(old: Commitment) -> str:
    much = f", {_amount_words(old)}" if old.amount else ""
    return f"{old.what}{much}, by {day_words(old.due)}. Changed because: {old.reason}"


def _show_state(one: CommitmentEntry, cell: SheetCell) -> SheetCell:
    settled = day_words(one.row.settled_at) if one.row.settled_at else ""
    return state_cell(f"promise-{one.row.state}", cell.text, note=settled)


def _link_solution(one: CommitmentEntry, cell: SheetCell) -> SheetCell:
    return replace(cell, href=page_address(one.row.solution)) if one.row.solution else cell


def _of_row(column: SheetColumn[Commitment]) -> SheetColumn[CommitmentEntry]:
    return column.within(lambda one: one.row)


_COLUMNS: tuple[ListColumn[CommitmentEntry], ...] = (
    record_column("what", _of_row(columns.WHAT), _note_changes, sort=(Lower("what"),)),
    record_column(
        "who",
        _of_row(columns.WHO),
        lambda one, cell: replace(cell, note="you" if one.mine else ""),
        sort=("seat__organization__key",),
    ),
    record_column(
        "amount",
        _of_row(columns.AMOUNT),
        lambda one, cell: replace(cell, text=_amount_words(one.row)),
        sort=("amount",),
        falls=True,
    ),
    record_column("unit", _of_row(columns.UNIT), shown=False),
    record_column("due", _of_row(columns.DUE), sort=("due",)),
    record_column("state", _of_row(columns.STATUS), _show_state, sort=("rank",)),
    # The page says it under the promise.
    record_column("reason", _of_row(columns.REASON), shown=False),
    record_column(
        "solution",
        _of_row(columns.SOLUTION),
        _link_solution,
        sort=(Lower("solution__title"),),
    ),
)


def _hold_words(rows: QuerySet[Commitment], words: str) -> QuerySet[Commitment]:
    return rows.filter(Q(what__icontains=words) | Q(seat__organization__name__icontains=words))


PROMISES: PageList[CommitmentEntry] = PageList(
    name="promises",
    things=("promise", "promises"),
    caption="Promises",
    columns=_COLUMNS,
    order=("mine", "rank", "due"),
    order_words="Late ones first, then by day.",
    filters=(
        ListFilter("q", "Who or what", _hold_words),
        ListFilter("state", "Status", lambda rows, state: rows.filter(state=state), _SHOWN),
    ),
    empty="Nobody has promised anything yet. A promise says who will do what, how much of it, by "
    "when.",
    acts="partnership/rows/commitment.html",
)


def promise_list(own: Iterable[object]) -> PageList[CommitmentEntry]:
    """The list before one reader: whoever acts for seats finds their promises first."""
    if not list(own):
        return PROMISES
    return replace(PROMISES, order_words="Yours first, then late ones, then by day.")
