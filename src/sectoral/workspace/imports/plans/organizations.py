"""A row of organizations: one to register."""

import re

from sectoral.names import name_key
from sectoral.workspace.imports.plans.cells import counties_of, system_of
from sectoral.workspace.imports.plans.names import NameBook
from sectoral.workspace.imports.plans.plan import Act, ImportPlan, KnownNames, PlannedOrganization
from sectoral.workspace.imports.plans.rows import ImportRow, gather_acts
from sectoral.workspace.imports.plans.sizes import band_of, day_undone
from sectoral.workspace.models.organizations import SizeBand, System


def plan_organizations(rows: list[ImportRow], known: KnownNames, book: NameBook) -> ImportPlan:
    """Plan rows of organizations."""

    def one(row: ImportRow) -> Act | str:
        name, system = row.name("name", 200), system_of(row, "system")
        kept = book.of_system(system).settle(name, row.number)
        there = known.organizations.get(name_key(kept), ())
        if any(body.system == system for body in there):
            spelt = "" if kept == name else f", as {kept}"
            return f"{name} is already registered{spelt}. Nothing about it changes."
        if name_key(kept) != name_key(name):
            return f"{name} is the same as {kept}, which another row registers."
        naics = _naics_code(row)
        if system == System.EMPLOYER and not naics:
            raise row.no(
                "naics", "a NAICS code, because a company needs an industry", "none",
                "give the two- to six-digit code of its main activity",
            )  # fmt: skip
        owner = row.name("owner", 200, needed=False)
        owner = book.owners.settle(owner, row.number) if owner else ""
        areas = counties_of(row, known)
        return PlannedOrganization(row.number, name, system, naics, _size_band(row), areas, owner)

    return gather_acts(
        rows, one, lambda row: (name_key(row.get("name")), name_key(row.get("system")))
    )


def _naics_code(row: ImportRow) -> str:
    words = row.text("naics", 200, needed=False)
    code = re.match(r"[0-9]{2,6}(?![0-9-])", words)
    if words and code is None:
        raise row.no("naics", "two to six digits", f"'{words}'", "write the code, such as 336612")
    return code.group() if code else ""


def _size_band(row: ImportRow) -> str:
    words = row.text("size", 60, needed=False)
    band = band_of(words)
    if band is not None:
        return band
    typed = day_undone(words)
    if typed:
        meaning = str(SizeBand(band_of(typed) or "").label)
        row.remark("size", words, f"{meaning} ({typed}, of which a program made a day)")
        return band_of(typed) or ""
    bands = ", ".join(str(band.label) for band in SizeBand if band.value)
    raise row.no(
        "size", f"a number of employees or a range: {bands}", f"'{words}'", "write one of these"
    )
