"""Sample data for the page of patterns: every part with each of its states."""

from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.safestring import SafeString

from sectoral.workspace.drawings.lists import (
    ListColumn,
    ListFilter,
    ListPage,
    ListWish,
    PageList,
    ShownList,
    show_list,
)
from sectoral.workspace.drawings.maps import CountyOutline, MapShape
from sectoral.workspace.drawings.patterns import ProgressBar, TimelineStep
from sectoral.workspace.drawings.sheets import (
    PageSheet,
    SheetCell,
    SheetColumn,
    SheetHeading,
    sheet_of,
    state_cell,
    text_cell,
)
from sectoral.workspace.drawings.small_maps import draw_small_map
from sectoral.workspace.drawings.sparks import draw_spark


@dataclass(frozen=True, slots=True)
class PageTab:
    """One entry of a row of tabs."""

    name: str
    href: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class PatternSample:
    """One status, as the page of patterns shows it."""

    state: str
    words: str
    meaning: str


@dataclass(frozen=True, slots=True)
class PatternPage:
    """Everything that the page of patterns shows."""

    few: tuple[PageTab, ...]
    many: tuple[PageTab, ...]
    statuses: tuple[PatternSample, ...]
    steps: tuple[TimelineStep, ...]
    bars: tuple[ProgressBar, ...]
    found: ShownList
    nothing: ShownList
    sheet: PageSheet
    spark: SafeString
    small_map: SafeString


class PatternForm(forms.Form):
    """A form with each kind of field; the page shows it empty, and with its errors."""

    title = forms.CharField(
        label="What the companies need",
        help_text="One sentence. Everybody at the partnership can read it.",
        error_messages={"required": "Say what the companies need."},
    )
    dollars = forms.IntegerField(
        label="What it costs, in dollars",
        min_value=0,
        error_messages={"min_value": "Write the cost as a number, such as 25000."},
    )
    kind = forms.ChoiceField(
        label="What it is about",
        required=False,
        choices=[("", "Choose one"), ("training", "Training"), ("transport", "Transport")],
    )
    ways = forms.MultipleChoiceField(
        label="How people may join",
        required=False,
        choices=[("room", "In the room"), ("video", "By video")],
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.BooleanField(
        label="Our company agrees to share this",
        error_messages={"required": "Tick this box if your company agrees to share it."},
    )


class WrongForm(PatternForm):
    """The same without the group of boxes, whose name would stand twice on the page."""

    ways = None  # type: ignore[assignment]  # so Django takes an inherited field away


STATUSES = (
    PatternSample("full", "Active", "done, kept, in force"),
    PatternSample("half", "Launched", "under way"),
    PatternSample("ring", "Promised", "said, and not yet begun"),
    PatternSample("", "Proposed", "not begun"),
    PatternSample("watch", "At risk", "worth a look"),
    PatternSample("alarm", "12 days late", "late, or asleep"),
    PatternSample("bar", "Closed", "stopped"),
)

STEPS = (
    TimelineStep("Proposed", "January 14, 2025", note="From the case for boats in Harbor."),
    TimelineStep("Launched", "March 3, 2025", note="Nine companies came."),
    TimelineStep("Active", "since June 20, 2025", "now", href="#timeline"),
    TimelineStep("Minutes of the second meeting", "July 1, 2025", "late"),
    TimelineStep("Yearly review", "June 2026", "coming"),
)

BARS = (
    ProgressBar("Training for welders", 5, 8, "5 of 8 places filled, 2 more promised", 2),
    ProgressBar("A shared bus line", 40_000, 120_000, "$40,000 of $120,000, since May", late=True),
    ProgressBar("Safety course", 12, 12, "12 of 12 seats, done"),
    ProgressBar("English at work", 0, 6, "not begun"),
)


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One row of the sample of a list."""

    name: str
    stage: SheetCell
    companies: tuple[float, ...]


ROWS = (
    SampleRow(
        "Forestry in Uplands", state_cell("stale", "stale", "no meeting for 140 days"), (9, 7, 4)
    ),
    SampleRow(
        "Health care in Marsh", state_cell("at_risk", "at risk", "one company short"), (5, 6, 6)
    ),
    SampleRow("Boats in Harbor", state_cell("active", "active", "since June 20, 2025"), (6, 8, 11)),
)

SAMPLES: PageList[SampleRow] = PageList(
    name="samples",
    things=("partnership", "partnerships"),
    caption="Partnerships",
    columns=(
        ListColumn(
            "name", "Partnership", lambda row: text_cell(row.name, reverse("patterns")), ("name",)
        ),
        ListColumn("stage", "Stage", lambda row: row.stage, ("stage",)),
        ListColumn(
            "companies", SheetHeading("Companies", number=True), lambda row: row.companies[-1]
        ),
        ListColumn(
            "trend",
            "Last three meetings",
            lambda row: SheetCell(
                "",
                row.companies[-1],
                picture=draw_spark(row.companies, _trend_words(row.companies)),
            ),
        ),
    ),
    order=("name",),
    order_words="Those in trouble first",
    filters=(
        ListFilter("stage", "Stage", lambda rows, _: rows, (("trouble", "In trouble"),)),
        ListFilter("q", "Name", lambda rows, _: rows),
    ),
    empty="You will see every partnership here. None has been proposed yet.",
)


def show_patterns() -> PatternPage:
    """The whole page; nothing of it is asked of the database."""
    names = ("Home", "Needs", "Meetings", "Solutions", "Promises", "Seats", "Messages", "Record")
    here = reverse("patterns")
    return PatternPage(
        few=tuple(PageTab(name, f"{here}#tabs", name == "Needs") for name in names[:3]),
        many=tuple(PageTab(name, f"{here}#tabs", name == "Seats") for name in names),
        statuses=STATUSES,
        steps=STEPS,
        bars=BARS,
        found=show_list(SAMPLES, ListPage(ROWS, ListWish(values={"stage": "trouble"}), 1, 3)),
        nothing=show_list(SAMPLES, ListPage((), ListWish(), 1, 0)),
        sheet=_sample_sheet(),
        spark=draw_spark((410, 430, None, 455, 490, 520), "Jobs, 2018 to 2023: 410 to 520"),
        small_map=draw_small_map(_sample_shapes(), "harbor", "Where Harbor lies in the state"),
    )


def _sample_sheet() -> PageSheet:
    """A table of the page's own, which sorts and leaves as a file."""
    columns: tuple[SheetColumn[PatternSample], ...] = (
        SheetColumn("Status", lambda one: state_cell(one.state or "none", one.words)),
        SheetColumn("What it means", lambda one: one.meaning),
        SheetColumn("Letters", lambda one: len(one.words), number=True),
    )
    return sheet_of("states", "Every shape of a status", columns, STATUSES)


def _trend_words(numbers: tuple[float, ...]) -> str:
    return f"{numbers[0]:.0f} companies came, then {numbers[-1]:.0f}"


def _sample_shapes() -> tuple[MapShape, ...]:
    """Two regions side by side."""

    def square(name: str, west: float) -> MapShape:
        ring = ((west, 40.0), (west, 42.0), (west + 2, 42.5), (west + 2.5, 40.0), (west, 40.0))
        return MapShape(name, name, "", name, "", "", (CountyOutline(((ring,),)),))

    return square("harbor", -100.0), square("uplands", -97.5)
