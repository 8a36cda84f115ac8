"""The small pictures beside the numbers: where a region stands, the trend, the parts of a sum.

Each takes plain frozen dataclasses and returns SVG. Labels stand on the line, intervals are
drawn, and no meaning is carried by color alone.
"""

from dataclasses import asdict, dataclass
from typing import Literal

import altair as alt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sectoral.workspace.drawings.svg import (
    ACCENT,
    INK,
    LIGHT,
    LINE,
    MIDDLE,
    SOFT,
    cache_drawing,
    draw_svg,
    rows_of,
)

Side = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class RegionStrip:
    """Where one region's number stands among all regions'.

    here, low, high   this region's number and its range
    others            the other regions' numbers
    reference         the value that means 'the same as everywhere', and its words
    """

    here: float
    low: float
    high: float
    others: tuple[float, ...]
    reference: float
    reference_words: str


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One period of a trend: `series` is the publisher's, `when` a year with its fraction."""

    series: str
    when: float
    jobs: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One part of a sum, its words, and the most it could have been where that is known."""

    name: str
    value: float
    words: str
    most: float = 0.0


_MIDDLE = 14
"""How far below its top the marks of a strip stand; the reference's words stand under them."""


@cache_drawing
def draw_strip(held: RegionStrip, label: str) -> SafeString:
    """A strip: every region a tick, this region a dot with its range, the reference a line."""
    data = rows_of([{"value": value} for value in held.others])
    here = rows_of([asdict(held) | {"others": None}])
    points = (*held.others, held.low, held.high, held.here, held.reference)
    scale = alt.Scale(domain=[min(points), max(points)], nice=False, zero=False)
    x = alt.X("value:Q", scale=scale, axis=None)
    layers = (
        alt.Chart(data)
        .mark_tick(color=MIDDLE, thickness=1.5, size=14, opacity=0.9, y=_MIDDLE)
        .encode(x=x),
        alt.Chart(here)
        .mark_rule(color=SOFT, strokeWidth=1.5)
        .encode(x=alt.X("reference:Q", scale=scale), y=alt.value(2), y2=alt.value(26)),
        alt.Chart(here)
        .mark_text(color=SOFT, fontSize=12, y=36, align=_label_side(held.reference, points))
        .encode(x="reference:Q", text="reference_words:N"),
        alt.Chart(here)
        .mark_rule(color=ACCENT, strokeWidth=5, opacity=0.35, y=_MIDDLE)
        .encode(x="low:Q", x2="high:Q"),
        alt.Chart(here)
        .mark_point(color=ACCENT, filled=True, size=110, opacity=1, y=_MIDDLE)
        .encode(x="here:Q"),
    )
    return draw_svg(alt.layer(*layers).properties(width=200, height=44), label)


def _label_side(value: float, points: tuple[float, ...]) -> Side:
    least, most = min(points), max(points)
    place = (value - least) / (most - least) if most > least else 0.5
    return "left" if place < 0.25 else "right" if place > 0.75 else "center"


@cache_drawing
def draw_trend(years: tuple[TrendPoint, ...], names: tuple[str, ...], label: str) -> SafeString:
    """Jobs over time, a drawing for each series named, all on one scale; a band for estimates."""
    panels = ((_draw_panel(years, series, label),) for series in names)
    return format_html('<div class="panels">{}</div>', format_html_join("", "{}", panels))


def _draw_panel(years: tuple[TrendPoint, ...], series: str, label: str) -> SafeString:
    whens = sorted({int(year.when) for year in years})
    whens = whens if len(whens) > 1 else [whens[0] - 1, whens[0], whens[0] + 1]
    top = max(year.high for year in years) * 1.12 or 1
    axis = alt.Axis(values=whens, format="d", title=None, grid=False)
    last = max(*whens, *(year.when for year in years))
    wide = alt.Scale(domain=[min(whens), last], nice=False, zero=False)
    x = alt.X("when:Q", axis=axis, scale=wide)
    y_axis = alt.Axis(title=None, tickCount=4, format=",.3~r" if top < 10 else ",d", domain=False)
    y = alt.Y("jobs:Q", axis=y_axis, scale=alt.Scale(domain=[0, top], nice=False))
    chart = alt.Chart(rows_of([asdict(year) for year in years if year.series == series]))
    layers = (
        chart.mark_area(color=MIDDLE, opacity=0.35).encode(
            x=x, y=alt.Y("low:Q", axis=y_axis), y2="high:Q"
        ),
        chart.mark_rule(color=MIDDLE, strokeWidth=4, opacity=0.6).encode(
            x=x, y="low:Q", y2="high:Q"
        ),
        chart.mark_line(color=ACCENT, strokeWidth=2).encode(x=x, y=y),
        chart.mark_point(color=ACCENT, filled=True, size=42, opacity=1).encode(x=x, y=y),
    )
    name = alt.TitleParams(series, anchor="start", fontSize=12, fontWeight="normal", color=INK)
    sized = alt.layer(*layers).properties(width=440, height=200, title=name)
    return draw_svg(sized, f"{label}: {series}")


@cache_drawing
def draw_bars(parts: tuple[ChartBar, ...], label: str) -> SafeString:
    """Parts of a sum as bars from zero, the amount written at each; an outline where a most."""
    rows = [asdict(part) | {"end": max(part.value, part.most, 0.0)} for part in parts]
    chart = alt.Chart(rows_of(rows))
    order = [part.name for part in parts]
    least = min(0.0, *(part.value for part in parts))
    most = max(0.0, *(part.value for part in parts), *(part.most for part in parts))
    room = (most - least or 1) * 0.32
    wide = alt.Scale(domain=[least - (room if least < 0 else 0), most + room], nice=False)
    y = alt.Y("name:N", sort=order, axis=None, scale=alt.Scale(paddingInner=0.68, paddingOuter=0.2))
    layers = [
        chart.mark_bar(color=LIGHT).encode(x=alt.X("most:Q", scale=wide, axis=None), y=y),
        chart.mark_bar(color=ACCENT).encode(x=alt.X("value:Q", scale=wide, axis=None), y=y),
        alt.Chart(rows_of([{"zero": 0}])).mark_rule(color=LINE).encode(x="zero:Q"),
        chart.mark_text(align="left", dy=-17, color=SOFT).encode(
            x=alt.value(0), y=y, text="name:N"
        ),
    ]
    sides: list[tuple[Side, str]] = [("left", "datum.value >= 0"), ("right", "datum.value < 0")]
    for side, test in sides:
        words = chart.transform_filter(test).mark_text(
            align=side, dx=6 if side == "left" else -6, fontWeight="bold"
        )
        end = "end:Q" if side == "left" else "value:Q"
        layers.append(words.encode(x=end, y=y, text="words:N"))
    return draw_svg(alt.layer(*layers).properties(width=420, height=46 * len(parts)), label)


@dataclass(frozen=True, slots=True)
class RatingPoint:
    """One thing rated on two scales from 1 to 5, under the sign that stands for it."""

    sign: str
    importance: float
    feasibility: float


@cache_drawing
def draw_ratings(rated: tuple[RatingPoint, ...], label: str) -> SafeString:
    """Importance against feasibility, each thing by its sign; those at one point side by side."""
    rows = [
        {"sign": ", ".join(signs), "importance": up, "feasibility": along}
        for (along, up), signs in _by_point(rated).items()
    ]
    chart = alt.Chart(rows_of(rows))
    scale = alt.Scale(domain=[0.6, 5.4], nice=False)
    axis = alt.Axis(values=[1, 2, 3, 4, 5], format="d")
    x = alt.X("feasibility:Q", scale=scale, axis=axis, title="feasible: 1 little, 5 much")
    y = alt.Y("importance:Q", scale=scale, axis=axis, title="important: 1 little, 5 much")
    middle = rows_of([{"middle": 3}])
    layers = (
        alt.Chart(middle).mark_rule(color=LINE).encode(x=alt.X("middle:Q", scale=scale)),
        alt.Chart(middle).mark_rule(color=LINE).encode(y=alt.Y("middle:Q", scale=scale)),
        chart.mark_point(color=ACCENT, filled=True, size=110, opacity=1).encode(x=x, y=y),
        chart.mark_text(align="left", dx=9, dy=-1, fontWeight="bold", fontSize=13).encode(
            x=x, y=y, text="sign:N"
        ),
    )
    return draw_svg(alt.layer(*layers).properties(width=300, height=300), label)


def _by_point(rated: tuple[RatingPoint, ...]) -> dict[tuple[float, float], list[str]]:
    found: dict[tuple[float, float], list[str]] = {}
    for one in rated:
        found.setdefault((one.feasibility, one.importance), []).append(one.sign)
    return found
