"""The pages of an import, as its people see them."""

import csv
import html
import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sectoral.workspace.imports.columns import FIELDS
from sectoral.workspace.models import Import, Organization, User
from tests.workspace.imports.sheets import as_csv, as_xlsx
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.world import World

HEAD = ["Organization", "Kind", "NAICS"]
DORY = ["Dory Works", "company", "336612"]


@pytest.fixture
def world(db: None) -> World:
    return worlds.formed()


@pytest.fixture
def state(client: Client, world: World) -> Client:
    client.force_login(world.state)
    return client


def _upload(client: Client, data: bytes, name: str = "firms.csv", kind: str = "") -> str:
    """The address of the run, or the page that refuses."""
    file = SimpleUploadedFile(name, data)
    kind = kind or "organizations"
    response = client.post("/import/", {"kind": kind, "file": file})
    if response.status_code == 302:
        return str(response["Location"])
    assert response.status_code == 422
    return html.unescape(response.content.decode())


def _page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(response.content.decode()))


def _do(client: Client, address: str, step: str, **more: str) -> str:
    response = client.post(address, {"do": step, **more}, follow=True)
    return re.sub(r"\s+", " ", html.unescape(response.content.decode()))


MATCHED = {"name": "0", "system": "1", "naics": "2"}


def test_a_file_goes_from_upload_to_done_and_back(state: Client) -> None:
    run = _upload(state, as_csv([HEAD, DORY, ["Skiff & Co", "company", "3366"]]))
    assert "Which column is which?" in _page(state, run)
    checked = _do(state, run, "check", **MATCHED)
    assert "This file would make 2 organizations." in checked
    assert not Organization.objects.filter(name="Dory Works").exists()
    assert "Import all 2 rows" in checked
    done = _do(state, run, "bring")
    assert "Imported: 2 organizations" in done
    assert Organization.objects.filter(name="Dory Works").exists()
    assert "This import was undone" in _do(state, run, "undo")
    assert not Organization.objects.filter(name="Dory Works").exists()


def test_a_dropped_file_leaves_nothing_of_its_rows(state: Client) -> None:
    run = _upload(state, as_csv([HEAD, DORY]))
    assert "This file was discarded" in _do(state, run, "drop")
    assert Import.objects.get().rows == []


def test_the_person_matches_a_column_that_no_guess_finds(state: Client) -> None:
    run = _upload(state, as_csv([["Who", "Sort", "Code"], DORY]))
    told = _do(state, run, "check", name="0", system="1")
    assert "expected a NAICS code, because a company needs an industry" in told
    assert "This file would make 1 organization." in _do(state, run, "check", **MATCHED)


def test_errors_are_listed_a_page_at_a_time_and_as_a_file(state: Client) -> None:
    rows = [[f"Dory {n}", "boat", ""] for n in range(120)]
    run = _upload(state, as_csv([HEAD, *rows]))
    first = _do(state, run, "check", **MATCHED)
    assert "120 things to correct first" in first
    assert "Page 1 of 3" in first
    assert first.count("expected one of company") == 50
    assert _page(state, f"{run}?page=3").count("expected one of company") == 20
    file = state.get(f"{run}?table=errors&format=csv").content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(file)))) == 121


def test_what_is_refused_at_the_door_says_why_and_keeps_nothing(state: Client) -> None:
    assert "save the table as .xlsx or CSV" in _upload(state, b"%PDF-1.7 hello\n")
    marked = as_csv([[*HEAD, "SSN"], [*DORY, "123-45-6789"]])
    assert "found a Social Security number" in _upload(state, marked)
    assert "The file is empty" in _upload(state, b"")
    assert not Import.objects.exists()


def test_a_page_takes_as_many_rows_as_its_reader_can_wait_for(state: Client) -> None:
    rows = [[f"Dory {n}", "college", ""] for n in range(2_001)]
    assert "import it with the command 'sectoral import'" in _upload(state, as_csv([HEAD, *rows]))


def test_markup_in_a_file_is_shown_as_text_everywhere(state: Client) -> None:
    # S20: in headings, samples, errors, names and the file's own name.
    bad = "<script>alert(1)</script>"
    image = '"><img src=x onerror=alert(1)>'
    run = _upload(state, as_csv([[bad, "Kind", "NAICS"], [image, bad, "3366"]]), f"{image}.csv")
    answers = [state.get(run).content.decode()]
    for columns in ({"name": "0", "system": "1"}, {"name": "0", "system": "0"}):
        state.post(run, {"do": "check", **columns})
        answers.append(state.get(run).content.decode())
    good = _upload(state, as_csv([HEAD, [image, "college", ""]]))
    for step in ("check", "bring"):
        state.post(good, {"do": step, **MATCHED})
        answers.append(state.get(good).content.decode())
    answers.append(state.get("/import/").content.decode())
    for answer in answers:
        assert "<script>alert" not in answer
        assert "<img src=x" not in answer
    assert "&lt;img src=x onerror" in answers[-2]


def test_a_formula_in_a_file_leaves_guarded(state: Client) -> None:
    run = _upload(state, as_csv([HEAD, ["=cmd|' /C calc'!A0", "college", ""]]))
    _do(state, run, "check", **MATCHED)
    made = state.get(f"{run}?table=made&format=csv").content.decode("utf-8-sig")
    assert "'=cmd" in made
    book = openpyxl.load_workbook(
        io.BytesIO(state.get(f"{run}?table=made&format=xlsx").content)
    ).worksheets[-1]
    assert {cell.data_type for row in book.iter_rows(min_row=2) for cell in row} <= {"s", "n"}


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_file_we_offer_is_matched_without_asking(state: Client, kind: str, form: str) -> None:
    offered = state.get(f"/import/template/{kind}.{form}")
    assert offered.status_code == 200
    run = _upload(state, offered.content, f"t.{form}", kind)
    kept = Import.objects.get(pk=int(run.rstrip("/").rsplit("/", 1)[1]))
    assert set(kept.columns) == {field.name for field in FIELDS[kind]}


def test_partnerships_show_what_each_still_needs(state: Client) -> None:
    head = ["Partnership", "Region", "Sector", "Status"]
    row = ["Care for Market", "Market", "Healthcare", "Active"]
    run = _upload(state, as_xlsx([head, row]), "tables.xlsx", "partnerships")
    told = _do(state, run, "check", name="0", region="1", sector="2", status="3")
    assert "'Status' says 'Active': it is not imported" in told
    assert "It has no current lead convener. The state has to appoint one." in told


# ── who sees what ─────────────────────────────────────────────────────────────────────────────


def test_a_stranger_signs_in_first_and_a_company_is_told_why_not(
    client: Client, world: World
) -> None:
    assert client.get("/import/").status_code == 302
    client.force_login(world.people["keel"])
    for address in ("/import/", "/import/1/", "/import/template/contacts.csv"):
        response = client.get(address)
        assert response.status_code == 403
        assert "is for the convener and the state&#x27;s policy lead" in response.content.decode()


def test_nobody_sees_anothers_rows_before_they_came_in(client: Client, world: World) -> None:
    client.force_login(world.convener)
    run = _upload(client, as_csv([HEAD, DORY]))
    client.force_login(world.state)
    assert client.get(run).status_code == 404
    assert "firms.csv" not in client.get("/import/").content.decode()
    client.force_login(world.convener)
    _do(client, run, "check", **MATCHED)
    _do(client, run, "bring")
    client.force_login(world.state)
    assert "Imported: 1 organization" in _page(client, run)


def test_an_unknown_step_is_none(state: Client) -> None:
    run = _upload(state, as_csv([HEAD, DORY]))
    assert state.post(run, {"do": "become active"}).status_code == 404


@pytest.mark.parametrize("many", [1, 120])
def test_the_queries_do_not_grow_with_rows(
    state: Client, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    run = _upload(state, as_csv([HEAD, *([f"Dory {n}", "college", ""] for n in range(many))]))
    _do(state, run, "check", **MATCHED)
    for n in range(many):
        Import.objects.create(
            kind="contacts", file=f"{n}.csv", brought_by=User.objects.earliest("pk"),
            brought_at=Import.objects.latest("pk").brought_at,
        )  # fmt: skip
    for address in (run, "/import/"):
        with django_assert_max_num_queries(12):
            assert state.get(address).status_code == 200
