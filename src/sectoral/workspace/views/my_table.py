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
from sectoral.workspace.models import (
    Change,
    Meeting,
    Need,
    OwnershipClaim,
    Partnership,
    Realignment,
    Release,
)
from sectoral.workspace.models.partnerships import LIVE
from sectoral.workspace.presenters.need import count_missing_supporters, status_sentence
from sectoral.workspace.presenters.partnership_list import last_reviews, missing_of, stage_reasons
from sectoral.workspace.presenters.partnerships import vacant_partnerships
from sectoral.workspace.presenters.state_tasks import (
    live_partnerships,
    stalled_partnerships,
    unpublished_partnerships,
    waiting_proposals,
    waiting_realignments,
)
from sectoral.workspace.queries import convener_tasks
from sectoral.workspace.queries.flags import for_state
from sectoral.workspace.queries.ownership_claims import undoable_changes, waiting_claims
from sectoral.workspace.queries.roles import Sitting, sitting_of, sittings_of
from sectoral.workspace.queries.stage_ages import StageAge
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
        "lead": _state_tasks(at, request.GET.get("page", ""))
        if PartnershipRole.STATE in sitting.roles
        else None,
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
    """One partnership that the person convenes: what comes next, and what waits."""

    sitting: Sitting
    partnership: Partnership
    step: NextStep
    why: tuple[str, ...]
    waiting: list[convener_tasks.ConvenerTask]

    @property
    def act(self) -> Act | None:
        """The next move, where nothing is missing and this person may make it."""
        act = self.step.act
        return act if act is not None and self.sitting.may(act.permission) else None


@dataclass(frozen=True, slots=True)
class ConvenerTasks:
    """The tables a person convenes, those with something overdue first."""

    tables: list[ConvenedPartnership]
    pages: Page[Sitting]


def _convener_tasks(held: list[Sitting], at: datetime, page: str) -> ConvenerTasks | None:
    mine = [one for one in held if one.may("take_roll") and _is_live(one)]
    if not mine:
        return None
    waiting = convener_tasks.convener_tasks([partnership_of(one).pk for one in mine], at=at)
    mine.sort(key=lambda one: -sum(c.overdue for c in waiting[partnership_of(one).pk]))
    pages = Paginator(mine, 10).get_page(page)
    shown = [partnership_of(one) for one in pages]
    reviews, why = last_reviews(shown), stage_reasons(shown, at)
    return ConvenerTasks(
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
                _visible_tasks(one, waiting[partnership_of(one).pk]),
            )
            for number, one in enumerate(pages)
        ],
        pages,
    )


def _visible_tasks(
    sitting: Sitting, waiting: list[convener_tasks.ConvenerTask]
) -> list[convener_tasks.ConvenerTask]:
    """A company that convenes looks at no other company's words about pay (S11)."""
    looks = sitting.may("look_at_words")
    return [task for task in waiting if looks or task.page != "flags"]


def _is_live(sitting: Sitting) -> bool:
    return sitting.partnership is not None and sitting.partnership.stage in LIVE


# ── the state's lead ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PartnershipStatus:
    """One live partnership, where it stands, and why."""

    partnership: Partnership
    why: tuple[str, ...]
    missing: tuple[str, ...]
    vacant: bool


@dataclass(frozen=True, slots=True)
class StateTasks:
    """What waits for the state: proposals, merges, vacancies, what stands still; every table.

    words   tables with words about pay that no convener may look at
    """

    proposals: list[Partnership]
    realignments: list[Realignment]
    vacancies: list[Partnership]
    words: list[Partnership]
    claims: list[OwnershipClaim]
    stalled: list[tuple[Partnership, StageAge]]
    unpublished: list[Partnership]
    tables: list[PartnershipStatus]
    pages: Page[Partnership]

    @property
    def waits(self) -> bool:
        """Whether anything waits for the state's word."""
        ours = (self.proposals, self.realignments, self.vacancies, self.words)
        return any((*ours, self.claims, self.stalled, self.unpublished))


def _state_tasks(at: datetime, page: str) -> StateTasks:
    empty = vacant_partnerships(at=at)
    pages = Paginator(live_partnerships(), 25).get_page(page)
    shown = list(pages)
    reviews, why = last_reviews(shown), stage_reasons(shown, at)
    vacant = {row.pk for row in empty}
    stood = [
        PartnershipStatus(
            row, why.get(row.pk, ()), missing_of(reviews.get(row.pk)), row.pk in vacant
        )
        for row in shown
    ]
    return StateTasks(
        waiting_proposals(),
        waiting_realignments(),
        empty,
        for_state(at=at),
        list(waiting_claims()),
        stalled_partnerships(at),
        unpublished_partnerships(),
        stood,
        pages,
    )
