"""My table: at most three asks for a company, what to do next for a convener, what was heard."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from sectoral.workspace.actions import (
    commitments,
    meetings,
    needs,
    partnerships,
    people,
    rolls,
    seats,
    weekly_letters,
)
from sectoral.workspace.addresses import page_address
from sectoral.workspace.models import Message, Need, Round, SignInLink
from sectoral.workspace.queries.roles import sittings_of
from sectoral.workspace.queries.rounds import asked_about
from sectoral.workspace.queries.tasks import tasks_of
from tests.workspace.pages.reading import MOST_QUERIES, page, queries, signed_in, words
from tests.workspace.partnership.heard import heard
from tests.workspace.partnership.letters import delivered
from tests.workspace.partnership.steps import (
    called,
    drafted,
    keys,
    raised,
    shared,
    three_released,
    vote,
)
from tests.workspace.partnership.world import World, day, proposed

OnDay = Callable[[float], None]


@pytest.fixture(autouse=True)
def _day_sixty_one(on_day: OnDay) -> None:
    on_day(61)


def table(world: World, who: str) -> str:
    return words(page(signed_in(world.people.get(who, world.state)), "/table/"))


def asked(world: World, who: str, at: float = 61, most: int = 3) -> list[str]:
    """The plain words of a person's asks."""
    held = sittings_of(world.people[who], at=day(at))
    return [ask.plain for ask in tasks_of(held, at=day(at), most=most)]


def promised(world: World, who: str, what: str, due: date) -> None:
    made = commitments.offer(
        partnership=world.partnership,
        seat=world.seats[who],
        what=what,
        due=due,
        at=day(40),
        by=world.people[who],
    )
    commitments.accept(commitment=made, at=day(40), by=world.convener)


# ── the company's three asks ──────────────────────────────────────────────────────────────────


def test_a_company_is_asked_for_three_things_at_most_the_most_urgent_first(
    world: World, drawn: Round
) -> None:
    drafted(world, "keel", "A later thought", 58)
    raised(world, "rope", "A crane", 59)
    promised(world, "keel", "two berths", date(2026, 3, 9))
    assert asked(world, "keel", most=9) == [
        "Cast your company's ballot by March 13, 2026",
        "A promise of yours is due on March 9, 2026",
        "You have a draft",
        "A need is waiting for companies to support it",
    ]
    said = table(world, "keel")
    assert "Three things to do" in said
    assert "Do you have this problem too?" not in said


def test_a_draft_is_an_ask_for_a_month_and_keeps_its_button_after_that(
    world: World, on_day: OnDay
) -> None:
    drafted(world, "keel", "An old thought", 40)
    drafted(world, "keel", "A new thought", 58)
    assert asked(world, "keel", 69.9) == ["You have a draft"]
    raised(world, "rope", "A crane", 59)
    assert asked(world, "keel", 87) == [
        "You have a draft",
        "A need is waiting for companies to support it",
    ]
    assert asked(world, "keel", 89)[0] == "A need is waiting for companies to support it"
    said = page(signed_in(world.people["keel"]), "/table/")
    first, second = Need.objects.filter(raised_by=world.seats["keel"]).order_by("created_at")
    assert f'action="/act/need.raise/{first.pk}/"' in said
    assert f'action="/act/need.raise/{second.pk}/"' in said


def test_a_need_has_its_button_on_the_page_where_it_was_written(world: World) -> None:
    drafted(world, "keel", "A thought", 58)
    (draft,) = Need.objects.filter(raised_by=world.seats["keel"])
    needs_page = f"/partnerships/{world.partnership.slug}/needs/"
    for who, shown in (("keel", True), ("rope", False), ("college", False)):
        said = page(signed_in(world.people[who]), needs_page)
        assert (f'action="/act/need.raise/{draft.pk}/"' in said) is shown


def test_a_champion_is_asked_first_to_ask_the_others_to_the_launch(world: World) -> None:
    drafted(world, "keel", "A thought", 58)
    called(world, "launch", at=61, starts=day(70))
    assert asked(world, "keel") == [
        "A launch meeting needs you to invite people",
        "You have a draft",
    ]
    assert asked(world, "sail") == []
    said = table(world, "board")
    assert "A champion has to invite people to a launch meeting" in said


def test_a_ballot_is_cast_on_my_table_and_the_ask_is_gone(
    world: World, wanted: list[Need], drawn: Round
) -> None:
    keel = signed_in(world.people["keel"])
    assert 'name="choice-' in page(keel, "/table/")
    typed = {f"choice-{need.pk}-place": str(n) for n, need in enumerate(wanted, start=1)}
    typed |= {"seat": str(world.seats["keel"].pk), "next": "/table/"}
    done = keel.post(f"/act/round.cast/{drawn.pk}/", typed)
    assert (done.status_code, done["Location"]) == (302, "/table/")
    assert "Cast your company's ballot" not in table(world, "keel")
    assert "Cast your company's ballot" in table(world, "rope")


def test_a_company_whose_owner_votes_elsewhere_is_not_asked(world: World, drawn: Round) -> None:
    assert asked(world, "hull") == []
    assert "Nothing to do" in table(world, "hull")


def test_whoever_stood_by_an_earlier_text_is_asked_before_others_are(world: World) -> None:
    raised(world, "rope", "Older", 39)
    need = shared(world, "keel", "Welders", 40)
    needs.reword(need=need, title="Riveters", text="Ten.", at=day(50), by=world.people["keel"])
    said = table(world, "sail")
    assert "Reworded: do you still support it? Riveters" in said
    assert "1 more waits on the needs page." in said


def test_a_meeting_under_way_comes_before_all_else(world: World, drawn: Round) -> None:
    meeting = called(world, starts=day(61), at=60)
    meetings.add_item(
        meeting=meeting, text="x", seat=world.seats["keel"], at=day(60), by=world.people["keel"]
    )
    meetings.invite(meeting=meeting, at=day(60), by=world.people["keel"])
    assert asked(world, "rope")[0].startswith("Cast your company's ballot")
    rolls.open_meeting(meeting=meeting, chair=world.seats["keel"], at=day(61), by=world.convener)
    assert asked(world, "rope")[:2] == [
        "A meeting is under way",
        "Cast your company's ballot by March 13, 2026",
    ]


@pytest.mark.django_db
def test_whoever_raised_a_need_is_asked_whether_it_is_answered(on_day: OnDay) -> None:
    story = heard()
    on_day(70)
    story.measuring()
    said = table(story.world, "keel")
    assert "Did “Evening welding shop” answer your need?" in said
    assert "ten of twelve pass the shop's own drawing test." in said
    assert "Did “Evening" not in table(story.world, "sail")
    assert "“Evening welding shop” was delivered." in said, "what became of the last ask"


@pytest.mark.django_db
def test_a_solution_before_the_companies_asks_each_once(on_day: OnDay) -> None:
    story = heard()
    on_day(70)
    solution = story.in_review()
    assert "does your company approve?" in table(story.world, "sail")
    story.say(solution, "sail")
    assert "does your company approve?" not in table(story.world, "sail")


def test_who_can_see_what_one_types_stands_on_the_page(world: World) -> None:
    assert "Who can see what you type:" in table(world, "keel")


def test_a_need_waits_for_as_many_companies_here_as_on_its_own_page(world: World) -> None:
    need = raised(world, "keel")
    words_of_both = "It needs one more company to support it."
    assert words_of_both in table(world, "keel")
    own = page(signed_in(world.people["keel"]), page_address(need))
    assert words_of_both in words(own)


def test_what_became_of_the_last_ask(world: World, wanted: list[Need]) -> None:
    said = table(world, "keel")
    assert "What happened with your last need Welders" in said
    assert "Every public partner has had it since February 19, 2026." in said


# ── convener, partner, state, nobody ──────────────────────────────────────────────────────────


def test_a_convener_is_told_who_is_overdue_first(world: World) -> None:
    promised(world, "keel", "two berths", date(2026, 2, 20))
    commitments.run_clock(at=day(61))
    shared(world, "rope", "A crane", 59)
    said = table(world, "board")
    assert "Overdue A promise is late : Keel & Sons: two berths for 15 days ·" in said
    assert (
        said.index("Overdue")
        < said.index("This week")
        < said.index("A need is ready to be released")
    )


def test_a_convener_makes_the_next_move_where_nothing_is_missing(world: World) -> None:
    said = page(signed_in(world.convener), "/table/")
    assert "Mark it ready to launch" in said
    seats.end_champion(
        term=world.seats["rope"].championships.get(), reason="left", at=day(60), by=world.convener
    )
    said = table(world, "board")
    assert "1 of the 2 companies it needs have a champion. Name more champions." in said
    assert "Mark it ready to launch" not in page(signed_in(world.convener), "/table/").replace(
        "Next: mark it ready to launch", ""
    )


def test_a_partner_reads_what_was_released_and_gives_its_receipt(
    world: World, on_day: OnDay
) -> None:
    three_released(world)
    on_day(46)
    college = signed_in(world.people["college"])
    said = words(page(college, "/table/"))
    assert "Read the needs released on February 19, 2026" in said
    assert "Listening lasts until March 5, 2026" in said
    release = world.partnership.releases.get()
    done = college.post(
        f"/act/release.receive/{release.pk}/",
        {"seat": world.seats["college"].pk, "next": "/table/"},
    )
    assert done.status_code == 302
    assert "Read what companies need" not in table(world, "college")


@pytest.mark.django_db
def test_a_partner_reads_where_its_system_is_missing(on_day: OnDay) -> None:
    story = heard()
    on_day(70)
    solution = story.solution()
    story.bring(solution, "college")
    assert "Solutions that still need you Evening welding shop" in table(story.world, "chamber")
    assert "Solutions that still need you" not in table(story.world, "college")
    assert "Solutions that still need you" not in table(story.world, "keel")


@pytest.mark.django_db
def test_the_state_reads_how_many_stand_where_what_waits_and_for_how_long(on_day: OnDay) -> None:
    world = proposed()
    on_day(12)
    said = table(world, "state")
    assert "1 partnership goes on 1 proposed" in said
    assert "What waits for you, the longest first" in said
    assert "Proposed. Approve it, or say why not 12 days since January 5, 2026" in said
    on_day(1)
    partnerships.form(partnership=world.partnership, at=day(1), by=world.state)
    said = table(world, "state")
    assert "Nothing needs the state's decision" in said
    assert "1 partnership goes on 1 forming" in said


@pytest.mark.django_db
def test_whoever_sits_nowhere_reads_what_would_come() -> None:
    stranger = people.open_account(email="new@quayland.example", name="New One")
    assert "You do not have a seat at the moment." in words(page(signed_in(stranger), "/table/"))
    assert Client().get("/table/").status_code == 302


def test_somebody_of_two_roles_reads_both_sections(world: World) -> None:
    said = table(world, "board")
    assert "What to do next" in said
    assert "Listening now" in said, "the workforce board listens as well as convenes"


# ── how much it asks ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["keel", "board", "college", "state"])
def test_my_table_asks_as_much_for_many_rows_as_for_one(world: World, who: str) -> None:
    client = signed_in(world.people.get(who, world.state))
    shared(world, "rope", "A crane", 50)
    raised(world, "rope", "A slip", 50)
    promised(world, "anchor", "one berth", date(2026, 2, 20))
    one = queries(client, "/table/")
    for n in range(4):
        shared(world, "rope", f"Need {n}", 51)
        raised(world, "rope", f"Raised {n}", 51)
        promised(world, "anchor", f"berth {n}", date(2026, 2, 20))
    assert queries(client, "/table/") == one <= MOST_QUERIES


def test_a_ballot_a_need_and_a_promise_on_one_screen_stay_within_the_measure(
    world: World, drawn: Round
) -> None:
    raised(world, "rope", "A crane", 59)
    promised(world, "keel", "two berths", date(2026, 3, 9))
    assert queries(signed_in(world.people["keel"]), "/table/") <= MOST_QUERIES


# ── the week's letter ─────────────────────────────────────────────────────────────────────────


def letters_of(world: World, who: str) -> list[Message]:
    return list(Message.objects.filter(person=world.people[who], key__startswith="asks of "))


def test_the_letter_tells_the_asks_and_signs_in_to_my_table(world: World, drawn: Round) -> None:
    weekly_letters.write_weekly(at=day(61))
    assert not SignInLink.objects.exists()
    letter = next(one for one in delivered(day(61)) if one.to == world.people["keel"].email)
    assert letter.subject == "One thing to do at your table"
    assert "Cast your company's ballot by March 13, 2026" in letter.body
    link = SignInLink.objects.get(person=world.people["keel"])
    assert link.leads_to == "/table/"
    assert "/account/link/" in letter.body


def test_nobody_gets_two_letters_in_a_week_nor_one_without_an_ask(
    world: World, drawn: Round
) -> None:
    # Hull Yard's owner votes through Mast Works.
    assert weekly_letters.write_weekly(at=day(61)) == 5
    assert weekly_letters.write_weekly(at=day(61.5)) == 0
    assert letters_of(world, "hull") == []
    assert letters_of(world, "college") == []


def test_next_week_s_letter_comes_while_something_waits(world: World, drawn: Round) -> None:
    vote(world, drawn, "keel", keys(asked_about(drawn)))
    weekly_letters.write_weekly(at=day(61))
    weekly_letters.write_weekly(at=day(64))  # Tuesday, 10 March: another week
    assert len(letters_of(world, "rope")) == 2
    assert letters_of(world, "keel") == []


def test_a_letter_holds_no_words_of_a_need_that_was_not_released(world: World) -> None:
    raised(world, "rope", "A secret dock")
    weekly_letters.write_weekly(at=day(61))
    (letter,) = letters_of(world, "keel")
    assert "A need is waiting for companies to support it" in letter.body
    assert "secret" not in letter.body + letter.subject
