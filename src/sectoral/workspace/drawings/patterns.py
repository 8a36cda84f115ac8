"""What the parts of a page are made from: steps of a timeline, bars of progress.

The templates of `templates/parts/` take these; `/about/patterns/` shows each with its states.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from sectoral.workspace.drawings.svg import ACCENT, CAUTION, FAINT, MIDDLE

Moment = Literal["done", "now", "coming", "late"]


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One step of a timeline.

    when   a day in words; moment: done, now, coming, or late (should have been)
    """

    words: str
    when: str = ""
    moment: Moment = "done"
    note: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class ProgressBar:
    """How much of how much.

    done    what counts already; coming: what is promised on top of it
    of      the whole, more than 0; words: all of it in words, such as "3 of 8, 2 promised"
    """

    name: str
    done: float
    of: float
    words: str
    coming: float = 0
    late: bool = False
    href: str = ""

    @property
    def svg(self) -> SafeString:
        """The bar; the words beside it say the same."""
        whole = max(self.of, self.done + self.coming) or 1
        done, coming = (round(100 * part / whole, 1) for part in (self.done, self.coming))
        return format_html(
            '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
            '<rect width="100" height="10" fill="{}"/>'
            '<rect x="{}" width="{}" height="10" fill="{}"/>'
            '<rect width="{}" height="10" fill="{}"/></svg>',
            FAINT,
            done,
            coming,
            MIDDLE,
            done,
            CAUTION if self.late else ACCENT,
        )
