"""Words about pay, hiring or prices that were sent all the same: whom they are kept from (S9)."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from sectoral.workspace.models import AgendaItem, Appointment, Opportunity, Partnership, WordFlag
from sectoral.workspace.models.organizations import System
from sectoral.workspace.queries.roles import Sitting


def held_need(need: str = "pk", version: str = "version") -> Exists:
    """Whether the present text of a need waits to be looked at, or may not stand.

    Takes    need, version: where the asking query has the need's key and its present version.
    """
    flags = _standing_out("need").filter(subject_id=OuterRef(need), version=OuterRef(version))
    return Exists(flags)


def held_row(kind: str) -> Exists:
    """The same of a row that has one text: 'opportunity' or 'agendaitem'."""
    return Exists(_standing_out(kind).filter(subject_id=OuterRef("pk")))


def held_versions(need: int) -> set[int]:
    """The versions of a need whose words wait, or may not stand."""
    numbers = _standing_out("need").filter(subject_id=need).values_list("version", flat=True)
    return {number for number in numbers if number is not None}


def held_texts(partnership: int) -> set[tuple[int, int | None]]:
    """The same of every need of a partnership, as (need, version): for pages of many."""
    found = _standing_out("need").filter(partnership=partnership)
    return set(found.values_list("subject_id", "version"))


def _standing_out(kind: str) -> QuerySet[WordFlag]:
    return WordFlag.objects.filter(Q(stands__isnull=True) | Q(stands=False), subject=kind)


def opportunities_for(sitting: Sitting, rows: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    """Those that a person reads: but what waits to be looked at, and is no own seat's."""
    if sitting.may("look_at_words"):
        return rows
    return rows.filter(~held_row("opportunity") | Q(raised_by__in=sitting.seats))


def points_for(sitting: Sitting, rows: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """The points of an agenda that a person reads; a convener's own stand with the convener."""
    if sitting.may("look_at_words"):
        return rows
    return rows.filter(~held_row("agendaitem") | Q(asked_by__in=sitting.seats))


def waiting_flags(partnership: Partnership) -> list[WordFlag]:
    """What somebody has to look at, the oldest first."""
    rows = WordFlag.objects.filter(partnership=partnership, stands__isnull=True)
    return list(rows.select_related("partnership", "written_by"))


def looked_at(partnership: Partnership) -> list[WordFlag]:
    """The last that were looked at."""
    rows = WordFlag.objects.filter(partnership=partnership, stands__isnull=False)
    return list(rows.select_related("looked_at_by").order_by("-looked_at", "-pk")[:25])


def for_state(*, at: datetime) -> list[Partnership]:
    """The tables with words that no convener may look at: they wait for the state.

    A company that convenes reads no other company's words, and nobody clears the own.
    """
    able = Appointment.objects.in_term(at).filter(
        ~Q(organization__system=System.EMPLOYER),
        ~Q(person=OuterRef("written_by")),
        partnership=OuterRef("partnership"),
    )
    flags = WordFlag.objects.filter(~Exists(able), stands__isnull=True)
    return list(Partnership.objects.filter(pk__in=flags.values(table=F("partnership"))))
