"""The rows of a table, asked for their fields one by one; an error about one knows its place."""

from collections.abc import Callable, Iterable

from sectoral.errors import BadInput
from sectoral.workspace.imports.lines import Line, Table
from sectoral.workspace.imports.matching import Columns
from sectoral.workspace.imports.planning.planned import Act, Plan


class Row:
    """One row, asked for its fields; an error about it knows its place."""

    def __init__(self, table: Table, columns: Columns, line: Line) -> None:
        self.table, self.columns, self.line = table, columns, line

    @property
    def number(self) -> int:
        """Its number in the file."""
        return self.line.number

    def get(self, name: str) -> str:
        """A field's cell, blanks squeezed; empty where the file has no such column."""
        at = self.columns.get(name)
        return "" if at is None else " ".join(self.line.cells[at].split())

    def no(self, name: str, expected: str, found: str, mend: str) -> BadInput:
        """An error in one of its cells, or in the row where `name` has no column."""
        at = self.columns.get(name)
        return BadInput(
            self.table.file,
            row=self.number,
            column=None if at is None else self.table.headings[at],
            expected=expected,
            found=found,
            mend=mend,
        )

    def text(self, name: str, most: int, *, needed: bool = True) -> str:
        """A field's text, of so many letters at most."""
        words = self.get(name)
        if needed and not words:
            raise self.no(name, "a word", "an empty cell", "fill it in, or take the row out")
        if len(words) > most:
            raise self.no(name, f"at most {most} letters", f"{len(words)}", "shorten it")
        return words


def gathered(
    rows: Iterable[Row],
    one: Callable[[Row], Act | str],
    key: Callable[[Row], tuple[str, ...]],
) -> Plan:
    """Ask each row for its act; a sentence instead of an act is why the row is passed over."""
    acts: list[Act] = []
    faults: list[BadInput] = []
    notes: list[str] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        try:
            before = seen.setdefault(key(row), row.number)
            if before != row.number and any(key(row)):
                raise row.no(
                    "name",
                    "one row for each",
                    f"the same as row {before:,}",
                    "take one of them out",
                )
            act = one(row)
        except BadInput as fault:
            faults.append(fault)
            continue
        if isinstance(act, str):
            notes.append(f"Row {row.number:,}: {act}")
        else:
            acts.append(act)
    return Plan(tuple(acts), tuple(faults), tuple(notes))
