"""No way in waits in a letter, and one mailbox has one account."""

# ruff: noqa: D101, RUF012  (written by Django)

import re
from hashlib import sha256
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F
from django.utils import timezone

from sectoral.workspace.addresses import way_in_marker
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.mailboxes import mailbox_of

_LIVE = re.compile(r"https?://[^\s/]+/(account/link|invited)/([\w-]{20,})/?")


def take_links_out(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Put a marker in place of each live link in a letter that waits; its link ends."""
    messages = apps.get_model("workspace", "Message").objects.filter(sent_at=None)
    for message in messages.iterator():
        waits = message.handed_at is None and message.withdrawn_at is None
        body = _LIVE.sub(lambda found: _marker(apps, found) if waits else "…", message.body)  # noqa: B023
        if body != message.body:
            message.body = body
            message.save(update_fields=["body"])


def _marker(apps: StateApps, found: re.Match[str]) -> str:
    digest = sha256(found[2].encode()).hexdigest()
    if found[1] == "invited":
        invitations = apps.get_model("workspace", "Invitation").objects
        invitation = invitations.filter(token_digest=digest).first()
        if invitation is None:
            return "…"
        invitations.filter(pk=invitation.pk).update(token_digest=None)
        return way_in_marker("invitation", str(invitation.pk))
    links = apps.get_model("workspace", "SignInLink").objects
    link = links.filter(token_digest=digest).first()
    if link is None:
        return "…"
    links.filter(pk=link.pk, used_at=None).update(ended_at=timezone.now())
    return way_in_marker("letter" if link.leads_to else "asked", link.leads_to)


def name_mailboxes(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Give each account its mailbox.

    Where two accounts have one, the open account that was used last has it; the others keep their
    passwords, get no link by e-mail, and a line in the record says so.
    """
    had: dict[str, Any] = {}
    people = apps.get_model("workspace", "User").objects
    for person in people.order_by("-is_active", F("last_login").desc(nulls_last=True), "pk"):
        mailbox = _mailbox(person.email or person.username)
        if mailbox and mailbox not in had:
            people.filter(pk=person.pk).update(mailbox=mailbox)
            had[mailbox] = person
        elif mailbox:
            apps.get_model("workspace", "Event").objects.create(
                at=timezone.now(), verb="share_mailbox", subject="user", subject_id=person.pk,
                words=f"the accounts {had[mailbox].username} and {person.username} have one "
                "mailbox: links to sign in go to the first one",
            )  # fmt: skip
    for invitation in apps.get_model("workspace", "Invitation").objects.filter(used_at=None):
        invitation.email = _mailbox(invitation.email) or invitation.email
        invitation.save(update_fields=["email"])


def _mailbox(text: str) -> str:
    try:
        return mailbox_of(text)
    except Refused:
        return ""


class Migration(migrations.Migration):
    dependencies = [("workspace", "0008_identities")]

    operations = [
        migrations.AddField(
            model_name="signinlink",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="signinlink",
            name="letter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="links",
                to="workspace.message",
            ),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="token_digest",
            field=models.CharField(max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="user",
            name="mailbox",
            field=models.CharField(editable=False, max_length=254, null=True, unique=True),
        ),
        migrations.RunPython(take_links_out, migrations.RunPython.noop),
        migrations.RunPython(name_mailboxes, migrations.RunPython.noop),
    ]
