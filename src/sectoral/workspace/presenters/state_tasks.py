"""What waits for the state's policy lead."""

from datetime import datetime

from sectoral.workspace.models import Partnership, Realignment
from sectoral.workspace.models.partnerships import LIVE, Stage
from sectoral.workspace.queries.stage_ages import AGED, StageAge, age_of


def waiting_proposals() -> list[Partnership]:
    """Partnerships that wait to be taken up, the oldest first."""
    return list(Partnership.objects.filter(stage=Stage.PROPOSED).order_by("stage_since", "pk"))


def waiting_realignments() -> list[Realignment]:
    """Merges and splits that wait for the state's word, the oldest first.

    A scope or an end is the companies' to decide: it does not wait for the state.
    """
    rows = Realignment.objects.filter(
        kind__in=("merge", "split"), confirmed_at=None, done_at=None, dropped_at=None
    )
    return list(rows.select_related("partnership", "successor").order_by("proposed_at", "pk"))


def stalled_partnerships(at: datetime) -> list[tuple[Partnership, StageAge]]:
    """The partnerships that stand still, with how long, the longest first; proposals aside."""
    rows = Partnership.objects.select_related("checklist").filter(stage__in=AGED)
    found = [
        (row, age)
        for row in rows.exclude(stage=Stage.PROPOSED)
        if (age := age_of(row, at)) is not None and age.over
    ]
    return sorted(found, key=lambda pair: -pair[1].days)


def unpublished_partnerships() -> list[Partnership]:
    """Live partnerships from spreadsheets that nobody has published yet, the oldest first."""
    rows = Partnership.objects.filter(stage__in=LIVE, published_at=None)
    return list(rows.order_by("created_at", "pk"))
