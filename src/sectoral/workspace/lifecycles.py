"""Every life cycle as data: which move may follow which, under which guards.

The pages, the API, the diagrams in the docs and the tests are made from these lines. A guard
is named here and answered in `guards.py`; a move whose guards all say yes may be made by those
whom `permissions` lets do it, and is always written into the record.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed move.

    verb     the action that makes it
    before   the stages it may start from
    after    the stage it leads to
    guards   names in `guards.GUARDS`, each of which must say yes
    reason   whether a reason must be given
    """

    verb: str
    before: tuple[str, ...]
    after: str
    guards: tuple[str, ...] = ()
    reason: bool = False


_GOING = ("forming", "launch_ready", "launched", "active", "at_risk", "stale")

PARTNERSHIP = (
    Move("reject", ("proposed",), "rejected", reason=True),
    Move("form", ("proposed",), "forming", ("case", "region", "no_twin", "lead_convener")),
    Move(
        "make_ready",
        ("forming",),
        "launch_ready",
        ("lead_convener", "three_systems", "two_champions", "scope"),
    ),
    Move(
        "launch", ("launch_ready",), "launched", ("lead_convener", "launch_held", "employers_lead")
    ),
    Move(
        "become_active",
        ("launched", "at_risk", "stale"),
        "active",
        ("lead_convener", "priority_by_vote", "employer_led_team", "plan", "checklist"),
    ),
    Move("fall_at_risk", ("active",), "at_risk", ("clock_at_risk",)),
    Move("go_stale", ("active", "at_risk"), "stale", ("clock_stale",)),
    Move("pause", _GOING, "paused", reason=True),
    Move("resume", ("paused",), "launched", ("lead_convener",)),
    Move("merge", ("active", "stale"), "merged", ("both_consent", "state_confirms"), reason=True),
    Move("split", ("active", "stale"), "split", ("both_consent", "state_confirms"), reason=True),
    Move("close", (*_GOING, "paused"), "closed", reason=True),
)

NEED = (
    Move("raise", ("draft",), "raised", ("employer_raises",)),
    Move("clarify", ("raised",), "clarified"),
    Move("validate", ("raised", "clarified"), "validated", ("enough_support",)),
    Move("set_apart", ("raised", "clarified"), "single"),
    Move("release", ("validated",), "released"),
    Move("prioritise", ("released", "parked"), "prioritised", ("round_published",)),
    Move("park", ("released",), "parked", ("round_published",)),
    Move("take_up", ("released", "prioritised", "parked"), "in_solution", ("window_over",)),
    Move("answer", ("in_solution",), "answered"),
    Move("confirm", ("answered",), "closed", ("raiser_says",)),
    Move("reopen", ("answered", "closed"), "released", reason=True),
)

ROUND = (
    Move("open", ("draft",), "open", ("needs_released", "electorate")),
    Move("close", ("open",), "closed", ("time_is_up",)),
    Move("publish", ("closed",), "published"),
    Move("void", ("open", "closed", "published"), "void", reason=True),
)

SOLUTION = (
    Move("design", ("idea",), "designing", ("two_systems",)),
    Move("put_to_employers", ("designing",), "employer_review", ("acceptance_tests", "recused")),
    Move("approve", ("employer_review",), "approved", ("employers_approve",)),
    Move("send_back", ("employer_review",), "designing", reason=True),
    Move("resource", ("approved",), "resourced", ("costs_met",)),
    Move("deliver", ("resourced",), "delivering"),
    Move("measure", ("delivering",), "measuring"),
    Move("complete", ("measuring",), "completed", ("raisers_accept",)),
    Move(
        "stop",
        ("idea", "designing", "employer_review", "approved", "resourced", "delivering"),
        "stopped",
        reason=True,
    ),
)

COMMITMENT = (
    Move("accept", ("offered",), "accepted"),
    Move("fall_due", ("accepted",), "due"),
    Move("keep", ("accepted", "due", "late"), "kept"),
    Move("run_late", ("accepted", "due"), "late"),
    Move("renegotiate", ("accepted", "due", "late"), "renegotiated", reason=True),
    Move("withdraw", ("offered", "accepted", "due", "late"), "withdrawn", reason=True),
)

COST_SHARE = (
    Move("confirm", ("pledged",), "confirmed"),
    Move("receive", ("confirmed",), "received"),
    Move("value", ("received",), "valued", ("evidence",)),
    Move("release", ("pledged", "confirmed"), "released", reason=True),
)

LIFE_CYCLES = {
    "partnership": PARTNERSHIP,
    "need": NEED,
    "round": ROUND,
    "solution": SOLUTION,
    "commitment": COMMITMENT,
    "cost share": COST_SHARE,
}


def move(life: tuple[Move, ...], verb: str) -> Move:
    """The move that a verb makes."""
    return next(m for m in life if m.verb == verb)


def stages(life: tuple[Move, ...]) -> frozenset[str]:
    """Every stage that a life cycle knows."""
    return frozenset(s for m in life for s in (*m.before, m.after))


def ends(life: tuple[Move, ...]) -> frozenset[str]:
    """The stages that nothing follows."""
    return stages(life) - {s for m in life for s in m.before}
