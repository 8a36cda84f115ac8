"""Needs: drafted, raised, reworded, stood by, set apart; only companies raise them (I1, P4).

Lines about a need that is not released carry no partnership, and so stay out of the members'
history: their actor would show which company raised it (S23).
"""

from datetime import datetime

from django.db import transaction

from sectoral.workspace.actions.flags import move_flags
from sectoral.workspace.actions.moves import advance
from sectoral.workspace.actions.need_texts import lock_need, offer_wording, write_version
from sectoral.workspace.actions.record import note
from sectoral.workspace.guards.attestation import attested_by, stripped_texts
from sectoral.workspace.guards.need import enough_support
from sectoral.workspace.models import (
    GroundRules,
    Need,
    NeedNote,
    NeedVersion,
    Opportunity,
    Partnership,
    Rewording,
    Seat,
    Support,
    User,
)
from sectoral.workspace.models.needs import Category
from sectoral.workspace.queries.flags import held_versions
from sectoral.workspace.queries.roles import role_of_seat, roles_of, seats_of
from sectoral.workspace.rules.answers import YES, Refused, Ruling, first_no, require
from sectoral.workspace.rules.lifecycles import NEED
from sectoral.workspace.rules.permissions import may
from sectoral.workspace.rules.wording.text import find_offers

SUPPORTABLE = (
    Need.State.RAISED,
    Need.State.CLARIFIED,
    Need.State.VALIDATED,
    Need.State.RELEASED,
    Need.State.PRIORITISED,
    Need.State.PARKED,
    Need.State.IN_SOLUTION,
)


@transaction.atomic
def set_ground_rules(
    *,
    partnership: Partnership,
    supporters: int = 2,
    listening_days: int = 14,
    notice_days: int = 3,
    counsel: str = "",
    at: datetime,
    by: User,
) -> GroundRules:
    """Settle how many companies share a need, how long partners listen, how early notice is."""
    require(may(roles_of(by, partnership, at=at), "set_scope"))
    if min(supporters, listening_days) < 1 or notice_days < 0:
        raise Refused("A need has one supporter at least, and partners listen a day at least.")
    rules, _ = GroundRules.objects.update_or_create(
        partnership=partnership,
        defaults={
            "supporters": supporters,
            "listening_days": listening_days,
            "notice_days": notice_days,
            "counsel": counsel.strip(),
        },
    )
    words = (
        f"Ground rules: {supporters} companies share a need, partners listen {listening_days} "
        f"days, open meetings are announced {notice_days} days before"
    )
    note("set_ground_rules", words, of=rules, at=at, by=by, partnership=partnership)
    return rules


@transaction.atomic
def draft(  # noqa: PLR0913 - what a need says
    *,
    seat: Seat,
    category: str,
    title: str,
    text: str,
    opportunity: Opportunity | None = None,
    attested: bool = False,
    may_become_public: bool = False,
    at: datetime,
    by: User,
) -> Need:
    """Write a need down; until it is raised, its company and the convener alone see it.

    Takes    opportunity: what it would unlock; attested: for the convener who writes on the
             company's behalf; may_become_public: the writer was shown, before typing, that
             records law may make it public (S14).
    """
    attests = attested_by(seat, attested=attested, at=at, by=by)
    require(_check_category(category, opportunity, seat.partnership))
    title, text = stripped_texts(title, text)
    need = Need.objects.create(
        partnership=seat.partnership,
        opportunity=opportunity,
        raised_by=seat,
        attested_by=attests,
        category=category,
        may_become_public=may_become_public,
        created_at=at,
    )
    NeedVersion.objects.create(need=need, number=1, title=title, text=text, written_by=by, at=at)
    note("draft", "A need is drafted", of=need, at=at, by=by)
    return need


def _check_category(
    category: str, opportunity: Opportunity | None, partnership: Partnership
) -> Ruling:
    if category not in Category.values:
        # Pay and whom to hire are no categories: companies do not settle those together (S9).
        return Ruling(f"A need is about one of: {', '.join(Category.labels)}.")
    if opportunity is not None and opportunity.partnership_id != partnership.pk:
        return Ruling("That opportunity belongs to another partnership.")
    return YES


@transaction.atomic
def raise_need(*, need: Need, at: datetime, by: User) -> Need:
    """Bring a draft before the other companies."""
    require(_speaks_for(need, at=at, by=by))
    advance(need, NEED, "raise", by=by, at=at)
    return need


@transaction.atomic
def clarify(*, need: Need, at: datetime, by: User) -> Need:
    """Record that its company and the convener have talked it through."""
    require(_speaks_for(need, at=at, by=by))
    advance(need, NEED, "clarify", by=by, at=at)
    return need


@transaction.atomic
def reword(*, need: Need, title: str, text: str, at: datetime, by: User) -> NeedVersion | Rewording:
    """Word a need anew.

    Its company writes the next version at once; those who stood by the earlier text are asked
    again (S7). The convener's wording waits for the company's consent (P25), but for a draft
    of the convener's own.
    """
    title, text = stripped_texts(title, text)
    need = lock_need(need)
    own = need.raised_by in seats_of(by, need.partnership, at=at)
    if own or (need.attested_by_id == by.pk and need.state == Need.State.DRAFT):
        return write_version(need, title, text, at=at, by=by)
    require(may(roles_of(by, need.partnership, at=at), "see_unreleased_needs"))
    return offer_wording(need, title, text, at=at, by=by)


@transaction.atomic
def answer_wording(*, rewording: Rewording, yes: bool, at: datetime, by: User) -> Rewording:
    """Say, for the company that raised it, whether the convener's wording shall stand."""
    need = lock_need(rewording.need)
    rewording = Rewording.objects.select_for_update().get(pk=rewording.pk)
    if need.raised_by not in seats_of(by, need.partnership, at=at):
        raise Refused("Only the company that raised a need agrees to another wording of it.")
    if rewording.agreed is not None:
        raise Refused("This wording was answered already.")
    if yes and rewording.of_version != need.version:
        raise Refused("The need was reworded meanwhile: ask the convener to look again.")
    rewording.agreed, rewording.answered_by, rewording.answered_at = yes, by, at
    rewording.save(update_fields=["agreed", "answered_by", "answered_at"])
    if yes:
        move_flags(rewording, write_version(need, rewording.title, rewording.text, at=at, by=by))
    words = "A wording is agreed to" if yes else "A wording is declined"
    note("answer_wording", words, of=need, at=at, by=by)
    return rewording


@transaction.atomic
def support(*, need: Need, seat: Seat, at: datetime, by: User) -> Support:
    """Stand by a need as it reads now; enough companies make it a shared one.

    Where the text changed after its release, public partners read the new one from the moment
    at which enough companies stand by it again.
    """
    need = lock_need(need)
    require(first_no(_may_support(need, seat, at=at, by=by), _was_looked_at(need)))
    given = Support.objects.create(need=need, seat=seat, version=need.version, at=at)
    note("support", "A company stands by a need", of=need, at=at, by=by)
    if enough_support(need, at):
        _settle_support(need, at=at, by=by)
    return given


def _settle_support(need: Need, *, at: datetime, by: User) -> None:
    if need.state in (Need.State.RAISED, Need.State.CLARIFIED):
        advance(need, NEED, "validate", by=by, at=at)
    elif need.released_at is not None and need.released_version != need.version:
        need.released_version = need.version
        need.save(update_fields=["released_version"])
        words = "Companies stand by a new text of a released need; all partners read it now"
        # By the clock: whoever stood by it last should not be shown to public partners.
        note("re_release", words, of=need, at=at, by=None, partnership=need.partnership)


def _may_support(need: Need, seat: Seat, *, at: datetime, by: User) -> Ruling:
    if seat not in seats_of(by, need.partnership, at=at):
        return Ruling("You do not act for this seat.")
    allowed = may(frozenset({role_of_seat(seat)}), "support")
    if not allowed:
        return allowed
    if need.state not in SUPPORTABLE:
        return Ruling(f"This need is “{need.get_state_display()}”; nobody is asked to support it.")
    if seat.pk == need.raised_by_id:
        return Ruling("Your company raised this need and stands by it already.")
    if need.supports.filter(seat=seat, version=need.version).exists():
        return Ruling("Your company stands by this text already.")
    return YES


def _was_looked_at(need: Need) -> Ruling:
    if need.version in held_versions(need.pk):
        return Ruling("The convener looks at the words of this text first; then you are asked.")
    return YES


@transaction.atomic
def set_apart(*, need: Need, at: datetime, by: User) -> Need:
    """Set a need apart as one company's own request: it is not the table's."""
    advance(need, NEED, "set_apart", by=by, at=at)
    return need


@transaction.atomic
def reopen(*, need: Need, reason: str, at: datetime, by: User) -> Need:
    """Say, for the company that raised it, that it is not answered after all."""
    if need.raised_by not in seats_of(by, need.partnership, at=at):
        raise Refused("Only the company that raised a need says that it is not answered.")
    advance(need, NEED, "reopen", by=by, at=at, reason=reason)
    return need


@transaction.atomic
def note_context(*, need: Need, seat: Seat, text: str, at: datetime, by: User) -> NeedNote:
    """Add, for a public or labor partner, what bears on a need it has heard; never an offer (S1).

    Raises   Refused for words that look like an offer: nothing waits here for a second look.
    """
    if seat not in seats_of(by, need.partnership, at=at):
        raise Refused("You do not act for this seat.")
    require(may(frozenset({role_of_seat(seat)}), "note_context"))
    if need.released_at is None or need.released_at > at:
        raise Refused("Partners add context to a need once it is released to all of them.")
    (words,) = stripped_texts(text)
    require(_no_offer(words))
    added = NeedNote.objects.create(need=need, seat=seat, person=by, text=words, at=at)
    line = f"{seat.organization} adds a note of context to a released need"
    note("note_context", line, of=need, at=at, by=by, partnership=need.partnership)
    return added


def _no_offer(text: str) -> Ruling:
    seen = find_offers(text)
    if not seen:
        return YES
    return Ruling(
        f"A note tells companies what bears on their need; it offers nothing. Yours holds "
        f"{seen[0].why} (“{seen[0].found}”): take it out. Offers have their place in a solution."
    )


def _speaks_for(need: Need, *, at: datetime, by: User) -> Ruling:
    """Its company's delegates, and the convener for one raised on a company's behalf."""
    if need.raised_by in seats_of(by, need.partnership, at=at):
        return YES
    if need.attested_by_id and may(roles_of(by, need.partnership, at=at), "raise_for"):
        return YES
    return Ruling("Only the company that wrote a need brings it further.")
