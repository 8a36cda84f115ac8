"""`docs/adding.md` says where each kind of thing is added; what is there already stands there."""

import ast
import inspect
import re
from pathlib import Path

import pytest

import sectoral
from sectoral.indicators.catalogue import INDICATORS
from sectoral.sources.catalogue import SOURCES
from sectoral.sources.layouts import LAYOUTS
from sectoral.workspace.acts import ACTS
from sectoral.workspace.acts.subjects import NOUNS
from sectoral.workspace.api import shapes
from sectoral.workspace.api.lists import LISTS
from sectoral.workspace.api.registers import REGISTERS
from sectoral.workspace.checklists import shipped_checklist, shipped_names
from sectoral.workspace.exports.records import RECORDS
from sectoral.workspace.imports.plans.cells import SYSTEM_WORDS
from sectoral.workspace.models.organizations import System
from sectoral.workspace.queries.measures import MEASURES
from sectoral.workspace.queries.roles import ROLE_OF
from sectoral.workspace.rules.ballots import BALLOT_RULES
from sectoral.workspace.rules.permissions import PERMISSION_OF

PACKAGE = Path(sectoral.__file__).parent
ROOT = PACKAGE.parents[1]
PAGE = (ROOT / "docs/adding.md").read_text(encoding="utf-8")
TOKENS = re.findall(r"`([^`\n]+)`", PAGE)
PLACE = re.compile(r"[\w./-]+(\.(py|md|csv|json)|/)(: \w+)?")
PLACES = sorted({one for one in TOKENS if PLACE.fullmatch(one)})
BALLOTS = ROOT / "tests/workspace/partnership/ballots"


def place_of(token: str) -> Path:
    """The file or folder that the page names."""
    path = token.partition(": ")[0]
    outside = path.startswith(("tests/", "docs/", "src/")) or path == "CHANGELOG.md"
    return (ROOT if outside else PACKAGE) / path


def source_of(found: object) -> Path:
    """The file a class or function was written in."""
    return Path(inspect.getfile(found))  # type: ignore[arg-type]


@pytest.mark.parametrize("token", PLACES)
def test_every_file_that_is_named_is_there_and_holds_the_name(token: str) -> None:
    file, name = place_of(token), token.partition(": ")[2]
    if token in ("test_laws.py", "test_doors.py"):  # beside the folder that was named before them
        file = BALLOTS / token
    assert file.exists()
    if name:
        assert name in _names_of(file)


def _names_of(file: Path) -> set[str]:
    """What a module defines at its top."""
    found: set[str] = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {ast.unparse(target) for target in node.targets}
        elif isinstance(node, ast.AnnAssign):
            found.add(ast.unparse(node.target))
    return found


def test_the_page_names_files_enough_to_be_worth_a_test() -> None:
    assert len(PLACES) > 35
    assert len(re.findall(r"(?m)^## ", PAGE)) == 12


# ── each list, walked ─────────────────────────────────────────────────────────────────────────


def test_each_indicator_is_computed_in_a_file_beside_the_catalogue() -> None:
    files = [p for p in (PACKAGE / "indicators").glob("*.py") if p.name != "catalogue.py"]
    code = "".join(file.read_text(encoding="utf-8") for file in files)
    assert [one.id for one in INDICATORS if f'"{one.id}"' not in code] == []


def test_each_layout_reads_a_source_of_the_catalogue_in_a_file_of_sources() -> None:
    known = {source.id for source in SOURCES}
    assert {layout.source for layout in LAYOUTS} <= known
    build = (PACKAGE / "build.py").read_text(encoding="utf-8")
    assert [one.source for one in LAYOUTS if f'"{one.source}"' not in build] == []


def test_each_ballot_rule_has_a_file_and_a_test_of_its_own() -> None:
    for key in BALLOT_RULES:
        assert (PACKAGE / f"workspace/rules/ballots/{key}.py").exists()
        assert (BALLOTS / f"test_{key}.py").exists()


def test_each_kind_of_seat_has_its_role_and_its_names_in_spreadsheets() -> None:
    assert set(ROLE_OF) == set(System) == set(SYSTEM_WORDS)


def test_each_act_has_its_permission_its_noun_and_its_file() -> None:
    for act in ACTS:
        # What is one's own alone, such as undoing one's change, asks for no role.
        assert act.permission in {*PERMISSION_OF, ""}
        assert act.noun in {*NOUNS, "state"}
        # A wrapper turns what a form gives into what the action takes.
        assert source_of(inspect.unwrap(act.run)).parent.name in ("actions", "acts", "fields")
    files = {path.stem for path in (PACKAGE / "workspace/acts").glob("*.py")}
    declared = (PACKAGE / "workspace/acts/__init__.py").read_text(encoding="utf-8")
    taken = set(re.findall(r"workspace\.acts\.(\w+) import [A-Z]", declared)) - {"act"}
    assert taken <= files


def test_each_reminder_of_the_clocks_is_an_action_that_is_told_the_moment() -> None:
    tree = ast.parse(place_of("workspace/management/commands/table_clocks.py").read_text())
    ours = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "sectoral.workspace.actions"
        for alias in node.names
    }
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    runs = [one for one in calls if ast.unparse(one.func).partition(".")[0] in ours]
    assert len(runs) >= 6
    for call in runs:
        given = [*call.args, *(word.value for word in call.keywords)]
        assert "now" in [ast.unparse(one) for one in given]


def test_each_list_has_its_rule_and_its_shape() -> None:
    for listed in (*LISTS, *REGISTERS):
        assert listed.permission in PERMISSION_OF
        assert source_of(listed.shape) == source_of(shapes)
    told = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    assert [one.name for one in (*LISTS, *REGISTERS) if one.name not in told] == []


def test_each_record_has_a_rule_and_its_columns_in_pairs() -> None:
    for record in RECORDS:
        assert record.permission in PERMISSION_OF
        assert source_of(record.rows).parent.name == "exports"
        for column in record.columns:
            room = source_of(column.value).parent.name
            # A column of another row's part is wrapped where columns are made.
            assert room in ("columns", "exports", "drawings")


def test_each_criterion_is_measured_beside_the_others() -> None:
    for name in shipped_names():
        assert {item.measure for item in shipped_checklist(name).items} <= set(MEASURES)
    assert {source_of(measure).name for measure in MEASURES.values()} == {"measures.py"}
