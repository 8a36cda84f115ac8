"""What programs do to spreadsheets: read right, or refused in a sentence, by page and command."""

import html
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sectoral.errors import SectoralError
from sectoral.workspace.actions import organizations
from sectoral.workspace.imports.plans.plan import question_id
from sectoral.workspace.models import Import, Organization, OwnershipGroup, User
from sectoral.workspace.models.organizations import Worksite
from sectoral.workspace.operations import database, import_command
from tests.workspace.imports.kinds import NFC, file_of
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.world import World, day

Answers = dict[str, tuple[str, str]]


@dataclass
class Door:
    """One way in: brings a file and returns all that the person is told on the way."""

    world: World
    folder: Path
    page: bool

    def bring(
        self, name: str, data: bytes, kind: str = "organizations", answers: Answers | None = None
    ) -> str:
        """Bring a file in, with 'same' or 'apart' said of two owners."""
        tell = self._by_page if self.page else self._by_command
        return tell(name.rpartition("/")[2], data, kind, answers or {})

    def _by_page(self, name: str, data: bytes, kind: str, answers: Answers) -> str:
        browser = Client()
        browser.force_login(self.world.state)
        upload = SimpleUploadedFile(name, data)
        answer = browser.post("/import/", {"kind": kind, "file": upload})
        told = [answer.content.decode()]
        if answer.status_code == 302:
            address, run = answer["Location"], Import.objects.latest("pk")
            told += [
                browser.post(address, {"do": "check", **run.columns}, follow=True).content.decode()
            ]
            for word, (one, other) in answers.items():
                field = f"answer-{question_id('owner', one, other)}"
                assert field in told[-1]
                step = {"do": "check", field: word}
                told += [browser.post(address, step, follow=True).content.decode()]
            told += [browser.post(address, {"do": "bring"}, follow=True).content.decode()]
        bare = html.unescape(re.sub(r"<[^>]+>", " ", " ".join(told)))
        return " ".join(bare.split())

    def _by_command(self, name: str, data: bytes, kind: str, answers: Answers) -> str:
        path = self.folder / name
        path.write_bytes(data)
        said = {word: ["=".join(pair)] for word, pair in answers.items()}
        try:
            told = import_command._run_import(
                file=str(path), kind=kind, who=self.world.state.email, columns=[], answers=said,
                dry_run=False,
            )  # fmt: skip
        except SectoralError as error:
            told = str(error)
        return " ".join(told.split())


@pytest.fixture(params=["page", "command"])
def door(
    db: None, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    settings: Any,
) -> Door:  # fmt: skip
    settings.SECTORAL_MFA = False
    monkeypatch.setattr(database, "prepare_database", lambda: None)
    return Door(worlds.begun(), tmp_path, request.param == "page")


@pytest.fixture(params=["own", "shared"])
def source(request: pytest.FixtureRequest) -> str:
    asked: str = request.param
    return asked


def new(*names: str) -> list[Organization]:
    """The organizations of these names, all of which have to be there."""
    found = Organization.objects.filter(name__in=names).order_by("pk")
    assert [one.name for one in found] == list(names)
    return list(found)


def nothing_came(door: Door) -> bool:
    return not Import.objects.filter(done_at__isnull=False).exists()


# ── letters ───────────────────────────────────────────────────────────────────────────────────


def test_of_two_codes_in_one_file_the_odd_row_is_named(door: Door, source: str) -> None:
    name = "01-mixed-encoding/mixed.csv"
    told = door.bring(name, file_of(name, source))
    assert "mixed.csv, row 4, column 'Organization': expected text in UTF-8" in told
    assert "'Böhm Metallbau' in an older encoding" in told
    assert nothing_came(door)


@pytest.mark.parametrize(
    ("file", "code"), [("macroman", "Mac OS Roman"), ("utf16_nobom", "UTF-16")]
)
def test_a_code_that_is_guessed_is_said_with_a_sample(
    door: Door, source: str, file: str, code: str
) -> None:
    name = f"01-mixed-encoding/{file}.csv"
    told = door.bring(name, file_of(name, source))
    assert f"It is read as {code}. Row 2 reads “Café Doña Inés”." in told
    new("Café Doña Inés")


def test_a_file_that_says_its_code_is_read_without_a_word(door: Door, source: str) -> None:
    name = "01-mixed-encoding/utf16_bom_tab.csv"
    assert "is read as" not in door.bring(name, file_of(name, source))
    new("Café Doña Inés")


def test_composed_and_decomposed_letters_are_one_organization(door: Door, source: str) -> None:
    both = "06-nfd-names/both.csv"
    told = door.bring(both, file_of(both, source))
    assert "Row 3: the same as row 2, so it is imported once." in told
    new(NFC)
    for name in ("06-nfd-names/decomposed.csv", "06-nfd-names/composed.csv"):
        assert "is already registered" in door.bring(name, file_of(name, source))
    new(NFC)


# ── cells ─────────────────────────────────────────────────────────────────────────────────────


def test_a_formula_without_a_stored_value_is_never_an_empty_owner(door: Door, source: str) -> None:
    name = "03-formula-no-value/never_computed.xlsx"
    told = door.bring(name, file_of(name, source))
    assert "row 2, column 'Owner': expected a value; found a formula whose result was never" in told
    assert "open the file in a spreadsheet program, save it" in told
    assert nothing_came(door)


def test_a_merged_owner_owns_each_of_its_rows(door: Door, source: str) -> None:
    name = "04-merged-cells/owner_merged.xlsx"
    told = door.bring(name, file_of(name, source))
    assert "Cells F2:F4 are merged. “Estuary Group” is read in each of their 3 rows." in told
    owned = new("Heron Pumps", "Egret Pumps", "Bittern Pumps")
    assert {str(one.owner) for one in owned} == {"Estuary Group"}


@pytest.mark.parametrize("file", ["excel_saved.csv", "excel_saved.xlsx"])
def test_a_day_made_of_a_size_band_is_read_as_the_band(door: Door, source: str, file: str) -> None:
    name = f"05-size-band-dates/{file}"
    told = door.bring(name, file_of(name, source))
    assert "is read as 1 to 9 (1-9, of which a program made a day)" in told
    assert "is read as 10 to 49 (10-49, of which a program made a day)" in told
    assert [one.size for one in new("Smew Dairy", "Goosander Dairy")] == ["1-9", "10-49"]


def test_a_hidden_row_is_brought_in_with_a_note(door: Door, source: str) -> None:
    name = "08-hidden-rows/filtered.xlsx"
    told = door.bring(name, file_of(name, source))
    assert "Row 3 is hidden in the sheet, and is read anyway." in told
    new("Shown Co", "Filtered Out Co", "Shown Too Co")


@pytest.mark.parametrize(
    ("file", "areas"),
    [("floats.csv", ["99001", "99001", "99003"]), ("numbers.xlsx", ["99001", "99001"])],
)
def test_county_codes_that_became_numbers_are_read(
    door: Door, source: str, file: str, areas: list[str]
) -> None:
    name = f"09-fips/{file}"
    told = door.bring(name, file_of(name, source))
    firms = new("Wigeon Co", "Pintail Co")
    found = Worksite.objects.filter(organization__in=firms)
    assert sorted(site.area for site in found) == areas
    assert [firm.naics for firm in firms] == ["332710", "332710"]
    assert ("“99001.0” is read as 99001" in told) == (file == "floats.csv")


# ── owners ────────────────────────────────────────────────────────────────────────────────────

PAIR = ("Keelson Holdings, Inc.", "Keelson Holdings")


@pytest.mark.parametrize(("answer", "owners"), [("same", 1), ("apart", 2)])
def test_an_owner_spelt_four_ways_is_one_and_a_legal_form_is_asked(
    door: Door, source: str, answer: str, owners: int
) -> None:
    name = "07-owner-spelling/owners.csv"
    data, before = file_of(name, source), OwnershipGroup.objects.count()
    told = door.bring(name, data)
    assert "Row 5: “Keelson Holdings, Inc.” looks like “Keelson Holdings” (row 2)." in told
    assert "The same owner?" in told
    assert nothing_came(door)
    door.bring(name, data, answers={answer: PAIR})
    firms = new("Shoal One", "Shoal Two", "Shoal Three", "Shoal Four")
    assert OwnershipGroup.objects.count() == before + owners
    assert len({firm.counts_as for firm in firms}) == owners


def test_an_owner_who_is_here_already_is_asked_about_too(door: Door) -> None:
    organizations.declare_ownership(
        organizations=[door.world.orgs["keel"]], owner="Keelson Holdings LLC", at=day(1),
        by=door.world.state,
    )  # fmt: skip
    told = door.bring("owners.csv", file_of("07-owner-spelling/owners.csv", "own"))
    assert "looks like “Keelson Holdings LLC” (already here). The same owner?" in told
    assert nothing_came(door)


# ── addresses ─────────────────────────────────────────────────────────────────────────────────


def test_a_sign_that_nobody_sees_in_an_address_is_named(door: Door, source: str) -> None:
    organizations.register(
        name="Lumen Controls", system="employer", naics="334513", at=day(1), by=door.world.state
    )
    name = "28-address-spellings/contacts_ok.csv"
    told = door.bring(name, file_of(name, source), "contacts")
    assert "row 2, column 'E-mail': expected one e-mail address" in told
    assert "zero width space (U+200B)" in told
    assert "row 3" not in told
    assert not User.objects.filter(username__startswith="ana.zwei").exists()
