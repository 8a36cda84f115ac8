"""People: who has an account, to which organization they belong, which office they hold."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from sectoral.workspace.actions import outbox
from sectoral.workspace.actions.calendar_entries import settle_of
from sectoral.workspace.actions.change_notices import (
    conveners_of,
    keep_change,
    note_everywhere,
    send_news,
)
from sectoral.workspace.actions.conveners import vacate
from sectoral.workspace.actions.record import note
from sectoral.workspace.actions.welcome_letters import welcome_account
from sectoral.workspace.addresses import full_address
from sectoral.workspace.models import (
    Appointment,
    Championship,
    Change,
    Delegate,
    Membership,
    Office,
    Organization,
    User,
)
from sectoral.workspace.models.organizations import System
from sectoral.workspace.queries.people import knows_person
from sectoral.workspace.queries.reach import (
    may_keep,
    may_keep_person,
    may_part,
    partnerships_around,
    partnerships_of,
)
from sectoral.workspace.queries.roles import Sitting, convened_by, offices_of, roles_of, sitting_of
from sectoral.workspace.rules.answers import YES, Refused, Ruling, require
from sectoral.workspace.rules.mailboxes import mailbox_of
from sectoral.workspace.rules.permissions import PartnershipRole, may
from sectoral.workspace.rules.wording.text import may_be_called

_LONGEST_NAME = 150


@transaction.atomic
def add_person(*, email: str, name: str, at: datetime, by: User) -> User:
    """Open an account for a person; how they sign in is theirs to choose.

    Raises   Refused where the address has an account already.
    """
    require(may(roles_of(by, None, at=at), "keep_people"))
    person = open_account(email=email, name=name)
    note("add_person", f"{person} has an account", of=person, at=at, by=by)
    welcome_account(person, at=at, by=by)
    return person


def open_account(*, email: str, name: str) -> User:
    """The account's row, with no password; the action around it writes the line.

    Raises   Refused where it cannot be an address, or the mailbox has an account already.
    """
    address = mailbox_of(email)
    if User.objects.filter(Q(mailbox=address) | Q(username=address)).exists():
        raise Refused(f"{address} already has an account.")
    person = User(username=address, email=address)
    person.first_name, person.last_name = _split_name(name)
    person.set_unusable_password()
    person.save()
    return person


def _split_name(name: str) -> tuple[str, str]:
    require(may_be_called(name))
    first, _, last = " ".join(name.split()).partition(" ")
    return first, last


@transaction.atomic
def rename(*, person: User, name: str, at: datetime, by: User) -> User:
    """Call a person by another name from now on.

    The words of the record stay as they were; each table of the person gets a line that says who
    is meant by the new name. Whoever is renamed by somebody else is told by e-mail.
    Raises   Refused where nobody could be called so, or for whoever is neither the person nor
             keeps people: a convener those of the own tables, the state everybody.
    """
    require(may_rename(by, person, at=at))
    if not name.strip() or not name.isprintable() or len(name) > _LONGEST_NAME:
        raise Refused(f"Write a name of at most {_LONGEST_NAME} characters.")
    before = str(person)
    person.first_name, person.last_name = _split_name(name)
    person.save(update_fields=["first_name", "last_name"])
    words = f"{before} is now called {person}"
    tables = partnerships_around(person, at=at)
    line = note_everywhere("rename", words, of=person, tables=tables, at=at, by=by)
    told: dict[str, Any] = {"at": at, "by": by, "page": reverse("account")}
    body = f"{words}, says {by}. If that is wrong, change it here:"
    send_news(f"rename {line.pk}", body, subject="Your name was corrected", to=[person], **told)
    conveners = [one for one in conveners_of(tables, at=at) if one != person]
    send_news(f"rename {line.pk}", body, subject=words, to=conveners, **told)
    return person


def may_rename(by: User, person: User, *, at: datetime) -> Ruling:
    """Whether somebody may correct a person's name: the own, or that of who is kept by them."""
    if by == person:
        return YES
    answer = may_keep_person(by, person, (), at=at)
    near = PartnershipRole.STATE in roles_of(by, None, at=at) or knows_person(by, person, at=at)
    if answer and not near:
        return Ruling(
            f"{person} is not at your tables. Only the state or the person can correct the name."
        )
    return answer


@transaction.atomic
def join(*, person: User, organization: Organization, at: datetime, by: User) -> Membership:
    """Record that a person belongs to an organization from now on.

    Raises   Refused for whoever does not keep people at every live table of the organization and
             of the person: there the state does it, or an invitation that the person takes up. And
             for a convener who would join: a company's vote is not had on one's own word.
    """
    tables = partnerships_of([organization])
    require(may_keep(by, tables, about=organization, at=at))
    require(may_keep_person(by, person, tables, at=at))
    require(vouched_by_another(person, organization, at=at, by=by))
    require(_no_steward_at_company(person, organization, at))
    there = Membership.objects.filter(person=person, organization=organization, until=None)
    new = not there.exists()
    membership = ensure_membership(person, organization, at)
    words = f"{person} is at {organization}"
    note_everywhere("join", words, of=membership, tables=tables, at=at, by=by)
    if new:
        keep_change(
            Change.Kind.JOIN, words, person=person, organizations=[organization], tables=tables,
            before={}, at=at, by=by,
        )  # fmt: skip
    return membership


def vouched_by_another(
    person: User, organization: Organization, *, at: datetime, by: User
) -> Ruling:
    """Whether somebody else than the person says that it belongs to an organization.

    Whoever belonged to it once may say so again; the state may enter its own lead.
    """
    if by != person or PartnershipRole.STATE in roles_of(by, None, at=at):
        return YES
    if person.memberships.filter(organization=organization).exists():
        return YES
    return Ruling(
        f"You cannot add yourself to {organization}. Its people can invite you, or another "
        "convener or the state can add you."
    )


def _no_steward_at_company(person: User, organization: Organization, at: datetime) -> Ruling:
    if organization.system != System.EMPLOYER or PartnershipRole.STEWARD not in offices_of(
        person, at=at
    ):
        return YES
    return Ruling(f"{person} is a data steward. A data steward cannot belong to a company.")


def ensure_membership(person: User, organization: Organization, at: datetime) -> Membership:
    """The membership that runs now; begun where there was none."""
    found = Membership.objects.filter(person=person, organization=organization, until=None).first()
    return found or Membership.objects.create(person=person, organization=organization, since=at)


@transaction.atomic
def depart(*, person: User, organization: Organization, at: datetime, by: User) -> Membership:
    """End everything a person may do for an organization, this minute (S21).

    Delegations, champions' terms and the convening for the organization end; every session
    of the person ends. A partnership that loses its lead convener goes to a co-convener as
    interim, or leaves the stages that need one (I6).
    """
    require(may_part(by, person, organization, at=at))
    tables = partnerships_of([organization])
    words = f"{person} left {organization}"
    membership, ended = end_belonging(person, organization, because=words, at=at, by=by)
    note_everywhere("depart", words, of=membership, tables=tables, at=at, by=by)
    keep_change(
        Change.Kind.DEPART, words, person=person, organizations=[organization], tables=tables,
        before=ended, at=at, by=by,
    )  # fmt: skip
    return membership


def end_belonging(
    person: User, organization: Organization, *, because: str, at: datetime, by: User
) -> tuple[Membership, dict[str, object]]:
    """End a membership and all that hangs on it; the action around it has asked and writes.

    Returns  the membership; and the keys of what has ended, as `Change.before` keeps them.
    """
    membership = _lock_membership(person, organization)
    membership.until = at
    membership.save(update_fields=["until"])
    ended: dict[str, object] = {
        name: _end_at_seats(rows, person, organization, at)
        for name, rows in (("champions", Championship.objects), ("delegates", Delegate.objects))
    }
    convening = Appointment.objects.filter(person=person, organization=organization, until=None)
    ended["appointments"] = list(convening.values_list("pk", flat=True))
    for appointment in convening:
        vacate(appointment, because=because, at=at, by=by)
    sign_out_everywhere(person)
    settle_of(person, at=at)
    return membership, ended


def sign_out_everywhere(person: User) -> None:
    """End every session of a person."""
    User.objects.filter(pk=person.pk).update(session_round=F("session_round") + 1)


def _lock_membership(person: User, organization: Organization) -> Membership:
    found = (
        Membership.objects.select_for_update()
        .filter(person=person, organization=organization, until=None)
        .first()
    )
    if found is None:
        raise Refused(f"{person} does not belong to {organization} now.")
    return found


def _end_at_seats(rows: Any, person: User, organization: Organization, at: datetime) -> list[int]:
    running = rows.filter(person=person, seat__organization=organization, until=None)
    keys = list(running.values_list("pk", flat=True))
    running.update(until=at)
    return keys


@transaction.atomic
def found_state_office(*, person: User, at: datetime) -> Office:
    """Give the first office of a new workspace: the state lead who gives all the others.

    Raises   Refused once any office was ever given: from then on it is `give_office`.
    """
    if Office.objects.exists():
        raise Refused(
            "The state already has offices here. Its policy lead can give the next one, or "
            "the server's operator can add --another."
        )
    office = Office.objects.create(person=person, role=Office.Role.STATE, since=at)
    note("give_office", f"{person} is the first state lead", of=office, at=at, by=person)
    return office


@transaction.atomic
def add_state_office(*, person: User, at: datetime) -> Office:
    """Give one more state lead's office by whoever keeps the machine; those who lead are told."""
    leads = Office.objects.filter(role=Office.Role.STATE, until=None).select_related("person")
    told = [held.person for held in leads if held.person.pk != person.pk]
    office = Office.objects.create(person=person, role=Office.Role.STATE, since=at)
    words = f"{person} is a state lead too, added by the server's operator"
    line = note("give_office", words, of=office, at=at, by=None)
    for lead in told:
        outbox.post(
            key=f"another lead {line.pk}",
            to=lead,
            subject="There is one more state lead",
            body=f"{words}. If that is wrong, end the office here:\n"
            + full_address(reverse("people")),
            at=at,
        )
    return office


@transaction.atomic
def give_office(*, person: User, role: str, at: datetime, by: User) -> Office:
    """Give a person an office of the state.

    Raises   Refused for a steward who convenes: the steward reads what no convener may (S11).
    """
    require(may(roles_of(by, None, at=at), "give_office"))
    if Office.objects.filter(person=person, role=role, until=None).exists():
        raise Refused(f"{person} already holds that office.")
    if role == Office.Role.STEWARD:
        convening = convened_by(person, at=at).first()
        if convening is not None:
            raise Refused(
                f"{person} convenes {convening.partnership}, and a convener cannot "
                "be a data steward."
            )
        company = (
            Membership.objects.in_force(at)
            .filter(person=person, organization__system=System.EMPLOYER)
            .first()
        )
        if company is not None:
            raise Refused(
                f"{person} is at {company.organization}. A data steward cannot belong to a company."
            )
    office = Office.objects.create(person=person, role=role, since=at)
    note("give_office", f"{person}: {office.get_role_display()}", of=office, at=at, by=by)
    return office


@transaction.atomic
def end_office(*, office: Office, at: datetime, by: User) -> Office:
    """End an office; the last state lead stays until another holds the office."""
    require(may(roles_of(by, None, at=at), "give_office"))
    list(Office.objects.select_for_update().filter(role=Office.Role.STATE, until=None))
    office.refresh_from_db()
    require(may_end_office(sitting_of(by, None, at=at), office))
    office.until = at
    office.save(update_fields=["until"])
    note("end_office", f"{office.person}: no longer {office.role}", of=office, at=at, by=by)
    return office


def may_end_office(sitting: Sitting, office: Office) -> Ruling:
    """Whether an office is still held, and another state lead is there to go on."""
    if office.until is not None:
        return Ruling(f"{office.person} does not hold that office anymore.")
    if office.role != Office.Role.STATE:
        return YES
    leads = sitting.ask_once(("leads",), _state_leads)
    if leads - {office.pk}:
        return YES
    return Ruling("The last state lead cannot leave until there is another one.")


def _state_leads() -> set[int]:
    """The offices of those who lead for the state: one question for a page of many."""
    held = Office.objects.filter(role=Office.Role.STATE, until=None)
    return set(held.values_list("pk", flat=True))
