"""What waits for a person who speaks for a company or a partner: asks, the most urgent first.

The order is published (docs/partnerships.md) and the same on the page and in the letter:

    1  a meeting that is under way
    2  a launch that waits for a champion to ask people to come
    3  a ballot that closes
    4  a promise that is due or late
    5  a draft of one's own, in the month after it was written
    6  whether a solution answered a need of one's own
    7  a solution that lies before the companies
    8  a merge, a split, another scope or an end that needs consent
    9  the convener's words for a need of one's own
    10 a need that was reworded, or that waits for companies
    11 how one will know that a need is answered
    12 a seat that waits for a champion
    13 a release that was not read yet
    14 a meeting in the next two weeks
    15 an older draft of one's own

Within one kind, what ends first comes first. Kinds are looked for in this order and no further
than it takes, so that nobody gets more than a few asks and the page asks little.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Window

from sectoral.workspace.models import (
    Answer,
    Approval,
    Attendance,
    Ballot,
    Commitment,
    Consent,
    Elector,
    Invitee,
    Meeting,
    Need,
    Realignment,
    Release,
    Rewording,
    Round,
    Seat,
    Solution,
    Support,
)
from sectoral.workspace.queries.consents import left_outside
from sectoral.workspace.queries.flags import held_need
from sectoral.workspace.queries.needs import with_texts
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.queries.rounds import casts_for
from sectoral.workspace.rules.dates import day_words, moment_words, there_words, until_words
from sectoral.workspace.rules.permissions import PartnershipRole
from sectoral.workspace.rules.policy import (
    DRAFT_FRESH,
    MEETING_AHEAD,
    MEETING_UNDER_WAY,
    PROMISE_AHEAD,
    TASKS_AT_ONCE,
)

_AGAIN = ("raised", "clarified", "validated", "released", "prioritised", "parked")


@dataclass(frozen=True, slots=True)
class PersonTask:
    """One thing that waits for a person.

    title   the question, in the reader's words
    plain   the same without words that are not everybody's: what a letter may say
    why     until when, or what hangs on it
    acts    keys of `acts.BY_KEY` that answer it, the first one first
    thing   what they are done to, and what the title leads to
    """

    sitting: Sitting
    title: str
    plain: str
    why: str
    acts: tuple[str, ...]
    thing: Any


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

    def tables(self, permission: str) -> list[int]:
        """The tables at which one of the person's own seats may do something."""
        return [pk for pk, sitting in self.sittings.items() if sitting.seats_that_may(permission)]

    @property
    def led(self) -> list[int]:
        """The tables at which the person is a champion."""
        return [
            pk for pk, sitting in self.sittings.items() if PartnershipRole.CHAMPION in sitting.roles
        ]

    def of(self, table: int) -> Sitting:
        """What the person is at a table."""
        return self.sittings[table]

    @cached_property
    def meetings(self) -> list[Meeting]:
        """Meetings that the person's seats are asked to, under way or within two weeks.

        Where the person leads, a launch that nobody is asked to yet is among them.
        """
        under_way = Q(state="open", starts__gt=self.at - MEETING_UNDER_WAY.span)
        near = Q(state="invited", ends__gt=self.at, starts__lte=self.at + MEETING_AHEAD.span)
        mine = Q(partnership__in=list(self.sittings), invited__in=self.own)
        unasked = Q(kind="launch", state="planned", starts__gt=self.at, partnership__in=self.led)
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
    def answered(self) -> set[int]:
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
            Q(solution__state="measuring", accepted_at=None)
            | Q(solution__state__in=("idea", "designing"), acceptance_test=""),
            Q(need__raised_by__in=seats) | gone & Exists(stands),
            need__partnership__in=self.tables("accept_answer"),
        )
        near = rows.select_related(
            "solution__partnership", "need__partnership", "need__raised_by"
        ).prefetch_related("need__supports__seat__organization")
        return list(near.order_by("at", "pk"))


Search = Callable[[TaskContext], Iterator[PersonTask]]


def task_context(sittings: Sequence[Sitting], at: datetime) -> TaskContext:
    """The desk of a person who sits at these tables."""
    held = {s.partnership.pk: s for s in sittings if s.partnership is not None and s.seats}
    return TaskContext(held, at)


def tasks_of(
    sittings: Sequence[Sitting], *, at: datetime, most: int = TASKS_AT_ONCE.value
) -> list[PersonTask]:
    """The asks of a person, the most urgent first, at most so many."""
    return tasks_from(task_context(sittings, at), most=most)


def tasks_from(mine: TaskContext, *, most: int = TASKS_AT_ONCE.value) -> list[PersonTask]:
    """The asks on a desk: what was looked through for it need not be read again."""
    if not mine.sittings:
        return []
    return list(islice((ask for search in _IN_ORDER for ask in search(mine)), most))


def speaks_for_company(sitting: Sitting) -> bool:
    """Whether a person acts for a company at this table."""
    return bool(sitting.seats_that_may("raise"))


# ── what cannot wait ──────────────────────────────────────────────────────────────────────────


def _here_now(mine: TaskContext) -> Iterator[PersonTask]:
    under_way = [meeting for meeting in mine.meetings if meeting.state == Meeting.State.OPEN]
    here = Attendance.objects.filter(meeting__in=under_way, seat__in=mine.own)
    there = set(here.values_list("meeting_id", flat=True)) if under_way else set()
    for meeting in under_way:
        if meeting.pk in there:
            continue
        yield PersonTask(
            mine.of(meeting.partnership_id),
            f"“{meeting.title}” is under way. Are you there?",
            "A meeting is under way",
            "Read the statement and say that you are here: it puts you on the roll.",
            ("meeting.sign_in",),
            meeting,
        )


def _launch_tasks(mine: TaskContext) -> Iterator[PersonTask]:
    """Launch meetings nobody is asked to yet, for champions: companies come when companies ask."""
    for meeting in mine.meetings:
        if meeting.state != Meeting.State.PLANNED:
            continue
        yield PersonTask(
            mine.of(meeting.partnership_id),
            f"Ask the others to come to “{meeting.title}”, {moment_words(meeting.starts)}",
            "A launch meeting waits for you to ask people to come",
            "Companies come when companies ask, so the invitation goes out in a champion's name.",
            ("meeting.invite",),
            meeting,
        )


def _ballot_tasks(mine: TaskContext) -> Iterator[PersonTask]:
    seats = mine.seats("vote")
    if not seats:
        return
    waiting = Elector.objects.filter(round=OuterRef("pk")).exclude(ballots__counts=True)
    rounds = Round.objects.filter(
        Exists(waiting),
        partnership__in=mine.tables("vote"),
        state=Round.State.OPEN,
        closes_at__gt=mine.at,
    )
    said = Elector.objects.annotate(said=Exists(_counting_ballots(OuterRef("pk"))))
    near = rounds.select_related("partnership").prefetch_related(Prefetch("electors", said))
    for round in near.order_by("closes_at", "pk"):
        if not _has_uncast_ballot(round, mine.of(round.partnership_id).seats_that_may("vote")):
            continue
        closes = round.closes_at or mine.at
        yield PersonTask(
            mine.of(round.partnership_id),
            "What comes first? Cast your company's ballot.",
            f"Your company's ballot: it closes on {day_words(closes)}",
            f"Closes {until_words(closes, mine.at)}: {moment_words(closes)}.",
            ("round.cast",),
            round,
        )


def _has_uncast_ballot(round: Round, seats: Sequence[Seat]) -> bool:
    """Whether one of these seats casts a ballot here that nobody has cast.

    Takes    round: with its electors, each with whether a ballot of it counts.
    """
    own: dict[int, Any] = {elector.seat_id: elector for elector in round.electors.all()}
    mine = [own[seat.pk] for seat in seats if seat.pk in own]
    sisters = [casts_for(round, seat) for seat in seats if seat.pk not in own]
    return any(not elector.said for elector in mine) or any(
        not _counting_ballots(elector.pk).exists() for elector in sisters if elector is not None
    )


def _counting_ballots(elector: Any) -> QuerySet[Ballot]:
    return Ballot.objects.filter(elector=elector, counts=True)


def _commitment_tasks(mine: TaskContext) -> Iterator[PersonTask]:
    soon = mine.at.date() + PROMISE_AHEAD.span
    rows = Commitment.objects.filter(seat__in=mine.own).filter(
        Q(state__in=("due", "late")) | Q(state="accepted", due__lte=soon)
    )
    for promise in rows.select_related("partnership", "seat__organization").order_by("due", "pk"):
        late = promise.due < mine.at.date()
        yield PersonTask(
            mine.of(promise.partnership_id),
            f"You promised: {promise.what}",
            f"A promise of yours {'was' if late else 'is'} due on {day_words(promise.due)}",
            f"{'Was' if late else 'Is'} due on {day_words(promise.due)}. Done? Tell the convener, "
            "who marks it kept. Needs longer? Promise another day.",
            ("commitment.renegotiate",),
            promise,
        )


# ── what holds others up ──────────────────────────────────────────────────────────────────────


def _judgment_tasks(mine: TaskContext) -> Iterator[PersonTask]:
    for answer in mine.answers:
        if answer.solution.state != Solution.State.MEASURING:
            continue
        yield PersonTask(
            mine.of(answer.need.partnership_id),
            f"Did “{answer.solution}” answer your need?",
            "Did a solution answer your need?",
            f"You said: it is answered when {_test_words(answer)}",
            ("answer.accept", "answer.not_yet"),
            answer,
        )


def _test_words(answer: Answer) -> str:
    words = answer.acceptance_test.strip()
    return words[:1].lower() + words[1:] if words else "it works for you."


def _review_tasks(mine: TaskContext) -> Iterator[PersonTask]:
    voting = [
        seat.pk
        for sitting in mine.sittings.values()
        for seat in sitting.seats_that_may("approve_solution")
        if seat.voting
    ]
    if not voting:
        return
    said = Approval.objects.filter(
        solution=OuterRef("pk"), review=OuterRef("review"), seat__in=voting
    )
    rows = Solution.objects.filter(
        ~Exists(said), partnership__seats__in=voting, state=Solution.State.REVIEW
    )
    for solution in rows.select_related("partnership").distinct().order_by("created_at", "pk"):
        yield PersonTask(
            mine.of(solution.partnership_id),
            f"“{solution}”: does your company say yes?",
            "A solution waits for your company's yes or no",
            f"For {solution.for_whom}. It begins when most companies say yes.",
            ("solution.say_yes", "solution.say_no"),
            solution,
        )


def _consent_tasks(mine: TaskContext) -> Iterator[PersonTask]:
    tables = mine.tables("consent")
    if not tables:
        return
    said = Consent.objects.filter(realignment=OuterRef("pk"), seat__in=mine.seats("consent"))
    rows = Realignment.objects.filter(
        Q(partnership__in=tables) | Q(successor__in=tables),
        ~Exists(said),
        done_at=None,
        dropped_at=None,
    )
    for proposal in rows.select_related("partnership", "successor").order_by("proposed_at", "pk"):
        table = proposal.partnership_id
        yield PersonTask(
            mine.of(table if table in mine.sittings else proposal.successor_id or table),
            _QUESTIONS[proposal.kind].format(proposal.partnership),
            f"A {proposal.get_kind_display()} of your partnership needs your company's word",
            _stakes_words(mine, proposal),
            ("realignment.agree", "realignment.disagree"),
            proposal,
        )


_QUESTIONS = {
    "merge": "Shall {} merge?",
    "split": "Shall {} split?",
    "rescope": "Shall {} change who belongs?",
    "close": "Shall {} close?",
}


def _stakes_words(mine: TaskContext, proposal: Realignment) -> str:
    """Why it is proposed, and whose seats would fall outside: one's own named first."""
    left = [seat for seat, _ in left_outside(proposal, mine.at)]
    if not left:
        return proposal.reason
    own = [seat.organization.name for seat in left if seat.pk in mine.own]
    told = f"{len(left)} compan{'y' if len(left) == 1 else 'ies'} would fall outside"
    return f"{proposal.reason.rstrip('.')}. {told}{f', yours among them: {own[0]}' if own else ''}."


def _wording_tasks(mine: TaskContext) -> Iterator[PersonTask]:
    seats = mine.seats("raise")
    if not seats:
        return
    rows = Rewording.objects.filter(agreed=None, need__raised_by__in=seats)
    for offered in rows.select_related("need__partnership", "need__raised_by").order_by("pk"):
        yield PersonTask(
            mine.of(offered.need.partnership_id),
            f"May your need read: “{offered.title}”?",
            "The convener offers other words for a need of yours",
            offered.text,
            ("rewording.agree", "rewording.decline"),
            offered,
        )


def _need_tasks(mine: TaskContext) -> Iterator[PersonTask]:
    """One ask for all needs that wait: the first of them, those reworded before the others."""
    seats, tables = mine.seats("support"), mine.tables("support")
    if not seats:
        return
    given = Support.objects.filter(need=OuterRef("pk"), seat__in=seats)
    now = given.filter(version=OuterRef("version"))
    rows = Need.objects.filter(partnership__in=tables).exclude(raised_by__in=seats)
    waiting = (
        rows.filter(~Exists(now), ~held_need())
        .filter(Q(state__in=("raised", "clarified")) | Q(Exists(given), state__in=_AGAIN))
        .annotate(stood=Exists(given), among=Window(Count("pk")))
        .order_by("-stood", "created_at", "pk")
    )
    first: Any
    for first in with_texts(waiting)[:1]:
        yield _one_need(mine, first, first.among - 1, again=first.stood)


def _one_need(mine: TaskContext, need: Need, more: int, *, again: bool) -> PersonTask:
    text = need.text_now
    start = "Reworded: do you still stand by it?" if again else "Is this your problem too?"
    rest = f" {more} more wait{'s' if more == 1 else ''} on the page of needs." if more else ""
    plain = "was reworded since you stood by it" if again else "waits for companies to stand by it"
    return PersonTask(
        mine.of(need.partnership_id),
        f"{start} {text.title}",
        f"A need {plain}",
        f"{_shorten_text(text.text)}{rest}",
        ("need.support",),
        need,
    )


def _shorten_text(words: str, most: int = 220) -> str:
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"


def _acceptance_test_tasks(mine: TaskContext) -> Iterator[PersonTask]:
    for answer in mine.answers:
        if answer.solution.state == Solution.State.MEASURING:
            continue
        yield PersonTask(
            mine.of(answer.need.partnership_id),
            f"“{answer.solution}” is meant for your need. How will you know it worked?",
            "Say how you will know that a solution worked",
            "It goes before the companies once you have said so.",
            ("answer.write_test",),
            answer,
        )


def _seat_tasks(mine: TaskContext) -> Iterator[PersonTask]:
    led = mine.led
    if not led:
        return
    rows = Seat.objects.filter(
        partnership__in=led, standing=Seat.Standing.WAITING, approved_by_champion=False
    )
    for seat in rows.select_related("organization", "partnership").order_by("since", "pk"):
        yield PersonTask(
            mine.of(seat.partnership_id),
            f"{seat.organization} asks to sit with the companies. Does it belong?",
            "A company's seat waits for a champion",
            "It sells staffing, training or advice, so a champion and the convener both look.",
            ("seat.approve", "seat.refuse"),
            seat,
        )


# ── what was heard, what comes ────────────────────────────────────────────────────────────────


def unread_releases(mine: TaskContext) -> list[Release]:
    """Releases that a seat of the person's has not read, the last first."""
    listening = mine.seats("receive")
    if not listening:
        return []
    rows = Release.objects.filter(
        partnership__in=mine.tables("receive"), released_at__lte=mine.at
    ).exclude(receipts__seat__in=listening)
    near = rows.select_related("partnership").prefetch_related("receipts")
    return list(near.order_by("-released_at", "-pk")[:10])


def _release_tasks(mine: TaskContext) -> Iterator[PersonTask]:
    for release in unread_releases(mine):
        yield PersonTask(
            mine.of(release.partnership_id),
            f"Read what companies need, released on {day_words(release.released_at)}",
            f"What companies need was released on {day_words(release.released_at)}",
            _window_words(release, mine.at),
            ("release.receive",),
            release,
        )


def _window_words(release: Release, at: datetime) -> str:
    if release.window_ends > at:
        return f"You listen together until {moment_words(release.window_ends)}."
    return f"The listening ended on {day_words(release.window_ends)}; ideas may come."


def _meeting_tasks(mine: TaskContext) -> Iterator[PersonTask]:
    for meeting in mine.meetings:
        if meeting.state != Meeting.State.INVITED:
            continue
        begins = there_words(meeting.starts, meeting.timezone)
        answered = meeting.pk in mine.answered
        wanted = "What should it be about?" if answered else "Will you come?"
        yield PersonTask(
            mine.of(meeting.partnership_id),
            f"“{meeting.title}”, {begins}. {wanted}",
            f"A meeting on {begins}",
            f"The decision wanted: {meeting.decision_wanted}",
            ("meeting.add_item",) if answered else ("meeting.reply", "meeting.add_item"),
            meeting,
        )


def next_meeting(mine: TaskContext) -> Meeting | None:
    """The next meeting at one of the person's tables."""
    rows = Meeting.objects.filter(partnership__in=list(mine.sittings), starts__gt=mine.at)
    coming = rows.filter(state__in=("planned", "invited")).select_related("partnership")
    return coming.order_by("starts", "pk").first()


def _fresh_draft(mine: TaskContext) -> Iterator[PersonTask]:
    yield from _draft_tasks(mine, mine.fresh_drafts[-1:])


def _older_draft(mine: TaskContext) -> Iterator[PersonTask]:
    if not mine.fresh_drafts:
        yield from _draft_tasks(mine, mine.drafts[-1:])


def _draft_tasks(mine: TaskContext, drafts: list[Need]) -> Iterator[PersonTask]:
    for need in drafts:
        yield PersonTask(
            mine.of(need.partnership_id),
            f"Your draft: {need.text_now.title}. Ready for the other companies?",
            "A draft of yours waits",
            "Nobody but your company and a convener who is no company has seen it.",
            ("need.raise",),
            need,
        )


_IN_ORDER: tuple[Search, ...] = (
    _here_now,
    _launch_tasks,
    _ballot_tasks,
    _commitment_tasks,
    _fresh_draft,
    _judgment_tasks,
    _review_tasks,
    _consent_tasks,
    _wording_tasks,
    _need_tasks,
    _acceptance_test_tasks,
    _seat_tasks,
    _release_tasks,
    _meeting_tasks,
    _older_draft,
)


# ── what became of it; what a partner could bring ─────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class LastRaisedNeed:
    """The last need that a person's company raised; `stands` is filled in by whoever says it."""

    need: Need
    title: str
    release: Release | None
    answers: list[Answer]


def last_raised_need(mine: TaskContext) -> LastRaisedNeed | None:
    """The last need raised by a company the person acts for."""
    rows = Need.objects.filter(raised_by__in=mine.seats("raise")).exclude(state="draft")
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
    rows = Solution.objects.filter(partnership__in=partners, state__in=("idea", "designing"))
    near = rows.select_related("partnership").prefetch_related("contributions__seat")
    return [
        SolutionGap(solution, seat.get_system_display())
        for solution in near.order_by("created_at", "pk")
        for seat in (partners[solution.partnership_id],)
        if seat.system not in _systems_bringing(solution)
        and len(_systems_bringing(solution) - {"employer"}) < 2
    ]


def _systems_bringing(solution: Solution) -> set[str]:
    return {row.seat.system for row in solution.contributions.all() if row.withdrawn_at is None}


def listening_now(mine: TaskContext) -> list[Release]:
    """Releases whose window still runs at the person's tables, the first to end first."""
    rows = Release.objects.filter(
        partnership__in=mine.tables("receive"), released_at__lte=mine.at, window_ends__gt=mine.at
    )
    return list(rows.select_related("partnership").order_by("window_ends", "pk"))
