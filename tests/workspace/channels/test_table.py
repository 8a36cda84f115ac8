"""The table that the channels are tried on is whole: each kind of thing, each role."""

from sectoral.workspace.acts.subjects import NOUNS
from sectoral.workspace.models import User
from sectoral.workspace.queries.roles import roles_of
from sectoral.workspace.rules.permissions import PartnershipRole
from tests.workspace.channels.partnership import NOW, SIGNED, STAFF, Full


def test_the_table_holds_a_thing_of_each_noun(table: Full) -> None:
    assert set(table.things) == set(NOUNS)


def test_each_role_has_a_person_who_is_that_and_no_more(table: Full) -> None:
    for role in set(PartnershipRole) - {PartnershipRole.VISITOR, PartnershipRole.FORMER}:
        held = roles_of(table.people[role], table.heard.world.partnership, at=NOW)
        extra = {PartnershipRole.EMPLOYER} if role == PartnershipRole.CHAMPION else set()
        assert held - {PartnershipRole.VISITOR} == {role} | extra, role


def test_a_superuser_holds_no_role(table: Full) -> None:
    for key in (SIGNED, STAFF):
        held = roles_of(table.people[key], table.heard.world.partnership, at=NOW)
        assert held == {PartnershipRole.VISITOR}
    assert User.objects.get(pk=table.people[STAFF].pk).is_superuser
