"""A fuzz of every act on ids that exist: by every role, at two live tables and a closed one.

Each act is done to things that are there, by the people of that table, the state's, a stranger and
a visitor, through the interface and the page. A body fits at first; then some of it is replaced:
by ids of other rows, values of another kind, and what breaks careless programs. Whatever comes, an
answer says yes or no in words; one of the 5xx kind is a fault. What was done is undone.
"""

import json
import math
from dataclasses import dataclass
from random import Random
from time import monotonic
from typing import Any
from unittest import mock

from django.db import transaction

from sectoral.workspace.acts import ACTS
from sectoral.workspace.environment import clock
from sectoral.workspace.models import User
from sectoral.workspace.rules.permissions import PartnershipRole
from tests.attack.asked import Asked, Told
from tests.workspace.api.walking import body_for
from tests.workspace.channels.doors import Doors, fitting, of, undone
from tests.workspace.channels.partnership import NOW, SIGNED, Full
from tests.workspace.channels.partnerships import OFFICES, Tables, three

BODIES = 2
"""How many bodies each act is sent for each thing and person."""

THINGS = 2
"""How many things of a noun are tried at a table."""

_DEEP: Any = "deep"
for _ in range(80):
    _DEEP = [_DEEP]

HOSTILE: tuple[Any, ...] = (
    *("", " ", "\x00", "a\x00b", "\ud800", "\udfff tail", "\u202egnp.exe", "\ufeff", "é" * 5_000),
    *("'; DROP TABLE workspace_need; --", "<script>alert(1)</script>", "=1+1", "%s%n{0}{{7*7}}"),
    *("0000-00-00", "9999-12-31", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "24:61"),
    *(0, -1, 2**31, 2**63, 2**64, 10**300, -(10**300), 1e308, 0.1, math.inf, -math.inf, math.nan),
    *("1e400", "NaN", "Infinity", "-0", "٣", "1_000", "0x10", "9" * 5_000),
    *(None, True, False, [], {}, [[]], [None], {"": None}, {"id": 1}, ["\ud800"], _DEEP),
    *([1] * 2_000, list(range(300)), {"\x00": "\ud800"}, {str(n): n for n in range(300)}),
)


def attack(asked: Asked) -> Told:
    """Send every act, with bodies drawn from the seed; of less time, as much as there is."""
    told, ends = Told(), monotonic() + asked.seconds
    told.count("answers of the 5xx kind", 0)
    chance = Random(asked.seed)  # noqa: S311 - it draws bodies, no secrets
    with transaction.atomic(), mock.patch.object(clock, "now", return_value=NOW):
        visits = visits_to(three())
        chance.shuffle(visits)
        for visit in visits:
            if monotonic() < ends:
                _visited(told, visit, chance)
        transaction.set_rollback(True)
    return told


@dataclass(frozen=True)
class Visit:
    """One caller at one thing of one table: every act of its noun is tried."""

    who: str
    door: Doors
    noun: str
    thing: Any
    rows: list[int]


def visits_to(tables: Tables) -> list[Visit]:
    """Every caller at every thing."""
    found = []
    for table in (tables.here, tables.there, tables.closed):
        rows = [thing.pk for things in table.things.values() for thing in things]
        doors = {who: _quiet(of(person, frozenset())) for who, person in who_at(tables, table)}
        for noun in sorted({act.noun for act in ACTS}):
            for thing in table.things.get(noun, [])[:THINGS] if noun != "state" else [None]:
                found += [Visit(who, door, noun, thing, rows) for who, door in doors.items()]
    return found


def who_at(tables: Tables, table: Full) -> list[tuple[str, User | None]]:
    """Who calls at a table: its own people, the state's, a stranger, and a visitor."""
    other = tables.there if table is tables.here else tables.here
    found: list[tuple[str, User | None]] = list(tables.insiders(table).items())
    found += [(str(office), tables.here.people[office]) for office in OFFICES]
    for role in (PartnershipRole.EMPLOYER, PartnershipRole.CONVENER):
        found.append((f"{role} elsewhere", other.people[role]))
    return [*found, (SIGNED, tables.here.people[SIGNED]), ("visitor", None)]


def _quiet(door: Doors) -> Doors:
    """A fault of the server's is an answer here, not an error of ours."""
    door.browser.raise_request_exception = False
    door.program.client.raise_request_exception = False
    return door


def _visited(told: Told, visit: Visit, chance: Random) -> None:
    end = "" if visit.thing is None else f"/{visit.thing.pk}"
    offered = _offered(visit.door, f"acts/on/{visit.noun}{end}")
    for act in (act for act in ACTS if act.noun == visit.noun):
        fits = offered.get(act.key) or fitting(act)
        words = f"{visit.who}: {act.key}{end}"
        for number in range(BODIES):
            body = dict(fits) if number == 0 else changed(dict(fits), visit.rows, chance)
            status = _called(visit.door, f"{act.key}{end}", body, chance)
            _count(told, status, f"{words} with {body!r:.200}")
        body = changed(dict(fits), visit.rows, chance)
        status = _pressed(visit.door, f"/act/{act.key}{end}/", body)
        _count(told, status, f"{words}, its page, with {body!r:.200}")


def _offered(door: Doors, path: str) -> dict[str, dict[str, Any]]:
    """A body that fits each act that the interface offers this caller."""
    answer = door.program.get(path)
    offers = answer.json() if answer.status_code == 200 else []
    return {offer["key"]: body_for(offer) for offer in offers}


def changed(body: dict[str, Any], rows: list[int], chance: Random) -> dict[str, Any]:
    """A body with something in it replaced; sometimes with something beside."""
    for name in list(body):
        draw = chance.random()
        if draw < 0.35:
            body[name] = chance.choice(HOSTILE)
        elif draw < 0.7 and isinstance(body[name], int | list):
            body[name] = (
                chance.choice(rows) if isinstance(body[name], int) else chance.sample(rows, 3)
            )
        elif draw > 0.97:
            del body[name]
    if chance.random() < 0.05:
        body[chance.choice(("state", "id", "", "\x00", "pk", "by", "at"))] = chance.choice(HOSTILE)
    return body


def _called(door: Doors, path: str, body: dict[str, Any], chance: Random) -> int:
    """The status of a call; every tenth brings a one-time key, every twentieth no JSON at all."""
    raw = json.dumps(body).encode()
    if chance.random() < 0.05:
        raw = chance.choice(
            (b"", b"[", b"\xff\xfe", b"null", b"[" * 50_000, raw[:-1], b"1" * 5_000)
        )
    keys = {"Idempotency-Key": chance.choice(("a", '"b"', "x" * 300, "\x01"))}
    headers = keys if chance.random() < 0.1 else {}
    with undone():
        answer: Any = door.program.client.post(
            f"/api/acts/{path}", raw, content_type="application/json", headers=headers
        )
    return int(answer.status_code)


def _pressed(door: Doors, path: str, body: dict[str, Any]) -> int:
    """The status of a form that brings the same, as text."""
    typed = {name or "empty": str(value)[:5_000] for name, value in body.items()}
    sent = {name: value.encode(errors="replace").decode() for name, value in typed.items()}
    with undone():
        answer: Any = door.browser.post(path, sent)
    return int(answer.status_code)


def _count(told: Told, status: int, words: str) -> None:
    told.count("calls")
    told.count(f"answers of the {status // 100}xx kind")
    if status >= 500:
        told.faults.append(f"{words} answers {status}")
