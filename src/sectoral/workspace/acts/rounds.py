"""Rounds: companies choose what matters most, by one ballot each."""

from typing import Any

from sectoral.workspace.actions import rounds
from sectoral.workspace.actions.moves import may_begin
from sectoral.workspace.acts.act import Act
from sectoral.workspace.acts.fields.ballot import ballot_field
from sectoral.workspace.acts.fields.basic import (
    EmptyChoice,
    choice_field,
    count_field,
    moment_field,
    row_field,
    rows_field,
    text_field,
)
from sectoral.workspace.acts.fields.row_choices import needs_in, organization_of, title_heard
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.queries.rounds import voting_seats
from sectoral.workspace.rules.ballots import RULE_CHOICES
from sectoral.workspace.rules.lifecycles import ROUND
from sectoral.workspace.rules.policy import PRIORITIES_KEPT, ROUND_LASTS
from sectoral.workspace.rules.wording.readers import TABLE_AND_STATE


def _voting_seats(sitting: Sitting, round: Any) -> list[Any]:
    """The person's seats in the electorate; of companies under one owner only one is."""
    return voting_seats(round, sitting.seats_that_may("vote"))


ROUNDS = (
    Act(
        key="partnership.prepare_round",
        run=rounds.prepare,
        takes="partnership",
        permission="open_round",
        words="Prepare a round of priorities",
        fields=(
            rows_field(
                "needs",
                "Which needs",
                needs_in("released", "prioritised", "parked"),
                say=title_heard,
                lack=EmptyChoice(
                    "No need has been released to public partners yet. Companies vote on "
                    "needs that everybody has heard.",
                    page="listening",
                    link="Listening",
                ),
            ),
            choice_field("rule", "How companies vote", RULE_CHOICES),
            count_field(
                "keep",
                "How many become priorities",
                least=1,
                most=20,
                start=lambda *_: PRIORITIES_KEPT.value,
            ),
            count_field(
                "most_points",
                "Most points one need can get",
                least=1,
                most=100,
                required=False,
                help="For a ballot of 100 points. Leave it empty for no limit.",
            ),
            count_field(
                "tenure_days",
                "Days a company must have been at the table to vote",
                least=0,
                most=3650,
                required=False,
                start=lambda *_: 0,
            ),
            text_field(
                "count_each_because",
                "Why companies with the same owner vote separately",
                readers=TABLE_AND_STATE,
                required=False,
                rows=2,
                help="Usually left empty. Then companies with the same owner have one ballot.",
            ),
        ),
        sees="only you, until it opens. Then everybody at this table can read its rules.",
        done="Prepared. Check who can vote, then open it.",
    ),
    Act(
        key="round.open",
        run=rounds.open_round,
        takes="round",
        permission="open_round",
        words="Open the round",
        fields=(
            moment_field(
                "closes_at",
                "Closes",
                start=lambda sitting, _: sitting.at + ROUND_LASTS.span,
            ),
        ),
        intro="After this, the list of voters cannot change, and nobody sees any votes until "
        "the round closes.",
        done="Open. Companies can vote now.",
        life=ROUND,
        verb="open",
        may=lambda _, it: rounds.may_open(it),
    ),
    Act(
        key="round.cast",
        run=rounds.cast,
        takes="round",
        permission="vote",
        words="Cast your company's ballot",
        fields=(
            row_field("seat", "For which company", _voting_seats, say=organization_of),
            ballot_field(),
        ),
        intro="One ballot for each company. You can change it until the round closes. The "
        "last one counts.",
        sees="only the people who act for your company. Not even the convener sees it. How "
        "many voted is shown after the round closes.",
        done="Your company has voted. You can change your ballot until the round closes.",
        may=rounds.may_cast,
    ),
    # Without its guard: whether the round may close before its hour tells whether all have voted,
    # and nothing of a vote shows before the close (S6). The action asks the guard.
    Act(
        key="round.close",
        run=rounds.close,
        takes="round",
        permission="open_round",
        words="Close the round and count",
        intro="It closes at the set time, or earlier once every company has voted.",
        done="Closed and counted. Publish it when you are ready.",
        may=lambda _, it: may_begin(it, ROUND, "close"),
        small=True,
    ),
    Act(
        key="round.publish",
        run=rounds.publish,
        takes="round",
        permission="open_round",
        words="Publish the result",
        done="Published. The top needs are priorities now.",
        life=ROUND,
        verb="publish",
    ),
    Act(
        key="round.void",
        run=rounds.void,
        takes="round",
        permission="void_round",
        words="Void the round",
        fields=(text_field("reason", "Why it is void", readers=TABLE_AND_STATE, rows=2),),
        done="The round is void. You can run it again.",
        life=ROUND,
        verb="void",
        small=True,
    ),
    Act(
        key="round.rerun",
        run=rounds.rerun,
        takes="round",
        permission="open_round",
        words="Run it again with the same rules",
        done="A new round is prepared.",
        may=lambda _, it: rounds.may_rerun(it),
    ),
)
