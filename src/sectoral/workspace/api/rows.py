"""Of each list of a partnership: which rows its reader may know of, and what is told of one."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from sectoral.workspace.drawings.sheets import SheetColumn
from sectoral.workspace.models import (
    AgendaItem,
    CostShare,
    Partnership,
    Realignment,
    Rewording,
    Round,
)
from sectoral.workspace.queries.flags import points_for
from sectoral.workspace.queries.meetings import video_for
from sectoral.workspace.queries.needs import needs_for_roles
from sectoral.workspace.queries.replies import ExpectedGuests, expected_of
from sectoral.workspace.queries.roles import Sitting

Rows = Callable[[Partnership, Sitting], Any]
More = Callable[[Any, Sitting], dict[str, Any]]


# ── which rows ────────────────────────────────────────────────────────────────────────────────


def of_seats(model: Any, *near: str) -> Rows:
    """What hangs on the table's seats."""
    return lambda found, _: model.objects.filter(seat__partnership=found).select_related(
        "seat__organization", *near
    )


def of_solutions(model: Any, *near: str) -> Rows:
    """What hangs on the table's solutions."""
    return lambda found, _: model.objects.filter(solution__partnership=found).select_related(*near)


def rounds_of(found: Partnership, sitting: Sitting) -> "QuerySet[Round]":
    """Drafts are the convener's alone."""
    rows = found.rounds.prefetch_related("needs")
    return rows if sitting.may("open_round") else rows.exclude(state=Round.State.DRAFT)


def meetings_of(found: Partnership, sitting: Sitting) -> list[Any]:
    """With the link to join by, and who comes: each where the caller may see it."""
    points = Prefetch("agenda", points_for(sitting, AgendaItem.objects.all()))
    near = found.meetings.select_related("partnership").prefetch_related(points, "decisions")
    rows = list(near.order_by("-starts", "pk"))
    coming = expected_of(rows, sitting) if sitting.may("see_replies") else {}
    for row in rows:
        row.coming = coming.get(row.pk)  # type: ignore[attr-defined]
    return rows


def meeting_told(row: Any, sitting: Sitting) -> dict[str, Any]:
    """A meeting, its points and decisions."""
    coming: ExpectedGuests | None = row.coming
    return {
        "video_link": video_for(row, sitting),
        "coming": coming
        and {
            "companies": coming.companies,
            "public": coming.public,
            "remote": coming.remote,
            "unanswered": len(coming.unanswered),
            "employer_led": coming.employer_led,
        },
        "agenda": [item.text for item in row.agenda.all() if not item.parked],
        "decisions": [decision.text for decision in row.decisions.all()],
    }


def rewordings_of(found: Partnership, sitting: Sitting) -> "QuerySet[Rewording]":
    """For the company that is asked, and whoever reads needs before their release."""
    needs = needs_for_roles(found, sitting.roles, sitting.seats, at=sitting.at)
    rows = Rewording.objects.filter(need__in=needs)
    every = sitting.may("see_unreleased_needs")
    return rows if every else rows.filter(need__raised_by__in=sitting.seats)


def shares_of(found: Partnership, sitting: Sitting) -> "QuerySet[CostShare]":
    """Everybody's for those who see costs; for others their own."""
    rows = CostShare.objects.filter(solution__partnership=found)
    rows = rows.select_related("seat__organization")
    return rows if sitting.may("see_costs") else rows.filter(seat__in=sitting.seats)


def posts_of(found: Partnership, sitting: Sitting) -> "QuerySet[Any]":
    """What was shown; what was not, for its writer and whoever looks at it."""
    rows = found.posts.select_related("seat__organization").order_by("-at", "-pk")
    if sitting.may("handle_pitch"):
        return rows
    return rows.filter(Q(shown_at__isnull=False) | Q(seat__in=sitting.seats))


def realignments_of(found: Partnership, _: Sitting) -> "QuerySet[Realignment]":
    """Of both partnerships that one concerns."""
    rows = Realignment.objects.filter(Q(partnership=found) | Q(successor=found))
    return rows.select_related("partnership", "successor")


# ── what goes out of a row ────────────────────────────────────────────────────────────────────

_ID = "acts take the id; a file is for people, and tells the name"
NO_COLUMN: dict[str, str] = {
    **dict.fromkeys(("id", "organization_id", "person", "seat", "solution"), _ID),
    **dict.fromkeys(("slug", "region", "sector", "href"), "an address; a file tells the name"),
    "needs": "ids, where a file has the titles as its reader may see them",
    "partnership.active": "a question of programs: the stage says it",
    "rounds.state": "a file has published rounds alone",
    "rounds.closes_at": "a file has published rounds alone, and the day they were closed",
    "rounds.result": "a file has a line for each place",
    "meetings.video_link": "a key to the room: it leaves in no file",
    "meetings.coming": "counted from the file of replies, where each is listed by name",
    "meetings.agenda": "a list of its own at the interface; minutes hold it in a file",
    "meetings.decisions": "a file of their own",
    "solutions.contributions": "a list of its own at the interface",
}
"""Fields that no column of a record says, `field` or `list.field`, each with the reason."""

NO_FILE: dict[str, str] = {
    **dict.fromkeys(
        ("realignments", "priorities", "teams", "answers", "contributions", "items"),
        "the record has each of its moves in words",
    ),
    **dict.fromkeys(("champions", "invitations"), "people are told by the file of delegates"),
    **dict.fromkeys(
        ("opportunities", "rewordings", "posts", "pitches", "flags"),
        "words that stay at the table: a file travels",
    ),
    "replies": "a file also names who was asked and has not answered",
}
"""Lists of a partnership that are no file, each with the reason."""


def needs_of(row: Any) -> list[int]:
    """The ids of its needs."""
    return [need.pk for need in row.needs.all()]


def round_told(row: Round, _: Sitting) -> dict[str, Any]:
    """Nothing of a vote before it is published."""
    shown = row.state == Round.State.PUBLISHED and row.result is not None
    places = row.result["places"] if shown and row.result else None
    told = places and [{"need": place["need"], "place": place["place"]} for place in places]
    return {"needs": needs_of(row), "result": told}


def column_fields(columns: Iterable[SheetColumn[Any]], row: Any) -> dict[str, Any]:
    """What a record's columns say of a row, each under its key."""
    return {column.key: column.value(row) for column in columns if column.key}


def seat_fields(row: Any, _: Sitting) -> dict[str, Any]:
    """By the seat it is of, and that seat's organization."""
    return {"seat": row.seat_id, "organization": row.seat.organization.name}


def person_for(row: Any, _: Sitting) -> dict[str, Any]:
    """A person at a seat."""
    return {**seat_fields(row, _), "person": row.person_id, "name": row.person.get_full_name()}


def share_told(row: CostShare, sitting: Sitting) -> dict[str, Any]:
    """What it would have cost alone is the payer's own to know."""
    own = any(seat.pk == row.seat_id for seat in sitting.seats)
    alone = row.alone_usd if own else None
    return {"seat": row.seat_id, "solution": row.solution_id, "alone_usd": alone}


def realignment_told(row: Realignment, _: Sitting) -> dict[str, Any]:
    """Both partnerships by the names of their pages."""
    successor = row.successor.slug if row.successor else None
    return {"partnership": row.partnership.slug, "successor": successor}
