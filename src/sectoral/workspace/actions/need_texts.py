"""The texts of a need: a version is written once, and followed by the next (S7)."""

from datetime import datetime

from sectoral.workspace.actions.record import note
from sectoral.workspace.models import Need, NeedVersion, Rewording, Round, User
from sectoral.workspace.rules.answers import YES, Ruling, first_no, require
from sectoral.workspace.rules.wording.text import may_keep

REWORDABLE = (
    Need.State.DRAFT,
    Need.State.RAISED,
    Need.State.CLARIFIED,
    Need.State.VALIDATED,
    Need.State.RELEASED,
    Need.State.PRIORITISED,
    Need.State.PARKED,
)


def lock_need(need: Need) -> Need:
    """The need's row, held until the change around it ends."""
    return Need.objects.select_for_update().get(pk=need.pk)


def write_version(need: Need, title: str, text: str, *, at: datetime, by: User) -> NeedVersion:
    """Write the next version of a locked need; support for the earlier one counts no more.

    Raises   Refused while companies vote on it, and from the day it is being worked on.
    """
    require(may_change_text(need))
    number = need.version + 1
    version = NeedVersion.objects.create(
        need=need, number=number, title=title, text=text, written_by=by, at=at
    )
    need.version = number
    need.save(update_fields=["version"])
    Rewording.objects.filter(need=need, agreed__isnull=True).update(
        agreed=False, answered_by=by, answered_at=at
    )
    note("reword", f"A need now has version {number} of its text", of=need, at=at, by=by)
    return version


def offer_wording(need: Need, title: str, text: str, *, at: datetime, by: User) -> Rewording:
    """Offer the company that raised a need another wording of it."""
    require(first_no(may_offer_wording(need), may_keep(text)))
    rewording = Rewording.objects.create(
        need=need,
        of_version=need.version,
        title=title,
        text=text,
        offered_by=by,
        offered_at=at,
    )
    note("offer_wording", "The convener suggests a wording for a need", of=need, at=at, by=by)
    return rewording


def may_change_text(need: Need) -> Ruling:
    """Whether the text of a need may change: until it is worked on, and while nobody votes."""
    if need.state not in REWORDABLE:
        return Ruling(
            f"This need is “{need.get_state_display()}”, so its text can no longer change."
        )
    if need.rounds.filter(state=Round.State.OPEN).exists():
        return Ruling(
            "Companies are voting on this need. Its text cannot change until the round closes."
        )
    return YES


def may_offer_wording(need: Need) -> Ruling:
    """Whether another wording may be offered to its company: one at a time."""
    if may_change_text(need) and need.rewordings.filter(agreed__isnull=True).exists():
        return Ruling("A wording is already waiting for the company's answer.")
    return may_change_text(need)
