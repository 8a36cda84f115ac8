"""Opportunities, needs, joint listening, rounds: what companies raise, hear and choose."""

from datetime import timedelta
from typing import Any

from sectoral.workspace.actions import listening, needs, opportunities, rounds
from sectoral.workspace.acts.act import Act
from sectoral.workspace.acts.ballot import ballot
from sectoral.workspace.acts.fields import (
    choice,
    count,
    line,
    moment,
    row,
    rows,
    text,
    tick,
)
from sectoral.workspace.acts.offered import (
    companies_here,
    mine,
    needs_in,
    organization_of,
    table_of,
    title_of,
)
from sectoral.workspace.lifecycles import NEED, ROUND
from sectoral.workspace.models import Need, Round
from sectoral.workspace.models.needs import Category
from sectoral.workspace.reads.rounds import votes_for
from sectoral.workspace.roles import Sitting

WHO_SEES = (
    "Until you raise it, your company and the convener alone see it; then the other companies, "
    "who may stand by it; public partners only once it is released to all of them at once."
)
RECORDS = "I have read that records law may make this public one day."

_CATEGORY = choice("category", "What it is about", Category.choices)
_TITLE = line("title", "The need in a few words")
_TEXT = text(
    "text",
    "What is missing, and what it costs you",
    help="No names of people, no pay, no prices. Companies do not settle those together.",
)
_RECORDS = tick("may_become_public", RECORDS, must=True)
_OPPORTUNITY = row(
    "opportunity",
    "The opportunity it would unlock",
    lambda _, thing: list(table_of(thing).opportunities.all()),
    required=False,
)
_COMPANY = row("seat", "The company", companies_here, say=organization_of)
_ATTEST = "You attest that the company said so. It is shown as “an employer member”."


def _own(sitting: Sitting, need: Any) -> bool:
    return need.raised_by in sitting.seats or bool(need.attested_by_id and sitting.may("raise_for"))


def _of_company(sitting: Sitting, need: Any) -> bool:
    return need.raised_by in sitting.seats


def _could_support(sitting: Sitting, need: Any) -> bool:
    if need.state not in needs.SUPPORTABLE:
        return False
    given = {support.seat_id for support in need.supports.all() if support.version == need.version}
    able = {seat.pk for seat in sitting.seats_that_may("support")} - {need.raised_by_id}
    return bool(able - given)


def _may_vote(sitting: Sitting, round: Any) -> bool:
    if round.state != Round.State.OPEN:
        return False
    return any(votes_for(round, seat) is not None for seat in sitting.seats_that_may("vote"))


def _voting_seats(sitting: Sitting, round: Any) -> list[Any]:
    able = sitting.seats_that_may("vote")
    return [seat for seat in able if votes_for(round, seat) == seat] or able


def _state(*states: str) -> Any:
    return lambda _, thing: thing.state in states


def _kept_titles(_: Sitting, need: Any) -> str:
    return str(_present(need).title)


def _kept_text(_: Sitting, need: Any) -> str:
    return str(_present(need).text)


def _present(need: Need) -> Any:
    return next(v for v in need.versions.all() if v.number == need.version)


NEEDS = (
    Act(
        "partnership.put_forward",
        opportunities.put_forward,
        "",
        "raise",
        "Write down an opportunity",
        (
            mine("raise"),
            text("text", "What could the industry win here?", rows=3),
        ),
        intro="Opportunities come first: a new market, a product, an order that nobody can fill "
        "alone. Needs follow from them.",
        done="The opportunity is on the table's list.",
    ),
    Act(
        "partnership.put_forward_for",
        opportunities.put_forward,
        "",
        "raise_for",
        "Write down a company's opportunity",
        (_COMPANY, text("text", "What could the industry win here?", rows=3)),
        intro=_ATTEST,
        done="The opportunity is on the table's list.",
        given=lambda _, __: {"attested": True},
    ),
    Act(
        "partnership.draft_need",
        needs.draft,
        "",
        "raise",
        "Write down a need",
        (mine("raise"), _CATEGORY, _TITLE, _TEXT, _OPPORTUNITY, _RECORDS),
        intro=WHO_SEES,
        done="Written down. Only your company and the convener see it. Raise it when it is ready.",
    ),
    Act(
        "partnership.draft_need_for",
        needs.draft,
        "",
        "raise_for",
        "Write down a company's need",
        (_COMPANY, _CATEGORY, _TITLE, _TEXT, _OPPORTUNITY, _RECORDS),
        intro=_ATTEST,
        done="Written down. Raise it when the company agrees to the words.",
        given=lambda _, __: {"attested": True},
    ),
    Act(
        "need.raise",
        needs.raise_need,
        "need",
        "see_own_needs",
        "Raise it before the other companies",
        done="Raised. The other companies can stand by it now.",
        life=NEED,
        verb="raise",
        offered=lambda sitting, need: need.state == "draft" and _own(sitting, need),
    ),
    Act(
        "need.clarify",
        needs.clarify,
        "need",
        "reword",
        "Record that it was talked through",
        done="Recorded.",
        life=NEED,
        verb="clarify",
        offered=lambda sitting, need: need.state == "raised" and _own(sitting, need),
        small=True,
    ),
    Act(
        "need.reword",
        needs.reword,
        "need",
        "reword",
        "Word it anew",
        (
            line("title", "The need in a few words", start=_kept_titles),
            text("text", "What is missing, and what it costs", start=_kept_text),
        ),
        intro="A new text is a new version. Companies that stood by the earlier one are asked "
        "again. The convener's wording stands only when the company that raised it agrees.",
        done="The new wording is on record.",
        offered=lambda sitting, need: (
            need.state not in ("single", "closed", "answered")
            and (_own(sitting, need) or bool(sitting.may("see_unreleased_needs")))
        ),
        small=True,
    ),
    Act(
        "rewording.agree",
        needs.answer_wording,
        "rewording",
        "see_own_needs",
        "Agree to this wording",
        done="Agreed: it is the need's text now.",
        offered=lambda sitting, it: it.agreed is None and _of_company(sitting, it.need),
        given=lambda _, __: {"yes": True},
    ),
    Act(
        "rewording.decline",
        needs.answer_wording,
        "rewording",
        "see_own_needs",
        "Keep our own wording",
        done="Declined: your own text stays.",
        offered=lambda sitting, it: it.agreed is None and _of_company(sitting, it.need),
        given=lambda _, __: {"yes": False},
        small=True,
    ),
    Act(
        "need.support",
        needs.support,
        "need",
        "support",
        "Stand by it",
        (mine("support"),),
        done="Your company stands by this need as it reads now.",
        offered=_could_support,
    ),
    Act(
        "need.set_apart",
        needs.set_apart,
        "need",
        "release",
        "Set apart as one company's request",
        done="Set apart: it is that company's own request, not the table's.",
        life=NEED,
        verb="set_apart",
        offered=_state("raised", "clarified"),
        small=True,
    ),
    Act(
        "need.reopen",
        needs.reopen,
        "need",
        "accept_answer",
        "It is not answered after all",
        (text("reason", "What is still missing?", rows=2),),
        done="Open again.",
        life=NEED,
        verb="reopen",
        offered=lambda sitting, need: (
            need.state in ("answered", "closed") and _of_company(sitting, need)
        ),
        small=True,
    ),
    Act(
        "partnership.set_ground_rules",
        needs.set_ground_rules,
        "partnership",
        "set_scope",
        "Settle the ground rules",
        (
            count("supporters", "Companies that make a need a shared one", least=1, most=20),
            count("listening_days", "Days that public partners listen", least=1, most=120),
            count("notice_days", "Days of notice before an open meeting", least=0, most=60),
            line(
                "counsel",
                "Whom to ask about antitrust and records law",
                most=200,
                required=False,
            ),
        ),
        done="The ground rules are settled.",
        small=True,
    ),
    Act(
        "partnership.release",
        listening.release,
        "partnership",
        "release",
        "Release needs to all public partners",
        (rows("needs", "Which needs", needs_in("validated"), say=title_of),),
        intro="Every public partner reads them at the same moment. Then the listening window "
        "begins, in which nobody proposes anything.",
        done="Released to every public partner at one moment. They listen together now.",
    ),
    Act(
        "release.receive",
        listening.receive,
        "release",
        "receive",
        "We have read it",
        (mine("receive"),),
        done="Your receipt is on record.",
        small=True,
    ),
    Act(
        "partnership.prepare_round",
        rounds.prepare,
        "partnership",
        "open_round",
        "Prepare a round of priorities",
        (
            rows(
                "needs", "Which needs", needs_in("released", "prioritised", "parked"), say=title_of
            ),
            choice("rule", "How companies vote", Round.Rule.choices),
            count("keep", "How many become priorities", least=1, most=20, start=lambda *_: 3),
            count(
                "most_points",
                "Most points one need may have",
                least=1,
                most=100,
                required=False,
                help="For a ballot of 100 points. Leave it empty for no limit.",
            ),
            count(
                "tenure_days",
                "Days a company has been at the table to vote",
                least=0,
                most=3650,
                required=False,
                start=lambda *_: 0,
            ),
            text(
                "count_each_because",
                "Why companies under one owner vote each for itself",
                required=False,
                rows=2,
                help="Leave it empty: companies under common ownership have one ballot.",
            ),
        ),
        done="Prepared. Look at who may vote, then open it.",
    ),
    Act(
        "round.open",
        rounds.open_round,
        "round",
        "open_round",
        "Open the round",
        (
            moment(
                "closes_at",
                "Closes",
                start=lambda sitting, _: sitting.at + timedelta(days=7),
            ),
        ),
        intro="From now on nobody joins or leaves the electorate, and nothing of the vote shows "
        "until it closes.",
        done="Open. Companies have their ballot.",
        life=ROUND,
        verb="open",
        offered=_state("draft"),
    ),
    Act(
        "round.cast",
        rounds.cast,
        "round",
        "vote",
        "Cast your company's ballot",
        (mine("vote", "For which company"), ballot()),
        intro="One company, one ballot. You may cast it again until the round closes; the last "
        "one counts. Nobody sees it, the convener included.",
        done="Your company's ballot is cast. You may change it until the round closes.",
        offered=_may_vote,
    ),
    Act(
        "round.close",
        rounds.close,
        "round",
        "open_round",
        "Close the round and count",
        done="Closed and counted. Publish it when you are ready.",
        life=ROUND,
        verb="close",
        offered=_state("open"),
    ),
    Act(
        "round.publish",
        rounds.publish,
        "round",
        "open_round",
        "Publish the result",
        done="Published: the first needs are priorities now.",
        life=ROUND,
        verb="publish",
        offered=_state("closed"),
    ),
    Act(
        "round.void",
        rounds.void,
        "round",
        "void_round",
        "Declare the round void",
        (text("reason", "Why it is void", rows=2),),
        done="Void. Draft it anew when the reason is gone.",
        life=ROUND,
        verb="void",
        offered=_state("open", "closed", "published"),
        small=True,
    ),
    Act(
        "round.rerun",
        rounds.rerun,
        "round",
        "open_round",
        "Draft it anew by the same rules",
        done="Drafted anew.",
        offered=_state("void"),
    ),
)
