"""What is known of a person's ways in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from sectoral.workspace.models import (
    Appointment,
    Championship,
    Delegate,
    Identity,
    Invitation,
    Office,
    Organization,
    Partnership,
    Token,
    User,
)
from sectoral.workspace.rules.answers import YES, Ruling

NEEDS_SECOND_FACTOR = Ruling(
    "People with a state office sign in with a second factor. Set one up on your account "
    "page first."
)


def has_second_factor(person: User) -> bool:
    """Whether the person's sign-in asks for a code from a device."""
    kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP)
    return bool(kept.exists())


def second_factor(person: User | AnonymousUser, *, at: datetime) -> Ruling:
    """Whether the person may administer: a no for an office of the state without a second factor.

    The operator may waive it (SECTORAL_MFA), and the demo does.
    """
    if not settings.SECTORAL_MFA or not isinstance(person, User):
        return YES
    bare = (
        Office.objects.in_force(at)
        .filter(person=person)
        .exclude(person__authenticator__type=Authenticator.Type.TOTP)
    )
    return NEEDS_SECOND_FACTOR if bare.exists() else YES


def holds_office(person: User, *, at: datetime) -> bool:
    """Whether the person holds an office of the state now."""
    return Office.objects.in_force(at).filter(person=person).exists()


def tokens_of(person: User, *, at: datetime) -> QuerySet[Token]:
    """The person's tokens that work now, the latest first."""
    return person.tokens.filter(ended_at=None, expires_at__gt=at).order_by("-made_at", "-pk")


def identities_of(person: User) -> QuerySet[Identity]:
    """The providers' names for the person that open the account now."""
    return person.identities.filter(ended_at=None)


def account_of(invitation: Invitation) -> User | None:
    """The account that the invited address has already."""
    return User.objects.filter(mailbox=invitation.email).first()


@dataclass(frozen=True, slots=True)
class Belonging:
    """An organization a person belongs to now, and all that ends when the person leaves it."""

    organization: Organization
    since: datetime
    acts_for: tuple[Delegate, ...]
    champions: tuple[Championship, ...]
    convenes: tuple[Appointment, ...]


def belongings_of(person: User, *, at: datetime) -> list[Belonging]:
    """Where a person belongs now, in the same few queries however many there are."""
    members = person.memberships.in_force(at).select_related("organization")
    delegates = (
        Delegate.objects.in_force(at).filter(person=person).select_related("seat__partnership")
    )
    terms = (
        Championship.objects.in_term(at).filter(person=person).select_related("seat__partnership")
    )
    convening = Appointment.objects.in_force(at).filter(person=person).select_related("partnership")
    acting, leading, calling = list(delegates), list(terms), list(convening)
    return [
        Belonging(
            member.organization,
            member.since,
            tuple(one for one in acting if one.seat.organization_id == member.organization_id),
            tuple(one for one in leading if one.seat.organization_id == member.organization_id),
            tuple(one for one in calling if one.organization_id == member.organization_id),
        )
        for member in members
    ]


def offices_held(person: User, *, at: datetime) -> list[Office]:
    """The offices of the state that a person holds now."""
    return list(person.offices.in_force(at))


def partnerships_of(person: User, *, at: datetime) -> list[Partnership]:
    """The partnerships at which a person acts for a seat or convenes now, by name."""
    acts = Q(seats__delegates__in=Delegate.objects.in_force(at).filter(person=person))
    calls = Q(appointments__in=Appointment.objects.in_force(at).filter(person=person))
    return list(Partnership.objects.filter(acts | calls).distinct().order_by("name"))
