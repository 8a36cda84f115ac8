"""Commuting zones of Quayland by hand, of any small world by a slow twin, of the nation."""

import random
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectoral.errors import BadInput, BrokenContract, WrongUse
from sectoral.regions.delineate import commuting_zones, zones_of_state
from tests.regions import reference
from tests.regions.quayland import (
    FERRY,
    FLOWS,
    HARBOUR,
    HILL,
    MILL,
    MOOR,
    acs_flows,
    groups,
    partition,
    zones,
)

AREAS = [f"98{n:03}" for n in range(1, 18, 2)]


@st.composite
def worlds(draw: st.DrawFn, areas: list[str] = AREAS, most: int = 9) -> pl.DataFrame:
    """Flows among a few counties; few workers, so that many pairs are equally alike."""
    pairs = st.tuples(st.sampled_from(areas), st.sampled_from(areas))
    flows = draw(st.dictionaries(pairs, st.integers(0, most), min_size=1))
    rows = [(home, work, workers) for (home, work), workers in flows.items()]
    own = [(area, area, draw(st.integers(1, most))) for area in areas if (area, area) not in flows]
    schema = {"home": pl.String, "work": pl.String, "workers": pl.Int64}
    return pl.DataFrame(rows + own, schema=schema, orient="row")


cuts = st.sampled_from([0.3, 0.5, 0.6, 0.75, 0.9, 0.977])


def test_ferry_joins_harbour_and_mill_at_the_usual_cut() -> None:
    # Harbour + Mill at .60; then with Ferry at (.35 + 0) / 2 = .175; Hill at .01 / 3 stays.
    found = commuting_zones(FLOWS)
    assert found.equals(
        partition(**{HARBOUR: [HARBOUR, MILL, FERRY], HILL: [HILL], MOOR: [MOOR]}).sort("area")
    )


def test_ferry_stays_apart_where_only_its_tie_to_harbour_would_do() -> None:
    # s(Harbour, Ferry) = .35 is above 1 - .7 = .3, but the mean with Mill, .175, is not.
    assert groups(commuting_zones(FLOWS, cut=0.7)) == {
        frozenset([HARBOUR, MILL]),
        frozenset([FERRY]),
        frozenset([HILL]),
        frozenset([MOOR]),
    }


def test_hill_joins_where_the_cut_lies_just_above_its_distance() -> None:
    # 1 - .01 / 3 = .99667
    assert frozenset([HARBOUR, MILL, FERRY, HILL]) in groups(commuting_zones(FLOWS, cut=0.9967))
    assert frozenset([HARBOUR, MILL, FERRY]) in groups(commuting_zones(FLOWS, cut=0.9966))


def test_a_region_is_called_after_the_county_where_most_people_work() -> None:
    # Works there: Harbour 105, Ferry 46, Mill 40.
    region = commuting_zones(FLOWS).filter(pl.col("area") == MILL)["region"].item()
    assert region == HARBOUR


def test_work_abroad_counts_for_nothing() -> None:
    abroad = FLOWS.vstack(pl.DataFrame({"home": [MOOR], "work": ["00301"], "workers": [900]}))
    assert commuting_zones(abroad).equals(commuting_zones(FLOWS))


def test_a_county_where_no_worker_lives_keeps_itself() -> None:
    # Quarry: 50 people from Mill work there, its own residents' 7 only work abroad.
    quarry = pl.DataFrame(
        {"home": [MILL, "98007", "98007"], "work": ["98007", "98007", "00301"]},
    ).with_columns(workers=pl.Series([50, 0, 7]))
    assert frozenset(["98007"]) in groups(commuting_zones(FLOWS.vstack(quarry)))


def test_the_same_pair_in_two_rows_is_added_up() -> None:
    halves = FLOWS.with_columns(pl.col("workers") // 2)
    rest = FLOWS.with_columns(pl.col("workers") - pl.col("workers") // 2)
    assert commuting_zones(halves.vstack(rest)).equals(commuting_zones(FLOWS))


@given(worlds(), cuts)
def test_rounds_of_joins_give_what_one_join_at_a_time_gives(
    flows: pl.DataFrame, cut: float
) -> None:
    assert groups(commuting_zones(flows, cut=cut)) == reference.commuting_zones(flows, cut=cut)


@given(worlds(), cuts, st.randoms())
def test_the_order_of_rows_changes_nothing(
    flows: pl.DataFrame, cut: float, rng: random.Random
) -> None:
    order = list(range(flows.height))
    rng.shuffle(order)
    assert commuting_zones(flows[order], cut=cut).equals(commuting_zones(flows, cut=cut))


@given(worlds(), cuts, st.integers(2, 10_000))
def test_more_workers_in_proportion_change_nothing(flows: pl.DataFrame, cut: float, c: int) -> None:
    scaled = flows.with_columns(pl.col("workers") * c)
    assert commuting_zones(scaled, cut=cut).equals(commuting_zones(flows, cut=cut))


@given(worlds(), worlds([f"97{n:03}" for n in range(1, 10, 2)]), cuts)
def test_two_islands_are_delineated_as_if_alone(
    one: pl.DataFrame, two: pl.DataFrame, cut: float
) -> None:
    alone = [commuting_zones(island, cut=cut) for island in (one, two)]
    assert commuting_zones(one.vstack(two), cut=cut).equals(pl.concat(alone).sort("area"))


@given(worlds(), cuts)
def test_a_wider_cut_never_splits_a_region(flows: pl.DataFrame, cut: float) -> None:
    narrow = groups(commuting_zones(flows, cut=cut))
    wide = groups(commuting_zones(flows, cut=0.99))
    assert all(any(small <= large for large in wide) for small in narrow)


def test_fen_gets_the_whole_region_that_ferry_is_in() -> None:
    found = zones_of_state(commuting_zones(FLOWS), "97")
    assert found["area"].to_list() == [FERRY, MOOR, HARBOUR, MILL]


def test_quayland_gets_ferry_but_not_moor() -> None:
    found = zones_of_state(commuting_zones(FLOWS), "98")
    assert found["area"].to_list() == [FERRY, HARBOUR, MILL, HILL]


@pytest.mark.parametrize("state", ["96", "9", "", "98001"])
def test_a_state_without_counties_is_refused(state: str) -> None:
    with pytest.raises(WrongUse, match=f"no county of state '{state}'"):
        zones_of_state(commuting_zones(FLOWS), state)


@pytest.mark.parametrize("cut", [0, 1, 97.7, -0.1, float("nan")])
def test_a_cut_that_is_no_distance_is_refused(cut: float) -> None:
    with pytest.raises(WrongUse, match="between 0 and 1"):
        commuting_zones(FLOWS, cut=cut)


def test_flows_between_two_sets_of_places_are_refused() -> None:
    flows = FLOWS.with_columns(work=pl.lit("00301"))
    with pytest.raises(BadInput, match="both a home and a workplace"):
        commuting_zones(flows)


def test_two_surveys_at_once_are_refused() -> None:
    twice = pl.concat([FLOWS.with_columns(source=pl.lit(s)) for s in ("acs", "lodes")])
    with pytest.raises(BrokenContract, match="one source"):
        commuting_zones(twice)


@pytest.mark.data
def test_the_nation_has_592_zones(shared_data: Path) -> None:
    # The number that USDA ERS publishes as "Preliminary 2020".
    found = commuting_zones(acs_flows(shared_data))
    assert (found.height, found["region"].n_unique()) == (3222, 592)


@pytest.mark.data
def test_without_one_flow_of_25_people_the_zones_are_fowlers_in_every_county(
    shared_data: Path,
) -> None:
    flows = acs_flows(shared_data)
    lincoln_yakutat = (pl.col("home") == "30053") & (pl.col("work") == "02282")
    assert flows.filter(lincoln_yakutat)["workers"].to_list() == [25]
    found = commuting_zones(flows.filter(~lincoln_yakutat))
    fowler = zones(shared_data, "commuting_zones/cz2020_county20.csv", "GEOID", "CZ20")
    assert (found.height, found["region"].n_unique()) == (3222, 593)
    assert groups(found) == groups(fowler)


@pytest.mark.data
def test_new_codes_for_all_counties_leave_the_nation_as_it_is(shared_data: Path) -> None:
    flows = acs_flows(shared_data)
    areas = sorted(set(flows["home"]))
    shuffled = random.Random(2).sample(areas, len(areas))  # noqa: S311
    new = dict(zip(areas, shuffled, strict=True))
    renamed = flows.with_columns(pl.col("home", "work").replace(new))
    back = commuting_zones(renamed).with_columns(
        pl.col("area").replace({code: area for area, code in new.items()})
    )
    assert groups(back) == groups(commuting_zones(flows))
