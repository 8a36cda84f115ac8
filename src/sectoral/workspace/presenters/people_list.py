"""The list of people: who has an account, at which organizations, in which office of the state."""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from sectoral.workspace.addresses import page_address
from sectoral.workspace.drawings.lists import ListColumn, ListFilter, PageList, known_words
from sectoral.workspace.drawings.sheets import SheetCell, links_cell, text_cell
from sectoral.workspace.models import Office, User
from sectoral.workspace.presenters.directory import PersonAccount
from sectoral.workspace.rules.dates import day_words


def _hold_words(rows: QuerySet[User], words: str) -> QuerySet[User]:
    for word in words.split():
        rows = rows.filter(
            Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word)
        )
    return rows


def _hold_office(rows: QuerySet[Any], role: str) -> QuerySet[Any]:
    held = Office.objects.filter(role=role, until=None)
    return rows.filter(pk__in=held.values("person"))


def _organizations_cell(one: PersonAccount) -> SheetCell:
    return links_cell(
        text_cell(held.organization.name, href=page_address(held.organization)) for held in one.at
    )


def _office_cell(one: PersonAccount) -> SheetCell:
    held = [
        f"{str(office.get_role_display()).capitalize()} since {day_words(office.since)}"
        for office in one.offices
    ]
    return text_cell("; ".join(held))


def _left_cell(one: PersonAccount) -> SheetCell:
    """What the person has left: organizations with the day, or the account."""
    left = [
        f"{held.organization.name} on {day_words(held.until)}" for held in one.left if held.until
    ]
    closed = [] if one.person.is_active else ["account closed"]
    return text_cell("; ".join([*closed, *left]))


_COLUMNS: tuple[ListColumn[PersonAccount], ...] = (
    ListColumn(
        "name",
        "Name",
        lambda one: str(one.person),
        sort=(Lower("first_name"), Lower("last_name")),
    ),
    ListColumn(
        "email", "E-mail", lambda one: one.person.email or None, sort=(known_words("email"),)
    ),
    ListColumn("organizations", "At", _organizations_cell),
    ListColumn("office", "State office", _office_cell),
    ListColumn("left", "Has left", _left_cell),
)

PEOPLE: PageList[PersonAccount] = PageList(
    name="people",
    things=("account", "accounts"),
    caption="People with an account",
    columns=_COLUMNS,
    order=(Lower("first_name"), Lower("last_name")),
    order_words="",
    filters=(
        ListFilter("q", "Name or address", _hold_words),
        ListFilter(
            "office",
            "State office",
            _hold_office,
            tuple((value, str(label).capitalize()) for value, label in Office.Role.choices),
            every="All people",
        ),
    ),
    empty="Nobody has an account yet. Add a person, and a letter invites them.",
    acts="directory/rows/person.html",
)
