"""Needs: drafted, raised, reworded, stood by, set apart; only companies raise them (I1, P4).

Lines about a need that is not released carry no partnership, and so stay out of the members'
history: their actor would show which company raised it (S23).
"""

from datetime import datetime

from django.db import transaction

from sectoral.workspace.actions.flags import move_flags
from sectoral.workspace.actions.moves import advance, may_begin
from sectoral.workspace.actions.need_texts import (
    lock_need,
    may_change_text,
    may_offer_wording,
    offer_wording,
    write_version,
)
from sectoral.workspace.actions.record import note
from sectoral.workspace.guards.attestation import attested_by, stripped_texts
from sectoral.workspace.guards.need import enough_support
from sectoral.workspace.guards.seat import NO_SEAT, has_own_seat
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
from sectoral.workspace.queries.flags import held_texts
from sectoral.workspace.queries.roles import Sitting, role_of_seat, roles_of, sitting_of
from sectoral.workspace.queries.solutions import related_rows
from sectoral.workspace.rules.answers import YES, Refused, Ruling, first_no, one_yes, require
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
        raise Refused(
            "A need has to have at least one supporter, and partners have to "
            "listen for at least one day."
        )
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
        f"Ground rules: {supporters} companies have to support a need, partners listen "
        f"{listening_days} days, open meetings are announced {notice_days} days before"
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
    note("draft", "A draft of a need is written", of=need, at=at, by=by)
    return need


def _check_category(
    category: str, opportunity: Opportunity | None, partnership: Partnership
) -> Ruling:
    if category not in Category.values:
        # Pay and whom to hire are no categories: companies do not settle those together (S9).
        return Ruling(f"Choose what the need is about: {', '.join(Category.labels)}.")
    if opportunity is not None and opportunity.partnership_id != partnership.pk:
        return Ruling("That opportunity belongs to another partnership.")
    return YES


@transaction.atomic
def raise_need(*, need: Need, at: datetime, by: User) -> Need:
    """Bring a draft before the other companies."""
    _require_speaker(need, "raise", at=at, by=by)
    advance(need, NEED, "raise", by=by, at=at)
    return need


@transaction.atomic
def clarify(*, need: Need, at: datetime, by: User) -> Need:
    """Record that its company and the convener have talked it through."""
    _require_speaker(need, "clarify", at=at, by=by)
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
    sitting = sitting_of(by, need.partnership, at=at)
    require(may_reword(sitting, need))
    if _writes_at_once(sitting, need):
        return write_version(need, title, text, at=at, by=by)
    return offer_wording(need, title, text, at=at, by=by)


def may_reword(sitting: Sitting, need: Need) -> Ruling:
    """Whether a person may word a need anew, or offer its company another wording."""
    if _writes_at_once(sitting, need):
        return may_change_text(need)
    return first_no(sitting.may("see_unreleased_needs"), may_offer_wording(need))


def _writes_at_once(sitting: Sitting, need: Need) -> bool:
    """Whether a person's wording is the next version: the company's own, or an attested draft."""
    attests = sitting.person is not None and need.attested_by_id == sitting.person.pk
    return need.raised_by in sitting.seats or (attests and need.state == Need.State.DRAFT)


@transaction.atomic
def answer_wording(*, rewording: Rewording, yes: bool, at: datetime, by: User) -> Rewording:
    """Say, for the company that raised it, whether the convener's wording shall stand."""
    need = lock_need(rewording.need)
    rewording = Rewording.objects.select_for_update().get(pk=rewording.pk)
    rewording.need = need
    sitting = sitting_of(by, need.partnership, at=at)
    require(
        may_agree_to_wording(sitting, rewording) if yes else may_answer_wording(sitting, rewording)
    )
    rewording.agreed, rewording.answered_by, rewording.answered_at = yes, by, at
    rewording.save(update_fields=["agreed", "answered_by", "answered_at"])
    if yes:
        move_flags(rewording, write_version(need, rewording.title, rewording.text, at=at, by=by))
    words = "A wording is accepted" if yes else "A wording is declined"
    note("answer_wording", words, of=need, at=at, by=by)
    return rewording


def may_answer_wording(sitting: Sitting, rewording: Rewording) -> Ruling:
    """Whether a wording waits for the answer of an own company."""
    if rewording.need.raised_by not in sitting.seats:
        return Ruling("Only the company that raised a need can accept another wording.")
    return YES if rewording.agreed is None else Ruling("This wording has already been answered.")


def may_agree_to_wording(sitting: Sitting, rewording: Rewording) -> Ruling:
    """Whether it may become the need's text: it is of the text that stands, which may change."""
    need = rewording.need
    if may_answer_wording(sitting, rewording) and rewording.of_version != need.version:
        return Ruling("The need has been reworded in the meantime. Ask the convener to look again.")
    return first_no(may_answer_wording(sitting, rewording), may_change_text(need))


@transaction.atomic
def support(*, need: Need, seat: Seat, at: datetime, by: User) -> Support:
    """Stand by a need as it reads now; enough companies make it a shared one.

    Where the text changed after its release, public partners read the new one from the moment
    at which enough companies stand by it again.
    """
    need = lock_need(need)
    sitting = sitting_of(by, need.partnership, at=at)
    require(may_support(sitting, need))
    require(_may_stand_by(sitting, need, seat))
    given = Support.objects.create(need=need, seat=seat, version=need.version, at=at)
    note("support", "A company supports a need", of=need, at=at, by=by)
    if enough_support(need, at):
        _settle_support(need, at=at, by=by)
    return given


def _settle_support(need: Need, *, at: datetime, by: User) -> None:
    if need.state in (Need.State.RAISED, Need.State.CLARIFIED):
        advance(need, NEED, "validate", by=by, at=at)
    elif need.released_at is not None and need.released_version != need.version:
        need.released_version = need.version
        need.save(update_fields=["released_version"])
        words = "Companies support a new text of a released need. All partners read it now"
        # By the clock: whoever stood by it last should not be shown to public partners.
        note("re_release", words, of=need, at=at, by=None, partnership=need.partnership)


def may_support(sitting: Sitting, need: Need) -> Ruling:
    """Whether a need waits for the support of an own company."""
    if need.state not in SUPPORTABLE:
        return Ruling(f"This need is “{need.get_state_display()}”, so it takes no support.")
    own = sitting.seats_that_may("support")
    able = one_yes((_may_stand_by(sitting, need, seat) for seat in own), otherwise=NO_SEAT)
    return first_no(able, _was_looked_at(sitting, need)) if able else able


def seats_to_stand_by(sitting: Sitting, need: Need) -> list[Seat]:
    """The person's companies that do not stand by its present text yet."""
    own = sitting.seats_that_may("support")
    return [seat for seat in own if _may_stand_by(sitting, need, seat)]


def _may_stand_by(sitting: Sitting, need: Need, seat: Seat) -> Ruling:
    if seat not in sitting.seats:
        return Ruling("You do not act for this seat.")
    allowed = may(frozenset({role_of_seat(seat)}), "support")
    if not allowed:
        return allowed
    if seat.pk == need.raised_by_id:
        return Ruling("Your company raised this need, so it already supports it.")
    given = related_rows(need, "supports", "seat__organization")
    if any(row.seat_id == seat.pk and row.version == need.version for row in given):
        return Ruling("Your company already supports this text.")
    return YES


def _was_looked_at(sitting: Sitting, need: Need) -> Ruling:
    if _is_held(sitting, need):
        return Ruling(
            "The convener has to review the words of this text first. Then you will be asked."
        )
    return YES


def _is_held(sitting: Sitting, need: Need) -> bool:
    """Whether its text waits for the convener; rows made by `with_texts` carry the answer."""
    known: bool | None = vars(need).get("held")
    if known is not None:
        return known
    held = sitting.ask_once(("held", need.partnership_id), lambda: held_texts(need.partnership_id))
    return (need.pk, need.version) in held


@transaction.atomic
def set_apart(*, need: Need, at: datetime, by: User) -> Need:
    """Set a need apart as one company's own request: it is not the table's."""
    advance(need, NEED, "set_apart", by=by, at=at)
    return need


@transaction.atomic
def reopen(*, need: Need, reason: str, at: datetime, by: User) -> Need:
    """Say, for the company that raised it, that it is not answered after all."""
    require(may_begin(lock_need(need), NEED, "reopen"))
    require(may_reopen(sitting_of(by, need.partnership, at=at), need))
    advance(need, NEED, "reopen", by=by, at=at, reason=reason)
    return need


def may_reopen(sitting: Sitting, need: Need) -> Ruling:
    """Whether it is an own company that raised a need."""
    if need.raised_by in sitting.seats:
        return YES
    return Ruling("Only the company that raised a need can say that it is not answered.")


@transaction.atomic
def note_context(*, need: Need, seat: Seat, text: str, at: datetime, by: User) -> NeedNote:
    """Add, for a public or labor partner, what bears on a need it has heard; never an offer (S1).

    Raises   Refused for words that look like an offer: nothing waits here for a second look.
    """
    sitting = sitting_of(by, need.partnership, at=at)
    require(YES if seat in sitting.seats else Ruling("You do not act for this seat."))
    require(may(frozenset({role_of_seat(seat)}), "note_context"))
    require(may_note_context(sitting, need))
    (words,) = stripped_texts(text)
    require(_no_offer(words))
    added = NeedNote.objects.create(need=need, seat=seat, person=by, text=words, at=at)
    line = f"{seat.organization} adds background to a released need"
    note("note_context", line, of=need, at=at, by=by, partnership=need.partnership)
    return added


def may_note_context(sitting: Sitting, need: Need) -> Ruling:
    """Whether a person may add context to a need for an own seat: once all partners heard it."""
    if need.released_at is None or need.released_at > sitting.at:
        return Ruling("Partners can add background to a need once it is released to all of them.")
    return has_own_seat(sitting, "note_context")


def _no_offer(text: str) -> Ruling:
    seen = find_offers(text)
    if not seen:
        return YES
    return Ruling(
        "A note gives companies background for their need and must not offer anything. Yours "
        f"contains {seen[0].why} (“{seen[0].found}”): remove it. Offers belong in a solution."
    )


def _require_speaker(need: Need, verb: str, *, at: datetime, by: User) -> None:
    """Hold the row.  Raises Refused where it stands elsewhere, or `by` does not speak for it."""
    require(may_begin(lock_need(need), NEED, verb))
    require(may_speak_for(sitting_of(by, need.partnership, at=at), need))


def may_speak_for(sitting: Sitting, need: Need) -> Ruling:
    """Its company's delegates, and the convener for one raised on a company's behalf."""
    if need.raised_by in sitting.seats:
        return YES
    if need.attested_by_id and sitting.may("raise_for"):
        return YES
    return Ruling("Only the company that wrote a need can take it further.")
