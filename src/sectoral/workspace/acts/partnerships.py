"""A partnership's life: proposed, moved on, convened, measured, merged, split, closed."""

from typing import Any

from sectoral.workspace.actions import conveners, partnerships, realignments, reviews
from sectoral.workspace.acts.act import Act
from sectoral.workspace.acts.fields.basic import (
    REASON,
    WHY_HERE,
    WHY_PUBLIC,
    Lack,
    Sort,
    choice,
    day,
    line,
    row,
    text,
    tick,
)
from sectoral.workspace.acts.fields.codes import counties, industries
from sectoral.workspace.acts.fields.row_choices import (
    organization_of,
    partnerships_beside,
    people_of_providers,
    providers,
)
from sectoral.workspace.acts.fields.split_parts import propose_split, split_parts
from sectoral.workspace.acts.proposals import propose, regions, sectors
from sectoral.workspace.models import Checklist
from sectoral.workspace.models.partnerships import LIVE, CaseDecision, Stage
from sectoral.workspace.queries.measures import was_launched
from sectoral.workspace.queries.roles import Sitting, sitting_of
from sectoral.workspace.rules.lifecycles import PARTNERSHIP
from sectoral.workspace.rules.wording.readers import PUBLIC, TABLE


def _stage(*stages: str) -> Any:
    return lambda _, thing: thing.stage in stages


def _live(_: Sitting, thing: Any) -> bool:
    return thing.stage in LIVE


def _move(verb: str, run: Any, rule: str, words: str, done: str, *fields: Any, **more: Any) -> Act:
    """An act that is one move of a partnership's life."""
    step = next(m for m in PARTNERSHIP if m.verb == verb)
    return Act(
        f"partnership.{verb}",
        run,
        "partnership",
        rule,
        words,
        fields,
        done=done,
        life=PARTNERSHIP,
        verb=verb,
        offered=_stage(*step.before),
        **more,
    )


def _asked(sitting: Sitting, realignment: Any) -> list[Any]:
    """The person's companies that are asked: of the table that ends, and of the one that stays."""
    tables = (realignment.partnership, realignment.successor)
    return [
        seat
        for table in tables
        if table is not None
        for seat in sitting_of(sitting.person, table, at=sitting.at).seats_that_may("consent")
    ]


def _running(_: Sitting, realignment: Any) -> bool:
    return bool(realignment.is_open)


def _unlaunched(sitting: Sitting, partnership: Any) -> bool:
    return _live(sitting, partnership) and not was_launched(partnership)


_NOBODY_TO_CONVENE = Lack(
    "No organization that could convene is registered yet. Register the college, chamber, "
    "workforce board or association that will.",
    act="state.register",
)
_NOBODY_OF_THEM = Lack(
    "Nobody belongs to an organization that could convene yet. Open an account for the person, "
    "then record on the organization's page that the person belongs to it.",
    act="state.add_person",
    page="organizations",
    link="Organizations",
)
_NO_EDITION = Lack(
    "No data is shown here, so there is no case to cite. Whoever runs this system starts it with "
    "an edition: sectoral serve --edition FOLDER."
)
NO_OTHER_TABLE = Lack("There is no other partnership.")

_APPOINTMENT = (
    row("organization", "Organization", providers, lack=_NOBODY_TO_CONVENE),
    row(
        "person",
        "The person who acts for it",
        people_of_providers,
        help="Name and e-mail address stand on the partnership's public page.",
        lack=_NOBODY_OF_THEM,
    ),
    text(
        "basis",
        "Why it is a credible convener here",
        readers=PUBLIC,
        help="Trusted by companies; neutral among public partners; has the hours.",
        rows=3,
    ),
    day("term_ends", "Its term ends"),
)

SCOPE = (
    text(
        "words",
        "Who belongs and what they take on, in a sentence",
        readers=PUBLIC,
        rows=2,
        start=lambda _, it: it.scope,
    ),
    industries("naics", "Industry codes (NAICS 2022)", start=lambda _, it: ", ".join(it.naics)),
    counties("areas", "Counties (FIPS codes of today)", start=lambda _, it: ", ".join(it.areas)),
)
"""What says who belongs."""

LIFE = (
    Act(
        "state.propose",
        propose,
        "",
        "propose",
        "Propose a partnership",
        (
            choice("region", "Region", regions, lack=_NO_EDITION),
            choice("sector", "Sector", sectors, lack=_NO_EDITION),
            choice("decision", "What the state decided on the case", CaseDecision.choices),
            line(
                "name",
                "Name",
                readers=PUBLIC,
                sort=Sort.NAME,
                most=200,
                required=False,
                help="Empty: sector and region.",
            ),
            text(
                "case_waiver",
                "Why it may form though the sector is not critical",
                readers=TABLE,
                required=False,
                rows=2,
            ),
            text(
                "waiver",
                "Why a second partnership of the sector or its counties is needed",
                readers=TABLE,
                required=False,
                rows=2,
            ),
            tick("labor_votes", "A labor-management table: labor seats may hold votes"),
        ),
        intro="The proposal cites the case of the edition that is shown now.",
        done="Proposed. Next: a lead convener, then the state takes it up.",
    ),
    _move(
        "reject",
        partnerships.reject,
        "confirm",
        "Do not take it up",
        "Not taken up.",
        WHY_HERE,
        small=True,
    ),
    _move("form", partnerships.form, "confirm", "Take it up", "It is forming now."),
    _move(
        "make_ready", partnerships.make_ready, "move", "Call it ready to launch", "Ready to launch."
    ),
    _move(
        "launch",
        partnerships.launch,
        "move",
        "Call it launched",
        "Launched. It becomes active when its checklist passes.",
    ),
    _move(
        "pause",
        partnerships.pause,
        "move",
        "Pause it",
        "Paused.",
        WHY_PUBLIC,
        day("until", "Look again on"),
        small=True,
    ),
    Act(
        "partnership.resume",
        partnerships.resume,
        "partnership",
        "move",
        "Take it up again",
        done="It goes on.",
        offered=_stage("paused"),
    ),
    Act(
        "partnership.close",
        partnerships.close,
        "partnership",
        "move",
        "Close it",
        (
            choice("because", "Because", list(partnerships.ENDINGS.items())),
            text(
                "closing_note",
                "Closing note",
                readers=PUBLIC,
                help="What was reached, where its records are.",
            ),
        ),
        done="Closed. Its records stay.",
        life=PARTNERSHIP,
        verb="close",
        offered=lambda sitting, it: _unlaunched(sitting, it) and it.stage != Stage.PROPOSED,
        small=True,
    ),
    Act(
        "partnership.set_scope",
        partnerships.set_scope,
        "partnership",
        "set_scope",
        "Record who belongs",
        SCOPE,
        done="The scope is on record.",
        offered=_unlaunched,
    ),
    Act(
        "partnership.publish",
        partnerships.publish,
        "partnership",
        "publish",
        "Publish it",
        intro="A spreadsheet brought it in. Once published, everybody can read its page, with its "
        "convener's name and e-mail address.",
        done="Published: everybody can read its page.",
        offered=lambda sitting, it: _live(sitting, it) and it.published_at is None,
    ),
    Act(
        "partnership.declare_labor_table",
        partnerships.declare_labor_table,
        "partnership",
        "set_scope",
        "Say whether labor holds votes",
        (
            tick(
                "labor_votes",
                "A labor-management table: labor seats may hold votes",
                start=lambda _, it: it.labor_votes,
            ),
        ),
        done="Declared on the partnership's page.",
        offered=_live,
        small=True,
    ),
    Act(
        "partnership.write_plan",
        partnerships.write_plan,
        "partnership",
        "write_plan",
        "Write the action plan",
        (text("text", "Who does what by when, for each priority", readers=TABLE, rows=10),),
        done="The plan is on record.",
        offered=_live,
    ),
    # ── who convenes ──────────────────────────────────────────────────────────────────────────
    Act(
        "partnership.appoint",
        conveners.appoint,
        "partnership",
        "appoint",
        "Appoint the lead convener",
        _APPOINTMENT,
        done="Appointed. The act is on record with its basis and its term.",
        offered=_live,
        given=lambda _, __: {"lead": True},
    ),
    Act(
        "partnership.appoint_beside",
        conveners.appoint,
        "partnership",
        "appoint",
        "Appoint a co-convener",
        _APPOINTMENT,
        done="Appointed beside the lead.",
        offered=_live,
        given=lambda _, __: {"lead": False},
        small=True,
    ),
    Act(
        "partnership.hand_over",
        conveners.hand_over,
        "partnership",
        "hand_over",
        "Hand the convening over",
        (*_APPOINTMENT, WHY_HERE),
        done="Handed over in one act: there was never none and never two.",
        offered=_live,
        small=True,
    ),
    Act(
        "appointment.step_down",
        conveners.step_down,
        "appointment",
        "hand_over",
        "End this appointment",
        (WHY_PUBLIC,),
        done="Ended.",
        offered=lambda _, it: it.until is None,
        small=True,
    ),
    # ── what active means ─────────────────────────────────────────────────────────────────────
    Act(
        "partnership.choose_checklist",
        reviews.choose_checklist,
        "partnership",
        "load_checklist",
        "Choose what “active” is measured by",
        (
            row(
                "checklist",
                "Checklist",
                lambda _, __: list(Checklist.objects.all()),
                required=False,
                help="Empty: the one that comes with Sectoral.",
            ),
        ),
        done="From the next review on.",
        offered=_live,
        given=lambda _, __: {"checklist": None},
        small=True,
    ),
    # ── merging and splitting ─────────────────────────────────────────────────────────────────
    Act(
        "partnership.propose_merge",
        realignments.propose_merge,
        "partnership",
        "move",
        "Propose that it merges into another",
        (row("into", "Into which", partnerships_beside, lack=NO_OTHER_TABLE), WHY_PUBLIC),
        done="Proposed. The companies of both are asked next.",
        offered=_stage("active", "stale"),
        small=True,
    ),
    Act(
        "partnership.propose_split",
        propose_split,
        "partnership",
        "move",
        "Propose that it splits",
        (split_parts(), WHY_PUBLIC),
        done="Proposed. The companies of each part are asked next.",
        offered=_stage("active", "stale"),
        small=True,
    ),
    Act(
        "realignment.agree",
        realignments.consent,
        "realignment",
        "consent",
        "Our company agrees",
        (row("seat", "For which company", _asked, say=organization_of),),
        done="Your company's yes is on record.",
        offered=_running,
        given=lambda _, __: {"yes": True},
    ),
    Act(
        "realignment.disagree",
        realignments.consent,
        "realignment",
        "consent",
        "Our company does not agree",
        (row("seat", "For which company", _asked, say=organization_of),),
        done="Your company's no is on record.",
        offered=_running,
        given=lambda _, __: {"yes": False},
        small=True,
    ),
    Act(
        "realignment.confirm",
        realignments.confirm,
        "realignment",
        "confirm",
        "The state confirms it",
        done="Confirmed.",
        offered=lambda sitting, it: (
            _running(sitting, it) and it.takes_state and it.confirmed_at is None
        ),
    ),
    Act(
        "realignment.drop",
        realignments.drop,
        "realignment",
        "move",
        "Give it up",
        (REASON,),
        done="Given up.",
        offered=_running,
        small=True,
    ),
    Act(
        "realignment.merge",
        realignments.merge,
        "realignment",
        "confirm",
        "Carry the merge out",
        done="Merged. Every link leads on to the successor.",
        offered=lambda sitting, it: _running(sitting, it) and it.kind == "merge",
    ),
    Act(
        "realignment.split",
        realignments.split,
        "realignment",
        "confirm",
        "Carry the split out",
        done="Split. Each part forms with its companies.",
        offered=lambda sitting, it: _running(sitting, it) and it.kind == "split",
    ),
)
