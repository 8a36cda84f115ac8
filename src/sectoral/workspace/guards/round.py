"""Whether a round may open or close."""

from collections.abc import Mapping
from datetime import datetime

from sectoral.workspace.guards.guard import Guard
from sectoral.workspace.guards.need import enough_support
from sectoral.workspace.models import Need, Round
from sectoral.workspace.queries.rounds import all_voted, electorate
from sectoral.workspace.rules.answers import YES, Ruling, first_no
from sectoral.workspace.rules.ballots.rule import BallotTerms
from sectoral.workspace.rules.dates import here_words
from sectoral.workspace.rules.policy import ELECTORS_AT_LEAST

RANKABLE = (Need.State.RELEASED, Need.State.PRIORITISED, Need.State.PARKED)
"""States of a need that a round may ask about."""


def needs_released(round: Round, at: datetime) -> Ruling:
    """It asks about two needs or more, each released and stood by as it reads now (S7)."""
    needs = list(round.needs.select_related("partnership"))
    if len(needs) < 2:
        return Ruling(f"A round chooses among at least two needs. This one has {len(needs)}.")
    waiting = [need for need in needs if need.state not in RANKABLE]
    if waiting:
        return Ruling(f"{len(waiting)} of its {len(needs)} needs have not been released.")
    changed = [need for need in needs if need.version != need.released_version]
    if changed:
        return Ruling(
            f"{len(changed)} of its needs have a new text that companies have not supported yet."
        )
    terms = BallotTerms([need.pk for need in needs], round.most_points)
    return first_no(
        *(enough_support(need, at) for need in needs), round.ballot_rule.fault_of_terms(terms)
    )


def enough_electors(round: Round, at: datetime) -> Ruling:
    """At least two companies under distinct ownership vote."""
    found = len({elector.group for elector in electorate(round, at)})
    least = ELECTORS_AT_LEAST.value
    if found >= least:
        return YES
    return Ruling(
        f"{found} of the {least} companies needed for a vote have a seat. Offer more seats."
    )


def time_is_up(round: Round, at: datetime) -> Ruling:
    """Its hours are over, or every elector has voted."""
    if round.closes_at is not None and round.closes_at <= at:
        return YES
    if all_voted(round):
        return YES
    # How many have voted is not said: nothing of a vote leaves before its close (S6).
    until = f" until {here_words(round.closes_at)}" if round.closes_at else ""
    return Ruling(f"Companies vote{until}.")


def somebody_voted(round: Round, _: datetime) -> Ruling:
    """Its count chooses something: an empty one makes no need a priority."""
    if round.result and round.result["ballots"]:
        return YES
    return Ruling("Nobody voted in this round. Void it with a reason, and run it again.")


GUARDS: Mapping[str, Guard] = {
    "needs_released": needs_released,
    "electorate": enough_electors,
    "time_is_up": time_is_up,
    "somebody_voted": somebody_voted,
}
