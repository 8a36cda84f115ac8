"""Every registered rule from the ballot to the export, by page, without scripts, and interface."""

import pytest

from sectoral.workspace.actions import rounds
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Ballot, Need, Round
from sectoral.workspace.rules.ballots import BALLOT_RULES
from tests.workspace.api.conftest import caller
from tests.workspace.pages.reading import here, page, same, signed_in, words
from tests.workspace.partnership.steps import opened, sample_ballot, vote
from tests.workspace.partnership.world import World, day

pytestmark = pytest.mark.parametrize("rule", BALLOT_RULES)


@pytest.fixture(autouse=True)
def _day_sixty_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: day(61))


def ballot_cast(round: Round, world: World, company: str) -> Ballot:
    return round.electors.get(seat=world.seats[company]).ballots.get(counts=True)


def test_a_page_asks_for_each_part_and_casts_what_is_typed(
    world: World, wanted: list[Need], rule: str
) -> None:
    drawn, form = opened(world, wanted, rule=rule), BALLOT_RULES[rule].form
    keel, to = signed_in(world.people["keel"]), f"/act/round.cast/{drawn.pk}/"
    source = page(keel, to)
    assert form.help in words(source)
    for need in wanted:
        for part in form.parts(len(wanted)):
            assert f'name="choice-{need.pk}-{part.name}"' in source
            assert part.label in words(source)
    choice = sample_ballot(rule, wanted, 1)
    typed = {
        f"choice-{need}-{part}": answer
        for need, parts in form.write(choice).items()
        for part, answer in parts.items()
    }
    seat = {"seat": world.seats["keel"].pk}
    nothing = keel.post(to, seat)
    assert nothing.status_code == 422
    assert not drawn.electors.filter(ballots__isnull=False).exists()
    assert keel.post(to, {**typed, **seat}).status_code == 302
    assert ballot_cast(drawn, world, "keel").choice == choice


def test_a_program_casts_the_ballot_as_it_is_counted(
    world: World, wanted: list[Need], rule: str
) -> None:
    drawn, choice = opened(world, wanted, rule=rule), sample_ballot(rule, wanted, 2)
    keel = caller(world.people["keel"])
    wrong = keel.post(f"round.cast/{drawn.pk}", {"choice": [999_999]})
    assert wrong.status_code in (409, 422)
    assert wrong.json()["reason"]
    cast = keel.post(f"round.cast/{drawn.pk}", {"choice": choice})
    assert cast.status_code == 200, cast.content
    assert ballot_cast(drawn, world, "keel").choice == choice


def test_no_page_of_an_onlooker_changes_with_ballots(
    world: World, wanted: list[Need], rule: str
) -> None:
    drawn = opened(world, wanted, rule=rule)
    board, address = signed_in(world.convener), f"rounds/{drawn.pk}/"
    before = same(board.get(here(world.partnership, address)))
    for number, company in enumerate(("keel", "rope")):
        vote(world, drawn, company, sample_ballot(rule, wanted, number), 60.5)
    assert same(board.get(here(world.partnership, address))) == before


def test_what_is_counted_is_drawn_told_and_exported(
    world: World, wanted: list[Need], rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, told = opened(world, wanted, rule=rule), BALLOT_RULES[rule]
    for number, company in enumerate(("keel", "rope", "sail")):
        vote(world, drawn, company, sample_ballot(rule, wanted, number))
    monkeypatch.setattr(clock, "now", lambda: day(68))
    rounds.run_clock(at=day(67))
    rounds.publish(round=Round.objects.get(pk=drawn.pk), at=day(68), by=world.convener)
    college = signed_in(world.people["college"])
    source = page(college, here(world.partnership, f"rounds/{drawn.pk}/"))
    assert told.words.count in words(source)
    assert told.words.ties in words(source)
    # The picture's alternative text, and the same figures as a table.
    assert f'aria-label="{told.chart.title}. 1. ' in source
    for heading in (told.words.score, told.words.second):
        assert heading in words(source)
    drawn.refresh_from_db()
    assert drawn.result is not None
    export = page(college, here(world.partnership, "export/rounds.csv"))
    assert [line.split(",")[1] for line in export.splitlines()[1:]] == [told.words.name] * 3
