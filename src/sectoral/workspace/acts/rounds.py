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
                    "No need is released to the public partners yet. Companies choose among needs "
                    "that everybody has heard.",
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
                "Most points one need may have",
                least=1,
                most=100,
                required=False,
                help="For a ballot of 100 points. Leave it empty for no limit.",
            ),
            count_field(
                "tenure_days",
                "Days a company has been at the table to vote",
                least=0,
                most=3650,
                required=False,
                start=lambda *_: 0,
            ),
            text_field(
                "count_each_because",
                "Why companies under one owner vote each for itself",
                readers=TABLE_AND_STATE,
                required=False,
                rows=2,
                help="Leave it empty: companies under common ownership have one ballot.",
            ),
        ),
        sees="you, until it opens. Then everybody at this table reads its rules.",
        done="Prepared. Look at who may vote, then open it.",
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
        intro="From now on nobody joins or leaves the electorate, and nothing of the vote shows "
        "until it closes.",
        done="Open. Companies have their ballot.",
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
        intro="One company, one ballot. You may cast it again until the round closes; the last "
        "one counts.",
        sees="the people who act for your company, and nobody else, the convener included. How "
        "many voted shows only after the close.",
        done="Your company's ballot is cast. You may change it until the round closes.",
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
        intro="It closes at its hour, or before it once every company has voted.",
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
        done="Published: the first needs are priorities now.",
        life=ROUND,
        verb="publish",
    ),
    Act(
        key="round.void",
        run=rounds.void,
        takes="round",
        permission="void_round",
        words="Declare the round void",
        fields=(text_field("reason", "Why it is void", readers=TABLE_AND_STATE, rows=2),),
        done="Void. Draft it anew when the reason is gone.",
        life=ROUND,
        verb="void",
        small=True,
    ),
    Act(
        key="round.rerun",
        run=rounds.rerun,
        takes="round",
        permission="open_round",
        words="Draft it anew by the same rules",
        done="Drafted anew.",
        may=lambda _, it: rounds.may_rerun(it),
    ),
)
