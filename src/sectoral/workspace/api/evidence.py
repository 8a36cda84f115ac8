"""Evidence: the edition's regions, sectors, indicators, scores and sources, open to everybody.

It is read without a token, like the pages that show it, and may be kept by anybody until the
edition changes. What is not known is null beside `known: false`, never 0; codes say their vintage.
"""

import json
from collections.abc import Callable
from inspect import Parameter, Signature, signature
from typing import Annotated, Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from ninja import Query, Router
from pydantic import Field

from sectoral.workspace.api import evidence_shapes as shapes
from sectoral.workspace.api.calls import LARGEST, ApiRefusal, Page, Problem, list_page
from sectoral.workspace.evidence.facts import EditionFacts, Region, Sector, current_facts
from sectoral.workspace.evidence.geojson import regions_geojson

MOST = 1000
GEOJSON = "application/geo+json"
_KEPT_SECONDS = 300
_NO_EDITION = "There is no edition of the evidence here yet."

Id = Annotated[str, Field(max_length=200)]
Named = Annotated[str, Query(max_length=200, description="One alone, by its id.")]
LimitOf = Annotated[int, Query(ge=1, le=MOST, description="How many to return, at most 1,000.")]
OffsetOf = Annotated[int, Query(ge=0, le=LARGEST, description="How many to skip.")]

_AS_GEOJSON = {
    "responses": {
        200: {
            "content": {
                GEOJSON: {"schema": {"$ref": "#/components/schemas/FeatureCollectionOut"}},
            }
        }
    }
}

router = Router(tags=["evidence"], auth=None)
NO: dict[Any, Any] = {404: Problem, 422: Problem}


def facts_here() -> EditionFacts:
    """The current edition.  Raises No where there is none."""
    facts = current_facts()
    if facts is None:
        raise ApiRefusal(404, _NO_EDITION)
    return facts


def kept_by_edition(read: Callable[..., Any]) -> Callable[..., Any]:
    """A read of the edition as a call: anybody may keep its answer until the edition changes.

    Takes    read: given the edition, and what else the address asks.
    """

    def respond_with_etag(request: HttpRequest, response: HttpResponse, **asked: Any) -> Any:
        facts = facts_here()
        etag, made = f'"{facts.id}"', int(facts.made_at.timestamp())
        told = get_conditional_response(request, etag=etag, last_modified=made)
        told = read(facts, **asked) if told is None else told
        whole = told if isinstance(told, HttpResponse) else response
        whole["ETag"], whole["Last-Modified"] = etag, http_date(made)
        whole["Cache-Control"] = f"public, max-age={_KEPT_SECONDS}"
        # Anybody's page may show it: it holds nothing of anybody's own.
        whole["Access-Control-Allow-Origin"] = "*"
        return told

    respond_with_etag.__name__, respond_with_etag.__doc__ = read.__name__, read.__doc__
    asked = list(signature(read).parameters.values())[1:]
    given = (("request", HttpRequest), ("response", HttpResponse))
    ours = [Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, annotation=of) for name, of in given]
    respond_with_etag.__signature__ = Signature([*ours, *asked])  # type: ignore[attr-defined]
    return respond_with_etag


@router.get("/evidence", response={200: shapes.EditionOut, **NO}, summary="The current edition")
@kept_by_edition
def edition(facts: EditionFacts) -> Any:
    """Which edition this is, for which state, from which files, and which code vintages it uses."""
    jobs = facts.edition.table("area_jobs")
    naics = jobs["naics"].unique().to_list() if jobs.height else []
    counties = facts.edition.table("area_shapes")["vintage"].unique().to_list()
    return {
        "edition": facts.id,
        "made": facts.made_at,
        "state": facts.state,
        "state_name": facts.state_name,
        "invented": facts.invented,
        "partition": facts.partition,
        "naics_vintages": sorted(one for one in naics if one is not None),
        "county_vintages": sorted(counties),
        "files": [
            {name: one.get(name) for name in ("file", "source", "vintage", "sha256", "rows")}
            for one in facts.manifest.get("inputs", ())
        ],
    }


@router.get(
    "/evidence/regions", response={200: Page[shapes.RegionOut], **NO}, summary="The regions"
)
@kept_by_edition
def regions(facts: EditionFacts, limit: LimitOf = 100, offset: OffsetOf = 0) -> Any:
    """Labor-market regions with their counties. The region with the most workers comes first."""
    return list_page(facts.regions, limit, offset, lambda region: _region_out(facts, region))


@router.get(
    "/evidence/regions.geojson",
    summary="The regions as GeoJSON",
    response={200: shapes.FeatureCollectionOut, **NO},
    openapi_extra=_AS_GEOJSON,
)
@kept_by_edition
def regions_as_geojson(facts: EditionFacts) -> Any:
    """Outlines of the regions (RFC 7946), a polygon or more for each county."""
    whole = facts.once(("geojson",), lambda: json.dumps(regions_geojson(facts)))
    return HttpResponse(whole, content_type=GEOJSON)


@router.get(
    "/evidence/regions/{region}", response={200: shapes.RegionOut, **NO}, summary="One region"
)
@kept_by_edition
def one_region(facts: EditionFacts, region: Id) -> Any:
    """A region with its counties."""
    return _region_out(facts, _require_known(facts.region(region), "region", region))


@router.get(
    "/evidence/sectors", response={200: Page[shapes.SectorOut], **NO}, summary="The sectors"
)
@kept_by_edition
def sectors(facts: EditionFacts, limit: LimitOf = 100, offset: OffsetOf = 0) -> Any:
    """Sectors, and the NAICS codes each one includes."""
    return list_page(facts.sectors, limit, offset, _sector_out)


@router.get(
    "/evidence/indicators",
    response={200: Page[shapes.IndicatorOut], **NO},
    summary="The indicators: what each is, and how it is made",
)
@kept_by_edition
def indicators(facts: EditionFacts, limit: LimitOf = 100, offset: OffsetOf = 0) -> Any:
    """The catalogue of indicators, in the order of the pages."""
    names = ("indicator", "title", "question", "unit", "formula", "reference")
    rows = list(facts.catalogue.values())
    return list_page(rows, limit, offset, lambda row: {name: row[name] for name in names})


@router.get(
    "/evidence/numbers",
    response={200: Page[shapes.NumberOut], **NO},
    summary="The numbers for each sector in each region",
)
@kept_by_edition
def numbers(
    facts: EditionFacts,
    region: Named = "",
    sector: Named = "",
    indicator: Named = "",
    limit: LimitOf = 100,
    offset: OffsetOf = 0,
) -> Any:
    """Values with their bounds. An unknown value is null, with `known: false` and a note."""
    wanted = {"region": region, "sector": sector, "indicator": indicator}
    rows = _filter_table(facts, "indicators", wanted)
    return _frame_page(rows, limit, offset, lambda row: {**row, "known": row["value"] is not None})


@router.get(
    "/evidence/scores",
    response={200: Page[shapes.ScoreOut], **NO},
    summary="The score of each sector in each region",
)
@kept_by_edition
def scores(
    facts: EditionFacts,
    region: Named = "",
    sector: Named = "",
    limit: LimitOf = 100,
    offset: OffsetOf = 0,
) -> Any:
    """Verdicts, and scores with their bounds. They are null if too little is known to judge."""
    rows = _filter_table(facts, "scores", {"region": region, "sector": sector})
    return _frame_page(rows, limit, offset, lambda row: {**row, "known": row["score"] is not None})


@router.get(
    "/evidence/scores/parts",
    response={200: Page[shapes.PartOut], **NO},
    summary="What each score is made of",
)
@kept_by_edition
def score_parts(
    facts: EditionFacts,
    region: Named = "",
    sector: Named = "",
    limit: LimitOf = 100,
    offset: OffsetOf = 0,
) -> Any:
    """Each criterion's value, its place on the scale, its weight and its points."""
    rows = _filter_table(facts, "score_parts", {"region": region, "sector": sector})
    return _frame_page(rows, limit, offset, lambda row: {**row, "known": row["value"] is not None})


@router.get(
    "/evidence/sources", response={200: Page[shapes.SourceOut], **NO}, summary="The sources"
)
@kept_by_edition
def sources(facts: EditionFacts, limit: LimitOf = 100, offset: OffsetOf = 0) -> Any:
    """Official sources: what was read from each, and what it cannot tell."""
    rows = list(facts.sources.values())
    names = shapes.SourceOut.model_fields
    return list_page(rows, limit, offset, lambda row: {name: getattr(row, name) for name in names})


# ── rows ──────────────────────────────────────────────────────────────────────────────────────


def _region_out(facts: EditionFacts, region: Region) -> dict[str, Any]:
    names = ("workers_living", "workers_working", "home_containment", "work_containment")
    return {
        "region": region.id,
        "name": region.name,
        "kind": region.kind,
        "kind_because": region.row["kind_because"],
        "href": region.href,
        **{name: region.row[name] for name in (*names, "coverage")},
        "known": region.row["workers_working"] is not None,
        "counties": [
            {"area": county.area, "name": county.name, "state": county.state}
            for county in facts.counties.get(region.id, ())
        ],
        "counties_without_jobs": (region.row["areas_missing"] or "").split(),
    }


def _sector_out(sector: Sector) -> dict[str, Any]:
    return {
        "sector": sector.id,
        "name": sector.name,
        "naics": list(sector.industries),
        "ownership": sector.ownership,
        "href": sector.href,
    }


def _filter_table(facts: EditionFacts, name: str, wanted: dict[str, str]) -> pl.DataFrame:
    """The rows of a table; an id that the edition does not know is not there.

    Raises   No with 404.
    """
    known: dict[str, Callable[[str], Any]] = {
        "region": facts.region,
        "sector": facts.sector,
        "indicator": facts.catalogue.get,
    }
    rows = facts.edition.table(name)
    for column, key in wanted.items():
        if key:
            _require_known(known[column](key), column, key)
            rows = rows.filter(pl.col(column) == key)
    return rows


def _frame_page(
    rows: pl.DataFrame, limit: int, offset: int, shape: Callable[[dict[str, Any]], Any]
) -> dict[str, Any]:
    part = rows.slice(offset, limit).iter_rows(named=True)
    return {
        "items": [shape(row) for row in part],
        "total": rows.height,
        "limit": limit,
        "offset": offset,
    }


def _require_known(found: Any, noun: str, key: str) -> Any:
    if found is None:
        raise ApiRefusal(404, f"There is no {noun} “{key}” in this edition.")
    return found
