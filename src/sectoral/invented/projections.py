"""Invented national employment projections, in the layout of BLS table 2.7 saved as CSV."""

import csv
import io
from pathlib import Path

import polars as pl

from sectoral.invented.classification import SECTORS, ancestry, code_titles, vintage_of
from sectoral.invented.files import write_bytes

Three = tuple[float, float, float]

SPAN = 10
_AHEAD = 0.7
"""How much of an industry's past trend is projected to last."""

_FOOTNOTES = (
    "1 Employment data are invented and count jobs of wage and salary workers.",
    "2 Individual sectors do not necessarily add to major sectors due to rounding.",
)


def write_projections(nation: pl.DataFrame, trend: pl.DataFrame, year: int, out: Path) -> Path:
    """Write table 2.7: thousands of jobs ten years back, in `year` and ten years ahead.

    Takes    the nation's true cells; group and growth, its private groups' yearly growth.
    """
    back, ahead = year - SPAN, year + SPAN
    spans = [f"{back} - {year}", f"{year} - {ahead}"]
    years = [str(back), str(year), str(ahead)]
    rate = "Compound Annual Rate of Change"
    dollars = "Billions of Chained 2017 Dollars"
    rows: list[list[str]] = [
        ["Table 2.7  Employment and output by industry"],
        ["Industry", f" {vintage_of(year)} NAICS", "Employment", *[""] * 6, "Output"],
        ["", "", "Thousands of Jobs", "", "", "Change", "", rate, "", dollars, "", "", rate],
        ["", "", *years, *spans, *spans, *years, *spans],
        *_table_lines(nation.filter(pl.col("year") == year), trend, year),
        [""],
        *([note] for note in _FOOTNOTES),
    ]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows(row + [""] * (14 - len(row)) for row in rows)
    return write_bytes(buffer.getvalue().encode(), out / "industry_table_2_7.csv")


def _table_lines(nation: pl.DataFrame, trend: pl.DataFrame, year: int) -> list[list[str]]:
    """The table's body: total, private industries in the order of NAICS, government, farms."""
    jobs = _private_jobs(nation, trend, year)
    public = dict(nation.group_by("own_code").agg(pl.col("jobs").sum()).iter_rows())
    farm = [c for c in jobs if c.startswith("11")]
    others = [c for c in jobs if not c.startswith(("11", "92", "99"))]
    federal = _carry_jobs(public["1"] / 1000, 0.002, -0.001)
    local = _carry_jobs((public["2"] + public["3"]) / 1000, 0.002, 0.001)
    body = [
        *((_title_of(c), c, jobs[c]) for c in others),
        ("Federal government", "NA", federal),
        ("State and local government", "NA", local),
        *((_title_of(c), c, jobs[c]) for c in farm),
    ]
    tops = [three for _, code, three in body if code in SECTORS or code == "NA"]
    total = (sum(t[0] for t in tops), sum(t[1] for t in tops), sum(t[2] for t in tops))
    return [
        ["Total(1)(2)", "  ", *_job_figures(*total), *_output_figures(*total)],
        ["  ", "  "],
        *(
            [f"{title} ", f"{code} ", *_job_figures(*t), *_output_figures(*t)]
            for title, code, t in body
        ),
    ]


def _carry_jobs(now: float, past: float, ahead: float) -> Three:
    """Thousands of jobs ten years back, now, and ten years ahead, at yearly rates."""
    return now / (1 + past) ** SPAN, now, now * (1 + ahead) ** SPAN


def _private_jobs(nation: pl.DataFrame, trend: pl.DataFrame, year: int) -> dict[str, Three]:
    """Code → thousands of private jobs; larger codes are the sums of their groups."""
    jobs = nation.filter(pl.col("own_code") == "5").join(trend, on="group").sort("group")
    carried = [
        (group, *_carry_jobs(n / 1000, g, g * _AHEAD))
        for group, n, g in jobs.select("group", "jobs", "growth").iter_rows()
    ]
    schema = ["group", "then", "now", "later"]
    tree = ancestry(vintage_of(year)).filter(pl.col("depth") >= 4)
    summed = (
        pl.DataFrame(carried, schema=schema, orient="row")
        .join(tree, on="group")
        .sort("code", "group")
        .group_by("code", "depth", maintain_order=True)
        .agg(pl.col("then", "now", "later").sum())
    )
    order = {s: k for k, s in enumerate(SECTORS)}
    rows = sorted(
        summed.iter_rows(), key=lambda r: (order[_sector_of_code(r[0])], r[0] if r[1] > 4 else "")
    )
    return {code: (then, now, later) for code, _, then, now, later in rows}


def _sector_of_code(code: str) -> str:
    return next(s for s in SECTORS if code == s or code[:2] in _sector_digits(s))


def _sector_digits(sector: str) -> list[str]:
    first, _, last = sector.partition("-")
    return [str(k) for k in range(int(first), int(last or first) + 1)]


def _title_of(code: str) -> str:
    return code_titles()[code]


def _job_figures(then: float, now: float, later: float) -> list[str]:
    return [
        *(_short_number(x) for x in (then, now, later, now - then, later - now)),
        *(
            _short_number(100 * ((b / a) ** (1 / SPAN) - 1)) if a else "0"
            for a, b in ((then, now), (now, later))
        ),
    ]


def _output_figures(then: float, now: float, later: float) -> list[str]:
    rates = _job_figures(then, now * 1.12, later * 1.25)[-2:]
    return [*(_short_number(x) for x in (then * 0.18, now * 0.2, later * 0.225)), *rates]


def _short_number(number: float) -> str:
    """One decimal, without a trailing '.0', as the saved sheet shows it."""
    return f"{round(number, 1) + 0.0:.1f}".removesuffix(".0")
