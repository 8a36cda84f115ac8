"""Quayland's commuting shows its true regions to the method of the national zones."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy.cluster.hierarchy import average, fcluster
from scipy.spatial.distance import squareform

from sectoral.invented import invent


def zones(flows: pl.DataFrame) -> dict[str, int]:
    """Average linkage on 1 - min(.999, (f_ij + f_ji) / min(W_i, W_j)), cut at .977."""
    areas = sorted(set(flows["home"]) & set(flows["work"]))
    place = {area: k for k, area in enumerate(areas)}
    matrix = np.zeros((len(areas), len(areas)))
    for home, work, workers in flows.iter_rows():
        if home in place and work in place:
            matrix[place[home], place[work]] = workers
    living = matrix.sum(axis=1)
    tie = np.minimum(0.999, (matrix + matrix.T) / np.minimum.outer(living, living))
    distance = 1 - tie
    np.fill_diagonal(distance, 0)
    label = fcluster(average(squareform(distance, checks=False)), 0.977, "distance")
    return dict(zip(areas, (int(k) for k in label), strict=True))


@pytest.mark.parametrize(("counties", "metros", "seed"), [(12, 1, 3), (30, 2, 1), (90, 3, 2)])
def test_average_linkage_finds_exactly_the_true_regions(
    tmp_path: Path, counties: int, metros: int, seed: int
) -> None:
    truth = invent(tmp_path, seed=seed, counties=counties, metros=metros, years=1)
    found: dict[int, set[str]] = {}
    for area, zone in zones(truth.flows).items():
        found.setdefault(zone, set()).add(area)
    true: dict[str, set[str]] = {}
    for area, region in truth.regions.items():
        true.setdefault(region, set()).add(area)
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, true.values()))
