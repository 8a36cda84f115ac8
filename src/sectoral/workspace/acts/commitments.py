"""Promises: made, taken, kept, late, changed, taken back."""

from sectoral.workspace.actions import commitments
from sectoral.workspace.acts.act import Act
from sectoral.workspace.acts.fields.basic import (
    WHY_HERE,
    TextSort,
    amount_field,
    day_field,
    line_field,
    row_field,
)
from sectoral.workspace.acts.fields.row_choices import (
    open_solutions,
    own_seat_field,
)
from sectoral.workspace.rules.lifecycles import COMMITMENT
from sectoral.workspace.rules.wording.readers import TABLE_AND_STATE

PROMISES = (
    Act(
        key="partnership.commit",
        run=commitments.offer,
        takes="partnership",
        permission="commit",
        words="Make a promise",
        fields=(
            own_seat_field("commit"),
            line_field(
                "what", "What you will do", readers=TABLE_AND_STATE, sort=TextSort.BROUGHT, most=240
            ),
            amount_field("amount", "How many or how much", required=False),
            line_field(
                "unit",
                "Unit",
                readers=TABLE_AND_STATE,
                most=40,
                required=False,
                help="Places, hours, machines, dollars.",
            ),
            day_field("due", "By when"),
            row_field("solution", "For which solution", open_solutions, required=False),
        ),
        intro="Say who will do what, how much, and by when. Everybody at the table can read it.",
        done="Your promise was sent. The convener or a champion has to accept it.",
        may=commitments.may_promise,
    ),
    Act(
        key="commitment.accept",
        run=commitments.accept,
        takes="commitment",
        permission="settle",
        words="Accept the promise",
        done="Accepted.",
        life=COMMITMENT,
        verb="accept",
    ),
    Act(
        key="commitment.keep",
        run=commitments.keep,
        takes="commitment",
        permission="settle",
        words="Mark it as kept",
        done="Marked as kept.",
        life=COMMITMENT,
        verb="keep",
    ),
    Act(
        key="commitment.run_late",
        run=commitments.run_late,
        takes="commitment",
        permission="settle",
        words="Mark it as late",
        done="Marked as late.",
        life=COMMITMENT,
        verb="run_late",
        may=lambda sitting, it: commitments.is_past_due(it, sitting.at),
        small=True,
    ),
    Act(
        key="commitment.renegotiate",
        run=commitments.renegotiate,
        takes="commitment",
        permission="commit",
        words="Change the promise",
        fields=(
            line_field(
                "what",
                "What you will do",
                readers=TABLE_AND_STATE,
                sort=TextSort.BROUGHT,
                most=240,
                start=lambda _, it: it.what,
            ),
            amount_field("amount", "How many or how much", required=False),
            line_field(
                "unit",
                "Unit",
                readers=TABLE_AND_STATE,
                most=40,
                required=False,
                start=lambda _, it: it.unit,
            ),
            day_field("due", "By when"),
            WHY_HERE,
        ),
        intro="The old promise stays on record with your reason. The new one replaces it.",
        done="The new promise was sent. The convener or a champion has to accept it.",
        life=COMMITMENT,
        verb="renegotiate",
        may=commitments.may_renegotiate,
        small=True,
    ),
    Act(
        key="commitment.withdraw",
        run=commitments.withdraw,
        takes="commitment",
        permission="commit",
        words="Withdraw the promise",
        fields=(WHY_HERE,),
        done="Withdrawn, with your reason.",
        life=COMMITMENT,
        verb="withdraw",
        may=commitments.may_withdraw,
        small=True,
    ),
)
