"""The partnership, who convenes it, who sits at it, and who may speak for a seat."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from sectoral.workspace.models.organizations import Organization, System
from sectoral.workspace.models.terms import Term, TermQuerySet, one_running


class Stage(models.TextChoices):
    """Where a partnership stands in its life; `lifecycles.PARTNERSHIP` says what may follow."""

    PROPOSED = "proposed", "proposed"
    REJECTED = "rejected", "turned down"
    FORMING = "forming", "forming"
    LAUNCH_READY = "launch_ready", "ready to launch"
    LAUNCHED = "launched", "launched"
    ACTIVE = "active", "active"
    AT_RISK = "at_risk", "at risk"
    STALE = "stale", "stale"
    PAUSED = "paused", "paused"
    MERGED = "merged", "merged into another"
    SPLIT = "split", "split into several"
    CLOSED = "closed", "closed"


LIVE = (
    Stage.PROPOSED,
    Stage.FORMING,
    Stage.LAUNCH_READY,
    Stage.LAUNCHED,
    Stage.ACTIVE,
    Stage.AT_RISK,
    Stage.STALE,
    Stage.PAUSED,
)
"""Stages in which a partnership holds its sector and region."""

GOING = tuple(stage for stage in LIVE if stage not in (Stage.PROPOSED, Stage.PAUSED))
"""Stages in which a partnership meets: it has begun, and it neither rests nor has ended."""

CONVENED = (Stage.FORMING, Stage.LAUNCH_READY, Stage.LAUNCHED, Stage.ACTIVE)
"""Stages in which there is exactly one lead convener (I6)."""

AFTER_LAUNCH = (Stage.LAUNCHED, Stage.ACTIVE, Stage.AT_RISK, Stage.STALE)
"""Stages that follow a launch; what is paused may have been launched as well."""


class CaseDecision(models.TextChoices):
    """What the state decided about a sector in a region."""

    CRITICAL = "critical", "critical"
    WATCH = "watch", "to watch"
    NO = "no", "not critical"


class Partnership(models.Model):
    """The companies of one industry in one labor-market region, and their public partners.

    region, sector   ids in the edition that spoke for it; names are kept as they were then
    naics            the codes a member company's main activity falls under
    areas            the region's counties, as FIPS codes
    decision         what the state decided on the sector's case: critical, watch or no
    case_waiver      why it may form though its sector was not found critical
    scope            who belongs and what they take on, in a sentence
    checklist        what 'active' is measured by; none = the default that ships (I12)
    stage            moved only by actions, never typed; 'active' is derived (I12)
    waiver           why it was let in beside another of its sector and region; which other, and
                     for what overlap, is in its waivers (I10)
    labor_votes      the declared setting "labor-management industry table"
    successor        where a merged partnership's links lead
    origin           the partnership that a split one came from
    published_at     since when everybody may know of it; none = a spreadsheet brought it in, and
                     neither the state nor its convener has published it yet
    """

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    region = models.CharField(max_length=40)
    region_name = models.CharField(max_length=200)
    sector = models.CharField(max_length=60)
    sector_name = models.CharField(max_length=200)
    naics = models.JSONField(default=list)
    areas = models.JSONField(default=list)
    edition = models.CharField(max_length=20, help_text="The edition whose case was decided on.")
    case_for = models.TextField(help_text="Why: what the case said, or the waiver's reason.")
    decision = models.CharField(max_length=10, choices=CaseDecision, default=CaseDecision.NO)
    case_waiver = models.TextField(blank=True)
    scope = models.TextField(blank=True)
    checklist = models.ForeignKey(
        "workspace.Checklist", models.PROTECT, null=True, blank=True, related_name="partnerships"
    )
    stage = models.CharField(max_length=16, choices=Stage, default=Stage.PROPOSED)
    stage_since = models.DateTimeField()
    paused_until = models.DateField(null=True, blank=True)
    waiver = models.TextField(blank=True)
    labor_votes = models.BooleanField(default=False)
    open_meetings = models.BooleanField(default=False)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    origin = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="split_into"
    )
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "sector"),
                condition=Q(stage__in=LIVE, waiver=""),
                name="one_live_partnership_a_sector_and_region",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.MERGED) | Q(successor__isnull=False),
                name="a_merged_partnership_has_a_successor",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        """Whether it holds its sector and region."""
        return self.stage in LIVE


class AppointmentQuerySet(TermQuerySet["Appointment"]):
    """Appointments of conveners."""

    def in_term(self, at: datetime) -> Self:
        """Those in force whose term has not run out: who convenes now."""
        return self.in_force(at).filter(term_ends__gte=at.date())


class Appointment(Term):
    """A recorded act: an organization convenes a partnership, on a basis, for a term (I6)."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="appointments")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="appointments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lead = models.BooleanField(default=True, help_text="Lead convener; otherwise co-convener.")
    interim = models.BooleanField(default=False)
    basis = models.TextField(help_text="Why this organization is a credible convener here.")
    term_ends = models.DateField()
    ended_because = models.TextField(blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ("since", "pk")
        constraints = (
            one_running("partnership", name="one_lead_convener_at_a_time", lead=True),
            models.CheckConstraint(condition=~Q(basis=""), name="an_appointment_has_a_basis"),
        )

    def __str__(self) -> str:
        return f"{self.organization} convenes {self.partnership}"


def of_company(prefix: str = "") -> Q:
    """A seat of a company of the industry; a supplier, who holds no vote, is none (S3).

    Takes    prefix: what leads to the seat from another row: `seat__`.
    """
    votes = Q(**{f"{prefix}voting": True}) | Q(**{f"{prefix}vendor_like": False})
    return Q(**{f"{prefix}system": System.EMPLOYER}) & votes


class SeatQuerySet(TermQuerySet["Seat"]):
    """Seats."""

    def seated(self, at: datetime) -> Self:
        """Those that may act at `at`: in force, and neither waiting, suspended nor refused."""
        return self.in_force(at).filter(standing=Seat.Standing.SEATED)

    def companies(self) -> Self:
        """Those of companies of the industry; a supplier is none (S3)."""
        return self.filter(of_company())


class Seat(Term):
    """An organization at a partnership. One seat has one ballot, whoever casts it (I2)."""

    class Standing(models.TextChoices):
        """Whether the seat may act."""

        WAITING = "waiting", "waits for convener and champion"
        SEATED = "seated", "seated"
        REFUSED = "refused", "refused"
        SUSPENDED = "suspended", "suspended"
        LEFT = "left", "left"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="seats")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="seats")
    system = models.CharField(max_length=20, choices=System)
    voting = models.BooleanField(default=False)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.SEATED)
    vendor_like = models.BooleanField(
        default=False, help_text="Looks like staffing, training or consulting (S3)."
    )
    approved_by_convener = models.BooleanField(default=False)
    approved_by_champion = models.BooleanField(default=False)
    exception = models.TextField(blank=True, help_text="Why it sits here though outside the scope.")

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ("system", "organization__name", "pk")
        constraints = (
            one_running("partnership", "organization", name="one_seat_an_organization"),
            models.CheckConstraint(
                condition=Q(voting=False) | Q(system__in=(System.EMPLOYER, System.LABOR)),
                name="only_companies_and_labor_can_vote",
            ),
            models.CheckConstraint(
                condition=~Q(vendor_like=True, standing="seated", voting=True)
                | Q(approved_by_convener=True, approved_by_champion=True),
                name="a_vendor_votes_only_when_approved_twice",
            ),
            models.CheckConstraint(
                condition=Q(voting=False) | ~Q(standing__in=("waiting", "refused")),
                name="a_seat_that_waits_has_no_vote",
            ),
            models.CheckConstraint(
                condition=~Q(standing="left") | Q(until__isnull=False),
                name="a_seat_that_left_has_its_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organization} at {self.partnership}"

    @property
    def is_employer(self) -> bool:
        """Whether a company sits here, be it one of the industry or a supplier to it."""
        return self.system == System.EMPLOYER

    @property
    def is_supplier(self) -> bool:
        """Whether it sells staffing, training or advice and holds no vote (S3).

        A supplier listens as the public partners do, and raises nothing.
        """
        return self.is_employer and self.vendor_like and not self.voting

    @property
    def is_company(self) -> bool:
        """Whether a company of the industry sits here; a supplier is none (S3)."""
        return self.is_employer and not self.is_supplier


class Delegate(Term):
    """A named person who acts for a seat; confirmed anew each year, or access ends (S21)."""

    class Role(models.TextChoices):
        """First or second."""

        PRIMARY = "primary", "primary"
        ALTERNATE = "alternate", "alternate"

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="delegates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations")
    role = models.CharField(max_length=10, choices=Role, default=Role.PRIMARY)
    confirmed_at = models.DateTimeField()

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ("since", "pk")
        constraints = (
            one_running("seat", "person", name="a_person_acts_once_for_a_seat"),
            one_running("seat", name="one_primary_delegate_a_seat", role="primary"),
        )

    def __str__(self) -> str:
        return f"{self.person} for {self.seat}"


class ChampionshipQuerySet(TermQuerySet["Championship"]):
    """Champions' terms."""

    def in_term(self, at: datetime) -> Self:
        """Those in force whose term has not run out: who leads now."""
        return self.in_force(at).filter(term_ends__gt=at)


class Championship(Term):
    """A company's delegate who leads: invites, opens, chairs. Terms end (18 months)."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="championships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    term_ends = models.DateTimeField()

    objects = ChampionshipQuerySet.as_manager()

    class Meta:
        ordering = ("since", "pk")
        constraints = (one_running("seat", "person", name="a_champion_of_a_seat_once"),)

    def __str__(self) -> str:
        return f"{self.person}, champion"


class Invitation(models.Model):
    """A champion's or convener's invitation to take or act for a seat: expires, works once.

    token_digest   SHA-256 of what its link carries, so that the table gives nobody a way in; null
                   until its letter goes out
    """

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Delegate.Role, default=Delegate.Role.PRIMARY)
    token_digest = models.CharField(max_length=64, unique=True, null=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("sent_at", "pk")

    def __str__(self) -> str:
        return f"invitation to {self.seat}"


class Event(models.Model):
    """One line of the append-only record: who did what to what, when and why (I11).

    partnership   whose members may read it; null for what concerns none
    before, after the stages of a move, where it is one
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="events"
    )
    subject = models.CharField(max_length=40, help_text="The kind of thing: 'seat', 'need'.")
    subject_id = models.BigIntegerField()
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    words = models.TextField(help_text="The line as members read it; no confidential text.")

    class Meta:
        ordering = ("pk",)
        indexes: ClassVar = [
            models.Index(fields=("partnership", "-at"), name="record_of_partnership"),
            models.Index(fields=("subject", "subject_id"), name="record_of_thing"),
        ]

    def __str__(self) -> str:
        return self.words
