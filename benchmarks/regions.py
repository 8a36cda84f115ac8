"""Commuting zones of all US counties, against SciPy's average linkage on the same flows."""

import numpy as np
import polars as pl
from scipy.cluster.hierarchy import fcluster, linkage

from benchmarks.measure import SHARED, median_of, need_shared
from sectoral.regions.delineate import CUT, MOST_ALIKE, commuting_zones

FLOWS = SHARED / "acs_county_flows_2016_2020" / "acs_2016_2020_county_flows.csv.gz"


def main() -> None:
    """Print seconds, memory and the ratio; refuse to compare answers that differ."""
    if not need_shared():
        return
    ours, zones = median_of(5, sparse_zones)
    theirs, peers = median_of(5, dense_zones)
    reading, _ = median_of(5, read_only)
    if zones != peers:
        raise SystemExit(f"The answers differ: {zones} zones here, {peers} by SciPy.")
    print(f"\nCommuting zones of the nation: {zones}, the same by SciPy's average linkage")
    print(f"{'':24}{'seconds':>9}{'peak MB':>9}")
    for name, cost in (("Sectoral", ours), ("SciPy linkage", theirs), ("reading only", reading)):
        print(f"{name:24}{cost.seconds:9.2f}{cost.megabytes:9,.0f}")
    mine, other = ours.seconds - reading.seconds, theirs.seconds - reading.seconds
    print(f"Without reading, ours / SciPy's: {mine / other:.2f} of the time")


def read_flows() -> pl.DataFrame:
    """The flows of the American Community Survey 2016-2020."""
    table = pl.read_csv(FLOWS, infer_schema=False)
    return table.select(
        pl.lit("acs_2016_2020").alias("source"),
        pl.col("res_fips").alias("home"),
        pl.col("work_fips").alias("work"),
        pl.col("workers").cast(pl.Int64),
    )


def read_only() -> int:
    """Nothing but the reading."""
    return read_flows().height


def sparse_zones() -> int:
    """How many zones ours draws."""
    return commuting_zones(read_flows())["region"].n_unique()


def dense_zones() -> int:
    """How many zones SciPy's linkage of the full matrix of distances draws."""
    flows = read_flows()
    areas = sorted(set(flows["home"]) & set(flows["work"]))
    place = {area: i for i, area in enumerate(areas)}
    inside = flows.filter(pl.col("home").is_in(areas) & pl.col("work").is_in(areas))
    matrix = np.zeros((len(areas), len(areas)))
    homes, works = ([place[a] for a in inside[c]] for c in ("home", "work"))
    matrix[homes, works] = inside["workers"].to_numpy()
    living = matrix.sum(axis=1)
    alike = np.minimum(MOST_ALIKE, (matrix + matrix.T) / np.minimum.outer(living, living))
    distance = (1 - alike)[np.triu_indices(len(areas), 1)]
    return int(fcluster(linkage(distance, "average"), CUT, "distance").max())


if __name__ == "__main__":
    main()
