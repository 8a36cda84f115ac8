"""Reading: every list of a table, paged, as the caller may see it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Router

from sectoral.workspace import clock
from sectoral.workspace.addresses import address
from sectoral.workspace.api import shapes
from sectoral.workspace.api.door import Limit as LimitOf
from sectoral.workspace.api.door import (
    No,
    Page,
    Problem,
    Slug,
    asks,
    page,
    sitting_at,
    within,
)
from sectoral.workspace.api.door import Offset as OffsetOf
from sectoral.workspace.models import (
    Event,
    Meeting,
    Organization,
    Partnership,
    Round,
    Solution,
)
from sectoral.workspace.reads.needs import archive, seen_by
from sectoral.workspace.reads.partnership_record import names
from sectoral.workspace.roles import offices_of, sitting_of

router = Router(tags=["reading"])
NO: dict[Any, Any] = {401: Problem, 403: Problem, 404: Problem, 422: Problem}


@router.get("/me", response={200: shapes.MeOut, **NO}, summary="Whom this token acts for")
def me(request: HttpRequest) -> dict[str, Any]:
    """The person, the scopes, the offices and every table the person sits at."""
    held, at = asks(request, "read"), clock.now()
    mine = Q(seats__delegates__person=held.person) | Q(appointments__person=held.person)
    tables = [
        sitting_of(held.person, partnership, at=at)
        for partnership in Partnership.objects.filter(mine).distinct()
        if within(held, partnership)
    ]
    return {
        "name": str(held.person),
        "email": held.person.email,
        "scopes": sorted(held.scopes),
        "offices": sorted(offices_of(held.person, at=at)),
        "tables": [
            {
                "partnership": table.partnership.slug,
                "roles": sorted(table.roles - {"visitor"}),
                "seats": [seat.pk for seat in table.seats],
            }
            for table in tables
            if table.partnership is not None
        ],
    }


@router.get(
    "/partnerships", response={200: Page[shapes.PartnershipOut], **NO}, summary="Every partnership"
)
def partnerships(request: HttpRequest, limit: LimitOf = 50, offset: OffsetOf = 0) -> Any:
    """Every partnership but proposals that were not taken up, by name."""
    held = asks(request, "read")
    rows = Partnership.objects.exclude(stage="rejected")
    if held.partnership is not None:
        rows = rows.filter(pk=held.partnership.pk)
    return page(rows, limit, offset, _partnership)


@router.get(
    "/partnerships/{slug}",
    response={200: shapes.PartnershipOut, **NO},
    summary="One partnership",
)
def partnership(request: HttpRequest, slug: Slug) -> Any:
    """A partnership as everybody may know it."""
    found, _ = sitting_at(request, slug, "see_public_page")
    return _partnership(found)


def _partnership(row: Partnership) -> dict[str, Any]:
    names = ("slug", "name", "region", "region_name", "sector", "sector_name", "stage", "edition")
    return {
        **{name: getattr(row, name) for name in names},
        "stage_since": row.stage_since,
        "active": row.stage == "active",
        "href": address(row),
    }


@router.get(
    "/partnerships/{slug}/seats", response={200: Page[shapes.SeatOut], **NO}, summary="Who sits"
)
def seats(request: HttpRequest, slug: Slug, limit: LimitOf = 50, offset: OffsetOf = 0) -> Any:
    """The seats of a table, those that ended included."""
    found, _ = sitting_at(request, slug, "see_partnership")
    rows = found.seats.select_related("organization")
    return page(rows, limit, offset, _seat)


def _seat(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "organization": row.organization.name,
        "system": row.system,
        "voting": row.voting,
        "standing": row.standing,
        "since": row.since,
        "until": row.until,
    }


@router.get(
    "/partnerships/{slug}/opportunities",
    response={200: Page[shapes.OpportunityOut], **NO},
    summary="What the industry could win",
)
def opportunities(
    request: HttpRequest, slug: Slug, limit: LimitOf = 50, offset: OffsetOf = 0
) -> Any:
    """Opportunities, without who said so."""
    found, _ = sitting_at(request, slug, "see_partnership")
    return page(
        found.opportunities.all(),
        limit,
        offset,
        lambda row: {"id": row.pk, "text": row.text, "raised_at": row.raised_at},
    )


@router.get(
    "/partnerships/{slug}/needs", response={200: Page[shapes.NeedOut], **NO}, summary="Needs"
)
def needs(request: HttpRequest, slug: Slug, limit: LimitOf = 50, offset: OffsetOf = 0) -> Any:
    """The needs that the caller may see, each as the caller may see it."""
    found, sitting = sitting_at(request, slug, "see_released_needs")
    return page(seen_by(sitting.person, found, at=sitting.at), limit, offset, _need)


def _need(row: Any) -> dict[str, Any]:
    names = ("category", "state", "title", "text", "version", "raised_by", "companies")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in names},
        "supporters": list(row.supporters),
        "released_at": row.released_at,
    }


@router.get(
    "/partnerships/{slug}/releases",
    response={200: Page[shapes.ReleaseOut], **NO},
    summary="Listening releases",
)
def releases(request: HttpRequest, slug: Slug, limit: LimitOf = 50, offset: OffsetOf = 0) -> Any:
    """Every release, the same for whoever joined when."""
    found, sitting = sitting_at(request, slug, "see_released_needs")
    return page(
        archive(found, at=sitting.at),
        limit,
        offset,
        lambda row: {
            "id": row.pk,
            "released_at": row.released_at,
            "window_ends": row.window_ends,
            "needs": [need.pk for need in row.needs.all()],
        },
    )


@router.get(
    "/partnerships/{slug}/rounds", response={200: Page[shapes.RoundOut], **NO}, summary="Rounds"
)
def rounds(request: HttpRequest, slug: Slug, limit: LimitOf = 50, offset: OffsetOf = 0) -> Any:
    """Rounds; drafts for the convener alone; nothing of a vote before it is published."""
    found, sitting = sitting_at(request, slug, "see_results")
    rows = found.rounds.prefetch_related("needs")
    if not sitting.may("open_round"):
        rows = rows.exclude(state=Round.State.DRAFT)
    return page(rows, limit, offset, _round)


def _round(row: Round) -> dict[str, Any]:
    shown = row.state == Round.State.PUBLISHED and row.result is not None
    places = row.result["places"] if shown and row.result else None
    return {
        "id": row.pk,
        "rule": row.rule,
        "state": row.state,
        "keep": row.keep,
        "opened_at": row.opened_at,
        "closes_at": row.closes_at,
        "needs": [need.pk for need in row.needs.all()],
        "result": places and [{"need": place["need"], "place": place["place"]} for place in places],
    }


@router.get(
    "/partnerships/{slug}/priorities",
    response={200: Page[shapes.PriorityOut], **NO},
    summary="Priorities",
)
def priorities(request: HttpRequest, slug: Slug, limit: LimitOf = 50, offset: OffsetOf = 0) -> Any:
    """What the companies chose, past choices included."""
    found, _ = sitting_at(request, slug, "see_results")
    return page(
        found.priorities.order_by("-since", "place"),
        limit,
        offset,
        lambda row: {
            "need": row.need_id,
            "round": row.round_id,
            "place": row.place,
            "since": row.since,
            "until": row.until,
        },
    )


@router.get(
    "/partnerships/{slug}/meetings",
    response={200: Page[shapes.MeetingOut], **NO},
    summary="Meetings",
)
def meetings(request: HttpRequest, slug: Slug, limit: LimitOf = 50, offset: OffsetOf = 0) -> Any:
    """Meetings, the latest first."""
    found, _ = sitting_at(request, slug, "see_partnership")
    rows = found.meetings.prefetch_related("agenda", "decisions").order_by("-starts", "pk")
    return page(rows, limit, offset, _meeting)


def _meeting(row: Meeting) -> dict[str, Any]:
    names = ("kind", "state", "title", "starts", "ends", "timezone", "place", "decision_wanted")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in names},
        "open_to_public": row.open_to_public,
        "agenda": [item.text for item in row.agenda.all() if not item.parked],
        "decisions": [decision.text for decision in row.decisions.all()],
    }


@router.get(
    "/partnerships/{slug}/solutions",
    response={200: Page[shapes.SolutionOut], **NO},
    summary="Solutions",
)
def solutions(request: HttpRequest, slug: Slug, limit: LimitOf = 50, offset: OffsetOf = 0) -> Any:
    """Solutions, with the needs they answer and what is brought to them."""
    found, _ = sitting_at(request, slug, "see_partnership")
    rows = found.solutions.prefetch_related("answers", "contributions")
    return page(rows, limit, offset, _solution)


def _solution(row: Solution) -> dict[str, Any]:
    return {
        "id": row.pk,
        "title": row.title,
        "for_whom": row.for_whom,
        "state": row.state,
        "needs": [answer.need_id for answer in row.answers.all()],
        "contributions": [one.what for one in row.contributions.all() if one.withdrawn_at is None],
    }


@router.get(
    "/partnerships/{slug}/commitments",
    response={200: Page[shapes.CommitmentOut], **NO},
    summary="Promises",
)
def commitments(request: HttpRequest, slug: Slug, limit: LimitOf = 50, offset: OffsetOf = 0) -> Any:
    """Who will do what by when, and whether it was kept."""
    found, _ = sitting_at(request, slug, "see_partnership")
    rows = found.commitments.select_related("seat__organization")
    return page(
        rows,
        limit,
        offset,
        lambda row: {
            "id": row.pk,
            "organization": row.seat.organization.name,
            "what": row.what,
            "amount": row.amount,
            "unit": row.unit,
            "due": row.due,
            "state": row.state,
            "solution": row.solution_id,
        },
    )


@router.get(
    "/partnerships/{slug}/record",
    response={200: Page[shapes.LineOut], **NO},
    summary="The record",
)
def record(request: HttpRequest, slug: Slug, limit: LimitOf = 50, offset: OffsetOf = 0) -> Any:
    """The history as members read it, the latest first."""
    found, sitting = sitting_at(request, slug, "see_record")
    called = names(sitting, found)
    rows: QuerySet[Event] = found.events.select_related("actor").order_by("-pk")
    return page(
        rows,
        limit,
        offset,
        lambda row: {
            "id": row.pk,
            "at": row.at,
            "who": called.who(row) or "time",
            "words": row.words,
            "reason": row.reason,
        },
    )


@router.get(
    "/organizations",
    response={200: Page[shapes.OrganizationOut], **NO},
    summary="Organizations",
)
def organizations(request: HttpRequest, limit: LimitOf = 50, offset: OffsetOf = 0) -> Any:
    """Every organization, for conveners and the state."""
    held = asks(request, "read")
    answer = sitting_of(held.person, None, at=clock.now()).may("keep_people")
    if not answer or held.partnership is not None:
        bound = "This token is bound to one partnership; organizations belong to the state."
        raise No(403, answer.reason or bound)
    rows = Organization.objects.select_related("owner").prefetch_related("worksites")
    return page(rows, limit, offset, _organization)


def _organization(row: Organization) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "system": row.system,
        "naics": row.naics,
        "size": row.size,
        "counties": [site.area for site in row.worksites.all()],
        "owner": row.owner.name if row.owner else "",
    }
