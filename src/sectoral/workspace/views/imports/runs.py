"""Every file that was brought, and the form that brings the next one."""

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sectoral.errors import BadInput, SectoralError
from sectoral.workspace.environment import clock
from sectoral.workspace.imports import runs
from sectoral.workspace.imports.columns import FIELDS, guess_columns
from sectoral.workspace.imports.limits import MOST_BYTES
from sectoral.workspace.models import Import, User
from sectoral.workspace.queries.imports import runs_of
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.form_keys import FormOutcome, do_once
from sectoral.workspace.views.partnership.page import at_state

REFUSED = 422
A_PAGE = 50
MOST_ROWS = 2_000
"""By a page: checking more would keep its reader, and on SQLite other writers, waiting."""

_INTRO = {
    Import.Kind.PARTNERSHIPS: "Partnerships: the ones you have, with region, sector and convener",
    Import.Kind.ORGANIZATIONS: "Organizations: companies and public partners",
    Import.Kind.CONTACTS: "Contacts: people, with their organization",
}


class FileForm(forms.Form):
    """A spreadsheet, and what its rows are."""

    kind = forms.ChoiceField(
        label="What is in the file", choices=list(_INTRO.items()), widget=forms.RadioSelect
    )
    file = forms.FileField(
        label="The file",
        help_text=f"An Excel workbook (.xlsx) or a CSV, at most {MOST_BYTES // 1_000_000} MB "
        f"and {MOST_ROWS:,} rows. Nothing is imported before you have seen what it "
        "would do.",
        error_messages={
            "required": "Choose a file first.",
            "empty": "The file is empty. Choose the one with the table.",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@at_state("keep_people")
def runs_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The runs a person may see, a page at a time, and the form for the next."""
    assert sitting.person is not None  # noqa: S101 - the door lets nobody else in
    person = sitting.person
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _render_runs(request, person, form)
    return do_once(
        request,
        do=lambda: _take_file(request, person, form),
        again=lambda why: _render_runs(request, person, form, problem=why),
    )


def _take_file(request: HttpRequest, person: User, form: FileForm) -> FormOutcome | HttpResponse:
    if form.is_valid():
        try:
            run = _receive_file(form, person)
        except SectoralError as refusal:
            form.add_error("file", str(refusal))
        else:
            words = "The file is read. Now match the columns."
            return FormOutcome(reverse("import", args=[run.pk]), words)
    return _render_runs(request, person, form)


def _render_runs(
    request: HttpRequest, person: User, form: FileForm, problem: str = ""
) -> HttpResponse:
    if problem:
        form.add_error(None, problem)
    context = {
        "form": form,
        "page": _page_of_runs(request, person),
        "kinds": [(kind, kind.label, FIELDS[kind]) for kind in _INTRO],
    }
    bad = request.method == "POST"
    return render(request, "imports/runs.html", context, status=REFUSED if bad else 200)


def _page_of_runs(request: HttpRequest, person: User) -> Page[Any]:
    rows = runs_of(person, at=clock.now()).defer("rows", "findings", "made")
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def _receive_file(form: FileForm, person: User) -> Import:
    upload, kind, at = form.cleaned_data["file"], form.cleaned_data["kind"], clock.now()
    # One letter more than may be is enough to see that it is too large.
    data = upload.read(MOST_BYTES + 1)
    name = (upload.name or "file")[-200:]
    table = runs.read_table(kind, name, data, at=at, by=person)
    if len(table.rows) > MOST_ROWS:
        raise BadInput(
            name,
            expected=f"at most {MOST_ROWS:,} rows on this page",
            found=f"{len(table.rows):,}",
            mend="split the file, or import it with the command 'sectoral import'",
        )
    return runs.keep_table(kind, table, guess_columns(kind, table.headings), at=at, by=person)
