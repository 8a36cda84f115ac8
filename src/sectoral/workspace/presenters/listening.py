"""What the page of joint listening shows: each release, its one moment, who has read it (I4)."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch

from sectoral.workspace.models import Need, NeedVersion, Receipt, Release
from sectoral.workspace.queries.needs import listening_seats, release_archive, state_words
from sectoral.workspace.queries.roles import Sitting

A_PAGE = 10


@dataclass(frozen=True, slots=True)
class ReleaseReader:
    """A listener and when somebody of it read a release; None where nobody has.

    late   it joined after the release, and reads the same archive
    """

    organization: str
    at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class ReleaseEntry:
    """One release.

    needs   (id, title, where it stands) of each, as public partners read it
    open    whether its window runs
    """

    row: Release
    needs: list[tuple[int, str, str]]
    seats: list[ReleaseReader]
    open: bool

    @property
    def read(self) -> int:
        """How many of the listeners have read it."""
        return sum(seat.at is not None for seat in self.seats)


def list_releases(sitting: Sitting, page: str) -> tuple[Page[Release], list[ReleaseEntry]]:
    """One page of the releases, the last first; the same for whoever joined when."""
    partnership = sitting.partnership
    assert partnership is not None  # noqa: S101  (a page of a partnership)
    rows = (
        release_archive(partnership, at=sitting.at)
        .prefetch_related(None)
        .select_related("partnership")
    )
    rows = rows.prefetch_related(
        Prefetch("needs", Need.objects.order_by("created_at", "pk")),
        Prefetch("needs__versions", NeedVersion.objects.order_by("number")),
        Prefetch("receipts", Receipt.objects.order_by("at", "pk")),
    )
    found = Paginator(rows.order_by("-released_at", "-pk"), A_PAGE).get_page(page)
    seats = [(s.pk, s.organization.name, s.since) for s in listening_seats(partnership, sitting.at)]
    return found, [_release_entry(row, seats, sitting.at) for row in found]


def _release_entry(
    row: Release, seats: list[tuple[int, str, datetime]], at: datetime
) -> ReleaseEntry:
    first: dict[int, datetime] = {}
    for receipt in row.receipts.all():
        first.setdefault(receipt.seat_id, receipt.at)
    read = [
        ReleaseReader(name, first.get(pk), since > row.released_at) for pk, name, since in seats
    ]
    return ReleaseEntry(
        row, [_need_entry(need) for need in row.needs.all()], read, row.window_ends > at
    )


def _need_entry(need: Need) -> tuple[int, str, str]:
    return need.pk, need.text_heard.title, state_words(need)


def count_releasable_needs(sitting: Sitting) -> int:
    """How many needs the convener could release now; 0 for everybody else."""
    if sitting.partnership is None or not sitting.may("release"):
        return 0
    return sitting.partnership.needs.filter(state=Need.State.VALIDATED).count()
