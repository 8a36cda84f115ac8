"""A step is given what its digest was made from, and nothing else."""

from pathlib import Path

import polars as pl

from sectoral import tables
from sectoral.edition import draft
from sectoral.workbench import Frames, Workbench


def _run(out: Path, seen: list[tuple[list[str], int]], least: int, *, more: bool = False) -> bool:
    """One build of one derived step; whether it was taken over from the build before."""

    def work(given: Frames, least: int) -> Frames:
        seen.append((sorted(given), least))
        return {"sectors": tables.SECTORS.empty()}

    with draft(out) as drafted:
        bench = Workbench(drafted)
        bench.make("names", [more], [tables.AREA_NAMES], lambda: _names(more))
        bench.make("shapes", [], [tables.AREA_SHAPES], _shapes)
        bench.derive(
            "sectors",
            "Gathering sectors",
            [tables.SECTORS],
            work,
            reads=["area_names"],
            settings={"least": least},
        )
        return "sectors" in bench.reused


def _names(more: bool) -> Frames:
    names = tables.AREA_NAMES.empty()
    harbour = pl.DataFrame([("99001", "Harbour", "99")], schema=names.schema, orient="row")
    return {"area_names": harbour if more else names}


def _shapes() -> Frames:
    return {"area_shapes": tables.AREA_SHAPES.empty()}


def test_a_step_gets_the_tables_it_names_and_is_made_anew_when_one_of_them_changes(
    tmp_path: Path,
) -> None:
    seen: list[tuple[list[str], int]] = []
    out = tmp_path / "out"
    assert not _run(out, seen, 3)
    # area_shapes lies on the bench too, and is not handed over.
    assert seen == [(["area_names"], 3)]
    assert _run(out, seen, 3)
    assert not _run(out, seen, 4)
    assert not _run(out, seen, 4, more=True)
    assert seen[1:] == [(["area_names"], 4)] * 2
