"""Codes exist or do not, in their version; a no names what is near (I16)."""

import pytest

from sectoral.codes import (
    EXAMPLES,
    counties,
    industries,
    industry_title,
    wrong_county,
    wrong_industry,
)
from sectoral.places import NATION, STATES


@pytest.mark.parametrize("code", ["31-33", "31", "62", "622", "3366", "33661", "336612", "814110"])
def test_an_industry_of_any_depth_is_one(code: str) -> None:
    assert wrong_industry(code) == ""


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("6229", "“6229” is no code of NAICS 2022: 622 (Hospitals) has 6221, 6222, 6223."),
        ("511210", "“511210” (Software publishers) is a code of NAICS 2017 that ended with NAICS "
         "2022; there 513210 is “Software Publishers”."),
        ("99", "“99” is no code of NAICS 2022: no industry begins so."),
        ("11-21", "“11-21” is no NAICS code: it has two to six digits, or is one of 31-33, 44-45, "
         "48-49."),
        ("3366121", "“3366121” is no NAICS code: it has two to six digits, or is one of 31-33, "
         "44-45, 48-49."),
        ("３３６６", "“３３６６” is no NAICS code: it has two to six digits, or is one of 31-33, "
         "44-45, 48-49."),
    ],
)  # fmt: skip
def test_a_code_that_is_none_names_what_is_near(code: str, why: str) -> None:
    assert wrong_industry(code) == why


@pytest.mark.parametrize(
    ("area", "why"),
    [
        ("99999", "“99999” is no county: no state has the code 99."),
        ("08999", "“08999” is no county of Colorado; the nearest code is 08125 (Yuma)."),
        ("8001", "“8001” is no county: its FIPS code has five digits."),
        (
            "46113",
            "46113 (Shannon) ended as a county in 2015; today there is: 46102 Oglala Lakota.",
        ),
    ],
)
def test_a_county_that_is_none_names_what_is_near(area: str, why: str) -> None:
    assert wrong_county(area, invented=True) == why


def test_connecticut_counts_by_planning_regions_or_by_an_older_editions_counties() -> None:
    assert wrong_county("09110") == ""
    assert wrong_county("09001").startswith("09001 (Fairfield) ended as a county in 2022; today")
    older = {"09001", "09003", "09005"}
    assert wrong_county("09001", older) == ""
    assert wrong_county("09110", older).startswith("09110 (Capitol) came after the counties that")


def test_invented_counties_count_where_an_edition_names_them_or_none_real_is_shown() -> None:
    assert wrong_county("80003") != ""
    assert wrong_county("80003", {"80003"}) == ""
    assert {wrong_county(area, invented=True) for area in EXAMPLES} == {""}
    assert "" not in {wrong_county(area) for area in EXAMPLES}


def test_every_state_has_counties_and_every_industry_the_wider_ones() -> None:
    here = {county.area[:2] for county in counties().values()}
    assert {place.fips for place in STATES if place != NATION} <= here
    # 50 states and the capital have 3,144 counties since Connecticut has nine regions.
    now = [c for c in counties().values() if c.ended is None and c.area < "60"]
    assert len(now) == 3144
    assert all(
        counties()[code].ended is None or counties()[code].ended > county.ended  # type: ignore[operator]
        for county in counties().values()
        if county.ended
        for code in county.now
    )
    six = [i.code for i in industries().values() if len(i.code) == 6 and i.version == "2022"]
    assert len(six) == 1012
    assert {wrong_industry(code[:depth]) for code in six for depth in (2, 3, 4, 5)} == {""}
    assert industry_title("622") == "Hospitals"
