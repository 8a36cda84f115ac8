"""What is read of runs that brought a spreadsheet in: whose they are, what stands in their way."""

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

from sectoral.workspace.models import (
    Delegate,
    Event,
    Import,
    Membership,
    Organization,
    Partnership,
    Seat,
    User,
)
from sectoral.workspace.queries.reach import partnerships_of
from sectoral.workspace.queries.roles import roles_of
from sectoral.workspace.rules.answers import Ruling
from sectoral.workspace.rules.permissions import PartnershipRole, may

PERMISSION_TO_BRING = {
    Import.Kind.ORGANIZATIONS: "keep_people",
    Import.Kind.CONTACTS: "keep_people",
    Import.Kind.PARTNERSHIPS: "propose",
}
"""What one has to be allowed to do in order to bring in a file of a kind."""

_AT_ONCE = 500
# Rows that belong to a thing, or whose meaning the record tells better.
_OWN = (
    *("worksite", "event", "invitee", "meeting_invited", "signinlink"),
    *("change", "change_organizations"),
)

WELCOMES = (
    Q(key__startswith="account of ")
    | Q(key__startswith="delegate ")
    | Q(key__startswith="appointment ")
    | Q(key__startswith="champion ")
    | Q(key__startswith="seat ")
)
"""Letters that welcome somebody to an account, a seat, a convening or a champion's term."""

LETTERS_BY_THEMSELVES = (
    WELCOMES
    | Q(key__startswith="meeting ")
    | Q(key__startswith="reminder of meeting ")
    | Q(key__startswith="change ")
)
"""Letters that tell of what was done, without anybody's doing: nothing was built by them."""


def may_bring(person: User | None, kind: str, *, at: datetime) -> Ruling:
    """Whether a person may bring in a file of this kind."""
    return may(roles_of(person, None, at=at), PERMISSION_TO_BRING[Import.Kind(kind)])


def runs_of(person: User, *, at: datetime) -> QuerySet[Import]:
    """The runs a person may see, the last first: one's own; for the state also all that were done.

    Until it is done a run holds the file's rows, and nobody sees them but who brought them.
    """
    wanted = Q(brought_by=person)
    if PartnershipRole.STATE in roles_of(person, None, at=at):
        wanted |= Q(done_at__isnull=False)
    return Import.objects.filter(wanted).select_related("brought_by").order_by("-pk")


# ── what stands in the way of an undo ─────────────────────────────────────────────────────────


def made_of(run: Import) -> dict[str, dict[int, int]]:
    """What a run made: model → key → the file's row."""
    found: dict[str, dict[int, int]] = {}
    for entry in run.made:
        found.setdefault(entry["model"], {})[entry["pk"]] = entry["row"]
    return found


def partnerships_made_at(run: Import) -> list[Partnership]:
    """The live tables at which what a run made stands now: its seats, its organizations."""
    made = made_of(run)
    members = Membership.objects.filter(pk__in=made.get("membership", {})).values("organization")
    seats = Seat.objects.filter(pk__in=made.get("seat", {})).values("organization")
    delegates = Delegate.objects.filter(pk__in=made.get("delegate", {}))
    wanted = (
        Q(pk__in=made.get("organization", {}))
        | Q(pk__in=members)
        | Q(pk__in=seats)
        | Q(pk__in=delegates.values("seat__organization"))
    )
    return partnerships_of(Organization.objects.filter(wanted))


def built_on(run: Import, most: int = 20) -> list[str]:
    """What was built on what a run made, in sentences by the file's row; empty: all untouched."""
    made = made_of(run)
    found: dict[tuple[int, str], str] = {}
    for name, rows in made.items():
        for pk, what in [*_rows_since(name, rows, made), *_lines_since(run, name, rows)]:
            found.setdefault((rows[pk], what), f"{run.file}, row {rows[pk]:,}: {what}")
    return [found[key] for key in sorted(found)][:most]


def _rows_since(
    name: str, rows: dict[int, int], made: dict[str, dict[int, int]]
) -> Iterator[tuple[int, str]]:
    """Rows that point at what was made and that the run did not make itself."""
    model = apps.get_model("workspace", name)
    for holder, field in _foreign_keys_to(model):
        label = holder._meta.model_name or ""
        if label in _OWN:
            continue
        ours = made.get(label, {})
        for keys in _key_batches(list(rows)):
            pointing = holder._base_manager.filter(**{f"{field}__in": keys})
            if label == "message":
                pointing = pointing.exclude(LETTERS_BY_THEMSELVES)
            for key, pk in pointing.values_list("pk", field):
                if key not in ours:
                    yield pk, f"{_model_words(name)} is used since ({holder._meta.verbose_name})."
    if name == "user":
        for keys in _key_batches(list(rows)):
            for pk in User.objects.filter(pk__in=keys, last_login__isnull=False).values_list("pk"):
                yield pk[0], "the person has signed in since."


def _foreign_keys_to(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Every table and column that points at a table, those without a name to go back by too."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            yield relation.related_model, relation.field.name


def _lines_since(run: Import, name: str, rows: dict[int, int]) -> Iterator[tuple[int, str]]:
    """Lines of the record, after the run's own, that tell of what was made."""
    own = Event.objects.filter(verb="import", subject="import", subject_id=run.pk).last()
    after = Event.objects.filter(pk__gt=own.pk if own else 0)
    for keys in _key_batches(list(rows)):
        about = [after.filter(subject=name, subject_id__in=keys).values_list("subject_id", "verb")]
        if name == "partnership":
            about.append(after.filter(partnership__in=keys).values_list("partnership_id", "verb"))
        for lines in about:
            for pk, verb in lines:
                yield pk, f"{_model_words(name)} has changed since ({verb.replace('_', ' ')})."


def _model_words(name: str) -> str:
    return {"user": "the person", "membership": "the membership"}.get(name, f"the {name}")


def _key_batches(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]
