"""An edition is whole or not there: the same bytes again, killed builds, damage found."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from sectoral import tables
from sectoral.edition import MANIFEST, Edition, draft, open_edition, unfinished_step, verify
from sectoral.errors import DamagedEdition, WrongUse
from sectoral.laws import broken_laws
from tests.quayland import CBP, QCEW, build, contents, put, run, settle

STEPS = (
    "Looking at the files",
    "Reading places and commuting",
    "Reading jobs",
    "Drawing the regions",
    "Estimating withheld cells",
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return settle(tmp_path_factory.mktemp("quayland") / "files")


@pytest.fixture(scope="module")
def first(files: Path) -> Path:
    """An edition that nobody changes."""
    assert build(files, files.parent / "first").exit_code == 0
    return files.parent / "first"


@pytest.fixture
def copy(first: Path, tmp_path: Path) -> Path:
    """The edition's copy, to be damaged."""
    return Path(shutil.copytree(first, tmp_path / "edition"))


def process(files: Path, out: Path, **settings: str) -> subprocess.Popen[str]:
    """A build in a process of its own."""
    words = ["build", "--state", "QY", "--data", str(files), "--out", str(out)]
    return subprocess.Popen(
        [sys.executable, "-m", "sectoral.cli", *words],
        env=os.environ | {"PYTHONUNBUFFERED": "1"} | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def tables_of(folder: Path) -> dict[str, bytes]:
    return {name: b for name, b in contents(folder).items() if name != MANIFEST}


def hidden(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.name.startswith("."))


# ── the same inputs, the same bytes ──────────────────────────────────────────────────────


def test_two_processes_with_other_seeds_and_threads_write_the_same_bytes(
    files: Path, first: Path, tmp_path: Path
) -> None:
    one = process(files, tmp_path / "one", PYTHONHASHSEED="1", POLARS_MAX_THREADS="1")
    assert one.wait(120) == 0, one.communicate()
    two = process(files, tmp_path / "two", PYTHONHASHSEED="77", POLARS_MAX_THREADS="4")
    assert two.wait(120) == 0, two.communicate()
    assert tables_of(tmp_path / "one") == tables_of(tmp_path / "two") == tables_of(first)


def test_a_warm_rebuild_takes_over_every_table(files: Path, copy: Path) -> None:
    before = json.loads((copy / MANIFEST).read_text())
    assert build(files, copy).exit_code == 0
    after = json.loads((copy / MANIFEST).read_text())
    assert set(after["reused"]) == {
        *("evidence", "occupations", "projections", "training", "codes", "unemployment"),
        *("estimates", "sectors", "indicators", "scores", "catalogue"),
    }
    for part in ("tables", "inputs", "choices", "not_used", "weights", "partition"):
        assert after[part] == before[part]


def test_other_weights_redo_only_scores_and_plan(files: Path, copy: Path, tmp_path: Path) -> None:
    weights = tmp_path / "weights.csv"
    weights.write_text("criterion,weight,worst,best,scale,why\nlq,1,0.5,2,log,only this\n")
    before = tables_of(copy)
    done = build(files, copy, "--weights", weights)
    assert done.exit_code == 0, done.output
    changed = {name for name, data in tables_of(copy).items() if data != before[name]}
    assert changed <= {"scores.parquet", "score_parts.parquet", "plan.parquet"}
    assert "score_parts.parquet" in changed
    redone = {"evidence", "estimates", "indicators", "scores"} - set(
        open_edition(copy).manifest["reused"]
    )
    assert redone == {"scores"}


def test_another_jobs_file_redoes_only_what_rests_on_jobs(
    files: Path, copy: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(files, tmp_path / "files"))
    put(other / QCEW, 2, "annual_avg_emplvl", "535775")
    assert build(other, copy).exit_code == 0
    kept = {"occupations", "projections", "training", "codes", "unemployment"}
    reused = set(open_edition(copy).manifest["reused"])
    assert kept <= reused
    assert not {"evidence", "estimates"} & reused


def test_a_file_by_another_name_is_named_in_the_manifest(
    files: Path, copy: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(files, tmp_path / "files"))
    (other / QCEW).rename(other / "jobs.csv.gz")
    before = tables_of(copy)
    assert build(other, copy).exit_code == 0
    assert tables_of(copy) == before
    assert "jobs.csv.gz" in {entry["file"] for entry in open_edition(copy).manifest["inputs"]}


def test_a_damaged_table_is_not_taken_over_and_the_former_is_not_written_through(
    files: Path, copy: Path, first: Path
) -> None:
    (copy / "scores.parquet").write_bytes(b"PAR1 no more")
    # score_parts stands before scores in the same step: it is linked, then made again.
    kept = (copy / "score_parts.parquet").open("rb")
    assert build(files, copy).exit_code == 0
    with kept:
        assert kept.read() == (first / "score_parts.parquet").read_bytes()
    assert tables_of(copy) == tables_of(first)
    assert "scores" not in open_edition(copy).manifest["reused"]


def test_writing_a_table_that_was_taken_over_leaves_the_former_alone(copy: Path) -> None:
    before = contents(copy)
    entry = open_edition(copy).manifest["tables"]["plan"]
    with pytest.raises(KeyError), draft(copy) as work:  # noqa: PT012
        assert work.take_over("plan", entry["made_from"]) is not None
        work.write(tables.PLAN.empty(), tables.PLAN, "something else")
        raise KeyError
    assert contents(copy) == before


# ── killed, refused, at the same time ────────────────────────────────────────────────────


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_build_leaves_the_former_edition_and_says_so(
    files: Path, copy: Path, tmp_path: Path, step: str
) -> None:
    before = contents(copy)
    other = Path(shutil.copytree(files, tmp_path / "files"))
    put(other / QCEW, 2, "annual_avg_emplvl", "535775")
    killed = process(other, copy)
    assert killed.stderr is not None
    for line in killed.stderr:
        if line.strip() == step:
            killed.send_signal(signal.SIGKILL)
            break
    killed.wait(60)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    assert contents(copy) == before
    assert verify(open_edition(copy)) == []
    assert hidden(tmp_path) != []

    again = build(other, copy)

    assert again.exit_code == 0
    told = f"was stopped while {step[0].lower()}{step[1:]}"
    # The step is noted a moment before it is shown, and the kill a moment after.
    assert "The last build of" in again.stderr
    assert told in again.stderr or step != STEPS[2]
    assert contents(copy) != before
    assert verify(open_edition(copy)) == []
    assert hidden(tmp_path) == []


def test_a_build_killed_between_moving_out_and_in_is_put_right(copy: Path) -> None:
    before = contents(copy)
    copy.rename(copy.with_name(f".{copy.name}.former"))
    assert open_edition(copy).has("scores")
    assert contents(copy) == before
    assert hidden(copy.parent) == []


def test_a_finished_build_has_nothing_unfinished(copy: Path) -> None:
    assert unfinished_step(copy) is None
    copy.with_name(f".{copy.name}.draft").mkdir()
    assert unfinished_step(copy) == "starting"


def test_two_builds_at_once_are_kept_apart(files: Path, tmp_path: Path) -> None:
    both = [process(files, tmp_path / "out") for _ in range(2)]
    told = [b.communicate(timeout=120)[1] for b in both]
    codes = sorted(b.returncode for b in both)
    # Either one was told to wait, or it came so late that it simply built again.
    assert codes in ([0, 0], [0, 2]), told
    assert codes == [0, 0] or any("another build is writing" in words for words in told)
    assert verify(open_edition(tmp_path / "out")) == []
    assert hidden(tmp_path) == []


def test_a_second_build_is_told_while_the_first_is_writing(files: Path, tmp_path: Path) -> None:
    with draft(tmp_path / "out"):
        done = build(files, tmp_path / "out")
    assert done.exit_code == 2
    assert "another build is writing this edition" in done.stderr
    assert "stopped while" not in done.stderr


def test_a_build_that_is_interrupted_cleans_up(files: Path, copy: Path, tmp_path: Path) -> None:
    before = contents(copy)
    other = Path(shutil.copytree(files, tmp_path / "files"))
    put(other / QCEW, 2, "annual_avg_emplvl", "535775")
    stopped = process(other, copy)
    assert stopped.stderr is not None
    for line in stopped.stderr:
        if line.strip() == "Reading jobs":
            stopped.send_signal(signal.SIGINT)
            break
    words = stopped.communicate(timeout=60)[1]
    assert stopped.returncode == 1
    assert "stopped; nothing half-written was left in place" in words
    assert "Traceback" not in words
    assert contents(copy) == before
    assert hidden(tmp_path) == []


# ── where it goes ────────────────────────────────────────────────────────────────────────


def test_a_folder_with_other_files_is_never_replaced(files: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    done = build(files, out)
    assert done.exit_code == 2
    assert "thesis.txt" in done.stderr
    assert (out / "thesis.txt").read_text() == "years of work"


def test_a_note_laid_into_an_edition_is_never_lost(files: Path, copy: Path) -> None:
    (copy / "notes.txt").write_text("ask the county")
    done = build(files, copy)
    assert done.exit_code == 2
    assert "notes.txt" in done.stderr
    assert (copy / "notes.txt").exists()


def test_the_data_folder_and_a_file_are_no_place_for_an_edition(
    files: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    assert build(files, files).exit_code == 2
    assert build(files, tmp_path / "file").exit_code == 2


def test_an_edition_may_go_deep_relative_or_through_a_link(
    files: Path, first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert build(files, Path("a/b/c")).exit_code == 0
    assert tables_of(Path("a/b/c")) == tables_of(first)
    Path("link").symlink_to("a/b/c")
    assert build(files, Path("link")).exit_code == 0
    assert Path("link").is_symlink()
    assert verify(open_edition(Path("link"))) == []
    assert hidden(tmp_path / "a/b") == []


def test_an_edition_may_lie_in_the_data_folder(files: Path, first: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(files, tmp_path / "files"))
    for _ in range(2):
        assert build(data, data / "edition").exit_code == 0
    assert tables_of(data / "edition") == tables_of(first)


def test_a_manifest_that_is_damaged_does_not_stand_in_the_way(files: Path, copy: Path) -> None:
    (copy / MANIFEST).write_text("{")
    assert run("check", copy).exit_code == 3
    assert build(files, copy).exit_code == 0
    assert run("check", copy).exit_code == 0


def test_an_open_edition_never_shows_a_newer_editions_table(
    files: Path, copy: Path, tmp_path: Path
) -> None:
    opened = open_edition(copy)
    other = Path(shutil.copytree(files, tmp_path / "files"))
    put(other / CBP, 3, "EMP", "1190")
    assert build(other, copy).exit_code == 0
    with pytest.raises(DamagedEdition, match="open the edition again"):
        opened.table("area_jobs")
    assert open_edition(copy).id != opened.id


def test_no_edition_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="sectoral build"):
        open_edition(tmp_path)


def test_an_edition_of_another_format_is_told(copy: Path) -> None:
    manifest = json.loads((copy / MANIFEST).read_text())
    (copy / MANIFEST).write_text(json.dumps(manifest | {"format": 99}))
    with pytest.raises(DamagedEdition, match="found 99"):
        open_edition(copy)


# ── check finds ──────────────────────────────────────────────────────────────────────────


def faults(folder: Path) -> str:
    done = run("check", folder)
    assert done.exit_code == 3
    return done.stderr


def test_a_whole_edition_is_said_to_be_whole(first: Path) -> None:
    done = run("check", first)
    assert done.exit_code == 0
    assert "is whole" in done.stdout
    assert "31 tables" in done.stdout or "30 tables" in done.stdout


def test_check_finds_a_flipped_byte_in_any_table(copy: Path) -> None:
    for file in sorted(copy.glob("*.parquet")):
        whole = file.read_bytes()
        middle = len(whole) // 2
        file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
        assert file.name in faults(copy)
        file.write_bytes(whole)
    assert run("check", copy).exit_code == 0


def test_check_finds_a_missing_table(copy: Path) -> None:
    (copy / "plan.parquet").unlink()
    assert "plan.parquet: expected a table; found no file" in faults(copy)


def test_check_finds_a_stray_file(copy: Path) -> None:
    (copy / "draft.xlsx").write_bytes(b"")
    assert "draft.xlsx" in faults(copy)


@pytest.mark.parametrize("key", ["state_name", "made", "choices", "inputs", "weights"])
def test_check_finds_an_edited_manifest(copy: Path, key: str) -> None:
    manifest = json.loads((copy / MANIFEST).read_text())
    (copy / MANIFEST).write_text(json.dumps(manifest | {key: "something else"}))
    assert "manifest" in faults(copy)


def doctored(  # type: ignore[no-untyped-def]
    first: Path, place: Path, table: tables.TidyTable, change: Callable[..., pl.DataFrame]
):
    """An edition in which one table was changed and everything was sealed again."""
    old = open_edition(first)
    with draft(place) as work:
        for name in old.manifest["tables"]:
            frame = old.table(name)
            frame = change(frame) if name == table.name else frame
            work.write(frame, tables.BY_NAME[name], "by hand")
        rest = {k: v for k, v in old.manifest.items() if k not in work.manifest and k != "seal"}
        work.manifest.update(rest)
    return open_edition(place)


def test_each_law_is_seen_to_break(first: Path, tmp_path: Path) -> None:
    assert broken_laws(open_edition(first)) == []
    head = pl.int_range(pl.len()) == 0
    places = {
        "lie within their bounds": (
            tables.JOBS_ESTIMATES,
            lambda f: f.with_columns(pl.when(head).then(9e9).otherwise("jobs").alias("jobs")),
        ),
        "the sum of its counties'": (
            tables.SECTOR_JOBS,
            lambda f: f.with_columns(pl.col("region_jobs") + 1),
        ),
        "published jobs are a part of all": (
            tables.SECTOR_JOBS,
            lambda f: f.with_columns(pl.col("jobs") + 1).with_columns(
                pl.col("jobs").alias("jobs_published") * 2
            ),
        ),
        "shift-share parts sum": (
            tables.INDICATORS,
            lambda f: f.with_columns(
                pl.when(pl.col("indicator") == "shift_mix")
                .then(pl.col("value") + 5)
                .otherwise("value")
                .alias("value")
            ),
        ),
        "points over known weights": (
            tables.SCORES,
            lambda f: f.with_columns(pl.col("score") + 1),
        ),
        "ranks follow the scores": (
            tables.SCORES,
            lambda f: f.with_columns(ranked=pl.col("ranked") | head).with_columns(
                rank=pl.when(head).then(7).otherwise("rank")
            ),
        ),
        "every scored region is described": (tables.REGION_FACTS, lambda f: f.head(1)),
    }
    for n, (words, (table, change)) in enumerate(places.items()):
        edition: Edition = doctored(first, tmp_path / str(n), table, change)
        assert verify(edition) == []
        assert any(words in fault for fault in broken_laws(edition)), words
        assert run("check", edition.path).exit_code == 3


def test_no_build_leaves_anything_in_the_temporary_folder(files: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    told, _ = process(files, tmp_path / "edition", TMPDIR=str(temporary)).communicate(timeout=120)
    assert "Edition" in told
    assert list(temporary.iterdir()) == []
