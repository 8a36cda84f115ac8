"""The contract: every tidy table that crosses a border, its key, columns, units, meanings.

A stage takes tables declared here and returns tables declared here; `check` holds a frame
against its declaration and puts it in its one true order, so that the same facts always
give the same bytes. `docs/data.md` is made from these lines.

Conventions
  area      a county or county equivalent, five-digit FIPS text ("08001")
  region    a labor-market region's id, text
  industry  a NAICS code as text; "10" = all industries; sectors are "31-33", "44-45", "48-49"
  sector    the id of an editable set of NAICS codes ("healthcare")
  null      unknown. A number that the publisher withheld is null, never zero.
  jobs      held to a millionth of a job (2⁻²⁰), the nation's shares to 2⁻⁴⁴, so that sums
            are exact: the same bytes in whatever order, on however many threads
"""

import polars as pl

from sectoral.tables.contract import (
    DECISIONS,
    FINEST_SHARE,
    FIPS,
    KINDS_OF_REGION,
    LEVELS,
    MILLIONTH,
    OWNERSHIPS,
    SOURCES_OF_JOBS,
    STATUSES,
    TidyColumn,
    TidyTable,
    check,
    stack,
    type_instance,
)
from sectoral.tables.evidence import (
    INDICATOR_CATALOGUE,
    INDICATORS,
    JOBS_ESTIMATES,
    NEIGHBOURS,
    PARTITION_FIT,
    PLAN,
    REFERENCE_GROWTH,
    REFERENCE_JOBS,
    REGION_FACTS,
    REGIONS,
    SCORE_PARTS,
    SCORES,
    SECTOR_JOBS,
    SECTORS,
    SOURCE_CATALOGUE,
)
from sectoral.tables.official import (
    AREA_JOBS,
    AREA_NAMES,
    AREA_SHAPES,
    BLOCK_AREAS,
    COMMUTING,
    CROSSWALK,
    JOB_ZONES,
    METRO_AREAS,
    OCCUPATION_PAY,
    OCCUPATION_PROJECTIONS,
    PROJECTIONS,
    STAFFING,
    TITLES,
    TRAINING_PROGRAMS,
    TRAINING_PROVIDERS,
    UNEMPLOYMENT,
)

__all__ = [
    "ALL",
    "AREA_JOBS",
    "AREA_NAMES",
    "AREA_SHAPES",
    "BLOCK_AREAS",
    "BY_NAME",
    "COMMUTING",
    "CROSSWALK",
    "DECISIONS",
    "FINEST_SHARE",
    "FIPS",
    "INDICATORS",
    "INDICATOR_CATALOGUE",
    "JOBS_ESTIMATES",
    "JOB_ZONES",
    "KINDS_OF_REGION",
    "LEVELS",
    "METRO_AREAS",
    "MILLIONTH",
    "NEIGHBOURS",
    "OCCUPATION_PAY",
    "OCCUPATION_PROJECTIONS",
    "OWNERSHIPS",
    "PARTITION_FIT",
    "PLAN",
    "PROJECTIONS",
    "REFERENCE_GROWTH",
    "REFERENCE_JOBS",
    "REGIONS",
    "REGION_FACTS",
    "SCORES",
    "SCORE_PARTS",
    "SECTORS",
    "SECTOR_JOBS",
    "SOURCES_OF_JOBS",
    "SOURCE_CATALOGUE",
    "STAFFING",
    "STATUSES",
    "TITLES",
    "TRAINING_PROGRAMS",
    "TRAINING_PROVIDERS",
    "UNEMPLOYMENT",
    "TidyColumn",
    "TidyTable",
    "as_text",
    "check",
    "stack",
]

ALL: tuple[TidyTable, ...] = (
    AREA_JOBS,
    COMMUTING,
    AREA_NAMES,
    AREA_SHAPES,
    METRO_AREAS,
    PROJECTIONS,
    OCCUPATION_PROJECTIONS,
    STAFFING,
    OCCUPATION_PAY,
    JOB_ZONES,
    TRAINING_PROVIDERS,
    TRAINING_PROGRAMS,
    TITLES,
    CROSSWALK,
    BLOCK_AREAS,
    UNEMPLOYMENT,
    REGIONS,
    REGION_FACTS,
    PARTITION_FIT,
    NEIGHBOURS,
    JOBS_ESTIMATES,
    REFERENCE_JOBS,
    REFERENCE_GROWTH,
    SECTORS,
    SECTOR_JOBS,
    INDICATOR_CATALOGUE,
    INDICATORS,
    SCORE_PARTS,
    SCORES,
    PLAN,
    SOURCE_CATALOGUE,
)

BY_NAME = {table.name: table for table in ALL}


def as_text() -> str:
    """`docs/data.md`: every table with its columns, types, units and meanings."""
    head = [
        "# The tables of an edition",
        "",
        "Made from `src/sectoral/tables/`; to make it again: "
        "`python -c 'from sectoral.tables import as_text; print(as_text(), end=\"\")' "
        "> docs/data.md`.",
        "",
        *(__doc__ or "").partition("Conventions\n")[2].rstrip().splitlines(),
        "",
        "In the lists below, **bold** columns are the key, and *may be unknown* means null.",
    ]
    head[4:-2] = ["```", *head[4:-2], "```"]
    return "\n".join([*head, *(line for table in ALL for line in _table_lines(table))]) + "\n"


def _table_lines(table: TidyTable) -> list[str]:
    lines = ["", f"## {table.name}", "", f"A row is {table.row}.", ""]
    lines += ["| column | type | unit | meaning |", "| --- | --- | --- | --- |"]
    for column in table.columns:
        name = f"**{column.name}**" if column.name in table.key else column.name
        dtype = type_instance(column.dtype)
        kind = "one of " + ", ".join(dtype.categories) if isinstance(dtype, pl.Enum) else str(dtype)
        unknown = "; *may be unknown*" if column.nullable else ""
        lines.append(f"| {name} | {kind} | {column.unit} | {column.meaning}{unknown} |")
    return lines
