"""Facts about Quayland's regions by hand, and the nation's beside published figures."""

from pathlib import Path

import polars as pl
import pytest

from sectoral.regions.delineate import commuting_zones
from sectoral.regions.quality import region_facts, region_neighbors
from tests.regions.quayland import (
    FERRY,
    FLOWS,
    HARBOUR,
    HILL,
    MILL,
    MOOR,
    NAMES,
    acs_flows,
    partition,
    zones,
)

ZONES = partition(harbour=[HARBOUR, MILL, FERRY], hill=[HILL], moor=[MOOR])
JOBS = pl.DataFrame({"area": [HARBOUR, MILL, HILL]})


def metro(**areas: bool) -> pl.DataFrame:
    """METRO_AREAS, as far as the kind of a region needs it."""
    rows = [(area.removeprefix("a"), metropolitan) for area, metropolitan in areas.items()]
    schema = {"area": pl.String, "metropolitan": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def square(x: float, y: float) -> str:
    """A county one degree wide, its lower left corner at (x, y)."""
    ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
    return f'{{"type": "Polygon", "coordinates": [{ring}]}}'


def shapes(**corners: tuple[float, float]) -> pl.DataFrame:
    rows = [
        (2020, area.removeprefix("a"), area, area[1:3], square(*corner))
        for area, corner in corners.items()
    ]
    columns = ["vintage", "area", "name", "state", "geojson"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def test_the_harbour_region_by_hand() -> None:
    # Live here: 100 + 50 + 40 = 190, all work here. Work here: 105 + 40 + 46 = 191, one from
    # Hill. Job files for Harbour and Mill: (105 + 40) / 191.
    facts = region_facts(ZONES, FLOWS, NAMES, jobs_areas=JOBS).row(0, named=True)
    assert facts == {
        "region": "harbour",
        "name": "Harbour",
        "kind": "rural",
        "kind_because": "191 people work here; from 75,000 a region is metropolitan",
        "areas": 3,
        "states": "97 98",
        "workers_living": 190.0,
        "workers_working": 191.0,
        "home_containment": 1.0,
        "work_containment": 190 / 191,
        "coverage": 145 / 191,
        "areas_missing": FERRY,
    }


def test_hill_sends_one_worker_away_and_moor_has_no_job_file() -> None:
    facts = region_facts(ZONES, FLOWS, NAMES, jobs_areas=JOBS)
    assert facts["home_containment"].to_list() == [1.0, 0.99, 1.0]
    assert facts["work_containment"].to_list() == [190 / 191, 1.0, 1.0]
    assert facts["coverage"].to_list() == [145 / 191, 1.0, 0.0]
    assert facts["areas_missing"].to_list() == [FERRY, "", MOOR]


def test_a_region_is_metropolitan_from_half_of_its_workers_in_metropolitan_counties() -> None:
    # Harbour 105 / 191 = 55.0 %; a micropolitan Hill is not metropolitan; Moor is not listed.
    listed = metro(a98001=True, a98005=False)
    facts = region_facts(ZONES, FLOWS, NAMES, jobs_areas=JOBS, metro_areas=listed)
    assert facts["kind"].to_list() == ["metropolitan", "rural", "rural"]
    assert facts["kind_because"][0] == (
        "55 % of the people who work here work in metropolitan counties; from 50% a region "
        "is metropolitan"
    )
    # Mill and Ferry together: (40 + 46) / 191 = 45.0 %
    listed = metro(a98003=True, a97001=True)
    facts = region_facts(ZONES, FLOWS, NAMES, jobs_areas=JOBS, metro_areas=listed)
    assert facts["kind"][0] == "rural"


def test_without_a_list_size_decides_and_the_size_can_be_set() -> None:
    facts = region_facts(ZONES, FLOWS, NAMES, jobs_areas=JOBS, metropolitan_workers=99)
    assert facts["kind"].to_list() == ["metropolitan", "metropolitan", "rural"]
    assert facts["kind_because"][1] == "99 people work here; from 99 a region is metropolitan"


def test_a_list_of_another_vintage_decides_only_where_it_can() -> None:
    # Connecticut's planning regions beside a list of its counties, one of them micropolitan.
    regions = [f"091{n}0" for n in range(1, 10)]
    flows = pl.DataFrame({"home": regions, "work": regions, "workers": [10_000] * 9})
    counties = {f"a09{n:03}": n != 5 for n in range(1, 16, 2)}
    names = NAMES.clear()
    facts = region_facts(
        partition(ct=regions),
        flows,
        names,
        jobs_areas=pl.DataFrame({"area": [area[1:] for area in counties]}),
        metro_areas=metro(**counties),
    ).row(0, named=True)
    assert facts["kind_because"] == "90,000 people work here; from 75,000 a region is metropolitan"
    # The job files of the counties cover the planning regions, too.
    assert (facts["coverage"], facts["areas_missing"]) == (1.0, "")
    assert facts["name"] == "county 09110, CT"


def test_a_county_under_two_codes_counts_once() -> None:
    flows = pl.DataFrame({"home": ["46102"], "work": ["46102"], "workers": [5]})
    both = partition(badlands=["46102", "46113"])
    jobs = pl.DataFrame({"area": ["46113"]})
    facts = region_facts(both, flows, NAMES, jobs_areas=jobs).row(0, named=True)
    assert (facts["areas"], facts["coverage"]) == (1, 1.0)


def test_regions_of_the_same_name_are_told_apart_by_their_code() -> None:
    flows = pl.DataFrame(
        {"home": ["51159", "51760"], "work": ["51159", "51760"], "workers": [1, 2]}
    )
    names = pl.DataFrame({"area": ["51159", "51760"], "name": ["Richmond"] * 2})
    facts = region_facts(
        partition(a=["51159"], b=["51760"]), flows, names, jobs_areas=flows.select(area="home")
    )
    assert facts["name"].to_list() == ["Richmond, VA (51159)", "Richmond, VA (51760)"]


def test_shares_of_nobody_are_unknown() -> None:
    facts = region_facts(ZONES, FLOWS.clear(), NAMES, jobs_areas=JOBS).row(1, named=True)
    assert (facts["home_containment"], facts["work_containment"]) == (None, None)
    assert (facts["coverage"], facts["kind"], facts["areas"]) == (None, "rural", 1)


def test_commuters_tie_regions_both_ways_round() -> None:
    # Hill → Harbour 1. With Moor → Harbour 3 and Harbour → Moor 2, there are two ties.
    more = pl.DataFrame({"home": [MOOR, FERRY], "work": [HARBOUR, MOOR], "workers": [3, 2]})
    found = region_neighbors(ZONES, FLOWS.vstack(more))
    assert found.drop("touching").rows() == [
        ("harbour", "hill", 0.0, 1.0),
        ("harbour", "moor", 2.0, 3.0),
        ("hill", "harbour", 1.0, 0.0),
        ("moor", "harbour", 3.0, 2.0),
    ]
    assert found["touching"].is_null().all()


def test_regions_touch_along_a_side_but_not_at_a_corner() -> None:
    more = pl.DataFrame({"home": [MOOR, MOOR], "work": [HARBOUR, HILL], "workers": [3, 2]})
    places = {
        "a98001": (0.0, 0.0),
        "a98003": (0.0, 1.0),
        "a98005": (1.0, 0.0),  # beside Harbour
        "a97001": (-1.0, 0.0),
        "a97003": (2.0, 1.0),  # only the corner (2, 1) of Hill
    }
    found = region_neighbors(ZONES, FLOWS.vstack(more), shapes(**places))
    assert dict(
        zip(found.select("region", "neighbour").rows(), found["touching"], strict=True)
    ) == {
        ("harbour", "hill"): True,
        ("harbour", "moor"): False,
        ("hill", "harbour"): True,
        ("hill", "moor"): False,
        ("moor", "harbour"): False,
        ("moor", "hill"): False,
    }


def test_a_border_is_unknown_where_a_county_has_no_shape() -> None:
    more = pl.DataFrame({"home": [MOOR, HILL], "work": [HARBOUR, MOOR], "workers": [3, 2]})
    places = {"a98001": (0.0, 0.0), "a98005": (1.0, 0.0), "a97003": (5.0, 5.0)}
    found = region_neighbors(ZONES, FLOWS.vstack(more), shapes(**places))
    touching = dict(zip(found.select("region", "neighbour").rows(), found["touching"], strict=True))
    assert touching["harbour", "hill"] is True  # found, whatever Mill and Ferry look like
    assert touching["harbour", "moor"] is None  # Mill or Ferry might touch Moor
    assert touching["hill", "moor"] is False


@pytest.mark.data
def test_containment_is_fowlers_in_every_zone(shared_data: Path) -> None:
    # His county file gives, to two decimals, the share of a county's resident workers who work
    # in its zone; weighted by those workers it is the zone's containment.
    flows = acs_flows(shared_data)
    known = flows.join(flows.select(work="home").unique(), on="work")
    fowler = zones(shared_data, "commuting_zones/cz2020_county20.csv", "GEOID", "CZ20")
    file = shared_data / "commuting_zones/cz2020_county_fit_statistics.csv"
    published = pl.read_csv(file, infer_schema=False).select(
        area=pl.col("FIPS").str.zfill(5), contained=pl.col("Contained").cast(pl.Float64)
    )
    facts = region_facts(fowler, known, NAMES, jobs_areas=fowler)
    theirs = (
        known.group_by(area="home")
        .agg(pl.col("workers").sum())
        .join(published, on="area")
        .join(fowler, on="area")
        .group_by("region")
        .agg(contained=(pl.col("contained") * pl.col("workers")).sum() / pl.col("workers").sum())
    )
    gap = facts.join(theirs, on="region").select(
        (pl.col("home_containment") - pl.col("contained")).abs()
    )
    assert gap.height == 593
    assert gap.to_series().max() <= 0.0051  # type: ignore[operator]


@pytest.mark.data
def test_colorados_largest_region_is_denver_and_metropolitan(shared_data: Path) -> None:
    flows = acs_flows(shared_data)
    names = pl.DataFrame({"area": ["08031"], "name": ["Denver"]})
    facts = region_facts(
        commuting_zones(flows), flows, names, jobs_areas=flows.select(area="home")
    ).filter(region="08031")
    assert facts.select("name", "kind", "areas", "states").row(0) == (
        "Denver, CO",
        "metropolitan",
        11,
        "08",
    )
