"""People who can sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac


class User(AbstractUser):
    """A person with an account. Ours from the first day, since it cannot be exchanged later.

    session_round   counts up when the person is signed out everywhere: every session that
                    was begun in an earlier round ends with the next click (S21)
    """

    session_round = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        return salted_hmac(
            "sectoral.session",
            f"{self.password}:{self.session_round}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()
