"""What the pages know of one edition: its regions and sectors in their one order, and lookups.

facts = current()              # None where no edition has been chosen
facts.regions[0].name          # the region where most people work comes first
facts.score("denver", "it")    # a row of SCORES as a dictionary, or None
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import polars as pl
from django.conf import settings
from django.urls import reverse

from sectoral import places
from sectoral.edition import MANIFEST, Edition, open_edition
from sectoral.errors import SectoralError
from sectoral.places import state_code
from sectoral.workspace.evidence.labels import plain_vintage
from sectoral.workspace.evidence.numbers import quantity

Row = dict[str, Any]
Kept = TypeVar("Kept")
_MOST_KEPT = 256


@dataclass(frozen=True, slots=True)
class SectorVerdict:
    """A judgement by word first; `slug` names its shape and color."""

    word: str
    short: str
    slug: str
    meaning: str
    glyph: str = ""


VERDICTS: Mapping[str, SectorVerdict] = {
    "critical": SectorVerdict(
        "critical", "critical", "critical", "the evidence puts it among the region's strongest", "◆"
    ),
    "promising": SectorVerdict(
        "promising",
        "promising",
        "promising",
        "strong in some ways, but not yet in enough",
        "◐",
    ),
    "ordinary": SectorVerdict(
        "ordinary", "ordinary", "ordinary", "it does not stand out from other sectors here", "○"
    ),
    "too thin to judge": SectorVerdict(
        "too thin to judge",
        "too thin",
        "thin",
        "too little is published, or files are missing, so it is not ranked",
        "⋯",
    ),
}
NOT_LOOKED_AT = SectorVerdict(
    "not looked at",
    "not looked at",
    "off",
    "we do not look at this sector in this kind of region",
    "×",
)
NO_WORKPLACES = SectorVerdict(
    "no workplaces", "no workplaces", "none", "the files show no workplaces of the sector here", "·"
)
NOT_IN_FILES = SectorVerdict(
    "not in the files",
    "not in the files",
    "unfiled",
    "our files are missing counties of this region and show no workplaces in the others",
    "?",
)
ABSENCES = (NO_WORKPLACES, NOT_IN_FILES, NOT_LOOKED_AT)


@dataclass(frozen=True, slots=True)
class Region:
    """A labor-market region as every page names it; `number` is its place in the one order."""

    id: str
    name: str
    number: int
    kind: str
    row: Row

    @property
    def href(self) -> str:
        """Its page."""
        return reverse("region", args=[self.id])


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector and the NAICS codes that make it up."""

    id: str
    name: str
    industries: tuple[str, ...]
    ownership: str
    metropolitan: bool
    rural: bool

    @property
    def href(self) -> str:
        """Its page."""
        return reverse("sector", args=[self.id])


@dataclass(frozen=True, slots=True)
class RegionCounty:
    """A county of a region.

    across   it lies in another state than the edition's own
    full     its name, with its state where the reader would not guess it
    """

    area: str
    name: str
    state: str
    across: bool
    full: str


@dataclass(frozen=True, slots=True)
class EditionSource:
    """An official source and the periods the edition read."""

    id: str
    title: str
    publisher: str
    page: str
    licence: str
    vintage: str
    reads: str
    cannot_tell: str


class EditionFacts:
    """One edition, opened for pages. Everything is read once and kept."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.id = edition.id
        self.manifest = edition.manifest
        self.state: str = edition.manifest["state"]
        self.state_name: str = edition.manifest["state_name"]
        self.partition: str = edition.manifest["partition"]
        self.invented = bool(edition.manifest.get("invented", False))
        self._kept: dict[tuple[str, ...], Any] = {}

    @property
    def invented_words(self) -> str:
        """What stands on every page and in every file of an invented state; else empty."""
        if not self.invented:
            return ""
        return f"{self.state_name} is an invented state. No number here is real"

    @property
    def made_at(self) -> datetime:
        """When the edition was made."""
        return datetime.fromisoformat(self.manifest["made"])

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """Every region, the one where most people work first."""
        facts = self.edition.table("region_facts").sort(
            ["workers_working", "name"], descending=[True, False], nulls_last=True
        )
        return tuple(
            Region(row["region"], self._at_home(row["name"]), place, row["kind"], row)
            for place, row in enumerate(facts.iter_rows(named=True), start=1)
        )

    def _at_home(self, name: str) -> str:
        """A region's name; readers of one state need not be told that state each time."""
        return name.removesuffix(f", {self.state}")

    @cached_property
    def sectors(self) -> tuple[Sector, ...]:
        """Every sector, by name."""
        sets = self.edition.table("sectors").group_by("sector", maintain_order=True).agg(pl.all())
        found = [
            Sector(
                row["sector"],
                row["name"][0],
                tuple(row["industry"]),
                row["ownership"][0],
                any(row["metropolitan"]),
                any(row["rural"]),
            )
            for row in sets.iter_rows(named=True)
        ]
        return tuple(sorted(found, key=lambda sector: sector.name))

    def region(self, name: str) -> Region | None:
        """The region with this id."""
        return self._regions.get(name)

    def sector(self, name: str) -> Sector | None:
        """The sector with this id."""
        return self._sectors.get(name)

    @cached_property
    def _regions(self) -> dict[str, Region]:
        return {region.id: region for region in self.regions}

    @cached_property
    def _sectors(self) -> dict[str, Sector]:
        return {sector.id: sector for sector in self.sectors}

    def score(self, region: str, sector: str) -> Row | None:
        """The row of SCORES, or None where the sector is not looked at there."""
        return self._scores.get((region, sector))

    def plan(self, region: str, sector: str) -> Row | None:
        """The row of PLAN."""
        return self._plan.get((region, sector))

    def verdict(self, region: str, sector: str) -> SectorVerdict:
        """What the evidence says of the sector in the region."""
        row = self.score(region, sector)
        return self._absence(region, sector) if row is None else VERDICTS[row["verdict"]]

    def _absence(self, region: str, sector: str) -> SectorVerdict:
        here, what = self.region(region), self.sector(sector)
        if here is None or what is None or not getattr(what, here.kind, True):
            return NOT_LOOKED_AT
        return NOT_IN_FILES if here.row["areas_missing"] else NO_WORKPLACES

    @cached_property
    def legend(self) -> tuple[SectorVerdict, ...]:
        """Every verdict, and the reasons for a cell without one that occur in this edition."""
        held = {self.verdict(r.id, s.id).slug for r in self.regions for s in self.sectors}
        return (*VERDICTS.values(), *(absence for absence in ABSENCES if absence.slug in held))

    def is_judged(self, region: str) -> bool:
        """Whether any sector of the region can be judged; where none can, nothing is ordinary."""
        return region in self._judged_regions

    @cached_property
    def _judged_regions(self) -> set[str]:
        return {region for (region, _), row in self._scores.items() if row["ranked"]}

    def lacks_files(self, region: str) -> bool:
        """Whether the region is left unjudged because job files of its counties were not given."""
        here = self.region(region)
        if here is None or not here.row["areas_missing"] or here.row["coverage"] is None:
            return False
        least = self.thresholds.get("least_covered", {}).get(here.kind)
        return least is not None and here.row["coverage"] * 100 < least

    @cached_property
    def thresholds(self) -> dict[str, dict[str, float]]:
        """Threshold → kind of region → the limit, as the edition was built with."""
        rows = self.manifest.get("thresholds", ())
        return {r["threshold"]: {k: v for k, v in r.items() if k != "threshold"} for r in rows}

    def missing_states(self, regions: Iterable[Region]) -> list[str]:
        """The states, by name, whose job files would close the gaps of these regions."""
        areas = {a for r in regions for a in (r.row["areas_missing"] or "").split()}
        return sorted({_state_name(state_code(area)) for area in areas})

    @cached_property
    def _scores(self) -> dict[tuple[str, str], Row]:
        return _by_pair(self.edition.table("scores"))

    @cached_property
    def _plan(self) -> dict[tuple[str, str], Row]:
        return _by_pair(self.edition.table("plan"))

    def indicators(self, region: str, sector: str) -> list[Row]:
        """The numbers about one sector in one region, in the catalogue's order."""
        one = (pl.col("region") == region) & (pl.col("sector") == sector)
        rows = self.edition.table("indicators").filter(one).iter_rows(named=True)
        place = {name: row["place"] for name, row in self.catalogue.items()}
        return sorted(rows, key=lambda row: place.get(row["indicator"], 999))

    @cached_property
    def catalogue(self) -> dict[str, Row]:
        """Indicator id → its row of INDICATOR_CATALOGUE, in the order of pages."""
        table = self.edition.table("indicator_catalogue").sort("place", "indicator")
        return {row["indicator"]: row for row in table.iter_rows(named=True)}

    def spread(self, indicator: str, sector: str) -> list[Row]:
        """One indicator of one sector in every region."""
        found = self._spreads.get((sector, indicator))
        return [] if found is None else found.to_dicts()

    @cached_property
    def _spreads(self) -> dict[tuple[str, str], pl.DataFrame]:
        table = self.edition.table("indicators")
        parts = table.partition_by("sector", "indicator", as_dict=True)
        return {(str(key[0]), str(key[1])): part for key, part in parts.items()}

    @cached_property
    def confidence(self) -> dict[tuple[str, str], float | None]:
        """(region, sector) → the share of its jobs that rests on published cells."""
        table = self.edition.table("indicators").filter(pl.col("indicator") == "jobs")
        rows = table.select("region", "sector", "confidence").iter_rows()
        return {(region, sector): share for region, sector, share in rows}

    def number(self, indicator: str, region: str, sector: str) -> Row | None:
        """One row of INDICATORS, or None."""
        rows = self.once(
            ("numbers", indicator, sector),
            lambda: {row["region"]: row for row in self.spread(indicator, sector)},
        )
        return rows.get(region)

    def once(self, key: tuple[str, ...], make: Callable[[], Kept]) -> Kept:
        """What `make` gives, made once for this edition; the oldest is let go of when many."""
        if (kept := self._kept.get(key)) is None:
            kept = make()
            for oldest in list(self._kept)[: len(self._kept) - _MOST_KEPT + 1]:
                self._kept.pop(oldest, None)
            self._kept[key] = kept
        found: Kept = kept
        return found

    @cached_property
    def counties(self) -> dict[str, tuple[RegionCounty, ...]]:
        """Region → its counties by name, those of other states last."""
        chosen = self.edition.table("regions").filter(pl.col("partition") == self.partition)
        held: dict[str, list[RegionCounty]] = {}
        for row in chosen.iter_rows(named=True):
            held.setdefault(row["region"], []).append(self.county(row["area"]))
        return {
            region: tuple(sorted(counties, key=lambda c: (c.across, c.state, c.name)))
            for region, counties in held.items()
        }

    @cached_property
    def areas(self) -> frozenset[str]:
        """Every county that its regions are made of, in the vintage it counts by."""
        return frozenset(one.area for counties in self.counties.values() for one in counties)

    @cached_property
    def industries(self) -> frozenset[str]:
        """Every code that its sectors are made of."""
        return frozenset(code for sector in self.sectors for code in sector.industries)

    def county(self, area: str) -> RegionCounty:
        """A county by its code."""
        name = self._names.get(area, f"county {area}")
        state = _state_letters(state_code(area))
        foreign = state not in (self.state, "")
        full = f"{name}, {state}" if foreign else name
        return RegionCounty(area, name, state, foreign and self.state != "US", full)

    @cached_property
    def _names(self) -> dict[str, str]:
        names = self.edition.table("area_names")
        return dict(names.select("area", "name").iter_rows())

    @cached_property
    def sources(self) -> dict[str, EditionSource]:
        """Source id → source."""
        rows = self.edition.table("source_catalogue").iter_rows(named=True)
        return {row["source"]: self._source(row) for row in rows}

    def _source(self, row: Row) -> EditionSource:
        words = row | {"vintage": plain_vintage(row["vintage"], self.state)}
        if self.invented:
            words["title"] = f"{row['title']} (invented)"
            words["publisher"] = f"Invented, in the layout of {row['publisher']}"
        return EditionSource(id=words.pop("source"), **words)

    def cite(self, joined: str) -> str:
        """Sources by their titles: 'Quarterly Census of Employment and Wages'."""
        ids = [part.strip() for part in joined.split("+")]
        return " and ".join(self.sources[i].title if i in self.sources else i for i in ids)

    def sentence(self, joined: str, period: str) -> str:
        """Source and vintage under a picture or number."""
        return f"{self.cite(joined)}, {period}" if period else self.cite(joined)

    def amount(self, row: Row) -> str:
        """An indicator's value with its unit."""
        return quantity(row["value"], row["unit"])


def _by_pair(frame: pl.DataFrame) -> dict[tuple[str, str], Row]:
    return {(row["region"], row["sector"]): row for row in frame.iter_rows(named=True)}


def _state_letters(fips: str) -> str:
    try:
        return places.find_state(fips).abbr
    except SectoralError:
        return ""


def _state_name(fips: str) -> str:
    try:
        return places.find_state(fips).name
    except SectoralError:
        return f"the state with code {fips}"


def current_facts() -> EditionFacts | None:
    """The edition the settings name, read anew when a build has replaced it.

    Returns  None where none is named or the folder holds none yet.
    """
    if not settings.SECTORAL_EDITION:
        return None
    path = Path(settings.SECTORAL_EDITION)
    try:
        written = (path / MANIFEST).stat().st_mtime_ns
    except OSError:
        return None
    return _open_facts(path, written)


@lru_cache(maxsize=2)
def _open_facts(path: Path, written: int) -> EditionFacts:  # noqa: ARG001  (a new manifest is a new edition)
    return EditionFacts(open_edition(path))
