"""The pages of solutions and promises: what waits for what, who brings it, what it costs."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from sectoral.workspace.actions import commitments, costs, solutions, teams
from sectoral.workspace.models import Commitment, CostPlan, Solution
from sectoral.workspace.presenters.solution_list import format_usd, two_digits
from sectoral.workspace.rules.costs import TIE_RULE
from tests.workspace.pages.reading import (
    MOST_QUERIES,
    here,
    one_line,
    page,
    queries,
    signed_in,
    words,
)
from tests.workspace.partnership.heard import HEARD, Heard, heard

OnDay = Callable[[float], None]
USD = Decimal


@pytest.fixture
def table(db: None, on_day: OnDay) -> Heard:
    on_day(70)
    return heard()


def source(table: Heard, who: str, path: str = "solutions/", status: int = 200) -> str:
    person = table.world.people.get(who, table.world.state)
    return page(signed_in(person), here(table.world.partnership, path), status)


def read(table: Heard, who: str, path: str = "solutions/") -> str:
    return words(source(table, who, path))


def one(solution: Solution) -> str:
    return f"solutions/{solution.pk}/"


def pledged(table: Heard, solution: Solution, key: str, usd: str, alone: str | None = None) -> None:
    share = costs.pledge(
        solution=solution,
        seat=table.world.seats[key],
        kind="cash",
        amount_usd=USD(usd),
        alone_usd=None if alone is None else USD(alone),
        at=HEARD,
        by=table.person(key),
    )
    costs.confirm(share=share, at=HEARD, by=table.convener)


# ── the list ──────────────────────────────────────────────────────────────────────────────────


def test_a_solution_is_listed_with_its_need_and_what_it_waits_for(table: Heard) -> None:
    solution = table.solution()
    table.bring(solution, "college")
    said = read(table, "sail")
    assert "Welders who read drawings" in said
    assert "Education Only one organization, Quayland College, contributes." in said
    assert "Before it is opened: 1 of 2 kinds of partners contribute something" in said
    table.bring(solution, "board")
    assert "Nothing stands in the way: it is opened when the convener" in read(table, "sail")


def test_only_needs_that_were_heard_to_the_end_can_be_chosen(table: Heard, on_day: OnDay) -> None:
    assert "Propose a solution" in read(table, "college")
    form = f"/act/partnership.propose_solution/{table.world.partnership.pk}/"
    assert "Welders who read drawings" in page(signed_in(table.person("college")), form)
    on_day(50)
    assert "Welders who read drawings" not in page(signed_in(table.person("college")), form)
    said = read(table, "college")
    assert "No need is ready for a solution now." in said
    assert "Partners are still listening to 2 needs" in said
    assert "until March 6, 2026, 2:00 AM" in said
    assert "Propose a solution" not in said


def test_a_list_asks_as_many_questions_for_eight_solutions_as_for_one(table: Heard) -> None:
    def asked(who: str) -> int:
        person = table.world.people.get(who, table.world.state)
        return queries(signed_in(person), here(table.world.partnership, "solutions/"))

    def filled(solution: Solution) -> None:
        pledged(table, solution, "keel", "500", "900")
        offer = {"what": "twelve places", "due": date(2026, 9, 1), "at": HEARD}
        commitments.offer(
            partnership=table.world.partnership,
            seat=table.world.seats["college"],
            solution=solution,
            by=table.person("college"),
            **offer,  # type: ignore[arg-type]
        )

    filled(table.in_review())
    readers = ("board", "keel", "college", "state")
    before = [asked(who) for who in readers]
    for _ in range(2):
        filled(table.in_review(table.bus))
        filled(table.designing())
        table.solution()
    filled(table.approved())
    assert [asked(who) for who in readers] == before
    assert max(before) <= MOST_QUERIES


def test_many_solutions_stand_on_several_pages(table: Heard) -> None:
    for _ in range(51):
        table.solution()
    said = read(table, "keel")
    assert "1–50 of 51 solutions" in said
    assert "Page 1 of 2" in said
    # Once in the list, once in the table of companies served.
    assert read(table, "keel", "solutions/?page=2").count("Evening welding shop") == 2


def test_the_table_of_companies_served_counts_owners_once_and_is_taken_away(table: Heard) -> None:
    solution = table.solution(table.welders, table.bus)
    table.bring(solution, "college", "union")
    # Keel and Rope stand by the welders, Rope and Sail by the bus: three companies.
    assert "Education, labor 3 Nothing stands in the way" in read(table, "keel")
    file = source(table, "keel", "solutions/?table=served&format=csv")
    assert file.splitlines()[1] == "Evening welding shop,idea,3,2,2"


def test_a_team_is_shown_with_the_company_that_leads_it(table: Heard) -> None:
    teams.form(
        partnership=table.world.partnership,
        name="Welding shop team",
        led_by=table.world.seats["keel"],
        members=[table.world.seats["college"]],
        at=HEARD,
        by=table.convener,
    )
    assert "Welding shop team Led by Keel & Sons" in read(table, "union")
    assert "Add somebody to the team" in read(table, "board")
    assert "Add somebody to the team" not in read(table, "union")


# ── one solution ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("stage", ["designing", "in_review", "approved", "measuring"])
@pytest.mark.parametrize("who", ["board", "keel", "college", "union", "state"])
def test_the_story_of_a_solution_is_one_page_at_few_queries(
    table: Heard, stage: str, who: str
) -> None:
    solution = getattr(table, stage)(table.welders, table.bus)
    person = table.world.people.get(who, table.world.state)
    assert queries(signed_in(person), here(table.world.partnership, one(solution))) <= MOST_QUERIES


def test_a_need_once_more_asks_nothing_more(table: Heard) -> None:
    def asked(solution: Solution) -> int:
        keel = signed_in(table.person("keel"))
        return queries(keel, here(table.world.partnership, one(solution)))

    small, large = table.in_review(), table.in_review(table.welders, table.bus)
    assert asked(large) == asked(small)


def test_the_test_is_asked_of_those_who_raised_or_support_the_need(table: Heard) -> None:
    solution = table.designing()
    asks = {
        who: "Say how we will know it worked" in read(table, who, one(solution))
        for who in ("keel", "rope", "sail", "board", "college")
    }
    assert asks == {"keel": True, "rope": True, "sail": False, "board": False, "college": False}


def test_the_reason_stands_where_the_next_move_cannot_be_yet(table: Heard) -> None:
    solution = table.designing()
    said = read(table, "board", one(solution))
    assert (
        "Before the companies are asked to approve it: The companies that raised “Welders "
        "who read drawings” have not said how they will know that it is answered."
    ) in said
    assert "Ask the companies to approve it" not in said
    table.test(solution)
    assert "Ask the companies to approve it" in read(table, "board", one(solution))
    assert "Ask the companies to approve it" not in read(table, "college", one(solution))


def test_companies_say_yes_and_a_count_is_read_but_no_names(table: Heard) -> None:
    solution = table.in_review()
    table.say(solution, "keel", "rope", "mast")
    said = read(table, "sail", one(solution))
    assert "3 of 5 companies with a vote say yes" in said
    assert "Keel & Sons said" not in said
    assert "Keel & Sons said yes" in read(table, "keel", one(solution))
    assert "Our company says yes" in said
    assert "Our company says yes" not in read(table, "college", one(solution))


def test_the_convener_and_a_company_can_record_the_approval_once_most_said_yes(
    table: Heard,
) -> None:
    solution = table.in_review()
    words_ = "Record the companies' approval"
    assert words_ not in read(table, "board", one(solution))
    table.say(solution, "keel", "rope", "sail")
    assert read(table, "sail", one(solution)).count(words_) == 1
    assert read(table, "rope", one(solution)).count(words_) == 1  # a champion has one button too
    board = signed_in(table.person("board"))
    assert board.post(f"/act/solution.record_approval/{solution.pk}/").status_code == 302
    solution.refresh_from_db()
    assert solution.state == "approved"


def test_only_who_raised_the_need_is_asked_whether_it_was_answered(table: Heard) -> None:
    solution = table.measuring()
    asked = "Yes, it answers our need"
    assert {
        who
        for who in ("keel", "rope", "board", "college")
        if asked in read(table, who, one(solution))
    } == {"keel"}
    answer = solution.answers.get()
    keel = signed_in(table.person("keel"))
    typed = {"seat": table.world.seats["keel"].pk}
    assert keel.post(f"/act/answer.accept/{answer.pk}/", typed).status_code == 302
    assert "yes, said the company that raised it" in read(table, "college", one(solution))


def test_a_stopped_solution_says_why(table: Heard) -> None:
    solution = table.designing()
    solutions.stop(solution=solution, reason="The shop burned down.", at=HEARD, by=table.convener)
    assert "Stopped: The shop burned down." in read(table, "college", one(solution))
    assert "Stopped The shop burned down." in read(table, "college")


# ── costs ─────────────────────────────────────────────────────────────────────────────────────


def test_shares_are_for_those_who_may_see_costs_and_alone_for_one_s_own(table: Heard) -> None:
    solution = table.designing()
    solutions.set_target(solution=solution, target_usd=USD(9000), at=HEARD, by=table.convener)
    pledged(table, solution, "keel", "1234", "5678")
    assert "Alone, this would have cost you $5,678." in read(table, "keel", one(solution))
    for who in ("rope", "board", "college"):
        said = read(table, who, one(solution))
        assert "Keel & Sons : $1,234 cash" in said
        assert "5,678" not in source(table, who, one(solution))
        assert "4,4" not in said  # 5,678 - 1,234 = 4,444: what one alone saves tells its price
    for who in ("union", "state"):
        for path in (one(solution), "solutions/"):
            assert "1,234" not in source(table, who, path)
    assert "can see who pays what" in read(table, "union", one(solution))


def test_an_unpaid_solution_tells_no_amount_to_whoever_may_not_see_costs(table: Heard) -> None:
    solution = table.designing()
    solutions.set_target(solution=solution, target_usd=USD(9000), at=HEARD, by=table.convener)
    pledged(table, solution, "keel", "1234")
    table.test(solution)
    solutions.put_to_employers(solution=solution, at=HEARD, by=table.convener)
    table.say(solution, "keel", "rope", "sail")
    solutions.approve(solution=solution, at=HEARD, by=table.convener)
    assert "$1,234.00 of $9,000.00 is confirmed" in read(table, "rope", one(solution))
    for path in (one(solution), "solutions/"):
        said = read(table, "union", path)
        assert "1,234" not in said
        assert "7,766" not in said
        assert "The confirmed amount does not cover the cost yet." in said


def test_what_sharing_saves_is_told_once_three_companies_have_said(table: Heard) -> None:
    solution = table.designing()
    for key in ("keel", "rope"):
        pledged(table, solution, key, "1000", "5000")
    assert "shown in sum once 3 companies" in read(table, "sail", one(solution))
    pledged(table, solution, "sail", "1000", "5321")
    # (5,000 - 1,000) * 2 + (5,321 - 1,000) = 12,321: two digits of it.
    said = read(table, "anchor", one(solution))
    assert "Sharing saves the companies about $12,000 in all" in said


def test_a_plan_is_drawn_with_the_size_of_each_company_beside_it(table: Heard) -> None:
    solution = table.designing()
    solutions.set_target(solution=solution, target_usd=USD(100), at=HEARD, by=table.convener)
    board = signed_in(table.person("board"))
    to = f"/act/solution.draw_plan/{solution.pk}/"
    assert "Keel & Sons 10 to 49 people" in words(page(board, to))
    seats = [table.world.seats[key].pk for key in ("keel", "rope", "sail")]
    typed = {f"payers-{pk}-pays": "on" for pk in seats} | {"formula": "equal"}
    assert board.post(to, typed).status_code == 302
    said = read(table, "college", one(solution))
    assert "Keel & Sons $33.34 Rope Walk $33.33 Sail Loft $33.33" in said
    assert TIE_RULE in said
    assert json.loads(json.dumps(CostPlan.objects.get().shares)) != {}
    assert "$33.34" not in read(table, "union", one(solution))


def test_a_plan_by_people_at_work_keeps_what_was_typed_when_one_is_silent(table: Heard) -> None:
    solution = table.designing()
    solutions.set_target(solution=solution, target_usd=USD(100), at=HEARD, by=table.convener)
    keel, rope = (table.world.seats[key].pk for key in ("keel", "rope"))
    typed = {
        "formula": "headcount",
        f"payers-{keel}-pays": "on",
        f"payers-{keel}-headcount": "40",
        f"payers-{rope}-pays": "on",
    }
    answer = signed_in(table.person("board")).post(f"/act/solution.draw_plan/{solution.pk}/", typed)
    assert answer.status_code == 422
    assert "has none" in words(answer.content.decode())
    assert f'name="payers-{keel}-headcount" value="40"' in one_line(answer.content.decode())


def test_amounts_are_said_to_the_cent_and_savings_to_two_digits() -> None:
    assert [format_usd(USD(n)) for n in ("1234", "1234.5", "0", "-3")] == [
        "$1,234",
        "$1,234.50",
        "$0",
        "−$3",
    ]
    assert [two_digits(USD(n)) for n in ("12321", "99", "7", "995")] == [12000, 99, 7, 1000]


# ── promises ──────────────────────────────────────────────────────────────────────────────────


def promised(table: Heard, key: str, what: str, due: date) -> Commitment:
    offered = commitments.offer(
        partnership=table.world.partnership,
        seat=table.world.seats[key],
        what=what,
        amount=USD(12),
        unit="places",
        due=due,
        at=HEARD,
        by=table.person(key),
    )
    return commitments.accept(commitment=offered, at=HEARD, by=table.convener)


def test_one_s_own_promises_come_first_then_the_late_ones(table: Heard, on_day: OnDay) -> None:
    promised(table, "college", "Open the shop", date(2026, 3, 20))
    promised(table, "keel", "Lend two machines", date(2026, 6, 1))
    late = promised(table, "rope", "Send six people", date(2026, 3, 25))
    on_day(100)
    commitments.run_clock(at=HEARD.replace(month=4, day=15))
    late.refresh_from_db()
    assert late.state == "late"
    said = read(table, "keel", "commitments/")
    places = [said.index(words_) for words_ in ("Lend two", "Open the shop", "Send six")]
    assert places == sorted(places)
    assert "0 of 2 promises that ended or ran late were kept; 2 are late." in said
    assert "Keel & Sons you 12 places June 1, 2026" in said


def test_a_promise_that_was_changed_keeps_its_line(table: Heard) -> None:
    first = promised(table, "college", "Open the shop", date(2026, 4, 20))
    commitments.renegotiate(
        commitment=first,
        what="Open half the shop",
        due=date(2026, 5, 20),
        reason="The roof leaks.",
        at=HEARD,
        by=table.person("college"),
    )
    said = read(table, "keel", "commitments/")
    assert (
        "Before: Open the shop, 12 places, by April 20, 2026. Changed because: The roof leaks."
        in said
    )
    assert "1 promise Who or what" in said


def test_only_one_s_own_promise_can_be_changed_and_the_convener_settles(table: Heard) -> None:
    promised(table, "college", "Open the shop", date(2026, 4, 20))
    change, keep = "Change the promise", "Mark it as kept"
    assert {
        who: (change in read(table, who, "commitments/"), keep in read(table, who, "commitments/"))
        for who in ("college", "board", "sail", "keel")
    } == {
        "college": (True, False),
        "board": (False, True),
        "sail": (False, False),
        "keel": (False, True),
    }


def test_promises_take_as_many_questions_for_ten_as_for_two(table: Heard) -> None:
    def asked() -> int:
        board = signed_in(table.person("board"))
        return queries(board, here(table.world.partnership, "commitments/"))

    def more(key: str, number: int) -> None:
        old = promised(table, key, f"promise {number}", date(2026, 5, 1))
        commitments.renegotiate(
            commitment=old,
            what=f"other {number}",
            due=date(2026, 6, 1),
            reason="later",
            at=HEARD,
            by=table.person(key),
        )

    more("college", 1)
    before = asked()
    for number in range(2, 11):
        more("keel", number)
    assert asked() == before <= MOST_QUERIES


def test_the_file_of_promises_holds_those_that_were_replaced_and_no_formula(table: Heard) -> None:
    first = promised(table, "college", "=HYPERLINK(1)", date(2026, 4, 20))
    commitments.renegotiate(
        commitment=first,
        what="Open the shop",
        due=date(2026, 5, 20),
        reason="x",
        at=HEARD,
        by=table.person("college"),
    )
    lines = source(table, "keel", "commitments/?format=csv").splitlines()
    assert lines[1:] == [
        "Open the shop,Quayland College,,,2026-05-20,offered,,",
        "'=HYPERLINK(1),Quayland College,12.0,places,2026-04-20,renegotiated,x,",
    ]
