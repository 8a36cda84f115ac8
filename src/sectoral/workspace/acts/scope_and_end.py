"""What a launched partnership's companies decide: its scope and its end; and who may overlap."""

from sectoral.workspace.actions import partnerships, scope_and_end, waivers
from sectoral.workspace.acts.act import Act
from sectoral.workspace.acts.fields.basic import (
    REASON,
    WHY_HERE,
    choice_field,
    row_field,
    text_field,
)
from sectoral.workspace.acts.fields.codes import counties_field, industries_field
from sectoral.workspace.acts.fields.row_choices import partnerships_beside
from sectoral.workspace.acts.partnerships import NO_OTHER_TABLE, SCOPE
from sectoral.workspace.guards.partnership import still_lives
from sectoral.workspace.rules.wording.readers import PUBLIC

SCOPE_AND_END = (
    Act(
        key="partnership.propose_rescope",
        run=scope_and_end.propose_rescope,
        takes="partnership",
        permission="set_scope",
        words="Propose a new scope",
        fields=(*SCOPE, WHY_HERE),
        intro="After the launch, more than half of the companies have to agree, or the state "
        "decides and says why. The page shows which companies would no longer belong.",
        done="Proposed. Its companies are asked next.",
        may=lambda _, it: scope_and_end.may_propose_rescope(it),
        small=True,
    ),
    Act(
        key="partnership.propose_close",
        run=scope_and_end.propose_close,
        takes="partnership",
        permission="move",
        words="Propose to close it",
        fields=(
            choice_field("because", "Reason", list(partnerships.ENDINGS.items())),
            text_field(
                "closing_note",
                "Closing note",
                readers=PUBLIC,
                help="What was achieved, and where its records are.",
            ),
        ),
        intro="After the launch, more than half of the companies have to agree, or the state "
        "decides and says why.",
        done="Proposed. Its companies are asked next.",
        may=lambda _, it: scope_and_end.may_propose_close(it),
        small=True,
    ),
    Act(
        key="realignment.carry_out",
        run=scope_and_end.carry_out,
        takes="realignment",
        permission="move",
        words="Carry it out",
        done="Done, as its companies agreed.",
        may=lambda sitting, it: scope_and_end.may_follow(sitting.person, it, sitting.at),
    ),
    Act(
        key="realignment.decide",
        run=scope_and_end.decide,
        takes="realignment",
        permission="confirm",
        words="Decide it for the state",
        fields=(REASON,),
        intro="The state decides instead of the companies. They are told, and the reason "
        "stays on record.",
        done="Decided and done. The companies have been told.",
        may=lambda sitting, it: scope_and_end.may_decide(sitting.person, it, sitting.at),
        small=True,
    ),
    Act(
        key="partnership.waive",
        run=waivers.waive,
        takes="partnership",
        permission="confirm",
        words="Record why it may overlap with another",
        fields=(
            row_field(
                "beside", "Which other partnership", partnerships_beside, lack=NO_OTHER_TABLE
            ),
            industries_field("naics", "Industries that both may cover", required=False),
            counties_field("areas", "Counties that both may cover", required=False),
            WHY_HERE,
        ),
        intro="This applies to these two only. Leave industries and counties empty to use "
        "the ones both have now.",
        done="Recorded for both.",
        may=lambda _, it: still_lives(it),
        small=True,
    ),
)
