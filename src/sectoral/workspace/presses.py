"""Pressed twice, done once: the second press is answered with what the first one came to.

A form carries a key that the server made when it drew the form; a program brings its own. The key
is written in the transaction of what it does, before that is done: of two presses at the same
moment the database lets one go on, and the other waits for its answer. What is refused is taken
back together with its key, so that the same form, mended, can be sent again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction

from sectoral.workspace.environment.database_faults import is_quicker
from sectoral.workspace.models import Press
from sectoral.workspace.rules.policy import FORM_LASTS

PATIENCE_SECONDS = 10
"""How long the second of two presses at the same moment waits for the first."""


class SaidOtherwise(Exception):
    """The key was used before, for something else."""


class StillAtIt(Exception):
    """The first press under this key has not come to its end yet."""


class NotDone(Exception):
    """Nothing was done; `answer` says why. The key stays unused."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        super().__init__("nothing was done")


@dataclass(frozen=True, slots=True)
class PressKey:
    """A one-time key.

    whose   the person, or the program's token, that brings it: nobody meets another's keys
    key     as it was brought
    said    what is asked under it: address and body
    """

    whose: str
    key: str
    said: bytes

    @property
    def digest(self) -> str:
        """What is kept of the key."""
        return sha256(f"{self.whose}\n{self.key}".encode(errors="surrogatepass")).hexdigest()

    @property
    def said_digest(self) -> str:
        """What is kept of the words."""
        return sha256(self.said).hexdigest()


def run_once(
    key: PressKey,
    do: Callable[[], Mapping[str, Any]],
    *,
    at: datetime,
    kept: timedelta = FORM_LASTS.span,
) -> tuple[Mapping[str, Any], bool]:
    """Do something, or say again what came of it under this key.

    Takes    do: does it and gives its answer; raises NotDone, or any error, where nothing is
             done. kept: an answer that is older is not given again: then `do` is asked.
    Returns  the answer, and whether it is one that was given before.
    Raises   SaidOtherwise, StillAtIt; and what `do` raises, with nothing kept.
    """
    since = at - kept
    found = _find_answer(key, since)
    if found is not None:
        return found, True
    begun = False
    try:
        with transaction.atomic():
            press = _claim_key(key, since, at)
            begun = True
            if press is not None:
                press.answer = dict(do())
                press.save(update_fields=["answer"])
                return press.answer, False
    except OperationalError as error:
        if begun or not is_quicker(error):
            raise
        raise StillAtIt from error
    found = _find_answer(key, since)
    if found is None:
        raise StillAtIt
    return found, True


def _claim_key(key: PressKey, since: datetime, at: datetime) -> Press | None:
    """The key's row, written now; None where another press has it."""
    Press.objects.filter(key_digest=key.digest, at__lt=since).delete()
    _wait_for_another(f"'{PATIENCE_SECONDS}s'")
    try:
        with transaction.atomic():
            press = Press.objects.create(key_digest=key.digest, said_digest=key.said_digest, at=at)
    except IntegrityError:
        return None
    _wait_for_another("DEFAULT")
    return press


def _wait_for_another(how_long: str) -> None:
    """On PostgreSQL, at most so long; SQLite has one limit for every wait, in its settings."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout TO {how_long}")


def _find_answer(key: PressKey, since: datetime) -> dict[str, Any] | None:
    """What the key's first press came to; None where there was none.  Raises SaidOtherwise."""
    found = Press.objects.filter(key_digest=key.digest, at__gte=since).first()
    if found is None:
        return None
    if found.said_digest != key.said_digest:
        raise SaidOtherwise
    answer: dict[str, Any] = found.answer
    return answer


def forget(*, at: datetime) -> int:
    """Let go of answers that nobody will ask for any more.  Returns how many.

    No line in the record: nothing that anybody sees is different.
    """
    return Press.objects.filter(at__lt=at - FORM_LASTS.span).delete()[0]
