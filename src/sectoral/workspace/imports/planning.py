"""Matched rows, planned: what each row would make, and what is wrong with it, by row and column.

Nothing here asks a database, a clock or the network: what is there already comes as `Known`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from sectoral.errors import BadInput
from sectoral.workspace.checks.text import personal
from sectoral.workspace.imports.matching import Columns
from sectoral.workspace.imports.reading import Line, Table
from sectoral.workspace.models.organizations import SizeBand, System
from sectoral.workspace.models.partnerships import CaseDecision

# ── what is known, and what is planned ────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Body:
    """An organization that is there, or that a row before would make (then its key is 0)."""

    key: int
    name: str
    system: str


@dataclass(frozen=True, slots=True)
class Place:
    """A region or a sector of the edition: its id, its name, and its counties or codes."""

    id: str
    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is there before the file comes in; the keys of every mapping are `plain` names.

    organizations  name → those of that name
    people         e-mail → the account's key
    tables         name → the key of the live partnership
    counties       name → the codes of the counties called so
    regions, sectors   id and name → what the edition says
    edition        its id; empty where none is shown
    """

    organizations: Mapping[str, tuple[Body, ...]] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    tables: Mapping[str, int] = field(default_factory=dict)
    counties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    regions: Mapping[str, Place] = field(default_factory=dict)
    sectors: Mapping[str, Place] = field(default_factory=dict)
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An organization to register."""

    row: int
    name: str
    system: str
    naics: str
    size: str
    areas: tuple[str, ...]
    owner: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A person of an organization, and the table at which the person is to act for it.

    table   the partnership's key, or None; role: primary, alternate or empty
    """

    row: int
    name: str
    email: str
    organization: Body
    table: int | None
    role: str


@dataclass(frozen=True, slots=True)
class Convener:
    """Who convenes: the organization, whether its kind was guessed, and its person, if named."""

    organization: Body
    guessed: bool
    person: str
    email: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A partnership to propose."""

    row: int
    name: str
    region: Place
    sector: Place
    edition: str
    decision: str
    waiver: str
    started: str
    convener: Convener | None
    companies: tuple[str, ...]


Act = Entry | Contact | Proposal


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would make.

    acts     one a row, in the file's order
    faults   what is wrong; while there is one, nothing comes in
    notes    what is passed over and why, in sentences
    """

    acts: tuple[Act, ...]
    faults: tuple[BadInput, ...]
    notes: tuple[str, ...]


class Row:
    """One row, asked for its fields; an error about it knows its place."""

    def __init__(self, table: Table, columns: Columns, line: Line) -> None:
        self.table, self.columns, self.line = table, columns, line

    @property
    def number(self) -> int:
        """Its number in the file."""
        return self.line.number

    def get(self, name: str) -> str:
        """A field's cell, blanks squeezed; empty where the file has no such column."""
        at = self.columns.get(name)
        return "" if at is None else " ".join(self.line.cells[at].split())

    def no(self, name: str, expected: str, found: str, mend: str) -> BadInput:
        """An error in one of its cells, or in the row where `name` has no column."""
        at = self.columns.get(name)
        return BadInput(
            self.table.file,
            row=self.number,
            column=None if at is None else self.table.headings[at],
            expected=expected,
            found=found,
            mend=mend,
        )

    def text(self, name: str, most: int, *, needed: bool = True) -> str:
        """A field's text, of so many letters at most."""
        words = self.get(name)
        if needed and not words:
            raise self.no(name, "a word", "an empty cell", "fill it in, or take the row out")
        if len(words) > most:
            raise self.no(name, f"at most {most} letters", f"{len(words)}", "shorten it")
        return words


# ── marks of a person ─────────────────────────────────────────────────────────────────────────


def marks(table: Table) -> list[BadInput]:
    """Every cell that marks a person (S12): such a file is refused before anything is kept.

    The heading is read with the cell: nine digits under 'SSN' and a day under 'DOB' count.
    """
    found = [
        (line.number, heading, mark.found)
        for line in table.rows
        for heading, cell in zip(table.headings, line.cells, strict=True)
        if _could_mark(cell)
        for mark in personal(f"{heading}: {cell}")
    ]
    more = f", and {len(found) - 1:,} more such cells" if len(found) > 1 else ""
    return [
        BadInput(
            table.file,
            row=row,
            column=heading,
            expected="nothing that marks a person",
            found=f"{mark}{more}",
            mend="take the column out of the file; nothing of it was kept",
        )
        for row, heading, mark in found
    ]


def _could_mark(cell: str) -> bool:
    """Whether a cell has digits enough: every mark has four at least."""
    return sum(letter.isdigit() for letter in cell) >= 4


# ── one plan a kind ───────────────────────────────────────────────────────────────────────────


def plan(kind: str, table: Table, columns: Columns, known: Known) -> Plan:
    """Plan every row of a table."""
    planner = {"organizations": _entries, "contacts": _contacts, "partnerships": _proposals}
    rows = [Row(table, columns, line) for line in table.rows]
    return planner[kind](rows, known)


def _gathered(
    rows: Iterable[Row],
    one: Callable[[Row], Act | str],
    key: Callable[[Row], tuple[str, ...]],
) -> Plan:
    """Ask each row for its act; a sentence instead of an act is why the row is passed over."""
    acts: list[Act] = []
    faults: list[BadInput] = []
    notes: list[str] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        try:
            before = seen.setdefault(key(row), row.number)
            if before != row.number and any(key(row)):
                raise row.no(
                    "name",
                    "one row for each",
                    f"the same as row {before:,}",
                    "take one of them out",
                )
            act = one(row)
        except BadInput as fault:
            faults.append(fault)
            continue
        if isinstance(act, str):
            notes.append(f"Row {row.number:,}: {act}")
        else:
            acts.append(act)
    return Plan(tuple(acts), tuple(faults), tuple(notes))


# ── organizations ─────────────────────────────────────────────────────────────────────────────


def _entries(rows: list[Row], known: Known) -> Plan:
    def one(row: Row) -> Act | str:
        name, system = row.text("name", 200), _system(row, "system")
        there = known.organizations.get(plain(name), ())
        if any(body.system == system for body in there):
            return f"{name} is registered already; nothing about it changes."
        naics = _naics(row)
        if system == System.EMPLOYER and not naics:
            raise row.no(
                "naics", "a NAICS code, since a company says its industry", "none",
                "give the two to six digits of its main activity",
            )  # fmt: skip
        owner = row.text("owner", 200, needed=False)
        areas = _counties(row, known)
        return Entry(row.number, name, system, naics, _size(row), areas, owner)

    return _gathered(rows, one, lambda row: (plain(row.get("name")), plain(row.get("system"))))


_KINDS = {
    System.EMPLOYER: ("employer", "company", "business", "firm", "industry", "private"),
    System.EDUCATION: (
        "education", "college", "community college", "university", "school", "k12",
        "training provider", "higher education",
    ),
    System.WORKFORCE: (
        "workforce", "workforce development", "workforce board", "local board", "job center",
    ),
    System.ECONOMIC: ("economic", "economic development", "chamber", "chamber of commerce", "edc"),
    System.COMMUNITY: (
        "community", "community organization", "community based organization", "cbo", "nonprofit",
    ),
    System.LABOR: ("labor", "labour", "union", "labor union", "organized labor"),
    System.GOVERNMENT: ("government", "agency", "state agency", "county", "city", "public agency"),
    System.ASSOCIATION: ("association", "industry association", "trade association"),
    System.PHILANTHROPY: ("philanthropy", "foundation", "funder", "philanthropic"),
}  # fmt: skip


def _system(row: Row, name: str) -> str:
    words = row.text(name, 100)
    for system, usual in _KINDS.items():
        if plain(words) in {plain(word) for word in usual} | {plain(word + "s") for word in usual}:
            return system.value
    kinds = ", ".join(str(system.label) for system in System)
    raise row.no(name, f"one of {kinds}", f"'{words}'", "write one of these")


def _naics(row: Row) -> str:
    words = row.text("naics", 200, needed=False)
    code = re.match(r"[0-9]{2,6}(?![0-9-])", words)
    if words and code is None:
        raise row.no("naics", "two to six digits", f"'{words}'", "write the code, such as 336612")
    return code.group() if code else ""


_BANDS = ((9, SizeBand.MICRO), (49, SizeBand.SMALL), (249, SizeBand.MEDIUM))


def _size(row: Row) -> str:
    words = row.text("size", 60, needed=False)
    bare = re.sub(r"[–—−]", "-", words.replace(",", "").replace(" ", "")).lower()
    bare = bare.replace("to", "-").replace("ormore", "+").removesuffix("employees")
    if bare in SizeBand.values:
        return bare
    if bare.isascii() and bare.isdigit() and len(bare) < 8:
        number = int(bare)
        return next((band.value for most, band in _BANDS if number <= most), SizeBand.LARGE.value)
    bands = ", ".join(band for band in SizeBand.values if band)
    raise row.no(
        "size", f"a number of people or a band: {bands}", f"'{words}'", "write one of these"
    )


def _counties(row: Row, known: Known) -> tuple[str, ...]:
    return tuple(
        sorted({code for word in _listed(row, "areas") for code in _codes(row, word, known)})
    )


def _codes(row: Row, word: str, known: Known) -> tuple[str, ...]:
    """One county, or where a word names none, the counties between its commas."""
    if re.fullmatch(r"[0-9]{4,5}", word):
        return (word.zfill(5),)
    found = known.counties.get(county(word), ())
    if len(found) == 1:
        return found
    if not found and "," in word:
        parts = [part.strip() for part in word.split(",") if part.strip()]
        return tuple(code for part in parts for code in _codes(row, part, known))
    expected = "counties by their five-digit FIPS codes or by names that the edition knows"
    also = f", which {len(found)} counties are called" if found else ""
    raise row.no("areas", expected, f"'{word}'{also}", "write the county's FIPS code")


def _listed(row: Row, name: str) -> list[str]:
    """A cell that lists several, with ; or | or line ends between them."""
    at = row.columns.get(name)
    cell = "" if at is None else row.line.cells[at]
    words = [" ".join(part.split()) for part in re.split(r"[;|\n\r]", cell)]
    return [word for word in words if word]


# ── contacts ──────────────────────────────────────────────────────────────────────────────────


def _contacts(rows: list[Row], known: Known) -> Plan:
    def one(row: Row) -> Act | str:
        email, name = _email(row, "email"), row.text("name", 120)
        body = _registered(row, known)
        table, role = _seat(row, known)
        return Contact(row.number, name, email, body, table, role)

    def key(row: Row) -> tuple[str, ...]:
        return tuple(plain(row.get(name)) for name in ("email", "organization", "partnership"))

    return _gathered(rows, one, key)


def _email(row: Row, name: str) -> str:
    words = row.text(name, 150)
    if "@" not in words:
        raise row.no(name, "an address with @", f"'{words}'", "write the whole e-mail address")
    try:
        validate_email(words)
    except ValidationError:
        raise row.no(
            name, "one e-mail address", f"'{words}'", "write it as name@place.example"
        ) from None
    return words.lower()


def _registered(row: Row, known: Known) -> Body:
    words = row.text("organization", 200)
    found = known.organizations.get(plain(words), ())
    if len(found) == 1:
        return found[0]
    if found:
        kinds = " and ".join(sorted(body.system for body in found))
        raise row.no(
            "organization", "a name that one organization has", f"'{words}', which is {kinds}",
            "rename one of the two first",
        )  # fmt: skip
    raise row.no(
        "organization", "an organization that is registered", f"'{words}'",
        "bring your organizations in first, or write its name as it is registered",
    )  # fmt: skip


def _seat(row: Row, known: Known) -> tuple[int | None, str]:
    words, role = row.text("partnership", 200, needed=False), plain(row.get("role"))
    if role not in ("", "primary", "alternate", "first", "second"):
        raise row.no("role", "primary or alternate", f"'{row.get('role')}'", "write one of the two")
    if not words:
        return None, ""
    table = known.tables.get(plain(words))
    if table is None:
        raise row.no(
            "partnership", "a partnership that is here", f"'{words}'",
            "write its name as its page does, or leave the cell empty",
        )  # fmt: skip
    return table, {"first": "primary", "second": "alternate"}.get(role, role)


# ── partnerships ──────────────────────────────────────────────────────────────────────────────


def _proposals(rows: list[Row], known: Known) -> Plan:
    def one(row: Row) -> Act | str:
        name = row.text("name", 200)
        if plain(name) in known.tables:
            return f"{name} is here already; nothing about it changes."
        region, sector = _region(row, known), _sector(row, known)
        return Proposal(
            row=row.number,
            name=name,
            region=region,
            sector=sector,
            edition=_edition(row, known),
            decision=_decision(row),
            waiver=row.text("waiver", 2000, needed=False),
            started=row.text("started", 40, needed=False),
            convener=_convener(row, known),
            companies=tuple(dict.fromkeys(_listed(row, "companies"))),
        )

    return _gathered(rows, one, lambda row: (plain(row.get("name")),))


def _region(row: Row, known: Known) -> Place:
    words, counties = row.text("region", 200), _counties(row, known)
    there = known.regions.get(plain(words))
    codes = counties or (there.codes if there else ())
    if not codes:
        raise row.no(
            "region", "a region that the matrix names, or one whose counties the row lists",
            f"'{words}'", "write the region as the matrix does, or fill in 'Counties'",
        )  # fmt: skip
    return Place(there.id if there else _id(words, 40), there.name if there else words, codes)


def _sector(row: Row, known: Known) -> Place:
    words = row.text("sector", 200)
    there = known.sectors.get(plain(words))
    listed = [code.strip() for word in _listed(row, "naics") for code in word.split(",")]
    wrong = next(
        (code for code in listed if not re.fullmatch(r"[0-9]{2,6}|[0-9]{2}-[0-9]{2}", code)), None
    )
    if wrong is not None:
        raise row.no(
            "naics", "NAICS codes of two to six digits", f"'{wrong}'", "write codes such as 3366"
        )
    codes = tuple(dict.fromkeys(listed)) or (there.codes if there else ())
    if not codes:
        raise row.no(
            "sector", "a sector that the matrix names, or one whose codes the row lists",
            f"'{words}'", "write the sector as the matrix does, or fill in 'NAICS'",
        )  # fmt: skip
    return Place(there.id if there else _id(words, 60), there.name if there else words, codes)


def _edition(row: Row, known: Known) -> str:
    edition = row.text("edition", 20, needed=False) or known.edition
    if not edition:
        raise row.no(
            "edition", "the data its case was decided on", "none, and no edition is shown here",
            "fill in 'Edition', or show an edition first",
        )  # fmt: skip
    return edition


_DECISIONS = {
    CaseDecision.CRITICAL: ("critical", "yes", "y", "in demand", "targeted", "target", "priority"),
    CaseDecision.WATCH: ("", "watch", "to watch", "undecided", "emerging", "maybe"),
    CaseDecision.NO: ("no", "n", "not critical"),
}


def _decision(row: Row) -> str:
    words = row.get("decision")
    for decision, usual in _DECISIONS.items():
        if plain(words) in {plain(word) for word in usual}:
            return decision.value
    raise row.no("decision", "critical, watch or no", f"'{words}'", "write one of the three")


_SPEAKING = (
    (System.EDUCATION, r"college|university|school|academy|institute|education"),
    (System.WORKFORCE, r"workforce|career|job cent|\bwib\b|\bwdb\b|works\b"),
    (System.ECONOMIC, r"chamber|economic|development (?:corporation|council|authority)|\bedc\b"),
    (System.LABOR, r"union|labor|labour|brotherhood|local \d"),
    (System.PHILANTHROPY, r"foundation|united way|philanthrop"),
    (System.ASSOCIATION, r"association|alliance|federation|council|society"),
    (System.GOVERNMENT, r"county|city of|department|state of|town of|government|authority"),
    (System.COMMUNITY, r"community|goodwill|neighborhood"),
)


def _convener(row: Row, known: Known) -> Convener | None:
    words = row.text("organization", 200, needed=False)
    email = _email(row, "email") if row.get("email") else ""
    if not words:
        if email:
            raise row.no(
                "organization", "the organization that convenes", "none beside its e-mail",
                "fill it in, or empty the e-mail",
            )  # fmt: skip
        return None
    person = row.text("person", 120, needed=False)
    if email and not person and email not in known.people:
        raise row.no("person", "the convener's name, for the account to open", "none", "fill it in")
    body, guessed = _convening(row, words, known)
    return Convener(body, guessed, person, email)


def _convening(row: Row, words: str, known: Known) -> tuple[Body, bool]:
    kind = _system(row, "system") if row.get("system") else ""
    found = [b for b in known.organizations.get(plain(words), ()) if kind in ("", b.system)]
    if len(found) == 1:
        return found[0], False
    kind = kind or next(
        (s.value for s, sign in _SPEAKING if re.search(sign, words, re.I) and not found), ""
    )
    if not kind or kind == System.EMPLOYER:
        raise row.no(
            "organization", "one organization that is registered, or whose kind the row says",
            f"'{words}'", "bring it in with your organizations, or fill in 'Kind of convener'",
        )  # fmt: skip
    return Body(0, words, kind), not row.get("system")


# ── names ─────────────────────────────────────────────────────────────────────────────────────


def plain(name: str) -> str:
    """A name as it is compared: no case, no signs between words, '&' the same as 'and'."""
    bare = re.sub(r"[^\w@]+", " ", name.casefold().replace("&", " and "))
    return " ".join(bare.replace("_", " ").split())


def county(name: str) -> str:
    """A county's name as it is compared: without 'County' or 'Parish'."""
    return re.sub(r"\b(?:county|parish|borough)\b", "", plain(name)).strip()


def _id(name: str, most: int) -> str:
    """An id for a region or sector that no edition names."""
    bare = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    return bare[:most].strip("-") or "unnamed"
