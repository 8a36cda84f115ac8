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

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from sectoral.errors import BrokenContract

SOURCES_OF_JOBS = pl.Enum(["qcew", "cbp"])
OWNERSHIPS = pl.Enum(["all", "private", "federal", "state", "local", "international", "government"])
LEVELS = pl.Enum(
    ["total", "domain", "supersector", "sector", "subsector", "group", "industry5", "industry6"]
)
STATUSES = pl.Enum(["published", "suppressed", "withheld", "not available"])
KINDS_OF_REGION = pl.Enum(["metropolitan", "rural"])
DECISIONS = pl.Enum(["start", "explore with neighbour", "watch", "not now", "cannot judge"])

MILLIONTH = 2.0**-20
FINEST_SHARE = 2.0**-44
FIPS = r"^\d{5}$"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, type, unit and meaning.

    pattern   a regular expression that every value of a text column matches
    least     the smallest value a number may have
    grain     the step to which numbers are held: a power of two, for exact sums
    """

    name: str
    dtype: type[pl.DataType] | pl.DataType
    meaning: str
    unit: str = ""
    nullable: bool = False
    pattern: str | None = None
    least: float | None = None
    grain: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One declared table: its name, what a row is, the columns that name a row."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """Column name → Polars type, in the declared order."""
        return {c.name: _instance(c.dtype) for c in self.columns}

    def empty(self) -> pl.DataFrame:
        """The table with no rows."""
        return pl.DataFrame(schema=self.schema)


def check(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Hold `frame` against its declaration.

    Takes    any frame.
    Returns  the same rows with exactly the declared columns, typed, sorted by the key.
    Raises   BrokenContract, naming the table, column and first offending key.
    """
    missing = [c.name for c in table.columns if c.name not in frame.columns]
    if missing:
        raise BrokenContract(
            f"table '{table.name}' needs {_quoted(missing)}; found {_quoted(frame.columns)}."
        )
    frame = frame.select([_held(column) for column in table.columns]).sort(table.key)
    for column in table.columns:
        _check_column(frame, table, column)
    twice = frame.select(pl.struct(table.key).is_duplicated()).to_series()
    if twice.any():
        _fail(frame.filter(twice), table, "has a key that stands more than once")
    return frame


def _held(column: Column) -> pl.Expr:
    values = pl.col(column.name).cast(_instance(column.dtype))
    return values if column.grain is None else (values / column.grain).round() * column.grain


def stack(frames: Sequence[pl.DataFrame], table: Table) -> pl.DataFrame:
    """Frames of one table, one below the other; the empty table where there are none."""
    return check(pl.concat(frames) if frames else table.empty(), table)


def _check_column(frame: pl.DataFrame, table: Table, column: Column) -> None:
    values = pl.col(column.name)
    rules = []
    if not column.nullable:
        rules.append((values.is_null(), "must not be unknown"))
    if column.pattern is not None:
        rules.append((~values.str.contains(column.pattern), f"must match {column.pattern}"))
    if column.least is not None:
        rules.append((values < column.least, f"must be at least {column.least:g}"))
    for broken, words in rules:
        rows = frame.filter(broken)
        if rows.height:
            _fail(rows, table, f"column '{column.name}' {words}")


def _fail(rows: pl.DataFrame, table: Table, words: str) -> None:
    where = ", ".join(f"{k}={rows[k][0]}" for k in table.key)
    raise BrokenContract(f"table '{table.name}' {words}: {rows.height:,} rows, first {where}.")


def _instance(dtype: type[pl.DataType] | pl.DataType) -> pl.DataType:
    return dtype() if isinstance(dtype, type) else dtype


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"'{n}'" for n in names)


def _area(meaning: str = "county or equivalent", name: str = "area") -> Column:
    return Column(name, pl.String, meaning, "FIPS", pattern=FIPS)


_REGION = Column("region", pl.String, "labor-market region")
_SECTOR = Column("sector", pl.String, "sector id")
_INDUSTRY = Column("industry", pl.String, "industry; '10' = all", "NAICS")
_JOBS_SOURCE = Column("source", SOURCES_OF_JOBS, "publisher's series")
_OWNERSHIP = Column("ownership", OWNERSHIPS, "who owns the establishments")
_YEAR = Column("year", pl.Int16, "calendar year", least=1900)
_QUARTER = Column("quarter", pl.Int8, "1-4; 0 = the whole year (CBP: mid-March)", least=0)


def _number(
    name: str, meaning: str, unit: str, nullable: bool = True, least: float | None = 0
) -> Column:
    grain = MILLIONTH if unit == "jobs" else None
    return Column(name, pl.Float64, meaning, unit, nullable, least=least, grain=grain)


def _summed_share(name: str, meaning: str) -> Column:
    return Column(name, pl.Float64, meaning, "share", True, least=0, grain=FINEST_SHARE)


def _text(name: str, meaning: str, nullable: bool = False) -> Column:
    return Column(name, pl.String, meaning, nullable=nullable)


# ── from official files ──────────────────────────────────────────────────────────────────

AREA_JOBS = Table(
    "area_jobs",
    "one county (or state, 'SS000'), industry, ownership and period, as published",
    ("source", "area", "industry", "ownership", "year", "quarter"),
    (
        _JOBS_SOURCE,
        Column(
            "area",
            pl.String,
            "county; 'SS999' = county unknown; 'SS000' = state; 'US000' = nation",
            "FIPS",
            pattern=r"^(\d{5}|US000)$",
        ),
        _INDUSTRY,
        _OWNERSHIP,
        _YEAR,
        _QUARTER,
        Column("level", LEVELS, "depth of the industry code"),
        Column("naics", pl.Int16, "NAICS vintage: 2012, 2017 or 2022"),
        Column("establishments", pl.Int64, "workplaces", "establishments", nullable=True, least=0),
        _number("jobs", "filled jobs: mean of the months; CBP: mid-March", "jobs"),
        _number("jobs_last_month", "filled jobs in the quarter's third month", "jobs"),
        _number(
            "jobs_year_ago", "same measure as jobs_last_month (annual: jobs), a year before", "jobs"
        ),
        _number("pay_usd", "total pay in the period", "USD"),
        _number("lq_published", "the publisher's own location quotient of jobs", "ratio"),
        Column("status", STATUSES, "why jobs is or is not known"),
    ),
)

COMMUTING = Table(
    "commuting",
    "workers who live in one county and work in another (or the same)",
    ("source", "home", "work"),
    (
        _text("source", "survey and years: 'acs_2016_2020', 'lodes_2019'"),
        _area("county of residence", "home"),
        _area("county of work", "work"),
        Column("workers", pl.Int64, "workers (LODES: jobs)", "workers", least=0),
        _number("workers_moe", "90 % margin of error", "workers"),
    ),
)

AREA_NAMES = Table(
    "area_names",
    "one county's name",
    ("area",),
    (_area(), _text("name", "name without the state"), _text("state", "two-digit FIPS")),
)

AREA_SHAPES = Table(
    "area_shapes",
    "one county's outline in one vintage",
    ("vintage", "area"),
    (
        Column("vintage", pl.Int16, "county set: 2010, 2017, 2020 or 2023 (2022 and later)"),
        _area(),
        _text("name", "name without the state"),
        _text("state", "two-digit FIPS"),
        _text("geojson", "a GeoJSON geometry, longitude and latitude"),
    ),
)

METRO_AREAS = Table(
    "metro_areas",
    "one county in a metropolitan or micropolitan area",
    ("area",),
    (
        _area(),
        _text("cbsa", "core-based statistical area code"),
        _text("title", "its name"),
        Column("metropolitan", pl.Boolean, "metropolitan, not micropolitan"),
        Column("central", pl.Boolean, "a central, not an outlying county"),
    ),
)

PROJECTIONS = Table(
    "projections",
    "one industry's projected national or state employment",
    ("geography", "industry"),
    (
        _text("geography", "'US' or two-digit state FIPS"),
        _INDUSTRY,
        _text("title", "the publisher's title"),
        _text("covers", "the codes whose jobs these are together, joined by spaces"),
        Column("base_year", pl.Int16, "year of jobs_base"),
        Column("target_year", pl.Int16, "year of jobs_target"),
        _number("jobs_base", "jobs in the base year", "jobs", nullable=False),
        _number("jobs_target", "jobs projected for the target year", "jobs", nullable=False),
    ),
)

OCCUPATION_PROJECTIONS = Table(
    "occupation_projections",
    "one occupation's projected national employment",
    ("occupation",),
    (
        _text("occupation", "SOC code"),
        _text("title", "the publisher's title"),
        Column("detailed", pl.Boolean, "a line item, not a group of occupations"),
        Column("base_year", pl.Int16, "year of jobs_base"),
        Column("target_year", pl.Int16, "year of jobs_target"),
        _number("jobs_base", "jobs in the base year", "jobs"),
        _number("jobs_target", "jobs projected", "jobs"),
        _number("openings_yearly", "openings a year, growth and separations", "jobs"),
        _text("education", "typical education needed for entry", nullable=True),
        _text("training", "typical on-the-job training", nullable=True),
    ),
)

STAFFING = Table(
    "staffing",
    "one occupation's jobs in one industry, nationwide",
    ("source", "industry", "occupation"),
    (
        _text("source", "'oews' or 'matrix'"),
        _INDUSTRY,
        _text("occupation", "SOC code"),
        Column("detailed", pl.Boolean, "the finest this source has; groups would count twice"),
        _number("jobs", "jobs; null = not released", "jobs"),
        _number("pay_annual_median_usd", "median yearly pay", "USD a year"),
    ),
)

OCCUPATION_PAY = Table(
    "occupation_pay",
    "one occupation in one OEWS area",
    ("place", "occupation"),
    (
        _text("place", "OEWS area code, seven digits; '0000000' = nation"),
        _text("occupation", "SOC code"),
        _number("jobs", "jobs; null = not released", "jobs"),
        _number("jobs_rse", "relative standard error of jobs", "%"),
        _number("pay_hourly_mean_usd", "mean hourly pay", "USD an hour"),
        _number("pay_annual_median_usd", "median yearly pay", "USD a year"),
    ),
)

JOB_ZONES = Table(
    "job_zones",
    "how much preparation one occupation needs",
    ("occupation",),
    (
        _text("occupation", "O*NET-SOC code"),
        Column("zone", pl.Int8, "1 little … 5 extensive preparation", least=1),
    ),
)

TRAINING_PROVIDERS = Table(
    "training_providers",
    "one institution",
    ("provider",),
    (
        _text("provider", "IPEDS unit id"),
        _text("name", "institution"),
        _area("county", "area"),
        _text("kind", "sector of control and level, IPEDS code"),
        Column("longitude", pl.Float64, "longitude", "degrees", nullable=True),
        Column("latitude", pl.Float64, "latitude", "degrees", nullable=True),
    ),
)

TRAINING_PROGRAMS = Table(
    "training_programs",
    "one program of one institution",
    ("provider", "program", "place"),
    (
        _text("provider", "IPEDS unit id"),
        _text("program", "CIP code"),
        Column(
            "place", pl.Int8, "1 = its largest program ... 6; one CIP code may hold two", least=1
        ),
        _number("price_usd", "tuition and fees of the whole program", "USD"),
        _number("length_months", "months to complete", "months"),
    ),
)

TITLES = Table(
    "titles",
    "one code's title in one classification",
    ("scheme", "code"),
    (
        _text("scheme", "'NAICS 2012' ... 'NAICS 2022', 'SOC 2018', 'CIP 2020', 'QCEW ownership'"),
        _text("code", "the code"),
        _text("title", "its title"),
    ),
)

CROSSWALK = Table(
    "crosswalk",
    "one pair of codes that mean the same or overlap",
    ("scheme", "code", "to_scheme", "to_code"),
    (
        _text("scheme", "classification"),
        _text("code", "code"),
        _text("to_scheme", "the other classification"),
        _text("to_code", "its code"),
    ),
)

BLOCK_AREAS = Table(
    "block_areas",
    "one census block and the places it lies in",
    ("block",),
    (
        _text("block", "15-digit census block"),
        _area(),
        _text("tract", "11-digit census tract"),
        _text("town", "10-digit county subdivision"),
        _text("board", "local workforce development area", nullable=True),
    ),
)

UNEMPLOYMENT = Table(
    "unemployment",
    "one county's unemployment rate in one year",
    ("area", "year"),
    (_area(), _YEAR, _number("rate", "share of the labor force out of work", "%")),
)

# ── regions ──────────────────────────────────────────────────────────────────────────────

REGIONS = Table(
    "regions",
    "one county's place in one partition",
    ("partition", "area"),
    (
        _text("partition", "'zones', 'ers 2000', 'fowler 2020', or the loaded list's name"),
        _area(),
        _REGION,
    ),
)

REGION_FACTS = Table(
    "region_facts",
    "one region of the edition",
    ("region",),
    (
        _REGION,
        _text("name", "name after its largest place of work"),
        Column("kind", KINDS_OF_REGION, "which sector defaults apply"),
        _text("kind_because", "the rule and figure that decided the kind"),
        Column("areas", pl.Int32, "counties", "counties"),
        _text("states", "two-digit FIPS codes, joined by spaces"),
        _number("workers_living", "workers who live here", "workers"),
        _number("workers_working", "workers who work here", "workers"),
        _number("home_containment", "share of resident workers who work here", "share"),
        _number("work_containment", "share of people working here who live here", "share"),
        _number(
            "coverage", "share of the workers working here in counties whose jobs we have", "share"
        ),
        _text("areas_missing", "counties without job files, joined by spaces"),
    ),
)

PARTITION_FIT = Table(
    "partition_fit",
    "two partitions of the same counties, compared",
    ("partition", "other"),
    (
        _text("partition", "partition"),
        _text("other", "the partition it is compared with"),
        Column("areas", pl.Int32, "counties in both", "counties"),
        Column("regions", pl.Int32, "regions in the partition", "regions"),
        Column("other_regions", pl.Int32, "regions in the other", "regions"),
        _number(
            "inside", "share of workers whose region lies inside one region of the other", "share"
        ),
        _number("other_inside", "the same the other way round", "share"),
        _number("commuters_cut", "share of commuters who cross a border of the partition", "share"),
        _number("other_commuters_cut", "the same for the other", "share"),
        _number("agreement", "adjusted Rand index, 1 = the same partition", "index", least=-1),
    ),
)

NEIGHBOURS = Table(
    "neighbours",
    "two regions tied by commuting",
    ("region", "neighbour"),
    (
        _REGION,
        _text("neighbour", "the other region"),
        _number("workers_out", "live here, work there", "workers", nullable=False),
        _number("workers_in", "live there, work here", "workers", nullable=False),
        Column("touching", pl.Boolean, "they share a border", nullable=True),
    ),
)

# ── estimates, indicators, scores, plan ──────────────────────────────────────────────────

JOBS_ESTIMATES = Table(
    "jobs_estimates",
    "one cell of area_jobs with its jobs known or estimated",
    ("source", "area", "industry", "ownership", "year", "quarter"),
    (
        _JOBS_SOURCE,
        _area(),
        _INDUSTRY,
        _OWNERSHIP,
        _YEAR,
        _QUARTER,
        _number("establishments", "workplaces; null = too few to publish", "establishments"),
        _number("jobs", "published or estimated jobs", "jobs", nullable=False),
        _number("jobs_low", "least the published totals allow", "jobs", nullable=False),
        _number("jobs_high", "most the published totals allow", "jobs", nullable=False),
        _number("pay_usd", "total pay in the period; null where not published", "USD"),
        Column("published", pl.Boolean, "jobs is the publisher's own number"),
    ),
)

REFERENCE_JOBS = Table(
    "reference_jobs",
    "one industry's share of the nation's jobs: the base of location quotients",
    ("source", "industry", "ownership", "year", "quarter"),
    (
        _JOBS_SOURCE,
        _INDUSTRY,
        _OWNERSHIP,
        _YEAR,
        _QUARTER,
        _summed_share("share", "jobs of the industry / jobs of all industries and owners"),
        _summed_share("share_low", "least it can be"),
        _summed_share("share_high", "most it can be"),
        _text("how", "'published', 'summed from counties' or 'backed out of published quotients'"),
    ),
)

REFERENCE_GROWTH = Table(
    "reference_growth",
    "one sector's jobs in all counties at hand, in the cells published at both ends of a span",
    ("source", "sector"),
    (
        _JOBS_SOURCE,
        _text("sector", "sector id; '*' = all industries"),
        Column("first_year", pl.Int16, "first year of the span"),
        Column("last_year", pl.Int16, "last year of the span"),
        _number("jobs_first", "jobs in the first year", "jobs", nullable=False),
        _number("jobs_last", "jobs in the same cells in the last year", "jobs", nullable=False),
        Column("areas", pl.Int32, "counties it rests on; 0 = the published nation", "counties"),
    ),
)

SECTORS = Table(
    "sectors",
    "one NAICS code in one sector",
    ("sector", "industry"),
    (
        _SECTOR,
        _text("name", "sector name"),
        _INDUSTRY,
        Column("ownership", OWNERSHIPS, "'private' or 'all'"),
        Column("metropolitan", pl.Boolean, "looked at in metropolitan regions by default"),
        Column("rural", pl.Boolean, "looked at in rural regions by default"),
    ),
)

SECTOR_JOBS = Table(
    "sector_jobs",
    "one region's sector in one period",
    ("source", "region", "sector", "year", "quarter"),
    (
        _JOBS_SOURCE,
        _REGION,
        _SECTOR,
        _YEAR,
        _QUARTER,
        _number("establishments", "workplaces", "establishments"),
        _number("jobs", "published plus estimated jobs", "jobs"),
        _number("jobs_low", "least the published totals allow", "jobs"),
        _number("jobs_high", "most the published totals allow", "jobs"),
        _number("jobs_published", "the part that is the publisher's own", "jobs"),
        _number("pay_usd", "total pay where published", "USD"),
        _number("pay_jobs", "the jobs which that pay covers", "jobs"),
        _number("region_jobs", "all jobs in the region, same ownership base", "jobs"),
        _number("region_pay_usd", "total pay of all jobs in the region", "USD"),
    ),
)

INDICATOR_CATALOGUE = Table(
    "indicator_catalogue",
    "one indicator: what it is and how it is made",
    ("indicator",),
    (
        _text("indicator", "id"),
        _text("title", "plain title"),
        _text("question", "the question it answers"),
        _text("unit", "unit"),
        _text("formula", "the sum in words and signs"),
        _text("reference", "where the method comes from"),
        Column("place", pl.Int16, "order on pages"),
    ),
)

INDICATORS = Table(
    "indicators",
    "one number about one sector in one region",
    ("region", "sector", "indicator"),
    (
        _REGION,
        _SECTOR,
        _text("indicator", "id in indicator_catalogue"),
        Column("value", pl.Float64, "the number; null = unknown", nullable=True),
        Column("low", pl.Float64, "least it can be", nullable=True),
        Column("high", pl.Float64, "most it can be", nullable=True),
        _text("unit", "unit"),
        _text("period", "time it is about: '2016 Q1', '2017-2021'"),
        _text("source", "sources, as ids in source_catalogue, joined by ' + '"),
        _number("confidence", "share of the number that published figures settle", "share"),
        _text("note", "why unknown, or what to beware of", nullable=True),
    ),
)

SCORE_PARTS = Table(
    "score_parts",
    "one criterion's part in one score",
    ("region", "sector", "criterion"),
    (
        _REGION,
        _SECTOR,
        _text("criterion", "criterion id: an indicator"),
        Column("value", pl.Float64, "the indicator's value", nullable=True),
        _number("standard", "0 worst … 100 best on the documented scale", "points"),
        _number("weight", "weight in per cent of all weights", "%", nullable=False),
        _number("points", "standard × weight / 100", "points"),
    ),
)

SCORES = Table(
    "scores",
    "one sector in one region, judged",
    ("region", "sector"),
    (
        _REGION,
        _SECTOR,
        _number("score", "sum of points over the weights that could be judged", "points"),
        _number("score_low", "score if every unknown were at its worst", "points"),
        _number("score_high", "score if every unknown were at its best", "points"),
        Column("rank", pl.Int32, "1 = first in the region; null = not ranked", nullable=True),
        Column("ranked", pl.Boolean, "enough is known to rank it"),
        _text("why_not", "what is too thin, where not ranked", nullable=True),
        _text("verdict", "'critical', 'promising', 'ordinary' or 'too thin to judge'"),
    ),
)

PLAN = Table(
    "plan",
    "what to do about one sector in one region",
    ("region", "sector"),
    (
        _REGION,
        _SECTOR,
        Column("decision", DECISIONS, "first proposal, for people to decide"),
        _text("with_region", "the neighbour to explore it with", nullable=True),
        _text("because", "the reason in one sentence"),
    ),
)

SOURCE_CATALOGUE = Table(
    "source_catalogue",
    "one official source",
    ("source",),
    (
        _text("source", "id"),
        _text("title", "title"),
        _text("publisher", "publisher"),
        _text("page", "publisher's page"),
        _text("licence", "licence"),
        _text("vintage", "periods this edition read; empty = none"),
        _text("reads", "what is read from it"),
        _text("cannot_tell", "what it cannot tell"),
    ),
)

ALL: tuple[Table, ...] = (
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
        "Made from `src/sectoral/tables.py`; to make it again: "
        "`python -c 'from sectoral.tables import as_text; print(as_text(), end=\"\")' "
        "> docs/data.md`.",
        "",
        *(__doc__ or "").partition("Conventions\n")[2].rstrip().splitlines(),
        "",
        "In the lists below, **bold** columns are the key, and *may be unknown* means null.",
    ]
    head[4:-2] = ["```", *head[4:-2], "```"]
    return "\n".join([*head, *(line for table in ALL for line in _told(table))]) + "\n"


def _told(table: Table) -> list[str]:
    lines = ["", f"## {table.name}", "", f"A row is {table.row}.", ""]
    lines += ["| column | type | unit | meaning |", "| --- | --- | --- | --- |"]
    for column in table.columns:
        name = f"**{column.name}**" if column.name in table.key else column.name
        dtype = _instance(column.dtype)
        kind = "one of " + ", ".join(dtype.categories) if isinstance(dtype, pl.Enum) else str(dtype)
        unknown = "; *may be unknown*" if column.nullable else ""
        lines.append(f"| {name} | {kind} | {column.unit} | {column.meaning}{unknown} |")
    return lines
