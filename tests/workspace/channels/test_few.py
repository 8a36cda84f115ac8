"""S13: of fewer than three ballots the places alone are shown, at every door."""

from typing import Any

import pytest

from sectoral.workspace.actions import rounds
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Need, Round
from sectoral.workspace.presenters.meeting_projector import weighed_needs
from sectoral.workspace.queries.roles import sitting_of
from sectoral.workspace.rules.ballots import BALLOT_RULES
from tests.workspace.api.conftest import caller
from tests.workspace.pages.reading import here, page, signed_in, words
from tests.workspace.partnership.conftest import laid, wanted, world
from tests.workspace.partnership.steps import opened, sample_ballot, vote
from tests.workspace.partnership.world import World, day

__all__ = ["laid", "wanted", "world"]

READERS = ("rope", "board", "college")
COUNTED = "Ballots that listed it"


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: day(80))


def published(world: World, wanted: list[Need], *companies: str, **rules: Any) -> Round:
    """A round in which so many companies voted."""
    drawn = opened(world, wanted, **rules)
    for number, company in enumerate(companies):
        vote(world, drawn, company, sample_ballot(drawn.rule, wanted, number))
    rounds.close(round=drawn, at=day(67), by=world.convener)
    drawn.refresh_from_db()
    rounds.publish(round=drawn, at=day(67), by=world.convener)
    drawn.refresh_from_db()
    return drawn


@pytest.mark.parametrize(
    ("rule", "companies"),
    [("ranked", ("keel", "anchor")), *((rule, ("keel",)) for rule in BALLOT_RULES)],
)
def test_a_count_of_one_or_two_shows_places_and_nothing_more(
    world: World, wanted: list[Need], rule: str, companies: tuple[str, ...]
) -> None:
    drawn = published(world, wanted, *companies, rule=rule)
    address = here(world.partnership, f"rounds/{drawn.pk}/")
    for who in READERS:
        browser = signed_in(world.people[who])
        said = words(page(browser, address))
        assert "Fewer than three companies voted." in said
        assert COUNTED not in said
        assert "Ranked below the one above by" not in said
        assert f"{len(companies)} of 5 voted" not in said
        file = page(browser, f"{address}?format=csv")
        assert file.splitlines()[0].lstrip("\ufeff") == "Need,Place,Priority"
        export = page(browser, here(world.partnership, "export/rounds.csv")).splitlines()[1:]
        assert all(",,," in line for line in export)
        told = caller(world.people[who]).get(f"partnerships/{world.partnership.slug}/rounds")
        (item,) = told.json()["items"]
        assert {tuple(place) for place in item["result"]} == {("need", "place")}


def test_a_count_of_three_is_shown_whole(world: World, wanted: list[Need]) -> None:
    drawn = published(world, wanted, "keel", "anchor", "sail")
    address = here(world.partnership, f"rounds/{drawn.pk}/")
    said = words(page(signed_in(world.people["college"]), address))
    assert COUNTED in said
    assert "3 of 5 voted" in said
    assert "Fewer than three" not in said


@pytest.mark.parametrize(("companies", "shown"), [(("keel",), 0), (("keel", "sail", "rope"), 3)])
def test_the_wall_plots_no_company_s_own_opinion(
    world: World, wanted: list[Need], companies: tuple[str, ...], shown: int
) -> None:
    published(world, wanted, *companies, rule="matrix")
    sitting = sitting_of(world.people["rope"], world.partnership, at=day(80))
    assert len(weighed_needs(sitting)) == shown
