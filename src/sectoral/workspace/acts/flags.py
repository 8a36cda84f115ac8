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
        words="Clear the words",
        fields=(text_field("outcome", "What you found", readers=RECORD, rows=2),),
        intro="From now on, everybody the text is meant for can read it.",
        done="Recorded. The words are cleared.",
        may=flags.may_look_at_words,
    ),
    Act(
        key="flag.keep_back",
        run=flags.keep_back,
        takes="flag",
        permission="look_at_words",
        words="Do not clear the words",
        fields=(text_field("outcome", "Why not", readers=RECORD, rows=2),),
        intro="The writer gets a letter with your reason. A need, an opportunity or an "
        "agenda point stays hidden from the other companies until it is reworded.",
        done="Recorded. The writer has been told why.",
        may=flags.may_look_at_words,
        small=True,
    ),
)
