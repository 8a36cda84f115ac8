"""The look of every picture, and the way from a Vega-Lite specification to clean SVG.

A picture is drawn once for an edition and kept. What leaves here stands inside a page under
a policy that allows no inline style: style attributes and Vega's own roles are taken out, and
the text keeps the page's own typeface and size.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import vl_convert
from django.utils.safestring import SafeString, mark_safe

INK, SOFT, LINE, PAPER = "#1c2227", "#5a646c", "#c9d0d4", "#ffffff"
ACCENT, MIDDLE, LIGHT, FAINT = "#0b4f6c", "#6fa8bf", "#dbe7ec", "#f4f5f3"
CAUTION, STEP, GRID = "#7a4a00", "#a9cbd8", "#e6e9eb"
# Stands for the hatch that a map draws where nothing can be judged.
HATCHED = "#e7eae8"
FILLS = {
    "critical": ACCENT,
    "promising": MIDDLE,
    "ordinary": LIGHT,
    "thin": HATCHED,
    "none": PAPER,
    "unfiled": PAPER,
    "off": PAPER,
}

_SVG = "http://www.w3.org/2000/svg"
_LINK = "{http://www.w3.org/1999/xlink}href"
# vl-convert resolves every address against this; ours are paths of this site.
_RESOLVED = "https://vega.github.io/vega-datasets/"


def draw_svg(
    chart: Any, label: str, finish: Callable[[ET.Element], None] | None = None
) -> SafeString:
    """A chart as SVG to stand in a page.

    Takes    chart: an Altair chart; label: what a reader who cannot see it hears;
             finish: changes to the drawing's tree, if any.
    """
    spec = chart.configure(
        aria=False,
        background="transparent",
        font="system-ui",
        padding=2,
        text=alt.MarkConfig(fontSize=12, color=INK),
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelColor=SOFT,
            labelFontSize=11,
            titleColor=SOFT,
            titleFontSize=11,
            titleFontWeight="normal",
            gridColor=GRID,
            domainColor=LINE,
            tickColor=LINE,
        ),
    ).to_dict(validate=False)
    root = ET.fromstring(vl_convert.vegalite_to_svg(spec, vl_version="6.4"))  # noqa: S314
    _clean_svg(root)
    root.set("role", "img")
    root.set("aria-label", label)
    if finish is not None:
        finish(root)
    _without_prefixes(root)
    # The tree was parsed and written by us: names in it are escaped by the writer.
    return mark_safe(ET.tostring(root, encoding="unicode"))  # noqa: S308


def rows_of(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Rows as a chart's own data; a plain list, so that no table library is asked to convert."""
    return alt.Data(values=list(rows))  # type: ignore[no-untyped-call]


def cache_drawing(draw: Callable[..., SafeString]) -> Callable[..., SafeString]:
    """Draw each picture once: its data, which are part of the edition, are the key."""
    return lru_cache(maxsize=4096)(draw)


def _without_prefixes(root: ET.Element) -> None:
    """Name the drawing's language at its root alone.

    ElementTree's own way is a register that the whole process shares, and whoever draws a QR code
    for a second factor enters another prefix there: a browser then shows no picture at all.
    """
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{_SVG}}}")
    root.set("xmlns", _SVG)


def _clean_svg(root: ET.Element) -> None:
    root.attrib.pop("class", None)
    for element in root.iter():
        for name in list(element.attrib):
            if name in ("style", "role", "font-family") or name.startswith("aria-"):
                del element.attrib[name]
        if _LINK in element.attrib:
            element.set("href", element.attrib.pop(_LINK).removeprefix(_RESOLVED))
    for parent in list(root.iter()):
        for child in list(parent):
            if child.get("display") == "none" or child.get("class") == "background":
                parent.remove(child)
