"""Every CSV that the workspace hands over begins as Excel wants it."""

import io
import zipfile
from typing import Any

from sectoral.workspace.drawings.sheet_files import BYTE_ORDER_MARK
from tests.workspace.channels.doors import of
from tests.workspace.channels.partnership import Full
from tests.workspace.channels.reading import addresses

MARK = BYTE_ORDER_MARK.encode()


def test_every_csv_begins_with_the_mark_that_its_text_is_utf_8(table: Full) -> None:
    browser = of(table.people["convener"], frozenset()).browser
    found: set[str] = set()
    for path in addresses(table, everybodys=True, forms=False):
        # A page that has no table answers as a page, whatever form is asked for.
        for address in {path, path if "?" in path else f"{path}?format=csv"}:
            answer: Any = browser.get(address)
            for name, content in _csvs(answer):
                found.add(f"{address} {name}")
                assert content.startswith(MARK), address
    pages = {address.partition("?")[0] for address in found if "?" in address}
    assert len(pages) >= 12
    assert len(found) > 40


def _csvs(answer: Any) -> list[tuple[str, bytes]]:
    """The CSVs that an answer is, or holds."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "")
    if kind.startswith("text/csv"):
        return [("", content)]
    if kind != "application/zip":
        return []
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return [(name, file.read(name)) for name in file.namelist() if name.endswith(".csv")]
