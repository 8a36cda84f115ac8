"""Every number of the rules: what it is, why it is so, which rule reads it, and who sets it.

One entry a number; whoever needs it imports it from here, and `/about/rules/` shows all of them.
The software fixes a number unless its `set_by` says otherwise: a table settles its ground rules, a
round its own rules, and a state's checklist (`checklists/`) how long a stage may last.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

ACCOUNTS: Final = "Accounts and access"
SEATS: Final = "Seats, champions and conveners"
MEETINGS: Final = "Meetings"
NEEDS: Final = "Needs and listening"
ROUNDS: Final = "Rounds"
WORK: Final = "Solutions and promises"
NEUTRALITY: Final = "Neutrality"
LIFE: Final = "The life of a partnership"
SIZE: Final = "The size of a partnership"
TASKS: Final = "My table: what waits for a person"
FILES: Final = "Files brought in"

SOFTWARE: Final = "the software"
OWNER: Final = "whoever makes the token"
GROUND_RULES: Final = "the table, in its ground rules"
ROUND: Final = "the convener, round by round"
CHECKLIST: Final = "the state, in its checklist"


@dataclass(frozen=True, slots=True)
class PolicyNumber:
    """One number of the rules.

    name    what it is, in words; value and unit follow
    why     a sentence: why there is such a number, and why this one
    rule    the rule that reads it
    group   under which heading it is shown
    set_by  who may change it; with anybody but the software, the value is where they begin
    """

    name: str
    value: int
    unit: str
    why: str
    rule: str
    group: str
    set_by: str = SOFTWARE

    @property
    def unit_words(self) -> str:
        """The unit as it stands beside the value: one day, two days."""
        return self.unit.removesuffix("s") if self.value == 1 else self.unit

    @property
    def span(self) -> timedelta:
        """The number as a length of time.  Raises TypeError for what is none."""
        if self.unit not in ("days", "minutes"):
            raise TypeError(f"{self.name}: {self.unit} are no length of time.")
        return timedelta(**{self.unit: self.value})


# fmt: off
# ── accounts ──────────────────────────────────────────────────────────────────────────────────

LINK_LASTS: Final = PolicyNumber(
    "A sign-in link that somebody asks for works for", 15, "minutes",
    "It is used at once, so it need not lie open in a mailbox for longer.",
    "Signing in by letter", ACCOUNTS,
)
LETTER_LASTS: Final = PolicyNumber(
    "A sign-in link in a letter works for", 7, "days",
    "A letter asks for something, and people answer within a week.",
    "Links in letters", ACCOUNTS,
)
INVITATION_LASTS: Final = PolicyNumber(
    "An invitation to join a seat works for", 14, "days",
    "Whoever is invited may have to ask at work first; after two weeks the convener asks again.",
    "Joining by invitation", ACCOUNTS,
)
HANDED_LINK_LASTS: Final = PolicyNumber(
    "A link that you hand over yourself works for", 1, "days",
    "Without a mail server somebody passes the link on, and that takes part of a day.",
    "Links without a mail server; the first lead's link", ACCOUNTS,
)
PROOF_LASTS: Final = PolicyNumber(
    "Once you have proved who you are, that counts for", 15, "minutes",
    "What could lock somebody out is done only by a person who is there now.",
    "Tokens and second factors", ACCOUNTS,
)
TOKEN_LASTS: Final = PolicyNumber(
    "Unless you choose otherwise, a program's token works for", 90, "days",
    "A program that nobody looks after stops after a season.",
    "Tokens", ACCOUNTS, OWNER,
)
TOKEN_LASTS_AT_MOST: Final = PolicyNumber(
    "A program's token works at most for", 366, "days",
    "Once a year somebody looks whether the program is still wanted.",
    "Tokens", ACCOUNTS,
)
TOKENS_AT_MOST: Final = PolicyNumber(
    "One person has at most", 20, "tokens",
    "More than these are tokens that nobody keeps track of.",
    "Tokens", ACCOUNTS,
)
FORM_LASTS: Final = PolicyNumber(
    "A form may lie open, and an answer to a program is kept, for", 7, "days",
    "What is sent twice is done once; after a week the page is drawn anew with what was typed.",
    "Pressed twice, done once", ACCOUNTS,
)
UNDO_LASTS: Final = PolicyNumber(
    "A change of who belongs where, or who owns whom, can be undone for", 7, "days",
    "Everybody concerned gets a letter, and has a week to say that it is wrong.",
    "Undoing changes of members and owners", ACCOUNTS,
)
ACCOUNT_LETTER_WAITS: Final = PolicyNumber(
    "The letter of a new account waits for", 10, "minutes",
    "Where a seat follows at once, one letter says it all.",
    "Welcome letters", ACCOUNTS,
)

# ── seats ─────────────────────────────────────────────────────────────────────────────────────

DELEGATE_CONFIRMED_FOR: Final = PolicyNumber(
    "A delegate acts, before being confirmed anew, for", 365, "days",
    "People change jobs; a seat says once a year who still speaks for it.",
    "Delegates", SEATS,
)
CONFIRM_AHEAD: Final = PolicyNumber(
    "Before a delegate must be confirmed again, the convener is told", 30, "days",
    "There is time for one more meeting before nobody may act for the seat.",
    "The convener's tasks: confirming delegates", SEATS,
)
TERM_SHOWN_AHEAD: Final = PolicyNumber(
    "Before a delegation or a champion's term ends, people are told", 45, "days",
    "A company needs a month or more to name somebody else.",
    "The page of seats", SEATS,
)
CHAMPION_TERM: Final = PolicyNumber(
    "A champion's term lasts", 548, "days",
    "Eighteen months: long enough for a round and its work, short enough to pass on.",
    "Champions", SEATS,
)
INTERIM_TERM: Final = PolicyNumber(
    "A deputy who steps in as interim lead convener serves for", 90, "days",
    "The table goes on while the state looks for a convener for a full term.",
    "Conveners who leave", SEATS,
)
IMPORTED_TERM: Final = PolicyNumber(
    "A convener who came with an imported partnership is appointed for", 730, "days",
    "A list says who convenes, and seldom until when; two years is a usual term.",
    "Bringing partnerships in", SEATS,
)
SYSTEMS_TO_LAUNCH: Final = PolicyNumber(
    "A partnership that gets ready to launch has at least", 3, "public systems",
    "With fewer, companies would meet one agency, not a support team.",
    "Getting ready to launch", SEATS,
)
CHAMPIONS_TO_LAUNCH: Final = PolicyNumber(
    "A partnership that gets ready to launch has champions of at least", 2, "companies",
    "One company's project is not yet an industry's; companies of one owner count once.",
    "Getting ready to launch", SEATS,
)

# ── meetings ──────────────────────────────────────────────────────────────────────────────────

NOTICE_DAYS: Final = PolicyNumber(
    "Before an open meeting, the public is told", 3, "days",
    "Whoever wants to come needs to hear of it in time.",
    "Opening a meeting to the public", MEETINGS, GROUND_RULES,
)
MEETING_REMINDER: Final = PolicyNumber(
    "Before a meeting, those who are asked to it are reminded", 2, "days",
    "One letter, near enough to be remembered and early enough to make room.",
    "Reminders", MEETINGS,
)
MISSING_REPLIES_AHEAD: Final = PolicyNumber(
    "Before a meeting, the convener is told who has not answered", 7, "days",
    "There is still time to call them.",
    "The convener's tasks: who comes", MEETINGS,
)
ENDED_TAKEN_BACK: Final = PolicyNumber(
    "A meeting that was ended by mistake can be taken back for", 1, "days",
    "Then its minutes are final, and what follows from it can be relied on.",
    "Ending a meeting", MEETINGS,
)

# ── needs ─────────────────────────────────────────────────────────────────────────────────────

SUPPORTERS: Final = PolicyNumber(
    "A need is a shared one when it is backed by at least", 2, "companies",
    "One company's wish is not yet the industry's need; companies of one owner count once.",
    "Validating a need", NEEDS, GROUND_RULES,
)
LISTENING_DAYS: Final = PolicyNumber(
    "Public partners listen together, before any solution begins, for", 14, "days",
    "All hear the same at the same time, and nobody runs ahead with a program.",
    "Joint listening", NEEDS, GROUND_RULES,
)

# ── rounds ────────────────────────────────────────────────────────────────────────────────────

ROUND_LASTS: Final = PolicyNumber(
    "Unless the convener chooses otherwise, a round stays open for", 7, "days",
    "A company has a working week to talk it over.",
    "Opening a round", ROUNDS, ROUND,
)
PRIORITIES_KEPT: Final = PolicyNumber(
    "Unless the convener chooses otherwise, a round makes", 3, "priorities",
    "A table can carry a few things well, not ten.",
    "Preparing a round", ROUNDS, ROUND,
)
ELECTORS_AT_LEAST: Final = PolicyNumber(
    "A round needs at least", 2, "companies",
    "With one there is nothing to agree on; companies of one owner count once.",
    "Opening a round", ROUNDS,
)
BALLOTS_TO_COUNT: Final = PolicyNumber(
    "Counts and turnout of a round are shown from", 3, "ballots",
    "A count of one or two ballots would tell what each company said.",
    "Privacy of results: with fewer, the places alone are shown", ROUNDS,
)

# ── solutions and promises ────────────────────────────────────────────────────────────────────

SYSTEMS_OF_SOLUTION: Final = PolicyNumber(
    "A need is answered by at least", 2, "systems",
    "No agency answers alone; where one does, the reason is on record.",
    "Sending a solution to the companies", WORK,
)
PROMISE_REMINDER: Final = PolicyNumber(
    "Before a promise is due, the first reminder goes out", 7, "days",
    "There is a week to do it.",
    "Reminders of promises", WORK,
)
PROMISE_LAST_REMINDER: Final = PolicyNumber(
    "Before a promise is due, the last reminder goes out", 1, "days",
    "It can still be done, or promised anew.",
    "Reminders of promises", WORK,
)

# ── neutrality ────────────────────────────────────────────────────────────────────────────────

NEUTRALITY_WINDOW: Final = PolicyNumber(
    "The neutrality report looks back over", 365, "days",
    "What somebody did long ago is no pattern of today.",
    "The neutrality report", NEUTRALITY,
)
UPHELD_REPORTS: Final = PolicyNumber(
    "Suspending a seat is considered from", 2, "upheld reports",
    "One pitch may be a mistake; a second one within the window is a pattern.",
    "The neutrality report", NEUTRALITY,
)

# ── the life of a partnership ─────────────────────────────────────────────────────────────────

ACTIVE_WITHIN: Final = PolicyNumber(
    "A company is active that came, voted, supported or promised within", 180, "days",
    "Half a year holds at least two meetings of most tables.",
    "Active companies", LIFE,
)
YEAR: Final = PolicyNumber(
    "Meetings are looked at as far back as", 365, "days",
    "A table meets a few times a year.",
    "Employer-led meetings, and who comes", LIFE,
)
PAUSE_LASTS: Final = PolicyNumber(
    "A pause that began because the convener left lasts", 90, "days",
    "Nobody chose a day to look again, so the state looks after three months.",
    "Pauses", LIFE,
)
PAUSE_AT_MOST: Final = PolicyNumber(
    "A pause lasts at most", 366, "days",
    "A pause without end would be a closing that nobody was asked about.",
    "Pauses", LIFE,
)
PAUSE_ENDS_AHEAD: Final = PolicyNumber(
    "Before a pause ends, the convener is told", 14, "days",
    "There is time to ask the companies whether they go on.",
    "Pauses", LIFE,
)
STALLED_AGAIN: Final = PolicyNumber(
    "A letter about a partnership that still stalls comes again after", 30, "days",
    "Once a month is a reminder; more often is noise.",
    "Clocks of stages", LIFE,
)
AT_RISK_DAYS: Final = PolicyNumber(
    "A partnership is at risk when no company meeting took place for", 90, "days",
    "A quarter without companies is the first sign of a table that ends.",
    "Clocks: at risk", LIFE, CHECKLIST,
)
PLAN_DAYS: Final = PolicyNumber(
    "A partnership is at risk when its plan has not changed for", 120, "days",
    "A plan that nobody touches is not being carried out.",
    "Clocks: at risk", LIFE, CHECKLIST,
)
STALE_DAYS: Final = PolicyNumber(
    "A partnership is stale when no company meeting took place for", 180, "days",
    "Half a year without companies: it is a table by name only.",
    "Clocks: stale", LIFE, CHECKLIST,
)
PROPOSED_DAYS: Final = PolicyNumber(
    "A proposed partnership counts as stalled after", 60, "days",
    "Whoever proposed it deserves an answer.",
    "Clocks of stages", LIFE, CHECKLIST,
)
FORMING_DAYS: Final = PolicyNumber(
    "A forming partnership counts as stalled after", 180, "days",
    "Companies are found within half a year, or the reason is worth knowing.",
    "Clocks of stages", LIFE, CHECKLIST,
)
READY_DAYS: Final = PolicyNumber(
    "A partnership that is ready to launch counts as stalled after", 90, "days",
    "Companies that said yes do not wait for longer than a season.",
    "Clocks of stages", LIFE, CHECKLIST,
)
LAUNCHED_DAYS: Final = PolicyNumber(
    "A launched partnership counts as stalled, while it is not active, after", 180, "days",
    "Half a year after the launch companies have chosen what to do, or lost patience.",
    "Clocks of stages", LIFE, CHECKLIST,
)
ANSWER_DAYS: Final = PolicyNumber(
    "Companies agree to a change of scope, a merger or a split within", 30, "days",
    "A proposal that hangs longer keeps the table from its work.",
    "Proposals to the companies", LIFE, CHECKLIST,
)

# ── size ──────────────────────────────────────────────────────────────────────────────────────

LAUNCH_COMPANIES: Final = PolicyNumber(
    "A partnership that gets ready to launch has at least", 5, "companies",
    "Fewer are a project of some companies, not a table of their industry.",
    "Getting ready to launch", SIZE, CHECKLIST,
)
FEWEST_COMPANIES: Final = PolicyNumber(
    "A partnership is small with fewer than", 5, "companies",
    "When one or two stay away, nobody is left to choose.",
    "Warnings about size", SIZE, CHECKLIST,
)
MOST_COMPANIES: Final = PolicyNumber(
    "A partnership is large with more than", 60, "companies",
    "Nobody knows everybody any more.",
    "Warnings about size", SIZE, CHECKLIST,
)
MOST_COUNTIES: Final = PolicyNumber(
    "A partnership is wide with more than", 12, "counties",
    "People do not drive that far to meet.",
    "Warnings about size", SIZE, CHECKLIST,
)
MOST_SUBSECTORS: Final = PolicyNumber(
    "A partnership is broad with more than", 6, "three-digit industries",
    "Companies of industries apart from each other share few needs.",
    "Warnings about size", SIZE, CHECKLIST,
)
LARGEST_MEETING: Final = PolicyNumber(
    "A meeting is too large to talk with more than", 40, "people",
    "Then a few speak and the rest listen.",
    "Warnings about size", SIZE, CHECKLIST,
)

# ── tasks ─────────────────────────────────────────────────────────────────────────────────────

MEETING_UNDER_WAY: Final = PolicyNumber(
    "A meeting that was opened and not ended stands first for", 1, "days",
    "No meeting lasts longer; after that the convener ends it.",
    "The order of asks", TASKS,
)
TASKS_AT_ONCE: Final = PolicyNumber(
    "A person is asked at one time for at most", 3, "things",
    "More than three, and none is done.",
    "The order of asks", TASKS,
)
MEETING_AHEAD: Final = PolicyNumber(
    "A meeting stands among your next steps for the last", 14, "days",
    "Two weeks is how far ahead most calendars can be moved.",
    "The order of asks", TASKS,
)
DRAFT_FRESH: Final = PolicyNumber(
    "A draft is somebody's next step for", 30, "days",
    "After a month it no longer stands before what others wait for.",
    "The order of asks", TASKS,
)
PROMISE_AHEAD: Final = PolicyNumber(
    "A promise stands among your next steps for the last", 7, "days",
    "There is a week to do it.",
    "The order of asks", TASKS,
)

# ── files ─────────────────────────────────────────────────────────────────────────────────────

IMPORT_MEGABYTES: Final = PolicyNumber(
    "A spreadsheet that is brought in has at most", 5, "megabytes",
    "A list of organizations or people is far smaller; what is larger is something else.",
    "Bringing spreadsheets in", FILES,
)
IMPORT_ROWS: Final = PolicyNumber(
    "A spreadsheet that is brought in has at most", 5_000, "rows",
    "A person reads through what is wrong with each row before it is carried out.",
    "Bringing spreadsheets in", FILES,
)
IMPORT_COLUMNS: Final = PolicyNumber(
    "A spreadsheet that is brought in has at most", 60, "columns",
    "A person says what each column means.",
    "Bringing spreadsheets in", FILES,
)
IMPORT_CELL: Final = PolicyNumber(
    "One cell of a spreadsheet that is brought in has at most", 5_000, "letters",
    "More is a document, not a cell.",
    "Bringing spreadsheets in", FILES,
)


# fmt: on


def list_policy() -> tuple[PolicyNumber, ...]:
    """Every number, in the order above."""
    return tuple(one for one in globals().values() if isinstance(one, PolicyNumber))
