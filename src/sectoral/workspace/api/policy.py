"""The numbers of the rules, open to everybody like the page that shows them."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from sectoral.workspace.api.calls import Limit as LimitOf
from sectoral.workspace.api.calls import Offset as OffsetOf
from sectoral.workspace.api.calls import Page, Problem, list_page
from sectoral.workspace.rules.policy import PolicyNumber, list_policy

router = Router(tags=["rules"], auth=None)


class PolicyNumberOut(Schema):
    """A number used by the rules: what it means, why, which rule uses it, and who sets it."""

    name: str
    value: int
    unit: str
    why: str
    rule: str
    group: str
    set_by: str


@router.get(
    "/rules",
    response={200: Page[PolicyNumberOut], 422: Problem},
    summary="The rules in numbers: limits, terms, minimums and windows",
)
def policy_numbers(
    request: HttpRequest,  # noqa: ARG001
    limit: LimitOf = 100,
    offset: OffsetOf = 0,
) -> Any:
    """Every number used by the rules, in the order of the page."""
    return list_page(list_policy(), limit, offset, _number_out)


def _number_out(number: PolicyNumber) -> dict[str, Any]:
    return asdict(number)
