"""Send the messages that are due; run by a scheduler, as often as you like."""

from django.conf import settings
from django.core.management.base import BaseCommand

from sectoral.workspace.actions import outbox
from sectoral.workspace.environment import clock


class Command(BaseCommand):
    """The door: it reads the clock and knows the mail server."""

    help = "Send the e-mail and calendar messages that are due. Each is sent only once."

    def handle(self, *_args: object, **_options: object) -> None:
        """Send, and say what was done and what a person should look at."""
        if not settings.SECTORAL_MAIL:
            self.stdout.write("No mail server is set (SECTORAL_MAIL), so the messages are waiting.")
            return
        now = clock.now()
        done = outbox.send_due(now, outbox.by_mail)
        self.stdout.write(
            f"{done.sent} sent, {done.again} to try again, {done.given_up} given up, "
            f"{done.in_doubt} in doubt."
        )
        for message in outbox.in_doubt(now):
            self.stdout.write(
                f"In doubt: {message.key}. {message.doubt or 'The sender stopped while sending.'}"
            )
