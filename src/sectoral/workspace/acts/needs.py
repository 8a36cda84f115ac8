"""Opportunities, needs, joint listening, rounds: what companies raise, hear and choose."""

from dataclasses import replace
from typing import Any

from sectoral.workspace.actions import listening, needs, opportunities
from sectoral.workspace.acts.act import Act
from sectoral.workspace.acts.fields.basic import (
    ActField,
    EmptyChoice,
    choice_field,
    count_field,
    line_field,
    row_field,
    rows_field,
    text_field,
    tick_field,
)
from sectoral.workspace.acts.fields.row_choices import (
    NO_COMPANY,
    companies_here,
    needs_in,
    organization_of,
    own_seat_field,
    partnership_of_thing,
    title_heard,
)
from sectoral.workspace.models import GroundRules, Need
from sectoral.workspace.models.needs import Category
from sectoral.workspace.queries.flags import opportunities_for
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.lifecycles import NEED
from sectoral.workspace.rules.wording.readers import (
    COMPANIES,
    NEED_AGAIN,
    NEED_FOR,
    NOTE,
    OPPORTUNITY,
    OPPORTUNITY_FOR,
    OWN_NEED,
    TABLE_AND_STATE,
    ReaderGroup,
    TextReaders,
)

WHO_SEES = OWN_NEED.words
"""Who reads a need, told wherever one can be written."""

RECORDS = "I understand that public-records law may make this public one day."

_CATEGORY = choice_field("category", "What it is about", Category.choices)


def _words_of_need(readers: TextReaders) -> tuple[ActField, ActField]:
    """A need's title, which stands on the public page once companies chose it, and its text."""
    return (
        line_field(
            "title", "The need in a few words", readers=replace(readers, group=ReaderGroup.PUBLIC)
        ),
        text_field(
            "text",
            "What is missing, and what it costs you",
            readers=readers,
            help="A few sentences. No names of people, no pay, no prices: competing "
            "companies must not agree on those.",
        ),
    )


_RECORDS = tick_field("may_become_public", RECORDS, must=True)
_OPPORTUNITY = row_field(
    "opportunity",
    "The opportunity it would open up",
    lambda sitting, thing: list(
        opportunities_for(sitting, partnership_of_thing(thing).opportunities.all())
    ),
    required=False,
)
_COMPANY = row_field("seat", "The company", companies_here, say=organization_of, lack=NO_COMPANY)
_ATTEST = "By sending this you confirm that the company asked you to. Its name is not shown."


def _could_receive(sitting: Sitting, release: Any) -> bool:
    return bool(_seats_unread(sitting, release))


def _seats_unread(sitting: Sitting, release: Any) -> list[Any]:
    """The person's seats that have not read it."""
    read = {receipt.seat_id for receipt in release.receipts.all()}
    return [seat for seat in sitting.seats_that_may("receive") if seat.pk not in read]


def _kept_title(_: Sitting, need: Need) -> str:
    return need.text_now.title


def _kept_text(_: Sitting, need: Need) -> str:
    return need.text_now.text


NEEDS = (
    Act(
        key="partnership.put_forward",
        run=opportunities.put_forward,
        takes="",
        permission="raise",
        words="Add an opportunity",
        fields=(
            own_seat_field("raise"),
            text_field("text", "What could the industry gain here?", readers=OPPORTUNITY, rows=3),
        ),
        intro="A new market, a product, or an order that is too big for one company. Needs "
        "follow from it.",
        done="The opportunity is on the table's list.",
    ),
    Act(
        key="partnership.put_forward_for",
        run=opportunities.put_forward,
        takes="",
        permission="raise_for",
        words="Add an opportunity for a company",
        fields=(
            _COMPANY,
            text_field(
                "text", "What could the industry gain here?", readers=OPPORTUNITY_FOR, rows=3
            ),
        ),
        intro=_ATTEST,
        done="The opportunity is on the table's list.",
        given=lambda _, __: {"attested": True},
    ),
    Act(
        key="partnership.draft_need",
        run=needs.draft,
        takes="",
        permission="raise",
        words="Add a need",
        fields=(
            own_seat_field("raise"),
            _CATEGORY,
            *_words_of_need(OWN_NEED),
            _OPPORTUNITY,
            _RECORDS,
        ),
        done="Saved as a draft. Only your company and the convener see it. Share it when it "
        "is ready.",
    ),
    Act(
        key="partnership.draft_need_for",
        run=needs.draft,
        takes="",
        permission="raise_for",
        words="Add a need for a company",
        fields=(_COMPANY, _CATEGORY, *_words_of_need(NEED_FOR), _OPPORTUNITY, _RECORDS),
        intro=_ATTEST,
        done="Saved as a draft. Share it when the company agrees to the wording.",
        given=lambda _, __: {"attested": True},
    ),
    Act(
        key="need.raise",
        run=needs.raise_need,
        takes="need",
        permission="see_own_needs",
        words="Share it with the other companies",
        intro="They can read it and support it from now on. Your company's name is shown.",
        done="Shared. The other companies can support it now.",
        life=NEED,
        verb="raise",
        may=needs.may_speak_for,
    ),
    Act(
        key="need.clarify",
        run=needs.clarify,
        takes="need",
        permission="reword",
        words="Record that it was discussed",
        done="Recorded.",
        life=NEED,
        verb="clarify",
        may=needs.may_speak_for,
        small=True,
    ),
    Act(
        key="need.reword",
        run=needs.reword,
        takes="need",
        permission="reword",
        words="Change the wording",
        fields=(
            line_field(
                "title",
                "The need in a few words",
                readers=replace(NEED_AGAIN, group=ReaderGroup.PUBLIC),
                start=_kept_title,
            ),
            text_field(
                "text",
                "What is missing, and what it costs",
                readers=NEED_AGAIN,
                start=_kept_text,
            ),
        ),
        intro="This makes a new version. Companies that supported the earlier one are asked "
        "again. A wording from the convener counts only when the company that raised "
        "the need agrees.",
        done="The new wording is saved.",
        may=needs.may_reword,
        small=True,
    ),
    Act(
        key="rewording.agree",
        run=needs.answer_wording,
        takes="rewording",
        permission="see_own_needs",
        words="Accept this wording",
        done="Accepted. It is the need's text now.",
        may=needs.may_agree_to_wording,
        given=lambda _, __: {"yes": True},
    ),
    Act(
        key="rewording.decline",
        run=needs.answer_wording,
        takes="rewording",
        permission="see_own_needs",
        words="Keep our own wording",
        done="Declined. Your own text stays.",
        may=needs.may_answer_wording,
        given=lambda _, __: {"yes": False},
        small=True,
    ),
    Act(
        key="need.support",
        run=needs.support,
        takes="need",
        permission="support",
        words="We support it",
        fields=(
            row_field("seat", "For which company", needs.seats_to_stand_by, say=organization_of),
        ),
        done="Your company supports this need as it is worded now.",
        may=needs.may_support,
    ),
    Act(
        key="need.set_apart",
        run=needs.set_apart,
        takes="need",
        permission="release",
        words="Mark as one company's request",
        done="Marked as one company's own request, not the table's.",
        life=NEED,
        verb="set_apart",
        small=True,
    ),
    Act(
        key="need.reopen",
        run=needs.reopen,
        takes="need",
        permission="accept_answer",
        words="It is not answered after all",
        fields=(text_field("reason", "What is still missing?", readers=COMPANIES, rows=2),),
        done="Open again. It is waiting for another solution.",
        life=NEED,
        verb="reopen",
        may=needs.may_reopen,
        small=True,
    ),
    Act(
        key="need.note_context",
        run=needs.note_context,
        takes="need",
        permission="note_context",
        words="Add background",
        fields=(
            own_seat_field("note_context"),
            text_field(
                "text",
                "What companies should know about this need",
                readers=NOTE,
                rows=3,
                help="A rule, a number, a waiting list, who is left out. No offers, links or "
                "prices. Those belong in a solution.",
            ),
        ),
        done="Your note is shown with the need.",
        may=needs.may_note_context,
        small=True,
    ),
    Act(
        key="partnership.set_ground_rules",
        run=needs.set_ground_rules,
        takes="partnership",
        permission="set_scope",
        words="Set the ground rules",
        fields=(
            count_field(
                "supporters",
                "How many companies have to support a need",
                least=1,
                most=20,
                start=lambda _, it: GroundRules.of(it).supporters,
            ),
            count_field(
                "listening_days",
                "How many days public partners listen",
                least=1,
                most=120,
                start=lambda _, it: GroundRules.of(it).listening_days,
            ),
            count_field(
                "notice_days",
                "Days of notice before an open meeting",
                least=0,
                most=60,
                start=lambda _, it: GroundRules.of(it).notice_days,
            ),
            line_field(
                "counsel",
                "Lawyer to ask about antitrust and public records",
                readers=TABLE_AND_STATE,
                most=200,
                required=False,
                start=lambda _, it: GroundRules.of(it).counsel,
            ).clearable(),
        ),
        done="The ground rules are set.",
        small=True,
    ),
    Act(
        key="partnership.release",
        run=listening.release,
        takes="partnership",
        permission="release",
        words="Release needs to all public partners",
        fields=(
            rows_field(
                "needs",
                "Which needs",
                needs_in("validated"),
                say=title_heard,
                lack=EmptyChoice(
                    "No need has enough support yet. Companies raise needs and support each "
                    "other's.",
                    page="needs",
                    link="Needs",
                ),
            ),
        ),
        intro="Every public partner gets them at the same moment. Then the listening period "
        "starts, and nobody proposes anything until it is over.",
        done="Released to every public partner at the same moment. The listening period has "
        "started.",
        may=lambda sitting, it: listening.may_release(it, sitting.at),
    ),
    Act(
        key="release.receive",
        run=listening.receive,
        takes="release",
        permission="receive",
        words="We have read it",
        fields=(row_field("seat", "For which seat", _seats_unread, say=organization_of),),
        done="Recorded that you have read it.",
        may=listening.may_receive,
        # Reading it twice does no harm; nobody is asked for it.
        shown_when=_could_receive,
    ),
)
