"""The record of a partnership as its members read it: newest first, by kind of thing."""

from dataclasses import replace

from django.db.models import QuerySet

from sectoral.workspace.columns import record as columns
from sectoral.workspace.drawings.lists import (
    ListFilter,
    PageList,
    record_column,
)
from sectoral.workspace.drawings.sheets import SheetCell
from sectoral.workspace.models import Event, Partnership
from sectoral.workspace.queries.record_lines import RecordLine

KINDS = {
    "partnership": ("Stages", ("partnership", "review", "checklist", "realignment", "consent")),
    "convening": ("Who convenes", ("appointment",)),
    "seats": (
        "Seats and people",
        ("seat", "delegate", "championship", "invitation", "suspension", "membership"),
    ),
    "needs": (
        "Opportunities and needs",
        ("opportunity", "need", "needversion", "neednote", "release", "rewording", "support"),
    ),
    "priorities": ("Votes and priorities", ("round", "ballot", "priority", "elector")),
    "meetings": ("Meetings", ("meeting", "agendaitem", "attendance", "decision")),
    "plan": ("The plan and the rules", ("actionplan", "groundrules", "actionteam")),
    "solutions": (
        "Solutions",
        ("solution", "answer", "approval", "contribution", "recusal", "costplan", "costshare"),
    ),
    "promises": ("Promises", ("commitment",)),
    "neutrality": ("Messages and pitches", ("post", "pitchreport")),
}
"""What the record can be narrowed to: a word of the address, its words, the kinds of things."""


def record_rows(partnership: Partnership) -> QuerySet[Event]:
    """The lines that members may read.

    What would show who raised a need has no partnership in its line and is never here (S23).
    """
    return Event.objects.filter(partnership=partnership).select_related("actor")


def _show_words(line: RecordLine, cell: SheetCell) -> SheetCell:
    return replace(cell, text=line.words[:1].upper() + line.words[1:], note=line.reason)


_WHEN, _WHO, _WHAT, *_ = columns.RECORD

RECORD: PageList[RecordLine] = PageList(
    name="record",
    things=("line", "lines"),
    caption="The record",
    columns=(
        # Nothing is sorted by who did it: where a name is withheld, its place would tell it (S23).
        record_column("at", _WHEN, sort=("at", "pk"), falls=True),
        record_column("what", _WHAT, _show_words),
        record_column("who", _WHO),
    ),
    order=("-at", "-pk"),
    order_words="The latest first.",
    filters=(
        ListFilter(
            "kind",
            "About",
            lambda rows, kind: rows.filter(subject__in=KINDS[kind][1]),
            tuple((key, words) for key, (words, _) in KINDS.items()),
            every="Everything",
        ),
    ),
    empty="Nothing has happened yet.",
)
