"""Who comes to a meeting, as the people who were asked have said so far."""

from collections.abc import Iterable
from dataclasses import dataclass

from sectoral.workspace.models import Delegate, Invitee, Meeting, Seat, User
from sectoral.workspace.models.terms import in_force
from sectoral.workspace.queries.measures import has_company_majority, of_seats
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.policy import DELEGATE_CONFIRMED_FOR


@dataclass(frozen=True, slots=True)
class MeetingGuest:
    """A person who was asked, for one of the seats the person acts for.

    reply   yes, remote or no; empty where nothing was said yet
    """

    seat: Seat
    person: User
    reply: str

    @property
    def reply_words(self) -> str:
        """The answer as a person reads it."""
        return Invitee.Reply(self.reply).label if self.reply else "not answered"

    @property
    def comes(self) -> bool:
        """Whether the person will be there, in the room or remotely."""
        return self.reply in (Invitee.Reply.YES, Invitee.Reply.REMOTE)

    @property
    def is_company(self) -> bool:
        """Whether the person speaks for a company; a supplier without a vote is none."""
        return self.seat.is_company


@dataclass(frozen=True, slots=True)
class ExpectedGuests:
    """Who comes, as answered.

    companies, public   organizations of which somebody comes; common ownership counts once
    remote              people who join remotely
    employer_led        whether more companies than public partners would be there (I13)
    """

    guests: tuple[MeetingGuest, ...]
    companies: int
    public: int
    employer_led: bool

    def _guests_who_said(self, *replies: str) -> tuple[MeetingGuest, ...]:
        return tuple(guest for guest in self.guests if guest.reply in replies)

    @property
    def coming(self) -> tuple[MeetingGuest, ...]:
        """Those who come, companies first."""
        return self._guests_who_said(Invitee.Reply.YES, Invitee.Reply.REMOTE)

    @property
    def remote(self) -> int:
        """How many people join remotely."""
        return len({guest.person.pk for guest in self._guests_who_said(Invitee.Reply.REMOTE)})

    @property
    def declined(self) -> tuple[MeetingGuest, ...]:
        """Those who cannot come."""
        return self._guests_who_said(Invitee.Reply.NO)

    @property
    def unanswered(self) -> tuple[MeetingGuest, ...]:
        """Those who have said nothing yet."""
        return self._guests_who_said("")

    @property
    def words(self) -> str:
        """Whether employers would lead, in a sentence (I13)."""
        if not self.coming:
            return "Nobody has said yet that they are coming."
        if self.employer_led:
            return (
                "Going by the answers, more companies than public partners are coming. It is "
                "employer-led if a company chairs."
            )
        return (
            "Going by the answers, companies will not outnumber public partners, so it would "
            "not be employer-led. Ask the companies that have not answered."
        )


def expected_guests(meeting: Meeting, sitting: Sitting) -> ExpectedGuests | None:
    """Who comes to a meeting that people are asked to; None for whoever may not see it."""
    if not sitting.may("see_replies"):
        return None
    return expected_of([meeting], sitting)[meeting.pk]


def expected_of(meetings: Iterable[Meeting], sitting: Sitting) -> dict[int, ExpectedGuests]:
    """The same of many meetings of one table, by their keys, in two queries."""
    listed = [meeting.pk for meeting in meetings]
    rows = Invitee.objects.filter(meeting__in=listed, holds=True).select_related("person")
    asked = list(rows.order_by("pk"))
    seats: dict[int, list[Seat]] = {}
    acting = (
        Delegate.objects.select_related("seat__organization")
        .in_force(sitting.at)
        .filter(
            in_force(sitting.at, "seat__"),
            seat__partnership=sitting.partnership,
            seat__standing=Seat.Standing.SEATED,
            confirmed_at__gt=sitting.at - DELEGATE_CONFIRMED_FOR.span,
        )
    )
    for delegate in acting:
        seats.setdefault(delegate.person_id, []).append(delegate.seat)
    guests: dict[int, list[MeetingGuest]] = {pk: [] for pk in listed}
    for row in asked:
        for seat in seats.get(row.person_id, []):
            guests[row.meeting_id].append(MeetingGuest(seat, row.person, row.reply))
    return {pk: _guests_to_expect(found) for pk, found in guests.items()}


def _guests_to_expect(guests: list[MeetingGuest]) -> ExpectedGuests:
    guests.sort(key=lambda it: (not it.is_company, it.seat.organization.name, str(it.person)))
    here = of_seats(guest.seat for guest in guests if guest.comes)
    return ExpectedGuests(tuple(guests), here.companies, here.public, has_company_majority(here))


def own_reply(meeting: Meeting, person: User | None) -> str | None:
    """What a person has said; empty where nothing yet, None where the person is not asked."""
    if person is None:
        return None
    rows = meeting.invitees.filter(person=person, holds=True)
    said: str | None = rows.values_list("reply", flat=True).first()
    return said
