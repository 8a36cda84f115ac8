"""A long list, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list, and the addresses of the parts around it, empty where there are none."""

    items: list[Any]
    number: int
    pages: int
    total: int
    before: str
    after: str


def page_of(
    request: HttpRequest, items: Sequence[Any] | QuerySet[Any], total: int, each: int = A_PAGE
) -> Page:
    """The page of a list that the address asks for; the nearest where it asks for another."""
    pages = max(1, -(-total // each))
    wish = request.GET.get("page", "1")
    asked = int(wish) if wish.isascii() and wish.isdigit() and len(wish) < 7 else 1
    number = min(max(asked, 1), pages)
    part = list(items[(number - 1) * each : number * each])
    return Page(part, number, pages, total, _at(number - 1, pages), _at(number + 1, pages))


def _at(number: int, pages: int) -> str:
    return f"?page={number}" if 1 <= number <= pages else ""
