"""Columns that many tables have, and short ways to declare the others."""

import polars as pl

from sectoral.tables.contract import (
    FINEST_SHARE,
    FIPS,
    MILLIONTH,
    OWNERSHIPS,
    SOURCES_OF_JOBS,
    Column,
)


def area(meaning: str = "county or equivalent", name: str = "area") -> Column:
    """A column of county codes."""
    return Column(name, pl.String, meaning, "FIPS", pattern=FIPS)


REGION = Column("region", pl.String, "labor-market region")
SECTOR = Column("sector", pl.String, "sector id")
INDUSTRY = Column("industry", pl.String, "industry; '10' = all", "NAICS")
JOBS_SOURCE = Column("source", SOURCES_OF_JOBS, "publisher's series")
OWNERSHIP = Column("ownership", OWNERSHIPS, "who owns the establishments")
YEAR = Column("year", pl.Int16, "calendar year", least=1900)
QUARTER = Column("quarter", pl.Int8, "1-4; 0 = the whole year (CBP: mid-March)", least=0)


def number(
    name: str, meaning: str, unit: str, nullable: bool = True, least: float | None = 0
) -> Column:
    """A column of numbers; jobs are held to a millionth."""
    grain = MILLIONTH if unit == "jobs" else None
    return Column(name, pl.Float64, meaning, unit, nullable, least=least, grain=grain)


def summed_share(name: str, meaning: str) -> Column:
    """A column of shares that are summed, held to the finest grain."""
    return Column(name, pl.Float64, meaning, "share", True, least=0, grain=FINEST_SHARE)


def at_least(name: str) -> Column:
    """A column that says whether the number before it is the publisher's top, and so a floor."""
    return Column(name, pl.Boolean, "published as its top or more: the number before is a floor")


def text(name: str, meaning: str, nullable: bool = False) -> Column:
    """A column of text."""
    return Column(name, pl.String, meaning, nullable=nullable)
