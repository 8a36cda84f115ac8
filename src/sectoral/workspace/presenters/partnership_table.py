"""The list of partnerships as everybody reads it; for the state also what is wrong with each."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from sectoral.workspace.addresses import page_address
from sectoral.workspace.columns import partnerships as columns
from sectoral.workspace.drawings.lists import (
    ListColumn,
    ListFilter,
    PageList,
    rank_of,
    record_column,
)
from sectoral.workspace.drawings.sheets import (
    SheetCell,
    SheetColumn,
    SheetHeading,
    state_cell,
    text_cell,
)
from sectoral.workspace.drawings.sparks import draw_spark
from sectoral.workspace.models import Appointment, Meeting, Partnership
from sectoral.workspace.models.partnerships import LIVE, Stage
from sectoral.workspace.presenters.partnership_list import PartnershipLine
from sectoral.workspace.rules.dates import day_words

TROUBLE = (
    *(Stage.STALE, Stage.AT_RISK, Stage.PROPOSED, Stage.PAUSED, Stage.FORMING),
    *(Stage.LAUNCH_READY, Stage.LAUNCHED, Stage.ACTIVE),
    *(Stage.MERGED, Stage.SPLIT, Stage.CLOSED, Stage.REJECTED),
)
"""Stages as whoever watches over them reads them: what has run into trouble first."""

_ALONG = (
    *(Stage.ACTIVE, Stage.AT_RISK, Stage.STALE, Stage.LAUNCHED, Stage.LAUNCH_READY),
    *(Stage.FORMING, Stage.PROPOSED, Stage.PAUSED),
    *(Stage.MERGED, Stage.SPLIT, Stage.CLOSED, Stage.REJECTED),
)
"""Stages by how far they came, for a column that is sorted by them."""


def partnership_rows(rows: QuerySet[Partnership], at: datetime) -> QuerySet[Partnership]:
    """Partnerships with what their list is sorted by."""
    leads = Appointment.objects.in_term(at).filter(partnership=OuterRef("pk"), lead=True)
    open_ones = Meeting.objects.filter(
        partnership=OuterRef("pk"),
        noticed_at__lte=at,
        open_to_public=True,
        starts__gte=at,
        state__in=(Meeting.State.PLANNED, Meeting.State.INVITED),
    )
    return rows.select_related("successor", "checklist").annotate(
        convener=Subquery(leads.order_by("since").values("organization__key")[:1]),
        next_open=Subquery(open_ones.order_by("starts").values("starts")[:1]),
    )


def partnership_table(
    *,
    state: bool,
    regions: Iterable[tuple[str, str]],
    sectors: Iterable[tuple[str, str]],
) -> PageList[PartnershipLine]:
    """The list before one reader.

    Takes    state: whether it is for the state, which reads what is wrong, and that first;
             regions, sectors: (id, name) pairs of what the reader may know of.
    """
    every = PageList(
        name="partnerships",
        things=("partnership", "partnerships"),
        caption="Partnerships and their status",
        columns=_COLUMNS,
        order=(Lower("name"),),
        order_words="",
        filters=(
            ListFilter("q", "Name", lambda rows, words: rows.filter(name__icontains=words)),
            ListFilter("stage", "Stage", _of_stage, _stage_choices(state)),
            ListFilter("region", "Region", _of_region, tuple(regions), every="All regions"),
            ListFilter("sector", "Sector", _of_sector, tuple(sectors), every="All sectors"),
        ),
    )
    if not state:
        return every
    return replace(
        every,
        columns=(*_COLUMNS, *_OF_STATE),
        order=(rank_of("stage", TROUBLE), "stage_since"),
        order_words="Those in trouble first, then those that wait.",
    )


def _stage_choices(state: bool) -> tuple[tuple[str, str], ...]:
    """The stages to narrow by; proposals not taken up are listed for the state alone."""
    shown = [one for one in Stage if state or one != Stage.REJECTED]
    return (
        ("live", "All current ones"),
        *((one.value, str(one.label).capitalize()) for one in shown),
    )


def _of_stage(rows: QuerySet[Partnership], stage: str) -> QuerySet[Partnership]:
    return rows.filter(stage__in=LIVE if stage == "live" else (stage,))


def _of_region(rows: QuerySet[Partnership], region: str) -> QuerySet[Partnership]:
    return rows.filter(region=region)


def _of_sector(rows: QuerySet[Partnership], sector: str) -> QuerySet[Partnership]:
    return rows.filter(sector=sector)


# ── its columns ───────────────────────────────────────────────────────────────────────────────


def _day_of(when: datetime | None) -> date | None:
    return timezone.localdate(when) if when else None


def _show_name(line: PartnershipLine, cell: SheetCell) -> SheetCell:
    row = line.partnership
    merged = row.stage == Stage.MERGED and row.successor
    note = f"Goes on as {row.successor}" if merged else ""
    return replace(cell, href=page_address(row), note=note)


def _show_stage(line: PartnershipLine, cell: SheetCell) -> SheetCell:
    return state_cell(line.partnership.stage, cell.text)


def _of_partnership(column: SheetColumn[Partnership]) -> SheetColumn[PartnershipLine]:
    return column.within(lambda line: line.partnership)


def _convener_cell(line: PartnershipLine) -> SheetCell:
    if not line.convener:
        none = "none yet" if line.partnership.is_live else ""
        return SheetCell(none, None)
    notes = ["a company"] * line.by_company + ["for an interim"] * line.interim
    return text_cell(line.convener, note=", ".join(notes))


def _meeting_cell(line: PartnershipLine) -> SheetCell:
    if line.meeting is None:
        return SheetCell("", None)
    day = timezone.localdate(line.meeting.starts)
    where = reverse("open_meetings", args=[line.partnership.slug])
    return SheetCell(day_words(day), day, href=where)


def _trouble_cell(line: PartnershipLine) -> SheetCell:
    """What is wrong, in short: the reason of its stage, then how much else there is."""
    many = len(line.missing)
    said = [
        *line.why,
        *([f"{many} point{'s' * (many != 1)} of the checklist missing"] if many else []),
        *([_vacancy_words(line)] if line.vacant else []),
        *(f"{one.words} ({one.number}; the band ends at {one.band})" for one in line.size),
        *(f"overlaps with {one}" for one in line.overlaps),
    ]
    words = ". ".join(one[:1].upper() + one[1:] for one in said)
    where = reverse("life", args=[line.partnership.slug]) if said else ""
    return text_cell(
        said[0][:1].upper() + said[0][1:] if said else "",
        href=where,
        note=words[len(said[0]) + 2 :] if said else "",
    )


def _came_cell(line: PartnershipLine) -> SheetCell:
    """How many companies came to the last meeting, with the trend of the last ones."""
    if not line.came:
        return SheetCell("", None)
    label = f"Companies at the last {len(line.came)} meetings: {', '.join(map(str, line.came))}"
    return SheetCell(f"{line.came[-1]}", line.came[-1], picture=draw_spark(line.came, label))


def _vacancy_words(line: PartnershipLine) -> str:
    return "only an interim convener" if line.interim else "no lead convener"


_COLUMNS: tuple[ListColumn[PartnershipLine], ...] = (
    record_column("name", _of_partnership(columns.NAME), _show_name, sort=(Lower("name"),)),
    record_column(
        "stage", _of_partnership(columns.STAGE), _show_stage, sort=(rank_of("stage", _ALONG),)
    ),
    ListColumn(
        "since",
        "In this stage since",
        lambda line: _day_of(line.partnership.stage_since),
        sort=("stage_since",),
    ),
    record_column("sector", _of_partnership(columns.SECTOR), sort=(Lower("sector_name"),)),
    record_column("region", _of_partnership(columns.REGION), sort=(Lower("region_name"),)),
    ListColumn("convener", "Lead convener", _convener_cell, sort=(F("convener"),)),
    ListColumn("meeting", "Next open meeting", _meeting_cell, sort=(F("next_open"),)),
)
_OF_STATE: tuple[ListColumn[PartnershipLine], ...] = (
    ListColumn("came", SheetHeading("Companies at meetings", number=True), _came_cell),
    ListColumn("trouble", "Why, and what is missing", _trouble_cell, in_file=False),
    ListColumn("why", "Why", lambda line: "; ".join(line.why), shown=False),
    ListColumn(
        "missing", "Missing from the checklist", lambda line: "; ".join(line.missing), shown=False
    ),
    ListColumn(
        "vacancy",
        "Vacancy",
        lambda line: "no lead convener for a full term" if line.vacant else "",
        shown=False,
    ),
    ListColumn(
        "size",
        "Size",
        lambda line: "; ".join(f"{s.words}: {s.number}, band {s.band}" for s in line.size),
        shown=False,
    ),
    ListColumn(
        "overlaps", "Overlaps", lambda line: "; ".join(map(str, line.overlaps)), shown=False
    ),
)
