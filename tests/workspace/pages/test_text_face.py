"""The pages' text face is made from its package, once, and pages do without it where it is not."""

from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from fontTools.ttLib import TTFont
from pytest_django import Settings

from sectoral.workspace.environment.home import prepare_home
from sectoral.workspace.environment.text_face import FOLDER, has_face
from sectoral.workspace.operations import static_files, text_face
from sectoral.workspace.operations.text_face import make_face

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace's folder with its face."""
    folder = tmp_path_factory.mktemp("home")
    assert make_face(folder)
    return folder


def test_it_holds_what_pages_need_in_little(home: Path) -> None:
    written = (home / FOLDER / "text.woff2").read_bytes()
    assert len(written) < 30_000
    font = TTFont(BytesIO(written))
    known = font.getBestCmap()
    assert [letter for letter in "Aaz019ñüőłÅ“”’–—…×−≤≥€¢½" if ord(letter) not in known] == []
    assert [(axis.minValue, axis.maxValue) for axis in font["fvar"].axes] == [(400, 700)]


def test_numbers_stand_under_each_other(home: Path) -> None:
    font = TTFont(home / FOLDER / "text.woff2")
    assert "tnum" in {one.FeatureTag for one in font["GSUB"].table.FeatureList.FeatureRecord}


def test_a_second_start_makes_nothing_and_a_new_recipe_makes_it_anew(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    style = home / FOLDER / "face.css"
    before = style.stat().st_mtime_ns
    assert make_face(home)
    assert style.stat().st_mtime_ns == before
    monkeypatch.setattr(text_face, "_RECIPE", 2)
    assert make_face(home)
    assert "recipe 2" in style.read_text()


def test_the_folder_of_a_workspace_with_a_face_is_still_its_owners_alone(home: Path) -> None:
    assert prepare_home(home) == []
    assert [path.stat().st_mode & 0o077 for path in (home, home / FOLDER)] == [0, 0]


def test_the_browser_asks_once_for_the_very_file_that_the_style_names(
    client: Client, home: Path, settings: Settings
) -> None:
    settings.SECTORAL_FACE = True
    settings.STATICFILES_DIRS = [(FOLDER, home / FOLDER)]
    finders.get_finder.cache_clear()  # type: ignore[attr-defined]
    static_files._file_digest.cache_clear()  # another test's page may have asked for it before
    page = client.get("/about/words/")
    address = page.content.decode().partition('rel="preload" href="')[2].partition('"')[0]
    named = address.removeprefix("/static/face/")
    assert f'url("{named}")' in (home / FOLDER / "face.css").read_text()
    assert "font-src 'self'" in page["Content-Security-Policy"]


def test_pages_do_without_it_where_its_package_is_not(
    client: Client, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_face, "PACKAGE", "fontpkg-nobody-has")
    assert not make_face(tmp_path)
    assert not has_face(tmp_path)
    settings.SECTORAL_FACE = False
    assert b"/static/face/" not in client.get("/about/words/").content
