"""The industries of the invented state: real NAICS codes and titles, plausible national sizes.

`industries.csv` holds one row per four-digit NAICS 2022 group: its nearest NAICS 2017 group,
its title, and national jobs (thousands), yearly pay (thousand USD) and mean size of a private
establishment, each rounded to two significant figures from the public-domain QCEW of 2019;
`titles.csv` the three-digit titles and the 2017 titles that changed. Like its publisher, the
invented QCEW uses NAICS 2017 until 2021 and NAICS 2022 from 2022 on.
"""

from functools import cache
from importlib.resources import files

import polars as pl

SECTORS: dict[str, tuple[str, str, str]] = {
    "11": ("101", "1011", "Agriculture, forestry, fishing and hunting"),
    "21": ("101", "1011", "Mining, quarrying, and oil and gas extraction"),
    "22": ("102", "1021", "Utilities"),
    "23": ("101", "1012", "Construction"),
    "31-33": ("101", "1013", "Manufacturing"),
    "42": ("102", "1021", "Wholesale trade"),
    "44-45": ("102", "1021", "Retail trade"),
    "48-49": ("102", "1021", "Transportation and warehousing"),
    "51": ("102", "1022", "Information"),
    "52": ("102", "1023", "Finance and insurance"),
    "53": ("102", "1023", "Real estate and rental and leasing"),
    "54": ("102", "1024", "Professional and technical services"),
    "55": ("102", "1024", "Management of companies and enterprises"),
    "56": ("102", "1024", "Administrative and waste services"),
    "61": ("102", "1025", "Educational services"),
    "62": ("102", "1025", "Health care and social assistance"),
    "71": ("102", "1026", "Arts, entertainment, and recreation"),
    "72": ("102", "1026", "Accommodation and food services"),
    "81": ("102", "1027", "Other services, except public administration"),
    "92": ("102", "1028", "Public administration"),
    "99": ("102", "1029", "Unclassified"),
}

SUPERSECTORS = {
    "10": "Total, all industries",
    "101": "Goods-producing",
    "1011": "Natural resources and mining",
    "1012": "Construction",
    "1013": "Manufacturing",
    "102": "Service-providing",
    "1021": "Trade, transportation, and utilities",
    "1022": "Information",
    "1023": "Financial activities",
    "1024": "Professional and business services",
    "1025": "Education and health services",
    "1026": "Leisure and hospitality",
    "1027": "Other services",
    "1028": "Public administration",
    "1029": "Unclassified",
}

LEVELS = ("total", "domain", "supersector", "sector", "subsector", "group")
"""Depths of the industry tree, in the order of the last digit of BLS's agglvl_code."""


@cache
def industry_groups() -> pl.DataFrame:
    """One row per four-digit NAICS 2022 group, in the order of its code."""
    return _read_csv("industries.csv", ["naics", "naics2017", "title"]).sort("naics")


@cache
def code_titles() -> dict[str, str]:
    """Code → title, without the publisher's prefix, for every code of either vintage."""
    listed = _read_csv("titles.csv", ["vintage", "code", "title"])
    found = dict(zip(listed["code"], listed["title"], strict=True))
    groups = industry_groups()
    found |= dict(zip(groups["naics"], groups["title"], strict=True))
    return SUPERSECTORS | {code: row[2] for code, row in SECTORS.items()} | found


def vintage_of(year: int) -> int:
    """The NAICS vintage in which QCEW publishes `year`."""
    return 2022 if year >= 2022 else 2017


def sector_of(code: str) -> str:
    """The sector of a code of two digits or more: '3221' → '31-33'."""
    joined = {"31": "31-33", "32": "31-33", "33": "31-33", "44": "44-45", "45": "44-45"}
    joined |= {"48": "48-49", "49": "48-49"}
    return joined.get(code[:2], code[:2])


@cache
def ancestry(vintage: int) -> pl.DataFrame:
    """Every code a group counts in, from all industries down to the group itself.

    Returns  group (NAICS 2022), code, parent, depth 1 (total) … 6 (group), codes in `vintage`.
    """
    rows = []
    for naics, naics2017 in industry_groups().select("naics", "naics2017").iter_rows():
        own = naics if vintage == 2022 else naics2017
        domain, supersector, _ = SECTORS[sector_of(own)]
        chain = ["10", domain, supersector, sector_of(own), own[:3], own]
        rows += [
            (naics, code, chain[depth - 1] if depth else "", depth + 1)
            for depth, code in enumerate(chain)
        ]
    schema = {"group": pl.String, "code": pl.String, "parent": pl.String, "depth": pl.Int8}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _read_csv(name: str, texts: list[str]) -> pl.DataFrame:
    content = files("sectoral.invented").joinpath(name).read_bytes()
    text = pl.read_csv(content, infer_schema=False)
    return text.with_columns(pl.col(c).cast(pl.Float64) for c in text.columns if c not in texts)
