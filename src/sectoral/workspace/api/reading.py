"""Reading: every list of a table, paged, as the caller may see it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from ninja import Router, Schema

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
    AgendaItem,
    Event,
    Organization,
    Partnership,
    Round,
)
from sectoral.workspace.reads.flags import opportunities_for, points_for
from sectoral.workspace.reads.needs import archive, seen_by
from sectoral.workspace.reads.partnership_record import names
from sectoral.workspace.roles import Sitting, offices_of, sitting_of

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


# ── the lists of one partnership: a line each ─────────────────────────────────────────────────

Rows = Callable[[Partnership, Sitting], Any]


@dataclass(frozen=True, slots=True)
class Listing:
    """One list of a partnership.

    name    its address and its name in the document
    rule    the line of `permissions.TABLE` that opens it
    shape   what goes out; a field that `more` does not give is the row's own attribute
    words   what it is; `rows` reads it, for a partnership and what the caller is there
    more    the fields that are not the row's own
    """

    name: str
    rule: str
    shape: type[Schema]
    words: str
    rows: Rows
    more: Callable[[Any], dict[str, Any]] = field(default=lambda _: {})

    def out(self, row: Any) -> dict[str, Any]:
        """A row in the shape that goes out."""
        given = {"id": row.pk, **self.more(row)}
        own = [name for name in self.shape.model_fields if name not in given]
        return {**given, **{name: getattr(row, name) for name in own}}


def _rounds(found: Partnership, sitting: Sitting) -> "QuerySet[Round]":
    """Drafts are the convener's alone."""
    rows = found.rounds.prefetch_related("needs")
    return rows if sitting.may("open_round") else rows.exclude(state=Round.State.DRAFT)


def _needs_of(row: Any) -> list[int]:
    return [need.pk for need in row.needs.all()]


def _round(row: Round) -> dict[str, Any]:
    """Nothing of a vote before it is published."""
    shown = row.state == Round.State.PUBLISHED and row.result is not None
    places = row.result["places"] if shown and row.result else None
    told = places and [{"need": place["need"], "place": place["place"]} for place in places]
    return {"needs": _needs_of(row), "result": told}


def _organization_of(row: Any) -> dict[str, Any]:
    return {"organization": row.organization.name}


LISTS = (
    Listing(
        "seats",
        "see_partnership",
        shapes.SeatOut,
        "Who sits, and who has sat",
        lambda found, _: found.seats.select_related("organization"),
        _organization_of,
    ),
    Listing(
        "opportunities",
        "see_partnership",
        shapes.OpportunityOut,
        "What the industry could win, without who said so",
        lambda found, sitting: opportunities_for(sitting, found.opportunities.all()),
    ),
    Listing(
        "needs",
        "see_released_needs",
        shapes.NeedOut,
        "The needs that the caller may see, each as the caller may see it",
        lambda found, sitting: seen_by(sitting.person, found, at=sitting.at),
        lambda row: {"supporters": list(row.supporters)},
    ),
    Listing(
        "releases",
        "see_released_needs",
        shapes.ReleaseOut,
        "Listening releases, the same for whoever joined when",
        lambda found, sitting: archive(found, at=sitting.at),
        lambda row: {"needs": _needs_of(row)},
    ),
    Listing(
        "rounds",
        "see_results",
        shapes.RoundOut,
        "Rounds, and their results once published",
        _rounds,
        _round,
    ),
    Listing(
        "priorities",
        "see_results",
        shapes.PriorityOut,
        "What the companies chose, past choices included",
        lambda found, _: found.priorities.order_by("-since", "place"),
        lambda row: {"need": row.need_id, "round": row.round_id},
    ),
    Listing(
        "meetings",
        "see_partnership",
        shapes.MeetingOut,
        "Meetings, the latest first",
        lambda found, sitting: found.meetings.prefetch_related(
            Prefetch("agenda", points_for(sitting, AgendaItem.objects.all())), "decisions"
        ).order_by("-starts", "pk"),
        lambda row: {
            "agenda": [item.text for item in row.agenda.all() if not item.parked],
            "decisions": [decision.text for decision in row.decisions.all()],
        },
    ),
    Listing(
        "solutions",
        "see_partnership",
        shapes.SolutionOut,
        "Solutions, with the needs they answer and what is brought to them",
        lambda found, _: found.solutions.prefetch_related("answers", "contributions"),
        lambda row: {
            "needs": [answer.need_id for answer in row.answers.all()],
            "contributions": [
                one.what for one in row.contributions.all() if one.withdrawn_at is None
            ],
        },
    ),
    Listing(
        "commitments",
        "see_partnership",
        shapes.CommitmentOut,
        "Who will do what by when, and whether it was kept",
        lambda found, _: found.commitments.select_related("seat__organization"),
        lambda row: {**_organization_of(row.seat), "solution": row.solution_id},
    ),
)


def _add(listed: Listing) -> None:
    def read(request: HttpRequest, slug: Slug, limit: LimitOf = 50, offset: OffsetOf = 0) -> Any:
        found, sitting = sitting_at(request, slug, listed.rule)
        return page(listed.rows(found, sitting), limit, offset, listed.out)

    read.__doc__ = f"{listed.words}. Asked of the caller: {listed.rule}."
    router.add_api_operation(
        f"/partnerships/{{slug}}/{listed.name}",
        ["GET"],
        read,
        response={200: Page[listed.shape], **NO},  # type: ignore[name-defined]
        summary=listed.words,
        operation_id=listed.name,
    )


for _listed in LISTS:
    _add(_listed)


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
