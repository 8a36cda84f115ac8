"""How self-contained some counties are: of those who live in them, how many work in them."""

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from sectoral.workspace.evidence.facts import EditionFacts, current_facts
from sectoral.workspace.evidence.numbers import bare_number


@dataclass(frozen=True, slots=True)
class CountyContainment:
    """The commuting of some counties taken together.

    home   of the workers who live there, the share that works there; None where it is not known
    work   of those who work there, the share that lives there
    """

    home: float | None
    work: float | None
    edition: str

    def __str__(self) -> str:
        if self.home is None:
            return "the current edition has no commuting data for these counties"
        return (
            f"{bare_number(self.home, 'share')} of the workers who live in these counties "
            "also work in "
            f"them, and {bare_number(self.work, 'share')} of those who work in them live there"
        )


def containment_of(areas: Collection[str]) -> CountyContainment | None:
    """The containment of counties by the edition that is shown; None where none is.

    With f[i,j] the workers who live in county i and work in j, and R the counties:
      home  Σ f[R,R] / Σ f[R,·]      work  Σ f[R,R] / Σ f[·,R]

    An edition without commuting by county still tells it of a whole region of its own.
    """
    facts = current_facts()
    if facts is None:
        return None
    wanted = tuple(sorted(areas))
    return facts.once(
        ("containment", *wanted), lambda: _measure_containment(facts, frozenset(wanted))
    )


def _measure_containment(facts: EditionFacts, areas: frozenset[str]) -> CountyContainment:
    if not areas <= facts.areas:
        # Of counties outside its regions an edition keeps a part of the flows only.
        return CountyContainment(None, None, facts.id)
    flows = facts.edition.table("commuting")
    here = list(areas)
    lives, works = pl.col("home").is_in(here), pl.col("work").is_in(here)
    sums = flows.select(
        inside=pl.col("workers").filter(lives & works).sum(),
        living=pl.col("workers").filter(lives).sum(),
        working=pl.col("workers").filter(works).sum(),
    ).row(0, named=True)
    if sums["living"] and sums["working"]:
        home, work = sums["inside"] / sums["living"], sums["inside"] / sums["working"]
        return CountyContainment(home, work, facts.id)
    for region in facts.regions:
        if areas == {county.area for county in facts.counties.get(region.id, ())}:
            row = region.row
            return CountyContainment(row["home_containment"], row["work_containment"], facts.id)
    return CountyContainment(None, None, facts.id)
