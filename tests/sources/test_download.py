"""The downloader, against a real server on this machine that fails as real ones do."""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sectoral.errors import BadInput, SectoralError, Unreachable, WrongUse
from sectoral.sources import addresses
from sectoral.sources.cache import file_sha256
from sectoral.sources.download import (
    DownloadProgress,
    FetchedFile,
    TransferManner,
    download,
    passed_over,
)
from tests.sources import sheets
from tests.sources.packing import zipped
from tests.sources.publisher import Fault, Publisher, lay_out

QCEW = "/cew/data/files/2023/csv/2023_annual_singlefile.zip"
CBP = "/programs-surveys/cbp/datasets/2023/cbp23co.zip"
LODES = "/data/lodes/LODES8/ri/od/ri_od_main_JT00_2022.csv.gz"
ACS = "/programs-surveys/demo/tables/metro-micro/2020/commuting-flows-2020/table1.xlsx"
INDUSTRIES = "/emp/industry-employment/industry.xlsx"
NAICS = "/programs-surveys/cbp/technical-documentation/reference/naics-descriptions/naics2017.txt"


@dataclass
class Agency:
    """Someone who downloads Rhode Island's files of 2023, with no time to lose."""

    publisher: Publisher
    folder: Path
    waited: list[float] = field(default_factory=list)
    seen: list[DownloadProgress] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None

    @property
    def cache(self) -> Path:
        return self.folder / "cache"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def fetch(
        self, state: str = "RI", *, offline: bool = False, attempts: int = 5
    ) -> list[FetchedFile]:
        return download(
            state,
            self.out,
            cache=self.cache,
            mirrors=dict.fromkeys(addresses.BASES, self.publisher.address),
            offline=offline,
            progress=self.seen.append,
            years=[2023],
            manner=TransferManner(
                attempts=attempts, wait=self._wait, timeout=2, contact="a@example.org"
            ),
            today=lambda: "2026-11-23",
        )

    def _wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.meanwhile()

    def cached(self, path: str) -> bytes:
        return (self.cache / path.rsplit("/", 1)[-1]).read_bytes()

    def half_written(self) -> set[str]:
        return {p.name for p in self.folder.rglob("*") if p.suffix in {".part", ".new"}}


@pytest.fixture
def agency(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Agency]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with Publisher() as publisher:
        lay_out(publisher, "RI", [2023])
        yield Agency(publisher, tmp_path)


# ── a good day ───────────────────────────────────────────────────────────────────────────


def test_everything_arrives_with_its_checksum(agency: Agency) -> None:
    done = agency.fetch()
    assert {f.status for f in done} == {"fetched"}
    record = json.loads((agency.cache / "checksums.json").read_text())
    assert record["parts"] == {}
    for fetched in done:
        kept = record["files"][fetched.remote.cached_name]
        cached = agency.cache / fetched.remote.cached_name
        assert (
            cached.read_bytes() == agency.publisher.files[fetched.remote.path.replace("%20", " ")]
        )
        assert kept["sha256"] == fetched.sha256 == file_sha256(cached)
        assert kept["bytes"] == fetched.bytes == cached.stat().st_size
        assert kept["fetched"] == "2026-11-23"
        assert kept["url"] == fetched.remote.url
        assert kept["asked"] == agency.publisher.address + fetched.remote.path
    assert {p.name for p in agency.out.iterdir()} == {f.remote.name for f in done}
    assert agency.half_written() == set()
    assert agency.waited == []


def test_a_second_download_asks_nobody(agency: Agency) -> None:
    first = agency.fetch()
    agency.publisher.asked.clear()
    second = agency.fetch()
    assert agency.publisher.asked == []
    assert {f.status for f in second} == {"from cache"}
    assert [f.sha256 for f in second] == [f.sha256 for f in first]


def test_the_same_files_give_the_same_bytes(agency: Agency) -> None:
    def all_bytes() -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in agency.out.iterdir()}

    agency.fetch()
    before = all_bytes()
    for path in agency.out.iterdir():
        path.unlink()
    agency.fetch()
    assert all_bytes() == before


def test_progress_names_the_file_and_counts_up_to_all_of_it(agency: Agency) -> None:
    agency.fetch()
    last = agency.seen[-1]
    assert last.name == "cbp23co.zip"
    assert last.number == last.files
    assert last.bytes == last.total == len(agency.publisher.files[CBP])


def test_the_server_is_told_who_to_write_to(agency: Agency) -> None:
    agency.fetch()
    assert {asked.agent for asked in agency.publisher.asked} == {"sectoral (a@example.org)"}


def test_job_rows_are_those_of_the_state_its_neighbours_and_the_nation(agency: Agency) -> None:
    agency.fetch()
    text = gzip.decompress((agency.out / "qcew_2023_annual_ri.csv.gz").read_bytes()).decode()
    areas = [line.split(",")[0].strip('"') for line in text.splitlines()]
    assert set(areas) == {"area_fips", "25005", "44000", "44001", "44007", "US000"}
    assert '"44007","5","1131","76","0","2023","A","N",3,0,0' in text


def test_business_patterns_come_in_the_columns_and_codes_of_the_api(agency: Agency) -> None:
    agency.fetch()
    text = gzip.decompress((agency.out / "cbp_2023_counties_ri.csv.gz").read_bytes()).decode()
    assert text.splitlines() == [
        "state,county,YEAR,NAICS2017,ESTAB,EMP,PAYANN",
        "44,007,2023,00,50,500,20000",
        "44,007,2023,11,4,20,700",
        "44,007,2023,31-33,12,300,15000",
        "44,007,2023,3113,3,0,0",
        "44,007,2023,311340,3,7,90",
    ]


def test_of_two_tables_in_a_zip_the_revised_one_is_taken(agency: Agency) -> None:
    agency.fetch()
    assert "College revised" in (agency.out / "hd2023.csv").read_text()


# ── bad days ─────────────────────────────────────────────────────────────────────────────


def test_a_cut_connection_is_resumed_where_it_broke(agency: Agency) -> None:
    agency.publisher.fault(QCEW, Fault(cut=100), Fault(cut=50))
    agency.fetch()
    assert agency.publisher.spans(QCEW) == [None, "bytes=100-", "bytes=150-"]
    assert agency.cached(QCEW) == agency.publisher.files[QCEW]
    assert agency.waited == [1.0, 2.0]


def test_a_part_of_yesterday_is_resumed_today(agency: Agency) -> None:
    agency.publisher.fault(QCEW, Fault(cut=100))
    with pytest.raises(Unreachable, match=r"sent 100 of .* tried once. What arrived is kept"):
        agency.fetch(attempts=1)
    assert agency.half_written() == {"2023_annual_singlefile.zip.part"}
    assert not (agency.out / "qcew_2023_annual_ri.csv.gz").exists()
    agency.fetch()
    assert agency.publisher.spans(QCEW) == [None, "bytes=100-"]
    assert agency.half_written() == set()


def test_a_server_that_ignores_the_range_is_taken_from_the_start(agency: Agency) -> None:
    agency.publisher.fault(QCEW, Fault(cut=100), Fault(whole=True))
    agency.fetch()
    assert agency.cached(QCEW) == agency.publisher.files[QCEW]


def test_a_file_that_changes_between_two_attempts_is_never_a_mixture(agency: Agency) -> None:
    agency.publisher.fault(QCEW, Fault(cut=100))
    newer = zipped({"a.csv": b'"area_fips"\n"44007"\n' * 50})
    agency.meanwhile = lambda: agency.publisher.publish(QCEW, newer)
    agency.fetch()
    assert agency.cached(QCEW) == newer


def test_a_server_that_continues_with_another_version_is_noticed(agency: Agency) -> None:
    # A text, where half of one version and half of another would pass for a whole file.
    agency.publisher.fault(NAICS, Fault(cut=20), Fault(stale=True))
    newer = b'"NAICS","DESCRIPTION"\n"11----","Agriculture"\n'
    agency.meanwhile = lambda: agency.publisher.publish(NAICS, newer)
    agency.fetch()
    assert agency.publisher.spans(NAICS) == [None, "bytes=20-", None]
    assert agency.cached(NAICS) == newer


def test_a_part_that_is_longer_than_the_file_is_dropped(agency: Agency) -> None:
    agency.publisher.fault(QCEW, Fault(cut=100), Fault(status=416))
    agency.fetch()
    assert agency.publisher.spans(QCEW) == [None, "bytes=100-", None]


def test_a_version_without_a_name_is_never_resumed(agency: Agency) -> None:
    agency.publisher.fault(QCEW, Fault(cut=100, nameless=True))
    agency.fetch()
    assert agency.publisher.spans(QCEW) == [None, None]
    assert agency.cached(QCEW) == agency.publisher.files[QCEW]


def test_a_server_that_is_overloaded_twice_is_asked_a_third_time(agency: Agency) -> None:
    agency.publisher.fault(CBP, Fault(status=503, retry="7"), Fault(status=502))
    agency.fetch()
    assert agency.waited == [7.0, 2.0]
    assert agency.cached(CBP) == agency.publisher.files[CBP]


def test_a_server_that_always_fails_is_given_up_with_its_answer(agency: Agency) -> None:
    agency.publisher.fault(CBP, *[Fault(status=503)] * 5)
    with pytest.raises(Unreachable, match="503 Service Unavailable; tried 5 times"):
        agency.fetch()
    assert agency.waited == [1.0, 2.0, 4.0, 8.0]


def test_a_body_shorter_than_its_claim_is_not_believed(agency: Agency) -> None:
    agency.publisher.fault(NAICS, *[Fault(claim=9)] * 3)
    with pytest.raises(Unreachable, match=r"the server sent \d+ of \d+ bytes; tried 3 times"):
        agency.fetch(attempts=3)
    assert not (agency.out / "naics2017.txt").exists()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (NAICS, "no whole text file .it ends in the middle of a line"),
        (QCEW, "no whole zip file"),
        (LODES, "no whole gzip file"),
    ],
)
def test_a_body_cut_to_a_claim_that_is_too_small_is_noticed(
    agency: Agency, path: str, words: str
) -> None:
    agency.publisher.fault(path, *[Fault(claim=-5)] * 2)
    with pytest.raises(Unreachable, match=words):
        agency.fetch(attempts=2)
    agency.fetch()
    assert agency.cached(path) == agency.publisher.files[path]


def test_a_file_that_is_not_there_is_said_to_be_so_at_once(agency: Agency) -> None:
    agency.publisher.withdraw(QCEW)
    with pytest.raises(Unreachable, match=r"the publisher has no such file .answer 404"):
        agency.fetch()
    assert len(agency.publisher.spans(QCEW)) == 1


def test_a_state_left_out_of_lodes_is_passed_over(agency: Agency) -> None:
    agency.publisher.withdraw(LODES)
    done = {f.remote.path: f for f in agency.fetch()}
    assert done[LODES].status == "not published"
    assert done[LODES].path is None
    again = {f.remote.path: f.status for f in agency.fetch(offline=True)}
    assert again.pop(LODES) == "not published"
    assert set(again.values()) == {"from cache"}


def test_a_web_page_in_place_of_the_file_is_refused_with_its_title(agency: Agency) -> None:
    agency.publisher.fault(QCEW, Fault(page=True))
    with pytest.raises(Unreachable, match=r"web page .'Down for maintenance'. instead of"):
        agency.fetch()
    assert len(agency.publisher.spans(QCEW)) == 1


def test_a_web_page_does_not_cost_the_part_that_has_arrived(agency: Agency) -> None:
    agency.publisher.fault(QCEW, Fault(cut=100), Fault(page=True))
    with pytest.raises(Unreachable, match="web page"):
        agency.fetch()
    agency.fetch()
    assert agency.publisher.spans(QCEW)[-1] == "bytes=100-"


def test_a_refusal_asks_for_a_contact(agency: Agency) -> None:
    agency.publisher.fault(QCEW, Fault(status=403))
    with pytest.raises(Unreachable, match=r"refuses us .answer 403.; give an e-mail address"):
        agency.fetch()


def test_tables_that_a_server_refuses_to_programs_are_passed_over(agency: Agency) -> None:
    agency.publisher.fault(INDUSTRIES, Fault(status=403))
    done = {f.remote.path: f for f in agency.fetch()}
    assert done[INDUSTRIES].status == "refused"
    assert done[INDUSTRIES].path is None
    assert {f.status for path, f in done.items() if path != INDUSTRIES} == {"fetched"}


def test_a_file_saved_in_a_browser_into_the_cache_is_taken(agency: Agency) -> None:
    agency.publisher.fault(INDUSTRIES, *[Fault(status=403)] * 2)
    refused = [f for f in agency.fetch() if f.status == "refused"]
    (sentence,) = passed_over(refused, agency.cache)
    assert (
        f"https://www.bls.gov{INDUSTRIES} in a browser as {agency.cache}/industry.xlsx" in sentence
    )
    (agency.cache / "industry.xlsx").write_bytes(sheets.industries())
    done = {f.remote.path: f for f in agency.fetch(offline=True)}
    assert done[INDUSTRIES].status == "from cache"
    assert (
        json.loads((agency.cache / "checksums.json").read_text())["files"]["industry.xlsx"]["asked"]
        == "a browser"
    )
    assert (agency.out / "projections_industries_2024.csv").exists()


def test_one_missing_file_does_not_keep_the_others_away(agency: Agency) -> None:
    agency.publisher.withdraw(NAICS)
    agency.publisher.withdraw(CBP)
    with pytest.raises(Unreachable, match="2 of 24 files could not be fetched"):
        agency.fetch()
    assert (agency.out / "qcew_2023_annual_ri.csv.gz").exists()
    assert agency.half_written() == set()


def test_a_dead_server_is_not_asked_five_times_for_every_file(
    agency: Agency, tmp_path: Path
) -> None:
    with Publisher() as gone:
        address = gone.address
    with pytest.raises(Unreachable, match="24 of 24 files could not be fetched"):
        download(
            "RI",
            tmp_path / "out",
            cache=tmp_path / "cache",
            mirrors=dict.fromkeys(addresses.BASES, address),
            years=[2023],
            manner=TransferManner(wait=agency.waited.append, timeout=2),
        )
    assert agency.waited == [1.0, 2.0, 4.0, 8.0]


# ── the cache ────────────────────────────────────────────────────────────────────────────


def test_offline_everything_comes_from_the_cache(agency: Agency) -> None:
    agency.fetch()
    agency.publisher.asked.clear()
    assert {f.status for f in agency.fetch(offline=True)} == {"from cache"}
    assert agency.publisher.asked == []


def test_offline_without_a_cache_says_what_is_missing(agency: Agency) -> None:
    with pytest.raises(
        Unreachable, match=r"lacks 14 of 24 files: Job Zones.txt, .*Run the command once"
    ):
        agency.fetch(offline=True)
    assert not agency.out.exists()


def test_a_cached_file_that_was_altered_is_fetched_again(agency: Agency) -> None:
    agency.fetch()
    (agency.cache / "cbp23co.zip").write_bytes(agency.cached(CBP)[:-1] + b"x")
    with pytest.raises(Unreachable, match=r"cbp23co.zip .its checksum no longer fits"):
        agency.fetch(offline=True)
    assert {f.remote.path for f in agency.fetch() if f.status == "fetched"} == {CBP}
    assert agency.cached(CBP) == agency.publisher.files[CBP]


def test_another_release_of_the_same_name_is_another_file(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency.fetch()
    monkeypatch.setattr(addresses, "ONET_RELEASE", "29_1")
    lay_out(agency.publisher, "RI", [2023])
    assert {f.remote.source for f in agency.fetch() if f.status == "fetched"} == {"onet"}


def test_checksums_that_are_no_checksums_are_refused(agency: Agency) -> None:
    agency.fetch()
    (agency.cache / "checksums.json").write_text("[]")
    with pytest.raises(BadInput, match="remove this file"):
        agency.fetch()


def test_a_publisher_that_changes_its_layout_is_named_and_the_former_file_stays(
    agency: Agency,
) -> None:
    agency.fetch()
    former = (agency.out / "cbp_2023_counties_ri.csv.gz").read_bytes()
    agency.publisher.publish(CBP, zipped({"cbp23co.txt": b"STATE,COUNTY,JOBS\n44,007,1\n"}))
    (agency.cache / "cbp23co.zip").unlink()
    with pytest.raises(BadInput, match=r"cbp23co.zip: expected a header with fipstate"):
        agency.fetch()
    assert (agency.out / "cbp_2023_counties_ri.csv.gz").read_bytes() == former
    assert agency.half_written() == set()


def test_a_new_layout_of_one_file_does_not_keep_the_others_away(agency: Agency) -> None:
    agency.publisher.publish(ACS, sheets.commuting(headings=("State", "County", "Workers")))
    with pytest.raises(BadInput, match=r"table1\.xlsx"):
        agency.fetch()
    assert not (agency.out / "acs_2016_2020.csv").exists()
    assert (agency.out / "qcew_2023_annual_ri.csv.gz").exists()
    assert agency.half_written() == set()


def test_a_new_layout_of_a_file_that_a_build_can_do_without_is_told(agency: Agency) -> None:
    agency.publisher.publish(INDUSTRIES, sheets.occupations())
    strange = [f for f in agency.fetch() if f.status != "fetched"]
    assert [(f.remote.path, f.status) for f in strange] == [(INDUSTRIES, "not understood")]
    (sentence,) = passed_over(strange, agency.cache)
    assert sentence.startswith("projections: industry.xlsx: expected a sheet 'Employment and ")
    assert not (agency.out / "projections_industries_2024.csv").exists()
    assert agency.half_written() == set()


def test_a_workbook_that_breaks_off_is_fetched_again(agency: Agency) -> None:
    agency.publisher.fault(ACS, Fault(claim=-50))
    agency.fetch()
    assert len(agency.publisher.spans(ACS)) == 2
    assert agency.cached(ACS) == agency.publisher.files[ACS]


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(agency: Agency) -> None:
    agency.out.write_text("a file where the folder should be")
    with pytest.raises(SectoralError, match="cannot be written"):
        agency.fetch()


# ── wrong use ────────────────────────────────────────────────────────────────────────────


def test_an_unknown_state_is_refused_before_anyone_is_asked(agency: Agency) -> None:
    with pytest.raises(WrongUse, match="'ZZ' is not a state"):
        agency.fetch("ZZ")
    assert agency.publisher.asked == []


@pytest.mark.parametrize(
    ("mirrors", "words"),
    [
        ({"https://bls.gov": "http://127.0.0.1"}, "is not a publisher's address"),
        ({"https://data.bls.gov": "file:///etc"}, "must begin with http"),
    ],
)
def test_a_mirror_of_nobody_or_over_no_network_is_refused(
    tmp_path: Path, mirrors: dict[str, str], words: str
) -> None:
    with pytest.raises(WrongUse, match=words):
        download("RI", tmp_path / "out", cache=tmp_path / "cache", mirrors=mirrors)
