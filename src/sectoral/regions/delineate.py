"""Delineate commuting zones: counties that share their workers become one region.

Average linkage needs no square matrix here. Two clusters A and B are alike by the mean of
s[i,j] over all pairs of their counties, so it is enough to keep, for each pair of clusters
that has any commuters, the *sum* of s; counties without commuters between them add zero.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from sectoral.errors import BadInput, BrokenContract, WrongUse

MOST_ALIKE = 0.999
CUT = 0.977

# Likeness is summed as a whole number of 2⁻⁴⁰ths: whole numbers add up to the same sum in
# any order, so neither the order of rows nor the counties' codes can move a border.
GRAIN = 2.0**40

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ClusterTies:
    """Every pair of clusters with commuters between them, both ways round, by `a` then `b`.

    a, b      the two clusters, as places in the list of areas            (pairs,)
    alike     the sum of s over the pairs of their areas, in GRAINs       (pairs,)
    workers   workers who live in one and work in the other, both ways    (pairs,)
    """

    a: Ints
    b: Ints
    alike: Ints
    workers: Ints

    def keep(self, kept: npt.NDArray[np.bool_]) -> "ClusterTies":
        """The pairs where `kept` is true."""
        return ClusterTies(self.a[kept], self.b[kept], self.alike[kept], self.workers[kept])


def commuting_zones(flows: pl.DataFrame, *, cut: float = CUT) -> pl.DataFrame:
    """The nation's commuting zones: average linkage of counties by their shared commuters.

    With f[i,j] the workers who live in i and work in j, and W[i] = Σ_j f[i,j] (own county
    included), over the counties that appear both as a home and as a workplace:

        s[i,j] = min(.999, (f[i,j] + f[j,i]) / min(W[i], W[j]))

    The two clusters whose counties have the highest mean s are joined, again and again,
    while their distance 1 - mean s is at most `cut`. Of equally alike pairs the one with
    more commuters per pair of counties goes first, then the one with the lower codes.

    Takes    COMMUTING of one source: home, work, workers. Workplaces that are nobody's
             home (abroad) and homes that are nobody's workplace are left out.
    Returns  area, region; sorted by area. A region's id is the code of the county where
             most people work, so it stays the same as long as that county's region does.
    Raises   BadInput where no county is both a home and a workplace; WrongUse where `cut`
             is not between 0 and 1.
    Source   Tolbert & Sizer (1996), ERS Staff Paper 9614; Fowler (2024), Sci Data 11:975.
    """
    if not 0 < cut < 1:
        raise WrongUse(f"A cut is a distance between 0 and 1; got {cut:g}.")
    areas, pairs, working = _flow_pairs(flows)
    # Half a grain less, so that a distance of exactly `cut` is never rounded past it.
    cluster = _link_clusters(_area_ties(pairs, len(areas)), len(areas), least=1 - cut - 0.5 / GRAIN)
    joined = pl.DataFrame({"area": areas, "cluster": cluster, "working": working})
    largest = pl.col("area").sort_by(["working", "area"], descending=[True, False]).first()
    return joined.select("area", region=largest.over("cluster")).sort("area")


def zones_of_state(partition: pl.DataFrame, state: str) -> pl.DataFrame:
    """The regions that reach into one state, each of them whole.

    Takes    a partition of the nation; `state` a two-digit FIPS code.
    Returns  area, region of every region with at least one county in the state, its
             counties in other states included; sorted by area.
    Raises   WrongUse where the partition has no county in the state.
    """
    inside = pl.col("area").str.starts_with(state)
    here = partition.filter(inside.any().over("region")).select("area", "region")
    if len(state) != 2 or here.is_empty():
        raise WrongUse(f"The regions hold no county of state '{state}', a two-digit FIPS code.")
    return here.sort("area")


def _flow_pairs(flows: pl.DataFrame) -> tuple[list[str], pl.DataFrame, Ints]:
    """Areas on both sides, the flows among them as places (i, j, workers), jobs by area."""
    if "source" in flows.columns and flows["source"].n_unique() > 1:
        raise BrokenContract("Regions are made from one source of commuting; got several.")
    areas = sorted(set(flows["home"]) & set(flows["work"]))
    if not areas:
        raise BadInput(
            "commuting",
            expected="counties that are both a home and a workplace",
            found="none",
            mend="name the column of homes and the column of workplaces",
        )
    places = pl.DataFrame({"area": areas}).with_row_index("place")
    pairs = (
        flows.join(places.rename({"place": "i"}), left_on="home", right_on="area")
        .join(places.rename({"place": "j"}), left_on="work", right_on="area")
        .group_by("i", "j")
        .agg(pl.col("workers").sum())
        .select(pl.col("i", "j", "workers").cast(pl.Int64))
    )
    working = _total_by_place(pairs["j"].to_numpy(), pairs["workers"].to_numpy(), len(areas))
    return areas, pairs, working


def _total_by_place(place: Ints, workers: Ints, areas: int) -> Ints:
    total = np.zeros(areas, dtype=np.int64)
    np.add.at(total, place, workers)
    return total


def _area_ties(pairs: pl.DataFrame, areas: int) -> ClusterTies:
    """s of every pair of areas with commuters between them, each as its own cluster."""
    i, j, f = (pairs[name].to_numpy() for name in ("i", "j", "workers"))
    living = _total_by_place(i, f, areas)
    apart = (i != j) & (f > 0)
    i, j, f = i[apart], j[apart], f[apart]
    a, b, workers, _ = _add_up_ties(np.r_[i, j], np.r_[j, i], np.r_[f, f], np.r_[f, f], areas)
    fewest = np.minimum(living[a], living[b])
    # An area where no worker lives keeps itself: its ties have no denominator.
    known = fewest > 0
    a, b, workers, fewest = a[known], b[known], workers[known], fewest[known]
    s = np.minimum(MOST_ALIKE, workers / fewest)
    return ClusterTies(a, b, np.rint(s * GRAIN).astype(np.int64), workers)


def _add_up_ties(a: Ints, b: Ints, x: Ints, y: Ints, areas: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Rows with the same (a, b) added up; sorted by a, then b."""
    key = a * areas + b
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if len(key) else order
    a, b = np.divmod(key[first], areas)
    if len(first) == 0:
        return a, b, x, y
    return a, b, np.add.reduceat(x[order], first), np.add.reduceat(y[order], first)


def _link_clusters(ties: ClusterTies, areas: int, *, least: float) -> Ints:
    """The cluster of each area when no two clusters are `least` alike on average any more.

    Each round joins every two clusters that are each other's nearest. For average linkage
    that gives what joining only the nearest two of all would give, in far fewer rounds:
    joining C and D never makes them more alike to A than the liker of the two was.
    """
    cluster = np.arange(areas)
    size = np.ones(areas, dtype=np.int64)
    while len(ties.a):
        near, best = _nearest_clusters(ties, size, areas)
        mutual = (best >= least) & (near[near] == np.arange(areas)) & (near >= 0)
        into = np.where(mutual, np.minimum(near, np.arange(areas)), np.arange(areas))
        cluster = into[cluster]
        size = np.bincount(cluster, minlength=areas)
        # A cluster without a partner now never has one later: means only fall.
        open_ = best >= least
        ties = _join_ties(ties.keep(open_[ties.a] & open_[ties.b]), into, areas)
    return cluster


def _nearest_clusters(ties: ClusterTies, size: Ints, areas: int) -> tuple[Ints, Floats]:
    """Each cluster's most alike partner (-1: none) and how alike they are."""
    pairs = size[ties.a] * size[ties.b]
    alike = ties.alike / (pairs * GRAIN)
    first = np.flatnonzero(np.r_[True, ties.a[1:] != ties.a[:-1]])
    best = np.full(areas, -1.0)
    best[ties.a[first]] = np.maximum.reduceat(alike, first)
    top = np.flatnonzero(alike == best[ties.a])
    a, b, shared = ties.a[top], ties.b[top], (ties.workers / pairs)[top]
    order = np.lexsort((-b, shared, a))
    near = np.full(areas, -1, dtype=np.int64)
    near[a[order]] = b[order]  # the last one stays: most commuters, then the lowest code
    return near, best


def _join_ties(ties: ClusterTies, into: Ints, areas: int) -> ClusterTies:
    """The ties after each cluster has gone `into` another, its sums with it."""
    a, b = into[ties.a], into[ties.b]
    apart = a != b
    a, b, alike, workers = a[apart], b[apart], ties.alike[apart], ties.workers[apart]
    return ClusterTies(*_add_up_ties(a, b, alike, workers, areas))
