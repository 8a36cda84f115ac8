"""How a table is declared, and how a frame is held against its declaration."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from sectoral.errors import BrokenContract

SOURCES_OF_JOBS = pl.Enum(["qcew", "cbp"])
OWNERSHIPS = pl.Enum(["all", "private", "federal", "state", "local", "international", "government"])
LEVELS = pl.Enum(
    ["total", "domain", "supersector", "sector", "subsector", "group", "industry5", "industry6"]
)
STATUSES = pl.Enum(["published", "suppressed", "withheld", "not available"])
KINDS_OF_REGION = pl.Enum(["metropolitan", "rural"])
DECISIONS = pl.Enum(["start", "explore with neighbour", "watch", "not now", "cannot judge"])

MILLIONTH = 2.0**-20
FINEST_SHARE = 2.0**-44
FIPS = r"^\d{5}$"


@dataclass(frozen=True, slots=True)
class TidyColumn:
    """One column: its name, type, unit and meaning.

    pattern   a regular expression that every value of a text column matches
    least     the smallest value a number may have
    grain     the step to which numbers are held: a power of two, for exact sums
    """

    name: str
    dtype: type[pl.DataType] | pl.DataType
    meaning: str
    unit: str = ""
    nullable: bool = False
    pattern: str | None = None
    least: float | None = None
    grain: float | None = None


@dataclass(frozen=True, slots=True)
class TidyTable:
    """One declared table: its name, what a row is, the columns that name a row."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[TidyColumn, ...]

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """Column name → Polars type, in the declared order."""
        return {c.name: type_instance(c.dtype) for c in self.columns}

    def empty(self) -> pl.DataFrame:
        """The table with no rows."""
        return pl.DataFrame(schema=self.schema)


def check(frame: pl.DataFrame, table: TidyTable) -> pl.DataFrame:
    """Hold `frame` against its declaration.

    Takes    any frame.
    Returns  the same rows with exactly the declared columns, typed, sorted by the key.
    Raises   BrokenContract, naming the table, column and first offending key.
    """
    missing = [c.name for c in table.columns if c.name not in frame.columns]
    if missing:
        raise BrokenContract(
            f"table '{table.name}' needs {_quote_names(missing)}; "
            f"found {_quote_names(frame.columns)}."
        )
    frame = frame.select([_cast_column(column) for column in table.columns]).sort(table.key)
    for column in table.columns:
        _check_column(frame, table, column)
    twice = frame.select(pl.struct(table.key).is_duplicated()).to_series()
    if twice.any():
        _raise_broken(frame.filter(twice), table, "has a key that stands more than once")
    return frame


def _cast_column(column: TidyColumn) -> pl.Expr:
    values = pl.col(column.name).cast(type_instance(column.dtype))
    return values if column.grain is None else (values / column.grain).round() * column.grain


def stack(frames: Sequence[pl.DataFrame], table: TidyTable) -> pl.DataFrame:
    """Frames of one table, one below the other; the empty table where there are none."""
    return check(pl.concat(frames) if frames else table.empty(), table)


def _check_column(frame: pl.DataFrame, table: TidyTable, column: TidyColumn) -> None:
    values = pl.col(column.name)
    rules = []
    if not column.nullable:
        rules.append((values.is_null(), "must not be unknown"))
    if column.pattern is not None:
        rules.append((~values.str.contains(column.pattern), f"must match {column.pattern}"))
    if column.least is not None:
        rules.append((values < column.least, f"must be at least {column.least:g}"))
    for broken, words in rules:
        rows = frame.filter(broken)
        if rows.height:
            _raise_broken(rows, table, f"column '{column.name}' {words}")


def _raise_broken(rows: pl.DataFrame, table: TidyTable, words: str) -> None:
    where = ", ".join(f"{k}={rows[k][0]}" for k in table.key)
    raise BrokenContract(f"table '{table.name}' {words}: {rows.height:,} rows, first {where}.")


def type_instance(dtype: type[pl.DataType] | pl.DataType) -> pl.DataType:
    """A Polars type, whether given as a class or as an instance."""
    return dtype() if isinstance(dtype, type) else dtype


def _quote_names(names: Sequence[str]) -> str:
    return ", ".join(f"'{n}'" for n in names)
