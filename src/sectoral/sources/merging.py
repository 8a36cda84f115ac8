"""Joining what several files say about one table, without counting anything twice.

A state's folder often holds the same row twice: the county's own file and the state's. Equal
rows are kept once and counted; rows that contradict each other are refused, because only a
person can say which file is right.
"""

from collections.abc import Sequence

import polars as pl

from sectoral.errors import FilesDisagree
from sectoral.tables import TidyTable

PLACE = "which file"


def merge(
    table: TidyTable, readings: Sequence[tuple[str, pl.DataFrame]]
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The rows of several files as one frame, each key once.

    Takes    (label, frame) for each file; the frames have the table's columns.
    Returns  the frame, in the order the files were given, and one sentence for each pair of
             files that share rows.
    Raises   FilesDisagree at the first key for which two files give different values.
    """
    if not readings:
        return table.empty(), ()
    columns = list(table.schema)
    frame = pl.concat(
        [
            part.select(columns).with_columns(pl.lit(place, pl.UInt32).alias(PLACE))
            for place, (_, part) in enumerate(readings)
        ]
    )
    key = list(table.key)
    # A hash is cheap and never misses a repeated key; what it finds is then looked at in full.
    hashes = frame.select(pl.struct(key).hash()).to_series()
    if hashes.n_unique() == frame.height:
        return frame.drop(PLACE), ()
    repeated = hashes.is_duplicated()
    labels = [label for label, _ in readings]
    shared = frame.filter(repeated)
    _refuse_contradictions(shared, table, labels)
    first = shared.select(pl.struct(key).is_first_distinct()).to_series()
    notes = _overlap_notes(shared.filter(first), shared.filter(~first), key, labels)
    keep = (~repeated).scatter(repeated.arg_true(), first)
    return frame.drop(PLACE).filter(keep), notes


def _refuse_contradictions(shared: pl.DataFrame, table: TidyTable, labels: Sequence[str]) -> None:
    key, values = list(table.key), [c for c in table.schema if c not in table.key]
    different = shared.select(*key, *values).unique().filter(pl.struct(key).is_duplicated())
    if not different.height:
        return
    rows = shared.join(different.select(key).unique().sort(key).head(1), on=key, how="semi")
    first = rows.row(0, named=True)
    for other in rows.iter_rows(named=True):
        for column in values:
            if other[column] != first[column]:
                _refuse_disagreement(table, labels, first, other, column)


def _refuse_disagreement(
    table: TidyTable,
    labels: Sequence[str],
    first: dict[str, object],
    other: dict[str, object],
    column: str,
) -> None:
    one, two = labels[_row_place(first)], labels[_row_place(other)]
    what = ", ".join(f"{name} {first[name]}" for name in table.key)
    raise FilesDisagree(
        f"{one} and {two}",
        column=column,
        expected=f"the same '{column}' in both for {what}",
        found=f"{_value_words(first[column])} in {one} and {_value_words(other[column])} in {two}",
        mend="remove the file that is out of date, or that row of it",
    )


def _row_place(row: dict[str, object]) -> int:
    return int(str(row[PLACE]))


def _value_words(value: object) -> str:
    if value is None:
        return "unknown"
    return f"{value:,g}" if isinstance(value, float) and value < 1e6 else f"{value}"


def _overlap_notes(
    kept: pl.DataFrame, again: pl.DataFrame, key: Sequence[str], labels: Sequence[str]
) -> tuple[str, ...]:
    pairs = (
        again.select(*key, PLACE)
        .join(kept.select(*key, pl.col(PLACE).alias("first")), on=key, nulls_equal=True)
        .group_by("first", PLACE)
        .len()
        .sort("first", PLACE)
    )
    return tuple(
        f"{count:,} rows of {labels[place]} stand in {labels[first]} too, with the same values; "
        "they were kept once."
        for first, place, count in pairs.iter_rows()
    )
