"""The invented Quarterly Census of Employment and Wages, in the annual single-file layout."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from sectoral.invented.classification import ancestry, vintage_of
from sectoral.invented.disclosure import withhold
from sectoral.invented.files import decimal_text, write_csv

TAXED_SHARE = {"5": 0.27, "3": 0.03, "2": 0.02, "1": 0.0}
CONTRIBUTION_RATE = 0.018
_FIGURES = {
    "estabs": "annual_avg_estabs",
    "emplvl": "annual_avg_emplvl",
    "wages": "total_annual_wages",
    "taxable": "taxable_annual_wages",
    "contributions": "annual_contributions",
    "weekly": "annual_avg_wkly_wage",
    "yearly": "avg_annual_pay",
}
_KEY = ["area", "own_code", "code"]


def tabulate(cells: pl.DataFrame, year: int, state: str) -> pl.DataFrame:
    """Every cell the publisher knows of one year, in the year's NAICS vintage.

    Takes    true cells of areas by group (counties or the nation), any years.
    Returns  area, own_code, code, parent, depth, agglvl, the five amounts, `jobs`,
             `establishments`, `largest`, `withheld`; counties, the state's sum, all owners.
    """
    base = cells.filter(pl.col("year") == year)
    inside = base.filter(pl.col("area").str.starts_with(state))
    base = pl.concat([base, inside.with_columns(area=pl.lit(state + "000"))])
    tree = ancestry(vintage_of(year)).lazy()
    measures = [pl.col("establishments", "jobs", "pay_usd").sum(), pl.col("largest").max()]
    keys = ["area", "own_code", "code", "parent", "depth"]
    deep = base.lazy().join(tree, on="group").group_by(keys).agg(measures)
    total = (
        deep.filter(pl.col("code") == "10")
        .group_by("area", "code", "parent")
        .agg(measures)
        .with_columns(own_code=pl.lit("0"), depth=pl.lit(0, pl.Int8))
    )
    both = pl.concat([deep, total.select(deep.collect_schema().names())]).sort(_KEY).collect()
    return _add_amounts(both).with_columns(withhold(both, state))


def _add_amounts(cells: pl.DataFrame) -> pl.DataFrame:
    """Add what follows from jobs and pay: taxed pay, contributions, weekly and yearly pay."""
    rate = pl.col("own_code").replace_strict({**TAXED_SHARE, "0": 0.0}, return_dtype=pl.Float64)
    own = cells.with_columns(taxable=(pl.col("pay_usd") * rate).round().cast(pl.Int64))
    totals = (
        own.filter((pl.col("own_code") != "0") & (pl.col("code") == "10"))
        .group_by("area")
        .agg(pl.col("taxable").sum().alias("all_taxable"))
    )
    level = (
        pl.when(pl.col("area") == "US000")
        .then(10)
        .when(pl.col("area").str.ends_with("000"))
        .then(50)
        .otherwise(70)
    )
    per_job = pl.col("pay_usd") / pl.when(pl.col("jobs") > 0).then(pl.col("jobs"))
    return (
        own.join(totals, on="area")
        .sort(_KEY)
        .with_columns(
            taxable=pl.when(pl.col("own_code") == "0").then("all_taxable").otherwise("taxable"),
            agglvl=level + pl.col("depth"),
            estabs="establishments",
            emplvl="jobs",
            wages="pay_usd",
        )
        .with_columns(
            contributions=(pl.col("taxable") * CONTRIBUTION_RATE).round().cast(pl.Int64),
            weekly=(per_job / 52).round().fill_null(0).cast(pl.Int64),
            yearly=per_job.round().fill_null(0).cast(pl.Int64),
        )
        .drop("all_taxable")
    )


def publish_year(
    now: pl.DataFrame, before: pl.DataFrame, nation: pl.DataFrame, year: int
) -> pl.DataFrame:
    """One year's file as the publisher prints it: every column, every one text.

    Takes    `tabulate` of this year and of the year before, and the nation's of this year.
    """
    joined = _with_reference(now, nation).join(
        before.select(*_KEY, pl.col(*_FIGURES).name.suffix("_before"), withheld_before="withheld"),
        on=_KEY,
        how="left",
    )
    joined = joined.with_columns(
        unlike=pl.col("withheld") | pl.col("withheld_before").fill_null(value=True)
    )
    return joined.sort("area", "own_code", "agglvl", "code").select(
        pl.col("area").alias("area_fips"),
        "own_code",
        pl.col("code").alias("industry_code"),
        pl.col("agglvl").cast(pl.String).alias("agglvl_code"),
        pl.lit("0").alias("size_code"),
        pl.lit(str(year)).alias("year"),
        pl.lit("A").alias("qtr"),
        _disclosure_code("withheld").alias("disclosure_code"),
        *_level_columns(),
        _disclosure_code("withheld").alias("lq_disclosure_code"),
        *_quotient_columns(),
        _disclosure_code("unlike").alias("oty_disclosure_code"),
        *_change_columns(),
    )


def write_year(frames: Sequence[pl.DataFrame], path: Path) -> Path:
    """Write the areas of one year, one below the other."""
    return write_csv(pl.concat(frames), path)


def _with_reference(now: pl.DataFrame, nation: pl.DataFrame) -> pl.DataFrame:
    """Beside each cell: its area's total, the nation's same cell and the nation's total."""
    figures = list(_FIGURES)
    totals = now.filter(pl.col("own_code") == "0")
    all_us = nation.filter(pl.col("own_code") == "0").select(pl.col(figures).name.suffix("_us_all"))
    return (
        now.join(totals.select("area", pl.col(figures).name.suffix("_all")), on="area")
        .join(
            nation.select("own_code", "code", pl.col(figures).name.suffix("_us")),
            on=["own_code", "code"],
            how="left",
        )
        .join(all_us, how="cross")
    )


def _disclosure_code(column: str) -> pl.Expr:
    return pl.when(column).then(pl.lit("N")).otherwise(pl.lit(""))


def _level_columns() -> list[pl.Expr]:
    return [
        _zero_if_hidden("withheld", pl.col(short), keep=short == "estabs")
        .cast(pl.String)
        .alias(name)
        for short, name in _FIGURES.items()
    ]


def _quotient_columns() -> list[pl.Expr]:
    """Location quotients: the cell's share of its area over the same share of the nation."""
    columns = []
    for short, name in _FIGURES.items():
        here = pl.col(short) / pl.col(f"{short}_all")
        there = pl.col(f"{short}_us") / pl.col(f"{short}_us_all")
        ratio = pl.when(there > 0).then(here / there).otherwise(0.0).fill_nan(0.0).fill_null(0.0)
        shown = _zero_if_hidden("withheld", ratio, keep=short == "estabs")
        columns.append(decimal_text(shown, 2).alias(f"lq_{name}"))
    return columns


def _change_columns() -> list[pl.Expr]:
    """Changes over the year; a cell that did not exist before shows its establishments only."""
    columns = []
    for short, name in _FIGURES.items():
        before = pl.col(f"{short}_before").fill_null(0)
        change = pl.col(short) - before
        # A cell out of nothing is a change of 100 per cent, as the publisher prints it.
        percent = pl.when(before > 0).then(100 * change / before).otherwise((change > 0) * 100.0)
        keep = short == "estabs"
        stem = f"oty_{name}"
        columns.append(
            _zero_if_hidden("unlike", change, keep=keep).cast(pl.String).alias(f"{stem}_chg")
        )
        columns.append(
            decimal_text(_zero_if_hidden("unlike", percent, keep=keep), 1).alias(f"{stem}_pct_chg")
        )
    return columns


def _zero_if_hidden(hidden: str, number: pl.Expr, *, keep: bool) -> pl.Expr:
    return number if keep else pl.when(hidden).then(0).otherwise(number)
