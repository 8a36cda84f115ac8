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
    "everybody at this table, and the public if the meeting is open to the public.",
)
JOINING = TextReaders(
    ReaderGroup.PUBLIC,
    "everybody at this table. The public sees it only if the meeting is open and you tick the box.",
)
ONCE_DONE = TextReaders(
    ReaderGroup.PUBLIC, "everybody at this table, and the public once the work has begun."
)
TABLE_AND_STATE = TextReaders(ReaderGroup.TABLE, "everybody at this table, and the state.")
RECORD = TextReaders(ReaderGroup.RECORD, "everybody at this table (in its record) and the state.")
COMPANIES = TextReaders(ReaderGroup.COMPANIES, "the companies and the convener.")
PAYERS = TextReaders(ReaderGroup.PAYERS, "everybody who could share the cost, and the convener.")
KEEPERS = TextReaders(ReaderGroup.KEEPERS, "the conveners and the state.")
WATCH = TextReaders(ReaderGroup.WATCH, "the convener and the state, who look into it.")
REPORT = TextReaders(ReaderGroup.REPORT, "the champions, the convener and the state.")
STATE = TextReaders(ReaderGroup.STATE, "the state.")
UNTIED = TextReaders(ReaderGroup.STATE, "the person (by letter) and the state.")
SELF = TextReaders(ReaderGroup.SELF, "only you.")

OPPORTUNITY = TextReaders(
    ReaderGroup.TABLE,
    "everybody with a seat at this table, right away. Your company’s name is shown with it. "
    + _LAW,
)
OPPORTUNITY_FOR = TextReaders(
    ReaderGroup.TABLE,
    "everybody with a seat at this table, right away. It is shown as coming from “an "
    f"employer member”. {_LAW}",
)
OWN_NEED = TextReaders(
    ReaderGroup.TABLE,
    "until you raise it, only your company and the convener (not a convener that is a "
    "company itself). Then the other companies, who can support it. Colleges and agencies "
    f"see it later, all at the same moment. {_LAW}",
)
NEED_FOR = TextReaders(
    ReaderGroup.TABLE,
    "you and that company, until it is raised. Then the other companies, as a need of “an "
    f"employer member”. Public partners see it only once it is released to all of them. {_LAW}",
)
NEED_AGAIN = TextReaders(
    ReaderGroup.TABLE,
    "everyone who sees the need now. Once it is released, public partners keep seeing the "
    f"earlier text until enough companies support the new one. {_LAW}",
)
NOTE = TextReaders(ReaderGroup.TABLE, "everybody at this table, with your organization’s name.")
