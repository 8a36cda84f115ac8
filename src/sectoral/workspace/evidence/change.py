"""How a sector's jobs in a region have changed: year by year, and split into parts."""

import re

import polars as pl

from sectoral.workspace.drawings.charts import ChartBar, TrendPoint, draw_bars, draw_trend
from sectoral.workspace.drawings.sheets import PageSheet, SheetCell, SheetColumn, sheet_of
from sectoral.workspace.evidence.cells import number_cell
from sectoral.workspace.evidence.facts import EditionFacts, Region, Row, Sector
from sectoral.workspace.evidence.figures import PagePicture
from sectoral.workspace.evidence.numbers import bare_number, join_names, quantity

# The parts of shift-share, named for the page: what they are compared with varies by edition.
_PARTS = {
    "shift_national": "Growth of all jobs",
    "shift_mix": "Trend of the sector",
    "shift_regional": "Specific to the region",
}
_SERIES = {"cbp": "County Business Patterns", "qcew": "QCEW"}
_COUNTED = {"cbp": "mid-March", "qcew": "average of the year"}
_TWO_COUNTS = (
    "QCEW is the average of the year over nearly all employers. County Business Patterns "
    "counts one week in March, at private employers outside farms and railroads. A "
    "difference between the two is not a change in jobs."
)


def trend_picture(facts: EditionFacts, region: Region, sector: Sector) -> PagePicture | None:
    """Jobs in each period, one drawing a series; None where none is published."""
    held = _yearly_jobs(facts, region, sector)
    known = held.filter(pl.col("jobs").is_not_null())
    if known.is_empty():
        return None
    years = tuple(_trend_point(row) for row in known.iter_rows(named=True))
    main = _main_series(years, facts.number("jobs", region.id, sector.id))
    title = _trend_title(region, sector, years, main)
    band = any(year.low < year.high for year in years)
    reading = "Jobs in each year; " + (
        "the band shows the least and the most that published totals allow."
        if band
        else "every number is as published."
    )
    sources = sorted({str(name) for name in known["source"]})
    whens = sorted({int(year.when) for year in years})
    source = (
        f"{join_names([_SERIES.get(name, name) for name in sources])}, "
        f"{'–'.join(dict.fromkeys((str(whens[0]), str(whens[-1]))))}"
    )
    if set(sources) >= set(_SERIES):
        source = f"{source}. {_TWO_COUNTS}"
    others = tuple(sorted({year.series for year in years} - {main}))
    beside = draw_trend(years, others, title) if others else None
    drawn = draw_trend(years, (main,), title)
    return PagePicture(title, reading, source, drawn, _trend_sheet(held), beside)


def _yearly_jobs(facts: EditionFacts, region: Region, sector: Sector) -> pl.DataFrame:
    one = (pl.col("region") == region.id) & (pl.col("sector") == sector.id)
    table = facts.edition.table("sector_jobs").filter(one)
    return table.sort("source", "year", "quarter")


def _trend_point(row: Row) -> TrendPoint:
    part = (row["quarter"] - 1) / 4 if row["quarter"] else 0.0
    low = row["jobs"] if row["jobs_low"] is None else row["jobs_low"]
    high = row["jobs"] if row["jobs_high"] is None else row["jobs_high"]
    name = str(row["source"])
    when = "by quarter" if row["quarter"] else _COUNTED.get(name, "")
    series = ", ".join(word for word in (_SERIES.get(name, name), when) if word)
    return TrendPoint(series, row["year"] + part, row["jobs"], low, high)


def _trend_title(region: Region, sector: Sector, years: tuple[TrendPoint, ...], series: str) -> str:
    names = {y.series for y in years}
    own = sorted((y for y in years if y.series == series), key=lambda y: y.when)
    first, last = own[0], own[-1]
    if len(own) < 2:
        return f"{quantity(last.jobs, 'jobs').capitalize()} in {sector.name}, {int(last.when)}"
    span_words = f"between {int(first.when)} and {int(last.when)}"
    if len(names) > 1:
        span_words += f" ({series.partition(',')[0]})"
    if first.low <= last.high and last.low <= first.high and first.low < first.high:
        return f"{sector.name} jobs in {region.name}: no clear change {span_words}"
    change = last.jobs - first.jobs
    if bare_number(round(change), "jobs") == "0":
        return f"{sector.name} kept its jobs in {region.name} {span_words}"
    verb = "gained" if change > 0 else "lost"
    return f"{sector.name} {verb} {quantity(abs(change), 'jobs')} in {region.name} {span_words}"


def _main_series(years: tuple[TrendPoint, ...], jobs: Row | None) -> str:
    """The series that the number of jobs was read from, or else the one with the most years."""
    names = sorted({year.series for year in years})
    own = [name for name in names if jobs and name.startswith(_SERIES.get(jobs["source"], "?"))]
    return max(own or names, key=lambda name: sum(year.series == name for year in years))


def _trend_sheet(held: pl.DataFrame) -> PageSheet:
    def jobs(heading: str, name: str, unit: str = "jobs") -> SheetColumn[Row]:
        return SheetColumn(
            heading, lambda row: number_cell(row[name], "jobs"), unit=unit, number=True
        )

    columns: tuple[SheetColumn[Row], ...] = (
        SheetColumn(
            "Period",
            lambda row: f"{row['year']}" + (f" Q{row['quarter']}" if row["quarter"] else ""),
        ),
        jobs("Jobs", "jobs", unit=""),
        jobs("Least", "jobs_low"),
        jobs("Most", "jobs_high"),
        jobs("Published part", "jobs_published"),
        SheetColumn(
            "Workplaces",
            lambda row: number_cell(row["establishments"], "establishments"),
            number=True,
        ),
        SheetColumn("Series", lambda row: _SERIES.get(str(row["source"]), str(row["source"]))),
    )
    return sheet_of("trend", "Jobs by period", columns, held.iter_rows(named=True))


def shift_picture(facts: EditionFacts, rows: dict[str, Row]) -> PagePicture | None:
    """The change split into parts, beside what it is compared with; None where unknown."""
    held = [rows[name] for name in _PARTS if name in rows and rows[name]["value"] is not None]
    if len(held) != len(_PARTS):
        return None
    parts = tuple(
        ChartBar(_PARTS[row["indicator"]], float(row["value"]), _signed_jobs(row["value"]))
        for row in held
    )
    compared = comparison_words(held[-1])
    title = _shift_title(float(held[-1]["value"]), compared)
    reading = (
        f"Change in jobs, split into the trend of all jobs in {compared}, the trend of this "
        "sector there, and what is specific to the region."
    )
    source = facts.sentence(held[0]["source"], held[0]["period"])
    return PagePicture(title, reading, source, draw_bars(parts, title), _shift_sheet(held))


def comparison_words(row: Row) -> str:
    """What a number is compared with, in the words of its own note."""
    found = re.search(r"compared with ([^;]+)", row["note"] or "")
    return found.group(1).strip() if found else "all regions"


def _shift_title(here: float, compared: str) -> str:
    if round(here) == 0:
        return f"As many jobs as the trends in {compared} would suggest"
    side = "more" if here > 0 else "fewer"
    words = quantity(abs(here), "jobs").replace(" ", f" {side} ", 1)
    return f"The region itself accounts for {words} than the trends in {compared} would suggest"


def _signed_jobs(value: float) -> str:
    whole = round(value)
    return f"{'+' if whole > 0 else ''}{quantity(whole, 'jobs')}"


def _shift_sheet(held: list[Row]) -> PageSheet:
    columns: tuple[SheetColumn[Row], ...] = (
        SheetColumn("Part", lambda row: _PARTS[row["indicator"]]),
        SheetColumn(
            "Change",
            lambda row: SheetCell(_signed_jobs(row["value"]), row["value"]),
            unit="jobs",
            number=True,
        ),
    )
    return sheet_of("shift", "Parts of the change in jobs", columns, held)
