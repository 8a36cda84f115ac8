"""Opening official files, telling what they are, reading columns strictly."""

import gzip
import io
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectoral import tables
from sectoral.errors import BadInput, FilesDisagree
from sectoral.sources import engine
from sectoral.sources.engine import ColumnRule, FileLayout, FileReading, OfficialFile
from sectoral.sources.merging import merge
from tests.sources.official import official, raw

TEXT_AND_COUNT: dict[str, type[pl.DataType]] = {"code": pl.String, "count": pl.Int64}
PLAIN = b"code,count\n001,5\n"


def nobody(file: OfficialFile) -> FileReading:
    return FileReading({}, 0, file.label)


BOATS = FileLayout(
    "boats", "boats", nobody, needs=frozenset({"boat", "sails"}), marks=frozenset({"boat"})
)


def test_plain_gzip_and_zip_give_the_same_content(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("deep/inside.csv", PLAIN)
        archive.writestr("readme.pdf", "not listed")
    raw(tmp_path, PLAIN, name="a.csv")
    raw(tmp_path, PLAIN, name="b.csv.gz", pack=True)
    raw(tmp_path, packed.getvalue(), name="c.zip")
    found = engine.find_files(tmp_path)
    assert [f.label for f in found] == ["a.csv", "b.csv.gz", "c.zip/deep/inside.csv"]
    assert {f.content() for f in found} == {PLAIN}
    assert {f.columns for f in found} == {("code", "count")}


def test_a_gzip_is_known_by_its_content_not_by_its_name(tmp_path: Path) -> None:
    assert raw(tmp_path, PLAIN, name="unpacked.csv", pack=True).content() == PLAIN


def test_notes_and_hidden_files_are_not_listed(tmp_path: Path) -> None:
    (tmp_path / ".cache").mkdir()
    for name in ("README.md", ".cache/a.csv", "__MACOSX.csv", "map.png"):
        (tmp_path / name).write_bytes(PLAIN)
    assert engine.find_files(tmp_path) == []


def test_one_file_may_be_given_instead_of_a_folder(tmp_path: Path) -> None:
    file = raw(tmp_path, PLAIN)
    assert [f.label for f in engine.find_files(file.path)] == ["given.csv"]


def test_a_layout_is_told_by_its_columns(tmp_path: Path) -> None:
    assert (
        engine.recognize_file(official(tmp_path, "sails,boat,crew", "2,ketch,3"), [BOATS]) is BOATS
    )
    assert engine.recognize_file(official(tmp_path, "wheels,car", "4,van"), [BOATS]) is None


def test_a_mark_of_byte_order_quotes_and_padding_do_not_hide_a_layout(tmp_path: Path) -> None:
    file = raw(tmp_path, '\ufeff"boat", sails \nketch,2\n'.encode())
    assert engine.recognize_file(file, [BOATS]) is BOATS


def test_a_file_that_is_nearly_a_layout_is_refused_with_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="columns of boats; found a header without 'sails'"):
        engine.recognize_file(official(tmp_path, "boat,masts", "ketch,2"), [BOATS])


def test_codes_stay_text_and_rows_are_lines(tmp_path: Path) -> None:
    file = official(tmp_path, "count,note,code", "5,x,001", "", "6,y,002")
    frame = engine.read_columns(file, TEXT_AND_COUNT)
    assert frame.rows() == [(2, "001", 5), (4, "002", 6)]


def test_spellings_of_unknown_become_null(tmp_path: Path) -> None:
    file = official(tmp_path, "code,count", "1,**", "2,")
    frame = engine.read_columns(file, TEXT_AND_COUNT, unknown=["**"])
    assert frame["count"].to_list() == [None, None]


def test_windows_text_is_read(tmp_path: Path) -> None:
    file = raw(tmp_path, "code,count\nDoña Ana,5\n".encode("cp1252"))
    assert engine.read_columns(file, TEXT_AND_COUNT)["code"].to_list() == ["Doña Ana"]


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    file = raw(tmp_path, b"code,count\r\n001,5\r\n")
    assert engine.read_columns(file, TEXT_AND_COUNT).rows() == [(2, "001", 5)]


def test_an_unclosed_quote_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"given\.csv"):
        engine.read_columns(raw(tmp_path, b'code,count\n"001,5\n002,6\n'), TEXT_AND_COUNT)


@given(
    rows=st.lists(
        st.tuples(st.text("abcdefäß0123456789 \"',", min_size=1), st.integers(-(10**15), 10**15)),
        min_size=1,
    )
)
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("engine")
    lines = ['"{}",{}'.format(code.replace('"', '""'), count) for code, count in rows]
    frame = engine.read_columns(official(folder, "code,count", *lines), TEXT_AND_COUNT)
    assert frame.select("code", "count").rows() == rows


def test_the_first_broken_rule_and_row_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    file = official(tmp_path, "code,count", "1,5", "2,-6", "3,-7")
    frame = engine.read_columns(file, TEXT_AND_COUNT)
    fine = ColumnRule("code", pl.col("code") == "9", "no 9")
    with pytest.raises(BadInput) as said:
        engine.check_rules(
            frame, [fine, ColumnRule("count", pl.col("count") < 0, "0 or more")], file
        )
    assert (said.value.row, said.value.column) == (3, "count")
    assert "found '-6' (and 1 more rows)" in str(said.value)
    engine.check_rules(frame, [fine], file)


def test_a_short_line_is_told_from_an_empty_cell(tmp_path: Path) -> None:
    short = official(tmp_path, "code,note,count", "1,x,5", "2,y")
    with pytest.raises(BadInput, match=r"row 3: expected 3 fields, as in the header; found 2"):
        engine.refuse_unknown(engine.read_columns(short, TEXT_AND_COUNT), ["count"], short)
    empty = official(tmp_path, "code,note,count", "1,x,5", "2,y,")
    with pytest.raises(BadInput, match="row 3, column 'count': expected a value; found nothing"):
        engine.refuse_unknown(engine.read_columns(empty, TEXT_AND_COUNT), ["count"], empty)


def test_a_damaged_gzip_is_refused(tmp_path: Path) -> None:
    whole = bytearray(gzip.compress(PLAIN * 99))
    whole[-6] ^= 255
    with pytest.raises(BadInput, match="found a damaged or incomplete file"):
        raw(tmp_path, bytes(whole)).content()


# ── merging ──────────────────────────────────────────────────────────────────────────────


def flows(*rows: tuple[str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(
        [("acs", home, work, workers, None) for home, work, workers in rows],
        schema=tables.COMMUTING.schema,
        orient="row",
    )


AREAS = st.sampled_from(["01001", "01003", "01005"])


@given(parts=st.lists(st.sets(st.tuples(AREAS, AREAS)), max_size=4))
def test_merging_keeps_each_pair_once_whatever_the_files(parts: list[set[tuple[str, str]]]) -> None:
    frames = [
        (f"{n}.csv", flows(*((h, w, int(h) + int(w)) for h, w in sorted(part))))
        for n, part in enumerate(parts)
    ]
    merged, notes = merge(tables.COMMUTING, frames)
    pairs = merged.select("home", "work").rows()
    assert len(pairs) == len(set(pairs))
    assert set(pairs) == set().union(*parts)
    assert bool(notes) == (len(pairs) < sum(map(len, parts)))


def test_unknown_in_one_file_and_known_in_another_disagree() -> None:
    known = flows(("01001", "01003", 8)).with_columns(workers_moe=pl.lit(3.0))
    with pytest.raises(FilesDisagree, match="3 in a and unknown in b"):
        merge(tables.COMMUTING, [("a", known), ("b", flows(("01001", "01003", 8)))])
