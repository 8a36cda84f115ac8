"""Messages at a table: what companies read, what waits for the convener, what was not shown."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from sectoral.workspace.models import Partnership, Post, Seat, Solution
from sectoral.workspace.models.solutions import OPEN

PAGE = 25


def shown_posts(partnership: Partnership, page: str | None) -> Page[Any]:
    """A page of what was shown to the companies, the newest first."""
    rows = _posts_with_related(partnership.posts.filter(shown_at__isnull=False))
    return Paginator(rows.order_by("-shown_at", "-pk"), PAGE).get_page(page)


def held_posts(partnership: Partnership) -> list[Post]:
    """What waits until somebody has looked at it, the oldest first."""
    waiting = Q(shown_at__isnull=True, refused_at__isnull=True)
    return list(_posts_with_related(partnership.posts.filter(waiting)))


def not_shown(partnership: Partnership, own: Sequence[Seat]) -> list[Post]:
    """What one's own seats wrote that waits or was refused, the newest first."""
    rows = partnership.posts.filter(shown_at__isnull=True, seat__in=own)
    return list(_posts_with_related(rows).order_by("-at", "-pk")[:PAGE])


def open_solutions(partnership: Partnership) -> list[Solution]:
    """The solutions that may be written about."""
    return list(partnership.solutions.filter(state__in=OPEN))


def _posts_with_related(rows: QuerySet[Post]) -> QuerySet[Post]:
    return rows.select_related("seat__organization", "solution__partnership", "person")
