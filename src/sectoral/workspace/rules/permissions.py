"""Who may do what at a partnership: one table, read by every door and by the tests.

A role is what a person is *at one partnership, now*; a person may have several. `may` answers
whether one of them is allowed an action; whether the moment is right (a stage, a window) is
the guards' business, and both say no with a reason.
"""

from dataclasses import dataclass
from enum import StrEnum

from sectoral.workspace.rules.answers import YES, Answer


class Role(StrEnum):
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


E, H, C, K, P, L, W, S, A, V, F = Role
_MEMBERS = (E, H, C, K, P, L)
_SIGNED = (*_MEMBERS, W, S, A, F)
EVERYONE = tuple(Role)
CONVENERS = frozenset({C, K})
"""Whoever convenes, for whomever; what a company may not read besides is in the table."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One action: who may do it, in words for the page, and which of the rows it reads."""

    action: str
    words: str
    roles: tuple[Role, ...]


TABLE = (
    # reading
    Rule("see_public_page", "see a partnership's public page", EVERYONE),
    Rule("see_partnership", "see a partnership's own pages", _SIGNED),
    Rule("see_record", "read a partnership's record", (*_MEMBERS, S, F)),
    Rule("see_unreleased_needs", "see needs before their release", (C,)),
    Rule("see_raised_needs", "see needs that companies are asked to stand by", (E, H, C, K)),
    Rule("see_own_needs", "see one's own seat's needs", (E, H, C, K)),
    Rule("see_released_needs", "see released needs", _SIGNED),
    Rule("see_who_raised", "see which company raised a need", (E, H, C, K)),
    Rule("see_results", "see a published round", _SIGNED),
    Rule("see_ballots", "see single ballots", ()),
    Rule("see_costs", "see who pays what", (E, H, C, K, P)),
    Rule("see_neutrality", "see the neutrality report", (H, C, K, S)),
    # the partnership's life
    Rule("propose", "propose a partnership", (C, K, S)),
    Rule("move", "move a partnership through its life", (C, K, S)),
    Rule("confirm", "confirm a merge, a split or a proposal; decide a scope or an end", (S,)),
    Rule("consent", "say yes or no to a merge, a split, another scope or the end", (E, H)),
    Rule("appoint", "appoint a convener", (S,)),
    Rule("hand_over", "hand the convening over", (C, K, S)),
    Rule("set_scope", "set the scope and settings; after the launch, propose a scope", (C, K, S)),
    Rule("publish", "publish what a spreadsheet brought in", (C, K, S)),
    Rule("write_plan", "write the action plan", (H, C, K)),
    Rule("load_checklist", "load a state's checklist", (S,)),
    # people and organizations
    Rule("keep_people", "add people and organizations", (C, K, S)),
    Rule("give_office", "give and end an office of the state", (S,)),
    Rule("untie", "untie an account from its sign-in by a provider", (S,)),
    # seats
    Rule("seat", "offer a seat", (C, K)),
    Rule("approve_seat", "approve a seat that waits", (C, K, H)),
    Rule("suspend_seat", "suspend a seat", (C, K, S)),
    Rule("invite", "invite a delegate", (H, C, K)),
    Rule("name_champion", "name a champion", (C, K)),
    # needs
    Rule("raise", "raise an opportunity or a need", (E, H)),
    Rule("raise_for", "raise on a company's behalf, attested", (C,)),
    Rule("reword", "propose another wording", (E, H, C, K)),
    Rule("support", "support a need", (E, H)),
    Rule("note_context", "add a note of context to a released need", (L, P)),
    Rule("release", "release needs to public partners", (C, K)),
    Rule("receive", "receive a release", (P, L)),
    Rule("open_round", "open, close and publish a round", (C, K)),
    Rule("void_round", "void a round", (C, K, S)),
    Rule("vote", "cast a ballot", (E, H, L)),
    # meetings
    Rule("call_meeting", "call a meeting", (H, C, K)),
    Rule("add_agenda", "ask for a point on the agenda", _MEMBERS),
    Rule("reply_to_meeting", "say whether one comes to a meeting", _MEMBERS),
    Rule("see_replies", "see who comes to a meeting", (H, C, K)),
    Rule("see_video_link", "read by which link a meeting is joined from afar", _MEMBERS),
    Rule("take_roll", "take the roll", (C, K)),
    Rule("sign_in_to_meeting", "be on the roll oneself", _MEMBERS),
    Rule("write_minutes", "write minutes and decisions", (C, K)),
    # solutions
    Rule("propose_solution", "propose a solution", (E, H, P, L)),
    Rule("run_solution", "carry a solution through its design", (C, K, H)),
    Rule("write_test", "write the acceptance test", (E, H)),
    Rule("approve_solution", "approve a solution", (E, H)),
    Rule("accept_answer", "say that a need is answered", (E, H)),
    Rule("contribute", "offer a contribution", _MEMBERS),
    Rule("commit", "make a commitment", _MEMBERS),
    Rule("settle", "settle a commitment", (C, K, H)),
    Rule("share_costs", "pledge a part of the costs", (E, H, P, L)),
    Rule("settle_costs", "confirm and value a part of the costs (champions: as deputy)", (C, K, H)),
    Rule("report_pitch", "report a pitch", _MEMBERS),
    Rule("handle_pitch", "handle a reported pitch", (C, K, S)),
    Rule("look_at_words", "look at words about pay, hiring or prices", (C, S)),
    Rule("message_employers", "write to companies at the table", (H, C, K, P, L)),
)

RULES = {rule.action: rule for rule in TABLE}

WHO = {
    Role.EMPLOYER: "companies",
    Role.CHAMPION: "champions",
    Role.CONVENER: "the convener",
    Role.HOST: "a company that convenes",
    Role.PUBLIC: "public partners",
    Role.LABOR: "labor and community partners",
    Role.STEWARD: "the data steward",
    Role.STATE: "the state's policy lead",
    Role.ANALYST: "analysts of the state",
    Role.VISITOR: "everyone",
    Role.FORMER: "whoever was at the table when it ended",
}
"""A role in a sentence that says whom something is for."""

_SAID_BY = {Role.HOST: Role.CONVENER, Role.CHAMPION: Role.EMPLOYER}
"""Who need not be named beside whom."""


def may(roles: frozenset[Role], action: str) -> Answer:
    """Whether someone with these roles may do this.

    Raises   KeyError for an action that the table does not know: a defect of ours.
    """
    rule = RULES[action]
    if roles & set(rule.roles):
        return YES
    hidden = {wide for wide, said in _SAID_BY.items() if said in rule.roles} | {Role.FORMER}
    allowed = _listed([WHO[role] for role in rule.roles if role not in hidden])
    return Answer(f"To {rule.words} is for {allowed}." if allowed else f"Nobody may {rule.words}.")


def _listed(words: list[str]) -> str:
    return ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else "".join(words)


def as_text() -> str:
    """The permissions for `docs/partnerships.md`: a row an action, a column a role."""
    head = "| action | " + " | ".join(role.value for role in Role) + " |"
    line = "| --- |" + " :-: |" * len(Role)
    return "\n".join([head, line, *(_rule_as_text(rule) for rule in TABLE)])


def _rule_as_text(rule: Rule) -> str:
    cells = ("yes" if role in rule.roles else "" for role in Role)
    return f"| {rule.action.replace('_', ' ')}: {rule.words} | " + " | ".join(cells) + " |"
