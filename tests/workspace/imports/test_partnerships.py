"""Existing partnerships brought in: proposed or forming, never active; what each still needs."""

from typing import Any

import pytest
from pytest_django import Settings

from sectoral.workspace.imports import columns, runs
from sectoral.workspace.models import (
    Appointment,
    Import,
    Need,
    Organization,
    Partnership,
    Seat,
    Solution,
    User,
)
from sectoral.workspace.rules.answers import Refused
from tests.workspace.imports.sheets import as_csv
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.world import World, day

HEAD = [
    "Partnership", "Region", "Sector", "Decision", "Convener", "Convener's name",
    "Convener's e-mail", "Started", "Companies", "Status",
]  # fmt: skip
BOATS = [
    "Boat builders", "Harbour", "Boats", "critical", "Harbour Workforce Board", "",
    "board@quayland.example", "2021", "Keel & Sons; Rope Walk; Ghost Yard", "Active",
]  # fmt: skip
CARE = [
    "Market Care", "market", "Healthcare", "critical", "Market Regional College", "Cora College",
    "cora@market.example", "2019-05-01", "", "Active",
]  # fmt: skip
FARMS = ["Uplands Farms", "Uplands", "Agriculture", "", "", "", "", "", "", "stale"]


@pytest.fixture
def world(db: None) -> World:
    return worlds.begun()


def given(rows: list[Any], by: User, head: list[str] = HEAD) -> Import:
    data = as_csv([head, *rows])
    run = runs.receive(kind="partnerships", file="tables.csv", data=data, at=day(2), by=by)
    return runs.check(run, run.columns, at=day(2), by=by)


def brought(rows: list[Any], by: User) -> Import:
    run = given(rows, by)
    assert run.findings["faults"] == []
    return runs.bring(run, at=day(2), by=by)


def test_the_states_file_becomes_partnerships_each_with_what_it_still_needs(world: World) -> None:
    run = brought([BOATS, CARE, FARMS], world.state)
    stages = dict(Partnership.objects.values_list("name", "stage"))
    assert stages == {
        "Boat builders": "forming",
        "Market Care": "forming",
        "Uplands Farms": "proposed",
    }
    boats, care, farms = run.findings["missing"]
    assert boats["stage"] == "forming"
    assert (
        "The support team has 0 of the 3 kinds of public partners it needs. Offer more seats."
    ) in boats["next"]
    assert (
        "Companies have not chosen a priority yet. Hold a round and publish its result."
        in (care["later"])
    )
    assert farms["next"] == [
        "Agriculture is “to watch” in Uplands: the state has to decide that it is critical, "
        "or record a waiver.",
        "It has no current lead convener. The state has to appoint one.",
    ]


def test_regions_sectors_counties_and_codes_come_from_the_edition(world: World) -> None:
    brought([BOATS], world.state)
    boats = Partnership.objects.get()
    assert (boats.region, boats.sector, boats.naics) == ("harbour", "boats", ["3366"])
    assert sorted(boats.areas) == ["99001", "99003", "99005"]
    assert boats.case_for == "Imported from a spreadsheet as critical; it began 2021."


def test_active_is_never_brought_in_and_the_page_says_so(world: World) -> None:
    # I12: whatever the file's status says.
    run = brought([BOATS, CARE, FARMS], world.state)
    assert not Partnership.objects.exclude(stage__in=("proposed", "forming")).exists()
    assert run.findings["notes"][0] == (
        "Column 'Status' says 'Active', 'stale': it is not imported. A partnership is active "
        "once its record shows it. Each one below tells what is still missing."
    )


def test_a_convener_is_appointed_and_an_unknown_one_registered_by_the_kind_its_name_tells(
    world: World,
) -> None:
    run = brought([BOATS, CARE], world.state)
    college = Organization.objects.get(name="Market Regional College")
    assert college.system == "education"
    assert Appointment.objects.get(partnership__name="Market Care").organization == college
    assert "Market Regional College (education, by its name)" in run.findings["lines"][1][1]
    board = Appointment.objects.get(partnership__name="Boat builders")
    assert (board.person, board.lead) == (world.people["board"], True)


def test_companies_wait_for_the_convener_where_the_state_brings_the_file(world: World) -> None:
    run = brought([BOATS], world.state)
    assert not Seat.objects.exists()
    missing = run.findings["missing"][0]["next"]
    assert "Not registered yet: Ghost Yard." in missing
    assert "Its convener offers seats to Keel & Sons and Rope Walk." in missing


def test_a_second_partnership_of_the_sector_and_region_needs_a_waiver(world: World) -> None:
    # I10, by a file as by a page.
    twin = ["Boats again", *BOATS[1:]]
    (fault,) = given([BOATS, twin], world.state).findings["faults"]
    assert fault.startswith("tables.csv, row 3: There is one already: Boat builders")
    waived = [*twin, "two harbours apart"]
    run = given([[*BOATS, ""], waived], world.state, [*HEAD, "Waiver"])
    assert run.findings["faults"] == []


@pytest.mark.parametrize(
    ("region", "sector"),
    [("DOÑA  ANA.", "Solar"), ("Don\u0303a Ana", "solar"), ("Doña Ana", "SOLAR")],
)
def test_one_that_no_edition_knows_is_the_same_one_in_another_spelling(
    world: World, region: str, sector: str
) -> None:
    # Other counties and codes each time: only the names tell.
    head = [*HEAD, "Counties", "NAICS"]
    first = ["Sun", "Doña Ana", "Solar", *[""] * 7, "99001", "3344"]
    again = ["Sun again", region, sector, *[""] * 7, "99003", "2211"]
    run = given([first, again], world.state, head)
    (fault,) = run.findings["faults"]
    assert fault.startswith("tables.csv, row 3: There is one already: Sun (")


def test_a_name_that_is_here_is_passed_over(world: World) -> None:
    brought([BOATS], world.state)
    run = given([BOATS, CARE], world.state)
    assert run.findings["made"]["partnership"] == 1
    assert (
        "Row 2: Boat builders is already here. Nothing about it changes." in (run.findings["notes"])
    )


@pytest.mark.parametrize(
    ("place", "cell", "words"),
    [
        (1, "Atlantis", "column 'Region': expected a region from the matrix"),
        (2, "Alchemy", "column 'Sector': expected a sector from the matrix"),
        (3, "perhaps", "column 'Decision': expected critical, watch or no; found 'perhaps'"),
        (4, "Mystery Inc", "column 'Convener': expected a registered organization"),
        (6, "board", "column 'Convener's e-mail': expected an address with @; found 'board'"),
        (6, "new@board.example", "column 'Convener's name': expected the convener's name"),
    ],
)
def test_each_error_names_its_column(world: World, place: int, cell: str, words: str) -> None:
    row = [*BOATS]
    row[place] = cell
    assert words in given([row], world.state).findings["faults"][0]


def test_a_company_convenes_only_where_a_steward_is_named(world: World) -> None:
    row = [*BOATS]
    row[4], row[6] = "Keel & Sons", "keel@quayland.example"
    (fault,) = given([row], world.state).findings["faults"]
    assert "the state has to name a data steward" in fault


def test_without_an_edition_a_row_says_what_its_case_was_decided_on(
    world: World, settings: Settings
) -> None:
    settings.SECTORAL_EDITION = ""
    head = [*HEAD, "Counties", "NAICS", "Edition"]
    ending = ["99001; 99003", "3366", ""]
    (fault,) = given([[*BOATS, *ending]], world.state, head).findings["faults"]
    assert "expected the data its case is based on" in fault
    assert given([[*BOATS, *ending[:2], "2025-10"]], world.state, head).findings["faults"] == []


def test_a_company_or_a_college_cannot_bring_partnerships(world: World) -> None:
    for who in ("keel", "college"):
        with pytest.raises(
            Refused, match="To propose a partnership is for the convener and the state's"
        ):
            given([BOATS], world.people[who])


def test_who_convenes_a_table_may_propose_but_appoints_and_forms_nothing(world: World) -> None:
    brought([BOATS], world.state)
    convener = world.people["board"]
    (fault,) = given([CARE], convener).findings["faults"]
    assert fault == "tables.csv, row 2: To appoint a convener is for the state's policy lead."
    brought([FARMS], convener)
    assert Partnership.objects.get(name="Uplands Farms").stage == "proposed"


# ── I1 through this door ──────────────────────────────────────────────────────────────────────


def test_no_kind_of_import_brings_needs_rounds_or_solutions(world: World) -> None:
    # I1: what a run can make is named in one list, and nothing that I1 guards is in it.
    assert set(columns.FIELDS) == set(Import.Kind.values)
    assert set(runs.WORDS) == {
        "organization", "ownershipgroup", "user", "membership", "seat", "delegate",
        "partnership", "appointment",
    }  # fmt: skip
    brought([BOATS, CARE, FARMS], world.state)
    assert not Need.objects.exists()
    assert not Solution.objects.exists()


def test_a_file_whose_headings_speak_of_needs_and_solutions_makes_none(world: World) -> None:
    head = [*HEAD, "Need", "Solution", "Priority", "Stage"]
    rows = [[*BOATS, "Welders", "Evening school", "1", "active"]]
    run = given(rows, world.state, head)
    runs.bring(run, at=day(2), by=world.state)
    assert not Need.objects.exists()
    assert not Solution.objects.exists()
    assert Partnership.objects.get().stage == "forming"


def test_a_kind_that_is_none_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="solutions"):
        runs.receive(kind="solutions", file="s.csv", data=b"a,b\n1,2\n", at=day(2), by=world.state)
