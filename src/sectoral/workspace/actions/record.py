"""The append-only record: one line for every change, written in the change's own transaction."""

from datetime import datetime

from django.db import models

from sectoral.workspace.models.partnerships import Event, Partnership
from sectoral.workspace.models.users import User
from sectoral.workspace.rules.lifecycles import StageMove


def note(  # noqa: PLR0913 - a line has as many facts as it has
    verb: str,
    words: str,
    *,
    of: models.Model,
    at: datetime,
    by: User | None,
    partnership: Partnership | None = None,
    move: StageMove | None = None,
    before: str = "",
    reason: str = "",
) -> Event:
    """Write one line into the record.

    Takes    verb: what was done; words: the line as members read it, without confidential
             text; of: the thing it was done to; by: None only for the clock; move: for a move
             through a life, with the stage `before` it.
    Returns  the line. It can never be changed or removed: the database refuses.
    """
    return Event.objects.create(
        at=at,
        actor=by,
        verb=verb,
        partnership=partnership,
        subject=of._meta.model_name or "",
        subject_id=of.pk,
        before=before,
        after=move.after if move else "",
        reason=reason,
        words=words,
    )
