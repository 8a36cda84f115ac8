"""Each damaged jobs or commuting file gets one sentence that says where, what and what to do."""

import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sectoral.errors import BadInput
from sectoral.sources import commuting, jobs
from sectoral.sources.engine import OfficialFile, find_files, recognize_file
from tests.sources.official import (
    ACS_2013_HEADER,
    ACS_2020_HEADER,
    CBP_HEADER,
    LODES_HEADER,
    QCEW_HEADER,
    official,
    raw,
)

LAYOUTS = (*jobs.LAYOUTS, *commuting.LAYOUTS)
GOOD = "08001,0,10,70,0,2016,1,,10,100,110,120,3000,,1.00,,20"
Maker = Callable[[Path], OfficialFile]


@dataclass(frozen=True)
class Case:
    """A damaged file; where the message points; parts of the sentence.

    make    writes the file
    row     the line it names; None where the whole file is meant
    column  the column it names
    says    parts of the message
    """

    name: str
    make: Maker
    row: int | None
    column: str | None
    says: tuple[str, ...]


def lines(header: str, *rows: str) -> Maker:
    return lambda folder: official(folder, header, *rows)


def qcew(old: str, new: str) -> Maker:
    """A good row, then the same row with one part replaced."""
    assert old in GOOD
    return lines(QCEW_HEADER, GOOD.replace("08001", "08003"), GOOD.replace(old, new, 1))


def cbp(*rows: str, header: str = CBP_HEADER) -> Maker:
    return lines(header, *rows)


def broken_gzip(folder: Path) -> OfficialFile:
    rows = [GOOD.replace("08001", f"{n:05}") for n in range(1, 9000) if n % 1000]
    whole = gzip.compress("\n".join([QCEW_HEADER, *rows]).encode())
    return raw(folder, whole[: len(whole) // 2], name="given.csv.gz")


def broken_zip(folder: Path) -> OfficialFile:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inside.csv", "\n".join([QCEW_HEADER, GOOD]))
    damaged = packed.getvalue().replace(b"08001", b"09001", 1)
    raw(folder, damaged, name="given.zip")
    return find_files(folder / "given.zip")[0]


def cut_zip(folder: Path) -> OfficialFile:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inside.csv", "\n".join([QCEW_HEADER, GOOD]))
    raw(folder, packed.getvalue()[:60], name="given.zip")
    return find_files(folder / "given.zip")[0]


CASES = (
    # what is not a table at all
    Case("empty file", lambda f: raw(f, b""), None, None, ("an empty file",)),
    Case("only blank lines", lambda f: raw(f, b"\n\n"), None, None, ("an empty file",)),
    Case("header only", lines(QCEW_HEADER), 2, None, ("rows below the header; found none",)),
    Case("truncated gzip", broken_gzip, None, None, ("whole packed file", "fetch the file again")),
    Case("damaged zip", broken_zip, None, None, ("given.zip/inside.csv", "damaged")),
    Case("zip cut short", cut_zip, None, None, ("given.zip", "expected a whole zip")),
    Case(
        "web page saved as csv",
        lambda f: raw(f, b"<!DOCTYPE html>\n<html><title>QCEW</title></html>"),
        1,
        None,
        ("found a web page", "save the file that the page links to"),
    ),
    Case(
        "bytes that are no text",
        lambda f: raw(f, QCEW_HEADER.encode() + b"\n\x81\x8d\x8f,\xff\xfe\x90\n"),
        None,
        None,
        ("text in UTF-8 or Windows-1252",),
    ),
    # QCEW
    Case(
        "a column is missing",
        lines(QCEW_HEADER.replace("disclosure_code,", "", 1), GOOD.replace(",,", ",", 1)),
        1,
        "disclosure_code",
        ("the columns of QCEW", "without 'disclosure_code'"),
    ),
    Case(
        "a month is missing",
        lines(QCEW_HEADER.replace("month2_emplvl,", ""), GOOD.replace(",110", "")),
        1,
        "month2_emplvl",
        ("without 'month2_emplvl'",),
    ),
    Case(
        "the same key twice",
        lines(QCEW_HEADER, GOOD, GOOD.replace("120", "99")),
        3,
        "area_fips",
        ("a second row for area_fips 08001, industry_code 10, own_code 0",),
    ),
    Case("letters in a count", qcew(",110,", ",11O,"), 3, "month2_emplvl", ("found '11O'",)),
    Case("decimals in a count", qcew(",110,", ",110.5,"), 3, "month2_emplvl", ("'110.5'",)),
    Case("thousands separators", qcew(",3000,", ',"3,000",'), 3, "total_qtrly_wages", ("'3,000'",)),
    Case("decimal comma", qcew("1.00", '"1,00"'), 3, "lq_month3_emplvl", ("a number", "'1,00'")),
    Case("underscores", qcew(",3000,", ",3_000,"), 3, "total_qtrly_wages", ("'3_000'",)),
    Case("too large", qcew("3000", "9" * 20), 3, "total_qtrly_wages", ("a whole number",)),
    Case("negative count", qcew(",110,", ",-110,"), 3, "month2_emplvl", ("0 or more", "'-110'")),
    Case("an empty count", qcew(",110,", ",,"), 3, "month2_emplvl", ("a value; found nothing",)),
    Case("a lost leading zero", qcew("08001", "8001"), 3, "area_fips", ("leading zero was lost",)),
    Case("unknown ownership", qcew("001,0,", "001,7,"), 3, "own_code", ("0-5, 8 or 9", "'7'")),
    Case("a fifth quarter", qcew(",1,,", ",5,,"), 3, "qtr", ("a quarter, '1' to '4'", "'5'")),
    Case("annual period in a quarterly file", qcew(",1,,", ",A,,"), 3, "qtr", ("'A'",)),
    Case("an impossible year", qcew("2016", "20116"), 3, "year", ("from 1990 to 2099", "'20116'")),
    Case("an unknown disclosure code", qcew(",1,,", ",1,X,"), 3, "disclosure_code", ("'X'",)),
    Case("suppressed but with jobs", qcew(",1,,", ",1,N,"), 3, "month1_emplvl", ("suppressed",)),
    Case("a state coded as a county", qcew("08001", "08000"), 3, "area_fips", ("'08000'",)),
    Case("letters in an industry", qcew(",10,70", ",1O,70"), 3, "industry_code", ("'1O'",)),
    Case("a line too long", lines(QCEW_HEADER, GOOD, GOOD + ",1"), 3, None, ("17", "found 18")),
    Case("a line too short", lines(QCEW_HEADER, GOOD, "08003,0,10"), 3, None, ("found 3",)),
    Case(
        "garbage of another code page",
        lambda f: raw(f, f"{QCEW_HEADER}\n{GOOD}\n".encode().replace(b"08001", b"\xe98\xb001")),
        2,
        "area_fips",
        ("a five-digit FIPS code",),
    ),
    # County Business Patterns
    Case("letters in a state", cbp("CO,001,2017,00,5,9,8"), 2, "state", ("two-digit", "'CO'")),
    Case("a state without its zero", cbp("8,001,2017,00,5,9,8"), 2, "state", ("zero was lost",)),
    Case("a county without its zeros", cbp("08,1,2017,00,5,9,8"), 2, "county", ("zero was lost",)),
    Case("an industry with dashes", cbp("08,001,2017,11----,5,9,8"), 2, "NAICS2017", ("11----",)),
    Case("a letter flag for jobs", cbp("08,001,2017,00,5,D,8"), 2, "EMP", ("found 'D'",)),
    Case("industries younger than the year", cbp("08,001,2016,00,5,9,8"), 2, "YEAR", ("2017 on",)),
    Case(
        "two editions of NAICS",
        cbp("08,001,2017,00,5,9,8,00", header=CBP_HEADER + ",NAICS2012"),
        1,
        None,
        ("'NAICS2017', 'NAICS2012'", "one NAICS edition a file"),
    ),
    Case(
        "no payroll column",
        cbp("08,001,2017,00,5,9,8", header=CBP_HEADER.replace("EMP", "JOBS")),
        1,
        "EMP",
        ("County Business Patterns", "without 'EMP'"),
    ),
    # commuting
    Case(
        "old and new Connecticut",
        lines(ACS_2020_HEADER, "09001,09003,5", "01001,09110,5"),
        3,
        "work_fips",
        ("eight counties", "planning regions"),
    ),
    Case(
        "a place abroad of no known shape",
        lines(ACS_2020_HEADER, "01001,01003,5", "01001,CANADA,5"),
        3,
        "work_fips",
        ("a five-digit FIPS code", "'CANADA'"),
    ),
    Case(
        "a state between home and abroad",
        lines(ACS_2013_HEADER, "01,001,199,001,5,6"),
        2,
        "w_state_fips",
        ("001 to 099", "300 to 599", "'199'"),
    ),
    Case(
        "a workplace without its county",
        lines(ACS_2013_HEADER, "01,001,001,,5,6"),
        2,
        "w_county_fips",
        ("a county code of 3 digits; found nothing",),
    ),
    Case(
        "a workplace that lost its zeros",
        lines(ACS_2013_HEADER, "01,001,1,001,5,6"),
        2,
        "w_state_fips",
        ("leading zero was lost",),
    ),
    Case(
        "fewer than no commuters",
        lines(ACS_2013_HEADER, "01,001,001,003,-5,6"),
        2,
        "flow",
        ("0 or more workers",),
    ),
    Case(
        "a pair twice",
        lines(ACS_2020_HEADER, "01001,01003,5", "01003,01001,5", "01001,01003,5"),
        4,
        "res_fips",
        ("a second row for res_fips 01001, work_fips 01003",),
    ),
    Case(
        "a block read as a number",
        lines(LODES_HEADER, "440010301001008,90091426011007,1,0,20211018"),
        2,
        "h_geocode",
        ("15 digits; a leading zero was lost",),
    ),
    Case(
        "LODES without its jobs",
        lines(LODES_HEADER.replace("S000", "S00"), "440010301001008,440010301001008,1,0,2021"),
        1,
        "S000",
        ("without 'S000'",),
    ),
)


def read(make: Maker, folder: Path) -> None:
    """What a build does with a file: find it, tell what it is, read it."""
    file = make(folder)
    layout = recognize_file(file, LAYOUTS)
    assert layout is not None, "the file must be taken for what it is"
    layout.read(file)


@pytest.mark.parametrize("case", CASES, ids=[c.name for c in CASES])
def test_a_damaged_file_gets_one_sentence(tmp_path: Path, case: Case) -> None:
    with pytest.raises(BadInput) as said:
        read(case.make, tmp_path)
    assert (said.value.row, said.value.column) == (case.row, case.column)
    sentence = str(said.value)
    assert sentence.startswith("given.")
    for part in case.says:
        assert part in sentence
    assert "\n" not in sentence
    assert " To mend: " in sentence
    assert said.value.exit_code == 3


def test_a_table_of_something_else_is_nobodys(tmp_path: Path) -> None:
    file = official(tmp_path, "name,favourite_colour", "Amina,blue")
    assert recognize_file(file, LAYOUTS) is None


def test_asking_it_for_a_column_it_does_not_have_is_refused(tmp_path: Path) -> None:
    file = official(tmp_path, "name,favourite_colour", "Amina,blue")
    with pytest.raises(BadInput, match="no 'jobs' among 'name', 'favourite_colour'"):
        commuting.read_flows(file, home="name", work="favourite_colour", count="jobs")
