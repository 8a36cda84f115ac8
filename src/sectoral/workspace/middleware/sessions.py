"""Sessions whose rows sign nobody in: the row has a digest of what the cookie holds.

Django keeps the cookie's own word as the row's key; whoever read the database, or a backup, could
put it into a cookie. What a session holds, such as a second factor that is being set up, lies
sealed.
"""

from hashlib import sha256
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as Kept
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

from sectoral.errors import SectoralError
from sectoral.workspace.environment.seals import seal, unseal


class SessionStore(Kept):
    """Django's sessions in the database, by digest and sealed."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        found = None
        if self.session_key:
            rows = self.model.objects.filter(expire_date__gt=timezone.now())
            found = rows.filter(session_key=_cookie_digest(self.session_key)).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        """Whether there is a session of this cookie."""
        return bool(super().exists(_cookie_digest(session_key)))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row as it is kept."""
        row = super().create_model_instance(data)
        row.session_key = _cookie_digest(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """End a session."""
        key = session_key or self.session_key
        if key is not None:
            super().delete(_cookie_digest(key))

    def encode(self, session_dict: dict[str, Any]) -> str:
        """What a session holds, sealed."""
        return seal(super().encode(session_dict))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What a session holds; nothing, where it was sealed with a key that is gone."""
        try:
            held: dict[str, Any] = super().decode(unseal(str(session_data)))
        except SectoralError:
            return {}
        return held


def _cookie_digest(cookie: str) -> str:
    return sha256(f"sectoral.session {cookie}".encode()).hexdigest()[:40]
