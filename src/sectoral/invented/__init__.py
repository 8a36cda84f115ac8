"""Quayland: an invented state that publishes its labor market in the official layouts.

`invent` writes the files that a real state's analyst would collect, so that the same readers
read them, and returns the truth behind them. Nothing in it is real except the codes and
titles of industries and occupations. The same seed gives the same bytes.
"""

from pathlib import Path

import numpy as np
import polars as pl

from sectoral.errors import WrongUse
from sectoral.invented import cbp, commuting, lists, occupations, projections, qcew
from sectoral.invented.classification import LEVELS, vintage_of
from sectoral.invented.economy import Economy, draw_economy
from sectoral.invented.land import STATE, Land, draw_land
from sectoral.invented.outline import write_map
from sectoral.invented.truth import Truth
from sectoral.tables import LEVELS as LEVEL_WORDS
from sectoral.tables import OWNERSHIPS

__all__ = ["Truth", "invent"]

FEWEST_COUNTIES, MOST_COUNTIES = 12, 900
_OWNERS = {"0": "all", "1": "federal", "2": "state", "3": "local", "5": "private"}


def invent(
    out: Path,
    *,
    seed: int = 1,
    counties: int = 30,
    metros: int = 2,
    first_year: int = 2019,
    years: int = 5,
    cross_border: bool = True,
    margins: bool = False,
) -> Truth:
    """Write an invented state's official files into `out` and return what is true of it.

    Takes    seed          the same seed gives the same bytes
             counties      of the state, 12 to 900; `cross_border` adds two of its neighbour
             metros        metropolitan regions; the others are rural
             first_year, years   which years are published, by QCEW and by CBP
             margins       write the commuting layout with margins of error instead of the one
                           without
    Returns  the truth, with the list of files.
    Raises   WrongUse where the state cannot be laid out so.
    """
    _check_request(counties, metros, years)
    out.mkdir(parents=True, exist_ok=True)
    span = range(first_year, first_year + years)
    land = draw_land(_random_part(seed, 0), counties, metros, cross_border)
    economy = draw_economy(_random_part(seed, 1), land, range(first_year - 1, first_year + years))
    tables = {y: qcew.tabulate(economy.cells, y, STATE) for y in (first_year - 1, *span)}
    nation = {y: qcew.tabulate(economy.nation, y, STATE) for y in (first_year - 1, *span)}
    flows = commuting.draw_flows(_random_part(seed, 2), land, _jobs_by_area(tables[span[-1]]))
    patterns = cbp.draw_patterns(_random_part(seed, 3), economy.cells, span)
    write_flows = commuting.write_flows_with_moe if margins else commuting.write_flows
    files = [
        *_write_qcew(tables, nation, span, out),
        *cbp.write_patterns(patterns, land, out, span),
        write_flows(flows, out),
        *occupations.write_occupations(economy.cells, economy.nation, land, span[-1], out),
        projections.write_projections(economy.nation, economy.trend, span[-1], out),
        lists.write_delineation(land, out),
        *lists.write_titles(land, out),
        write_map(_random_part(seed, 4), land, out / f"us_counties_{span[-1]}_10m.topo.json"),
    ]
    return _truth_of(land, economy, {y: [tables[y], nation[y]] for y in span}, flows, files)


def _check_request(counties: int, metros: int, years: int) -> None:
    if not FEWEST_COUNTIES <= counties <= MOST_COUNTIES:
        raise WrongUse(
            f"An invented state has {FEWEST_COUNTIES} to {MOST_COUNTIES} counties; got {counties}."
        )
    if not 1 <= metros <= counties // 6:
        raise WrongUse(
            f"A state of {counties} counties has 1 to {counties // 6} metropolitan regions; "
            f"got {metros}."
        )
    if years < 1:
        raise WrongUse(f"An invented state publishes at least one year; got {years}.")


def _random_part(seed: int, part: int) -> np.random.Generator:
    # One stream for each part, so that a change in one leaves the others' bytes alone.
    return np.random.default_rng([seed, part])


def _jobs_by_area(table: pl.DataFrame) -> dict[str, int]:
    totals = table.filter(pl.col("own_code") == "0")
    return dict(zip(totals["area"], totals["jobs"], strict=True))


def _write_qcew(
    tables: dict[int, pl.DataFrame], nation: dict[int, pl.DataFrame], span: range, out: Path
) -> list[Path]:
    """One file a year for the state and its counties, and one for the nation."""
    written = []
    for year in span:
        for name, series in (("qcew", tables), ("qcew_us", nation)):
            frame = qcew.publish_year(series[year], series[year - 1], nation[year], year)
            written.append(qcew.write_year([frame], out / f"{name}_{year}_annual.csv.gz"))
    return written


def _truth_of(
    land: Land,
    economy: Economy,
    tables: dict[int, list[pl.DataFrame]],
    flows: pl.DataFrame,
    files: list[Path],
) -> Truth:
    counties = land.counties.select("area", "name", "state", "region", "kind", "part")
    return Truth(
        state=STATE,
        years=range(min(tables), max(tables) + 1),
        cells=pl.concat(_truth_cells(f, year) for year, both in tables.items() for f in both),
        counties=counties,
        regions=dict(zip(counties["area"], counties["region"], strict=True)),
        region_names=land.regions,
        trend=economy.trend.rename({"group": "industry"}),
        growth=economy.implanted.rename({"group": "industry"}),
        company_town=economy.company_town,
        thin=economy.thin,
        flows=flows,
        files=tuple(files),
    )


def _truth_cells(table: pl.DataFrame, year: int) -> pl.DataFrame:
    """One year's cells in the words of `tables`."""
    depths = {0: LEVELS[0]} | dict(enumerate(LEVELS, start=1))
    return table.select(
        "area",
        pl.col("code").alias("industry"),
        pl.col("own_code").replace_strict(_OWNERS, return_dtype=OWNERSHIPS).alias("ownership"),
        pl.col("depth").replace_strict(depths, return_dtype=LEVEL_WORDS).alias("level"),
        pl.lit(year, pl.Int16).alias("year"),
        pl.lit(vintage_of(year), pl.Int16).alias("naics"),
        "establishments",
        "jobs",
        "pay_usd",
        "withheld",
    )
