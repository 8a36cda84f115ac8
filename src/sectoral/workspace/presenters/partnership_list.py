"""The list of partnerships: where each stands, since when, and for the state also why."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet, TextField
from django.db.models.functions import Cast

from sectoral.workspace.checklists import criteria_of
from sectoral.workspace.models import (
    ActionPlan,
    Appointment,
    Attendance,
    Event,
    Meeting,
    Partnership,
    Review,
    Seat,
)
from sectoral.workspace.models.organizations import counted_as
from sectoral.workspace.models.partnerships import AFTER_LAUNCH, CONVENED, LIVE, Stage, of_company
from sectoral.workspace.presenters.partnerships import SizeWarning, check_size_bands, where_now
from sectoral.workspace.queries.measures import days_since
from sectoral.workspace.queries.scope import PartnershipOverlap, overlaps_with
from sectoral.workspace.queries.stage_ages import age_of
from sectoral.workspace.rules.policy import YEAR

TOLD = ("rejected", "paused", "merged", "split", "closed", "at_risk", "stale")
"""Stages whose reason stands beside them."""


@dataclass(frozen=True, slots=True)
class PartnershipLine:
    """One partnership of the list.

    convener   the lead in term, or none; `interim` where it serves for a while only
    meeting    the next one that is open to the public
    why        the sentences behind its stage: a reason given, a clock, a checklist item
    missing    the points of the checklist that the last review did not find
    came       how many companies came to each of the last meetings, the latest last; for the state
    """

    partnership: Partnership
    convener: str
    interim: bool
    by_company: bool
    meeting: Meeting | None
    why: tuple[str, ...]
    missing: tuple[str, ...]
    vacant: bool
    size: tuple[SizeWarning, ...]
    overlaps: tuple[PartnershipOverlap, ...]
    came: tuple[int, ...] = ()


def listed_partnerships(known: Q, *, every: bool) -> QuerySet[Partnership]:
    """The partnerships that are listed.

    Takes    known: those that the reader may know of (`known.known_to`); every: also proposals
             that were not taken up, which the state alone lists.
    """
    rows = Partnership.objects.filter(known)
    return rows if every else rows.exclude(stage=Stage.REJECTED)


def filter_choices(known: Q) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The regions and the sectors that have partnerships, each as (id, name)."""
    every = Partnership.objects.filter(known).order_by()
    regions = every.values_list("region", "region_name").distinct()
    sectors = every.values_list("sector", "sector_name").distinct()
    return _by_name(dict(regions)), _by_name(dict(sectors))


def _by_name(named: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(named.items(), key=lambda pair: pair[1])


def partnership_lines(
    rows: Iterable[Partnership], *, at: datetime, state: bool
) -> list[PartnershipLine]:
    """Each partnership with what the list says of it; the queries do not grow.

    Takes    state: whether what is for the state alone is read too.
    """
    listed = list(rows)
    leads = _lead_conveners(listed, at)
    meetings = _next_open(listed, at)
    why = stage_reasons(listed, at) if state else {}
    reviews = last_reviews(listed) if state else {}
    size = _size_warnings(listed, at) if state else {}
    rivals = _live_overlaps(listed) if state else {}
    came = _companies_at_meetings(listed, at) if state else {}
    lines = [
        _partnership_line(row, leads.get(row.pk), meetings.get(row.pk), why, reviews, size, rivals)
        for row in listed
    ]
    return [replace(line, came=came.get(line.partnership.pk, ())) for line in lines]


def _partnership_line(
    row: Partnership,
    lead: Appointment | None,
    meeting: Meeting | None,
    why: dict[int, tuple[str, ...]],
    reviews: dict[int, Review],
    size: dict[int, tuple[SizeWarning, ...]],
    rivals: dict[int, tuple[PartnershipOverlap, ...]],
) -> PartnershipLine:
    needs_lead = row.is_live and row.stage not in (Stage.PROPOSED, Stage.PAUSED)
    return PartnershipLine(
        partnership=row,
        convener=lead.organization.name if lead else "",
        interim=bool(lead and lead.interim),
        by_company=bool(lead and lead.organization.system == "employer"),
        meeting=meeting,
        why=why.get(row.pk, ()),
        missing=missing_of(reviews.get(row.pk)) if row.is_live else (),
        vacant=needs_lead and (lead is None or lead.interim),
        size=size.get(row.pk, ()),
        overlaps=rivals.get(row.pk, ()),
    )


def missing_of(review: Review | None) -> tuple[str, ...]:
    """The points a review did not find, in the checklist's words."""
    findings = review.findings if review else []
    return tuple(f["words"] for f in findings if not f["passed"])


def _lead_conveners(rows: list[Partnership], at: datetime) -> dict[int, Appointment]:
    held = (
        Appointment.objects.select_related("organization")
        .in_term(at)
        .filter(partnership__in=rows, lead=True)
    )
    return {appointment.partnership_id: appointment for appointment in held}


def _next_open(rows: list[Partnership], at: datetime) -> dict[int, Meeting]:
    to_come = Meeting.objects.filter(
        partnership__in=rows,
        open_to_public=True,
        starts__gte=at,
        state__in=(Meeting.State.PLANNED, Meeting.State.INVITED),
    ).order_by("-starts")
    return {meeting.partnership_id: meeting for meeting in to_come}


def last_reviews(rows: Iterable[Partnership]) -> dict[int, Review]:
    """The last review of each."""
    last = Review.objects.filter(partnership__in=rows).values("partnership")
    newest = [row["last"] for row in last.annotate(last=Max("pk")).order_by()]
    return {review.partnership_id: review for review in Review.objects.filter(pk__in=newest)}


# ── why it stands there ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PartnershipClock:
    """One clock of a partnership: what it counts, the days gone by, and what follows when."""

    words: str
    days: int
    limit: int
    follows: str

    @property
    def days_left(self) -> int:
        """Days until it runs out; zero or less once it has."""
        return self.limit - self.days

    def __str__(self) -> str:
        if self.days_left > 0:
            return f"{self.words} {self.days} days ago; {self.follows} in {self.days_left} days"
        return f"{self.words} {self.days} days ago; {self.follows} after {self.limit}"


def clocks_of(rows: Iterable[Partnership], at: datetime) -> dict[int, tuple[PartnershipClock, ...]]:
    """The clocks of every partnership: of meetings and plan once launched, of its stage before.

    Three queries for all of them.
    """
    listed = list(rows)
    aged = {row.pk: _age_clock(row, at) for row in listed}
    running = [row for row in listed if row.stage in AFTER_LAUNCH]
    came = _last_company_meetings(running, at)
    plans = ActionPlan.objects.filter(partnership__in=running, at__lte=at)
    written = dict(plans.order_by().values_list("partnership").annotate(last=Max("at")))
    found = {
        row.pk: _activity_clocks(row, came.get(row.pk), written.get(row.pk), at) for row in running
    }
    return {row.pk: (*found.get(row.pk, ()), *aged[row.pk]) for row in listed}


def _age_clock(row: Partnership, at: datetime) -> tuple[PartnershipClock, ...]:
    age = age_of(row, at)
    return () if age is None else (PartnershipClock(age.began, age.days, age.limit, "stalled"),)


def _last_company_meetings(rows: list[Partnership], at: datetime) -> dict[int, datetime]:
    """As `measures.last_employer_meeting`, of many at once."""
    came = Attendance.objects.filter(
        of_company("seat__"),
        meeting__partnership__in=rows,
        meeting__state=Meeting.State.HELD,
        meeting__starts__lte=at,
    )
    found = (
        came.order_by().values_list("meeting__partnership").annotate(last=Max("meeting__starts"))
    )
    return dict(found)


MEETINGS_DRAWN = 8


def _companies_at_meetings(rows: list[Partnership], at: datetime) -> dict[int, tuple[int, ...]]:
    """How many companies came to each of the last meetings, in one query for all of them."""
    here = Count("roll__seat__organization", filter=of_company("roll__seat__"), distinct=True)
    held = Meeting.objects.filter(
        partnership__in=rows, state=Meeting.State.HELD, starts__lte=at
    ).order_by("starts", "pk")
    found: dict[int, list[int]] = defaultdict(list)
    for partnership, came in held.annotate(came=here).values_list("partnership", "came"):
        found[partnership].append(came)
    return {key: tuple(counts[-MEETINGS_DRAWN:]) for key, counts in found.items()}


def _activity_clocks(
    row: Partnership, met: datetime | None, written: datetime | None, at: datetime
) -> tuple[PartnershipClock, ...]:
    limits = criteria_of(row).clocks
    asleep = days_since(met or row.created_at, at)
    words = "companies last met" if met else "no company meeting since it was proposed,"
    plan = "the plan last changed" if written else "no plan since it was proposed,"
    unwritten = days_since(written or row.created_at, at)
    return (
        PartnershipClock(words, asleep, limits.at_risk_days, "at risk"),
        PartnershipClock(plan, unwritten, limits.plan_days, "at risk"),
        PartnershipClock(words, asleep, limits.stale_days, "stale"),
    )


def stage_reasons(rows: list[Partnership], at: datetime) -> dict[int, tuple[str, ...]]:
    """The sentences behind each stage: the reason on record, and clocks that have run out."""
    reasons = last_reasons(rows)
    running = clocks_of(rows, at)
    found = {}
    for row in rows:
        # Of two limits of one clock that have run out, the later one says it all.
        over = [clock for clock in running.get(row.pk, ()) if clock.days_left <= 0]
        ran_out = {clock.words: str(clock) for clock in over}.values()
        said = reasons.get(row.pk, "") if row.stage in TOLD else ""
        found[row.pk] = tuple(dict.fromkeys([*([said] if said else []), *ran_out]))
    return found


def last_reasons(rows: Iterable[Partnership]) -> dict[int, str]:
    """Why each came to its present stage, where a reason was given."""
    listed = {row.pk: row for row in rows}
    moves = Event.objects.filter(
        partnership__in=listed, subject="partnership", after__in=TOLD
    ).order_by("pk")
    told = moves.values_list("subject_id", "after", "reason")
    return {key: why for key, after, why in told if key in listed and listed[key].stage == after}


# ── size and overlap, of many at once ─────────────────────────────────────────────────────


def _size_warnings(rows: list[Partnership], at: datetime) -> dict[int, tuple[SizeWarning, ...]]:
    """As `presenters.partnerships.size_warnings`, of every convened one in two queries."""
    asked = [row for row in rows if row.stage in (*CONVENED, Stage.AT_RISK, Stage.STALE)]
    companies: dict[int, set[str]] = defaultdict(set)
    sitting = Seat.objects.seated(at).filter(partnership__in=asked).companies()
    keys = sitting.values_list("partnership", "organization", "organization__owner")
    for partnership, organization, owner in keys:
        companies[partnership].add(counted_as(organization, owner))
    largest: dict[int, int] = defaultdict(int)
    rolls = (
        Attendance.objects.filter(
            meeting__partnership__in=asked,
            meeting__state=Meeting.State.HELD,
            meeting__starts__lte=at,
            meeting__starts__gt=at - YEAR.span,
        )
        .order_by()
        .values_list("meeting__partnership", "meeting")
        .annotate(people=Count("person", distinct=True))
    )
    for partnership, _, people in rolls:
        largest[partnership] = max(largest[partnership], people)
    return {
        row.pk: tuple(check_size_bands(row, len(companies[row.pk]), largest[row.pk]))
        for row in asked
    }


def _live_overlaps(rows: list[Partnership]) -> dict[int, tuple[PartnershipOverlap, ...]]:
    """The live partnerships that do what each live one of the list does (S24), in two queries.

    First where each of all the others is, then the rows of those that are near. The counties are
    looked for in their JSON: reading that of every partnership would cost more than all else.
    """
    live = [row for row in rows if row.is_live]
    if not live:
        return {}
    regions = {row.region for row in live}
    counties = {re.escape(area) for row in live for area in row.areas}
    here = re.compile(f'"({"|".join(sorted(counties))})"')
    places = Partnership.objects.filter(stage__in=LIVE).order_by()
    found = places.values_list("pk", "region", Cast("areas", TextField()))
    near = [key for key, region, areas in found if region in regions or here.search(areas)]
    others = list(Partnership.objects.filter(pk__in=near))
    return {row.pk: tuple(overlaps_with(row, others)) for row in live}


# ── region × sector ───────────────────────────────────────────────────────────────────────

MOST_CELLS = 60
"""Regions of an overview that is drawn; beyond it a filter is asked for."""


@dataclass(frozen=True, slots=True)
class PartnershipGrid:
    """Regions × sectors with the partnerships of each cell."""

    sectors: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[Partnership, ...], ...]], ...]


def partnership_grid(rows: QuerySet[Partnership]) -> PartnershipGrid | None:
    """The live partnerships asked for by region and sector; None if too many.

    Where one has merged, the one that it goes on as stands in its cell too.
    """
    live = rows.filter(stage__in=LIVE).select_related(None)
    if live.order_by().values("region_name").distinct().count() > MOST_CELLS:
        return None
    held: dict[tuple[str, str], list[Partnership]] = defaultdict(list)
    for row in live:
        held[row.region_name, row.sector_name].append(row)
    for row in rows.filter(stage=Stage.MERGED):
        if (now := where_now(row)).is_live:
            held[row.region_name, row.sector_name].append(now)
    regions = sorted({region for region, _ in held})
    sectors = tuple(sorted({sector for _, sector in held}))
    if not held:
        return None
    return PartnershipGrid(
        sectors,
        tuple(
            (region, tuple(tuple(held.get((region, sector), ())) for sector in sectors))
            for region in regions
        ),
    )


def standing_cases(known: Q) -> dict[tuple[str, str], str]:
    """(region, sector) → the furthest stage of a live partnership there.

    A partnership that merged is worked on by the one it goes on as.
    """
    rank = {stage: place for place, stage in enumerate(_FURTHEST)}
    held: dict[tuple[str, str], str] = {}
    found = Partnership.objects.filter(known, stage__in=(*LIVE, Stage.MERGED)).order_by()
    rows = list(found.values_list("pk", "region", "sector", "stage", "successor"))
    ends = {pk: (stage, successor) for pk, _, _, stage, successor in rows}
    for pk, region, sector, *_ in rows:
        stage = _stage_now(pk, ends)
        before = held.get((region, sector))
        if stage in rank and (before is None or rank[stage] < rank[before]):
            held[region, sector] = stage
    return held


def _stage_now(pk: int, ends: dict[int, tuple[str, int | None]]) -> str:
    """Where a partnership stands, or the one that it goes on as."""
    stage, successor = ends[pk]
    if stage == Stage.MERGED and successor in ends:
        return _stage_now(successor, ends)
    return stage


_FURTHEST = (
    "active",
    "at_risk",
    "stale",
    "launched",
    "launch_ready",
    "forming",
    "paused",
    "proposed",
)


def of_case(region: str, sector: str, known: Q) -> list[Partnership]:
    """The partnerships of one case that count today: live ones, else those that ended."""
    rows = Partnership.objects.filter(known, region=region, sector=sector)
    rows = rows.exclude(stage=Stage.REJECTED)
    found = list(rows.select_related("successor").order_by("-stage_since"))
    return [row for row in found if row.is_live] or found


def stage_of_case(rows: Iterable[Partnership]) -> str:
    """The furthest stage of those that `of_case` gave; of one that merged, its successor's."""
    stages = {
        (row.successor if row.stage == Stage.MERGED and row.successor else row).stage
        for row in rows
    }
    return next((stage for stage in _FURTHEST if stage in stages), "")
