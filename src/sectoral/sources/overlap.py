"""Files that complete each other: each tells part of a row, together they tell all of it.

The occupation projections are spread over tables of one release: one has the jobs, another the
schooling. `merging.merge` would rightly refuse such rows as contradictions; here an unknown
cell is filled from the file that knows it.
"""

from collections.abc import Sequence

import polars as pl

from sectoral.errors import FilesDisagree
from sectoral.tables import TidyTable


def fill(
    table: TidyTable, readings: Sequence[tuple[str, pl.DataFrame]]
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The rows of several files, each key once, each cell from the first file that knows it.

    Takes    (label, frame) for each file; the frames have the table's columns, null = not said.
    Returns  the frame by key, and a sentence on rows left out: those that still lack a cell
             which the table cannot leave unknown.
    Raises   FilesDisagree where two files give one cell different numbers: releases are mixed.
    """
    if not readings:
        return table.empty(), ()
    typed = [pl.col(name).cast(dtype) for name, dtype in table.schema.items()]
    frame = pl.concat(
        [part.select(*typed, pl.lit(label).alias("file")) for label, part in readings]
    )
    _refuse_contradictions(frame, table)
    cells = [pl.col(c.name).drop_nulls().first() for c in table.columns if c.name not in table.key]
    filled = frame.group_by(table.key, maintain_order=True).agg(cells)
    whole = filled.drop_nulls([c.name for c in table.columns if not c.nullable])
    left = filled.height - whole.height
    notes = (f"{left:,} rows of {table.name} were left out: no file gives them whole.",)
    return whole.select(list(table.schema)).sort(table.key), notes if left else ()


def _refuse_contradictions(frame: pl.DataFrame, table: TidyTable) -> None:
    """Numbers must agree wherever two files give them; wording may differ."""
    for column in table.columns:
        if not column.dtype.is_numeric():
            continue
        said = frame.filter(pl.col(column.name).is_not_null())
        values = pl.col(column.name).n_unique().over(table.key)
        other = said.filter(values > 1).sort(table.key, maintain_order=True)
        if other.height:
            key = ", ".join(f"{name} {other[name][0]}" for name in table.key)
            first = other.filter(pl.col(column.name) == other[column.name][0])
            second = other.filter(pl.col(column.name) != other[column.name][0])
            raise FilesDisagree(
                f"{first['file'][0]} and {second['file'][0]}",
                column=column.name,
                expected=f"the same number in both for {key}",
                found=f"{first[column.name][0]:,} and {second[column.name][0]:,}",
                mend="keep the tables of one release only",
            )
