"""The seat ring: who sits at a table, drawn by system, with the holes where nobody does."""

from dataclasses import dataclass
from math import cos, pi, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sectoral.workspace.drawings.svg import ACCENT, MIDDLE, PAPER, SOFT

_LEAST = 20.0
"""Degrees that a system has at least, so that no two names meet."""

_X, _Y, _RADIUS = 260.0, 165.0, 95.0
_GAP = 0.22
"""Part of a system's arc that stays free beside the next one."""


@dataclass(frozen=True, slots=True)
class RingArc:
    """One system of the ring.

    seats    how many sit for it; 0 is a hole
    strong   whether it is the companies', drawn in the accent
    """

    name: str
    seats: int
    strong: bool = False


def draw_ring(arcs: tuple[RingArc, ...], center: tuple[str, str], label: str) -> SafeString:
    """The ring as SVG; names stand beside their arcs, a hole is a dashed circle.

    A number stands beside a name where more than one sits for it.

    Takes    center: two lines for its middle; label: what a reader who cannot see it hears.
    """
    widths = _arc_widths(arcs)
    start, drawn = -90.0 - widths[0] / 2, []
    for arc, width in zip(arcs, widths, strict=True):
        drawn.append((_draw_seats(arc, start, width), _draw_name(arc, start + width / 2)))
        start += width
    return format_html(
        '<svg class="ring" viewBox="0 0 520 330" role="img" aria-label="{}">{}'
        '<text class="ring-count" x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text x="{}" y="{}" text-anchor="middle" fill="{}">{}</text></svg>',
        label,
        format_html_join("", "<g>{}{}</g>", drawn),
        _X,
        _Y - 2,
        center[0],
        _X,
        _Y + 22,
        SOFT,
        center[1],
    )


def _arc_widths(arcs: tuple[RingArc, ...]) -> list[float]:
    """Degrees for each system: the least each, the rest shared out by seats."""
    rest, seats = 360 - _LEAST * len(arcs), sum(arc.seats for arc in arcs)
    if not seats:
        return [360 / len(arcs)] * len(arcs)
    return [_LEAST + rest * arc.seats / seats for arc in arcs]


def _draw_seats(arc: RingArc, start: float, width: float) -> SafeString:
    room = width * (1 - _GAP)
    number = max(1, arc.seats)
    size = min(11.0, room / number * pi / 180 * _RADIUS * 0.42)
    step = room / number
    places = (start + width * _GAP / 2 + step * (place + 0.5) for place in range(number))
    look = (
        format_html('fill="{}"', ACCENT if arc.strong else MIDDLE)
        if arc.seats
        else format_html(
            'fill="{}" stroke="{}" stroke-width="1.5" stroke-dasharray="3 3"', PAPER, SOFT
        )
    )
    dots = ((f"{_point_at(a, _RADIUS)[0]:.1f}", f"{_point_at(a, _RADIUS)[1]:.1f}") for a in places)
    return format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="{}" {}/>',
        ((x, y, f"{size if arc.seats else 9:.1f}", look) for x, y in dots),
    )


def _draw_name(arc: RingArc, angle: float) -> SafeString:
    x, y = _point_at(angle, _RADIUS + 20)
    side = cos(angle * pi / 180)
    anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
    words = f"{arc.name}: {arc.seats}" if arc.seats > 1 else arc.name
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}"{}>{}</text>',
        f"{x:.1f}",
        f"{y + 5:.1f}",
        anchor,
        "" if arc.seats else format_html(' fill="{}"', SOFT),
        words,
    )


def _point_at(angle: float, radius: float) -> tuple[float, float]:
    turned = angle * pi / 180
    return _X + radius * cos(turned), _Y + radius * sin(turned)
