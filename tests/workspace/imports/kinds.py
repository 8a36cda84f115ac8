"""Spreadsheets as programs spoil them: one small file for each kind, and the folder beside us.

Each is there twice: made here, so that the suite always tries it, and as it was kept after a
public report in `../shared/cases`, where that folder is there.
"""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.workspace.imports.sheets import as_csv

SHARED = Path(__file__).resolve().parents[4] / "shared" / "cases"
HEAD = ["Organization", "Kind", "NAICS", "Size", "Counties", "Owner"]
CAFE = [HEAD[:3], ["Café Doña Inés", "company", "722511"]]
NFC, NFD = "Peñasco Café Söhne", "Pen\u0303asco Cafe\u0301 So\u0308hne"


def firm(
    name: str, naics: str = "332710", size: str = "", area: str = "", owner: str = ""
) -> list[str]:
    """A row of a company."""
    return [name, "company", naics, size, area, owner]


def book(*rows: list[str], change: Callable[[Worksheet], object]) -> bytes:
    """A workbook of these companies, changed as a person or a program would."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in (HEAD, *rows):
        sheet.append(row)
    change(sheet)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def _formula(sheet: Worksheet) -> None:
    sheet["F2"] = "=VLOOKUP(A2,Owners!A:B,2,FALSE)"


def _days(sheet: Worksheet) -> None:
    sheet["D2"], sheet["D3"] = date(2026, 1, 9), date(1949, 10, 1)


def _hide(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


def _numbers(sheet: Worksheet) -> None:
    sheet["C2"], sheet["E2"], sheet["C3"], sheet["E3"] = 332710, 99001, 332710, 99001


MIXED = as_csv([*CAFE, ["Peñasco Tool", "company", "332710"]]) + as_csv(
    [["Böhm Metallbau", "company", "332312"]], encoding="cp1252"
)
OWNERS = as_csv(
    [
        HEAD,
        firm("Shoal One", owner="Keelson Holdings"),
        firm("Shoal Two", owner="KEELSON HOLDINGS"),
        firm("Shoal Three", owner="Keelson  Holdings."),
        firm("Shoal Four", owner="Keelson Holdings, Inc."),
    ]
)
DAIRIES = [firm("Smew Dairy", "311511", "9-Jan"), firm("Goosander Dairy", "311511", "Oct-49")]
PUMPS = [firm("Heron Pumps", owner="Estuary Group"), firm("Egret Pumps"), firm("Bittern Pumps")]
FILTERED = [firm("Shown Co"), firm("Filtered Out Co"), firm("Shown Too Co")]
DUCKS = [firm("Wigeon Co", "332710.0", area="99001.0"), firm("Pintail Co", area="99001.0; 99003.0")]

OWN = {
    "01-mixed-encoding/mixed.csv": MIXED,
    "01-mixed-encoding/macroman.csv": as_csv(CAFE, encoding="mac_roman").replace(b"\r\n", b"\r"),
    "01-mixed-encoding/utf16_bom_tab.csv": as_csv(CAFE, "\t", "utf-16"),
    "01-mixed-encoding/utf16_nobom.csv": as_csv(CAFE, encoding="utf-16-le"),
    "03-formula-no-value/never_computed.xlsx": book(firm("Avocet Gears"), change=_formula),
    "04-merged-cells/owner_merged.xlsx": book(
        *PUMPS, change=lambda sheet: sheet.merge_cells("F2:F4")
    ),
    "05-size-band-dates/excel_saved.csv": as_csv([HEAD, *DAIRIES]),
    "05-size-band-dates/excel_saved.xlsx": book(*DAIRIES, change=_days),
    "06-nfd-names/both.csv": as_csv([HEAD, firm(NFC, size="1-9"), firm(NFD, size="1-9")]),
    "06-nfd-names/composed.csv": as_csv([HEAD, firm(NFC, size="1-9")]),
    "06-nfd-names/decomposed.csv": as_csv([HEAD, firm(NFD, size="1-9")]),
    "07-owner-spelling/owners.csv": OWNERS,
    "08-hidden-rows/filtered.xlsx": book(*FILTERED, change=_hide),
    "09-fips/floats.csv": as_csv([HEAD, *DUCKS]),
    "09-fips/numbers.xlsx": book(
        firm("Wigeon Co", area="99001"), firm("Pintail Co", area="99001"), change=_numbers
    ),
    "28-address-spellings/contacts_ok.csv": as_csv(
        [
            ["Name", "E-mail", "Organization"],
            ["Ana Zwei", "ana.zwei@keel.quayland.example\u200b", "Keel & Sons"],
            ["Bo Drei", "\u00a0bo.drei@keel.quayland.example", "Keel & Sons"],
        ]
    ),
}
"""By the folder and name that the same kind has in `../shared/cases`."""


def file_of(name: str, source: str) -> bytes:
    """A kind's file: made here, or out of the folder beside us."""
    if source == "own":
        return OWN[name]
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"needs {path.name} in ../shared/cases beside the project")
    return path.read_bytes()
