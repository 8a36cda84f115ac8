"""Nobody sells wares at the table: what seats write to companies, and reports of pitches (S1)."""

from datetime import datetime

from django.db import transaction

from sectoral.workspace.actions.record import note
from sectoral.workspace.guards.neutrality import may_message
from sectoral.workspace.guards.seat import acts_for, has_own_seat
from sectoral.workspace.guards.solution import organizations_of
from sectoral.workspace.models import Partnership, PitchReport, Post, Seat, Solution, User
from sectoral.workspace.queries.roles import Sitting, roles_of, sitting_of
from sectoral.workspace.rules.answers import YES, Ruling, first_no, require
from sectoral.workspace.rules.permissions import may
from sectoral.workspace.rules.wording.text import may_keep, may_show_at_once


@transaction.atomic
def write(
    *,
    partnership: Partnership,
    seat: Seat,
    text: str,
    solution: Solution | None = None,
    doubt: str = "",
    at: datetime,
    by: User,
) -> Post:
    """Write to the companies at the table.

    A public partner's words that look like an offer wait until the convener has looked at them;
    so do anybody's about pay, hiring or prices (S9).

    Takes    doubt: such words, which the writer was told of and sends all the same.
    Raises   Refused for a public partner where no solution of its own is open (I5).
    """
    sitting = sitting_of(by, partnership, at=at)
    require(first_no(sitting.may("message_employers"), may_write(sitting, partnership)))
    require(first_no(acts_for(sitting, seat), _check_text(text)))
    if solution is not None:
        solution = Solution.objects.select_for_update().get(pk=solution.pk)
    require(may_message(seat, partnership, solution))
    held = "" if seat.is_company else may_show_at_once(text).reason
    if doubt:
        held = f"It mentions {doubt}, which competing companies must not agree on. {held}".strip()
    post = Post.objects.create(
        partnership=partnership,
        seat=seat,
        solution=solution,
        person=by,
        text=text.strip(),
        at=at,
        held=held,
        shown_at=None if held else at,
    )
    words = f"{seat.organization} writes to the companies" + (" (waits)" if held else "")
    note("write_post", words, of=post, at=at, by=by, partnership=partnership)
    return post


def may_write(sitting: Sitting, _: Partnership) -> Ruling:
    """Whether a person may write to companies for an own seat."""
    return has_own_seat(sitting, "message_employers")


def _check_text(text: str) -> Ruling:
    return may_keep(text) if text.strip() else Ruling("Write something first.")


@transaction.atomic
def show(*, post: Post, at: datetime, by: User) -> Post:
    """The convener has looked at a post that waited: it is shown."""
    _require_waiting(post, at=at, by=by)
    post.shown_at, post.looked_at_by = at, by
    post.save(update_fields=["shown_at", "looked_at_by"])
    words = f"a post by {post.seat.organization} is shown"
    note("show_post", words, of=post, at=at, by=by, partnership=post.partnership)
    return post


@transaction.atomic
def refuse(*, post: Post, reason: str, at: datetime, by: User) -> Post:
    """The convener has looked at a post that waited: it is not shown."""
    _require_waiting(post, at=at, by=by)
    require(YES if reason.strip() else Ruling("Say why it is not shown."))
    post.refused_at, post.looked_at_by = at, by
    post.save(update_fields=["refused_at", "looked_at_by"])
    words = f"a post by {post.seat.organization} is not shown"
    partnership = post.partnership
    note("refuse_post", words, of=post, at=at, by=by, partnership=partnership, reason=reason)
    return post


def _require_waiting(post: Post, *, at: datetime, by: User) -> None:
    require(may(roles_of(by, post.partnership, at=at), "handle_pitch"))
    locked = Post.objects.select_for_update().get(pk=post.pk)
    require(may_look_at_post(sitting_of(by, post.partnership, at=at), locked))


def may_look_at_post(sitting: Sitting, post: Post) -> Ruling:
    """Whether a post waits to be looked at, and is no own seat's."""
    if post.shown_at is not None or post.refused_at is not None:
        return Ruling("It has already been reviewed.")
    if post.seat in sitting.seats:
        return Ruling("It is from your own organization, so somebody else has to review it.")
    return YES


@transaction.atomic
def report_pitch(*, about: Seat, where: str, at: datetime, by: User) -> PitchReport:
    """One click: this is a pitch. Who reported stays with convener and state."""
    partnership = about.partnership
    sitting = sitting_of(by, partnership, at=at)
    require(first_no(sitting.may("report_pitch"), may_report(sitting, about), may_keep(where)))
    report = PitchReport.objects.create(
        partnership=partnership, about=about, reported_by=by, where=where.strip(), at=at
    )
    words = "a pitch is reported"
    # The line names nobody: neither who reported, which could bring him trouble, nor of whom.
    note("report_pitch", words, of=report, at=at, by=None, partnership=partnership)
    return report


def may_report(sitting: Sitting, about: Seat) -> Ruling:
    """Whether a person may report that a seat sold something: not the own one, and once."""
    if about.is_company:
        return Ruling("Only public partners and suppliers can be reported for a pitch.")
    if about in sitting.seats:
        return Ruling("You act for that organization yourself.")
    if about.pk in sitting.ask_once(("reported",), lambda: _seats_reported_by(sitting.person)):
        return Ruling("Your earlier report about this organization is still being reviewed.")
    return YES


def _seats_reported_by(person: User | None) -> set[int]:
    """The seats about which a report of this person's waits: one question for a page of many."""
    waiting = PitchReport.objects.filter(reported_by=person, handled_at__isnull=True)
    return set(waiting.values_list("about", flat=True))


@transaction.atomic
def handle(
    *, report: PitchReport, upheld: bool, outcome: str, at: datetime, by: User
) -> PitchReport:
    """Say whether it was a pitch, and what follows; never by those whom it is about."""
    partnership = report.partnership
    locked = PitchReport.objects.select_for_update().get(pk=report.pk)
    sitting = sitting_of(by, partnership, at=at)
    require(first_no(sitting.may("handle_pitch"), may_handle(sitting, locked), may_keep(outcome)))
    require(YES if outcome.strip() else Ruling("Say what happens next."))
    report.handled_at, report.handled_by = at, by
    report.upheld, report.outcome = upheld, outcome.strip()
    report.save(update_fields=["handled_at", "handled_by", "upheld", "outcome"])
    words = f"a reported pitch was {'one' if upheld else 'none'}"
    note("handle_pitch", words, of=report, at=at, by=by, partnership=partnership)
    return report


def may_handle(sitting: Sitting, report: PitchReport) -> Ruling:
    """Whether a report waits to be handled, and concerns neither the person nor its own people."""
    person = sitting.person
    if person is None:
        return Ruling("Sign in first.")
    own = sitting.ask_once(("organizations",), lambda: organizations_of(person, sitting.at))
    if report.about.organization in own:
        return Ruling("It is about your own organization, so somebody else has to handle it.")
    if report.reported_by_id == person.pk:
        return Ruling("You reported it, so somebody else has to handle it.")
    return YES if report.handled_at is None else Ruling("It has already been handled.")
