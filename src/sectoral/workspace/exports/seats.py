"""Who sits, who acts for a seat, who convenes."""

from collections.abc import Iterable

from sectoral.workspace.columns import seats as columns
from sectoral.workspace.exports.reader import RecordKind, RecordReader
from sectoral.workspace.models import Appointment, Delegate, Seat


def _seat_rows(reader: RecordReader) -> Iterable[Seat]:
    return Seat.objects.select_related("organization").filter(partnership=reader.partnership)


SEATS: RecordKind[Seat] = RecordKind(
    "seats", "Organizations at the table", "see_partnership", _seat_rows, columns.SEATS
)


def _delegate_rows(reader: RecordReader) -> Iterable[Delegate]:
    return Delegate.objects.select_related("person", "seat__organization").filter(
        seat__partnership=reader.partnership
    )


DELEGATES: RecordKind[Delegate] = RecordKind(
    "delegates", "People who act for seats", "seat", _delegate_rows, columns.DELEGATES
)


def _convener_rows(reader: RecordReader) -> Iterable[Appointment]:
    return reader.partnership.appointments.select_related("organization", "person")


CONVENERS: RecordKind[Appointment] = RecordKind(
    "conveners", "Who convenes", "see_partnership", _convener_rows, columns.CONVENERS
)
