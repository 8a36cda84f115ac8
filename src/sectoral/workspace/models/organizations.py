"""Organizations, who owns them, where they work, and the people who speak for them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from sectoral.names import LONGEST_KEY, kept_key
from sectoral.workspace.models.terms import Term, TermQuerySet, one_running

TWIN = " ~"
"""What follows the key of a row that was there twice before keys were kept, with its number."""


class KeyField(models.CharField):  # type: ignore[type-arg]
    """What the row's name is compared by, written with the row, whatever writes it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": LONGEST_KEY + 20, "editable": False, **options})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The key of the name as it is now; a row that was there twice keeps its number."""
        key = kept_key(model_instance.name)  # type: ignore[attr-defined]
        held: str = getattr(model_instance, self.attname)
        if add or not held.startswith(f"{key}{TWIN}"):
            setattr(model_instance, self.attname, key)
        return super().pre_save(model_instance, add)  # type: ignore[no-any-return]


class System(models.TextChoices):
    """The systems that the primer brings to one table, and employers.

    A new one needs its role (`queries.roles.ROLE_OF`, which fails without), whether it counts
    among partners (`PUBLIC_SYSTEMS`), its words in spreadsheets (`imports.plans.cells`), and a
    migration.
    """

    EMPLOYER = "employer", "company"
    EDUCATION = "education", "education"
    WORKFORCE = "workforce", "workforce development"
    ECONOMIC = "economic", "economic development"
    COMMUNITY = "community", "community organization"
    LABOR = "labor", "labor"
    GOVERNMENT = "government", "government"
    ASSOCIATION = "association", "association"
    PHILANTHROPY = "philanthropy", "philanthropy"


PUBLIC_SYSTEMS = (
    System.EDUCATION,
    System.WORKFORCE,
    System.ECONOMIC,
    System.COMMUNITY,
    System.LABOR,
    System.GOVERNMENT,
    System.PHILANTHROPY,
)


class SizeBand(models.TextChoices):
    """How many people work there, in bands so that no company need say a number."""

    UNKNOWN = "", "not said"
    MICRO = "1-9", "1 to 9"
    SMALL = "10-49", "10 to 49"
    MEDIUM = "50-249", "50 to 249"
    LARGE = "250+", "250 or more"


class OwnershipGroup(models.Model):
    """Organizations under common ownership, as they declare it; they count once.

    key   what its name is compared by: two spellings of one name are one owner
    """

    name = models.CharField(max_length=200, unique=True)
    key = KeyField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("key",), name="one_owner_of_a_name"),
            models.CheckConstraint(condition=~Q(key=""), name="an_owner_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class Organization(models.Model):
    """A company, college, board, chamber, union, agency, association or foundation.

    key   what its name is compared by: two spellings of one name are one organization
    """

    name = models.CharField(max_length=200)
    key = KeyField()
    system = models.CharField(max_length=20, choices=System)
    naics = models.CharField(max_length=6, blank=True, help_text="Its main activity, NAICS 2022.")
    size = models.CharField(max_length=8, choices=SizeBand, blank=True)
    owner = models.ForeignKey(OwnershipGroup, models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("key", "system"), name="one_organization_of_a_name"),
            models.CheckConstraint(condition=~Q(key=""), name="an_organization_has_a_name"),
            models.CheckConstraint(
                condition=~Q(system=System.EMPLOYER) | ~Q(naics=""),
                name="a_company_says_its_industry",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def counts_as(self) -> str:
        """What it counts as where organizations are counted: its owner's group, else itself."""
        return counted_as(self.pk, self.owner_id)


def counted_as(organization: int, owner: int | None) -> str:
    """`Organization.counts_as`, of a row of which no more than its keys were read."""
    return f"group {owner}" if owner else f"organization {organization}"


def _but_digits(column: str) -> Func:
    """What is left of a text without its digits; SQLite alone has no regular expressions."""
    return Func(F(column), Value("0123456789"), function="LTRIM", output_field=models.CharField())


class Worksite(models.Model):
    """A county in which an organization has people at work."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="worksites")
    area = models.CharField(max_length=5, help_text="The county's five-digit FIPS code.")

    class Meta:
        ordering = ("area",)
        constraints = (
            models.UniqueConstraint(fields=("organization", "area"), name="one_row_a_county"),
            models.CheckConstraint(
                condition=Q(Exact(Length("area"), 5), Exact(_but_digits("area"), Value(""))),
                name="a_county_has_five_digits",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organization} in {self.area}"


class Membership(Term):
    """A person belongs to an organization, from a day to a day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="members")

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ("since", "pk")
        constraints = (one_running("person", "organization", name="a_person_belongs_once"),)

    def __str__(self) -> str:
        return f"{self.person} at {self.organization}"


class Office(Term):
    """A person's office in the state: policy lead, analyst or data steward, from a day to a day."""

    class Role(models.TextChoices):
        """Which office."""

        STATE = "state", "state policy lead"
        ANALYST = "analyst", "analyst"
        STEWARD = "steward", "data steward"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="offices")
    role = models.CharField(max_length=10, choices=Role)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ("since", "pk")
        constraints = (one_running("person", "role", name="an_office_held_once"),)

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"
