"""What codes are called, and which codes of one classification stand for those of another.

Which NAICS a list is of is told from codes that only one edition has: 513 'Publishing
industries' came with 2022, 517311 with 2017, 517110 went with it.
"""

import re
from collections.abc import Callable

import polars as pl

from sectoral.errors import BadInput
from sectoral.sources.engine import (
    FileLayout,
    FileReading,
    OfficialFile,
    read_columns,
    refuse_duplicates,
    refuse_rows,
)

Text = pl.String
NAICS = r"^(\d{2,6}|31-33|44-45|48-49)$"
SOC = r"^\d{2}-\d{4}$"
CIP = r"^\d{2}\.\d{4}$"
ONET_SOC = r"^\d{2}-\d{4}\.\d{2}$"
NO_MATCH = ("99-9999", "99.9999")
TOTALS = {"00": "10", "------": "10"}
SECTORS = {"31": "31-33", "44": "44-45", "48": "48-49"}
EXAMPLES = {NAICS: "622", SOC: "11-1021", CIP: "51.3801", ONET_SOC: "11-1021.00"}


def read_naics(file: OfficialFile) -> FileReading:
    """A NAICS list: `code, title, level`, `NAICS2017, NAICS2017_LABEL`, or the Census text file.

    Census pads codes with signs ('113///', '31----') and calls combined sectors by their first
    part: they become '113' and '31-33'. The total ('00', '------') is industry '10'.

    Returns  TITLES, scheme 'NAICS 2012', 'NAICS 2017' or 'NAICS 2022', told from the codes.
    """
    code, title = file.columns[0], file.columns[1]
    rows = read_columns(file, {code: Text, title: Text})
    plain = pl.col(code).replace(TOTALS).str.replace(r"[-/]+$", "")
    padded = pl.col(code).str.contains(r"^\d\d----$").any()
    rows = rows.with_columns(
        code=pl.when(padded).then(plain.replace(SECTORS)).otherwise(plain),
        title=pl.col(title).str.strip_chars(),
    )
    _check_codes(rows, "code", NAICS, file)
    return _titles_reading(rows, f"NAICS {naics_vintage(set(rows['code']), file)}", file)


def read_qcew_industries(file: OfficialFile) -> FileReading:
    """The QCEW list of industries: 'NAICS 31-33 Manufacturing', '102 Service-providing'.

    It holds NAICS codes and QCEW's own groups (101, 1025) of the edition its quarters use; codes
    of editions before are marked ('NAICS12 211111 ...') and keep their own.

    Returns  TITLES, the code before each title taken off.
    """
    rows = read_columns(file, {"industry_code": Text, "industry_title": Text})
    _check_codes(rows, "industry_code", NAICS, file)
    titled = pl.col("industry_title")
    older = titled.str.extract(r"^NAICS(\d\d) ")
    now = naics_vintage(set(rows.filter(older.is_null())["industry_code"]), file)
    rows = rows.with_columns(
        code="industry_code",
        title=titled.str.replace(r"^(NAICS ?\d* )?[\d-]+ ", "").str.strip_chars(),
        scheme=pl.lit("NAICS 20") + older.fill_null(str(now)[2:]),
    )
    return _titles_reading(rows, f"NAICS {now}", file)


def read_qcew_owners(file: OfficialFile) -> FileReading:
    """The QCEW list of ownerships.

    Returns  TITLES, scheme 'QCEW ownership'.
    """
    rows = read_columns(file, {"own_code": Text, "own_title": Text})
    return _titles_reading(
        rows.rename({"own_code": "code", "own_title": "title"}), "QCEW ownership", file
    )


def read_soc(file: OfficialFile) -> FileReading:
    """SOC groups and occupations with their titles.

    Returns  TITLES, scheme 'SOC 2018' or 'SOC 2010', told from the code of software developers.
    """
    rows = read_columns(file, {"SOCGroup": Text, "SOCCode": Text, "SOCTitle": Text})
    rows = rows.rename({"SOCCode": "code", "SOCTitle": "title"})
    _check_codes(rows, "code", SOC, file)
    return _titles_reading(rows, "SOC 2018" if "15-1252" in set(rows["code"]) else "SOC 2010", file)


def read_onet_occupations(file: OfficialFile) -> FileReading:
    """O*NET occupations with their titles.

    Returns  TITLES, scheme 'O*NET-SOC 2019' or 'O*NET-SOC 2010'.
    """
    separator = "\t" if "\t" in file.head.splitlines()[0] else ","
    rows = read_columns(file, {"O*NET-SOC Code": Text, "Title": Text}, separator=separator)
    rows = rows.rename({"O*NET-SOC Code": "code", "Title": "title"})
    _check_codes(rows, "code", ONET_SOC, file)
    year = "2019" if "15-1252.00" in set(rows["code"]) else "2010"
    return _titles_reading(rows, f"O*NET-SOC {year}", file)


def read_soc_cip(file: OfficialFile) -> FileReading:
    """Which programs (CIP 2020) prepare for which occupations (SOC 2018).

    Returns  CROSSWALK 'SOC 2018' → 'CIP 2020', and TITLES of the CIP codes. '99-9999' and
             '99.9999' say that a code has no match: set aside.
    """
    columns = ("SOC2018Code", "CIP2020Code", "CIP2020Title")
    rows = read_columns(file, dict.fromkeys(columns, Text))
    _check_codes(rows, "SOC2018Code", SOC, file)
    _check_codes(rows, "CIP2020Code", CIP, file)
    pairs = _code_pairs(rows, ("SOC 2018", "SOC2018Code"), ("CIP 2020", "CIP2020Code"))
    titles = _title_rows(rows, "CIP 2020", "CIP2020Code", "CIP2020Title")
    return _crosswalk_reading(file, rows, [pairs], titles, "SOC 2018 and CIP 2020")


def read_onet_cip(file: OfficialFile) -> FileReading:
    """Which programs prepare for which O*NET occupations.

    Returns  CROSSWALK 'CIP 2020' → 'O*NET-SOC 2019' (or the editions the codes tell).
    """
    rows = read_columns(file, dict.fromkeys(("CIP", "CIP_Title", "SOC"), Text))
    _check_codes(rows, "CIP", CIP, file)
    _check_codes(rows, "SOC", ONET_SOC, file)
    # 11.0902 'Cloud Computing' and 15-1252 'Software Developers' are the newer editions' own.
    cip = "CIP 2020" if "11.0902" in set(rows["CIP"]) else "CIP 2010"
    soc = "O*NET-SOC 2019" if "15-1252.00" in set(rows["SOC"]) else "O*NET-SOC 2010"
    pairs = _code_pairs(rows, (cip, "CIP"), (soc, "SOC"))
    return _crosswalk_reading(
        file, rows, [pairs], _title_rows(rows, cip, "CIP", "CIP_Title"), f"{cip} and {soc}"
    )


def read_soc_2010_2018(file: OfficialFile) -> FileReading:
    """Which occupations of SOC 2010 became which of SOC 2018.

    Returns  CROSSWALK 'SOC 2010' → 'SOC 2018', and TITLES of SOC 2010.
    """
    columns = ("SOCCode2010", "SOCTitle2010", "SOCCode2018")
    rows = read_columns(file, dict.fromkeys(columns, Text))
    _check_codes(rows, "SOCCode2010", SOC, file)
    _check_codes(rows, "SOCCode2018", SOC, file)
    pairs = _code_pairs(rows, ("SOC 2010", "SOCCode2010"), ("SOC 2018", "SOCCode2018"))
    titles = _title_rows(rows, "SOC 2010", "SOCCode2010", "SOCTitle2010")
    return _crosswalk_reading(file, rows, [pairs], titles, "SOC 2010 and SOC 2018")


def read_oes_hybrid(file: OfficialFile) -> FileReading:
    """The occupations OEWS published from 2019 on, half way from SOC 2010 to SOC 2018.

    Returns  CROSSWALK 'OES 2019' → 'SOC 2018', → 'SOC 2010', → 'OES 2018'.
    """
    own = ("OES 2019", "OES2019EstimatesCode")
    others = (
        ("SOC 2018", "SOCCode2018"),
        ("SOC 2010", "SOCCode2010"),
        ("OES 2018", "OES2018EstimatesCode"),
    )
    rows = read_columns(file, dict.fromkeys((own[1], *(c for _, c in others)), Text))
    for _, column in (own, *others):
        _check_codes(rows, column, SOC, file)
    pairs = [_code_pairs(rows, own, other) for other in others]
    return _crosswalk_reading(file, rows, pairs, None, "OES 2019, SOC 2018, SOC 2010")


def naics_vintage(codes: set[str], file: OfficialFile) -> int:
    """2012, 2017 or 2022, from codes that only one edition has.

    Raises   BadInput for a list without such codes, or with those of two editions.
    """
    told = {
        2012: codes & {"517110", "333314", "211111", "454111"},
        2017: codes & {"517311", "333914", "454110", "452311"},
        2022: codes & {"513", "449", "516210", "459"},
    }
    years = [year for year, found in told.items() if found]
    # QCEW keeps a few codes of the edition before for its older quarters: the newest is meant.
    if len(years) == 2 and years[1] - years[0] == 5 and len(told[years[1]]) > len(told[years[0]]):
        years = years[1:]
    if len(years) != 1:
        raise BadInput(
            file.label,
            expected="the codes of one NAICS edition (2012, 2017 or 2022)",
            found=" and ".join(f"{min(told[y])} of {y}" for y in years) or "none that tells which",
            mend="use one edition's whole list",
        )
    return years[0]


def _titles_reading(rows: pl.DataFrame, scheme: str, file: OfficialFile) -> FileReading:
    for column in ("code", "title"):
        empty = pl.col(column).fill_null("") == ""
        refuse_rows(rows, empty, file, column, "a code and its title", "fetch the file again")
    refuse_duplicates(rows, ["code"], file)
    if "scheme" not in rows.columns:
        rows = rows.with_columns(scheme=pl.lit(scheme))
    frame = rows.select("scheme", "code", "title")
    return FileReading({"titles": frame}, rows.height, scheme)


def _title_rows(rows: pl.DataFrame, scheme: str, code: str, title: str) -> pl.DataFrame:
    """The titles a crosswalk repeats on every line, once each, without the closing full stop."""
    named = rows.select(
        pl.lit(scheme).alias("scheme"),
        pl.col(code).alias("code"),
        pl.col(title).str.strip_chars().str.strip_suffix(".").alias("title"),
    )
    named = named.filter(~pl.col("code").is_in(NO_MATCH), pl.col("title").is_not_null())
    return named.unique("code", keep="first", maintain_order=True)


def _code_pairs(rows: pl.DataFrame, own: tuple[str, str], other: tuple[str, str]) -> pl.DataFrame:
    return rows.select(
        pl.lit(own[0]).alias("scheme"),
        pl.col(own[1]).alias("code"),
        pl.lit(other[0]).alias("to_scheme"),
        pl.col(other[1]).alias("to_code"),
    )


def _crosswalk_reading(
    file: OfficialFile,
    rows: pl.DataFrame,
    pairs: list[pl.DataFrame],
    titles: pl.DataFrame | None,
    vintage: str,
) -> FileReading:
    """Pairs once each, those without a match set aside."""
    matched = pl.concat(pairs).filter(
        ~pl.col("code").is_in(NO_MATCH), ~pl.col("to_code").is_in(NO_MATCH)
    )
    if len(pairs) == 1:
        columns = [c for c in rows.columns if c in CODE_COLUMNS]
        refuse_duplicates(rows, columns, file)
    without = sum(p.height for p in pairs) - matched.height
    tables = {"crosswalk": matched.unique(maintain_order=True)}
    if titles is not None:
        tables["titles"] = titles
    aside = ((without, "codes that have no match"),) if without else ()
    return FileReading(tables, rows.height, vintage, aside)


def _check_codes(rows: pl.DataFrame, column: str, pattern: str, file: OfficialFile) -> None:
    broken = ~pl.col(column).fill_null("").str.contains(pattern)
    mend = "read the column as text so that every sign stays, or fetch the file again"
    refuse_rows(rows, broken, file, column, f"a code such as '{EXAMPLES[pattern]}'", mend)


CODE_COLUMNS = {"SOC2018Code", "CIP2020Code", "CIP", "SOC", "SOCCode2010", "SOCCode2018"}


def _list_layout(
    name: str, source: str, read: Callable[[OfficialFile], FileReading], *columns: str
) -> FileLayout:
    return FileLayout(name, source, read, needs=frozenset(columns))


def _header_with_naics(*columns: str) -> re.Pattern[str]:
    """A header of these columns, then a line whose code is one only NAICS begins with."""
    head = r'"?,"?'.join(columns)
    return re.compile(rf'\A\W*{head}"?\r?\n(.*\r?\n)?"?(00|11|------)[-/]*"?,')


def _exact_header(*columns: str) -> re.Pattern[str]:
    """A header of these columns and no other: files of jobs carry code and title as well."""
    head = r'"?,"?'.join(columns)
    return re.compile(rf'\A\W*{head}"?\r?\n')


LAYOUTS: tuple[FileLayout, ...] = (
    FileLayout(
        "NAICS titles", "naics", read_naics, begins=_header_with_naics("code", "title", "level")
    ),
    FileLayout(
        "NAICS titles (Census)",
        "naics",
        read_naics,
        begins=_header_with_naics("NAICS", "DESCRIPTION"),
    ),
    FileLayout(
        "NAICS labels (Census API)",
        "naics",
        read_naics,
        begins=re.compile(r'\A\W*NAICS20\d\d"?,"?NAICS20\d\d_LABEL"?\r?\n'),
    ),
    FileLayout(
        "QCEW industry titles",
        "naics",
        read_qcew_industries,
        begins=_exact_header("industry_code", "industry_title"),
    ),
    FileLayout(
        "QCEW ownership titles",
        "naics",
        read_qcew_owners,
        begins=_exact_header("own_code", "own_title"),
    ),
    _list_layout("SOC definitions", "soc", read_soc, "SOCGroup", "SOCCode", "SOCTitle"),
    _list_layout(
        "O*NET occupations", "onet", read_onet_occupations, "O*NET-SOC Code", "Title", "Description"
    ),
    _list_layout(
        "SOC-CIP crosswalk", "cip", read_soc_cip, "SOC2018Code", "CIP2020Code", "CIP2020Title"
    ),
    _list_layout(
        "O*NET CIP-SOC crosswalk", "cip", read_onet_cip, "CIP", "CIP_Title", "SOC", "SOC_Title"
    ),
    _list_layout(
        "OES hybrid occupations",
        "soc",
        read_oes_hybrid,
        "OES2019EstimatesCode",
        "SOCCode2018",
        "SOCCode2010",
        "OES2018EstimatesCode",
    ),
    _list_layout(
        "SOC 2010-2018 crosswalk",
        "soc",
        read_soc_2010_2018,
        "SOCCode2010",
        "SOCTitle2010",
        "SOCCode2018",
    ),
)
