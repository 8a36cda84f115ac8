"""Whatever a program sends, it gets an answer that the document declares, never a fault."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sectoral.workspace.actions.access import make_token
from sectoral.workspace.api.main import openapi_document
from sectoral.workspace.environment import clock
from sectoral.workspace.rules.permissions import PartnershipRole
from sectoral.workspace.wsgi import application
from tests.workspace.channels.doors import undone
from tests.workspace.channels.partnership import NOW, Full, full
from tests.workspace.partnership.world import day


@pytest.fixture(autouse=True)
def _at_the_table(monkeypatch: pytest.MonkeyPatch, _now: None) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def _on_one_connection() -> Iterator[None]:
    """A test's rows are in a transaction that ends with its connection; a server's call ends it.

    Django's own client keeps the connection as well; these calls go to the server's door.
    """
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def operations() -> list[Any]:
    """Every operation that the document declares."""
    schema: Any = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    return [found.ok() for found in schema.get_all_operations()]


def aimed(case: Any, table: Full, turn: int) -> Any:
    """The same call at something that is there: an id of its noun, this table, this region."""
    noun = case.operation.path.split("/acts/")[-1].partition(".")[0]
    if noun == "on":
        case.path_parameters["noun"] = noun = sorted(table.things)[turn % len(table.things)]
    things = table.things.get(noun, [])
    there = {
        "key": things[turn % len(things)].pk if things else None,
        "slug": table.slug,
        "region": "harbour",
    }
    for name in case.path_parameters or {}:
        if there.get(name) is not None:
            case.path_parameters[name] = there[name]
    return case


@pytest.mark.parametrize(
    "who", [PartnershipRole.CONVENER, PartnershipRole.EMPLOYER, PartnershipRole.STATE]
)
def test_every_call_is_answered_as_declared(db: None, who: PartnershipRole) -> None:
    table = full()
    _, token = make_token(name="fuzz", scopes=("read", "write"), at=day(78), by=table.people[who])
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    met = missed = 0
    for operation in operations():

        @EXAMPLES
        @given(case=operation.as_strategy())
        def answered(case: Any) -> None:
            nonlocal met, missed
            met += 1
            with undone():
                told = aimed(case, table, met).call_and_validate(headers=headers, checks=CHECKS)
            missed += told.status_code == 404

        answered()
    assert met > 250
    # What is not found is what this person may not know of; the rest is there.
    assert missed < met / 4


def test_the_document_is_openapi_three_one_and_declares_every_no() -> None:
    told = openapi_document()
    assert told["openapi"].startswith("3.1")
    for path, calls in told["paths"].items():
        noes = {"404", "422"} if "/evidence" in path else {"401", "403", "422"}
        # There is always a rule, and anybody may read it.
        noes = {"422"} if path == "/api/rules" else noes
        for call in calls.values():
            answers = set(call["responses"])
            assert {"200", *noes} <= {str(code) for code in answers}, path
            assert call["summary"], path
