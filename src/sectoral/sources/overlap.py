"""Files that overlap: one row for each key where several official files speak of the same thing.

County names stand in four publishers' lists, occupation projections are spread over four of
one publisher's tables. Both are put together here, before `tables.check` sees them.
"""

from collections.abc import Sequence

import polars as pl

from sectoral.tables import Table


def first_of_each(frames: Sequence[pl.DataFrame], table: Table) -> pl.DataFrame:
    """The rows of all frames; of rows with one key, the one in the earliest frame.

    Takes    frames with at least the table's columns, most trusted first.
    Returns  the table's columns, one row a key, sorted by it.
    """
    if not frames:
        return table.empty()
    return (
        _stacked(frames, table).unique(table.key, keep="first", maintain_order=True).sort(table.key)
    )


def fill_each(frames: Sequence[pl.DataFrame], table: Table) -> pl.DataFrame:
    """One row a key, each cell from the earliest frame that knows it.

    Takes    frames with at least the table's columns, most trusted first; null = does not say.
    Returns  the table's columns, one row a key, sorted by it. A key whose row still lacks a cell
             that the table cannot leave unknown is left out: no file described it whole.
    """
    if not frames:
        return table.empty()
    cells = [pl.col(c.name).drop_nulls().first() for c in table.columns if c.name not in table.key]
    needed = [c.name for c in table.columns if not c.nullable]
    filled = _stacked(frames, table).group_by(table.key, maintain_order=True).agg(cells)
    return filled.drop_nulls(needed).select(list(table.schema)).sort(table.key)


def _stacked(frames: Sequence[pl.DataFrame], table: Table) -> pl.DataFrame:
    wanted = [pl.col(name).cast(dtype) for name, dtype in table.schema.items()]
    return pl.concat([frame.select(wanted) for frame in frames])
