"""The evidence is read by anybody, kept until the edition changes, and never says 0 for unknown."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from sectoral.edition import Edition
from sectoral.workspace.api.main import openapi_document
from sectoral.workspace.evidence.geojson import county_polygons, doubled_area

READS = ("", "/regions", "/regions.geojson", "/regions/harbour", "/sectors", "/indicators",
         "/numbers", "/scores", "/scores/parts", "/sources")  # fmt: skip

pytestmark = pytest.mark.django_db


def get(path: str, **asked: Any) -> Any:
    return Client().get(f"/api/evidence{path}", asked)


@pytest.mark.parametrize("path", READS)
def test_anybody_reads_it_and_may_keep_it_until_the_edition_changes(
    path: str, edition: Edition
) -> None:
    answer = get(path)
    assert answer.status_code == 200
    assert answer["ETag"] == f'"{edition.id}"'
    assert answer["Last-Modified"] == "Mon, 23 Nov 2026 12:00:00 GMT"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in answer
    kept = Client().get(f"/api/evidence{path}", headers={"If-None-Match": answer["ETag"]})
    assert (kept.status_code, kept.content) == (304, b"")
    old = {"If-Modified-Since": answer["Last-Modified"]}
    assert Client().get(f"/api/evidence{path}", headers=old).status_code == 304
    assert Client().get(f"/api/evidence{path}", headers={"If-None-Match": '"x"'}).status_code == 200


def test_every_read_of_evidence_is_tried_and_declared_as_open() -> None:
    told = {
        path: calls["get"]
        for path, calls in openapi_document()["paths"].items()
        if "/evidence" in path
    }
    assert set(told) == {f"/api/evidence{path.replace('harbour', '{region}')}" for path in READS}
    for call in told.values():
        assert not call.get("security")
        assert {str(code) for code in call["responses"]} == {"200", "404", "422"}


def test_the_rows_are_the_editions_own(edition: Edition) -> None:
    for name, path in (("indicators", "/numbers"), ("scores", "/scores")):
        told = get(path, limit=1000).json()
        rows = edition.table(name).to_dicts()
        assert told["total"] == len(rows) == len(told["items"])
        value = "value" if name == "indicators" else "score"
        for row, item in zip(rows, told["items"], strict=True):
            assert item.pop("known") == (row[value] is not None)
            assert item == row


def test_what_is_not_known_is_null_with_a_flag_and_never_zero() -> None:
    unknown = [row for row in get("/numbers", limit=1000).json()["items"] if not row["known"]]
    assert unknown
    assert {row["value"] for row in unknown} == {None}
    assert all(row["note"] or row["confidence"] is not None for row in unknown)


def test_one_region_sector_or_indicator_alone_and_none_that_is_not_there() -> None:
    rows = get("/numbers", region="harbour", sector="boats", indicator="jobs").json()["items"]
    assert [(row["region"], row["sector"], row["indicator"]) for row in rows] == [
        ("harbour", "boats", "jobs")
    ]
    for asked in ({"region": "atlantis"}, {"sector": "mills"}, {"indicator": "luck"}):
        answer = get("/numbers", **asked)
        assert answer.status_code == 404
        assert "in this edition" in answer.json()["reason"]
    assert get("/regions/atlantis").status_code == 404
    assert get("/numbers", limit=1001).status_code == 422


def test_codes_say_their_vintage() -> None:
    told = get("").json()
    assert (told["state"], told["invented"]) == ("QL", True)
    assert told["county_vintages"] == [2017]
    assert told["files"][0]["vintage"] == "2021"
    (harbour,) = [one for one in get("/regions").json()["items"] if one["region"] == "harbour"]
    assert [county["area"] for county in harbour["counties"]] == ["99001", "99003", "99005"]


def test_the_regions_are_geojson_as_the_standard_has_it() -> None:
    answer = get("/regions.geojson")
    assert answer["Content-Type"] == "application/geo+json"
    declared = openapi_document()["paths"]["/api/evidence/regions.geojson"]["get"]["responses"][
        "200"
    ]
    assert "application/geo+json" in declared["content"]
    told = json.loads(answer.content)
    assert told["type"] == "FeatureCollection"
    assert "crs" not in told
    regions = [one["region"] for one in get("/regions").json()["items"]]
    assert [feature["id"] for feature in told["features"]] == regions
    drawn = [feature for feature in told["features"] if feature["geometry"]]
    assert drawn
    for feature in drawn:
        assert feature["type"] == "Feature"
        assert feature["geometry"]["type"] == "MultiPolygon"
        for polygon in feature["geometry"]["coordinates"]:
            for place, ring in enumerate(polygon):
                assert len(ring) >= 4
                assert ring[0] == ring[-1]
                assert (doubled_area(ring) > 0) == (place == 0)
                assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)


def test_a_ring_that_runs_the_wrong_way_or_is_not_closed_is_mended() -> None:
    outer = [[0, 0], [0, 9], [9, 9], [9, 0]]
    hole = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]
    ((one, other),) = county_polygons(json.dumps({"type": "Polygon", "coordinates": [outer, hole]}))
    assert one[0] == one[-1]
    assert doubled_area(one) > 0 > doubled_area(other)


def test_without_an_edition_it_says_so(settings: Settings) -> None:
    settings.SECTORAL_EDITION = ""
    answer = get("/regions")
    assert answer.status_code == 404
    assert answer.json()["reason"] == "There is no edition of the evidence here yet."
