"""Who lives where and works where: ACS commuting flows, LODES, and any table of flows.

ACS (Census Bureau) counts workers once, by survey, five years pooled. LODES (Census Bureau,
LEHD) counts jobs between census blocks, from administrative records with noise. Neither
2016-2020 flows nor LODES files state their years inside:

  ACS    Connecticut in planning regions (09110-09190) is taken as 2016-2020, the first table
         published so; another file in this layout is 'commuting', its years not stated.
  LODES  the publisher's file name says job type and year ('ri_od_main_JT00_2019'); the vintage
         says that this is where the year comes from. `createdate` is not the year of the data.
"""

import re
from collections.abc import Sequence

import polars as pl

from sectoral import tables
from sectoral.errors import BadInput
from sectoral.sources import merging
from sectoral.sources.engine import (
    ColumnRule,
    FileLayout,
    FileReading,
    OfficialFile,
    check_rules,
    read_columns,
    refuse_bad_area,
    refuse_duplicates,
    refuse_unknown,
)

PLANNING_REGION = r"^091[1-9]0$"
OLD_CONNECTICUT = r"^0900[1-9]$|^0901[1-5]$"
ABROAD_OLD = r"^[3-5]\d\d$"
ABROAD_NEW = r"^(00[3-5]\d\d|X+)$"
LODES_NAME = re.compile(r"_od_(?:main|aux)_(JT\d\d)_(\d{4})")
KEEP_ZEROS = "read the column as text so that leading zeros stay, or fetch the file again"

# ── American Community Survey ────────────────────────────────────────────────────────────


def read_acs_2013(file: OfficialFile) -> FileReading:
    """The ACS county-to-county table of 2009-2013: state and county codes in four columns.

    Returns  COMMUTING, source 'acs_2009_2013', with the margin of error where the file has it;
             work abroad (state 3xx-5xx or blank) is set aside with its workers.
    Raises   BadInput for codes of another shape, counts below 0, a pair that stands twice.
    """
    texts = ["h_state_fips", "h_county_fips", "w_state_fips", "w_county_fips"]
    frame = read_columns(file, _column_types(file, texts, "flow"))
    refuse_unknown(frame, ["h_state_fips", "h_county_fips", "flow"], file)
    work = pl.col("w_state_fips")
    abroad = (work.is_null() & pl.col("w_county_fips").is_null()) | work.str.contains(ABROAD_OLD)
    abroad = abroad.fill_null(False)
    check_rules(frame, _old_rules(abroad), file)
    pairs = frame.with_columns(
        home=pl.col("h_state_fips") + pl.col("h_county_fips"),
        work=work.str.slice(1) + pl.col("w_county_fips"),
    )
    _refuse_mixed_connecticut(pairs.filter(~abroad), file, "w_county_fips")
    refuse_duplicates(pairs.filter(~abroad), texts, file)
    return _flows_reading(pairs, abroad, "flow", "acs_2009_2013", "2009-2013")


def read_acs_2020(file: OfficialFile) -> FileReading:
    """The ACS county-to-county table of 2016-2020: five-digit codes, no years inside.

    Returns  COMMUTING, source 'acs_2016_2020' where Connecticut stands in planning regions,
             else 'commuting'; work abroad (00301, 00303, XXXXXX) is set aside.
    Raises   BadInput as `read_acs_2013`.
    """
    frame = read_columns(file, _column_types(file, ["res_fips", "work_fips"], "workers"))
    refuse_unknown(frame, ["res_fips", "work_fips", "workers"], file)
    abroad = pl.col("work_fips").str.contains(ABROAD_NEW)
    refuse_bad_area(frame, file, "res_fips")
    refuse_bad_area(frame.filter(~abroad), file, "work_fips")
    nowhere = pl.col("work_fips").str.starts_with("00") & ~abroad
    known = "a county, or a place abroad: 00300 to 00599 or X"
    check_rules(frame, [ColumnRule("work_fips", nowhere, known)], file)
    check_rules(frame, _count_rules("workers", "moe" in frame.columns), file)
    pairs = frame.with_columns(home=pl.col("res_fips"), work=pl.col("work_fips"))
    source, vintage = _years_covered(pairs, file)
    refuse_duplicates(pairs.filter(~abroad), ["res_fips", "work_fips"], file)
    return _flows_reading(pairs, abroad, "workers", source, vintage)


def _column_types(
    file: OfficialFile, texts: Sequence[str], count: str
) -> dict[str, type[pl.DataType]]:
    moe = {"moe": pl.Float64} if "moe" in file.columns else {}
    return {**dict.fromkeys(texts, pl.String), count: pl.Int64, **moe}


def _count_rules(count: str, moe: bool) -> list[ColumnRule]:
    names = (count, "moe") if moe else (count,)
    return [ColumnRule(name, pl.col(name) < 0, "0 or more workers") for name in names]


def _old_rules(abroad: pl.Expr) -> list[ColumnRule]:
    def shape(column: str, digits: int, what: str) -> list[ColumnRule]:
        code = pl.col(column)
        short = code.str.contains(rf"^\d{{1,{digits - 1}}}$")
        wrong = ~code.str.contains(rf"^\d{{{digits}}}$")
        if column.startswith("w_"):
            short, wrong = short & ~abroad, (wrong | code.is_null()) & ~abroad
        return [
            ColumnRule(
                column, short, f"{what} of {digits} digits; a leading zero was lost", KEEP_ZEROS
            ),
            ColumnRule(column, wrong, f"{what} of {digits} digits"),
        ]

    foreign = (pl.col("w_state_fips") > "099") & ~abroad
    return [
        *shape("h_state_fips", 2, "a state code"),
        *shape("h_county_fips", 3, "a county code"),
        *shape("w_state_fips", 3, "a state code"),
        ColumnRule("w_state_fips", foreign, "a state, 001 to 099, or a place abroad, 300 to 599"),
        *shape("w_county_fips", 3, "a county code"),
        *_count_rules("flow", False),
    ]


def _years_covered(pairs: pl.DataFrame, file: OfficialFile) -> tuple[str, str]:
    areas = pl.col("home", "work").str
    new, old = (
        pairs.select(areas.contains(shape).any()).row(0)
        for shape in (PLANNING_REGION, OLD_CONNECTICUT)
    )
    _refuse_mixed_connecticut(pairs, file, "work_fips")
    if any(new):
        return "acs_2016_2020", ("2016-2020, assumed from its counties: the file states no years")
    if any(old):
        return "commuting", "years not stated in the file; counties before 2022"
    return "commuting", "years not stated in the file"


def _refuse_mixed_connecticut(pairs: pl.DataFrame, file: OfficialFile, column: str) -> None:
    """Old counties and new planning regions cover each other: a file may have one of them."""
    where = {
        shape: pairs.filter(pl.any_horizontal(pl.col("home", "work").str.contains(shape)))
        for shape in (PLANNING_REGION, OLD_CONNECTICUT)
    }
    if all(rows.height for rows in where.values()):
        last = max((rows.row(0, named=True) for rows in where.values()), key=lambda r: r["row"])
        raise BadInput(
            file.label,
            row=last["row"],
            column=column,
            expected="Connecticut either in its eight counties (09001-09015) or in its nine "
            "planning regions (09110-09190)",
            found=f"both: here {last['home']} to {last['work']}",
            mend="use one vintage of the publisher's table a file",
        )


def _flows_reading(
    pairs: pl.DataFrame, abroad: pl.Expr, count: str, source: str, vintage: str
) -> FileReading:
    kept = pairs.filter(~abroad)
    workers = pairs.filter(abroad)[count].sum()
    gone = pairs.height - kept.height
    moe = pl.col("moe") if "moe" in pairs.columns else pl.lit(None)
    flows = kept.select(
        pl.lit(source).alias("source"),
        "home",
        "work",
        pl.col(count).alias("workers"),
        moe.cast(pl.Float64).alias("workers_moe"),
    )
    return FileReading(
        {"commuting": flows},
        pairs.height,
        vintage,
        ((gone, f"work abroad ({workers:,} workers)"),) if gone else (),
    )


# ── LODES ────────────────────────────────────────────────────────────────────────────────

OD_COLUMNS: dict[str, type[pl.DataType]] = {
    "w_geocode": pl.String,
    "h_geocode": pl.String,
    "S000": pl.Int64,
}
BLOCK_PLACES = {"cty": "area", "trct": "tract", "ctycsub": "town", "stwib": "board"}


def read_lodes(file: OfficialFile) -> FileReading:
    """LODES origin-destination (main or aux), blocks summed to counties by their first digits.

    Returns  COMMUTING, source 'lodes_YEAR' where the file's name states the year, else 'lodes';
             `workers` are jobs, and there is no margin of error.
    Raises   BadInput for block codes that are not 15 digits, and counts below 0.
    """
    frame = _block_flows(file)
    source, vintage = _lodes_years(file)
    flows = (
        frame.group_by(
            home=pl.col("h_geocode").str.slice(0, 5), work=pl.col("w_geocode").str.slice(0, 5)
        )
        .agg(workers=pl.col("S000").sum())
        .sort("home", "work")
        .select(
            pl.lit(source).alias("source"),
            "home",
            "work",
            "workers",
            pl.lit(None, pl.Float64).alias("workers_moe"),
        )
    )
    return FileReading({"commuting": flows}, frame.height, vintage)


def read_blocks(file: OfficialFile) -> FileReading:
    """LODES's geography crosswalk: the county, tract, town and workforce board of each block.

    Town 9999999999 is the publisher's "no town" (water); a board of nines becomes null.
    """
    block = next(name for name in file.columns if name.startswith("tabblk20"))
    frame = read_columns(file, dict.fromkeys([block, *BLOCK_PLACES], pl.String))
    refuse_unknown(frame, [block, "cty", "trct", "ctycsub"], file)
    refuse_bad_area(frame, file, "cty")
    check_rules(
        frame,
        [
            *_digit_rules(block, 15, "census block"),
            *_digit_rules("trct", 11, "census tract"),
            *_digit_rules("ctycsub", 10, "county subdivision"),
        ],
        file,
    )
    refuse_duplicates(frame, [block], file)
    board = pl.col("stwib")
    places = frame.select(
        pl.col(block).alias("block"),
        *(pl.col(theirs).alias(ours) for theirs, ours in BLOCK_PLACES.items() if ours != "board"),
        pl.when(~board.str.contains(r"^9+$")).then(board).alias("board"),
    )
    return FileReading(
        {"block_areas": places}, frame.height, f"{block.removeprefix('tabblk')} blocks"
    )


def _block_flows(file: OfficialFile) -> pl.DataFrame:
    frame = read_columns(file, OD_COLUMNS)
    refuse_unknown(frame, list(OD_COLUMNS), file)
    rules = [r for end in ("w_geocode", "h_geocode") for r in _digit_rules(end, 15, "census block")]
    check_rules(frame, [*rules, ColumnRule("S000", pl.col("S000") < 0, "0 or more jobs")], file)
    return frame


def _digit_rules(column: str, digits: int, what: str) -> list[ColumnRule]:
    code = pl.col(column)
    lost = f"a {what} of {digits} digits; a leading zero was lost"
    return [
        ColumnRule(column, code.str.contains(rf"^\d{{{digits - 1}}}$"), lost, KEEP_ZEROS),
        ColumnRule(
            column, ~code.str.contains(rf"^\d{{{digits}}}$"), f"a {what} of {digits} digits"
        ),
    ]


def _lodes_years(file: OfficialFile) -> tuple[str, str]:
    hint = LODES_NAME.search(file.label)
    if hint is None:
        return "lodes", "year not stated in the file"
    kind, year = hint.groups()
    return f"lodes_{year}", f"{year}, job type {kind}, by the file's name; the file states no year"


# ── any flows ────────────────────────────────────────────────────────────────────────────


def read_flows(file: OfficialFile, *, home: str, work: str, count: str) -> pl.DataFrame:
    """Anybody's table of flows, with the columns the person names; ids are any text.

    Returns  home, work, workers: one row a pair, in the file's order.
    Raises   BadInput for a missing column, a blank id, a count that is no whole number of 0 or
             more, a pair that stands twice.
    """
    absent = [name for name in (home, work, count) if name not in file.columns]
    if absent:
        raise BadInput(
            file.label,
            row=1,
            column=absent[0],
            expected="the columns that were asked for",
            found=f"no '{absent[0]}' among " + ", ".join(f"'{c}'" for c in file.columns),
            mend="name three of these with --from, --to and --count",
        )
    frame = read_columns(file, {home: pl.String, work: pl.String, count: pl.Int64})
    refuse_unknown(frame, [home, work, count], file)
    blank = [ColumnRule(end, pl.col(end).str.strip_chars() == "", "an id") for end in (home, work)]
    check_rules(frame, [*blank, ColumnRule(count, pl.col(count) < 0, "0 or more")], file)
    refuse_duplicates(frame, [home, work], file)
    return frame.select(
        pl.col(home).alias("home"), pl.col(work).alias("work"), pl.col(count).alias("workers")
    )


def merge_commuting(
    readings: Sequence[tuple[str, pl.DataFrame]],
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """COMMUTING of several files as one frame; pairs that stand in two files are kept once.

    Raises   FilesDisagree where two files of one source give a pair different workers.
    """
    return merging.merge(tables.COMMUTING, readings)


LAYOUTS: tuple[FileLayout, ...] = (
    FileLayout(
        name="ACS county-to-county commuting, 2009-2013",
        source="acs_commuting",
        read=read_acs_2013,
        needs=frozenset({"h_state_fips", "h_county_fips", "w_state_fips", "w_county_fips", "flow"}),
        marks=frozenset({"h_state_fips", "w_state_fips"}),
    ),
    FileLayout(
        name="ACS county-to-county commuting, 2016-2020",
        source="acs_commuting",
        read=read_acs_2020,
        needs=frozenset({"res_fips", "work_fips", "workers"}),
        marks=frozenset({"res_fips"}),
    ),
    FileLayout(
        name="LODES origin-destination",
        source="lodes",
        read=read_lodes,
        needs=frozenset({"w_geocode", "h_geocode", "S000"}),
        marks=frozenset({"w_geocode", "h_geocode"}),
    ),
    *(
        FileLayout(
            name=f"LODES geography crosswalk, {year} blocks",
            source="lodes",
            read=read_blocks,
            needs=frozenset({f"tabblk{year}", "cty", "trct", "ctycsub", "stwib"}),
            marks=frozenset({f"tabblk{year}"}),
        )
        for year in (2010, 2020)
    ),
)
