"""Promises: made, taken, kept, late, changed, taken back."""

from sectoral.workspace.actions import commitments
from sectoral.workspace.acts.act import Act, in_state
from sectoral.workspace.acts.fields.basic import (
    WHY_HERE,
    TextSort,
    amount_field,
    day_field,
    line_field,
    row_field,
)
from sectoral.workspace.acts.fields.row_choices import (
    is_own,
    open_solutions,
    own_or,
    own_seat_field,
)
from sectoral.workspace.queries.commitments import DAY_ENDS
from sectoral.workspace.rules.lifecycles import COMMITMENT
from sectoral.workspace.rules.wording.readers import TABLE

PROMISES = (
    Act(
        key="partnership.commit",
        run=commitments.offer,
        takes="partnership",
        rule="commit",
        words="Make a promise",
        fields=(
            own_seat_field("commit"),
            line_field("what", "What you will do", readers=TABLE, sort=TextSort.BROUGHT, most=240),
            amount_field("amount", "How many or how much", required=False),
            line_field(
                "unit",
                "Of what",
                readers=TABLE,
                most=40,
                required=False,
                help="Places, hours, machines, dollars.",
            ),
            day_field("due", "By when"),
            row_field("solution", "For which solution", open_solutions, required=False),
        ),
        intro="Who, what, how much, by when. Everybody at the table can read it.",
        done="Your promise waits for the table to take it.",
        shown_when=lambda sitting, it: it.is_live and bool(sitting.seats),
    ),
    Act(
        key="commitment.accept",
        run=commitments.accept,
        takes="commitment",
        rule="settle",
        words="Take the promise",
        done="Taken.",
        life=COMMITMENT,
        verb="accept",
        shown_when=in_state("offered"),
    ),
    Act(
        key="commitment.keep",
        run=commitments.keep,
        takes="commitment",
        rule="settle",
        words="It was kept",
        done="Kept.",
        life=COMMITMENT,
        verb="keep",
        shown_when=in_state("accepted", "due", "late"),
    ),
    Act(
        key="commitment.run_late",
        run=commitments.run_late,
        takes="commitment",
        rule="settle",
        words="It is late",
        done="Marked late.",
        life=COMMITMENT,
        verb="run_late",
        shown_when=lambda sitting, it: (
            it.state in ("accepted", "due") and it.due < (sitting.at - DAY_ENDS).date()
        ),
        small=True,
    ),
    Act(
        key="commitment.renegotiate",
        run=commitments.renegotiate,
        takes="commitment",
        rule="commit",
        words="Promise something else instead",
        fields=(
            line_field(
                "what",
                "What you will do",
                readers=TABLE,
                sort=TextSort.BROUGHT,
                most=240,
                start=lambda _, it: it.what,
            ),
            amount_field("amount", "How many or how much", required=False),
            line_field(
                "unit",
                "Of what",
                readers=TABLE,
                most=40,
                required=False,
                start=lambda _, it: it.unit,
            ),
            day_field("due", "By when"),
            WHY_HERE,
        ),
        intro="The old promise stays on record with your reason; the new one takes its place.",
        done="The new promise waits for the table to take it.",
        shown_when=lambda sitting, it: (
            it.state in ("accepted", "due", "late") and is_own(sitting, it)
        ),
        small=True,
    ),
    Act(
        key="commitment.withdraw",
        run=commitments.withdraw,
        takes="commitment",
        rule="commit",
        words="Take the promise back",
        fields=(WHY_HERE,),
        done="Taken back, with its reason.",
        shown_when=lambda sitting, it: (
            it.state in ("offered", "accepted", "due", "late") and own_or("settle")(sitting, it)
        ),
        small=True,
    ),
)
