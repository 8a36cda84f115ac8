"""People who can sign in."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac

from sectoral.workspace.rules.mailboxes import mailbox_of


class User(AbstractUser):
    """A person with an account. Ours from the first day, since it cannot be exchanged later.

    mailbox         the normal form of the e-mail address, which follows it: one mailbox, one
                    account; null where there is no address, or another account had it first
    session_round   counts up when the person is signed out everywhere: every session that
                    was begun in an earlier round ends with the next click (S21)
    """

    session_round = models.PositiveIntegerField(default=0)
    mailbox = models.CharField(max_length=254, unique=True, null=True, editable=False)

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Keep the normal form beside the address.  Raises Refused where it cannot be one."""
        named = None if update_fields is None else set(update_fields)
        if named is None or "email" in named:
            self.mailbox = mailbox_of(self.email) if self.email else None
            named = named and named | {"mailbox"}
        super().save(*args, update_fields=named, **kwargs)

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        return salted_hmac(
            "sectoral.session",
            f"{self.password}:{self.session_round}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()
