"""Sign-in by a provider: tied to an account once, by the address it has verified; then by itself.

The tie is between the provider's name for a person (issuer and subject) and an account here.
Once it stands, an address alone opens nothing: neither another subject with the account's
address, nor the same subject with somebody else's.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse

from sectoral.workspace.actions import outbox, people
from sectoral.workspace.actions.access import person_of
from sectoral.workspace.actions.record import note
from sectoral.workspace.addresses import full_address
from sectoral.workspace.models import Identity, User
from sectoral.workspace.queries.access import identities_of
from sectoral.workspace.queries.roles import roles_of
from sectoral.workspace.queries.solutions import related_rows
from sectoral.workspace.rules.answers import YES, Refused, Ruling, require
from sectoral.workspace.rules.dates import here_words
from sectoral.workspace.rules.mailboxes import mailbox_of
from sectoral.workspace.rules.permissions import may


@dataclass(frozen=True, slots=True)
class ProviderSubject:
    """Whom a provider names: its issuer, its subject, and what people call the provider."""

    issuer: str
    subject: str
    provider: str


def tied_to(named: ProviderSubject) -> User | None:
    """The account that is tied to whom the provider names; None where none is yet.

    Raises   Refused where that account is closed.
    """
    found = (
        Identity.objects.filter(issuer=named.issuer, subject=named.subject, ended_at=None)
        .select_related("person")
        .first()
    )
    if found is not None and not found.person.is_active:
        raise Refused("This account is closed.")
    return found.person if found else None


def tie(named: ProviderSubject, *, address: str, at: datetime) -> User:
    """Tie whom the provider names to the account of an address that it has verified, for good.

    The person is told by e-mail.

    Returns  the account.
    Raises   Refused where no account has the address, or it is tied to another subject there.
    """
    person = person_of(mailbox_of(address))
    if person is None:
        raise Refused(
            f"{named.provider} says that your e-mail address is {address}, but no account "
            "here uses it. Accounts are by invitation. Ask your convener to invite that "
            "address."
        )
    try:
        with transaction.atomic():
            _record_tie(named, person, address, at)
    except IntegrityError:
        # Somebody is tied already: by an earlier sign-in, or by one at this very moment.
        if tied_to(named) != person:
            raise Refused(
                f"The account of {address} is connected to a different sign-in at "
                f"{named.provider}. If {named.provider} gave you a new one, sign in with a "
                "link for now and ask the state's policy lead to disconnect the old one."
            ) from None
    return person


def _record_tie(named: ProviderSubject, person: User, address: str, at: datetime) -> None:
    identity = Identity.objects.create(
        person=person, issuer=named.issuer, subject=named.subject, address=address, tied_at=at
    )
    words = f"{person} now signs in with {named.provider}"
    note("tie", words, of=identity, at=at, by=person)
    outbox.post(
        key=f"tie {identity.pk}",
        to=person,
        subject=f"{named.provider} now signs you in",
        body=f"On {here_words(at)} somebody signed in as you with {named.provider}, using "
        f"your address {address}. From now on, only this sign-in at {named.provider} "
        "opens your account.\n\nIf it was not you, sign in with a link, sign out "
        "everywhere, and ask the state's policy lead to disconnect it:\n"
        + full_address(reverse("account")),
        at=at,
    )


@transaction.atomic
def untie(*, person: User, reason: str, at: datetime, by: User) -> User:
    """Take an account's ties to providers off, so that its next sign-in there ties it anew.

    Its sessions end, since one of them may be the wrong one. The person is told by e-mail.

    Raises   Refused for whoever is not the state's policy lead, or where nothing is tied.
    """
    require(may(roles_of(by, None, at=at), "untie"))
    ended = [*identities_of(person).select_for_update()]
    require(may_untie(person))
    if not reason.strip():
        raise Refused("Say why.")
    for identity in ended:
        identity.ended_at, identity.ended_by = at, by
        identity.save(update_fields=["ended_at", "ended_by"])
    people.sign_out_everywhere(person)
    words = f"{by} disconnected {person}'s account from its sign-in at an agency"
    line = note("untie", words, of=person, at=at, by=by, reason=reason.strip())
    outbox.post(
        key=f"untie {line.pk}",
        to=person,
        subject="Your account is no longer connected to your agency's sign-in",
        body=f"{words}. The reason: {reason.strip()}\n\nYour next sign-in there connects it "
        "again. Until then, sign in with a link:\n" + full_address(reverse("account_login")),
        at=at,
    )
    return person


def may_untie(person: User) -> Ruling:
    """Whether an account is tied to a provider's sign-in."""
    if any(tie.ended_at is None for tie in related_rows(person, "identities")):
        return YES
    return Ruling(f"The account of {person} is not connected to an agency's sign-in.")
