"""`table_clocks`: let the partnerships' clocks run; meant to be run every night, or oftener."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sectoral.workspace import presses
from sectoral.workspace.actions import (
    calendar_entries,
    calendar_letters,
    commitments,
    rounds,
    stage_clocks,
    weekly_letters,
)
from sectoral.workspace.actions.night_faults import NightFaults, hold_fault
from sectoral.workspace.actions.reviews import run_clocks
from sectoral.workspace.environment import clock


class Command(BaseCommand):
    """End terms, review launched partnerships, and call promises due or late."""

    help = (
        "End terms that are over, review every launched partnership, tell of those that stand "
        "still, end pauses that are over, let proposals lapse, close rounds at their hour, "
        "call promises due or late and remind of them and of meetings that are near, and write the "
        "week's letters to companies for whom something waits; forget one-time keys after a week; "
        "safe to run twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  (Django asks)
        """Run the clocks at this moment and say what they did."""
        now, near = clock.now(), 0
        faults: NightFaults = []
        done = run_clocks(now, faults)
        stages = stage_clocks.run_clock(now, faults)
        closed = rounds.run_clock(at=now, faults=faults)
        promises = commitments.run_clock(at=now, faults=faults)
        with hold_fault(faults, "calendar entries"):
            calendar_entries.settle_all(at=now)
        with hold_fault(faults, "reminders of meetings"):
            near = calendar_letters.send_reminders(at=now)
        written = weekly_letters.write_weekly(at=now, faults=faults)
        with hold_fault(faults, "one-time keys"):
            presses.forget(at=now)
        self.stdout.write(
            f"{done.reviewed} partnerships reviewed, {done.moved} moved, "
            f"{done.terms_ended} terms ended, {stages.stalled} stand still, "
            f"{stages.resumed} came out of a pause, {stages.lapsed} proposals lapsed, "
            f"{closed} rounds closed, "
            f"{promises} promises fell due or ran late, {near} meetings are near, "
            f"{written} letters written."
        )
        if faults:
            raise CommandError(
                f"{len(faults)} failed, all else is done: {'; '.join(faults)}. "
                "To mend: see the log above, then run the clocks again."
            )
