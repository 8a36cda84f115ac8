"""Whom a record is for, and what a kind of record is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sectoral.workspace.drawings.sheets import PageSheet, SheetColumn, sheet_of
from sectoral.workspace.models import Meeting
from sectoral.workspace.queries.needs import SeenNeed, seen_by
from sectoral.workspace.queries.roles import Sitting

Row = TypeVar("Row")


class RecordReader:
    """One person at one partnership; what several tables need is read once."""

    def __init__(self, sitting: Sitting) -> None:
        assert sitting.partnership is not None  # noqa: S101 - records are a partnership's
        self.sitting, self.at = sitting, sitting.at
        self.partnership = sitting.partnership
        self.needs: list[SeenNeed] = (
            seen_by(sitting.person, self.partnership, at=self.at)
            if sitting.may("see_released_needs")
            else []
        )
        self.titles = {need.pk: need.title for need in self.needs}

    @property
    def seats(self) -> list[int]:
        """The seats the reader acts for."""
        return [seat.pk for seat in self.sitting.seats]

    def minutes(self, meeting: Meeting) -> bool:
        """Whether the reader reads a meeting's minutes: once sent, else who writes them."""
        sent = meeting.minutes_sent_at is not None and meeting.minutes_sent_at <= self.at
        return sent or bool(self.sitting.may("write_minutes"))


@dataclass(frozen=True, slots=True)
class RecordKind(Generic[Row]):
    """A kind of record.

    permission  the line of `PERMISSIONS` that one has to be allowed
    rows        a reader → the rows that this reader may see
    columns     what each of them says, in the order of the file: those of `columns/`, and beside
                them what only this reader's row can tell
    """

    name: str
    caption: str
    permission: str
    rows: Callable[[RecordReader], Iterable[Row]]
    columns: tuple[SheetColumn[Row], ...]

    def sheet(self, reader: RecordReader) -> PageSheet:
        """The table as this reader may see it."""
        return sheet_of(self.name, self.caption, self.columns, self.rows(reader))
