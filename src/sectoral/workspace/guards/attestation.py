"""On whose word something is raised: a company's own, or the convener's who attests it (S23)."""

from datetime import datetime

from sectoral.workspace.models import Partnership, Seat, User
from sectoral.workspace.queries.measures import company_seats
from sectoral.workspace.queries.roles import role_of_seat, roles_of, seats_of
from sectoral.workspace.rules.answers import Ruling, require
from sectoral.workspace.rules.permissions import may
from sectoral.workspace.rules.wording.text import may_keep


def attested_by(seat: Seat, *, attested: bool, at: datetime, by: User) -> User | None:
    """Who attests that a company said so: nobody where the company's own delegate speaks.

    Takes    attested: the convener's word that this company asked for it to be raised.
    Raises   Refused where the seat is no company's, or `by` may not speak for it.
    """
    # The table waits, so that a merge or a close of this moment comes before or after, not within.
    seat.partnership = Partnership.objects.select_for_update(no_key=True).get(
        pk=seat.partnership_id
    )
    require(_at_live_partnership(seat))
    if seat in seats_of(by, seat.partnership, at=at):
        require(may(frozenset({role_of_seat(seat)}), "raise"))
        return None
    require(may(roles_of(by, seat.partnership, at=at), "raise_for"))
    require(_a_company(seat, at))
    if not attested:
        require(Ruling("Confirm that this company asked you to raise this on its behalf."))
    return by


def stripped_texts(*texts: str) -> list[str]:
    """Texts without blanks at their ends.  Raises Refused where one is empty or marks a person."""
    plain = [text.strip() for text in texts]
    if not all(plain):
        require(Ruling("The text is empty. Write something first."))
    for text in plain:
        require(may_keep(text))
    return plain


def _at_live_partnership(seat: Seat) -> Ruling:
    if seat.partnership.is_live:
        return Ruling()
    return Ruling(f"{seat.partnership} is “{seat.partnership.get_stage_display()}”.")


def _a_company(seat: Seat, at: datetime) -> Ruling:
    if seat in company_seats(seat.partnership, at):
        return Ruling()
    return Ruling("Only a company at this table can raise a need or an opportunity.")
