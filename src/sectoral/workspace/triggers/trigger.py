"""What a refusal by the database is made of; `triggers` puts them in place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trigger:
    """A refusal: `table`, on INSERT, UPDATE or DELETE, when `condition` holds of NEW or OLD.

    {differs} in the condition is 'is not the same as, null included'. `reads` is a table
    that came with columns which the condition reads: the refusal waits for it.
    """

    name: str
    table: str
    event: str
    condition: str
    message: str
    reads: str = ""


def write_once(noun: str, table: str, words: str) -> tuple[Trigger, Trigger]:
    """The two refusals that keep rows as they were written."""
    return (
        Trigger(f"{noun}_never_changes", table, "UPDATE", "TRUE", f"{words} is never changed"),
        Trigger(f"{noun}_never_goes", table, "DELETE", "TRUE", f"{words} is never removed"),
    )


_CHANGED = "NEW.{0} {{differs}} OLD.{0}"


def any_changed(*columns: str) -> str:
    """The condition that one of these columns would change."""
    return " OR ".join(_CHANGED.format(column) for column in columns)
