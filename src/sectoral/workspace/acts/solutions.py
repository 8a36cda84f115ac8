"""Solutions: proposed, tested, contributed to, approved, delivered, judged by who raised."""

from typing import Any

from sectoral.workspace.actions import solutions
from sectoral.workspace.acts.act import Act, always, in_state
from sectoral.workspace.acts.fields.basic import (
    WHY_HERE,
    EmptyChoice,
    TextSort,
    line_field,
    money_field,
    row_field,
    rows_field,
    text_field,
    tick_field,
)
from sectoral.workspace.acts.fields.row_choices import (
    NO_DELEGATE,
    delegates_here,
    organization_of,
    own_seat_field,
    partners_here,
    partnership_of_thing,
    title_heard,
)
from sectoral.workspace.guards.solution import may_carry_on, may_change, may_stand_aside, ripe_needs
from sectoral.workspace.models import Need, Organization, Seat
from sectoral.workspace.models.solutions import OPEN
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.queries.solutions import judges_of, raisers_of, related_rows
from sectoral.workspace.rules.lifecycles import SOLUTION, StageMove
from sectoral.workspace.rules.wording.readers import ONCE_DONE, TABLE_AND_STATE


def _move_act(verb: str, run: Any, words: str, done: str, *fields: Any, **more: Any) -> Act:
    """An act that is one move of a solution's life.

    Takes    permission: the one it goes by, where the move knows several; key: its name, where
             the move has two acts; also: when it is offered, beside the state.
    """
    step: StageMove = next(m for m in SOLUTION if m.verb == verb)
    also = more.pop("also", always)
    return Act(
        key=f"solution.{more.pop('key', verb)}",
        run=run,
        takes="solution",
        permission=more.pop("permission", step.permissions[0]),
        words=words,
        fields=fields,
        done=done,
        life=SOLUTION,
        verb=verb,
        may=may_carry_on,
        shown_when=also,
        **more,
    )


def _raising_seats(sitting: Sitting, answer: Any) -> list[Seat]:
    return [seat for seat in sitting.seats if seat in raisers_of(answer.need)]


def _judging_seats(sitting: Sitting, answer: Any) -> list[Seat]:
    return [seat for seat in sitting.seats if seat in judges_of(answer.need)]


def _voting_seats(sitting: Sitting, _: Any) -> list[Seat]:
    return [seat for seat in sitting.seats if seat.is_employer and seat.voting]


def _only_runs(sitting: Sitting, _: Any) -> bool:
    """Whether one carries the solution without being of a company that approves it."""
    return not sitting.may("approve_solution")


def _convening_organizations(_: Sitting, solution: Any) -> list[Organization]:
    held = partnership_of_thing(solution).appointments.filter(until=None)
    return list(Organization.objects.filter(appointments__in=held).distinct())


def _not_invited(sitting: Sitting, solution: Any) -> list[Seat]:
    asked = {seat.pk for seat in related_rows(solution, "invited")}
    return [seat for seat in partners_here(sitting, solution) if seat.pk not in asked]


def _ripe_needs_here(sitting: Sitting, thing: Any) -> list[Need]:
    return ripe_needs(partnership_of_thing(thing), at=sitting.at)


SOLUTIONS = (
    Act(
        key="partnership.propose_solution",
        run=solutions.propose,
        takes="partnership",
        permission="propose_solution",
        words="Propose a solution",
        fields=(
            rows_field(
                "needs",
                "Which needs it answers",
                _ripe_needs_here,
                say=title_heard,
                lack=EmptyChoice(
                    "No need is ready for a solution yet. Companies have to support it, and "
                    "the listening period has to be over.",
                    page="listening",
                    link="Listening",
                ),
            ),
            line_field("title", "The solution in a few words", readers=ONCE_DONE),
            line_field("for_whom", "Who it is for", readers=ONCE_DONE, most=240),
            own_seat_field("propose_solution"),
        ),
        intro="A solution answers needs that companies raised and every public partner "
        "heard. It can start after the listening period.",
        done="Saved as an idea. It can open once two kinds of partners contribute.",
        may=solutions.may_propose,
    ),
    Act(
        key="answer.write_test",
        run=solutions.write_test,
        takes="answer",
        permission="write_test",
        words="Say how we will know it worked",
        fields=(
            row_field("seat", "For which company", _raising_seats, say=organization_of),
            text_field(
                "text",
                "The need is answered when …",
                readers=TABLE_AND_STATE,
                rows=3,
                start=lambda _, it: it.acceptance_test,
            ),
        ),
        intro="The companies that raised or support the need write this before all companies "
        "vote on the solution. At the end it decides whether the need is answered.",
        done="Saved.",
        may=solutions.may_write_test,
    ),
    Act(
        key="solution.contribute",
        run=solutions.contribute,
        takes="solution",
        permission="contribute",
        words="Offer a contribution",
        fields=(
            own_seat_field("contribute"),
            line_field(
                "what",
                "What your organization contributes",
                readers=TABLE_AND_STATE,
                sort=TextSort.BROUGHT,
                most=240,
            ),
            tick_field("delivers", "We offer to deliver the solution itself"),
        ),
        done="Your contribution is listed.",
        may=solutions.may_contribute,
    ),
    Act(
        key="contribution.take_back",
        run=solutions.take_back,
        takes="contribution",
        permission="contribute",
        words="Withdraw it",
        done="Withdrawn.",
        may=solutions.may_take_back,
        small=True,
    ),
    Act(
        key="solution.stand_aside",
        run=solutions.stand_aside,
        takes="solution",
        permission="run_solution",
        words="Step aside: our own organization may deliver it",
        fields=(
            row_field(
                "organization",
                "Organization that steps aside",
                _convening_organizations,
                lack=EmptyChoice(
                    "Nobody convenes this table now. The state has to appoint a convener first."
                ),
            ),
            row_field("deputy", "Who runs the selection instead", delegates_here, lack=NO_DELEGATE),
            text_field(
                "criteria",
                "Criteria for the selection",
                readers=TABLE_AND_STATE,
                help="They are set before any offer is made.",
            ),
        ),
        intro="The convener's own organization may only deliver a solution if somebody else "
        "selects it, by criteria set before any offer.",
        done="Recorded. The deputy runs this solution now.",
        may=may_stand_aside,
        small=True,
    ),
    Act(
        key="solution.invite",
        run=solutions.invite,
        takes="solution",
        permission="run_solution",
        words="Let a partner write to the companies",
        fields=(
            row_field(
                "seat",
                "Which partner",
                _not_invited,
                say=organization_of,
                lack=EmptyChoice("Every public partner at this table already takes part in it."),
            ),
        ),
        intro="Public partners can only write to companies about an open solution that they "
        "take part in. Everyone who contributes to it already does.",
        done="The partner can write to the companies about this solution now.",
        may=may_carry_on,
        # A partner may be asked before; it writes to companies once the solution is open.
        shown_when=in_state(*OPEN),
        small=True,
    ),
    Act(
        key="solution.explain_one_system",
        run=solutions.explain_one_system,
        takes="solution",
        permission="run_solution",
        words="Say why one kind of partner is enough",
        fields=(text_field("because", "Why", readers=TABLE_AND_STATE, rows=2),),
        done="Recorded.",
        may=may_change,
        # Once it is open, its two systems are there or the reason is.
        shown_when=in_state("idea"),
        small=True,
    ),
    Act(
        key="solution.set_target",
        run=solutions.set_target,
        takes="solution",
        permission="run_solution",
        words="Say what it costs",
        fields=(money_field("target_usd", "US dollars in all"),),
        done="Recorded.",
        may=may_change,
    ),
    Act(
        key="solution.waive_costs",
        run=solutions.waive_costs,
        takes="solution",
        permission="run_solution",
        words="Say why it may start with less",
        fields=(text_field("because", "Why", readers=TABLE_AND_STATE, rows=2),),
        done="Recorded.",
        may=solutions.may_waive_costs,
        # Of an idea nobody has said yet what it costs.
        shown_when=lambda _, it: it.state != "idea",
        small=True,
    ),
    _move_act(
        "design", solutions.design, "Open it", "Open. Partners can now write to companies about it."
    ),
    _move_act(
        "put_to_employers",
        solutions.put_to_employers,
        "Ask the companies to approve it",
        "The companies can say yes or no now.",
    ),
    Act(
        key="solution.say_yes",
        run=solutions.say,
        takes="solution",
        permission="approve_solution",
        words="Our company says yes",
        fields=(row_field("seat", "For which company", _voting_seats, say=organization_of),),
        done="Your company's yes is counted.",
        may=solutions.may_say,
        given=lambda _, __: {"yes": True},
    ),
    Act(
        key="solution.say_no",
        run=solutions.say,
        takes="solution",
        permission="approve_solution",
        words="Our company says no",
        fields=(row_field("seat", "For which company", _voting_seats, say=organization_of),),
        done="Your company's no is counted.",
        may=solutions.may_say,
        given=lambda _, __: {"yes": False},
        small=True,
    ),
    _move_act(
        "approve",
        solutions.approve,
        "Record the companies' approval",
        "Approved by the companies.",
        permission="approve_solution",
    ),
    _move_act(
        "approve",
        solutions.approve,
        "Record the companies' approval",
        "Approved by the companies.",
        permission="run_solution",
        key="record_approval",
        also=_only_runs,
    ),
    _move_act(
        "send_back",
        solutions.send_back,
        "Send it back for changes",
        "Sent back for changes.",
        WHY_HERE,
        permission="approve_solution",
        small=True,
    ),
    _move_act(
        "send_back",
        solutions.send_back,
        "Send it back for changes",
        "Sent back for changes.",
        WHY_HERE,
        permission="run_solution",
        key="call_back",
        also=_only_runs,
        small=True,
    ),
    _move_act("resource", solutions.resource, "Record that it is funded", "Recorded as funded."),
    _move_act("deliver", solutions.deliver, "Start the work", "The work has started."),
    _move_act(
        "measure",
        solutions.measure,
        "Ask the companies whether it worked",
        "The companies that raised the needs are being asked.",
    ),
    Act(
        key="answer.accept",
        run=solutions.accept,
        takes="answer",
        permission="accept_answer",
        words="Yes, it answers our need",
        fields=(row_field("seat", "For which company", _judging_seats, say=organization_of),),
        done="Recorded: your need is answered.",
        may=solutions.may_accept,
    ),
    Act(
        key="answer.not_yet",
        run=solutions.not_yet,
        takes="answer",
        permission="accept_answer",
        words="Not yet",
        fields=(
            row_field("seat", "For which company", _judging_seats, say=organization_of),
            text_field("reason", "What is missing", readers=TABLE_AND_STATE, rows=2),
        ),
        done="The work continues.",
        may=solutions.may_say_not_yet,
        small=True,
    ),
    _move_act(
        "complete",
        solutions.complete,
        "Mark it complete",
        "Complete. The companies say that it answered their needs.",
    ),
    _move_act("stop", solutions.stop, "Stop it", "Stopped.", WHY_HERE, small=True),
)
