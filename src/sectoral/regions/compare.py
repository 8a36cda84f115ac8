"""How alike two partitions of the same counties are: a state's zones and its own regions."""

import math

import polars as pl

from sectoral import tables
from sectoral.errors import FilesDisagree


def compare_partitions(
    partition: pl.DataFrame,
    other: pl.DataFrame,
    flows: pl.DataFrame,
    *,
    names: tuple[str, str],
) -> pl.DataFrame:
    """Two partitions side by side: containment both ways, commuters cut, agreement.

    Everything but the number of regions is about the counties that both of them hold.
      inside         W of the regions that lie in one region of the other, over W of all,
                     W = workers who live there
      commuters cut  workers who live in one region and work in another, over all workers
                     who live and work in these counties (their own county included)
      agreement      the adjusted Rand index, see `adjusted_rand`

    Takes    two partitions; COMMUTING of one source; the names of the two, in order.
    Returns  PARTITION_FIT: one row; shares are null where there are no workers.
    Raises   FilesDisagree where the two have no county in common.
    """
    both = partition.select("area", "region").join(
        other.select("area", other="region"), on="area", how="inner"
    )
    if both.is_empty():
        raise FilesDisagree(
            " and ".join(names),
            expected="two partitions of the same counties",
            found="no county that is in both",
            mend="compare lists whose county codes are of the same country and vintage",
        )
    trips = _flows_in_both(both, flows)
    living = both.join(
        trips.group_by(area="home").agg(pl.col("workers").sum()), on="area", how="left"
    ).with_columns(pl.col("workers").fill_null(0))
    row = {
        "partition": names[0],
        "other": names[1],
        "areas": both.height,
        "regions": partition["region"].n_unique(),
        "other_regions": other["region"].n_unique(),
        "inside": _share_inside(living, "region", "other"),
        "other_inside": _share_inside(living, "other", "region"),
        "commuters_cut": _share_cut(trips, "region"),
        "other_commuters_cut": _share_cut(trips, "other"),
        "agreement": adjusted_rand(both["region"], both["other"]),
    }
    return tables.check(pl.DataFrame([row]), tables.PARTITION_FIT)


def adjusted_rand(one: pl.Series, two: pl.Series) -> float:
    """The adjusted Rand index of two labellings of the same things.

    With n[i,j] the things labelled i by the one and j by the other, a[i] and b[j] their
    sums over j and over i, n all of them, and C(x) = x (x - 1) / 2:

        (Σ C(n[i,j]) - e) / ((Σ C(a[i]) + Σ C(b[j])) / 2 - e),   e = Σ C(a[i]) Σ C(b[j]) / C(n)

    Takes    two series of labels of equal length.
    Returns  1 = the same partition, 0 = as alike as chance would have it; may be negative;
             1.0 where both put everything together or everything apart.
    Source   Hubert & Arabie (1985), J. Classification 2:193-218.
    """
    labels = pl.DataFrame({"one": one, "two": two})
    together = _count_pairs(labels, ["one", "two"])
    in_one, in_two = _count_pairs(labels, ["one"]), _count_pairs(labels, ["two"])
    expected = in_one * in_two / max(math.comb(labels.height, 2), 1)
    most = (in_one + in_two) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def _count_pairs(labels: pl.DataFrame, by: list[str]) -> int:
    """How many pairs of things share their label."""
    n = labels.group_by(by).len()["len"].cast(pl.Int64)
    return int((n * (n - 1) // 2).sum())


def _flows_in_both(both: pl.DataFrame, flows: pl.DataFrame) -> pl.DataFrame:
    """The flows among the counties, with both ends' regions in both partitions."""
    at_work = both.rename({"region": "region_work", "other": "other_work"})
    return flows.join(both, left_on="home", right_on="area").join(
        at_work, left_on="work", right_on="area"
    )


def _share_cut(trips: pl.DataFrame, name: str) -> float | None:
    return _worker_share(trips, pl.col(name) != pl.col(f"{name}_work"))


def _share_inside(living: pl.DataFrame, name: str, outer: str) -> float | None:
    return _worker_share(living, pl.col(outer).n_unique().over(name) == 1)


def _worker_share(rows: pl.DataFrame, which: pl.Expr) -> float | None:
    """The share of all workers who are in `which` rows; None where there are no workers."""
    part, whole = pl.col("workers").filter(which).sum(), pl.col("workers").sum()
    share: float | None = rows.select(pl.when(whole > 0).then(part / whole)).item()
    return share
