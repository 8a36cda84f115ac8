"""Meetings in a box: agenda, roll, decisions, minutes."""

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q

from sectoral.workspace.models.partnerships import Partnership, Seat

LONGEST_LINK = 500
"""Links to video meetings are long."""


@dataclass(frozen=True, slots=True)
class Organizer:
    """Whose name and address stand on a calendar entry: there go the replies of calendars."""

    name: str
    email: str


class Meeting(models.Model):
    """A meeting of a partnership.

    uid, sequence   of its calendar entry: the uid never changes, the sequence counts changes
    organizer       whose name and address every entry of it carries, from the first invitation on:
                    calendars take no change from another (RFC 5546)
    chaired_by      the seat whose delegate chaired: part of what "employer-led" means (I13)
    noticed_at      when the notice of an open meeting became public (S15)
    video_link      by which its members join remotely; video_public: the public may, too
    final_at        until then a meeting that was held by mistake can be taken back
    """

    class Kind(models.TextChoices):
        """What the meeting is for."""

        LAUNCH = "launch", "launch meeting"
        REGULAR = "regular", "regular meeting"
        TEAM = "team", "action team"
        SUPPORT = "support", "support team"
        LISTENING = "listening", "listening session"

    class State(models.TextChoices):
        """Where a meeting stands."""

        PLANNED = "planned", "planned"
        INVITED = "invited", "invited"
        OPEN = "open", "under way"
        HELD = "held", "held"
        CANCELLED = "cancelled", "canceled"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    title = models.CharField(max_length=160)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    timezone = models.CharField(max_length=40, default="America/Denver")
    place = models.CharField(max_length=200, blank=True)
    decision_wanted = models.CharField(max_length=240, help_text="Every meeting names one.")
    open_to_public = models.BooleanField(default=False)
    public_link = models.URLField(blank=True, max_length=LONGEST_LINK)
    video_link = models.URLField(blank=True, max_length=LONGEST_LINK)
    video_public = models.BooleanField(default=False)
    noticed_at = models.DateTimeField(null=True, blank=True)
    uid = models.CharField(max_length=80, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    invited = models.ManyToManyField(Seat, related_name="meetings_asked_to", blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    organizer_name = models.CharField(max_length=330, blank=True)
    organizer_email = models.EmailField(blank=True)
    antitrust_opened = models.BooleanField(default=False)
    chaired_by = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="chaired"
    )
    final_at = models.DateTimeField(null=True, blank=True)
    minutes = models.TextField(blank=True)
    minutes_sent_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.TextField(blank=True)

    class Meta:
        ordering = ("starts", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("starts")), name="a_meeting_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(decision_wanted=""), name="a_meeting_names_the_decision_wanted"
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(antitrust_opened=True),
                name="a_held_meeting_opened_the_antitrust_statement",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_because=""),
                name="a_cancelled_meeting_says_why",
            ),
            models.CheckConstraint(
                condition=Q(minutes_sent_at__isnull=True) | ~Q(minutes=""),
                name="minutes_that_were_sent_say_something",
            ),
            models.CheckConstraint(
                condition=Q(video_link="") | Q(video_link__startswith="https://"),
                name="a_video_link_is_https",
            ),
            models.CheckConstraint(
                condition=Q(video_public=False) | Q(open_to_public=True) & ~Q(video_link=""),
                name="only_an_open_meeting_shows_its_video_link",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def organizer(self) -> Organizer:
        """Who stands on its entries; nobody before anybody was asked."""
        return Organizer(self.organizer_name, self.organizer_email)

    @property
    def shown_video(self) -> str:
        """The video link where everybody may read it; empty for a members' meeting."""
        return self.video_link if self.open_to_public and self.video_public else ""


class Invitee(models.Model):
    """A person who was sent a meeting's calendar entry, and what the calendar holds of it.

    sequence   the number on the last one sent: of one person's, each has a higher one
    change     the meeting's own sequence that it tells of
    holds      False once a cancellation has taken it out of the calendar again
    reply      whether the person comes; empty until said, and again when the hour moves
    """

    class Reply(models.TextChoices):
        """What one says to being asked."""

        YES = "yes", "yes"
        REMOTE = "remote", "remotely"
        NO = "no", "no"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invitees")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="meeting_entries"
    )
    sequence = models.PositiveIntegerField()
    change = models.PositiveIntegerField()
    holds = models.BooleanField(default=True)
    told_at = models.DateTimeField()
    reply = models.CharField(max_length=10, choices=Reply, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("meeting", "pk")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "person"), name="one_entry_a_person"),
            models.CheckConstraint(
                condition=Q(sequence__gte=models.F("change")), name="an_entry_is_numbered_on"
            ),
            models.CheckConstraint(
                condition=Q(reply="", replied_at__isnull=True)
                | ~Q(reply="") & Q(replied_at__isnull=False),
                name="a_reply_has_its_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: entry {self.sequence} of {self.meeting}"


class AgendaItem(models.Model):
    """One point of the agenda, marked by who asked for it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=240)
    asked_by = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", help_text="None: convener."
    )
    minutes = models.PositiveSmallIntegerField(default=10)
    parked = models.BooleanField(default=False)

    class Meta:
        ordering = ("place", "pk")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "place"), name="one_point_a_place"),
        )

    def __str__(self) -> str:
        return self.text


class Attendance(models.Model):
    """A seat was there, in the person of a delegate, and read the antitrust statement (S9)."""

    class Mode(models.TextChoices):
        """How."""

        ROOM = "room", "in the room"
        REMOTE = "remote", "remote"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="roll")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.ROOM)
    acknowledged = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "seat", "person"), name="on_the_roll_once"),
        )

    def __str__(self) -> str:
        return f"{self.seat} at {self.meeting}"


class Decision(models.Model):
    """What a meeting decided."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.text
