"""Every page as a stranger sees it. Sums are done by hand on the table in tests/world.py."""

import csv
import html
import io
import re

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sectoral.edition import Edition
from sectoral.workspace.drawings.sheet_files import BYTE_ORDER_MARK
from sectoral.workspace.evidence.facts import current_facts
from tests.world import JOBS, REGIONS, SECTORS

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/matrix/",
    "/regions/",
    "/regions/harbour/",
    "/regions/uplands/",
    "/sectors/",
    "/sectors/boats/",
    "/regions/harbour/boats/",
    "/regions/harbour/it/",
    "/regions/marsh/boats/",
    "/about/data/",
    "/about/words/",
    "/account/sign-in/",
]


def _page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def _words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("address", PAGES)
def test_a_stranger_reads_every_page_with_one_question_to_the_database_at_most(
    client: Client, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # They tell where a partnership works; nothing is proposed that is there already.
    asks = address == "/" or (address.count("/") > 2 and address.startswith(("/reg", "/sec")))
    with django_assert_num_queries(1 if asks else 0):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("sector", SECTORS)
def test_every_case_can_be_read(client: Client, region: str, sector: str) -> None:
    words = _words(_page(client, f"/regions/{region}/{sector}/"))
    assert f"{SECTORS[sector][0]} in {REGIONS[region]['name']}" in words


@pytest.mark.parametrize("address", PAGES)
def test_no_page_carries_a_style_or_a_script_of_its_own(client: Client, address: str) -> None:
    page = _page(client, address)
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))


@pytest.mark.parametrize("address", [*PAGES, "/nothing/", "/static/workspace/sectoral.css"])
def test_every_answer_carries_the_policy(client: Client, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_whole(client: Client, address: str) -> None:
    page = _page(client, address)
    assert page.count("<h1") == 1
    assert '<html lang="en-US">' in page
    assert 'href="#main"' in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(set(ids)) == sorted(ids)
    assert "!" not in _words(page.replace("<!doctype html>", ""))


def test_boats_are_two_and_a_quarter_times_as_common_in_harbour(client: Client) -> None:
    # Harbour: 3,000 of 10,000 jobs. Quayland: 4,000 of 30,000. 0.3 / 0.1333… = 2.25
    words = _words(_page(client, "/regions/harbour/boats/"))
    assert "Its share of jobs here is 2.25 times its share in the nation" in words


def test_harbour_gained_eight_hundred_jobs_in_boats(client: Client) -> None:
    # 3,000 in 2021, 200 more each year since 2017: 4 × 200 = 800
    words = _words(_page(client, "/regions/harbour/boats/"))
    assert "Boats gained 800 jobs in Harbour between 2017 and 2021" in words


def test_an_estimate_is_shown_with_its_range_and_its_published_share(client: Client) -> None:
    words = _words(_page(client, "/regions/harbour/it/"))
    assert "About 800 jobs (650–1,000), 2021. Source: County Business Patterns (invented)." in words
    assert "Only 40% of the job number is published" in words


def test_what_is_not_published_is_said_in_words(client: Client) -> None:
    words = _words(_page(client, "/regions/marsh/boats/"))
    assert "We cannot judge Boats in Marsh yet: its jobs are not published." in words
    assert "Numbers from employers" in words
    assert "No year of jobs in Boats is published for Marsh." in words
    assert re.search(r"Jobs not published", words)


def test_no_unknown_number_is_a_zero_or_a_dash(client: Client) -> None:
    page = _page(client, "/regions/marsh/boats/")
    cells = [_words(cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", page, re.S)]
    assert not {"0", "-", "–", "—", "None", "nan"} & set(cells)


def test_the_first_page_says_what_matters(client: Client) -> None:
    # Critical: Boats in Harbour, Healthcare in Market, Agriculture in Uplands: one region each.
    # The largest of them: Boats, 3,000. Unknown: Boats and IT in Uplands and Marsh, 4 of 24.
    words = _words(_page(client, "/"))
    assert "The largest critical sector is Boats in Harbour: 3,000 jobs, 2021." in words
    assert (
        "We cannot judge 4 of the 24 sectors in regions (16.7%): there are too few workplaces"
        in words
    )
    assert "3 of 4 regions have critical sectors, 3 in all" in words


def test_a_tie_is_told_as_a_tie(client: Client) -> None:
    # Agriculture, Boats and Healthcare are critical in one region each: none in more.
    words = _words(_page(client, "/"))
    assert "Agriculture, Boats and Healthcare are each critical in 1 of 4 regions." in words
    assert "more than any other sector" not in words


def test_words_stand_flush_left_and_numbers_flush_right(client: Client) -> None:
    page = _page(client, "/sectors/")
    row = next(part for part in page.split("<tr")[1:] if ">Boats</a>" in part)
    cells = re.findall(r'<td\s+data-label="([^"]+)"(\s+class="number")?\s*>', row)
    assert [label for label, number in cells if number] == [
        "Critical in (regions)", "Promising in (regions)", "Too thin to judge in (regions)",
    ]  # fmt: skip
    assert [label for label, number in cells if not number] == [
        "Where it is critical", "NAICS codes",
    ]  # fmt: skip
    assert "Harbour" in row


def test_pages_speak_no_insiders_words(client: Client) -> None:
    harbour = _words(_page(client, "/regions/harbour/"))
    assert "USDA commuting zones 2000" in harbour
    assert "little alike (0.31)" in harbour
    assert "Live in Harbour, work there" in harbour
    assert "Where Harbour is" in harbour
    for word in ("ers 2000", "Live here, work there", " %"):
        assert word not in harbour
    for address in PAGES:
        assert not re.search(
            r"\b1 (rows|workplaces|faults|cases)\b", _words(_page(client, address))
        )


def test_a_region_in_two_pieces_says_which_part_lies_apart(client: Client) -> None:
    # Juniper stands at the west end of the third row, Guild and Heather at the east of the second.
    words = _words(_page(client, "/regions/uplands/"))
    assert "The region is not in one piece:" in words
    assert "not in one piece" not in _words(_page(client, "/regions/harbour/"))


def test_a_table_too_large_for_a_spreadsheet_says_why(client: Client) -> None:
    words = _words(_page(client, "/about/data/"))
    assert re.search(
        r"area_shapes .{0,200}CSV not in Excel: outlines are too long for its cells", words
    )


def test_the_map_leads_to_every_region(client: Client) -> None:
    page = _page(client, "/").split('class="map"')[1].split("</svg>")[0]
    drawn = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)">', page)
    assert [address for address, _ in drawn] == [
        "/regions/market/", "/regions/harbour/", "/regions/uplands/", "/regions/marsh/",
    ]  # fmt: skip
    assert drawn[1][1] == "2 Harbour, metropolitan: critical in Boats"


def test_regions_stand_in_the_same_order_everywhere(client: Client) -> None:
    # By people who work there: Market 12,000, Harbour 10,000, Uplands 5,000, Marsh 3,000.
    for address in ("/", "/matrix/", "/regions/", "/sectors/boats/"):
        table = _page(client, address).split("<tbody")[-1]
        names = re.findall(r'<th scope="row".*?>(?:\d )?([A-Z]\w+)</a>', table, re.S)
        assert names == ["Market", "Harbour", "Uplands", "Marsh"]


@pytest.mark.parametrize(
    ("asked", "cases"),
    [
        ("", "24 cells in four regions"),
        ("?kind=rural", "12 cells in two regions"),
        ("?sector=boats", "Four cells in four regions"),
        ("?verdict=critical", "Three cells in three regions"),
        ("?verdict=thin", "Four cells in two regions"),
        ("?sure=80", "22 cells in four regions"),
        ("?kind=rural&verdict=critical", "One cell in one region"),
        ("?kind=nonsense&page=99999999&sure=x", "24 cells in four regions"),
    ],
)
def test_the_matrix_shows_what_is_asked(client: Client, asked: str, cases: str) -> None:
    assert cases in _words(_page(client, f"/matrix/{asked}"))


def test_a_matrix_with_no_match_says_what_would_help(client: Client) -> None:
    words = _words(_page(client, "/matrix/?kind=metropolitan&verdict=thin"))
    assert "Nothing matches all of these filters. Choose “All”" in words


def test_a_cell_too_thin_is_not_ranked(client: Client) -> None:
    page = _page(client, "/matrix/")
    assert 'title="Boats in Marsh: too thin to judge, not ranked"' in page


def test_a_cross_border_county_is_named_with_its_state(client: Client) -> None:
    words = _words(_page(client, "/regions/uplands/"))
    assert "Juniper County, CO is outside Quayland" in words
    assert "Our job files do not include Juniper County, CO" in words


def test_a_region_says_how_it_compares_with_published_ones(client: Client) -> None:
    # ers 2000 puts Harbour's 3 counties with Market's 4 and Marsh's 2: six more.
    words = _words(_page(client, "/regions/harbour/"))
    assert "inside one of its regions, with six more counties" in words
    assert "80% about 8 in 10 people who work in the region also live in it" in words


@pytest.mark.parametrize(
    ("address", "table"),
    [
        ("/", "matrix"),
        ("/", "map"),
        ("/matrix/", "matrix"),
        ("/regions/", "regions"),
        ("/regions/harbour/", "sectors"),
        ("/regions/harbour/", "parts"),
        ("/regions/uplands/", "counties"),
        ("/regions/harbour/", "neighbours"),
        ("/regions/harbour/", "partitions"),
        ("/sectors/", "sectors"),
        ("/sectors/boats/", "regions"),
        ("/regions/harbour/boats/", "numbers"),
        ("/regions/harbour/boats/", "trend"),
        ("/regions/harbour/boats/", "shift"),
        ("/regions/harbour/boats/", "score"),
        ("/about/data/", "inputs"),
        ("/about/data/", "weights"),
    ],
)
def test_every_table_can_be_taken_in_both_forms(client: Client, address: str, table: str) -> None:
    page = _page(client, address)
    assert f"?table={table}&format=csv" in page
    lines = client.get(f"{address}?table={table}&format=csv")
    book = client.get(f"{address}?table={table}&format=xlsx")
    assert lines.content.startswith(BYTE_ORDER_MARK.encode())
    rows = list(csv.reader(io.StringIO(lines.content.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[-1]
    cells = [["" if c.value is None else c.value for c in row] for row in sheet.iter_rows()]
    assert [row[0] for row in rows] == [row[0] for row in cells]
    assert [len(row) for row in rows] == [len(row) for row in cells]
    assert len(rows) > 1
    assert "attachment" in lines["Content-Disposition"]


def test_a_filtered_matrix_downloads_what_it_shows(client: Client) -> None:
    file = client.get("/matrix/?verdict=critical&table=matrix&format=csv")
    lines = file.content.decode("utf-8-sig")
    assert [row[:3] for row in csv.reader(io.StringIO(lines))] == [
        ["Region", "Sector", "Verdict"],
        ["Market", "Healthcare", "critical"],
        ["Harbour", "Boats", "critical"],
        ["Uplands", "Agriculture", "critical"],
    ]


def test_the_numbers_in_a_file_are_the_editions(client: Client) -> None:
    lines = client.get("/sectors/care/?table=regions&format=csv").content.decode("utf-8-sig")
    held = {row["Region"].split(" ", 1)[1]: row for row in csv.DictReader(io.StringIO(lines))}
    place = list(SECTORS).index("care")
    for region, facts in REGIONS.items():
        cell = JOBS[region][place]
        assert cell is not None
        assert float(held[facts["name"]]["Jobs (jobs)"]) == cell[0]


def test_every_table_of_the_edition_can_be_taken_whole(client: Client, edition: Edition) -> None:
    for name in edition.manifest["tables"]:
        response = client.get(f"/about/tables/{name}.csv")
        body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
        lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
        assert len(lines) == edition.table(name).height + 1
        assert lines[0] == edition.table(name).columns


def test_a_spreadsheet_is_offered_only_where_it_can_hold_the_table(client: Client) -> None:
    assert client.get("/about/tables/scores.xlsx").status_code == 200
    assert client.get("/about/tables/area_shapes.xlsx").status_code == 404
    assert "area_shapes.xlsx" not in _page(client, "/about/data/")


@pytest.mark.parametrize(
    "address",
    [
        "/regions/atlantis/",
        "/sectors/unicorns/",
        "/regions/harbour/unicorns/",
        "/about/tables/secrets.csv",
        "/about/tables/../manifest.csv",
        "/regions/harbour/?table=nothing&format=csv",
        "/regions/harbour/?format=exe",
    ],
)
def test_what_is_not_here_is_said_with_a_way_on(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "Nothing was lost." in response.content.decode()


def test_the_page_about_the_data_names_every_input_choice_and_weight(client: Client) -> None:
    words = _words(_page(client, "/about/data/"))
    for part in (
        "quayland_2021.csv",
        "3 rows: workplaces abroad",
        "notes.txt: no layout we know",
        "zones , because no list of regions was given",
        "(e/E) / (n/N)",
        "nothing about single regions",
    ):
        assert part in words


def test_before_there_is_an_edition_the_page_says_what_to_do(client: Client, nowhere: None) -> None:
    for address in ("/", "/matrix/", "/regions/", "/about/data/"):
        words = _words(_page(client, address))
        assert "No edition has been chosen yet" in words
        assert "sectoral build" in words


def test_a_new_edition_is_read_once_it_is_in_place(edition: Edition) -> None:
    before = current_facts()
    assert before is current_facts()
    manifest = edition.path / "manifest.json"
    manifest.touch()
    assert current_facts() is not before


def test_a_member_signs_in_and_out_and_still_reads(client: Client) -> None:
    people = get_user_model().objects
    people.create_user("amina", "amina@example.org", "a long enough pass phrase")
    wrong = client.post("/account/sign-in/", {"login": "amina", "password": "wrong"})
    assert 'role="alert"' in wrong.content.decode()
    right = {"login": "amina@example.org", "password": "a long enough pass phrase"}
    assert client.post("/account/sign-in/", right).headers["Location"] == "/table/"
    assert client.get("/table/").status_code == 200
    assert "amina" in _page(client, "/")
    client.post("/account/sign-out/")
    assert "Sign in" in _page(client, "/")


def test_nobody_opens_an_account_alone(client: Client) -> None:
    assert client.get("/account/join/").headers["Location"] == "/account/sign-in/"


def test_a_fault_of_ours_is_said_in_the_same_voice() -> None:
    from django.template.loader import render_to_string  # noqa: PLC0415

    assert "The problem is on our side. Nothing you sent was half done." in render_to_string(
        "500.html"
    )
