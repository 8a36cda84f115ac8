"""What “active” is measured by: the checklists that ship, and those a state loads from a file."""

import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sectoral.errors import BadInput, SectoralError
from sectoral.workspace.actions.reviews import load_checklist
from sectoral.workspace.checklists import (
    ChecklistCriteria,
    content_of,
    parse_checklist,
    shipped_checklist,
    shipped_names,
)
from sectoral.workspace.models import Checklist
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.answers import YES, Ruling, require
from sectoral.workspace.views.form_keys import FormOutcome, do_once
from sectoral.workspace.views.partnership.page import at_state, render_page

MOST_BYTES = 200_000
REFUSED = 422


class CheckedFile(forms.Form):
    """A checklist as a file, or one of those that ship."""

    file = forms.FileField(
        label="A checklist from your own file",
        required=False,
        help_text="A JSON file like the ones that come with Sectoral, with its name, "
        "version, source and items. Ask the person who runs this site for one to "
        "start from.",
    )
    example = forms.ChoiceField(
        label="Or one that comes with Sectoral",
        required=False,
        choices=[("", "—"), *((name, name) for name in shipped_names())],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@at_state("load_checklist")
def checklists_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Show every checklist; load one on POST. A refusal says file, place and what was found."""
    form = CheckedFile(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _render_page(request, sitting, form)
    return do_once(
        request,
        do=lambda: _handle_file(request, sitting, form),
        again=lambda why: _render_page(request, sitting, form, problem=why),
    )


def _handle_file(
    request: HttpRequest, sitting: Sitting, form: CheckedFile
) -> FormOutcome | HttpResponse:
    if form.is_valid():
        try:
            row = _load_from_form(form, sitting)
        except SectoralError as refusal:
            form.add_error(None, str(refusal))
        else:
            words = f"Loaded: {row}. Choose it on a partnership's status page."
            return FormOutcome(reverse("checklists"), words)
    return _render_page(request, sitting, form)


def _render_page(
    request: HttpRequest, sitting: Sitting, form: CheckedFile, problem: str = ""
) -> HttpResponse:
    if problem:
        form.add_error(None, problem)
    context = {
        "form": form,
        "loaded": [
            (row, parse_checklist(row.content, str(row))) for row in Checklist.objects.all()
        ],
        "examples": [(name, shipped_checklist(name)) for name in shipped_names()],
    }
    response = render_page(request, sitting, "directory/checklists.html", context)
    response.status_code = REFUSED if form.errors else 200
    return response


def _load_from_form(form: CheckedFile, sitting: Sitting) -> Checklist:
    """Load what the form brings.  Raises Refused or BadInput where it cannot be."""
    file, example = form.cleaned_data["file"], form.cleaned_data["example"]
    require(_one_of(file, example))
    if sitting.person is None:
        raise TypeError("Only a person loads a checklist.")
    content = _file_content(file) if file else _next_version(shipped_checklist(example))
    name = str(file.name) if file else f"{example}.json"
    return load_checklist(content=content, file=name, at=sitting.at, by=sitting.person)


def _one_of(file: Any, example: str) -> Ruling:
    if file and example:
        return Ruling("Choose one of the two, not both.")
    return (
        YES
        if file or example
        else Ruling("Choose a file, or a checklist that comes with Sectoral.")
    )


def _file_content(file: Any) -> Any:
    """The file's JSON.  Raises BadInput where it is none, with the place."""
    return parse_json(file.read(MOST_BYTES + 1), str(file.name))


def _next_version(criteria: ChecklistCriteria) -> dict[str, Any]:
    """A shipped checklist under the number that follows what is loaded of its name."""
    last = Checklist.objects.filter(name=criteria.name).last()
    return {**content_of(criteria), "version": last.version + 1 if last else 1}


def parse_json(raw: bytes, name: str) -> Any:
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
