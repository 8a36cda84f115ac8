"""Two partitions of Quayland by hand, an index by its published examples, the nation's lists."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectoral.errors import FilesDisagree
from sectoral.regions.compare import adjusted_rand, compare_partitions
from sectoral.regions.delineate import commuting_zones, zones_of_state
from tests.regions.quayland import (
    FERRY,
    FLOWS,
    HARBOUR,
    HILL,
    MILL,
    MOOR,
    acs_flows,
    partition,
    zones,
)

labels = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=12)


def test_quaylands_zones_beside_its_planning_regions() -> None:
    # 310 workers. Inside: Hill 100 + Moor 20; the other way Harbour + Mill 150 + Hill 100.
    # Cut: Hill → Harbour 1; the other way that 1, Harbour → Ferry 10 and Ferry → Harbour 4.
    # Pairs together in both: Harbour-Mill = 1; in the zones 3, in the other 2; of 10 in all:
    # e = 3 × 2 / 10 = .6; (1 - .6) / ((3 + 2) / 2 - .6) = .4 / 1.9
    found = compare_partitions(
        commuting_zones(FLOWS),
        partition(port=[HARBOUR, MILL], marsh=[FERRY, MOOR], top=[HILL]),
        FLOWS,
        names=("zones", "planning"),
    )
    assert found.row(0, named=True) == {
        "partition": "zones",
        "other": "planning",
        "areas": 5,
        "regions": 3,
        "other_regions": 3,
        "inside": 120 / 310,
        "other_inside": 250 / 310,
        "commuters_cut": 1 / 310,
        "other_commuters_cut": 15 / 310,
        "agreement": pytest.approx(0.4 / 1.9),
    }


def test_only_counties_in_both_lists_are_compared() -> None:
    # Without Fen: Harbour, Mill, Hill; 80+10+20+30+1+99 = 240 workers, 1 of them cut.
    found = compare_partitions(
        commuting_zones(FLOWS),
        partition(port=[HARBOUR, MILL], top=[HILL]),
        FLOWS,
        names=("zones", "planning"),
    ).row(0, named=True)
    assert (found["areas"], found["agreement"]) == (3, 1.0)
    assert found["commuters_cut"] == found["other_commuters_cut"] == 1 / 240
    assert found["inside"] == found["other_inside"] == 1.0


def test_shares_of_nobody_are_unknown() -> None:
    nobody = FLOWS.clear()
    found = compare_partitions(
        partition(a=[HARBOUR, MILL]), partition(b=[HARBOUR, MILL]), nobody, names=("a", "b")
    ).row(0, named=True)
    assert (found["inside"], found["commuters_cut"], found["agreement"]) == (None, None, 1.0)


def test_lists_without_a_common_county_are_refused() -> None:
    with pytest.raises(FilesDisagree, match=r"zones and list: .* no county that is in both"):
        compare_partitions(
            partition(a=[HARBOUR]), partition(b=[MOOR]), FLOWS, names=("zones", "list")
        )


@pytest.mark.parametrize(
    ("one", "two", "index"),
    [
        # The examples of the scikit-learn manual's page on adjusted_rand_score.
        ([0, 0, 1, 1], [0, 0, 1, 1], 1.0),
        ([0, 0, 1, 1], [1, 1, 0, 0], 1.0),
        ([0, 0, 1, 2], [0, 0, 1, 1], 4 / 7),
        ([0, 0, 0, 0], [0, 1, 2, 3], 0.0),
        ([0, 0, 1, 1], [0, 1, 0, 1], -0.5),
    ],
)
def test_the_adjusted_rand_index_is_the_published_one(
    one: list[int], two: list[int], index: float
) -> None:
    assert adjusted_rand(pl.Series(one), pl.Series(two)) == pytest.approx(index)


@given(labels)
def test_agreement_is_mutual_and_at_most_one(pairs: list[tuple[int, int]]) -> None:
    one, two = (pl.Series([pair[side] for pair in pairs]) for side in (0, 1))
    assert adjusted_rand(one, two) == adjusted_rand(two, one) <= 1.0
    assert adjusted_rand(one, one) == 1.0


@pytest.mark.data
def test_the_nations_zones_beside_the_published_ones(shared_data: Path) -> None:
    flows = acs_flows(shared_data)
    ours = commuting_zones(flows)
    fowler = zones(shared_data, "commuting_zones/cz2020_county20.csv", "GEOID", "CZ20")
    ers = zones(
        shared_data,
        "commuting_zones/ers_cz00_eqv_v1_1980_1990_2000.csv",
        "FIPS",
        "Commuting Zone ID, 2000",
    )
    with_fowler = compare_partitions(ours, fowler, flows, names=("zones", "fowler 2020")).row(
        0, named=True
    )
    with_ers = compare_partitions(ours, ers, flows, names=("zones", "ers 2000")).row(0, named=True)
    assert [with_fowler[k] for k in ("areas", "regions", "other_regions")] == [3222, 592, 593]
    assert [with_ers[k] for k in ("areas", "regions", "other_regions")] == [3125, 592, 709]
    assert 0.9996 < with_fowler["agreement"] < 1
    assert with_ers["agreement"] < with_fowler["agreement"]
    # Twenty years of longer journeys: zones of 2000 lie inside ours more often than ours in them.
    assert with_ers["other_inside"] > with_ers["inside"]


@pytest.mark.data
def test_colorados_planning_regions_cut_more_commuters_than_its_zones(shared_data: Path) -> None:
    flows = acs_flows(shared_data)
    planning = zones(
        shared_data, "region_lookups/co_planning_regions.csv", "county_fips", "planning_region"
    )
    ours = zones_of_state(commuting_zones(flows), "08")
    found = compare_partitions(ours, planning, flows, names=("zones", "planning regions")).row(
        0, named=True
    )
    assert [found[k] for k in ("areas", "regions", "other_regions")] == [64, 16, 14]
    assert found["commuters_cut"] < found["other_commuters_cut"]
