"""Promises: made, taken, kept, late, changed, taken back."""

from sectoral.workspace.actions import commitments
from sectoral.workspace.acts.act import Act, in_state
from sectoral.workspace.acts.fields.basic import WHY_HERE, Sort, amount, day, line, row
from sectoral.workspace.acts.fields.row_choices import mine, open_solutions, own, own_or
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
            mine("commit"),
            line("what", "What you will do", readers=TABLE, sort=Sort.BROUGHT, most=240),
            amount("amount", "How many or how much", required=False),
            line(
                "unit",
                "Of what",
                readers=TABLE,
                most=40,
                required=False,
                help="Places, hours, machines, dollars.",
            ),
            day("due", "By when"),
            row("solution", "For which solution", open_solutions, required=False),
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
            line(
                "what",
                "What you will do",
                readers=TABLE,
                sort=Sort.BROUGHT,
                most=240,
                start=lambda _, it: it.what,
            ),
            amount("amount", "How many or how much", required=False),
            line(
                "unit",
                "Of what",
                readers=TABLE,
                most=40,
                required=False,
                start=lambda _, it: it.unit,
            ),
            day("due", "By when"),
            WHY_HERE,
        ),
        intro="The old promise stays on record with your reason; the new one takes its place.",
        done="The new promise waits for the table to take it.",
        shown_when=lambda sitting, it: it.state in ("accepted", "due", "late") and own(sitting, it),
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
