"""Why a database said no, told apart: it is away, or somebody was quicker.

Both come as the same kind of error from the driver; a page says something else for each.
"""

from django.db import InterfaceError, OperationalError

_QUICKER = {"40001", "40P01", "55P03"}
"""PostgreSQL's codes for a change, a deadlock or a lock of somebody else's."""
_OF_OURS = ("no such ", "has no column", "near ")
"""What SQLite says of a statement that does not fit the tables: a fault of ours."""


def is_away(error: BaseException | None) -> bool:
    """Whether the database does not answer, or has no room: trying again later may help."""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    said = str(error)
    return not said.startswith(_OF_OURS)


def is_quicker(error: BaseException) -> bool:
    """Whether another change at the same moment was in the way."""
    code = getattr(error.__cause__, "sqlstate", None)
    return code in _QUICKER or "locked" in str(error)
