"""Who may import whom: the table of the house, held against every import in the tree."""

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import sectoral

PACKAGE = Path(sectoral.__file__).parent
ROOT = {
    "",
    "codes",
    "errors",
    "names",
    "tables",
    "places",
    "edition",
    "workbench",
    "laws",
    "build",
    "cli",
}
STAGES = ("sources", "regions", "estimation", "indicators", "scoring", "planning")
GROUND = {"codes", "tables", "errors", "names", "places"}

# Layer → the layers it may import, itself apart. What is not named here may import nothing.
MAY: dict[str, set[str]] = {
    "": set(),
    "errors": set(),
    "names": set(),
    "tables": {"errors"},
    "places": {"errors"},
    "codes": {"errors", "places"},
    **dict.fromkeys(STAGES, GROUND),
    "invented": {"tables", "errors"},
    "edition": {"tables", "errors"},
    "laws": {"edition", "tables", "errors"},
    "workbench": {"edition", *GROUND},
    "drawing": {*STAGES, *GROUND, "workbench"},
    "build": {"", *STAGES, *GROUND, "edition", "workbench", "drawing"},
    "workspace": {"", *GROUND, "edition"},
    "cli": {
        "",
        *GROUND,
        *STAGES,
        "invented",
        "edition",
        "laws",
        "drawing",
        "workbench",
        "build",
        "workspace",
    },
}

# Inside the workspace, from the ground up: a room may import those of its own storey and of the
# storeys before it, never those after. A file named with its room stands below the rest of it.
# Why each stands where it does: docs/house.md.
STOREYS = (
    {"environment"},
    {"rules"},
    {"models", "triggers.trigger"},
    {"triggers"},
    {"migrations", "addresses", "calendars", "presses"},
    {"form_keys", "queries.roles"},
    {"queries", "checklists"},
    {"guards", "actions.record", "actions.letter_links"},
    {"actions.outbox"},
    {"actions.moves"},
    {"actions", "evidence", "drawings"},
    {"acts"},
    {"columns"},
    {"presenters", "imports"},
    {"exports"},
    {"demo", "templatetags"},
    {"views", "api", "oidc", "middleware", "management"},
    {"urls"},
    {"settings"},
    {"operations", "wsgi"},
)

# Libraries that only some layers may know.
ONLY: dict[str, set[str]] = {
    "django": {"workspace"},
    "allauth": {"workspace"},
    "csp": {"workspace"},
    "fontTools": {"workspace"},
    "altair": {"workspace"},
    "gunicorn": {"workspace"},
    "xlsxwriter": {"workspace"},
    "click": {"cli"},
    "rich": {"cli"},
    "urllib": {"sources", "workspace"},
    "http": {"sources", "workspace"},
    "scipy": set(),
    "numpy": {*STAGES, "invented"},
}


def broken(package: Path, *files: Path) -> list[str]:
    """Every import of these files, else of all, that the table does not allow."""
    faults = []
    for file in files or sorted(package.rglob("*.py")):
        here = file.relative_to(package).with_suffix("")
        for name in imported(file, package):
            if not allowed(here.parts, name.split("."), package):
                faults.append(f"{here.as_posix()}: imports {name}")
    return faults


def imported(file: Path, package: Path) -> Iterator[str]:
    """The full dotted name of all that a file imports, wherever in it the import stands."""
    above = ["sectoral", *file.relative_to(package).parts[:-1]]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # One dot is this folder, each further dot one folder up.
            start = above[: len(above) - node.level + 1] if node.level else []
            whole = ".".join([*start, *filter(None, [node.module])])
            yield from (f"{whole}.{alias.name}" for alias in node.names)


def allowed(here: tuple[str, ...], name: list[str], package: Path) -> bool:
    mine = layer(here, package)
    if name[0] != "sectoral":
        return name[0] not in ONLY or mine in ONLY[name[0]]
    theirs = layer(tuple(name[1:]), package)
    if mine != theirs:
        return theirs in MAY.get(mine, set())
    if mine != "workspace":
        return True
    one, other = storey(here[1:]), storey(tuple(name[2:]))
    return one is None or other is None or other <= one


def layer(parts: tuple[str, ...], package: Path) -> str:
    """The part of the house; "" is the package itself (its version)."""
    first = parts[0] if parts else ""
    there = (package / first).is_dir() or (package / f"{first}.py").is_file()
    return first if there and first != "__init__" else ""


def storey(parts: tuple[str, ...]) -> int | None:
    """Where a file stands: by its own name where the table has it, else by its room's."""
    for known in (".".join(parts[:2]), ".".join(parts[:1])):
        for number, names in enumerate(STOREYS):
            if known in names:
                return number
    return None


def test_every_import_is_one_that_the_house_allows() -> None:
    assert broken(PACKAGE) == []


def parts(folder: Path) -> set[str]:
    """The modules and packages of a folder by name."""
    found = {p.stem for p in folder.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}
    return found - {"__init__"}


def test_every_part_of_the_house_stands_in_the_table() -> None:
    assert parts(PACKAGE) <= set(MAY)


def test_every_room_of_the_workspace_stands_on_one_storey() -> None:
    rooms = [room for names in STOREYS for room in names if "." not in room]
    assert sorted(rooms) == sorted(parts(PACKAGE / "workspace"))


def test_every_room_has_its_reason_in_the_book_of_the_house() -> None:
    book = (PACKAGE.parents[1] / "docs/house.md").read_text(encoding="utf-8")
    rooms = {room for names in STOREYS for room in names if "." not in room}
    # What Django itself looks for by name needs no reason of ours.
    told = {room for room in rooms if f"`{room}/`" in book or f"`{room}.py`" in book}
    assert rooms - told == {"migrations", "settings", "wsgi"}


PLANTED = [
    ("errors.py", "from sectoral import tables"),
    ("errors.py", "from . import tables"),
    ("tables/contract.py", "from sectoral.places import state"),
    ("tables/official.py", "import sectoral.edition"),
    ("places.py", "from sectoral import tables"),
    ("sources/jobs.py", "from sectoral.regions.delineate import CUT"),
    ("sources/jobs.py", "from ..regions import delineate"),
    ("regions/gather.py", "from sectoral.sources.engine import find"),
    ("estimation/suppressed.py", "import sectoral.indicators.growth"),
    ("indicators/growth.py", "from sectoral.scoring import combine"),
    ("scoring/combine.py", "from sectoral.planning.propose import plan"),
    ("planning/propose.py", "from sectoral import edition"),
    ("sources/folder.py", "from sectoral.build import build"),
    ("sources/folder.py", "import django"),
    ("sources/folder.py", "def late():\n    from sectoral.edition import draft"),
    ("sources/engine.py", "import click"),
    ("regions/delineate.py", "import urllib.request"),
    ("edition.py", "from sectoral.sources.engine import find"),
    ("edition.py", "from sectoral.workbench import Workbench"),
    ("edition.py", "import numpy"),
    ("workbench.py", "from sectoral.regions import gather"),
    ("laws.py", "from sectoral.build import build"),
    ("drawing.py", "from sectoral.build import build"),
    ("build.py", "from sectoral.cli import main"),
    ("build.py", "from sectoral.workspace import settings"),
    ("build.py", "from sectoral.invented import invent"),
    ("build.py", "from django.conf import settings"),
    ("invented/land.py", "from sectoral.sources.engine import find"),
    ("invented/land.py", "from sectoral.places import state"),
    ("workspace/settings.py", "from sectoral.build import build"),
    ("workspace/settings.py", "from sectoral.indicators.growth import PANDEMIC"),
    ("workspace/settings.py", "from sectoral import sources"),
    ("workspace/models/users.py", "from sectoral.workspace.views import state"),
    ("workspace/models/users.py", "from ..views import state"),
    ("workspace/models/users.py", "from sectoral.workspace import addresses"),
    ("workspace/environment/home.py", "from sectoral.workspace.rules import answers"),
    ("workspace/actions/needs.py", "from sectoral.workspace.presenters import need"),
    ("workspace/guards/need.py", "from sectoral.workspace.presenters import need"),
    ("workspace/acts/needs.py", "from sectoral.workspace.presenters.need_list import needs_page"),
    ("workspace/queries/needs.py", "from ..presenters import need"),
    ("workspace/presenters/need.py", "from sectoral.workspace.views.partnership import need"),
    ("workspace/columns/needs.py", "from sectoral.workspace.presenters import need_list"),
    ("workspace/actions/needs.py", "from sectoral.workspace.columns.needs import NEEDS"),
    ("workspace/columns/needs.py", "from sectoral.workspace.exports.records import RECORDS"),
    ("workspace/columns/needs.py", "from sectoral.workspace.api import shapes"),
    ("workspace/models/needs.py", "from sectoral.workspace.actions import needs"),
    ("workspace/rules/answers.py", "from sectoral.workspace.models import Need"),
    ("workspace/triggers/trigger.py", "from sectoral.workspace.triggers import TRIGGERS"),
    ("workspace/rules/permissions.py", "from sectoral.workspace.queries.roles import roles_of"),
    ("workspace/rules/lifecycles.py", "from sectoral.workspace.guards import guards_of"),
    ("workspace/rules/ballots/ranked.py", "from sectoral.workspace.queries import rounds"),
    ("workspace/rules/ballots/rule.py", "from sectoral.workspace.drawings import charts"),
    ("workspace/rules/costs.py", "from sectoral.workspace.actions import costs"),
    ("workspace/rules/wording/text.py", "from sectoral.workspace.queries.roles import roles_of"),
    ("workspace/queries/roles.py", "from sectoral.workspace.queries.measures import seated"),
    ("workspace/actions/record.py", "from sectoral.workspace.actions.moves import advance"),
    ("workspace/actions/outbox.py", "from sectoral.workspace.actions import people"),
    ("workspace/calendars.py", "from sectoral.workspace.queries import meetings"),
    ("workspace/queries/measures.py", "from sectoral.workspace.guards import need"),
    ("workspace/queries/scope.py", "from ..guards import partnership"),
    ("workspace/queries/needs.py", "from sectoral.workspace.guards import need"),
    ("workspace/queries/needs.py", "from sectoral.workspace.actions import needs"),
    ("workspace/guards/need.py", "from sectoral.workspace.actions.moves import advance"),
    ("workspace/guards/need.py", "from ..actions import needs"),
    ("workspace/actions/moves.py", "from sectoral.workspace.actions import needs"),
    ("workspace/actions/needs.py", "from sectoral.workspace.views import state"),
    ("workspace/actions/needs.py", "from sectoral.workspace.management import commands"),
    ("workspace/evidence/state.py", "from sectoral.workspace.views import state"),
    ("workspace/drawings/charts.py", "from sectoral.workspace import views"),
    ("workspace/views/evidence/state.py", "from sectoral.workspace.urls import urlpatterns"),
    ("workspace/views/evidence/state.py", "from sectoral.workspace import urls"),
    ("cli.py", "import django"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("house") / "sectoral"
    # Only the code: static files and caches say nothing about imports.
    for file in PACKAGE.rglob("*.py"):
        place = to / file.relative_to(PACKAGE)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
    return to


@pytest.mark.parametrize(("file", "line"), PLANTED)
def test_a_forbidden_import_is_found(copy: Path, file: str, line: str) -> None:
    place = copy / file
    before = place.read_text(encoding="utf-8")
    place.write_text(f"{before}\n{line}\n", encoding="utf-8")
    try:
        assert [f for f in broken(copy, place) if f.startswith(file.removesuffix(".py") + ":")]
    finally:
        place.write_text(before, encoding="utf-8")


def test_what_the_house_allows_is_not_called_broken(copy: Path) -> None:
    lines = {
        "workspace/views/evidence/state.py": "from sectoral.workspace import rules, actions",
        "workspace/urls/__init__.py": "from ..views import state",
        "regions/gather.py": "from sectoral.places import state",
        "build.py": "from sectoral import __version__, workbench",
    }
    for file, line in lines.items():
        place = copy / file
        place.write_text(f"{place.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    assert broken(copy) == []
