"""Occupations: staffing patterns and pay (OEWS), the industry-occupation matrix, job zones.

OEWS says '-' where it does not release a cell. That covers three cases its footnotes tell
apart: not released (8), paid by the hour or by the year only (4), and pay at or above the top
the survey publishes (5). All three are null here: the number is not known. Its workbooks, and
tables made from them, mark the third with '#': there pay is at least that top.
"""

import polars as pl

from sectoral.sources.engine import (
    FileLayout,
    FileReading,
    OfficialFile,
    read_columns,
    refuse_duplicates,
    refuse_rows,
)

Text, Number = pl.String, pl.Float64
TOP = "#"
NOT_RELEASED = ("-", "*", "**", "~")
# Employment, its standard error, hourly mean pay, annual median pay: numbers of `oe.datatype`.
JOBS, JOBS_RSE, HOURLY_MEAN, ANNUAL_MEDIAN = "value_01", "value_02", "value_03", "value_13"
CELLS = {JOBS: Number, JOBS_RSE: Number, HOURLY_MEAN: Number, ANNUAL_MEDIAN: Number}
# The survey's tops, of its years to 2021 and from 2022 on.
TOPS = {HOURLY_MEAN: (100.0, 115.0), ANNUAL_MEDIAN: (208_000.0, 239_200.0)}
AT_LEAST = {HOURLY_MEAN: "hourly_mean_at_least", ANNUAL_MEDIAN: "annual_median_at_least"}
NATION = "0000000"
COMBINED_SECTORS = {"31--34": "31-33", "44--46": "44-45", "48--50": "48-49"}


def read_staffing(file: OfficialFile) -> FileReading:
    """OEWS national by industry: every occupation's jobs and median pay in every industry.

    Industry codes become NAICS: '622000' → '622', '622100' → '6221', '237130' → '23713',
    '31--34' → '31-33', '000000' → '10'. Groups of OEWS's own (letters as '3250A1', government
    '999100') and cells of one owner ('622003', '000001') name no NAICS code: set aside.

    Returns  STAFFING, source 'oews', and OCCUPATION_PAY of the nation (all industries).
    """
    rows = _survey_cells(file, "industry_code")
    _check_codes(rows, "industry_code", r"^(\d{2}--\d{2}|99-100|\d{3}[0-9A-Z]{3})$", file)
    refuse_duplicates(rows, ["industry_code", "occupation_code"], file)
    rows = rows.with_columns(industry=_naics_of(pl.col("industry_code")))
    known = rows.filter(pl.col("industry").is_not_null())
    nation = known.filter(pl.col("industry") == "10").with_columns(place=pl.lit(NATION))
    return FileReading(
        {"staffing": _staffing_frame(known, "oews"), "occupation_pay": _pay_frame(nation)},
        rows.height,
        f"{_soc_vintage(rows)}; the file does not say its year",
        _rows_set_aside(rows.height - known.height, "industry groups and owners of OEWS's own"),
    )


def read_occupation_pay(file: OfficialFile) -> FileReading:
    """OEWS by state or by metropolitan and nonmetropolitan area: jobs and pay by occupation.

    Returns  OCCUPATION_PAY.
    """
    rows = _survey_cells(file, "area_code")
    _check_codes(rows, "area_code", r"^\d{7}$", file)
    refuse_duplicates(rows, ["area_code", "occupation_code"], file)
    return FileReading(
        {"occupation_pay": _pay_frame(rows.rename({"area_code": "place"}))},
        rows.height,
        f"{_soc_vintage(rows)}; the file does not say its year",
    )


def read_matrix(file: OfficialFile) -> FileReading:
    """The National Employment Matrix by 3-digit industry, as `SOCCode, industry_code, Employment`.

    Employment is in thousands of jobs. Pay is not part of the matrix.

    Returns  STAFFING, source 'matrix'.
    """
    columns = {"SOCCode": Text, "industry_code": Text, "Employment": Number}
    rows = read_columns(file, columns)
    _check_codes(rows, "SOCCode", r"^\d{2}-\d{4}$", file)
    _check_codes(rows, "industry_code", r"^\d{2,6}$", file)
    refuse_rows(
        rows, pl.col("Employment") < 0, file, "Employment", "jobs, none or more", "correct it"
    )
    refuse_duplicates(rows, ["industry_code", "SOCCode"], file)
    named = rows.rename({"industry_code": "industry", "SOCCode": "occupation"})
    named = named.with_columns(
        (pl.col("Employment") * 1000).round(0).alias(JOBS),
        pl.lit(None, Number).alias(ANNUAL_MEDIAN),
        pl.lit(value=False).alias(AT_LEAST[ANNUAL_MEDIAN]),
    )
    words = f"{_soc_vintage(named)}; the file does not say its year"
    return FileReading({"staffing": _staffing_frame(named, "matrix")}, rows.height, words)


def read_job_zones(file: OfficialFile) -> FileReading:
    """O*NET job zones: 1 little or no preparation ... 5 extensive preparation.

    Returns  JOB_ZONES by O*NET-SOC code ('11-1011.00').
    Raises   BadInput for a zone other than 1 to 5.
    """
    separator = "\t" if "\t" in file.head.splitlines()[0] else ","
    columns = {"O*NET-SOC Code": Text, "Job Zone": pl.Int64, "Date": Text}
    rows = read_columns(file, columns, separator=separator, unknown=("n/a",))
    _check_codes(rows, "O*NET-SOC Code", r"^\d{2}-\d{4}\.\d{2}$", file)
    wrong = ~pl.col("Job Zone").is_between(1, 5).fill_null(value=False)
    refuse_rows(rows, wrong, file, "Job Zone", "a job zone from 1 to 5", "fetch the file again")
    refuse_duplicates(rows, ["O*NET-SOC Code"], file)
    frame = rows.select(occupation="O*NET-SOC Code", zone="Job Zone")
    months = rows["Date"].drop_nulls().str.split("/").list.reverse().list.join("-")
    words = f"newest entry {max(months)}" if len(months) else "entries not dated"
    return FileReading({"job_zones": frame}, rows.height, words)


def read_code_list(file: OfficialFile) -> FileReading:
    """OEWS's lists of industries, occupations, areas, data types and footnotes.

    Their titles repeat those of NAICS and SOC; the codes in the data files are read without
    them. Recognised so that they are known for what they are, and not used.
    """
    lines = max(len(file.content().splitlines()) - 1, 0)
    return FileReading(
        {}, lines, "OEWS code list", _rows_set_aside(lines, "titles read from NAICS and SOC")
    )


def _survey_cells(file: OfficialFile, place: str) -> pl.DataFrame:
    """The survey's cells by `place` and occupation; pay at or above the top is that top."""
    columns = {place: Text, "occupation_code": Text, **CELLS, **dict.fromkeys(TOPS, Text)}
    rows = read_columns(file, columns, unknown=NOT_RELEASED)
    for pay in TOPS:
        rows = _mark_top_pay(rows, pay, file)
    # The file does not say its year: what it prints beyond the earlier tops is of a later one.
    later = any((rows[pay].max() or 0.0) > tops[0] for pay, tops in TOPS.items())  # type: ignore[operator]
    floors = {
        pay: pl.when(AT_LEAST[pay]).then(tops[later]).otherwise(pay) for pay, tops in TOPS.items()
    }
    return _code_occupations(rows.with_columns(**floors), file)


def _mark_top_pay(rows: pl.DataFrame, pay: str, file: OfficialFile) -> pl.DataFrame:
    """Pay as numbers, and beside it which of it is marked to be at or above the top."""
    told = pl.col(pay).str.strip_chars()
    marked = (told == TOP).fill_null(value=False)
    number = pl.when(~marked).then(told).cast(Number, strict=False)
    expected = f"a number, or '{TOP}' for pay at or above the survey's top"
    mend = "correct the cell, or fetch the file again"
    refuse_rows(rows, told.is_not_null() & ~marked & number.is_null(), file, pay, expected, mend)
    return rows.with_columns(marked.alias(AT_LEAST[pay]), number.alias(pay))


def _code_occupations(rows: pl.DataFrame, file: OfficialFile) -> pl.DataFrame:
    """Occupation '111021' → '11-1021'; refuse what is no occupation and negative numbers."""
    _check_codes(rows, "occupation_code", r"^\d{6}$", file)
    for column in CELLS:
        refuse_rows(rows, pl.col(column) < 0, file, column, "none or more", "correct the cell")
    code = pl.col("occupation_code")
    return rows.with_columns(occupation=code.str.slice(0, 2) + "-" + code.str.slice(2))


def _check_codes(rows: pl.DataFrame, column: str, pattern: str, file: OfficialFile) -> None:
    broken = ~pl.col(column).fill_null("").str.contains(pattern)
    mend = "read the column as text so that every sign stays, or fetch the file again"
    refuse_rows(rows, broken, file, column, f"a code of the form {_example_code(pattern)}", mend)


def _example_code(pattern: str) -> str:
    """A pattern as an example of a code."""
    return {
        r"^\d{6}$": "'111021'",
        r"^\d{7}$": "'0010180'",
        r"^\d{2}-\d{4}$": "'11-1021'",
        r"^\d{2}-\d{4}\.\d{2}$": "'11-1021.00'",
        r"^\d{2,6}$": "'622'",
    }.get(pattern, "'622000' or '31--34'")


def _naics_of(code: pl.Expr) -> pl.Expr:
    """An OEWS industry code as a NAICS code; null where it names a group of OEWS's own."""
    own = code.str.contains(r"^(000001|99.*|.*[A-Z].*)$")
    # No NAICS code has 0 in the fifth place and another digit in the sixth: that is an owner.
    one_owner = code.str.contains(r"^\d{4}0[1-9]$")
    sector = code.str.contains(r"^\d{2}--\d{2}$")
    return (
        pl.when(code == "000000")
        .then(pl.lit("10"))
        .when(own | one_owner)
        .then(None)
        .when(sector)
        .then(code.replace(COMBINED_SECTORS).str.replace(r"--\d{2}$", ""))
        .otherwise(code.str.replace(r"(000|00|0)$", ""))
    )


def _staffing_frame(rows: pl.DataFrame, source: str) -> pl.DataFrame:
    return rows.select(
        pl.lit(source).alias("source"),
        "industry",
        "occupation",
        pl.col("occupation")
        .is_in(finest_occupations(rows["occupation"]).implode())
        .alias("detailed"),
        pl.col(JOBS).alias("jobs"),
        pl.col(ANNUAL_MEDIAN).alias("pay_annual_median_usd"),
        pl.col(AT_LEAST[ANNUAL_MEDIAN]).alias("pay_annual_median_at_least"),
    )


def _pay_frame(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        "place",
        "occupation",
        jobs=JOBS,
        jobs_rse=JOBS_RSE,
        pay_hourly_mean_usd=HOURLY_MEAN,
        pay_hourly_mean_at_least=AT_LEAST[HOURLY_MEAN],
        pay_annual_median_usd=ANNUAL_MEDIAN,
        pay_annual_median_at_least=AT_LEAST[ANNUAL_MEDIAN],
    )


def finest_occupations(occupations: pl.Series) -> pl.Series:
    """The occupations within which the list has no finer one.

    A SOC code ends in zeros where it is a group: '29-1000' holds '29-1210' holds '29-1211'.
    Some surveys publish a group as their finest ('13-1020'): that is detailed in their list.
    """
    codes = occupations.unique().sort()
    digits = codes.str.replace("-", "", literal=True)
    stems = digits.str.strip_chars_end("0")
    following = digits.shift(-1).fill_null("")
    finer = [later.startswith(stem) for stem, later in zip(stems, following, strict=True)]
    return codes.filter(~pl.Series(finer, dtype=pl.Boolean))


def _soc_vintage(rows: pl.DataFrame) -> str:
    """Software developers are 15-1252 since SOC 2018; they were 15-1132 before."""
    codes = set(rows["occupation"])
    if codes & {"15-1252", "15-1250", "15-1256"}:
        return "SOC 2018"
    return "SOC 2010" if codes & {"15-1132", "15-1133"} else "SOC vintage not told"


def _rows_set_aside(rows: int, why: str) -> tuple[tuple[int, str], ...]:
    return ((rows, why),) if rows else ()


LAYOUTS: tuple[FileLayout, ...] = (
    FileLayout(
        "OEWS national by industry",
        "oews",
        read_staffing,
        needs=frozenset({"industry_code", "occupation_code", *CELLS}),
        marks=frozenset({"industry_code", "occupation_code"}),
    ),
    FileLayout(
        "OEWS by state or metropolitan area",
        "oews",
        read_occupation_pay,
        needs=frozenset({"area_code", "occupation_code", *CELLS}),
        marks=frozenset({"area_code", "occupation_code"}),
    ),
    FileLayout(
        "industry-occupation matrix",
        "matrix",
        read_matrix,
        needs=frozenset({"SOCCode", "industry_code", "Employment"}),
        marks=frozenset({"SOCCode", "industry_code"}),
    ),
    FileLayout(
        "O*NET job zones",
        "onet",
        read_job_zones,
        needs=frozenset({"O*NET-SOC Code", "Job Zone", "Date"}),
        marks=frozenset({"Job Zone"}),
    ),
    *(
        FileLayout(f"OEWS list of {words}", "oews", read_code_list, needs=frozenset(columns))
        for words, columns in (
            ("areas", {"area_code", "areatype_code", "area_name"}),
            ("data types", {"datatype_code", "datatype_name"}),
            ("footnotes", {"footnote_code", "footnote_text"}),
            ("industries", {"industry_code", "industry_name", "display_level"}),
            ("occupations", {"occupation_code", "occupation_name", "display_level"}),
        )
    ),
)
