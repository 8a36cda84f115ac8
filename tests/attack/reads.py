"""The reads of what is not one's own: every address of three tables, by everybody of all three.

At each table its own people read as their role may; everybody else reads what a visitor may, and
the state's people what their office may. A secret word found by anybody else is a leak.
"""

from time import monotonic
from unittest import mock

from django.db import transaction

from sectoral.workspace.environment import clock
from sectoral.workspace.models import User
from sectoral.workspace.rules.permissions import PERMISSION_OF, PartnershipRole
from tests.attack.asked import Asked, Told
from tests.workspace.channels.partnership import NOW, SECRET_WORDS, Full
from tests.workspace.channels.partnerships import OFFICES, Tables, three
from tests.workspace.channels.reading import read_by
from tests.workspace.channels.secrets import Secret, secrets_at


def attack(asked: Asked) -> Told:
    """Read everything as everybody."""
    told, ends = Told(), monotonic() + asked.seconds
    with transaction.atomic(), mock.patch.object(clock, "now", return_value=NOW):
        tables = three()
        for table in (tables.here, tables.there, tables.closed):
            for who, person, roles in readers(tables, table):
                if monotonic() < ends:
                    leaks(told, table, who, person, roles)
        transaction.set_rollback(True)
    return told


def readers(
    tables: Tables, table: Full
) -> list[tuple[str, User | None, frozenset[PartnershipRole]]]:
    """Everybody who reads a table, with what the person is there."""
    nobody = frozenset({PartnershipRole.VISITOR})
    found: list[tuple[str, User | None, frozenset[PartnershipRole]]] = [("visitor", None, nobody)]
    found += [(who, person, nobody) for who, person in tables.strangers(table).items()]
    found += [(str(one), tables.here.people[one], nobody | {one}) for one in OFFICES]
    if table is not tables.closed:
        for who, person in tables.insiders(table).items():
            more = {PartnershipRole.EMPLOYER} if who == PartnershipRole.CHAMPION else set()
            found.append((who, person, nobody | {PartnershipRole(who)} | more))
    return found


def leaks(
    told: Told, table: Full, who: str, person: User | None, roles: frozenset[PartnershipRole]
) -> None:
    """Read one table as one reader, and tell of what the reader should not have found."""
    words = [table.word(word) for word in SECRET_WORDS]
    read = read_by(person, table, words, forms=True)
    told.count("reads", len(read.text))
    told.count("readers of a table")
    for address, status in read.status.items():
        if status >= 500:
            told.faults.append(f"{who} at {table.slug}: {address} answers {status}")
    for secret in secrets_at(table):
        if not _is_for(secret, roles, who):
            told.count("secrets looked for")
            for address in read.where(secret.found_in, secret.among):
                told.faults.append(f"{who} at {table.slug} finds {secret.name} at {address}")


def _is_for(secret: Secret, roles: frozenset[PartnershipRole], who: str) -> bool:
    return who in secret.own or bool(
        secret.permission and roles & set(PERMISSION_OF[secret.permission].roles)
    )
