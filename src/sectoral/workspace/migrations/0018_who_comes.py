"""Who comes to a meeting, its video link, and until when a held one can be taken back."""

# ruff: noqa: D101, RUF012  (written by Django)

from django.db import migrations, models

from sectoral.workspace import triggers

_REPLIED = models.Q(reply="", replied_at__isnull=True) | models.Q(
    models.Q(reply="", _negated=True), replied_at__isnull=False
)
_HTTPS = models.Q(("video_link", ""), ("video_link__startswith", "https://"), _connector="OR")
_SHOWN = models.Q(video_public=False) | models.Q(
    ("open_to_public", True), models.Q(("video_link", ""), _negated=True)
)


class Migration(migrations.Migration):
    dependencies = [("workspace", "0017_nothing_left_behind")]

    operations = [
        migrations.RunPython(triggers.drop, migrations.RunPython.noop),
        migrations.AddField("invitee", "replied_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "invitee",
            "reply",
            models.CharField(
                blank=True,
                choices=[("yes", "yes"), ("remote", "from afar"), ("no", "no")],
                max_length=10,
            ),
        ),
        migrations.AddField("meeting", "final_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("meeting", "video_link", models.URLField(blank=True, max_length=500)),
        migrations.AddField("meeting", "video_public", models.BooleanField(default=False)),
        migrations.AlterField(
            "meeting", "public_link", models.URLField(blank=True, max_length=500)
        ),
        migrations.AddConstraint(
            "invitee",
            models.CheckConstraint(condition=_REPLIED, name="a_reply_has_its_time"),
        ),
        migrations.AddConstraint(
            "meeting",
            models.CheckConstraint(condition=_HTTPS, name="a_video_link_is_https"),
        ),
        migrations.AddConstraint(
            "meeting",
            models.CheckConstraint(
                condition=_SHOWN, name="only_an_open_meeting_shows_its_video_link"
            ),
        ),
        migrations.RunPython(triggers.create, triggers.drop),
    ]
