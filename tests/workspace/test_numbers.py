"""Numbers as people read them."""

from math import floor, log10

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectoral.workspace.evidence.numbers import (
    as_sentence,
    bare_number,
    count_phrase,
    join_names,
    ordinal,
    quantity,
    quantity_with_range,
    range_words,
    three_digits,
)


def test_a_number_comes_with_its_unit_and_how_sure_we_are() -> None:
    assert quantity_with_range(1234, 1050, 1400, "jobs") == "about 1,230 jobs (1,050–1,400)"


def test_a_number_without_doubt_has_no_range_and_no_about() -> None:
    assert quantity_with_range(1200, 1200, 1200, "jobs") == "1,200 jobs"


def test_a_range_that_rounds_to_one_number_is_none() -> None:
    assert range_words(1200.1, 1200.4, "jobs") == ""


@pytest.mark.parametrize("unit", ["jobs", "USD a year", "% a year", "ratio", "share", ""])
def test_an_unknown_number_is_said_in_words(unit: str) -> None:
    assert quantity(None, unit) == bare_number(None, unit) == "not published"
    assert quantity_with_range(None, 0, 10, unit) == "not published"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (52_345.0, "USD a year", "$52,300 a year"),
        (-3.577, "%", "−3.6%"),
        (1.04, "% a year", "1.0% a year"),
        (0.972511, "share", "97.3%"),
        (2.25, "ratio", "2.25"),
        (1.0, "jobs", "1 job"),
        (0.0, "jobs", "0 jobs"),
        (-250.0, "USD", "−$250"),
        (99_961.0, "jobs", "100,000 jobs"),
    ],
)
def test_each_unit_is_written_as_people_write_it(value: float, unit: str, words: str) -> None:
    assert quantity(value, unit) == words


@given(st.floats(min_value=1e-6, max_value=1e12))
def test_three_digits_are_within_half_a_per_cent(value: float) -> None:
    written = float(three_digits(value).replace(",", ""))
    assert abs(written - value) <= 0.0051 * value
    digits = f"{written:.12g}".replace(".", "").strip("0")
    assert len(digits.split("e")[0]) <= 3


@given(st.floats(min_value=-1e9, max_value=1e9).filter(lambda v: abs(v) > 1e-6))
def test_a_number_and_its_opposite_differ_by_the_minus_sign_only(value: float) -> None:
    assert three_digits(abs(value)) == three_digits(-abs(value)).removeprefix("−")
    assert floor(log10(abs(value))) >= -6


@pytest.mark.parametrize("value", [-0.04, -0.0, 0.0, 0.04])
def test_what_rounds_to_nothing_has_no_sign(value: float) -> None:
    assert quantity(value, "% a year") == "0% a year"
    assert bare_number(value, "%") == "0%"


@given(st.floats(min_value=-1e6, max_value=1e6), st.sampled_from(["%", "jobs", "ratio", "points"]))
def test_a_minus_sign_stands_only_before_a_number_that_is_shown(value: float, unit: str) -> None:
    words = bare_number(value, unit)
    assert words.startswith("−") <= any(digit in words for digit in "123456789")


@pytest.mark.parametrize("unit", ["jobs", "workers", "establishments", "workplaces"])
@given(value=st.floats(min_value=0, max_value=1e6))
def test_people_and_workplaces_are_whole(unit: str, value: float) -> None:
    assert "." not in bare_number(value, unit)


def test_half_a_job_is_not_a_number_of_jobs() -> None:
    assert quantity_with_range(6.95, 2.25, 92.3, "jobs") == "about 7 jobs (2–92)"
    assert bare_number(48.5, "establishments") == "48"
    assert quantity(0.348, "jobs") == "under 1 job"
    assert range_words(0.348, 12, "jobs") == "0–12"


def test_points_are_as_fine_as_a_tenth() -> None:
    assert [bare_number(v, "points") for v in (0.348, 61.6366, 72.0, 100.0)] == [
        "0.3",
        "61.6",
        "72",
        "100",
    ]


def test_numbers_of_one_range_are_written_alike() -> None:
    assert quantity_with_range(1.8, 1.79, 1.8, "ratio") == "about 1.80 (1.79–1.80)"
    assert range_words(61.5, 77.0, "points") == "61.5–77.0"
    assert quantity_with_range(0.9, 0.05, 100.4, "ratio") == "about 0.90 (0.05–100)"


@given(st.floats(min_value=1e-3, max_value=1e6), st.floats(min_value=1e-3, max_value=1e6))
def test_zeros_kept_in_a_range_change_no_number(one: float, other: float) -> None:
    low, high = sorted((one, other))
    plain = [bare_number(value, "ratio").replace(",", "") for value in (low, high)]
    words = range_words(low, high, "ratio").replace(",", "").split("–")
    assert words == [""] or [float(end) for end in words] == [float(end) for end in plain]


def test_a_range_across_zero_is_read_without_two_signs_together() -> None:
    assert range_words(-3.6, 8.2, "% a year") == "−3.6 to 8.2%"
    assert range_words(2.04, 4.4, "%") == "2.0–4.4%"


def test_small_counts_are_words_and_large_ones_figures() -> None:
    assert count_phrase(1, "county", "counties") == "one county"
    assert count_phrase(3, "county", "counties") == "three counties"
    assert count_phrase(1200, "case") == "1,200 cases"
    assert count_phrase(0, "region") == "no regions"


def test_names_stand_in_a_sentence() -> None:
    assert join_names(["Adams"]) == "Adams"
    assert join_names(["Adams", "Boulder", "Denver"]) == "Adams, Boulder and Denver"
    assert join_names([]) == ""


def test_places_in_an_order_are_words() -> None:
    assert [ordinal(n) for n in (1, 3, 6, 11, 21, 112)] == [
        "first", "third", "6th", "11th", "21st", "112th",
    ]  # fmt: skip


def test_a_sentence_opens_with_a_capital_and_ends_with_a_stop() -> None:
    assert as_sentence("about 10 jobs") == "About 10 jobs."
    assert as_sentence("Critical.") == "Critical."
