"""Every error a person can meet, and the exit code each one ends a command with.

    SectoralError        1   the work could not be done
    ├── WrongUse         2   the command was asked for something it does not have
    ├── BadInput         3   a file says something we cannot read or believe
    │   └── FilesDisagree    two files are each readable but cannot be joined
    ├── DamagedEdition   3   an edition no longer matches its own manifest
    ├── Unreachable      1   a publisher's server did not give us a whole file
    └── BrokenContract   1   a stage broke a declared table: a defect of ours, never the user's

A message is one sentence a person can act on: which file, row and column, what was
expected, what was found, and how to mend it.
"""

from pathlib import Path


class SectoralError(Exception):
    """Something a person should read; the command line prints it and exits with `exit_code`."""

    exit_code = 1


class WrongUse(SectoralError):
    """The command was asked for something it does not have."""

    exit_code = 2


class BadInput(SectoralError):
    """A file says something we cannot read or believe.

    file      the file's name as the person gave it (a member of a zip as `a.zip/b.csv`)
    row       the line of the file, header = line 1; None where the whole file is meant
    column    the column's name in the file; None where no single column is meant
    expected  what should stand there, in words
    found     what stands there, quoted
    mend      what the person can do, as one imperative clause
    """

    exit_code = 3

    def __init__(
        self,
        file: str | Path,
        *,
        expected: str,
        found: str,
        mend: str,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        self.file, self.row, self.column = str(file), row, column
        self.expected, self.found, self.mend = expected, found, mend
        super().__init__(f"{self._place()}: expected {expected}; found {found}. To mend: {mend}.")

    def _place(self) -> str:
        row = "" if self.row is None else f", row {self.row:,}"
        column = "" if self.column is None else f", column '{self.column}'"
        return f"{self.file}{row}{column}"


class FilesDisagree(BadInput):
    """Two files are each readable but cannot be joined; `file` names them both."""


class DamagedEdition(SectoralError):
    """An edition no longer matches its own manifest."""

    exit_code = 3


class Unreachable(SectoralError):
    """A publisher's server did not give us a whole file, and the cache has none."""


class BrokenContract(SectoralError):
    """A stage returned a table that is not what `tables` declares: a defect of ours."""
