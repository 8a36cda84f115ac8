"""Training: institutions (IPEDS HD) and what their largest programs cost (IPEDS IC_PY).

Only institutions that charge by program fill in IC_PY, and only for their six largest programs;
completions by program are another file. '.' and '-2' mean not applicable, '-1' not reported.
"""

import csv
import io

import polars as pl

from sectoral.errors import BadInput
from sectoral.sources.engine import (
    FileLayout,
    FileReading,
    OfficialFile,
    decode,
    read_columns,
    refuse_bad_area,
    refuse_duplicates,
    refuse_rows,
)

Text = pl.String
UNKNOWN = (".", "-1", "-2")
ACTIVE, ADMINISTRATION = "1", "0"
LARGEST_PRICE = "CHG1PY3"
PROGRAMS = range(1, 7)


def read_providers(file: OfficialFile) -> FileReading:
    """The IPEDS directory: active institutions with their county and place.

    County codes come as numbers, so codes of nine states have four digits: they are filled up
    with the zero they lost ('1089' → '01089'), as the publisher's own notes ask.

    Returns  TRAINING_PROVIDERS. Institutions no longer active, administrative offices and those
             outside the counties (county '-2') are set aside.
    """
    columns = {
        **dict.fromkeys(("UNITID", "INSTNM", "SECTOR", "CYACTIVE", "COUNTYCD"), Text),
        **dict.fromkeys(("LONGITUD", "LATITUDE"), pl.Float64),
    }
    rows = read_columns(file, columns)
    unit = ~pl.col("UNITID").fill_null("").str.contains(r"^\d{6}$")
    refuse_rows(rows, unit, file, "UNITID", "a unit id of six digits", "fetch the file again")
    refuse_duplicates(rows, ["UNITID"], file)
    teaching = (pl.col("CYACTIVE") == ACTIVE) & (pl.col("SECTOR") != ADMINISTRATION)
    placed = ~pl.col("COUNTYCD").is_in(UNKNOWN).fill_null(value=True)
    kept = rows.filter(teaching & placed)
    code = pl.col("COUNTYCD")
    kept = kept.with_columns(
        pl.when(code.str.len_chars() == 4)
        .then(pl.lit("0") + code)
        .otherwise(code)
        .alias("COUNTYCD")
    )
    refuse_bad_area(kept, file, "COUNTYCD")
    abroad = rows.filter(teaching & ~placed).height
    resting = rows.height - kept.height - abroad
    frame = kept.select(
        provider="UNITID",
        name=pl.col("INSTNM").str.strip_chars(),
        area="COUNTYCD",
        kind="SECTOR",
        longitude=_coordinate_degrees("LONGITUD"),
        latitude=_coordinate_degrees("LATITUDE"),
    )
    aside = ((resting, "not active, or an administrative office"), (abroad, "in no county"))
    return FileReading(
        {"training_providers": frame},
        rows.height,
        "the file does not say its year",
        tuple((n, why) for n, why in aside if n),
    )


def read_programs(file: OfficialFile) -> FileReading:
    """The six largest programs of each institution that charges by program, one row each.

    The price of the largest program stands among the yearly charges (tuition and fees of the
    whole program, newest year); of the others in their own column. The publisher ends every
    line with a comma that its header lacks.

    Returns  TRAINING_PROGRAMS: price in USD, length in months, `place` 1 = largest.
    Raises   BadInput where a column is missing, a line has another length, a number is none.
    """
    rows = _read_lines(file)
    unit = ~pl.col("UNITID").str.contains(r"^\d{6}$")
    refuse_rows(rows, unit, file, "UNITID", "a unit id of six digits", "fetch the file again")
    refuse_duplicates(rows, ["UNITID"], file)
    frame = pl.concat([_program_rows(rows, place, file) for place in PROGRAMS])
    vintage = "the file does not say its year"
    return FileReading({"training_programs": frame}, rows.height, vintage)


def _program_rows(rows: pl.DataFrame, place: int, file: OfficialFile) -> pl.DataFrame:
    code, months = f"CIPCODE{place}", f"MTHCMP{place}"
    price = LARGEST_PRICE if place == 1 else f"CIPTUIT{place}"
    offered = rows.filter(~pl.col(code).is_in(["", *UNKNOWN]))
    wrong = ~pl.col(code).str.contains(r"^\d{2}\.\d{4}$")
    refuse_rows(offered, wrong, file, code, "a CIP code such as '51.3801'", "correct the code")
    for column in (price, months):
        broken = ~pl.col(column).is_in(["", *UNKNOWN]) & ~pl.col(column).str.contains(
            r"^\d+\.?\d*$"
        )
        refuse_rows(offered, broken, file, column, "a number, or '.'", "correct the cell")
    return offered.select(
        provider="UNITID",
        program=code,
        place=pl.lit(place, pl.Int8),
        price_usd=pl.col(price).cast(pl.Float64, strict=False),
        length_months=pl.col(months).cast(pl.Float64, strict=False),
    ).with_columns(
        pl.when(pl.col(c) >= 0).then(pl.col(c)).alias(c) for c in ("price_usd", "length_months")
    )


def _read_lines(file: OfficialFile) -> pl.DataFrame:
    """The needed columns as text, `row` first; a last empty field of a line is dropped."""
    reader = csv.reader(io.StringIO(decode(file.content(), file)))
    header = [name.strip() for name in next(reader)]
    needed = sorted(PROGRAM_COLUMNS)
    places = [header.index(name) for name in needed]
    rows = []
    for fields in reader:
        if not fields:
            continue
        if len(fields) - (fields[-1].strip() == "") not in (len(header), len(header) - 1):
            raise BadInput(
                file.label,
                row=reader.line_num,
                expected=f"{len(header)} fields, as in the header",
                found=f"{len(fields)}",
                mend="mend the line, or fetch the file again",
            )
        rows.append((reader.line_num, *(fields[n].strip() for n in places)))
    return pl.DataFrame(rows, schema={"row": pl.Int64, **dict.fromkeys(needed, Text)}, orient="row")


def _coordinate_degrees(column: str) -> pl.Expr:
    """A coordinate; -2 and 0 are the publisher's signs for none."""
    return pl.when(~pl.col(column).is_in([0.0, -1.0, -2.0])).then(pl.col(column))


PROGRAM_COLUMNS = frozenset(
    {
        "UNITID",
        LARGEST_PRICE,
        *(f"CIPCODE{n}" for n in PROGRAMS),
        *(f"CIPTUIT{n}" for n in PROGRAMS[1:]),
        *(f"MTHCMP{n}" for n in PROGRAMS),
    }
)

LAYOUTS: tuple[FileLayout, ...] = (
    FileLayout(
        "IPEDS directory of institutions (HD)",
        "ipeds",
        read_providers,
        needs=frozenset(
            {"UNITID", "INSTNM", "SECTOR", "CYACTIVE", "COUNTYCD", "LONGITUD", "LATITUDE"}
        ),
        marks=frozenset({"UNITID", "INSTNM"}),
    ),
    FileLayout(
        "IPEDS prices by program (IC_PY)",
        "ipeds",
        read_programs,
        needs=PROGRAM_COLUMNS,
        marks=frozenset({"UNITID", "CIPCODE1"}),
    ),
)
