"""The table's words, each explained once, in the order in which one meets them."""

from sectoral.workspace.evidence.words import GlossaryWord
from sectoral.workspace.rules.ballots import BALLOT_RULES

AT_THE_TABLE = (
    GlossaryWord(
        "partnership",
        "Sector partnership",
        "The companies of one industry in one region, working at one table with public "
        "partners. Companies say what matters. Partners listen, then answer together.",
    ),
    GlossaryWord(
        "convener",
        "Convener",
        "The organization, and its person in charge, that brings the table together and "
        "serves it. It sells nothing there. If it might deliver a solution itself, it steps "
        "aside.",
    ),
    GlossaryWord(
        "seat",
        "Seat",
        "An organization's place at a partnership. Its delegates act for it, and a company's "
        "seat has one vote, however many people come. Companies with the same owner share "
        "one vote.",
    ),
    GlossaryWord(
        "champion",
        "Champion",
        "A company's delegate who leads at the table for a term: opens doors, chairs "
        "meetings, and invites other companies.",
    ),
    GlossaryWord(
        "system",
        "Kind of partner",
        "Education, workforce development, economic development, government, community, "
        "labor, associations or philanthropy. A solution needs two kinds, so that nobody "
        "answers alone, or a reason on record.",
    ),
    GlossaryWord(
        "support-team",
        "Support team",
        "All public partners of a table together. They listen and answer as one.",
    ),
    GlossaryWord(
        "opportunity",
        "Opportunity",
        "What the industry could gain: a market, a product, or an order that is too big for "
        "one company. Needs say which opportunity they would open up.",
    ),
    GlossaryWord(
        "need",
        "Need",
        "What companies at the table say is missing. One company raises it, and others "
        "support its text. Nobody else can raise one.",
    ),
    GlossaryWord(
        "listening",
        "Joint listening",
        "Every public partner gets the needs at the same moment. They listen for some days, "
        "and nobody proposes anything until that is over.",
    ),
    GlossaryWord(
        "round",
        "Round",
        "A vote of the companies on needs that all have heard, by rules fixed when it opens. "
        "Individual ballots are never shown, and nobody sees the count before the round "
        "closes.",
    ),
    GlossaryWord(
        "ballot-rule",
        "Ballot rule",
        "How companies vote in a round. The convener chooses it, and it is fixed when the "
        f"round opens: {'; '.join(rule.words.name for rule in BALLOT_RULES.values())}.",
    ),
    GlossaryWord("priority", "Priority", "A need that the companies put first in a round."),
    GlossaryWord(
        "solution",
        "Solution",
        "What partners and companies do about a need. The companies approve it, and it is "
        "complete only when the companies that raised the need say that it is answered.",
    ),
    GlossaryWord(
        "acceptance-test",
        "Acceptance test",
        "How the companies that raised a need will know that a solution answered it. They "
        "write it before all companies decide.",
    ),
    GlossaryWord(
        "standing-aside",
        "Stepping aside",
        "If a convener's own organization might deliver a solution, the convener does not "
        "run it. A deputy does, using criteria set before any offer.",
    ),
    GlossaryWord(
        "promise",
        "Promise",
        "Who does what by when. It is kept, late, changed or withdrawn, and never rewritten.",
    ),
    GlossaryWord(
        "pitch",
        "Pitch",
        "A sales offer that companies did not ask for. One click reports it.",
    ),
    GlossaryWord(
        "active",
        "Active",
        "A partnership is active while its record meets the state's checklist. Nobody can "
        "set it by hand. It is checked every night.",
    ),
    GlossaryWord(
        "at-risk",
        "At risk, stale",
        "At risk: companies have not met, or the plan has not changed, for longer than the "
        "checklist allows. Stale: this goes on even longer.",
    ),
)
