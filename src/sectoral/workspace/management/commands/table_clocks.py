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
        "End terms that are over, review every launched partnership, report stalled ones, "
        "end pauses that are over, let proposals expire, close rounds on time, mark promises "
        "as due or late, send reminders of promises and meetings, write the weekly letters "
        "to companies, and delete one-time keys after a week. Safe to run twice."
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
            f"{done.reviewed} partnerships reviewed, {done.moved} moved, {done.terms_ended} "
            f"terms ended, {stages.stalled} stalled, {stages.resumed} came out of a pause, "
            f"{stages.lapsed} proposals expired, {closed} rounds closed, {promises} promises "
            f"came due or ran late, {near} meetings coming up, {written} letters written."
        )
        if faults:
            raise CommandError(
                f"{len(faults)} failed, everything else is done: {'; '.join(faults)}. To "
                "mend: see the log above, then run the clocks again."
            )
