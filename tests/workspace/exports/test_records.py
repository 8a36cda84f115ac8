"""Records carried away: what each person may see, and never more."""

import csv
import html
import io
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sectoral.workspace.actions import costs, needs, rounds, solutions
from sectoral.workspace.drawings.sheets import PageSheet
from sectoral.workspace.environment import clock
from sectoral.workspace.exports.archive import pack_records
from sectoral.workspace.exports.records import RECORDS, list_record_sheets
from sectoral.workspace.models import Ballot, Event, User
from sectoral.workspace.queries.roles import sitting_of
from sectoral.workspace.rules.permissions import PERMISSION_OF, PartnershipRole
from tests.workspace.partnership import heard as heards
from tests.workspace.partnership.heard import HEARD, Heard
from tests.workspace.partnership.steps import all_vote, keys, opened, three_released, vote
from tests.workspace.partnership.world import World, day, formed

UNSHARED = "A cutter that nobody else has"


@pytest.fixture
def heard(db: None) -> Heard:
    """Two needs heard, a third that is not, and one raised on a company's behalf."""
    heard = heards.heard()
    heards.need_of(heard.world, "sail", UNSHARED, "raised")
    attested = needs.draft(
        seat=heard.world.seats["anchor"],
        category="talent",
        title="Childcare at five",
        text="Our night shift has none.",
        attested=True,
        at=day(40),
        by=heard.convener,
    )
    needs.raise_need(need=attested, at=day(41), by=heard.convener)
    needs.support(
        need=attested, seat=heard.world.seats["rope"], at=day(42), by=heard.person("rope")
    )
    attested.refresh_from_db()
    heards._release(heard.world, attested)
    return heard


def sheets(world: World, who: str, at: float = 71) -> dict[str, PageSheet]:
    person = {"state": world.state, "convener": world.convener}.get(who) or world.people[who]
    found = list_record_sheets(sitting_of(person, world.partnership, at=day(at)))
    return {sheet.name: sheet for sheet in found}


def column(sheet: PageSheet, label: str) -> list[Any]:
    at = next(n for n, heading in enumerate(sheet.headings) if heading.label == label)
    return [row[at].value for row in sheet.rows]


def everything(found: dict[str, PageSheet]) -> str:
    return " ".join(
        str(cell.value) for sheet in found.values() for row in sheet.rows for cell in row
    )


def test_every_table_asks_a_rule_of_the_one_table_of_permissions() -> None:
    assert {record.permission for record in RECORDS} <= set(PERMISSION_OF)
    assert not [
        record.name
        for record in RECORDS
        if PartnershipRole.VISITOR in PERMISSION_OF[record.permission].roles
    ]


def test_a_company_takes_its_own_and_the_others_raised_needs(heard: Heard) -> None:
    found = sheets(heard.world, "keel")
    assert set(column(found["needs"], "Title")) == {
        "Welders who read drawings", "A bus for the late shift", UNSHARED, "Childcare at five",
    }  # fmt: skip
    assert "Keel & Sons" in column(found["needs"], "Raised by")


@pytest.mark.parametrize("who", ["college", "union", "community", "state"])
def test_who_is_no_company_takes_released_needs_alone_and_no_name(heard: Heard, who: str) -> None:
    # S8, S22, I4.
    found = sheets(heard.world, who)
    assert set(column(found["needs"], "Title")) == {
        "Welders who read drawings", "A bus for the late shift", "Childcare at five",
    }  # fmt: skip
    assert set(column(found["needs"], "Raised by")) == {"an employer member"}
    assert not any(column(found["needs"], "Other companies behind it"))
    assert UNSHARED not in everything(found)


@pytest.mark.parametrize("who", ["keel", "anchor", "convener", "state", "college"])
def test_a_file_names_nobody_for_whom_the_convener_spoke(heard: Heard, who: str) -> None:
    # S23: not even where a page may, since a file travels.
    found = sheets(heard.world, who)["needs"]
    at = column(found, "Title").index("Childcare at five")
    assert column(found, "Raised by")[at] == "an employer member"
    assert "Anchor Forge" not in (column(found, "Other companies behind it")[at] or "")


def test_the_record_does_not_name_who_wrote_a_needs_test(heard: Heard) -> None:
    solution = heard.designing()
    heard.test(solution)
    found = sheets(heard.world, "college")["record"]
    at = column(found, "What").index("a company wrote how it will judge “Evening welding shop”")
    assert column(found, "Who")[at] == "an employer member"
    own = sheets(heard.world, "keel")["record"]
    assert column(own, "Who")[at] == "Keel Person"


def test_nobody_takes_anothers_costs_along(heard: Heard) -> None:
    solution = heard.designing()
    for who, amount in (("keel", Decimal(700)), ("rope", Decimal(500))):
        costs.pledge(
            solution=solution, seat=heard.world.seats[who], kind="cash", amount_usd=amount,
            at=HEARD, by=heard.person(who),
        )  # fmt: skip
    assert column(sheets(heard.world, "keel")["own_costs"], "Pledged") == [700.0]
    assert column(sheets(heard.world, "college")["own_costs"], "Pledged") == []
    assert "own_costs" not in sheets(heard.world, "state")
    assert "own_costs" not in sheets(heard.world, "convener") or not (
        sheets(heard.world, "convener")["own_costs"].rows
    )


def test_addresses_of_people_are_for_the_convener_alone(heard: Heard) -> None:
    assert "keel@quayland.example" in everything(sheets(heard.world, "convener"))
    for who in ("keel", "college", "union", "state"):
        assert "@quayland.example" not in everything(sheets(heard.world, who))


# ── a vote (S6) ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["keel", "convener", "state", "college"])
@pytest.mark.parametrize("end", ["open", "closed", "void"])
def test_nothing_of_a_count_leaves_before_it_is_published(db: None, who: str, end: str) -> None:
    world = formed()
    wanted = three_released(world)
    before = everything(sheets(world, who, 60))
    running = opened(world, wanted)
    vote(world, running, "rope", keys(wanted))
    if end == "closed":
        rounds.close(round=running, at=day(68), by=world.convener)
    if end == "void":
        rounds.void(round=running, reason="wrong needs", at=day(62), by=world.convener)
    found = sheets(world, who, 69)
    assert found["rounds"].rows == ()
    assert "Rope Person" not in _new_words(before, found)


def _new_words(before: str, found: dict[str, PageSheet]) -> str:
    """What the record tells since the round opened."""
    rows = found["record"].rows if "record" in found else ()
    return " ".join(str(row[1].value) for row in rows if str(row[0].value) >= "2026-03-06")


def test_a_published_round_leaves_with_places_and_without_ballots(db: None) -> None:
    world = formed()
    wanted = three_released(world)
    running = opened(world, wanted)
    all_vote(world, running, keys(wanted))
    rounds.close(round=running, at=day(68), by=world.convener)
    rounds.publish(round=running, at=day(68), by=world.convener)
    found = sheets(world, "college", 69)
    assert column(found["rounds"], "Need") == ["Welders", "A dry dock", "Childcare at five"]
    assert column(found["rounds"], "Place") == [1, 2, 3]
    assert Ballot.objects.count() == 5
    assert "ballots" not in found


# ── the file ──────────────────────────────────────────────────────────────────────────────────


def _unpacked(data: bytes) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {
            name: list(csv.reader(io.StringIO(file.read(name).decode("utf-8-sig"), newline="")))
            for name in file.namelist()
            if name.endswith(".csv")
        }


def test_one_file_holds_every_table_and_says_what_is_not_in_it(heard: Heard) -> None:
    sitting = sitting_of(heard.person("college"), heard.world.partnership, at=day(71))
    data = pack_records(sitting)
    found = _unpacked(data)
    assert set(found) == {f"{sheet.name}.csv" for sheet in list_record_sheets(sitting)}
    assert len(found["seats.csv"]) == 1 + 11
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        words = file.read("README.txt").decode()
    assert "Records of Boat building in Harbour, as College Person can see them" in words
    assert "needs.csv: Needs, 3 rows" in words
    assert "People who act for seats: To offer a seat is for the convener." in words


def test_no_cell_of_the_file_opens_as_a_formula(heard: Heard) -> None:
    bad = "=cmd|' /C calc'!A0"
    Event.objects.create(
        at=day(70), actor=heard.convener, verb="x", partnership=heard.world.partnership,
        subject="partnership", subject_id=heard.world.partnership.pk, words=bad, reason=f" {bad}",
    )  # fmt: skip
    sitting = sitting_of(heard.convener, heard.world.partnership, at=day(71))
    cells = [c for rows in _unpacked(pack_records(sitting)).values() for row in rows for c in row]
    assert f"'{bad}" in cells
    assert not [cell for cell in cells if cell.strip()[:1] in "=+@" and cell.strip()]


# ── through the door ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: day(71))


def _addresses(world: World) -> list[str]:
    start = f"/partnerships/{world.partnership.slug}/export"
    return [f"{start}/", f"{start}.zip", f"{start}/needs.csv", f"{start}/needs.xlsx"]


def test_a_stranger_is_asked_to_sign_in_and_who_sits_nowhere_is_told_why_not(
    client: Client, heard: Heard, moment: None
) -> None:
    for address in _addresses(heard.world):
        assert client.get(address).status_code == 302
    outside = User.objects.create(username="out@quayland.example")
    client.force_login(outside)
    for address in _addresses(heard.world):
        answer = client.get(address)
        assert answer.status_code == 403
        assert UNSHARED not in answer.content.decode(errors="ignore")


def test_who_has_left_takes_nothing_more(client: Client, heard: Heard, moment: None) -> None:
    # S21.
    from sectoral.workspace.actions import seats  # noqa: PLC0415

    client.force_login(heard.person("rope"))
    assert client.get(_addresses(heard.world)[1]).status_code == 200
    seats.leave(seat=heard.world.seats["rope"], reason="moved", at=day(70), by=heard.convener)
    assert client.get(_addresses(heard.world)[1]).status_code == 403


def test_each_table_leaves_as_csv_and_as_a_spreadsheet(
    client: Client, heard: Heard, moment: None
) -> None:
    client.force_login(heard.convener)
    start = _addresses(heard.world)[0]
    for record in RECORDS:
        file = client.get(f"{start}{record.name}.csv")
        book = client.get(f"{start}{record.name}.xlsx")
        if record.name == "own_costs" and file.status_code == 404:
            continue
        lines = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline="")))
        sheet = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[-1]
        assert lines[0] == [column.head().full for column in record.columns]
        assert sheet.max_row == len(lines)
        assert file["Content-Disposition"].endswith(f'{record.name}.csv"')
        assert file["Cache-Control"] == "private, no-store"


def test_a_table_that_is_not_for_one_is_not_found(
    client: Client, heard: Heard, moment: None
) -> None:
    client.force_login(heard.world.state)
    start = _addresses(heard.world)[0]
    for name in ("delegates", "own_costs", "ballots", "workspace_ballot"):
        assert client.get(f"{start}{name}.csv").status_code == 404


def test_the_page_lists_what_there_is_and_what_not(
    client: Client, heard: Heard, moment: None
) -> None:
    client.force_login(heard.person("college"))
    words = html.unescape(client.get(_addresses(heard.world)[0]).content.decode())
    assert "Everything in one file (ZIP)" in words
    assert "People who act for seats: To offer a seat is for the convener." in words


def test_the_queries_do_not_grow_with_the_records(
    heard: Heard, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(12):
        heards.need_of(heard.world, "sail", f"Need {n}", "raised")
        solutions.propose(
            partnership=heard.world.partnership, needs=(heard.welders,),
            seat=heard.world.seats["college"], title=f"Idea {n}", for_whom="yards",
            at=HEARD, by=heard.person("college"),
        )  # fmt: skip
    with django_assert_max_num_queries(34):
        pack_records(sitting_of(heard.person("keel"), heard.world.partnership, at=day(71)))
