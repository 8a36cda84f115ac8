"""What a partnership's life rests on: checklists, reviews, plans, and how it merges or splits."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sectoral.workspace.models.partnerships import Partnership, Seat
from sectoral.workspace.rules.dates import day_words


class Checklist(models.Model):
    """One version of what a state measures 'active' by; never changed, only followed (I12).

    content   as `checklists.parse_checklist` understands it: items, clocks and size bands
    """

    name = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    content = models.JSONField()
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "version")
        constraints = (
            models.UniqueConstraint(fields=("name", "version"), name="a_checklist_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class Review(models.Model):
    """What a checklist found at one moment; an active badge always rests on one (I12, S18).

    findings   one entry per item: its key, its words, whether it passed, and the evidence
               behind it (the kind and ids of the rows it rests on)
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="reviews")
    checklist = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    passed = models.BooleanField()
    findings = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"review of {self.partnership}, {day_words(self.at)}"


class ActionPlan(models.Model):
    """The plan as it was written one day; a change is the next version."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="plans")
    version = models.PositiveIntegerField()
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("version",)
        constraints = (
            models.UniqueConstraint(fields=("partnership", "version"), name="one_plan_a_version"),
            models.CheckConstraint(condition=~Q(text=""), name="a_plan_says_something"),
        )

    def __str__(self) -> str:
        return f"plan {self.version} of {self.partnership}"


class Realignment(models.Model):
    """A change that is its companies' to decide: a merge, a split, a new scope, an end (P39).

    A merge or a split takes the companies and the state; a change of scope and a closing take
    more than half of the companies, or the state with a reason.

    partnership   the one that would change or end
    successor     merge: the one that would go on
    parts         split: the partnerships that would follow, each with its organizations
    scope, naics, areas    change of scope: who would belong
    because, closing_note  closing: which of the named reasons, and what was reached
    decided_because        why the state decided it in the companies' place
    """

    class Kind(models.TextChoices):
        """Which way."""

        MERGE = "merge", "merger"
        SPLIT = "split", "split"
        RESCOPE = "rescope", "change of scope"
        CLOSE = "close", "closing"

    kind = models.CharField(max_length=8, choices=Kind)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="realignments")
    successor = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="would_take_in"
    )
    parts = models.JSONField(default=list)
    scope = models.TextField(blank=True)
    naics = models.JSONField(default=list)
    areas = models.JSONField(default=list)
    because = models.CharField(max_length=20, blank=True)
    closing_note = models.TextField(blank=True)
    reason = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_because = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("proposed_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("partnership",),
                condition=Q(done_at__isnull=True, dropped_at__isnull=True),
                name="one_realignment_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(kind="merge") | Q(successor__isnull=False),
                name="a_merge_has_a_successor",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True)
                | Q(confirmed_at__isnull=False)
                | Q(kind__in=("rescope", "close")),
                name="no_realignment_without_the_state",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("rescope", "close"))
                | Q(confirmed_at__isnull=True)
                | ~Q(decided_because=""),
                name="the_state_says_why_it_decides",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.partnership}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits."""
        return self.done_at is None and self.dropped_at is None

    @property
    def takes_state(self) -> bool:
        """Whether the state has to confirm it besides the companies."""
        return self.kind in (self.Kind.MERGE, self.Kind.SPLIT)


class Waiver(models.Model):
    """Why two partnerships may do the same in the same counties: those two, and this overlap (I10).

    naics, areas   the industries and counties that both had when it was given; where the two
                   grow into each other further, it takes another
    given_by       None for those given before they named a pair
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="waivers")
    beside = models.ForeignKey(Partnership, models.PROTECT, related_name="waivers_beside")
    reason = models.TextField()
    naics = models.JSONField(default=list)
    areas = models.JSONField(default=list)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField()

    class Meta:
        ordering = ("given_at", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="a_waiver_says_why"),
            models.CheckConstraint(
                condition=~Q(partnership=models.F("beside")), name="a_waiver_is_of_two"
            ),
        )

    def __str__(self) -> str:
        return f"{self.partnership} beside {self.beside}"


class Consent(models.Model):
    """What an employer seat says to a change that its companies decide."""

    realignment = models.ForeignKey(Realignment, models.PROTECT, related_name="consents")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="consents")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    yes = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("realignment", "seat"), name="one_consent_a_seat"),
        )

    def __str__(self) -> str:
        return f"{self.seat}: {'yes' if self.yes else 'no'}"


class Suspension(models.Model):
    """A seat kept from acting: asked for by convener or state, in force when both agree (S1)."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="suspensions")
    reason = models.TextField()
    by_convener = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_state = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("seat",), condition=Q(until__isnull=True), name="one_suspension_a_seat"
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True)
                | Q(by_convener__isnull=False, by_state__isnull=False),
                name="a_suspension_takes_convener_and_state",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_suspension_says_why"),
        )

    def __str__(self) -> str:
        return f"suspension of {self.seat}"
