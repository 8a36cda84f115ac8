"""Jobs, workplaces and pay by county and industry: QCEW and County Business Patterns.

QCEW (Bureau of Labor Statistics) covers nearly all jobs, by owner. A cell that would give away
an employer is published with `disclosure_code` N: its establishments are real, its zeros are
not, and become null. The blocks `lq_` and `oty_` have disclosure codes of their own.

A QCEW row marked '-' without establishments is a true zero: in the 2016 county files all 10,580
such rows have no establishment, and wherever a published 3-digit parent has one among otherwise
published 4-digit children (658 times), the other children already sum to the parent. A '-' row
that does list establishments is 'not available'.

County Business Patterns (Census Bureau) covers private non-farm jobs in mid-March. Since 2017 it
drops cells of fewer than three establishments: a row that is absent is unknown, not zero. A row
with establishments but EMP 0 was withheld.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from sectoral import tables
from sectoral.errors import BadInput, FilesDisagree
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

OWNERS = {
    "0": "all",
    "1": "federal",
    "2": "state",
    "3": "local",
    "4": "international",
    "5": "private",
    "8": "government",
}
DEPTHS = {
    "0": "total",
    "1": "total",
    "2": "domain",
    "3": "supersector",
    "4": "sector",
    "5": "subsector",
    "6": "group",
    "7": "industry5",
    "8": "industry6",
}
# First digit of agglvl_code → the shape of area_fips that goes with it.
AREAS = {"1": r"^US000$", "5": r"^\d{2}000$", "7": r"^\d{2}(\d[1-9]|[1-9]\d)\d$|^\d{2}00[1-9]$"}
INDUSTRY = r"^(\d{2,6}|31-33|44-45|48-49)$"
FIRST_YEAR, LAST_YEAR = 1990, 2099
YEARS = f"a year from {FIRST_YEAR} to {LAST_YEAR}"

# ── QCEW ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ColumnSpelling:
    """How one of BLS's file families names the columns we read."""

    period: str
    quarters: str
    establishments: str
    months: tuple[str, ...]
    pay: str
    lq: str
    change: str

    @property
    def counts(self) -> tuple[str, ...]:
        """The columns that hold counts and pay, never negative."""
        return (self.establishments, *self.months, self.pay)

    @property
    def columns(self) -> dict[str, type[pl.DataType]]:
        """What we read, with types."""
        texts = ("area_fips", "own_code", "industry_code", "agglvl_code", "size_code", "qtr")
        codes = ("disclosure_code", "lq_disclosure_code", "oty_disclosure_code")
        return {
            **dict.fromkeys((*texts, *codes), pl.String),
            **dict.fromkeys(("year", *self.counts, self.change), pl.Int64),
            self.lq: pl.Float64,
        }


def _quarterly_spelling(establishments: str) -> ColumnSpelling:
    return ColumnSpelling(
        period="a quarter, '1' to '4'",
        quarters=r"^[1-4]$",
        establishments=establishments,
        months=("month1_emplvl", "month2_emplvl", "month3_emplvl"),
        pay="total_qtrly_wages",
        lq="lq_month3_emplvl",
        change="oty_month3_emplvl_chg",
    )


BY_AREA = _quarterly_spelling("qtrly_estabs_count")
SINGLE_FILE = _quarterly_spelling("qtrly_estabs")
ANNUAL = ColumnSpelling(
    period="'A', the whole year",
    quarters=r"^A$",
    establishments="annual_avg_estabs",
    months=("annual_avg_emplvl",),
    pay="total_annual_wages",
    lq="lq_annual_avg_emplvl",
    change="oty_annual_avg_emplvl_chg",
)


def read_qcew(file: OfficialFile) -> FileReading:
    """QCEW's quarterly or annual file, by area or single, with or without title columns.

    jobs             mean of the quarter's three months; annual files: the annual average
    jobs_last_month  the third month; annual files: null
    jobs_year_ago    level minus the published change; null where either block is suppressed
    pay_usd          wages of the quarter or year

    Returns  AREA_JOBS of the nation, states and counties, all owners and depths; metropolitan
             areas, size classes and overlapping ownerships are set aside with their count.
    Raises   BadInput where a code, a count or a pair of them cannot be.
    """
    spelling = _spelling_of(file)
    frame = read_columns(file, spelling.columns)
    codes = ["area_fips", "own_code", "industry_code", "agglvl_code", "year", "qtr"]
    refuse_unknown(frame, [*codes, *spelling.counts], file)
    check_rules(frame, _frame_rules(), file)
    used, set_aside = _set_aside(frame)
    refuse_bad_area(used, file, "area_fips")
    check_rules(used, _cell_rules(spelling), file)
    refuse_duplicates(used, ["area_fips", "industry_code", "own_code", "year", "qtr"], file)
    return FileReading(
        {"area_jobs": used.select(_qcew_cells(spelling))},
        frame.height,
        _period_words(frame, spelling),
        set_aside,
    )


def _spelling_of(file: OfficialFile) -> ColumnSpelling:
    names = set(file.columns)
    return max((BY_AREA, SINGLE_FILE, ANNUAL), key=lambda s: len(names & set(s.columns)))


def _frame_rules() -> list[ColumnRule]:
    own, level = pl.col("own_code"), pl.col("agglvl_code")
    return [
        ColumnRule("agglvl_code", ~level.str.contains(r"^\d{2}$"), "a two-digit aggregation level"),
        ColumnRule("own_code", ~own.is_in([*OWNERS, "9"]), "an ownership code, 0-5, 8 or 9"),
        ColumnRule("year", ~pl.col("year").is_between(FIRST_YEAR, LAST_YEAR), YEARS),
    ]


def _set_aside(frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[tuple[int, str], ...]]:
    """Rows we use, and why the others are not."""
    level = pl.col("agglvl_code")
    ours = level.str.slice(0, 1).is_in(list(AREAS)) & level.str.slice(1, 1).is_in(list(DEPTHS))
    sizes = (pl.col("size_code").fill_null("0") != "0") | level.str.contains("^[26]")
    reasons = {
        "by size of establishment, in other rows as a whole": sizes,
        "totals of other rows: metropolitan areas, all government": ~ours,
        "all owners but federal (own_code 9), in other rows by owner": pl.col("own_code") == "9",
    }
    set_aside = []
    for reason, left_out in reasons.items():
        kept = frame.filter(~left_out)
        if kept.height < frame.height:
            set_aside.append((frame.height - kept.height, reason))
        frame = kept
    return frame, tuple(set_aside)


def _cell_rules(spelling: ColumnSpelling) -> list[ColumnRule]:
    area, kind = pl.col("area_fips"), pl.col("agglvl_code").str.slice(0, 1)
    code = pl.col("disclosure_code")
    # A publisher's own blank stands as null.
    unlike = [(kind == first) & ~area.str.contains(shape) for first, shape in AREAS.items()]
    jobs = [
        ColumnRule(
            month,
            (code == "N") & (pl.col(month) != 0),
            "0 in a row whose disclosure_code is 'N' (suppressed)",
            "clear the disclosure code, or fetch the file again",
        )
        for month in (*spelling.months, spelling.pay)
    ]
    return [
        ColumnRule("area_fips", pl.any_horizontal(unlike), "an area of the row's agglvl_code"),
        ColumnRule(
            "industry_code", ~pl.col("industry_code").str.contains(INDUSTRY), "a NAICS code"
        ),
        ColumnRule("qtr", ~pl.col("qtr").str.contains(spelling.quarters), spelling.period),
        ColumnRule("disclosure_code", ~code.is_in(["N", "-"]), "blank, 'N' or '-'"),
        *(ColumnRule(name, pl.col(name) < 0, "0 or more") for name in spelling.counts),
        *jobs,
    ]


def _qcew_cells(spelling: ColumnSpelling) -> list[pl.Expr]:
    establishments, disclosed = pl.col(spelling.establishments), pl.col("disclosure_code")
    known = (disclosed.is_null() | ((disclosed == "-") & (establishments == 0))).fill_null(True)
    last, annual = pl.col(spelling.months[-1]), len(spelling.months) == 1
    level = pl.col("agglvl_code").str.slice(1, 1)
    year_ago = last - pl.col(spelling.change)
    return [
        pl.lit("qcew", tables.SOURCES_OF_JOBS).alias("source"),
        pl.col("area_fips").alias("area"),
        pl.col("industry_code").alias("industry"),
        pl.col("own_code")
        .replace_strict(OWNERS, return_dtype=tables.OWNERSHIPS)
        .alias("ownership"),
        pl.col("year").cast(pl.Int16),
        (pl.lit(0) if annual else pl.col("qtr")).cast(pl.Int8).alias("quarter"),
        level.replace_strict(DEPTHS, return_dtype=tables.LEVELS).alias("level"),
        _qcew_naics(pl.col("year")).alias("naics"),
        establishments.alias("establishments"),
        _value_where(known, pl.sum_horizontal(*spelling.months) / len(spelling.months)).alias(
            "jobs"
        ),
        _value_where(known & (not annual), last).alias("jobs_last_month"),
        # Rounded averages can leave -1: that is no count of jobs, so it is unknown.
        _value_where(
            disclosed.is_null() & pl.col("oty_disclosure_code").is_null() & (year_ago >= 0),
            year_ago,
        ).alias("jobs_year_ago"),
        _value_where(known, pl.col(spelling.pay)).alias("pay_usd"),
        _value_where(
            disclosed.is_null() & pl.col("lq_disclosure_code").is_null(), pl.col(spelling.lq)
        ).alias("lq_published"),
        pl.when(known)
        .then(pl.lit("published", tables.STATUSES))
        .when(disclosed == "N")
        .then(pl.lit("suppressed", tables.STATUSES))
        .otherwise(pl.lit("not available", tables.STATUSES))
        .alias("status"),
    ]


def _value_where(known: pl.Expr, value: pl.Expr) -> pl.Expr:
    return pl.when(known).then(value.cast(pl.Float64))


def _qcew_naics(year: pl.Expr) -> pl.Expr:
    """The NAICS edition BLS codes a year's QCEW in (bls.gov/cew, NAICS-based industry titles)."""
    edition = pl.lit(2002)
    for first, naics in ((2007, 2007), (2011, 2012), (2017, 2017), (2022, 2022)):
        edition = pl.when(year >= first).then(naics).otherwise(edition)
    return edition.cast(pl.Int16)


def _period_words(frame: pl.DataFrame, spelling: ColumnSpelling) -> str:
    if spelling is ANNUAL:
        years = frame["year"].unique().sort().to_list()
        return ", ".join(map(str, years)) + " annual averages"
    periods = frame.select("year", "qtr").unique().sort("year", "qtr").iter_rows()
    return ", ".join(f"{year} quarter {quarter}" for year, quarter in periods)


# ── County Business Patterns ─────────────────────────────────────────────────────────────

CBP_INDUSTRY = r"^(00|\d{2,6}|31-33|44-45|48-49)$"
CBP_NAICS = re.compile(r"^NAICS(2002|2007|2012|2017|2022)$")
CBP_COUNTS = ("ESTAB", "EMP", "PAYANN")
CBP_WHOLE = {"LFO": "by legal form of organization", "EMPSZES": "by size of establishment"}


def read_cbp(file: OfficialFile) -> FileReading:
    """County Business Patterns in the layout of the Census API, in any order of columns.

    jobs       EMP, mid-March; null and 'withheld' where EMP is 0 with establishments
    pay_usd    PAYANN, the year's payroll, from 1,000 USD
    quarter    0; ownership 'private'; industry '00' becomes '10'

    Returns  AREA_JOBS; rows by legal form or size class are set aside with their count.
    Raises   BadInput where a code or count cannot be, or the NAICS edition is younger than
             the year.
    """
    edition = _cbp_edition(file)
    whole = [name for name in CBP_WHOLE if name in file.columns]
    codes = ["state", "county", f"NAICS{edition}"]
    columns: dict[str, type[pl.DataType]] = {
        **dict.fromkeys((*codes, *whole), pl.String),
        **dict.fromkeys(("YEAR", *CBP_COUNTS), pl.Int64),
    }
    frame = read_columns(file, columns)
    refuse_unknown(frame, [*codes, "YEAR", *CBP_COUNTS], file)
    check_rules(frame, _cbp_rules(edition), file)
    used, set_aside = frame, []
    for name in whole:
        kept = used.filter(pl.col(name) == "001")
        if kept.height < used.height:
            set_aside.append((used.height - kept.height, CBP_WHOLE[name]))
        used = kept
    refuse_duplicates(used, [*codes, "YEAR"], file)
    years = ", ".join(map(str, frame["YEAR"].unique().sort()))
    return FileReading(
        {"area_jobs": used.select(_cbp_cells(edition))},
        frame.height,
        f"{years}, mid-March, NAICS {edition}",
        tuple(set_aside),
    )


def _cbp_edition(file: OfficialFile) -> int:
    editions = [name for name in file.columns if CBP_NAICS.match(name)]
    if len(editions) != 1:
        raise BadInput(
            file.label,
            row=1,
            expected="one column of industries, such as 'NAICS2017'",
            found=", ".join(f"'{name}'" for name in editions) or "none",
            mend="fetch one NAICS edition a file",
        )
    return int(editions[0].removeprefix("NAICS"))


def _cbp_rules(edition: int) -> list[ColumnRule]:
    state, county, year = pl.col("state"), pl.col("county"), pl.col("YEAR")
    keep_zeros = "read the column as text so that leading zeros stay, or fetch the file again"
    lost = "; a leading zero was lost"
    industry = pl.col(f"NAICS{edition}")
    return [
        ColumnRule(
            "state", state.str.contains(r"^\d$"), f"a two-digit state code{lost}", keep_zeros
        ),
        ColumnRule("state", ~state.str.contains(r"^\d{2}$"), "a two-digit state code"),
        ColumnRule(
            "county",
            county.str.contains(r"^\d{1,2}$"),
            f"a three-digit county code{lost}",
            keep_zeros,
        ),
        ColumnRule("county", ~county.str.contains(r"^\d{3}$"), "a three-digit county code"),
        ColumnRule("YEAR", ~year.is_between(FIRST_YEAR, LAST_YEAR), YEARS),
        ColumnRule(
            "YEAR",
            year < edition,
            f"a year from {edition} on, since the industries are NAICS {edition}",
            "fetch each year with the NAICS edition of its time",
        ),
        ColumnRule(
            industry.meta.output_name(), ~industry.str.contains(CBP_INDUSTRY), "a NAICS code"
        ),
        *(ColumnRule(name, pl.col(name) < 0, "0 or more") for name in CBP_COUNTS),
    ]


def _cbp_cells(edition: int) -> list[pl.Expr]:
    industry, pay = pl.col(f"NAICS{edition}"), pl.col("PAYANN")
    withheld = (pl.col("EMP") == 0) & (pl.col("ESTAB") > 0)
    depths = {3: "subsector", 4: "group", 6: "industry6"}
    depth = industry.str.len_bytes().cast(pl.Int8)
    sector = (depth == 2) | industry.str.contains("-", literal=True)
    return [
        pl.lit("cbp", tables.SOURCES_OF_JOBS).alias("source"),
        (pl.col("state") + pl.col("county")).alias("area"),
        pl.when(industry == "00").then(pl.lit("10")).otherwise(industry).alias("industry"),
        pl.lit("private", tables.OWNERSHIPS).alias("ownership"),
        pl.col("YEAR").cast(pl.Int16).alias("year"),
        pl.lit(0, pl.Int8).alias("quarter"),
        pl.when(industry == "00")
        .then(pl.lit("total", tables.LEVELS))
        .when(sector)
        .then(pl.lit("sector", tables.LEVELS))
        .otherwise(depth.replace_strict(depths, default="industry5", return_dtype=tables.LEVELS))
        .alias("level"),
        pl.lit(edition, pl.Int16).alias("naics"),
        pl.col("ESTAB").alias("establishments"),
        _value_where(~withheld, pl.col("EMP")).alias("jobs"),
        pl.lit(None, pl.Float64).alias("jobs_last_month"),
        pl.lit(None, pl.Float64).alias("jobs_year_ago"),
        # Some withheld rows still carry their payroll; a payroll of 0 there is withheld too.
        _value_where(~withheld | (pay > 0), pay * 1000).alias("pay_usd"),
        pl.lit(None, pl.Float64).alias("lq_published"),
        pl.when(withheld)
        .then(pl.lit("withheld", tables.STATUSES))
        .otherwise(pl.lit("published", tables.STATUSES))
        .alias("status"),
    ]


# ── several files ────────────────────────────────────────────────────────────────────────


def merge_jobs(
    readings: Sequence[tuple[str, pl.DataFrame]],
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """AREA_JOBS of several files as one frame; rows that stand in two files are kept once.

    Takes    (label, frame) for each file.
    Returns  the frame and a sentence for each pair of files that share rows.
    Raises   FilesDisagree where two files give one cell different numbers, or code one year in
             two editions of NAICS.
    """
    editions: dict[tuple[str, int], tuple[int, str]] = {}
    for label, frame in readings:
        for source, year, naics in frame.select("source", "year", "naics").unique().iter_rows():
            other, where = editions.setdefault((source, year), (naics, label))
            if other != naics:
                raise FilesDisagree(
                    f"{where} and {label}",
                    column="naics",
                    expected=f"one edition of NAICS for {source.upper()} {year}",
                    found=f"NAICS {other} in {where} and NAICS {naics} in {label}",
                    mend=f"remove one of the two files, or fetch both in NAICS {max(naics, other)}",
                )
    return merging.merge(tables.AREA_JOBS, readings)


LAYOUTS: tuple[FileLayout, ...] = (
    FileLayout(
        name="QCEW",
        source="qcew",
        read=read_qcew,
        needs=frozenset(
            {
                "area_fips",
                "own_code",
                "industry_code",
                "agglvl_code",
                "size_code",
                "year",
                "qtr",
                "disclosure_code",
                "lq_disclosure_code",
                "oty_disclosure_code",
            }
        ),
        marks=frozenset({"area_fips", "own_code"}),
    ),
    FileLayout(
        name="County Business Patterns",
        source="cbp",
        read=read_cbp,
        needs=frozenset({"state", "county", "YEAR", *CBP_COUNTS}),
        marks=frozenset({"ESTAB", "PAYANN"}),
    ),
)
