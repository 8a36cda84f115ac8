"""A row of contacts: a person of an organization, and where the person acts for it."""

from sectoral.names import name_key
from sectoral.workspace.imports.plans.cells import email_of, spelling_of
from sectoral.workspace.imports.plans.names import SAME, NameBook
from sectoral.workspace.imports.plans.plan import (
    Act,
    ImportPlan,
    KnownNames,
    OrganizationRef,
    PlannedContact,
)
from sectoral.workspace.imports.plans.rows import ImportRow, gather_acts


def plan_contacts(rows: list[ImportRow], known: KnownNames, book: NameBook) -> ImportPlan:
    """Plan rows of contacts."""

    def one(row: ImportRow) -> Act | str:
        email, name = email_of(row, "email"), row.name("name", 120)
        body = _find_organization(row, known, book)
        table, role = _table_and_role(row, known)
        return PlannedContact(row.number, name, email, body, table, role)

    def told_apart(row: ImportRow) -> tuple[str, ...]:
        where = (name_key(row.get(name)) for name in ("organization", "partnership"))
        return (spelling_of(row.get("email")), *where)

    return gather_acts(rows, one, told_apart)


def _find_organization(row: ImportRow, known: KnownNames, book: NameBook) -> OrganizationRef:
    words = row.text("organization", 200)
    kept = book.everybody.settle(words, row.number, new=False, doubt=SAME)
    found = known.organizations.get(name_key(kept), ())
    if len(found) == 1:
        return found[0]
    if found:
        kinds = " and ".join(sorted(body.system for body in found))
        raise row.no(
            "organization", "a name that only one organization has", f"'{words}', which is {kinds}",
            "rename one of the two first",
        )  # fmt: skip
    raise row.no(
        "organization", "an organization that is registered", f"'{words}'",
        "bring your organizations in first, or write its name as registered",
    )  # fmt: skip


def _table_and_role(row: ImportRow, known: KnownNames) -> tuple[int | None, str]:
    words, role = row.text("partnership", 200, needed=False), name_key(row.get("role"))
    if role not in ("", "primary", "alternate", "first", "second"):
        raise row.no("role", "primary or alternate", f"'{row.get('role')}'", "write one of the two")
    if not words:
        return None, ""
    table = known.tables.get(name_key(words))
    if table is None:
        raise row.no(
            "partnership", "a partnership that exists here", f"'{words}'",
            "write its name as on its page, or leave the cell empty",
        )  # fmt: skip
    return table, {"first": "primary", "second": "alternate"}.get(role, role)
