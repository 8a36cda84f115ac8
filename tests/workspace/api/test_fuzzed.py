"""Whatever a program sends, it gets an answer that the document declares, never a fault."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sectoral.workspace.actions.access import make_token
from sectoral.workspace.api.main import document
from sectoral.workspace.wsgi import application
from tests.workspace.table.world import World, day

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def operations() -> list[Any]:
    """Every operation that the document declares."""
    schema: Any = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    return [found.ok() for found in schema.get_all_operations()]


@pytest.mark.parametrize("who", ["convener", "keel", "state"])
def test_every_call_is_answered_as_declared(world: World, who: str) -> None:
    person = {"convener": world.convener, "state": world.state}.get(who) or world.people[who]
    _, token = make_token(name="fuzz", scopes=("read", "write"), at=day(60.5), by=person)
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    met = 0
    for operation in operations():

        @EXAMPLES
        @given(case=operation.as_strategy())
        def answered(case: Any) -> None:
            case.call_and_validate(headers=headers, checks=CHECKS)

        answered()
        met += 1
    assert met > 120


def test_the_document_is_openapi_three_one_and_declares_every_no() -> None:
    told = document()
    assert told["openapi"].startswith("3.1")
    for path, calls in told["paths"].items():
        for call in calls.values():
            answers = set(call["responses"])
            assert {"200", "401", "403", "422"} <= {str(code) for code in answers}, path
            assert call["summary"], path
