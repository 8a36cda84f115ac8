"""Conveners: appointed by a recorded act, exactly one lead while it counts, handed over (I6)."""

from datetime import date, datetime

from django.db import transaction

from sectoral.workspace.actions.calendar_entries import settle_entries
from sectoral.workspace.actions.moves import advance
from sectoral.workspace.actions.record import note
from sectoral.workspace.actions.welcome_letters import welcome_convener
from sectoral.workspace.guards.partnership import still_lives
from sectoral.workspace.models import (
    Appointment,
    Membership,
    Office,
    Organization,
    Partnership,
    User,
)
from sectoral.workspace.models.organizations import System
from sectoral.workspace.models.partnerships import CONVENED, LIVE, Stage
from sectoral.workspace.queries.roles import roles_of
from sectoral.workspace.rules.answers import YES, Refused, Ruling, first_no, require
from sectoral.workspace.rules.dates import day_words
from sectoral.workspace.rules.lifecycles import PARTNERSHIP
from sectoral.workspace.rules.permissions import may
from sectoral.workspace.rules.policy import INTERIM_TERM


@transaction.atomic
def appoint(
    *,
    partnership: Partnership,
    organization: Organization,
    person: User,
    basis: str,
    term_ends: date,
    lead: bool = True,
    at: datetime,
    by: User,
) -> Appointment:
    """Appoint an organization, in the person who acts for it, to convene a partnership (P8).

    Raises   Refused where there is a lead already (hand it over), where the basis or a term
             ahead is missing, or where the person may not be one.
    """
    require(may(roles_of(by, partnership, at=at), "appoint"))
    _lock_partnership(partnership)
    require(may_appoint_lead(partnership) if lead else still_lives(partnership))
    require(_check_appointment(organization, person, basis, term_ends, at))
    begun = _begin_appointment(
        partnership, organization, person, basis, term_ends, lead=lead, at=at, by=by
    )
    settle_entries(partnership, at=at)
    return begun


def may_appoint_lead(partnership: Partnership) -> Ruling:
    """Whether a lead convener may be appointed: where there is none."""
    leads = lead_of(partnership)
    if leads is not None:
        return Ruling(
            f"{leads.organization} is the lead convener. Hand over to another convener instead."
        )
    return still_lives(partnership)


@transaction.atomic
def hand_over(
    *,
    partnership: Partnership,
    organization: Organization,
    person: User,
    basis: str,
    term_ends: date,
    reason: str,
    at: datetime,
    by: User,
) -> Appointment:
    """Pass the lead from one convener to the next in one act: there is never none or two."""
    require(may(roles_of(by, partnership, at=at), "hand_over"))
    _lock_partnership(partnership)
    require(may_hand_over(partnership))
    if not reason.strip():
        raise Refused("Say why you hand over.")
    require(_check_appointment(organization, person, basis, term_ends, at))
    for leads in filter(None, [lead_of(partnership)]):
        _end_appointment(leads, reason.strip(), at=at, by=by)
    _end_beside(partnership, organization, person, at=at, by=by)
    begun = _begin_appointment(
        partnership, organization, person, basis, term_ends, lead=True, at=at, by=by
    )
    settle_entries(partnership, at=at)
    return begun


def may_hand_over(partnership: Partnership) -> Ruling:
    """Whether there is a lead to hand over from."""
    if lead_of(partnership) is None:
        return Ruling(f"{partnership} has no lead convener to take over from. Appoint one.")
    return still_lives(partnership)


@transaction.atomic
def step_down(*, appointment: Appointment, reason: str, at: datetime, by: User) -> Appointment:
    """End an appointment; a lead's place goes to an interim, or the partnership steps back."""
    require(may(roles_of(by, appointment.partnership, at=at), "hand_over"))
    appointment.refresh_from_db()
    require(may_step_down(appointment))
    if not reason.strip():
        raise Refused("Say why the appointment ends.")
    return vacate(appointment, because=reason.strip(), at=at, by=by)


def may_step_down(appointment: Appointment) -> Ruling:
    """Whether an appointment is still there to be ended."""
    return YES if appointment.until is None else Ruling("That appointment has already ended.")


@transaction.atomic
def vacate(appointment: Appointment, *, because: str, at: datetime, by: User | None) -> Appointment:
    """End an appointment and leave no partnership without a lead where it needs one (I6, P11).

    A lead's place goes to the longest-serving co-convener, as interim for 90 days. Where there
    is none, an active partnership falls at risk, and an earlier one is paused.
    """
    partnership = _lock_partnership(appointment.partnership)
    appointment.refresh_from_db()
    require(may_step_down(appointment))
    heir = _co_conveners_of(partnership).exclude(person=appointment.person).first()
    _end_appointment(appointment, because, at=at, by=by)
    if appointment.lead:
        _replace(partnership, heir, because, at=at, by=by)
    settle_entries(partnership, at=at)
    return appointment


def _replace(
    partnership: Partnership,
    heir: Appointment | None,
    because: str,
    *,
    at: datetime,
    by: User | None,
) -> None:
    """Put the heir in a lead's place; without one the partnership steps back."""
    if heir is not None:
        _end_appointment(heir, "became interim lead", at=at, by=by)
        ends = (at + INTERIM_TERM.span).date()
        basis = f"interim: {because}"
        _begin_appointment(
            partnership, heir.organization, heir.person, basis, ends,
            lead=True, interim=True, at=at, by=by,
        )  # fmt: skip
    elif partnership.stage == Stage.ACTIVE:
        advance(partnership, PARTNERSHIP, "fall_at_risk", by=None, at=at)
    elif partnership.stage in CONVENED:
        reason = f"no lead convener: {because}"
        advance(partnership, PARTNERSHIP, "pause", by=None, at=at, reason=reason)


def take_up(former: Appointment, *, at: datetime, by: User) -> bool:
    """Convene again as before, to the end of the same term, where the place is still free.

    An interim lead who stepped in for it goes back beside the lead; another one stays.
    Returns  whether the person convenes again.
    """
    partnership = _lock_partnership(former.partnership)
    if partnership.stage not in LIVE or former.term_ends <= at.date():
        return False
    if former.lead and not _make_way(partnership, former, at=at, by=by):
        return False
    facts = (partnership, former.organization, former.person, former.basis, former.term_ends)
    _begin_appointment(*facts, lead=former.lead, interim=former.interim, at=at, by=by)
    settle_entries(partnership, at=at)
    return True


def _make_way(partnership: Partnership, former: Appointment, *, at: datetime, by: User) -> bool:
    """Whether a former lead's place is free, once an interim who stepped in has stepped back."""
    now = lead_of(partnership)
    if now is None:
        return True
    if not now.interim or now.since != former.until:
        return False
    beside = Appointment.objects.filter(
        partnership=partnership, lead=False, person=now.person, organization=now.organization,
        until=now.since,
    ).first()  # fmt: skip
    _end_appointment(now, f"{former.organization} leads again", at=at, by=by)
    if beside is not None and beside.term_ends > at.date():
        _begin_appointment(
            partnership, beside.organization, beside.person, beside.basis, beside.term_ends,
            lead=False, at=at, by=by,
        )  # fmt: skip
    return True


def lead_of(partnership: Partnership) -> Appointment | None:
    """The appointment that leads now."""
    return (
        Appointment.objects.select_related("organization", "person")
        .filter(partnership=partnership, lead=True, until=None)
        .first()
    )


def _co_conveners_of(partnership: Partnership):  # type: ignore[no-untyped-def]
    return Appointment.objects.filter(
        partnership=partnership, lead=False, until=None, person__is_active=True
    ).order_by("since", "pk")


def _lock_partnership(partnership: Partnership) -> Partnership:
    return Partnership.objects.select_for_update().get(pk=partnership.pk)


def _begin_appointment(  # noqa: PLR0913 - the row's own facts
    partnership: Partnership,
    organization: Organization,
    person: User,
    basis: str,
    term_ends: date,
    *,
    lead: bool,
    interim: bool = False,
    at: datetime,
    by: User | None,
) -> Appointment:
    appointment = Appointment.objects.create(
        partnership=partnership,
        organization=organization,
        person=person,
        lead=lead,
        interim=interim,
        basis=basis.strip(),
        since=at,
        term_ends=term_ends,
    )
    kind = "interim lead convener" if interim else "lead convener" if lead else "co-convener"
    words = f"{organization} is {kind} until {day_words(term_ends)}: {basis.strip()}"
    note("appoint", words, of=appointment, at=at, by=by, partnership=partnership)
    welcome_convener(appointment, at=at, by=by)
    return appointment


def _end_appointment(
    appointment: Appointment, because: str, *, at: datetime, by: User | None
) -> None:
    appointment.until, appointment.ended_because = at, because
    appointment.save(update_fields=["until", "ended_because"])
    note(
        "end_appointment",
        f"{appointment.organization} no longer convenes",
        of=appointment,
        at=at,
        by=by,
        partnership=appointment.partnership,
        reason=because,
    )


def _end_beside(
    partnership: Partnership, organization: Organization, person: User, *, at: datetime, by: User
) -> None:
    for beside in _co_conveners_of(partnership).filter(organization=organization, person=person):
        _end_appointment(beside, "became lead convener", at=at, by=by)


def _check_appointment(
    organization: Organization,
    person: User,
    basis: str,
    term_ends: date,
    at: datetime,
) -> Ruling:
    return first_no(
        YES if basis.strip() else Ruling("Say why this organization is a good convener here."),
        YES if term_ends > at.date() else Ruling("A term needs an end date in the future."),
        _is_member(organization, person, at),
        _not_steward(person, at),
        _steward_for_company(organization, at),
    )


def _is_member(organization: Organization, person: User, at: datetime) -> Ruling:
    if Membership.objects.in_force(at).filter(person=person, organization=organization).exists():
        return YES
    return Ruling(f"{person} does not belong to {organization}. Add the person to it first.")


def _not_steward(person: User, at: datetime) -> Ruling:
    stewards = Office.objects.in_force(at).filter(role=Office.Role.STEWARD, person=person)
    return (
        Ruling(f"{person} is a data steward. A data steward cannot convene.")
        if stewards.exists()
        else YES
    )


def _steward_for_company(organization: Organization, at: datetime) -> Ruling:
    """A company that convenes never keeps its peers' data: somebody else has to (P13, S11)."""
    if organization.system != System.EMPLOYER:
        return YES
    if Office.objects.in_force(at).filter(role=Office.Role.STEWARD).exists():
        return YES
    return Ruling(
        f"{organization} is a company. Before it can convene, the state has to name a data "
        "steward, so that no company holds what other companies say."
    )
