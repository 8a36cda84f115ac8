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
LIFE: Final = "Stages of a partnership"
SIZE: Final = "The size of a partnership"
TASKS: Final = "My table: what to do next"
FILES: Final = "Imported files"

SOFTWARE: Final = "the software"
OWNER: Final = "the person who makes the token"
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
    "A sign-in link that you ask for works for", 15, "minutes",
    "You use it right away, so it should not sit in a mailbox for longer.",
    "Signing in by e-mail", ACCOUNTS,
)
LETTER_LASTS: Final = PolicyNumber(
    "A sign-in link in a letter works for", 7, "days",
    "A letter asks for something, and most people answer within a week.",
    "Links in letters", ACCOUNTS,
)
INVITATION_LASTS: Final = PolicyNumber(
    "An invitation to join a seat works for", 14, "days",
    "People may have to ask at work first. After two weeks the convener sends a new invitation.",
    "Joining by invitation", ACCOUNTS,
)
HANDED_LINK_LASTS: Final = PolicyNumber(
    "A sign-in link that you pass on yourself works for", 1, "days",
    "Without a mail server somebody passes the link on, which can take part of a day.",
    "Links without a mail server; the first lead's link", ACCOUNTS,
)
PROOF_LASTS: Final = PolicyNumber(
    "Once you have proved who you are, that counts for", 15, "minutes",
    "Anything that could lock somebody out needs a person who is signed in right now.",
    "Tokens and second factors", ACCOUNTS,
)
TOKEN_LASTS: Final = PolicyNumber(
    "Unless you choose otherwise, a program's token works for", 90, "days",
    "A program that nobody maintains stops after a few months.",
    "Tokens", ACCOUNTS, OWNER,
)
TOKEN_LASTS_AT_MOST: Final = PolicyNumber(
    "A program's token works at most for", 366, "days",
    "Once a year somebody checks whether the program is still needed.",
    "Tokens", ACCOUNTS,
)
TOKENS_AT_MOST: Final = PolicyNumber(
    "One person has at most", 20, "tokens",
    "Nobody keeps track of more than these.",
    "Tokens", ACCOUNTS,
)
FORM_LASTS: Final = PolicyNumber(
    "A form may stay open, and an answer to a program is kept, for", 7, "days",
    "What is sent twice is done once. After a week the page opens again with what was typed.",
    "Pressed twice, done once", ACCOUNTS,
)
UNDO_LASTS: Final = PolicyNumber(
    "A change of members or owners can be undone for", 7, "days",
    "Everybody affected gets a letter and has a week to say that it is wrong.",
    "Undoing changes of members and owners", ACCOUNTS,
)
ACCOUNT_LETTER_WAITS: Final = PolicyNumber(
    "The welcome letter for a new account is held for", 10, "minutes",
    "If a seat follows right away, one letter covers both.",
    "Welcome letters", ACCOUNTS,
)

# ── seats ─────────────────────────────────────────────────────────────────────────────────────

DELEGATE_CONFIRMED_FOR: Final = PolicyNumber(
    "A delegate acts for a seat, before being confirmed again, for", 365, "days",
    "People change jobs. Once a year each seat confirms who still speaks for it.",
    "Delegates", SEATS,
)
CONFIRM_AHEAD: Final = PolicyNumber(
    "Before a delegate must be confirmed again, the convener is told", 30, "days",
    "That leaves time for one more meeting before nobody can act for the seat.",
    "The convener's tasks: confirming delegates", SEATS,
)
TERM_SHOWN_AHEAD: Final = PolicyNumber(
    "Before a delegate's or champion's term ends, people are told", 45, "days",
    "A company needs a month or more to name somebody else.",
    "The seats page", SEATS,
)
CHAMPION_TERM: Final = PolicyNumber(
    "A champion's term lasts", 548, "days",
    "Long enough to vote and get the work done, short enough to pass on.",
    "Champions", SEATS,
)
INTERIM_TERM: Final = PolicyNumber(
    "A deputy who steps in as interim lead convener serves for", 90, "days",
    "The partnership keeps going while the state looks for a convener for a full term.",
    "When a convener leaves", SEATS,
)
IMPORTED_TERM: Final = PolicyNumber(
    "A convener who came with an imported partnership is appointed for", 730, "days",
    "A list says who convenes but rarely until when. Two years is a common term.",
    "Importing partnerships", SEATS,
)
SYSTEMS_TO_LAUNCH: Final = PolicyNumber(
    "A partnership that gets ready to launch has at least", 3, "kinds of public partners",
    "With fewer, companies would meet a single agency, not a support team.",
    "Getting ready to launch", SEATS,
)
CHAMPIONS_TO_LAUNCH: Final = PolicyNumber(
    "A partnership that gets ready to launch has champions of at least", 2, "companies",
    "One company's project is not yet an industry's. Companies with the same owner count once.",
    "Getting ready to launch", SEATS,
)

# ── meetings ──────────────────────────────────────────────────────────────────────────────────

NOTICE_DAYS: Final = PolicyNumber(
    "Before an open meeting, the public is told", 3, "days",
    "People who want to come need to hear about it in time.",
    "Opening a meeting to the public", MEETINGS, GROUND_RULES,
)
MEETING_REMINDER: Final = PolicyNumber(
    "Before a meeting, those invited are reminded", 2, "days",
    "One letter, close enough to be remembered and early enough to make time.",
    "Reminders", MEETINGS,
)
MISSING_REPLIES_AHEAD: Final = PolicyNumber(
    "Before a meeting, the convener is told who has not answered", 7, "days",
    "There is still time to call them.",
    "The convener's tasks: who is coming", MEETINGS,
)
ENDED_TAKEN_BACK: Final = PolicyNumber(
    "A meeting that was ended by mistake can be taken back for", 1, "days",
    "After that its minutes are final and others can rely on them.",
    "Ending a meeting", MEETINGS,
)

# ── needs ─────────────────────────────────────────────────────────────────────────────────────

SUPPORTERS: Final = PolicyNumber(
    "A need is shared when it is supported by at least", 2, "companies",
    "One company's wish is not yet the industry's need. Companies with the same owner count "
    "once.",
    "Supporting a need", NEEDS, GROUND_RULES,
)
LISTENING_DAYS: Final = PolicyNumber(
    "Public partners listen together, before any solution begins, for", 14, "days",
    "All hear the same thing at the same time, and nobody gets ahead with a program.",
    "Joint listening", NEEDS, GROUND_RULES,
)

# ── rounds ────────────────────────────────────────────────────────────────────────────────────

ROUND_LASTS: Final = PolicyNumber(
    "Unless the convener chooses otherwise, a round stays open for", 7, "days",
    "A company has a work week to talk it over.",
    "Opening a round", ROUNDS, ROUND,
)
PRIORITIES_KEPT: Final = PolicyNumber(
    "Unless the convener chooses otherwise, a round makes", 3, "priorities",
    "A table can carry a few things well, not ten.",
    "Preparing a round", ROUNDS, ROUND,
)
ELECTORS_AT_LEAST: Final = PolicyNumber(
    "A round needs at least", 2, "companies",
    "With one company there is nothing to agree on. Companies with the same owner count once.",
    "Opening a round", ROUNDS,
)
BALLOTS_TO_COUNT: Final = PolicyNumber(
    "Counts and turnout of a round are shown from", 3, "ballots",
    "A count of one or two ballots would give away what each company said.",
    "Privacy of results: with fewer, only the ranking is shown", ROUNDS,
)

# ── solutions and promises ────────────────────────────────────────────────────────────────────

SYSTEMS_OF_SOLUTION: Final = PolicyNumber(
    "A need is answered by at least", 2, "systems",
    "No agency should answer alone. If one does, the reason is on record.",
    "Sending a solution to the companies", WORK,
)
PROMISE_REMINDER: Final = PolicyNumber(
    "Before a promise is due, the first reminder goes out", 7, "days",
    "There is a week to do it.",
    "Reminders of promises", WORK,
)
PROMISE_LAST_REMINDER: Final = PolicyNumber(
    "Before a promise is due, the last reminder goes out", 1, "days",
    "It can still be done, or changed to another day.",
    "Reminders of promises", WORK,
)

# ── neutrality ────────────────────────────────────────────────────────────────────────────────

NEUTRALITY_WINDOW: Final = PolicyNumber(
    "The neutrality report looks back over", 365, "days",
    "What somebody did long ago does not show a pattern today.",
    "The neutrality report", NEUTRALITY,
)
UPHELD_REPORTS: Final = PolicyNumber(
    "Suspending a seat is considered from", 2, "upheld reports",
    "One pitch may be a mistake; a second one within the window is a pattern.",
    "The neutrality report", NEUTRALITY,
)

# ── the life of a partnership ─────────────────────────────────────────────────────────────────

ACTIVE_WITHIN: Final = PolicyNumber(
    "A company counts as active if it came, voted, supported a need or made a promise within "
    "the last", 180, "days",
    "Most partnerships meet at least twice in half a year.",
    "Active companies", LIFE,
)
YEAR: Final = PolicyNumber(
    "Meetings are looked at as far back as", 365, "days",
    "A partnership meets a few times a year.",
    "Employer-led meetings and attendance", LIFE,
)
PAUSE_LASTS: Final = PolicyNumber(
    "A pause that began because the convener left lasts", 90, "days",
    "Nobody chose a day to review it, so the state does after three months.",
    "Pauses", LIFE,
)
PAUSE_AT_MOST: Final = PolicyNumber(
    "A pause lasts at most", 366, "days",
    "A pause without an end would be closing the partnership without asking anyone.",
    "Pauses", LIFE,
)
PAUSE_ENDS_AHEAD: Final = PolicyNumber(
    "Before a pause ends, the convener is told", 14, "days",
    "That leaves time to ask the companies whether to continue.",
    "Pauses", LIFE,
)
STALLED_AGAIN: Final = PolicyNumber(
    "A letter about a partnership that is still stalled is sent again after", 30, "days",
    "Once a month is a reminder; more often is noise.",
    "Time limits of stages", LIFE,
)
AT_RISK_DAYS: Final = PolicyNumber(
    "A partnership is at risk when no company meeting took place for", 90, "days",
    "Three months without companies is the first sign that a partnership is ending.",
    "Time limits: at risk", LIFE, CHECKLIST,
)
PLAN_DAYS: Final = PolicyNumber(
    "A partnership is at risk when its plan has not changed for", 120, "days",
    "A plan that nobody updates is not being carried out.",
    "Time limits: at risk", LIFE, CHECKLIST,
)
STALE_DAYS: Final = PolicyNumber(
    "A partnership is stale when no company meeting took place for", 180, "days",
    "After half a year without companies, it is a partnership in name only.",
    "Time limits: stale", LIFE, CHECKLIST,
)
PROPOSED_DAYS: Final = PolicyNumber(
    "A proposed partnership counts as stalled after", 60, "days",
    "The people who proposed it deserve an answer.",
    "Time limits of stages", LIFE, CHECKLIST,
)
FORMING_DAYS: Final = PolicyNumber(
    "A forming partnership counts as stalled after", 180, "days",
    "Half a year is enough to find companies. If not, it is worth knowing why.",
    "Time limits of stages", LIFE, CHECKLIST,
)
READY_DAYS: Final = PolicyNumber(
    "A partnership that is ready to launch counts as stalled after", 90, "days",
    "Companies that said yes will not wait longer than a few months.",
    "Time limits of stages", LIFE, CHECKLIST,
)
LAUNCHED_DAYS: Final = PolicyNumber(
    "A launched partnership counts as stalled, while it is not active, after", 180, "days",
    "By half a year after the launch, companies have chosen what to do or lost patience.",
    "Time limits of stages", LIFE, CHECKLIST,
)
ANSWER_DAYS: Final = PolicyNumber(
    "Companies agree to a change of scope, a merger or a split within", 30, "days",
    "A proposal left open longer keeps the partnership from its work.",
    "Proposals to the companies", LIFE, CHECKLIST,
)

# ── size ──────────────────────────────────────────────────────────────────────────────────────

LAUNCH_COMPANIES: Final = PolicyNumber(
    "A partnership that gets ready to launch has at least", 5, "companies",
    "With fewer, it is a project of some companies, not of their industry.",
    "Getting ready to launch", SIZE, CHECKLIST,
)
FEWEST_COMPANIES: Final = PolicyNumber(
    "A partnership is small with fewer than", 5, "companies",
    "If one or two stay away, too few are left to decide.",
    "Warnings about size", SIZE, CHECKLIST,
)
MOST_COMPANIES: Final = PolicyNumber(
    "A partnership is large with more than", 60, "companies",
    "People no longer know each other.",
    "Warnings about size", SIZE, CHECKLIST,
)
MOST_COUNTIES: Final = PolicyNumber(
    "A partnership is wide with more than", 12, "counties",
    "People do not drive that far to meet.",
    "Warnings about size", SIZE, CHECKLIST,
)
MOST_SUBSECTORS: Final = PolicyNumber(
    "A partnership is broad with more than", 6, "three-digit industries",
    "Companies in unrelated industries share few needs.",
    "Warnings about size", SIZE, CHECKLIST,
)
LARGEST_MEETING: Final = PolicyNumber(
    "A meeting is too large to talk with more than", 40, "people",
    "Beyond that a few speak and the rest listen.",
    "Warnings about size", SIZE, CHECKLIST,
)

# ── tasks ─────────────────────────────────────────────────────────────────────────────────────

MEETING_UNDER_WAY: Final = PolicyNumber(
    "A meeting that was opened but not ended is listed first for", 1, "days",
    "No meeting lasts longer; after that the convener ends it.",
    "The order of tasks", TASKS,
)
TASKS_AT_ONCE: Final = PolicyNumber(
    "A person is asked at one time for at most", 3, "things",
    "With more than three, none gets done.",
    "The order of tasks", TASKS,
)
MEETING_AHEAD: Final = PolicyNumber(
    "A meeting is listed among your next steps for the last", 14, "days",
    "Most people can still make room two weeks ahead.",
    "The order of tasks", TASKS,
)
DRAFT_FRESH: Final = PolicyNumber(
    "A draft is listed as your next step for", 30, "days",
    "After a month, things that others wait for come first.",
    "The order of tasks", TASKS,
)
PROMISE_AHEAD: Final = PolicyNumber(
    "A promise is listed among your next steps for the last", 7, "days",
    "There is a week to do it.",
    "The order of tasks", TASKS,
)
CONVENER_WEEK: Final = PolicyNumber(
    "A convener's task belongs to this week when its day comes within", 7, "days",
    "Conveners plan their work by the week.",
    "The convener's tasks: how urgent they are", TASKS,
)

# ── files ─────────────────────────────────────────────────────────────────────────────────────

IMPORT_MEGABYTES: Final = PolicyNumber(
    "An imported spreadsheet has at most", 5, "megabytes",
    "A list of organizations or people is far smaller than this.",
    "Importing spreadsheets", FILES,
)
IMPORT_ROWS: Final = PolicyNumber(
    "An imported spreadsheet has at most", 5_000, "rows",
    "A person reads what is wrong with each row before anything is imported.",
    "Importing spreadsheets", FILES,
)
IMPORT_COLUMNS: Final = PolicyNumber(
    "An imported spreadsheet has at most", 60, "columns",
    "A person says what each column means.",
    "Importing spreadsheets", FILES,
)
IMPORT_CELL: Final = PolicyNumber(
    "One cell of an imported spreadsheet has at most", 5_000, "letters",
    "Anything longer is a document, not a cell.",
    "Importing spreadsheets", FILES,
)


# fmt: on


def list_policy() -> tuple[PolicyNumber, ...]:
    """Every number, in the order above."""
    return tuple(one for one in globals().values() if isinstance(one, PolicyNumber))
