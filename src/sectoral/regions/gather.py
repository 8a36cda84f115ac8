"""Regions that a state brings as a list, and counties that go by another code elsewhere.

Reading the file is the caller's; here the list is held against the counties it must cover.
"""

import polars as pl

from sectoral.errors import BadInput
from sectoral.regions.county_changes import EVER_CHANGED, counterparts

SHOWN = 5


def gather_regions(
    listed: pl.DataFrame,
    areas: pl.DataFrame,
    *,
    file: str,
    state: str | None = None,
    area_column: str = "area",
    region_column: str = "region",
) -> pl.DataFrame:
    """A list of counties and their regions, checked: every county in exactly one region.

    A county whose code has changed joins the region that holds all of its counterparts.

    Takes    listed: area, region, row (the line of the file), as read, all text but `row`;
             areas: every county there is, as `area` and, for messages, `name`;
             state: two-digit FIPS code of the state that must be covered; None = all areas;
             file and the two column names as the person gave them, for messages.
    Returns  area, region; sorted by area; counties of other states are kept.
    Raises   BadInput at the first row without a county code or a region, with a county that
             does not exist or stands twice; or naming the counties that are in no region.
    """
    _check_rows(listed, areas, file, area_column, region_column)
    partition = listed.select("area", pl.col("region").str.strip_chars())
    needed = areas if state is None else areas.filter(pl.col("area").str.starts_with(state))
    joined = region_joins(partition, needed)
    left = joined.filter(pl.col("region").is_null())
    if left.height:
        raise BadInput(
            file,
            expected="every county in exactly one region",
            found=f"no region for {_list_words(_area_names(left, areas))}",
            mend=f"add a row for {left['area'][0]}"
            + (" and each of the others" if left.height > 1 else ""),
        )
    return pl.concat([partition, joined.select("area", "region")]).sort("area")


def region_joins(partition: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """Where each area that is missing from a partition belongs, by the changes of counties.

    An area belongs to region R where all of its successors, or all of its predecessors, are
    in R. Connecticut's counties so belong to R exactly when all nine planning regions do.

    Takes    a partition; a frame with the column `area`.
    Returns  one row per missing area, sorted: area, region (null = cannot be told), because.
    """
    region_of = dict(partition.select("area", "region").iter_rows())
    rows = [
        (area, *_find_region(area, region_of))
        for area in areas["area"].unique().sort()
        if area not in region_of
    ]
    schema = {"area": pl.String, "region": pl.String, "because": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _find_region(area: str, region_of: dict[str, str]) -> tuple[str | None, str]:
    """The region that an area of another vintage belongs to, or None; and the reason."""
    others = counterparts(area, region_of)
    regions = sorted({region_of[other] for other in others})
    codes = " + ".join(others)
    if len(regions) == 1:
        return regions[0], f"all of {codes} is there"
    if others:
        return None, f"its counterparts {codes} are in {len(regions)} regions"
    return None, "no recorded change joins it to a county with a region"


def _check_rows(
    listed: pl.DataFrame, areas: pl.DataFrame, file: str, area_column: str, region_column: str
) -> None:
    """Raise BadInput at the first row that cannot be right."""
    known = pl.concat([areas["area"], pl.Series("area", sorted(EVER_CHANGED))]).unique()
    area, region, row = pl.col("area"), pl.col("region").str.strip_chars(), pl.col("row")
    quoted_area = pl.format("'{}'", area.fill_null(""))
    first = row.min().over("area")
    # column, broken where, found, expected, mend
    rules = [
        (
            region_column,
            region.fill_null("") == "",
            pl.lit("nothing"),
            "the county's region",
            "name the region, or remove the row",
        ),
        (
            area_column,
            ~area.fill_null("").is_in(known.implode()),
            quoted_area,
            "the five-digit FIPS code of a county",
            "correct the code (08031, as text), or remove the row",
        ),
        (
            area_column,
            row > first,
            pl.format("{}, which row {} names too", quoted_area, first),
            "each county once",
            "keep the one region that the county belongs to",
        ),
    ]
    for column, broken, found, expected, mend in rules:
        wrong = listed.select("row", broken=broken, found=found).filter("broken").sort("row")
        if wrong.height:
            at, what = wrong["row"][0], wrong["found"][0]
            raise BadInput(file, row=at, column=column, expected=expected, found=what, mend=mend)


def _area_names(left: pl.DataFrame, areas: pl.DataFrame) -> list[str]:
    if "name" not in areas.columns:
        return left["area"].to_list()
    names = dict(areas.select("area", "name").iter_rows())
    return [f"{area} ({names[area]})" for area in left["area"]]


def _list_words(words: list[str]) -> str:
    """The first few, and how many more."""
    more = len(words) - SHOWN
    return ", ".join(words[:SHOWN]) + (f" and {more:,} more" if more > 0 else "")
