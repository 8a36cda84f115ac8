"""Publishers' workbooks written as the comma-separated files that our readers know.

    commuting      Census: table 1 of the ACS county-to-county flows
    delineation    Census: list 1 of metropolitan and micropolitan areas
    naics, soc     Census, BLS: code lists
    cip            NCES: programs of study and occupations
    unemployment   BLS: yearly averages by county
    industries,    BLS: employment projections
    occupations
    pay by ...     BLS: OEWS, workbooks in a zip

No number is changed; codes that a sheet keeps as numbers get their leading zeros back.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from sectoral.errors import BadInput
from sectoral.sources.workbooks import (
    Cell,
    SheetColumn,
    cell_text,
    digits,
    open_sheets,
    open_table,
    rows_of,
)

Lines = Iterable[Sequence[str]]
YEAR = re.compile(r"(.*?)[,\s]*\b((?:19|20)\d{2})$", re.DOTALL)
NUMBER = re.compile(r"-?[\d,]*\.?\d+")
NAICS_LEVELS = ("sector", "subsector", "industry group", "industry5", "industry6")


def transcribe(kind: str, source: Path, target: Path) -> None:
    """Write the workbook `source`, or the workbooks in a zip, as a table.

    Takes    `kind`: a key of `KINDS`.
    Raises   BadInput where it is no whole workbook, or its tables have other headings.
    """
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(KINDS[kind](source))


# ── one row a line ───────────────────────────────────────────────────────────────────────


def _commuting_rows(source: Path) -> Iterator[Sequence[str]]:
    """Flows with margins of error, in the layout whose reader tells the years by Connecticut."""
    state, county = "State FIPS Code", "County FIPS Code"
    columns = (
        SheetColumn(state, digits(2)),
        SheetColumn(county, digits(3)),
        SheetColumn(state, digits(3)),
        SheetColumn(county, digits(3)),
        SheetColumn("Workers in Commuting Flow"),
        SheetColumn("Margin of Error"),
    )
    yield "res_fips", "work_fips", "workers", "moe"
    with open_table(source, source.name, columns) as found:
        for home_state, home_county, work_state, work_county, workers, moe in found.rows:
            yield home_state + home_county, _workplace_code(work_state, work_county), workers, moe


def _workplace_code(state: str, county: str) -> str:
    """'008' and '001' → '08001'; a place abroad, as '301' and no county → '00301'."""
    if not state.strip("X"):
        return "XXXXXX"
    if re.fullmatch(r"[3-5]\d\d", state):
        return f"00{state}"
    return state.removeprefix("0") + county


def _delineation_rows(source: Path) -> Iterator[Sequence[str]]:
    names = (
        "CBSA Code",
        "CBSA Title",
        "Metropolitan/Micropolitan Statistical Area",
        "County/County Equivalent",
        "FIPS State Code",
        "FIPS County Code",
        "Central/Outlying County",
    )
    kept = {"CBSA Code": digits(5), "FIPS State Code": digits(2), "FIPS County Code": digits(3)}
    columns = [SheetColumn(name, kept.get(name, cell_text)) for name in names]
    yield names
    with open_table(source, source.name, columns) as found:
        yield from found.rows


def _naics_rows(source: Path) -> Iterator[Sequence[str]]:
    columns = (SheetColumn(r"\d{4} NAICS US Code"), SheetColumn(r"\d{4} NAICS US Title"))
    yield "code", "title", "level"
    with open_table(source, source.name, columns) as found:
        for code, title in found.rows:
            level = NAICS_LEVELS[min(max(len(code.partition("-")[0]), 2), 6) - 2]
            # A raised T behind a title says that Canada and Mexico have the industry too.
            yield code, re.sub(r"(?<=[a-z)])\s*T$", "", title), level


def _soc_rows(source: Path) -> Iterator[Sequence[str]]:
    columns = [SheetColumn(f"SOC {word}") for word in ("Group", "Code", "Title", "Definition")]
    yield "SOCGroup", "SOCCode", "SOCTitle", "SOCDefinition"
    with open_table(source, source.name, columns) as found:
        yield from found.rows


def _cip_rows(source: Path) -> Iterator[Sequence[str]]:
    names = ("SOC2018Code", "SOC2018Title", "CIP2020Code", "CIP2020Title")
    columns = [
        SheetColumn(name, _cip_code if name == "CIP2020Code" else cell_text) for name in names
    ]
    yield names
    with open_table(source, source.name, columns) as found:
        yield from found.rows


def _cip_code(cell: Cell) -> str:
    return f"{cell:07.4f}" if isinstance(cell, int | float) else cell_text(cell)


def _unemployment_rows(source: Path) -> Iterator[Sequence[str]]:
    columns = (
        SheetColumn("State FIPS Code", digits(2)),
        SheetColumn("County FIPS Code", digits(3)),
        SheetColumn("Year"),
        SheetColumn(r"Unemployment Rate( \(%\))?"),
    )
    yield "fips", "year", "unemployment_rate"
    with open_table(source, source.name, columns) as found:
        for state, county, year, rate in found.rows:
            yield state + county, year, "" if rate in ("N.A.", "-") else rate


# ── employment projections ───────────────────────────────────────────────────────────────


def _projected_occupations(source: Path) -> Iterator[Sequence[str]]:
    """Table 1.2, its headings parted as they were until 2019: the words above the years."""
    columns = (
        SheetColumn(r"\d{4} National Employment Matrix title"),
        SheetColumn(r"\d{4} National Employment Matrix code"),
        SheetColumn("Occupation type"),
        SheetColumn(r"Employment, \d{4}"),
        SheetColumn(r"Employment, \d{4}"),
        SheetColumn(r"Occupational openings, \d{4}.*annual average"),
        SheetColumn("Typical education needed for entry"),
        SheetColumn("Typical on-the-job training.*"),
    )
    with open_table(source, source.name, columns) as found:
        parted = [_split_year(heading) for heading in found.headings]
        yield ("Table 1.2 Occupational projections (numbers in thousands)",)
        yield [words for words, _ in parted]
        yield [year for _, year in parted]
        yield from found.rows


def _projected_industries(source: Path) -> Iterator[Sequence[str]]:
    """Employment and output by industry: once table 2.7, now 2.11; its jobs alone."""
    name = source.name
    with open_sheets(source, name) as found:
        for sheet in found:
            rows = (list(map(cell_text, row)) for row in rows_of(sheet, name))
            title = next((row for row in rows if any(row)), [""])
            if re.search("Employment and output by industry", title[0], re.IGNORECASE):
                yield from _industry_lines(rows, name)
                return
    raise BadInput(
        name,
        expected="a sheet 'Employment and output by industry'",
        found="none",
        mend="fetch it in a browser and report what its sheets are called",
    )


def _industry_lines(rows: Iterator[list[str]], name: str) -> Iterator[Sequence[str]]:
    above: list[list[str]] = []
    for row in rows:
        if row[0] and any(NUMBER.fullmatch(cell) for cell in row[2:]) and not _has_years(row):
            break
        above.append(row)
    else:
        row = []
    years = _job_columns(above, len(row))
    if len(years) < 2:
        raise BadInput(
            name,
            expected="two years under 'Employment' or 'Thousands of Jobs'",
            found=f"{len(years)}",
            mend="fetch it in a browser, and report how its columns are headed",
        )
    (base, base_at), (target, target_at) = years[-2:]
    yield ("Table 2.7  Employment and output by industry",)
    yield "Industry", "NAICS", "Thousands of Jobs", "Thousands of Jobs"
    yield "", "", base, target
    yield row[0], row[1], row[base_at], row[target_at]
    for row in rows:
        if len(row) > max(base_at, target_at) and row[base_at]:
            yield row[0], row[1], row[base_at], row[target_at]


def _job_columns(above: list[list[str]], width: int) -> list[tuple[str, int]]:
    """(year, column) of the columns of jobs: a year at the foot, no change, no output."""
    spread = [_spread_headings(row, width) for row in above]
    found = []
    for at in range(2, width):
        words, year = _split_year(" ".join(row[at] for row in spread).strip())
        said = words.lower()
        jobs = re.search("jobs|employment", said)
        if year and jobs and not re.search("change|rate|percent|output", said):
            found.append((year, at))
    return found


def _spread_headings(row: list[str], width: int) -> list[str]:
    """A heading stands over the columns right of it; a line of years over its own."""
    cells = row + [""] * (width - len(row))
    if _has_years(cells):
        return cells
    last, spread = "", []
    for cell in cells:
        last = cell or last
        spread.append(last)
    return spread


def _has_years(row: list[str]) -> bool:
    return sum(re.fullmatch(r"(19|20)\d\d", cell) is not None for cell in row) > 1


def _split_year(heading: str) -> tuple[str, str]:
    """'Employment, 2024' → 'Employment', '2024'; a heading without a year at its end has ''."""
    parted = YEAR.fullmatch(heading)
    return (parted[1], parted[2]) if parted else (heading, "")


# ── OEWS ─────────────────────────────────────────────────────────────────────────────────

_PAY = tuple(
    SheetColumn(name) for name in ("OCC_CODE", "TOT_EMP", "EMP_PRSE", "H_MEAN", "A_MEDIAN")
)
_CELLS = ("occupation_code", "value_01", "value_02", "value_03", "value_13")


def _pay_by_industry(source: Path) -> Iterator[Sequence[str]]:
    yield "industry_code", *_CELLS
    yield from _pay_rows(source, SheetColumn("NAICS", _naics_cell), _oews_industry)


def _pay_by_state(source: Path) -> Iterator[Sequence[str]]:
    yield "area_code", *_CELLS
    yield from _pay_rows(source, SheetColumn("AREA", digits(2)), lambda state: f"{state:0>2}00000")


def _pay_rows(
    source: Path, place: SheetColumn, code: Callable[[str], str]
) -> Iterator[Sequence[str]]:
    """The cells of the workbooks in a zip; those split by owner repeat them and are passed over."""
    with zipfile.ZipFile(source) as packed:
        names = [n for n in sorted(packed.namelist()) if _is_table(PurePosixPath(n).name.lower())]
        if not names:
            expected, found = "workbooks in the zip", f"{packed.namelist()}"[:200]
            mend = "fetch it in a browser, and report what is in it"
            raise BadInput(source.name, expected=expected, found=found, mend=mend)
        for name in names:
            workbook = io.BytesIO(packed.read(name))
            yield from _pay_cells(workbook, f"{source.name}/{name}", place, code)


def _is_table(name: str) -> bool:
    return name.endswith(".xlsx") and not name.startswith(("~", ".")) and "owner" not in name


def _pay_cells(
    workbook: BinaryIO, name: str, place: SheetColumn, code: Callable[[str], str]
) -> Iterator[Sequence[str]]:
    with open_table(workbook, name, (place, *_PAY)) as found:
        for where, occupation, *numbers in found.rows:
            plain = [n.replace(",", "") for n in numbers]
            yield code(where), occupation.replace("-", ""), *plain


def _naics_cell(cell: Cell) -> str:
    """A code kept as a number: 0 is all industries, two digits are a sector's."""
    if isinstance(cell, int | float) and not 10 < cell < 100:
        return cell_text(cell).zfill(6)
    return cell_text(cell)


def _oews_industry(naics: str) -> str:
    """A sector as the publisher's flat file has it: '62' → '62--63', '31-33' → '31--34'."""
    if len(naics.partition("-")[0]) != 2:
        return naics
    first, _, last = naics.partition("-")
    return "99-100" if first == "99" else f"{first}--{int(last or first) + 1}"


KINDS: dict[str, Callable[[Path], Lines]] = {
    "commuting": _commuting_rows,
    "delineation": _delineation_rows,
    "naics": _naics_rows,
    "soc": _soc_rows,
    "cip": _cip_rows,
    "unemployment": _unemployment_rows,
    "industries": _projected_industries,
    "occupations": _projected_occupations,
    "pay by industry": _pay_by_industry,
    "pay by state": _pay_by_state,
}
