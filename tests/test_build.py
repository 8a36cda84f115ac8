"""A build is honest about what it read, what it left out, and what it chose."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from sectoral.edition import Edition, open_edition, verify
from sectoral.laws import broken_laws
from tests.quayland import CBP, QCEW, build, edit, run, settle


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return settle(tmp_path_factory.mktemp("quayland") / "files")


@pytest.fixture
def folder(files: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(files, tmp_path / "files"))


def built(folder: Path, *more: str | Path) -> Edition:
    done = build(folder, folder.parent / "out", *more)
    assert done.exit_code == 0, done.output
    return open_edition(folder.parent / "out")


def choice(edition: Edition, question: str) -> str:
    return " ".join(
        f"{c['choice']} {c['because']}"
        for c in edition.manifest["choices"]
        if question in c["question"]
    )


def test_every_file_is_either_an_input_or_told_as_not_used(folder: Path) -> None:
    (folder / "minutes.txt").write_text("We met.\n")
    (folder / "cbp23co.txt").write_text(
        "fipstate,fipscty,naics,emp_nf,emp,qp1_nf,qp1,ap_nf,ap,est\n"
        "80,001,------,G,1200,G,9000,G,38000,90\n"
    )
    (folder / "old").mkdir()
    shutil.copyfile(folder / CBP, folder / "old" / CBP)
    done = build(folder, folder.parent / "out", "--leave-out", "old/*")
    assert done.exit_code == 0, done.output
    assert "minutes.txt: not a layout that we read." in done.stdout
    assert "cbp23co.txt: County Business Patterns as packed by the publisher" in (done.stdout)
    edition = open_edition(folder.parent / "out")
    used = {entry["file"] for entry in edition.manifest["inputs"]}
    not_used = {entry["file"]: entry["why"] for entry in edition.manifest["not_used"]}
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert used | set(not_used) == there
    assert not_used["minutes.txt"] == "not a layout that we read"
    assert not_used[f"old/{CBP}"] == "left out as asked"


def test_equal_rows_in_two_files_count_once_and_are_told(folder: Path) -> None:
    before = built(folder).table("sector_jobs")
    shutil.copyfile(folder / QCEW, folder / "again.csv.gz")
    edition = built(folder)
    assert edition.table("sector_jobs").equals(before)
    assert "kept once" in choice(edition, "several files")


def test_a_later_year_of_few_counties_is_left_out_and_told(folder: Path) -> None:
    def keep_two(table: list[list[str]]) -> None:
        kept = [r for r in table[1:] if r[0] in ("80001", "80003")]
        table[1:] = kept

    edit(folder / QCEW, keep_two)
    edition = built(folder)
    levels = edition.table("indicators").filter(pl.col("indicator") == "jobs")
    assert levels["period"].unique().to_list() == ["2021"]
    assert "qcew 2022 they have at most 2 counties" in choice(edition, "periods")


def test_a_build_without_a_map_says_what_it_can(folder: Path) -> None:
    for file in folder.glob("*.topo.json"):
        file.unlink()
    edition = built(folder)
    assert edition.table("area_shapes").height == 0
    assert verify(edition) == []


def test_a_list_of_regions_replaces_the_zones(folder: Path) -> None:
    codes = [line.split(",")[:2] for line in (folder / "county_names.csv").read_text().splitlines()]
    lines = [f"{state}{county},{'AB'[n % 2]}" for n, (state, county) in enumerate(codes[1:])]
    ours = folder.parent / "boards.csv"
    ours.write_text("\n".join(["area,region", *lines]) + "\n")
    edition = built(folder, "--regions", ours)
    assert edition.manifest["partition"] == "boards"
    assert set(edition.table("region_facts")["region"]) == {"A", "B"}
    assert broken_laws(edition) == []


@pytest.mark.data
@pytest.mark.parametrize("state", ["CT", "PR"])
def test_the_whole_shared_folder_is_built_where_published_regions_cannot_be_compared(
    shared_data: Path, tmp_path: Path, state: str
) -> None:
    # Connecticut's counties have other codes now; the published zones leave Puerto Rico out.
    done = run(
        "build", "--state", state, "--data", str(shared_data), "--out", str(tmp_path / state)
    )
    assert done.exit_code == 0, done.output
    edition = open_edition(tmp_path / state)
    assert choice(edition, "Which published regions are not compared")
    assert edition.table("scores").height > 0
    assert broken_laws(edition) == []


@pytest.mark.data
def test_the_whole_shared_folder_is_built_with_its_bad_side_file_set_aside(
    shared_data: Path, tmp_path: Path
) -> None:
    words = ["build", "--state", "CO", "--data", str(shared_data), "--out", str(tmp_path / "CO")]
    done = run(*words)
    assert done.exit_code == 0, done.output
    assert "files not used:" in done.stdout
    assert "county_unemployment_rates.csv.gz: expected a median rate" in done.stdout
    edition = open_edition(tmp_path / "CO")
    assert edition.table("unemployment").is_empty()
    levels = edition.table("indicators").filter(pl.col("indicator") == "jobs")
    assert levels["period"].unique().to_list() == ["2016"]
    assert choice(edition, "Which commuting draws").startswith("acs_2016_2020")
    assert broken_laws(edition) == []


def test_a_states_own_lodes_draws_no_regions_where_a_survey_of_the_nation_is_there(
    folder: Path,
) -> None:
    counties = pl.read_csv(next(folder.glob("qcew_2*_annual.csv.gz")), infer_schema=False).filter(
        pl.col("agglvl_code") == "70"
    )["area_fips"]
    blocks = [f"{area}000100{1000}" for area in counties.unique().sort()]
    segments = ["SA01", "SA02", "SA03", "SE01", "SE02", "SE03", "SI01", "SI02", "SI03"]
    rows = pl.DataFrame({"w_geocode": blocks, "h_geocode": blocks, "S000": "9"})
    rows = rows.with_columns(*(pl.lit("1").alias(s) for s in segments))
    rows.with_columns(pl.lit("20240101").alias("createdate")).write_csv(
        folder / "qy_od_main_JT00_2022.csv"
    )
    # Connecticut's planning regions tell the survey's years, which are before the LODES'.
    survey = next(folder.glob("acs_*"))
    flows = pl.read_csv(survey, infer_schema=False)
    told = pl.DataFrame([["09110", "09110", "9"]], schema=flows.schema, orient="row")
    survey.unlink()
    pl.concat([flows, told]).write_csv(folder / "survey.csv")
    edition = built(folder)
    assert any(e["source"] == "lodes" for e in edition.manifest["inputs"])
    assert choice(edition, "Which commuting").startswith("acs_2016_2020")


def test_a_list_that_says_two_kinds_of_region_is_read_by_the_column_asked_for(
    folder: Path,
) -> None:
    counties = sorted(
        pl.read_csv(next(folder.glob("qcew_2*_annual.csv.gz")), infer_schema=False)
        .filter(pl.col("agglvl_code") == "70", pl.col("area_fips").str.contains(r"^80[0-8]"))
        .get_column("area_fips")
        .unique()
    )
    rows = [f"{area},{i % 2},{i % 3}" for i, area in enumerate(counties)]
    listed = folder.parent / "districts.csv"
    listed.write_text("\n".join(["fips,zone_1990,zone_2000", *rows, "99001,7,7"]) + "\n")
    refused = build(folder, folder.parent / "out", "--regions", listed)
    assert refused.exit_code == 3
    assert "--region-column" in refused.output
    listed.write_text("\n".join(["fips,zone_1990,zone_2000", *rows]) + "\n")
    edition = built(folder, "--regions", listed, "--region-column", "zone_2000")
    assert edition.table("region_facts")["region"].to_list() == ["0", "1", "2"]
    wrong = build(folder, folder.parent / "out", "--regions", listed, "--region-column", "zone")
    assert wrong.exit_code == 3
    assert "'zone_1990', 'zone_2000'" in wrong.output


@pytest.mark.data
def test_each_colorado_agencys_own_sectors_can_be_used(shared_data: Path, tmp_path: Path) -> None:
    files = tmp_path / "files"
    for name in ("qcew_2016_colorado_full", "acs_county_flows_2016_2020"):
        shutil.copytree(shared_data / name, files / name)
    lists = shared_data / "industry_clusters" / "colorado_sector_definitions.csv"
    counts = {"Advance Longmont": 3, "Fort Collins": 6, "Metro Denver": 10, "OEDIT": 14}
    for agency, count in counts.items():
        more = ("--sectors", lists, "--sector-list", agency)
        done = run("build", "--state", "CO", "--data", files, "--out", tmp_path / "out", *more)
        assert done.exit_code == 0, done.output
        assert open_edition(tmp_path / "out").table("sectors")["sector"].n_unique() == count
