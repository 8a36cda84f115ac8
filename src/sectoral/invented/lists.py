"""The invented state's code lists: metropolitan delineation and the QCEW titles."""

from pathlib import Path

import polars as pl

from sectoral.invented.cbp import full_name
from sectoral.invented.classification import SUPERSECTORS, code_titles
from sectoral.invented.economy import UNKNOWN_COUNTY
from sectoral.invented.files import write_csv
from sectoral.invented.land import STATE, STATE_ABBREVIATION, STATE_NAME, STATE_NAMES, Land
from sectoral.invented.occupations import metro_codes

OWNERS = {
    "0": "Total Covered",
    "1": "Federal Government",
    "2": "State Government",
    "3": "Local Government",
    "5": "Private",
}


def write_delineation(land: Land, out: Path) -> Path:
    """The counties of the metropolitan areas, in the layout of the Census Bureau's List 1."""
    codes = metro_codes(land)
    inside = land.counties.filter(pl.col("region").is_in(list(codes)))
    code = pl.col("region").replace_strict(codes, return_dtype=pl.String)
    hub = pl.col("region").replace_strict(land.regions, return_dtype=pl.String)
    none = pl.lit(None, pl.String)
    frame = inside.select(
        code.alias("CBSA Code"),
        none.alias("Metropolitan Division Code"),
        none.alias("CSA Code"),
        (hub + f", {STATE_ABBREVIATION}").alias("CBSA Title"),
        pl.lit("Metropolitan Statistical Area").alias("Metropolitan/Micropolitan Statistical Area"),
        none.alias("Metropolitan Division Title"),
        none.alias("CSA Title"),
        (pl.col("name") + " County").alias("County/County Equivalent"),
        pl.col("state").replace_strict(STATE_NAMES).alias("State Name"),
        pl.col("state").alias("FIPS State Code"),
        pl.col("area").str.slice(2).alias("FIPS County Code"),
        pl.when(pl.col("part") == "hub")
        .then(pl.lit("Central"))
        .otherwise(pl.lit("Outlying"))
        .alias("Central/Outlying County"),
    )
    ordered = frame.sort("CBSA Code", "FIPS State Code", "FIPS County Code")
    return write_csv(ordered, out / "cbsa_list1_march_2020.csv")


def write_titles(land: Land, out: Path) -> list[Path]:
    """QCEW's titles of areas, industries and owners."""
    named = land.counties.select(pl.col("area").alias("area_fips"), full_name().alias("area_title"))
    special = pl.DataFrame(
        {
            "area_fips": ["US000", STATE + "000", UNKNOWN_COUNTY],
            "area_title": [
                "U.S. TOTAL",
                f"{STATE_NAME} -- Statewide",
                f"Unknown Or Undefined, {STATE_NAME}",
            ],
        }
    )
    areas = pl.concat([named, special]).sort("area_fips")
    industry = [
        (code, _prefixed_title(code, title)) for code, title in sorted(code_titles().items())
    ]
    frames = {
        "area": areas,
        "industry": pl.DataFrame(
            industry, schema=["industry_code", "industry_title"], orient="row"
        ),
        "own": pl.DataFrame({"own_code": list(OWNERS), "own_title": list(OWNERS.values())}),
    }
    return [write_csv(f, out / f"titles_{name}_title.csv") for name, f in frames.items()]


def _prefixed_title(code: str, title: str) -> str:
    return f"{code} {title}" if code in SUPERSECTORS else f"NAICS {code} {title}"
