"""A step is given what its digest was made from, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from sectoral import tables
from sectoral.edition import draft
from sectoral.places import find_state
from sectoral.workbench import Frames, RegionWish, StepNotes, Workbench

Files = Sequence[Any]
SEEN: list[tuple[list[str], int]] = []


def _gather(given: Frames, least: int) -> Frames:
    SEEN.append((sorted(given), least))
    return {"sectors": tables.SECTORS.empty()}


def _run(out: Path, least: int, *, more: bool = False) -> bool:
    """One build of one derived step; whether it was taken over from the build before."""
    with draft(out) as drafted:
        bench = Workbench(drafted)
        bench.read("names", (), [tables.AREA_NAMES], _names, settings={"more": more})
        bench.read("shapes", (), [tables.AREA_SHAPES], _shapes)
        bench.derive(
            "sectors",
            "Gathering sectors",
            [tables.SECTORS],
            _gather,
            reads=["area_names"],
            settings={"least": least},
        )
        return "sectors" in bench.reused


def _names(_: StepNotes, __: Files, more: bool) -> Frames:
    names = tables.AREA_NAMES.empty()
    harbour = pl.DataFrame([("99001", "Harbour", "99")], schema=names.schema, orient="row")
    return {"area_names": harbour if more else names}


def _shapes(_: StepNotes, __: Files) -> Frames:
    return {"area_shapes": tables.AREA_SHAPES.empty()}


def test_a_step_gets_the_tables_it_names_and_is_made_anew_when_one_of_them_changes(
    tmp_path: Path,
) -> None:
    SEEN.clear()
    out = tmp_path / "out"
    assert not _run(out, 3)
    # area_shapes lies on the bench too, and is not handed over.
    assert SEEN == [(["area_names"], 3)]
    assert _run(out, 3)
    assert not _run(out, 4)
    assert not _run(out, 4, more=True)
    assert SEEN[1:] == [(["area_names"], 4)] * 2


# ── files ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Named:
    label: str
    digest: str
    name: str = "a layout"


READ: list[list[str]] = []


def _read_names(_: StepNotes, files: Files) -> Frames:
    READ.append([file.label for file, _ in files])
    return {"area_names": tables.AREA_NAMES.empty()}


def _read(out: Path, *digests: str) -> bool:
    files = [(_Named(f"{n}.csv", digest), _Named("", "")) for n, digest in enumerate(digests)]
    with draft(out) as drafted:
        bench = Workbench(drafted)
        bench.read("names", files, [tables.AREA_NAMES], _read_names)
        return bool(bench.reused)


def test_a_step_gets_the_files_of_its_digest_and_is_made_anew_when_one_changes(
    tmp_path: Path,
) -> None:
    READ.clear()
    out = tmp_path / "out"
    assert [_read(out, "a"), _read(out, "a"), _read(out, "b"), _read(out, "b", "c")] == [
        False, True, False, False,
    ]  # fmt: skip
    assert READ == [["0.csv"], ["0.csv"], ["0.csv", "1.csv"]]


def test_a_step_that_could_read_what_no_digest_names_cannot_be_written(tmp_path: Path) -> None:
    table = tables.AREA_NAMES.empty()

    def with_more(_: StepNotes, __: Files) -> Frames:
        return {"area_names": table}

    def with_a_default(_: StepNotes, __: Files, held: object = table) -> Frames:
        return {"area_names": held}  # type: ignore[dict-item]

    with draft(tmp_path / "out") as drafted:
        bench = Workbench(drafted)
        for planted in (with_more, with_a_default, bench.of):
            with pytest.raises(TypeError, match="a step is a plain function"):
                bench.read("names", (), [tables.AREA_NAMES], planted)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="a step is a plain function"):
            bench.derive("names", "Names", [tables.AREA_NAMES], with_more, reads=[])
        assert not hasattr(bench.notes, "table")
        bench.read("names", (), [tables.AREA_NAMES], _read_names)


def test_a_list_of_regions_is_told_apart_by_its_content_and_the_folder_by_nothing(
    tmp_path: Path,
) -> None:
    listed = tmp_path / "mine.csv"
    listed.write_text("county,region\n")
    before = RegionWish(find_state("CO"), listed, None, "here").digest
    assert RegionWish(find_state("CO"), listed, None, "there").digest == before
    assert RegionWish(find_state("CO"), listed, "region", "here").digest != before
    listed.write_text("county,region\n08001,x\n")
    assert RegionWish(find_state("CO"), listed, None, "here").digest != before
