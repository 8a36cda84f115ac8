"""Two processes that act on the same rows at the same moment, round after round.

Run as a program by test_racing.py: `prepare N` lays a table down in the database of
SECTORAL_HOME with N rounds' worth of things; `race N 0|1` is one of the two runners, which meet
before each race by files; what each was told is kept as lines of JSON.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError  # noqa: E402

from sectoral.workspace.actions import (  # noqa: E402
    commitments,
    costs,
    neutrality,
    solutions,
)
from sectoral.workspace.answers import Refused  # noqa: E402
from sectoral.workspace.models import (  # noqa: E402
    Commitment,
    CostShare,
    Need,
    PitchReport,
    Seat,
    Solution,
    User,
)
from tests.workspace.table.heard import HEARD, Heard, heard  # noqa: E402

HOME = Path(os.environ["SECTORAL_HOME"])


def prepare(rounds: int) -> None:
    """For each round: a solution one yes short, another just proposed, a promise, a share."""
    call_command("migrate", verbosity=0)
    table = heard()
    work = table.designing()
    for number in range(rounds):
        _lay_down(table, work, number)


def _lay_down(table: Heard, work: Solution, number: int) -> None:
    review = table.solution()
    table.bring(review, "college", "union")
    solutions.design(solution=review, at=HEARD, by=table.convener)
    table.test(review)
    solutions.put_to_employers(solution=review, at=HEARD, by=table.convener)
    table.say(review, "keel", "rope")
    review.title = f"review {number}"
    review.save(update_fields=["title"])
    idea = table.solution()
    idea.title = f"idea {number}"
    idea.save(update_fields=["title"])
    promise = commitments.offer(
        partnership=table.world.partnership,
        seat=table.world.seats["keel"],
        what=f"promise {number}",
        due=HEARD.date() + timedelta(days=9),
        at=HEARD,
        by=table.person("keel"),
    )
    commitments.accept(commitment=promise, at=HEARD, by=table.convener)
    share = costs.pledge(
        solution=work,
        seat=table.world.seats["rope"],
        kind="cash",
        amount_usd=Decimal(number + 1),
        at=HEARD,
        by=table.person("rope"),
    )
    costs.confirm(share=share, at=HEARD, by=table.convener)
    PitchReport.objects.create(
        partnership=table.world.partnership,
        about=table.world.seats["college"],
        reported_by=table.person("keel"),
        where=f"report {number}",
        at=HEARD,
    )


def races(number: int, me: int) -> dict[str, Callable[[], object]]:
    """What this runner does in each race of a round, on rows read before the start."""
    people = {u.username.split("@")[0]: u for u in User.objects.all()}
    seats = {s.organization.name: s for s in Seat.objects.select_related("organization")}
    convener, state = people["board"], people["state"]
    review = Solution.objects.get(title=f"review {number}")
    idea = Solution.objects.get(title=f"idea {number}")
    promise = Commitment.objects.get(what=f"promise {number}")
    share = CostShare.objects.get(amount_usd=number + 1)
    report = PitchReport.objects.get(where=f"report {number}")
    now = {"at": HEARD}

    def say_and_approve() -> None:
        solutions.say(solution=review, seat=seats["Sail Loft"], yes=True, by=people["sail"], **now)
        solutions.approve(solution=review, by=convener, **now)

    def say_no_and_approve() -> None:
        solutions.say(
            solution=review, seat=seats["Keel & Sons"], yes=False, by=people["keel"], **now
        )
        solutions.approve(solution=review, by=convener, **now)

    return {
        "approve": (say_and_approve, say_no_and_approve)[me],
        "approve again": lambda: solutions.approve(solution=review, by=convener, **now),
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


def race(rounds: int, me: int) -> None:
    """Run every race of every round against the other runner."""
    with (HOME / f"told-{me}").open("w") as told:
        for number in range(rounds):
            for name, act in races(number, me).items():
                _meet(f"{number}-{name}", me)
                told.write(json.dumps([number, name, _outcome(act)]) + "\n")


def _outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except Refused as refusal:
        return f"refused: {refusal}"
    except DatabaseError as error:
        return f"database: {error}"
    return "done"


def _meet(name: str, me: int) -> None:
    """Wait until the other runner stands here too."""
    (HOME / f"at-{name}-{me}").touch()
    other, end = HOME / f"at-{name}-{1 - me}", time.monotonic() + 60
    while not other.exists():
        if time.monotonic() > end:
            raise TimeoutError(f"the other runner never came to {name}")
        time.sleep(0.0005)


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(int(sys.argv[2]))
    else:
        race(int(sys.argv[2]), int(sys.argv[3]))
    assert Need.objects.exists()
