"""What is secret at the table, and who may read it: each by a line of the one table of rules."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from sectoral.workspace.rules.permissions import PERMISSION_OF, PartnershipRole
from tests.workspace.channels.partnership import SECRET_WORDS, SIGNED, STAFF, Full


def anywhere(_: str) -> bool:
    """At every address."""
    return True


def at(*parts: str) -> Callable[[str], bool]:
    """At addresses that hold one of these."""
    return lambda address: any(part in address for part in parts)


@dataclass(frozen=True)
class Secret:
    """Something that stands in one place only.

    looks   how it looks, as a pattern
    permission  the line of `PERMISSIONS` that opens it; empty = nobody but `own`
    own     those whose own it is
    among   the addresses at which it would tell something; else it stands there for all
    shown   whether those who may read it do find it somewhere
    """

    name: str
    looks: str
    permission: str = ""
    own: tuple[str, ...] = ()
    among: Callable[[str], bool] = anywhere
    shown: bool = True

    def is_for(self, who: str) -> bool:
        """Whether a reader may find it."""
        if who in self.own:
            return True
        return bool(self.permission) and bool(
            roles(who) & set(PERMISSION_OF[self.permission].roles)
        )

    def found_in(self, text: str) -> bool:
        """Whether a text holds it."""
        return re.search(self.looks, text) is not None


OTHERS = {"sail": {PartnershipRole.EMPLOYER}, "college": {PartnershipRole.PUBLIC}}


def roles(who: str) -> set[PartnershipRole]:
    """What a reader is."""
    if who in OTHERS:
        return OTHERS[who] | {PartnershipRole.VISITOR}
    if who in (SIGNED, STAFF, PartnershipRole.VISITOR, PartnershipRole.FORMER):
        return {PartnershipRole.VISITOR}
    more = {PartnershipRole.EMPLOYER} if who == PartnershipRole.CHAMPION else set()
    return {PartnershipRole(who), PartnershipRole.VISITOR} | more


OF_NEEDS = at("/needs", "/listening", "/priorities", "/search", "letter")
"""Where needs are told of: there a company's name would tell who raised one."""

_NEED = r"(?:Fennimore|Ombrelle)(?:<[^>]*>|[^<\w])*"
"""A need of the ballot by name, and the signs between it and what stands next to it."""

BALLOT = "|".join(
    (
        r"\bpoints\W+(?:value\W+)?59\b",
        r"\b59 points\b",
        rf"{_NEED}59\b",
        r""""\d+": ?"?59"?, ?"\d+": ?"?41\b""",
    )
)
"""Points beside their word, beside their need, or as the row keeps them.

A number by itself would be no secret: the key of any row may be 59.
"""

SECRETS = (
    Secret("a draft", "Quandril", "see_unreleased_needs", ("sail",)),
    Secret(
        "one company's request",
        "crane of our own",
        "see_unreleased_needs",
        (PartnershipRole.EMPLOYER,),
    ),
    Secret("a raised need", "Vexillam", "see_raised_needs"),
    Secret("words about pay that wait", "Wendelmoor", "look_at_words", ("sail",)),
    Secret("a wording offered", "Sarcelline", "see_unreleased_needs", ("sail",)),
    Secret("a released need", "What Ombrelle means", "see_released_needs"),
    Secret(
        "who raised a released need",
        "Sail Loft",
        "see_who_raised",
        among=OF_NEEDS,
    ),
    Secret(
        "for whom the convener spoke",
        "Hull Yard|Hull Person",
        own=(PartnershipRole.CONVENER,),
        among=OF_NEEDS,
        shown=False,
    ),
    Secret("a ballot", BALLOT, own=("sail",)),
    Secret("what one pays", r"74,?310,?207", "see_costs"),
    Secret("what it would cost alone", r"289,?230,?418", own=("sail",)),
    Secret("a post that waits", "Brulyante", "handle_pitch", ("college",)),
    Secret("where a pitch was seen", "Krendlow", "handle_pitch"),
    Secret(
        "who reported it", "Sail Person", "handle_pitch", ("sail",), at("/neutrality"), shown=False
    ),
    Secret("minutes that were not sent", "Dravenoth", "write_minutes"),
    Secret("a members' video link", "Ilverand", "see_video_link"),
    Secret("a meeting that was not announced", "Sombrale", "see_partnership"),
    Secret("a reason in the record", "Tolvane", "see_record"),
    Secret("a letter's address", "secretive@wharfe", "invite", shown=False),
    Secret(
        "why a proposal was not taken up",
        "Grimlaise",
        own=(PartnershipRole.STATE, PartnershipRole.STEWARD, PartnershipRole.ANALYST),
    ),
    Secret("a delegate's address", "mast@quayland", "keep_people"),
)


def secrets_at(table: Full) -> list[Secret]:
    """The secrets that are words of one table's own, as they look there."""
    mail = "mast" + table.heard.world.town.tail.lower().replace(" ", "-") + "@quayland"
    found = []
    for secret in SECRETS:
        looks = secret.looks.replace("mast@quayland", mail)
        for word in SECRET_WORDS:
            looks = looks.replace(word, table.word(word))
        if looks != secret.looks or (table.is_home and _is_a_word(secret)):
            found.append(replace(secret, looks=looks))
    return found


def _is_a_word(secret: Secret) -> bool:
    return "mast@quayland" in secret.looks or any(word in secret.looks for word in SECRET_WORDS)
