"""Which of a file's columns is which of ours: guessed by usual headings, chosen by the person."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sectoral.errors import BadInput


@dataclass(frozen=True, slots=True)
class ImportField:
    """One thing that a row may say.

    name     how plans call it
    label    how people call it, and the heading in the file we offer
    usual    other headings that usually stand over it
    needed   whether every row has to say it
    help     what may stand there, in a few words
    example  a cell of the file we offer
    """

    name: str
    label: str
    usual: tuple[str, ...]
    needed: bool
    help: str
    example: str


_SYSTEMS = (
    "company, education, workforce development, economic development, community organization, "
    "labor, government, association or philanthropy"
)

ORGANIZATIONS = (
    ImportField(
        "name", "Organization",
        ("name", "organization name", "company", "company name", "employer", "business",
         "business name", "firm", "agency", "partner"),
        True, "its name", "Keel & Sons",
    ),
    ImportField(
        "system", "Kind",
        ("system", "type", "organization type", "kind of organization", "category", "partner type"),
        True, _SYSTEMS, "company",
    ),
    ImportField(
        "naics", "NAICS",
        ("naics code", "naics 2022", "industry", "industry code", "primary naics", "main activity"),
        False, "two to six digits; required for a company", "336612",
    ),
    ImportField(
        "size", "Size",
        ("size band", "employees", "number of employees", "headcount", "workers", "staff"),
        False, "number of employees, or a range: 1 to 9, 10 to 49, 50 to 249, 250 or more",
        "10 to 49",
    ),
    ImportField(
        "areas", "Counties",
        ("county", "worksites", "fips", "county fips", "locations", "county of work"),
        False, "FIPS codes or names separated by ;", "99001; 99003",
    ),
    ImportField(
        "owner", "Owner",
        ("parent", "parent company", "owned by", "ownership", "holding"),
        False, "an owner that it shares with others; together they count once", "",
    ),
)  # fmt: skip

CONTACTS = (
    ImportField(
        "name", "Name",
        ("contact", "contact name", "full name", "person", "delegate"),
        True, "first and last name", "Amina Keel",
    ),
    ImportField(
        "email", "E-mail",
        ("mail", "email address", "contact email", "work email"),
        True, "an address with @", "amina@keel.example",
    ),
    ImportField(
        "organization", "Organization",
        ("company", "company name", "organization name", "employer", "business", "agency", "firm"),
        True, "as registered", "Keel & Sons",
    ),
    ImportField(
        "partnership", "Partnership",
        ("partnership name", "sector partnership", "table"),
        False, "the partnership where the person acts for the organization; you have to "
               "convene it", "",
    ),
    ImportField(
        "role", "Role",
        ("delegate role", "primary or alternate"),
        False, "primary or alternate", "",
    ),
)  # fmt: skip

PARTNERSHIPS = (
    ImportField(
        "name", "Partnership",
        ("name", "partnership name", "sector partnership", "title"),
        True, "its name", "Boat builders in Harbour",
    ),
    ImportField(
        "region", "Region",
        ("region name", "labor market area", "labor market region", "area", "wda", "local area"),
        True, "as in the matrix", "Harbour",
    ),
    ImportField(
        "sector", "Sector",
        ("industry", "sector name", "industry sector", "cluster", "industry cluster"),
        True, "as in the matrix", "Boats",
    ),
    ImportField(
        "decision", "Decision",
        ("state decision", "verdict", "priority", "critical"),
        False, "critical, watch or no", "critical",
    ),
    ImportField(
        "organization", "Convener",
        ("convener organization", "convening organization", "intermediary", "backbone",
         "backbone organization", "host", "host organization", "lead organization"),
        False, "the organization that convenes it", "Harbour Workforce Board",
    ),
    ImportField(
        "system", "Kind of convener",
        ("convener type", "convener kind", "convener system"),
        False, f"if it is not registered yet: {_SYSTEMS}", "workforce development",
    ),
    ImportField(
        "person", "Convener's name",
        ("convener name", "convener contact", "contact", "contact name", "coordinator", "lead"),
        False, "the person in charge", "Bea Board",
    ),
    ImportField(
        "email", "Convener's e-mail",
        ("convener email", "e-mail", "contact email", "convener e-mail", "coordinator email"),
        False, "an address with @", "bea@board.example",
    ),
    ImportField(
        "started", "Started",
        ("start date", "started on", "since", "launch date", "launched", "founded", "year"),
        False, "a day or a year; kept as text", "2021-09-01",
    ),
    ImportField(
        "areas", "Counties",
        ("county", "fips", "county fips", "counties served"),
        False, "FIPS codes or names separated by ; (an empty cell means the region's)", "",
    ),
    ImportField(
        "naics", "NAICS",
        ("naics code", "naics codes", "industries"),
        False, "codes separated by ; (an empty cell means the sector's)", "",
    ),
    ImportField(
        "edition", "Edition",
        ("source", "evidence", "data vintage", "case edition"),
        False, "the data its case is based on (an empty cell means the current edition)", "",
    ),
    ImportField(
        "companies", "Companies",
        ("company members", "employers", "members", "businesses", "employer members"),
        False, "names separated by ;", "",
    ),
    ImportField(
        "waiver", "Waiver",
        ("overlap waiver", "why a second"),
        False, "why it may overlap with another partnership of its sector in the same counties", "",
    ),
    ImportField(
        "status", "Status",
        ("stage", "active", "partnership status", "current status"),
        False, "read but not imported, because a stage follows from the record", "",
    ),
)  # fmt: skip

FIELDS: Mapping[str, tuple[ImportField, ...]] = {
    "organizations": ORGANIZATIONS,
    "contacts": CONTACTS,
    "partnerships": PARTNERSHIPS,
}
"""The kinds of import, and what a row of each may say. No kind brings needs or solutions (I1)."""

Columns = Mapping[str, int]
"""Field → the place of its column in the file, from 0."""


def guess_columns(kind: str, headings: Sequence[str]) -> dict[str, int]:
    """The column of each field by its usual headings; a field without one is left out.

    A field's own label goes before its usual names, and each column is given once.
    """
    plain = [_bare_heading(heading) for heading in headings]
    found: dict[str, int] = {}
    for names in ((lambda field: (field.label,)), (lambda field: field.usual)):
        for field in FIELDS[kind]:
            wanted = [_bare_heading(name) for name in names(field)]
            free = [
                at for at, name in enumerate(plain) if name in wanted and at not in found.values()
            ]
            if free and field.name not in found:
                found[field.name] = free[0]
    return found


def columns_from_form(
    kind: str, headings: Sequence[str], wishes: Mapping[str, str]
) -> dict[str, int]:
    """The columns as a person chose them.

    Takes    wishes: field → the place of its column as text, empty where it has none; what
             names no field or column is passed over.
    """
    columns = {}
    for field in FIELDS[kind]:
        wish = wishes.get(field.name, "")
        if wish.isascii() and wish.isdigit() and int(wish) < len(headings):
            columns[field.name] = int(wish)
    return columns


def find_column_fault(
    file: str, kind: str, headings: Sequence[str], columns: Columns
) -> BadInput | None:
    """What is wrong with a matching: a needed field without a column, or a column used twice."""
    for field in FIELDS[kind]:
        if field.needed and field.name not in columns:
            shown = ", ".join(f"'{heading}'" for heading in headings if heading)
            return BadInput(
                file,
                expected=f"a column for '{field.label}' ({field.help})",
                found=f"the headings {shown}"[:300],
                mend=f"say which column is '{field.label}', or rename one to that",
            )
    taken: dict[int, ImportField] = {}
    for field in FIELDS[kind]:
        at = columns.get(field.name)
        if at is not None and at in taken:
            return BadInput(
                file,
                column=headings[at],
                expected="one meaning",
                found=f"'{taken[at].label}' and '{field.label}'",
                mend="choose another column for one of them",
            )
        if at is not None:
            taken[at] = field
    return None


def _bare_heading(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading.casefold())
