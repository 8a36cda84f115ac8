"""Solutions: what companies and public partners do together about a need, and who gives what."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sectoral.workspace.models.needs import Need
from sectoral.workspace.models.organizations import Organization
from sectoral.workspace.models.partnerships import Partnership, Seat


class Solution(models.Model):
    """An answer to at least one validated, released, employer-raised need (I1, P28).

    one_system_because   why one system alone may answer it, where fewer than two do (P27)
    waived_because       why it may start with less than the costs it needs
    """

    class State(models.TextChoices):
        """Where a solution stands; `lifecycles.SOLUTION` says what may follow."""

        IDEA = "idea", "idea"
        DESIGNING = "designing", "being designed"
        REVIEW = "employer_review", "before the companies"
        APPROVED = "approved", "approved by the companies"
        RESOURCED = "resourced", "paid for"
        DELIVERING = "delivering", "under way"
        MEASURING = "measuring", "being measured"
        COMPLETED = "completed", "completed"
        STOPPED = "stopped", "stopped"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="solutions")
    needs = models.ManyToManyField(Need, through="Answer", related_name="solutions")
    title = models.CharField(max_length=160)
    for_whom = models.CharField(max_length=240)
    proposed_by = models.ForeignKey(Seat, models.PROTECT, related_name="solutions")
    state = models.CharField(max_length=16, choices=State, default=State.IDEA)
    one_system_because = models.TextField(blank=True)
    target_usd = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    waived_because = models.TextField(blank=True)
    stopped_because = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="stopped") | ~Q(stopped_because=""),
                name="a_stopped_solution_says_why",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Answer(models.Model):
    """A solution answers a need; a trigger refuses one that was not validated and released."""

    solution = models.ForeignKey(Solution, models.PROTECT, related_name="answers")
    need = models.ForeignKey(Need, models.PROTECT, related_name="answers")
    acceptance_test = models.TextField(help_text="Written by the companies who raised the need.")
    written_by = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="acceptance_tests"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="acceptances"
    )

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("solution", "need"), name="a_need_once_a_solution"),
        )

    def __str__(self) -> str:
        return f"{self.solution} answers {self.need}"


class Approval(models.Model):
    """An employer seat approves, or does not approve, a solution."""

    solution = models.ForeignKey(Solution, models.PROTECT, related_name="approvals")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="approvals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    yes = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("solution", "seat"), name="one_approval_a_seat"),
        )

    def __str__(self) -> str:
        return f"{self.seat}: {'yes' if self.yes else 'no'}"


class Recusal(models.Model):
    """The convener's own organization would provide it: a deputy runs the choice (I6, S2)."""

    solution = models.ForeignKey(Solution, models.PROTECT, related_name="recusals")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="recusals")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    criteria = models.TextField(help_text="Fixed before proposals were seen.")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("solution", "organization"), name="one_recusal_a_solution"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organization} stands aside from {self.solution}"


class ActionTeam(models.Model):
    """The people who carry a solution or prepare one; a company leads it."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="teams")
    solution = models.ForeignKey(
        Solution, models.PROTECT, null=True, blank=True, related_name="teams"
    )
    name = models.CharField(max_length=160)
    led_by = models.ForeignKey(Seat, models.PROTECT, related_name="leads")
    members = models.ManyToManyField(Seat, related_name="teams", blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("since", "pk")

    def __str__(self) -> str:
        return self.name


class Contribution(models.Model):
    """What one organization brings to a solution."""

    solution = models.ForeignKey(Solution, models.PROTECT, related_name="contributions")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="contributions")
    what = models.CharField(max_length=240)
    delivers = models.BooleanField(default=False, help_text="Provides the service itself.")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.what


class Commitment(models.Model):
    """Who will do what, how much of it, by when; and whether it was kept (P17)."""

    class State(models.TextChoices):
        """Where a commitment stands; `lifecycles.COMMITMENT` says what may follow."""

        OFFERED = "offered", "offered"
        ACCEPTED = "accepted", "accepted"
        DUE = "due", "due"
        KEPT = "kept", "kept"
        LATE = "late", "late"
        RENEGOTIATED = "renegotiated", "renegotiated"
        WITHDRAWN = "withdrawn", "withdrawn"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="commitments")
    solution = models.ForeignKey(
        Solution, models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="commitments")
    what = models.CharField(max_length=240)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    due = models.DateField()
    state = models.CharField(max_length=14, choices=State, default=State.OFFERED)
    settled_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    promised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    promised_at = models.DateTimeField()

    class Meta:
        ordering = ("due", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(reason=""), name="a_withdrawal_says_why"
            ),
        )

    def __str__(self) -> str:
        return self.what


class CostShare(models.Model):
    """What one seat pays or gives towards a solution, beside what it would have paid alone."""

    class Kind(models.TextChoices):
        """Cash or in kind."""

        CASH = "cash", "cash"
        KIND = "in_kind", "in kind"

    class State(models.TextChoices):
        """Where a share stands; `lifecycles.COST_SHARE` says what may follow."""

        PLEDGED = "pledged", "pledged"
        CONFIRMED = "confirmed", "confirmed"
        RECEIVED = "received", "received"
        VALUED = "valued", "valued with evidence"
        RELEASED = "released", "released from the pledge"

    solution = models.ForeignKey(Solution, models.PROTECT, related_name="costs")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="costs")
    kind = models.CharField(max_length=8, choices=Kind)
    amount_usd = models.DecimalField(max_digits=12, decimal_places=2)
    alone_usd = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLEDGED)
    evidence = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(amount_usd__gt=0), name="a_share_is_above_zero"),
            models.CheckConstraint(
                condition=~Q(state="valued") | ~Q(evidence=""), name="a_value_has_evidence"
            ),
        )

    def __str__(self) -> str:
        return f"{self.seat}: {self.amount_usd}"


class PitchReport(models.Model):
    """One click: somebody sold wares at the table (I5, S1)."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="pitches")
    about = models.ForeignKey(Seat, models.PROTECT, related_name="reported")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    where = models.CharField(max_length=200)
    at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"pitch by {self.about}"
