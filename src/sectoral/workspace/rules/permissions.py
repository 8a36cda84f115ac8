"""Who may do what at a partnership: one table, read by every door and by the tests.

A role is what a person is *at one partnership, now*; a person may have several. `may` answers
whether one of them is allowed an action; whether the moment is right (a stage, a window) is
the guards' business, and both say no with a reason.
"""

from dataclasses import dataclass
from enum import StrEnum

from sectoral.workspace.rules.answers import YES, Ruling


class PartnershipRole(StrEnum):
    """What a person can be at a partnership."""

    EMPLOYER = "employer"  # delegate of a seated company
    CHAMPION = "champion"  # a company's delegate who leads
    CONVENER = "convener"  # person of a convening organization's appointment
    HOST = "company convener"  # the same, for a company or of one: no peer's drafts (S11)
    PUBLIC = "public"  # delegate of an education, workforce, economic or government seat
    LABOR = "labor"  # delegate of a labor, community, association or philanthropy seat
    STEWARD = "steward"  # keeps raw employer data; never a convener
    STATE = "state"  # the state's policy lead
    ANALYST = "analyst"  # analyst or evaluator of the state
    VISITOR = "visitor"  # everyone, signed in or not
    FORMER = "former"  # acted for a seat or convened when the table ended: reads, and no more


(
    EMPLOYER,
    CHAMPION,
    CONVENER,
    HOST,
    PUBLIC,
    LABOR,
    STEWARD,
    STATE,
    ANALYST,
    VISITOR,
    FORMER,
) = PartnershipRole
_MEMBERS = (EMPLOYER, CHAMPION, CONVENER, HOST, PUBLIC, LABOR)
_SIGNED = (*_MEMBERS, STEWARD, STATE, ANALYST, FORMER)
EVERYONE = tuple(PartnershipRole)
CONVENERS = frozenset({CONVENER, HOST})
"""Whoever convenes, for whomever; what a company may not read besides is in the table."""


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing to do: its key, its words on pages, and who may do it."""

    key: str
    words: str
    roles: tuple[PartnershipRole, ...]


PERMISSIONS = (
    # reading
    Permission("see_public_page", "see a partnership's public page", EVERYONE),
    Permission("see_partnership", "see a partnership's own pages", _SIGNED),
    Permission("see_record", "read a partnership's record", (*_MEMBERS, STATE, FORMER)),
    Permission("see_unreleased_needs", "see needs before their release", (CONVENER,)),
    Permission(
        "see_raised_needs",
        "see needs that companies are asked to stand by",
        (EMPLOYER, CHAMPION, CONVENER, HOST),
    ),
    Permission(
        "see_own_needs",
        "see the needs of one's own organization",
        (EMPLOYER, CHAMPION, CONVENER, HOST),
    ),
    Permission("see_released_needs", "see released needs", _SIGNED),
    Permission(
        "see_who_raised", "see which company raised a need", (EMPLOYER, CHAMPION, CONVENER, HOST)
    ),
    Permission("see_results", "see a published round", _SIGNED),
    Permission("see_ballots", "see single ballots", ()),
    Permission("see_costs", "see who pays what", (EMPLOYER, CHAMPION, CONVENER, HOST, PUBLIC)),
    Permission("see_neutrality", "see the neutrality report", (CHAMPION, CONVENER, HOST, STATE)),
    # the partnership's life
    Permission("propose", "propose a partnership", (CONVENER, HOST, STATE)),
    Permission("move", "move a partnership to another stage", (CONVENER, HOST, STATE)),
    Permission(
        "confirm",
        "confirm a proposal, a merger or a split; decide a change of scope or a closing",
        (STATE,),
    ),
    Permission(
        "consent",
        "say yes or no to a merger, a split, a change of scope or a closing",
        (EMPLOYER, CHAMPION),
    ),
    Permission("appoint", "appoint a convener", (STATE,)),
    Permission("hand_over", "hand the convening over", (CONVENER, HOST, STATE)),
    Permission(
        "set_scope",
        "set the scope and settings, or propose a new scope after the launch",
        (CONVENER, HOST, STATE),
    ),
    Permission("publish", "publish an imported partnership", (CONVENER, HOST, STATE)),
    Permission("write_plan", "write the action plan", (CHAMPION, CONVENER, HOST)),
    Permission("load_checklist", "load a state's checklist", (STATE,)),
    # people and organizations
    Permission("keep_people", "add people and organizations", (CONVENER, HOST, STATE)),
    Permission("give_office", "give somebody a state office, or end it", (STATE,)),
    Permission("untie", "disconnect an account from its sign-in at an agency", (STATE,)),
    # seats
    Permission("seat", "offer a seat", (CONVENER, HOST)),
    Permission("approve_seat", "approve a seat that is waiting", (CONVENER, HOST, CHAMPION)),
    Permission("suspend_seat", "suspend a seat", (CONVENER, HOST, STATE)),
    Permission("invite", "invite a delegate", (CHAMPION, CONVENER, HOST)),
    Permission("name_champion", "name a champion", (CONVENER, HOST)),
    # needs
    Permission("raise", "raise an opportunity or a need", (EMPLOYER, CHAMPION)),
    Permission("raise_for", "raise a need on a company's behalf, and attest to it", (CONVENER,)),
    Permission("reword", "propose another wording", (EMPLOYER, CHAMPION, CONVENER, HOST)),
    Permission("support", "support a need", (EMPLOYER, CHAMPION)),
    Permission("note_context", "add background to a released need", (LABOR, PUBLIC)),
    Permission("release", "release needs to public partners", (CONVENER, HOST)),
    Permission("receive", "confirm having read a release", (PUBLIC, LABOR)),
    Permission("open_round", "open, close and publish a round", (CONVENER, HOST)),
    Permission("void_round", "void a round", (CONVENER, HOST, STATE)),
    Permission("vote", "cast a ballot", (EMPLOYER, CHAMPION, LABOR)),
    # meetings
    Permission("call_meeting", "call a meeting", (CHAMPION, CONVENER, HOST)),
    Permission("add_agenda", "ask for a point on the agenda", _MEMBERS),
    Permission("reply_to_meeting", "answer an invitation to a meeting", _MEMBERS),
    Permission("see_replies", "see who is coming to a meeting", (CHAMPION, CONVENER, HOST)),
    Permission("see_video_link", "see the link for joining a meeting remotely", _MEMBERS),
    Permission("take_roll", "take the roll", (CONVENER, HOST)),
    Permission("sign_in_to_meeting", "sign in to a meeting", _MEMBERS),
    Permission("write_minutes", "write minutes and decisions", (CONVENER, HOST)),
    # solutions
    Permission("propose_solution", "propose a solution", (EMPLOYER, CHAMPION, PUBLIC, LABOR)),
    Permission("run_solution", "move a solution forward", (CONVENER, HOST, CHAMPION)),
    Permission("write_test", "write the acceptance test", (EMPLOYER, CHAMPION)),
    Permission("approve_solution", "approve a solution", (EMPLOYER, CHAMPION)),
    Permission("accept_answer", "say that a need is answered", (EMPLOYER, CHAMPION)),
    Permission("contribute", "offer a contribution", _MEMBERS),
    Permission("commit", "make a commitment", _MEMBERS),
    Permission("settle", "settle a commitment", (CONVENER, HOST, CHAMPION)),
    Permission("share_costs", "pledge part of the cost", (EMPLOYER, CHAMPION, PUBLIC, LABOR)),
    Permission(
        "settle_costs",
        "confirm part of the cost and what it is worth (champions only as deputy)",
        (CONVENER, HOST, CHAMPION),
    ),
    Permission("report_pitch", "report a pitch", _MEMBERS),
    Permission("handle_pitch", "handle a reported pitch", (CONVENER, HOST, STATE)),
    Permission("look_at_words", "review words about pay, hiring or prices", (CONVENER, STATE)),
    Permission(
        "message_employers",
        "write to the companies at the table",
        (CHAMPION, CONVENER, HOST, PUBLIC, LABOR),
    ),
)

PERMISSION_OF = {permission.key: permission for permission in PERMISSIONS}

WHO = {
    PartnershipRole.EMPLOYER: "companies",
    PartnershipRole.CHAMPION: "champions",
    PartnershipRole.CONVENER: "the convener",
    PartnershipRole.HOST: "a company that convenes",
    PartnershipRole.PUBLIC: "public partners",
    PartnershipRole.LABOR: "labor, community and other partners",
    PartnershipRole.STEWARD: "the data steward",
    PartnershipRole.STATE: "the state's policy lead",
    PartnershipRole.ANALYST: "the state's analysts",
    PartnershipRole.VISITOR: "everyone",
    PartnershipRole.FORMER: "people who were members when it ended",
}
"""A role in a sentence that says whom something is for."""

_SAID_BY = {
    PartnershipRole.HOST: PartnershipRole.CONVENER,
    PartnershipRole.CHAMPION: PartnershipRole.EMPLOYER,
}
"""Who need not be named beside whom."""


def may(roles: frozenset[PartnershipRole], permission: str) -> Ruling:
    """Whether someone with these roles may do this.

    Raises   KeyError for a key that stands in no line: a defect of ours.
    """
    wanted = PERMISSION_OF[permission]
    if roles & set(wanted.roles):
        return YES
    hidden = {wide for wide, said in _SAID_BY.items() if said in wanted.roles} | {
        PartnershipRole.FORMER
    }
    allowed = _join_words([WHO[role] for role in wanted.roles if role not in hidden])
    return Ruling(
        f"To {wanted.words} is for {allowed}." if allowed else f"Nobody may {wanted.words}."
    )


def _join_words(words: list[str]) -> str:
    return ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else "".join(words)


def as_text() -> str:
    """The permissions for `docs/partnerships.md`: a row an action, a column a role."""
    head = "| action | " + " | ".join(role.value for role in PartnershipRole) + " |"
    line = "| --- |" + " :-: |" * len(PartnershipRole)
    return "\n".join([head, line, *(_line_as_text(permission) for permission in PERMISSIONS)])


def _line_as_text(permission: Permission) -> str:
    cells = ("yes" if role in permission.roles else "" for role in PartnershipRole)
    return f"| {permission.key.replace('_', ' ')}: {permission.words} | " + " | ".join(cells) + " |"
