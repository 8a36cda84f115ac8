"""Two live tables and a closed one: whatever somebody is at one of them, elsewhere a stranger."""

import pytest

from sectoral.workspace.permissions import Role
from sectoral.workspace.reads import search
from sectoral.workspace.roles import roles_of
from tests.workspace.channels.table import NOW, SECRET_WORDS
from tests.workspace.channels.tables import OFFICES, SEATED, Tables, three


@pytest.fixture
def tables(db: None) -> Tables:
    """The three tables, laid down."""
    return three()


def test_each_is_what_the_role_says_at_the_own_table_and_a_visitor_elsewhere(
    tables: Tables,
) -> None:
    for table in (tables.here, tables.there):
        for who, person in tables.insiders(table).items():
            assert who in roles_of(person, table.heard.world.partnership, at=NOW)
        for who, person in tables.strangers(table).items():
            held = roles_of(person, table.heard.world.partnership, at=NOW)
            assert held == {Role.VISITOR}, who


def test_a_search_finds_what_is_said_at_ones_own_tables_alone(tables: Tables) -> None:
    # A company that convenes once found the meetings of every table.
    for table in (tables.here, tables.there):
        for who, person in tables.strangers(table).items():
            for word in SECRET_WORDS:
                assert search.found(person, table.word(word), at=NOW) == [], (who, word)
    assert search.found(tables.here.people[Role.CONVENER], "Sombrale", at=NOW) != []
    assert len(SEATED) + len(OFFICES) == len(Role) - 2
