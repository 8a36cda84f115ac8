"""What cells say that rows of several kinds have: a kind of organization, an address, counties."""

import re

from sectoral.names import means_nothing, name_key
from sectoral.workspace.imports.plans.plan import KnownNames
from sectoral.workspace.imports.plans.rows import ImportRow
from sectoral.workspace.models.organizations import System
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.mailboxes import hidden_sign, mailbox_of

SYSTEM_WORDS = {
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


def system_of(row: ImportRow, name: str) -> str:
    """The kind of organization that a cell names, by any of its usual words."""
    words = row.text(name, 100)
    for system, usual in SYSTEM_WORDS.items():
        if name_key(words) in {name_key(word) for word in usual} | {
            name_key(word + "s") for word in usual
        }:
            return system.value
    kinds = ", ".join(str(system.label) for system in System)
    raise row.no(name, f"one of {kinds}", f"'{words}'", "write one of these")


def email_of(row: ImportRow, name: str) -> str:
    """The e-mail address in a cell, as we keep it."""
    words = row.text(name, 150)
    if "@" not in words:
        raise row.no(name, "an address with @", f"'{words}'", "write the whole e-mail address")
    try:
        return mailbox_of(words)
    except Refused:
        hidden = hidden_sign(words).reason
        found = hidden.removesuffix(": type the address again.") or f"'{words}'"
        mend = "type it again" if hidden else "write it as name@place.example"
        raise row.no(name, "one e-mail address", found, mend) from None


def spelling_of(words: str) -> str:
    """An address by which rows are told apart: the normal form, or what is no address as it is."""
    try:
        return mailbox_of(words)
    except Refused:
        return words.casefold()


_CODE = re.compile(r"(?:0500000US|FIPS *)?([0-9]{1,2},?[0-9]{3})(?:\.0+)?", re.IGNORECASE)
_SHOWN = 4


def counties_of(row: ImportRow, known: KnownNames) -> tuple[str, ...]:
    """The counties in the row's cell, by their codes."""
    return tuple(
        sorted(
            {code for word in split_cell(row, "areas") for code in _county_codes(row, word, known)}
        )
    )


def _county_codes(row: ImportRow, word: str, known: KnownNames) -> tuple[str, ...]:
    """One county, or where a word names none, the counties between its commas.

    A code that a spreadsheet took for a number is read: as 99001.0, and without its zero.
    """
    code = _CODE.fullmatch(word)
    if code:
        return (_whole_code(row, word, code[1].replace(",", "")),)
    found = known.counties.find(word)
    if len(found) == 1:
        return (found[0].area,)
    if not found and "," in word:
        parts = [part.strip() for part in word.split(",") if part.strip()]
        return tuple(code for part in parts for code in _county_codes(row, part, known))
    expected = "counties by five-digit FIPS code, or by name as in the edition"
    if not found:
        raise row.no("areas", expected, f"'{word}'", "write the county's FIPS code, such as 99001")
    choices = ", ".join(f"{one.name} ({one.area})" for one in found[:_SHOWN])
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    raise row.no(
        "areas", "a name that one county has", f"'{word}', which may be {choices}{more}",
        "write its full name or its code",
    )  # fmt: skip


def _whole_code(row: ImportRow, word: str, digits: str) -> str:
    code = digits.zfill(5)
    if code != word:
        row.remark("areas", word, code)
    return code


def split_cell(row: ImportRow, name: str) -> list[str]:
    """A cell that lists several, with ; or | or line ends between them; words for none are none."""
    words = [" ".join(part.split()) for part in re.split(r"[;|\n\r]", row.cell(name))]
    for word in words:
        if means_nothing(word):
            row.remark(name, word, "empty")
    return [word for word in words if word and not means_nothing(word)]
