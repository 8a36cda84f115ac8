"""Solutions and what carries them: contributions, tests, approvals, promises, costs, teams."""

from datetime import datetime
from typing import Any

from django import forms

from sectoral.workspace.actions import commitments, costs, neutrality, solutions, teams
from sectoral.workspace.acts.act import Act, always
from sectoral.workspace.acts.fields import (
    Field,
    RowField,
    amount,
    choice,
    day,
    line,
    money,
    row,
    rows,
    text,
    tick,
)
from sectoral.workspace.acts.offered import (
    companies_here,
    delegates_here,
    mine,
    organization_of,
    partners_here,
    seats_here,
    table_of,
    title_of,
)
from sectoral.workspace.acts.payers import draw_plan, payers
from sectoral.workspace.costs import Formula
from sectoral.workspace.guards.neutrality import speaks_about
from sectoral.workspace.guards.solution import at_work, ripe_needs
from sectoral.workspace.lifecycles import COMMITMENT, COST_SHARE, SOLUTION, Move
from sectoral.workspace.models import (
    CostShare,
    Need,
    Organization,
    PitchReport,
    Post,
    Seat,
    Solution,
    User,
)
from sectoral.workspace.models.solutions import OPEN
from sectoral.workspace.permissions import Role
from sectoral.workspace.reads.commitments import DAY_ENDS
from sectoral.workspace.reads.solutions import judges, near, raisers
from sectoral.workspace.roles import Sitting, role_of_seat

_REASON = text("reason", "Why", rows=2)
_CHANGEABLE = ("idea", "designing")


def _state(*states: str) -> Any:
    return lambda _, thing: thing.state in states


def _move(verb: str, run: Any, words: str, done: str, *fields: Any, **more: Any) -> Act:
    """An act that is one move of a solution's life.

    Takes    rule: the permission it goes by, where the move knows several; key: its name, where
             the move has two acts; also: when it is offered, beside the state.
    """
    step: Move = next(m for m in SOLUTION if m.verb == verb)
    also = more.pop("also", always)
    return Act(
        f"solution.{more.pop('key', verb)}",
        run,
        "solution",
        more.pop("rule", step.who[0]),
        words,
        fields,
        done=done,
        life=SOLUTION,
        verb=verb,
        offered=lambda sitting, it: it.state in step.before and also(sitting, it),
        **more,
    )


def _of_raiser(sitting: Sitting, answer: Any) -> bool:
    return any(seat in raisers(answer.need) for seat in sitting.seats)


def _judges(sitting: Sitting, answer: Any) -> bool:
    """Whether the person's company may say now that the need is answered, or not yet."""
    asked = answer.solution.state == "measuring" and answer.accepted_at is None
    return asked and any(seat in judges(answer.need) for seat in sitting.seats)


def _has_a_say(sitting: Sitting, solution: Any) -> bool:
    votes = any(seat.is_employer and seat.voting for seat in sitting.seats)
    return votes and solution.state == "employer_review"


def _raising_seats(sitting: Sitting, answer: Any) -> list[Seat]:
    return [seat for seat in sitting.seats if seat in raisers(answer.need)]


def _judging_seats(sitting: Sitting, answer: Any) -> list[Seat]:
    return [seat for seat in sitting.seats if seat in judges(answer.need)]


def _voting_seats(sitting: Sitting, _: Any) -> list[Seat]:
    return [seat for seat in sitting.seats if seat.is_employer and seat.voting]


def _own(sitting: Sitting, it: Any) -> bool:
    return it.seat in sitting.seats


def _own_or(rule: str) -> Any:
    return lambda sitting, it: _own(sitting, it) or bool(sitting.may(rule))


def _only_runs(sitting: Sitting, _: Any) -> bool:
    """Whether one carries the solution without being of a company that approves it."""
    return not sitting.may("approve_solution")


def _convening(_: Sitting, solution: Any) -> list[Organization]:
    held = table_of(solution).appointments.filter(until=None)
    return list(Organization.objects.filter(appointments__in=held).distinct())


def _open_solutions(_: Sitting, thing: Any) -> list[Solution]:
    return list(table_of(thing).solutions.filter(state__in=OPEN))


def _running_solutions(_: Sitting, thing: Any) -> list[Solution]:
    """Those that have not ended: an action team may prepare an idea too."""
    ended = (Solution.State.COMPLETED, Solution.State.STOPPED)
    return list(table_of(thing).solutions.exclude(state__in=ended))


def _not_in_team(sitting: Sitting, team: Any) -> list[Seat]:
    there = {seat.pk for seat in near(team, "members")} | {team.led_by_id}
    return [seat for seat in seats_here(sitting, team) if seat.pk not in there]


def _not_invited(sitting: Sitting, solution: Any) -> list[Seat]:
    asked = {seat.pk for seat in near(solution, "invited")}
    return [seat for seat in partners_here(sitting, solution) if seat.pk not in asked]


def _ripe(sitting: Sitting, thing: Any) -> list[Need]:
    return ripe_needs(table_of(thing), at=sitting.at)


def _about() -> Field:
    """About which open solution: a public partner names one it has a part in (I5)."""

    def make(sitting: Sitting, thing: Any) -> forms.Field:
        company = any(role_of_seat(seat) is Role.EMPLOYER for seat in sitting.seats)
        offered = _open_solutions(sitting, thing)
        if not company:
            offered = speaks_about(sitting.seats, offered)
        label = "About which solution"
        return RowField(offered, str, label=label, required=not company)

    return Field("solution", make, int, required=False)


def _others(sitting: Sitting, thing: Any) -> list[Seat]:
    own = {seat.pk for seat in sitting.seats}
    return [seat for seat in partners_here(sitting, thing) if seat.pk not in own]


def _waits_for_another(sitting: Sitting, post: Any) -> bool:
    """Whether a post waits, and somebody else's judgment is not asked of its own writer."""
    return post.shown_at is None and post.refused_at is None and not _own(sitting, post)


def _may_handle(sitting: Sitting, report: Any) -> bool:
    """Whether a report waits, and is neither by the person nor about its own seat."""
    mine_ = sitting.person is not None and report.reported_by_id == sitting.person.pk
    return report.handled_at is None and not mine_ and report.about not in sitting.seats


def report_post(*, post: Post, at: datetime, by: User) -> PitchReport:
    """`neutrality.report_pitch` about whoever wrote a post, with one click."""
    where = f"the message of {post.at:%d %B %Y}"
    return neutrality.report_pitch(about=post.seat, where=where, at=at, by=by)


SOLUTIONS = (
    Act(
        "partnership.propose_solution",
        solutions.propose,
        "partnership",
        "propose_solution",
        "Propose a solution",
        (
            rows(
                "needs",
                "Which needs it answers",
                _ripe,
                say=title_of,
            ),
            line("title", "The solution in a few words"),
            line("for_whom", "For whom it is", most=240),
            mine("propose_solution"),
        ),
        intro="A solution answers needs that companies raised and every public partner heard, "
        "after the listening window is over.",
        done="It is an idea now. Two systems bring something, then it opens.",
        offered=lambda _, it: bool(at_work(it)),
    ),
    Act(
        "answer.write_test",
        solutions.write_test,
        "answer",
        "write_test",
        "Write how we will know it worked",
        (
            row("seat", "For which company", _raising_seats, say=organization_of),
            text(
                "text",
                "The need is answered when …",
                rows=3,
                start=lambda _, it: it.acceptance_test,
            ),
        ),
        intro="Written by the companies that raised or support the need, before the solution "
        "is laid before all companies. In the end it says whether the need is answered.",
        done="The test is written.",
        offered=lambda sitting, it: it.solution.state in _CHANGEABLE and _of_raiser(sitting, it),
    ),
    Act(
        "solution.contribute",
        solutions.contribute,
        "solution",
        "contribute",
        "Say what we bring",
        (
            mine("contribute"),
            line("what", "What your organization brings", most=240),
            tick("delivers", "We offer to deliver the solution itself"),
        ),
        done="It is on the list of what each brings.",
        offered=lambda sitting, it: it.state in _CHANGEABLE and bool(sitting.seats),
    ),
    Act(
        "contribution.take_back",
        solutions.take_back,
        "contribution",
        "contribute",
        "Take it back",
        done="Taken back.",
        offered=lambda sitting, it: (
            it.withdrawn_at is None
            and it.seat in sitting.seats
            and it.solution.state in _CHANGEABLE
        ),
        small=True,
    ),
    Act(
        "solution.stand_aside",
        solutions.stand_aside,
        "solution",
        "run_solution",
        "Stand aside: our own organization may deliver it",
        (
            row("organization", "Organization that stands aside", _convening),
            row("deputy", "Who runs the choice instead", delegates_here),
            text("criteria", "By what the choice will be made", help="Fixed before any offer."),
        ),
        intro="The convener's own organization may only deliver what somebody else chose, by "
        "criteria that were fixed before offers came.",
        done="Recorded. The deputy runs this solution.",
        offered=_state(*_CHANGEABLE),
        small=True,
    ),
    Act(
        "solution.invite",
        solutions.invite,
        "solution",
        "run_solution",
        "Ask a partner to speak to the companies",
        (row("seat", "Which partner", _not_invited, say=organization_of),),
        intro="Public partners write to companies only about an open solution that they have a "
        "part in. Whoever brings something to it has one already.",
        done="The partner may write to the companies about this solution.",
        offered=lambda _, it: it.state in OPEN,
        small=True,
    ),
    Act(
        "solution.explain_one_system",
        solutions.explain_one_system,
        "solution",
        "run_solution",
        "Say why one system is enough",
        (text("because", "Why", rows=2),),
        done="Recorded.",
        offered=_state("idea"),
        small=True,
    ),
    Act(
        "solution.set_target",
        solutions.set_target,
        "solution",
        "run_solution",
        "Say what it costs",
        (money("target_usd", "US dollars in all"),),
        done="Recorded.",
        offered=_state(*_CHANGEABLE),
    ),
    Act(
        "solution.waive_costs",
        solutions.waive_costs,
        "solution",
        "run_solution",
        "Say why it may start with less",
        (text("because", "Why", rows=2),),
        done="Recorded.",
        offered=_state("designing", "employer_review", "approved"),
        small=True,
    ),
    _move("design", solutions.design, "Open it", "Open: partners may speak to companies about it."),
    _move(
        "put_to_employers",
        solutions.put_to_employers,
        "Lay it before the companies",
        "The companies say yes or no now.",
    ),
    Act(
        "solution.say_yes",
        solutions.say,
        "solution",
        "approve_solution",
        "Our company says yes",
        (row("seat", "For which company", _voting_seats, say=organization_of),),
        done="Your company's yes is counted.",
        offered=_has_a_say,
        given=lambda _, __: {"yes": True},
    ),
    Act(
        "solution.say_no",
        solutions.say,
        "solution",
        "approve_solution",
        "Our company says no",
        (row("seat", "For which company", _voting_seats, say=organization_of),),
        done="Your company's no is counted.",
        offered=_has_a_say,
        given=lambda _, __: {"yes": False},
        small=True,
    ),
    _move(
        "approve",
        solutions.approve,
        "Record that the companies approve",
        "Approved by the companies.",
        rule="approve_solution",
    ),
    _move(
        "approve",
        solutions.approve,
        "Record that the companies approve",
        "Approved by the companies.",
        rule="run_solution",
        key="record_approval",
        also=_only_runs,
    ),
    _move(
        "send_back",
        solutions.send_back,
        "Send it back to be changed",
        "Back at the drawing board.",
        _REASON,
        rule="approve_solution",
        small=True,
    ),
    _move(
        "send_back",
        solutions.send_back,
        "Send it back to be changed",
        "Back at the drawing board.",
        _REASON,
        rule="run_solution",
        key="call_back",
        also=_only_runs,
        small=True,
    ),
    _move("resource", solutions.resource, "Record that it is paid for", "Paid for."),
    _move("deliver", solutions.deliver, "Begin the work", "The work has begun."),
    _move(
        "measure",
        solutions.measure,
        "Ask the companies whether it worked",
        "Those who raised its needs are asked.",
    ),
    Act(
        "answer.accept",
        solutions.accept,
        "answer",
        "accept_answer",
        "Yes, it answers our need",
        (row("seat", "For which company", _judging_seats, say=organization_of),),
        done="Recorded: your need is answered.",
        offered=_judges,
    ),
    Act(
        "answer.not_yet",
        solutions.not_yet,
        "answer",
        "accept_answer",
        "Not yet",
        (
            row("seat", "For which company", _judging_seats, say=organization_of),
            text("reason", "What is missing", rows=2),
        ),
        done="The work goes on.",
        offered=_judges,
        small=True,
    ),
    _move(
        "complete",
        solutions.complete,
        "Call it complete",
        "Complete: the companies say it answered them.",
    ),
    _move("stop", solutions.stop, "Stop it", "Stopped.", _REASON, small=True),
    # ── promises ──────────────────────────────────────────────────────────────────────────────
    Act(
        "partnership.commit",
        commitments.offer,
        "partnership",
        "commit",
        "Make a promise",
        (
            mine("commit"),
            line("what", "What you will do", most=240),
            amount("amount", "How many or how much", required=False),
            line(
                "unit", "Of what", most=40, required=False, help="Places, hours, machines, dollars."
            ),
            day("due", "By when"),
            row("solution", "For which solution", _open_solutions, required=False),
        ),
        intro="Who, what, how much, by when. Everybody at the table can read it.",
        done="Your promise waits for the table to take it.",
        offered=lambda sitting, it: it.is_live and bool(sitting.seats),
    ),
    Act(
        "commitment.accept",
        commitments.accept,
        "commitment",
        "settle",
        "Take the promise",
        done="Taken.",
        life=COMMITMENT,
        verb="accept",
        offered=_state("offered"),
    ),
    Act(
        "commitment.keep",
        commitments.keep,
        "commitment",
        "settle",
        "It was kept",
        done="Kept.",
        life=COMMITMENT,
        verb="keep",
        offered=_state("accepted", "due", "late"),
    ),
    Act(
        "commitment.run_late",
        commitments.run_late,
        "commitment",
        "settle",
        "It is late",
        done="Marked late.",
        life=COMMITMENT,
        verb="run_late",
        offered=lambda sitting, it: (
            it.state in ("accepted", "due") and it.due < (sitting.at - DAY_ENDS).date()
        ),
        small=True,
    ),
    Act(
        "commitment.renegotiate",
        commitments.renegotiate,
        "commitment",
        "commit",
        "Promise something else instead",
        (
            line("what", "What you will do", most=240, start=lambda _, it: it.what),
            amount("amount", "How many or how much", required=False),
            line("unit", "Of what", most=40, required=False, start=lambda _, it: it.unit),
            day("due", "By when"),
            _REASON,
        ),
        intro="The old promise stays on record with your reason; the new one takes its place.",
        done="The new promise waits for the table to take it.",
        offered=lambda sitting, it: it.state in ("accepted", "due", "late") and _own(sitting, it),
        small=True,
    ),
    Act(
        "commitment.withdraw",
        commitments.withdraw,
        "commitment",
        "commit",
        "Take the promise back",
        (_REASON,),
        done="Taken back, with its reason.",
        offered=lambda sitting, it: (
            it.state in ("offered", "accepted", "due", "late") and _own_or("settle")(sitting, it)
        ),
        small=True,
    ),
    # ── costs ─────────────────────────────────────────────────────────────────────────────────
    Act(
        "solution.draw_plan",
        draw_plan,
        "solution",
        "run_solution",
        "Draw up how to share the cost",
        (
            choice(
                "formula",
                "By what",
                [
                    (Formula.EQUAL, "everyone the same"),
                    (Formula.HEADCOUNT, "by people at work"),
                    (Formula.USE, "by use"),
                ],
            ),
            payers(),
        ),
        intro="Tick who could share the cost. By people at work, write how many each has; by use, "
        "how much of it each uses, in one unit for all. A plan binds nobody.",
        done="Drawn up. Nobody owes a share until it pledges one.",
        offered=lambda _, it: (
            it.target_usd is not None and it.state not in ("completed", "stopped")
        ),
    ),
    Act(
        "solution.pledge",
        costs.pledge,
        "solution",
        "share_costs",
        "Pledge a part of the cost",
        (
            mine("share_costs"),
            choice("kind", "In cash or in kind", CostShare.Kind.choices),
            money("amount_usd", "US dollars, or what it is worth"),
            money(
                "alone_usd",
                "What it would have cost you alone",
                required=False,
                help="Shown only in sum: it tells what sharing saves.",
            ),
        ),
        done="Pledged.",
        offered=lambda sitting, it: (
            it.state in ("designing", "employer_review", "approved", "resourced", "delivering")
            and bool(sitting.seats)
        ),
    ),
    Act(
        "share.confirm",
        costs.confirm,
        "share",
        "settle_costs",
        "Count on it",
        done="Confirmed.",
        life=COST_SHARE,
        verb="confirm",
        offered=_state("pledged"),
        small=True,
    ),
    Act(
        "share.receive",
        costs.receive,
        "share",
        "settle_costs",
        "It arrived",
        (money("received_usd", "US dollars that arrived, or what it was worth"),),
        done="Received.",
        life=COST_SHARE,
        verb="receive",
        offered=_state("confirmed"),
        small=True,
    ),
    Act(
        "share.value",
        costs.value,
        "share",
        "settle_costs",
        "Say what shows its worth",
        (text("evidence", "Invoice, time sheet, appraisal", rows=2),),
        done="Valued with its evidence.",
        offered=_state("received"),
        small=True,
    ),
    Act(
        "share.release",
        costs.release,
        "share",
        "share_costs",
        "Let the pledge go",
        (_REASON,),
        done="Released from the pledge.",
        offered=lambda sitting, it: it.state in ("pledged", "confirmed") and _own(sitting, it),
        small=True,
    ),
    Act(
        "share.let_off",
        costs.release,
        "share",
        "settle_costs",
        "Release it from the pledge",
        (_REASON,),
        done="Released from the pledge.",
        offered=lambda sitting, it: it.state in ("pledged", "confirmed") and not _own(sitting, it),
        small=True,
    ),
    # ── teams ─────────────────────────────────────────────────────────────────────────────────
    Act(
        "partnership.form_team",
        teams.form,
        "partnership",
        "run_solution",
        "Form an action team",
        (
            line("name", "Name"),
            row("led_by", "The company that leads it", companies_here, say=organization_of),
            rows("members", "Who belongs", seats_here, required=False, say=organization_of),
            row("solution", "For which solution", _running_solutions, required=False),
        ),
        intro="A company leads an action team; others belong to it.",
        done="The team is formed.",
        offered=lambda _, it: it.is_live,
    ),
    Act(
        "team.hand_over",
        teams.hand_over,
        "team",
        "run_solution",
        "Hand the lead over",
        (row("led_by", "The company that leads it", companies_here, say=organization_of),),
        done="Handed over.",
        offered=lambda _, it: it.until is None,
        small=True,
    ),
    Act(
        "team.join",
        teams.join,
        "team",
        "run_solution",
        "Add somebody to the team",
        (row("seat", "Which organization", _not_in_team, say=organization_of),),
        done="It belongs to the team.",
        offered=lambda _, it: it.until is None,
        small=True,
    ),
    Act(
        "team.end",
        teams.end,
        "team",
        "run_solution",
        "End the team",
        (_REASON,),
        done="Ended.",
        offered=lambda _, it: it.until is None,
        small=True,
    ),
    # ── nobody sells wares ────────────────────────────────────────────────────────────────────
    Act(
        "partnership.write",
        neutrality.write,
        "partnership",
        "message_employers",
        "Write to the companies",
        (
            mine("message_employers"),
            _about(),
            text(
                "text",
                "What you write",
                help="A link, a file, a price or words that sell make it wait for the convener.",
            ),
        ),
        intro="Public partners write about an open solution only. What looks like an offer waits "
        "for the convener.",
        done="Written. If it looks like an offer, the convener reads it first.",
    ),
    Act(
        "post.show",
        neutrality.show,
        "post",
        "handle_pitch",
        "Show it to the companies",
        done="Shown.",
        offered=_waits_for_another,
    ),
    Act(
        "post.refuse",
        neutrality.refuse,
        "post",
        "handle_pitch",
        "Do not show it",
        (_REASON,),
        done="Not shown.",
        offered=_waits_for_another,
        small=True,
    ),
    Act(
        "seat.report_pitch",
        neutrality.report_pitch,
        "about",
        "report_pitch",
        "This is a pitch",
        (line("where", "Where it was", most=200),),
        intro="Who reports stays with the convener and the state.",
        done="Reported. The convener and the state look at it.",
        offered=lambda sitting, it: (
            role_of_seat(it) is not Role.EMPLOYER
            and it not in sitting.seats
            and bool(sitting.seats)
        ),
        small=True,
    ),
    Act(
        "partnership.report_pitch",
        neutrality.report_pitch,
        "",
        "report_pitch",
        "Report a pitch",
        (
            row("about", "Who sold", _others, say=organization_of),
            line("where", "Where it was", most=200, help="At which meeting, in which letter."),
        ),
        intro="Who reports stays with the convener and the state.",
        done="Reported. The convener and the state look at it.",
        small=True,
    ),
    Act(
        "post.report_pitch",
        report_post,
        "post",
        "report_pitch",
        "This is a pitch",
        done="Reported. The convener and the state look at it; who reports stays with them.",
        offered=lambda sitting, it: (
            role_of_seat(it.seat) is not Role.EMPLOYER and it.seat not in sitting.seats
        ),
        small=True,
    ),
    Act(
        "pitch.uphold",
        neutrality.handle,
        "report",
        "handle_pitch",
        "It was a pitch",
        (text("outcome", "What follows from it", rows=2),),
        done="Recorded.",
        offered=_may_handle,
        given=lambda _, __: {"upheld": True},
    ),
    Act(
        "pitch.dismiss",
        neutrality.handle,
        "report",
        "handle_pitch",
        "It was none",
        (text("outcome", "Why not", rows=2),),
        done="Recorded.",
        offered=_may_handle,
        given=lambda _, __: {"upheld": False},
        small=True,
    ),
)
