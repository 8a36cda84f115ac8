"""Whom one can be in the demo: each role once, and each has something to do."""

from sectoral.workspace.demo.people import list_featured_people
from sectoral.workspace.models import Round
from sectoral.workspace.queries.roles import roles_of, seats_of
from sectoral.workspace.queries.rounds import ballot_of
from sectoral.workspace.rules.permissions import PartnershipRole
from tests.workspace.demo.conftest import NOW, Demo


def test_there_is_one_person_for_each_role(demo: Demo) -> None:
    found = {one.role: one for one in list_featured_people(at=NOW)}
    assert list(found) == [
        "State policy lead",
        "Analyst",
        "Data steward",
        "Convener",
        "Company that convenes",
        "College that convenes",
        "Champion",
        "Employer with a ballot to cast",
        "Employer",
        "Educator",
        "Workforce developer",
        "Economic developer",
        "Community organization",
        "Labor",
        "Visitor",
    ]
    people = [one.person for one in found.values() if one.person]
    assert len(set(people)) == len(people) == 14
    for word, role in (
        ("State policy lead", PartnershipRole.STATE),
        ("Convener", PartnershipRole.CONVENER),
        ("Champion", PartnershipRole.CHAMPION),
        ("Employer", PartnershipRole.EMPLOYER),
        ("Educator", PartnershipRole.PUBLIC),
        ("Labor", PartnershipRole.LABOR),
    ):
        assert role in roles_of(found[word].person, found[word].partnership, at=NOW)


def test_the_employer_with_a_ballot_has_not_cast_it(demo: Demo) -> None:
    one = next(one for one in list_featured_people(at=NOW) if "ballot" in one.role)
    assert one.person is not None
    assert one.partnership is not None
    (seat,) = seats_of(one.person, one.partnership, at=NOW)
    drawn = Round.objects.get(partnership=one.partnership, state="open")
    assert drawn.electors.filter(seat=seat).exists()
    assert ballot_of(drawn, seat) is None


def test_nobody_is_featured_where_no_demo_was_made(db: None) -> None:
    assert [one.role for one in list_featured_people(at=NOW)] == ["Visitor"]
