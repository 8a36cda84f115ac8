"""What the table keeps nothing of yet, and so has nothing to guard (I7, I8, I9, I14).

Whoever gives one of these a row gives the walks their sentences too (`invariants.BROKEN`): raw
answers that only their author reads, a release of so many firms at least, no outcome of few
people, no benchmark beside an observation.
"""

from django.apps import apps

from sectoral.workspace.rules.permissions import PERMISSION_OF, PartnershipRole

RAW = {"survey", "response", "respondent", "wage", "wages", "pay", "salary", "openings",
       "vacancies", "turnover", "headcount"}  # fmt: skip
PEOPLE = {"ssn", "birthdate", "birthday", "born", "participant", "exiter", "enrolled", "placed"}
RELEASED = {"aggregate", "observation", "benchmark", "cell"}


def words() -> set[str]:
    """Every word in the names of our tables and columns."""
    names = set[str]()
    for model in apps.get_app_config("workspace").get_models(include_auto_created=True):
        names |= {model._meta.db_table, *(field.name for field in model._meta.get_fields())}
    return {word for name in names for word in name.split("_")}


def test_no_row_holds_what_one_company_answered_to_a_survey() -> None:
    # I7. Amounts that companies pledge to a solution are no survey: all at the table share them.
    assert words() & RAW == set()


def test_no_row_holds_a_workers_particulars() -> None:
    assert words() & PEOPLE == set()


def test_no_row_holds_an_aggregate_or_a_benchmark() -> None:
    assert words() & RELEASED == set()


def test_who_pays_what_is_read_at_the_table_and_nowhere_else() -> None:
    readers = {role for role in PartnershipRole if role in PERMISSION_OF["see_costs"].roles}
    assert readers.isdisjoint(
        {
            PartnershipRole.VISITOR,
            PartnershipRole.STATE,
            PartnershipRole.ANALYST,
            PartnershipRole.STEWARD,
            PartnershipRole.LABOR,
        }
    )


def test_single_ballots_are_read_by_nobody() -> None:
    assert not set(PERMISSION_OF["see_ballots"].roles)
