# ruff: noqa: S608 - every query here is made of constants
"""What must be true of the table after every move, asked of the rows alone.

Nothing here calls a guard, a read or a count of the product: the sentences are written again, as
SQL that looks for rows that break them, so that a mistake in the product is not made twice.
`:now` is the moment of the last move; every move has a moment of its own.

I7 (raw survey answers), I8, I9 and I14 (releases of data) are of parts that are not built yet.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from django.db import connection

_OWNER = "CASE WHEN g.owner_id IS NULL THEN 'o' || g.id ELSE 'g' || g.owner_id END"
_COMPANY = "s.system = 'employer' AND (s.voting OR NOT s.vendor_like)"
_OPEN = "('designing','employer_review','approved','resourced','delivering','measuring')"

_DECIDED = f"""EXISTS (SELECT 1 FROM workspace_realignment r
    WHERE r.partnership_id = v.subject_id AND r.kind = '{{0}}' AND r.done_at = :now
      AND (r.decided_because <> '' AND r.confirmed_at = :now
        OR 2 * (SELECT COUNT(DISTINCT {_OWNER}) FROM workspace_consent c
            JOIN workspace_seat s ON s.id = c.seat_id
            JOIN workspace_organization g ON g.id = s.organization_id
            WHERE c.realignment_id = r.id AND c.yes AND s.partnership_id = r.partnership_id
              AND {_COMPANY} AND (s.until IS NULL OR s.until = :now))
          > (SELECT COUNT(DISTINCT {_OWNER}) FROM workspace_seat s
            JOIN workspace_organization g ON g.id = s.organization_id
            WHERE s.partnership_id = r.partnership_id AND {_COMPANY}
              AND s.standing IN ('seated', 'left') AND (s.until IS NULL OR s.until = :now))))"""

_LAUNCHED = """EXISTS (SELECT 1 FROM workspace_event l WHERE l.subject = 'partnership'
      AND l.subject_id = v.subject_id AND l.after = 'launched' AND l.at < :now)"""

BROKEN = {
    "P39: a launched partnership closed, and neither its companies nor the state had decided": f"""
        SELECT v.id FROM workspace_event v WHERE v.subject = 'partnership' AND v.at = :now
          AND v.after = 'closed' AND {_LAUNCHED} AND NOT {_DECIDED.format("close")}""",
    "P39: a launched partnership has another scope, and nobody whose it is had decided": f"""
        SELECT v.id FROM workspace_event v WHERE v.subject = 'partnership' AND v.at = :now
          AND v.verb = 'set_scope' AND {_LAUNCHED} AND NOT {_DECIDED.format("rescope")}""",
    "I16: a county that there is none of": """
        SELECT p.id FROM workspace_partnership p WHERE CAST(p.areas AS text) LIKE '%99999%'""",
    "I16: an industry that there is none of": """
        SELECT p.id FROM workspace_partnership p WHERE CAST(p.naics AS text) LIKE '%3399999%'""",
    "I1: a solution answers a need that was not raised by a company, shared and heard out": f"""
        SELECT a.id FROM workspace_answer a JOIN workspace_solution o ON o.id = a.solution_id
        JOIN workspace_need n ON n.id = a.need_id JOIN workspace_seat s ON s.id = n.raised_by_id
        WHERE NOT ({_COMPANY}) AND a.at = :now OR s.system <> 'employer'
           OR n.partnership_id <> o.partnership_id OR n.released_at IS NULL
           OR n.state IN ('draft','raised','clarified','validated','single')
           OR NOT EXISTS (SELECT 1 FROM workspace_event e WHERE e.subject = 'need'
                AND e.subject_id = n.id AND e.after = 'validated' AND e.at <= n.released_at)
           OR NOT EXISTS (SELECT 1 FROM workspace_support p WHERE p.need_id = n.id
                AND p.seat_id <> n.raised_by_id AND p.at <= n.released_at)
           OR NOT EXISTS (SELECT 1 FROM workspace_release_needs m
                JOIN workspace_release r ON r.id = m.release_id
                WHERE m.need_id = n.id AND r.window_ends <= a.at)""",
    "I1: a solution has moved and answers no need": """
        SELECT o.id FROM workspace_solution o WHERE o.state <> 'idea'
          AND NOT EXISTS (SELECT 1 FROM workspace_answer a WHERE a.solution_id = o.id)""",
    "I2: a seat has two ballots that count, or an earlier one counts": """
        SELECT b.id FROM workspace_ballot b JOIN workspace_ballot c
          ON c.elector_id = b.elector_id AND c.id > b.id WHERE b.counts""",
    "I2: a seat voted and none of its ballots counts": """
        SELECT b.elector_id FROM workspace_ballot b GROUP BY b.elector_id HAVING
          SUM(CASE WHEN b.counts THEN 1 ELSE 0 END) = 0""",
    "I2: a ballot was cast by somebody who does not act for an elector, or out of hours": """
        SELECT b.id FROM workspace_ballot b JOIN workspace_elector e ON e.id = b.elector_id
        JOIN workspace_round r ON r.id = e.round_id JOIN workspace_seat s ON s.id = e.seat_id
        WHERE b.cast_at < r.opened_at OR b.cast_at >= r.closes_at
           OR r.closed_at IS NOT NULL AND b.cast_at > r.closed_at
           OR NOT EXISTS (SELECT 1 FROM workspace_delegate d WHERE d.seat_id = e.seat_id
                AND d.person_id = b.person_id AND d.since <= b.cast_at
                AND (d.until IS NULL OR d.until > b.cast_at))
           OR b.cast_at = :now AND (s.standing <> 'seated' OR s.until IS NOT NULL)""",
    "I2: an elector is no seat with a vote": """
        SELECT e.id FROM workspace_elector e JOIN workspace_round r ON r.id = e.round_id
        JOIN workspace_seat s ON s.id = e.seat_id
        JOIN workspace_partnership p ON p.id = r.partnership_id
        WHERE s.partnership_id <> p.id OR s.system NOT IN ('employer', 'labor')
           OR r.opened_at = :now AND (NOT s.voting OR s.standing <> 'seated'
             OR s.until IS NOT NULL OR s.system = 'labor' AND NOT p.labor_votes)""",
    "I2: a round that has not closed has a count, or a priority": """
        SELECT r.id FROM workspace_round r WHERE r.state IN ('draft', 'open')
          AND (r.result IS NOT NULL
               OR EXISTS (SELECT 1 FROM workspace_priority q WHERE q.round_id = r.id))""",
    "I3: an owner votes twice": f"""
        SELECT r.id FROM workspace_round r JOIN workspace_elector e ON e.round_id = r.id
        JOIN workspace_seat s ON s.id = e.seat_id
        JOIN workspace_organization g ON g.id = s.organization_id
        WHERE r.opened_at = :now AND r.count_each_because = ''
        GROUP BY r.id, {_OWNER} HAVING COUNT(*) > 1""",
    "I3: a need became shared by fewer owners than it takes": f"""
        SELECT n.id FROM workspace_need n JOIN workspace_event v
          ON v.subject = 'need' AND v.subject_id = n.id AND v.after = 'validated' AND v.at = :now
        WHERE (SELECT COUNT(DISTINCT {_OWNER}) FROM workspace_seat s
            JOIN workspace_organization g ON g.id = s.organization_id
            WHERE {_COMPANY} AND s.standing = 'seated' AND s.partnership_id = n.partnership_id
              AND (s.id = n.raised_by_id OR EXISTS (SELECT 1 FROM workspace_support p
                WHERE p.need_id = n.id AND p.seat_id = s.id AND p.version = n.version)))
          < COALESCE((SELECT k.supporters FROM workspace_groundrules k
                      WHERE k.partnership_id = n.partnership_id), 2)""",
    "I3: a solution was approved by no majority of owners": f"""
        SELECT o.id FROM workspace_solution o JOIN workspace_event v
          ON v.subject = 'solution' AND v.subject_id = o.id AND v.after = 'approved'
          AND v.at = :now
        WHERE 2 * (SELECT COUNT(DISTINCT {_OWNER}) FROM workspace_seat s
            JOIN workspace_organization g ON g.id = s.organization_id
            JOIN workspace_approval y ON y.seat_id = s.id AND y.solution_id = o.id
              AND y.review = o.review AND y.yes
            WHERE s.system = 'employer' AND s.voting AND s.standing = 'seated'
              AND s.partnership_id = o.partnership_id)
          <= (SELECT COUNT(DISTINCT {_OWNER}) FROM workspace_seat s
            JOIN workspace_organization g ON g.id = s.organization_id
            WHERE s.system = 'employer' AND s.voting AND s.standing = 'seated'
              AND s.partnership_id = o.partnership_id)""",
    "I4: a released need is not of exactly one release, at its one moment": """
        SELECT n.id FROM workspace_need n WHERE n.released_at IS NOT NULL AND 1 <> (
            SELECT COUNT(*) FROM workspace_release_needs m JOIN workspace_release r
            ON r.id = m.release_id WHERE m.need_id = n.id)
          OR EXISTS (SELECT 1 FROM workspace_release_needs m JOIN workspace_release r
            ON r.id = m.release_id WHERE m.need_id = n.id
            AND (n.released_at IS NULL OR r.released_at <> n.released_at))""",
    "I4: a public partner was told of a release at another moment than the rest": """
        SELECT x.id FROM workspace_message x JOIN workspace_release r
          ON x.key LIKE 'release ' || r.id || ' to %' WHERE x.due_at <> r.released_at""",
    "I4: somebody read a release before its moment": """
        SELECT t.id FROM workspace_receipt t JOIN workspace_release r ON r.id = t.release_id
        WHERE t.at < r.released_at""",
    "I5: a public partner wrote to companies with no solution open": f"""
        SELECT t.id FROM workspace_post t JOIN workspace_seat s ON s.id = t.seat_id
        WHERE t.at = :now AND NOT ({_COMPANY}) AND NOT EXISTS (
          SELECT 1 FROM workspace_solution o WHERE o.id = t.solution_id
            AND o.partnership_id = t.partnership_id AND o.state IN {_OPEN})""",
    "I6: from forming to active there is not exactly one lead convener": """
        SELECT p.id FROM workspace_partnership p
        WHERE p.stage IN ('forming', 'launch_ready', 'launched', 'active') AND 1 <> (
          SELECT COUNT(*) FROM workspace_appointment a
          WHERE a.partnership_id = p.id AND a.lead AND a.until IS NULL)""",
    "I6: a solution was moved by somebody whose own organization would deliver it": """
        SELECT v.id FROM workspace_event v JOIN workspace_contribution c
          ON c.solution_id = v.subject_id AND c.delivers AND c.withdrawn_at IS NULL
        JOIN workspace_seat s ON s.id = c.seat_id
        WHERE v.subject = 'solution' AND v.at = :now AND v.after <> '' AND v.verb <> 'take_back'
          AND EXISTS (SELECT 1 FROM workspace_membership m WHERE m.person_id = v.actor_id
            AND m.organization_id = s.organization_id AND m.until IS NULL)""",
    "I6: a convener's organization offers to deliver and has not stood aside": """
        SELECT c.id FROM workspace_contribution c JOIN workspace_seat s ON s.id = c.seat_id
        JOIN workspace_solution o ON o.id = c.solution_id
        JOIN workspace_appointment a ON a.partnership_id = o.partnership_id
          AND a.organization_id = s.organization_id AND a.until IS NULL
        WHERE c.delivers AND c.at = :now AND NOT EXISTS (SELECT 1 FROM workspace_recusal r
          WHERE r.solution_id = o.id AND r.organization_id = s.organization_id AND r.at <= c.at)""",
    "I10: two live partnerships of one sector and region": """
        SELECT p.id FROM workspace_partnership p JOIN workspace_partnership q
          ON q.region = p.region AND q.sector = p.sector AND q.id > p.id
        WHERE p.waiver = '' AND q.waiver = ''
          AND p.stage NOT IN ('rejected', 'merged', 'split', 'closed')
          AND q.stage NOT IN ('rejected', 'merged', 'split', 'closed')""",
    "I11: a merged partnership leads nowhere": """
        SELECT p.id FROM workspace_partnership p WHERE p.stage = 'merged'
          AND p.successor_id IS NULL""",
    "I12: active without a review of that moment that passed": """
        SELECT p.id FROM workspace_partnership p WHERE p.stage = 'active' AND NOT EXISTS (
          SELECT 1 FROM workspace_review v WHERE v.partnership_id = p.id AND v.passed
            AND v.at = p.stage_since)""",
    "I12: somebody typed 'active'": """
        SELECT v.id FROM workspace_event v WHERE v.subject = 'partnership'
          AND v.after = 'active' AND v.actor_id IS NOT NULL""",
    "I12: became active with no priority by vote, no company's team, or no plan": """
        SELECT p.id FROM workspace_partnership p WHERE p.stage = 'active' AND p.stage_since = :now
          AND (NOT EXISTS (SELECT 1 FROM workspace_priority q JOIN workspace_round r
                 ON r.id = q.round_id WHERE q.partnership_id = p.id AND r.state = 'published'
                 AND q.until IS NULL AND EXISTS (SELECT 1 FROM workspace_elector e
                   JOIN workspace_ballot b ON b.elector_id = e.id WHERE e.round_id = r.id))
            OR NOT EXISTS (SELECT 1 FROM workspace_actionteam t JOIN workspace_seat s
                 ON s.id = t.led_by_id WHERE t.partnership_id = p.id AND t.until IS NULL
                 AND s.system = 'employer' AND s.standing = 'seated')
            OR NOT EXISTS (SELECT 1 FROM workspace_actionplan a WHERE a.partnership_id = p.id))""",
    "I13: launched without a launch that companies led": f"""
        SELECT v.id FROM workspace_event v WHERE v.subject = 'partnership' AND v.verb = 'launch'
          AND v.at = :now AND NOT EXISTS (
            SELECT 1 FROM workspace_meeting m JOIN workspace_seat c ON c.id = m.chaired_by_id
            WHERE m.partnership_id = v.subject_id AND m.kind = 'launch' AND m.state = 'held'
              AND c.system = 'employer' AND (c.voting OR NOT c.vendor_like)
              AND (SELECT COUNT(DISTINCT {_OWNER}) FROM workspace_attendance t
                   JOIN workspace_seat s ON s.id = t.seat_id
                   JOIN workspace_organization g ON g.id = s.organization_id
                   WHERE t.meeting_id = m.id AND {_COMPANY})
                > (SELECT COUNT(DISTINCT {_OWNER}) FROM workspace_attendance t
                   JOIN workspace_seat s ON s.id = t.seat_id
                   JOIN workspace_organization g ON g.id = s.organization_id
                   WHERE t.meeting_id = m.id AND NOT ({_COMPANY}) AND s.system <> 'association'))
        """,
    "I13: held without the antitrust statement, or chaired by somebody who was not there": """
        SELECT m.id FROM workspace_meeting m WHERE m.state = 'held' AND (NOT m.antitrust_opened
          OR NOT EXISTS (SELECT 1 FROM workspace_attendance t WHERE t.meeting_id = m.id
                         AND t.seat_id = m.chaired_by_id))""",
}
"""Sentence → a query for the ids of rows of which it is true; there should be none."""

_LABELS = list(BROKEN)
_ALL = " UNION ALL ".join(
    f"SELECT {number}, x.id FROM ({sql}) AS x" if "elector_id FROM" not in sql
    else f"SELECT {number}, x.elector_id FROM ({sql}) AS x"
    for number, sql in enumerate(BROKEN.values())
)  # fmt: skip
_QUERY = _ALL.replace("%", "%%").replace(":now", "%s")
_MOMENTS = _ALL.count(":now")

STATES = {
    "partnership": "stage",
    "need": "state",
    "round": "state",
    "meeting": "state",
    "solution": "state",
    "commitment": "state",
    "costshare": "state",
}
BEGINNINGS = {
    "partnership": "proposed",
    "need": "draft",
    "round": "draft",
    "meeting": "planned",
    "solution": "idea",
    "commitment": "offered",
    "costshare": "pledged",
}
_STATES = " UNION ALL ".join(
    f"SELECT '{noun}', id, {column} FROM workspace_{noun}" for noun, column in STATES.items()
)
_REASONS = {"reject", "pause", "merge", "split", "close", "let_go", "reopen", "void", "cancel",
            "send_back", "take_back", "stop", "renegotiate", "withdraw"}  # fmt: skip
"""Moves of which the domain says that they need a reason; 'close' a round is none of them."""

_CLOCKS = {"become_active", "fall_at_risk", "go_stale", "pause", "close", "fall_due", "run_late",
           "take_back_launch", "cancel", "resume", "take_up_again", "end_pause"}  # fmt: skip
"""Moves that time may make, or that follow from the end of a table."""


def broken(now: datetime) -> list[str]:
    """The sentences that are true and must not be, with the ids of their rows."""
    found: dict[str, list[int]] = {}
    for number, row in _rows(_QUERY, [_kept(now)] * _MOMENTS):
        found.setdefault(_LABELS[number], []).append(row)
    return [f"{label} (rows {ids})" for label, ids in found.items()]


class Record:
    """The record and the stages as they were after the last move (I11), electorates too (I2)."""

    def __init__(self) -> None:
        self.states = dict(self._states())
        self.lines = self._lines()
        self.electors = self._electors()

    def faults(self, now: datetime) -> Iterator[str]:
        """What changed since the last time and has no line; then remember what is now."""
        lines, states, electors = self._lines(), dict(self._states()), self._electors()
        if lines[: len(self.lines)] != self.lines:
            yield "I11: a line of the record was changed or removed"
        new = lines[len(self.lines) :]
        for key in states.keys() | self.states.keys():
            yield from _unwritten(key, self.states.get(key), states.get(key), new)
        yield from _incomplete(new, _kept(now))
        for number, seats in self.electors.items():
            if electors.get(number) != seats:
                yield f"I2: the electorate of round {number} changed after it had opened"
        self.states, self.lines, self.electors = states, lines, electors

    @staticmethod
    def _states() -> Iterator[tuple[tuple[str, int], str]]:
        for noun, number, state in _rows(_STATES):
            yield (noun, number), state

    @staticmethod
    def _lines() -> list[tuple[Any, ...]]:
        return _rows(
            "SELECT id, subject, subject_id, before, after, verb, actor_id, at, reason, words "
            "FROM workspace_event ORDER BY id"
        )

    @staticmethod
    def _electors() -> dict[int, tuple[int, ...]]:
        found: dict[int, tuple[int, ...]] = {}
        for number, seat in _rows("SELECT round_id, seat_id FROM workspace_elector ORDER BY id"):
            found[number] = (*found.get(number, ()), seat)
        return found


def _unwritten(
    key: tuple[str, int], old: str | None, here: str | None, lines: list[tuple[Any, ...]]
) -> Iterator[str]:
    """I11: the new lines lead from the old stage to the new one, step by step."""
    noun, number = key
    if here is None:
        yield f"I11: {noun} {number} was removed"
        return
    steps = [(row[3], row[4]) for row in lines if (row[1], row[2]) == key and row[4]]
    if old is None:
        old = BEGINNINGS[noun]
    for before, after in steps:
        if before != old:
            yield f"I11: {noun} {number} was {old}, its line says {before}"
        old = after
    if old != here:
        yield f"I11: {noun} {number} is {here} and the record says {old}"


def _incomplete(lines: list[tuple[Any, ...]], now: str) -> Iterator[str]:
    """I11: a move's line has its actor or is the clock's, its time, and its reason if need be."""
    for _, noun, number, _, after, verb, actor, at, reason, _ in lines:
        if str(at) != now:
            yield f"I11: {verb} of {noun} {number} is dated {at}, not {now}"
        if not after:
            continue
        if actor is None and verb not in _CLOCKS:
            yield f"I11: nobody did {verb} to {noun} {number}"
        if verb in _REASONS and not reason and noun != "round":
            yield f"I11: {verb} of {noun} {number} has no reason"


def _kept(now: datetime) -> str:
    """A moment as the database keeps it."""
    return str(connection.ops.adapt_datetimefield_value(now))


def overlapping() -> Iterator[str]:
    """I10: live partnerships of one industry in one county, with no waiver of these two."""
    pairs = {
        frozenset(pair) for pair in _rows("SELECT partnership_id, beside_id FROM workspace_waiver")
    }
    live = [
        (number, json.loads(codes), set(json.loads(areas)))
        for number, codes, areas in _rows(
            "SELECT id, naics, areas FROM workspace_partnership "
            "WHERE stage NOT IN ('rejected', 'merged', 'split', 'closed')"
        )
    ]
    for (one, codes, areas), (other, theirs, there) in combinations(live, 2):
        alike = any(a.startswith(b) or b.startswith(a) for a in codes for b in theirs)
        if alike and areas & there and frozenset((one, other)) not in pairs:
            yield f"I10: partnerships {one} and {other} cover the same industry and counties"


_ASKED = f"""SELECT m.id AS meeting, d.person_id AS person, m.sequence AS sequence
    FROM workspace_meeting m JOIN workspace_partnership p ON p.id = m.partnership_id
    JOIN workspace_seat s ON s.partnership_id = p.id
    JOIN workspace_delegate d ON d.seat_id = s.id JOIN workspace_user u ON u.id = d.person_id
    WHERE m.ends > %s AND m.state IN ('invited', 'open') AND m.invited_by_id IS NOT NULL
      AND p.stage NOT IN ('proposed', 'paused', 'rejected', 'merged', 'split', 'closed')
      AND s.standing = 'seated' AND s.until IS NULL AND d.until IS NULL AND d.confirmed_at > %s
      AND u.is_active AND (m.kind <> 'support' OR NOT ({_COMPANY}))
    UNION SELECT m.id, a.person_id, m.sequence
    FROM workspace_meeting m JOIN workspace_partnership p ON p.id = m.partnership_id
    JOIN workspace_appointment a ON a.partnership_id = p.id
    JOIN workspace_user u ON u.id = a.person_id
    WHERE m.ends > %s AND m.state IN ('invited', 'open') AND m.invited_by_id IS NOT NULL
      AND p.stage NOT IN ('proposed', 'paused', 'rejected', 'merged', 'split', 'closed')
      AND a.until IS NULL AND a.term_ends >= %s AND u.is_active"""
_HELD = """SELECT i.meeting_id AS meeting, i.person_id AS person, i.change AS sequence
    FROM workspace_invitee i JOIN workspace_meeting m ON m.id = i.meeting_id
    WHERE m.ends > %s AND i.holds AND (m.state <> 'held' OR m.starts > %s)"""


def untold(now: datetime) -> Iterator[str]:
    """Who holds which entry of the coming meetings, against who should hold which."""
    today = connection.ops.adapt_datefield_value(now.date())
    asked = _rows(_ASKED, [_kept(now), _kept(now - timedelta(days=365)), _kept(now), today])
    held = _rows(_HELD, [_kept(now), _kept(now)])
    for words, rows in (
        ("was not told of the meeting as it is", set(asked) - set(held)),
        ("is not asked and holds an entry", set(held) - set(asked)),
    ):
        if rows:
            yield f"calendars: somebody {words} (rows {sorted(rows)})"


def _rows(sql: str, params: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
