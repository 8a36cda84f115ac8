"""County unemployment rates, yearly averages (LAUS), as `fips, year, unemployment_rate`."""

import polars as pl

from sectoral.errors import BadInput
from sectoral.sources.engine import (
    FileLayout,
    FileReading,
    OfficialFile,
    read_columns,
    refuse_bad_area,
    refuse_duplicates,
    refuse_rows,
)

RATE = "unemployment_rate"
JUMP = 4.0  # The median county's rate rose 1.6-fold from 2008 to 2009, the steepest year on record.
MOST = 60.0


def read_unemployment(file: OfficialFile) -> FileReading:
    """Each county's unemployment rate by year.

    The published series writes 0.0 where it has no rate: no county had none out of work.

    Returns  UNEMPLOYMENT, per cent; 0.0 → null.
    Raises   BadInput where a year's median rate is more than four times that of the years beside
             it (a lost decimal point), or a rate is above 60 %.
    """
    rows = read_columns(file, {"fips": pl.String, "year": pl.Int64, RATE: pl.Float64})
    refuse_bad_area(rows, file, "fips")
    whole = ~pl.col("year").is_between(1976, 2100).fill_null(value=False)
    refuse_rows(rows, whole, file, "year", "a year since 1976", "correct the year")
    refuse_duplicates(rows, ["fips", "year"], file)
    _refuse_jump(rows, file)
    out = ~pl.col(RATE).fill_null(0).is_between(0, MOST)
    refuse_rows(rows, out, file, RATE, "a rate from 0 to 60%", "correct the rate")
    rate = pl.when(pl.col(RATE) > 0).then(pl.col(RATE))
    frame = rows.select(area="fips", year="year", rate=rate)
    missing = frame["rate"].null_count()
    return FileReading(
        {"unemployment": frame},
        rows.height,
        "-".join(str(year) for year in (min(rows["year"]), max(rows["year"]))),
        ((missing, "rates of 0.0: missing in the source, kept as unknown"),) if missing else (),
    )


def _refuse_jump(rows: pl.DataFrame, file: OfficialFile) -> None:
    """Hold each year's median against the nearest years that agree with the whole series.

    Two wrong years may stand side by side, so a year is judged by the median of all medians.
    """
    known = rows.filter(pl.col(RATE) > 0)
    medians = known.group_by("year").agg(pl.col(RATE).median()).sort("year")
    usual = medians[RATE].median()
    if medians.height < 3 or not isinstance(usual, float):
        return
    jumped = medians.filter(pl.col(RATE) > JUMP * usual)
    if jumped.height:
        years = jumped["year"].to_list()
        first = known.filter(pl.col("year") == years[0]).sort("row").row(0, named=True)
        named = " and ".join(str(y) for y in years)
        raise BadInput(
            file.label,
            row=first["row"],
            column=RATE,
            expected=f"a median rate in {named} near that of the other years, {usual:.1f} %",
            found=f"{', '.join(f'{r:.1f} %' for r in jumped[RATE])}, about ten times as much",
            mend=f"divide the rates of {named} by ten, or leave the file out with "
            f"--leave-out '{file.label}'",
        )


LAYOUTS: tuple[FileLayout, ...] = (
    FileLayout(
        "county unemployment rates",
        "unemployment",
        read_unemployment,
        needs=frozenset({"fips", "year", RATE}),
        marks=frozenset({RATE}),
    ),
)
