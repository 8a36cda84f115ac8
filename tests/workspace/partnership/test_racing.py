# ruff: noqa: S608 - every question here is made of constants
"""Two processes act on the same rows at the same moment; what must hold holds after each round.

On the database that the tests run on: `python3 run.py test` runs them on SQLite and on PostgreSQL.
SECTORAL_RACES sets the number of rounds, 40 unless said; fewer are not asked who came first. The
last long run is in docs/walks.md.
"""

import json
import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

ROUNDS = int(os.environ.get("SECTORAL_RACES", "40"))
SERVER = os.environ.get("SECTORAL_DATABASE", "")
ROOT = Path(__file__).parents[3]
RACES = ("approve", "approve again", "approve at once", "aside", "settle", "share", "handle",
         "ballot", "appoint", "merge")  # fmt: skip
ONE_WINS = ("approve at once", "settle", "share", "handle", "appoint")

Count = Callable[[str], int]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder, and a database over which two runners have raced."""
    home = tmp_path_factory.mktemp("race")
    if SERVER:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {_name(home)}")
    assert run(home, "prepare", str(ROUNDS)).wait() == 0
    ends = socket.socketpair()
    both = [
        run(home, "race", str(ROUNDS), str(me), str(end.fileno()), keep=end.fileno())
        for me, end in enumerate(ends)
    ]
    for end in ends:
        end.close()
    assert [runner.wait() for runner in both] == [0, 0]
    yield home
    if SERVER:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f"DROP DATABASE {_name(home)} WITH (FORCE)")


def _name(home: Path) -> str:
    return f"race_{os.getpid()}_{home.name.replace('-', '_')}"


def _address(home: Path) -> str:
    return urlsplit(SERVER)._replace(path=f"/{_name(home)}").geturl()


def run(home: Path, *words: str, keep: int | None = None) -> subprocess.Popen[bytes]:
    env = os.environ | {
        "SECTORAL_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "sectoral.workspace.settings",
    }
    if SERVER:
        env["SECTORAL_DATABASE"] = _address(home)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.workspace.partnership.racing", *words],
        env=env,
        cwd=ROOT,
        pass_fds=[] if keep is None else [keep],
        stdout=subprocess.PIPE if words == ("broken",) else None,
    )


@pytest.fixture
def count(home: Path) -> Iterator[Count]:
    """What a question with one number for an answer is answered with."""
    connection = (
        psycopg.connect(_address(home)) if SERVER else sqlite3.connect(home / "workspace.sqlite3")
    )

    def counted(sql: str) -> int:
        found: int = connection.execute(sql).fetchone()[0]  # type: ignore[index]
        return found

    yield counted
    connection.close()


def told(home: Path, name: str) -> list[tuple[str, str]]:
    """What the two runners were told in each round of one race."""
    one, other = ([row[2] for row in rows if row[1] == name] for rows in lines(home))
    return list(zip(one, other, strict=True))


def lines(home: Path) -> list[list[list[Any]]]:
    """Each runner's lines: number, race, what it was told, from when to when, its head start."""
    return [
        [json.loads(line) for line in (home / f"told-{me}").read_text().splitlines()]
        for me in (0, 1)
    ]


def test_nobody_met_an_error_only_answers(home: Path) -> None:
    for name in RACES:
        assert len(told(home, name)) == ROUNDS
        for pair in told(home, name):
            assert not [answer for answer in pair if answer.startswith("database")], name


def test_each_solution_is_approved_once_at_most_and_never_without_its_majority(
    home: Path, count: Count
) -> None:
    twice = count(
        "SELECT COUNT(*) FROM (SELECT subject_id FROM workspace_event WHERE verb = 'approve' "
        "AND subject = 'solution' GROUP BY subject_id HAVING COUNT(*) > 1)",
    )
    # Three of five: a yes more than the no leaves. No votes are cast after the approval.
    short = count(
        "SELECT COUNT(*) FROM workspace_solution o WHERE o.state = 'approved' AND (SELECT COUNT(*) "
        "FROM workspace_approval v WHERE v.solution_id = o.id AND v.yes) < 3",
    )
    assert (twice, short) == (0, 0)
    # Nothing is asked for but the approval: one of the two gives it, in every round.
    for pair in told(home, "approve at once"):
        assert sorted(answer.partition(":")[0] for answer in pair) == ["done", "refused"]
    approved = "SELECT COUNT(*) FROM workspace_solution WHERE state = 'approved' AND title LIKE "
    assert count(f"{approved} 'ripe %'") == ROUNDS


def test_a_promise_is_settled_once(home: Path, count: Count) -> None:
    assert all(sorted(a == "done" for a in pair) == [False, True] for pair in told(home, "settle"))
    lines = count(
        "SELECT COUNT(*) FROM workspace_event WHERE subject = 'commitment' "
        "AND verb IN ('keep', 'withdraw')",
    )
    agrees = count(
        "SELECT COUNT(*) FROM workspace_commitment c WHERE (c.state = 'kept' AND c.reason = '') "
        "OR (c.state = 'withdrawn' AND c.reason <> '')",
    )
    assert (lines, agrees) == (ROUNDS, ROUNDS)


def test_a_share_is_received_or_released_never_both(home: Path, count: Count) -> None:
    assert all(sorted(a == "done" for a in pair) == [False, True] for pair in told(home, "share"))
    agrees = count(
        "SELECT COUNT(*) FROM workspace_costshare s WHERE "
        "(s.state = 'received' AND s.received_usd IS NOT NULL) "
        "OR (s.state = 'released' AND s.received_usd IS NULL)",
    )
    assert agrees == ROUNDS


def test_a_report_is_handled_once(home: Path, count: Count) -> None:
    assert all(sorted(a == "done" for a in pair) == [False, True] for pair in told(home, "handle"))
    assert count("SELECT COUNT(*) FROM workspace_event WHERE verb='handle_pitch'") == ROUNDS


def test_criteria_are_never_fixed_after_an_offer_is_known(home: Path, count: Count) -> None:
    after = count(
        "SELECT COUNT(*) FROM workspace_event a JOIN workspace_event c ON a.subject='solution' "
        "AND c.subject='solution' AND a.subject_id = c.subject_id AND a.verb = 'stand_aside' "
        "AND c.verb = 'contribute' AND c.words LIKE '%offers to deliver%' AND c.id < a.id",
    )
    assert after == 0
    assert all("done" in pair for pair in told(home, "aside"))


def test_a_seat_has_one_ballot_that_counts_however_its_delegates_hurry(
    home: Path, count: Count
) -> None:
    # Both are taken, one after the other: 2 a round, and the last one counts.
    assert all(pair == ("done", "done") for pair in told(home, "ballot"))
    assert count("SELECT COUNT(*) FROM workspace_ballot") == 2 * ROUNDS
    assert count("SELECT COUNT(*) FROM workspace_ballot WHERE counts") == 1
    last = "id = (SELECT MAX(id) FROM workspace_ballot)"
    assert count(f"SELECT COUNT(*) FROM workspace_ballot WHERE counts AND {last}") == 1


def test_a_partnership_gets_one_lead_convener(home: Path, count: Count) -> None:
    for pair in told(home, "appoint"):
        assert sorted(answer.partition(":")[0] for answer in pair) == ["done", "refused"]
    leads = "SELECT COUNT(*) FROM workspace_appointment a JOIN workspace_partnership p ON p.id = "
    leads += "a.partnership_id WHERE p.sector = 'vacant' AND a.lead AND a.until IS NULL"
    assert count(leads) == ROUNDS


def test_a_merge_loses_nothing_that_was_written_meanwhile(home: Path, count: Count) -> None:
    assert all(pair[0] == "done" for pair in told(home, "merge")), told(home, "merge")
    # Whichever came last to the successor's scope, nothing of the other was lost under it:
    # a merge adds 31 to what it finds, and an edit says 51 and 72 whatever was there.
    last = (
        "(SELECT e.verb FROM workspace_event e WHERE e.subject = 'partnership' AND e.subject_id "
        "= p.id AND e.verb IN ('set_scope', 'take_in') ORDER BY e.id DESC LIMIT 1)"
    )
    edited = (
        "EXISTS (SELECT 1 FROM workspace_event e WHERE e.subject = 'partnership' AND "
        "e.subject_id = p.id AND e.verb = 'set_scope')"
    )
    lost = count(
        "SELECT COUNT(*) FROM workspace_partnership p WHERE p.sector = 'goes on' AND "
        f"CAST(p.naics AS text) <> CASE WHEN {last} = 'set_scope' THEN '[\"51\", \"72\"]' "
        f'WHEN {edited} THEN \'["31", "51", "72"]\' ELSE \'["31", "51"]\' END'
    )
    assert lost == 0


def test_nobody_acts_at_a_table_that_has_merged(home: Path, count: Count) -> None:
    left = count(
        "SELECT COUNT(*) FROM workspace_seat s JOIN workspace_partnership p ON p.id = "
        "s.partnership_id WHERE p.stage = 'merged' AND s.until IS NULL"
    )
    # A need that was written down before the merge stays; after it none is.
    late = count(
        "SELECT COUNT(*) FROM workspace_event d JOIN workspace_need n ON d.subject = 'need' AND "
        "d.subject_id = n.id AND d.verb = 'draft' JOIN workspace_event m ON m.subject = "
        "'partnership' AND m.subject_id = n.partnership_id AND m.after = 'merged' WHERE d.id > m.id"
    )
    assert (left, late) == (0, 0)


def test_what_must_hold_holds_after_all_races(home: Path) -> None:
    asked = run(home, "broken")
    assert json.loads(asked.communicate()[0]) == []


def test_the_two_really_met(home: Path) -> None:
    if ROUNDS < 40:
        pytest.skip("too few rounds to ask who came first")
    # Each came first in some rounds, or one merely followed the other.
    for name in ONE_WINS:
        assert {pair.index("done") for pair in told(home, name)} == {0, 1}, name
    # A no that came before the third yes, and one that came too late.
    assert {"done" in pair for pair in told(home, "approve")} == {True, False}
    # Where neither had a head start they acted at the same time, mostly.
    together = [
        mine[3] < theirs[4] and theirs[3] < mine[4]
        for mine, theirs in zip(*lines(home), strict=True)
        if not (mine[5] or theirs[5])
    ]
    assert sum(together) > len(together) / 2
