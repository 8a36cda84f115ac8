"""A slow, plain twin of `commuting_zones`: one join at a time, likeness in whole grains."""

from fractions import Fraction
from itertools import combinations

import polars as pl

from sectoral.regions.delineate import GRAIN

Workers = dict[tuple[str, str], int]
Cluster = tuple[str, ...]


def commuting_zones(flows: pl.DataFrame, *, cut: float) -> set[frozenset[str]]:
    """Join the two most alike clusters of all until none are alike enough."""
    f: Workers = {(h, w): n for h, w, n in flows.select("home", "work", "workers").iter_rows()}
    areas = sorted({h for h, _ in f} & {w for _, w in f})
    clusters: list[Cluster] = [(area,) for area in areas]
    living = {a: sum(f.get((a, b), 0) for b in areas) for a in areas}

    def shared(a: str, b: str) -> int:
        return f.get((a, b), 0) + f.get((b, a), 0)

    def likeness(a: str, b: str) -> int:
        fewest = min(living[a], living[b])
        return round(min(0.999, shared(a, b) / fewest) * GRAIN) if fewest else 0

    def order(two: tuple[Cluster, Cluster]) -> tuple[Fraction, Fraction, Cluster, Cluster]:
        pairs = [(a, b) for a in two[0] for b in two[1]]
        alike = Fraction(sum(likeness(a, b) for a, b in pairs), len(pairs))
        commuters = Fraction(sum(shared(a, b) for a, b in pairs if likeness(a, b)), len(pairs))
        first, second = sorted(two)
        return -alike, -commuters, first, second

    while len(clusters) > 1:
        nearest = min(combinations(clusters, 2), key=order)
        if -order(nearest)[0] < (1 - cut) * GRAIN - 0.5:
            break
        clusters = [c for c in clusters if c not in nearest]
        clusters.append(tuple(sorted(nearest[0] + nearest[1])))
    return {frozenset(c) for c in clusters}
