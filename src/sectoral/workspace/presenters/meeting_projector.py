"""What the wall shows of a meeting: only what everybody in the room may read (I4, S6)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db.models import Prefetch, QuerySet

from sectoral.workspace.models import (
    Appointment,
    Event,
    Meeting,
    Need,
    NeedVersion,
    Partnership,
    Round,
)
from sectoral.workspace.presenters.meeting import actual_hours, opening_time, present_item
from sectoral.workspace.queries.flags import held_need, held_row, points_for
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.queries.rounds import has_few_ballots, places_for_reader
from sectoral.workspace.rules.ballots import BALLOT_RULES

_TEXTS = Prefetch("versions", NeedVersion.objects.order_by("number"))

OPEN_MEETING = (
    "This meeting is open to the public. Needs are shown here once they are released to all "
    "public partners. Until then, companies can read them on their phones."
)
PARTNERS_HERE = (
    "Public partners are present. Needs are shown here once they are released to all of "
    "them. Until then, companies can read them on their phones."
)
NOT_YOURS = "Needs are shown here for companies, and for everybody once they are released."


RATING_RULES = {
    key: rule.chart.rating for key, rule in BALLOT_RULES.items() if rule.chart.rating is not None
}
"""Ballot rules whose counts tell how important and how feasible a need is."""


@dataclass(frozen=True, slots=True)
class CapturedItems:
    """Opportunities and needs of this meeting, as they came; never who spoke.

    hidden    why needs that are not released yet do not stand here; empty where they do
    waiting   how many those are: the wall of the companies names them by number
    """

    opportunities: tuple[str, ...]
    needs: tuple[str, ...]
    hidden: str
    waiting: int = 0

    @property
    def numbers(self) -> range:
        """The numbers of the needs whose text must wait, after those that stand here."""
        shown = len(self.needs)
        return range(shown + 1, shown + self.waiting + 1)


def captured_items(meeting: Meeting, sitting: Sitting) -> CapturedItems:
    """What was put forward and raised between the opening and the end of the meeting."""
    opened, ended = actual_hours(meeting)
    if opened is None:
        return CapturedItems((), (), "")
    until, hidden = ended or sitting.at, _why_hidden(meeting, sitting)
    said = meeting.partnership.opportunities.filter(
        ~held_row("opportunity"), raised_at__gte=opened, raised_at__lte=until
    )
    needs = _needs_raised(meeting.partnership, opened, until).prefetch_related(_TEXTS)
    raised = list(needs.filter(~held_need()) if sitting.may("see_raised_needs") else ())
    shown = list(needs.filter(released_at__lte=sitting.at)) if hidden else raised
    texts = said.values_list("text", flat=True)
    return CapturedItems(
        tuple(texts),
        tuple(_title_on_wall(need, hidden) for need in shown),
        hidden,
        waiting=len({need.pk for need in raised} - {need.pk for need in shown}),
    )


@dataclass(frozen=True, slots=True)
class PresentPoint:
    """The point that the meeting is at, by the clock.

    minutes_left   whole minutes until its time is over; 0 when it is
    following      the point after it; empty at the last
    """

    text: str
    minutes_left: int
    following: str


def present_point(meeting: Meeting, sitting: Sitting) -> PresentPoint | None:
    """Where an open meeting is, if every point takes its minutes; None without an agenda."""
    opened = opening_time(meeting)
    rows = [item for item in points_for(sitting, meeting.agenda.all()) if not item.parked]
    item = present_item(rows, opened, sitting.at)
    if item is None or opened is None:
        return None
    place = rows.index(item)
    ends = opened + timedelta(minutes=sum(row.minutes for row in rows[: place + 1]))
    left = max(ceil((ends - sitting.at).total_seconds() / 60), 0)
    following = rows[place + 1].text if place + 1 < len(rows) else ""
    return PresentPoint(item.text, left, following)


def _needs_raised(partnership: Partnership, since: datetime, until: datetime) -> QuerySet[Need]:
    lines = Event.objects.filter(subject="need", after="raised", at__gte=since, at__lte=until)
    shown = partnership.needs.exclude(state__in=(Need.State.DRAFT, Need.State.SINGLE))
    return shown.filter(pk__in=lines.values("subject_id"))


def _title_on_wall(need: Need, hidden: str) -> str:
    """The released title where partners look on; for companies among themselves the present."""
    return (need.text_heard if hidden else need.text_now).title


def _why_hidden(meeting: Meeting, sitting: Sitting) -> str:
    if meeting.open_to_public:
        return OPEN_MEETING
    if partners_there(meeting, at=sitting.at):
        return PARTNERS_HERE
    return "" if sitting.may("see_raised_needs") else NOT_YOURS


def partners_there(meeting: Meeting, *, at: datetime) -> bool:
    """Whether anybody is on the roll who may not read needs before their release.

    Whoever convenes the table may, though on the roll for a public partner.
    """
    conveners = Appointment.objects.in_force(at).filter(partnership=meeting.partnership_id)
    others = meeting.roll.select_related("seat").exclude(person__in=conveners.values("person"))
    return any(not row.seat.is_company for row in others)


@dataclass(frozen=True, slots=True)
class WeighedNeed:
    """A need in the last published round: how important and how feasible companies find it."""

    place: int
    title: str
    importance: float
    feasibility: float


def weighed_needs(sitting: Sitting) -> list[WeighedNeed]:
    """The last published round in which companies rated needs, first place first.

    Empty if there is none, or if so few voted that it would tell what one of them said (S13).
    """
    rounds = Round.objects.filter(
        partnership=sitting.partnership, rule__in=RATING_RULES, state=Round.State.PUBLISHED
    ).select_related("partnership")
    last = rounds.order_by("-closed_at", "-pk").first()
    if last is None or has_few_ballots(last) or not sitting.may("see_results"):
        return []
    titles = {need.pk: need.text_heard.title for need in last.needs.prefetch_related(_TEXTS)}
    rate = RATING_RULES[last.rule]
    found = []
    for one in places_for_reader(last, by=sitting.person, at=sitting.at) or ():
        rating = rate(one.score, one.second)
        found.append(
            WeighedNeed(one.place, titles[one.need], rating.importance, rating.feasibility)
        )
    return found
