"""The interface as a whole: its documents, its reading, its acts, its answers when it says no."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from sectoral import __version__
from sectoral.workspace.api.act_calls import router as acting
from sectoral.workspace.api.calls import ApiRefusal, Bearer
from sectoral.workspace.api.evidence import router as evidence
from sectoral.workspace.api.lists import router as lists
from sectoral.workspace.api.offers import router as offers
from sectoral.workspace.api.partnerships import router as reading
from sectoral.workspace.api.policy import router as policy
from sectoral.workspace.api.registers import router as registers

WORDS = """The table for programs. Evidence (`/api/evidence`) and the rules in numbers
(`/api/rules`) are open; every other call carries a token that its person made on the account's
page (`Authorization: Bearer …`); it may do what that person may, within its scopes, and at one
partnership only where it was bound to one. Lists are paged: `limit` up to 200, `offset`. A no is
`{"reason": …, "fields": …}`: 401 no token, 403 not for this person or scope, 404 not there or not
to be known of, 409 the moment is not right, 422 the body does not fit. A 409 with `anyway` tells
of words about pay, hiring or prices: change them, or send that word along to have them go through
to the convener as they are. Every act takes an `Idempotency-Key`: sent again with the same key and
body, it is done once."""

api = NinjaAPI(
    title="Sectoral",
    version=__version__,
    description=WORDS,
    docs_url=None,
    openapi_url="openapi.json",
    auth=Bearer(),
    urls_namespace="api",
)
for part in (reading, lists, registers, offers, acting, evidence, policy):
    api.add_router("", part)


def _problem_response(
    request: HttpRequest, status: int, reason: str, fields: Any = None, anyway: str = ""
) -> HttpResponse:
    problem = {"reason": reason, "fields": fields or {}} | ({"anyway": anyway} if anyway else {})
    return api.create_response(request, problem, status=status)


@api.exception_handler(ApiRefusal)
def _answer_refusal(request: HttpRequest, no: ApiRefusal) -> HttpResponse:
    problem = no.problem
    response = _problem_response(request, no.status, problem.reason, problem.fields, problem.anyway)
    if no.retry_after is not None:
        response["Retry-After"] = str(no.retry_after)
    return response


@api.exception_handler(AuthenticationError)
def _answer_stranger(request: HttpRequest, _: AuthenticationError) -> HttpResponse:
    response = _problem_response(
        request, 401, "This call needs a token. Make one on your account page and send it."
    )
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ValidationError)
def _answer_misfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields: dict[str, list[str]] = {}
    for one in error.errors:
        place = ".".join(str(part) for part in one["loc"][1:]) or "body"
        fields.setdefault(place, []).append(str(one["msg"]))
    return _problem_response(request, 422, "The call is not valid. See the fields.", fields)


@api.exception_handler(HttpError)
def _answer_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _problem_response(request, error.status_code, str(error))


def openapi_document() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/")))
    return found
