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
    "workforce board or association that will.",
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
    "No data is shown here, so there is no case to cite. Whoever runs this system starts it with "
    "an edition: sectoral serve --edition FOLDER."
)
NO_OTHER_TABLE = EmptyChoice("There is no other partnership.")

_APPOINTMENT = (
    row_field("organization", "Organization", possible_conveners, lack=_NOBODY_TO_CONVENE),
    row_field(
        "person",
        "The person who acts for it",
        people_of_providers,
        help="Name and e-mail address stand on the partnership's public page.",
        lack=_NOBODY_OF_THEM,
    ),
    text_field(
        "basis",
        "Why it is a credible convener here",
        readers=PUBLIC,
        help="Trusted by companies; neutral among public partners; has the hours.",
        rows=3,
    ),
    day_field("term_ends", "Its term ends"),
)

SCOPE = (
    text_field(
        "words",
        "Who belongs and what they take on, in a sentence",
        readers=PUBLIC,
        rows=2,
        start=lambda _, it: it.scope,
    ),
    industries_field(
        "naics", "Industry codes (NAICS 2022)", start=lambda _, it: ", ".join(it.naics)
    ),
    counties_field(
        "areas", "Counties (FIPS codes of today)", start=lambda _, it: ", ".join(it.areas)
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
            choice_field("decision", "What the state decided on the case", CaseDecision.choices),
            line_field(
                "name",
                "Name",
                readers=PUBLIC,
                sort=TextSort.NAME,
                most=200,
                required=False,
                help="Empty: sector and region.",
            ),
            text_field(
                "case_waiver",
                "Why it may form though the sector is not critical",
                readers=TABLE_AND_STATE,
                required=False,
                rows=2,
            ),
            text_field(
                "waiver",
                "Why a second partnership of the sector or its counties is needed",
                readers=TABLE_AND_STATE,
                required=False,
                rows=2,
            ),
            tick_field("labor_votes", "A labor-management table: labor seats may hold votes"),
        ),
        intro="The proposal cites the case of the edition that is shown now.",
        done="Proposed. Next: a lead convener, then the state takes it up.",
    ),
    _move_act(
        "reject",
        partnerships.reject,
        "confirm",
        "Do not take it up",
        "Not taken up.",
        WHY_HERE,
        small=True,
    ),
    _move_act("form", partnerships.form, "confirm", "Take it up", "It is forming now."),
    _move_act(
        "make_ready", partnerships.make_ready, "move", "Call it ready to launch", "Ready to launch."
    ),
    _move_act(
        "launch",
        partnerships.launch,
        "move",
        "Call it launched",
        "Launched. It becomes active when its checklist passes.",
    ),
    _move_act(
        "pause",
        partnerships.pause,
        "move",
        "Pause it",
        "Paused.",
        WHY_PUBLIC,
        day_field("until", "Look again on"),
        small=True,
    ),
    Act(
        key="partnership.resume",
        run=partnerships.resume,
        takes="partnership",
        permission="move",
        words="Take it up again",
        done="It goes on.",
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
            choice_field("because", "Because", list(partnerships.ENDINGS.items())),
            text_field(
                "closing_note",
                "Closing note",
                readers=PUBLIC,
                help="What was reached, where its records are.",
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
        words="Record who belongs",
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
        intro="A spreadsheet brought it in. Once published, everybody can read its page, with its "
        "convener's name and e-mail address.",
        done="Published: everybody can read its page.",
        may=lambda _, it: partnerships.may_publish(it),
    ),
    Act(
        key="partnership.declare_labor_table",
        run=partnerships.declare_labor_table,
        takes="partnership",
        permission="set_scope",
        words="Say whether labor holds votes",
        fields=(
            tick_field(
                "labor_votes",
                "A labor-management table: labor seats may hold votes",
                start=lambda _, it: it.labor_votes,
            ),
        ),
        done="Declared on the partnership's page.",
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
                "text", "Who does what by when, for each priority", readers=TABLE_AND_STATE, rows=10
            ),
        ),
        done="The plan is on record.",
    ),
    # ── who convenes ──────────────────────────────────────────────────────────────────────────
    Act(
        key="partnership.appoint",
        run=conveners.appoint,
        takes="partnership",
        permission="appoint",
        words="Appoint the lead convener",
        fields=_APPOINTMENT,
        done="Appointed. The act is on record with its basis and its term.",
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
        done="Appointed beside the lead.",
        may=lambda _, it: still_lives(it),
        given=lambda _, __: {"lead": False},
        small=True,
    ),
    Act(
        key="partnership.hand_over",
        run=conveners.hand_over,
        takes="partnership",
        permission="hand_over",
        words="Hand the convening over",
        fields=(*_APPOINTMENT, WHY_HERE),
        done="Handed over in one act: there was never none and never two.",
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
        words="Choose what “active” is measured by",
        fields=(
            row_field(
                "checklist",
                "Checklist",
                lambda _, __: list(Checklist.objects.all()),
                required=False,
                help="Empty: the one that comes with Sectoral.",
            ),
        ),
        done="From the next review on.",
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
        words="Propose that it merges into another",
        fields=(
            row_field("into", "Into which", partnerships_beside, lack=NO_OTHER_TABLE),
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
        words="Propose that it splits",
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
        done="Your company's yes is on record.",
        may=lambda sitting, it: realignments.may_consent(sitting.person, it, sitting.at),
        given=lambda _, __: {"yes": True},
    ),
    Act(
        key="realignment.disagree",
        run=realignments.consent,
        takes="realignment",
        permission="consent",
        words="Our company does not agree",
        fields=(row_field("seat", "For which company", _seats_asked, say=organization_of),),
        done="Your company's no is on record.",
        may=lambda sitting, it: realignments.may_consent(sitting.person, it, sitting.at),
        given=lambda _, __: {"yes": False},
        small=True,
    ),
    Act(
        key="realignment.confirm",
        run=realignments.confirm,
        takes="realignment",
        permission="confirm",
        words="The state confirms it",
        done="Confirmed.",
        may=lambda _, it: realignments.may_confirm(it),
    ),
    Act(
        key="realignment.drop",
        run=realignments.drop,
        takes="realignment",
        permission="move",
        words="Give it up",
        fields=(REASON,),
        done="Given up.",
        may=lambda _, it: realignments.may_settle_proposal(it),
        small=True,
    ),
    Act(
        key="realignment.merge",
        run=realignments.merge,
        takes="realignment",
        permission="confirm",
        words="Carry the merge out",
        done="Merged. Every link leads on to the successor.",
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
        words="Carry the split out",
        done="Split. Each part forms with its companies.",
        life=PARTNERSHIP,
        verb="split",
        moved=lambda it: it.partnership,
        may=lambda _, it: realignments.may_split(it),
    ),
)
