"""The table's words, each explained once, in the order in which one meets them."""

from sectoral.workspace.evidence.words import GlossaryWord
from sectoral.workspace.rules.ballots import BALLOT_RULES

AT_THE_TABLE = (
    GlossaryWord(
        "partnership",
        "Sector partnership",
        "The companies of one industry in one region at one table with the public partners who "
        "answer them. Companies name what matters; partners listen, then answer together.",
    ),
    GlossaryWord(
        "convener",
        "Convener",
        "The organization, in one person, that calls the table together and serves it. It sells "
        "nothing there: where its own organization might deliver, it stands aside.",
    ),
    GlossaryWord(
        "seat",
        "Seat",
        "An organization's place at a partnership. Its delegates act for it; a company's seat has "
        "one vote, however many come, and companies of one owner have one together.",
    ),
    GlossaryWord(
        "champion",
        "Champion",
        "A company's delegate who leads at the table for a term: opens doors, chairs, and invites "
        "other companies.",
    ),
    GlossaryWord(
        "system",
        "System",
        "A kind of partner: education, workforce development, economic development, government, "
        "community, labor, associations, philanthropy. A solution takes two of them, so that "
        "none answers alone, or a reason on record.",
    ),
    GlossaryWord(
        "support-team",
        "Support team",
        "The public partners of a table together. They listen and answer as one.",
    ),
    GlossaryWord(
        "opportunity",
        "Opportunity",
        "What the industry could win: a market, a product, an order that nobody can fill alone. "
        "Companies raise it; needs say which one they would unlock.",
    ),
    GlossaryWord(
        "need",
        "Need",
        "What companies at the table say is missing. One company raises it, others stand by its "
        "text; nobody else can raise one.",
    ),
    GlossaryWord(
        "listening",
        "Joint listening",
        "Needs are told to every public partner at the same moment. They listen for some days, "
        "and propose nothing before those are over.",
    ),
    GlossaryWord(
        "round",
        "Round",
        "A vote of the companies on needs that all have heard, by rules fixed when it opens. No "
        "single ballot is ever shown, and nothing of the count before the close.",
    ),
    GlossaryWord(
        "ballot-rule",
        "Ballot rule",
        "How companies vote in a round; the convener chooses it, and it is fixed when the round "
        f"opens: {'; '.join(rule.words.name for rule in BALLOT_RULES.values())}.",
    ),
    GlossaryWord("priority", "Priority", "A need that the companies put first in a round."),
    GlossaryWord(
        "solution",
        "Solution",
        "What partners and companies do about a need, approved by the companies, and called "
        "complete only when those who raised the need say that it answered it.",
    ),
    GlossaryWord(
        "acceptance-test",
        "Acceptance test",
        "How those who raised a need will know that a solution answered it; they write it before "
        "the companies decide.",
    ),
    GlossaryWord(
        "standing-aside",
        "Standing aside",
        "A convener whose own organization might deliver a solution does not run it: a deputy "
        "does, by criteria fixed before any offer.",
    ),
    GlossaryWord(
        "promise",
        "Promise",
        "Who does what by when. It is kept, late, promised anew or withdrawn, and never rewritten.",
    ),
    GlossaryWord(
        "pitch",
        "Pitch",
        "An offer of wares where companies asked for none. One click reports it.",
    ),
    GlossaryWord(
        "active",
        "Active",
        "What a partnership is while its record shows what the state's checklist asks for. Nobody "
        "can type it; it is looked at every night.",
    ),
    GlossaryWord(
        "at-risk",
        "At risk, stale",
        "Companies have not met, or the plan has not changed, for longer than the checklist "
        "allows; stale, when that goes on.",
    ),
)
