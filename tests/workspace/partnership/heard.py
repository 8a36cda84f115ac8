"""The table once needs were heard: launched, two needs released, the listening window over.

Meetings and needs are laid down as rows, as short as the database allows, so that what is
tried on them is what begins after the window.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sectoral.workspace.actions import needs, partnerships, solutions
from sectoral.workspace.actions.moves import advance
from sectoral.workspace.actions.record import note
from sectoral.workspace.models import Answer, Attendance, Meeting, Need, Release, Solution, User
from sectoral.workspace.rules.lifecycles import NEED, StageMove
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.kept import kept
from tests.workspace.partnership.world import World, day

HEARD = day(70)
"""A moment after the window, at which solutions may begin."""


HELD = StageMove("hold", ("planned",), "held")


@dataclass
class Heard:
    """The world, and two needs: Keel raised welders, Rope raised the bus."""

    world: World
    welders: Need
    bus: Need

    @property
    def convener(self) -> User:
        return self.world.convener

    def person(self, key: str) -> User:
        return self.world.people[key]

    def solution(self, *wanted: Need, by: str = "college", at: datetime = HEARD) -> Solution:
        """A proposal of a public partner for these needs, else for welders."""
        return solutions.propose(
            partnership=self.world.partnership,
            needs=wanted or (self.welders,),
            seat=self.world.seats[by],
            title="Evening welding shop",
            for_whom="people at work in yards who want to read drawings",
            at=at,
            by=self.person(by),
        )

    def bring(self, solution: Solution, *keys: str, delivers: bool = False) -> None:
        for key in keys:
            solutions.contribute(
                solution=solution,
                seat=self.world.seats[key],
                what=f"what {key} brings",
                delivers=delivers,
                at=HEARD,
                by=self.person(key),
            )

    def test(self, solution: Solution) -> None:
        for answer in solution.answers.all():
            key = "keel" if answer.need == self.welders else "rope"
            solutions.write_test(
                answer=answer,
                seat=self.world.seats[key],
                text="Ten of twelve pass the shop's own drawing test.",
                at=HEARD,
                by=self.person(key),
            )

    def designing(self, *wanted: Need) -> Solution:
        """A solution in design: college and union bring something."""
        solution = self.solution(*wanted)
        self.bring(solution, "college", "union")
        return solutions.design(solution=solution, at=HEARD, by=self.convener)

    def in_review(self, *wanted: Need) -> Solution:
        """A solution before the companies, with its tests."""
        solution = self.designing(*wanted)
        self.test(solution)
        return solutions.put_to_employers(solution=solution, at=HEARD, by=self.convener)

    def say(self, solution: Solution, *keys: str, yes: bool = True) -> None:
        for key in keys:
            solutions.say(
                solution=solution,
                seat=self.world.seats[key],
                yes=yes,
                at=HEARD,
                by=self.person(key),
            )

    def approved(self, *wanted: Need) -> Solution:
        """Approved by three of the five companies."""
        solution = self.in_review(*wanted)
        self.say(solution, "keel", "rope", "sail")
        return solutions.approve(solution=solution, at=HEARD, by=self.convener)

    def measuring(self, *wanted: Need) -> Solution:
        """Delivered, and before those who raised its needs."""
        solution = self.approved(*wanted)
        act: dict[str, Any] = {"solution": solution, "at": HEARD, "by": self.convener}
        solutions.waive_costs(**act, because="The college has a shop that stands empty.")
        solutions.resource(**act)
        solutions.deliver(**act)
        return solutions.measure(**act)


@kept
def heard(town: worlds.Town = worlds.HOME) -> Heard:
    """Launched, and two needs heard by all public partners for two weeks."""
    world = worlds.ready(town)
    _launch(world)
    welders = need_of(world, "keel", "Welders who read drawings", "validated", supporter="rope")
    bus = need_of(world, "rope", "A bus for the late shift", "validated", supporter="sail")
    _release(world, welders, bus)
    return Heard(world, welders, bus)


def _launch(world: World) -> None:
    meeting = Meeting.objects.create(
        partnership=world.partnership,
        kind="launch",
        title="Launch",
        starts=day(35),
        ends=day(35) + timedelta(hours=2),
        decision_wanted="Do we go on?",
        uid=f"launch-{world.partnership.pk}@test",
        chaired_by=world.seats["keel"],
    )
    present = [*worlds.COMPANIES, "college", "board"]
    for key in present:
        Attendance.objects.create(
            meeting=meeting,
            seat=world.seats[key],
            person=world.people[key],
            acknowledged=True,
            at=day(35),
        )
    note("hold", "held", of=meeting, at=day(35), by=world.convener, move=HELD, before="planned")
    meeting.antitrust_opened, meeting.state = True, "held"
    meeting.save()
    partnerships.launch(partnership=world.partnership, at=day(36), by=world.convener)


def need_of(world: World, key: str, title: str, state: str, *, supporter: str = "") -> Need:
    """A need of a company's, in one of the states before its release."""
    person = world.people[key]
    need = needs.draft(
        seat=world.seats[key],
        category="talent",
        title=title,
        text=f"{title}.",
        at=day(40),
        by=person,
    )
    if state != "draft":
        needs.raise_need(need=need, at=day(41), by=person)
    if state == "clarified":
        needs.clarify(need=need, at=day(41), by=person)
    if state == "single":
        needs.set_apart(need=need, at=day(41), by=world.convener)
    if state == "validated":
        needs.support(
            need=need, seat=world.seats[supporter], at=day(42), by=world.people[supporter]
        )
    need.refresh_from_db()
    return need


def _release(world: World, *heard_now: Need) -> None:
    release = Release.objects.create(
        partnership=world.partnership,
        released_at=day(45),
        window_ends=day(60),
        released_by=world.convener,
    )
    for need in heard_now:
        release.needs.add(need)
        need.released_at, need.released_version = day(45), need.version
        need.save(update_fields=["released_at", "released_version"])
        advance(need, NEED, "release", by=world.convener, at=day(45))


def answer_of(solution: Solution, need: Need) -> Answer:
    return solution.answers.get(need=need)
