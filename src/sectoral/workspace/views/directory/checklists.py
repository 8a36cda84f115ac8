"""What “active” is measured by: the checklists that ship, and those a state loads from a file."""

import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sectoral.errors import BadInput, SectoralError
from sectoral.workspace.actions.reviews import load_checklist
from sectoral.workspace.checklists import Criteria, content_of, read, shipped, shipped_names
from sectoral.workspace.models import Checklist
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.answers import YES, Answer, require
from sectoral.workspace.views.form_keys import Done, once
from sectoral.workspace.views.partnership.page import at_state, shown

MOST_BYTES = 200_000
REFUSED = 422


class CheckedFile(forms.Form):
    """A checklist as a file, or one of those that ship."""

    file = forms.FileField(
        label="A checklist from your own file",
        required=False,
        help_text="Written like those that come with Sectoral, below (JSON: its name, version, "
        "source and points). Ask whoever runs Sectoral here for one to start from.",
    )
    example = forms.ChoiceField(
        label="Or one that comes with Sectoral",
        required=False,
        choices=[("", "—"), *((name, name) for name in shipped_names())],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@at_state("load_checklist")
def checklists(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Show every checklist; load one on POST. A refusal says file, place and what was found."""
    form = CheckedFile(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _page(request, sitting, form)
    return once(
        request,
        do=lambda: _loaded(request, sitting, form),
        again=lambda why: _page(request, sitting, form, problem=why),
    )


def _loaded(request: HttpRequest, sitting: Sitting, form: CheckedFile) -> Done | HttpResponse:
    if form.is_valid():
        try:
            row = _load(form, sitting)
        except SectoralError as refusal:
            form.add_error(None, str(refusal))
        else:
            words = f"Loaded: {row}. Choose it on a partnership's page of life."
            return Done(reverse("checklists"), words)
    return _page(request, sitting, form)


def _page(
    request: HttpRequest, sitting: Sitting, form: CheckedFile, problem: str = ""
) -> HttpResponse:
    if problem:
        form.add_error(None, problem)
    context = {
        "form": form,
        "loaded": [(row, read(row.content, str(row))) for row in Checklist.objects.all()],
        "examples": [(name, shipped(name)) for name in shipped_names()],
    }
    response = shown(request, sitting, "directory/checklists.html", context)
    response.status_code = REFUSED if form.errors else 200
    return response


def _load(form: CheckedFile, sitting: Sitting) -> Checklist:
    """Load what the form brings.  Raises Refused or BadInput where it cannot be."""
    file, example = form.cleaned_data["file"], form.cleaned_data["example"]
    require(_one_of(file, example))
    if sitting.person is None:
        raise TypeError("Only a person loads a checklist.")
    content = _content(file) if file else _next(shipped(example))
    name = str(file.name) if file else f"{example}.json"
    return load_checklist(content=content, file=name, at=sitting.at, by=sitting.person)


def _one_of(file: Any, example: str) -> Answer:
    if file and example:
        return Answer("Choose one of the two, not both.")
    return YES if file or example else Answer("Choose a file, or one that comes with Sectoral.")


def _content(file: Any) -> Any:
    """The file's JSON.  Raises BadInput where it is none, with the place."""
    return parsed(file.read(MOST_BYTES + 1), str(file.name))


def _next(criteria: Criteria) -> dict[str, Any]:
    """A shipped checklist under the number that follows what is loaded of its name."""
    last = Checklist.objects.filter(name=criteria.name).last()
    return {**content_of(criteria), "version": last.version + 1 if last else 1}


def parsed(raw: bytes, name: str) -> Any:
    """JSON from a file's bytes."""
    mend = "save the file as JSON, as the default checklist is written"
    if len(raw) > MOST_BYTES:
        raise BadInput(name, expected="a checklist of at most 200 kB", found="more", mend=mend)
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadInput(name, expected="text in UTF-8", found="other bytes", mend=mend) from None
    except json.JSONDecodeError as error:
        place = f"{error.msg} in line {error.lineno}, column {error.colno}"
        raise BadInput(name, expected="JSON", found=place, mend=mend) from None
