"""What waits for the state's policy lead."""

from django.db.models import QuerySet

from sectoral.workspace.models import Partnership, Realignment
from sectoral.workspace.models.partnerships import LIVE, Stage


def proposals() -> list[Partnership]:
    """Partnerships that wait to be taken up, the oldest first."""
    return list(Partnership.objects.filter(stage=Stage.PROPOSED).order_by("stage_since", "pk"))


def realignments() -> list[Realignment]:
    """Merges and splits that wait for the state's word, the oldest first."""
    rows = Realignment.objects.filter(confirmed_at=None, done_at=None, dropped_at=None)
    return list(rows.select_related("partnership", "successor").order_by("proposed_at", "pk"))


def live() -> QuerySet[Partnership]:
    """Every live partnership, by name."""
    return (
        Partnership.objects.select_related("checklist")
        .filter(stage__in=LIVE)
        .order_by("name", "pk")
    )
