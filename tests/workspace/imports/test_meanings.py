"""What cells mean: words for none, error values, counties, sizes, names that look alike."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectoral.errors import BadInput
from sectoral.workspace.actions import organizations
from sectoral.workspace.imports import runs
from sectoral.workspace.imports.plans.counties import CountyFinder
from sectoral.workspace.imports.plans.names import NameSpellings, answers_of
from sectoral.workspace.imports.plans.plan import question_id
from sectoral.workspace.imports.plans.sizes import band_of, day_undone
from sectoral.workspace.imports.spreadsheet import read_spreadsheet
from sectoral.workspace.models import Import, Organization, OwnershipGroup
from tests.workspace.imports.kinds import HEAD, book, firm
from tests.workspace.imports.sheets import as_csv
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.world import World, day


@pytest.fixture
def world(db: None) -> World:
    return worlds.begun()


def checked(
    world: World, *rows: list[str], head: list[str] = HEAD, kind: str = "organizations"
) -> Import:
    """A file that the state lead brings, checked."""
    data = as_csv([head, *rows])
    run = runs.receive(kind=kind, file="firms.csv", data=data, at=day(1), by=world.state)
    return runs.check(run, run.columns, at=day(1), by=world.state)


# ── nothing ───────────────────────────────────────────────────────────────────────────────────

NONE = ["None", "n/a", "-", "NULL", "?", "independent", "0", "TBD", "N.A."]


def test_companies_without_an_owner_are_never_joined_by_a_word_for_none(world: World) -> None:
    before = OwnershipGroup.objects.count()
    rows = [firm(f"Shoal {chr(65 + n)}", owner=word) for n, word in enumerate([*NONE, "None"])]
    run = checked(world, *rows)
    assert run.findings["faults"] == []
    assert "Column 'Owner', rows 2, 11: “None” is read as empty." in run.findings["notes"]
    runs.bring(run, at=day(1), by=world.state)
    made = Organization.objects.filter(name__startswith="Shoal")
    assert len({one.counts_as for one in made}) == len(rows)
    assert OwnershipGroup.objects.count() == before


ERRORS = ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#VALUE!", "#NULL!", "#NUM!"]


@pytest.mark.parametrize("column", [0, 2, 3, 4, 5])
def test_an_error_value_is_refused_with_row_and_column(world: World, column: int) -> None:
    rows = [firm(f"Shoal {n}", "332710", "10-49", "99001", "Reef") for n in range(len(ERRORS))]
    for row, error in zip(rows, ERRORS, strict=True):
        row[column] = error
    faults = checked(world, *rows).findings["faults"]
    assert [fault.partition(": ")[0] for fault in faults] == [
        f"firms.csv, row {number}, column '{HEAD[column]}'" for number in range(2, 9)
    ]
    assert all("an error of a spreadsheet program" in fault for fault in faults)


@pytest.mark.parametrize("owner", ["same as above", '"', "ditto"])
def test_an_owner_that_points_elsewhere_is_refused(world: World, owner: str) -> None:
    (fault,) = checked(world, firm("Shoal One", owner=owner)).findings["faults"]
    assert "row 2, column 'Owner': expected an owner's name, or nothing" in fault


def test_a_name_that_means_nothing_is_an_empty_one(world: World) -> None:
    (fault,) = checked(world, firm("N/A")).findings["faults"]
    assert "column 'Organization': expected a word; found 'N/A', which is not a value" in fault


def test_cells_merged_over_columns_are_refused_with_their_range() -> None:
    made = book(firm("Heron Pumps"), change=lambda sheet: sheet.merge_cells("A2:C2"))
    with pytest.raises(BadInput, match=r"row 2: .*'Heron Pumps' in cells A2:C2, merged over"):
        read_spreadsheet("a.xlsx", made)


def test_a_title_merged_above_the_table_is_passed_over() -> None:
    def titled(sheet: Any) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "Our companies"
        sheet.merge_cells("A1:F1")

    table = read_spreadsheet("a.xlsx", book(firm("Heron Pumps"), change=titled))
    assert table.headings == tuple(HEAD)
    assert [line.number for line in table.rows] == [3]


# ── counties ──────────────────────────────────────────────────────────────────────────────────

PLACES = CountyFinder.of(
    [
        ("51159", "Richmond County"),
        ("51760", "Richmond city"),
        ("51095", "James City County"),
        ("35013", "Doña Ana County"),
        ("29510", "St. Louis city"),
        ("29189", "St. Louis County"),
        ("17099", "LaSalle County"),
        ("22059", "La Salle Parish"),
        ("24029", "Kent County"),
        ("10001", "Kent County"),
        ("99001", "Anchor"),
    ]
)


@pytest.mark.parametrize(
    ("words", "areas"),
    [
        ("Richmond County", ["51159"]),
        ("richmond CITY", ["51760"]),
        ("City of Richmond", ["51760"]),
        ("Richmond", ["51159", "51760"]),
        ("James City", ["51095"]),
        ("Dona Ana", ["35013"]),
        ("Don\u0303a Ana Co.", ["35013"]),
        ("Saint Louis County", ["29189"]),
        ("St Louis city", ["29510"]),
        ("La Salle County, IL", ["17099"]),
        ("LaSalle, Louisiana", ["22059"]),
        ("Kent", ["24029", "10001"]),
        ("Kent, MD", ["24029"]),
        ("Kent County, Del.", []),
        ("Anchor County", ["99001"]),
        ("Anchor city", []),
        ("Atlantis", []),
    ],
)
def test_a_county_is_found_by_the_nearest_spelling(words: str, areas: list[str]) -> None:
    assert [one.area for one in PLACES.find(words)] == areas


def test_a_name_of_several_counties_is_refused_with_its_choices(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = runs.load_known_names
    monkeypatch.setattr(runs, "load_known_names", lambda: replace(known(), counties=PLACES))
    (fault,) = checked(world, firm("Shoal One", area="Dona Ana; Richmond")).findings["faults"]
    assert "'Richmond', which may be Richmond County (51159), Richmond city (51760)" in fault
    run = checked(world, firm("Shoal One", area="Dona Ana; Richmond city; 1001"))
    assert run.findings["lines"][0][1].endswith("works in 01001, 35013, 51760")


# ── sizes ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "band"),
    [
        ("1 to 9", "1-9"), ("10–49", "10-49"), ("250 or more", "250+"), ("500+", "250+"),
        ("10-19", "10-49"), ("5 - 9", "1-9"), ("under 10", "1-9"), ("1,200 employees", "250+"),
        ("25.0", "10-49"), ("over 300", "250+"), ("100-249", "50-249"), ("", ""),
        ("20-99", None), ("49-10", None), ("many", None), ("9-Jan", None), ("50+", None),
    ],
)  # fmt: skip
def test_a_size_is_read_as_people_say_it(words: str, band: str | None) -> None:
    assert band_of(words) == band


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("9-Jan", "1-9"), ("Jan-9", "1-9"), ("2026-01-09", "1-9"), ("1/9/2026", "1-9"),
        ("Oct-49", "10-49"), ("1949-10-01", "10-49"), ("2049-10-01", "10-49"),
        ("October 1949", "10-49"), ("19-Oct", "10-19"), ("2026-05-09", "5-9"),
        ("2026-12-01", ""), ("31-Dec", "12-31"), ("many", ""), ("1-9", ""),
    ],
)  # fmt: skip
def test_a_day_is_read_back_as_the_band_that_was_typed(words: str, typed: str) -> None:
    assert day_undone(words) == typed


# ── names that look alike ─────────────────────────────────────────────────────────────────────


def test_an_organization_that_looks_like_a_registered_one_is_asked(world: World) -> None:
    run = checked(world, firm("Keel & Sons Inc."), firm("Shoal One"))
    (asked,) = run.findings["asked"]
    assert asked["words"] == (
        "Row 2: “Keel & Sons Inc.” looks like “Keel & Sons” (already here). The same organization?"
    )
    with pytest.raises(Exception, match="Check the rows again, and answer that first"):
        runs.bring(run, at=day(1), by=world.state)
    for answer, made in (("same", 1), ("apart", 2)):
        said = {asked["id"]: answer}
        found = runs.check(run, run.columns, answers=said, at=day(1), by=world.state).findings
        assert found["made"] == {"organization": made}


def test_a_contact_of_a_company_spelt_otherwise_is_asked_about(world: World) -> None:
    head = ["Name", "E-mail", "Organization"]
    row = ["Al Keel", "al@keel.example", "Keel and Sons, LLC"]
    run = checked(world, row, head=head, kind="contacts")
    assert run.findings["faults"] == []
    (asked,) = run.findings["asked"]
    said = {asked["id"]: "same"}
    run = runs.check(run, run.columns, answers=said, at=day(1), by=world.state)
    assert run.findings["lines"] == [
        [2, "Al Keel (al@keel.example), gets an account, joins Keel & Sons"]
    ]
    other = runs.check(run, run.columns, answers={asked["id"]: "apart"}, at=day(1), by=world.state)
    assert "an organization that is registered" in other.findings["faults"][0]


def test_the_companies_and_the_convener_of_a_partnership_are_found_however_spelt(
    world: World,
) -> None:
    head = ["Partnership", "Region", "Sector", "Convener", "Companies"]
    row = [
        "Boats",
        "Harbour",
        "Boats",
        "HARBOUR workforce  board.",
        "KEEL AND SONS; Rope Walk Inc.",
    ]
    run = checked(world, row, head=head, kind="partnerships")
    assert run.findings["faults"] == []
    assert ["Rope Walk Inc." in one["words"] for one in run.findings["asked"]] == [True]
    said = {one["id"]: "same" for one in run.findings["asked"]}
    run = runs.check(run, run.columns, answers=said, at=day(1), by=world.state)
    assert "Its convener offers seats to Keel & Sons and Rope Walk." in str(run.findings["missing"])
    assert "Not registered yet" not in str(run.findings["missing"])
    assert "Harbour Workforce Board" in run.findings["lines"][0][1]


def test_what_a_person_answered_stays_answered(world: World) -> None:
    run = checked(world, firm("Shoal One", owner="Reef"), firm("Shoal Two", owner="Reef LLC"))
    said = {run.findings["asked"][0]["id"]: "apart"}
    run = runs.check(run, run.columns, answers=said, at=day(1), by=world.state)
    again = runs.check(run, run.columns, at=day(2), by=world.state)
    assert again.findings["asked"] == []
    assert again.findings["made"] == {"organization": 2, "ownershipgroup": 2}


NAMES = st.lists(st.sampled_from(["Reef", "REEF.", "Reef Inc", "Reef LLC", "The Reef", "Bay"]))


@given(names=NAMES, same=st.booleans())
def test_once_all_is_answered_each_name_is_one_and_nothing_is_asked(
    names: list[str], same: bool
) -> None:
    answers: dict[str, str] = {}
    for _ in range(20):
        spellings = NameSpellings("owner", ["Cove"], answers)
        kept = [spellings.settle(name, row) for row, name in enumerate(names)]
        if not spellings.questions:
            break
        answers |= {one.id: "same" if same else "apart" for one in spellings.questions}
    assert not spellings.questions
    reefs = {one for one, name in zip(kept, names, strict=True) if name != "Bay"}
    spelt = {name for name in names if name not in ("Bay", "REEF.")}
    assert len(reefs) <= 1 if same else len(reefs) <= len(spelt | {"Reef"})


def test_an_answer_is_kept_whichever_of_two_names_comes_first() -> None:
    assert question_id("owner", "Reef Inc.", "REEF") == question_id("owner", "Reef", "reef inc")
    assert (
        answers_of([("same", "Reef", "Reef Inc")])[question_id("owner", "REEF INC", "reef")]
        == "same"
    )


def test_an_owner_of_a_form_and_of_a_file_are_one(world: World) -> None:
    organizations.declare_ownership(
        organizations=[world.orgs["keel"]], owner="Reef Group", at=day(1), by=world.state
    )
    run = checked(world, firm("Shoal One", owner="REEF\u00a0group."))
    runs.bring(run, at=day(1), by=world.state)
    world.orgs["keel"].refresh_from_db()
    assert Organization.objects.get(name="Shoal One").owner == world.orgs["keel"].owner
