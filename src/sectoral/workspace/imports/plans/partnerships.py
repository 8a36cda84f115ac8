"""A row of partnerships: one to propose, with its case, its convener and its companies."""

import re

from sectoral.names import loose_key, name_key, tidy_name, without_accents
from sectoral.workspace.imports.plans.cells import counties_of, email_of, split_cell, system_of
from sectoral.workspace.imports.plans.names import SAME, NameBook
from sectoral.workspace.imports.plans.plan import (
    Act,
    ImportPlan,
    KnownNames,
    OrganizationRef,
    PlannedConvener,
    PlannedPartnership,
    RegionOrSector,
)
from sectoral.workspace.imports.plans.rows import ImportRow, gather_acts
from sectoral.workspace.models.organizations import System
from sectoral.workspace.models.partnerships import CaseDecision


def plan_partnerships(rows: list[ImportRow], known: KnownNames, book: NameBook) -> ImportPlan:
    """Plan rows of partnerships."""

    def one(row: ImportRow) -> Act | str:
        name = row.name("name", 200)
        if name_key(name) in known.tables:
            return f"{name} is already here. Nothing about it changes."
        region, sector = _region_of(row, known), _sector_of(row, known)
        return PlannedPartnership(
            row=row.number,
            name=name,
            region=region,
            sector=sector,
            edition=_edition_of(row, known),
            decision=_decision_of(row),
            waiver=row.text("waiver", 2000, needed=False),
            started=row.text("started", 40, needed=False),
            convener=_convener_of(row, known, book),
            companies=_company_names(row, book),
        )

    return gather_acts(rows, one, lambda row: (name_key(row.get("name")),))


def _region_of(row: ImportRow, known: KnownNames) -> RegionOrSector:
    words, counties = row.name("region", 200), counties_of(row, known)
    there = known.regions.get(name_key(words)) or known.regions.get(loose_key(words))
    codes = counties or (there.codes if there else ())
    if not codes:
        raise row.no(
            "region", "a region from the matrix, or a row that lists its counties",
            f"'{words}'", "write the region as in the matrix, or fill in 'Counties'",
        )  # fmt: skip
    return RegionOrSector(
        there.id if there else _make_id(words, 40), there.name if there else words, codes
    )


def _sector_of(row: ImportRow, known: KnownNames) -> RegionOrSector:
    words = row.name("sector", 200)
    there = known.sectors.get(name_key(words)) or known.sectors.get(loose_key(words))
    given = [
        re.sub(r"\.0+$", "", code.strip())
        for word in split_cell(row, "naics")
        for code in word.split(",")
    ]
    wrong = next(
        (code for code in given if not re.fullmatch(r"[0-9]{2,6}|[0-9]{2}-[0-9]{2}", code)), None
    )
    if wrong is not None:
        raise row.no(
            "naics", "NAICS codes of two to six digits", f"'{wrong}'", "write codes such as 3366"
        )
    codes = tuple(dict.fromkeys(given)) or (there.codes if there else ())
    if not codes:
        raise row.no(
            "sector", "a sector from the matrix, or a row that lists its codes",
            f"'{words}'", "write the sector as in the matrix, or fill in 'NAICS'",
        )  # fmt: skip
    return RegionOrSector(
        there.id if there else _make_id(words, 60), there.name if there else words, codes
    )


def _edition_of(row: ImportRow, known: KnownNames) -> str:
    edition = row.text("edition", 20, needed=False) or known.edition
    if not edition:
        raise row.no(
            "edition", "the data its case is based on", "none, and there is no current edition",
            "fill in 'Edition', or start the site with an edition",
        )  # fmt: skip
    return edition


_DECISIONS = {
    CaseDecision.CRITICAL: ("critical", "yes", "y", "in demand", "targeted", "target", "priority"),
    CaseDecision.WATCH: ("", "watch", "to watch", "undecided", "emerging", "maybe"),
    CaseDecision.NO: ("no", "n", "not critical"),
}


def _decision_of(row: ImportRow) -> str:
    words = row.get("decision")
    for decision, usual in _DECISIONS.items():
        if name_key(words) in {name_key(word) for word in usual}:
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


def _convener_of(row: ImportRow, known: KnownNames, book: NameBook) -> PlannedConvener | None:
    words = row.name("organization", 200, needed=False)
    email = email_of(row, "email") if row.get("email") else ""
    if not words:
        if email:
            raise row.no(
                "organization", "the organization that convenes", "none next to its e-mail",
                "fill it in, or clear the e-mail",
            )  # fmt: skip
        return None
    person = row.name("person", 120, needed=False)
    if email and not person and email not in known.people:
        raise row.no("person", "the convener's name, to open an account", "none", "fill it in")
    kept = book.everybody.settle(words, row.number, doubt=SAME)
    body, guessed = _convening_body(row, kept, known)
    return PlannedConvener(body, guessed, person, email)


def _convening_body(row: ImportRow, words: str, known: KnownNames) -> tuple[OrganizationRef, bool]:
    kind = system_of(row, "system") if row.get("system") else ""
    found = [b for b in known.organizations.get(name_key(words), ()) if kind in ("", b.system)]
    if len(found) == 1:
        return found[0], False
    kind = kind or next(
        (s.value for s, sign in _SPEAKING if re.search(sign, words, re.I) and not found), ""
    )
    if not kind or kind == System.EMPLOYER:
        raise row.no(
            "organization", "a registered organization, or a row that says its kind",
            f"'{words}'", "import it with your organizations, or fill in 'Kind of convener'",
        )  # fmt: skip
    return OrganizationRef(0, words, kind), not row.get("system")


def _company_names(row: ImportRow, book: NameBook) -> tuple[str, ...]:
    """The companies that a row names, as they are registered."""
    names = (tidy_name(name) for name in split_cell(row, "companies"))
    settled = (book.everybody.settle(name, row.number, new=False, doubt=SAME) for name in names)
    return tuple(dict.fromkeys(settled))


def _make_id(name: str, most: int) -> str:
    """An id for a region or sector that no edition names: the same for each of its spellings."""
    bare = re.sub(r"[^a-z0-9]+", "-", without_accents(name_key(name))).strip("-")
    return bare[:most].strip("-") or "unnamed"
