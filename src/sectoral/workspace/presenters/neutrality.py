"""The neutrality report: who writes to companies, who was reported, whose program comes up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from sectoral.workspace.models import (
    Contribution,
    Organization,
    Partnership,
    PitchReport,
    Post,
    Seat,
)
from sectoral.workspace.rules.policy import NEUTRALITY_WINDOW, UPHELD_REPORTS

LATEST = 10  # so many handled reports a page shows; the record holds them all


@dataclass(frozen=True, slots=True)
class NeutralityLine:
    """One seat that is no company.

    posts     what it wrote to companies in the last year, of which `held` looked like offers
    reports   reports of pitches, of which `upheld` were some
    pattern   whether convener and state should consider suspending it
    """

    seat: Seat
    posts: int
    held: int
    reports: int
    upheld: int
    pattern: bool


@dataclass(frozen=True, slots=True)
class NeutralityReport:
    """How neutral a table is.

    lines               one a seat that is no company, patterns first
    public_post_share   public posts / all posts in the last year; None without posts
    same_provider       the organization that offers to deliver most often, with its share of all
                        solutions with such an offer; None where fewer than two have one
    """

    lines: tuple[NeutralityLine, ...]
    public_post_share: float | None
    same_provider: tuple[str, float] | None


def neutrality_report(partnership: Partnership, *, at: datetime) -> NeutralityReport:
    """The neutrality report of the last year (I5, S1): read by champions, convener and state."""
    seats = partnership.seats.exclude(system="employer", voting=True).select_related("organization")
    since = at - NEUTRALITY_WINDOW.span
    posts = Post.objects.filter(partnership=partnership, at__gt=since, at__lte=at)
    said = PitchReport.objects.filter(partnership=partnership, at__gt=since, at__lte=at)
    wrote, held = _count_by(posts, "seat"), _count_by(posts.exclude(held=""), "seat")
    told, upheld = _count_by(said, "about"), _count_by(said.filter(upheld=True), "about")
    lines = [
        NeutralityLine(
            seat,
            wrote.get(seat.pk, 0),
            held.get(seat.pk, 0),
            told.get(seat.pk, 0),
            upheld.get(seat.pk, 0),
            pattern=upheld.get(seat.pk, 0) >= UPHELD_REPORTS.value,
        )
        for seat in seats
    ]
    lines.sort(key=lambda line: (-line.upheld, -line.reports, line.seat.organization.name))
    public = sum(line.posts for line in lines)
    everything = sum(wrote.values())
    share = public / everything if everything else None
    return NeutralityReport(tuple(lines), share, _same_provider(partnership))


@dataclass(frozen=True, slots=True)
class OpenPitchReport:
    """A report as one reader may read it.

    own   whether it is about the reader's own organization: somebody else handles it, and who
          reported and where stay unsaid
    """

    row: PitchReport
    own: bool


def open_reports(partnership: Partnership, mine: Sequence[Organization]) -> list[OpenPitchReport]:
    """The reports that wait, the oldest first; `mine` are the reader's organizations."""
    rows = partnership.pitches.filter(handled_at__isnull=True)
    names = {organization.pk for organization in mine}
    return [
        OpenPitchReport(row, row.about.organization_id in names)
        for row in rows.select_related("about__organization", "reported_by")
    ]


def handled_reports(partnership: Partnership) -> list[PitchReport]:
    """The reports that were looked at last, the newest first."""
    rows = partnership.pitches.filter(handled_at__isnull=False)
    return list(rows.select_related("about__organization").order_by("-handled_at", "-pk")[:LATEST])


def _count_by(rows: object, column: str) -> dict[int, int]:
    grouped = rows.order_by().values(column).annotate(rows=Count("pk"))  # type: ignore[attr-defined]
    return {row[column]: row["rows"] for row in grouped}


def _same_provider(partnership: Partnership) -> tuple[str, float] | None:
    rows = Contribution.objects.filter(
        solution__partnership=partnership, delivers=True, withdrawn_at__isnull=True
    )
    pairs = set(rows.values_list("seat__organization__name", "solution"))
    solutions = {solution for _, solution in pairs}
    if len(solutions) < 2:
        return None
    times: dict[str, int] = {}
    for name, _ in pairs:
        times[name] = times.get(name, 0) + 1
    name = min(times, key=lambda n: (-times[n], n))
    return name, times[name] / len(solutions)
