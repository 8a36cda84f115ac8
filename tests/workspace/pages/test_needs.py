"""The pages of needs: who reads what, under which name, and what became of it."""

from collections.abc import Callable

import pytest
from django.test import Client

from sectoral.workspace.actions import listening, needs, opportunities
from sectoral.workspace.models import Need, NeedNote
from tests.workspace.pages.reading import MOST_QUERIES, here, page, queries, signed_in, words
from tests.workspace.partnership.steps import drafted, raised, shared, stand_by
from tests.workspace.partnership.world import World, day

OnDay = Callable[[float], None]


@pytest.fixture(autouse=True)
def _day_sixty_one(on_day: OnDay) -> None:
    on_day(61)


def read(world: World, who: str, path: str = "needs/") -> str:
    person = world.people.get(who, world.state)
    return words(page(signed_in(person), here(world.partnership, path)))


def test_opportunities_stand_before_needs(world: World) -> None:
    opportunities.put_forward(
        seat=world.seats["keel"],
        text="Ferries for three states",
        at=day(40),
        by=world.people["keel"],
    )
    raised(world)
    said = read(world, "rope")
    assert said.index("Ferries for three states") < said.index("Welders for hulls")


def test_each_reads_the_needs_it_may_read(world: World) -> None:
    drafted(world, "keel", "A draft of Keel's")
    raised(world, "rope", "Raised by Rope")
    released = shared(world, "anchor", "Heard by all")
    listening.release(
        partnership=world.partnership, needs=[released], at=day(45), by=world.convener
    )
    titles = ("A draft of Keel's", "Raised by Rope", "Heard by all")
    seen = {
        who: tuple(title in read(world, who) for title in titles)
        for who in ("keel", "sail", "board", "college", "union", "state")
    }
    assert seen == {
        "keel": (True, True, True),
        "sail": (False, True, True),
        "board": (True, True, True),  # the workforce board convenes
        "college": (False, False, True),
        "union": (False, False, True),
        "state": (False, False, True),
    }


def test_partners_read_an_employer_member_and_no_name(world: World, wanted: list[Need]) -> None:
    said = read(world, "college")
    assert "an employer member" in said
    assert "Keel & Sons" not in said
    assert "Keel & Sons" in read(world, "rope")


def test_a_need_told_through_the_convener_names_nobody_to_other_companies(world: World) -> None:
    need = needs.draft(
        seat=world.seats["anchor"],
        category="suppliers",
        title="A second supplier",
        text="One alone sells us bolts.",
        attested=True,
        at=day(40),
        by=world.convener,
    )
    needs.raise_need(need=need, at=day(40), by=world.convener)
    for path in ("needs/", f"needs/{need.pk}/"):
        assert "Anchor Forge" not in read(world, "rope", path)
        assert "Anchor Forge" in read(world, "board", path)


def test_a_company_stands_by_a_need_from_the_list(world: World) -> None:
    need = raised(world)
    rope = signed_in(world.people["rope"])
    to = here(world.partnership, "needs/")
    assert "We support it" in page(rope, to)
    done = rope.post(f"/act/need.support/{need.pk}/", {"seat": world.seats["rope"].pk, "next": to})
    assert (done.status_code, done["Location"]) == (302, to)
    assert "Your company supports it." in words(page(rope, to))
    assert "We support it" not in page(signed_in(world.people["keel"]), to)


def test_whoever_stood_by_an_earlier_text_is_asked_again(world: World) -> None:
    need = stand_by(world, raised(world), "rope")
    needs.reword(
        need=need, title="Welders", text="Ten a year.", at=day(50), by=world.people["keel"]
    )
    for path in ("needs/", f"needs/{need.pk}/"):
        assert "It was reworded after your company supported it." in read(world, "rope", path)
        assert "Reworded since" not in read(world, "sail", path)
    one = read(world, "rope", f"needs/{need.pk}/")
    assert "We need welders who can work overhead" in one, "the earlier text can be read"


def test_drafts_before_the_raising_stay_with_their_company(world: World) -> None:
    need = drafted(world)
    needs.reword(
        need=need, title="Welders", text="Ten a year.", at=day(41), by=world.people["keel"]
    )
    needs.raise_need(need=need, at=day(42), by=world.people["keel"])
    path = f"needs/{need.pk}/"
    assert "work overhead" in read(world, "keel", path)
    assert "work overhead" not in read(world, "rope", path)


def test_partners_read_the_released_text_alone(world: World, wanted: list[Need]) -> None:
    path = f"needs/{wanted[0].pk}/"
    needs.reword(
        need=wanted[0], title="Riveters", text="Not welders.", at=day(50), by=world.people["keel"]
    )
    assert "Riveters" in read(world, "rope", path)
    for who in ("college", "union", "state"):
        said = read(world, who, path)
        assert "Riveters" not in said
        assert "Earlier words" not in said


def test_a_need_tells_what_became_of_it(world: World, wanted: list[Need]) -> None:
    said = read(world, "keel", f"needs/{wanted[0].pk}/")
    steps = (
        "Shared with the other companies",
        "Enough companies support it",
        "Released to every public partner at the same moment",
    )
    assert [said.find(step) > 0 for step in steps] == [True, True, True]
    assert [said.index(step) for step in steps] == sorted(said.index(step) for step in steps)
    heard = read(world, "college", f"needs/{wanted[0].pk}/")
    assert "Shared with the other companies" not in heard


def test_words_companies_must_not_settle_are_shown_to_the_convener_with_counsel(
    world: World,
) -> None:
    needs.set_ground_rules(
        partnership=world.partnership, counsel="Ada Law", at=day(39), by=world.convener
    )
    raised(world, "keel", "Agree on wages for welders")
    board = read(world, "board")
    assert "ask Ada Law" in board
    assert "pay levels" in board
    assert "Ada Law" not in read(world, "rope")


def test_a_wording_waits_for_the_company_that_raised_it(world: World) -> None:
    need = raised(world)
    needs.reword(need=need, title="Hull welders", text="Ten.", at=day(42), by=world.convener)
    keel = page(signed_in(world.people["keel"]), here(world.partnership, "needs/"))
    assert "Accept this wording" in keel
    assert "Hull welders" not in read(world, "rope")
    assert "waiting for the company that raised it" in read(world, "board")


def test_the_share_beyond_talent_is_told(world: World) -> None:
    raised(world)
    other = needs.draft(
        seat=world.seats["rope"], category="capital", title="Loans", text="Small ones.",
        at=day(40), by=world.people["rope"],
    )  # fmt: skip
    needs.raise_need(need=other, at=day(40), by=world.people["rope"])
    assert "1 of 2 shared needs is about something other than talent." in read(world, "sail")


def test_needs_about_one_thing_are_shown_alone(world: World) -> None:
    raised(world)
    assert "Welders for hulls" in read(world, "rope", "needs/?about=talent")
    assert "Welders for hulls" not in read(world, "rope", "needs/?about=capital")


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("partnership.draft_need", "until you raise it"),
        ("partnership.put_forward", "everybody with a seat at this table"),
    ],
)
def test_a_form_says_who_will_read_it_before_anybody_types(
    world: World, act: str, told: str
) -> None:
    source = page(signed_in(world.people["keel"]), f"/act/{act}/{world.partnership.pk}/")
    assert source.index("Who sees this:") < source.index("<textarea")
    assert told in words(source)


def test_a_visitor_is_asked_to_sign_in(world: World) -> None:
    for path in ("needs/", "listening/", "priorities/"):
        answer = Client().get(here(world.partnership, path))
        assert answer.status_code == 302
        assert "/account/sign-in/" in answer["Location"]


# ── notes of context ──────────────────────────────────────────────────────────────────────────


def test_a_partner_adds_context_to_what_it_heard(world: World, wanted: list[Need]) -> None:
    college = signed_in(world.people["college"])
    typed = {"seat": world.seats["college"].pk, "text": "The state counts hours, not skill."}
    assert college.post(f"/act/need.note_context/{wanted[0].pk}/", typed).status_code == 302
    for who in ("keel", "rope", "union"):
        said = read(world, who, f"needs/{wanted[0].pk}/")
        assert "The state counts hours, not skill." in said
        assert "Quayland College" in said


@pytest.mark.parametrize(
    "offer", ["Our welding program can do it.", "See www.college.edu", "It costs $900 a seat."]
)
def test_a_note_that_offers_is_refused(world: World, wanted: list[Need], offer: str) -> None:
    college = signed_in(world.people["college"])
    typed = {"seat": world.seats["college"].pk, "text": offer}
    answer = college.post(f"/act/need.note_context/{wanted[0].pk}/", typed)
    assert answer.status_code == 422
    assert "must not offer anything" in words(answer.content.decode())
    assert not NeedNote.objects.exists()


# ── how much a page asks ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["keel", "board", "college"])
def test_the_list_asks_as_much_for_many_needs_as_for_one(world: World, who: str) -> None:
    client, to = signed_in(world.people[who]), here(world.partnership, "needs/")
    listening.release(
        partnership=world.partnership, needs=[shared(world)], at=day(45), by=world.convener
    )
    raised(world, "rope", "One more")
    one = queries(client, to)
    more = [shared(world, "rope", f"Need {n}", 41) for n in range(4)]
    for n in range(4):
        raised(world, "sail", f"Raised {n}", 42)
    listening.release(partnership=world.partnership, needs=more, at=day(46), by=world.convener)
    assert queries(client, to) == one <= MOST_QUERIES


@pytest.mark.parametrize("who", ["keel", "board", "college"])
def test_one_need_takes_few_queries(world: World, wanted: list[Need], who: str) -> None:
    to = here(world.partnership, f"needs/{wanted[0].pk}/")
    assert queries(signed_in(world.people[who]), to) <= MOST_QUERIES
