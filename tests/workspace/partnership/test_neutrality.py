"""Nobody sells wares at the table: no words to companies before a solution is open (I5, S1)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from sectoral.workspace.actions import neutrality, seats, solutions
from sectoral.workspace.guards.neutrality import may_message
from sectoral.workspace.models import Event, PitchReport, Post, Solution
from sectoral.workspace.presenters.neutrality import neutrality_report
from sectoral.workspace.queries.roles import roles_of
from sectoral.workspace.rules.answers import YES, Refused
from sectoral.workspace.rules.permissions import may
from tests.workspace.partnership.heard import HEARD, Heard, heard
from tests.workspace.partnership.refusing import refused_by_database, without
from tests.workspace.partnership.world import PARTNERS, day, sit

pytestmark = pytest.mark.django_db

PLAIN = "The shop is open on Tuesday evenings."
PITCH = "Our program costs $900 a seat; see www.college.edu/welding."


@pytest.fixture
def table(db: None) -> Heard:
    return heard()


def write(table: Heard, key: str, solution: Solution | None = None, text: str = PLAIN) -> Post:
    return neutrality.write(
        partnership=table.world.partnership,
        seat=table.world.seats[key],
        text=text,
        solution=solution,
        at=HEARD,
        by=table.person(key),
    )


# ── I5: listening first ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("key", PARTNERS)
def test_no_public_partner_writes_to_companies_before_a_solution_is_open(
    table: Heard, key: str
) -> None:
    with pytest.raises(Refused, match="listen first"):
        write(table, key)
    with pytest.raises(Refused, match="listen first"):
        write(table, key, table.solution())


@pytest.mark.parametrize("door", ["create", "bulk_create", "raw"])
@pytest.mark.parametrize("about", ["nothing", "an idea"])
def test_no_door_lets_a_pitch_in(table: Heard, door: str, about: str) -> None:
    idea = None if about == "nothing" else table.solution()
    row: dict[str, Any] = {
        "partnership": table.world.partnership,
        "seat": table.world.seats["college"],
        "solution": idea,
        "person": table.person("college"),
        "text": PITCH,
        "at": HEARD,
    }
    acts: dict[str, Callable[[], object]] = {
        "create": lambda: Post.objects.create(**row),
        "bulk_create": lambda: Post.objects.bulk_create([Post(**row)]),
        "raw": lambda: raw_post(table, idea),
    }
    assert refused_by_database(acts[door])
    without("nobody_pitches")
    assert not refused_by_database(acts[door])


def raw_post(table: Heard, idea: Solution | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO workspace_post (partnership_id, seat_id, solution_id, person_id, text,"
            " at, held) VALUES (%s, %s, %s, %s, 'x', %s, '')",
            [
                table.world.partnership.pk,
                table.world.seats["college"].pk,
                idea.pk if idea else None,
                table.person("college").pk,
                HEARD,
            ],
        )


def test_with_the_guard_taken_out_the_database_still_refuses(
    table: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neutrality, "may_message", lambda *_: YES)
    assert refused_by_database(lambda: write(table, "college"))


def test_those_who_take_part_write_about_an_open_solution(table: Heard) -> None:
    solution = table.designing()
    assert write(table, "college", solution).shown_at == HEARD
    with pytest.raises(Refused, match="has no part"):
        write(table, "community", solution)
    solutions.invite(
        solution=solution, seat=table.world.seats["community"], at=HEARD, by=table.convener
    )
    assert write(table, "community", solution).shown_at == HEARD


def test_once_a_solution_is_stopped_its_partners_listen_again(table: Heard) -> None:
    solution = table.designing()
    solutions.stop(solution=solution, reason="No teacher.", at=HEARD, by=table.convener)
    with pytest.raises(Refused, match="listen first"):
        write(table, "college", solution)


def test_a_champion_writes_to_the_others_at_any_time(table: Heard) -> None:
    assert write(table, "keel").shown_at == HEARD


def test_a_supplier_without_a_vote_is_no_company_here(table: Heard) -> None:
    sit(table.world, "staffing", at=day(5), exception="supplies people to every yard")
    seat = table.world.seats["staffing"]
    seats.approve(seat=seat, voting=False, at=day(6), by=table.convener)
    seats.approve(seat=seat, voting=False, at=day(6), by=table.person("keel"))
    assert "listen first" in may_message(seat, table.world.partnership, None).reason
    with pytest.raises(Refused):
        write(table, "staffing")


def test_a_seat_of_another_table_has_no_voice_here(table: Heard) -> None:
    seat = table.world.seats["keel"]
    seat.partnership_id += 1
    assert not may_message(seat, table.world.partnership, None)


# ── S1: what looks like an offer waits ────────────────────────────────────────────────────────


def test_words_that_look_like_an_offer_wait_for_the_convener(table: Heard) -> None:
    post = write(table, "college", table.designing(), PITCH)
    assert post.shown_at is None
    assert "a price" in post.held
    with pytest.raises(Refused):
        neutrality.show(post=post, at=HEARD, by=table.person("college"))
    neutrality.show(post=post, at=HEARD, by=table.convener)
    assert post.shown_at == HEARD
    with pytest.raises(Refused, match="already"):
        neutrality.refuse(post=post, reason="x", at=HEARD, by=table.convener)


def test_the_database_shows_no_held_post_by_itself(table: Heard) -> None:
    post = write(table, "college", table.designing(), PITCH)
    assert refused_by_database(lambda: Post.objects.filter(pk=post.pk).update(shown_at=HEARD))
    assert refused_by_database(lambda: Post.objects.filter(pk=post.pk).update(text=PLAIN))


def test_the_conveners_own_words_are_looked_at_by_somebody_else(table: Heard) -> None:
    solution = table.designing()
    solutions.invite(
        solution=solution, seat=table.world.seats["board"], at=HEARD, by=table.convener
    )
    post = write(table, "board", solution, PITCH)
    with pytest.raises(Refused, match="your own"):
        neutrality.show(post=post, at=HEARD, by=table.convener)
    neutrality.refuse(post=post, reason="An offer.", at=HEARD, by=table.world.state)
    assert post.refused_at == HEARD


def test_marks_of_a_person_are_kept_from_nobody_but_not_written_at_all(table: Heard) -> None:
    with pytest.raises(Refused, match="Social Security"):
        write(table, "keel", text="Call Jo, 123-45-6789")
    assert not Post.objects.exists()


# ── reports, and what follows ─────────────────────────────────────────────────────────────────


def told(table: Heard, by: str, about: str = "college", upheld: bool | None = None) -> PitchReport:
    told_of = neutrality.report_pitch(
        about=table.world.seats[about], where="at the launch", at=HEARD, by=table.person(by)
    )
    if upheld is not None:
        neutrality.handle(
            report=told_of, upheld=upheld, outcome="Talked.", at=HEARD, by=table.convener
        )
    return told_of


def test_one_click_reports_a_pitch_and_the_record_names_nobody(table: Heard) -> None:
    told(table, "keel")
    line = Event.objects.get(verb="report_pitch")
    assert (line.actor, line.words) == (None, "a pitch is reported")
    assert PitchReport.objects.get().reported_by == table.person("keel")


def test_one_person_cannot_make_a_pattern_by_clicking(table: Heard) -> None:
    told(table, "keel")
    with pytest.raises(Refused, match="earlier report about this organization is still"):
        told(table, "keel")


def test_companies_are_not_reported_nor_anyone_by_themselves(table: Heard) -> None:
    with pytest.raises(Refused, match="Only public partners and suppliers"):
        told(table, "college", about="keel")
    with pytest.raises(Refused, match="yourself"):
        told(table, "college")


def test_nobody_handles_what_is_about_their_own_organization(table: Heard) -> None:
    told_of = told(table, "keel", about="board")
    with pytest.raises(Refused, match="your own organization"):
        neutrality.handle(
            report=told_of, upheld=False, outcome="Nothing.", at=HEARD, by=table.convener
        )
    neutrality.handle(report=told_of, upheld=True, outcome="Told.", at=HEARD, by=table.world.state)
    with pytest.raises(Refused, match="already"):
        neutrality.handle(report=told_of, upheld=False, outcome="x", at=HEARD, by=table.world.state)


def test_two_upheld_reports_are_a_pattern_and_convener_and_state_suspend(table: Heard) -> None:
    told(table, "keel", upheld=True)
    assert not any(
        line.pattern for line in neutrality_report(table.world.partnership, at=HEARD).lines
    )
    told(table, "rope", upheld=True)
    first = neutrality_report(table.world.partnership, at=HEARD).lines[0]
    assert (first.seat, first.upheld, first.pattern) == (table.world.seats["college"], 2, True)
    seat, why = table.world.seats["college"], "two upheld reports of pitches"
    seats.suspend(seat=seat, reason=why, at=HEARD, by=table.convener)
    assert may(roles_of(table.person("college"), seat.partnership, at=HEARD), "contribute")
    seats.suspend(seat=seat, reason=why, at=HEARD, by=table.world.state)
    assert not may(roles_of(table.person("college"), seat.partnership, at=HEARD), "contribute")


def test_reports_that_were_none_make_no_pattern(table: Heard) -> None:
    for key in ("keel", "rope", "sail"):
        told(table, key, upheld=False)
    line = neutrality_report(table.world.partnership, at=HEARD).lines[0]
    assert (line.reports, line.upheld, line.pattern) == (3, 0, False)


def test_the_report_shows_whose_words_and_whose_program_come_up(table: Heard) -> None:
    empty = neutrality_report(table.world.partnership, at=HEARD)
    assert (empty.public_post_share, empty.same_provider) == (None, None)
    for need, keys in ((table.welders, ("college",)), (table.bus, ("college", "union"))):
        table.bring(table.solution(need), *keys, delivers=True)
    write(table, "keel")
    write(table, "union", table.designing())
    found = neutrality_report(table.world.partnership, at=HEARD)
    assert found.public_post_share == 0.5
    assert found.same_provider == ("Quayland College", 1.0)


def test_who_may_read_the_report(table: Heard) -> None:
    readers = {
        key
        for key in (*PARTNERS, "keel", "sail")
        if may(roles_of(table.person(key), table.world.partnership, at=HEARD), "see_neutrality")
    }
    assert readers == {"board", "keel"}
