"""Whether a solution may begin and move on, and who may run it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from sectoral.workspace.guards.guard import Guard
from sectoral.workspace.guards.need import window_over
from sectoral.workspace.models import Answer as AnswerTo
from sectoral.workspace.models import (
    Appointment,
    CostShare,
    Delegate,
    Membership,
    Need,
    Organization,
    Partnership,
    Recusal,
    Seat,
    Solution,
    User,
)
from sectoral.workspace.models.organizations import System
from sectoral.workspace.models.partnerships import Stage
from sectoral.workspace.queries.roles import Sitting, is_convener
from sectoral.workspace.queries.solutions import (
    HEARD,
    ApprovalTally,
    judges_of,
    offers_of,
    raisers_of,
    related_rows,
    secured_usd,
    systems_of,
    tally_approvals,
)
from sectoral.workspace.rules.answers import YES, Ruling, first_no
from sectoral.workspace.rules.lifecycles import SOLUTION, find_move
from sectoral.workspace.rules.permissions import CONVENERS
from sectoral.workspace.rules.policy import SYSTEMS_OF_SOLUTION

_AT_WORK = (Stage.LAUNCHED, Stage.ACTIVE, Stage.AT_RISK, Stage.STALE)


def may_answer(need: Need, partnership: Partnership, at: datetime) -> Ruling:
    """Whether a solution may begin for this need: raised by a company, heard by all (I1, P28)."""
    if need.partnership_id != partnership.pk:
        return Ruling(f"“{need}” was raised at another partnership.")
    if need.raised_by.system != System.EMPLOYER:
        return Ruling("Only a need that a company raised can have a solution.")
    if need.released_at is None or need.state not in HEARD:
        return Ruling(
            f"“{need}” is “{need.get_state_display()}”. A solution can start once companies "
            "support the need and public partners have heard it."
        )
    return window_over(need, at)


def ripe_needs(partnership: Partnership, *, at: datetime) -> list[Need]:
    """The needs for which a solution may begin now; their listening windows are over."""
    rows = partnership.needs.filter(
        state__in=HEARD, released_at__lte=at, raised_by__system=System.EMPLOYER
    )
    ends = rows.annotate(ends=Max("releases__window_ends")).prefetch_related("versions")
    return [need for need in ends if need.ends is not None and need.ends <= at]


def at_work(partnership: Partnership) -> Ruling:
    """Whether the partnership is in a stage in which solutions begin."""
    if partnership.stage in _AT_WORK:
        return YES
    return Ruling(
        f"{partnership} is “{partnership.get_stage_display()}”. Solutions can start after the "
        "launch."
    )


# ── the life cycle's guards ───────────────────────────────────────────────────────────────────


def two_systems(solution: Solution, _: datetime) -> Ruling:
    """At least two public systems bring something, or it says why one is enough (P27)."""
    if not related_rows(solution, "answers", "need__raised_by"):
        return Ruling("It does not answer a need yet.")
    found, least = len(systems_of(solution)), SYSTEMS_OF_SOLUTION.value
    if found >= least or solution.one_system_because:
        return YES
    return Ruling(
        f"{found} of {least} kinds of partners contribute something. Invite another, or say "
        "why one is enough."
    )


def acceptance_tests(solution: Solution, _: datetime) -> Ruling:
    """Each need has its test, written by a company that raised or supports it (P10)."""
    for answer in related_rows(solution, "answers", "need__raised_by", "written_by"):
        if not answer.acceptance_test or answer.written_by not in raisers_of(answer.need):
            return Ruling(
                f"The companies that raised “{answer.need.text_heard.title}” have not said "
                "how they will know that it is answered."
            )
    return YES


def recused(solution: Solution, at: datetime) -> Ruling:
    """A convener's organization that would deliver it stood aside before any offer (I6, S2)."""
    asides = {
        row.organization_id: row for row in related_rows(solution, "recusals", "organization")
    }
    first = min((offer.at for offer in offers_of(solution)), default=at)
    for organization in _convening_deliverers(solution, at):
        aside = asides.get(organization.pk)
        if aside is None:
            return Ruling(f"{organization} convenes and would deliver it, so it has to step aside.")
        if aside.at > first:
            return Ruling(
                "Its criteria were set after the first offer. The offers have to be made again."
            )
    return YES


def employers_approve(solution: Solution, at: datetime) -> Ruling:
    """Most companies with a vote say yes; common ownership counts once (P6, I3)."""
    return most_say_yes(tally_approvals(solution, at=at))


def most_say_yes(said: ApprovalTally) -> Ruling:
    """Whether a count of companies is more than half."""
    if 2 * said.yes > said.companies:
        return YES
    return Ruling(
        f"{said.yes} of {said.companies} companies with a vote say yes. It needs more than half."
    )


def costs_met(solution: Solution, _: datetime) -> Ruling:
    """What was confirmed or received covers what it needs, or it says why it may start (P52)."""
    if solution.waived_because:
        return YES
    if solution.target_usd is None:
        return Ruling("Its cost is not known. Say what it costs, or why it may start without that.")
    secured = secured_usd(solution)
    if secured >= solution.target_usd:
        return YES
    short = solution.target_usd - secured
    return Ruling(
        f"${secured:,.2f} of ${solution.target_usd:,.2f} is confirmed. "
        f"${short:,.2f} is still missing."
    )


def raisers_accept(solution: Solution, _: datetime) -> Ruling:
    """Those who raised each need say that it is answered (P10)."""
    answers = related_rows(solution, "answers", "need__raised_by")
    waiting = next((answer for answer in answers if answer.accepted_at is None), None)
    if waiting is None and answers:
        return YES
    need = f"“{waiting.need.text_heard.title}”" if waiting else "its need"
    return Ruling(f"The company that raised {need} has not said that it is answered.")


FORWARD = {
    Solution.State.IDEA: "design",
    Solution.State.DESIGNING: "put_to_employers",
    Solution.State.REVIEW: "approve",
    Solution.State.APPROVED: "resource",
    Solution.State.RESOURCED: "deliver",
    Solution.State.DELIVERING: "measure",
    Solution.State.MEASURING: "complete",
}
"""The move that carries a solution on from each state."""


def waits_for(
    solution: Solution, at: datetime, *, companies: Sequence[Seat] | None = None
) -> tuple[str, Ruling]:
    """The next move of a solution, and the first reason why not yet; no move where it has ended.

    Takes    companies: those at the table, where a page of many solutions has read them already.
    """
    verb = FORWARD.get(Solution.State(solution.state), "")
    if verb == "approve":
        return verb, most_say_yes(tally_approvals(solution, at=at, companies=companies))
    asked = find_move(SOLUTION, verb).guards if verb else ()
    return verb, first_no(*(GUARDS[name](solution, at) for name in asked))


GUARDS: Mapping[str, Guard] = {
    "two_systems": two_systems,
    "acceptance_tests": acceptance_tests,
    "recused": recused,
    "employers_approve": employers_approve,
    "costs_met": costs_met,
    "raisers_accept": raisers_accept,
}


# ── who may run it (I6, S2) ───────────────────────────────────────────────────────────────────


def may_run(solution: Solution, person: User, at: datetime) -> Ruling:
    """Whether this person may carry the solution on: nobody runs what their own would deliver."""
    mine = organizations_of(person, at)
    recusals = related_rows(solution, "recusals", "organization")
    deputies = {row.deputy_id for row in recusals}
    stood_aside = [row.organization for row in recusals]
    delivering = [c.seat.organization for c in offers_of(solution)]
    for provider in (*stood_aside, *delivering):
        if provider.counts_as in {organization.counts_as for organization in mine}:
            return Ruling(f"{provider} would deliver it, so its people cannot run the selection.")
    if deputies and person.pk not in deputies:
        return Ruling("The convener stepped aside, so the deputy runs it.")
    return YES


def may_carry_on(sitting: Sitting, solution: Solution) -> Ruling:
    """`may_run`, of whoever is before a page that asks it for many acts: asked once."""
    person = sitting.person
    if person is None:
        return Ruling("Sign in first.")
    return sitting.ask_once(("runs", solution.pk), lambda: may_run(solution, person, sitting.at))


def may_settle(share: CostShare, person: User, at: datetime) -> Ruling:
    """Whether this person may say what a part of the costs is, and whether it can be counted on.

    Whoever convenes, and runs the solution; where a convener stood aside, the deputy, but for the
    deputy's own part, which stays with whoever convenes: nobody counts the own company's dollars.
    """
    solution = share.solution
    convenes = is_convener(person, solution.partnership, at=at)
    return settler_of(solution, person, at, convenes=convenes).may_settle(share)


def may_settle_share(sitting: Sitting, share: CostShare) -> Ruling:
    """`may_settle`, of whoever is before a page of many parts."""
    settler = settler_here(sitting, share.solution)
    return settler.may_settle(share) if settler else Ruling("Sign in first.")


def settler_here(sitting: Sitting, solution: Solution) -> "CostSettler | None":
    """The person before a solution's costs, asked once a page; None for who is not signed in."""
    person = sitting.person
    if person is None:
        return None
    convenes = bool(sitting.roles & CONVENERS)
    return sitting.ask_once(
        ("settler", solution.pk),
        lambda: settler_of(solution, person, sitting.at, convenes=convenes),
    )


@dataclass(frozen=True, slots=True)
class CostSettler:
    """A person before all the parts of a solution's costs: `may_settle` for many, asked once.

    deputy       whether the person stands in for a convener who stood aside
    convenes     whether the person convenes the partnership
    runs         whether the person may run the solution
    of_deputies  the seats that deputies act for
    """

    deputy: bool
    convenes: bool
    runs: Ruling
    of_deputies: frozenset[int]

    def may_settle(self, share: CostShare) -> Ruling:
        """Whether this part is the person's to settle."""
        of_deputy = share.seat_id in self.of_deputies
        if self.deputy and of_deputy:
            return Ruling("A deputy cannot settle their own company's share. The convener does.")
        if not self.deputy and not self.convenes:
            return Ruling(
                "The convener settles its costs, or the deputy if the convener stepped aside."
            )
        return YES if of_deputy else self.runs


def settler_of(solution: Solution, person: User, at: datetime, *, convenes: bool) -> CostSettler:
    """What decides which parts of a solution's costs a person settles.

    Takes    convenes: whether the person convenes the partnership, as a sitting knows it.
    """
    recusals = related_rows(solution, "recusals", "organization")
    return CostSettler(
        deputy=person.pk in {aside.deputy_id for aside in recusals},
        convenes=convenes,
        runs=may_run(solution, person, at),
        of_deputies=frozenset(seat for aside in recusals for seat in aside.deputy_acts_for),
    )


def may_deputize(person: User, organization: Organization, at: datetime) -> Ruling:
    """Whether someone may run a solution in place of the organization that stands aside."""
    if organization.counts_as in {o.counts_as for o in organizations_of(person, at)}:
        return Ruling(f"The deputy cannot belong to {organization}.")
    return YES


def need_stand_aside(organization: Organization, solution: Solution, at: datetime) -> Ruling:
    """Whether an organization has anything to stand aside from: it convenes here."""
    if _is_convening(organization, solution, at):
        return YES
    return Ruling(
        f"{organization} does not convene this partnership, so it does not have to step aside."
    )


def may_stand_aside(sitting: Sitting, solution: Solution) -> Ruling:
    """Whether this person may record that a convener's organization stands aside (I6, S2).

    Whoever convenes may, once, and before anybody has offered to deliver.
    """
    if not sitting.roles & CONVENERS:
        return Ruling("Only the convener can say that the convener's organization steps aside.")
    if not changeable(solution):
        return changeable(solution)
    if offers_of(solution):
        return Ruling(
            "There are already offers to deliver. They have to be withdrawn first. Then set "
            "the criteria, and the offers can be made again."
        )
    if related_rows(solution, "recusals", "organization"):
        return Ruling("It already has a deputy and criteria.")
    return YES


def may_offer_to_deliver(solution: Solution, seat: Seat, at: datetime) -> Ruling:
    """Whether a seat may offer to deliver: a convener's own only after standing aside (S2)."""
    organization = seat.organization
    if not _is_convening(organization, solution, at):
        return YES
    if Recusal.objects.filter(solution=solution, organization=organization).exists():
        return YES
    return Ruling(
        f"{organization} convenes this partnership. It has to step aside and the criteria "
        "have to be set before it can offer."
    )


def changeable(solution: Solution) -> Ruling:
    """Whether what it is made of may still change: not once it lies before the companies."""
    if solution.state in (Solution.State.IDEA, Solution.State.DESIGNING):
        return YES
    return Ruling(
        f"{solution} is “{solution.get_state_display()}”. What the companies were shown stays "
        "as it is. Send it back to change it."
    )


def may_change(sitting: Sitting, solution: Solution) -> Ruling:
    """Whether this person may change what a solution is made of, now."""
    return first_no(changeable(solution), may_carry_on(sitting, solution))


def judges_answer(answer: AnswerTo, seat: Seat) -> Ruling:
    """Whether this company may say that the need is answered (P10)."""
    if seat in judges_of(answer.need):
        return YES
    return Ruling("Only the company that raised the need can say whether it is answered.")


def holds_test(answer: AnswerTo, seat: Seat) -> Ruling:
    """Whether this company may write how one will know that the need is answered (P10)."""
    if seat in raisers_of(answer.need):
        return YES
    return Ruling(
        "Only the companies that raised or support the need can say how they will "
        "know it is answered."
    )


def organizations_of(person: User, at: datetime) -> list[Organization]:
    """Every organization a person belongs to, acts for or convenes for now."""
    found = Q(pk__in=Membership.objects.in_force(at).filter(person=person).values("organization"))
    found |= Q(
        pk__in=Delegate.objects.in_force(at).filter(person=person).values("seat__organization")
    )
    found |= Q(pk__in=Appointment.objects.in_force(at).filter(person=person).values("organization"))
    return list(Organization.objects.filter(found))


def _convening_deliverers(solution: Solution, at: datetime) -> list[Organization]:
    found = {offer.seat.organization for offer in offers_of(solution)}
    return [organization for organization in found if _is_convening(organization, solution, at)]


def _is_convening(organization: Organization, solution: Solution, at: datetime) -> bool:
    """Whether it, or one under the same ownership, convenes the partnership."""
    held = related_rows(solution.partnership, "appointments", "organization")
    now = [a for a in held if a.since <= at and (a.until is None or a.until > at)]
    return organization.counts_as in {appointment.organization.counts_as for appointment in now}
