"""The map and the small pictures."""

import xml.etree.ElementTree as ET
from dataclasses import replace

from allauth.mfa.adapter import get_adapter
from hypothesis import given
from hypothesis import strategies as st

from sectoral.workspace.drawings import maps
from sectoral.workspace.drawings.charts import (
    ChartBar,
    RegionStrip,
    TrendPoint,
    draw_bars,
    draw_strip,
    draw_trend,
)
from sectoral.workspace.drawings.maps import CountyOutline, MapShape, region_map

SVG = "{http://www.w3.org/2000/svg}"


def _tree(drawn: str) -> ET.Element:
    return ET.fromstring(drawn)  # noqa: S314  (drawn by us)


def _square(x: float, y: float) -> CountyOutline:
    ring = ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y))
    return CountyOutline(((ring,),))


def _shape(name: str, *counties: CountyOutline) -> MapShape:
    return MapShape(name, f"title of {name}", name, name, f"/{name}/", "#eeeeee", counties)


def test_each_place_on_the_map_is_a_named_link() -> None:
    pair = (_shape("a", _square(-105, 39)), _shape("b", _square(-104, 39)))
    root = _tree(region_map(pair, "two squares"))
    links = list(root.iter(f"{SVG}a"))
    assert [link.get("href") for link in links] == ["/a/", "/b/"]
    assert [link.findtext(f"{SVG}title") for link in links] == ["title of a", "title of b"]


def test_a_map_is_one_whoever_drew_a_code_for_a_second_factor_before() -> None:
    # A QR code enters a prefix of its own into a register that the whole process shares.
    get_adapter().build_totp_svg("otpauth://totp/Sectoral")
    drawn = region_map((_shape("a", _square(-105, 39)),), "one square")
    assert drawn.startswith("<svg ")
    assert "svg:" not in drawn
    assert drawn.count("xmlns=") == 1
    assert [link.get("href") for link in _tree(drawn).iter(f"{SVG}a")] == ["/a/"]


def test_a_place_that_leads_nowhere_is_no_link() -> None:
    here = replace(_shape("a", _square(-105, 39)), href="")
    root = _tree(region_map((here, _shape("b", _square(-104, 39))), "two"))
    assert [link.get("aria-label") for link in root.iter(f"{SVG}a")] == ["title of b"]


def test_a_line_between_two_counties_of_one_region_is_no_border() -> None:
    # Two squares side by side: 8 sides, the shared one counted twice, leave 6.
    together = [("one", _square(0, 0)), ("one", _square(1, 0))]
    apart = [("one", _square(0, 0)), ("two", _square(1, 0))]
    assert _edges(maps.border_chains(together)) == 6
    assert _edges(maps.border_chains(apart)) == 7


def test_counties_that_share_no_point_are_pieces_the_largest_first() -> None:
    apart, left, right = _square(9, 9), _square(0, 0), _square(1, 0)
    assert maps.connected_pieces([apart, left, right]) == [[1, 2], [0]]
    assert maps.connected_pieces([left, right]) == [[0, 1]]
    assert maps.connected_pieces([]) == []


def test_every_piece_of_a_place_carries_its_number() -> None:
    torn = _shape("a", _square(-105, 39), _square(-101, 39))
    root = _tree(region_map((torn, _shape("b", _square(-104, 39))), "torn"))
    group = next(g for g in root.iter(f"{SVG}g") if g.get("class") == "map-label")
    assert sorted(t.text or "" for t in group.iter(f"{SVG}text")) == ["a", "a", "b"]


def test_a_part_beyond_the_border_carries_its_number_too() -> None:
    across = _shape("a", _square(-105, 39), replace(_square(-104, 39), home=False))
    root = _tree(region_map((across,), "across"))
    group = next(g for g in root.iter(f"{SVG}g") if g.get("class") == "map-label")
    assert [words.text for words in group.iter(f"{SVG}text")] == ["a", "a"]


def _edges(chains: list[list[maps.Point]]) -> int:
    return sum(len(chain) - 1 for chain in chains)


@given(st.permutations(range(4)), st.booleans())
def test_a_ring_is_wound_so_that_it_holds_its_county_not_the_globe(
    start: list[int], reverse: bool
) -> None:
    corners = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)]
    turned = corners[start[0] :] + corners[: start[0]]
    ring = tuple([*turned, turned[0]][:: -1 if reverse else 1])
    assert maps._ring_area(tuple(maps._wind_rings((ring,))[0])) < 0


def test_a_place_beyond_the_date_line_lies_west_of_the_others() -> None:
    shape = '{"type":"Polygon","coordinates":[[[179,51],[179,52],[178,52],[179,51]]]}'
    assert maps.county_outline(shape).polygons[0][0][0] == (-181.0, 51.0)


def test_pictures_carry_no_style_of_their_own() -> None:
    held = RegionStrip(1.35, 1.2, 1.5, (0.5, 2.2), 1.0, "as everywhere")
    years = (TrendPoint("CBP", 2017, 100, 90, 120), TrendPoint("CBP", 2018, 120, 120, 120))
    parts = (ChartBar("mix", -30, "−30 jobs"), ChartBar("place", 50, "+50 jobs", 80))
    one = _tree(draw_trend(years, ("CBP",), "l"))[0]
    for root, label in (
        (_tree(draw_strip(held, "l")), "l"),
        (one, "l: CBP"),
        (_tree(draw_bars(parts, "l")), "l"),
    ):
        assert root.get("role") == "img"
        assert root.get("aria-label") == label
        assert not any("style" in element.attrib for element in root.iter())


def test_a_picture_of_one_year_or_equal_numbers_can_be_drawn() -> None:
    assert "CBP" in draw_trend((TrendPoint("CBP", 2017, 0, 0, 0),), ("CBP",), "one year")
    assert "none" in draw_strip(RegionStrip(0, 0, 0, (), 0, "none"), "alone")
    assert "nothing" in draw_bars((ChartBar("nothing", 0, "0 jobs"),), "nothing")


def test_a_name_with_signs_of_markup_stays_a_name() -> None:
    drawn = draw_bars((ChartBar("<script>&", 1, "1"),), '"><script>')
    assert "<script" not in drawn
