"""Whether a seat may write to the companies at the table: nobody sells wares there (I5, S1)."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from sectoral.workspace.models import Partnership, Seat, Solution
from sectoral.workspace.rules.answers import YES, Ruling


def may_message(seat: Seat, partnership: Partnership, solution: Solution | None) -> Ruling:
    """Whether this seat may write, post or send a file to companies.

    A company may. A public partner, or a supplier without a vote, may only about an open
    solution to which it contributes or was invited.
    """
    if seat.partnership_id != partnership.pk:
        return Ruling(f"{seat.organization} has no seat at {partnership}.")
    if seat.is_company:
        return YES
    if solution is None or solution.partnership_id != partnership.pk or not solution.is_open:
        return Ruling(
            "Public partners listen first. They can write to companies only about an open "
            "solution. The next release brings you what companies need."
        )
    return _takes_part(seat, solution)


def speaks_about(seats: Iterable[Seat], solutions: Sequence[Solution]) -> list[Solution]:
    """Of these open solutions, those that one of the seats has a part in: brought or invited."""
    mine = [seat.pk for seat in seats]
    brought = Q(contributions__seat__in=mine, contributions__withdrawn_at__isnull=True)
    of_mine = Solution.objects.filter(brought | Q(invited__in=mine)).values("pk")
    found = set(of_mine.filter(pk__in=[s.pk for s in solutions]).values_list("pk", flat=True))
    return [solution for solution in solutions if solution.pk in found]


def _takes_part(seat: Seat, solution: Solution) -> Ruling:
    brings = solution.contributions.filter(seat=seat, withdrawn_at__isnull=True).exists()
    if brings or solution.invited.filter(pk=seat.pk).exists():
        return YES
    return Ruling(f"{seat.organization} has no part in “{solution}”. The convener can invite it.")
