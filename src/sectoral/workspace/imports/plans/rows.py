"""The rows of a table, asked for their fields one by one; an error about one knows its place."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from sectoral.errors import BadInput
from sectoral.names import is_error, means_no_owner, means_nothing, points_elsewhere, tidy_name
from sectoral.names import name_key as spelt
from sectoral.workspace.imports.columns import Columns
from sectoral.workspace.imports.lines import TextRow, TextTable
from sectoral.workspace.imports.plans.plan import Act, ImportPlan
from sectoral.workspace.imports.sheetmarks import NEVER_STORED

_ROWS_SHOWN = 5


@dataclass(slots=True)
class CellRemarks:
    """What was read otherwise than it stands in the file: said once for all rows alike."""

    rows: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)

    def add(self, column: str, found: str, meaning: str, row: int) -> None:
        """That in a column `found` is read as `meaning`, in this row."""
        held = self.rows.setdefault((column, found, meaning), [])
        if not held or held[-1] != row:
            held.append(row)

    def sentences(self) -> Iterator[str]:
        """One sentence for each column and cell, with its rows."""
        for (column, found, meaning), rows in self.rows.items():
            shown = ", ".join(f"{row:,}" for row in rows[:_ROWS_SHOWN])
            more = f" and {len(rows) - _ROWS_SHOWN:,} more" if len(rows) > _ROWS_SHOWN else ""
            where = f"row{'s' * (len(rows) > 1)} {shown}{more}"
            yield f"Column '{column}', {where}: “{found}” is read as {meaning}."


class ImportRow:
    """One row, asked for its fields; an error about it knows its place."""

    def __init__(
        self, table: TextTable, columns: Columns, line: TextRow, remarks: CellRemarks
    ) -> None:
        self.table, self.columns, self.line, self.remarks = table, columns, line, remarks

    @property
    def number(self) -> int:
        """Its number in the file."""
        return self.line.number

    def cell(self, name: str) -> str:
        """A field's cell as it stands; empty where the file has no such column."""
        at = self.columns.get(name)
        return "" if at is None else self.line.cells[at]

    def get(self, name: str) -> str:
        """A field's words, blanks squeezed; empty where the cell says that there is nothing."""
        words = " ".join(self.cell(name).split())
        nothing = means_no_owner(words) if name == "owner" else means_nothing(words)
        if words and nothing:
            self.remark(name, words, "empty")
            return ""
        return words

    def remark(self, name: str, found: str, meaning: str) -> None:
        """Say that a cell is read otherwise than it stands there."""
        self.remarks.add(self.heading(name) or name, found[:40], meaning, self.number)

    def heading(self, name: str) -> str | None:
        """The heading of a field's column; None where the file has none."""
        at = self.columns.get(name)
        return None if at is None else self.table.headings[at]

    def no(self, name: str, expected: str, found: str, mend: str) -> BadInput:
        """An error in one of its cells, or in the row where `name` has no column."""
        return BadInput(
            self.table.file,
            row=self.number,
            column=self.heading(name),
            expected=expected,
            found=found,
            mend=mend,
        )

    def text(self, name: str, most: int, *, needed: bool = True) -> str:
        """A field's text, of so many letters at most."""
        words = self.get(name)
        if needed and not words:
            said = " ".join(self.cell(name).split())
            found = f"'{said}', which is not a value" if said else "an empty cell"
            raise self.no(name, "a word", found, "fill it in, or remove the row")
        if len(words) > most:
            raise self.no(name, f"at most {most} letters", f"{len(words)}", "shorten it")
        return words

    def name(self, name: str, most: int, *, needed: bool = True) -> str:
        """A field's name, as names are kept."""
        return tidy_name(self.text(name, most, needed=needed))

    def says_as(self, other: "ImportRow", name: str) -> bool:
        """Whether another row says the same in a field, however it is spelt.

        Of an address its normal form is compared, by which the rows were found to be one.
        """
        return name == "email" or spelt(self.get(name)) == spelt(other.get(name))

    def unreadable(self) -> Iterator[BadInput]:
        """Each of its cells whose value a spreadsheet program did not give."""
        for name in self.columns:
            cell = self.cell(name)
            if cell == NEVER_STORED:
                yield self.no(
                    name, "a value", "a formula whose result was never saved",
                    "open the file in a spreadsheet program, save it, and import it again",
                )  # fmt: skip
            elif is_error(cell):
                yield self.no(
                    name, "a value", f"'{cell}', an error of a spreadsheet program",
                    "correct its formula, or clear the cell",
                )  # fmt: skip
            elif name == "owner" and points_elsewhere(cell):
                yield self.no(
                    name, "an owner's name, or nothing", f"'{cell}'", "write the owner's name"
                )


def gather_acts(
    rows: Iterable[ImportRow],
    one: Callable[[ImportRow], Act | str],
    key: Callable[[ImportRow], tuple[str, ...]],
) -> ImportPlan:
    """Ask each row for its act; a sentence instead of an act is why the row is passed over."""
    acts: list[Act] = []
    faults: list[BadInput] = []
    notes: list[str] = []
    seen: dict[tuple[str, ...], ImportRow] = {}
    for row in rows:
        unreadable = list(row.unreadable())
        if unreadable:
            faults += unreadable
            continue
        try:
            before = seen.setdefault(key(row), row)
            twice = before is not row and any(key(row))
            act = _duplicate_note(row, before) if twice else one(row)
        except BadInput as fault:
            faults.append(fault)
            continue
        if isinstance(act, str):
            notes.append(f"Row {row.number:,}: {act}")
        else:
            acts.append(act)
    return ImportPlan(tuple(acts), tuple(faults), tuple(notes))


def _duplicate_note(row: ImportRow, before: ImportRow) -> str:
    """That a row says what an earlier one says.  Raises BadInput where the two differ."""
    differs = next((name for name in row.columns if not row.says_as(before, name)), None)
    if differs is None:
        return f"the same as row {before.number:,}, so it is imported once."
    raise row.no(
        "name", "one row for each",
        f"the same as row {before.number:,}, but for '{row.heading(differs)}'",
        "remove one of the two",
    )  # fmt: skip
