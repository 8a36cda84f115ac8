"""Changes of who belongs where and who owns whom: kept to be undone; owners that wait for a yes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sectoral.workspace.models.organizations import Organization, OwnershipGroup
from sectoral.workspace.models.partnerships import Partnership


class Change(models.Model):
    """A change of a membership or an owner, kept so that it can be undone for seven days.

    organizations   those it is about
    tables          the live partnerships that it touched
    before          what stood before: for a departure the rows that it ended, for an owner each
                    organization's former one
    """

    class Kind(models.TextChoices):
        """What was done."""

        JOIN = "join", "joined"
        DEPART = "depart", "left"
        OWNERSHIP = "declare_ownership", "owner declared"
        END_OWNERSHIP = "end_ownership", "owner ended"

    kind = models.CharField(max_length=20, choices=Kind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="changes"
    )
    organizations = models.ManyToManyField(Organization, related_name="changes")
    tables = models.ManyToManyField(Partnership, related_name="+")
    words = models.CharField(max_length=400, help_text="The line of the record, as it was.")
    before = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("made_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="a_change_is_undone_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.words


class OwnershipClaim(models.Model):
    """An owner declared over organizations of tables that have not said yes: it counts nowhere.

    settled_at   when every table touched, or the state, had said yes and the owner was set
    dropped_at   when one of them said no, or whoever declared it took it back
    """

    organizations = models.ManyToManyField(Organization, related_name="claims")
    owner = models.ForeignKey(OwnershipGroup, models.PROTECT, related_name="claims")
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("claimed_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(dropped_at__isnull=True),
                name="a_claim_ends_one_way",
            ),
        )

    def __str__(self) -> str:
        return f"{self.owner} as owner"


class ClaimAnswer(models.Model):
    """What one table says to an owner declared over its organizations, by who convenes it."""

    claim = models.ForeignKey(OwnershipClaim, models.CASCADE, related_name="answers")
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("claim", "partnership"), name="one_answer_a_table"),
        )

    def __str__(self) -> str:
        return f"{self.partnership} agrees to {self.claim}"
