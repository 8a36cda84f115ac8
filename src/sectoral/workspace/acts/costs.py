"""What a solution costs: shared by a plan, pledged, received, valued."""

from sectoral.workspace.actions import costs
from sectoral.workspace.actions.moves import may_begin
from sectoral.workspace.acts.act import Act
from sectoral.workspace.acts.fields.basic import REASON, choice_field, money_field, text_field
from sectoral.workspace.acts.fields.payers import draw_plan, payers_field
from sectoral.workspace.acts.fields.row_choices import is_own, own_seat_field
from sectoral.workspace.guards.solution import may_settle_share
from sectoral.workspace.models import CostShare
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.answers import first_no
from sectoral.workspace.rules.costs import CostFormula
from sectoral.workspace.rules.lifecycles import COST_SHARE
from sectoral.workspace.rules.wording.readers import PAYERS


def _is_anothers(sitting: Sitting, share: CostShare) -> bool:
    """Whether the other button is not there: one lets the own pledge go, one another's."""
    return not is_own(sitting, share)


SHARES = (
    Act(
        key="solution.draw_plan",
        run=draw_plan,
        takes="solution",
        permission="run_solution",
        words="Make a plan for sharing the cost",
        fields=(
            choice_field(
                "formula",
                "How to split it",
                [
                    (CostFormula.EQUAL, "equally"),
                    (CostFormula.HEADCOUNT, "by number of employees"),
                    (CostFormula.USE, "by use"),
                ],
            ),
            payers_field(),
        ),
        intro="Tick the organizations that could share the cost. To split by number of "
        "employees, enter each one's number. To split by use, enter how much each "
        "uses, in the same unit for all. A plan does not commit anyone.",
        done="The plan is made. Nobody owes a share until they pledge one.",
        may=costs.may_draw_plan,
    ),
    Act(
        key="solution.pledge",
        run=costs.pledge,
        takes="solution",
        permission="share_costs",
        words="Pledge part of the cost",
        fields=(
            own_seat_field("share_costs"),
            choice_field("kind", "Cash or in kind", CostShare.Kind.choices),
            money_field("amount_usd", "US dollars, or what it is worth"),
            money_field(
                "alone_usd",
                "What it would have cost you alone",
                required=False,
                help="Only the total over all organizations is shown. It tells how much "
                "sharing saves.",
            ),
        ),
        done="Pledged.",
        may=costs.may_pledge,
    ),
    Act(
        key="share.confirm",
        run=costs.confirm,
        takes="share",
        permission="settle_costs",
        words="Confirm the pledge",
        done="Confirmed.",
        life=COST_SHARE,
        verb="confirm",
        may=may_settle_share,
        small=True,
    ),
    Act(
        key="share.receive",
        run=costs.receive,
        takes="share",
        permission="settle_costs",
        words="Record what was received",
        fields=(money_field("received_usd", "US dollars received, or what it was worth"),),
        done="Recorded as received.",
        life=COST_SHARE,
        verb="receive",
        may=may_settle_share,
        small=True,
    ),
    Act(
        key="share.value",
        run=costs.value,
        takes="share",
        permission="settle_costs",
        words="Record proof of its value",
        fields=(
            text_field("evidence", "Invoice, time sheet or appraisal", readers=PAYERS, rows=2),
        ),
        done="Its value is on record with the proof.",
        # No `life`: its guard asks for the evidence that this form is for.
        may=lambda sitting, it: first_no(
            may_begin(it, COST_SHARE, "value"), may_settle_share(sitting, it)
        ),
        small=True,
    ),
    Act(
        key="share.release",
        run=costs.release,
        takes="share",
        permission="share_costs",
        words="Withdraw the pledge",
        fields=(REASON,),
        done="The pledge is released.",
        life=COST_SHARE,
        verb="release",
        may=costs.may_release,
        shown_when=is_own,
        small=True,
    ),
    Act(
        key="share.let_off",
        run=costs.release,
        takes="share",
        permission="settle_costs",
        words="Release the pledge",
        fields=(REASON,),
        done="The pledge is released.",
        life=COST_SHARE,
        verb="release",
        may=costs.may_release,
        shown_when=_is_anothers,
        small=True,
    ),
)
