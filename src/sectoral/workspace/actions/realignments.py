"""Merging into another partnership, or splitting into several, with everyone's consent (P39)."""

from copy import copy
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from sectoral.workspace.actions.calendar_entries import settle_entries
from sectoral.workspace.actions.conveners import lead_of
from sectoral.workspace.actions.meetings import fall_away
from sectoral.workspace.actions.moves import advance, may_begin
from sectoral.workspace.actions.partnerships import free_slug
from sectoral.workspace.actions.record import note
from sectoral.workspace.actions.waivers import give, narrow_overlap
from sectoral.workspace.evidence.codes import known_codes
from sectoral.workspace.models import (
    Appointment,
    Championship,
    Consent,
    Delegate,
    Partnership,
    Realignment,
    Round,
    Seat,
    User,
)
from sectoral.workspace.models.partnerships import LIVE, Stage
from sectoral.workspace.queries.consents import consent_sides
from sectoral.workspace.queries.known_partnerships import knows
from sectoral.workspace.queries.measures import company_seats
from sectoral.workspace.queries.roles import roles_of, seats_of, sitting_of
from sectoral.workspace.queries.scope import rival_words, unwaived_overlaps, waived_beside
from sectoral.workspace.rules.answers import YES, Refused, Ruling, first_no, one_yes, require
from sectoral.workspace.rules.lifecycles import PARTNERSHIP
from sectoral.workspace.rules.permissions import may


@dataclass(frozen=True, slots=True)
class SplitPart:
    """One of the partnerships that would follow a split.

    organizations   ids of the companies that go with it; public partners go with every part
    waiver          why it may overlap with a sister, where it does
    """

    name: str
    region: str
    region_name: str
    sector: str
    sector_name: str
    naics: tuple[str, ...]
    areas: tuple[str, ...]
    organizations: tuple[int, ...]
    waiver: str = ""


@transaction.atomic
def propose_merge(
    *, partnership: Partnership, into: Partnership, reason: str, at: datetime, by: User
) -> Realignment:
    """Propose that a partnership merges into another; the companies of both are asked next."""
    require(may(roles_of(by, partnership, at=at), "move"))
    lock_partnerships(partnership, into)
    require(
        first_no(
            may_realign(partnership),
            _says_why(reason),
            _may_take_in(partnership, into),
            _grows_apart(partnership, into, at, by),
        )
    )
    return begin(
        Realignment(kind="merge", partnership=partnership, successor=into),
        f"a merge into {into} is proposed",
        reason,
        at=at,
        by=by,
    )


@transaction.atomic
def propose_split(
    *, partnership: Partnership, parts: tuple[SplitPart, ...], reason: str, at: datetime, by: User
) -> Realignment:
    """Propose that a partnership splits; each part's companies are asked next."""
    require(may(roles_of(by, partnership, at=at), "move"))
    lock_partnerships(partnership)
    require(first_no(may_realign(partnership), _says_why(reason)))
    require(_check_parts(partnership, parts, at))
    names = " and ".join(part.name for part in parts)
    return begin(
        Realignment(
            kind="split", partnership=partnership, parts=[_as_json(part) for part in parts]
        ),
        f"a split into {names} is proposed",
        reason,
        at=at,
        by=by,
    )


@transaction.atomic
def consent(*, realignment: Realignment, seat: Seat, yes: bool, at: datetime, by: User) -> Consent:
    """Say yes or no to a merge or split for one's company; it may change until it is done."""
    require(may(roles_of(by, seat.partnership, at=at), "consent"))
    if seat not in seats_of(by, seat.partnership, at=at):
        raise Refused(f"You do not act for {seat.organization} here.")
    lock_realignment(realignment)
    require(may_consent(by, realignment, at))
    require(_is_asked(realignment, seat, at))
    said, _ = Consent.objects.update_or_create(
        realignment=realignment, seat=seat, defaults={"person": by, "yes": yes, "at": at}
    )
    what = realignment.get_kind_display()
    words = f"{seat.organization} says {'yes' if yes else 'no'} to the {what}"
    note("consent", words, of=said, at=at, by=by, partnership=realignment.partnership)
    return said


_NOT_ASKED = Ruling("You are not asked: no company of yours sits at either table.")


def may_consent(person: User | None, realignment: Realignment, at: datetime) -> Ruling:
    """Whether a proposal waits, and asks an own company."""
    if not may_settle_proposal(realignment):
        return may_settle_proposal(realignment)
    own = seats_asked(person, realignment, at)
    return one_yes((_is_asked(realignment, seat, at) for seat in own), otherwise=_NOT_ASKED)


def seats_asked(person: User | None, realignment: Realignment, at: datetime) -> list[Seat]:
    """The person's companies that are asked: of the table that ends, and of the one that stays."""
    tables = (realignment.partnership, realignment.successor)
    return [
        seat
        for table in tables
        if table is not None
        for seat in sitting_of(person, table, at=at).seats_that_may("consent")
    ]


def _is_asked(realignment: Realignment, seat: Seat, at: datetime) -> Ruling:
    if any(seat in seats for seats in consent_sides(realignment, at).values()):
        return YES
    return Ruling(f"{seat.organization} is not asked, because it is not a company at either table.")


@transaction.atomic
def confirm(*, realignment: Realignment, at: datetime, by: User) -> Realignment:
    """The state confirms a merge or split."""
    require(may(roles_of(by, realignment.partnership, at=at), "confirm"))
    lock_realignment(realignment)
    require(may_confirm(realignment))
    realignment.confirmed_by, realignment.confirmed_at = by, at
    realignment.save(update_fields=["confirmed_by", "confirmed_at"])
    words = f"the state confirms the {realignment.kind}"
    note("confirm", words, of=realignment, at=at, by=by, partnership=realignment.partnership)
    return realignment


def may_confirm(realignment: Realignment) -> Ruling:
    """Whether a merge or a split waits for the state's yes."""
    if may_settle_proposal(realignment) and not realignment.takes_state:
        return Ruling("The companies decide this. If the state decides instead, it has to say why.")
    if may_settle_proposal(realignment) and realignment.confirmed_at is not None:
        return Ruling("The state has confirmed it already.")
    return may_settle_proposal(realignment)


@transaction.atomic
def drop(*, realignment: Realignment, reason: str, at: datetime, by: User) -> Realignment:
    """Give up what was proposed."""
    require(may(roles_of(by, realignment.partnership, at=at), "move"))
    lock_realignment(realignment)
    require(may_settle_proposal(realignment))
    if not reason.strip():
        raise Refused("Say why it is withdrawn.")
    realignment.dropped_at = at
    realignment.save(update_fields=["dropped_at"])
    words = f"the {realignment.get_kind_display()} is withdrawn"
    note(
        "drop", words, of=realignment, at=at, by=by, partnership=realignment.partnership,
        reason=reason.strip(),
    )  # fmt: skip
    return realignment


@transaction.atomic
def merge(*, realignment: Realignment, at: datetime, by: User) -> Partnership:
    """Carry a merge out: seats, delegates and champions go over, and every link leads on.

    What was raised, chosen and promised stays readable where it was; what is still wanted is
    raised anew at the successor, by the companies that want it.

    Returns  the successor, with the scope of both.
    """
    lock_realignment(realignment)
    partnership = realignment.partnership
    into: Partnership = realignment.successor or partnership
    lock_partnerships(partnership, into)
    require(may_begin(partnership, PARTNERSHIP, "merge"))
    require(may_merge(by, realignment, at))
    partnership.successor = into
    partnership.save(update_fields=["successor"])
    advance(partnership, PARTNERSHIP, "merge", by=by, at=at, reason=realignment.reason)
    for seat in _running_seats(partnership):
        _carry_seat(seat, into, at=at, by=by)
    _wind_down(partnership, f"merged into {into}", at=at, by=by)
    into.naics, into.areas = _joint_scope(partnership, into)
    into.save(update_fields=["naics", "areas"])
    note("take_in", f"{partnership} merged into it", of=into, at=at, by=by, partnership=into)
    fall_away(partnership, because=f"{partnership} has merged into {into}", at=at)
    settle_entries(into, at=at)
    conclude_realignment(realignment, at)
    return into


@transaction.atomic
def split(*, realignment: Realignment, at: datetime, by: User) -> list[Partnership]:
    """Carry a split out: each part forms with its companies, the partners and the convener.

    Returns  the parts, forming, each knowing where it came from.
    """
    lock_realignment(realignment)
    partnership = realignment.partnership
    lock_partnerships(partnership)
    require(may_begin(partnership, PARTNERSHIP, "split"))
    require(may_split(realignment))
    lead: Appointment = lead_of(partnership)  # type: ignore[assignment]  # asked just now
    advance(partnership, PARTNERSHIP, "split", by=by, at=at, reason=realignment.reason)
    why = {part["name"]: part["waiver"] or _sisters_why(realignment) for part in realignment.parts}
    parts = [
        _form_part(partnership, part, why[part["name"]], lead, at=at, by=by)
        for part in realignment.parts
    ]
    _wind_down(partnership, "split", at=at, by=by)
    fall_away(partnership, because=f"{partnership} has split", at=at)
    conclude_realignment(realignment, at)
    return parts


def may_merge(person: User | None, realignment: Realignment, at: datetime) -> Ruling:
    """Whether a merge that is proposed may be carried out, beside the consent of both."""
    waits = first_no(may_settle_proposal(realignment), _is_a(realignment, Realignment.Kind.MERGE))
    if not waits or realignment.successor is None:
        return waits
    partnership, into = realignment.partnership, realignment.successor
    return first_no(
        no_open_round(partnership),
        _may_take_in(partnership, into),
        _grows_apart(partnership, into, at, person),
    )


def may_split(realignment: Realignment) -> Ruling:
    """Whether a split that is proposed may be carried out, beside the consent of all parts."""
    waits = first_no(may_settle_proposal(realignment), _is_a(realignment, Realignment.Kind.SPLIT))
    if waits and lead_of(realignment.partnership) is None:
        return Ruling("It has no lead convener to continue with the parts. Appoint one.")
    return first_no(waits, no_open_round(realignment.partnership)) if waits else waits


def _is_a(realignment: Realignment, kind: str) -> Ruling:
    """What was consented to is carried out, and nothing else."""
    if realignment.kind == kind:
        return YES
    return Ruling(f"Consent was asked for a {realignment.kind}, not for a {kind}.")


def _sisters_why(realignment: Realignment) -> str:
    """Two parts that overlap need one reason, whichever of them says it."""
    return next((part["waiver"] for part in realignment.parts if part["waiver"]), "")


def _form_part(
    partnership: Partnership,
    part: dict[str, object],
    why: str,
    lead: Appointment,
    *,
    at: datetime,
    by: User,
) -> Partnership:
    child = Partnership(
        **{key: value for key, value in part.items() if key not in ("organizations", "waiver")},
        waiver=why or partnership.waiver,
        slug=free_slug(str(part["name"])),
        edition=partnership.edition,
        case_for=partnership.case_for,
        decision=partnership.decision,
        case_waiver=partnership.case_waiver,
        scope=partnership.scope,
        checklist=partnership.checklist,
        labor_votes=partnership.labor_votes,
        origin=partnership,
        stage_since=at,
        created_at=at,
        published_at=partnership.published_at,
    )
    child.save()
    _waive_overlaps(child, partnership, at=at, by=by)
    note("propose", f"{child} comes from {partnership}", of=child, at=at, by=by, partnership=child)
    convener = Appointment.objects.create(
        partnership=child,
        organization=lead.organization,
        person=lead.person,
        basis=f"convened {partnership}: {lead.basis}",
        since=at,
        term_ends=lead.term_ends,
    )
    words = f"{lead.organization} goes on as lead convener"
    note("appoint", words, of=convener, at=at, by=by, partnership=child)
    advance(child, PARTNERSHIP, "form", by=by, at=at)
    for seat in _running_seats(partnership):
        if not seat.is_employer or seat.organization_id in part["organizations"]:  # type: ignore[operator]
            _carry_seat(seat, child, at=at, by=by)
    return child


def _waive_overlaps(child: Partnership, whole: Partnership, *, at: datetime, by: User) -> None:
    """A part stands beside its sisters for their reason, beside others as the whole did."""
    given = waived_beside(whole)
    for rival in unwaived_overlaps(child, at=at):
        other = rival.partnership
        if child.waiver and other.origin_id == whole.pk:
            give(child, rival, child.waiver, at=at, by=by)
        for waiver in given.get(other.pk, []):
            give(child, narrow_overlap(rival, waiver), waiver.reason, at=at, by=by)


def _carry_seat(seat: Seat, into: Partnership, *, at: datetime, by: User) -> None:
    """Give an organization the same seat at another table, with everyone who acts for it."""
    if Seat.objects.filter(partnership=into, organization=seat.organization, until=None).exists():
        return
    votes = seat.voting and (seat.is_employer or into.labor_votes)
    new = Seat.objects.create(
        partnership=into,
        organization=seat.organization,
        system=seat.system,
        voting=votes,
        standing=seat.standing,
        vendor_like=seat.vendor_like,
        approved_by_convener=seat.approved_by_convener,
        approved_by_champion=seat.approved_by_champion,
        exception=seat.exception,
        since=at,
    )
    for acting in seat.delegates.filter(until=None):
        Delegate.objects.create(
            seat=new,
            person=acting.person,
            role=acting.role,
            since=at,
            confirmed_at=acting.confirmed_at,
        )
    for term in seat.championships.filter(until=None):
        Championship.objects.create(
            seat=new, person=term.person, since=at, term_ends=term.term_ends
        )
    words = f"{seat.organization} brought its seat from {seat.partnership}"
    note("offer_seat", words, of=new, at=at, by=by, partnership=into)


def _wind_down(partnership: Partnership, because: str, *, at: datetime, by: User) -> None:
    """Nobody acts at a table that has ended; what was done there stays."""
    for rows in (Delegate.objects, Championship.objects):
        rows.filter(seat__partnership=partnership, until=None).update(until=at)
    Seat.objects.filter(partnership=partnership, until=None).update(
        until=at, standing=Seat.Standing.LEFT
    )
    Appointment.objects.filter(partnership=partnership, until=None).update(
        until=at, ended_because=because
    )
    words = f"its seats and its convening ended: {because}"
    note("wind_down", words, of=partnership, at=at, by=by, partnership=partnership)


def begin(
    realignment: Realignment, words: str, reason: str, *, at: datetime, by: User
) -> Realignment:
    """Write a proposal down, with its line."""
    realignment.reason, realignment.proposed_by = reason.strip(), by
    realignment.proposed_at = at
    realignment.save()
    note(
        f"propose_{realignment.kind}", words, of=realignment, at=at, by=by,
        partnership=realignment.partnership, reason=reason.strip(),
    )  # fmt: skip
    return realignment


def may_realign(partnership: Partnership) -> Ruling:
    """Whether a merge or a split may be proposed: of an active or stale one, one at a time."""
    if partnership.stage in (Stage.ACTIVE, Stage.STALE):
        return nothing_proposed(partnership)
    return Ruling(
        f"{partnership} is “{partnership.get_stage_display()}”. Only an active or stale "
        "partnership can merge or split."
    )


def _says_why(reason: str) -> Ruling:
    return (
        YES if reason.strip() else Ruling("Say why. The companies will read it when they decide.")
    )


def nothing_proposed(partnership: Partnership) -> Ruling:
    """Companies are asked on one thing at a time."""
    running = partnership.realignments.filter(done_at=None, dropped_at=None).first()
    if running is None:
        return YES
    return Ruling(
        f"A {running.get_kind_display()} is already proposed. Carry it out or withdraw it first."
    )


def _may_take_in(partnership: Partnership, into: Partnership) -> Ruling:
    if into.pk == partnership.pk:
        return Ruling("A partnership cannot merge into itself.")
    if into.stage not in LIVE or into.stage == Stage.PROPOSED:
        return Ruling(f"{into} is “{into.get_stage_display()}” and cannot take anyone in.")
    return YES


def _grows_apart(
    partnership: Partnership, into: Partnership, at: datetime, by: User | None
) -> Ruling:
    """Whether the successor, with the scope of both, does nothing that a third does (I10)."""
    grown = copy(into)
    grown.naics, grown.areas = _joint_scope(partnership, into)
    third = [r for r in unwaived_overlaps(grown, at=at) if r.partnership.pk != partnership.pk]
    if not third:
        return YES
    listed = rival_words(third, knows(by, at=at))
    return Ruling(
        f"With the scope of both, {into} would cover the same as another partnership: "
        f"{listed}. Merge with that one too, change the scope first, or ask the state to "
        "record why both are needed."
    )


def _joint_scope(partnership: Partnership, into: Partnership) -> tuple[list[str], list[str]]:
    """The codes and the counties of two partnerships together."""
    return (
        sorted({*into.naics, *partnership.naics}),
        sorted({*into.areas, *partnership.areas}),
    )


def _check_parts(partnership: Partnership, parts: tuple[SplitPart, ...], at: datetime) -> Ruling:
    if len(parts) < 2:
        return Ruling("A split needs at least two partnerships.")
    if not all(part.naics and part.areas and part.organizations for part in parts):
        return Ruling("Every part needs its codes, its counties and its companies.")
    codes = [known_codes(part.naics, part.areas) for part in parts]
    if not all(codes):
        return first_no(*codes)
    cases = {(part.region, part.sector) for part in parts}
    if len(cases) < len(parts) and not any(part.waiver.strip() for part in parts):
        return Ruling("Two parts overlap in sector and region. Say for one of them why they may.")
    placed = [number for part in parts for number in part.organizations]
    here = {seat.organization_id for seat in company_seats(partnership, at)}
    if sorted(placed) != sorted(here):
        return Ruling("Every company at the table has to go with exactly one part.")
    return YES


def no_open_round(partnership: Partnership) -> Ruling:
    """Whether nobody votes at a table, so that its companies may part."""
    if Round.objects.filter(partnership=partnership, state="open").exists():
        return Ruling("A round is open. Close or void it first.")
    return YES


def _running_seats(partnership: Partnership) -> list[Seat]:
    return list(
        Seat.objects.select_related("organization", "partnership").filter(
            partnership=partnership, until=None
        )
    )


def _as_json(part: SplitPart) -> dict[str, object]:
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in asdict(part).items()
    }


def lock_realignment(realignment: Realignment) -> None:
    """Hold a proposal's row, and read it anew."""
    Realignment.objects.select_for_update().get(pk=realignment.pk)
    realignment.refresh_from_db()


def may_settle_proposal(realignment: Realignment) -> Ruling:
    """Whether a proposal still waits."""
    if realignment.done_at is None and realignment.dropped_at is None:
        return YES
    return Ruling(f"This {realignment.get_kind_display()} has already been decided.")


def conclude_realignment(realignment: Realignment, at: datetime) -> None:
    """Say that what was proposed is done."""
    realignment.done_at = at
    realignment.save(update_fields=["done_at"])


def lock_partnerships(*partnerships: Partnership) -> None:
    """Lock the partnerships' rows, and read them anew."""
    ids = [partnership.pk for partnership in partnerships]
    # Locked in one order, so that two merges the other way round do not wait for each other.
    list(Partnership.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    for partnership in partnerships:
        partnership.refresh_from_db()
