"""A small map beside a word: the state's border, and where in it a region lies."""

from collections.abc import Iterable, Sequence
from math import cos, radians

from django.utils.html import format_html
from django.utils.safestring import SafeString

from sectoral.workspace.drawings.maps import (
    MapShape,
    Point,
    border_chains,
    bounding_box,
    snap_county,
)
from sectoral.workspace.drawings.svg import ACCENT, FAINT, SOFT

_WIDTH = 120
"""Units of the drawing, in which a whole number is fine enough for its size."""


def draw_small_map(shapes: Sequence[MapShape], here: str, label: str) -> SafeString:
    """One region in its state.

    Takes    shapes: every region of the state; here: the id of the one that is meant.
    Returns  SVG of about a kilobyte; nothing where there is no outline.
    """
    if not shapes:
        return SafeString("")
    west, south, east, north = bounding_box(shapes)
    step = (east - west) / _WIDTH or 1e-6
    tall = step / (cos(radians((south + north) / 2)) or 1)
    coarse = [
        (shape.id, snap_county(county, step)) for shape in shapes for county in shape.counties
    ]
    border = border_chains([("state", county) for _, county in coarse])
    rings = [polygon[0] for name, county in coarse if name == here for polygon in county.polygons]

    def draw(lines: Iterable[Sequence[Point]], end: str = "") -> str:
        return "".join(
            "M"
            + "L".join(f"{(x - west) / step:.0f} {(north - y) / tall:.0f}" for x, y in line)
            + end
            for line in lines
        )

    return format_html(
        '<svg class="small-map" viewBox="-2 -2 {} {}" role="img" aria-label="{}">'
        '<path d="{}" fill="{}" stroke="{}"/><path d="{}" fill="{}" stroke="{}"/></svg>',
        _WIDTH + 4,
        round((north - south) / tall) + 4,
        label,
        draw(border),
        FAINT,
        SOFT,
        draw(rings, "Z"),
        ACCENT,
        ACCENT,
    )
