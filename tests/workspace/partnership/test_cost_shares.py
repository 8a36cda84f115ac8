"""Cost shares: planned by a formula, pledged, confirmed, received, valued with evidence (P52)."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction

from sectoral.workspace.actions import costs, solutions
from sectoral.workspace.guards.solution import may_settle
from sectoral.workspace.models import CostShare, Event, Solution, User
from sectoral.workspace.queries.roles import sitting_of
from sectoral.workspace.queries.solutions import costs_of, secured_usd
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.costs import CostFormula, CostPayer
from sectoral.workspace.views.partnership import solution as page
from tests.workspace.partnership.heard import HEARD, Heard, heard

pytestmark = pytest.mark.django_db

USD = Decimal


@pytest.fixture
def table(db: None) -> Heard:
    return heard()


@pytest.fixture
def solution(table: Heard) -> Solution:
    """In design; it costs $9,000."""
    found = table.designing()
    return solutions.set_target(
        solution=found, target_usd=USD("9000.00"), at=HEARD, by=table.convener
    )


def pledged(
    table: Heard,
    solution: Solution,
    key: str,
    amount: str,
    *,
    kind: str = "cash",
    alone: str | None = None,
) -> CostShare:
    return costs.pledge(
        solution=solution,
        seat=table.world.seats[key],
        kind=kind,
        amount_usd=USD(amount),
        alone_usd=None if alone is None else USD(alone),
        at=HEARD,
        by=table.person(key),
    )


def confirmed(
    table: Heard,
    solution: Solution,
    key: str,
    amount: str,
    *,
    kind: str = "cash",
    alone: str | None = None,
) -> CostShare:
    share = pledged(table, solution, key, amount, kind=kind, alone=alone)
    return costs.confirm(share=share, at=HEARD, by=table.convener)


def test_a_plan_shares_the_target_and_nobody_owes_before_pledging(
    table: Heard, solution: Solution
) -> None:
    payers = [
        (table.world.seats["keel"], CostPayer("", headcount=30)),
        (table.world.seats["rope"], CostPayer("", headcount=60, cap_usd=USD("4000.00"))),
    ]
    plan = costs.draw_plan(
        solution=solution, formula=CostFormula.HEADCOUNT, payers=payers, at=HEARD, by=table.convener
    )
    keel, rope = (str(table.world.seats[key].pk) for key in ("keel", "rope"))
    assert plan.shares == {keel: "5000.00", rope: "4000.00"}
    assert not CostShare.objects.exists()


def test_a_share_goes_from_pledge_to_value_with_its_evidence(
    table: Heard, solution: Solution
) -> None:
    share = confirmed(table, solution, "keel", "3000.00")
    costs.receive(share=share, received_usd=USD("2900.00"), at=HEARD, by=table.convener)
    with pytest.raises(Refused, match="what proves it"), transaction.atomic():
        costs.value(share=share, evidence=" ", at=HEARD, by=table.convener)
    share.refresh_from_db()
    costs.value(share=share, evidence="Receipt 17", at=HEARD, by=table.convener)
    assert (share.state, share.received_usd) == ("valued", USD("2900.00"))


def test_the_database_values_nothing_without_evidence_and_keeps_pledges(
    table: Heard, solution: Solution
) -> None:
    share = confirmed(table, solution, "keel", "3000.00")
    rows = CostShare.objects.filter(pk=share.pk)
    for change in (
        {"state": "valued"},
        {"state": "received"},
        {"amount_usd": USD("1.00")},
        {"alone_usd": USD("99999.00")},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)


def test_nobody_pledges_for_another(table: Heard, solution: Solution) -> None:
    with pytest.raises(Refused, match="do not act for"):
        costs.pledge(
            solution=solution,
            seat=table.world.seats["sail"],
            kind="cash",
            amount_usd=USD("1.00"),
            at=HEARD,
            by=table.person("keel"),
        )


@pytest.mark.parametrize("amount", ["0", "-1", "0.001"])
def test_a_pledge_is_above_zero_in_whole_cents(
    table: Heard, solution: Solution, amount: str
) -> None:
    with pytest.raises(Refused):
        pledged(table, solution, "keel", amount)


def test_only_what_is_confirmed_counts_towards_the_target(table: Heard, solution: Solution) -> None:
    pledged(table, solution, "keel", "3000.00")
    assert secured_usd(solution) == USD("0.00")
    confirmed(table, solution, "rope", "3000.00")
    assert secured_usd(solution) == USD("3000.00")


def test_what_arrived_stands_in_place_of_what_was_pledged(table: Heard, solution: Solution) -> None:
    share = confirmed(table, solution, "keel", "3000.00")
    costs.receive(share=share, received_usd=USD("1000.00"), at=HEARD, by=table.convener)
    assert secured_usd(solution) == USD("1000.00")


def test_three_companies_and_a_public_dollar_save_and_match(
    table: Heard, solution: Solution
) -> None:
    # Companies: 2,000 + 2,000 cash and 1,000 in kind; public 2,500; match 5,000 / 2,500 = 2.
    # Alone: 9,000 and 8,000 said, one silent: saved 7,000 + 6,000.
    confirmed(table, solution, "keel", "2000.00", alone="9000.00")
    confirmed(table, solution, "rope", "2000.00", alone="8000.00")
    confirmed(table, solution, "sail", "1000.00", kind="in_kind")
    confirmed(table, solution, "board", "2500.00", alone="9999.00")
    found = costs_of(solution)
    assert (found.saving.saved_usd, found.saving.known, found.saving.of) == (USD("13000.00"), 2, 3)
    assert (found.match.ratio, found.match.cash_ratio) == (Fraction(2), Fraction(8, 5))
    assert found.secured_usd == USD("7500.00")


def test_a_seat_is_let_out_of_its_pledge_with_a_reason(table: Heard, solution: Solution) -> None:
    share = confirmed(table, solution, "keel", "3000.00")
    with pytest.raises(Refused, match="do not act for"):
        costs.release(share=share, reason="x", at=HEARD, by=table.person("sail"))
    with pytest.raises(Refused, match="why"):
        costs.release(share=share, reason=" ", at=HEARD, by=table.person("keel"))
    costs.release(share=share, reason="Orders fell.", at=HEARD, by=table.person("keel"))
    assert secured_usd(solution) == USD("0.00")
    assert costs_of(solution).pledged_usd == USD("0.00")


def test_no_amount_stands_in_the_record(table: Heard, solution: Solution) -> None:
    share = confirmed(table, solution, "keel", "1234.00", alone="7777.00")
    costs.receive(share=share, received_usd=USD("1234.00"), at=HEARD, by=table.convener)
    lines = Event.objects.filter(subject__in=("costshare", "solution"))
    assert not [line for line in lines if "1234" in line.words or "1,234" in line.words]
    assert not [line for line in lines if "7777" in line.words or "7,777" in line.words]


def stood_aside(table: Heard) -> Solution:
    """In design, run by Rope's champion in place of the convener, whose own may deliver it."""
    found = table.solution()
    solutions.stand_aside(
        solution=found,
        organization=table.world.orgs["board"],
        deputy=table.person("rope"),
        criteria="Evening hours.",
        at=HEARD,
        by=table.convener,
    )
    table.bring(found, "college", "union")
    return solutions.design(solution=found, at=HEARD, by=table.person("rope"))


def test_whoever_stood_aside_settles_no_costs_and_the_deputy_does(table: Heard) -> None:
    share = pledged(table, stood_aside(table), "keel", "100.00")
    runs_not = "would deliver it, so its people cannot run the selection"
    for settle, why in ((costs.confirm, runs_not), (_let_off, "You do not act for Keel & Sons")):
        with pytest.raises(Refused, match=why):
            settle(share=share, at=HEARD, by=table.convener)
    assert costs.confirm(share=share, at=HEARD, by=table.person("rope")).state == "confirmed"


def _let_off(*, share: CostShare, at: datetime, by: User) -> CostShare:
    return costs.release(share=share, reason="Orders fell.", at=at, by=by)


def test_a_deputy_does_not_count_the_own_companys_part_but_whoever_convenes_does(
    table: Heard,
) -> None:
    share = pledged(table, stood_aside(table), "rope", "100.00")
    with pytest.raises(Refused, match="own company's share"):
        costs.confirm(share=share, at=HEARD, by=table.person("rope"))
    assert costs.confirm(share=share, at=HEARD, by=table.convener).state == "confirmed"


def test_a_champion_who_is_nobodys_deputy_settles_no_costs(
    table: Heard, solution: Solution
) -> None:
    share = pledged(table, solution, "keel", "100.00")
    with pytest.raises(Refused, match="The convener settles its costs"):
        costs.confirm(share=share, at=HEARD, by=table.person("rope"))
    with pytest.raises(Refused, match="You do not act for Keel & Sons here"):
        costs.release(share=share, reason="x", at=HEARD, by=table.person("rope"))


@pytest.mark.parametrize("recused", [False, True])
def test_the_page_shows_the_buttons_to_whoever_may_press_them(table: Heard, recused: bool) -> None:
    # The page asks for all shares at once what the guard asks for one.
    found = stood_aside(table) if recused else table.designing()
    shares = [pledged(table, found, key, "100.00") for key in ("keel", "rope")]
    settled = {}
    for who in ("board", "rope", "keel", "college"):
        person = table.person(who)
        sitting = sitting_of(person, found.partnership, at=HEARD)
        may = {share.pk for share in shares if may_settle(share, person, HEARD)}
        assert page._shares_to_settle(found, sitting) == may, who
        settled[who] = may
    keel, rope = (share.pk for share in shares)
    wanted = (
        {"board": {rope}, "rope": {keel}} if recused else {"board": {keel, rope}, "rope": set()}
    )
    assert settled == wanted | {"keel": set(), "college": set()}
