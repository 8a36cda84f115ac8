"""The contract: every table is declared well, and a frame that breaks it is refused by name."""

import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectoral import tables
from sectoral.errors import BrokenContract

DOCS = Path(__file__).resolve().parents[1] / "docs" / "data.md"
GOOD = {"area": ["08003", "08001"], "name": ["B", "A"], "state": ["08", "08"]}


@pytest.mark.parametrize("table", tables.ALL, ids=lambda t: t.name)
def test_every_declaration_is_whole(table: tables.TidyTable) -> None:
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    assert set(table.key) <= set(names)
    assert not any(c.nullable for c in table.columns if c.name in table.key)
    assert all(column.meaning for column in table.columns)
    assert tables.check(table.empty(), table).height == 0
    for column in table.columns:
        assert column.pattern is None or re.compile(column.pattern)


def test_a_checked_frame_is_in_the_order_of_its_key_with_the_declared_columns_only() -> None:
    frame = pl.DataFrame(GOOD | {"more": [1, 2]})
    assert tables.check(frame, tables.AREA_NAMES).rows() == [
        ("08001", "A", "08"),
        ("08003", "B", "08"),
    ]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"area": ["8001", "08003"]}, "must match"),
        ({"area": ["08001", "08001"]}, "more than once"),
        ({"name": [None, "A"]}, "'name' must not be unknown"),
    ],
)
def test_a_frame_that_breaks_the_contract_is_refused(
    change: dict[str, list[str]], says: str
) -> None:
    with pytest.raises(BrokenContract, match=says):
        tables.check(pl.DataFrame(GOOD | change), tables.AREA_NAMES)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(BrokenContract, match="needs 'state'"):
        tables.check(pl.DataFrame(GOOD).drop("state"), tables.AREA_NAMES)


def test_less_than_the_least_is_refused() -> None:
    frame = pl.DataFrame({"area": ["08001"], "year": [2020], "rate": [-0.1]})
    with pytest.raises(BrokenContract, match="at least 0"):
        tables.check(frame, tables.UNEMPLOYMENT)


ROW = (tables.TidyColumn("row", pl.Int64, "its place"),)
JOBS = tuple(c for c in tables.AREA_JOBS.columns if c.name == "jobs")


@given(st.lists(st.floats(0, 1e8), min_size=2, max_size=30), st.randoms())
def test_jobs_sum_to_the_same_in_any_order(jobs: list[float], chance: object) -> None:
    one = tables.TidyTable("one", "", ("row",), (*ROW, *JOBS))
    frame = pl.DataFrame({"row": range(len(jobs)), "jobs": jobs}, schema=one.schema)
    held = tables.check(frame, one)["jobs"].to_list()
    shuffled = sorted(held)
    assert sum(held) == sum(shuffled) == sum(reversed(shuffled))
    assert all(abs(a - b) <= tables.MILLIONTH / 2 for a, b in zip(jobs, held, strict=True))


def test_the_page_about_the_data_is_up_to_date() -> None:
    assert DOCS.read_text(encoding="utf-8") == tables.as_text()
