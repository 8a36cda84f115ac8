"""Words about pay, hiring or prices: sent all the same, looked at, let stand or kept back (S9)."""

from datetime import datetime

from django.db import models, transaction

from sectoral.workspace.actions import outbox
from sectoral.workspace.actions.record import note
from sectoral.workspace.models import Need, NeedVersion, Partnership, Rewording, User, WordFlag
from sectoral.workspace.queries.roles import Sitting, sitting_of
from sectoral.workspace.rules.answers import YES, Refused, Ruling, first_no, require
from sectoral.workspace.rules.wording.text import may_keep


@transaction.atomic
def flag(
    *,
    partnership: Partnership,
    row: models.Model,
    act: str,
    text: str,
    words: str,
    at: datetime,
    by: User,
) -> WordFlag:
    """Keep for the convener what was sent although its writer was told of its words.

    Its line stays out of the members' history: its actor would show who raised a need (S23).
    """
    kind, key, version = _subject_of(row)
    made = WordFlag.objects.create(
        partnership=partnership,
        subject=kind,
        subject_id=key,
        version=version,
        act=act,
        text=text,
        words=words,
        written_by=by,
        written_at=at,
    )
    note("flag_words", "words were sent that somebody has to review", of=made, at=at, by=by)
    return made


def _subject_of(row: models.Model) -> tuple[str, int, int | None]:
    """The kind, the key and the version of what holds a text."""
    if isinstance(row, NeedVersion):
        return "need", row.need_id, row.number
    if isinstance(row, Need):
        return "need", row.pk, row.version
    return row._meta.model_name or "", row.pk, None


def move_flags(rewording: Rewording, version: NeedVersion) -> None:
    """Words of a wording that became a need's text are looked at there."""
    flags = WordFlag.objects.filter(subject="rewording", subject_id=rewording.pk, stands=None)
    flags.update(subject="need", subject_id=version.need_id, version=version.number)


@transaction.atomic
def let_stand(*, flag: WordFlag, outcome: str, at: datetime, by: User) -> WordFlag:
    """Say that the words may stand: whoever may read the text reads it from now on."""
    return _settle_flag(flag, outcome, stands=True, at=at, by=by)


@transaction.atomic
def keep_back(*, flag: WordFlag, outcome: str, at: datetime, by: User) -> WordFlag:
    """Say that the words may not stand; their writer is told why."""
    locked = _settle_flag(flag, outcome, stands=False, at=at, by=by)
    outbox.post(
        key=f"flag {locked.pk}",
        to=locked.written_by,
        subject=f"{locked.partnership}: please change something you wrote",
        body=(
            f"You were warned about these words before you sent them: {locked.words}.\n\n{by} "
            f"reviewed them: {locked.outcome}\n\nCompeting companies must not agree on pay, "
            "hiring, prices or markets. Reword it, or leave it out."
        ),
        at=at,
        partnership=locked.partnership,
    )
    return locked


def _settle_flag(flag: WordFlag, outcome: str, *, stands: bool, at: datetime, by: User) -> WordFlag:
    sitting = sitting_of(by, flag.partnership, at=at)
    locked = WordFlag.objects.select_for_update().get(pk=flag.pk)
    require(first_no(sitting.may("look_at_words"), may_look_at_words(sitting, locked)))
    if not outcome.strip():
        raise Refused("Say what you found. It goes on record.")
    require(may_keep(outcome))
    locked.stands, locked.outcome = stands, outcome.strip()
    locked.looked_at, locked.looked_at_by = at, by
    locked.save(update_fields=["stands", "outcome", "looked_at", "looked_at_by"])
    words = f"words in a text were reviewed and {'' if stands else 'not '}cleared"
    partnership = locked.partnership
    note(
        "look_at_words",
        words,
        of=locked,
        at=at,
        by=by,
        partnership=partnership,
        reason=locked.outcome,
    )
    return locked


def may_look_at_words(sitting: Sitting, flag: WordFlag) -> Ruling:
    """Whether words wait to be looked at, and are not the person's own."""
    if flag.stands is not None:
        return Ruling("Somebody has already reviewed these words.")
    if sitting.person is not None and flag.written_by_id == sitting.person.pk:
        return Ruling(
            "You wrote these words yourself. Another convener or the state has to review them."
        )
    return YES
