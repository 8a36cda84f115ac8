"""National employment projections, as the published tables stand: titles above, notes below.

Industry table 2.7 and occupation tables 1.2, 1.7, 1.10 and 5.4 are read. Tables 1.8 and 1.9 are
lists of links and table 5.3 describes workers' schooling today, which no step uses: set aside.
The occupation tables overlap and complete each other: `overlap.fill_each` puts them together.
"""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from sectoral.errors import BadInput
from sectoral.sources.engine import FileLayout, FileReading, OfficialFile, decode

SOC = re.compile(r"^\d{2}-\d{4}$")
YEAR = re.compile(r"^(19|20)\d{2}$")
MARK = re.compile(r"\(\d\)")
COMBINED = {"31-33": ("31", "32", "33"), "44-45": ("44", "45"), "48-49": ("48", "49")}
SECTOR_OF = {part: sector for sector, parts in COMBINED.items() for part in parts}
NOTHING = {"", "—", "-", ".", "n/a"}


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A published table: what stands above its columns, and its lines.

    headings   one text a column: all header lines over it, ' / ' between them
    lines      (line of the file, cells) from the first line with numbers on
    """

    headings: list[str]
    lines: list[tuple[int, list[str]]]


def read_industries(file: OfficialFile) -> FileReading:
    """Table 2.7: jobs by industry in the base and the target year.

    A line is about one code, or about several together ('313,314', '6114-7', '48, 492, 493').
    Where a combined sector is meant ('44, 45', '48, 492, 493') the line is that sector's. Else
    every code of the line gets a row with the line's numbers, and `covers` names them all: the
    growth is right for each, the jobs are of all of them together. Sums take one row a `covers`.
    A code's own line goes before a line it shares. 'Total' is industry '10'; it includes the
    self-employed, as published. Lines without a code ('NA') are set aside.

    Returns  PROJECTIONS, geography 'US', jobs (the table says thousands).
    Raises   BadInput where no header line has years, or a number is none.
    """
    sheet = _sheet(file, lambda cells: bool(cells[0]) and _is_number(_cell_at(cells, 2)))
    base, target = _year_columns(sheet, "Thousands of Jobs", file)[-2:]
    rows, without = [], 0
    for line, cells in sheet.lines:
        if _cell_at(cells, base[1]) in NOTHING:
            continue  # a blank line, or a note below the table
        title = MARK.sub("", cells[0]).strip()
        codes = ["10"] if title == "Total" else industry_codes(cells[1], file, line)
        without += not codes
        numbers = [_jobs_at(cells, place, file, line, year) for year, place in (base, target)]
        rows += [(code, title, " ".join(codes), *numbers) for code in codes]
    frame = pl.DataFrame(
        rows,
        schema=["industry", "title", "covers", "jobs_base", "jobs_target"],
        orient="row",
    )
    own_line_first = pl.col("covers").str.count_matches(" ")
    frame = frame.sort(own_line_first, maintain_order=True).unique(
        "industry", keep="first", maintain_order=True
    )
    frame = frame.with_columns(
        pl.lit("US").alias("geography"),
        pl.lit(base[0], pl.Int16).alias("base_year"),
        pl.lit(target[0], pl.Int16).alias("target_year"),
    )
    aside = ((without, "lines without a NAICS code"),) if without else ()
    return FileReading({"projections": frame}, len(rows) + without, f"{base[0]}-{target[0]}", aside)


def industry_codes(text: str, file: OfficialFile, line: int) -> list[str]:
    """The NAICS codes of one cell: '442-4, 451' → 442, 443, 444, 451; 'NA' → none.

    Raises   BadInput where the cell is not such a list.
    """
    codes: list[str] = []
    for part in (p.strip() for p in text.split(",") if p.strip()):
        if part in ("NA", "31-33", "44-45", "48-49"):
            codes += [] if part == "NA" else [part]
        elif found := re.fullmatch(r"(\d+)(\d)-(\d)", part):
            stem, first, last = found.groups()
            codes += [f"{stem}{n}" for n in range(int(first), int(last) + 1)]
        elif re.fullmatch(r"\d{2,6}", part):
            codes.append(part)
        elif re.fullmatch(r"\d", part) and codes:  # '5151,2' says 5151 and 5152
            codes.append(codes[-1][:-1] + part)
        else:
            raise BadInput(
                file.label,
                row=line,
                column="NAICS",
                expected="NAICS codes such as '311', '313,314' or '6114-7'",
                found=f"'{text.strip()}'",
                mend="correct the cell, or fetch the file again",
            )
    combined = [SECTOR_OF[code] for code in codes if code in SECTOR_OF]
    return combined[:1] or codes


def read_occupations(file: OfficialFile) -> FileReading:
    """Tables 1.2, 1.7, 1.10, 5.4: jobs, openings, education and training by occupation.

    Each table says part of it; what a table does not say is null (5.4 has no jobs and no years).

    Returns  OCCUPATION_PROJECTIONS in jobs, to be put together with `overlap.fill_each`.
    Raises   BadInput where a code is no SOC code, an occupation stands twice, a number is none.
    """
    sheet = _sheet(file, lambda cells: len(cells) > 1 and SOC.match(cells[1]) is not None)
    years = _year_columns(sheet, "Employment", file) if _has_jobs(file) else []
    places = {
        "openings": _last_column(sheet, r"openings"),
        "education": _last_column(sheet, r"Typical education"),
        "training": _last_column(sheet, r"on-the-job training"),
        "kind": _last_column(sheet, r"Occupation\s+type"),
    }
    rows: list[dict[str, object]] = []
    seen: dict[str, int] = {}
    for line, cells in sheet.lines:
        if not SOC.match(_cell_at(cells, 1)):
            _refuse_lost_code(cells, file, line)
            continue
        _refuse_twice(cells[1], seen, file, line)
        rows.append(_occupation_row(cells, years, places, file, line))
    vintage = f"{years[0][0]}-{years[-1][0]}" if years else "as table 1 of the same release"
    schema = {
        **dict.fromkeys(("occupation", "title", "education", "training"), pl.String()),
        **dict.fromkeys(("jobs_base", "jobs_target", "openings_yearly"), pl.Float64()),
        **dict.fromkeys(("base_year", "target_year"), pl.Int16()),
        "detailed": pl.Boolean(),
    }
    return FileReading({"occupation_projections": pl.DataFrame(rows, schema)}, len(rows), vintage)


def _occupation_row(
    cells: list[str],
    years: list[tuple[int, int]],
    places: dict[str, int | None],
    file: OfficialFile,
    line: int,
) -> dict[str, object]:
    row: dict[str, object] = {
        "occupation": cells[1],
        "title": MARK.sub("", cells[0]).strip(),
        "detailed": _cell_at(cells, places["kind"]) != "Summary",
        "education": _words_at(cells, places["education"]),
        "training": _words_at(cells, places["training"]),
        "openings_yearly": None,
    }
    for name, (year, place) in zip(("base", "target"), years[:2], strict=False):
        row[f"{name}_year"] = year
        row[f"jobs_{name}"] = _jobs_at(cells, place, file, line, year)
    if places["openings"] is not None:
        row["openings_yearly"] = _jobs_at(cells, places["openings"], file, line, "openings")
    return row


def read_unused(file: OfficialFile) -> FileReading:
    """Tables 1.8, 1.9 and 5.3: known, and not used."""
    lines = len(decode(file.content(), file).splitlines())
    why = "links to the matrix, or today's workers' schooling: no step uses it"
    return FileReading({}, lines, "employment projections", ((lines, why),))


def _sheet(file: OfficialFile, is_line: Callable[[list[str]], bool]) -> PublishedTable:
    """Split a published table into headings and lines; the first line with data parts them."""
    reader = csv.reader(io.StringIO(decode(file.content(), file)))
    numbered = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    start = next((n for n, (_, cells) in enumerate(numbered) if is_line(cells)), None)
    if start is None:
        raise BadInput(
            file.label,
            expected="lines of numbers or occupations below the headings",
            found="none",
            mend="fetch the file again",
        )
    width = max(len(cells) for _, cells in numbered)
    above = [_spread_headings(cells, width) for _, cells in numbered[1:start]]
    headings = [" / ".join(cells) for cells in zip(*above, strict=True)] if above else [""] * width
    return PublishedTable(headings, numbered[start:])


def _spread_headings(cells: list[str], width: int) -> list[str]:
    """A heading stands over the columns right of it, up to the next heading.

    A line of years stands over its own columns only.
    """
    padded = cells + [""] * (width - len(cells))
    if any(YEAR.match(cell) for cell in padded):
        return padded
    spread, last = [], ""
    for cell in padded:
        last = cell or last
        spread.append(last)
    return spread


def _year_columns(sheet: PublishedTable, over: str, file: OfficialFile) -> list[tuple[int, int]]:
    """(year, column) of the columns headed by `over` and, at the foot, by a year alone."""
    found = []
    for place, heading in enumerate(sheet.headings):
        *upper, foot = heading.split(" / ")
        words = " / ".join(upper)
        if over in words and "Percent" not in words and YEAR.match(foot):
            found.append((int(foot), place))
    if len(found) < 2:
        raise BadInput(
            file.label,
            expected=f"two years as headings under '{over}'",
            found=", ".join(str(year) for year, _ in found) or "none",
            mend="take the published table as it is, with all its header lines",
        )
    return found


def _has_jobs(file: OfficialFile) -> bool:
    return re.search(r"\ATable 5", file.head.lstrip('\ufeff"')) is None


def _last_column(sheet: PublishedTable, words: str) -> int | None:
    places = [n for n, heading in enumerate(sheet.headings) if re.search(words, heading)]
    return places[-1] if places else None


def _cell_at(cells: list[str], place: int | None) -> str:
    return "" if place is None or place >= len(cells) else cells[place]


def _words_at(cells: list[str], place: int | None) -> str | None:
    text = _cell_at(cells, place)
    return None if text in NOTHING else text


def _jobs_at(
    cells: list[str], place: int, file: OfficialFile, line: int, column: int | str
) -> float | None:
    """Thousands of jobs as jobs; null where the publisher says nothing."""
    text = _cell_at(cells, place).replace(",", "")
    if text in NOTHING:
        return None
    if not _is_number(text):
        raise BadInput(
            file.label,
            row=line,
            column=str(column),
            expected="a number of thousands of jobs",
            found=f"'{text}'",
            mend="correct the cell, or fetch the file again",
        )
    return round(float(text) * 1000, 1)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\d[\d,]*\.?\d*", text) is not None


def _refuse_lost_code(cells: list[str], file: OfficialFile, line: int) -> None:
    """A line with numbers but no SOC code is damaged; one without numbers is a note."""
    if any(_is_number(cell) for cell in cells[2:]):
        raise BadInput(
            file.label,
            row=line,
            column="code",
            expected="a SOC code such as '11-1021'",
            found=f"'{_cell_at(cells, 1)}'",
            mend="read the column as text, or fetch the file again",
        )


def _refuse_twice(code: str, seen: dict[str, int], file: OfficialFile, line: int) -> None:
    if code in seen:
        raise BadInput(
            file.label,
            row=line,
            column="code",
            expected="each occupation once",
            found=f"a second line for {code}, first in row {seen[code]:,}",
            mend="remove the line that is wrong",
        )
    seen[code] = line


def _table_pattern(number: str) -> re.Pattern[str]:
    return re.compile(rf"\A\W*Table {re.escape(number)}\s")


LAYOUTS: tuple[FileLayout, ...] = (
    FileLayout(
        "projections by industry, table 2.7",
        "projections",
        read_industries,
        begins=_table_pattern("2.7"),
    ),
    *(
        FileLayout(
            f"projections by occupation, table {n}",
            "projections",
            read_occupations,
            begins=_table_pattern(n),
        )
        for n in ("1.2", "1.7", "1.10", "5.4")
    ),
    *(
        FileLayout(
            f"projections, table {n} (not used)",
            "projections",
            read_unused,
            begins=_table_pattern(n),
        )
        for n in ("1.8", "1.9", "5.3")
    ),
)
