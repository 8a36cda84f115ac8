"""What lies sealed in the database: it opens with the workspace's key, which lies outside of it.

Fernet: AES-128 in CBC mode under an HMAC, with its own random start each time, so that two equal
texts do not look alike; the length is rounded up, so that it tells little. The key is drawn from
the workspace's own by HKDF. Former keys go on opening what they sealed.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from sectoral.errors import SectoralError
from sectoral.workspace.environment.home import secret_keys

_ROUNDED_TO = 256


def seal(text: str) -> str:
    """The text, closed to whoever has the database alone.

    Raises   SectoralError where the workspace has no kept key: nobody could ever open it again.
    """
    content = text.encode()
    padding = -len(content) % _ROUNDED_TO
    return _seal_cipher(_require_keys()).encrypt(content + b" " * padding).decode("ascii")


def unseal(sealed: str) -> str:
    """The text again, without blanks at its end.

    Raises   SectoralError where none of the keys opens it.
    """
    try:
        return _seal_cipher(_require_keys()).decrypt(sealed.encode("ascii")).decode().rstrip(" ")
    except InvalidToken:
        raise SectoralError(
            "What is sealed in the database does not open with this workspace's key. To mend: put "
            "the file 'secret-key' back that belongs to this database."
        ) from None


def _require_keys() -> tuple[str, ...]:
    # A command that makes a workspace has read its settings before there was a key.
    kept = settings.SECTORAL_KEYS or secret_keys(settings.SECTORAL_HOME)
    if not kept:
        raise SectoralError(
            f"{settings.SECTORAL_HOME}: expected the workspace's key; found none. To mend: start "
            "the workspace once ('sectoral serve'), or put its file 'secret-key' back."
        )
    return tuple(kept)


@lru_cache(maxsize=4)
def _seal_cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derive_key(key)) for key in keys])


def _derive_key(key: str) -> bytes:
    drawn = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"sectoral.seal")
    return urlsafe_b64encode(drawn.derive(key.encode()))
