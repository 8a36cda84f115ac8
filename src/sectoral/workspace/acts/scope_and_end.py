"""What a launched partnership's companies decide: its scope and its end; and who may overlap."""

from typing import Any

from sectoral.workspace.actions import partnerships, scope_and_end, waivers
from sectoral.workspace.acts.act import Act
from sectoral.workspace.acts.fields.basic import REASON, WHY_HERE, choice, row, text
from sectoral.workspace.acts.fields.codes import counties, industries
from sectoral.workspace.acts.fields.row_choices import partnerships_beside
from sectoral.workspace.acts.partnerships import NO_OTHER_TABLE, SCOPE
from sectoral.workspace.models.partnerships import LIVE
from sectoral.workspace.queries.consents import agreed
from sectoral.workspace.queries.measures import was_launched
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.wording.readers import PUBLIC


def _launched(_: Sitting, partnership: Any) -> bool:
    return was_launched(partnership)


def _companies_decide(_: Sitting, realignment: Any) -> bool:
    return realignment.is_open and not realignment.takes_state


def _may_follow(sitting: Sitting, realignment: Any) -> bool:
    return _companies_decide(sitting, realignment) and bool(agreed(realignment, sitting.at))


SCOPE_AND_END = (
    Act(
        "partnership.propose_rescope",
        scope_and_end.propose_rescope,
        "partnership",
        "set_scope",
        "Propose another scope",
        (*SCOPE, WHY_HERE),
        intro="It was launched, so more than half of its companies have to agree; or the state "
        "decides and says why. The page shows whose seats would fall outside.",
        done="Proposed. Its companies are asked next.",
        offered=_launched,
        small=True,
    ),
    Act(
        "partnership.propose_close",
        scope_and_end.propose_close,
        "partnership",
        "move",
        "Propose that it closes",
        (
            choice("because", "Because", list(partnerships.ENDINGS.items())),
            text(
                "closing_note",
                "Closing note",
                readers=PUBLIC,
                help="What was reached, where its records are.",
            ),
        ),
        intro="It was launched, so more than half of its companies have to agree; or the state "
        "decides and says why.",
        done="Proposed. Its companies are asked next.",
        offered=_launched,
        small=True,
    ),
    Act(
        "realignment.carry_out",
        scope_and_end.carry_out,
        "realignment",
        "move",
        "Carry it out",
        done="Carried out, as its companies agreed.",
        offered=_may_follow,
    ),
    Act(
        "realignment.decide",
        scope_and_end.decide,
        "realignment",
        "confirm",
        "The state decides it",
        (REASON,),
        intro="In the companies' place: they are told, and the reason stays on record.",
        done="Decided and carried out. Its companies are told.",
        offered=_companies_decide,
        small=True,
    ),
    Act(
        "partnership.waive",
        waivers.waive,
        "partnership",
        "confirm",
        "Record why it may overlap another",
        (
            row("beside", "Which other", partnerships_beside, lack=NO_OTHER_TABLE),
            industries("naics", "Industries that both may have", required=False),
            counties("areas", "Counties that both may have", required=False),
            WHY_HERE,
        ),
        intro="For these two and no third. Leave industries and counties empty for those that "
        "both have now.",
        done="On record at both.",
        offered=lambda _, it: it.stage in LIVE,
        small=True,
    ),
)
