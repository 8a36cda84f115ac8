"""The whole national build, step by step, against reading the same files once.

Floor: every official file of a step inflated and parsed once by the fastest reader we know
(Polars' own CSV reader on the packed file, all columns as text or only those we need,
whichever is quicker). A step that reads is held against its own files; a step that computes
is held against the job files its numbers come from.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from benchmarks.measure import SHARED, alone, median_of, need_shared, peak_megabytes
from sectoral.build import Settings, build
from sectoral.places import find_state

FOLDERS = (
    "qcew_2016q1_counties",
    "cbp_2017_2021_counties",
    "acs_county_flows_2009_2013",
    "acs_county_flows_2016_2020",
    "county_geometry",
    "cbsa_delineation_2020",
    "commuting_zones",
    "oews_may2025",
    "bls_projections_2018_2028",
)
JOBS = ("qcew_2016q1_counties", "cbp_2017_2021_counties")
OCCUPATIONS = ("oews_may2025",)
PLACES = ("acs_county_flows_2009_2013", "acs_county_flows_2016_2020", "county_geometry")
NEEDED = {
    "area_fips",
    "own_code",
    "industry_code",
    "agglvl_code",
    "year",
    "qtr",
    "disclosure_code",
    "qtrly_estabs_count",
    "month1_emplvl",
    "month2_emplvl",
    "month3_emplvl",
    "total_qtrly_wages",
    "lq_disclosure_code",
    "lq_month3_emplvl",
    "oty_disclosure_code",
    "oty_month3_emplvl_chg",
}
FLOOR_OF = {
    "Reading places and commuting": PLACES,
    "Reading jobs": JOBS,
    "Reading occupations": OCCUPATIONS,
    "Reading projections": ("bls_projections_2018_2028",),
}
Step = tuple[str, float, float]


def main() -> None:
    """Print the table of steps and the ratios."""
    if not need_shared():
        return
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        for folder in FOLDERS:
            shutil.copytree(SHARED / folder, home / "files" / folder)
        whole, steps = alone(run_build, home / "files", home / "edition")
        warm, _ = alone(run_build, home / "files", home / "edition")
    floors = {folders: _floor(folders) for folders in {*FLOOR_OF.values(), JOBS}}
    print(f"\nNational build: {whole.seconds:.1f} s, peak {whole.megabytes:,.0f} MB")
    print(f"The same again, nothing changed: {warm.seconds:.1f} s, peak {warm.megabytes:,.0f} MB")
    print(f"\n{'step':32}{'seconds':>9}{'peak MB':>9}{'floor s':>9}{'ratio':>7}")
    for name, seconds, megabytes in steps:
        floor = floors[FLOOR_OF.get(name, JOBS)]
        print(f"{name:32}{seconds:9.2f}{megabytes:9,.0f}{floor:9.2f}{seconds / floor:7.2f}")
    ratio = whole.seconds / floors[JOBS]
    print(f"\nWhole build / reading the job files once: {ratio:.1f}")


def run_build(files: Path, out: Path) -> list[Step]:
    """Build and note each step's seconds and the peak memory by its end."""
    steps: list[Step] = []

    @contextmanager
    def step(name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        steps.append((name, time.perf_counter() - begun, peak_megabytes()))

    build(Settings(find_state("US"), files, out), step)
    return steps


def _floor(folders: tuple[str, ...]) -> float:
    cost, read = median_of(3, read_once, folders)
    assert read > 0  # noqa: S101 - a floor that read nothing is no floor
    seconds: float = cost.seconds
    return seconds


def read_once(folders: tuple[str, ...]) -> int:
    """Inflate and parse every file of some folders once."""
    rows = 0
    for folder in folders:
        for file in sorted((SHARED / folder).iterdir()):
            if file.name.endswith((".csv", ".csv.gz")):
                header = pl.read_csv(file, n_rows=0, infer_schema=False, truncate_ragged_lines=True)
                columns = [c for c in header.columns if c in NEEDED] or None
                rows += pl.read_csv(
                    file, columns=columns, infer_schema=False, truncate_ragged_lines=True
                ).height
            elif file.suffix == ".json":
                rows += file.read_bytes().count(b"\n") + 1
    return rows


if __name__ == "__main__":
    main()
