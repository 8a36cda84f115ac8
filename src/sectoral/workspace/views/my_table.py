"""My table: what waits for this person, at every partnership, by what the person is there."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sectoral.workspace.acts import Act
from sectoral.workspace.acts.needs import WHO_SEES
from sectoral.workspace.acts.next_step import NextStep, next_step
from sectoral.workspace.environment import clock
from sectoral.workspace.evidence.facts import current_facts
from sectoral.workspace.models import (
    Change,
    Meeting,
    Need,
    Partnership,
    Release,
)
from sectoral.workspace.models.partnerships import LIVE
from sectoral.workspace.presenters.need import count_missing_supporters, status_sentence
from sectoral.workspace.presenters.partnership_list import last_reviews, missing_of, stage_reasons
from sectoral.workspace.presenters.state_home import (
    PartnershipMap,
    StageCount,
    WaitingCase,
    count_stages,
    map_partnerships,
    waiting_cases,
)
from sectoral.workspace.queries import convener_tasks
from sectoral.workspace.queries.ownership_claims import undoable_changes
from sectoral.workspace.queries.roles import Sitting, sitting_of, sittings_of
from sectoral.workspace.queries.tasks import tasks_from
from sectoral.workspace.queries.tasks.context import (
    LastRaisedNeed,
    SolutionGap,
    TaskContext,
    find_solution_gaps,
    last_raised_need,
    listening_now,
    next_meeting,
    speaks_for_company,
    task_context,
)
from sectoral.workspace.queries.tasks.words import PersonTask
from sectoral.workspace.rules.permissions import PartnershipRole
from sectoral.workspace.views.partnership.page import partnership_of

UNDONE_SHOWN = 20
ASKED = 2
"""At so many tables the guards of the next step are asked; the others' own pages tell."""


@login_required
def my_table(request: HttpRequest) -> HttpResponse:
    """A section for each thing a person is; who is nothing yet reads what would come."""
    at = clock.now()
    held = sittings_of(request.user, at=at)
    # Offices count at every table: who sits at one has told them already.
    sitting = held[0] if held else sitting_of(request.user, None, at=at)
    context = {
        "sitting": sitting,
        "speaker": _speaker_tasks(held, at),
        "convener": _convener_tasks(held, at, request.GET.get("tables", "")),
        "lead": _state_home(at) if PartnershipRole.STATE in sitting.roles else None,
        "looks": bool({PartnershipRole.ANALYST, PartnershipRole.STEWARD} & sitting.roles),
        "may_keep": sitting.may("keep_people"),
        "undoable": _list_undoable(sitting),
        "who_sees": WHO_SEES,
    }
    return render(request, "my_table.html", context)


def _list_undoable(sitting: Sitting) -> list[Change]:
    """For whoever keeps people; everybody else finds it on the account's page."""
    if sitting.person is None or not sitting.may("keep_people"):
        return []
    every = PartnershipRole.STATE in sitting.roles
    return list(undoable_changes(sitting.person, every=every, at=sitting.at)[:UNDONE_SHOWN])


# ── whoever sits for a company or a partner ───────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class NeedDraft:
    """A need that a company of the person's wrote down and has not shown."""

    sitting: Sitting
    need: Need
    title: str


@dataclass(frozen=True, slots=True)
class SpeakerTasks:
    """What waits for somebody who acts for seats.

    drafts      needs written down and not shown yet, beside the one that is asked about
    companies   tables at which the person speaks for a company
    became      where the company's last need stands, in a sentence
    """

    waiting: list[PersonTask]
    drafts: list[NeedDraft]
    companies: list[Sitting]
    partners: list[Sitting]
    last: LastRaisedNeed | None
    became: str
    meeting: Meeting | None
    listening: list[Release]
    lacking: list[SolutionGap]


def _speaker_tasks(held: list[Sitting], at: datetime) -> SpeakerTasks | None:
    mine = task_context(held, at)
    if not mine.sittings:
        return None
    sat = list(mine.sittings.values())
    companies = [one for one in sat if speaks_for_company(one)]
    partners = [one for one in sat if one.seats_that_may("receive")]
    waiting = tasks_from(mine)
    last = last_raised_need(mine) if companies else None
    return SpeakerTasks(
        waiting=waiting,
        drafts=_list_drafts(mine, waiting),
        companies=companies,
        partners=partners,
        last=last,
        became=status_sentence(
            last.need, count_missing_supporters(last.need, at), last.release, last.answers, at
        )
        if last
        else "",
        meeting=None if waiting else next_meeting(mine),
        listening=listening_now(mine) if partners else [],
        lacking=find_solution_gaps(mine) if partners else [],
    )


def _list_drafts(mine: TaskContext, waiting: list[PersonTask]) -> list[NeedDraft]:
    """The drafts that none of the asks is about: each keeps its button where it was written."""
    asked = [ask.thing for ask in waiting]
    return [
        NeedDraft(mine.of(need.partnership_id), need, need.text_now.title)
        for need in mine.drafts
        if need not in asked
    ]


# ── whoever convenes ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ConvenedPartnership:
    """One partnership that the person convenes: what comes next.

    waits   whether anything waits for the person there
    """

    sitting: Sitting
    partnership: Partnership
    step: NextStep
    why: tuple[str, ...]
    waits: bool

    @property
    def act(self) -> Act | None:
        """The next move, where nothing is missing and this person may make it."""
        act = self.step.act
        return act if act is not None and self.sitting.may(act.permission) else None


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """What has to be done at about the same time, at all the partnerships; the oldest first."""

    urgency: convener_tasks.Urgency
    tasks: list[tuple[Partnership, convener_tasks.ConvenerTask]]


@dataclass(frozen=True, slots=True)
class ConvenerTasks:
    """What waits for a convener by urgency; the partnerships, those with overdue tasks first."""

    groups: list[TaskGroup]
    tables: list[ConvenedPartnership]
    pages: Page[Sitting]


def _convener_tasks(held: list[Sitting], at: datetime, page: str) -> ConvenerTasks | None:
    mine = [one for one in held if one.may("take_roll") and _is_live(one)]
    if not mine:
        return None
    found = convener_tasks.convener_tasks([partnership_of(one).pk for one in mine], at=at)
    waiting = {
        partnership_of(one): _visible_tasks(one, found[partnership_of(one).pk]) for one in mine
    }
    mine.sort(key=lambda one: -sum(task.overdue for task in waiting[partnership_of(one)]))
    pages = Paginator(mine, 10).get_page(page)
    shown = [partnership_of(one) for one in pages]
    reviews, why = last_reviews(shown), stage_reasons(shown, at)
    return ConvenerTasks(
        _group_tasks(waiting),
        [
            ConvenedPartnership(
                one,
                partnership_of(one),
                next_step(
                    partnership_of(one),
                    at=at,
                    missing=missing_of(reviews.get(partnership_of(one).pk)),
                    ask=number < ASKED,
                ),
                why.get(partnership_of(one).pk, ()),
                bool(waiting[partnership_of(one)]),
            )
            for number, one in enumerate(pages)
        ],
        pages,
    )


def _group_tasks(
    waiting: dict[Partnership, list[convener_tasks.ConvenerTask]],
) -> list[TaskGroup]:
    """Overdue, this week, later; in each what has waited longest first."""
    every = [(table, task) for table, held in waiting.items() for task in held]
    every.sort(key=lambda pair: (pair[1].days is None, -(pair[1].days or 0)))
    grouped = {one: [p for p in every if p[1].urgency == one] for one in convener_tasks.Urgency}
    return [TaskGroup(one, held) for one, held in grouped.items() if held]


def _visible_tasks(
    sitting: Sitting, waiting: list[convener_tasks.ConvenerTask]
) -> list[convener_tasks.ConvenerTask]:
    """A company that convenes looks at no other company's words about pay (S11)."""
    looks = sitting.may("look_at_words")
    return [task for task in waiting if looks or task.page != "flags"]


def _is_live(sitting: Sitting) -> bool:
    return sitting.partnership is not None and sitting.partnership.stage in LIVE


# ── the state's lead ──────────────────────────────────────────────────────────────────────────

CASES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class StateHome:
    """What the state's lead reads first: counts by stage, the map, what waits."""

    stages: list[StageCount]
    map: PartnershipMap | None
    cases: list[WaitingCase]
    more: int

    @property
    def partnerships(self) -> int:
        """How many partnerships go on."""
        return sum(one.count for one in self.stages)


def _state_home(at: datetime) -> StateHome:
    facts, cases = current_facts(), waiting_cases(at)
    return StateHome(
        count_stages(),
        map_partnerships(facts) if facts else None,
        cases[:CASES_SHOWN],
        max(0, len(cases) - CASES_SHOWN),
    )
