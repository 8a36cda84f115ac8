"""Tables read from official files."""

import polars as pl

from sectoral.tables.columns import (
    INDUSTRY,
    JOBS_SOURCE,
    OWNERSHIP,
    QUARTER,
    YEAR,
    area,
    at_least,
    number,
    text,
)
from sectoral.tables.contract import LEVELS, STATUSES, TidyColumn, TidyTable

AREA_JOBS = TidyTable(
    "area_jobs",
    "one county (or state, 'SS000'), industry, ownership and period, as published",
    ("source", "area", "industry", "ownership", "year", "quarter"),
    (
        JOBS_SOURCE,
        TidyColumn(
            "area",
            pl.String,
            "county; 'SS999' = county unknown; 'SS000' = state; 'US000' = nation",
            "FIPS",
            pattern=r"^(\d{5}|US000)$",
        ),
        INDUSTRY,
        OWNERSHIP,
        YEAR,
        QUARTER,
        TidyColumn("level", LEVELS, "depth of the industry code"),
        TidyColumn("naics", pl.Int16, "NAICS vintage: 2012, 2017 or 2022"),
        TidyColumn(
            "establishments", pl.Int64, "workplaces", "establishments", nullable=True, least=0
        ),
        number("jobs", "filled jobs: mean of the months; CBP: mid-March", "jobs"),
        number("jobs_last_month", "filled jobs in the quarter's third month", "jobs"),
        number(
            "jobs_year_ago", "same measure as jobs_last_month (annual: jobs), a year before", "jobs"
        ),
        number("pay_usd", "total pay in the period", "USD"),
        number("lq_published", "the publisher's own location quotient of jobs", "ratio"),
        TidyColumn("status", STATUSES, "why jobs is or is not known"),
    ),
)

COMMUTING = TidyTable(
    "commuting",
    "workers who live in one county and work in another (or the same)",
    ("source", "home", "work"),
    (
        text("source", "survey and years: 'acs_2016_2020', 'lodes_2019'"),
        area("county of residence", "home"),
        area("county of work", "work"),
        TidyColumn("workers", pl.Int64, "workers (LODES: jobs)", "workers", least=0),
        number("workers_moe", "90% margin of error", "workers"),
    ),
)

AREA_NAMES = TidyTable(
    "area_names",
    "one county's name",
    ("area",),
    (area(), text("name", "name without the state"), text("state", "two-digit FIPS")),
)

AREA_SHAPES = TidyTable(
    "area_shapes",
    "one county's outline in one vintage",
    ("vintage", "area"),
    (
        TidyColumn("vintage", pl.Int16, "county set: 2010, 2017, 2020 or 2023 (2022 and later)"),
        area(),
        text("name", "name without the state"),
        text("state", "two-digit FIPS"),
        text("geojson", "a GeoJSON geometry, longitude and latitude"),
    ),
)

METRO_AREAS = TidyTable(
    "metro_areas",
    "one county in a metropolitan or micropolitan area",
    ("area",),
    (
        area(),
        text("cbsa", "core-based statistical area code"),
        text("title", "its name"),
        TidyColumn("metropolitan", pl.Boolean, "metropolitan, not micropolitan"),
        TidyColumn("central", pl.Boolean, "a central, not an outlying county"),
    ),
)

PROJECTIONS = TidyTable(
    "projections",
    "one industry's projected national or state employment",
    ("geography", "industry"),
    (
        text("geography", "'US' or two-digit state FIPS"),
        INDUSTRY,
        text("title", "the publisher's title"),
        text("covers", "the codes whose jobs these are together, joined by spaces"),
        TidyColumn("base_year", pl.Int16, "year of jobs_base"),
        TidyColumn("target_year", pl.Int16, "year of jobs_target"),
        number("jobs_base", "jobs in the base year", "jobs", nullable=False),
        number("jobs_target", "jobs projected for the target year", "jobs", nullable=False),
    ),
)

OCCUPATION_PROJECTIONS = TidyTable(
    "occupation_projections",
    "one occupation's projected national employment",
    ("occupation",),
    (
        text("occupation", "SOC code"),
        text("title", "the publisher's title"),
        TidyColumn("detailed", pl.Boolean, "a line item, not a group of occupations"),
        TidyColumn("base_year", pl.Int16, "year of jobs_base"),
        TidyColumn("target_year", pl.Int16, "year of jobs_target"),
        number("jobs_base", "jobs in the base year", "jobs"),
        number("jobs_target", "jobs projected", "jobs"),
        number("openings_yearly", "openings a year, growth and separations", "jobs"),
        text("education", "typical education needed for entry", nullable=True),
        text("training", "typical on-the-job training", nullable=True),
    ),
)

STAFFING = TidyTable(
    "staffing",
    "one occupation's jobs in one industry, nationwide",
    ("source", "industry", "occupation"),
    (
        text("source", "'oews' or 'matrix'"),
        INDUSTRY,
        text("occupation", "SOC code"),
        TidyColumn("detailed", pl.Boolean, "the finest this source has; groups would count twice"),
        number("jobs", "jobs; null = not released", "jobs"),
        number("pay_annual_median_usd", "median yearly pay", "USD a year"),
        at_least("pay_annual_median_at_least"),
    ),
)

OCCUPATION_PAY = TidyTable(
    "occupation_pay",
    "one occupation in one OEWS area",
    ("place", "occupation"),
    (
        text("place", "OEWS area code, seven digits; '0000000' = nation"),
        text("occupation", "SOC code"),
        number("jobs", "jobs; null = not released", "jobs"),
        number("jobs_rse", "relative standard error of jobs", "%"),
        number("pay_hourly_mean_usd", "mean hourly pay", "USD an hour"),
        at_least("pay_hourly_mean_at_least"),
        number("pay_annual_median_usd", "median yearly pay", "USD a year"),
        at_least("pay_annual_median_at_least"),
    ),
)

JOB_ZONES = TidyTable(
    "job_zones",
    "how much preparation one occupation needs",
    ("occupation",),
    (
        text("occupation", "O*NET-SOC code"),
        TidyColumn("zone", pl.Int8, "1 little … 5 extensive preparation", least=1),
    ),
)

TRAINING_PROVIDERS = TidyTable(
    "training_providers",
    "one institution",
    ("provider",),
    (
        text("provider", "IPEDS unit id"),
        text("name", "institution"),
        area("county", "area"),
        text("kind", "sector of control and level, IPEDS code"),
        TidyColumn("longitude", pl.Float64, "longitude", "degrees", nullable=True),
        TidyColumn("latitude", pl.Float64, "latitude", "degrees", nullable=True),
    ),
)

TRAINING_PROGRAMS = TidyTable(
    "training_programs",
    "one program of one institution",
    ("provider", "program", "place"),
    (
        text("provider", "IPEDS unit id"),
        text("program", "CIP code"),
        TidyColumn(
            "place", pl.Int8, "1 = its largest program ... 6; one CIP code may hold two", least=1
        ),
        number("price_usd", "tuition and fees of the whole program", "USD"),
        number("length_months", "months to complete", "months"),
    ),
)

TITLES = TidyTable(
    "titles",
    "one code's title in one classification",
    ("scheme", "code"),
    (
        text("scheme", "'NAICS 2012' ... 'NAICS 2022', 'SOC 2018', 'CIP 2020', 'QCEW ownership'"),
        text("code", "the code"),
        text("title", "its title"),
    ),
)

CROSSWALK = TidyTable(
    "crosswalk",
    "one pair of codes that mean the same or overlap",
    ("scheme", "code", "to_scheme", "to_code"),
    (
        text("scheme", "classification"),
        text("code", "code"),
        text("to_scheme", "the other classification"),
        text("to_code", "its code"),
    ),
)

BLOCK_AREAS = TidyTable(
    "block_areas",
    "one census block and the places it lies in",
    ("block",),
    (
        text("block", "15-digit census block"),
        area(),
        text("tract", "11-digit census tract"),
        text("town", "10-digit county subdivision"),
        text("board", "local workforce development area", nullable=True),
    ),
)

UNEMPLOYMENT = TidyTable(
    "unemployment",
    "one county's unemployment rate in one year",
    ("area", "year"),
    (area(), YEAR, number("rate", "share of the labor force out of work", "%")),
)
