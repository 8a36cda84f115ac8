"""What a person's folder can hold wrong: one sentence, exit code 3, the former edition unhurt.

Each case damages a whole and believable folder in one place and builds over an edition that
stands there.
"""

import csv
import io
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sectoral.edition import open_edition, verify
from tests.quayland import (
    CBP,
    FLOWS,
    QCEW,
    Rows,
    build,
    contents,
    edit,
    pack,
    put,
    settle,
    unpacked,
)

Damage = Callable[[Path], list[str | Path] | None]


@dataclass(frozen=True)
class Case:
    """A damaged folder and what the sentence must say.

    damage   changes the folder; may return more words for the command line
    says     parts of the sentence: the file, the place in it, what was expected or found
    """

    name: str
    damage: Damage
    says: tuple[str, ...]


def cell(name: str, line: int, column: str, value: str) -> Damage:
    return lambda folder: put(folder / name, line, column, value)


def rows(name: str, change: Callable[[Rows], object]) -> Damage:
    return lambda folder: edit(folder / name, change)


def new(name: str, text: str) -> Damage:
    return lambda folder: pack(folder / name, text)


def without_rows(table: Rows) -> None:
    del table[1:]


def first_eight_columns(table: Rows) -> None:
    for row in table:
        del row[8:]


def last_line_cut(table: Rows) -> None:
    del table[-1][9:]


def not_text(folder: Path) -> None:
    (folder / "x.csv").write_bytes(b"\x81\x8d\x8f\x90\x9d" * 9)


def gone(pattern: str) -> Damage:
    def damage(folder: Path) -> None:
        for file in folder.glob(pattern):
            file.unlink()

    return damage


def cut(name: str, share: float) -> Damage:
    def damage(folder: Path) -> None:
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[: int(len(data) * share)])

    return damage


def without_column(column: str) -> Callable[[Rows], None]:
    def change(table: Rows) -> None:
        place = table[0].index(column)
        for row in table:
            del row[place]

    return change


def option(flag: str, name: str, text: str) -> Damage:
    """A file of the person's own, beside the folder."""

    def damage(folder: Path) -> list[str | Path]:
        file = folder.parent / name
        file.write_text(text, encoding="utf-8")
        return [flag, file]

    return damage


def counties(folder: Path) -> list[str]:
    return [
        f"{r['state']}{r['county']}" for r in csv.DictReader((folder / "county_names.csv").open())
    ]


def county_list(*change: tuple[str, str | None]) -> Damage:
    """All counties in region A, but for the changes; None leaves the county out."""

    def damage(folder: Path) -> list[str | Path]:
        region = dict.fromkeys(counties(folder), "A") | {k: v for k, v in change if v}
        gone = {k for k, v in change if v is None}
        lines = [f"{area},{name}" for area, name in region.items() if area not in gone]
        file = folder.parent / "ours.csv"
        file.write_text("\n".join(["area,region", *lines]) + "\n", encoding="utf-8")
        return ["--regions", file]

    return damage


def county_twice(folder: Path) -> list[str | Path]:
    words = county_list()(folder)
    assert words is not None
    with Path(words[1]).open("a", encoding="utf-8") as list_:
        list_.write("80003,B\n")
    return words


def jobs_ten_times(folder: Path) -> None:
    """Unemployment as in a published file with lost decimal points."""
    lines = ["fips,year,unemployment_rate"]
    for year in range(2005, 2012):
        by = 10 if year == 2008 else 1
        lines += [f"{area},{year},{(5 + n % 3) * by}.0" for n, area in enumerate(counties(folder))]
    (folder / "unemployment.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def two_releases(folder: Path) -> None:
    """A second release of the industry projections, with other jobs."""
    text = unpacked(folder / "industry_table_2_7.csv")
    table = list(csv.reader(io.StringIO(text)))
    hospitals = next(row for row in table if row[1].strip() == "622")
    hospitals[3] = "9999.9"
    out = io.StringIO()
    csv.writer(out).writerows(table)
    (folder / "projections_again.csv").write_text(out.getvalue(), encoding="utf-8")


def damaged_zip(folder: Path) -> None:
    file = folder / "qcew.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("jobs.csv", unpacked(folder / QCEW))
    data = bytearray(file.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 40] = bytes(40)
    file.write_bytes(bytes(data))


def contradiction(folder: Path) -> None:
    shutil.copyfile(folder / QCEW, folder / "revised.csv.gz")
    put(folder / "revised.csv.gz", 2, "annual_avg_emplvl", "1")


def another_vintage(folder: Path) -> None:
    """Commuting of a survey that knew the counties, but for one, by other codes."""
    other = {code: f"{code[:2]}{int(code[2:]) + 500}" for code in counties(folder)[1:]}

    def change(table: Rows) -> None:
        for row in table[1:]:
            row[:2] = [other.get(code, code) for code in row[:2]]

    edit(folder / FLOWS, change)


SECTORS = "sector,name,industry,ownership,metropolitan,rural\n"
WEIGHTS = "criterion,weight,worst,best,scale,why\n"

CASES = [
    Case("no folder", shutil.rmtree, ("files", "no such folder", "sectoral download")),
    Case("empty folder", gone("*"), ("files", "official files", "found none")),
    Case("no jobs file", gone("[qc][cb][ep]*"), ("files", "QCEW or County Business Patterns")),
    Case("no commuting file", gone("acs*"), ("files", "commuting", "--regions FILE")),
    Case("empty file", new("jobs.csv", ""), ("jobs.csv", "an empty file")),
    Case("header only", rows(QCEW, without_rows), (QCEW, "rows below")),
    Case("web page", new("jobs.csv", "<!DOCTYPE html><html>no</html>"), ("jobs.csv", "web page")),
    Case("truncated gzip", cut(QCEW, 0.6), (QCEW, "found a damaged or incomplete file")),
    Case("damaged zip", damaged_zip, ("qcew.zip", "damaged")),
    Case("half a map", cut("us_counties_2022_10m.topo.json", 0.5), ("us_counties_2022_10m",)),
    Case(
        "missing column",
        rows(QCEW, without_column("annual_avg_emplvl")),
        (QCEW, "row 1", "'annual_avg_emplvl'"),
    ),
    Case(
        "wrong layout",
        rows(QCEW, first_eight_columns),
        (QCEW, "row 1"),
    ),
    Case("ragged line", rows(QCEW, lambda t: t[4].append("1")), (QCEW, "row 5", "fields")),
    Case("line cut off", rows(QCEW, last_line_cut), (QCEW, "row")),
    Case(
        "letters in a number",
        cell(QCEW, 7, "annual_avg_emplvl", "n/a"),
        (QCEW, "row 7", "'annual_avg_emplvl'", "'n/a'"),
    ),
    Case(
        "negative jobs",
        cell(QCEW, 7, "annual_avg_emplvl", "-4"),
        (QCEW, "row 7", "'annual_avg_emplvl'", "-4"),
    ),
    Case("no such quarter", cell(QCEW, 7, "qtr", "5"), (QCEW, "row 7", "'qtr'", "'5'")),
    Case("no such owner", cell(QCEW, 7, "own_code", "7"), (QCEW, "row 7", "'own_code'", "'7'")),
    Case("no such year", cell(QCEW, 7, "year", "222"), (QCEW, "row 7", "'year'", "'222'")),
    Case(
        "lost leading zero",
        cell(QCEW, 7, "area_fips", "8001"),
        (QCEW, "row 7", "'area_fips'", "leading zero"),
    ),
    Case(
        "duplicate key",
        rows(QCEW, lambda t: t.insert(9, list(t[5]))),
        (QCEW, "row 10", "a second row"),
    ),
    Case(
        "contradicting files",
        contradiction,
        (QCEW, "revised.csv.gz", "'jobs'", "remove the file that is out of date"),
    ),
    Case("letters in a CBP number", cell(CBP, 3, "EMP", "many"), (CBP, "row 3", "'EMP'", "'many'")),
    Case("impossible place of work", cell(FLOWS, 3, "work_fips", "9X"), (FLOWS, "row 3", "'9X'")),
    Case("letters in workers", cell(FLOWS, 3, "workers", "x"), (FLOWS, "row 3", "'workers'")),
    Case("negative workers", cell(FLOWS, 3, "workers", "-3"), (FLOWS, "row 3", "'workers'", "-3")),
    Case(
        "the same flow twice",
        rows(FLOWS, lambda t: t.append(list(t[2]))),
        (FLOWS, "a second row"),
    ),
    Case(
        "commuting of another vintage",
        another_vintage,
        (CBP, FLOWS, "same vintage", "--regions FILE"),
    ),
    Case(
        "a county in no region",
        county_list(("80003", None)),
        ("ours.csv", "no region for 80003", "add a row"),
    ),
    Case("a county in two regions", county_twice, ("ours.csv", "row", "80003", "'B'", "'A'")),
    Case("a county that is not", county_list(("80999", "A")), ("ours.csv", "row 16", "80999")),
    Case(
        "a region left empty",
        option("--regions", "ours.csv", "area,region\n80001,\n"),
        ("ours.csv", "row 2", "'region'"),
    ),
    Case(
        "projections of two releases",
        two_releases,
        ("industry_table_2_7.csv", "projections_again.csv"),
    ),
    Case(
        "sectors with nested codes",
        option(
            "--sectors", "s.csv", SECTORS + "care,Care,62,all,yes,yes\ncare,Care,622,all,yes,yes\n"
        ),
        ("s.csv", "row 3", "'industry'", "'622'", "'62'"),
    ),
    Case(
        "sectors without a column",
        option("--sectors", "s.csv", "sector,name\ncare,Care\n"),
        ("s.csv", "row 1", "'industry'"),
    ),
    Case(
        "sectors with a code that is none",
        option("--sectors", "s.csv", SECTORS + "care,Care,six,all,yes,yes\n"),
        ("s.csv", "row 2", "'industry'", "'six'"),
    ),
    Case(
        "weights with letters",
        option("--weights", "w.csv", WEIGHTS + "lq,much,0.5,2,log,because\n"),
        ("w.csv", "row 2", "'weight'", "'much'"),
    ),
    Case(
        "weights on nothing we measure",
        option("--weights", "w.csv", WEIGHTS + "charm,10,0.5,2,log,because\n"),
        ("w.csv", "row 2", "'criterion'", "'charm'"),
    ),
    Case(
        "not text at all",
        not_text,
        ("x.csv", "UTF-8"),
    ),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return settle(tmp_path_factory.mktemp("quayland") / "files")


@pytest.fixture(scope="module")
def former(whole: Path) -> Path:
    """An edition made from the whole folder."""
    done = build(whole, whole.parent / "edition")
    assert done.exit_code == 0, done.output
    return whole.parent / "edition"


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """A copy of the whole folder, to be damaged."""
    return Path(shutil.copytree(whole, tmp_path / "files"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_is_one_sentence_and_leaves_the_former_edition(
    case: Case, folder: Path, former: Path
) -> None:
    before = contents(former)
    more = case.damage(folder) or []

    done = build(folder, former, *more)

    sentence = done.stderr.splitlines()[-1]
    assert done.exit_code == 3, done.output
    assert sentence.startswith("sectoral: ")
    assert sentence.endswith(".")
    assert "To mend: " in sentence
    for part in case.says:
        assert part in sentence
    assert contents(former) == before
    assert [p.name for p in former.parent.iterdir() if p.name.startswith(".")] == []


def test_a_side_file_that_cannot_be_believed_is_set_aside_and_changes_no_verdict(
    folder: Path, former: Path, tmp_path: Path
) -> None:
    jobs_ten_times(folder)
    good = ["fips,year,unemployment_rate", *(f"{area},2012,5.0" for area in counties(folder))]
    (folder / "later.csv").write_text("\n".join(good) + "\n", encoding="utf-8")

    done = build(folder, tmp_path / "out")

    assert done.exit_code == 0, done.output
    edition, before = open_edition(tmp_path / "out"), open_edition(former)
    aside = [entry for entry in edition.manifest["not_used"] if entry["file"] == "unemployment.csv"]
    assert "ten" in aside[0]["why"]
    assert f"unemployment.csv: {aside[0]['why']}." in done.stdout
    assert set(edition.table("unemployment")["year"]) == {2012}
    for name in ("scores", "indicators", "plan", "regions"):
        assert edition.table(name).equals(before.table(name)), name
    # Taken over from the former edition, the file stays told.
    again = build(folder, tmp_path / "out")
    assert f"unemployment.csv: {aside[0]['why']}." in again.stdout


def test_people_who_work_abroad_are_counted_and_set_aside(folder: Path, tmp_path: Path) -> None:
    edit(folder / FLOWS, lambda table: table.append(["80001", "00303", "7"]))

    assert build(folder, tmp_path / "out").exit_code == 0

    entries = open_edition(tmp_path / "out").manifest["inputs"]
    flows = next(entry for entry in entries if entry["file"] == FLOWS)
    abroad = [line.split(",")[1] for line in unpacked(folder / FLOWS).splitlines()[1:]]
    count = sum(1 for code in abroad if code.startswith("00") or not code.isdigit())
    assert [n for n, why in flows["set_aside"] if "abroad" in why] == [count]


def test_the_sentence_comes_even_where_no_reader_foresaw_the_fault(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import polars as pl  # noqa: PLC0415

    from sectoral.sources import projections  # noqa: PLC0415

    def stumble(*_: object, **__: object) -> None:
        raise pl.exceptions.ShapeError("unable to hstack")

    monkeypatch.setattr(projections, "_sheet", stumble)
    done = build(folder, tmp_path / "out")
    assert done.exit_code == 3
    assert "unable to hstack" in done.stderr.splitlines()[-1]
    assert "csv" in done.stderr.splitlines()[-1]


def test_a_build_that_leaves_every_file_out_changes_nothing(folder: Path, former: Path) -> None:
    done = build(folder, former, "--leave-out", "*")
    assert done.exit_code == 3
    assert verify(open_edition(former)) == []
