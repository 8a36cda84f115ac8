"""A partnership's life: proposed, moved on, convened, measured, merged, split, closed."""

from typing import Any

from sectoral.workspace.actions import conveners, partnerships, realignments, reviews
from sectoral.workspace.acts.act import Act
from sectoral.workspace.acts.fields.basic import (
    REASON,
    WHY_HERE,
    WHY_PUBLIC,
    EmptyChoice,
    TextSort,
    choice_field,
    day_field,
    line_field,
    row_field,
    text_field,
    tick_field,
)
from sectoral.workspace.acts.fields.codes import counties_field, industries_field
from sectoral.workspace.acts.fields.row_choices import (
    organization_of,
    partnerships_beside,
    people_of_providers,
    possible_conveners,
)
from sectoral.workspace.acts.fields.split_parts import propose_split, split_parts
from sectoral.workspace.acts.proposals import propose_from_edition, region_choices, sector_choices
from sectoral.workspace.guards.partnership import still_lives
from sectoral.workspace.models import Checklist
from sectoral.workspace.models.partnerships import CaseDecision
from sectoral.workspace.queries.measures import was_launched
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.lifecycles import PARTNERSHIP
from sectoral.workspace.rules.wording.readers import PUBLIC, TABLE_AND_STATE


def _move_act(
    verb: str, run: Any, permission: str, words: str, done: str, *fields: Any, **more: Any
) -> Act:
    """An act that is one move of a partnership's life."""
    return Act(
        key=f"partnership.{verb}",
        run=run,
        takes="partnership",
        permission=permission,
        words=words,
        fields=fields,
        done=done,
        life=PARTNERSHIP,
        verb=verb,
        **more,
    )


def _seats_asked(sitting: Sitting, realignment: Any) -> list[Any]:
    return realignments.seats_asked(sitting.person, realignment, sitting.at)


_NOBODY_TO_CONVENE = EmptyChoice(
    "No organization that could convene is registered yet. Register the college, chamber, "
    "workforce board or association that will convene.",
    act="state.register",
)
_NOBODY_OF_THEM = EmptyChoice(
    "Nobody belongs to an organization that could convene yet. Open an account for the person, "
    "then record on the organization's page that the person belongs to it.",
    act="state.add_person",
    page="organizations",
    link="Organizations",
)
_NO_EDITION = EmptyChoice(
    "There is no data here yet, so there is no case to use. Ask the person who runs this "
    "site to start it with an edition: sectoral serve --edition FOLDER."
)
NO_OTHER_TABLE = EmptyChoice("There is no other partnership.")

_APPOINTMENT = (
    row_field("organization", "Organization", possible_conveners, lack=_NOBODY_TO_CONVENE),
    row_field(
        "person",
        "Person in charge",
        people_of_providers,
        help="Their name and e-mail address are shown on the public page.",
        lack=_NOBODY_OF_THEM,
    ),
    text_field(
        "basis",
        "Why it is a good convener here",
        readers=PUBLIC,
        help="Companies trust it, it is neutral among public partners, and it has the time.",
        rows=3,
    ),
    day_field("term_ends", "Its term ends"),
)

SCOPE = (
    text_field(
        "words",
        "Who belongs and what they work on, in one sentence",
        readers=PUBLIC,
        rows=2,
        start=lambda _, it: it.scope,
    ),
    industries_field(
        "naics", "Industry codes (NAICS 2022)", start=lambda _, it: ", ".join(it.naics)
    ),
    counties_field(
        "areas", "Counties (current FIPS codes)", start=lambda _, it: ", ".join(it.areas)
    ),
)
"""What says who belongs."""

LIFE = (
    Act(
        key="state.propose",
        run=propose_from_edition,
        takes="",
        permission="propose",
        words="Propose a partnership",
        fields=(
            choice_field("region", "Region", region_choices, lack=_NO_EDITION),
            choice_field("sector", "Sector", sector_choices, lack=_NO_EDITION),
            choice_field("decision", "The state's decision on the case", CaseDecision.choices),
            line_field(
                "name",
                "Name",
                readers=PUBLIC,
                sort=TextSort.NAME,
                most=200,
                required=False,
                help="Leave it empty to use “sector in region”.",
            ),
            text_field(
                "case_waiver",
                "Why it may form although the sector is not critical",
                readers=TABLE_AND_STATE,
                required=False,
                rows=2,
            ),
            text_field(
                "waiver",
                "Why a second partnership for this sector or these counties is needed",
                readers=TABLE_AND_STATE,
                required=False,
                rows=2,
            ),
            tick_field("labor_votes", "A labor-management table: labor seats may have votes"),
        ),
        intro="The proposal uses the case from the current edition.",
        done="Proposed. Next, it needs a lead convener, then the state's approval.",
    ),
    _move_act(
        "reject",
        partnerships.reject,
        "confirm",
        "Turn it down",
        "Turned down.",
        WHY_HERE,
        small=True,
    ),
    _move_act("form", partnerships.form, "confirm", "Approve it", "Approved. It is forming now."),
    _move_act(
        "make_ready",
        partnerships.make_ready,
        "move",
        "Mark it ready to launch",
        "Marked as ready to launch.",
    ),
    _move_act(
        "launch",
        partnerships.launch,
        "move",
        "Mark it launched",
        "Launched. It becomes active once it meets the checklist.",
    ),
    _move_act(
        "pause",
        partnerships.pause,
        "move",
        "Pause it",
        "Paused.",
        WHY_PUBLIC,
        day_field("until", "Review it on"),
        small=True,
    ),
    Act(
        key="partnership.resume",
        run=partnerships.resume,
        takes="partnership",
        permission="move",
        words="Resume it",
        done="It continues.",
        life=PARTNERSHIP,
        verb=partnerships.way_back,
    ),
    Act(
        key="partnership.close",
        run=partnerships.close,
        takes="partnership",
        permission="move",
        words="Close it",
        fields=(
            choice_field("because", "Reason", list(partnerships.ENDINGS.items())),
            text_field(
                "closing_note",
                "Closing note",
                readers=PUBLIC,
                help="What was achieved, and where its records are.",
            ),
        ),
        done="Closed. Its records stay.",
        life=PARTNERSHIP,
        verb="close",
        # Of a launched one its companies are asked: that is the other button's.
        shown_when=lambda _, it: not was_launched(it),
        small=True,
    ),
    Act(
        key="partnership.set_scope",
        run=partnerships.set_scope,
        takes="partnership",
        permission="set_scope",
        words="Set the scope",
        fields=SCOPE,
        done="The scope is on record.",
        may=lambda _, it: partnerships.may_set_scope(it),
    ),
    Act(
        key="partnership.publish",
        run=partnerships.publish,
        takes="partnership",
        permission="publish",
        words="Publish it",
        intro="It was imported from a spreadsheet. Once it is published, everybody can read "
        "its page, with its convener's name and e-mail address.",
        done="Published. Everybody can read its page.",
        may=lambda _, it: partnerships.may_publish(it),
    ),
    Act(
        key="partnership.declare_labor_table",
        run=partnerships.declare_labor_table,
        takes="partnership",
        permission="set_scope",
        words="Set whether labor has votes",
        fields=(
            tick_field(
                "labor_votes",
                "A labor-management table: labor seats may have votes",
                start=lambda _, it: it.labor_votes,
            ),
        ),
        done="It is shown on the partnership's page.",
        may=lambda _, it: still_lives(it),
        small=True,
    ),
    Act(
        key="partnership.write_plan",
        run=partnerships.write_plan,
        takes="partnership",
        permission="write_plan",
        words="Write the action plan",
        fields=(
            text_field(
                "text", "For each priority: who does what by when", readers=TABLE_AND_STATE, rows=10
            ),
        ),
        done="The plan is saved.",
    ),
    # ── who convenes ──────────────────────────────────────────────────────────────────────────
    Act(
        key="partnership.appoint",
        run=conveners.appoint,
        takes="partnership",
        permission="appoint",
        words="Appoint the lead convener",
        fields=_APPOINTMENT,
        done="Appointed. The reason and the term are on record.",
        may=lambda _, it: conveners.may_appoint_lead(it),
        given=lambda _, __: {"lead": True},
    ),
    Act(
        key="partnership.appoint_beside",
        run=conveners.appoint,
        takes="partnership",
        permission="appoint",
        words="Appoint a co-convener",
        fields=_APPOINTMENT,
        done="Appointed as co-convener.",
        may=lambda _, it: still_lives(it),
        given=lambda _, __: {"lead": False},
        small=True,
    ),
    Act(
        key="partnership.hand_over",
        run=conveners.hand_over,
        takes="partnership",
        permission="hand_over",
        words="Hand over to another convener",
        fields=(*_APPOINTMENT, WHY_HERE),
        done="Handed over. There was no gap between the two.",
        may=lambda _, it: conveners.may_hand_over(it),
        small=True,
    ),
    Act(
        key="appointment.step_down",
        run=conveners.step_down,
        takes="appointment",
        permission="hand_over",
        words="End this appointment",
        fields=(WHY_PUBLIC,),
        done="Ended.",
        may=lambda _, it: conveners.may_step_down(it),
        small=True,
    ),
    # ── what active means ─────────────────────────────────────────────────────────────────────
    Act(
        key="partnership.choose_checklist",
        run=reviews.choose_checklist,
        takes="partnership",
        permission="load_checklist",
        words="Choose the checklist for “active”",
        fields=(
            row_field(
                "checklist",
                "Checklist",
                lambda _, __: list(Checklist.objects.all()),
                required=False,
                help="Leave it empty to use the one that comes with Sectoral.",
            ),
        ),
        done="It applies from the next review on.",
        may=lambda _, it: still_lives(it),
        given=lambda _, __: {"checklist": None},
        small=True,
    ),
    # ── merging and splitting ─────────────────────────────────────────────────────────────────
    Act(
        key="partnership.propose_merge",
        run=realignments.propose_merge,
        takes="partnership",
        permission="move",
        words="Propose a merger into another partnership",
        fields=(
            row_field("into", "Into which partnership", partnerships_beside, lack=NO_OTHER_TABLE),
            WHY_PUBLIC,
        ),
        done="Proposed. The companies of both are asked next.",
        may=lambda _, it: realignments.may_realign(it),
        small=True,
    ),
    Act(
        key="partnership.propose_split",
        run=propose_split,
        takes="partnership",
        permission="move",
        words="Propose a split",
        fields=(split_parts(), WHY_PUBLIC),
        done="Proposed. The companies of each part are asked next.",
        may=lambda _, it: realignments.may_realign(it),
        small=True,
    ),
    Act(
        key="realignment.agree",
        run=realignments.consent,
        takes="realignment",
        permission="consent",
        words="Our company agrees",
        fields=(row_field("seat", "For which company", _seats_asked, say=organization_of),),
        done="Your company's yes is recorded.",
        may=lambda sitting, it: realignments.may_consent(sitting.person, it, sitting.at),
        given=lambda _, __: {"yes": True},
    ),
    Act(
        key="realignment.disagree",
        run=realignments.consent,
        takes="realignment",
        permission="consent",
        words="Our company disagrees",
        fields=(row_field("seat", "For which company", _seats_asked, say=organization_of),),
        done="Your company's no is recorded.",
        may=lambda sitting, it: realignments.may_consent(sitting.person, it, sitting.at),
        given=lambda _, __: {"yes": False},
        small=True,
    ),
    Act(
        key="realignment.confirm",
        run=realignments.confirm,
        takes="realignment",
        permission="confirm",
        words="Confirm it for the state",
        done="Confirmed.",
        may=lambda _, it: realignments.may_confirm(it),
    ),
    Act(
        key="realignment.drop",
        run=realignments.drop,
        takes="realignment",
        permission="move",
        words="Withdraw the proposal",
        fields=(REASON,),
        done="Withdrawn.",
        may=lambda _, it: realignments.may_settle_proposal(it),
        small=True,
    ),
    Act(
        key="realignment.merge",
        run=realignments.merge,
        takes="realignment",
        permission="confirm",
        words="Carry out the merger",
        done="Merged. All links lead to the new partnership.",
        life=PARTNERSHIP,
        verb="merge",
        moved=lambda it: it.partnership,
        may=lambda sitting, it: realignments.may_merge(sitting.person, it, sitting.at),
    ),
    Act(
        key="realignment.split",
        run=realignments.split,
        takes="realignment",
        permission="confirm",
        words="Carry out the split",
        done="Split. Each part starts forming with its own companies.",
        life=PARTNERSHIP,
        verb="split",
        moved=lambda it: it.partnership,
        may=lambda _, it: realignments.may_split(it),
    ),
)
