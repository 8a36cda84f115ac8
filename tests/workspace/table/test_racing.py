"""Two processes act on the same rows at the same moment; what must hold holds after each round.

SECTORAL_RACES sets the number of rounds, 12 unless said; who comes first is asked from 50 on.
"""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROUNDS = int(os.environ.get("SECTORAL_RACES", "12"))
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database over which two runners have raced."""
    home = tmp_path_factory.mktemp("race")
    run(home, "prepare", str(ROUNDS)).wait()
    both = [run(home, "race", str(ROUNDS), str(me)) for me in (0, 1)]
    assert [runner.wait() for runner in both] == [0, 0]
    return home


def run(home: Path, *words: str) -> subprocess.Popen[bytes]:
    env = os.environ | {
        "SECTORAL_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "sectoral.workspace.settings",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.workspace.table.racing", *words], env=env, cwd=ROOT
    )


@pytest.fixture
def rows(home: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(home / "workspace.sqlite3")
    yield connection
    connection.close()


def told(home: Path, name: str) -> list[tuple[str, str]]:
    """What the two runners were told in each round of one race."""
    lines = [
        [json.loads(line) for line in (home / f"told-{me}").read_text().splitlines()]
        for me in (0, 1)
    ]
    one, other = ([row[2] for row in rows if row[1] == name] for rows in lines)
    return list(zip(one, other, strict=True))


def count(rows: sqlite3.Connection, sql: str) -> int:
    found: int = rows.execute(sql).fetchone()[0]
    return found


def test_nobody_met_an_error_only_answers(home: Path) -> None:
    for name in ("approve", "approve again", "settle", "share", "handle", "aside"):
        for pair in told(home, name):
            assert not [answer for answer in pair if answer.startswith("database")], name


def test_each_solution_is_approved_once_at_most_and_never_without_its_majority(
    home: Path, rows: sqlite3.Connection
) -> None:
    twice = count(
        rows,
        "SELECT COUNT(*) FROM (SELECT subject_id FROM workspace_event WHERE verb = 'approve' "
        "AND subject = 'solution' GROUP BY subject_id HAVING COUNT(*) > 1)",
    )
    # Three of five: a yes more than the no leaves. No votes are cast after the approval.
    short = count(
        rows,
        "SELECT COUNT(*) FROM workspace_solution o WHERE o.state = 'approved' AND (SELECT COUNT(*) "
        "FROM workspace_approval v WHERE v.solution_id = o.id AND v.yes) < 3",
    )
    assert (twice, short) == (0, 0)
    assert len(told(home, "approve")) == ROUNDS


def test_a_promise_is_settled_once(home: Path, rows: sqlite3.Connection) -> None:
    assert all(sorted(a == "done" for a in pair) == [False, True] for pair in told(home, "settle"))
    lines = count(
        rows,
        "SELECT COUNT(*) FROM workspace_event WHERE subject = 'commitment' "
        "AND verb IN ('keep', 'withdraw')",
    )
    agrees = count(
        rows,
        "SELECT COUNT(*) FROM workspace_commitment c WHERE (c.state = 'kept' AND c.reason = '') "
        "OR (c.state = 'withdrawn' AND c.reason <> '')",
    )
    assert (lines, agrees) == (ROUNDS, ROUNDS)


def test_a_share_is_received_or_released_never_both(home: Path, rows: sqlite3.Connection) -> None:
    assert all(sorted(a == "done" for a in pair) == [False, True] for pair in told(home, "share"))
    agrees = count(
        rows,
        "SELECT COUNT(*) FROM workspace_costshare s WHERE "
        "(s.state = 'received' AND s.received_usd IS NOT NULL) "
        "OR (s.state = 'released' AND s.received_usd IS NULL)",
    )
    assert agrees == ROUNDS


def test_a_report_is_handled_once(home: Path, rows: sqlite3.Connection) -> None:
    assert all(sorted(a == "done" for a in pair) == [False, True] for pair in told(home, "handle"))
    assert count(rows, "SELECT COUNT(*) FROM workspace_event WHERE verb='handle_pitch'") == ROUNDS


def test_criteria_are_never_fixed_after_an_offer_is_known(
    home: Path, rows: sqlite3.Connection
) -> None:
    after = count(
        rows,
        "SELECT COUNT(*) FROM workspace_event a JOIN workspace_event c ON a.subject='solution' "
        "AND c.subject='solution' AND a.subject_id = c.subject_id AND a.verb = 'stand_aside' "
        "AND c.verb = 'contribute' AND c.words LIKE '%offers to deliver%' AND c.id < a.id",
    )
    assert after == 0
    assert all("done" in pair for pair in told(home, "aside"))


def test_the_two_really_met(home: Path) -> None:
    # Either runner comes first in some rounds; else one merely followed the other.
    if ROUNDS >= 50:
        winners = {pair.index("done") for pair in told(home, "settle")}
        assert winners == {0, 1}
