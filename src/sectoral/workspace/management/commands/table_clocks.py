"""`table_clocks`: let the partnerships' clocks run; meant to be run every night, or oftener."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sectoral.workspace.actions.reviews import run_clocks


class Command(BaseCommand):
    """End terms that are over and review every launched partnership."""

    help = "End terms that are over and review every launched partnership; safe to run twice."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  (Django asks)
        """Run the clocks at this moment and say what they did."""
        done = run_clocks(timezone.now())
        self.stdout.write(
            f"{done.reviewed} partnerships reviewed, {done.moved} moved, "
            f"{done.terms_ended} terms ended."
        )
