"""Reading: who calls, every partnership, the record; the lists are in `lists` and `registers`."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Router

from sectoral.workspace.addresses import page_address
from sectoral.workspace.api import shapes
from sectoral.workspace.api.calls import (
    NO_READ,
    Page,
    Slug,
    is_within_grant,
    list_page,
    require_scope,
    sitting_at,
)
from sectoral.workspace.api.calls import Limit as LimitOf
from sectoral.workspace.api.calls import Offset as OffsetOf
from sectoral.workspace.api.rows import column_fields
from sectoral.workspace.columns.partnerships import PARTNERSHIP
from sectoral.workspace.columns.record import RECORD
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Event, Partnership
from sectoral.workspace.queries.known_partnerships import known_to
from sectoral.workspace.queries.record_lines import actor_names, line_of
from sectoral.workspace.queries.roles import offices_of, sitting_of

router = Router(tags=["reading"])


_CALLS = "sectoral_workspace_api_reading_"
"""How programs made from the document call these: a move of the file changes none."""


@router.get(
    "/me",
    response={200: shapes.MeOut, **NO_READ},
    summary="Whom this token acts for",
    operation_id=f"{_CALLS}me",
)
def me(request: HttpRequest) -> dict[str, Any]:
    """The person, the scopes, the state offices, and every table where the person has a seat."""
    held, at = require_scope(request, "read"), clock.now()
    mine = Q(seats__delegates__person=held.person) | Q(appointments__person=held.person)
    tables = [
        sitting_of(held.person, partnership, at=at)
        for partnership in Partnership.objects.filter(mine).distinct()
        if is_within_grant(held, partnership)
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
    "/partnerships",
    response={200: Page[shapes.PartnershipOut], **NO_READ},
    operation_id=f"{_CALLS}partnerships",
    summary="Every partnership",
)
def partnerships(request: HttpRequest, limit: LimitOf = 50, offset: OffsetOf = 0) -> Any:
    """Every partnership that the caller can see, by name, without proposals turned down."""
    held = require_scope(request, "read")
    known = known_to(held.person, at=clock.now())
    rows = Partnership.objects.filter(known).exclude(stage="rejected")
    if held.partnership is not None:
        rows = rows.filter(pk=held.partnership.pk)
    return list_page(rows, limit, offset, partnership_fields)


@router.get(
    "/partnerships/{slug}",
    response={200: shapes.PartnershipOut, **NO_READ},
    operation_id=f"{_CALLS}partnership",
    summary="One partnership",
)
def partnership(request: HttpRequest, slug: Slug) -> Any:
    """What the public can see of a partnership."""
    found, _ = sitting_at(request, slug, "see_public_page")
    return partnership_fields(found)


def partnership_fields(row: Partnership) -> dict[str, Any]:
    """A partnership in the shape that goes out."""
    return {
        **{name: getattr(row, name) for name in ("id", "slug", "region", "sector")},
        **column_fields(PARTNERSHIP, row),
        "active": row.stage == "active",
        "href": page_address(row),
    }


@router.get(
    "/partnerships/{slug}/record",
    response={200: Page[shapes.LineOut], **NO_READ},
    operation_id=f"{_CALLS}record",
    summary="The record",
)
def record(request: HttpRequest, slug: Slug, limit: LimitOf = 50, offset: OffsetOf = 0) -> Any:
    """The history as members see it, latest first."""
    found, sitting = sitting_at(request, slug, "see_record")
    called = actor_names(sitting, found)
    rows: QuerySet[Event] = found.events.select_related("actor").order_by("-pk")
    return list_page(
        rows,
        limit,
        offset,
        lambda row: {"id": row.pk, **column_fields(RECORD, line_of(row, called))},
    )
