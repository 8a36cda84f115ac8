"""The record of a partnership as its members read it: newest first, by kind of thing."""

from typing import Any

from django.core.paginator import Page, Paginator

from sectoral.workspace.models import Event, Partnership
from sectoral.workspace.queries.record_lines import RecordLine, actor_names, line_of
from sectoral.workspace.queries.roles import Sitting

A_PAGE = 25
KINDS = {
    "partnership": ("Its life", ("partnership", "review", "checklist", "realignment", "consent")),
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


def list_record_lines(
    sitting: Sitting, partnership: Partnership, *, kind: str, page: str | None
) -> Page[RecordLine]:
    """The lines that members may read, the newest first, with who did it.

    What would show who raised a need has no partnership in its line and is never here (S23).
    """
    lines = Event.objects.filter(partnership=partnership).select_related("actor")
    if kind in KINDS:
        lines = lines.filter(subject__in=KINDS[kind][1])
    found: Page[Any] = Paginator(lines.order_by("-at", "-pk"), A_PAGE).get_page(page)
    called = actor_names(sitting, partnership)
    found.object_list = [line_of(line, called) for line in found.object_list]
    return found
