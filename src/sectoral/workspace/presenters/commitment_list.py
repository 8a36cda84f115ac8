"""The list of a partnership's promises: who, what, how much, by when, and whether it was kept."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from sectoral.workspace.addresses import page_address
from sectoral.workspace.drawings.lists import ListColumn, ListFilter, PageList
from sectoral.workspace.drawings.sheets import SheetCell, SheetHeading, state_cell, text_cell
from sectoral.workspace.models import Commitment
from sectoral.workspace.queries.commitments import CommitmentEntry
from sectoral.workspace.rules.dates import day_words

_SHOWN = tuple(
    (state.value, str(state.label).capitalize())
    for state in Commitment.State
    if state != Commitment.State.RENEGOTIATED
)


def _what_cell(one: CommitmentEntry) -> SheetCell:
    """What was promised, with why it changed and what it took the place of."""
    why = [one.row.reason, *(f"Before: {_old_words(old)}" for old in one.before)]
    return text_cell(one.row.what, note=" ".join(filter(None, why)))


def _amount_words(row: Commitment) -> str:
    """How much of what: "12 places"; cents only where there are some."""
    if row.amount is None:
        return ""
    number = f"{row.amount:,.2f}".removesuffix(".00")
    return f"{number} {row.unit}".rstrip()


def _old_words(old: Commitment) -> str:
    much = f", {_amount_words(old)}" if old.amount else ""
    return f"{old.what}{much}, by {day_words(old.due)}. Changed because: {old.reason}"


def _amount_cell(one: CommitmentEntry) -> SheetCell:
    amount = one.row.amount
    return SheetCell(_amount_words(one.row), None if amount is None else float(amount))


def _state_cell(one: CommitmentEntry) -> SheetCell:
    settled = day_words(one.row.settled_at) if one.row.settled_at else ""
    return state_cell(f"promise-{one.row.state}", one.row.get_state_display(), note=settled)


def _solution_cell(one: CommitmentEntry) -> SheetCell:
    row = one.row.solution
    return text_cell(row.title, href=page_address(row)) if row else SheetCell("", None)


_COLUMNS: tuple[ListColumn[CommitmentEntry], ...] = (
    ListColumn("what", "Promise", _what_cell, sort=(Lower("what"),)),
    ListColumn(
        "who",
        "Who",
        lambda one: text_cell(one.row.seat.organization.name, note="you" if one.mine else ""),
        sort=("seat__organization__key",),
    ),
    ListColumn(
        "amount", SheetHeading("How much", number=True), _amount_cell, sort=("amount",), falls=True
    ),
    ListColumn("unit", "Of what", lambda one: one.row.unit, shown=False),
    ListColumn("due", "By when", lambda one: one.row.due, sort=("due",)),
    ListColumn("state", "Status", _state_cell, sort=("rank",)),
    ListColumn("solution", "For which solution", _solution_cell, sort=(Lower("solution__title"),)),
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
