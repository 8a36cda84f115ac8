"""A trend as a sparkline, to stand in a line of a list."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from sectoral.workspace.drawings.svg import ACCENT, SOFT

_WIDTH, _HEIGHT, _EDGE = 96.0, 24.0, 3.0


def draw_spark(numbers: Sequence[float | None], label: str) -> SafeString:
    """A trend as a line that ends in a dot; a gap where a number is not known.

    Takes    numbers: one a period, evenly spaced; label: what it says, in words.
    Returns  SVG for `class="spark"`; nothing where fewer than two numbers are known.
    """
    known = [(place, one) for place, one in enumerate(numbers) if one is not None]
    if len(known) < 2:
        return SafeString("")
    points = _scale_points(known, len(numbers))
    x, y = points[known[-1][0]]
    return format_html(
        '<svg class="spark" viewBox="0 0 96 24" role="img" aria-label="{}">'
        '<path d="{}" fill="none" stroke="{}" stroke-width="1.5"/>'
        '<circle cx="{}" cy="{}" r="2.5" fill="{}"/></svg>',
        label,
        _draw_line(points),
        SOFT,
        x,
        y,
        ACCENT,
    )


def _scale_points(
    known: Sequence[tuple[int, float]], periods: int
) -> dict[int, tuple[float, float]]:
    """Where each known number stands, by its place."""
    least, most = min(one for _, one in known), max(one for _, one in known)
    wide, high = _WIDTH - 2 * _EDGE, _HEIGHT - 2 * _EDGE
    return {
        place: (
            round(_EDGE + wide * place / (periods - 1), 1),
            round(_EDGE + high * (most - one) / (most - least or 1), 1),
        )
        for place, one in known
    }


def _draw_line(points: dict[int, tuple[float, float]]) -> str:
    """A path that is lifted where a place is missing."""
    return "".join(
        f"{'L' if place - 1 in points else 'M'}{x} {y}" for place, (x, y) in points.items()
    )
