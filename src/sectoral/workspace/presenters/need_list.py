"""What the page of needs shows: opportunities, needs by where they stand, what waits for a word."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sectoral.workspace.models import (
    GroundRules,
    Need,
    Opportunity,
    Partnership,
    Rewording,
    WordFlag,
)
from sectoral.workspace.models.needs import Category
from sectoral.workspace.queries.flags import opportunities_for
from sectoral.workspace.queries.measures import company_seats
from sectoral.workspace.queries.needs import (
    A_MEMBER,
    SeenNeed,
    antitrust_findings,
    needs_for_roles,
    seen_as,
    with_texts,
)
from sectoral.workspace.queries.roles import Sitting

A_PAGE = 25


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need in the list: as the reader sees it, and the row that acts are done to."""

    seen: SeenNeed
    need: Need


def need_rows(sitting: Sitting) -> QuerySet[Need]:
    """The needs that a person may see, with their texts."""
    needs, _ = _visible_needs(sitting)
    return with_texts(needs)


def need_lines(rows: Iterable[Need], sitting: Sitting) -> list[NeedLine]:
    """Each of these needs as this person sees it."""
    _, partnership = _visible_needs(sitting)
    own = {seat.pk for seat in sitting.seats}
    here = {seat.pk for seat in company_seats(partnership, sitting.at)}
    return [NeedLine(seen_as(need, sitting.roles, own, here), need) for need in rows]


def _visible_needs(sitting: Sitting) -> tuple[QuerySet[Need], Partnership]:
    assert sitting.partnership is not None  # noqa: S101  (a page of a partnership)
    partnership = sitting.partnership
    return needs_for_roles(partnership, sitting.roles, sitting.seats, at=sitting.at), partnership


@dataclass(frozen=True, slots=True)
class NeedMix:
    """How many of the needs shared at the table are about something other than talent (P5)."""

    beyond: int
    total: int


def need_mix(sitting: Sitting) -> NeedMix:
    """Counted over the needs this person may see, drafts and set-apart ones left out."""
    needs, _ = _visible_needs(sitting)
    counted = needs.exclude(state__in=("draft", "single")).aggregate(
        total=Count("pk"), talent=Count("pk", filter=Q(category=Category.TALENT))
    )
    return NeedMix(counted["total"] - counted["talent"], counted["total"])


# ── opportunities (P18) ───────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class OpportunityLine:
    """An opportunity as a reader sees it.

    raised_by   the company, or "an employer member"
    needs       how many needs that the reader may see would unlock it
    """

    pk: int
    text: str
    raised_by: str
    needs: int


def list_opportunities(sitting: Sitting, page: str) -> tuple[Page[Any], list[OpportunityLine]]:
    """One page of what the industry could win, the newest first."""
    needs, partnership = _visible_needs(sitting)
    unlocking = Count("needs", filter=Q(needs__in=needs.values("pk")), distinct=True)
    rows = opportunities_for(sitting, partnership.opportunities.all()).select_related(
        "raised_by__organization"
    )
    rows = rows.annotate(many=unlocking)
    found: Page[Any] = Paginator(rows.order_by("-raised_at", "-pk"), 10).get_page(page)
    return found, [
        OpportunityLine(row.pk, row.text, _said_by(row, sitting), row.many) for row in found
    ]


def _said_by(row: Opportunity, sitting: Sitting) -> str:
    """As for a need: on a company's behalf, only it and the convener read its name (S23)."""
    near = bool(sitting.may("raise_for")) or row.raised_by in sitting.seats
    known = near if row.attested_by_id else bool(sitting.may("see_who_raised"))
    return row.raised_by.organization.name if known else A_MEMBER


# ── what waits for a word ─────────────────────────────────────────────────────────────────────


def waiting_wordings(sitting: Sitting) -> list[Rewording]:
    """Wordings that wait: the company's own to answer, all of them for the convener."""
    rows = Rewording.objects.filter(agreed=None, need__partnership=sitting.partnership)
    if not sitting.may("see_unreleased_needs"):
        rows = rows.filter(need__raised_by__in=sitting.seats)
    near = rows.select_related("need__raised_by__organization", "need__partnership")
    return list(near.prefetch_related("need__versions"))


@dataclass(frozen=True, slots=True)
class NeedFlag:
    """Words in a need that companies must not settle together (S9)."""

    need: Need
    title: str
    words: str
    why: str


def need_flags(sitting: Sitting) -> tuple[list[NeedFlag], str]:
    """Flagged words for the convener, and whom to ask; nothing for anybody else."""
    if not sitting.may("see_unreleased_needs"):
        return [], ""
    needs, partnership = _visible_needs(sitting)
    seen = WordFlag.objects.filter(
        subject="need", subject_id=OuterRef("pk"), version=OuterRef("version"), stands=True
    )
    needs = needs.filter(~Exists(seen)).exclude(state__in=(Need.State.SINGLE, Need.State.CLOSED))
    found = antitrust_findings(needs)
    flags = [NeedFlag(need, need.text_now.title, one.found, one.why) for need, one in found]
    return flags, GroundRules.of(partnership).counsel
