"""Whether a partnership may move on: each guard of its life cycle, with the reason where not."""

from collections.abc import Mapping
from datetime import datetime

from sectoral.workspace.checklists import criteria_of
from sectoral.workspace.guards.guard import Guard
from sectoral.workspace.models import Meeting, Partnership, Realignment, Review
from sectoral.workspace.models.partnerships import CaseDecision, Stage
from sectoral.workspace.queries import measures
from sectoral.workspace.queries.consents import may_carry_out, missing_consents
from sectoral.workspace.queries.scope import has_no_twin
from sectoral.workspace.queries.stage_ages import pause_ends
from sectoral.workspace.rules.answers import YES, Ruling
from sectoral.workspace.rules.dates import day_words
from sectoral.workspace.rules.policy import CHAMPIONS_TO_LAUNCH, SYSTEMS_TO_LAUNCH


def still_lives(partnership: Partnership) -> Ruling:
    """It has not ended: nothing more is done at a partnership that has."""
    return YES if partnership.is_live else Ruling(f"{partnership} has ended.")


def case(partnership: Partnership, _: datetime) -> Ruling:
    """It rests on a case that the state found critical, or on a recorded waiver (P34)."""
    if not partnership.edition:
        return Ruling("The case does not say which edition of the data it is based on.")
    if partnership.decision == CaseDecision.CRITICAL or partnership.case_waiver:
        return YES
    return Ruling(
        f"{partnership.sector_name} is “{partnership.get_decision_display()}” in "
        f"{partnership.region_name}: the state has to decide that it is critical, or record a "
        "waiver."
    )


def region(partnership: Partnership, _: datetime) -> Ruling:
    """It has a region with counties (P7)."""
    if partnership.region and partnership.areas:
        return YES
    return Ruling("It has no counties yet. Say which counties it covers.")


def no_twin(partnership: Partnership, at: datetime) -> Ruling:
    """No other live partnership of its industry and counties, unless waived (I10, P31)."""
    return has_no_twin(partnership, at=at)


def lead_convener(partnership: Partnership, at: datetime) -> Ruling:
    """One organization convenes it as lead, in its term (I6, P11)."""
    if measures.lead_convener(partnership, at).number:
        return YES
    return Ruling("It has no current lead convener. The state has to appoint one.")


def three_systems(partnership: Partnership, at: datetime) -> Ruling:
    """At least three public systems sit on the support team."""
    found, least = measures.count_public_systems(partnership, at).number, SYSTEMS_TO_LAUNCH.value
    if found >= least:
        return YES
    return Ruling(
        f"The support team has {found} of the {least} kinds of public partners it needs. "
        "Offer more seats."
    )


def two_champions(partnership: Partnership, at: datetime) -> Ruling:
    """At least two companies have a champion; common ownership counts once."""
    found, least = measures.count_champions(partnership, at).number, CHAMPIONS_TO_LAUNCH.value
    if found >= least:
        return YES
    return Ruling(
        f"{found} of the {least} companies it needs have a champion. Name more champions."
    )


def scope(partnership: Partnership, _: datetime) -> Ruling:
    """Who belongs is on record: codes, counties, and a sentence."""
    if partnership.naics and partnership.areas and partnership.scope:
        return YES
    return Ruling(
        "Its scope is not on record. Say which industries, counties and questions it covers."
    )


def launch_held(partnership: Partnership, at: datetime) -> Ruling:
    """A launch meeting was held."""
    if measures.launch_meetings(partnership, at).number:
        return YES
    return Ruling("No launch meeting has been held yet. Hold it and take attendance.")


def employers_lead(partnership: Partnership, at: datetime) -> Ruling:
    """Enough companies came to the launch, more than public partners, and one chaired (I13)."""
    least = criteria_of(partnership).size.launch_companies
    meetings = measures.held_meetings(partnership, at).filter(kind=Meeting.Kind.LAUNCH)
    answers = [_is_launch_led(meeting, least) for meeting in meetings]
    if not answers:
        return Ruling("No launch meeting has been held yet.")
    return YES if any(answers) else answers[-1]


def _is_launch_led(meeting: Meeting, least: int) -> Ruling:
    here = measures.count_attendance(meeting)
    if here.companies < least:
        return Ruling(f"{here.companies} companies came to the launch. It needs at least {least}.")
    if here.companies <= here.public:
        return Ruling(
            f"{here.companies} companies and {here.public} public partners came to the "
            "launch. There have to be more companies than public partners."
        )
    if not measures.employer_led(meeting):
        return Ruling("Nobody from a company chaired the launch.")
    return YES


def no_launch(partnership: Partnership, at: datetime) -> Ruling:
    """The meeting that it was launched by is taken back, and no other stands behind it."""
    if launch_held(partnership, at) and employers_lead(partnership, at):
        return Ruling("A launch meeting led by companies has already been held.")
    return YES


def priority_by_vote(partnership: Partnership, at: datetime) -> Ruling:
    """Companies chose a priority in a published round (P4)."""
    if measures.count_priorities(partnership, at).number:
        return YES
    return Ruling("Companies have not chosen a priority yet. Hold a round and publish its result.")


def employer_led_team(partnership: Partnership, at: datetime) -> Ruling:
    """A company leads an action team."""
    if measures.company_led_teams(partnership, at).number:
        return YES
    return Ruling("No company leads an action team yet.")


def plan(partnership: Partnership, at: datetime) -> Ruling:
    """An action plan is written."""
    if measures.count_plans(partnership, at).number:
        return YES
    return Ruling("No action plan is written yet.")


def awake(partnership: Partnership, at: datetime) -> Ruling:
    """Its clocks have time left; after going stale, a new company meeting and a new plan."""
    if partnership.stage == Stage.STALE:
        since = partnership.stage_since
        meeting, written = (
            measures.last_employer_meeting(partnership, at),
            measures.last_plan(partnership, at),
        )
        if meeting is None or meeting <= since:
            return Ruling("It went stale. Companies have to meet again first.")
        if written is None or written <= since:
            return Ruling("It went stale. The action plan has to be updated first.")
    asleep = _overdue_clock_words(partnership, at)
    return Ruling(asleep) if asleep else YES


def checklist(partnership: Partnership, at: datetime) -> Ruling:
    """A review of this very moment found every item of its checklist (I12)."""
    review = Review.objects.filter(partnership=partnership, at=at).last()
    if review is None:
        return Ruling("“Active” comes from a review of the record, and no review was done now.")
    missing = [finding["words"] for finding in review.findings if not finding["passed"]]
    return Ruling(f"Still missing from the checklist: {'; '.join(missing)}.") if missing else YES


def clock_at_risk(partnership: Partnership, at: datetime) -> Ruling:
    """Its clocks have run out, it lost its convener, or its checklist no longer passes."""
    review = Review.objects.filter(partnership=partnership, at=at).last()
    if _overdue_clock_words(partnership, at) or not lead_convener(partnership, at):
        return YES
    if review is not None and not review.passed:
        return YES
    return Ruling(
        "Companies meet, the plan is current and the checklist is met, so it is not at risk."
    )


def clock_stale(partnership: Partnership, at: datetime) -> Ruling:
    """No company meeting for so long that it is stale."""
    days, limit = _days_without_meeting(partnership, at), criteria_of(partnership).clocks.stale_days
    if days >= limit:
        return YES
    return Ruling(f"Companies last met {days} days ago. It is stale after {limit} days.")


def both_consent(partnership: Partnership, at: datetime) -> Ruling:
    """The companies on both sides consent, common ownership counted once (P39)."""
    open_one = _open_realignment(partnership)
    if open_one is None or not open_one.takes_state:
        return Ruling(
            "No merger or split has been proposed. Propose it and ask the companies first."
        )
    missing = missing_consents(open_one, at)
    return (
        Ruling(f"More than half of the companies have to say yes: {missing}.") if missing else YES
    )


def state_confirms(partnership: Partnership, _: datetime) -> Ruling:
    """The state confirmed the merge or split."""
    open_one = _open_realignment(partnership)
    if open_one is not None and open_one.confirmed_at is not None:
        return YES
    return Ruling("The state has not confirmed it yet.")


def its_companies_agree(partnership: Partnership, at: datetime) -> Ruling:
    """Before the launch nobody is asked; after it the companies end it, or the state (P39)."""
    if not measures.was_launched(partnership):
        return YES
    open_one = _open_realignment(partnership)
    if open_one is None or open_one.kind != Realignment.Kind.CLOSE:
        return Ruling("It has been launched, so its companies decide. Propose closing it.")
    return may_carry_out(open_one, at)


def was_launched(partnership: Partnership, _: datetime) -> Ruling:
    """It had been launched before it paused."""
    if measures.was_launched(partnership):
        return YES
    return Ruling("It was never launched. Resume it as forming.")


def was_not_launched(partnership: Partnership, _: datetime) -> Ruling:
    """It paused before it was launched."""
    if not measures.was_launched(partnership):
        return YES
    return Ruling("It was launched before. Resume it instead.")


def pause_over(partnership: Partnership, at: datetime) -> Ruling:
    """The day to look at it again has come."""
    ends = pause_ends(partnership)
    return YES if ends <= at.date() else Ruling(f"It is paused until {day_words(ends)}.")


def _open_realignment(partnership: Partnership) -> Realignment | None:
    return partnership.realignments.filter(done_at=None, dropped_at=None).first()


def _days_without_meeting(partnership: Partnership, at: datetime) -> int:
    last = measures.last_employer_meeting(partnership, at)
    return measures.days_since(last or partnership.created_at, at)


def _overdue_clock_words(partnership: Partnership, at: datetime) -> str:
    """Which clock ran out, as a sentence; empty where none did."""
    clocks, days = criteria_of(partnership).clocks, _days_without_meeting(partnership, at)
    if days >= clocks.at_risk_days:
        return (
            f"Companies last met {days} days ago. It is at risk after {clocks.at_risk_days} days."
        )
    written = measures.last_plan(partnership, at) or partnership.created_at
    days = measures.days_since(written, at)
    if days >= clocks.plan_days:
        return (
            f"The plan last changed {days} days ago. It is at risk after {clocks.plan_days} days."
        )
    return ""


GUARDS: Mapping[str, Guard] = {
    guard.__name__: guard
    for guard in (
        case,
        region,
        no_twin,
        lead_convener,
        three_systems,
        two_champions,
        scope,
        launch_held,
        employers_lead,
        no_launch,
        priority_by_vote,
        employer_led_team,
        plan,
        awake,
        checklist,
        clock_at_risk,
        clock_stale,
        both_consent,
        state_confirms,
        its_companies_agree,
        was_launched,
        was_not_launched,
        pause_over,
    )
}
