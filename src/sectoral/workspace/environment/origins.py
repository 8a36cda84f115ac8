"""Where people find this workspace, as the operator names it: whole origins, or a sentence."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from sectoral.errors import WrongUse


def origins_of(named: Iterable[str]) -> list[str]:
    """The origins that may send forms.  Raises WrongUse for one without a scheme, or with a path.

    A star may stand for a part of the host, as in https://*.example.org.
    """
    return [_parse_origin(one, "SECTORAL_ORIGINS") for one in named]


def address_of(named: str) -> str:
    """The address in letters.  Raises WrongUse without a scheme, or with a path or a star."""
    origin = _parse_origin(named, "SECTORAL_ADDRESS")
    if "*" in origin:
        raise _wrong_origin(
            "SECTORAL_ADDRESS", named, "a star", "name the one host that readers open"
        )
    return origin


def _parse_origin(named: str, setting: str) -> str:
    try:
        parts = urlsplit(named)
        port = parts.port
    except ValueError:
        raise _wrong_origin(setting, named, "none", "write it so") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        host = named.rsplit("://", maxsplit=1)[-1].split("/", maxsplit=1)[0] or "table.example.org"
        raise _wrong_origin(setting, named, "no scheme", f"write https://{host}")
    if parts.username or parts.path not in ("", "/") or parts.query or parts.fragment:
        host = f"{parts.hostname}:{port}" if port else parts.hostname
        raise _wrong_origin(setting, named, "more than an origin", f"write {parts.scheme}://{host}")
    return named.strip().rstrip("/")


def _wrong_origin(setting: str, named: str, found: str, mend: str) -> WrongUse:
    return WrongUse(
        f"{setting}: expected a whole address without a path, such as "
        f"https://table.example.org; found '{named}', {found}. To mend: {mend}."
    )
