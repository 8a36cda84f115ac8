"""Invented occupational employment and wages (OEWS): staffing, states, metropolitan areas.

`occupations.csv` holds real SOC codes and titles, a mean hourly wage and, as `found_in`, the
NAICS prefixes an occupation works in with its share of jobs there in per cent; the longest
prefix that fits an industry counts. Shares are scaled so that each industry adds to all.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import polars as pl

from sectoral.invented.classification import SECTORS, code_titles, industry_groups, sector_of
from sectoral.invented.files import decimal_text, write_csv
from sectoral.invented.land import STATE, STATE_ABBREVIATION, STATE_NAME, Land

NOT_RELEASED = "8"
_LEAST_JOBS = 30
_PERCENTILES = {"11": 0.55, "12": 0.7, "13": 0.92, "14": 1.2, "15": 1.6}
_HOURLY = {"06": "11", "07": "12", "08": "13", "09": "14", "10": "15"}
_MAJORS = {
    "11": "Management Occupations",
    "13": "Business and Financial Operations Occupations",
    "15": "Computer and Mathematical Occupations",
    "17": "Architecture and Engineering Occupations",
    "19": "Life, Physical, and Social Science Occupations",
    "21": "Community and Social Service Occupations",
    "23": "Legal Occupations",
    "25": "Educational Instruction and Library Occupations",
    "27": "Arts, Design, Entertainment, Sports, and Media Occupations",
    "29": "Healthcare Practitioners and Technical Occupations",
    "31": "Healthcare Support Occupations",
    "33": "Protective Service Occupations",
    "35": "Food Preparation and Serving Related Occupations",
    "37": "Building and Grounds Cleaning and Maintenance Occupations",
    "39": "Personal Care and Service Occupations",
    "41": "Sales and Related Occupations",
    "43": "Office and Administrative Support Occupations",
    "45": "Farming, Fishing, and Forestry Occupations",
    "47": "Construction and Extraction Occupations",
    "49": "Installation, Maintenance, and Repair Occupations",
    "51": "Production Occupations",
    "53": "Transportation and Material Moving Occupations",
    "55": "Military Specific and Other Occupations",
}
_SECTOR_CODES = {
    "11": "11--12",
    "21": "21--22",
    "22": "22--23",
    "23": "23--24",
    "31-33": "31--34",
    "42": "42--43",
    "44-45": "44--46",
    "48-49": "48--50",
    "51": "51--52",
    "52": "52--53",
    "53": "53--54",
    "54": "54--55",
    "55": "55--56",
    "56": "56--57",
    "61": "61--62",
    "62": "62--63",
    "71": "71--72",
    "72": "72--73",
    "81": "81--82",
    "92": "92--93",
    "99": "99--99",
}
_DATATYPES = (
    "Employment",
    "Employment percent relative standard error",
    "Hourly mean wage",
    "Annual mean wage",
    "Wage percent relative standard error",
    "Hourly 10th percentile wage",
    "Hourly 25th percentile wage",
    "Hourly median wage",
    "Hourly 75th percentile wage",
    "Hourly 90th percentile wage",
    "Annual 10th percentile wage",
    "Annual 25th percentile wage",
    "Annual median wage",
    "Annual 75th percentile wage",
    "Annual 90th percentile wage",
    "Employment per 1,000 jobs",
    "Location Quotient",
)


def write_occupations(
    cells: pl.DataFrame, nation: pl.DataFrame, land: Land, year: int, out: Path
) -> list[Path]:
    """Write the three tables and their code lists.

    Takes    true cells of the counties and of the nation; the survey's year.
    """
    by_industry = _spread_jobs(_national_jobs(nation, year), ["industry_code"])
    places = _place_jobs(cells, nation, land, year)
    by_place = _compare_to_nation(_spread_jobs(places, ["area_code"]))
    states = by_place.filter(pl.col("area_code") == STATE + "00000")
    metros = by_place.filter(~pl.col("area_code").is_in([STATE + "00000", "0000000"]))
    lists = {
        "area": _area_list(land),
        "datatype": _numbered_list("datatype", _DATATYPES),
        "industry": _industry_list(),
        "occupation": _occupation_list(),
        "footnote": pl.DataFrame(
            {"footnote_code": [NOT_RELEASED], "footnote_text": ["Estimate not released."]}
        ),
    }
    stem = f"oews_{year}"
    return [
        write_csv(
            _wide_layout(by_industry, "industry_code", "010203040506070809101112131415"),
            out / f"{stem}_national_by_industry.csv.gz",
        ),
        write_csv(
            _wide_layout(states, "area_code", "0102030405060708091011121314151617"),
            out / f"{stem}_states.csv.gz",
        ),
        write_csv(
            _wide_layout(metros, "area_code", "010203040511121314151617"),
            out / f"{stem}_metro_and_nonmetro_areas.csv.gz",
        ),
        *(write_csv(frame, out / f"oe.{name}.csv") for name, frame in lists.items()),
    ]


def metro_codes(land: Land) -> dict[str, str]:
    """Metropolitan region → its invented CBSA code, above all real ones: '80110', '80120', …"""
    return {region: str(80110 + 10 * k) for k, region in enumerate(land.metros)}


@cache
def staffing_shares() -> pl.DataFrame:
    """Group (NAICS 2022), occupation, share of the group's jobs, mean hourly pay in USD."""
    listed = _list_occupations()
    rows = []
    for group in industry_groups()["naics"]:
        found = [(code, pay, _share_in_group(where, group)) for code, pay, where in listed]
        total = sum(share for _, _, share in found)
        rows += [(group, code, pay, share / total) for code, pay, share in found if share]
    return pl.DataFrame(rows, schema=["group", "occupation", "pay", "share"], orient="row")


def _share_in_group(where: str, group: str) -> float:
    pairs = [pair.split(":") for pair in where.split()]
    fitting = [(len(prefix), float(share)) for prefix, share in pairs if group.startswith(prefix)]
    return max(fitting)[1] if fitting else 0.0


@cache
def _list_occupations() -> list[tuple[str, float, str]]:
    frame = _read_occupations()
    return list(
        zip(
            frame["occupation"],
            frame["pay_hourly_usd"].cast(pl.Float64),
            frame["found_in"],
            strict=True,
        )
    )


@cache
def _read_occupations() -> pl.DataFrame:
    content = files("sectoral.invented").joinpath("occupations.csv").read_bytes()
    return pl.read_csv(content, infer_schema=False).sort("occupation")


def _national_jobs(nation: pl.DataFrame, year: int) -> pl.DataFrame:
    """The nation's jobs by group, repeated for every OEWS industry the group counts in."""
    jobs = nation.filter(pl.col("year") == year).group_by("group").agg(pl.col("jobs").sum())
    codes = pl.DataFrame(
        [
            (group, code)
            for group in industry_groups()["naics"]
            for code in ("000000", _SECTOR_CODES[sector_of(group)], group[:3] + "000", group + "00")
        ],
        schema=["group", "industry_code"],
        orient="row",
    )
    return codes.join(jobs, on="group").with_columns(pay_level=pl.lit(1.0))


def _place_jobs(cells: pl.DataFrame, nation: pl.DataFrame, land: Land, year: int) -> pl.DataFrame:
    """Jobs by OEWS area and group: nation, state, metropolitan areas and the rest."""
    codes = metro_codes(land)
    place = land.counties.filter(pl.col("state") == STATE).select(
        "area",
        area_code=pl.lit("00")
        + pl.col("region").replace_strict(codes, default=None, return_dtype=pl.String),
    )
    own = cells.filter((pl.col("year") == year) & pl.col("area").str.starts_with(STATE))
    level = {"0000000": 1.0, STATE + "00000": 1.0, STATE + "00001": 0.86}
    frames = [
        nation.filter(pl.col("year") == year).with_columns(area_code=pl.lit("0000000")),
        own.with_columns(area_code=pl.lit(STATE + "00000")),
        own.join(place, on="area").with_columns(pl.col("area_code").fill_null(STATE + "00001")),
    ]
    keys = ["area_code", "group"]
    summed = (
        pl.concat([f.select(*keys, "jobs") for f in frames])
        .group_by(keys)
        .agg(pl.col("jobs").sum())
    )
    return summed.with_columns(
        pay_level=pl.col("area_code").replace_strict(level, default=1.06, return_dtype=pl.Float64)
    )


def _spread_jobs(jobs: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Jobs by occupation, major group and in all; employment rounded to tens."""
    detail = jobs.join(staffing_shares(), on="group").with_columns(
        pl.col("occupation").str.replace("-", ""), workers=pl.col("jobs") * pl.col("share")
    )
    major = pl.col("occupation").str.slice(0, 2) + "0000"
    layers = [
        detail,
        detail.with_columns(occupation=major),
        detail.with_columns(occupation=pl.lit("000000")),
    ]
    summed = (
        pl.concat(layers)
        .sort(*key, "occupation", "group")
        .group_by(*key, "occupation", maintain_order=True)
        .agg(
            workers=pl.col("workers").sum(),
            pay=(pl.col("pay") * pl.col("pay_level") * pl.col("workers")).sum()
            / pl.col("workers").sum(),
        )
        .filter(pl.col("workers") >= 5)
    )
    return summed.with_columns(jobs=(pl.col("workers") / 10).round() * 10).sort(*key, "occupation")


def _compare_to_nation(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the jobs per 1,000 and the location quotient against the nation."""
    all_jobs = frame.filter(pl.col("occupation") == "000000").select("area_code", total="jobs")
    rate = frame.join(all_jobs, on="area_code").with_columns(
        per_thousand=1000 * pl.col("jobs") / pl.col("total")
    )
    nation = rate.filter(pl.col("area_code") == "0000000").select(
        "occupation", usual="per_thousand"
    )
    return rate.join(nation, on="occupation", how="left").sort("area_code", "occupation")


def _wide_layout(frame: pl.DataFrame, key: str, wanted: str) -> pl.DataFrame:
    """The wide layout: value_NN and footnote_NN, '-' and footnote 8 where not released."""
    numbers = [wanted[i : i + 2] for i in range(0, len(wanted), 2)]
    hidden = pl.col("jobs") < _LEAST_JOBS
    values = _value_columns()
    shown = [
        pl.when(hidden).then(pl.lit("-")).otherwise(values[n]).alias(f"value_{n}") for n in numbers
    ]
    blanks = [] if key == "area_code" else [pl.lit("").alias(f"value_{n}") for n in ("16", "17")]
    notes = [
        pl.when(hidden).then(pl.lit(NOT_RELEASED)).otherwise(pl.lit("")).alias(f"footnote_{n}")
        for n in numbers
    ]
    laid = frame.select(key, pl.col("occupation").alias("occupation_code"), *shown, *blanks, *notes)
    texts = [c for c in laid.columns if c not in (key, "occupation_code")]
    # The publisher leaves empty fields bare.
    return laid.with_columns(pl.when(pl.col(c) != "").then(pl.col(c)).alias(c) for c in texts)


def _value_columns() -> dict[str, pl.Expr]:
    """Datatype → how it is printed, from `jobs`, `pay` and, for areas, `per_thousand`."""
    jobs, pay = pl.col("jobs"), pl.col("pay")
    error = (400 / jobs.clip(1).sqrt()).clip(0.1, 40)
    yearly = {"04": 1.0} | _PERCENTILES
    return {
        "01": jobs.cast(pl.Int64).cast(pl.String),
        "02": decimal_text(error, 1),
        "03": decimal_text(pay, 2),
        "05": decimal_text(error * 0.4, 1),
        "16": decimal_text(pl.col("per_thousand"), 3),
        "17": decimal_text(pl.col("per_thousand") / pl.col("usual"), 2),
        **{n: decimal_text(pay * _PERCENTILES[year], 2) for n, year in _HOURLY.items()},
        **{
            n: ((pay * times * 208).round() * 10).cast(pl.Int64).cast(pl.String)
            for n, times in yearly.items()
        },
    }


def _area_list(land: Land) -> pl.DataFrame:
    rows = [("0000000", "N", "00", "National"), (STATE + "00000", "S", STATE, STATE_NAME)]
    rows.append((STATE + "00001", "M", STATE, f"{STATE_NAME} nonmetropolitan area"))
    rows += [
        ("00" + code, "M", STATE, f"{land.regions[region]}, {STATE_ABBREVIATION}")
        for region, code in metro_codes(land).items()
    ]
    names = ["area_code", "areatype_code", "state_code", "area_name"]
    return pl.DataFrame(rows, schema=names, orient="row").sort("area_code")


def _industry_list() -> pl.DataFrame:
    known = code_titles()
    rows = {("000000", "Cross-Industry, Private, Federal, State, and Local", 0)}
    for group in industry_groups()["naics"]:
        sector = sector_of(group)
        rows.add((_SECTOR_CODES[sector], f"Sector {sector} - {SECTORS[sector][2]}", 2))
        rows.add((group[:3] + "000", known[group[:3]], 3))
        rows.add((group + "00", known[group], 4))
    names = ["industry_code", "industry_name", "display_level"]
    return pl.DataFrame(sorted(rows), schema=names, orient="row")


def _occupation_list() -> pl.DataFrame:
    rows = [("000000", "All Occupations", 0)]
    rows += [(major + "0000", title, 0) for major, title in _MAJORS.items()]
    rows += [
        (code.replace("-", ""), title, 3)
        for code, title in _read_occupations().select("occupation", "title").iter_rows()
    ]
    names = ["occupation_code", "occupation_name", "display_level"]
    return pl.DataFrame(sorted(rows), schema=names, orient="row")


def _numbered_list(name: str, texts: tuple[str, ...]) -> pl.DataFrame:
    codes = [f"{k:02d}" for k in np.arange(1, len(texts) + 1)]
    return pl.DataFrame({f"{name}_code": codes, f"{name}_name": list(texts)})
