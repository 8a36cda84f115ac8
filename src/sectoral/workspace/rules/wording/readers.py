"""Who reads a text that somebody types: declared once for each field of each act.

From it follow what is looked for in the text before it becomes an action (`acts/texts.py`), and
the words that tell the writer, before anybody types, who will read it.
"""

from dataclasses import dataclass
from enum import StrEnum

from sectoral.workspace.rules.permissions import PERMISSION_OF, PartnershipRole


class ReaderGroup(StrEnum):
    """A group that a text may reach; `OPENED_BY` says who is of it."""

    PUBLIC = "public"
    TABLE = "table"
    RECORD = "record"
    COMPANIES = "companies"
    PAYERS = "payers"
    KEEPERS = "keepers"
    WATCH = "watch"
    REPORT = "report"
    STATE = "state"
    SELF = "self"


OPENED_BY: dict[ReaderGroup, str] = {
    ReaderGroup.PUBLIC: "see_public_page",
    ReaderGroup.TABLE: "see_partnership",
    ReaderGroup.RECORD: "see_record",
    ReaderGroup.COMPANIES: "see_raised_needs",
    ReaderGroup.PAYERS: "see_costs",
    ReaderGroup.KEEPERS: "keep_people",
    ReaderGroup.WATCH: "handle_pitch",
    ReaderGroup.REPORT: "see_neutrality",
    ReaderGroup.STATE: "confirm",
}
"""The line of `PERMISSIONS` that lets a group in; SELF is one's own organization alone."""


@dataclass(frozen=True, slots=True)
class TextReaders:
    """Who reads a text, sooner or later.

    group   the widest that it may reach
    words   the same as a sentence for the writer, after "Who sees this:"
    """

    group: ReaderGroup
    words: str

    @property
    def roles(self) -> frozenset[PartnershipRole]:
        """What its readers are at the table; of one's own organization nobody is by role."""
        permission = OPENED_BY.get(self.group)
        return frozenset(PERMISSION_OF[permission].roles) if permission else frozenset()

    @property
    def reach_companies(self) -> bool:
        """Whether other companies read it: it holds no offer then, and no talk of pay unseen."""
        return bool(self.roles & {PartnershipRole.EMPLOYER, PartnershipRole.CHAMPION})


_LAW = "Public-records law may make it public one day."

PUBLIC = TextReaders(ReaderGroup.PUBLIC, "everybody, on a public page.")
OPEN_MEETING = TextReaders(
    ReaderGroup.PUBLIC,
    "everybody at this table; everybody at all where the meeting is open to the public.",
)
JOINING = TextReaders(
    ReaderGroup.PUBLIC,
    "everybody who sits at this table; everybody at all only where you tick so for an open "
    "meeting.",
)
ONCE_DONE = TextReaders(
    ReaderGroup.PUBLIC, "everybody at this table; the public too, once the work has begun."
)
TABLE_AND_STATE = TextReaders(ReaderGroup.TABLE, "everybody at this table, and the state.")
RECORD = TextReaders(ReaderGroup.RECORD, "everybody at this table, in its record, and the state.")
COMPANIES = TextReaders(ReaderGroup.COMPANIES, "the companies and the convener.")
PAYERS = TextReaders(ReaderGroup.PAYERS, "everybody who could share the cost, and the convener.")
KEEPERS = TextReaders(ReaderGroup.KEEPERS, "the conveners and the state.")
WATCH = TextReaders(ReaderGroup.WATCH, "the convener and the state, who look into it.")
REPORT = TextReaders(ReaderGroup.REPORT, "the champions, the convener and the state.")
STATE = TextReaders(ReaderGroup.STATE, "the state.")
UNTIED = TextReaders(ReaderGroup.STATE, "the person, in a letter, and the state.")
SELF = TextReaders(ReaderGroup.SELF, "you alone.")

OPPORTUNITY = TextReaders(
    ReaderGroup.TABLE,
    "everybody with a seat at this table, at once. Your company’s name stands with it. " + _LAW,
)
OPPORTUNITY_FOR = TextReaders(
    ReaderGroup.TABLE,
    f"everybody with a seat at this table, at once, as “an employer member’s”. {_LAW}",
)
OWN_NEED = TextReaders(
    ReaderGroup.TABLE,
    "until you raise it, your company and a convener who is no company. Then the other companies, "
    f"who may stand by it. Colleges and agencies only later, all at the same moment. {_LAW}",
)
NEED_FOR = TextReaders(
    ReaderGroup.TABLE,
    "you and that company, until it is raised. Then the other companies, as “an employer "
    f"member’s” need. Public partners only once it is released to all of them at once. {_LAW}",
)
NEED_AGAIN = TextReaders(
    ReaderGroup.TABLE,
    "whoever sees the need now. Once it is released, public partners go on reading the earlier "
    f"text until enough companies stand by the new one. {_LAW}",
)
NOTE = TextReaders(ReaderGroup.TABLE, "everybody at this table, with your organization’s name.")
