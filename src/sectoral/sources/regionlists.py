"""A list a state already uses: county → region, under whatever headings it was written.

The county column is the one that holds FIPS codes; the region column is the one whose heading
names a region. Where the headings leave a doubt the list is refused, never guessed at.
"""

import re

import polars as pl

from sectoral.errors import BadInput
from sectoral.sources.engine import OfficialFile, refuse, refuse_bad_area, refuse_duplicates
from sectoral.sources.handmade import Handmade, read_handmade

ENOUGH = 0.95
COUNTY_WORDS = {"fips", "geoid", "county", "cty", "area", "countyfp", "geocode"}
REGION_WORDS = {
    *("region", "zone", "area", "board", "cluster", "cz", "lma", "district"),
    *("wda", "wdb", "lwda", "lwdb", "wia", "lwia", "wib", "lwib", "stwib", "edr", "ttwa"),
}
# 'wda_number' and 'Metropolitan Area, 2003' speak of a region but are not the list itself.
OTHER_WORDS = {"population", "county", "fips", "metropolitan", "msa", "name", "title", "blocks"}


def read_region_list(file: OfficialFile, partition: str, column: str | None = None) -> pl.DataFrame:
    """The regions of a county list, for `--regions FILE`.

    Takes    a workbook, or text whose cells are parted by commas, tabs or semicolons, in any
             of the usual encodings; `partition`: what to call the list; `column`: which column
             names the region, where the headings alone do not tell.
    Returns  row, partition, area, region: one row a county in file order (`row` = its line).
    Raises   BadInput where no column holds FIPS codes or they lost their leading zeros, where
             the headings leave open which column is the region, where a county has no region
             or stands in two.
    """
    table = read_handmade(file)
    rows = table.frame
    area = _county_column(table, file)
    refuse_bad_area(rows, file, area)
    region = _region_column(table, area, file) if column is None else _asked(table, column, file)
    frame = rows.select(
        "row",
        pl.lit(partition).alias("partition"),
        pl.col(area).alias("area"),
        pl.col(region).str.strip_chars().alias("region"),
    )
    _refuse_two_regions(frame, file, area)
    nowhere = pl.col(region).fill_null("").str.strip_chars() == ""
    expected = "a region for every county"
    mend = "fill in the region, or remove the line if the county is not part of the list"
    refuse(rows, nowhere, file, region, expected, mend)
    refuse_duplicates(frame, ["area"], file)
    return frame


def _county_column(table: Handmade, file: OfficialFile) -> str:
    """The column in which at least 95 in 100 cells are five-digit codes."""
    rows = table.frame
    full = [c for c in rows.columns[1:] if _share(rows, c, r"^\d{5}$") >= ENOUGH]
    named = [c for c in full if _words(c) & COUNTY_WORDS]
    for choice in (named, full):
        if len(choice) == 1:
            return choice[0]
    short = [c for c in rows.columns[1:] if _share(rows, c, r"^\d{4,5}$") >= ENOUGH]
    lost = [c for c in short if _words(c) & COUNTY_WORDS]
    if not full and lost:
        return lost[0]
    found = _quoted(named or full or rows.columns[1:])
    raise BadInput(
        file.label,
        row=table.at,
        expected="one column of five-digit county codes (FIPS)",
        found=f"{len(full)} such columns among {found}",
        mend="name the column of county codes 'area', or take the other one out",
    )


def _region_column(table: Handmade, area: str, file: OfficialFile) -> str:
    """The column whose heading names a region; several that say the same count as one."""
    rows = table.frame
    others = [c for c in rows.columns[1:] if c != area]
    if "region" in others:
        return "region"
    if len(others) == 1:
        return others[0]
    named = [c for c in others if _words(c) & REGION_WORDS and not _words(c) & OTHER_WORDS]
    if named and all(_says_the_same(rows, named[0], other) for other in named[1:]):
        return named[0]
    raise BadInput(
        file.label,
        row=table.at,
        expected="one column that names each county's region",
        found=f"{len(named)} that may be it among {_quoted(named or others)}",
        mend="choose one with --region-column, or name it 'region'",
    )


def _asked(table: Handmade, column: str, file: OfficialFile) -> str:
    """The column a person named, where the file has it."""
    if column not in table.headings:
        raise BadInput(
            file.label,
            row=table.at,
            column=column,
            expected="the column that was asked for",
            found=_quoted(table.headings),
            mend="name one of these with --region-column",
        )
    return column


def _says_the_same(rows: pl.DataFrame, one: str, other: str) -> bool:
    pairs = rows.select(one, other).unique()
    return bool(pairs[one].n_unique() == pairs.height == pairs[other].n_unique())


def _refuse_two_regions(frame: pl.DataFrame, file: OfficialFile, column: str) -> None:
    """Name both lines of the first county that is put into two regions."""
    first = frame.group_by("area", maintain_order=True).first()
    pairs = frame.join(first, on="area", suffix="_first", maintain_order="left")
    twice = pairs.filter(~pl.col("region").eq_missing(pl.col("region_first")))
    if twice.height:
        bad = twice.row(0, named=True)
        raise BadInput(
            file.label,
            row=bad["row"],
            column=column,
            expected="each county in one region",
            found=(
                f"county {bad['area']} in {_said(bad['region'])} here and in "
                f"{_said(bad['region_first'])} in row {bad['row_first']:,}"
            ),
            mend="keep one line for the county: the region in which most of it lies, as by its "
            "census blocks",
        )


def _said(region: str | None) -> str:
    return "no region" if region is None else f"'{region}'"


def _share(rows: pl.DataFrame, column: str, pattern: str) -> float:
    share = rows.select(pl.col(column).str.contains(pattern).fill_null(value=False).mean()).item()
    return float(share)


def _words(heading: str) -> set[str]:
    """'Commuting Zone ID, 2000' → commuting, zone, id; 'CZ20' → cz."""
    return set(re.findall(r"[a-z]+", heading.lower()))


def _quoted(names: list[str]) -> str:
    return ", ".join(f"'{n}'" for n in names)
