"""`sectoral import`, as whoever keeps the machine runs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sectoral.cli import main
from sectoral.edition import Edition
from tests.workspace.imports.sheets import as_csv, as_xlsx

LEAD = "lead@quayland.example"
OPEN = f"""
from sectoral.workspace.operations.first_account import open_first
open_first(email="{LEAD}", name="Lena Lead")
"""
TABLES = [
    ["Partnership", "Region", "Industry", "Status"],
    ["Boat builders", "Harbour", "Boats", "Active"],
]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edition: Edition) -> Path:
    """A workspace of its own with a state lead."""
    monkeypatch.setenv("SECTORAL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SECTORAL_EDITION", str(edition.path))
    subprocess.run([sys.executable, "-c", OPEN], env=os.environ, check=True, timeout=120)
    return tmp_path


def _run(file: Path, *more: str, who: str = LEAD) -> Result:
    asked = ["import", str(file), "--kind", "partnerships", "--as", who, *more]
    return CliRunner().invoke(main, asked)


def test_a_file_is_tried_brought_in_and_refused_in_sentences(workspace: Path) -> None:
    good, bad = workspace / "tables.xlsx", workspace / "bad.csv"
    good.write_bytes(as_xlsx(TABLES))
    bad.write_bytes(as_csv([*TABLES, ["Lost", "Atlantis", "Boats", ""]]))

    tried = _run(good, "--dry-run")
    assert tried.exit_code == 0
    assert tried.output.startswith(
        "Nothing was imported. This was a dry run.\nIt would make: 1 partn"
    )
    assert "'Status' says 'Active': it is not imported" in tried.output
    assert "Boat builders (proposed), next: Boats is “to watch” in Harbour" in tried.output

    refused = _run(bad)
    assert refused.exit_code == 3
    assert "bad.csv, row 3, column 'Region': expected a region from the matrix" in (refused.output)
    assert "Traceback" not in refused.output

    done = _run(good)
    assert done.exit_code == 0
    assert done.output.startswith("Imported: 1 partnership.")
    assert "To undo it, open /import/1/ in the workspace." in done.output

    unknown = _run(good, who="nobody@quayland.example")
    assert unknown.exit_code == 2
    assert "no account has this address" in unknown.output
