"""A file from its upload to what it made, and undone again: what pages and commands call."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sectoral.names import loose_key, name_key
from sectoral.workspace.actions import imports as actions
from sectoral.workspace.evidence.facts import EditionFacts, current_facts
from sectoral.workspace.imports.carry_out import PlanResult, carried_out, try_plan
from sectoral.workspace.imports.columns import Columns, find_column_fault, guess_columns
from sectoral.workspace.imports.lines import TextRow, TextTable
from sectoral.workspace.imports.plans import plan_table
from sectoral.workspace.imports.plans.counties import CountyFinder
from sectoral.workspace.imports.plans.marks import find_marks
from sectoral.workspace.imports.plans.names import ANSWERS
from sectoral.workspace.imports.plans.plan import (
    KnownNames,
    NameQuestion,
    OrganizationRef,
    RegionOrSector,
)
from sectoral.workspace.imports.spreadsheet import read_spreadsheet
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
class ImportFindings:
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
    asked: list[NameQuestion] = field(default_factory=list)
    made: dict[str, int] = field(default_factory=dict)
    lines: list[tuple[int, str]] = field(default_factory=list)
    missing: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
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

    Raises   what `read_table` raises; then nothing of the file is kept.
    """
    table = read_table(kind, file, data, at=at, by=by)
    return keep_table(kind, table, guess_columns(kind, table.headings), at=at, by=by)


def read_table(kind: str, file: str, data: bytes, *, at: datetime, by: User) -> TextTable:
    """A file's table, where this person may bring it and nothing in it marks anybody (S12).

    Raises   Refused for whoever may not bring it; BadInput where it cannot be read, or where a
             cell marks a person.
    """
    require(may_bring(by, kind, at=at))
    table = read_spreadsheet(file, data)
    found = find_marks(table)
    if found:
        raise found[0]
    return table


def keep_table(
    kind: str,
    table: TextTable,
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
        run=run, columns=columns, findings=found.as_json(), answers=every, at=at, by=by
    )


def found_in(
    kind: str,
    table: TextTable,
    columns: Columns,
    *,
    answers: Mapping[str, str] | None = None,
    at: datetime,
    by: User,
) -> ImportFindings:
    """A dry run: every row planned, and where all are sound, tried and taken back."""
    unmatched = find_column_fault(table.file, kind, table.headings, columns)
    if unmatched is not None:
        return ImportFindings([str(unmatched)])
    drawn = plan_table(kind, table, columns, load_known_names(), answers or {})
    notes = [*_status_notes(kind, table, columns), *drawn.notes]
    if drawn.faults or drawn.questions:
        return ImportFindings([str(fault) for fault in drawn.faults], notes, list(drawn.questions))
    carried = try_plan(drawn, table.file, at=at, by=by)
    return _findings_of(carried, notes)


def bring(run: Import, *, at: datetime, by: User) -> Import:
    """Bring in all rows of a run, or none.

    Raises   Refused naming the first row that is in the way; the run can be checked again.
    """
    require(may_bring(by, run.kind, at=at))
    run.refresh_from_db()
    table = table_of(run)
    unmatched = find_column_fault(table.file, run.kind, table.headings, run.columns)
    if unmatched is not None:
        raise unmatched
    drawn = plan_table(run.kind, table, run.columns, load_known_names(), run.answers)
    if drawn.faults:
        raise drawn.faults[0]
    if drawn.questions:
        raise Refused(f"{drawn.questions[0].words} Check the rows again, and answer that first.")
    with carried_out(drawn, table.file, at=at, by=by) as carried:
        notes = [*_status_notes(run.kind, table, run.columns), *drawn.notes]
        return actions.finish(
            run=run,
            made=carried.made,
            findings=_findings_of(carried, notes).as_json(),
            words=made_words(carried.counts),
            at=at,
            by=by,
        )


def table_of(run: Import) -> TextTable:
    """A run's rows as they were read."""
    rows = (TextRow(row[0], tuple(row[1:])) for row in run.rows)
    return TextTable(run.file, tuple(run.headings), tuple(rows), tuple(run.remarks))


def made_words(made: Mapping[str, int]) -> str:
    """How many of each, in words: '12 organizations and 2 owners'."""
    parts = [
        f"{made[name]:,} {one if made[name] == 1 else many}"
        for name, (one, many) in WORDS.items()
        if made.get(name)
    ]
    if not parts:
        return "nothing new"
    return ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else parts[0]


def _findings_of(carried: PlanResult, notes: list[str]) -> ImportFindings:
    return ImportFindings(
        carried.faults, [*notes, *carried.notes], [], carried.counts, carried.lines, carried.missing
    )


def _status_notes(kind: str, table: TextTable, columns: Columns) -> list[str]:
    """That a status is not brought in, where a file of partnerships has such a column (I12)."""
    at = columns.get("status")
    if kind != Import.Kind.PARTNERSHIPS or at is None:
        return []
    said = sorted({line.cells[at] for line in table.rows if line.cells[at]})
    if not said:
        return []
    shown = ", ".join(f"'{word[:30]}'" for word in said[:4])
    return [
        f"Column '{table.headings[at]}' says {shown}{' and more' if len(said) > 4 else ''}: "
        "it is not imported. A partnership is active once its record shows it. Each one "
        "below tells what is still missing."
    ]


# ── what is there already ─────────────────────────────────────────────────────────────────────


def load_known_names() -> KnownNames:
    """What the workspace and the edition know by name, in a handful of queries."""
    facts = current_facts()
    bodies: dict[str, tuple[OrganizationRef, ...]] = {}
    for pk, name, system in Organization.objects.values_list("pk", "name", "system"):
        bodies[name_key(name)] = (
            *bodies.get(name_key(name), ()),
            OrganizationRef(pk, name, system),
        )
    owners = tuple(OwnershipGroup.objects.order_by("pk").values_list("name", flat=True))
    people = dict(User.objects.values_list("username", "pk"))
    tables = Partnership.objects.filter(stage__in=LIVE).values_list("name", "pk")
    here = KnownNames(bodies, owners, people, {name_key(name): pk for name, pk in tables})
    if facts is None:
        return here
    regions = [RegionOrSector(one.id, one.name, _areas_of(facts, one.id)) for one in facts.regions]
    sectors = [RegionOrSector(one.id, one.name, one.industries) for one in facts.sectors]
    return replace(
        here,
        counties=CountyFinder.of(
            (one.area, one.name) for counties in facts.counties.values() for one in counties
        ),
        regions=_by_name(regions),
        sectors=_by_name(sectors),
        edition=facts.id,
    )


def _areas_of(facts: EditionFacts, region: str) -> tuple[str, ...]:
    return tuple(one.area for one in facts.counties.get(region, ()))


def _by_name(places: list[RegionOrSector]) -> dict[str, RegionOrSector]:
    """Places by their ids and names, and by looser spellings that only one of them has."""
    found: dict[str, RegionOrSector] = {}
    spelt = Counter(loose_key(place.name) for place in places)
    for place in places:
        if spelt[loose_key(place.name)] == 1:
            found[loose_key(place.name)] = place
    for place in places:
        found |= {name_key(place.name): place, name_key(place.id): place}
    return found
