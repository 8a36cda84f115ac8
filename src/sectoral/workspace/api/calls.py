"""What every call does alike: whose token it is, what may be read, how a no is told."""

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Schema
from ninja.security import HttpBearer
from pydantic import Field

from sectoral.errors import SectoralError
from sectoral.workspace.actions.access import TokenGrant, use_token
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Partnership
from sectoral.workspace.queries.known_partnerships import is_known
from sectoral.workspace.queries.roles import Sitting, sitting_of
from sectoral.workspace.rules.answers import Refused

T = TypeVar("T")
MOST = 200
LARGEST = 2**31 - 1

Key = Annotated[int, Field(ge=1, le=LARGEST)]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many to return, at most 200.")]
Offset = Annotated[int, Query(ge=0, le=LARGEST, description="How many to skip.")]
Slug = Annotated[str, Field(max_length=80, pattern=r"^[-a-zA-Z0-9_]+$")]


class Problem(Schema):
    """Why not; for a form, field by field.

    anyway   filled where the texts may go through as they are, once somebody has read `fields`
    """

    reason: str
    fields: dict[str, list[str]] = Field(default_factory=dict)
    anyway: str = ""


NO_READ: dict[Any, Any] = {401: Problem, 403: Problem, 404: Problem, 422: Problem}
"""How a read says no."""


class Page(Schema, Generic[T]):
    """Part of a list, and the length of the whole list."""

    items: list[T]
    total: int
    limit: int
    offset: int


class ApiRefusal(Exception):
    """A call that was refused, with the reason."""

    def __init__(
        self,
        status: int,
        reason: str,
        fields: dict[str, list[str]] | None = None,
        anyway: str = "",
        *,
        retry_after: int | None = None,
    ) -> None:
        self.retry_after = retry_after
        self.status = status
        self.problem = Problem(reason=reason, fields=fields or {}, anyway=anyway)
        super().__init__(reason)


class Bearer(HttpBearer):
    """`Authorization: Bearer …` with a token from your account page."""

    openapi_scheme = "bearer"

    def authenticate(self, request: HttpRequest, token: str) -> TokenGrant | None:  # noqa: ARG002
        """What the token gives; None where it gives nothing."""
        try:
            return use_token(key=token, at=clock.now())
        except (Refused, SectoralError, ValueError):
            return None


def grant_of(request: HttpRequest) -> TokenGrant:
    """What the caller's token gives."""
    found: TokenGrant = request.auth  # type: ignore[attr-defined]
    return found


def require_scope(request: HttpRequest, scope: str) -> TokenGrant:
    """The caller's grant, if it reaches so far."""
    held = grant_of(request)
    if scope not in held.scopes:
        raise ApiRefusal(403, f"This token may not {scope}. Make one with the scope “{scope}”.")
    return held


def sitting_at(request: HttpRequest, slug: str, permission: str) -> tuple[Partnership, Sitting]:
    """A partnership and what the caller is there, where the permission allows it.

    Raises   No: 404 where there is none, 403 with the reason where it may not be read.
    """
    held = require_scope(request, "read")
    partnership = Partnership.objects.filter(slug=slug).first()
    if partnership is None or not is_within_grant(held, partnership):
        raise ApiRefusal(404, f"There is no partnership “{slug}” here.")
    sitting = sitting_of(held.person, partnership, at=clock.now())
    if not is_known(partnership, sitting):
        raise ApiRefusal(404, f"There is no partnership “{slug}” here.")
    answer = sitting.may(permission)
    if not answer:
        raise ApiRefusal(403, answer.reason)
    return partnership, sitting


def is_within_grant(held: TokenGrant, partnership: Partnership | None) -> bool:
    """Whether a token that is bound to one partnership reaches this one."""
    return held.partnership is None or partnership == held.partnership


def list_page(
    rows: "QuerySet[Any] | Sequence[Any]",
    limit: int,
    offset: int,
    shape: Callable[[Any], Any],
) -> dict[str, Any]:
    """A part of a list, in the shape that goes out."""
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    part: Iterable[Any] = rows[offset : offset + limit]
    return {
        "items": [shape(row) for row in part],
        "total": total,
        "limit": limit,
        "offset": offset,
    }
