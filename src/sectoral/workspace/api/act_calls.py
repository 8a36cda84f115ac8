"""Acting: one address an act, made from the same lines as the pages' forms."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import Annotated, Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from ninja import Header, Router, Schema
from pydantic import ConfigDict, Field, ValidationInfo, create_model, model_validator

from sectoral.workspace import presses
from sectoral.workspace.actions.access import TokenGrant
from sectoral.workspace.acts import ACTS, Act
from sectoral.workspace.acts.subjects import UnknownSubject, find_subject
from sectoral.workspace.acts.texts import DoubtfulTexts, UnfitTexts
from sectoral.workspace.addresses import page_address
from sectoral.workspace.api.calls import ApiRefusal, Key, Problem, is_within_grant, require_scope
from sectoral.workspace.api.shapes import DoneOut
from sectoral.workspace.environment import clock
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.answers import AnswerNeeded, Refused

router = Router(tags=["acting"])
NO: dict[Any, Any] = {
    400: Problem,
    401: Problem,
    403: Problem,
    404: Problem,
    409: Problem,
    422: Problem,
}


ANYWAY = Field(
    default="",
    max_length=40,
    description="Leave it empty at first. If the answer is 409 with an `anyway`, have a "
    "person read its `fields`. Send that value back to submit the texts as they "
    "are.",
)
IDEMPOTENCY_KEY = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
_OTHERWISE = (
    "This Idempotency-Key was used for another call. Use a new key for a new call. Send the "
    "same body again to get the first answer again."
)
_STILL_AT_IT = (
    "The first call with this Idempotency-Key is still running. Wait a second, then send it again."
)

OnceKey = Annotated[
    str | None,
    Header(
        alias=IDEMPOTENCY_KEY,
        min_length=1,
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
        description="A key of your own for each call, such as a UUID. If you send the same "
        "body again within seven days, you get the first answer again and "
        "nothing is done twice. A call that was refused did nothing, so its key "
        "stays free.",
    ),
]


@dataclass(frozen=True, slots=True)
class ApiCall:
    """A call as it came, the answer's headers, and the one-time key that it brought."""

    request: HttpRequest
    response: HttpResponse
    key: str | None


def _broken_text(body: Any) -> str | None:
    """The first text in a body, however deep, that cannot be written; a loop, since it may be."""
    waiting = [body]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and _BROKEN.search(value):
            return value
        if isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value
    return None


_BROKEN = re.compile("[\x00\ud800-\udfff]")


class ActBody(Schema):
    """What an act asks for. Other fields are rejected."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def written_in_whole_characters(cls, body: Any, _: ValidationInfo) -> Any:
        """No database keeps a NUL or half of a pair of surrogates, in a text or in a name."""
        broken = _broken_text(getattr(body, "_obj", body))
        if broken is not None:
            raise ValueError(
                f"{broken[:40]!a} contains a character that cannot be saved (a NUL or an "
                "unpaired surrogate). Send valid Unicode text."
            )
        return body


def body_of(act: Act) -> type[ActBody]:
    """An act's fields as a JSON body: a row travels as its id."""
    fields: dict[str, Any] = {
        asked.name: (asked.schema, ...)
        if asked.required and asked.name != "seat"
        else (asked.schema | None, None)
        for asked in act.fields
    }
    if any(asked.readers for asked in act.fields):
        fields["anyway"] = (str, ANYWAY)
    name = "".join(part.title() for part in act.key.replace(".", "_").split("_"))
    return create_model(name, __base__=ActBody, __doc__=act.intro or act.words, **fields)


def do_act(call: ApiCall, act: Act, key: int | None, typed: dict[str, Any]) -> Mapping[str, Any]:
    """Do an act for the caller; under one Idempotency-Key, once.

    Raises   No: 403 by permission or scope, 404 for what one may not know of, 422 where the
             body does not fit the form or the key was used for something else, 409 where the
             moment is not right or the first call under the key is not answered yet.
    """
    held = require_scope(call.request, "write")
    if call.key is None:
        return _find_and_perform(held, act, key, typed)
    said = json.dumps([act.key, key, typed], sort_keys=True).encode()
    sent = presses.PressKey(f"token {held.token.pk}", call.key.strip('"'), said)
    try:
        told, again = presses.run_once(
            sent, lambda: _find_and_perform(held, act, key, typed), at=clock.now()
        )
    except presses.SaidOtherwise:
        raise ApiRefusal(422, _OTHERWISE, {IDEMPOTENCY_KEY: [_OTHERWISE]}) from None
    except presses.StillAtIt:
        raise ApiRefusal(409, _STILL_AT_IT, retry_after=1) from None
    if again:
        call.response[REPLAYED] = "true"
    return told


def _find_and_perform(
    held: TokenGrant, act: Act, key: int | None, typed: dict[str, Any]
) -> dict[str, Any]:
    try:
        thing, sitting = find_subject(act.noun, key, held.person, at=clock.now())
    except UnknownSubject:
        raise ApiRefusal(404, f"There is no such {act.noun} here.") from None
    if not is_within_grant(held, sitting.partnership):
        raise ApiRefusal(404, f"There is no such {act.noun} here.")
    answer = act.may_here(sitting)
    if not answer:
        raise ApiRefusal(403, answer.reason)
    return _perform_act(act, sitting, thing, typed)


def _perform_act(act: Act, sitting: Sitting, thing: Any, typed: dict[str, Any]) -> dict[str, Any]:
    anyway = typed.pop("anyway", "")
    form = act.form(sitting, thing, _with_only_choices(act, sitting, thing, typed))
    if not form.is_valid():
        errors = {name: [str(e) for e in held] for name, held in form.errors.items()}
        raise ApiRefusal(422, "The body is not valid. See the fields.", errors)
    try:
        made = act.perform(sitting, thing, form.cleaned_data, anyway=anyway)
    except UnfitTexts as refusal:
        told = {name: [sentence] for name, sentence in refusal.fields.items()}
        raise ApiRefusal(422, "A text was not accepted. See the fields.", told) from refusal
    except DoubtfulTexts as doubt:
        told = {name: [sentence] for name, sentence in doubt.fields.items()}
        raise ApiRefusal(409, str(doubt), told, anyway=doubt.mark) from doubt
    except AnswerNeeded as question:
        raise ApiRefusal(
            409, str(question), {question.field: ["Send true to answer yes."]}
        ) from question
    except Refused as refusal:
        raise ApiRefusal(409, str(refusal)) from refusal
    return _done_reply(act, made if isinstance(made, models.Model) else thing)


def _with_only_choices(
    act: Act, sitting: Sitting, thing: Any, typed: dict[str, Any]
) -> dict[str, Any]:
    """What a page sends in a hidden field: the one row that there is to choose.

    What an act keeps, and the body leaves out, stays as it stands.
    """
    form = act.form(sitting, thing)
    only = {f.name: f.initial for f in form.hidden_fields() if f.initial is not None}
    only |= {
        asked.name: asked.start(sitting, thing)
        for asked in act.fields
        if asked.keeps and asked.start is not None
    }
    return {**only, **{name: value for name, value in typed.items() if value is not None}}


def _done_reply(act: Act, about: Any) -> dict[str, Any]:
    row = about if isinstance(about, models.Model) else None
    return {
        "words": act.done,
        "kind": row._meta.model_name if row is not None else act.noun,
        "id": row.pk if row is not None else None,
        "href": page_address(about),
    }


_BY_NAME = Parameter.KEYWORD_ONLY


def _operation_of(act: Act) -> Callable[..., Any]:
    """The call as the interface declares it: with a body where the act asks for something."""
    given: dict[str, Any] = {"request": HttpRequest, "response": HttpResponse}
    given |= {} if act.noun == "state" else {"key": Key}
    given |= {"asked": body_of(act)} if act.fields else {}

    def run(
        request: HttpRequest,
        response: HttpResponse,
        key: int | None = None,
        asked: Any = None,
        once: str | None = None,
    ) -> Any:
        typed = asked.model_dump(mode="json", exclude_unset=True) if asked else {}
        return do_act(ApiCall(request, response, once), act, key, typed)

    parameters = [Parameter(name, _BY_NAME, annotation=kind) for name, kind in given.items()]
    parameters.append(Parameter("once", _BY_NAME, annotation=OnceKey, default=None))
    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return run


def _add_operation(act: Act) -> None:
    run = _operation_of(act)
    run.__doc__ = f"{act.intro} Requires: {act.permission or 'see the act'}.".strip()
    path = f"/acts/{act.key}" if act.noun == "state" else f"/acts/{act.key}/{{key}}"
    router.add_api_operation(
        path,
        ["POST"],
        run,
        response={200: DoneOut, **NO},
        summary=act.words,
        operation_id=act.key.replace(".", "_"),
        tags=[act.noun],
    )


for _act in ACTS:
    _add_operation(_act)
