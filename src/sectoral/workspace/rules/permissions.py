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


E, H, C, K, P, L, W, S, A, V, F = PartnershipRole
_MEMBERS = (E, H, C, K, P, L)
_SIGNED = (*_MEMBERS, W, S, A, F)
EVERYONE = tuple(PartnershipRole)
CONVENERS = frozenset({C, K})
"""Whoever convenes, for whomever; what a company may not read besides is in the table."""


@dataclass(frozen=True, slots=True)
class Permission:
    """One action: who may do it, in words for the page, and which of the rows it reads."""

    action: str
    words: str
    roles: tuple[PartnershipRole, ...]


TABLE = (
    # reading
    Permission("see_public_page", "see a partnership's public page", EVERYONE),
    Permission("see_partnership", "see a partnership's own pages", _SIGNED),
    Permission("see_record", "read a partnership's record", (*_MEMBERS, S, F)),
    Permission("see_unreleased_needs", "see needs before their release", (C,)),
    Permission("see_raised_needs", "see needs that companies are asked to stand by", (E, H, C, K)),
    Permission("see_own_needs", "see one's own seat's needs", (E, H, C, K)),
    Permission("see_released_needs", "see released needs", _SIGNED),
    Permission("see_who_raised", "see which company raised a need", (E, H, C, K)),
    Permission("see_results", "see a published round", _SIGNED),
    Permission("see_ballots", "see single ballots", ()),
    Permission("see_costs", "see who pays what", (E, H, C, K, P)),
    Permission("see_neutrality", "see the neutrality report", (H, C, K, S)),
    # the partnership's life
    Permission("propose", "propose a partnership", (C, K, S)),
    Permission("move", "move a partnership through its life", (C, K, S)),
    Permission("confirm", "confirm a merge, a split or a proposal; decide a scope or an end", (S,)),
    Permission("consent", "say yes or no to a merge, a split, another scope or the end", (E, H)),
    Permission("appoint", "appoint a convener", (S,)),
    Permission("hand_over", "hand the convening over", (C, K, S)),
    Permission(
        "set_scope", "set the scope and settings; after the launch, propose a scope", (C, K, S)
    ),
    Permission("publish", "publish what a spreadsheet brought in", (C, K, S)),
    Permission("write_plan", "write the action plan", (H, C, K)),
    Permission("load_checklist", "load a state's checklist", (S,)),
    # people and organizations
    Permission("keep_people", "add people and organizations", (C, K, S)),
    Permission("give_office", "give and end an office of the state", (S,)),
    Permission("untie", "untie an account from its sign-in by a provider", (S,)),
    # seats
    Permission("seat", "offer a seat", (C, K)),
    Permission("approve_seat", "approve a seat that waits", (C, K, H)),
    Permission("suspend_seat", "suspend a seat", (C, K, S)),
    Permission("invite", "invite a delegate", (H, C, K)),
    Permission("name_champion", "name a champion", (C, K)),
    # needs
    Permission("raise", "raise an opportunity or a need", (E, H)),
    Permission("raise_for", "raise on a company's behalf, attested", (C,)),
    Permission("reword", "propose another wording", (E, H, C, K)),
    Permission("support", "support a need", (E, H)),
    Permission("note_context", "add a note of context to a released need", (L, P)),
    Permission("release", "release needs to public partners", (C, K)),
    Permission("receive", "receive a release", (P, L)),
    Permission("open_round", "open, close and publish a round", (C, K)),
    Permission("void_round", "void a round", (C, K, S)),
    Permission("vote", "cast a ballot", (E, H, L)),
    # meetings
    Permission("call_meeting", "call a meeting", (H, C, K)),
    Permission("add_agenda", "ask for a point on the agenda", _MEMBERS),
    Permission("reply_to_meeting", "say whether one comes to a meeting", _MEMBERS),
    Permission("see_replies", "see who comes to a meeting", (H, C, K)),
    Permission("see_video_link", "read by which link a meeting is joined remotely", _MEMBERS),
    Permission("take_roll", "take the roll", (C, K)),
    Permission("sign_in_to_meeting", "be on the roll oneself", _MEMBERS),
    Permission("write_minutes", "write minutes and decisions", (C, K)),
    # solutions
    Permission("propose_solution", "propose a solution", (E, H, P, L)),
    Permission("run_solution", "carry a solution through its design", (C, K, H)),
    Permission("write_test", "write the acceptance test", (E, H)),
    Permission("approve_solution", "approve a solution", (E, H)),
    Permission("accept_answer", "say that a need is answered", (E, H)),
    Permission("contribute", "offer a contribution", _MEMBERS),
    Permission("commit", "make a commitment", _MEMBERS),
    Permission("settle", "settle a commitment", (C, K, H)),
    Permission("share_costs", "pledge a part of the costs", (E, H, P, L)),
    Permission(
        "settle_costs", "confirm and value a part of the costs (champions: as deputy)", (C, K, H)
    ),
    Permission("report_pitch", "report a pitch", _MEMBERS),
    Permission("handle_pitch", "handle a reported pitch", (C, K, S)),
    Permission("look_at_words", "look at words about pay, hiring or prices", (C, S)),
    Permission("message_employers", "write to companies at the table", (H, C, K, P, L)),
)

RULES = {rule.action: rule for rule in TABLE}

WHO = {
    PartnershipRole.EMPLOYER: "companies",
    PartnershipRole.CHAMPION: "champions",
    PartnershipRole.CONVENER: "the convener",
    PartnershipRole.HOST: "a company that convenes",
    PartnershipRole.PUBLIC: "public partners",
    PartnershipRole.LABOR: "labor and community partners",
    PartnershipRole.STEWARD: "the data steward",
    PartnershipRole.STATE: "the state's policy lead",
    PartnershipRole.ANALYST: "analysts of the state",
    PartnershipRole.VISITOR: "everyone",
    PartnershipRole.FORMER: "whoever was at the table when it ended",
}
"""A role in a sentence that says whom something is for."""

_SAID_BY = {
    PartnershipRole.HOST: PartnershipRole.CONVENER,
    PartnershipRole.CHAMPION: PartnershipRole.EMPLOYER,
}
"""Who need not be named beside whom."""


def may(roles: frozenset[PartnershipRole], action: str) -> Ruling:
    """Whether someone with these roles may do this.

    Raises   KeyError for an action that the table does not know: a defect of ours.
    """
    rule = RULES[action]
    if roles & set(rule.roles):
        return YES
    hidden = {wide for wide, said in _SAID_BY.items() if said in rule.roles} | {
        PartnershipRole.FORMER
    }
    allowed = _join_words([WHO[role] for role in rule.roles if role not in hidden])
    return Ruling(f"To {rule.words} is for {allowed}." if allowed else f"Nobody may {rule.words}.")


def _join_words(words: list[str]) -> str:
    return ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else "".join(words)


def as_text() -> str:
    """The permissions for `docs/partnerships.md`: a row an action, a column a role."""
    head = "| action | " + " | ".join(role.value for role in PartnershipRole) + " |"
    line = "| --- |" + " :-: |" * len(PartnershipRole)
    return "\n".join([head, line, *(_rule_as_text(rule) for rule in TABLE)])


def _rule_as_text(rule: Permission) -> str:
    cells = ("yes" if role in rule.roles else "" for role in PartnershipRole)
    return f"| {rule.action.replace('_', ' ')}: {rule.words} | " + " | ".join(cells) + " |"
