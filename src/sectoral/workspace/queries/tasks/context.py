"""What a person's tasks are looked for in: tables, seats, meetings, drafts and answers.

What stands beside the tasks on “My table” is read here as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch, Q

from sectoral.workspace.models import (
    Answer,
    Invitee,
    Meeting,
    Need,
    Release,
    Seat,
    Solution,
    Support,
)
from sectoral.workspace.models.organizations import System
from sectoral.workspace.queries.needs import with_texts
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.permissions import PartnershipRole
from sectoral.workspace.rules.policy import DRAFT_FRESH, MEETING_AHEAD, MEETING_UNDER_WAY

_DESIGNED = (Solution.State.IDEA, Solution.State.DESIGNING)


@dataclass(frozen=True)
class TaskContext:
    """A person's tables and the seats the person acts for, as the searches need them.

    What two searches look through is read once.
    """

    sittings: dict[int, Sitting]
    at: datetime

    def seats(self, permission: str) -> list[int]:
        """The seats that may do something."""
        every = self.sittings.values()
        return [seat.pk for sitting in every for seat in sitting.seats_that_may(permission)]

    @property
    def own(self) -> list[int]:
        """Every seat the person acts for."""
        return [seat.pk for sitting in self.sittings.values() for seat in sitting.seats]

    def partnerships(self, permission: str) -> list[int]:
        """The tables at which one of the person's own seats may do something."""
        return [pk for pk, sitting in self.sittings.items() if sitting.seats_that_may(permission)]

    @property
    def led_partnerships(self) -> list[int]:
        """The tables at which the person is a champion."""
        return [
            pk for pk, sitting in self.sittings.items() if PartnershipRole.CHAMPION in sitting.roles
        ]

    def of(self, partnership: int) -> Sitting:
        """What the person is at a table."""
        return self.sittings[partnership]

    @cached_property
    def meetings(self) -> list[Meeting]:
        """Meetings that the person's seats are asked to, under way or within two weeks.

        Where the person leads, a launch that nobody is asked to yet is among them.
        """
        under_way = Q(state=Meeting.State.OPEN, starts__gt=self.at - MEETING_UNDER_WAY.span)
        near = Q(
            state=Meeting.State.INVITED, ends__gt=self.at, starts__lte=self.at + MEETING_AHEAD.span
        )
        mine = Q(partnership__in=list(self.sittings), invited__in=self.own)
        unasked = Q(
            kind=Meeting.Kind.LAUNCH,
            state=Meeting.State.PLANNED,
            starts__gt=self.at,
            partnership__in=self.led_partnerships,
        )
        rows = Meeting.objects.filter((under_way | near) & mine | unasked)
        return list(rows.select_related("partnership").distinct().order_by("starts", "pk"))

    @cached_property
    def drafts(self) -> list[Need]:
        """Needs that the person's companies wrote down and have not shown, the last one last."""
        seats = self.seats("raise")
        if not seats:
            return []
        rows = Need.objects.filter(raised_by__in=seats, state=Need.State.DRAFT)
        return list(with_texts(rows).order_by("created_at", "pk"))

    @property
    def fresh_drafts(self) -> list[Need]:
        """Those of the last month."""
        return [need for need in self.drafts if need.created_at > self.at - DRAFT_FRESH.span]

    @cached_property
    def replied_meetings(self) -> set[int]:
        """The meetings of which the person has said whether they come."""
        if not self.meetings:
            return set()
        person = next(it.person for it in self.sittings.values())
        rows = Invitee.objects.filter(person=person, meeting__in=self.meetings).exclude(reply="")
        return set(rows.values_list("meeting_id", flat=True))

    @cached_property
    def answers(self) -> list[Answer]:
        """Answers that wait for a company's word: to needs it raised, or whose raiser left."""
        seats = self.seats("accept_answer")
        if not seats:
            return []
        gone = Q(need__raised_by__until__isnull=False) | ~Q(
            need__raised_by__standing=Seat.Standing.SEATED
        )
        stands = Support.objects.filter(
            need=OuterRef("need"), version=OuterRef("need__version"), seat__in=seats
        )
        rows = Answer.objects.filter(
            Q(solution__state=Solution.State.MEASURING, accepted_at=None)
            | Q(solution__state__in=_DESIGNED, acceptance_test=""),
            Q(need__raised_by__in=seats) | gone & Exists(stands),
            need__partnership__in=self.partnerships("accept_answer"),
        )
        near = rows.select_related(
            "solution__partnership", "need__partnership", "need__raised_by"
        ).prefetch_related("need__supports__seat__organization")
        return list(near.order_by("at", "pk"))


def task_context(sittings: Sequence[Sitting], at: datetime) -> TaskContext:
    """What a person who sits at these tables looks through."""
    held = {s.partnership.pk: s for s in sittings if s.partnership is not None and s.seats}
    return TaskContext(held, at)


def speaks_for_company(sitting: Sitting) -> bool:
    """Whether a person acts for a company at this table."""
    return bool(sitting.seats_that_may("raise"))


def unread_releases(mine: TaskContext) -> list[Release]:
    """Releases that a seat of the person's has not read, the last first."""
    listening = mine.seats("receive")
    if not listening:
        return []
    rows = Release.objects.filter(
        partnership__in=mine.partnerships("receive"), released_at__lte=mine.at
    ).exclude(receipts__seat__in=listening)
    near = rows.select_related("partnership").prefetch_related("receipts")
    return list(near.order_by("-released_at", "-pk")[:10])


def next_meeting(mine: TaskContext) -> Meeting | None:
    """The next meeting at one of the person's tables."""
    rows = Meeting.objects.filter(partnership__in=list(mine.sittings), starts__gt=mine.at)
    coming = rows.filter(state__in=(Meeting.State.PLANNED, Meeting.State.INVITED)).select_related(
        "partnership"
    )
    return coming.order_by("starts", "pk").first()


@dataclass(frozen=True, slots=True)
class LastRaisedNeed:
    """The last need that a person's company raised; `stands` is filled in by whoever says it."""

    need: Need
    title: str
    release: Release | None
    answers: list[Answer]


def last_raised_need(mine: TaskContext) -> LastRaisedNeed | None:
    """The last need raised by a company the person acts for."""
    rows = Need.objects.filter(raised_by__in=mine.seats("raise")).exclude(state=Need.State.DRAFT)
    need = (
        rows.select_related("partnership")
        .prefetch_related(
            "versions",
            Prefetch("releases", Release.objects.order_by("released_at")),
            Prefetch("answers", Answer.objects.select_related("solution").order_by("at", "pk")),
        )
        .order_by("-created_at", "-pk")
        .first()
    )
    if need is None:
        return None
    releases, answers = list(need.releases.all()), list(need.answers.all())
    return LastRaisedNeed(need, need.text_now.title, releases[-1] if releases else None, answers)


@dataclass(frozen=True, slots=True)
class SolutionGap:
    """A solution being designed to which no seat of the reader's system brings anything."""

    solution: Solution
    system: str


def find_solution_gaps(mine: TaskContext) -> list[SolutionGap]:
    """Solutions that fewer than two systems carry, none of them the person's own (P27)."""
    partners = {
        pk: seat
        for pk, sitting in mine.sittings.items()
        for seat in sitting.seats_that_may("receive")
    }
    rows = Solution.objects.filter(partnership__in=partners, state__in=_DESIGNED)
    near = rows.select_related("partnership").prefetch_related("contributions__seat")
    return [
        SolutionGap(solution, seat.get_system_display())
        for solution in near.order_by("created_at", "pk")
        for seat in (partners[solution.partnership_id],)
        if seat.system not in _systems_bringing(solution)
        and len(_systems_bringing(solution) - {System.EMPLOYER}) < 2
    ]


def _systems_bringing(solution: Solution) -> set[str]:
    return {row.seat.system for row in solution.contributions.all() if row.withdrawn_at is None}


def listening_now(mine: TaskContext) -> list[Release]:
    """Releases whose window still runs at the person's tables, the first to end first."""
    rows = Release.objects.filter(
        partnership__in=mine.partnerships("receive"),
        released_at__lte=mine.at,
        window_ends__gt=mine.at,
    )
    return list(rows.select_related("partnership").order_by("window_ends", "pk"))
