"""Columns that many tables have, and short ways to declare the others."""

import polars as pl

from sectoral.tables.contract import (
    FINEST_SHARE,
    FIPS,
    MILLIONTH,
    OWNERSHIPS,
    SOURCES_OF_JOBS,
    TidyColumn,
)


def area(meaning: str = "county or equivalent", name: str = "area") -> TidyColumn:
    """A column of county codes."""
    return TidyColumn(name, pl.String, meaning, "FIPS", pattern=FIPS)


REGION = TidyColumn("region", pl.String, "labor-market region")
SECTOR = TidyColumn("sector", pl.String, "sector id")
INDUSTRY = TidyColumn("industry", pl.String, "industry; '10' = all", "NAICS")
JOBS_SOURCE = TidyColumn("source", SOURCES_OF_JOBS, "publisher's series")
OWNERSHIP = TidyColumn("ownership", OWNERSHIPS, "who owns the establishments")
YEAR = TidyColumn("year", pl.Int16, "calendar year", least=1900)
QUARTER = TidyColumn("quarter", pl.Int8, "1-4; 0 = the whole year (CBP: mid-March)", least=0)


def number(
    name: str, meaning: str, unit: str, nullable: bool = True, least: float | None = 0
) -> TidyColumn:
    """A column of numbers; jobs are held to a millionth."""
    grain = MILLIONTH if unit == "jobs" else None
    return TidyColumn(name, pl.Float64, meaning, unit, nullable, least=least, grain=grain)


def summed_share(name: str, meaning: str) -> TidyColumn:
    """A column of shares that are summed, held to the finest grain."""
    return TidyColumn(name, pl.Float64, meaning, "share", True, least=0, grain=FINEST_SHARE)


def at_least(name: str) -> TidyColumn:
    """A column that says whether the number before it is the publisher's top, and so a floor."""
    return TidyColumn(
        name, pl.Boolean, "published as its top or more: the number before is a floor"
    )


def text(name: str, meaning: str, nullable: bool = False) -> TidyColumn:
    """A column of text."""
    return TidyColumn(name, pl.String, meaning, nullable=nullable)
