"""The list of who sits at a partnership: organizations, their people, and what a seat waits for."""

from dataclasses import replace

from django.db.models import QuerySet

from sectoral.workspace.addresses import page_address
from sectoral.workspace.columns import seats as columns
from sectoral.workspace.drawings.lists import (
    ListColumn,
    ListFilter,
    PageList,
    rank_of,
    record_column,
)
from sectoral.workspace.drawings.sheets import SheetCell, links_cell, state_cell, text_cell
from sectoral.workspace.models import Seat
from sectoral.workspace.models.organizations import SizeBand, System
from sectoral.workspace.presenters.partnership_seats import ActingDelegate, SeatEntry
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.dates import day_words

_STANDING = {
    Seat.Standing.WAITING: "waits for approval",
    Seat.Standing.SUSPENDED: "suspended",
    Seat.Standing.SEATED: "seated",
}


def seat_list(sitting: Sitting) -> PageList[SeatEntry]:
    """The list before one reader: who runs the seats goes on to an organization's page."""
    runs = bool(sitting.may("keep_people"))
    own = {seat.pk for seat in sitting.seats}

    def show_name(one: SeatEntry, cell: SheetCell) -> SheetCell:
        row = one.seat.organization
        notes = [*(["yours"] if one.seat.pk in own else []), *_seat_notes(one.seat)]
        href = page_address(row) if runs else ""
        return replace(cell, href=href, note=". ".join(notes))

    return PageList(
        name="seats",
        things=("seat", "seats"),
        caption="Who sits at the table",
        columns=(
            record_column(
                "name",
                columns.ORGANIZATION.within(lambda one: one.seat),
                show_name,
                sort=("organization__key",),
            ),
            *_COLUMNS,
        ),
        order=(_BY_STANDING, _BY_SYSTEM, "organization__key"),
        order_words="Seats that wait come first, then companies.",
        filters=_FILTERS,
        empty="Nobody sits here yet. The convener offers the first seats; each seat is one "
        "organization, and has one ballot at most.",
        acts="partnership/rows/seat.html",
    )


def _seat_notes(seat: Seat) -> list[str]:
    """What is special about a seat, each in a few words."""
    notes = []
    if seat.organization.owner:
        notes.append(f"Owned by {seat.organization.owner}: counts once with its sisters")
    if seat.is_supplier and seat.standing == Seat.Standing.SEATED:
        notes.append("A supplier: it listens, and raises nothing")
    if seat.exception:
        notes.append(f"Outside the scope, here because: {seat.exception}")
    return notes


def _people_cell(one: SeatEntry) -> SheetCell:
    """Who acts for a seat and who of them is a champion, until when."""
    acting = [_delegate_words(person) for person in one.acting]
    terms = [f"{term.person}, champion until {day_words(term.term_ends)}" for term in one.champions]
    letters = [f"invited, until {day_words(letter.expires_at)}" for letter in one.invitations]
    return links_cell(map(text_cell, (*acting, *terms, *letters)), none="nobody yet")


def _delegate_words(one: ActingDelegate) -> str:
    words = f"{one.row.person}, {one.row.get_role_display()}"
    if one.over:
        return f"{words} (not confirmed for a year: may not act)"
    return f"{words} (to be confirmed by {day_words(one.until)})" if one.soon else words


def _standing_cell(one: SeatEntry) -> SheetCell:
    seat, words = one.seat, _STANDING[Seat.Standing(one.seat.standing)]
    if seat.standing == Seat.Standing.WAITING:
        return state_cell("seat-waiting", words, note=_waiting_words(seat))
    if one.suspension is None:
        return state_cell(f"seat-{seat.standing}", words)
    asked = "" if seat.standing == Seat.Standing.SUSPENDED else "It is asked not to act: "
    return state_cell(f"seat-{seat.standing}", words, note=f"{asked}{one.suspension.reason}")


def _waiting_words(seat: Seat) -> str:
    said = "Nobody has approved yet."
    if seat.approved_by_convener:
        said = "The convener has approved."
    elif seat.approved_by_champion:
        said = "A champion has approved."
    return (
        "It looks like a company that sells staffing, training or advice. It has no vote until the "
        f"convener and a champion, two people, approve it. {said}"
    )


def _size_cell(one: SeatEntry) -> SheetCell:
    row = one.seat.organization
    return SheetCell(row.get_size_display(), row.size) if row.size else SheetCell("", None)


_BY_STANDING = rank_of("standing", _STANDING)
_BY_SYSTEM = rank_of("system", System.values)


def _of_system(rows: QuerySet[Seat], system: str) -> QuerySet[Seat]:
    return rows.filter(system=system)


_COLUMNS: tuple[ListColumn[SeatEntry], ...] = (
    record_column("system", columns.KIND.within(lambda one: one.seat), sort=(_BY_SYSTEM,)),
    ListColumn(
        "size",
        "Size",
        _size_cell,
        sort=(rank_of("organization__size", filter(None, SizeBand.values)),),
    ),
    ListColumn("votes", "Votes", lambda one: one.seat.voting, sort=("voting",), falls=True),
    ListColumn("people", "Who acts for it", _people_cell),
    ListColumn("standing", "Status", _standing_cell, sort=(_BY_STANDING,)),
)
_FILTERS = (
    ListFilter(
        "q",
        "Organization",
        lambda rows, words: rows.filter(organization__name__icontains=words),
    ),
    ListFilter(
        "system",
        "Kind",
        _of_system,
        tuple((value, str(label).capitalize()) for value, label in System.choices),
        every="All kinds",
    ),
    ListFilter(
        "standing",
        "Status",
        lambda rows, standing: rows.filter(standing=standing),
        tuple((value.value, words.capitalize()) for value, words in _STANDING.items()),
    ),
)
