"""Whether a need may move on: raised by a company, stood by, heard, chosen, answered."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max

from sectoral.workspace.guards.guard import Guard
from sectoral.workspace.models import GroundRules, Need, Priority, Release, Round
from sectoral.workspace.queries.flags import held_versions
from sectoral.workspace.queries.measures import company_seats, distinct_owners
from sectoral.workspace.queries.needs import standing_by
from sectoral.workspace.queries.solutions import judges_of
from sectoral.workspace.rules.answers import YES, Ruling
from sectoral.workspace.rules.dates import here_words


def employer_raises(need: Need, at: datetime) -> Ruling:
    """A company that sits at the table raises it (I1)."""
    if need.raised_by in company_seats(need.partnership, at):
        return YES
    return Ruling("Only a company at this table can raise a need.")


def enough_support(need: Need, at: datetime) -> Ruling:
    """Enough companies under distinct ownership stand by its present text (S7, I3)."""
    wanted = GroundRules.of(need.partnership).supporters
    found = len(distinct_owners(standing_by(need, at)))
    if found >= wanted:
        return YES
    return Ruling(
        f"{found} of the {wanted} companies it needs support its current text. Companies with "
        "the same owner count once. Ask another company, or mark it as one company's request."
    )


def heard_at_once(need: Need, _: datetime) -> Ruling:
    """It is part of a listening release, which all public partners hear at one moment (I4)."""
    if need.released_at and need.releases.filter(released_at=need.released_at).exists():
        return YES
    return Ruling(
        "A need can only be released to all public partners at once, in a listening release."
    )


def words_cleared(need: Need, _: datetime) -> Ruling:
    """Nobody has to look at words of its present text any more (S9)."""
    if need.version not in held_versions(need.pk):
        return YES
    return Ruling(
        "Its words about pay, hiring or prices have not been cleared. Review them first, or "
        "have the need reworded."
    )


def round_published(need: Need, _: datetime) -> Ruling:
    """The companies voted on it in a round whose count is published (P4)."""
    if need.rounds.filter(state=Round.State.PUBLISHED).exists():
        return YES
    return Ruling("Only a published round decides what is a priority.")


def no_round_stands(need: Need, _: datetime) -> Ruling:
    """No published round makes it a priority any more."""
    if not Priority.objects.filter(need=need, until__isnull=True).exists():
        return YES
    return Ruling("A published round made it a priority. That round would have to be voided first.")


def window_over(need: Need, at: datetime) -> Ruling:
    """Public partners have listened together until the window closed (P26, P28)."""
    ends = Release.objects.filter(needs=need).aggregate(ends=Max("window_ends"))["ends"]
    if ends is None:
        return Ruling("It has not been released to public partners yet.")
    if ends <= at:
        return YES
    return Ruling(
        f"Public partners listen until {here_words(ends)}. After that, ideas are welcome."
    )


def raiser_says(need: Need, _: datetime) -> Ruling:
    """The company that raised it says that it is answered (P10).

    Where its seat has ended, a company that stands by the need says so. What the raiser said
    while it sat here still counts.
    """
    may_say = [need.raised_by, *judges_of(need)]
    if need.answers.filter(accepted_by__in=may_say, accepted_at__isnull=False).exists():
        return YES
    return Ruling("The company that raised it has not said that it is answered.")


GUARDS: Mapping[str, Guard] = {
    "employer_raises": employer_raises,
    "enough_support": enough_support,
    "heard_at_once": heard_at_once,
    "words_cleared": words_cleared,
    "round_published": round_published,
    "no_round_stands": no_round_stands,
    "window_over": window_over,
    "raiser_says": raiser_says,
}
