"""The edition's own tables, whole, as files."""

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from sectoral import tables as declared
from sectoral.workspace.drawings.sheet_files import frame_csv, workbook_bytes
from sectoral.workspace.evidence.data import fits_spreadsheet
from sectoral.workspace.evidence.facts import EditionFacts, current_facts
from sectoral.workspace.views.exports.sheet_files import KINDS, as_attachment, file_start


def table_file(_request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """One table as CSV, streamed a slice at a time, or as a spreadsheet where it fits."""
    facts = current_facts()
    if facts is None or not facts.edition.has(name) or name not in declared.BY_NAME:
        raise Http404(f"No table '{name}' in this edition.")
    entry = facts.manifest["tables"][name]
    frame = pl.scan_parquet(facts.edition.path / entry["file"])
    response: HttpResponseBase
    if form == "csv":
        lines = frame_csv(frame, int(entry["rows"]))
        response = StreamingHttpResponse(lines, content_type=KINDS[form])
    else:
        response = HttpResponse(_table_workbook(facts, name, frame), content_type=KINDS[form])
    file = f"{file_start(facts)}-{facts.id}-{name}.{form}"
    return as_attachment(response, file, private=False)


def _table_workbook(facts: EditionFacts, name: str, frame: pl.LazyFrame) -> bytes:
    if not fits_spreadsheet(facts, name):
        raise Http404(f"The table '{name}' is too large for a spreadsheet. Download it as CSV.")
    rows = frame.collect()
    return workbook_bytes(name, rows.columns, rows.iter_rows(), facts.invented_words)
