"""What a text says that it should not: found where it is, and not where it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectoral.workspace.rules.wording.text import (
    FindingKind,
    find_antitrust,
    find_offers,
    find_person_marks,
    find_wording,
    may_keep,
    may_show_at_once,
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
    ("ｗｗｗ．college．example／weld", "a link"),
    ("college.academy/weld has it", "a link"),
    ("US$ 900 a place", "a price"),
    ("nine\u200b, or $9\u200b00", "a price"),
]
NO_OFFERS = [
    "Companies cannot find welders who read drawings.",
    "Bus line 12 ends at 6 p.m., before the late shift.",
    "About 40 people a year leave for the U.S. mainland, i.e. too many.",
    "Housing near the harbor is short; 3 of 10 new hires move away.",
    "The need is for technicians in robotics, etc.",
    "Our training needs are in the evening.",
    "The county office answers at 303-555-0142.",
    "Main activity NAICS 336611, county 08031, about 40 people.",
    "12 Dock Street, Harbour, in the building behind no. 4.",
]


@pytest.mark.parametrize(("text", "why"), OFFERS)
def test_an_offer_is_found(text: str, why: str) -> None:
    assert why in {finding.why for finding in find_offers(text)}
    assert not may_show_at_once(text)


@pytest.mark.parametrize("text", NO_OFFERS)
def test_a_plain_note_is_no_offer(text: str) -> None:
    assert find_wording(text) == []
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
    ("Let us agree on wages together", "pay levels"),
    ("we should all match pay for welders, say", "pay levels"),
    ("compare starting pay", "pay levels"),
    ("pay no more than $25", "pay levels"),
    ("how much are they paying their people", "pay levels"),
    ("We keep off each other's welders", "who hires whom"),
    ("we agreed not to hire welders from other companies", "who hires whom"),
    ("price-fixing would end the quarrel", "prices or markets"),
    ("Ａgree on ｗages", "pay levels"),
    ("agree on\u00a0wa\u00adges", "pay levels"),
]
NO_ANTITRUST = [
    "We cannot fill 12 jobs for electricians this year.",
    "Candidates turn down the night shift.",
    "We would pay for half of a shared trainer.",
    "The port needs a deeper channel, and freight prices rise.",
    "Hiring is hard; people leave for the city.",
    "We pay for the training.",
    "Companies share a trainer and pay by use.",
    "Access to capital would pay for the dock.",
    "We can set aside money to pay half of the crane.",
    "A crane for rent at $90 an hour, shared by three yards.",
    "Keel & Sons pledges $2,500 in cash.",
    "The county agreed to pay the bus for a year.",
    "Our region follows labor markets, split by the river.",
    "Settle who chairs, and fix the date.",
    "Hold the meeting at the yard; the pay machine at the car park is broken.",
]


@pytest.mark.parametrize(("text", "why"), ANTITRUST)
def test_talk_of_pay_hiring_or_markets_is_found(text: str, why: str) -> None:
    assert why in {finding.why for finding in find_antitrust(text)}


@pytest.mark.parametrize("text", NO_ANTITRUST)
def test_ordinary_talk_of_jobs_is_not_flagged(text: str) -> None:
    assert find_antitrust(text) == []


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
    "123 - 45 - 6789",
    "123–45–6789",
    "123—45‑6789",
    "123-45-\n6789",
    "123/45/6789",
    "123-45 6789",
    "SSN:\n123\n45\n6789",
    "social  security no. 1 2 3 4 5 6 7 8 9",
    "s.s.n. 123456789",
    "١٢٣-٤٥-٦٧٨٩",
    "1\u20602\u20603-45-6789",
    "123\ufe0f-45-6789",
    "taxpayer number 912-78-1234",
    "Birth date: 4.12.87",
    "DOB 04121987",
    "d.o.b. 12-Apr-1987",
    "Birthday: 12th of April, 1987",
    "Date of birth:\n1987/4/12",
    "was born on April\u00a012th, 1987",
    "born 4 / 12 / 1987",
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
    "Fax +1 (303) 555-0142, suite 12",
    "order 12-345-6789",
    "120 seats, 35 of them free, in 2026",
    "Founded in 1987; the dock opened on 4/12/1987",
    "the 2026-2027 season",
    "EIN 12-3456789",
    "40 welders, 12 fitters, 1998 to 2004",
]


@pytest.mark.parametrize("text", PERSONAL)
def test_a_mark_of_a_person_stops_a_text(text: str) -> None:
    answer = may_keep(text)
    assert not answer
    assert "Remove it" in answer.reason


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_other_numbers_and_dates_do_not_stop_a_text(text: str) -> None:
    assert find_person_marks(text) == []
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
    assert all(finding.kind in FindingKind for finding in find_wording(text))
