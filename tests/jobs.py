"""Small tables of jobs for tests, written as the rows a reader can add up."""

from typing import Any

import polars as pl

from sectoral import tables

DEPTHS = {2: "sector", 3: "subsector", 4: "group", 5: "industry5", 6: "industry6"}


def cell(industry: str, jobs: float | None, establishments: int | None = 10, **more: Any) -> Any:
    """One row of AREA_JOBS: private QCEW jobs of Quayland's county 99001 in 2021."""
    depth = "sector" if "-" in industry else DEPTHS[len(industry)]
    row = {
        "source": "qcew",
        "area": "99001",
        "industry": industry,
        "ownership": "private",
        "year": 2021,
        "quarter": 0,
        "level": "total" if industry == "10" else depth,
        "naics": 2017,
        "establishments": establishments,
        "jobs": jobs,
        "jobs_last_month": None,
        "jobs_year_ago": None,
        "pay_usd": None,
        "lq_published": None,
        "status": "suppressed" if jobs is None else "published",
    }
    return row | more


def area_jobs(*rows: Any) -> pl.DataFrame:
    return frame(tables.AREA_JOBS, rows)


def frame(table: tables.TidyTable, rows: Any) -> pl.DataFrame:
    """Rows as a declared table; a column that a row leaves out is unknown."""
    schema = table.schema
    texts = {c: pl.String if isinstance(t, pl.Enum) else t for c, t in schema.items()}
    full = [{c: row.get(c) for c in schema} for row in rows]
    return tables.check(pl.DataFrame(full, schema=texts, orient="row"), table)
