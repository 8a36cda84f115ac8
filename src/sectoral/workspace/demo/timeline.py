"""Stories told in the order of time, so that the record of the demo reads as it would have grown.

A story is a generator: it yields the moment at which it goes on. The timeline wakes whichever
story is next, and between them, every few weeks and oftener towards the present, it lets the
table's own clocks run, as the nightly command would.
"""

import heapq
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sectoral.workspace.actions import commitments
from sectoral.workspace.actions.reviews import run_clocks

Story = Generator[datetime, None, None]

NIGHTS = (*range(532, 56, -28), *range(56, 14, -14), 14, 10, 6, 3, 1)
"""Days before now in whose evening the table's clocks run: oftener towards the present."""


@dataclass
class DemoTimeline:
    """Moments counted in days from now; `at` is the moment of whichever story is awake.

    now    the demo's present; nothing is written after it
    zone   whose working days and hours the stories keep
    watch  called with each moment after what happened then
    """

    now: datetime
    zone: ZoneInfo
    watch: Callable[[datetime], None] | None = None
    at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.at = self.now

    def day(self, number: float, hour: float = 9) -> datetime:
        """A working day so many days from now, at an hour of the place: weekends go back a day."""
        here = (self.now.astimezone(self.zone) + timedelta(days=number)).date()
        here -= timedelta(days=max(0, here.weekday() - 4))
        return self.at_hour(here, hour)

    def at_hour(self, day: date, hour: float) -> datetime:
        """An hour of a day at the place."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=self.zone)
        return (midnight + timedelta(hours=hour)).astimezone(self.now.tzinfo)

    def ago(self, minutes: float) -> datetime:
        """So many minutes before now, whatever day it is."""
        return self.now - timedelta(minutes=minutes)

    def play(self, stories: Iterable[Story]) -> None:
        """Wake every story at its moments, in order, until all are told; then run the clocks."""
        waiting: list[tuple[datetime, int, Story]] = []
        self.at = datetime.min.replace(tzinfo=self.now.tzinfo)
        for number, story in enumerate([*stories, self._nights()]):
            self._wake(waiting, number, story)
        while waiting:
            self.at, number, story = heapq.heappop(waiting)
            self._wake(waiting, number, story)
            if self.watch is not None:
                self.watch(self.at)
        self.at = self.now
        self._tick()

    def _wake(self, waiting: list[tuple[datetime, int, Story]], number: int, story: Story) -> None:
        then = next(story, None)
        if then is not None:
            heapq.heappush(waiting, (min(max(then, self.at), self.now), number, story))

    def _nights(self) -> Story:
        for days in NIGHTS:
            yield self.day(-days, hour=23)
            self._tick()

    def _tick(self) -> None:
        run_clocks(self.at)
        commitments.run_clock(at=self.at)
