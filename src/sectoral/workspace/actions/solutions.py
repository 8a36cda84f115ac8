"""Solutions: begun for needs that were heard, designed together, approved by companies (P27)."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from sectoral.workspace.actions.moves import advance, may_begin
from sectoral.workspace.actions.record import note
from sectoral.workspace.guards.seat import NO_SEAT, acts_for, has_own_seat
from sectoral.workspace.guards.solution import (
    at_work,
    changeable,
    holds_test,
    judges_answer,
    may_answer,
    may_carry_on,
    may_change,
    may_deputize,
    may_offer_to_deliver,
    may_stand_aside,
    need_stand_aside,
)
from sectoral.workspace.models import Answer as AnswerTo
from sectoral.workspace.models import (
    Approval,
    Contribution,
    Need,
    Organization,
    Partnership,
    Recusal,
    Seat,
    Solution,
    User,
)
from sectoral.workspace.models.organizations import System
from sectoral.workspace.queries.roles import Sitting, roles_of, sitting_of
from sectoral.workspace.rules import costs
from sectoral.workspace.rules.answers import YES, Refused, Ruling, first_no, one_yes, require
from sectoral.workspace.rules.lifecycles import NEED, SOLUTION, StageMove
from sectoral.workspace.rules.permissions import PartnershipRole, may
from sectoral.workspace.rules.wording.text import may_keep


@transaction.atomic
def propose(
    *,
    partnership: Partnership,
    needs: Sequence[Need],
    seat: Seat,
    title: str,
    for_whom: str,
    at: datetime,
    by: User,
) -> Solution:
    """Begin a solution for needs that companies raised and public partners heard (I1, P28).

    Raises   Refused for a need that is not validated, not released or still listened to.
    """
    sitting = sitting_of(by, partnership, at=at)
    require(first_no(sitting.may("propose_solution"), may_propose(sitting, partnership)))
    require(first_no(acts_for(sitting, seat), _heard_like_others(sitting, seat)))
    locked = Need.objects.select_for_update().select_related("raised_by").order_by("pk")
    heard = list(locked.filter(pk__in=[need.pk for need in needs]))
    require(
        YES if heard else Ruling("A solution has to answer at least one need. Choose it first.")
    )
    require(first_no(*(may_answer(need, partnership, at) for need in heard)))
    require(_check_texts(title=title, for_whom=for_whom))
    solution = Solution.objects.create(
        partnership=partnership,
        title=title.strip(),
        for_whom=for_whom.strip(),
        proposed_by=seat,
        created_at=at,
    )
    for need in heard:
        AnswerTo.objects.create(solution=solution, need=need, at=at)
    _note_solution(
        "propose_solution", f"{seat.organization} proposes “{solution}”", solution, at=at, by=by
    )
    return solution


def may_propose(sitting: Sitting, partnership: Partnership) -> Ruling:
    """Whether a person may begin a solution here for one of the own seats."""
    own = sitting.seats_that_may("propose_solution")
    return first_no(
        at_work(partnership),
        one_yes((_heard_like_others(sitting, seat) for seat in own), otherwise=NO_SEAT),
    )


def _heard_like_others(sitting: Sitting, seat: Seat) -> Ruling:
    """Whether this person knows no more of the needs than the other public partners do (I4)."""
    if seat.is_employer or PartnershipRole.CONVENER not in sitting.roles:
        return YES
    return Ruling(
        f"You convene {seat.partnership} and read needs before public partners do. Let "
        f"another delegate of {seat.organization} or another partner propose it."
    )


def _check_texts(**texts: str) -> Ruling:
    empty = [name for name, text in texts.items() if not text.strip()]
    if empty:
        return Ruling(f"Write {empty[0].replace('_', ' ')} first.")
    return first_no(*(may_keep(text) for text in texts.values()))


# ── what it is made of ────────────────────────────────────────────────────────────────────────


@transaction.atomic
def write_test(*, answer: AnswerTo, seat: Seat, text: str, at: datetime, by: User) -> AnswerTo:
    """Write how the companies will know that the need is answered (P10)."""
    solution = _lock_solution(answer.solution)
    sitting = sitting_of(by, solution.partnership, at=at)
    answer.solution = solution
    require(first_no(sitting.may("write_test"), may_write_test(sitting, answer)))
    require(first_no(acts_for(sitting, seat), holds_test(answer, seat), _check_texts(test=text)))
    answer.acceptance_test, answer.written_by = text.strip(), seat
    answer.save(update_fields=["acceptance_test", "written_by"])
    _note_solution(
        "write_test", f"a company wrote how it will judge “{solution}”", solution, at=at, by=by
    )
    return answer


def may_write_test(sitting: Sitting, answer: AnswerTo) -> Ruling:
    """Whether an own company may write how one will know that a need is answered (P10)."""
    own = sitting.seats_that_may("write_test")
    return first_no(
        changeable(answer.solution),
        one_yes((holds_test(answer, seat) for seat in own), otherwise=NO_SEAT),
    )


@transaction.atomic
def contribute(
    *,
    solution: Solution,
    seat: Seat,
    what: str,
    delivers: bool = False,
    at: datetime,
    by: User,
) -> Contribution:
    """Say what an organization brings; `delivers` offers to provide the solution itself (P44)."""
    locked = _lock_solution(solution)
    sitting = sitting_of(by, locked.partnership, at=at)
    require(first_no(sitting.may("contribute"), may_contribute(sitting, locked)))
    require(first_no(acts_for(sitting, seat), _check_texts(contribution=what)))
    if delivers:
        require(may_offer_to_deliver(locked, seat, at))
    brought = Contribution.objects.create(
        solution=locked, seat=seat, what=what.strip(), delivers=delivers, at=at
    )
    words = (
        f"{seat.organization} {'offers to deliver' if delivers else 'contributes to'} “{locked}”"
    )
    _note_solution("contribute", words, locked, at=at, by=by)
    return brought


def may_contribute(sitting: Sitting, solution: Solution) -> Ruling:
    """Whether a person may say for an own seat what it brings to a solution."""
    return first_no(changeable(solution), has_own_seat(sitting, "contribute"))


@transaction.atomic
def take_back(*, contribution: Contribution, at: datetime, by: User) -> Contribution:
    """Take a contribution back, while the solution may still change."""
    solution = _lock_solution(contribution.solution)
    contribution.refresh_from_db()
    sitting = sitting_of(by, solution.partnership, at=at)
    require(first_no(sitting.may("contribute"), may_take_back(sitting, contribution)))
    contribution.withdrawn_at = at
    contribution.save(update_fields=["withdrawn_at"])
    words = f"{contribution.seat.organization} withdraws a contribution to “{solution}”"
    _note_solution("take_back_contribution", words, solution, at=at, by=by)
    return contribution


def may_take_back(sitting: Sitting, contribution: Contribution) -> Ruling:
    """Whether a contribution is the person's to take back, and there is still time."""
    withdrawn = contribution.withdrawn_at is not None
    return first_no(
        acts_for(sitting, contribution.seat),
        changeable(contribution.solution),
        Ruling("It has already been withdrawn.") if withdrawn else YES,
    )


@transaction.atomic
def stand_aside(
    *,
    solution: Solution,
    organization: Organization,
    deputy: User,
    criteria: str,
    at: datetime,
    by: User,
) -> Recusal:
    """A convener's organization may want to deliver it: a deputy runs the choice (I6, S2).

    The criteria are fixed here, before anybody has offered to deliver; members can read them.
    """
    locked = _lock_solution(solution)
    partnership = locked.partnership
    sitting = sitting_of(by, partnership, at=at)
    require(first_no(sitting.may("run_solution"), may_stand_aside(sitting, locked)))
    require(need_stand_aside(organization, locked, at))
    require(_check_texts(criteria=criteria))
    require(may_deputize(deputy, organization, at))
    require(_may_run_for(deputy, partnership, at))
    aside = Recusal.objects.create(
        solution=locked, organization=organization, deputy=deputy, criteria=criteria.strip(), at=at
    )
    words = f"{organization} steps aside from “{locked}”; {deputy} runs it"
    _note_solution("stand_aside", words, locked, at=at, by=by, reason=criteria.strip())
    return aside


def _may_run_for(deputy: User, partnership: Partnership, at: datetime) -> Ruling:
    answer = may(roles_of(deputy, partnership, at=at), "run_solution")
    return YES if answer else Ruling(f"{deputy} cannot be deputy. {answer.reason}")


@transaction.atomic
def invite(*, solution: Solution, seat: Seat, at: datetime, by: User) -> Solution:
    """Ask a public partner to speak to the companies about this solution (I5)."""
    locked = _lock_solution(solution)
    sitting = sitting_of(by, locked.partnership, at=at)
    require(first_no(sitting.may("run_solution"), may_carry_on(sitting, locked)))
    if seat.partnership_id != locked.partnership_id or seat.is_company:
        raise Refused("Only a public partner with a seat here can be invited.")
    locked.invited.add(seat)
    _note_solution("invite", f"{seat.organization} is invited to “{locked}”", locked, at=at, by=by)
    return solution


@transaction.atomic
def explain_one_system(*, solution: Solution, because: str, at: datetime, by: User) -> Solution:
    """Record why one system alone may answer it (P27)."""
    locked = _lock_solution(solution)
    sitting = sitting_of(by, locked.partnership, at=at)
    require(first_no(sitting.may("run_solution"), may_change(sitting, locked)))
    require(_check_texts(reason=because))
    solution.one_system_because = because.strip()
    solution.save(update_fields=["one_system_because"])
    _note_solution(
        "explain_one_system",
        f"one kind of partner is enough for “{locked}”",
        locked,
        at=at,
        by=by,
        reason=because,
    )
    return solution


@transaction.atomic
def set_target(*, solution: Solution, target_usd: Decimal, at: datetime, by: User) -> Solution:
    """Say what it costs, in US dollars."""
    locked = _lock_solution(solution)
    sitting = sitting_of(by, locked.partnership, at=at)
    require(first_no(sitting.may("run_solution"), may_change(sitting, locked)))
    if not costs.to_cents(target_usd, "The target"):
        raise Refused(
            "The cost must be above zero. If it costs nothing, say why it may start without."
        )
    solution.target_usd = target_usd
    solution.save(update_fields=["target_usd"])
    _note_solution("set_target", f"the cost of “{locked}” is set", locked, at=at, by=by)
    return solution


@transaction.atomic
def waive_costs(*, solution: Solution, because: str, at: datetime, by: User) -> Solution:
    """Record why it may start with less than it needs."""
    locked = _lock_solution(solution)
    sitting = sitting_of(by, locked.partnership, at=at)
    require(first_no(sitting.may("run_solution"), may_waive_costs(sitting, locked)))
    require(_check_texts(reason=because))
    solution.waived_because = because.strip()
    solution.save(update_fields=["waived_because"])
    _note_solution(
        "waive_costs", f"“{locked}” may start with less", locked, at=at, by=by, reason=because
    )
    return solution


def may_waive_costs(sitting: Sitting, solution: Solution) -> Ruling:
    """Whether a person may say why a solution starts with less: before it is paid for."""
    if solution.state not in ("idea", "designing", "employer_review", "approved"):
        return Ruling(f"{solution} is already funded.")
    return may_carry_on(sitting, solution)


# ── through its life ──────────────────────────────────────────────────────────────────────────


@transaction.atomic
def design(*, solution: Solution, at: datetime, by: User) -> Solution:
    """Open it: from now on its needs are being worked on, and its partners may speak (I5)."""
    _move_solution(solution, "design", at=at, by=by)
    for need in _lock_needs(solution):
        if need.state != Need.State.IN_SOLUTION:
            advance(need, NEED, "take_up", by=by, at=at)
    return solution


@transaction.atomic
def put_to_employers(*, solution: Solution, at: datetime, by: User) -> Solution:
    """Lay it before the companies; each time anew, what they said before no longer counts."""
    _move_solution(solution, "put_to_employers", at=at, by=by)
    solution.review += 1
    solution.save(update_fields=["review"])
    return solution


@transaction.atomic
def say(*, solution: Solution, seat: Seat, yes: bool, at: datetime, by: User) -> Approval:
    """A company with a vote says yes or no; until it is approved it may say otherwise."""
    locked = _lock_solution(solution)
    sitting = sitting_of(by, locked.partnership, at=at)
    require(first_no(sitting.may("approve_solution"), may_say(sitting, locked)))
    require(first_no(acts_for(sitting, seat), _has_a_say(seat)))
    said, _ = Approval.objects.update_or_create(
        solution=locked,
        seat=seat,
        review=locked.review,
        defaults={"person": by, "yes": yes, "at": at},
    )
    words = f"a company says {'yes' if yes else 'no'} to “{locked}”"
    _note_solution("say", words, locked, at=at, by=by)
    return said


def may_say(sitting: Sitting, solution: Solution) -> Ruling:
    """Whether a person may say yes or no to a solution for an own company."""
    if solution.state != Solution.State.REVIEW:
        return Ruling(f"{solution} is not up for the companies' decision now.")
    own = sitting.seats_that_may("approve_solution")
    return one_yes((_has_a_say(seat) for seat in own), otherwise=NO_SEAT)


def _has_a_say(seat: Seat) -> Ruling:
    if seat.system != System.EMPLOYER or not seat.voting:
        return Ruling("Only companies with a vote can say yes or no. Public partners have no veto.")
    return YES


@transaction.atomic
def approve(*, solution: Solution, at: datetime, by: User) -> Solution:
    """Call it approved, once most companies with a vote have said yes."""
    _move_solution(solution, "approve", at=at, by=by)
    return solution


@transaction.atomic
def send_back(*, solution: Solution, reason: str, at: datetime, by: User) -> Solution:
    """Send it back to be changed."""
    _move_solution(solution, "send_back", at=at, by=by, reason=reason)
    return solution


@transaction.atomic
def resource(*, solution: Solution, at: datetime, by: User) -> Solution:
    """Call it paid for."""
    _move_solution(solution, "resource", at=at, by=by)
    return solution


@transaction.atomic
def deliver(*, solution: Solution, at: datetime, by: User) -> Solution:
    """Begin the work."""
    _move_solution(solution, "deliver", at=at, by=by)
    return solution


@transaction.atomic
def measure(*, solution: Solution, at: datetime, by: User) -> Solution:
    """Ask those who raised its needs whether it answered them."""
    _move_solution(solution, "measure", at=at, by=by)
    for need in _lock_needs(solution):
        if need.state == Need.State.IN_SOLUTION:
            advance(need, NEED, "answer", by=by, at=at)
    return solution


@transaction.atomic
def accept(*, answer: AnswerTo, seat: Seat, at: datetime, by: User) -> AnswerTo:
    """A company that raised the need says that it is answered (P10)."""
    solution = _lock_solution(answer.solution)
    answer.refresh_from_db()
    sitting = sitting_of(by, solution.partnership, at=at)
    require(first_no(sitting.may("accept_answer"), may_accept(sitting, answer)))
    require(first_no(acts_for(sitting, seat), judges_answer(answer, seat)))
    answer.accepted_at, answer.accepted_by = at, seat
    answer.save(update_fields=["accepted_at", "accepted_by"])
    _note_solution(
        "accept_answer", f"a company says that “{solution}” answers", solution, at=at, by=by
    )
    if answer.need.state == Need.State.ANSWERED:
        advance(answer.need, NEED, "confirm", by=by, at=at)
    return answer


@transaction.atomic
def not_yet(*, answer: AnswerTo, seat: Seat, reason: str, at: datetime, by: User) -> Solution:
    """A company that raised the need says that it is not answered, and why: the work goes on."""
    solution = _lock_solution(answer.solution)
    answer.refresh_from_db()
    sitting = sitting_of(by, solution.partnership, at=at)
    require(first_no(sitting.may("accept_answer"), may_say_not_yet(sitting, answer)))
    require(first_no(acts_for(sitting, seat), judges_answer(answer, seat)))
    require(_check_texts(reason=reason))
    advance(solution, SOLUTION, "take_back", by=by, at=at, reason=reason)
    for need in _lock_needs(solution):
        if need.state == Need.State.ANSWERED:
            advance(need, NEED, "reopen", by=by, at=at, reason=reason)
            advance(need, NEED, "take_up", by=by, at=at)
    return solution


def may_accept(sitting: Sitting, answer: AnswerTo) -> Ruling:
    """Whether an own company may say that a need is answered (P10)."""
    said = answer.accepted_at is not None
    already = Ruling("Somebody has already said that this need is answered.") if said else YES
    return first_no(_may_judge(sitting, answer), already)


def may_say_not_yet(sitting: Sitting, answer: AnswerTo) -> Ruling:
    """Whether an own company may say that a need is not answered yet."""
    said = answer.accepted_at is not None
    over = Ruling("Somebody has already said that this need is answered. Reopen the need instead.")
    return first_no(_may_judge(sitting, answer), over if said else YES)


def _may_judge(sitting: Sitting, answer: AnswerTo) -> Ruling:
    own, solution = sitting.seats_that_may("accept_answer"), answer.solution
    judges = one_yes((judges_answer(answer, seat) for seat in own), otherwise=NO_SEAT)
    if judges and solution.state != Solution.State.MEASURING:
        return Ruling(
            f"{solution} is “{solution.get_state_display()}”, so it is not being measured yet."
        )
    return judges


@transaction.atomic
def complete(*, solution: Solution, at: datetime, by: User) -> Solution:
    """Call it complete: those who raised its needs have said that it answered them."""
    _move_solution(solution, "complete", at=at, by=by)
    return solution


@transaction.atomic
def stop(*, solution: Solution, reason: str, at: datetime, by: User) -> Solution:
    """Stop it, with the reason; needs that nothing else answers wait for another solution."""
    _require_runner(solution, "stop", at=at, by=by)
    require(_check_texts(reason=reason))
    solution.stopped_because = reason.strip()
    solution.save(update_fields=["stopped_because"])
    _move_solution(solution, "stop", at=at, by=by, reason=reason)
    for need in _lock_needs(solution):
        waits = need.state in (Need.State.IN_SOLUTION, Need.State.ANSWERED)
        if waits and not _answered_elsewhere(need, solution):
            advance(need, NEED, "let_go", by=by, at=at, reason=reason)
    return solution


def _answered_elsewhere(need: Need, solution: Solution) -> bool:
    others = Solution.objects.filter(answers__need=need).exclude(pk=solution.pk)
    return others.exclude(state__in=("idea", "stopped")).exists()


def _move_solution(
    solution: Solution, verb: str, *, at: datetime, by: User, reason: str = ""
) -> StageMove:
    """One move, by someone who may run this very solution."""
    _require_runner(solution, verb, at=at, by=by)
    step = advance(solution, SOLUTION, verb, by=by, at=at, reason=reason)
    solution.refresh_from_db()
    return step


def _require_runner(solution: Solution, verb: str, *, at: datetime, by: User) -> None:
    """Hold the row.  Raises Refused where it stands elsewhere, or is not `by`'s to carry on."""
    locked = _lock_solution(solution)
    require(may_begin(locked, SOLUTION, verb))
    require(may_carry_on(sitting_of(by, locked.partnership, at=at), locked))


def _lock_needs(solution: Solution) -> list[Need]:
    rows = Need.objects.select_for_update().filter(answers__solution=solution)
    return list(rows.order_by("pk"))


def _lock_solution(solution: Solution) -> Solution:
    return Solution.objects.select_for_update().get(pk=solution.pk)


def _note_solution(
    verb: str, words: str, solution: Solution, *, at: datetime, by: User, reason: str = ""
) -> None:
    note(
        verb,
        words,
        of=solution,
        at=at,
        by=by,
        partnership=solution.partnership,
        reason=reason.strip(),
    )
