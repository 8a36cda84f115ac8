"""Words about pay, hiring or prices that wait for somebody to look at them."""

from sectoral.workspace.actions import flags
from sectoral.workspace.acts.act import Act
from sectoral.workspace.acts.fields.basic import text_field
from sectoral.workspace.rules.wording.readers import RECORD

FLAGS = (
    Act(
        key="flag.let_stand",
        run=flags.let_stand,
        takes="flag",
        permission="look_at_words",
        words="They may stand",
        fields=(text_field("outcome", "What you found", readers=RECORD, rows=2),),
        intro="The text is read from now on by everybody it is for.",
        done="Recorded: the words may stand.",
        may=flags.may_look_at_words,
    ),
    Act(
        key="flag.keep_back",
        run=flags.keep_back,
        takes="flag",
        permission="look_at_words",
        words="They may not stand",
        fields=(text_field("outcome", "Why not", readers=RECORD, rows=2),),
        intro="The writer gets a letter with your reason. A need, an opportunity or a point of an "
        "agenda stays hidden from the other companies until it is worded anew.",
        done="Recorded. The writer is told why.",
        may=flags.may_look_at_words,
        small=True,
    ),
)
