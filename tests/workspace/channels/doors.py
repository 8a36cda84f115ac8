"""The doors as a test knocks at them: pages in a browser, the interface with a token."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import UnionType
from typing import Any, Union, get_args, get_origin

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from pydantic import BaseModel

from sectoral.workspace.acts import Act
from sectoral.workspace.models import User
from sectoral.workspace.rules.permissions import PartnershipRole
from tests.workspace.api.conftest import Caller, caller
from tests.workspace.channels.partnership import SIGNED, STAFF, Full

DENIED = (401, 403, 404)
_OF_THE_WAY_IN = ("django_session", "workspace_token", "workspace_tries", "last_login")
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@dataclass
class Doors:
    """One person's browser and program; a visitor has no token."""

    roles: frozenset[PartnershipRole]
    browser: Client
    program: Caller

    def by_page(self, act: Act, key: int | None, typed: dict[str, Any]) -> bool:
        """Do an act by its page.  Returns whether the door let it through to its form."""
        answer = self.browser.post(_path("/act/", act, key), typed)
        away = "/account/sign-in/" in answer.headers.get("Location", "")
        return not (answer.status_code in DENIED or away)

    def by_program(self, act: Act, key: int | None, typed: dict[str, Any]) -> bool:
        """The same by the interface."""
        answer: HttpResponse = self.program.post(_path("", act, key).rstrip("/"), typed)
        return answer.status_code not in DENIED


def _path(start: str, act: Act, key: int | None) -> str:
    return f"{start}{act.key}/" if key is None else f"{start}{act.key}/{key}/"


def held(who: str) -> frozenset[PartnershipRole]:
    """What somebody is: whoever leads for a company is of a company too."""
    if who in (SIGNED, STAFF, PartnershipRole.VISITOR, PartnershipRole.FORMER):
        return frozenset({PartnershipRole.VISITOR})
    more = {PartnershipRole.EMPLOYER} if who == PartnershipRole.CHAMPION else set()
    return frozenset({PartnershipRole(who), PartnershipRole.VISITOR, *more})


def doors(table: Full) -> dict[str, Doors]:
    """The doors of a person of each role, of one without any, and of a superuser."""
    return {who: of(table.people.get(who), held(who)) for who in (*PartnershipRole, SIGNED, STAFF)}


def of(person: User | None, roles: frozenset[PartnershipRole]) -> Doors:
    """A person's doors; a visitor's have no key."""
    browser = Client()
    if person is None:
        return Doors(roles, browser, Caller("nobody-s-token-of-forty-letters-and-more"))
    browser.force_login(person)
    return Doors(roles, browser, caller(person))


@contextmanager
def undone() -> Iterator[list[str]]:
    """Whatever is done within is undone.  Gives the rows' changes as they were asked for."""
    written: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(_WRITES) and not any(name in sql for name in _OF_THE_WAY_IN):
            written.append(sql)
        return execute(sql, *rest)

    with transaction.atomic(), connection.execute_wrapper(note):
        yield written
        transaction.set_rollback(True)


def fitting(act: Act) -> dict[str, Any]:
    """A body that fits what an act asks for, though it may make no sense."""
    return {asked.name: _fit(asked.schema) for asked in act.fields if asked.required}


_VALUES: dict[Any, Any] = {
    str: "words",
    int: 1,
    bool: True,
    date: "2026-06-01",
    datetime: "2026-06-01T10:00:00",
    Decimal: "1",
    float: 1.0,
}


def _fit(schema: Any) -> Any:
    if schema in _VALUES:
        return _VALUES[schema]
    kind, parts = get_origin(schema), get_args(schema)
    if kind in (Union, UnionType):
        return _fit(parts[0])
    if kind is list:
        return [_fit(parts[0])]
    if kind is dict:
        return {}
    if isinstance(schema, type) and issubclass(schema, BaseModel):
        fields = schema.model_fields.items()
        return {name: _fit(field.annotation) for name, field in fields if field.is_required()}
    return _fit(parts[0]) if parts else {}
