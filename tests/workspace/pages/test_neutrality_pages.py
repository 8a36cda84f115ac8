"""Abuse through the pages: pitches, offers before their time, a convener who would deliver."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from sectoral.workspace.actions import meetings, neutrality, solutions
from sectoral.workspace.models import (
    AgendaItem,
    Contribution,
    Need,
    PitchReport,
    Post,
    Recusal,
    Solution,
)
from tests.workspace.pages.reading import MOST_QUERIES, here, page, queries, signed_in, words
from tests.workspace.partnership.heard import HEARD, Heard, heard, need_of
from tests.workspace.partnership.world import day

OnDay = Callable[[float], None]
BROCHURE = "Our welding program starts in May: see https://college.example/weld.pdf, $900 a place."


@pytest.fixture
def table(db: None, on_day: OnDay) -> Heard:
    on_day(70)
    return heard()


def read(table: Heard, who: str, path: str) -> str:
    person = table.world.people.get(who, table.world.state)
    return words(page(signed_in(person), here(table.world.partnership, path)))


def do(table: Heard, who: str, act: str, thing: Any, **typed: Any) -> HttpResponse:
    """What a person sends, whatever the page offers."""
    person = table.world.people.get(who, table.world.state)
    answer = signed_in(person).post(f"/act/{act}/{thing.pk}/", typed)
    assert isinstance(answer, HttpResponse)
    return answer


def seat(table: Heard, who: str) -> int:
    return table.world.seats[who].pk


def write(table: Heard, who: str, text: str, **more: Any) -> HttpResponse:
    typed = {"seat": seat(table, who), "text": text, **more}
    return do(table, who, "partnership.write", table.world.partnership, **typed)


# ── S1: nobody sells ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["college", "board", "chamber", "union", "community"])
def test_no_partner_writes_to_companies_before_a_solution_is_open(table: Heard, who: str) -> None:
    idea = table.solution(by="college")
    assert "Public partners listen first." in read(table, who, "posts/")
    for about in ({}, {"solution": idea.pk}):
        assert write(table, who, "We would like to help.", **about).status_code == 422
    assert not Post.objects.exists()


def test_a_partner_without_a_part_cannot_write_about_an_open_solution(table: Heard) -> None:
    solution = table.designing()
    assert "Your organization has none now" in read(table, "chamber", "posts/")
    assert write(table, "chamber", "We know a shop.", solution=solution.pk).status_code == 422
    solutions.invite(
        solution=solution, seat=table.world.seats["chamber"], at=HEARD, by=table.convener
    )
    assert write(table, "chamber", "We know a shop.", solution=solution.pk).status_code == 302
    assert "We know a shop." in read(table, "keel", "posts/")


def test_a_brochure_waits_and_no_company_reads_it(table: Heard) -> None:
    solution = table.designing()
    assert write(table, "college", BROCHURE, solution=solution.pk).status_code == 302
    for who in ("keel", "sail", "chamber", "union"):
        assert "welding program" not in read(table, who, "posts/")
    assert "Your messages that are not shown" in read(table, "college", "posts/")
    assert "Your messages that are not shown" not in read(table, "board", "posts/")
    said = read(table, "board", "posts/")
    assert "The text holds a file, a link, a price and one's own program" in said
    post = Post.objects.get()
    for who in ("keel", "college", "chamber"):
        assert do(table, who, "post.show", post).status_code in (403, 404)
    assert do(table, "board", "post.refuse", post, reason="A brochure.").status_code == 302
    assert "welding program" not in read(table, "keel", "posts/")
    assert do(table, "board", "post.show", post).status_code == 422


def test_the_conveners_own_held_post_is_looked_at_by_somebody_else(table: Heard) -> None:
    solution = table.designing()
    solutions.invite(
        solution=solution, seat=table.world.seats["board"], at=HEARD, by=table.convener
    )
    write(table, "board", BROCHURE, solution=solution.pk)
    said = read(table, "board", "posts/")
    assert "somebody else has to review it" in said
    assert "Show it to the companies" not in said
    post = Post.objects.get()
    assert do(table, "board", "post.show", post).status_code == 422
    assert do(table, "state", "post.show", post).status_code == 302


@pytest.mark.parametrize("text", [BROCHURE, "Visit www.college.example", "Only $200 each"])
def test_a_pitch_in_a_point_of_the_agenda_is_refused(table: Heard, text: str) -> None:
    meeting = meetings.call(
        partnership=table.world.partnership,
        kind="regular",
        title="Spring table",
        starts=day(90),
        ends=day(90.1),
        decision_wanted="What first?",
        at=HEARD,
        by=table.convener,
    )
    typed = {"seat": seat(table, "college"), "text": text}
    assert do(table, "college", "meeting.add_item", meeting, **typed).status_code == 422
    assert not AgendaItem.objects.filter(meeting=meeting).exists()


def test_a_pitch_is_reported_with_one_click_and_nobody_learns_by_whom(table: Heard) -> None:
    solution = table.designing()
    write(table, "college", "We will teach on evenings.", solution=solution.pk)
    post = Post.objects.get()
    assert "This is a pitch" in read(table, "sail", "posts/")
    assert "This is a pitch" not in read(table, "college", "posts/")
    assert do(table, "sail", "post.report_pitch", post).status_code == 302
    report = PitchReport.objects.get()
    assert (report.about, report.reported_by) == (
        table.world.seats["college"],
        table.person("sail"),
    )
    for who in ("board", "state"):
        assert "by Sail Person" in read(table, who, "neutrality/")
    assert "Sail Person" not in read(table, "keel", "neutrality/")
    for who in ("college", "keel", "union"):
        for path in ("posts/", "record/?kind=neutrality", "solutions/"):
            assert "Sail Person" not in read(table, who, path)


def test_who_is_reported_never_reads_by_whom_even_as_convener(table: Heard) -> None:
    neutrality.report_pitch(
        about=table.world.seats["board"],
        where="the March meeting",
        at=HEARD,
        by=table.person("sail"),
    )
    said = read(table, "board", "neutrality/")
    assert "It is about your own organization, so somebody else has to handle it." in said
    assert "Sail Person" not in said
    assert "the March meeting" not in said
    report = PitchReport.objects.get()
    assert do(table, "board", "pitch.dismiss", report, outcome="No.").status_code == 422
    assert do(table, "state", "pitch.uphold", report, outcome="A talk.").status_code == 302


def test_the_report_shows_a_pattern_and_leads_to_the_seat(table: Heard) -> None:
    for number, reporter in enumerate(("sail", "keel")):
        report = neutrality.report_pitch(
            about=table.world.seats["college"],
            where=f"meeting {number}",
            at=HEARD,
            by=table.person(reporter),
        )
        assert "No partner shows a pattern" in read(table, "board", "neutrality/")
        neutrality.handle(
            report=report, upheld=True, outcome="A talk.", at=HEARD, by=table.convener
        )
    said = read(table, "board", "neutrality/")
    assert "Quayland College made a sales pitch 2 times in the last year" in said
    assert "Suspend this seat" in said
    assert "Suspend this seat" not in read(table, "keel", "neutrality/")  # a champion reads only


@pytest.mark.parametrize(("who", "status"), [("keel", 200), ("board", 200), ("state", 200)])
def test_the_report_is_for_champions_convener_and_state(
    table: Heard, who: str, status: int
) -> None:
    person = table.world.people.get(who, table.world.state)
    page(signed_in(person), here(table.world.partnership, "neutrality/"), status)


@pytest.mark.parametrize("who", ["sail", "college", "union"])
def test_the_report_is_for_nobody_else(table: Heard, who: str) -> None:
    for wish in ("", "?format=csv"):
        to = here(table.world.partnership, f"neutrality/{wish}")
        assert "is for champions, the convener and the state's policy lead" in words(
            page(signed_in(table.person(who)), to, 403)
        )


def test_the_report_counts_and_is_taken_away(table: Heard) -> None:
    solution = table.designing()
    write(table, "college", BROCHURE, solution=solution.pk)
    write(table, "college", "Twelve can come.", solution=solution.pk)
    lines = page(
        signed_in(table.convener), here(table.world.partnership, "neutrality/?format=csv")
    ).splitlines()
    assert "Quayland College,education,2,1,0,0" in lines
    assert "100%" in read(table, "board", "neutrality/")


@pytest.mark.parametrize("path", ["posts/", "neutrality/"])
def test_messages_and_reports_take_no_more_questions_for_many(table: Heard, path: str) -> None:
    def asked() -> int:
        return queries(signed_in(table.convener), here(table.world.partnership, path))

    solution = table.designing()

    def more(number: int, who: str) -> None:
        for text in (f"Number {number}.", BROCHURE):
            write(table, "college", text, solution=solution.pk)
        neutrality.report_pitch(
            about=table.world.seats["college"], where="there", at=HEARD, by=table.person(who)
        )

    more(0, "keel")
    before = asked()
    for number, who in enumerate(("rope", "sail", "mast", "hull")):
        more(number, who)
    assert asked() == before <= MOST_QUERIES


# ── S2, I6: a convener who would deliver ──────────────────────────────────────────────────────


def offer(table: Heard, who: str, solution: Solution) -> HttpResponse:
    typed = {"seat": seat(table, who), "what": "the course", "delivers": "on"}
    return do(table, who, "solution.contribute", solution, **typed)


def stand_aside(table: Heard, solution: Solution, deputy: str) -> HttpResponse:
    return do(
        table,
        "board",
        "solution.stand_aside",
        solution,
        organization=table.world.orgs["board"].pk,
        deputy=table.person(deputy).pk,
        criteria="Evening hours, ten places.",
    )


def test_a_convener_offers_only_after_it_stood_aside_and_the_deputy_runs_it(table: Heard) -> None:
    solution = table.solution()
    assert offer(table, "board", solution).status_code == 422
    assert not Contribution.objects.exists()
    assert stand_aside(table, solution, "board").status_code == 422
    assert stand_aside(table, solution, "rope").status_code == 302
    assert offer(table, "board", solution).status_code == 302
    table.bring(solution, "college")
    said = read(table, "board", f"solutions/{solution.pk}/")
    assert (
        "Harbour Workforce Board would deliver it, so its people cannot run the selection." in said
    )
    assert "Open it" not in said
    assert "Rope Person runs this solution instead." in said
    assert "Evening hours, ten places." in read(table, "college", f"solutions/{solution.pk}/")
    assert "Open it" in read(table, "rope", f"solutions/{solution.pk}/")
    for act in ("design", "set_target", "stop", "waive_costs"):
        typed = {"target_usd": "10", "reason": "x", "because": "x"}
        assert do(table, "board", f"solution.{act}", solution, **typed).status_code == 422
    assert do(table, "rope", "solution.design", solution).status_code == 302


def test_criteria_are_fixed_before_any_offer_is_known(table: Heard) -> None:
    solution = table.solution()
    assert offer(table, "college", solution).status_code == 302
    assert stand_aside(table, solution, "rope").status_code == 422
    assert not Recusal.objects.exists()


# ── I1: no solution before its time ───────────────────────────────────────────────────────────


def propose(table: Heard, who: str, *needs: Need) -> HttpResponse:
    return do(
        table,
        who,
        "partnership.propose_solution",
        table.world.partnership,
        seat=seat(table, who),
        needs=[need.pk for need in needs],
        title="A course",
        for_whom="people in yards",
    )


@pytest.mark.parametrize("who", ["college", "keel"])
@pytest.mark.parametrize("state", ["draft", "raised", "clarified", "single", "validated"])
def test_no_number_sent_makes_a_solution_for_a_need_that_was_not_heard(
    table: Heard, state: str, who: str
) -> None:
    unheard = need_of(table.world, "sail", "Not heard yet", state, supporter="rope")
    for needs in ((unheard,), (table.welders, unheard)):
        assert propose(table, who, *needs).status_code == 422
    assert not Solution.objects.exists()


def test_no_solution_begins_inside_the_window(table: Heard, on_day: OnDay) -> None:
    on_day(59)
    assert propose(table, "college", table.welders).status_code == 422
    assert propose(table, "college").status_code == 422
    assert not Solution.objects.exists()
    on_day(60)
    assert propose(table, "college", table.welders).status_code == 302


@pytest.mark.parametrize("who", ["board", "state"])
def test_neither_convener_nor_state_proposes_for_others(table: Heard, who: str) -> None:
    answer = do(
        table,
        who,
        "partnership.propose_solution",
        table.world.partnership,
        seat=seat(table, "college"),
        needs=[table.welders.pk],
        title="A course",
        for_whom="people in yards",
    )
    # The board has a seat of its own, and may propose for that one alone.
    assert answer.status_code == {"board": 422, "state": 403}[who]
    assert not Solution.objects.exists()


def test_strangers_are_told_nothing(table: Heard) -> None:
    solution = table.designing()
    stranger = table.world.people["staffing"]
    for path in ("solutions/", f"solutions/{solution.pk}/", "commitments/", "posts/"):
        to = here(table.world.partnership, path)
        assert signed_in(stranger).get(to).status_code in (403, 404)
        assert b"Evening welding shop" not in signed_in(stranger).get(to).content
