"""What it takes to do each act by program: at which table, after what, with which words.

An act that no plan names is done at the table in full as it lies there, by whoever may, with the
first of what is offered.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sectoral.workspace.actions import identities
from sectoral.workspace.models import User
from sectoral.workspace.rules.permissions import PartnershipRole
from tests.workspace.api.programs import Step, Words, step
from tests.workspace.api.walking import Walker
from tests.workspace.channels.partnership import NOW, full
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.world import World, day

People = Mapping[str, User]
Plan = tuple[Step, ...]

# ── where it is tried ─────────────────────────────────────────────────────────────────────────

_NAMED = ("board", "keel")
_ROLES = (
    PartnershipRole.STATE,
    PartnershipRole.CONVENER,
    PartnershipRole.CHAMPION,
    PartnershipRole.EMPLOYER,
    PartnershipRole.PUBLIC,
    PartnershipRole.LABOR,
)


def _full() -> tuple[People, datetime]:
    """The table in full; one person there signed in with an agency's provider once."""
    table = full()
    named = identities.ProviderSubject("https://sign-in.example", "keel-1", "Quayland sign-in")
    keel = table.heard.person("keel")
    identities.tie(named, address=keel.email, at=day(79))
    roles = {str(role): table.people[role] for role in _ROLES}
    return roles | {key: table.heard.person(key) for key in (*_NAMED, "sail", "college")}, NOW


def _of(world: World, now: datetime) -> tuple[People, datetime]:
    """A small table's people who have programs, and when they are at work."""
    named = (*_NAMED, "rope", "sail", "anchor", "chamber")
    return {"state": world.state} | {key: world.people[key] for key in named}, now


def _brought_in() -> tuple[People, datetime]:
    """A proposal that a spreadsheet brought in: nobody but those within knows of it."""
    return _of(worlds.proposed(published=False), day(1))


def _met() -> tuple[People, datetime]:
    """Ready, and its companies met the day before."""
    world = worlds.ready()
    worlds.held(world, "launch", at=day(40))
    return _of(world, day(41))


TABLES: dict[str, Callable[[], tuple[People, datetime]]] = {
    "full": _full,
    "brought in": _brought_in,
    "formed": lambda: _of(worlds.formed(), day(30)),
    "met": _met,
    "active": lambda: _of(worlds.active(), day(61)),
}

# ── words and steps that many plans share ─────────────────────────────────────────────────────

_CHAMBER: Words = {
    "organization": "Harbour Chamber",
    "person": "Chamber Person",
    "term_ends": "2028-01-05",
}
_HOURS: Words = {"starts": "2026-06-01T10:00:00+00:00", "ends": "2026-06-01T12:00:00+00:00"}
_CALL: Words = {**_HOURS, "open_to_public": False, "video_public": False}
_PROPOSED = step("state.propose", "state")
_DROPPED = step("realignment.drop", "board")
_RESCOPE = (_DROPPED, step("partnership.propose_rescope", "board", words="Boats, and what floats."))
_OPENED = step("meeting.open", "board", on=95, chair="Keel & Sons")
_ON_ROLL = (_OPENED, step("meeting.sign_in", "keel"))
_IDEA = step("partnership.propose_solution", "college", title="An evening shop")
_IN_REVIEW = (step("solution.put_to_employers", "board"),)
_ALL_SAY_YES = (
    *_IN_REVIEW,
    *(step("solution.say_yes", who) for who in ("keel", "champion", "sail")),
)
_APPROVED = (*_ALL_SAY_YES, step("solution.record_approval", "board"))
_PAID_FOR = (
    *_APPROVED,
    step("solution.waive_costs", "board"),
    step("solution.resource", "board"),
)
_AT_WORK = (*_PAID_FOR, step("solution.deliver", "board"))
_JUDGED = (*_AT_WORK, step("solution.measure", "board"))
_ACCEPTED = (*_JUDGED, step("answer.accept", "keel"))
_KEPT_TO = (step("commitment.accept", "board"),)
_COUNTED_ON = step("share.confirm", "board")
_ARRIVED = step("share.receive", "board")


def _payers(read: Walker) -> Words:
    seats = [
        one for one in read.rows("seat") if one["organization"] in ("Keel & Sons", "Sail Loft")
    ]
    return {str(one["id"]): {} for one in seats}


def _parts(read: Walker) -> list[Words]:
    companies = [one["organization_id"] for one in read.rows("seat") if one["system"] == "employer"]
    return [
        {"name": "Hulls", "organizations": companies[:3], "waiver": "Two yards, two trades."},
        {"name": "Sails", "organizations": companies[3:], "waiver": "Two yards, two trades."},
    ]


def _ranking(read: Walker) -> list[int]:
    (asked,) = (one["needs"] for one in read.rows("round") if one["state"] == "open")
    return list(asked)


_ROUND = (step("partnership.prepare_round", "board"), step("round.open", "board"))
_CLOSED = (
    *_ROUND,
    step("round.cast", "keel", choice=_ranking),
    step("round.close", "board", on=69),
)
_SPLIT = (step("partnership.propose_split", "board", parts=_parts),)
_DORY: Words = {"name": "Dory Works", "naics": "336612", "areas": ["99007"], "size": "10-49"}
_BESIDE = (
    step("state.propose", "state", region="market", sector="boats"),
    step("partnership.appoint", "state", "Boats in Market", **_CHAMBER),
    step("partnership.form", "state"),
    step("state.register", "state", system="employer", **_DORY),
    step("organization.join", "state", "Dory Works", person="Sail Person"),
    step("partnership.offer_seat", "chamber", "Boats in Market", organization="Dory Works"),
    step("seat.name_delegate", "chamber", "Dory Works", person="Sail Person"),
)
"""Another partnership, with one company."""
_MERGE = (*_BESIDE, step("partnership.propose_merge", "board"))

# ── the plans ─────────────────────────────────────────────────────────────────────────────────

_FULL: tuple[Plan, ...] = (
    (_PROPOSED, step("partnership.appoint", **_CHAMBER)),
    (step("partnership.appoint_beside", **_CHAMBER),),
    (step("partnership.hand_over", **_CHAMBER),),
    (_PROPOSED, step("partnership.reject")),
    (_PROPOSED, step("partnership.appoint", "state", **_CHAMBER), step("partnership.form")),
    (step("partnership.pause", "board", until="2026-09-01"), step("partnership.resume")),
    (_PROPOSED, step("partnership.waive", naics=["3366"], areas=["99001"])),
    _RESCOPE,
    (_DROPPED, step("partnership.propose_close")),
    (*_RESCOPE, step("realignment.agree")),
    (*_RESCOPE, step("realignment.disagree")),
    (*_RESCOPE, step("realignment.decide")),
    (
        *_RESCOPE,
        *(step("realignment.agree", who) for who in ("keel", "champion", "sail")),
        step("realignment.carry_out"),
    ),
    (step("state.register", name="Dory Works", system="education"),),
    (step("state.add_person", email="nell@quayland.example", name="Nell New"),),
    (step("organization.join", "state"), step("change.undo")),
    (step("seat.invite", email="nell@quayland.example"),),
    (step("seat.suspend", "board"), step("seat.reinstate")),
    (step("need.support", "keel", "Vexillam"), step("partnership.release")),
    (step("round.void", "board"), step("round.rerun")),
    (step("round.close", on=90.1),),
    (step("partnership.call_meeting", **_CALL),),
    (step("partnership.call_meeting", "board", **_CALL), step("meeting.fill_agenda")),
    (
        step("partnership.call_meeting", "board", **{**_CALL, "open_to_public": True}),
        step("meeting.announce"),
    ),
    (step("meeting.change", **_HOURS),),
    (step("meeting.invite", "board"), step("meeting.reply")),
    (_OPENED,),
    *(
        (_OPENED, step(f"meeting.{verb}"))
        for verb in ("set_aside", "set_aside_as_convener", "sign_in")
    ),
    (_OPENED, step("meeting.take_roll", seat="Keel & Sons", person="Keel Person")),
    (*_ON_ROLL, step("meeting.hold")),
    (*_ON_ROLL, step("meeting.hold", "board"), step("meeting.take_back")),
    (step("solution.stand_aside", organization="Workforce Board", deputy="Rope Person"),),
    (_IDEA, step("solution.explain_one_system")),
    (
        _IDEA,
        step("solution.contribute", "college", "An evening shop"),
        step("solution.contribute", "labor", "An evening shop"),
        step("solution.design"),
    ),
    *(
        (*_IN_REVIEW, step(f"solution.{verb}"))
        for verb in ("say_yes", "say_no", "send_back", "call_back")
    ),
    (*_ALL_SAY_YES, step("solution.approve")),
    _APPROVED,
    _PAID_FOR,
    _AT_WORK,
    _JUDGED,
    _ACCEPTED,
    (*_JUDGED, step("answer.not_yet")),
    (*_ACCEPTED, step("solution.complete")),
    (*_ACCEPTED, step("need.reopen")),
    (step("solution.draw_plan", payers=_payers),),
    (_COUNTED_ON, _ARRIVED),
    (_COUNTED_ON, _ARRIVED, step("share.value")),
    (*_KEPT_TO, step("commitment.keep")),
    (*_KEPT_TO, step("commitment.renegotiate")),
    (*_KEPT_TO, step("commitment.run_late", on=150)),
)
WRITTEN: dict[str, tuple[Plan, ...]] = {
    "full": _FULL,
    "brought in": ((step("partnership.publish"),),),
    "formed": (
        (step("partnership.make_ready"),),
        (step("partnership.close"),),
        (step("partnership.set_scope"),),
    ),
    "met": ((step("partnership.launch"),),),
    "active": (
        _MERGE,
        (
            *_MERGE,
            *(step("realignment.agree", who) for who in ("keel", "rope", "anchor")),
            step("realignment.agree", "sail", seat="Dory Works"),
            step("realignment.confirm", "state"),
            step("realignment.merge"),
        ),
        _SPLIT,
        (
            *_SPLIT,
            *(step("realignment.agree", who) for who in ("keel", "rope", "sail", "anchor")),
            step("realignment.confirm", "state"),
            step("realignment.split"),
        ),
        _ROUND,
        (*_CLOSED, step("round.publish")),
    ),
}


def plans_at(table: str, every: Sequence[str]) -> dict[str, Plan]:
    """How each act is done that is tried at a table, by its key; `every` is the keys of all."""
    written = {plan[-1].key: plan for plan in WRITTEN[table]}
    if table != "full":
        return written
    elsewhere = {plan[-1].key for at, plans in WRITTEN.items() if at != table for plan in plans}
    return {key: written.get(key, (step(key),)) for key in every if key not in elsewhere}
