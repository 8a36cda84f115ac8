"""What waits at the tables somebody convenes: overdue first, read at once for all tables."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from sectoral.workspace.models import (
    ClaimAnswer,
    Commitment,
    Delegate,
    Invitee,
    Meeting,
    Need,
    OwnershipClaim,
    Partnership,
    PitchReport,
    Post,
    Realignment,
    Rewording,
    Round,
    Seat,
    WordFlag,
)
from sectoral.workspace.queries.consents import may_carry_out
from sectoral.workspace.queries.flags import held_need
from sectoral.workspace.queries.stage_ages import AGED, age_of
from sectoral.workspace.rules.policy import (
    CONFIRM_AHEAD,
    CONVENER_WEEK,
    DELEGATE_CONFIRMED_FOR,
    MISSING_REPLIES_AHEAD,
)

_SHOWN = 3

KINDS: dict[str, tuple[str, str, str]] = {
    # kind: words for one, words for several, the page that it is done on
    "late": ("A promise is late", "{n} promises are late", "commitments"),
    "running": ("A meeting was not ended", "{n} meetings were not ended", "meetings"),
    "minutes": ("Minutes were not sent", "Minutes of {n} meetings were not sent", "meetings"),
    "close": (
        "A round is past its closing time",
        "{n} rounds are past their closing time",
        "priorities",
    ),
    "publish": (
        "A round is ready to be published",
        "{n} rounds are ready to be published",
        "priorities",
    ),
    "pitch": ("A pitch was reported", "{n} pitches were reported", "neutrality"),
    "words": (
        "Words about pay, hiring or prices need your review",
        "{n} texts with words about pay, hiring or prices need your review",
        "flags",
    ),
    "post": ("A message needs your review", "{n} messages need your review", "posts"),
    "seat": ("A seat needs your approval", "{n} seats need your approval", "seats"),
    "agreed": (
        "The companies agreed to a proposal: carry it out",
        "The companies agreed to {n} proposals: carry them out",
        "life",
    ),
    "stalled": ("It is stalled", "It is stalled", "life"),
    "unpublished": ("Nobody else can read its page yet: publish it", "", "life"),
    "delegate": (
        "A delegate has to be confirmed again",
        "{n} delegates have to be confirmed again",
        "seats",
    ),
    "owner": (
        "A company's owner needs your answer",
        "{n} companies' owners need your answer",
        "seats",
    ),
    "offered": (
        "A promise is waiting to be accepted",
        "{n} promises are waiting to be accepted",
        "commitments",
    ),
    "release": (
        "A need is ready to be released",
        "{n} needs are ready to be released",
        "listening",
    ),
    "draft": ("A round is ready to be opened", "{n} rounds are ready to be opened", "priorities"),
    "invite": (
        "Nobody has been invited to a meeting yet",
        "Nobody has been invited to {n} meetings yet",
        "meetings",
    ),
    "launch": (
        "A champion has to invite people to a launch meeting",
        "Champions have to invite people to {n} launch meetings",
        "meetings",
    ),
    "reply": (
        "Somebody has not answered an invitation",
        "{n} people have not answered an invitation",
        "meetings",
    ),
    "wording": (
        "Your wording is waiting for a company's answer",
        "{n} of your wordings are waiting for companies' answers",
        "needs",
    ),
}
"""What a convener does next, the most overdue kind first."""

OVERDUE = ("late", "running", "minutes", "close", "stalled")
WAITED_FOR = (
    *("publish", "pitch", "words", "post", "seat", "agreed", "owner", "offered", "release"),
    "reply",
)
"""Somebody waits for the convener to do these: they belong to this week."""

DATED = {"invite": timedelta(), "launch": timedelta(), "delegate": DELEGATE_CONFIRMED_FOR.span}
"""These have a day: so long after the moment that the row tells."""


class Urgency(StrEnum):
    """When something has to be done."""

    OVERDUE = "overdue"
    WEEK = "this week"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class ConvenerTask:
    """One kind of thing that waits at one table.

    names   the first few, by who or what; `more` counts the others
    page    the name of the page on which it is done
    days    for how many days the oldest of them has waited; below zero: so many days are left;
            None where no day is known
    """

    words: str
    names: tuple[str, ...]
    more: int
    page: str
    urgency: Urgency
    days: int | None

    @property
    def overdue(self) -> bool:
        """Whether its day is over."""
        return self.urgency == Urgency.OVERDUE

    @property
    def age(self) -> str:
        """How long it has waited, or how long there is still: "for 12 days", "in 3 days"."""
        if self.days is None:
            return ""
        if self.days == 0:
            return "today"
        many = f"{abs(self.days)} day{'s' * (abs(self.days) != 1)}"
        return f"for {many}" if self.days > 0 else f"in {many}"


def convener_tasks(tables: Iterable[int], *, at: datetime) -> dict[int, list[ConvenerTask]]:
    """What waits at each of these tables, in as many queries whatever their number."""
    held = list(tables)
    if not held:
        return {}
    first, *rest = _task_queries(held, at)
    found: dict[tuple[int, str], list[tuple[Any, str]]] = defaultdict(list)
    for kind, partnership, what, who, when in first.union(*rest, all=True):
        found[partnership, kind].append((when, ": ".join(part for part in (who, what) if part)))
    for kind, partnership, what, when in _of_lives(held, at):
        found[partnership, kind].append((when, what))
    return {
        partnership: [
            _convener_task(kind, found[partnership, kind], at)
            for kind in KINDS
            if (partnership, kind) in found
        ]
        for partnership in held
    }


def _convener_task(kind: str, rows: list[tuple[Any, str]], at: datetime) -> ConvenerTask:
    one, several, page = KINDS[kind]
    names = [name for _, name in sorted(rows, key=lambda row: (str(row[0]), row[1])) if name]
    words = one if len(rows) == 1 else several.format(n=len(rows))
    more = max(0, len(names) - _SHOWN)
    moments = [moment for when, _ in rows if (moment := _moment_of(when))]
    first = min(moments) + DATED.get(kind, timedelta()) if moments else None
    days = None if first is None else (timezone.localdate(at) - timezone.localdate(first)).days
    return ConvenerTask(
        words, tuple(names[:_SHOWN]), more, page, _urgency_of(kind, first, at), days
    )


def _urgency_of(kind: str, first: datetime | None, at: datetime) -> Urgency:
    if kind in OVERDUE:
        return Urgency.OVERDUE
    soon = kind in DATED and first is not None and first <= at + CONVENER_WEEK.span
    return Urgency.WEEK if soon or kind in WAITED_FOR else Urgency.LATER


def _moment_of(when: Any) -> datetime | None:
    """A moment of rows of any kind, as the database hands them on: a day, a text, none."""
    if isinstance(when, str):
        when = parse_datetime(when) or parse_date(when)
    if isinstance(when, date) and not isinstance(when, datetime):
        when = datetime.combine(when, time(12))
    if not isinstance(when, datetime):
        return None
    moment = timezone.make_aware(when, UTC) if timezone.is_naive(when) else when.astimezone(UTC)
    # A day comes as its midnight, which is still the day before on the pages' own clock.
    return moment.replace(hour=12) if moment.time() == time(0) else moment


def _of_lives(tables: list[int], at: datetime) -> Iterator[tuple[str, int, str, datetime]]:
    """What companies agreed on and nobody carried out, and what stands still."""
    asked = Realignment.objects.select_related("partnership").filter(
        partnership__in=tables, kind__in=("rescope", "close"), done_at=None, dropped_at=None
    )
    for one in asked:
        if may_carry_out(one, at):
            yield "agreed", one.partnership_id, one.get_kind_display(), one.proposed_at
    standing = Partnership.objects.select_related("checklist").filter(pk__in=tables, stage__in=AGED)
    for partnership in standing:
        age = age_of(partnership, at)
        if age is not None and age.over:
            said = f"{age.began} {age.days} days ago"
            yield "stalled", partnership.pk, said, partnership.stage_since


def _task_queries(tables: list[int], at: datetime) -> Iterator[QuerySet[Any, Any]]:
    here: dict[str, Any] = {"partnership__in": tables}
    organization = F("seat__organization__name")
    promises = Commitment.objects.filter(**here)
    yield _task_rows("late", promises.filter(state="late"), "what", organization, "due")
    yield _task_rows("offered", promises.filter(state="offered"), "what", organization, "due")
    hidden = Partnership.objects.filter(pk__in=tables, published_at=None)
    yield _task_rows("unpublished", hidden, Value(""), Value(""), "created_at", "pk")
    yield from _of_meetings(Meeting.objects.filter(**here), at)
    yield from _of_rounds(Round.objects.filter(**here), at)
    yield from _of_seats(tables, at)
    yield _of_owners(tables)
    posts = Post.objects.filter(shown_at=None, refused_at=None, **here).exclude(held="")
    yield _task_rows("post", posts, Value(""), organization, "at")
    pitches = PitchReport.objects.filter(handled_at=None, **here)
    yield _task_rows("pitch", pitches, Value(""), F("about__organization__name"), "at")
    flags = WordFlag.objects.filter(stands=None, **here)
    yield _task_rows("words", flags, Value(""), Value(""), "written_at")
    validated = Need.objects.filter(~held_need(), state=Need.State.VALIDATED, **here)
    yield _task_rows("release", validated, Value(""), Value(""), "created_at")
    wordings = Rewording.objects.filter(agreed=None, need__partnership__in=tables)
    # Without its title: a company that convenes reads no other company's wordings (S11).
    yield _task_rows("wording", wordings, Value(""), Value(""), "offered_at", "need__partnership")


def _of_meetings(meetings: QuerySet[Meeting], at: datetime) -> Iterator[QuerySet[Any, Any]]:
    unsent = meetings.filter(state="held", minutes_sent_at=None)
    yield _task_rows("minutes", unsent, "title", Value(""), "starts")
    yield _task_rows(
        "running", meetings.filter(state="open", ends__lt=at), "title", Value(""), "starts"
    )
    near = meetings.filter(
        state="invited", starts__gt=at, starts__lte=at + MISSING_REPLIES_AHEAD.span
    )
    silent = Invitee.objects.filter(holds=True, reply="", meeting__in=near)
    name = Concat("person__first_name", Value(" "), "person__last_name")
    yield _task_rows("reply", silent, name, Value(""), "told_at", "meeting__partnership")
    unasked = meetings.filter(state="planned", starts__gt=at)
    launches = unasked.filter(kind=Meeting.Kind.LAUNCH)
    yield _task_rows("launch", launches, "title", Value(""), "starts")
    others = unasked.exclude(kind=Meeting.Kind.LAUNCH)
    yield _task_rows("invite", others, "title", Value(""), "starts")


def _of_rounds(rounds: QuerySet[Round], at: datetime) -> Iterator[QuerySet[Any, Any]]:
    past = rounds.filter(state="open", closes_at__lte=at)
    yield _task_rows("close", past, Value(""), Value(""), "closes_at")
    yield _task_rows("publish", rounds.filter(state="closed"), Value(""), Value(""), "closed_at")
    yield _task_rows("draft", rounds.filter(state="draft"), Value(""), Value(""), "opened_at")


def _of_seats(tables: list[int], at: datetime) -> Iterator[QuerySet[Any, Any]]:
    waiting = Seat.objects.filter(
        partnership__in=tables, standing="waiting", approved_by_convener=False
    )
    yield _task_rows("seat", waiting, Value(""), F("organization__name"), "since")
    acting = Delegate.objects.filter(
        until=None,
        seat__partnership__in=tables,
        seat__standing="seated",
        confirmed_at__lte=at - DELEGATE_CONFIRMED_FOR.span + CONFIRM_AHEAD.span,
    )
    name = Concat("person__first_name", Value(" "), "person__last_name")
    yield _task_rows(
        "delegate", acting, F("seat__organization__name"), name, "confirmed_at", "seat__partnership"
    )


def _of_owners(tables: list[int]) -> QuerySet[Any, Any]:
    """Owners declared over companies that sit here, until this table has said its word."""
    here = "organizations__seats__partnership"
    said = ClaimAnswer.objects.filter(claim=OuterRef("pk"), partnership=OuterRef(here))
    claims = OwnershipClaim.objects.filter(
        ~Exists(said),
        settled_at=None,
        dropped_at=None,
        organizations__seats__until=None,
        **{f"{here}__in": tables},
    )
    return _task_rows("owner", claims, "owner__name", Value(""), "claimed_at", here).distinct()


def _task_rows(
    kind: str,
    rows: QuerySet[Any],
    what: Any,
    who: Any,
    when: str,
    path: str = "partnership",
) -> QuerySet[Any, Any]:
    """Rows of any kind in one shape, so that one query reads them all."""
    told: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(
            task=Value(kind, CharField()),
            at_table=F(path),
            told=Cast(what, TextField()),
            told_by=Cast(who, TextField()),
            told_on=Cast(when, DateTimeField()),
        )
        .values_list("task", "at_table", "told", "told_by", "told_on")
    )
    return told
