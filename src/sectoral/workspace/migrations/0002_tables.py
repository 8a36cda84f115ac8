"""The table: organizations, partnerships, seats, needs, meetings, solutions, and the record."""

# ruff: noqa: D101, RUF012  (written by Django)

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workspace", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="session_round",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="Checklist",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                (
                    "loaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("loaded_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("name", "version"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "version"), name="a_checklist_version_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("state", "state policy lead"),
                            ("analyst", "analyst"),
                            ("steward", "data steward"),
                        ],
                        max_length=10,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("since", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("person", "role"),
                        name="an_office_held_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnershipGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "system",
                    models.CharField(
                        choices=[
                            ("employer", "company"),
                            ("education", "education"),
                            ("workforce", "workforce development"),
                            ("economic", "economic development"),
                            ("community", "community organization"),
                            ("labor", "labor"),
                            ("government", "government"),
                            ("association", "association"),
                            ("philanthropy", "philanthropy"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "naics",
                    models.CharField(
                        blank=True, help_text="Its main activity, NAICS 2022.", max_length=6
                    ),
                ),
                (
                    "size",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not said"),
                            ("1-9", "1 to 9"),
                            ("10-49", "10 to 49"),
                            ("50-249", "50 to 249"),
                            ("250+", "250 or more"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="workspace.ownershipgroup",
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("name", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "system"), name="one_organization_of_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("system", "employer"), _negated=True),
                            models.Q(("naics", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_company_says_its_industry",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Partnership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("region", models.CharField(max_length=40)),
                ("region_name", models.CharField(max_length=200)),
                ("sector", models.CharField(max_length=60)),
                ("sector_name", models.CharField(max_length=200)),
                ("naics", models.JSONField(default=list)),
                ("areas", models.JSONField(default=list)),
                (
                    "edition",
                    models.CharField(
                        help_text="The edition whose case was decided on.", max_length=20
                    ),
                ),
                (
                    "case_for",
                    models.TextField(help_text="Why: what the case said, or the waiver's reason."),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("critical", "critical"),
                            ("watch", "to watch"),
                            ("no", "not critical"),
                        ],
                        default="no",
                        max_length=10,
                    ),
                ),
                ("case_waiver", models.TextField(blank=True)),
                ("scope", models.TextField(blank=True)),
                (
                    "checklist",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partnerships",
                        to="workspace.checklist",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("rejected", "not taken up"),
                            ("forming", "forming"),
                            ("launch_ready", "ready to launch"),
                            ("launched", "launched"),
                            ("active", "active"),
                            ("at_risk", "at risk"),
                            ("stale", "stale"),
                            ("paused", "paused"),
                            ("merged", "merged into another"),
                            ("split", "split into several"),
                            ("closed", "closed"),
                        ],
                        default="proposed",
                        max_length=16,
                    ),
                ),
                ("stage_since", models.DateTimeField()),
                ("paused_until", models.DateField(blank=True, null=True)),
                ("waiver", models.TextField(blank=True)),
                ("labor_votes", models.BooleanField(default=False)),
                ("open_meetings", models.BooleanField(default=False)),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="workspace.partnership",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="split_into",
                        to="workspace.partnership",
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("name", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                (
                                    "proposed",
                                    "forming",
                                    "launch_ready",
                                    "launched",
                                    "active",
                                    "at_risk",
                                    "stale",
                                    "paused",
                                ),
                            ),
                            ("waiver", ""),
                        ),
                        fields=("region", "sector"),
                        name="one_live_partnership_a_sector_and_region",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "merged"), _negated=True),
                            ("successor__isnull", False),
                            _connector="OR",
                        ),
                        name="a_merged_partnership_has_a_successor",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="workspace.partnership",
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("text", models.TextField()),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("version",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "version"), name="one_plan_a_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="a_plan_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="workspace.partnership",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="workspace.organization",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.BooleanField(
                        default=True, help_text="Lead convener; otherwise co-convener."
                    ),
                ),
                ("interim", models.BooleanField(default=False)),
                (
                    "basis",
                    models.TextField(
                        help_text="Why this organization is a credible convener here."
                    ),
                ),
                ("since", models.DateTimeField()),
                ("term_ends", models.DateField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("ended_because", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("since", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lead", True), ("until__isnull", True)),
                        fields=("partnership",),
                        name="one_lead_convener_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), _negated=True),
                        name="an_appointment_has_a_basis",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("verb", models.CharField(max_length=60)),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="workspace.partnership",
                    ),
                ),
                (
                    "subject",
                    models.CharField(help_text="The kind of thing: 'seat', 'need'.", max_length=40),
                ),
                ("subject_id", models.BigIntegerField()),
                ("before", models.CharField(blank=True, max_length=20)),
                ("after", models.CharField(blank=True, max_length=20)),
                ("reason", models.TextField(blank=True)),
                (
                    "words",
                    models.TextField(
                        help_text="The line as members read it; no confidential text."
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [
                    models.Index(fields=["partnership", "-at"], name="record_of_partnership"),
                    models.Index(fields=["subject", "subject_id"], name="record_of_thing"),
                ],
            },
        ),
        migrations.CreateModel(
            name="GroundRules",
            fields=[
                (
                    "partnership",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="ground_rules",
                        serialize=False,
                        to="workspace.partnership",
                    ),
                ),
                ("supporters", models.PositiveSmallIntegerField(default=2)),
                ("listening_days", models.PositiveSmallIntegerField(default=14)),
                ("notice_days", models.PositiveSmallIntegerField(default=3)),
                ("counsel", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("supporters__gte", 1)), name="a_need_has_a_supporter"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("listening_days__gte", 1)),
                        name="partners_listen_a_day_at_least",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="workspace.organization",
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("since", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("person", "organization"),
                        name="a_person_belongs_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200, unique=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="workspace.partnership",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("to", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("calendar", models.TextField(blank=True)),
                ("posted_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("claim", models.CharField(blank=True, max_length=32)),
                ("lease_ends", models.DateTimeField(blank=True, null=True)),
                ("handed_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("doubt", models.TextField(blank=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("due_at", "pk"),
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("handed_at__isnull", True), ("withdrawn_at__isnull", True)
                        ),
                        fields=["due_at"],
                        name="messages_that_wait",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at__isnull", True), ("handed_at__isnull", False), _connector="OR"
                        ),
                        name="what_is_sent_was_handed_over",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handed_at__isnull", True),
                            ("withdrawn_at__isnull", True),
                            _connector="OR",
                        ),
                        name="what_is_handed_over_is_not_withdrawn",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Realignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("merge", "merge"), ("split", "split")], max_length=6
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="realignments",
                        to="workspace.partnership",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="would_take_in",
                        to="workspace.partnership",
                    ),
                ),
                ("parts", models.JSONField(default=list)),
                ("reason", models.TextField()),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("proposed_at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True), ("dropped_at__isnull", True)),
                        fields=("partnership",),
                        name="one_realignment_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "split"), ("successor__isnull", False), _connector="OR"
                        ),
                        name="a_merge_has_a_successor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at__isnull", True),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="no_realignment_without_the_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="workspace.partnership",
                    ),
                ),
                ("checklist", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("passed", models.BooleanField()),
                ("findings", models.JSONField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="workspace.partnership",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="workspace.organization",
                    ),
                ),
                (
                    "system",
                    models.CharField(
                        choices=[
                            ("employer", "company"),
                            ("education", "education"),
                            ("workforce", "workforce development"),
                            ("economic", "economic development"),
                            ("community", "community organization"),
                            ("labor", "labor"),
                            ("government", "government"),
                            ("association", "association"),
                            ("philanthropy", "philanthropy"),
                        ],
                        max_length=20,
                    ),
                ),
                ("voting", models.BooleanField(default=False)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for convener and champion"),
                            ("seated", "seated"),
                            ("refused", "refused"),
                            ("suspended", "suspended"),
                            ("left", "left"),
                        ],
                        default="seated",
                        max_length=10,
                    ),
                ),
                (
                    "vendor_like",
                    models.BooleanField(
                        default=False, help_text="Looks like staffing, training or consulting (S3)."
                    ),
                ),
                ("approved_by_convener", models.BooleanField(default=False)),
                ("approved_by_champion", models.BooleanField(default=False)),
                (
                    "exception",
                    models.TextField(
                        blank=True, help_text="Why it sits here though outside the scope."
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("system", "organization__name", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("partnership", "organization"),
                        name="one_seat_an_organization",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voting", False),
                            ("system__in", ("employer", "labor")),
                            _connector="OR",
                        ),
                        name="only_companies_and_labor_can_vote",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("standing", "seated"),
                                ("vendor_like", True),
                                ("voting", True),
                                _negated=True,
                            ),
                            models.Q(
                                ("approved_by_champion", True), ("approved_by_convener", True)
                            ),
                            _connector="OR",
                        ),
                        name="a_vendor_votes_only_when_approved_twice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voting", False),
                            models.Q(("standing__in", ("waiting", "refused")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_seat_that_waits_has_no_vote",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing", "left"), _negated=True),
                            ("until__isnull", False),
                            _connector="OR",
                        ),
                        name="a_seat_that_left_has_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Worksite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="worksites",
                        to="workspace.organization",
                    ),
                ),
                (
                    "area",
                    models.CharField(help_text="The county's five-digit FIPS code.", max_length=5),
                ),
            ],
            options={
                "ordering": ("area",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "area"), name="one_row_a_county"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area__regex", "^\\d{5}$")),
                        name="a_county_has_five_digits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Championship",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="championships",
                        to="workspace.seat",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("term_ends", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("since", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("seat", "person"),
                        name="a_champion_of_a_seat_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "realignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="workspace.realignment",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="workspace.seat",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("yes", models.BooleanField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("realignment", "seat"), name="one_consent_a_seat"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegates",
                        to="workspace.seat",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("primary", "primary"), ("alternate", "alternate")],
                        default="primary",
                        max_length=10,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("since", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("seat", "person"),
                        name="a_person_acts_once_for_a_seat",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("role", "primary"), ("until__isnull", True)),
                        fields=("seat",),
                        name="one_primary_delegate_a_seat",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="workspace.seat",
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                (
                    "role",
                    models.CharField(
                        choices=[("primary", "primary"), ("alternate", "alternate")],
                        default="primary",
                        max_length=10,
                    ),
                ),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("sent_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="workspace.partnership",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("launch", "launch meeting"),
                            ("regular", "regular meeting"),
                            ("team", "action team"),
                            ("support", "support team"),
                            ("listening", "listening session"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("invited", "invited"),
                            ("open", "under way"),
                            ("held", "held"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("starts", models.DateTimeField()),
                ("ends", models.DateTimeField()),
                ("timezone", models.CharField(default="America/Denver", max_length=40)),
                ("place", models.CharField(blank=True, max_length=200)),
                (
                    "decision_wanted",
                    models.CharField(help_text="Every meeting names one.", max_length=240),
                ),
                ("open_to_public", models.BooleanField(default=False)),
                ("public_link", models.URLField(blank=True)),
                ("noticed_at", models.DateTimeField(blank=True, null=True)),
                ("uid", models.CharField(max_length=80, unique=True)),
                ("sequence", models.PositiveIntegerField(default=0)),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("antitrust_opened", models.BooleanField(default=False)),
                (
                    "chaired_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chaired",
                        to="workspace.seat",
                    ),
                ),
                ("minutes", models.TextField(blank=True)),
                ("minutes_sent_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_because", models.TextField(blank=True)),
                (
                    "invited",
                    models.ManyToManyField(
                        blank=True, related_name="meetings_asked_to", to="workspace.seat"
                    ),
                ),
            ],
            options={
                "ordering": ("starts", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))),
                        name="a_meeting_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision_wanted", ""), _negated=True),
                        name="a_meeting_names_the_decision_wanted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "held"), _negated=True),
                            ("antitrust_opened", True),
                            _connector="OR",
                        ),
                        name="a_held_meeting_opened_the_antitrust_statement",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            models.Q(("cancelled_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_cancelled_meeting_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minutes_sent_at__isnull", True),
                            models.Q(("minutes", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="minutes_that_were_sent_say_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opportunity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opportunities",
                        to="workspace.partnership",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opportunities",
                        to="workspace.seat",
                    ),
                ),
                (
                    "attested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("text", models.TextField()),
                ("raised_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("raised_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="PitchReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pitches",
                        to="workspace.partnership",
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reported",
                        to="workspace.seat",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("where", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("handled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "handled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("upheld", models.BooleanField(blank=True, null=True)),
                ("outcome", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("handled_at__isnull", True),
                                ("handled_by__isnull", True),
                                ("upheld__isnull", True),
                            ),
                            models.Q(
                                ("handled_at__isnull", False),
                                ("handled_by__isnull", False),
                                ("upheld__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_handled_report_says_how",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Suspension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspensions",
                        to="workspace.seat",
                    ),
                ),
                ("reason", models.TextField()),
                (
                    "by_convener",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by_state",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("since", models.DateTimeField(blank=True, null=True)),
                ("until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("asked_at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("seat",),
                        name="one_suspension_a_seat",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since__isnull", True),
                            models.Q(("by_convener__isnull", False), ("by_state__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_suspension_takes_convener_and_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="a_suspension_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agenda",
                        to="workspace.meeting",
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=240)),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="None: convener.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspace.seat",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=10)),
                ("parked", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("place", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "place"), name="one_point_a_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roll",
                        to="workspace.meeting",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="workspace.seat",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("room", "in the room"), ("remote", "remote")],
                        default="room",
                        max_length=10,
                    ),
                ),
                ("acknowledged", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "seat", "person"), name="on_the_roll_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="workspace.meeting",
                    ),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="workspace.partnership",
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="workspace.opportunity",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="workspace.seat",
                    ),
                ),
                (
                    "attested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("talent", "talent"),
                            ("infrastructure", "infrastructure"),
                            ("suppliers", "suppliers and markets"),
                            ("capital", "access to capital"),
                            ("regulation", "regulation"),
                            ("innovation", "innovation"),
                            ("branding", "image of the industry"),
                            ("access", "housing, childcare, transport"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("raised", "raised"),
                            ("clarified", "clarified"),
                            ("validated", "supported by companies"),
                            ("released", "released to public partners"),
                            ("prioritised", "a priority"),
                            ("parked", "parked"),
                            ("single", "one company's request"),
                            ("in_solution", "being worked on"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("released_version", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "may_become_public",
                    models.BooleanField(
                        default=False,
                        help_text="The raiser was told before typing that records law may apply.",
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("created_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    (
                                        "released",
                                        "prioritised",
                                        "in_solution",
                                        "answered",
                                        "closed",
                                    ),
                                ),
                                _negated=True,
                            ),
                            ("released_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_released_need_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("released_at__isnull", True), ("released_version__isnull", True)
                            ),
                            models.Q(
                                ("released_at__isnull", False),
                                ("released_version__lte", models.F("version")),
                            ),
                            _connector="OR",
                        ),
                        name="a_release_is_of_one_text",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NeedVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="workspace.need",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("text", models.TextField()),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("need", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("need", "number"), name="one_text_a_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="workspace.partnership",
                    ),
                ),
                ("released_at", models.DateTimeField()),
                ("window_ends", models.DateTimeField()),
                (
                    "released_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("needs", models.ManyToManyField(related_name="releases", to="workspace.need")),
            ],
            options={
                "ordering": ("released_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("window_ends__gt", models.F("released_at"))),
                        name="listening_takes_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rewording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rewordings",
                        to="workspace.need",
                    ),
                ),
                ("of_version", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("text", models.TextField()),
                (
                    "offered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("offered_at", models.DateTimeField()),
                ("agreed", models.BooleanField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("offered_at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("agreed__isnull", True)),
                        fields=("need",),
                        name="one_wording_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed__isnull", True),
                            ("answered_by__isnull", False),
                            _connector="OR",
                        ),
                        name="somebody_answered_for_the_raiser",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="workspace.partnership",
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("ranked", "put in order"),
                            ("points", "share out 100 points"),
                            ("matrix", "importance × feasibility"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "keep",
                    models.PositiveSmallIntegerField(
                        default=3, help_text="How many become priorities."
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("open", "open"),
                            ("closed", "closed"),
                            ("published", "published"),
                            ("void", "void"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("most_points", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("tenure_days", models.PositiveSmallIntegerField(default=0)),
                ("count_each_because", models.TextField(blank=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closes_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("void_because", models.TextField(blank=True)),
                (
                    "reruns",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rerun_as",
                        to="workspace.round",
                    ),
                ),
                (
                    "result",
                    models.JSONField(blank=True, help_text="The count, once closed.", null=True),
                ),
                ("needs", models.ManyToManyField(related_name="rounds", to="workspace.need")),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("partnership",),
                        name="one_open_round_a_partnership",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("result__isnull", True),
                            ("state__in", ("closed", "published", "void")),
                            _connector="OR",
                        ),
                        name="no_result_before_the_close",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "void"), _negated=True),
                            models.Q(("void_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_void_round_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("open", "closed", "published")), _negated=True),
                            models.Q(
                                ("closes_at__gt", models.F("opened_at")),
                                ("opened_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="an_open_round_has_its_hours",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("keep__gte", 1)), name="a_round_keeps_one_at_least"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("most_points__isnull", True),
                            ("most_points__range", (1, 100)),
                            _connector="OR",
                        ),
                        name="a_cap_is_of_a_hundred_points",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Solution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="solutions",
                        to="workspace.partnership",
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("for_whom", models.CharField(max_length=240)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="solutions",
                        to="workspace.seat",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("idea", "idea"),
                            ("designing", "being designed"),
                            ("employer_review", "before the companies"),
                            ("approved", "approved by the companies"),
                            ("resourced", "paid for"),
                            ("delivering", "under way"),
                            ("measuring", "being measured"),
                            ("completed", "completed"),
                            ("stopped", "stopped"),
                        ],
                        default="idea",
                        max_length=16,
                    ),
                ),
                ("one_system_because", models.TextField(blank=True)),
                (
                    "target_usd",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True),
                ),
                ("waived_because", models.TextField(blank=True)),
                ("stopped_because", models.TextField(blank=True)),
                ("review", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                (
                    "invited",
                    models.ManyToManyField(
                        blank=True, related_name="invited_to", to="workspace.seat"
                    ),
                ),
            ],
            options={
                "ordering": ("created_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "stopped"), _negated=True),
                            models.Q(("stopped_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_stopped_solution_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("target_usd__isnull", True), ("target_usd__gt", 0), _connector="OR"
                        ),
                        name="a_target_is_above_zero",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Support",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supports",
                        to="workspace.need",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supports",
                        to="workspace.seat",
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("at", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("need", "seat", "version"), name="support_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionTeam",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="workspace.partnership",
                    ),
                ),
                (
                    "solution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="workspace.solution",
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                (
                    "led_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="workspace.seat",
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "members",
                    models.ManyToManyField(blank=True, related_name="teams", to="workspace.seat"),
                ),
            ],
            options={
                "ordering": ("since", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "solution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="workspace.solution",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="workspace.need",
                    ),
                ),
                (
                    "acceptance_test",
                    models.TextField(
                        blank=True, help_text="Written by the companies who raised the need."
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptance_tests",
                        to="workspace.seat",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        help_text="When the need was taken up; its listening is over by then."
                    ),
                ),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="workspace.seat",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("solution", "need"), name="a_need_once_a_solution"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("acceptance_test", ""), ("written_by__isnull", False), _connector="OR"
                        ),
                        name="an_acceptance_test_has_its_writer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                            models.Q(
                                ("accepted_at__isnull", False),
                                ("accepted_by__isnull", False),
                                models.Q(("acceptance_test", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_accepted_answer_had_a_test_and_has_its_judge",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "solution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="workspace.solution",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="workspace.seat",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("review", models.PositiveIntegerField(default=1)),
                ("yes", models.BooleanField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("solution", "seat", "review"), name="one_approval_a_seat"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="workspace.partnership",
                    ),
                ),
                (
                    "solution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="workspace.solution",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="workspace.seat",
                    ),
                ),
                ("what", models.CharField(max_length=240)),
                (
                    "amount",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True),
                ),
                ("unit", models.CharField(blank=True, max_length=40)),
                ("due", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "offered"),
                            ("accepted", "accepted"),
                            ("due", "due"),
                            ("kept", "kept"),
                            ("late", "late"),
                            ("renegotiated", "renegotiated"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="offered",
                        max_length=14,
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="workspace.commitment",
                    ),
                ),
                (
                    "promised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("promised_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("due", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("withdrawn", "renegotiated")), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_withdrawal_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__isnull", True), ("amount__gt", 0), _connector="OR"
                        ),
                        name="a_commitment_is_above_zero",
                    ),
                    models.UniqueConstraint(
                        fields=("replaces",), name="a_commitment_is_replaced_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "solution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="workspace.solution",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="workspace.seat",
                    ),
                ),
                ("what", models.CharField(max_length=240)),
                (
                    "delivers",
                    models.BooleanField(default=False, help_text="Provides the service itself."),
                ),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="CostPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "solution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cost_plans",
                        to="workspace.solution",
                    ),
                ),
                ("formula", models.CharField(max_length=10)),
                ("total_usd", models.DecimalField(decimal_places=2, max_digits=12)),
                ("payers", models.JSONField()),
                ("shares", models.JSONField()),
                ("uncovered_usd", models.DecimalField(decimal_places=2, max_digits=12)),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="CostShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "solution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="costs",
                        to="workspace.solution",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="costs",
                        to="workspace.seat",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("cash", "cash"), ("in_kind", "in kind")], max_length=8
                    ),
                ),
                ("amount_usd", models.DecimalField(decimal_places=2, max_digits=12)),
                (
                    "alone_usd",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True),
                ),
                (
                    "received_usd",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pledged", "pledged"),
                            ("confirmed", "confirmed"),
                            ("received", "received"),
                            ("valued", "valued with evidence"),
                            ("released", "released from the pledge"),
                        ],
                        default="pledged",
                        max_length=10,
                    ),
                ),
                ("evidence", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_usd__gt", 0)), name="a_share_is_above_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "valued"), _negated=True),
                            models.Q(("evidence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_value_has_evidence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("received", "valued")), _negated=True),
                            models.Q(("received_usd__gte", 0), ("received_usd__isnull", False)),
                            _connector="OR",
                        ),
                        name="what_is_received_has_an_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("alone_usd__isnull", True), ("alone_usd__gte", 0), _connector="OR"
                        ),
                        name="a_price_alone_is_not_below_zero",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Elector",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="electors",
                        to="workspace.round",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="electorates",
                        to="workspace.seat",
                    ),
                ),
                ("group", models.CharField(max_length=40)),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("round", "seat"), name="an_elector_once"),
                    models.UniqueConstraint(fields=("round", "group"), name="one_vote_an_owner"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="workspace.partnership",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="workspace.seat",
                    ),
                ),
                (
                    "solution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="workspace.solution",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("held", models.TextField(blank=True)),
                ("shown_at", models.DateTimeField(blank=True, null=True)),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                (
                    "looked_at_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("held", ""),
                            ("shown_at__isnull", True),
                            ("looked_at_by__isnull", False),
                            _connector="OR",
                        ),
                        name="a_held_post_is_shown_only_by_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("shown_at__isnull", True),
                            ("refused_at__isnull", True),
                            _connector="OR",
                        ),
                        name="a_post_is_shown_or_refused",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="a_post_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Priority",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="priorities",
                        to="workspace.partnership",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="priorities",
                        to="workspace.need",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="priorities",
                        to="workspace.round",
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("place", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("round", "need"), name="a_priority_once"),
                    models.UniqueConstraint(fields=("round", "place"), name="a_place_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="workspace.release",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="workspace.seat",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("at", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("release", "seat", "person"), name="read_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "solution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusals",
                        to="workspace.solution",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusals",
                        to="workspace.organization",
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("criteria", models.TextField(help_text="Fixed before proposals were seen.")),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("solution", "organization"), name="one_recusal_a_solution"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("criteria", ""), _negated=True),
                        name="a_recusal_fixes_criteria",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "elector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="workspace.elector",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("choice", models.JSONField()),
                ("cast_at", models.DateTimeField()),
                ("counts", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("cast_at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("counts", True)),
                        fields=("elector",),
                        name="one_ballot_a_seat",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="solution",
            name="needs",
            field=models.ManyToManyField(
                related_name="solutions", through="workspace.Answer", to="workspace.need"
            ),
        ),
    ]
