"""Organizations brought in: what a row makes, what is wrong with one, all of it or nothing."""

from typing import Any

import pytest

from sectoral.errors import BadInput
from sectoral.workspace.imports import runs
from sectoral.workspace.imports.columns import columns_from_form, find_column_fault, guess_columns
from sectoral.workspace.models import Event, Import, Organization, OwnershipGroup, User
from sectoral.workspace.rules.answers import Refused
from tests.workspace.imports.sheets import as_csv, as_xlsx
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.world import World, day

HEAD = ["Company Name", "Type", "NAICS Code", "Employees", "County", "Parent company"]
BOATS = [
    ["Dory Works", "business", "336612", "35", "Anchor County; Buoy", "Dory Holding"],
    ["Skiff & Co", "Company", "3366 Ship building", "250 or more", "99001", "Dory Holding"],
    ["Market College", "college", "", "", "99007, 99009", ""],
]


@pytest.fixture
def world(db: None) -> World:
    return worlds.begun()


def given(
    world: World, rows: list[Any], kind: str = "organizations", by: User | None = None
) -> Import:
    """A file that the state lead brings, its columns matched by guess and its rows checked."""
    person = by or world.state
    run = runs.receive(kind=kind, file="firms.csv", data=as_csv(rows), at=day(1), by=person)
    return runs.check(run, run.columns, at=day(1), by=person)


def test_usual_headings_are_matched_whatever_their_case_and_blanks() -> None:
    assert guess_columns("organizations", HEAD) == {
        "name": 0, "system": 1, "naics": 2, "size": 3, "areas": 4, "owner": 5,
    }  # fmt: skip


def test_the_person_may_match_otherwise_and_is_told_what_is_missing_or_taken_twice() -> None:
    heads = ["A", "B"]
    chosen = {"name": "1", "system": "0", "naics": "7"}
    assert columns_from_form("organizations", heads, chosen) == {
        "name": 1, "system": 0,
    }  # fmt: skip
    missing = find_column_fault("a.csv", "organizations", heads, {"name": 0})
    assert "expected a column for 'Kind'" in str(missing)
    twice = find_column_fault("a.csv", "organizations", heads, {"name": 0, "system": 0})
    assert "found 'Organization' and 'Kind'" in str(twice)


def test_a_dry_run_says_what_would_be_made_and_makes_nothing(world: World) -> None:
    before = Organization.objects.count(), Event.objects.count()
    run = given(world, [HEAD, *BOATS])
    assert run.findings["made"] == {"organization": 3, "ownershipgroup": 1}
    assert run.findings["lines"][0] == [
        2,
        "Dory Works, company, NAICS 336612, 10 to 49 people, works in 99001, 99003, "
        "owned by Dory Holding",
    ]
    # Only the line that a file was given is new.
    assert (Organization.objects.count(), Event.objects.count()) == (before[0], before[1] + 1)


def test_a_run_makes_all_rows_and_writes_its_own_line(world: World) -> None:
    run = runs.bring(given(world, [HEAD, *BOATS]), at=day(2), by=world.state)
    skiff = Organization.objects.get(name="Skiff & Co")
    assert (skiff.system, skiff.naics, skiff.size) == ("employer", "3366", "250+")
    assert [site.area for site in skiff.worksites.all()] == ["99001"]
    assert skiff.owner == OwnershipGroup.objects.get(name="Dory Holding")
    line = Event.objects.get(verb="import", subject_id=run.pk)
    assert line.words == "imported: 3 organizations and 1 owner"
    assert (run.rows, run.done_at) == ([], day(2))


WRONG = [
    (["", "company", "3366", "", "", ""], "column 'Company Name': expected a word; found an empty"),
    (["Dory", "boat", "3366", "", "", ""], "column 'Type': expected one of company, education"),
    (["Dory", "company", "", "", "", ""], "column 'NAICS Code': expected a NAICS code, because"),
    (["Dory", "company", "33-66", "", "", ""], "column 'NAICS Code': expected two to six digits"),
    (["Dory", "company", "3366", "many", "", ""], "column 'Employees': expected a number of emp"),
    (["Dory", "company", "3366", "", "Atlantis", ""], "column 'County': expected counties by"),
    (["D" * 201, "company", "3366", "", "", ""], "expected at most 200 letters; found 201"),
]


@pytest.mark.parametrize(("row", "words"), WRONG)
def test_an_error_names_file_row_and_column_and_how_to_mend_it(
    world: World, row: list[str], words: str
) -> None:
    (fault,) = given(world, [HEAD, BOATS[0], row]).findings["faults"]
    assert fault.startswith("firms.csv, row 3, ")
    assert words in fault
    assert "To mend: " in fault


def test_every_wrong_row_is_told_at_once(world: World) -> None:
    run = given(world, [HEAD, *(row for row, _ in WRONG)])
    assert len(run.findings["faults"]) == len(WRONG)
    assert run.findings["made"] == {}


def test_a_row_that_repeats_another_comes_in_once_with_a_note(world: World) -> None:
    found = given(world, [HEAD, BOATS[0], BOATS[2], [BOATS[0][0].upper(), *BOATS[0][1:]]]).findings
    assert found["notes"] == ["Row 4: the same as row 2, so it is imported once."]
    assert found["made"] == {"organization": 2, "ownershipgroup": 1}


def test_a_row_that_says_of_one_name_something_else_is_an_error(world: World) -> None:
    other = [*BOATS[0][:-1], "Another Holding"]
    (fault,) = given(world, [HEAD, BOATS[0], BOATS[2], other]).findings["faults"]
    assert "row 4" in fault
    assert "the same as row 2, but for 'Parent company'" in fault


def test_what_is_there_already_is_passed_over_with_a_note(world: World) -> None:
    run = given(world, [HEAD, ["KEEL AND SONS", "employer", "336612", "", "", ""], BOATS[0]])
    assert run.findings["notes"] == [
        "Row 2: KEEL AND SONS is already registered, as Keel & Sons. Nothing about it changes."
    ]
    assert run.findings["made"] == {"organization": 1, "ownershipgroup": 1}


def test_with_a_failing_last_row_nothing_comes_in(world: World) -> None:
    run = given(world, [HEAD, *BOATS])
    # Between the check and the act somebody else registers the last one.
    from sectoral.workspace.actions import organizations  # noqa: PLC0415
    from sectoral.workspace.imports import carry_out, plans  # noqa: PLC0415

    known = runs.load_known_names()
    drawn = plans.plan_table("organizations", runs.table_of(run), run.columns, known, {})
    organizations.register(name="Market College", system="education", at=day(2), by=world.state)
    before = Organization.objects.count(), OwnershipGroup.objects.count(), Event.objects.count()
    with (
        pytest.raises(Refused, match="row 4: Market College is already registered"),
        carry_out.carried_out(drawn, "firms.csv", at=day(2), by=world.state),
    ):
        pytest.fail("it went on")
    after = Organization.objects.count(), OwnershipGroup.objects.count(), Event.objects.count()
    assert after == before


def test_a_refused_row_does_not_hide_the_errors_of_others(world: World) -> None:
    # The planner knows of no kind that actions refuse, but a name that differs in case alone
    # from one in the same file is one: both are tried.
    rows = [["Dory", "company", "3366"], ["Dory", "employer", "3366"], ["Sloop", "firm", "3366"]]
    run = given(world, [HEAD[:3], *rows])
    assert run.findings["faults"] == ["firms.csv, row 3: Dory is already registered."]
    assert run.findings["made"] == {"organization": 2}


@pytest.mark.parametrize("who", ["keel", "college"])
def test_only_who_may_add_organizations_brings_them_in(world: World, who: str) -> None:
    with pytest.raises(Refused, match="To add people and organizations is for the convener and"):
        given(world, [HEAD, *BOATS], by=world.people[who])


def test_a_run_is_done_once_and_only_by_who_brought_it(world: World) -> None:
    run = given(world, [HEAD, *BOATS])
    people_state = world.people["keel"]
    with pytest.raises(Refused):
        runs.bring(run, at=day(2), by=people_state)
    runs.bring(run, at=day(2), by=world.state)
    with pytest.raises((Refused, BadInput)):
        runs.bring(run, at=day(2), by=world.state)
    assert Organization.objects.filter(name="Dory Works").count() == 1


# ── marks of a person (S12) ───────────────────────────────────────────────────────────────────

MARKED = [
    ("Note", "123-45-6789", "a Social Security number"),
    ("SSN", "123456789", "a Social Security number"),
    ("Social Security (last four)", "6789", "a Social Security number"),
    ("DOB", "2/3/1980", "a date of birth"),
    ("Note", "born on 3 May 1980", "a date of birth"),
    ("Note", "１２３-４５-６７８９", "a Social Security number"),
]


@pytest.mark.parametrize(("heading", "cell", "mark"), MARKED)
def test_a_file_that_marks_a_person_is_refused_whole_and_nothing_is_kept(
    world: World, heading: str, cell: str, mark: str
) -> None:
    rows = [[*HEAD, heading], [*BOATS[0], ""], [*BOATS[1], cell]]
    with pytest.raises(BadInput) as refused:
        given(world, rows)
    assert f"firms.csv, row 3, column '{heading}'" in str(refused.value)
    assert f"found {mark}" in str(refused.value)
    assert cell not in str(refused.value)
    assert not Import.objects.exists()


def test_a_day_in_a_workbook_under_date_of_birth_is_refused_too(world: World) -> None:
    from datetime import date  # noqa: PLC0415

    data = as_xlsx([["Name", "Birth date"], ["Amina", date(1980, 2, 3)]])
    with pytest.raises(BadInput, match="found a date of birth"):
        runs.receive(kind="contacts", file="a.xlsx", data=data, at=day(1), by=world.state)


def test_codes_phones_and_days_of_founding_mark_nobody(world: World) -> None:
    rows = [[*HEAD, "Phone", "Founded"], [*BOATS[0], "(303) 555-0142", "1980-02-03"]]
    assert given(world, rows).findings["faults"] == []


def test_many_marks_are_told_by_the_first_and_their_number(world: World) -> None:
    rows = [[*HEAD, "SSN"], *([*BOATS[0], "123-45-6789"] for _ in range(3))]
    with pytest.raises(BadInput, match=r"row 2.*a Social Security number, and 2 more such cells"):
        given(world, rows)
