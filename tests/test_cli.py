"""What a person types: examples that work, one sentence for a mistake, an exit code for scripts."""

import csv
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from sectoral.cli import main
from tests.quayland import FLOWS, pack, run, settle, unpacked

OURS = [sys.executable, "-m", "sectoral.cli"]
COMMANDS = sorted(main.commands)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the examples take for granted: files, flows.csv, editions."""
    folder = tmp_path_factory.mktemp("desk")
    settle(folder / "files")
    pack(folder / "flows.csv", unpacked(folder / "files" / FLOWS))
    done = run(
        "build", "--state", "QY", "--data", folder / "files", "--out", folder / "editions/CO"
    )
    assert done.exit_code == 0, done.output
    return folder


def example(command: str) -> list[str]:
    """The words of the example that `--help` shows."""
    told = run(command, "--help")
    assert told.exit_code == 0
    found = re.search(r"Example:\n\s+(sectoral .*)", told.stdout)
    assert found is not None, command
    return shlex.split(found[1])[1:]


def started(*words: str, cwd: Path, temporary: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*OURS, *words],
        cwd=cwd,
        env=os.environ | {"TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def a_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def answers(process: "subprocess.Popen[str]", port: int) -> bool:
    """Whether the pages come within ten minutes; the process is then stopped by Ctrl-C."""
    try:
        for _ in range(6000):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as page:
                    return bool(page.status == 200)
            except OSError:
                if process.poll() is not None:
                    return False
                time.sleep(0.1)
        return False
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


# ── help and its examples ────────────────────────────────────────────────────────────────


def test_the_commands_are_those_that_others_script_against() -> None:
    assert set(COMMANDS) >= {
        *("build", "regions", "serve", "demo", "sources", "download", "check"),
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_each_help_shows_an_example_of_the_command_itself(command: str) -> None:
    assert example(command)[0] == command


@pytest.mark.parametrize("command", ["regions", "sources", "check"])
def test_the_example_works(command: str, here: Path) -> None:
    words = example(command)
    done = subprocess.run(
        [*OURS, *words], cwd=here, capture_output=True, check=False, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr


def test_the_example_of_build_works_with_the_state_at_hand(here: Path, tmp_path: Path) -> None:
    shutil.copytree(here / "files", tmp_path / "files")
    words = [w.replace("CO", "QY") for w in example("build")]
    done = subprocess.run(
        [*OURS, *words], cwd=tmp_path, capture_output=True, check=False, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "editions/QY/manifest.json").is_file()


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_the_example_shows_pages_and_leaves_nothing_in_the_temporary_folder(
    command: str, here: Path, tmp_path: Path
) -> None:
    port = a_port()
    process = started(*example(command), "--port", str(port), cwd=here, temporary=tmp_path)
    assert answers(process, port)
    assert process.returncode in (0, 1)
    assert list(tmp_path.iterdir()) == []


# ── exit codes ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["build", "--state", "Q9", "--data", "files", "--out", "o"], 2, "'Q9' is not a state"),
        (["build", "--state", "Colorodo", "--data", "files", "--out", "o"], 2, "mean Colorado"),
        (["build", "--state", "QY", "--out", "o"], 2, "--data"),
        (["build", "--state", "QY", "--data", "nowhere", "--out", "o"], 3, "no such folder"),
        (["build", "--state", "CO", "--data", "files", "--out", "o"], 3, "Colorado"),
        (["build", "--state", "QY", "--data", "files", "--out", "o", "--regions", "no"], 2, "no"),
        (["serve", "--edition", "nowhere"], 2, "sectoral build"),
        (["check", "files"], 2, "expected an edition"),
        (["fly"], 2, "fly"),
        (["download", "Q9", "--out", "o"], 2, "'Q9' is not a state"),
        (["demo", "--counties", "3"], 2, "counties"),
    ],
)
def test_a_mistake_is_one_sentence_and_an_exit_code(
    words: list[str], code: int, says: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(here)
    monkeypatch.delenv("SECTORAL_EDITION", raising=False)
    done = run(*words)
    assert done.exit_code == code, done.output
    assert says in done.stderr
    assert "Traceback" not in done.output
    assert not Path("o").exists()


def test_an_empty_folder_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    done = run("build", "--state", "QY", "--data", tmp_path / "files", "--out", tmp_path / "out")
    assert done.exit_code == 3
    assert not (tmp_path / "out").exists()


def test_a_taken_port_is_told_before_the_demo_is_built(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run("demo", "--port", port, "--out", tmp_path / "demo")
    assert done.exit_code == 2
    assert "--port" in done.stderr
    assert not (tmp_path / "demo").exists()


def test_an_edition_with_a_damaged_table_is_not_served(here: Path, tmp_path: Path) -> None:
    edition = Path(shutil.copytree(here / "editions/CO", tmp_path / "CO"))
    (edition / "scores.parquet").write_bytes(b"PAR1")
    done = run("serve", "--edition", edition)
    assert done.exit_code == 3
    assert "scores.parquet missing or changed" in done.stderr


def test_a_folder_that_cannot_be_written_to_is_said(here: Path) -> None:
    done = run("build", "--state", "QY", "--data", here / "files", "--out", "/proc/edition")
    assert done.exit_code == 1
    assert "another build" not in done.stderr


# ── regions ──────────────────────────────────────────────────────────────────────────────


def regions(here: Path, out: Path, **change: str) -> tuple[int, str]:
    names = {"from": "res_fips", "to": "work_fips", "count": "workers"} | change
    options = [word for key, value in names.items() for word in (f"--{key}", value)]
    done = run("regions", here / "flows.csv", *options, "--out", out)
    return done.exit_code, done.output


def test_regions_are_written_as_area_and_region(here: Path, tmp_path: Path) -> None:
    assert regions(here, tmp_path / "z.csv")[0] == 0
    rows = list(csv.reader((tmp_path / "z.csv").open()))
    assert rows[0] == ["area", "region"]
    assert len({area for area, _ in rows[1:]}) == len(rows) - 1
    assert [p.name for p in tmp_path.iterdir()] == ["z.csv"]


def test_a_smaller_cut_gives_more_regions(here: Path, tmp_path: Path) -> None:
    regions(here, tmp_path / "few.csv")
    regions(here, tmp_path / "many.csv", cut=".5")
    few, many = (
        {line.split(",")[1] for line in (tmp_path / n).read_text().splitlines()[1:]}
        for n in ("few.csv", "many.csv")
    )
    assert len(many) > len(few)


def test_a_wrong_column_is_named_with_those_there_are(here: Path, tmp_path: Path) -> None:
    code, words = regions(here, tmp_path / "z.csv", count="jobs")
    assert code in (2, 3)
    assert "'jobs'" in words
    assert all(name in words for name in ("res_fips", "work_fips", "workers"))
    assert not (tmp_path / "z.csv").exists()


def test_a_method_that_is_not_offered_is_wrong_use(here: Path, tmp_path: Path) -> None:
    code, words = regions(here, tmp_path / "z.csv", method="ttwa")
    assert code == 2
    assert "--method ttwa" in words
    assert "zones" in words


def test_regions_into_a_folder_or_with_an_impossible_cut_are_wrong_use(
    here: Path, tmp_path: Path
) -> None:
    assert regions(here, tmp_path)[0] == 2
    assert regions(here, tmp_path / "z.csv", cut="1.5")[0] == 2


@pytest.mark.data
def test_the_nations_zones_are_592(shared_data: Path, tmp_path: Path) -> None:
    flows = next((shared_data / "acs_county_flows_2016_2020").glob("*.csv*"))
    with_header = ["res_fips", "work_fips", "workers"]
    out = tmp_path / "zones.csv"
    columns = [w for p in zip(("--from", "--to", "--count"), with_header, strict=True) for w in p]
    done = run("regions", flows, "--method", "zones", *columns, "--out", out)
    assert done.exit_code == 0, done.output
    assert "592 regions" in done.stdout
    rows = list(csv.DictReader(out.open()))
    assert len({row["region"] for row in rows}) == 592


# ── how it behaves in a pipe, a script, a folder of links ────────────────────────────────


def test_off_the_terminal_progress_names_the_steps_without_control_characters(
    here: Path, tmp_path: Path
) -> None:
    words = ["build", "--state", "QY", "--data", str(here / "files"), "--out", str(tmp_path / "o")]
    done = subprocess.run([*OURS, *words], capture_output=True, check=False, text=True, timeout=120)
    assert done.returncode == 0
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", done.stdout + done.stderr)
    steps = done.stderr.splitlines()
    assert "Reading jobs" in steps
    assert "Scoring and planning" in steps
    assert "" not in steps
    assert "Edition" in done.stdout


def test_a_closed_pipe_is_no_traceback() -> None:
    first = "import sys; sys.stdin.readline()"
    listing = f"{shlex.join([*OURS, 'sources'])} | {shlex.join([sys.executable, '-c', first])}"
    done = subprocess.run(
        ["sh", "-c", listing], capture_output=True, check=False, text=True, timeout=60
    )
    assert "Traceback" not in done.stderr
    assert "sectoral:" not in done.stderr


def test_links_to_folders_and_files_are_followed_but_never_in_a_circle(
    here: Path, tmp_path: Path
) -> None:
    data = tmp_path / "files"
    data.mkdir()
    (data / "linked").symlink_to(here / "files")
    (here / "files" / "back").unlink(missing_ok=True)
    done = run("build", "--state", "QY", "--data", data, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    (data / "circle").symlink_to(data)
    again = run("build", "--state", "QY", "--data", data, "--out", tmp_path / "out")
    assert again.exit_code == 0, again.output
    assert "Reused because nothing changed: evidence" in again.output


def test_every_source_is_told_with_publisher_page_and_licence() -> None:
    told = run("sources")
    assert told.exit_code == 0
    for word in ("publisher", "page", "licence"):
        assert word in told.stdout.lower()


def test_the_version_is_told() -> None:
    assert run("--version").exit_code == 0


def test_no_command_needs_django_but_serve_and_demo() -> None:
    check = "import sys, sectoral.cli; sys.exit('django' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", check], check=False, env=os.environ).returncode == 0
    )
