"""A partnership's life: proposed from a case, moved on by people, kept by its plan and scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from sectoral.workspace.actions.entries import settle
from sectoral.workspace.actions.meetings import fall_away
from sectoral.workspace.answers import YES, Answer, Refused, first_no, require
from sectoral.workspace.fitting import apart
from sectoral.workspace.lifecycles import PARTNERSHIP
from sectoral.workspace.models import ActionPlan, Partnership, Seat, User
from sectoral.workspace.models.partnerships import LIVE, CaseDecision
from sectoral.workspace.moves import advance
from sectoral.workspace.permissions import may
from sectoral.workspace.record import note
from sectoral.workspace.roles import roles_of


@dataclass(frozen=True, slots=True)
class Case:
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
    case: Case,
    name: str = "",
    waiver: str = "",
    case_waiver: str = "",
    labor_votes: bool = False,
    at: datetime,
    by: User,
) -> Partnership:
    """Propose a partnership from a sector's case.

    Takes    waiver: why one more of the sector, or of its counties, is needed (I10);
             case_waiver: why it may form though its sector was not found critical.
    Raises   Refused where a live partnership covers it already (S24), naming it.
    """
    require(may(roles_of(by, None, at=at), "propose"))
    require(_cited(case))
    title = name.strip() or f"{case.sector_name} of {case.region_name}"
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
    )
    require(apart(partnership, at=at))
    partnership.save()
    note("propose", f"{title} is proposed", of=partnership, at=at, by=by, partnership=partnership)
    return partnership


def _cited(case: Case) -> Answer:
    if case.decision not in CaseDecision.values:
        return Answer(f"“{case.decision}” is no decision: critical, watch or no.")
    if not case.edition.strip() or not case.words.strip():
        return Answer("A proposal cites its case: the edition it was read from, and why.")
    if not case.naics or not case.areas:
        return Answer("A proposal names the sector's codes and the region's counties.")
    return YES


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
        raise Refused("A pause ends on a day to come.")
    advance(partnership, PARTNERSHIP, "pause", by=by, at=at, reason=reason)
    partnership.paused_until = until
    partnership.save(update_fields=["paused_until"])
    settle(partnership, at=at)
    return partnership


@transaction.atomic
def resume(*, partnership: Partnership, at: datetime, by: User) -> Partnership:
    """Go on after a pause: where it was launched before as launched, else as forming."""
    launched = partnership.events.filter(after="launched").exists()
    advance(partnership, PARTNERSHIP, "resume" if launched else "take_up_again", by=by, at=at)
    partnership.paused_until = None
    partnership.save(update_fields=["paused_until"])
    settle(partnership, at=at)
    return partnership


ENDINGS = {
    "goals_met": "its goals are met",
    "no_prospect": "there is no prospect",
    "sector_withdrew": "the industry withdrew",
    "data_changed": "the data changed",
}
"""Why a partnership may close: ending is no failure where its goals are met."""


@transaction.atomic
def close(
    *, partnership: Partnership, because: str, closing_note: str, at: datetime, by: User
) -> Partnership:
    """Close it with one of the named reasons and a closing note; its records stay."""
    if because not in ENDINGS:
        raise Refused(f"A partnership closes because {', or '.join(ENDINGS.values())}.")
    if not closing_note.strip():
        raise Refused("Write a closing note: what was reached, and where its records are.")
    reason = f"{ENDINGS[because]}: {closing_note.strip()}"
    advance(partnership, PARTNERSHIP, "close", by=by, at=at, reason=reason)
    fall_away(partnership, because=f"{partnership} has closed", at=at)
    return partnership


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
    """Record who belongs: codes, counties, and the questions they take on."""
    require(may(roles_of(by, partnership, at=at), "set_scope"))
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    partnership.refresh_from_db()
    partnership.scope = words.strip()
    partnership.naics, partnership.areas = sorted(set(naics)), sorted(set(areas))
    require(
        first_no(
            YES if partnership.stage in LIVE else Answer(f"{partnership} has ended."),
            YES if words.strip() else Answer("Say in a sentence who belongs and for what."),
            YES if partnership.naics and partnership.areas else Answer("Name codes and counties."),
            apart(partnership, at=at),
        )
    )
    partnership.save(update_fields=["scope", "naics", "areas"])
    note(
        "set_scope", f"its scope: {words.strip()}", of=partnership, at=at, by=by,
        partnership=partnership,
    )  # fmt: skip
    return partnership


@transaction.atomic
def declare_labor_table(
    *, partnership: Partnership, labor_votes: bool, at: datetime, by: User
) -> Partnership:
    """Declare, or end, a labor-management industry table: whether labor seats may hold votes."""
    require(may(roles_of(by, partnership, at=at), "set_scope"))
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
        raise Refused("An action plan says what will be done.")
    if last is not None and last.text == text.strip():
        raise Refused("The plan says the same as before: a new version has to change it.")
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
