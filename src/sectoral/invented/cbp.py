"""The invented County Business Patterns, in the layout of the Census Bureau's API tables."""

from pathlib import Path

import numpy as np
import polars as pl

from sectoral.invented.classification import ancestry, code_titles
from sectoral.invented.files import write_csv
from sectoral.invented.land import STATE_NAMES, Land

FEWEST_ESTABLISHMENTS = 3
NOT_COVERED = ("111", "112", "482", "491", "814", "92")
"""Groups that the survey leaves out: farms, railroads, post, households, government."""

CODES_OF_2017_ALONE = ("517311", "517312")
"""Six-digit codes by which a reader tells this list from those of 2012 and 2022."""


def draw_patterns(rng: np.random.Generator, cells: pl.DataFrame, years: range) -> pl.DataFrame:
    """Private jobs in mid-March, disturbed; cells of fewer than three workplaces are absent.

    Takes    true cells by county and group. NAICS 2017 throughout, like the publisher's.
    Returns  state, county, YEAR, NAICS2017, ESTAB, EMP, PAYANN (1,000 USD), in that order.
    """
    covered = ~pl.any_horizontal(pl.col("group").str.starts_with(p) for p in NOT_COVERED)
    base = cells.filter(
        (pl.col("own_code") == "5")
        & covered
        & pl.col("year").is_in(list(years))
        & ~pl.col("area").str.ends_with("999")
    ).sort("area", "group", "year")
    noise = 1 + rng.choice([-1, 1], base.height) * rng.uniform(0.01, 0.05, base.height)
    base = base.with_columns(
        EMP=(pl.col("jobs") * 0.985 * pl.Series(noise)).round().cast(pl.Int64),
        PAYANN=(pl.col("pay_usd") / 1000 * pl.Series(noise)).round().cast(pl.Int64),
    )
    return _withhold_few(rng, _add_up(base))


def _add_up(base: pl.DataFrame) -> pl.DataFrame:
    tree = (
        ancestry(2017)
        .filter(pl.col("depth").is_in([1, 4, 5, 6]))
        .with_columns(NAICS2017=pl.when(pl.col("depth") == 1).then(pl.lit("00")).otherwise("code"))
    )
    keys = ["area", "year", "NAICS2017"]
    summed = (
        base.join(tree, on="group")
        .group_by(keys)
        .agg(pl.col("establishments").sum().alias("ESTAB"), pl.col("EMP", "PAYANN").sum())
    )
    return summed.filter(pl.col("ESTAB") >= FEWEST_ESTABLISHMENTS).sort(keys)


def _withhold_few(rng: np.random.Generator, summed: pl.DataFrame) -> pl.DataFrame:
    """Print a few small cells as 0 jobs: withheld, not empty, as about one in forty is."""
    drawn = pl.Series(rng.random(summed.height))
    withheld = (drawn < 0.05) & (summed["ESTAB"] < 10)
    return summed.with_columns(
        EMP=pl.when(withheld).then(0).otherwise("EMP"),
        PAYANN=pl.when(withheld & (drawn < 0.0485)).then(0).otherwise("PAYANN"),
    ).select(
        pl.col("area").str.slice(0, 2).alias("state"),
        pl.col("area").str.slice(2).alias("county"),
        pl.col("year").alias("YEAR"),
        "NAICS2017",
        "ESTAB",
        "EMP",
        "PAYANN",
    )


def write_patterns(frame: pl.DataFrame, land: Land, out: Path, years: range) -> list[Path]:
    """Write one file per state, the code labels and the county names."""
    span = f"{years[0]}_{years[-1]}"
    states = sorted(frame["state"].unique())
    files = [
        write_csv(frame.filter(pl.col("state") == s), out / f"cbp_{span}_counties_{s}.csv.gz")
        for s in states
    ]
    files.append(write_csv(_naics_labels(), out / "naics2017_labels.csv"))
    names = land.counties.select(
        "state", pl.col("area").str.slice(2).alias("county"), NAME=full_name()
    )
    return [*files, write_csv(names, out / "county_names.csv")]


def _naics_labels() -> pl.DataFrame:
    """The whole list of NAICS 2017, whether or not a code occurs, as the publisher gives it."""
    deep = ancestry(2017).filter(pl.col("depth") >= 4)["code"].to_list()
    codes = sorted({"00", *deep, *CODES_OF_2017_ALONE})
    known = code_titles() | {"00": "Total for all sectors"}
    return pl.DataFrame({"NAICS2017": codes, "NAICS2017_LABEL": [known[c] for c in codes]})


def full_name() -> pl.Expr:
    """A county's name with its state: 'Ambermere County, Quayland'."""
    state = pl.col("state").replace_strict(STATE_NAMES)
    return pl.concat_str([pl.col("name"), pl.lit(" County, "), state])
