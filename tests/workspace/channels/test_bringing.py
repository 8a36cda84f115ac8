"""Spreadsheets, by every role: what a file brings in is what its person may do on the pages.

Each kind of file, and each thing that a row of it can do, is brought by a person of each role
through the page and through the command; who comes through is read from `PERMISSION_OF`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models

from sectoral.errors import SectoralError
from sectoral.workspace.actions import conveners, organizations
from sectoral.workspace.api.main import openapi_document
from sectoral.workspace.imports.columns import FIELDS
from sectoral.workspace.imports.runs import WORDS
from sectoral.workspace.models import (
    Appointment,
    Delegate,
    Import,
    Membership,
    Organization,
    Partnership,
    Seat,
    User,
)
from sectoral.workspace.operations import database, import_command
from sectoral.workspace.queries import imports as reads
from sectoral.workspace.rules.answers import YES
from sectoral.workspace.rules.permissions import PERMISSION_OF, PartnershipRole
from sectoral.workspace.views.imports.run import STEPS
from tests.workspace.channels.doors import DENIED, Doors, doors, undone
from tests.workspace.channels.partnership import NOW, Full
from tests.workspace.imports.sheets import as_csv

MADE: tuple[type[models.Model], ...] = (
    Organization, User, Membership, Seat, Delegate, Partnership, Appointment,
)  # fmt: skip


@dataclass(frozen=True)
class Brought:
    """A file of one row, and the rules that its row asks, the first that of its kind."""

    kind: str
    head: list[str]
    row: list[str]
    rules: tuple[str, ...]

    @property
    def data(self) -> bytes:
        return as_csv([self.head, self.row])


TABLE = "Boat building in Harbour"
_CONTACT = ["Name", "E-mail", "Organization", "Partnership", "Role"]
_TABLE = ["Partnership", "Region", "Sector", "Decision", "Convener", "Convener's e-mail",
          "Convener's name"]  # fmt: skip
_CARE = ["Care for Market", "Market", "Healthcare", "critical"]

FILES = {
    "an organization": Brought(
        "organizations", ["Organization", "Kind", "NAICS"], ["Skiff & Co", "company", "336612"],
        ("keep_people",),
    ),
    "an organization of an owner": Brought(
        "organizations", ["Organization", "Kind", "NAICS", "Owner"],
        ["Skiff & Co", "company", "336612", "Skiff Holding"], ("keep_people",),
    ),
    "a contact": Brought(
        "contacts", _CONTACT, ["Al Dory", "al@dory.example", "Dory Works", "", ""],
        ("keep_people",),
    ),
    "a contact for a new seat": Brought(
        "contacts", _CONTACT, ["Al Dory", "al@dory.example", "Dory Works", TABLE, ""],
        ("keep_people", "seat"),
    ),
    "a contact for a seat that is there": Brought(
        "contacts", _CONTACT, ["Al Keel", "al@keel.example", "Keel & Sons", TABLE, "alternate"],
        ("keep_people", "seat"),
    ),
    "a partnership": Brought("partnerships", _TABLE, [*_CARE, "", "", ""], ("propose",)),
    "a partnership with its convener": Brought(
        "partnerships", _TABLE, [*_CARE, "Market College", "cora@market.example", "Cora Reed"],
        ("propose", "appoint"),
    ),
}  # fmt: skip
"""Everything that a row can do, each in a file of its own."""


@pytest.fixture(autouse=True)
def _dory(table: Full) -> None:
    organizations.register(
        name="Dory Works", system="employer", naics="336612", areas=("99001",), at=NOW,
        by=table.people[PartnershipRole.STATE],
    )  # fmt: skip


def _by_page(door: Doors, file: Brought) -> bool:
    """Upload, check and bring in.  Returns whether the door let the file in."""
    upload = SimpleUploadedFile("a.csv", file.data)
    answer = door.browser.post("/import/", {"kind": file.kind, "file": upload})
    address = answer.headers.get("Location", "")
    if answer.status_code in DENIED or not address.startswith("/import/"):
        return False
    run = Import.objects.latest("pk")
    door.browser.post(address, {"do": "check", **run.columns})
    door.browser.post(address, {"do": "bring"})
    return True


def _by_command(door: Doors, file: Brought, who: User | None, folder: Path) -> bool:
    """The same by whoever keeps the machine, in the person's name."""
    path = folder / "a.csv"
    path.write_bytes(file.data)
    before = Import.objects.count()
    try:
        import_command._run_import(
            file=str(path), kind=file.kind, who=who.email if who else "", columns=[],
            dry_run=False,
        )  # fmt: skip
    except SectoralError:
        return Import.objects.count() > before
    return True


def _made() -> list[int]:
    return [model._base_manager.count() for model in MADE]


@pytest.mark.parametrize("what", FILES)
def test_a_file_makes_what_its_person_may_make(
    table: Full, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "prepare_database", lambda: None)
    file, wrong = FILES[what], []
    for who, door in doors(table).items():
        wanted = all(door.roles & set(PERMISSION_OF[rule].roles) for rule in file.rules)
        enters = bool(door.roles & set(PERMISSION_OF[file.rules[0]].roles))
        person = table.people.get(who)
        knocks: dict[str, Callable[[], bool]] = {
            "page": lambda door=door: _by_page(door, file),  # type: ignore[misc]
            "command": lambda door=door, person=person: (  # type: ignore[misc]
                _by_command(door, file, person, tmp_path)
            ),
        }
        for channel, knock in knocks.items():
            with undone():
                before = _made()
                entered = knock()
                came_in = _made() != before
            # A command keeps no run of a file whose rows are refused.
            if entered != (wanted if channel == "command" else enters):
                wrong.append((who, channel, "entered", entered))
            if came_in != wanted:
                wrong.append((who, channel, "came in", came_in))
    assert wrong == []


@pytest.mark.parametrize("done", [False, True])
def test_a_run_is_taken_on_by_who_brought_it_and_undone_by_the_state_as_well(
    table: Full, done: bool
) -> None:
    knocking, wrong = doors(table), []
    file = FILES["an organization"]
    assert _by_page(knocking[PartnershipRole.CONVENER], file)
    run = Import.objects.latest("pk")
    if not done:
        Import.objects.filter(pk=run.pk).update(done_at=None, rows=[[2, *file.row]], made=[])
    for who, door in knocking.items():
        if who == PartnershipRole.CONVENER:
            continue
        sees = done and who == PartnershipRole.STATE
        shown = door.browser.get(f"/import/{run.pk}/")
        if (shown.status_code == 200) != sees:
            wrong.append((who, "sees", shown.status_code))
        for step in STEPS:
            with undone():
                before = _made(), _kept(run)
                door.browser.post(f"/import/{run.pk}/", {"do": step, **run.columns})
                changed = (_made(), _kept(run)) != before
            if changed != (sees and step == "undo"):
                wrong.append((who, step, changed))
    assert wrong == []


def _kept(run: Import) -> dict[str, Any]:
    return dict(Import.objects.filter(pk=run.pk).values().get())


def test_every_kind_of_file_is_tried_and_none_brings_a_need_or_a_ballot() -> None:
    assert {file.kind for file in FILES.values()} == set(FIELDS) == set(Import.Kind)
    assert {kind: str(rule) for kind, rule in reads.PERMISSION_TO_BRING.items()} == {
        file.kind: file.rules[0] for file in FILES.values()
    }
    # What a run may make at all: nothing that companies alone say or choose (I1, I2).
    assert set(WORDS) == {model._meta.model_name for model in MADE} | {"ownershipgroup"}


def test_no_program_brings_a_file() -> None:
    assert [path for path in openapi_document()["paths"] if "import" in path] == []


def test_a_row_that_was_let_in_too_far_would_be_seen(
    table: Full, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A convener proposes, and appoints too once that is not asked any more.
    monkeypatch.setattr(conveners, "may", lambda *_: YES)
    what = "a partnership with its convener"
    with pytest.raises(AssertionError, match="came in"):
        test_a_file_makes_what_its_person_may_make(table, what, tmp_path, monkeypatch)
