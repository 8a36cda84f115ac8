"""Files whose bytes depend on their content alone: no clock, no machine, no thread order."""

import gzip
import io
from pathlib import Path

import polars as pl


def write_csv(frame: pl.DataFrame, path: Path) -> Path:
    """Write a frame as CSV, gzipped where the name ends in .gz, without a time in its header."""
    buffer = io.BytesIO()
    frame.write_csv(buffer)
    return write_bytes(buffer.getvalue(), path)


def write_bytes(content: bytes, path: Path) -> Path:
    """Write bytes, gzipped where the name ends in .gz."""
    if path.suffix == ".gz":
        content = gzip.compress(content, compresslevel=5, mtime=0)
    path.write_bytes(content)
    return path


def decimal_text(number: pl.Expr, places: int) -> pl.Expr:
    """A number as publishers print it: '0.50', '-3.1'; 'nan' and the like never arise here."""
    scale = 10**places
    units = (number * scale).round().cast(pl.Int64)
    whole, rest = units.abs() // scale, units.abs() % scale
    sign = pl.when(units < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    tail = rest.cast(pl.String).str.zfill(places)
    return pl.concat_str([sign, whole.cast(pl.String), pl.lit("."), tail])
