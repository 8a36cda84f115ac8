"""Every life cycle as data: which move may follow which, under which guards.

The pages, the API, the diagrams in the docs and the tests are made from these lines. A guard
is named here and answered in `guards/`; a move whose guards all say yes may be made by those
whom `permissions` lets do it, and is always written into the record.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StageMove:
    """One allowed move.

    verb     the action that makes it
    before   the stages it may start from
    after    the stage it leads to
    guards   names in the noun's own `GUARDS` (`guards/partnership.py`), each of which must say yes
    reason   whether a reason must be given
    permissions  lines of `PERMISSIONS`: whoever is allowed one of them may make the move
    clock    whether time alone may make it, with nobody's hand
    private  whether its line stays out of the members' history, since its actor would show who
             raised a need (S23); it is still kept, and read beside the thing itself
    """

    verb: str
    before: tuple[str, ...]
    after: str
    guards: tuple[str, ...] = ()
    reason: bool = False
    permissions: tuple[str, ...] = ()
    clock: bool = False
    private: bool = False


_GOING = ("forming", "launch_ready", "launched", "active", "at_risk", "stale")

PARTNERSHIP = (
    StageMove("reject", ("proposed",), "rejected", reason=True, permissions=("confirm",)),
    StageMove(
        "form",
        ("proposed",),
        "forming",
        ("case", "region", "no_twin", "lead_convener"),
        permissions=("confirm",),
    ),
    StageMove(
        "make_ready",
        ("forming",),
        "launch_ready",
        ("lead_convener", "three_systems", "two_champions", "scope"),
        permissions=("move",),
    ),
    StageMove(
        "launch",
        ("launch_ready",),
        "launched",
        ("lead_convener", "launch_held", "employers_lead"),
        permissions=("move",),
    ),
    StageMove(
        "take_back_launch",
        ("launched",),
        "launch_ready",
        ("no_launch",),
        reason=True,
        clock=True,
    ),
    StageMove(
        "become_active",
        ("launched", "at_risk", "stale"),
        "active",
        ("lead_convener", "priority_by_vote", "employer_led_team", "plan", "awake", "checklist"),
        clock=True,
    ),
    StageMove("fall_at_risk", ("active",), "at_risk", ("clock_at_risk",), clock=True),
    StageMove("go_stale", ("launched", "active", "at_risk"), "stale", ("clock_stale",), clock=True),
    StageMove("pause", _GOING, "paused", reason=True, permissions=("move",), clock=True),
    StageMove(
        "resume",
        ("paused",),
        "launched",
        ("was_launched", "lead_convener"),
        permissions=("move",),
        clock=True,
    ),
    StageMove(
        "take_up_again",
        ("paused",),
        "forming",
        ("was_not_launched", "lead_convener"),
        permissions=("move",),
        clock=True,
    ),
    StageMove("end_pause", ("paused",), "stale", ("was_launched", "pause_over"), clock=True),
    StageMove(
        "merge",
        ("active", "stale"),
        "merged",
        ("both_consent", "state_confirms"),
        reason=True,
        permissions=("confirm",),
    ),
    StageMove(
        "split",
        ("active", "stale"),
        "split",
        ("both_consent", "state_confirms"),
        reason=True,
        permissions=("confirm",),
    ),
    StageMove(
        "close",
        (*_GOING, "paused"),
        "closed",
        ("its_companies_agree",),
        reason=True,
        permissions=("move",),
    ),
)

NEED = (
    StageMove(
        "raise",
        ("draft",),
        "raised",
        ("employer_raises",),
        permissions=("raise", "raise_for"),
        private=True,
    ),
    StageMove("clarify", ("raised",), "clarified", permissions=("reword",), private=True),
    StageMove(
        "validate",
        ("raised", "clarified"),
        "validated",
        ("enough_support",),
        permissions=("support", "release"),
        private=True,
    ),
    StageMove(
        "set_apart", ("raised", "clarified"), "single", permissions=("release",), private=True
    ),
    StageMove(
        "release",
        ("validated",),
        "released",
        ("enough_support", "heard_at_once", "words_cleared"),
        permissions=("release",),
    ),
    StageMove(
        "prioritise",
        ("released", "parked"),
        "prioritised",
        ("round_published",),
        permissions=("open_round",),
    ),
    StageMove(
        "park",
        ("released", "prioritised"),
        "parked",
        ("round_published",),
        permissions=("open_round",),
    ),
    StageMove(
        "unrank",
        ("prioritised", "parked"),
        "released",
        ("no_round_stands",),
        permissions=("void_round",),
    ),
    StageMove(
        "take_up",
        ("released", "prioritised", "parked"),
        "in_solution",
        ("window_over",),
        permissions=("propose_solution", "run_solution"),
    ),
    StageMove("answer", ("in_solution",), "answered", permissions=("run_solution",)),
    StageMove(
        "let_go",
        ("in_solution", "answered"),
        "released",
        reason=True,
        permissions=("run_solution",),
    ),
    StageMove(
        "confirm",
        ("answered",),
        "closed",
        ("raiser_says",),
        permissions=("accept_answer",),
        private=True,
    ),
    StageMove(
        "reopen",
        ("answered", "closed"),
        "released",
        reason=True,
        permissions=("accept_answer",),
        private=True,
    ),
)

ROUND = (
    StageMove(
        "open", ("draft",), "open", ("needs_released", "electorate"), permissions=("open_round",)
    ),
    StageMove(
        "close", ("open",), "closed", ("time_is_up",), permissions=("open_round",), clock=True
    ),
    StageMove(
        "publish", ("closed",), "published", ("somebody_voted",), permissions=("open_round",)
    ),
    StageMove(
        "void", ("open", "closed", "published"), "void", reason=True, permissions=("void_round",)
    ),
)

MEETING = (
    StageMove(
        "invite", ("planned",), "invited", ("table_meets", "agenda"), permissions=("call_meeting",)
    ),
    StageMove(
        "open",
        ("planned", "invited"),
        "open",
        ("table_meets", "notice_given"),
        permissions=("take_roll",),
    ),
    StageMove(
        "take_back",
        ("held",),
        "open",
        ("table_meets", "within_a_day"),
        reason=True,
        permissions=("take_roll",),
    ),
    StageMove(
        "hold", ("open",), "held", ("antitrust_acknowledged", "chaired"), permissions=("take_roll",)
    ),
    StageMove(
        "cancel",
        ("planned", "invited"),
        "cancelled",
        reason=True,
        permissions=("call_meeting",),
        clock=True,
    ),
)

SOLUTION = (
    StageMove("design", ("idea",), "designing", ("two_systems",), permissions=("run_solution",)),
    StageMove(
        "put_to_employers",
        ("designing",),
        "employer_review",
        ("acceptance_tests", "recused"),
        permissions=("run_solution",),
    ),
    StageMove(
        "approve",
        ("employer_review",),
        "approved",
        ("employers_approve",),
        permissions=("approve_solution", "run_solution"),
    ),
    StageMove(
        "send_back",
        ("employer_review",),
        "designing",
        reason=True,
        permissions=("approve_solution", "run_solution"),
    ),
    StageMove(
        "resource", ("approved",), "resourced", ("costs_met",), permissions=("run_solution",)
    ),
    StageMove("deliver", ("resourced",), "delivering", permissions=("run_solution",)),
    StageMove("measure", ("delivering",), "measuring", permissions=("run_solution",)),
    StageMove(
        "take_back",
        ("measuring",),
        "delivering",
        reason=True,
        permissions=("run_solution", "accept_answer"),
    ),
    StageMove(
        "complete",
        ("measuring",),
        "completed",
        ("raisers_accept",),
        permissions=("run_solution", "accept_answer"),
    ),
    StageMove(
        "stop",
        (
            "idea",
            "designing",
            "employer_review",
            "approved",
            "resourced",
            "delivering",
            "measuring",
        ),
        "stopped",
        reason=True,
        permissions=("run_solution",),
    ),
)

COMMITMENT = (
    StageMove("accept", ("offered",), "accepted", permissions=("settle",)),
    StageMove("fall_due", ("accepted",), "due", clock=True),
    StageMove("keep", ("accepted", "due", "late"), "kept", permissions=("settle",)),
    StageMove("run_late", ("accepted", "due"), "late", permissions=("settle",), clock=True),
    StageMove(
        "renegotiate",
        ("accepted", "due", "late"),
        "renegotiated",
        reason=True,
        permissions=("commit", "settle"),
    ),
    StageMove(
        "withdraw",
        ("offered", "accepted", "due", "late"),
        "withdrawn",
        reason=True,
        permissions=("commit", "settle"),
    ),
)

COST_SHARE = (
    StageMove("confirm", ("pledged",), "confirmed", permissions=("settle_costs",)),
    StageMove("receive", ("confirmed",), "received", permissions=("settle_costs",)),
    StageMove("value", ("received",), "valued", ("evidence",), permissions=("settle_costs",)),
    StageMove(
        "release",
        ("pledged", "confirmed"),
        "released",
        reason=True,
        permissions=("share_costs", "settle_costs"),
    ),
)

LIFE_CYCLES = {
    "partnership": PARTNERSHIP,
    "need": NEED,
    "round": ROUND,
    "meeting": MEETING,
    "solution": SOLUTION,
    "commitment": COMMITMENT,
    "cost share": COST_SHARE,
}


def find_move(life: tuple[StageMove, ...], verb: str) -> StageMove:
    """The move that a verb makes."""
    return next(m for m in life if m.verb == verb)


def stages_of(life: tuple[StageMove, ...]) -> frozenset[str]:
    """Every stage that a life cycle knows."""
    return frozenset(s for m in life for s in (*m.before, m.after))


def final_stages(life: tuple[StageMove, ...]) -> frozenset[str]:
    """The stages that nothing follows."""
    return stages_of(life) - {s for m in life for s in m.before}


def as_text() -> str:
    """The life cycles for `docs/partnerships.md`: one list a noun, one line a move."""
    return "\n\n".join(_life_as_text(noun, life) for noun, life in LIFE_CYCLES.items())


def _life_as_text(noun: str, life: tuple[StageMove, ...]) -> str:
    rows = "\n".join(_move_as_text(step) for step in life)
    return (
        f"### {noun.capitalize()}\n\n| move | from | to | asks for | made by |\n"
        f"| --- | --- | --- | --- | --- |\n{rows}"
    )


def _move_as_text(step: StageMove) -> str:
    asks = ", ".join([*step.guards, *(["a reason"] if step.reason else [])])
    made = ", ".join([*step.permissions, *(["time"] if step.clock else [])])
    cells = (step.verb, ", ".join(step.before), step.after, asks, made)
    return "| " + " | ".join(cell.replace("_", " ") for cell in cells) + " |"
