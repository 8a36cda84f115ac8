"""S23: the record tells nobody beyond the companies which of them raised a need, at any door."""

from typing import Any

import pytest

from sectoral.workspace.actions import solutions
from sectoral.workspace.exports.records import list_record_sheets
from sectoral.workspace.models import Need, Solution
from sectoral.workspace.queries.roles import sitting_of
from tests.workspace.api.conftest import caller
from tests.workspace.pages.reading import here, page, signed_in, words
from tests.workspace.partnership.heard import HEARD, Heard, heard

RAISER = "Keel Person"


@pytest.fixture
def judged(db: None, monkeypatch: pytest.MonkeyPatch) -> Heard:
    """A solution that Keel, who raised its need, tried, sent back, and accepted."""
    monkeypatch.setattr("sectoral.workspace.environment.clock.now", lambda: HEARD)
    table = heard()
    solution = table.measuring()
    said: dict[str, Any] = {
        "answer": solution.answers.get(),
        "seat": table.world.seats["keel"],
        "at": HEARD,
        "by": table.person("keel"),
    }
    solutions.not_yet(**said, reason="Two of twelve passed.")
    solutions.measure(solution=Solution.objects.get(), at=HEARD, by=table.convener)
    solutions.accept(**said)
    solutions.complete(solution=Solution.objects.get(), at=HEARD, by=table.person("keel"))
    return table


def on_page(table: Heard, who: str) -> list[str]:
    """Who stands before each line about needs and solutions, on the page."""
    person = table.world.people.get(who, table.world.state)
    told = ""
    for kind in ("needs", "solutions"):
        address = here(table.world.partnership, f"record/?kind={kind}")
        told += words(page(signed_in(person), address))
    return [told]


def by_program(table: Heard, who: str) -> list[str]:
    person = table.world.people.get(who, table.world.state)
    slug = table.world.partnership.slug
    lines = caller(person).get(f"partnerships/{slug}/record", limit=200).json()["items"]
    return [line["who"] for line in lines if "Evening welding" in line["words"]] + [
        line["who"] for line in lines if line["words"].startswith("Need ")
    ]


def in_file(table: Heard, who: str) -> list[str]:
    person = table.world.people.get(who, table.world.state)
    sitting = sitting_of(person, table.world.partnership, at=HEARD)
    sheet = next(sheet for sheet in list_record_sheets(sitting) if sheet.name == "record")
    rows = [[str(cell.value) for cell in row] for row in sheet.rows]
    return [row[1] for row in rows if "Evening welding" in row[2] or row[2].startswith("Need ")]


@pytest.mark.parametrize("who", ["college", "union", "community", "state"])
@pytest.mark.parametrize("door", [on_page, by_program, in_file])
def test_whoever_is_no_company_reads_an_employer_member(judged: Heard, who: str, door: Any) -> None:
    told = door(judged, who)
    assert any("an employer member" in one for one in told)
    assert not any(RAISER in one for one in told)


@pytest.mark.parametrize("door", [on_page, by_program])
def test_companies_and_the_convener_read_who_it_was(judged: Heard, door: Any) -> None:
    for who in ("keel", "sail", "board"):
        assert any(RAISER in one for one in door(judged, who))


def test_a_file_names_its_reader_alone(judged: Heard) -> None:
    assert RAISER in in_file(judged, "keel")
    for who in ("sail", "board"):
        assert RAISER not in in_file(judged, who)


@pytest.mark.parametrize("door", [on_page, by_program])
def test_of_a_need_told_through_the_convener_other_companies_read_no_name(
    judged: Heard, door: Any
) -> None:
    Need.objects.filter(pk=judged.welders.pk).update(attested_by=judged.convener)
    for who in ("sail", "rope", "college"):
        assert not any(RAISER in one for one in door(judged, who))
    for who in ("keel", "board"):
        assert any(RAISER in one for one in door(judged, who))


def test_whoever_convened_or_proposed_is_named(judged: Heard) -> None:
    told = by_program(judged, "union")
    assert {"College Person", "Board Person"} <= set(told)


def test_a_yes_or_no_of_a_company_names_it_nowhere(judged: Heard) -> None:
    for who in ("college", "state"):
        assert "says yes" in on_page(judged, who)[0]
        assert "Sail Person" not in on_page(judged, who)[0]
        assert "Sail Loft says" not in on_page(judged, who)[0]
