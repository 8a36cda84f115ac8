"""All of a partnership's records that a person may see, in one file that any program opens."""

import io
import zipfile
from datetime import UTC

from django.utils import timezone

from sectoral.workspace.drawings.sheet_files import sheet_csv
from sectoral.workspace.drawings.sheets import PageSheet
from sectoral.workspace.exports.records import left_out, list_record_sheets
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.dates import here_words

_NEVER = (
    "Individual ballots and unpublished counts. Nobody sees those, here or on a page.",
    "Which company raised a need through the convener. It says “an employer member” instead.",
    "What other organizations pay. Each one can download only its own.",
)


def pack_records(sitting: Sitting, *, warning: str = "") -> bytes:
    """A ZIP with a CSV for each table, and README.txt.

    Takes    warning: words that have to be read first; empty where there are none.
    """
    held, found = io.BytesIO(), list_record_sheets(sitting)
    moment = sitting.at.astimezone(UTC).timetuple()[:6]
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, words in (
            ("README.txt", _readme(sitting, found, warning)),
            *((f"{sheet.name}.csv", sheet_csv(sheet)) for sheet in found),
        ):
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, words)
    return held.getvalue()


def _readme(sitting: Sitting, sheets: list[PageSheet], warning: str) -> str:
    lines = [
        f"Records of {sitting.partnership}, as {sitting.person} can see them",
        f"on {here_words(sitting.at)}.",
        *(["", f"{warning}."] if warning else []),
        "",
        "Each file is a CSV in UTF-8, with its headings in the first line. Times are in the "
        "time zone",
        f"of {timezone.get_current_timezone_name()}.",
        "A text that a spreadsheet could mistake for a formula has a ' in front.",
        "",
        *(f"{sheet.name}.csv: {sheet.caption}, {_row_count(sheet)}" for sheet in sheets),
        "",
        "Not included:",
        *(f"- {words}" for words in (*_NEVER, *left_out(sitting))),
        "",
        "Some of this is confidential. Treat it as you would the minutes.",
    ]
    return "\r\n".join(lines) + "\r\n"


def _row_count(sheet: PageSheet) -> str:
    return f"{len(sheet.rows):,} row{'' if len(sheet.rows) == 1 else 's'}"
