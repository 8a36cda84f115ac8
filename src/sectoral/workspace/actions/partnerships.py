"""A partnership's life: proposed from a case, moved on by people, kept by its plan and scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from sectoral.workspace.actions.calendar_entries import settle_entries
from sectoral.workspace.actions.meetings import fall_away
from sectoral.workspace.actions.moves import advance
from sectoral.workspace.actions.record import note
from sectoral.workspace.actions.waivers import give
from sectoral.workspace.evidence.codes import known_codes
from sectoral.workspace.guards.partnership import still_lives
from sectoral.workspace.models import ActionPlan, Partnership, Seat, User
from sectoral.workspace.models.partnerships import CaseDecision
from sectoral.workspace.queries.known_partnerships import knows
from sectoral.workspace.queries.measures import was_launched
from sectoral.workspace.queries.roles import roles_of
from sectoral.workspace.queries.scope import has_no_twin, twin_words, unwaived_overlaps
from sectoral.workspace.rules.answers import YES, Refused, Ruling, first_no, require
from sectoral.workspace.rules.lifecycles import PARTNERSHIP
from sectoral.workspace.rules.permissions import may
from sectoral.workspace.rules.policy import PAUSE_AT_MOST


@dataclass(frozen=True, slots=True)
class ProposalCase:
    """What an edition says of a sector in a region, as plain values.

    region, sector   their ids in the edition, with the names they had then
    naics, areas     the sector's codes and the region's counties
    edition          the edition it was read from
    decision         what the state decided: critical, watch or no
    words            why, in the case's own words
    """

    region: str
    region_name: str
    sector: str
    sector_name: str
    naics: tuple[str, ...]
    areas: tuple[str, ...]
    edition: str
    decision: str
    words: str


@transaction.atomic
def propose(
    *,
    case: ProposalCase,
    name: str = "",
    waiver: str = "",
    case_waiver: str = "",
    labor_votes: bool = False,
    published: bool = True,
    at: datetime,
    by: User,
) -> Partnership:
    """Propose a partnership from a sector's case.

    Takes    waiver: why it may do what others do in their counties: those that are there now,
             and nobody who comes later (I10); case_waiver: why it may form though its sector was
             not found critical; published: whether everybody may know of it at once, which what
             a spreadsheet brings in is not.
    Raises   Refused where a live partnership covers it already (S24), naming it.
    """
    require(may(roles_of(by, None, at=at), "propose"))
    require(_check_case(case))
    title = name.strip() or f"{case.sector_name} in {case.region_name}"
    partnership = Partnership(
        name=title,
        slug=free_slug(title),
        region=case.region,
        region_name=case.region_name,
        sector=case.sector,
        sector_name=case.sector_name,
        naics=list(case.naics),
        areas=list(case.areas),
        edition=case.edition,
        case_for=case.words,
        decision=case.decision,
        case_waiver=case_waiver.strip(),
        waiver=waiver.strip(),
        labor_votes=labor_votes,
        stage_since=at,
        created_at=at,
        published_at=at if published else None,
    )
    beside = unwaived_overlaps(partnership, at=at)
    if beside and not partnership.waiver:
        raise Refused(twin_words(beside, knows(by, at=at)))
    partnership.save()
    note("propose", f"{title} is proposed", of=partnership, at=at, by=by, partnership=partnership)
    for overlap in beside:
        give(partnership, overlap, partnership.waiver, at=at, by=by)
    return partnership


def _check_case(case: ProposalCase) -> Ruling:
    if case.decision not in CaseDecision.values:
        return Ruling(f"“{case.decision}” is not a decision. Choose critical, watch or no.")
    if not case.edition.strip() or not case.words.strip():
        return Ruling("A proposal needs its case: the edition it comes from, and why.")
    if not case.naics or not case.areas:
        return Ruling("A proposal needs the sector's codes and the region's counties.")
    return known_codes(case.naics, case.areas)


PAGES = {"seats", "conveners"}
"""Addresses beside the partnerships' own: pages about all of them."""


def free_slug(title: str) -> str:
    """An address that no partnership has or had: links stay for ever."""
    stem = slugify(title)[:70] or "partnership"
    taken = set(Partnership.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= PAGES
    if stem not in taken:
        return stem
    return next(f"{stem}-{n}" for n in range(2, len(taken) + 3) if f"{stem}-{n}" not in taken)


@transaction.atomic
def reject(*, partnership: Partnership, reason: str, at: datetime, by: User) -> Partnership:
    """Do not take a proposal up; the reason stays."""
    advance(partnership, PARTNERSHIP, "reject", by=by, at=at, reason=reason)
    return partnership


@transaction.atomic
def form(*, partnership: Partnership, at: datetime, by: User) -> Partnership:
    """Take a proposal up: the state confirms a case, a region, and who convenes."""
    advance(partnership, PARTNERSHIP, "form", by=by, at=at)
    return partnership


@transaction.atomic
def make_ready(*, partnership: Partnership, at: datetime, by: User) -> Partnership:
    """Call a forming partnership ready to launch."""
    advance(partnership, PARTNERSHIP, "make_ready", by=by, at=at)
    return partnership


@transaction.atomic
def launch(*, partnership: Partnership, at: datetime, by: User) -> Partnership:
    """Call it launched, once companies met and led."""
    advance(partnership, PARTNERSHIP, "launch", by=by, at=at)
    return partnership


@transaction.atomic
def pause(
    *, partnership: Partnership, reason: str, until: date, at: datetime, by: User
) -> Partnership:
    """Pause, with the reason and the day on which to look again."""
    if until <= at.date():
        raise Refused("A pause needs an end date in the future.")
    if until > at.date() + PAUSE_AT_MOST.span:
        raise Refused("A pause can last at most a year. Review it before then, or close it.")
    advance(partnership, PARTNERSHIP, "pause", by=by, at=at, reason=reason)
    partnership.paused_until = until
    partnership.save(update_fields=["paused_until"])
    settle_entries(partnership, at=at)
    return partnership


@transaction.atomic
def resume(*, partnership: Partnership, at: datetime, by: User) -> Partnership:
    """Go on after a pause: where it was launched before as launched, else as forming."""
    advance(partnership, PARTNERSHIP, way_back(partnership), by=by, at=at)
    partnership.paused_until = None
    partnership.save(update_fields=["paused_until"])
    settle_entries(partnership, at=at)
    return partnership


def way_back(partnership: Partnership) -> str:
    """The move by which a paused partnership goes on."""
    return "resume" if was_launched(partnership) else "take_up_again"


ENDINGS = {
    "goals_met": "its goals were met",
    "no_prospect": "it has no prospects",
    "sector_withdrew": "the industry withdrew",
    "data_changed": "the data changed",
}
"""Why a partnership may close: ending is no failure where its goals are met."""


@transaction.atomic
def close(
    *, partnership: Partnership, because: str, closing_note: str, at: datetime, by: User
) -> Partnership:
    """Close it with one of the named reasons and a closing note; its records stay.

    Raises   Refused where it was launched and its companies have not agreed, nor the state
             decided.
    """
    reason = ending_reason(because, closing_note)
    advance(partnership, PARTNERSHIP, "close", by=by, at=at, reason=reason)
    fall_away(partnership, because=f"{partnership} has closed", at=at)
    return partnership


def ending_reason(because: str, closing_note: str) -> str:
    """Why it closes, as the record says it.  Raises Refused where that is not said."""
    if because not in ENDINGS:
        raise Refused(f"Choose why the partnership closes: {', or '.join(ENDINGS.values())}.")
    if not closing_note.strip():
        raise Refused("Write a closing note: what was achieved, and where its records are.")
    return f"{ENDINGS[because]}: {closing_note.strip()}"


@transaction.atomic
def set_scope(
    *,
    partnership: Partnership,
    words: str,
    naics: Iterable[str],
    areas: Iterable[str],
    at: datetime,
    by: User,
) -> Partnership:
    """Record who belongs: codes, counties, and the questions they take on.

    Raises   Refused once it is launched: then its companies are asked (`scope_and_end`).
    """
    require(may(roles_of(by, partnership, at=at), "set_scope"))
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    partnership.refresh_from_db()
    require(may_set_scope(partnership))
    put_scope(partnership, words, naics, areas)
    require(sound_scope(partnership, at=at, by=by))
    save_scope(partnership, at=at, by=by)
    return partnership


def may_set_scope(partnership: Partnership) -> Ruling:
    """Whether who belongs is recorded without asking anybody: until the launch."""
    if was_launched(partnership):
        return Ruling("It has been launched, so its companies decide. Propose the change of scope.")
    return still_lives(partnership)


def put_scope(
    partnership: Partnership, words: str, naics: Iterable[str], areas: Iterable[str]
) -> None:
    """Put a scope on the row, in the one order that scopes are kept in; nothing is saved."""
    partnership.scope = words.strip()
    partnership.naics, partnership.areas = sorted(set(naics)), sorted(set(areas))


def sound_scope(partnership: Partnership, *, at: datetime, by: User | None) -> Ruling:
    """Whether it could have the scope that stands on the row, saved or not, in words for `by`."""
    return first_no(
        still_lives(partnership),
        YES if partnership.scope else Ruling("Say in one sentence who belongs and what for."),
        YES
        if partnership.naics and partnership.areas
        else Ruling("Give the codes and the counties."),
        known_codes(partnership.naics, partnership.areas),
        has_no_twin(partnership, at=at, knows=knows(by, at=at)),
    )


def save_scope(partnership: Partnership, *, at: datetime, by: User) -> None:
    """Save the scope that stands on the row, with its line."""
    partnership.save(update_fields=["scope", "naics", "areas"])
    note(
        "set_scope", f"its scope: {partnership.scope}", of=partnership, at=at, by=by,
        partnership=partnership,
    )  # fmt: skip


@transaction.atomic
def publish(*, partnership: Partnership, at: datetime, by: User) -> Partnership:
    """Let everybody know of a partnership that a spreadsheet brought in."""
    require(may(roles_of(by, partnership, at=at), "publish"))
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    partnership.refresh_from_db()
    require(may_publish(partnership))
    partnership.published_at = at
    partnership.save(update_fields=["published_at"])
    words = "its page is published"
    note("publish", words, of=partnership, at=at, by=by, partnership=partnership)
    return partnership


def may_publish(partnership: Partnership) -> Ruling:
    """Whether a partnership is still there, and not public yet."""
    if partnership.published_at is not None:
        return Ruling(f"{partnership} is already public.")
    return still_lives(partnership)


@transaction.atomic
def declare_labor_table(
    *, partnership: Partnership, labor_votes: bool, at: datetime, by: User
) -> Partnership:
    """Declare, or end, a labor-management industry table: whether labor seats may hold votes."""
    require(may(roles_of(by, partnership, at=at), "set_scope"))
    require(still_lives(partnership))
    if not labor_votes:
        Seat.objects.filter(partnership=partnership, system="labor", voting=True).update(
            voting=False
        )
    partnership.labor_votes = labor_votes
    partnership.save(update_fields=["labor_votes"])
    words = "labor may hold votes here" if labor_votes else "only companies hold votes here"
    note("declare_labor_table", words, of=partnership, at=at, by=by, partnership=partnership)
    return partnership


@transaction.atomic
def write_plan(*, partnership: Partnership, text: str, at: datetime, by: User) -> ActionPlan:
    """Write the action plan, or its next version."""
    require(may(roles_of(by, partnership, at=at), "write_plan"))
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    last = partnership.plans.last()
    if not text.strip():
        raise Refused("Write what will be done.")
    if last is not None and last.text == text.strip():
        raise Refused("The plan is the same as before. Change it to save a new version.")
    plan = ActionPlan.objects.create(
        partnership=partnership,
        version=last.version + 1 if last else 1,
        text=text.strip(),
        written_by=by,
        at=at,
    )
    words = f"the action plan, version {plan.version}"
    note("write_plan", words, of=plan, at=at, by=by, partnership=partnership)
    return plan
