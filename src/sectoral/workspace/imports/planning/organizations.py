"""A row of organizations: one to register."""

import re

from sectoral.workspace.imports.planning.cells import counties_of, system_of
from sectoral.workspace.imports.planning.names import plain
from sectoral.workspace.imports.planning.planned import Act, Entry, Known, Plan
from sectoral.workspace.imports.planning.rows import Row, gathered
from sectoral.workspace.models.organizations import SizeBand, System


def entries(rows: list[Row], known: Known) -> Plan:
    """Plan rows of organizations."""

    def one(row: Row) -> Act | str:
        name, system = row.text("name", 200), system_of(row, "system")
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
        areas = counties_of(row, known)
        return Entry(row.number, name, system, naics, _size(row), areas, owner)

    return gathered(rows, one, lambda row: (plain(row.get("name")), plain(row.get("system"))))


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
