"""A file from its upload to what it made, and undone again: what pages and commands call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sectoral.workspace.actions import imports as actions
from sectoral.workspace.answers import require
from sectoral.workspace.evidence.facts import Facts, current
from sectoral.workspace.imports.carrying import Carried, carried_out, tried
from sectoral.workspace.imports.lines import Line, Table
from sectoral.workspace.imports.matching import Columns, complete, guess
from sectoral.workspace.imports.planning import plan
from sectoral.workspace.imports.planning.marks import marks
from sectoral.workspace.imports.planning.names import county, plain
from sectoral.workspace.imports.planning.planned import Body, Known, Place
from sectoral.workspace.imports.reading import read
from sectoral.workspace.models import Import, Organization, Partnership, User
from sectoral.workspace.models.partnerships import LIVE
from sectoral.workspace.reads.imports import may_bring

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
    notes    what is passed over
    made     how many of each would be made
    lines    a row and a sentence each
    missing  what each partnership still needs, next and later
    """

    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    made: dict[str, int] = field(default_factory=dict)
    lines: list[tuple[int, str]] = field(default_factory=list)
    missing: list[dict[str, Any]] = field(default_factory=list)

    def kept(self) -> dict[str, Any]:
        """The same as JSON, as a run keeps it."""
        return {
            "faults": self.faults[:_MOST_FAULTS],
            "more_faults": max(0, len(self.faults) - _MOST_FAULTS),
            "notes": self.notes,
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


def kept(kind: str, table: Table, columns: Columns, *, at: datetime, by: User) -> Import:
    """Keep a table's rows, its columns matched so."""
    return actions.receive(
        kind=kind,
        file=table.file,
        headings=table.headings,
        rows=[[line.number, *line.cells] for line in table.rows],
        columns=columns,
        at=at,
        by=by,
    )


def check(run: Import, columns: Columns, *, at: datetime, by: User) -> Import:
    """Match the columns so, and find what the rows would make and what is wrong with them."""
    found = found_in(run.kind, table_of(run), columns, at=at, by=by)
    return actions.check(run=run, columns=columns, findings=found.kept(), at=at, by=by)


def found_in(kind: str, table: Table, columns: Columns, *, at: datetime, by: User) -> Findings:
    """A dry run: every row planned, and where all are sound, tried and taken back."""
    unmatched = complete(table.file, kind, table.headings, columns)
    if unmatched is not None:
        return Findings([str(unmatched)])
    drawn = plan(kind, table, columns, known())
    notes = [*_status_notes(kind, table, columns), *drawn.notes]
    if drawn.faults:
        return Findings([str(fault) for fault in drawn.faults], notes)
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
    drawn = plan(run.kind, table, run.columns, known())
    if drawn.faults:
        raise drawn.faults[0]
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
    return Table(run.file, tuple(run.headings), tuple(rows))


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
        carried.faults, [*notes, *carried.notes], carried.counts, carried.lines, carried.missing
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
    for key, name, system in Organization.objects.values_list("pk", "name", "system"):
        bodies[plain(name)] = (*bodies.get(plain(name), ()), Body(key, name, system))
    people = {box: pk for box, pk in User.objects.values_list("mailbox", "pk") if box}
    tables = Partnership.objects.filter(stage__in=LIVE).values_list("name", "pk")
    here = {plain(name): key for name, key in tables}
    if facts is None:
        return Known(bodies, people, here)
    return Known(bodies, people, here, _counties(facts), _regions(facts), _sectors(facts), facts.id)


def _counties(facts: Facts) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for counties in facts.counties.values():
        for one in counties:
            for name in {county(one.name), county(one.full)}:
                found[name] = tuple(dict.fromkeys((*found.get(name, ()), one.area)))
    return found


def _regions(facts: Facts) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for region in facts.regions:
        areas = tuple(one.area for one in facts.counties.get(region.id, ()))
        place = Place(region.id, region.name, areas)
        found |= {plain(region.name): place, plain(region.id): place}
    return found


def _sectors(facts: Facts) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for sector in facts.sectors:
        place = Place(sector.id, sector.name, sector.industries)
        found |= {plain(sector.name): place, plain(sector.id): place}
    return found
