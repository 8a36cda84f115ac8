"""The time that growth is measured over, and what a reader must know of it."""

from dataclasses import dataclass

import polars as pl

from sectoral.places import is_state_total

PERIOD = ["source", "year", "quarter"]
PANDEMIC = 2020
CODES_CHANGED = 2022  # NAICS 2022 rebuilt retail and information


@dataclass(frozen=True, slots=True)
class GrowthSpan:
    """The two ends that growth is measured between, in one source.

    first, last        the two years
    quarter            the quarter of both; 0 = whole years
    publishers_change  the first end is the publisher's own figure of a year before, printed
                       beside the last; else both ends are files of their own
    """

    source: str
    first: int
    last: int
    quarter: int = 0
    publishers_change: bool = False

    @property
    def years(self) -> int:
        """Years between the ends."""
        return self.last - self.first

    @property
    def words(self) -> str:
        """'2017–2021', or '2015 Q1–2016 Q1'."""
        quarter = f" Q{self.quarter}" if self.quarter else ""
        return f"{self.first}{quarter}–{self.last}{quarter}"

    def beware(self) -> str:
        """What a reader must know of the span; empty where nothing."""
        notes = []
        if self.source == "cbp":
            notes.append("private jobs outside farms and railroads (County Business Patterns)")
        if self.publishers_change:
            notes.append("one year only, in the cells published at both ends")
        if self.first < PANDEMIC <= self.last:
            notes.append("the span includes the shock of 2020")
        if self.source == "qcew" and self.first < CODES_CHANGED <= self.last:
            notes.append("industry codes were revised in 2022, which moves some jobs")
        return "; ".join(notes)


def growth_span(area_jobs: pl.DataFrame) -> GrowthSpan | None:
    """The span growth is measured over: the longest in whole years, else the publisher's own.

    Takes    AREA_JOBS of the regions' states.
    Returns  None where no source has two whole years and none prints its over-the-year change.
    """
    counties = area_jobs.filter(~is_state_total())
    return longest_span(counties) or _over_the_year(counties)


def longest_span(area_jobs: pl.DataFrame) -> GrowthSpan | None:
    """The longest run from a first to a last whole year in one source; QCEW where equal.

    Takes    AREA_JOBS or any table with its source, year and quarter.
    Returns  None where no source has two whole years.
    """
    quarters = area_jobs.select(PERIOD).unique()
    whole = (
        quarters.group_by("source", "year")
        .agg((pl.col("quarter") == 0).any() | (pl.col("quarter").n_unique() == 4))
        .filter("quarter")
    )
    spans = (
        whole.group_by("source")
        .agg(pl.col("year").min().alias("first"), pl.col("year").max().alias("last"))
        .filter(pl.col("first") < pl.col("last"))
        .with_columns(
            (pl.col("last") - pl.col("first")).alias("years"),
            (pl.col("source") == "qcew").alias("counts_all"),
        )
        .sort("years", "counts_all", descending=True)
    )
    if not spans.height:
        return None
    best = spans.row(0, named=True)
    return GrowthSpan(best["source"], best["first"], best["last"])


def _over_the_year(area_jobs: pl.DataFrame) -> GrowthSpan | None:
    """The latest period whose publisher prints the figure of a year before."""
    told = area_jobs.filter(pl.col("jobs_year_ago").is_not_null()).select(PERIOD).unique()
    if not told.height:
        return None
    whole = (pl.col("quarter") == 0).alias("whole")
    latest = told.with_columns(whole).sort("year", "whole", "quarter").row(-1, named=True)
    source, year, quarter = (latest[name] for name in PERIOD)
    return GrowthSpan(source, year - 1, year, quarter, publishers_change=True)
