"""Nobody sells wares at the table: what seats write to companies, and reports of pitches (S1)."""

from datetime import datetime

from django.db import transaction

from sectoral.workspace.actions.record import note
from sectoral.workspace.guards.neutrality import may_message
from sectoral.workspace.guards.solution import organizations_of
from sectoral.workspace.models import Partnership, PitchReport, Post, Seat, Solution, User
from sectoral.workspace.queries.roles import roles_of, seats_of
from sectoral.workspace.rules.answers import YES, Refused, Ruling, first_no, require
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
    require(may(roles_of(by, partnership, at=at), "message_employers"))
    require(_acts_for(by, seat, partnership, at))
    require(_check_text(text))
    if solution is not None:
        solution = Solution.objects.select_for_update().get(pk=solution.pk)
    require(may_message(seat, partnership, solution))
    held = "" if seat.is_company else may_show_at_once(text).reason
    if doubt:
        held = f"It speaks of {doubt}: companies do not settle that together. {held}".strip()
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
    if locked.shown_at is not None or locked.refused_at is not None:
        raise Refused("It was looked at already.")
    if post.seat in seats_of(by, post.partnership, at=at):
        raise Refused("It is your own organization's: somebody else looks at it.")


@transaction.atomic
def report_pitch(*, about: Seat, where: str, at: datetime, by: User) -> PitchReport:
    """One click: this is a pitch. Who reported stays with convener and state."""
    partnership = about.partnership
    require(may(roles_of(by, partnership, at=at), "report_pitch"))
    require(first_no(may_keep(where), _may_report(about, by, at)))
    report = PitchReport.objects.create(
        partnership=partnership, about=about, reported_by=by, where=where.strip(), at=at
    )
    words = "a pitch is reported"
    # The line names nobody: neither who reported, which could bring him trouble, nor of whom.
    note("report_pitch", words, of=report, at=at, by=None, partnership=partnership)
    return report


def _may_report(about: Seat, by: User, at: datetime) -> Ruling:
    if about.is_company:
        return Ruling(
            "Companies raise what they need; a pitch is a public partner's or a supplier's."
        )
    if about in seats_of(by, about.partnership, at=at):
        return Ruling("You act for that seat yourself.")
    waiting = PitchReport.objects.filter(about=about, reported_by=by, handled_at__isnull=True)
    if waiting.exists():
        return Ruling("Your report about this seat is being looked at already.")
    return YES


@transaction.atomic
def handle(
    *, report: PitchReport, upheld: bool, outcome: str, at: datetime, by: User
) -> PitchReport:
    """Say whether it was a pitch, and what follows; never by those whom it is about."""
    partnership = report.partnership
    require(may(roles_of(by, partnership, at=at), "handle_pitch"))
    require(first_no(_is_impartial(report, by, at), may_keep(outcome)))
    require(YES if outcome.strip() else Ruling("Say what follows from it."))
    if PitchReport.objects.select_for_update().get(pk=report.pk).handled_at is not None:
        raise Refused("It was handled already.")
    report.handled_at, report.handled_by = at, by
    report.upheld, report.outcome = upheld, outcome.strip()
    report.save(update_fields=["handled_at", "handled_by", "upheld", "outcome"])
    words = f"a reported pitch was {'one' if upheld else 'none'}"
    note("handle_pitch", words, of=report, at=at, by=by, partnership=partnership)
    return report


def _is_impartial(report: PitchReport, by: User, at: datetime) -> Ruling:
    if report.about.organization in organizations_of(by, at):
        return Ruling("It is about your own organization: somebody else handles it.")
    if report.reported_by_id == by.pk:
        return Ruling("You reported it: somebody else handles it.")
    return YES


def _acts_for(person: User, seat: Seat, partnership: Partnership, at: datetime) -> Ruling:
    if seat in seats_of(person, partnership, at=at):
        return YES
    return Ruling(f"You do not act for {seat.organization} here.")
