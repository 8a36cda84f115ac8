"""The evidence as it goes out. What is not known is null beside `known: false`, never 0."""

from datetime import datetime
from typing import Any

from ninja import Schema


class FileOut(Schema):
    """A file that the edition was built from."""

    file: str | None
    source: str | None
    vintage: str | None
    sha256: str | None
    rows: int | None


class EditionOut(Schema):
    """An edition: its state, and the vintages of its codes."""

    edition: str
    made: datetime
    state: str
    state_name: str
    invented: bool
    partition: str
    naics_vintages: list[int]
    county_vintages: list[int]
    files: list[FileOut]


class CountyOut(Schema):
    """A county by its FIPS code."""

    area: str
    name: str
    state: str


class RegionOut(Schema):
    """A labor-market region and its counties."""

    region: str
    name: str
    kind: str
    kind_because: str
    href: str
    workers_living: float | None
    workers_working: float | None
    home_containment: float | None
    work_containment: float | None
    coverage: float | None
    known: bool
    counties: list[CountyOut]
    counties_without_jobs: list[str]


class FeatureOut(Schema):
    """A region in GeoJSON."""

    type: str
    id: str
    geometry: dict[str, Any] | None
    properties: dict[str, Any]


class FeatureCollectionOut(Schema):
    """GeoJSON, as defined in RFC 7946."""

    type: str
    features: list[FeatureOut]


class SectorOut(Schema):
    """A sector, and the NAICS codes it includes."""

    sector: str
    name: str
    naics: list[str]
    ownership: str
    href: str


class IndicatorOut(Schema):
    """What an indicator is, and how it is made."""

    indicator: str
    title: str
    question: str
    unit: str
    formula: str
    reference: str


class NumberOut(Schema):
    """One number about one sector in one region; `low` and `high` bound what is withheld."""

    region: str
    sector: str
    indicator: str
    value: float | None
    known: bool
    low: float | None
    high: float | None
    unit: str
    period: str
    source: str
    confidence: float | None
    note: str | None


class ScoreOut(Schema):
    """The verdict and score of one sector in one region."""

    region: str
    sector: str
    score: float | None
    known: bool
    score_low: float | None
    score_high: float | None
    rank: int | None
    ranked: bool
    why_not: str | None
    verdict: str


class PartOut(Schema):
    """One criterion's part in one score."""

    region: str
    sector: str
    criterion: str
    value: float | None
    known: bool
    standard: float | None
    weight: float
    points: float | None
    points_low: float | None
    points_high: float | None


class SourceOut(Schema):
    """An official source and the periods that the edition read."""

    id: str
    title: str
    publisher: str
    page: str
    licence: str
    vintage: str
    reads: str
    cannot_tell: str
