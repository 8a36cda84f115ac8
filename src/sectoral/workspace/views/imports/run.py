"""One file: its columns matched, its rows checked, brought in or dropped; done, and undone."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sectoral.errors import SectoralError
from sectoral.workspace.actions import imports as actions
from sectoral.workspace.drawings.sheets import PageSheet, SheetColumn, sheet_of
from sectoral.workspace.environment import clock
from sectoral.workspace.imports import runs
from sectoral.workspace.imports.columns import FIELDS, columns_from_form
from sectoral.workspace.models import Import, User
from sectoral.workspace.queries.imports import runs_of
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.exports.sheet_files import requested_file
from sectoral.workspace.views.form_keys import FormOutcome, do_once
from sectoral.workspace.views.partnership.page import at_state

REFUSED = 422
A_PAGE = 50
_ANSWER = "answer-"


@require_http_methods(["GET", "HEAD", "POST"])
@at_state("keep_people")
def run_page(request: HttpRequest, sitting: Sitting, pk: int) -> HttpResponse:
    """A run as it stands; a POST takes it one step on."""
    person = sitting.person
    if person is None:
        raise Http404("There is no such file.")
    run = get_object_or_404(runs_of(person, at=clock.now()), pk=pk)
    if request.method == "POST":
        return do_once(
            request,
            do=lambda: _take_step(request, run, person),
            again=lambda why: _render_run(request, run, person, problem=why),
        )
    file = requested_file(request, _run_sheets(run), f"import-{run.pk}", private=True)
    return _render_run(request, run, person) if file is None else file


def _take_step(request: HttpRequest, run: Import, person: User) -> FormOutcome | HttpResponse:
    step = STEPS.get(request.POST.get("do", ""))
    if step is None:
        raise Http404("There is no such step.")
    try:
        return FormOutcome(reverse("import", args=[run.pk]), step(request, run, person))
    except SectoralError as refusal:
        run.refresh_from_db()
        return _render_run(request, run, person, problem=str(refusal))


# ── the steps ─────────────────────────────────────────────────────────────────────────────────


def _check(request: HttpRequest, run: Import, person: User) -> str:
    wishes = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    # The questions have a form of their own: it says nothing of the columns.
    answered = {name: word for name, word in wishes.items() if name.startswith(_ANSWER)}
    columns = run.columns if answered else columns_from_form(run.kind, run.headings, wishes)
    answers = {name.removeprefix(_ANSWER): word for name, word in answered.items()}
    runs.check(run, columns, answers=answers, at=clock.now(), by=person)
    return "The rows are checked. Nothing is imported yet."


def _bring(_: HttpRequest, run: Import, person: User) -> str:
    done = runs.bring(run, at=clock.now(), by=person)
    return f"Imported: {runs.made_words(_made_counts(done))}."


def _drop(_: HttpRequest, run: Import, person: User) -> str:
    actions.drop(run=run, at=clock.now(), by=person)
    return "The file is discarded. None of it was kept."


def _undo(_: HttpRequest, run: Import, person: User) -> str:
    actions.undo(run=run, at=clock.now(), by=person)
    return "The import is undone."


STEPS: dict[str, Callable[[HttpRequest, Import, User], str]] = {
    "check": _check,
    "bring": _bring,
    "drop": _drop,
    "undo": _undo,
}


# ── what is shown ─────────────────────────────────────────────────────────────────────────────


def _render_run(request: HttpRequest, run: Import, person: User, problem: str = "") -> HttpResponse:
    found = run.findings
    faults = found.get("faults", [])
    missing = {one["row"]: one for one in found.get("missing", [])}
    lines = [
        {"row": row, "words": words, "table": missing.get(row)}
        for row, words in found.get("lines", [])
    ]
    listed = faults or lines
    context = {
        "run": run,
        "own": run.brought_by_id == person.pk,
        "fields": _matched_fields(run),
        "faults": len(faults) + found.get("more_faults", 0),
        "notes": found.get("notes", []) or ([] if run.done_at else run.remarks),
        "asked": found.get("asked", []),
        "counted": runs.made_words(found.get("made", {})),
        "rows": len(run.rows),
        "page": Paginator(listed, A_PAGE).get_page(request.GET.get("page")),
        "ready": run.checked_at is not None and not faults and bool(lines),
        "problem": problem,
    }
    return render(request, "imports/run.html", context, status=REFUSED if problem else 200)


def _matched_fields(run: Import) -> list[dict[str, Any]]:
    """Each of our fields with the column it is matched to, and what stands first under it."""
    if run.done_at or run.dropped_at:
        return []
    first = run.rows[0] if run.rows else []
    shown = []
    for field in FIELDS[run.kind]:
        at = run.columns.get(field.name)
        sample = first[at + 1] if at is not None and at + 1 < len(first) else ""
        shown.append({"field": field, "at": at, "sample": sample[:60]})
    return shown


def _made_counts(run: Import) -> dict[str, int]:
    found: dict[str, int] = run.findings.get("made", {})
    return found


class _StillNeeded(NamedTuple):
    """What one partnership still needs, now or later."""

    partnership: str
    stage: str
    when: str
    words: str


_ERRORS: tuple[SheetColumn[str], ...] = (SheetColumn("What to mend", lambda words: words),)
_MADE: tuple[SheetColumn[tuple[int, str]], ...] = (
    SheetColumn("Row", lambda line: line[0], number=True),
    SheetColumn("What it makes", lambda line: line[1]),
)
_MISSING: tuple[SheetColumn[_StillNeeded], ...] = (
    SheetColumn("Partnership", lambda one: one.partnership),
    SheetColumn("Stage", lambda one: one.stage),
    SheetColumn("When", lambda one: one.when),
    SheetColumn("Still needed", lambda one: one.words),
)


def _run_sheets(run: Import) -> tuple[PageSheet, ...]:
    """What a run's page lists, as files: errors, what is made, what partnerships still need."""
    found = run.findings
    wanting = (
        _StillNeeded(one["name"], one["stage"], when, words)
        for one in found.get("missing", [])
        for when in ("next", "later")
        for words in one[when]
    )
    return (
        sheet_of("errors", "What to mend", _ERRORS, found.get("faults", [])),
        sheet_of("made", "What it makes", _MADE, found.get("lines", [])),
        sheet_of("missing", "What each partnership still needs", _MISSING, wanting),
    )
