"""What a text says that it should not: found where it is, and not where it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectoral.workspace.checks.text import (
    Kind,
    antitrust,
    findings,
    may_keep,
    may_show_at_once,
    offers,
    personal,
)

OFFERS = [
    ("See www.harbor-college.edu/welding for dates", "a link"),
    ("harborcollege.edu has it", "a link"),
    ("https://example.com/x", "a link"),
    ("Write to jo.smith@college.edu", "an address to write to"),
    ("I put welding-brochure.pdf in the folder", "a file"),
    ("The brochure explains it", "a file"),
    ("It costs $1,200 per seat", "a price"),
    ("only 900 dollars a head", "a price"),
    ("Our certificate program fits this", "one's own program"),
    ("We already provide this", "selling words"),
    ("Register now", "selling words"),
]
NO_OFFERS = [
    "Companies cannot find welders who read drawings.",
    "Bus line 12 ends at 6 p.m., before the late shift.",
    "About 40 people a year leave for the U.S. mainland, i.e. too many.",
    "Housing near the harbor is short; 3 of 10 new hires move away.",
    "The need is for technicians in robotics, etc.",
]


@pytest.mark.parametrize(("text", "why"), OFFERS)
def test_an_offer_is_found(text: str, why: str) -> None:
    assert why in {finding.why for finding in offers(text)}
    assert not may_show_at_once(text)


@pytest.mark.parametrize("text", NO_OFFERS)
def test_a_plain_note_is_no_offer(text: str) -> None:
    assert findings(text) == []
    assert may_show_at_once(text)


ANTITRUST = [
    ("What do you pay your welders?", "pay levels"),
    ("We should agree on wages for second shift", "pay levels"),
    ("Can everyone share salary ranges", "pay levels"),
    ("we pay $24 an hour", "pay levels"),
    ("Let us cap the starting pay", "pay levels"),
    ("A no-poach understanding would help", "who hires whom"),
    ("Let's not hire from each other", "who hires whom"),
    ("We agreed to stop recruiting each other's people", "who hires whom"),
    ("They keep poaching from competitors", "who hires whom"),
    ("we could fix the price together", "prices or markets"),
    ("split up the customers by county", "prices or markets"),
]
NO_ANTITRUST = [
    "We cannot fill 12 jobs for electricians this year.",
    "Candidates turn down the night shift.",
    "We would pay for half of a shared trainer.",
    "The port needs a deeper channel, and freight prices rise.",
    "Hiring is hard; people leave for the city.",
]


@pytest.mark.parametrize(("text", "why"), ANTITRUST)
def test_talk_of_pay_hiring_or_markets_is_found(text: str, why: str) -> None:
    assert why in {finding.why for finding in antitrust(text)}


@pytest.mark.parametrize("text", NO_ANTITRUST)
def test_ordinary_talk_of_jobs_is_not_flagged(text: str) -> None:
    assert antitrust(text) == []


PERSONAL = [
    "123-45-6789",
    "- 123-45-6789",
    "-123-45-6789",
    "SSN 123 45 6789",
    "123.45.6789",
    "his ssn: 123456789",
    "Social Security ends in 6789",
    "１２３-４５-６７８９",
    "123\u201145\u20116789",
    "1\u200b23-45-67\u200b89",
    "born 4/12/1987",
    "DOB: 1987-04-12",
    "Date of birth is April 12, 1987",
    "12 April 1987 is the birthday",
]
NOT_PERSONAL = [
    "Call 303-555-0142",
    "part 123456789",
    "ZIP 80202-1234",
    "the meeting of 4/12/2025",
    "000-12-3456",
    "666-12-3456",
    "900-12-3456",
    "123-00-6789",
    "123-45-0000",
    "NAICS 336611, county 08031",
]


@pytest.mark.parametrize("text", PERSONAL)
def test_a_mark_of_a_person_stops_a_text(text: str) -> None:
    answer = may_keep(text)
    assert not answer
    assert "Take it out" in answer.reason


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_other_numbers_and_dates_do_not_stop_a_text(text: str) -> None:
    assert personal(text) == []
    assert may_keep(text)


ssns = st.builds(
    lambda area, group, serial, sep: f"{area:03}{sep}{group:02}{sep}{serial:04}",
    st.integers(1, 899).filter(lambda area: area != 666),
    st.integers(1, 99),
    st.integers(1, 9999),
    st.sampled_from(["-", " ", "."]),
)
words = st.text("abc XYZ,;:()\n", max_size=30)


@given(before=words, number=ssns, after=words)
def test_every_number_that_could_have_been_given_out_is_found_in_any_text(
    before: str, number: str, after: str
) -> None:
    assert not may_keep(before + number + after)


@given(number=ssns)
def test_a_refusal_never_repeats_the_number(number: str) -> None:
    assert number[-4:] not in may_keep(f"his is {number}").reason


@given(text=st.text(max_size=200))
def test_any_text_at_all_is_read_to_its_end(text: str) -> None:
    assert all(finding.kind in Kind for finding in findings(text))
