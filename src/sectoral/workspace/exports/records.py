"""The records of a partnership as tables, as one reader may see them (P48).

The permission of each table is one of `permissions.PERMISSIONS`. Never in any of them: a ballot, a
count before it is published, who raised a need on whose behalf the convener spoke (S6, S22,
S23), anything of a need that this reader may not read yet (I4).
"""

from typing import Any

from sectoral.workspace.drawings.sheets import PageSheet
from sectoral.workspace.exports import meetings, needs, partnership, seats, solutions
from sectoral.workspace.exports.reader import RecordKind, RecordReader
from sectoral.workspace.queries.roles import Sitting

RECORDS: tuple[RecordKind[Any], ...] = (
    partnership.FACTS,
    seats.SEATS,
    seats.DELEGATES,
    seats.CONVENERS,
    needs.NEEDS,
    needs.LISTENING,
    needs.ROUNDS,
    meetings.MEETINGS,
    meetings.REPLIES,
    meetings.DECISIONS,
    partnership.PLANS,
    solutions.SOLUTIONS,
    solutions.COMMITMENTS,
    solutions.OWN_COSTS,
    partnership.RECORD,
)
"""Every table, in the order of the file."""


def list_record_sheets(sitting: Sitting) -> list[PageSheet]:
    """Every table of a partnership's records that the person may see."""
    reader = RecordReader(sitting)
    return [record.sheet(reader) for record in RECORDS if sitting.may(record.permission)]


def find_record_sheet(sitting: Sitting, name: str) -> PageSheet | None:
    """One of them; None where there is none of the name, or the person may not see it."""
    found = next((record for record in RECORDS if record.name == name), None)
    if found is None or not sitting.may(found.permission):
        return None
    return found.sheet(RecordReader(sitting))


def left_out(sitting: Sitting) -> list[str]:
    """The tables that are there but not for this person, each with the reason."""
    return [
        f"{record.caption}: {answer.reason}"
        for record in RECORDS
        if not (answer := sitting.may(record.permission))
    ]
