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
from sectoral.workspace.presenters.need import stands, wanting
from sectoral.workspace.presenters.partnership_list import last_reviews, missing_of, whys
from sectoral.workspace.presenters.partnerships import vacancies
from sectoral.workspace.presenters.state_tasks import (
    live,
    proposals,
    realignments,
    stalled,
    unpublished,
)
from sectoral.workspace.queries import convener_tasks, tasks
from sectoral.workspace.queries.flags import for_state
from sectoral.workspace.queries.ownership_claims import undoable, waiting
from sectoral.workspace.queries.roles import Sitting, sitting_of, sittings_of
from sectoral.workspace.queries.stage_ages import Age
from sectoral.workspace.rules.permissions import Role

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
        "speaker": _speaker(held, at),
        "convener": _convener(held, at, request.GET.get("tables", "")),
        "lead": _lead(at, request.GET.get("page", "")) if Role.STATE in sitting.roles else None,
        "looks": bool({Role.ANALYST, Role.STEWARD} & sitting.roles),
        "may_keep": sitting.may("keep_people"),
        "undoable": _undoable(sitting),
        "who_sees": WHO_SEES,
    }
    return render(request, "my_table.html", context)


def _undoable(sitting: Sitting) -> list[Change]:
    """For whoever keeps people; everybody else finds it on the account's page."""
    if sitting.person is None or not sitting.may("keep_people"):
        return []
    every = Role.STATE in sitting.roles
    return list(undoable(sitting.person, every=every, at=sitting.at)[:UNDONE_SHOWN])


# ── whoever sits for a company or a partner ───────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Draft:
    """A need that a company of the person's wrote down and has not shown."""

    sitting: Sitting
    need: Need
    title: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """What waits for somebody who acts for seats.

    drafts      needs written down and not shown yet, beside the one that is asked about
    companies   tables at which the person speaks for a company
    became      where the company's last need stands, in a sentence
    """

    waiting: list[tasks.Ask]
    drafts: list[Draft]
    companies: list[Sitting]
    partners: list[Sitting]
    last: tasks.LastAsk | None
    became: str
    meeting: Meeting | None
    listening: list[Release]
    lacking: list[tasks.Lacking]


def _speaker(held: list[Sitting], at: datetime) -> Speaker | None:
    mine = tasks.desk(held, at)
    if not mine.sittings:
        return None
    sat = list(mine.sittings.values())
    companies = [one for one in sat if tasks.speaks_for_company(one)]
    partners = [one for one in sat if one.seats_that_may("receive")]
    waiting = tasks.asks_at(mine)
    last = tasks.last_ask(mine) if companies else None
    return Speaker(
        waiting=waiting,
        drafts=_drafts(mine, waiting),
        companies=companies,
        partners=partners,
        last=last,
        became=stands(last.need, wanting(last.need, at), last.release, last.answers, at)
        if last
        else "",
        meeting=None if waiting else tasks.next_meeting(mine),
        listening=tasks.listening_now(mine) if partners else [],
        lacking=tasks.lacking(mine) if partners else [],
    )


def _drafts(mine: tasks.Desk, waiting: list[tasks.Ask]) -> list[Draft]:
    """The drafts that none of the asks is about: each keeps its button where it was written."""
    asked = [ask.thing for ask in waiting]
    return [
        Draft(mine.of(need.partnership_id), need, tasks.present(need).title)
        for need in mine.drafts
        if need not in asked
    ]


# ── whoever convenes ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Convened:
    """One table that the person convenes: what comes next, and what waits."""

    sitting: Sitting
    table: Partnership
    step: NextStep
    why: tuple[str, ...]
    waiting: list[convener_tasks.Chore]

    @property
    def act(self) -> Act | None:
        """The next move, where nothing is missing and this person may make it."""
        act = self.step.act
        return act if act is not None and self.sitting.may(act.rule) else None


@dataclass(frozen=True, slots=True)
class Convener:
    """The tables a person convenes, those with something overdue first."""

    tables: list[Convened]
    pages: Page[Sitting]


def _convener(held: list[Sitting], at: datetime, page: str) -> Convener | None:
    mine = [one for one in held if one.may("take_roll") and _is_live(one)]
    if not mine:
        return None
    waiting = convener_tasks.chores([_table(one).pk for one in mine], at=at)
    mine.sort(key=lambda one: -sum(c.overdue for c in waiting[_table(one).pk]))
    pages = Paginator(mine, 10).get_page(page)
    shown = [_table(one) for one in pages]
    reviews, why = last_reviews(shown), whys(shown, at)
    return Convener(
        [
            Convened(
                one,
                _table(one),
                next_step(
                    _table(one),
                    at=at,
                    missing=missing_of(reviews.get(_table(one).pk)),
                    ask=number < ASKED,
                ),
                why.get(_table(one).pk, ()),
                _for(one, waiting[_table(one).pk]),
            )
            for number, one in enumerate(pages)
        ],
        pages,
    )


def _for(sitting: Sitting, waiting: list[convener_tasks.Chore]) -> list[convener_tasks.Chore]:
    """A company that convenes looks at no other company's words about pay (S11)."""
    looks = sitting.may("look_at_words")
    return [chore for chore in waiting if looks or chore.page != "flags"]


def _is_live(sitting: Sitting) -> bool:
    return sitting.partnership is not None and sitting.partnership.stage in LIVE


def _table(sitting: Sitting) -> Partnership:
    if sitting.partnership is None:
        raise TypeError("Only tables are convened.")
    return sitting.partnership


# ── the state's lead ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Stood:
    """One live partnership, where it stands, and why."""

    table: Partnership
    why: tuple[str, ...]
    missing: tuple[str, ...]
    vacant: bool


@dataclass(frozen=True, slots=True)
class Lead:
    """What waits for the state: proposals, merges, vacancies, what stands still; every table.

    words   tables with words about pay that no convener may look at
    """

    proposals: list[Partnership]
    realignments: list[Realignment]
    vacancies: list[Partnership]
    words: list[Partnership]
    claims: list[OwnershipClaim]
    stalled: list[tuple[Partnership, Age]]
    unpublished: list[Partnership]
    tables: list[Stood]
    pages: Page[Partnership]


def _lead(at: datetime, page: str) -> Lead:
    empty = vacancies(at=at)
    pages = Paginator(live(), 25).get_page(page)
    shown = list(pages)
    reviews, why = last_reviews(shown), whys(shown, at)
    vacant = {row.pk for row in empty}
    stood = [
        Stood(row, why.get(row.pk, ()), missing_of(reviews.get(row.pk)), row.pk in vacant)
        for row in shown
    ]
    return Lead(
        proposals(),
        realignments(),
        empty,
        for_state(at=at),
        list(waiting()),
        stalled(at),
        unpublished(),
        stood,
        pages,
    )
