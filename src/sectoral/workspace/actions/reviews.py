"""Whether a partnership is active follows from what is on record; nobody types it (I12, S18)."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from sectoral.workspace.actions.conveners import vacate
from sectoral.workspace.actions.moves import advance
from sectoral.workspace.actions.night_faults import NightFaults, hold_fault
from sectoral.workspace.actions.record import note
from sectoral.workspace.checklists import (
    ChecklistCriteria,
    content_of,
    criteria_of,
    parse_checklist,
)
from sectoral.workspace.guards import guards_of
from sectoral.workspace.guards.partnership import still_lives
from sectoral.workspace.models import (
    Appointment,
    Championship,
    Checklist,
    Partnership,
    Review,
    User,
)
from sectoral.workspace.models.partnerships import LIVE, Stage
from sectoral.workspace.queries.measures import MEASURES
from sectoral.workspace.queries.roles import roles_of
from sectoral.workspace.rules.answers import Refused, require
from sectoral.workspace.rules.lifecycles import PARTNERSHIP, find_move
from sectoral.workspace.rules.permissions import may
from sectoral.workspace.rules.wording.text import may_keep

_NEXT: dict[str, tuple[str, ...]] = {
    Stage.LAUNCHED: ("become_active", "go_stale"),
    Stage.ACTIVE: ("go_stale", "fall_at_risk"),
    Stage.AT_RISK: ("become_active", "go_stale"),
    Stage.STALE: ("become_active",),
}
"""The moves that a review may make, in the order they are tried."""

REVIEWED = tuple(_NEXT)
"""The stages that follow from reviews."""


@dataclass(frozen=True, slots=True)
class ChecklistFinding:
    """What one item of a checklist found.

    found   how many there are, beside `at_least` how many it takes
    rows    (kind, id) of the rows it rests on: the evidence behind a badge
    """

    key: str
    words: str
    at_least: int
    found: int
    passed: bool
    rows: list[list[str | int]]


def measure_checklist(
    partnership: Partnership, criteria: ChecklistCriteria, at: datetime
) -> list[ChecklistFinding]:
    """Every item of a checklist, measured now."""
    found = []
    for item in criteria.items:
        counted = MEASURES[item.measure](partnership, at)
        passed = counted.number >= item.at_least
        rows: list[list[str | int]] = [[kind, number] for kind, number in counted.rows]
        found.append(
            ChecklistFinding(item.key, item.words, item.at_least, counted.number, passed, rows)
        )
    return found


@transaction.atomic
def review(partnership: Partnership, at: datetime) -> Review:
    """Hold a partnership against its checklist and clocks, and move it where they say.

    Nobody is asked and nobody can overrule: the same rows at the same time give the same
    stage. Where nothing changed since the last review none is added, so that it can be run
    as often as one likes.
    """
    locked = Partnership.objects.select_for_update().get(pk=partnership.pk)
    criteria = criteria_of(locked)
    found = [asdict(finding) for finding in measure_checklist(locked, criteria, at)]
    row = _review_if_changed(locked, criteria, found, at)
    for verb in _NEXT.get(locked.stage, ()):
        if _is_move_due(locked, verb, passed=row.passed, at=at):
            if row.at != at:
                row = _write_review(locked, criteria, found, at)
            advance(locked, PARTNERSHIP, verb, by=None, at=at, reason=_missing_points(row))
            break
    partnership.stage, partnership.stage_since = locked.stage, locked.stage_since
    return row


def _review_if_changed(
    partnership: Partnership, criteria: ChecklistCriteria, found: list[dict[str, Any]], at: datetime
) -> Review:
    """The last review where it says the same, else a new one.

    An active badge that has lost its ground always gets a review of the moment it falls.
    """
    last = Review.objects.filter(partnership=partnership).last()
    passed = all(finding["passed"] for finding in found)
    falling = partnership.stage == Stage.ACTIVE and not passed
    if last is None or falling or not _is_unchanged(last, criteria, found):
        return _write_review(partnership, criteria, found, at)
    return last


def _is_unchanged(last: Review, criteria: ChecklistCriteria, found: list[dict[str, Any]]) -> bool:
    which = (last.checklist, last.version, last.findings)
    return which == (criteria.name, criteria.version, found)


def _write_review(
    partnership: Partnership, criteria: ChecklistCriteria, found: list[dict[str, Any]], at: datetime
) -> Review:
    passed = all(finding["passed"] for finding in found)
    row = Review.objects.create(
        partnership=partnership,
        checklist=criteria.name,
        version=criteria.version,
        passed=passed,
        findings=found,
        at=at,
    )
    met = sum(finding["passed"] for finding in found)
    words = f"{met} of {len(found)} points of {criteria.title} are met"
    note("review", words, of=row, at=at, by=None, partnership=partnership)
    return row


def _is_move_due(partnership: Partnership, verb: str, *, passed: bool, at: datetime) -> bool:
    """Whether a move is due; the checklist's own guard needs the review it is asked for."""
    if verb == "become_active" and not passed:
        return False
    guards = guards_of(partnership)
    names = (name for name in find_move(PARTNERSHIP, verb).guards if name != "checklist")
    return all(guards[name](partnership, at) for name in names)


def _missing_points(row: Review) -> str:
    missing = "; ".join(finding["words"] for finding in row.findings if not finding["passed"])
    return f"the checklist misses: {missing}" if missing else ""


# ── clocks ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ReviewClockCounts:
    """What the clocks did: partnerships reviewed and moved, terms of office that ended."""

    reviewed: int = 0
    moved: int = 0
    terms_ended: int = 0


def run_clocks(at: datetime, faults: NightFaults | None = None) -> ReviewClockCounts:
    """Let time do its work at every live partnership; run twice, it does nothing twice.

    Conveners' and champions' terms that are over end, and every launched partnership is
    reviewed. Each partnership is one transaction: one that fails does not hold the others up.
    """
    done = ReviewClockCounts()
    for partnership in Partnership.objects.filter(stage__in=LIVE).order_by("pk"):
        with hold_fault(faults, partnership):
            done = _clock_one(partnership, done, at)
    return done


@transaction.atomic
def _clock_one(
    partnership: Partnership, done: ReviewClockCounts, at: datetime
) -> ReviewClockCounts:
    before = partnership.stage
    ended = sum(1 for _ in _end_terms(partnership, at))
    partnership.refresh_from_db()
    reviewed = partnership.stage in _NEXT
    if reviewed:
        review(partnership, at)
    return replace(
        done,
        reviewed=done.reviewed + reviewed,
        moved=done.moved + (partnership.stage != before),
        terms_ended=done.terms_ended + ended,
    )


def _end_terms(partnership: Partnership, at: datetime) -> Iterator[object]:
    over = Appointment.objects.filter(
        partnership=partnership, until=None, term_ends__lt=at.date()
    ).order_by("lead", "pk")
    for appointment in over:
        yield vacate(appointment, because="its term ended", at=at, by=None)
    for term in Championship.objects.filter(
        seat__partnership=partnership, until=None, term_ends__lte=at
    ):
        term.until = term.term_ends
        term.save(update_fields=["until"])
        words = f"the term of {term.person} as champion ended"
        note("end_champion", words, of=term, at=at, by=None, partnership=partnership)
        yield term


# ── checklists ────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def load_checklist(*, content: Any, file: str, at: datetime, by: User) -> Checklist:
    """Load a state's own checklist, or its next version; earlier ones stay as they were.

    Raises   BadInput where it cannot be read; Refused where its version does not follow.
    """
    require(may(roles_of(by, None, at=at), "load_checklist"))
    criteria = parse_checklist(content, file)
    require(may_keep(json.dumps(content_of(criteria), ensure_ascii=False)))
    last = Checklist.objects.filter(name=criteria.name).last()
    due = last.version + 1 if last else 1
    if criteria.version != due:
        raise Refused(f"The next version of “{criteria.name}” is {due}, not {criteria.version}.")
    row = Checklist.objects.create(
        name=criteria.name,
        version=criteria.version,
        content=content_of(criteria),
        loaded_by=by,
        loaded_at=at,
    )
    note("load_checklist", f"the checklist {row} is loaded", of=row, at=at, by=by)
    return row


@transaction.atomic
def choose_checklist(
    *, partnership: Partnership, checklist: Checklist | None, at: datetime, by: User
) -> Partnership:
    """Say which checklist a partnership is measured by; None is the default that ships."""
    require(may(roles_of(by, partnership, at=at), "load_checklist"))
    require(still_lives(partnership))
    partnership.checklist = checklist
    partnership.save(update_fields=["checklist"])
    words = f"it is measured by {checklist or 'the default checklist'}"
    note("choose_checklist", words, of=partnership, at=at, by=by, partnership=partnership)
    return partnership
