"""An invented state says so wherever a number can be read or carried away."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from pytest_django import Settings

from sectoral import tables
from sectoral.edition import draft
from tests.world import frames, manifest

pytestmark = pytest.mark.django_db

WORDS = "Quayland is an invented state. No number here is real"
ADDRESSES = ["/", "/matrix/", "/regions/", "/regions/harbour/", "/about/data/", "/about/words/"]
ADDRESSES += ["/sectors/boats/", "/regions/harbour/boats/", "/account/sign-in/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_says_it_at_its_head_and_at_its_foot(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    head, _, foot = page.partition("<main")
    assert WORDS in head
    assert WORDS in foot.partition("</main>")[2]
    assert "official file" not in foot.partition("</main>")[2]


def test_sources_are_not_laid_at_an_agencys_door(client: Client) -> None:
    for address in ("/about/data/", "/regions/harbour/boats/"):
        page = client.get(address).content.decode()
        assert "County Business Patterns (invented)" in page
        assert "Invented, in the layout of Quayland Bureau" in page
    assert "comes from official files" not in client.get("/about/data/").content.decode()


@pytest.mark.parametrize(
    "address", ["/regions/?table=regions&format=xlsx", "/about/tables/scores.xlsx"]
)
def test_a_file_says_it_in_its_name_and_on_its_first_sheet(client: Client, address: str) -> None:
    answer = client.get(address)
    assert 'filename="invented-ql-' in answer["Content-Disposition"]
    first, second = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
    assert first["A1"].value == WORDS
    assert second["A1"].value


def test_a_real_state_says_nothing_of_the_kind(
    client: Client, tmp_path: Path, settings: Settings
) -> None:
    with draft(tmp_path / "real") as drafted:
        for name, frame in frames().items():
            drafted.write(frame, tables.BY_NAME[name], "by hand")
        drafted.manifest |= manifest() | {"invented": False}
    settings.SECTORAL_EDITION = str(tmp_path / "real")
    for address in ("/", "/about/data/", "/regions/harbour/boats/"):
        assert "invented" not in client.get(address).content.decode()
    answer = client.get("/regions/?table=regions&format=xlsx")
    assert "invented" not in answer["Content-Disposition"]
    assert len(openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets) == 1
