"""From the publishers' servers to the readers: everything that is downloaded can be read."""

from pathlib import Path

import pytest

from sectoral import tables
from sectoral.build import Settings, build
from sectoral.places import find_state
from sectoral.sources import addresses
from sectoral.sources.download import TransferManner, download
from sectoral.sources.folder import FolderFiles, read_files, scan_folder
from sectoral.sources.layouts import LAYOUTS
from tests.sources.publisher import Publisher, lay_out


@pytest.fixture(scope="module")
def arrived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rhode Island's files of 2022 and 2023 as `sectoral download RI` leaves them."""
    folder = tmp_path_factory.mktemp("arrival")
    with pytest.MonkeyPatch.context() as patch, Publisher() as publisher:
        patch.setenv("no_proxy", "127.0.0.1")
        lay_out(publisher, "RI", [2022, 2023])
        download(
            "RI",
            folder / "out",
            cache=folder / "cache",
            mirrors=dict.fromkeys(addresses.BASES, publisher.address),
            years=[2022, 2023],
            manner=TransferManner(attempts=1, timeout=5),
        )
    return folder / "out"


@pytest.fixture(scope="module")
def found(arrived: Path) -> FolderFiles:
    return scan_folder(arrived, LAYOUTS)


def test_every_file_is_of_a_layout_that_is_read(arrived: Path, found: FolderFiles) -> None:
    assert found.not_used == ()
    read_from = {file.label.split("/")[0] for file, _ in found.files}
    assert read_from == {path.name for path in arrived.iterdir()}


def test_every_file_is_known_as_of_the_source_it_was_fetched_for(found: FolderFiles) -> None:
    asked = {r.name: r.source for r in addresses.files_needed(find_state("RI"), [2022, 2023])}
    told = {file.label.split("/")[0]: layout.source for file, layout in found.files}
    assert {name: told[name] for name in asked if name in told} == {
        name: source for name, source in asked.items() if name in told
    }


def test_every_table_that_a_build_reads_is_filled_and_keeps_its_contract(
    found: FolderFiles,
) -> None:
    frames = read_files(found.files).frames
    wanted = (
        tables.AREA_JOBS,
        tables.COMMUTING,
        tables.AREA_SHAPES,
        tables.AREA_NAMES,
        tables.METRO_AREAS,
        tables.STAFFING,
        tables.OCCUPATION_PAY,
        tables.PROJECTIONS,
        tables.OCCUPATION_PROJECTIONS,
        tables.JOB_ZONES,
        tables.TRAINING_PROVIDERS,
        tables.TRAINING_PROGRAMS,
        tables.TITLES,
        tables.CROSSWALK,
        tables.UNEMPLOYMENT,
    )
    assert {t.name: tables.check(frames[t.name], t).height > 0 for t in wanted} == {
        t.name: True for t in wanted
    }


def test_flows_across_the_border_arrive_with_margins_of_error(found: FolderFiles) -> None:
    flows = read_files(found.of(["acs_commuting"])).table(tables.COMMUTING)
    across = flows.filter(home="44007", work="25005").row(0, named=True)
    assert (across["source"], across["workers"], across["workers_moe"]) == (
        "acs_2016_2020",
        12000,
        800.0,
    )


def test_a_build_of_what_arrived_ends_in_an_edition(arrived: Path, tmp_path: Path) -> None:
    edition = build(Settings(state=find_state("RI"), data=arrived, out=tmp_path / "edition"))
    assert edition.manifest["not_used"] == []
    regions = edition.table("regions")
    assert (
        regions.filter(area="44001")["region"].item()
        == regions.filter(area="44007")["region"].item()
    )
    assert sorted(edition.table("area_shapes")["area"]) == ["44001", "44007"]
    # Manufacturing of County Business Patterns: healthcare needs deeper codes than the files have.
    assert edition.table("scores")["sector"].to_list() == ["manufacturing"]
