"""What cannot be judged is never shown as 'nothing there'.

The job files of Uplands' county in Colorado were not given: none of its sectors is ranked.
"""

import html
import re
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from pytest_django import Settings

from sectoral import tables
from sectoral.edition import draft, open_edition
from sectoral.workspace.evidence.facts import EditionFacts
from tests.world import frames, manifest

pytestmark = pytest.mark.django_db

HERE = pl.col("region") == "uplands"


@pytest.fixture(scope="module")
def unjudged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Quayland without the job files of Uplands' largest county, in Colorado."""
    folder = tmp_path_factory.mktemp("editions") / "unjudged"
    held = frames()
    held["region_facts"] = held["region_facts"].with_columns(
        coverage=pl.when(HERE).then(0.4).otherwise("coverage")
    )
    why_not = "only 40% of the region's workers are in counties whose job files we have"
    scores = held["scores"]
    kinds = scores.schema
    held["scores"] = scores.with_columns(
        ranked=pl.when(HERE).then(statement=False).otherwise("ranked"),
        rank=pl.when(HERE).then(None).otherwise("rank"),
        why_not=pl.when(HERE).then(pl.lit(why_not)).otherwise("why_not"),
        verdict=pl.when(HERE)
        .then(pl.lit("too thin to judge"))
        .otherwise(pl.col("verdict").cast(pl.String))
        .cast(kinds["verdict"]),
    ).filter(~((pl.col("region") == "uplands") & (pl.col("sector") == "it")))
    with draft(folder) as drafted:
        for name, frame in held.items():
            drafted.write(frame, tables.BY_NAME[name], "by hand")
        limits = [{"threshold": "least_covered", "metropolitan": 75.0, "rural": 75.0}]
        drafted.manifest |= manifest() | {"thresholds": limits, "invented": False}
    return folder


@pytest.fixture(autouse=True)
def _unjudged(unjudged: Path, settings: Settings) -> None:
    settings.SECTORAL_EDITION = str(unjudged)


def _words(client: Client, address: str) -> str:
    page = html.unescape(client.get(address).content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_missing_files_are_counted_apart_and_name_the_state_that_would_close_the_gap(
    client: Client,
) -> None:
    # Uplands: five sectors without files. Marsh: Boats and IT are not published.
    words = _words(client, "/")
    assert (
        "We cannot judge 7 of the 23 sectors in regions (30.4%): 5 because the job files" in words
    )
    assert "of Colorado are missing, 2 because there are too few workplaces" in words


def test_the_map_hatches_what_cannot_be_judged_and_says_so_in_its_key(client: Client) -> None:
    page = client.get("/").content.decode()
    assert page.count('fill="url(#hatch)"') == 1
    assert 'id="hatch"' in page
    assert "cannot judge any sector there" in page
    title = "3 Uplands, rural, not in one piece: cannot judge: the job files of Colorado"
    assert title in html.unescape(page)


@pytest.mark.parametrize("address", ["/", "/regions/"])
def test_a_table_of_regions_never_says_none_where_nothing_can_be_judged(
    client: Client, address: str
) -> None:
    table = "map" if address == "/" else "regions"
    lines = client.get(f"{address}?table={table}&format=csv").content.decode().splitlines()
    row = next(line for line in lines if "Uplands" in line)
    assert "cannot judge: the job files of Colorado are missing; ours cover 40%" in row
    assert "none" not in row


def test_a_region_partly_judged_says_of_how_many_it_speaks(client: Client) -> None:
    # Marsh: four of six sectors are ranked, none is critical.
    assert "none of the four sectors we can judge, out of 6" in _words(client, "/regions/")


def test_a_regions_page_opens_with_what_it_cannot_judge(client: Client) -> None:
    words = _words(client, "/regions/uplands/")
    assert "We cannot judge any sector in Uplands: the job files of Colorado are missing" in words
    assert "Critical sectors in Uplands" not in words


def test_an_unranked_table_says_so_once_and_shows_no_score(client: Client) -> None:
    words = _words(client, "/regions/uplands/")
    assert "best score first" not in words
    assert "Sectors in Uplands, by name. None can be ranked" in words
    assert words.count("only 40% of the region's workers") == 1
    assert "The numbers below cover counties where 40% of the people in Uplands" in words
    lines = client.get("/regions/uplands/?table=sectors&format=csv").content.decode().splitlines()
    assert all(line.split(",")[2:4] == ["", ""] for line in lines[1:])


def test_a_sectors_table_says_what_its_jobs_cover_and_ranks_no_thin_case(client: Client) -> None:
    words = _words(client, "/sectors/farms/")
    assert "1,500, in 40% of the region" in words
    lines = client.get("/sectors/farms/?table=regions&format=csv").content.decode().splitlines()
    row = next(line for line in lines if "Uplands" in line)
    assert row.split(",")[2] == ""


def test_a_phone_is_told_that_nothing_can_be_judged(client: Client) -> None:
    page = client.get("/").content.decode()
    said = re.findall(r'class="only-small"\s*>([^<]+)<', page)
    assert "We cannot judge any sector here." in [" ".join(one.split()) for one in said]


def test_a_cell_without_a_verdict_says_why_and_stands_in_the_key(
    client: Client, unjudged: Path
) -> None:
    # IT is not looked at in rural Uplands.
    page = client.get("/matrix/").content.decode()
    assert 'title="Information technology in Uplands: not looked at"' in page
    assert "<strong>not looked at</strong>" in page
    facts = EditionFacts(open_edition(unjudged))
    facts._scores.pop(("uplands", "boats"))
    facts._scores.pop(("marsh", "boats"))
    assert facts.verdict("uplands", "boats").word == "not in the files"
    assert facts.verdict("marsh", "boats").word == "no workplaces"
