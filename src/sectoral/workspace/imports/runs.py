"""A file from its upload to what it made, and undone again: what pages and commands call."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sectoral.names import key, loose
from sectoral.workspace.actions import imports as actions
from sectoral.workspace.evidence.facts import Facts, current
from sectoral.workspace.imports.carry_out import Carried, carried_out, tried
from sectoral.workspace.imports.columns import Columns, complete, guess
from sectoral.workspace.imports.lines import Line, Table
from sectoral.workspace.imports.plans import plan
from sectoral.workspace.imports.plans.counties import Counties
from sectoral.workspace.imports.plans.marks import marks
from sectoral.workspace.imports.plans.names import ANSWERS
from sectoral.workspace.imports.plans.plan import Body, Known, Place, Question
from sectoral.workspace.imports.spreadsheet import read
from sectoral.workspace.models import Import, Organization, OwnershipGroup, Partnership, User
from sectoral.workspace.models.partnerships import LIVE
from sectoral.workspace.queries.imports import may_bring
from sectoral.workspace.rules.answers import Refused, require

WORDS = {
    "partnership": ("partnership", "partnerships"),
    "appointment": ("convener appointed", "conveners appointed"),
    "organization": ("organization", "organizations"),
    "ownershipgroup": ("owner", "owners"),
    "user": ("account", "accounts"),
    "membership": ("membership", "memberships"),
    "seat": ("seat", "seats"),
    "delegate": ("delegation", "delegations"),
}
"""What a run can make, as people say it; nothing else can be made by one."""

_MOST_FAULTS = 1_000


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check of a file's rows found.

    faults   what is wrong, by row and column; while there is one, nothing comes in
    notes    what is passed over, or read otherwise than it stands in the file
    asked    names that look alike: while one is not answered, nothing comes in
    made     how many of each would be made
    lines    a row and a sentence each
    missing  what each partnership still needs, next and later
    """

    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    made: dict[str, int] = field(default_factory=dict)
    lines: list[tuple[int, str]] = field(default_factory=list)
    missing: list[dict[str, Any]] = field(default_factory=list)

    def kept(self) -> dict[str, Any]:
        """The same as JSON, as a run keeps it."""
        return {
            "faults": self.faults[:_MOST_FAULTS],
            "more_faults": max(0, len(self.faults) - _MOST_FAULTS),
            "notes": self.notes[:_MOST_FAULTS],
            "asked": [{"id": one.id, "words": one.words} for one in self.asked[:_MOST_FAULTS]],
            "made": self.made,
            "lines": [list(line) for line in self.lines],
            "missing": self.missing,
        }


def receive(*, kind: str, file: str, data: bytes, at: datetime, by: User) -> Import:
    """Read a file and keep its rows, its columns matched as well as can be guessed.

    Raises   what `readable` raises; then nothing of the file is kept.
    """
    table = readable(kind, file, data, at=at, by=by)
    return kept(kind, table, guess(kind, table.headings), at=at, by=by)


def readable(kind: str, file: str, data: bytes, *, at: datetime, by: User) -> Table:
    """A file's table, where this person may bring it and nothing in it marks anybody (S12).

    Raises   Refused for whoever may not bring it; BadInput where it cannot be read, or where a
             cell marks a person.
    """
    require(may_bring(by, kind, at=at))
    table = read(file, data)
    found = marks(table)
    if found:
        raise found[0]
    return table


def kept(
    kind: str,
    table: Table,
    columns: Columns,
    *,
    answers: Mapping[str, str] | None = None,
    at: datetime,
    by: User,
) -> Import:
    """Keep a table's rows, its columns matched so, and what was said of names that look alike."""
    return actions.receive(
        kind=kind,
        file=table.file,
        headings=table.headings,
        rows=[[line.number, *line.cells] for line in table.rows],
        columns=columns,
        remarks=table.remarks,
        answers=answers or {},
        at=at,
        by=by,
    )


def check(
    run: Import,
    columns: Columns,
    *,
    answers: Mapping[str, str] | None = None,
    at: datetime,
    by: User,
) -> Import:
    """Match the columns so, and find what the rows would make and what is wrong with them.

    Takes    answers: what the person says of names that look alike, beside what was said before.
    """
    said = {one: word for one, word in (answers or {}).items() if word in ANSWERS}
    every = {**run.answers, **said}
    found = found_in(run.kind, table_of(run), columns, answers=every, at=at, by=by)
    return actions.check(
        run=run, columns=columns, findings=found.kept(), answers=every, at=at, by=by
    )


def found_in(
    kind: str,
    table: Table,
    columns: Columns,
    *,
    answers: Mapping[str, str] | None = None,
    at: datetime,
    by: User,
) -> Findings:
    """A dry run: every row planned, and where all are sound, tried and taken back."""
    unmatched = complete(table.file, kind, table.headings, columns)
    if unmatched is not None:
        return Findings([str(unmatched)])
    drawn = plan(kind, table, columns, known(), answers or {})
    notes = [*_status_notes(kind, table, columns), *drawn.notes]
    if drawn.faults or drawn.questions:
        return Findings([str(fault) for fault in drawn.faults], notes, list(drawn.questions))
    carried = tried(drawn, table.file, at=at, by=by)
    return _findings(carried, notes)


def bring(run: Import, *, at: datetime, by: User) -> Import:
    """Bring in all rows of a run, or none.

    Raises   Refused naming the first row that is in the way; the run can be checked again.
    """
    require(may_bring(by, run.kind, at=at))
    run.refresh_from_db()
    table = table_of(run)
    unmatched = complete(table.file, run.kind, table.headings, run.columns)
    if unmatched is not None:
        raise unmatched
    drawn = plan(run.kind, table, run.columns, known(), run.answers)
    if drawn.faults:
        raise drawn.faults[0]
    if drawn.questions:
        raise Refused(f"{drawn.questions[0].words} Check the rows again, and say so first.")
    with carried_out(drawn, table.file, at=at, by=by) as carried:
        notes = [*_status_notes(run.kind, table, run.columns), *drawn.notes]
        return actions.finish(
            run=run,
            made=carried.made,
            findings=_findings(carried, notes).kept(),
            words=counted(carried.counts),
            at=at,
            by=by,
        )


def table_of(run: Import) -> Table:
    """A run's rows as they were read."""
    rows = (Line(row[0], tuple(row[1:])) for row in run.rows)
    return Table(run.file, tuple(run.headings), tuple(rows), tuple(run.remarks))


def counted(made: Mapping[str, int]) -> str:
    """How many of each, in words: '12 organizations and 2 owners'."""
    parts = [
        f"{made[name]:,} {one if made[name] == 1 else many}"
        for name, (one, many) in WORDS.items()
        if made.get(name)
    ]
    if not parts:
        return "nothing new"
    return ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else parts[0]


def _findings(carried: Carried, notes: list[str]) -> Findings:
    return Findings(
        carried.faults, [*notes, *carried.notes], [], carried.counts, carried.lines, carried.missing
    )


def _status_notes(kind: str, table: Table, columns: Columns) -> list[str]:
    """That a status is not brought in, where a file of partnerships has such a column (I12)."""
    at = columns.get("status")
    if kind != Import.Kind.PARTNERSHIPS or at is None:
        return []
    said = sorted({line.cells[at] for line in table.rows if line.cells[at]})
    if not said:
        return []
    shown = ", ".join(f"'{word[:30]}'" for word in said[:4])
    return [
        f"Column '{table.headings[at]}' says {shown}{' and more' if len(said) > 4 else ''}: it is "
        "not brought in. A partnership is active once its record shows it; each one below tells "
        "what is still missing."
    ]


# ── what is there already ─────────────────────────────────────────────────────────────────────


def known() -> Known:
    """What the workspace and the edition know by name, in a handful of queries."""
    facts = current()
    bodies: dict[str, tuple[Body, ...]] = {}
    for pk, name, system in Organization.objects.values_list("pk", "name", "system"):
        bodies[key(name)] = (*bodies.get(key(name), ()), Body(pk, name, system))
    owners = tuple(OwnershipGroup.objects.order_by("pk").values_list("name", flat=True))
    people = dict(User.objects.values_list("username", "pk"))
    tables = Partnership.objects.filter(stage__in=LIVE).values_list("name", "pk")
    here = Known(bodies, owners, people, {key(name): pk for name, pk in tables})
    if facts is None:
        return here
    regions = [Place(one.id, one.name, _areas(facts, one.id)) for one in facts.regions]
    sectors = [Place(one.id, one.name, one.industries) for one in facts.sectors]
    return replace(
        here,
        counties=Counties.of(
            (one.area, one.name) for counties in facts.counties.values() for one in counties
        ),
        regions=_by_name(regions),
        sectors=_by_name(sectors),
        edition=facts.id,
    )


def _areas(facts: Facts, region: str) -> tuple[str, ...]:
    return tuple(one.area for one in facts.counties.get(region, ()))


def _by_name(places: list[Place]) -> dict[str, Place]:
    """Places by their ids and names, and by looser spellings that only one of them has."""
    found: dict[str, Place] = {}
    spelt = Counter(loose(place.name) for place in places)
    for place in places:
        if spelt[loose(place.name)] == 1:
            found[loose(place.name)] = place
    for place in places:
        found |= {key(place.name): place, key(place.id): place}
    return found
