"""The empty file of a kind that we offer: our headings, and one row as an example."""

from django.http import Http404, HttpRequest, HttpResponse

from sectoral.workspace.drawings.sheets import SheetColumn, sheet_of
from sectoral.workspace.imports.columns import FIELDS, ImportField
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.exports.sheet_files import sheet_response
from sectoral.workspace.views.partnership.page import at_state


@at_state("keep_people")
def template_file(request: HttpRequest, sitting: Sitting, kind: str, form: str) -> HttpResponse:  # noqa: ARG001
    """A file with the headings that are matched without asking."""
    fields = FIELDS.get(kind)
    if fields is None:
        raise Http404("There is no such kind of file.")
    columns: list[SheetColumn[None]] = [_example_column(field) for field in fields]
    sheet = sheet_of(kind, kind, columns, [None])
    return sheet_response(sheet, form, f"sectoral-{kind}", private=True)


def _example_column(field: ImportField) -> SheetColumn[None]:
    return SheetColumn(field.label, lambda _: field.example)
