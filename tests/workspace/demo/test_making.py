"""The demo has every stage of every life in it, and breaks none of the table's rules."""

from datetime import timedelta
from itertools import chain

import pytest
from django.db.models import CharField, Model, TextField

from sectoral.errors import WrongUse
from sectoral.workspace.demo.fill import count_demo, fill_workspace
from sectoral.workspace.demo.software import HELD
from sectoral.workspace.evidence.facts import EditionFacts
from sectoral.workspace.models import (
    ActionPlan,
    AgendaItem,
    Answer,
    Appointment,
    Championship,
    Commitment,
    Contribution,
    CostShare,
    Decision,
    Delegate,
    Event,
    Invitation,
    Meeting,
    Need,
    NeedVersion,
    Opportunity,
    Organization,
    OwnershipGroup,
    Partnership,
    PitchReport,
    Post,
    Realignment,
    Recusal,
    Release,
    Rewording,
    Round,
    Seat,
    Solution,
    User,
)
from sectoral.workspace.models.needs import Category
from sectoral.workspace.models.organizations import System
from sectoral.workspace.queries.meetings import meeting_balance, same_day
from sectoral.workspace.queries.needs import A_MEMBER, seats_without_receipt, seen_by
from sectoral.workspace.queries.solutions import costs_of, systems_of
from sectoral.workspace.rules.wording.text import find_wording
from tests.workspace.demo.conftest import NOW, Demo


@pytest.mark.parametrize(
    ("model", "column"),
    [
        (Partnership, "stage"),
        (Need, "state"),
        (Round, "state"),
        (Meeting, "state"),
        (Solution, "state"),
        (Commitment, "state"),
        (CostShare, "state"),
    ],
)
def test_every_stage_of_every_life_occurs(demo: Demo, model: type[Model], column: str) -> None:
    found = set(model._default_manager.values_list(column, flat=True))
    assert found == {value for value, _ in model._meta.get_field(column).flatchoices}  # type: ignore[union-attr]


def test_no_rule_of_the_table_was_broken_on_the_way(demo: Demo) -> None:
    assert demo.faults == []


def test_nothing_is_dated_after_the_present(demo: Demo) -> None:
    assert not Event.objects.filter(at__gt=NOW).exists()
    assert list(Event.objects.order_by("pk").values_list("at", flat=True)) == sorted(
        Event.objects.values_list("at", flat=True)
    )


def test_it_is_made_once(demo: Demo, facts: EditionFacts) -> None:
    with pytest.raises(WrongUse, match="empty one only"):
        fill_workspace(facts, now=NOW)
    assert count_demo() == demo.made


def test_its_line_says_what_it_holds(demo: Demo) -> None:
    words = str(demo.made)
    assert words == (
        f"{Partnership.objects.count()} partnerships, {Organization.objects.count()} "
        f"organizations, {Need.objects.count()} needs, {Solution.objects.count()} solutions: "
        "a year at the table."
    )
    assert demo.made.partnerships >= 14
    assert 60 <= demo.made.organizations <= 100


def test_every_table_cites_a_case_of_the_edition(demo: Demo, facts: EditionFacts) -> None:
    for one in Partnership.objects.all():
        assert one.edition == facts.id
        assert facts.score(one.region, one.sector) is not None
        plan = facts.plan(one.region, one.sector)
        assert (one.decision == "critical") == (plan is not None and plan["decision"] == "start")


def test_organizations_are_of_every_system_and_two_owners_hold_two_each(demo: Demo) -> None:
    assert set(Organization.objects.values_list("system", flat=True)) == set(System.values)
    assert [group.organization_set.count() for group in OwnershipGroup.objects.all()] == [2, 2]


def test_needs_are_of_every_category(demo: Demo) -> None:
    assert set(Need.objects.values_list("category", flat=True)) == set(Category.values)


# ── what the tables live through ──────────────────────────────────────────────────────────────


def test_one_table_is_convened_by_a_company_and_one_by_labor(demo: Demo) -> None:
    lead = Appointment.objects.filter(lead=True)
    kinds = set(lead.values_list("organization__system", flat=True))
    assert {"employer", "education", "labor", "workforce", "economic", "community"} <= kinds


def test_a_college_that_convenes_stood_aside_before_it_offered(demo: Demo) -> None:
    aside = Recusal.objects.get()
    offer = aside.solution.contributions.get(delivers=True)
    assert aside.organization == offer.seat.organization
    assert aside.organization.system == System.EDUCATION
    assert aside.at < offer.at
    assert aside.deputy.memberships.get().organization != aside.organization


def test_a_merged_table_leads_on_and_a_split_one_has_two_parts(demo: Demo) -> None:
    merged = Partnership.objects.get(stage="merged")
    assert merged.successor is not None
    assert merged.successor.stage == "active"
    assert set(merged.areas) <= set(merged.successor.areas)
    assert Partnership.objects.get(stage="split").split_into.count() == 2


def test_a_merge_waits_for_consents(demo: Demo) -> None:
    waits = Realignment.objects.get(done_at=None, dropped_at=None)
    assert waits.partnership.stage == "stale"
    assert waits.consents.count() == 3


def test_two_active_tables_have_a_year_behind_them(demo: Demo) -> None:
    year = NOW - timedelta(days=355)
    old = Partnership.objects.filter(stage="active", created_at__lt=year)
    assert old.count() == 2
    for one in old:
        kinds = set(one.meetings.filter(state="held").values_list("kind", flat=True))
        assert kinds == set(Meeting.Kind.values)


def test_minutes_went_out_the_same_day_and_once_late(demo: Demo) -> None:
    sent = [same_day(m) for m in Meeting.objects.exclude(minutes_sent_at=None)]
    assert True in sent
    assert False in sent


def test_one_meeting_was_not_led_by_employers(demo: Demo) -> None:
    held = Meeting.objects.filter(state="held", kind="regular")
    assert [m.title for m in held if not meeting_balance(m).employer_led] == ["Spring table"]


def test_a_meeting_is_open_now_and_two_are_announced_within_two_weeks(demo: Demo) -> None:
    now = Meeting.objects.get(state="open")
    assert now.starts <= NOW < now.ends
    soon = Meeting.objects.filter(state="invited", open_to_public=True)
    assert [m.noticed_at is not None and m.starts < NOW + timedelta(days=14) for m in soon] == [
        True,
        True,
    ]


def test_rounds_were_counted_by_different_rules_and_one_was_run_anew(demo: Demo) -> None:
    published = Round.objects.filter(state="published")
    assert {"ranked", "points", "matrix", "approval"} <= set(
        published.values_list("rule", flat=True)
    )
    void = Round.objects.get(state="void")
    assert void.rerun_as.get().state == "published"


def test_some_have_voted_in_the_open_round_and_some_have_not(demo: Demo) -> None:
    electors = Round.objects.get(state="open").electors
    voted = electors.filter(ballots__counts=True).count()
    assert 0 < voted < electors.count()


def test_solutions_beyond_an_idea_rest_on_two_systems(demo: Demo) -> None:
    for one in Solution.objects.exclude(state="idea"):
        assert len(systems_of(one)) >= 2


def test_companies_put_more_beside_a_public_dollar_than_nothing(demo: Demo) -> None:
    paid = Solution.objects.get(title="Set-up course in two plants")
    costs = costs_of(paid)
    assert costs.match.ratio is not None
    assert costs.match.ratio > 1
    assert costs.saving.saved_usd is not None
    assert costs.saving.saved_usd > 0


def test_a_release_has_a_partner_who_has_not_read_it(demo: Demo) -> None:
    waiting = {
        seat.organization.name
        for r in Release.objects.all()
        for seat in seats_without_receipt(r, at=NOW)
    }
    assert "Open Door Family Services" in waiting


def test_what_waits_for_somebody_waits(demo: Demo) -> None:
    assert Seat.objects.get(standing="waiting").vendor_like
    assert Seat.objects.get(standing="suspended").system == System.EDUCATION
    assert Post.objects.get(shown_at=None).text == HELD
    assert sorted(r.upheld is None for r in PitchReport.objects.all()) == [False, False, True]
    assert Rewording.objects.filter(agreed=None).count() == 1
    invitation = Invitation.objects.get()
    assert invitation.used_at is None
    assert invitation.expires_at > NOW
    ending = Championship.objects.filter(until=None, term_ends__lt=NOW + timedelta(days=45))
    assert ending.exists()


# ── who reads what, and how it is said ────────────────────────────────────────────────────────


def test_no_company_reads_whose_attested_need_it_is(demo: Demo) -> None:
    attested = Need.objects.exclude(attested_by=None).select_related("raised_by__organization")
    assert attested
    for need in attested:
        others = Delegate.objects.filter(
            seat__partnership=need.partnership, seat__system="employer", until=None
        ).exclude(seat=need.raised_by)
        for delegate in others.select_related("person"):
            seen = seen_by(delegate.person, need.partnership, at=NOW)
            assert [s.raised_by for s in seen if s.pk == need.pk] == [A_MEMBER]


_TEXTS: tuple[tuple[type[Model], str], ...] = (
    (NeedVersion, "title"),
    (NeedVersion, "text"),
    (Rewording, "text"),
    (Opportunity, "text"),
    (Meeting, "title"),
    (Meeting, "decision_wanted"),
    (Meeting, "minutes"),
    (Meeting, "cancelled_because"),
    (AgendaItem, "text"),
    (Decision, "text"),
    (Solution, "title"),
    (Solution, "for_whom"),
    (Solution, "stopped_because"),
    (Solution, "waived_because"),
    (Answer, "acceptance_test"),
    (Contribution, "what"),
    (Commitment, "what"),
    (Commitment, "reason"),
    (ActionPlan, "text"),
    (Partnership, "scope"),
    (Appointment, "basis"),
    (PitchReport, "where"),
    (Post, "text"),
)


def test_only_the_post_that_waits_says_what_it_should_not(demo: Demo) -> None:
    columns = (model._default_manager.values_list(column, flat=True) for model, column in _TEXTS)
    assert {text for text in chain.from_iterable(columns) if find_wording(text)} == {HELD}


def test_texts_fit_their_columns(demo: Demo) -> None:
    for model, column in _TEXTS:
        field = model._meta.get_field(column)
        assert isinstance(field, CharField | TextField)
        longest = max(len(text) for text in model._default_manager.values_list(column, flat=True))
        assert field.max_length is None or longest <= field.max_length


def test_every_address_is_in_the_invented_state(demo: Demo) -> None:
    addresses = [*User.objects.values_list("email", flat=True)]
    addresses += Invitation.objects.values_list("email", flat=True)
    assert all(address.endswith(".quayland.example") for address in addresses)
    assert len(set(addresses)) == len(addresses)
