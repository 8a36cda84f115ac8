"""What is true of the invented state, for tests and benchmarks to hold results against."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl


@dataclass(frozen=True, slots=True)
class Truth:
    """The invented state as it is, before publishers round, withhold or disturb.

    state         the state's two-digit code
    years         the published years
    cells         every QCEW cell of every published year: area, industry, ownership, level
                  (words of `tables`), year, naics, establishments, jobs, pay_usd (none of
                  them withheld), `withheld`: the published file hides jobs and pay
    counties      area, name, state, region, kind ('metropolitan', 'farm', 'mountain',
                  'mining', 'mill'), part ('hub', 'ring', 'rural')
    regions       county → region, the neighbouring state's counties included
    region_names  region → the name of its largest place of work
    trend         industry (four digits), growth: the nation's yearly growth of private jobs,
                  the pandemic aside
    growth        region, industry (four digits), growth: yearly, above the nation's path
    company_town  (county, industry): one employer holds about half of its private jobs
    thin          (region, sector): too few workplaces to judge
    flows         home, work, workers, as published
    files         every file written, in order
    """

    state: str
    years: range
    cells: pl.DataFrame
    counties: pl.DataFrame
    regions: dict[str, str]
    region_names: dict[str, str]
    trend: pl.DataFrame
    growth: pl.DataFrame
    company_town: tuple[str, str]
    thin: tuple[str, str]
    flows: pl.DataFrame
    files: tuple[Path, ...]
