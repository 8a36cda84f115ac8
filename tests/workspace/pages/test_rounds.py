"""A round's pages, and joint listening: nothing of a vote before its close, in any channel (S6)."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from sectoral.workspace.actions import rounds, seats
from sectoral.workspace.models import Message, Need, Round
from sectoral.workspace.queries.rounds import asked_about
from sectoral.workspace.rules.ballots import BALLOT_RULES
from tests.workspace.pages.reading import (
    MOST_QUERIES,
    here,
    one_line,
    page,
    queries,
    same,
    signed_in,
    words,
)
from tests.workspace.partnership.steps import (
    VOTERS,
    keys,
    opened,
    release,
    sample_ballot,
    shared,
    three_released,
    vote,
)
from tests.workspace.partnership.world import World, day

OnDay = Callable[[float], None]


@pytest.fixture(autouse=True)
def _day_sixty_one(on_day: OnDay) -> None:
    on_day(61)


def of(world: World, round: Round) -> str:
    return here(world.partnership, f"rounds/{round.pk}/")


def client_of(world: World, who: str) -> Client:
    return signed_in(world.people.get(who, world.state))


# ── a ballot of points adds up as it is filled in ─────────────────────────────────────────────


def test_points_are_added_up_without_scripts_and_nothing_is_cast(world: World) -> None:
    drawn = opened(world, rule="points")
    first, second, _ = asked_about(drawn)
    typed = {"seat": str(world.seats["keel"].pk), "add_up": "yes"}
    typed |= {f"choice-{first.pk}-points": "40", f"choice-{second.pk}-points": "25"}
    shown = client_of(world, "keel").post(f"/act/round.cast/{drawn.pk}/", typed)
    said = one_line(shown.content.decode())
    assert shown.status_code == 200
    assert '<output class="shared">65</output> of 100' in said
    assert f'name="choice-{first.pk}-points" value="40"' in said
    assert 'role="alert"' not in said
    assert not drawn.electors.filter(ballots__isnull=False).exists()


def test_a_ballot_that_does_not_add_up_says_how_many_points_are_left(world: World) -> None:
    drawn = opened(world, rule="points")
    first, *_ = asked_about(drawn)
    typed = {"seat": str(world.seats["keel"].pk)}
    for points, told in (("65", "35 are left"), ("110", "10 are too many")):
        typed[f"choice-{first.pk}-points"] = points
        answer = client_of(world, "keel").post(f"/act/round.cast/{drawn.pk}/", typed)
        assert answer.status_code == 422
        assert told in words(answer.content.decode())


# ── nothing shows before the close (S6) ───────────────────────────────────────────────────────

WATCHERS = ("board", "college", "union", "hull", "rope", "state")
"""Convener, partners, a company whose owner votes elsewhere, an elector who waits, the state."""


def channels(world: World, round: Round) -> list[str]:
    rooms = ("", "needs/", "listening/", "priorities/", "meetings/", "seats/", "life/", "record/")
    pages = [here(world.partnership, room) for room in rooms]
    need = round.needs.earliest("pk")
    return [
        *pages,
        of(world, round),
        here(world.partnership, f"needs/{need.pk}/"),
        f"/act/round.close/{round.pk}/",
        "/table/",
        "/partnerships/",
    ]


@pytest.mark.parametrize("who", WATCHERS)
def test_every_page_of_whoever_did_not_vote_is_the_same_before_and_after_ballots(
    world: World, wanted: list[Need], drawn: Round, who: str
) -> None:
    client, paths = client_of(world, who), channels(world, drawn)
    before = [same(client.get(path)) for path in paths]
    for company in VOTERS:
        if company != who:
            vote(world, drawn, company, keys(wanted), 60.5)
    after = [same(client.get(path)) for path in paths]
    assert [path for path, one, two in zip(paths, before, after, strict=True) if one != two] == []


def test_neither_letter_nor_calendar_tells_of_a_ballot(
    world: World, wanted: list[Need], drawn: Round
) -> None:
    before = list(Message.objects.values_list("key", "body", "calendar"))
    for company in VOTERS:
        vote(world, drawn, company, keys(wanted))
    assert list(Message.objects.values_list("key", "body", "calendar")) == before


def test_a_convener_who_closes_too_early_learns_nothing_of_the_turnout(
    world: World, wanted: list[Need], drawn: Round
) -> None:
    board = client_of(world, "board")
    told = []
    for company in ("", *VOTERS[:-1]):
        if company:
            vote(world, drawn, company, keys(wanted))
        answer = board.post(f"/act/round.close/{drawn.pk}/")
        assert answer.status_code == 422
        told.append(same(answer)[0])
    assert len(set(told)) == 1


def test_an_open_round_shows_no_count_and_no_turnout_to_the_convener(
    world: World, wanted: list[Need], drawn: Round
) -> None:
    vote(world, drawn, "keel", keys(wanted))
    said = words(page(client_of(world, "board"), of(world, drawn)))
    assert "Nobody can see any votes before it closes." in said
    assert " of 5 voted" not in said
    assert "The result" not in said


# ── the ballot ────────────────────────────────────────────────────────────────────────────────


def filled_in(source: str) -> int:
    """How many answers stand in the forms of a page."""
    return len(re.findall(r'selected\s*>|\schecked\b|name="choice-[^"]+"\s+value="[1-9]', source))


@pytest.mark.parametrize("rule", BALLOT_RULES)
def test_a_company_reads_its_own_ballot_and_no_other_does(
    world: World, wanted: list[Need], rule: str
) -> None:
    drawn = opened(world, wanted, rule=rule)
    empty = page(client_of(world, "rope"), of(world, drawn))
    vote(world, drawn, "keel", sample_ballot(rule, wanted, 1))
    mine = page(client_of(world, "keel"), of(world, drawn))
    assert filled_in(mine) >= filled_in(empty) + 2
    assert "Your company's ballot" in words(mine)
    other = page(client_of(world, "rope"), of(world, drawn))
    assert filled_in(other) == filled_in(empty)


def test_a_company_under_the_same_owner_reads_who_votes_for_it(world: World, drawn: Round) -> None:
    said = words(page(client_of(world, "hull"), of(world, drawn)))
    assert (
        "Mast Works votes for Hull Yard too; companies with the same owner have one ballot." in said
    )
    assert "Your company's ballot" not in said


def test_partners_and_convener_have_no_ballot(world: World, drawn: Round) -> None:
    for who in ("college", "board", "union", "state"):
        assert "Your company's ballot" not in words(page(client_of(world, who), of(world, drawn)))


def test_a_draft_tells_the_convener_who_may_vote_and_who_not_and_why(
    world: World, wanted: list[Need]
) -> None:
    drafted = rounds.prepare(
        partnership=world.partnership, needs=wanted, at=day(60), by=world.convener
    )
    seats.set_vote(
        seat=world.seats["sail"], voting=False, reason="asked", at=day(60), by=world.convener
    )
    said = words(page(client_of(world, "board"), of(world, drafted)))
    assert "4 seats, one ballot each" in said
    assert (
        "Hull Yard: counts with Mast Works; companies with the same owner have one ballot" in said
    )
    assert "Sail Loft: has no vote at this table" in said
    assert "Shipwrights' Union: has no vote at this table" in said
    assert client_of(world, "keel").get(of(world, drafted)).status_code == 404


# ── after the close ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rule", BALLOT_RULES)
def test_a_published_round_shows_its_count_a_picture_and_the_tie_rule(
    world: World, wanted: list[Need], rule: str, on_day: OnDay
) -> None:
    drawn = opened(world, wanted, rule=rule, keep=1)
    for number, company in enumerate(("keel", "rope", "sail")):
        vote(world, drawn, company, sample_ballot(rule, wanted, number))
    on_day(68)
    assert rounds.run_clock(at=day(67)) == 1
    closed = words(page(client_of(world, "college"), of(world, drawn)))
    assert "3 of 5 voted." in closed
    assert "came first" not in closed
    rounds.publish(round=drawn, at=day(68), by=world.convener)
    source = page(client_of(world, "college"), of(world, drawn))
    # Importance 5, 4, 3 and feasibility 2: welders 4 × 2 = 8; 4, 3, 2 and 4: the dock 3 × 4 = 12.
    # By every other rule the ballots put welders first.
    first = "A dry dock" if rule == "matrix" else "Welders"
    said = words(source)
    assert f"“{first}” came first; one need is a priority" in said
    assert "Equal scores:" in said
    assert 'role="img"' in source
    lines = client_of(world, "college").get(of(world, drawn) + "?table=result&format=csv")
    assert lines.content.decode().splitlines()[1].startswith(f"{first},1,")
    standing = words(page(client_of(world, "college"), here(world.partnership, "priorities/")))
    assert f"{first} Place 1 in the round of" in standing


def test_a_void_round_says_why_and_leads_to_its_rerun(
    world: World, wanted: list[Need], drawn: Round
) -> None:
    vote(world, drawn, "keel", keys(wanted))
    rounds.void(round=drawn, reason="A company was left out.", at=day(62), by=world.convener)
    again = rounds.rerun(round=Round.objects.get(pk=drawn.pk), at=day(63), by=world.convener)
    source = page(client_of(world, "rope"), of(world, drawn))
    assert "This round is void: A company was left out." in words(source)
    board = page(client_of(world, "board"), of(world, drawn))
    assert of(world, again) in board
    assert of(world, drawn) in page(client_of(world, "board"), of(world, again))
    assert " of 5 voted" not in words(source)


def test_the_clock_closes_a_round_once_at_its_hour(world: World, drawn: Round) -> None:
    assert [rounds.run_clock(at=day(at)) for at in (66, 67, 67)] == [0, 1, 0]
    assert Round.objects.get(pk=drawn.pk).state == "closed"


@pytest.mark.parametrize("who", ["keel", "board", "college"])
def test_a_round_asks_as_much_for_many_needs_as_for_few(
    world: World, wanted: list[Need], who: str
) -> None:
    client = client_of(world, who)
    few = opened(world, wanted[:2])
    one = queries(client, of(world, few))
    rounds.void(round=few, reason="x", at=day(60), by=world.convener)
    many = opened(world, wanted)
    assert queries(client, of(world, many)) == one <= MOST_QUERIES


# ── joint listening ───────────────────────────────────────────────────────────────────────────


def test_a_release_shows_its_one_moment_and_who_has_read_it(world: World, on_day: OnDay) -> None:
    three_released(world)
    on_day(46)
    college = client_of(world, "college")
    to = here(world.partnership, "listening/")
    said = words(page(college, to))
    assert "February 19, 2026, 2:00 AM" in said
    assert "Listening until March 5, 2026, 2:00 AM." in said
    assert "0 of 5 partners have read it" in said
    pk = world.partnership.releases.get().pk
    college.post(f"/act/release.receive/{pk}/", {"seat": world.seats["college"].pk})
    for who in ("college", "board", "keel", "state"):
        said = words(page(client_of(world, who), to))
        assert "1 of 5 partners have read it" in said
        assert "Quayland College: read on" in said
        assert "Harbour House: has not read it yet" in said
    assert "We have read it" not in page(college, to)
    assert "We have read it" in page(client_of(world, "union"), to)


def test_the_convener_releases_from_the_page_what_companies_share(world: World) -> None:
    need = shared(world)
    board, to = client_of(world, "board"), here(world.partnership, "listening/")
    assert "1 need is supported by enough companies." in words(page(board, to))
    assert "shared by enough companies" not in page(client_of(world, "college"), to)
    done = board.post(f"/act/partnership.release/{world.partnership.pk}/", {"needs": [need.pk]})
    assert done.status_code == 302
    assert "Welders for hulls" in page(client_of(world, "college"), to)


@pytest.mark.parametrize("who", ["keel", "board", "college"])
@pytest.mark.parametrize("room", ["listening/", "priorities/"])
def test_lists_ask_as_much_for_many_as_for_one(
    world: World, wanted: list[Need], who: str, room: str
) -> None:
    client, to = client_of(world, who), here(world.partnership, room)
    opened(world, wanted)
    one = queries(client, to)
    for n in range(3):
        release(world, shared(world, "rope", f"Need {n}", 50), at=52 + n)
    for drafted in range(2):
        rounds.prepare(
            partnership=world.partnership, needs=wanted, at=day(60 + drafted), by=world.convener
        )
    assert queries(client, to) == one <= MOST_QUERIES
