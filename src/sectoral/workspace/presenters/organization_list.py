"""The list of organizations: what each is, its industry, its size, at how many tables it sits."""

from typing import Any

from django.db.models import Q, QuerySet

from sectoral.workspace.addresses import page_address
from sectoral.workspace.drawings.lists import (
    ListColumn,
    ListFilter,
    PageList,
    known_words,
    rank_of,
)
from sectoral.workspace.drawings.sheets import SheetCell, SheetHeading, text_cell
from sectoral.workspace.models.organizations import SizeBand, System


def _hold_words(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    return rows.filter(Q(name__icontains=words) | Q(naics__startswith=words))


def _size_cell(row: Any) -> SheetCell:
    return SheetCell(row.get_size_display(), row.size) if row.size else SheetCell("", None)


_COLUMNS: tuple[ListColumn[Any], ...] = (
    ListColumn(
        "name",
        "Organization",
        lambda row: text_cell(row.name, href=page_address(row)),
        # Its key is indexed: sixty thousand names are not sorted for the fifty that are shown.
        sort=("key", "system"),
    ),
    ListColumn(
        "system",
        "Kind",
        lambda row: row.get_system_display(),
        sort=(rank_of("system", System.values),),
    ),
    ListColumn(
        "naics",
        SheetHeading("Industry", "NAICS"),
        lambda row: row.naics or None,
        sort=(known_words("naics"),),
    ),
    ListColumn(
        "size", "People", _size_cell, sort=(rank_of("size", filter(None, SizeBand.values)),)
    ),
    ListColumn(
        "owner",
        "Owned by",
        lambda row: row.owner and row.owner.name,
        sort=("owner__key",),
    ),
    ListColumn(
        "seats",
        SheetHeading("Partnerships", number=True),
        lambda row: row.sits,
        sort=("sits",),
        falls=True,
    ),
)

ORGANIZATIONS: PageList[Any] = PageList(
    name="organizations",
    things=("organization", "organizations"),
    caption="Organizations",
    columns=_COLUMNS,
    order=("key", "system"),
    order_words="",
    filters=(
        ListFilter("q", "Name or industry code", _hold_words),
        ListFilter(
            "system",
            "Kind",
            lambda rows, system: rows.filter(system=system),
            tuple((value, str(label).capitalize()) for value, label in System.choices),
            every="All kinds",
        ),
    ),
    empty="No organization is registered yet. Register one, or bring a spreadsheet.",
)
