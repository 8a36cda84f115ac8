"""Two processes that act on the same rows at the same moment, round after round.

Run as a program by test_racing.py: `prepare N` lays a table down in the database of the settings
with N rounds' worth of things; `race N ME SOCKET` is one of the two runners, which meet before each
race by a byte through a socket; `broken` asks the invariants of the rows. What each was told, and
from when to when it acted, is kept as lines of JSON.

In half of the races one of them, drawn from the race's number, has a head start of some
milliseconds: what is quicker by nature does not always come first, and the two meet now at the
first question, now at the last.
"""

import json
import os
import random
import socket
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, transaction  # noqa: E402

from sectoral.codes import counties  # noqa: E402
from sectoral.workspace.actions import (  # noqa: E402
    commitments,
    conveners,
    costs,
    listening,
    needs,
    neutrality,
    partnerships,
    people,
    realignments,
    rounds,
    seats,
    solutions,
)
from sectoral.workspace.models import (  # noqa: E402
    Answer,
    Appointment,
    Approval,
    Commitment,
    Consent,
    Contribution,
    CostShare,
    Delegate,
    Membership,
    Organization,
    Partnership,
    PitchReport,
    Realignment,
    Round,
    Seat,
    Solution,
    User,
)
from sectoral.workspace.rules.answers import Refused  # noqa: E402
from tests.workspace.partnership import invariants  # noqa: E402
from tests.workspace.partnership.heard import HEARD, Heard, heard, need_of  # noqa: E402
from tests.workspace.partnership.kept import triggers_aside  # noqa: E402
from tests.workspace.partnership.world import START, day  # noqa: E402

HOME = Path(os.environ["SECTORAL_HOME"])
HEAD_START_SECONDS = {"approve": 0.3}
"""At most so long, 0.02 else: two actions need more time to be done before the other begins."""
EDITS = ("scope of the successor", "a seat", "a need")
"""What the other runner does while one merges, in turn."""

Acts = dict[str, Callable[[], object]]


# ── what is raced for ─────────────────────────────────────────────────────────────────────────


def prepare(many: int) -> None:
    """A table by its actions, and by rows alone what each round is about."""
    call_command("migrate", verbosity=0)
    table = heard()
    work = table.designing()
    _second_delegate(table)
    here = table.world.partnership
    rope = need_of(table.world, "sail", "Rope", "validated", supporter="keel")
    listening.release(partnership=here, needs=[rope], at=HEARD, by=table.convener)
    ballot = rounds.prepare(partnership=here, needs=[table.bus, rope], at=HEARD, by=table.convener)
    rounds.open_round(round=ballot, closes_at=day(90), at=HEARD, by=table.convener)
    numbers = range(many)
    with transaction.atomic(), triggers_aside():
        _reviews(table, numbers)
        _ideas(table, numbers)
        _promises(table, work, numbers)
        _tables(table, numbers)


def _second_delegate(table: Heard) -> None:
    """Somebody else who votes for Keel & Sons."""
    world = table.world
    act: dict[str, Any] = {"at": START, "by": world.state}
    second = people.add_person(email="second@quayland.example", name="Second Person", **act)
    people.join(person=second, organization=world.orgs["keel"], **act)
    seats.name_delegate(
        seat=world.seats["keel"], person=second, role="alternate", at=START, by=table.convener
    )


def _reviews(table: Heard, numbers: range) -> None:
    """Solutions that are one yes short of their approval, and some that lack nothing but it."""
    _review(table, "review", numbers, ("keel", "rope"))
    _review(table, "ripe", numbers, ("keel", "rope", "sail"))


def _review(table: Heard, kind: str, numbers: range, said_yes: tuple[str, ...]) -> None:
    world = table.world
    made = _solutions(table, kind, numbers, state="employer_review", review=1)
    Contribution.objects.bulk_create(
        Contribution(solution=one, seat=world.seats[key], what=key, at=HEARD)
        for one in made
        for key in ("college", "union")
    )
    Approval.objects.bulk_create(
        Approval(
            solution=one, seat=world.seats[key], person=table.person(key), review=1, yes=True,
            at=HEARD,
        )
        for one in made
        for key in said_yes
    )  # fmt: skip


def _ideas(table: Heard, numbers: range) -> None:
    _solutions(table, "idea", numbers)


def _solutions(table: Heard, kind: str, numbers: range, **facts: Any) -> list[Solution]:
    world = table.world
    made = Solution.objects.bulk_create(
        Solution(
            partnership=world.partnership, title=f"{kind} {number}", for_whom="all",
            proposed_by=world.seats["college"], created_at=HEARD, **facts,
        )
        for number in numbers
    )  # fmt: skip
    Answer.objects.bulk_create(
        Answer(
            solution=one, need=table.welders, at=HEARD, acceptance_test="Ten pass.",
            written_by=world.seats["keel"],
        )
        for one in made
    )  # fmt: skip
    return made


def _promises(table: Heard, work: Solution, numbers: range) -> None:
    """Promises, shares of the costs and reported pitches."""
    world = table.world
    Commitment.objects.bulk_create(
        Commitment(
            partnership=world.partnership, seat=world.seats["keel"], what=f"promise {number}",
            due=HEARD.date() + timedelta(days=9), state="accepted", promised_at=HEARD,
            promised_by=table.person("keel"),
        )
        for number in numbers
    )  # fmt: skip
    CostShare.objects.bulk_create(
        CostShare(
            solution=work, seat=world.seats["rope"], kind="cash", amount_usd=Decimal(number + 1),
            state="confirmed", at=HEARD,
        )
        for number in numbers
    )  # fmt: skip
    PitchReport.objects.bulk_create(
        PitchReport(
            partnership=world.partnership, about=world.seats["college"], at=HEARD,
            reported_by=table.person("keel"), where=f"report {number}",
        )
        for number in numbers
    )  # fmt: skip


def _tables(table: Heard, numbers: range) -> None:
    """Proposals that nobody convenes yet, and pairs of which one is to merge into the other."""
    for number in numbers:
        _table(number, "vacant", "proposed", "42")
    merging = [
        (_table(number, "ends", "stale", "31"), _table(number, "goes on", "forming", "51"))
        for number in numbers
    ]
    for one, into in merging:
        for here in (one, into):
            Appointment.objects.create(
                partnership=here, organization=table.world.orgs["board"], person=table.convener,
                basis="trusted", since=START, term_ends=date(2028, 1, 5),
            )  # fmt: skip
        asked = Realignment.objects.create(
            kind="merge", partnership=one, successor=into, reason="one coast", proposed_at=HEARD,
            proposed_by=table.convener, confirmed_by=table.world.state, confirmed_at=HEARD,
        )  # fmt: skip
        for here, key in ((one, "keel"), (into, "rope")):
            _agreed(table, asked, here, key)


def _county(number: int) -> str:
    """A county of its own for each round: what merges there meets no table of another round."""
    return sorted(code for code, county in counties().items() if county.ended is None)[number]


def _table(number: int, kind: str, stage: str, code: str) -> Partnership:
    return Partnership.objects.create(
        name=f"{kind} {number}", slug=f"{kind.replace(' ', '-')}-{number}", region=f"r{number}",
        region_name=f"R{number}", sector=kind, sector_name=kind, naics=[code],
        areas=[_county(number)],
        edition="2026-01", case_for="grows", decision="critical", scope="all", stage=stage,
        stage_since=START, waiver="a race", created_at=START,
    )  # fmt: skip


def _agreed(table: Heard, asked: Realignment, here: Partnership, key: str) -> None:
    """A company's seat at a table, with its yes to the merge."""
    world = table.world
    seat = Seat.objects.create(
        partnership=here, organization=world.orgs[key], system="employer", voting=True,
        since=START,
    )  # fmt: skip
    Delegate.objects.create(seat=seat, person=world.people[key], since=START, confirmed_at=START)
    Consent.objects.create(
        realignment=asked, seat=seat, person=world.people[key], yes=True, at=HEARD
    )


# ── the races ─────────────────────────────────────────────────────────────────────────────────


class Cast:
    """Everyone and everything that is the same in every round, read once."""

    def __init__(self) -> None:
        self.people = {u.username.split("@")[0]: u for u in User.objects.all()}
        table = Seat.objects.select_related("organization", "partnership")
        mine = table.filter(partnership__stage="launched")
        self.seats = {s.organization.name: s for s in mine}
        self.college = Organization.objects.get(name="Quayland College")
        self.chamber = Organization.objects.get(name="Harbour Chamber")
        self.round = Round.objects.select_related("partnership").get()
        self.needs = [need.pk for need in self.round.needs.all()]
        assert Membership.objects.filter(organization=self.chamber).exists()


def races(cast: Cast, number: int, me: int) -> Acts:
    """What this runner does in each race of a round, on rows read before the start."""
    return {
        **_approving(cast, number, me),
        **_settling(cast, number, me),
        **_tabling(cast, number, me),
    }


def _approving(cast: Cast, number: int, me: int) -> Acts:
    """A review that is decided twice, and a convener who stands aside as somebody offers."""
    people, seats, now = cast.people, cast.seats, {"at": HEARD}
    review = Solution.objects.get(title=f"review {number}")
    ripe = Solution.objects.get(title=f"ripe {number}")
    idea = Solution.objects.get(title=f"idea {number}")
    convener = people["board"]
    name, who = (("Sail Loft", "sail"), ("Keel & Sons", "keel"))[me]

    def say_and_approve() -> None:
        solutions.say(solution=review, seat=seats[name], yes=not me, by=people[who], **now)
        solutions.approve(solution=review, by=convener, **now)

    return {
        "approve": say_and_approve,
        "approve again": lambda: solutions.approve(solution=review, by=convener, **now),
        "approve at once": lambda: solutions.approve(solution=ripe, by=convener, **now),
        "aside": (
            lambda: solutions.stand_aside(
                solution=idea,
                organization=seats["Harbour Workforce Board"].organization,
                deputy=people["rope"],
                criteria="Evenings.",
                by=convener,
                **now,
            ),
            lambda: solutions.contribute(
                solution=idea,
                seat=seats["Quayland College"],
                what="the shop",
                delivers=True,
                by=people["college"],
                **now,
            ),
        )[me],
    }


def _settling(cast: Cast, number: int, me: int) -> Acts:
    """A promise kept and withdrawn, a share received and released, a pitch judged twice."""
    people, now = cast.people, {"at": HEARD}
    convener, state = people["board"], people["state"]
    promise = Commitment.objects.get(what=f"promise {number}")
    share = CostShare.objects.get(amount_usd=number + 1)
    report = PitchReport.objects.get(where=f"report {number}")
    return {
        "settle": (
            lambda: commitments.keep(commitment=promise, by=convener, **now),
            lambda: commitments.withdraw(
                commitment=promise, reason="Closed.", by=people["keel"], **now
            ),
        )[me],
        "share": (
            lambda: costs.receive(share=share, received_usd=Decimal(5), by=convener, **now),
            lambda: costs.release(share=share, reason="Orders.", by=people["rope"], **now),
        )[me],
        "handle": lambda: neutrality.handle(
            report=report, upheld=bool(me), outcome=f"by {me}", by=(convener, state)[me], **now
        ),
    }


def _tabling(cast: Cast, number: int, me: int) -> Acts:
    """A seat's two delegates vote, two lead conveners are appointed, a merge meets an edit."""
    people = cast.people
    now: dict[str, Any] = {"at": HEARD}
    vacant = Partnership.objects.get(slug=f"vacant-{number}")
    asked = Realignment.objects.get(partnership__slug=f"ends-{number}")
    organization, who = ((cast.college, "college"), (cast.chamber, "chamber"))[me]
    return {
        "ballot": lambda: rounds.cast(
            round=cast.round,
            seat=cast.seats["Keel & Sons"],
            choice=cast.needs,
            by=people[("keel", "second")[me]],
            **now,
        ),
        "appoint": lambda: conveners.appoint(
            partnership=vacant,
            organization=organization,
            person=people[who],
            basis="trusted",
            term_ends=date(2028, 1, 5),
            by=people["state"],
            **now,
        ),
        "merge": (
            lambda: realignments.merge(realignment=asked, by=people["state"], **now),
            _edit(cast, number),
        )[me],
    }


def _edit(cast: Cast, number: int) -> Callable[[], object]:
    """What is written while the tables merge, on rows as a page would have read them."""
    act: dict[str, Any] = {"at": HEARD, "by": cast.people["board"]}
    one = Partnership.objects.get(slug=f"ends-{number}")
    into = Partnership.objects.get(slug=f"goes-on-{number}")
    seat = Seat.objects.select_related("partnership").get(partnership=one)
    keel: dict[str, Any] = {"at": HEARD, "by": cast.people["keel"]}
    return {
        "scope of the successor": lambda: partnerships.set_scope(
            partnership=into, words="all and more", naics=("51", "72"), areas=into.areas, **act
        ),
        "a seat": lambda: seats.offer(partnership=one, organization=cast.college, **act),
        "a need": lambda: needs.draft(
            seat=seat, category="talent", title="Welders", text="Welders.", **keel
        ),
    }[EDITS[number % len(EDITS)]]


def race(many: int, me: int, other: socket.socket) -> None:
    """Run every race of every round against the other runner."""
    cast = Cast()
    with (HOME / f"told-{me}").open("w") as told:
        for number in range(many):
            for name, act in races(cast, number, me).items():
                _meet(other)
                waited = _wait(number, name, me)
                time.sleep(waited)
                began = time.monotonic()
                line = [number, name, _outcome(act), began, time.monotonic(), waited]
                told.write(json.dumps(line) + "\n")


def _wait(number: int, name: str, me: int) -> float:
    """How long this runner lets the other go first: both draw the same lots."""
    lots = random.Random(f"{number} {name}")  # noqa: S311 - lots, no secret
    late, share = lots.choice((0, 1, None, None)), lots.random()
    return share * HEAD_START_SECONDS.get(name, 0.02) if late == me else 0.0


def _outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except Refused as refusal:
        return f"refused: {refusal}"
    except DatabaseError as error:
        return f"database: {error}"
    return "done"


def _meet(other: socket.socket) -> None:
    """Wait until the other runner stands here too."""
    other.sendall(b".")
    if not other.recv(1):
        raise ConnectionError("the other runner is gone")


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(int(sys.argv[2]))
    elif sys.argv[1] == "race":
        race(int(sys.argv[2]), int(sys.argv[3]), socket.socket(fileno=int(sys.argv[4])))
    else:
        print(json.dumps(invariants.broken(HEARD)))  # noqa: T201 - a test reads it
