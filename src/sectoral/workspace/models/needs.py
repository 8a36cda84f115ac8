"""Opportunities, needs, joint listening, priorities."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sectoral.workspace.models.partnerships import Partnership, Seat
from sectoral.workspace.models.sealed import SealedJSON
from sectoral.workspace.models.terms import Term, TermQuerySet
from sectoral.workspace.rules.ballots import RULE_CHOICES, ballot_rule
from sectoral.workspace.rules.ballots.rule import BallotRule
from sectoral.workspace.rules.dates import day_words
from sectoral.workspace.rules.policy import LISTENING_DAYS, NOTICE_DAYS, PRIORITIES_KEPT, SUPPORTERS


class Category(models.TextChoices):
    """What a need is about; today's partnerships look beyond talent (P5, P19)."""

    TALENT = "talent", "talent"
    INFRASTRUCTURE = "infrastructure", "infrastructure"
    SUPPLIERS = "suppliers", "suppliers and markets"
    CAPITAL = "capital", "access to capital"
    REGULATION = "regulation", "regulation"
    INNOVATION = "innovation", "innovation"
    BRANDING = "branding", "image of the industry"
    ACCESS = "access", "housing, child care, transportation"
    OTHER = "other", "other"


class GroundRules(models.Model):
    """What a partnership settled about its own table; the defaults hold where it has no row.

    supporters      companies under distinct ownership that must stand by a need, its raiser among
                    them, before it counts as shared
    listening_days  how long public partners listen together before a solution may begin (P26)
    notice_days     how long before an open meeting its notice must be public (S15)
    counsel         whom to ask about antitrust and records law (S9)
    """

    partnership = models.OneToOneField(
        Partnership, models.PROTECT, related_name="ground_rules", primary_key=True
    )
    supporters = models.PositiveSmallIntegerField(default=SUPPORTERS.value)
    listening_days = models.PositiveSmallIntegerField(default=LISTENING_DAYS.value)
    notice_days = models.PositiveSmallIntegerField(default=NOTICE_DAYS.value)
    counsel = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(supporters__gte=1), name="a_need_has_a_supporter"),
            models.CheckConstraint(
                condition=Q(listening_days__gte=1), name="partners_listen_a_day_at_least"
            ),
        )

    def __str__(self) -> str:
        return f"ground rules of {self.partnership}"

    @classmethod
    def of(cls, partnership: Partnership) -> "GroundRules":
        """A partnership's own rules, or the defaults."""
        return cls.objects.filter(pk=partnership.pk).first() or cls(partnership=partnership)


class Opportunity(models.Model):
    """What the industry could win: collected before needs, which cite what they unlock (P18)."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="opportunities")
    raised_by = models.ForeignKey(Seat, models.PROTECT, related_name="opportunities")
    attested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField()
    raised_at = models.DateTimeField()

    class Meta:
        ordering = ("raised_at", "pk")

    def __str__(self) -> str:
        return self.text


class Need(models.Model):
    """What companies say they need. Only an employer seat raises one (I1, P4).

    attested_by   the convener who raised it on the seat's behalf; the seat is then shown as
                  "an employer member" (S23)
    version       counts up with each change; supporters stand by one version (S7)
    released_at   the one moment at which every public seat could read it (I4)
    released_version  the text that public partners read: a later one follows when enough
                  companies stand by it again
    """

    class State(models.TextChoices):
        """Where a need stands; `lifecycles.NEED` says what may follow."""

        DRAFT = "draft", "draft"
        RAISED = "raised", "raised"
        CLARIFIED = "clarified", "clarified"
        VALIDATED = "validated", "supported by companies"
        RELEASED = "released", "released to public partners"
        PRIORITISED = "prioritised", "a priority"
        PARKED = "parked", "parked"
        SINGLE = "single", "one company's request"
        IN_SOLUTION = "in_solution", "being worked on"
        ANSWERED = "answered", "answered"
        CLOSED = "closed", "closed"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="needs")
    opportunity = models.ForeignKey(
        Opportunity, models.PROTECT, null=True, blank=True, related_name="needs"
    )
    raised_by = models.ForeignKey(Seat, models.PROTECT, related_name="needs")
    attested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    category = models.CharField(max_length=20, choices=Category)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    released_at = models.DateTimeField(null=True, blank=True)
    released_version = models.PositiveIntegerField(null=True, blank=True)
    may_become_public = models.BooleanField(
        default=False, help_text="The raiser was told before typing that records law may apply."
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(
                    state__in=("released", "prioritised", "in_solution", "answered", "closed")
                )
                | Q(released_at__isnull=False),
                name="a_released_need_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_version__isnull=True)
                | Q(released_at__isnull=False, released_version__lte=models.F("version")),
                name="a_release_is_of_one_text",
            ),
        )

    def __str__(self) -> str:
        return f"need {self.pk}"

    @property
    def text_now(self) -> "NeedVersion":
        """Its present text: what companies and the convener read.

        Lists read `versions` of all their needs at once; then this asks the database nothing.
        """
        return self._text_of(self.version)

    @property
    def text_heard(self) -> "NeedVersion":
        """The text last released, which public partners read; before a release the present (I4)."""
        return self._text_of(self.released_version or self.version)

    def _text_of(self, number: int) -> "NeedVersion":
        (text,) = (one for one in self.versions.all() if one.number == number)
        return text


class NeedVersion(models.Model):
    """The text of a need at one version; never changed, only followed by another."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("need", "number")
        constraints = (
            models.UniqueConstraint(fields=("need", "number"), name="one_text_a_version"),
        )

    def __str__(self) -> str:
        return self.title


class Rewording(models.Model):
    """A wording that the convener offers; it becomes a version only when the raiser agrees (P25).

    of_version   the version it was written against: a text changed meanwhile is another text
    """

    need = models.ForeignKey(Need, models.PROTECT, related_name="rewordings")
    of_version = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    text = models.TextField()
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    agreed = models.BooleanField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("offered_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("need",), condition=Q(agreed__isnull=True), name="one_wording_waits"
            ),
            models.CheckConstraint(
                condition=Q(agreed__isnull=True) | Q(answered_by__isnull=False),
                name="somebody_answered_for_the_raiser",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Support(models.Model):
    """An employer seat stands by one version of a need."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="supports")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="supports")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("need", "seat", "version"), name="support_once"),
        )

    def __str__(self) -> str:
        return f"{self.seat} supports {self.need}"


class NeedNote(models.Model):
    """What a public or labor partner adds to a need it has heard: context, never an offer (S1).

    A trigger refuses one by a company, or to a need that was not released.
    """

    need = models.ForeignKey(Need, models.PROTECT, related_name="notes")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="need_notes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="a_note_of_context_says_something"),
        )

    def __str__(self) -> str:
        return f"note by {self.seat}"


class Release(models.Model):
    """A listening release: needs reach every public seat at one moment (I4, P26).

    window_ends   until then public partners listen together; no solution may begin
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="releases")
    needs = models.ManyToManyField(Need, related_name="releases")
    released_at = models.DateTimeField()
    window_ends = models.DateTimeField()
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("released_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(window_ends__gt=models.F("released_at")), name="listening_takes_time"
            ),
        )

    def __str__(self) -> str:
        return f"release of {day_words(self.released_at)}"


class Receipt(models.Model):
    """A public seat has read a release."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="receipts")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="receipts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("release", "seat", "person"), name="read_once"),
        )

    def __str__(self) -> str:
        return f"{self.seat} read {self.release}"


class Round(models.Model):
    """A round in which companies rank what matters most; hidden until it is closed (I2, S6).

    rule             how companies vote: a line of `rules.ballots`
    most_points      on a ballot of 100 points, the most that one need may have (S5)
    tenure_days      how long a seat must have been at the table to vote (S4)
    count_each_because  why seats under common ownership vote each for itself here (I3)
    """

    class State(models.TextChoices):
        """Where a round stands; `lifecycles.ROUND` says what may follow."""

        DRAFT = "draft", "draft"
        OPEN = "open", "open"
        CLOSED = "closed", "closed"
        PUBLISHED = "published", "published"
        VOID = "void", "void"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="rounds")
    rule = models.CharField(max_length=10, choices=RULE_CHOICES)
    keep = models.PositiveSmallIntegerField(
        default=PRIORITIES_KEPT.value, help_text="How many become priorities."
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    needs = models.ManyToManyField(Need, related_name="rounds")
    most_points = models.PositiveSmallIntegerField(null=True, blank=True)
    tenure_days = models.PositiveSmallIntegerField(default=0)
    count_each_because = models.TextField(blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    void_because = models.TextField(blank=True)
    reruns = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="rerun_as"
    )
    result = models.JSONField(null=True, blank=True, help_text="The count, once closed.")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("partnership",),
                condition=Q(state="open"),
                name="one_open_round_a_partnership",
            ),
            models.CheckConstraint(
                condition=Q(result__isnull=True) | Q(state__in=("closed", "published", "void")),
                name="no_result_before_the_close",
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | ~Q(void_because=""), name="a_void_round_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("open", "closed", "published"))
                | Q(opened_at__isnull=False, closes_at__gt=models.F("opened_at")),
                name="an_open_round_has_its_hours",
            ),
            models.CheckConstraint(condition=Q(keep__gte=1), name="a_round_keeps_one_at_least"),
            models.CheckConstraint(
                condition=Q(most_points__isnull=True) | Q(most_points__range=(1, 100)),
                name="a_cap_is_of_a_hundred_points",
            ),
        )

    def __str__(self) -> str:
        return f"round {self.pk} of {self.partnership}"

    @property
    def ballot_rule(self) -> BallotRule:
        """How companies vote in it, and how their ballots are counted."""
        return ballot_rule(self.rule)


class Elector(models.Model):
    """A seat that may vote in a round, frozen when it opened (I2).

    group   what the seat counts as: seats under common ownership share one (I3)
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="electors")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="electorates")
    group = models.CharField(max_length=40)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("round", "seat"), name="an_elector_once"),
            models.UniqueConstraint(fields=("round", "group"), name="one_vote_an_owner"),
        )

    def __str__(self) -> str:
        return f"{self.seat} votes in {self.round}"


class ElectorSeat(models.Model):
    """A seat whose owner's vote an elector holds, frozen when the round opened (I3).

    The elector's own seat, and its sisters: while the elector's seat cannot vote, a sister that
    sits at the table casts the owner's ballot.
    """

    elector = models.ForeignKey(Elector, models.PROTECT, related_name="seats")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="counted_in")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("elector", "seat"), name="a_seat_counted_once"),
        )

    def __str__(self) -> str:
        return f"{self.seat} counts with {self.elector}"


class Ballot(models.Model):
    """What one delegate cast for a seat; the last one cast counts, the others are kept."""

    elector = models.ForeignKey(Elector, models.PROTECT, related_name="ballots")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    choice = SealedJSON(help_text="Opens with the workspace's key alone.")
    cast_at = models.DateTimeField()
    counts = models.BooleanField(default=True)

    class Meta:
        ordering = ("cast_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("elector",), condition=Q(counts=True), name="one_ballot_a_seat"
            ),
        )

    def __str__(self) -> str:
        return f"ballot of {self.elector}"


class Priority(Term):
    """A need that the companies chose, by a published round (P4)."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="priorities")
    need = models.ForeignKey(Need, models.PROTECT, related_name="priorities")
    round = models.ForeignKey(Round, models.PROTECT, related_name="priorities")
    place = models.PositiveSmallIntegerField()

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ("place", "pk")
        constraints = (
            models.UniqueConstraint(fields=("round", "need"), name="a_priority_once"),
            models.UniqueConstraint(fields=("round", "place"), name="a_place_once"),
        )

    def __str__(self) -> str:
        return f"priority {self.place}: {self.need}"
