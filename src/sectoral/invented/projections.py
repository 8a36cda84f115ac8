"""Invented national employment projections, in the layout of BLS table 2.7 saved as CSV."""

import csv
import io
from pathlib import Path

import polars as pl

from sectoral.invented.classification import SECTORS, ancestry, titles, vintage_of
from sectoral.invented.economy import TRENDS
from sectoral.invented.files import write_bytes

SPAN = 10
_AHEAD = 0.7
"""How much of a sector's past trend is projected to last."""

_FOOTNOTES = (
    "1 Employment data are invented and count jobs of wage and salary workers.",
    "2 Individual sectors do not necessarily add to major sectors due to rounding.",
)


def write_projections(nation: pl.DataFrame, year: int, out: Path) -> Path:
    """Write table 2.7: thousands of jobs ten years back, in `year` and ten years ahead."""
    back, ahead = year - SPAN, year + SPAN
    rows: list[list[str]] = [
        ["Table 2.7  Employment and output by industry"],
        ["Industry", f" {vintage_of(year)} NAICS", "Employment", *[""] * 6, "Output"],
        [
            "",
            "",
            "Thousands of Jobs",
            "",
            "",
            "Change",
            "",
            "Compound Annual Rate of Change",
            "",
            "Billions of Chained 2017 Dollars",
            "",
            "",
            "Compound Annual Rate of Change",
        ],
        [
            "",
            "",
            *_spans(back, year, ahead),
            f"{back}",
            f"{year}",
            f"{ahead}",
            f"{back} - {year}",
            f"{year} - {ahead}",
        ],
    ]
    rows += _lines(nation.filter(pl.col("year") == year), year)
    rows += [[""], *([note] for note in _FOOTNOTES)]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows(row + [""] * (14 - len(row)) for row in rows)
    return write_bytes(buffer.getvalue().encode(), out / "industry_table_2_7.csv")


def growth_ahead(sector: str) -> float:
    """The projected yearly growth of a sector's jobs."""
    return TRENDS.get(sector, 0.003) * _AHEAD


def _spans(back: int, year: int, ahead: int) -> list[str]:
    spans = [f"{back} - {year}", f"{year} - {ahead}"]
    return [str(back), str(year), str(ahead), *spans, *spans]


def _lines(nation: pl.DataFrame, year: int) -> list[list[str]]:
    """The table's body: total, private industries in the order of NAICS, government, farms."""
    now = _private(nation, year)
    public = {
        own: float(jobs)
        for own, jobs in nation.filter(pl.col("own_code") != "5")
        .group_by("own_code")
        .agg(pl.col("jobs").sum())
        .iter_rows()
    }
    farm = [c for c in now if c.startswith("11")]
    others = [c for c in now if not c.startswith(("11", "92", "99"))]
    body = [_row(_title(c), c, now[c], growth_ahead(_sector(c)), growth_past(c)) for c in others]
    body.append(_row("Federal government", "NA", public.get("1", 0.0), -0.002, 0.001))
    local = public.get("2", 0.0) + public.get("3", 0.0)
    body.append(_row("State and local government", "NA", local, 0.001, 0.0))
    body += [_row(_title(c), c, now[c], growth_ahead("11"), growth_past(c)) for c in farm]
    return [_sum("Total(1)(2)", "", body), ["  ", "  "], *body]


def _private(nation: pl.DataFrame, year: int) -> dict[str, float]:
    tree = ancestry(vintage_of(year)).filter(pl.col("depth") >= 4)
    summed = (
        nation.filter(pl.col("own_code") == "5")
        .join(tree, on="group")
        .group_by("code", "depth")
        .agg(pl.col("jobs").sum())
    )
    order = {s: k for k, s in enumerate(SECTORS)}
    rows = sorted(
        summed.iter_rows(), key=lambda r: (order[_sector(r[0])], r[0] if r[1] > 4 else "")
    )
    return {code: float(jobs) for code, _, jobs in rows}


def _sector(code: str) -> str:
    return next(s for s in SECTORS if code == s or code[:2] in _digits(s))


def _digits(sector: str) -> list[str]:
    first, _, last = sector.partition("-")
    return [str(k) for k in range(int(first), int(last or first) + 1)]


def growth_past(code: str) -> float:
    """The yearly growth that the table shows for the ten years behind."""
    return TRENDS.get(_sector(code), 0.003)


def _title(code: str) -> str:
    return titles()[code]


def _row(title: str, code: str, jobs: float, ahead: float, past: float) -> list[str]:
    now = jobs / 1000
    then, later = now / (1 + past) ** SPAN, now * (1 + ahead) ** SPAN
    return [f"{title} ", f"{code} ", *_figures(then, now, later), *_output(then, now, later)]


def _sum(title: str, code: str, body: list[list[str]]) -> list[str]:
    """The total of the lines that are not parts of other lines: sectors and government."""
    tops = [row for row in body if row[1].strip() in SECTORS or row[1].strip() == "NA"]
    then, now, later = (sum(float(row[k]) for row in tops) for k in (2, 3, 4))
    return [title, f"{code}  ", *_figures(then, now, later), *_output(then, now, later)]


def _figures(then: float, now: float, later: float) -> list[str]:
    return [
        *(_short(x) for x in (then, now, later, now - then, later - now)),
        *(
            _short(100 * ((b / a) ** (1 / SPAN) - 1)) if a else "0"
            for a, b in ((then, now), (now, later))
        ),
    ]


def _output(then: float, now: float, later: float) -> list[str]:
    rates = _figures(then, now * 1.12, later * 1.25)[-2:]
    return [*(_short(x) for x in (then * 0.18, now * 0.2, later * 0.225)), *rates]


def _short(number: float) -> str:
    """One decimal, without a trailing '.0', as the saved sheet shows it."""
    return f"{round(number, 1) + 0.0:.1f}".removesuffix(".0")
