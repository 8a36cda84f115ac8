"""Solutions: what companies and public partners do together about a need, and who gives what."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from sectoral.workspace.models.needs import Need
from sectoral.workspace.models.organizations import Organization
from sectoral.workspace.models.partnerships import Delegate, Partnership, Seat
from sectoral.workspace.models.terms import Term, TermQuerySet


class Solution(models.Model):
    """An answer to at least one validated, released, employer-raised need (I1, P28).

    one_system_because   why one system alone may answer it, where fewer than two do (P27)
    waived_because       why it may start with less than the costs it needs
    review               counts up each time it is put to the companies; approvals are of one review
    invited              public seats whom the convener asked to speak for this solution (I5)
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
    review = models.PositiveIntegerField(default=0)
    invited = models.ManyToManyField(Seat, related_name="invited_to", blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="stopped") | ~Q(stopped_because=""),
                name="a_stopped_solution_says_why",
            ),
            models.CheckConstraint(
                condition=Q(target_usd__isnull=True) | Q(target_usd__gt=0),
                name="a_target_is_above_zero",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether its providers may speak to the companies about it (I5)."""
        return self.state in OPEN


OPEN = (
    Solution.State.DESIGNING,
    Solution.State.REVIEW,
    Solution.State.APPROVED,
    Solution.State.RESOURCED,
    Solution.State.DELIVERING,
    Solution.State.MEASURING,
)
"""Stages of an open solution. An idea is not one: anybody could have one in order to pitch."""


class Answer(models.Model):
    """A solution answers a need; a trigger refuses one that was not validated and released."""

    solution = models.ForeignKey(Solution, models.PROTECT, related_name="answers")
    need = models.ForeignKey(Need, models.PROTECT, related_name="answers")
    acceptance_test = models.TextField(
        blank=True, help_text="Written by the companies who raised the need."
    )
    written_by = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="acceptance_tests"
    )
    at = models.DateTimeField(
        help_text="When the need was taken up; its listening is over by then."
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="acceptances"
    )

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("solution", "need"), name="a_need_once_a_solution"),
            models.CheckConstraint(
                condition=Q(acceptance_test="") | Q(written_by__isnull=False),
                name="an_acceptance_test_has_its_writer",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False) & ~Q(acceptance_test=""),
                name="an_accepted_answer_had_a_test_and_has_its_judge",
            ),
        )

    def __str__(self) -> str:
        return f"{self.solution} answers {self.need}"


class Approval(models.Model):
    """An employer seat approves, or does not approve, a solution."""

    solution = models.ForeignKey(Solution, models.PROTECT, related_name="approvals")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="approvals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    review = models.PositiveIntegerField(default=1)
    yes = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("solution", "seat", "review"), name="one_approval_a_seat"
            ),
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
            models.CheckConstraint(condition=~Q(criteria=""), name="a_recusal_fixes_criteria"),
        )

    @cached_property
    def deputy_acts_for(self) -> frozenset[int]:
        """The seats that the deputy acts for: their part of the costs another settles."""
        held = Delegate.objects.filter(person=self.deputy_id, until=None)
        return frozenset(held.values_list("seat", flat=True))

    def __str__(self) -> str:
        return f"{self.organization} steps aside from {self.solution}"


class ActionTeam(Term):
    """The people who carry a solution or prepare one; a company leads it."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="teams")
    solution = models.ForeignKey(
        Solution, models.PROTECT, null=True, blank=True, related_name="teams"
    )
    name = models.CharField(max_length=160)
    led_by = models.ForeignKey(Seat, models.PROTECT, related_name="leads")
    members = models.ManyToManyField(Seat, related_name="teams", blank=True)

    objects = TermQuerySet.as_manager()

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
    withdrawn_at = models.DateTimeField(null=True, blank=True)

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
                condition=~Q(state__in=("withdrawn", "renegotiated")) | ~Q(reason=""),
                name="a_withdrawal_says_why",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                name="a_commitment_is_above_zero",
            ),
            models.UniqueConstraint(fields=("replaces",), name="a_commitment_is_replaced_once"),
        )

    def __str__(self) -> str:
        return self.what


class CostPlan(models.Model):
    """How a solution's cost could be shared; each seat then pledges for itself.

    payers   one entry a seat: its id, headcount, use and cap, as they were told
    shares   what `costs.split_cost` made of them: the seat's id and dollars as text
    """

    solution = models.ForeignKey(Solution, models.PROTECT, related_name="cost_plans")
    formula = models.CharField(max_length=10)
    total_usd = models.DecimalField(max_digits=12, decimal_places=2)
    payers = models.JSONField()
    shares = models.JSONField()
    uncovered_usd = models.DecimalField(max_digits=12, decimal_places=2)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"${self.total_usd} by {self.formula}"


class CostShare(models.Model):
    """What one seat pays or gives towards a solution, beside what it would have paid alone.

    amount_usd    what it pledged
    received_usd  what arrived; for in-kind gifts, what they were worth
    """

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
    received_usd = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
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
            models.CheckConstraint(
                condition=~Q(state__in=("received", "valued"))
                | Q(received_usd__isnull=False, received_usd__gte=0),
                name="what_is_received_has_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(alone_usd__isnull=True) | Q(alone_usd__gte=0),
                name="a_price_alone_is_not_below_zero",
            ),
        )

    def __str__(self) -> str:
        # No amount: this is how a share stands in the record, which more people read than costs.
        return f"the share of {self.seat.organization}"
