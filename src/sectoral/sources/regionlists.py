"""A list a state already uses: county → region, under whatever headings it was written.

The county column is the one that holds FIPS codes; the region column is the one whose heading
names a region. Where the headings leave a doubt the list is refused, never guessed at. A region
is one however its name is spelt (`names.name_key`); where two names only look alike, both stay.
"""

import re

import polars as pl

from sectoral.errors import BadInput
from sectoral.names import is_error, likeness, means_nothing, name_key, tidy_name
from sectoral.sources.engine import OfficialFile, refuse_bad_area, refuse_duplicates, refuse_rows
from sectoral.sources.handmade import HandmadeTable, read_handmade

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
    Returns  row, partition, area, region, written: one row a county in file order (`row` = its
             line); `region` in the first of its spellings, `written` as the row has it.
    Raises   BadInput where no column holds FIPS codes or they lost their leading zeros, where
             the headings leave open which column is the region, where a county has no region
             or stands in two.
    """
    table = read_handmade(file)
    rows = table.frame
    area = _county_column(table, file)
    refuse_bad_area(rows, file, area)
    region = (
        _region_column(table, area, file)
        if column is None
        else _requested_column(table, column, file)
    )
    frame = rows.select(
        "row",
        pl.lit(partition).alias("partition"),
        pl.col(area).alias("area"),
        pl.Series("region", _one_spelling(rows[region]), pl.String),
        pl.col(region).alias("written"),
    )
    _refuse_two_regions(frame, file, area)
    _refuse_no_name(rows, region, file)
    refuse_duplicates(frame, ["area"], file)
    return frame


def spelt_otherwise(listed: pl.DataFrame) -> list[tuple[str, ...]]:
    """The regions that the list writes in several ways, each with its spellings."""
    grouped = listed.group_by("region", maintain_order=True).agg(
        pl.col("written").unique(maintain_order=True)
    )
    return [tuple(written) for _, written in grouped.rows() if len(written) > 1]


def look_alike(listed: pl.DataFrame) -> list[tuple[str, ...]]:
    """Names of regions that may mean the same one, and are kept apart: nothing is assumed."""
    alike: dict[str, list[str]] = {}
    for name in listed["region"].unique(maintain_order=True):
        alike.setdefault(likeness(name), []).append(name)
    return [tuple(names) for names in alike.values() if len(names) > 1]


def _one_spelling(written: pl.Series) -> list[str | None]:
    """Each name in the first of its spellings."""
    first: dict[str, str] = {}
    return [
        None if name is None else first.setdefault(name_key(name) or name, tidy_name(name))
        for name in written
    ]


def _refuse_no_name(rows: pl.DataFrame, region: str, file: OfficialFile) -> None:
    """Refuse a cell that names no region: empty, an error value, or words for none."""
    unnamed = [
        name for name in rows[region].unique() if name and (is_error(name) or means_nothing(name))
    ]
    cell = pl.col(region).fill_null("").str.strip_chars()
    expected = "a region for every county"
    mend = "fill in the region, or remove the line if the county is not part of the list"
    refuse_rows(rows, (cell == "") | pl.col(region).is_in(unnamed), file, region, expected, mend)


def _county_column(table: HandmadeTable, file: OfficialFile) -> str:
    """The column in which at least 95 in 100 cells are five-digit codes."""
    rows = table.frame
    full = [c for c in rows.columns[1:] if _share_matching(rows, c, r"^\d{5}$") >= ENOUGH]
    named = [c for c in full if _heading_words(c) & COUNTY_WORDS]
    for choice in (named, full):
        if len(choice) == 1:
            return choice[0]
    short = [c for c in rows.columns[1:] if _share_matching(rows, c, r"^\d{4,5}$") >= ENOUGH]
    lost = [c for c in short if _heading_words(c) & COUNTY_WORDS]
    if not full and lost:
        return lost[0]
    found = _quote_names(named or full or rows.columns[1:])
    raise BadInput(
        file.label,
        row=table.at,
        expected="one column of five-digit county codes (FIPS)",
        found=f"{len(full)} such columns among {found}",
        mend="name the column of county codes 'area', or take the other one out",
    )


def _region_column(table: HandmadeTable, area: str, file: OfficialFile) -> str:
    """The column whose heading names a region; several that say the same count as one."""
    rows = table.frame
    others = [c for c in rows.columns[1:] if c != area]
    called = [c for c in others if name_key(c) == "region"]
    if len(called) == 1:
        return called[0]
    if len(others) == 1:
        return others[0]
    named = [
        c
        for c in others
        if _heading_words(c) & REGION_WORDS and not _heading_words(c) & OTHER_WORDS
    ]
    if named and all(_says_the_same(rows, named[0], other) for other in named[1:]):
        return named[0]
    raise BadInput(
        file.label,
        row=table.at,
        expected="one column that names each county's region",
        found=f"{len(named)} that may be it among {_quote_names(named or others)}",
        mend="choose one with --region-column, or name it 'region'",
    )


def _requested_column(table: HandmadeTable, column: str, file: OfficialFile) -> str:
    """The column a person named, where the file has it."""
    same = [c for c in table.headings if name_key(c) == name_key(column)]
    if column not in table.headings and len(same) != 1:
        raise BadInput(
            file.label,
            row=table.at,
            column=column,
            expected="the column that was asked for",
            found=_quote_names(table.headings),
            mend="name one of these with --region-column",
        )
    return column if column in table.headings else same[0]


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
                f"county {bad['area']} in {_region_words(bad['region'])} here and in "
                f"{_region_words(bad['region_first'])} in row {bad['row_first']:,}"
            ),
            mend="keep one line for the county: the region in which most of it lies, as by its "
            "census blocks",
        )


def _region_words(region: str | None) -> str:
    return "no region" if region is None else f"'{region}'"


def _share_matching(rows: pl.DataFrame, column: str, pattern: str) -> float:
    share = rows.select(pl.col(column).str.contains(pattern).fill_null(value=False).mean()).item()
    return float(share)


def _heading_words(heading: str) -> set[str]:
    """'Commuting Zone ID, 2000' → commuting, zone, id; 'CZ20' → cz."""
    return set(re.findall(r"[a-z]+", heading.lower()))


def _quote_names(names: list[str]) -> str:
    return ", ".join(f"'{n}'" for n in names)
