"""The OpenID Connect providers that people may sign in with: the operator names them, nobody else.

One provider is described by SECTORAL_OIDC and the settings beside it; several, each under a name
of its own, by SECTORAL_OIDC_<NAME>_ISSUER and the settings beside that.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sectoral.errors import WrongUse

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
KEY = "agency"
"""What the provider that has no name of its own is called in our addresses."""
_SINGLE = "SECTORAL_OIDC"
_BESIDE = ("NAME", "CLIENT", "SECRET", "HOSTS", "DOMAINS", "TENANT")
_NAMED = re.compile(
    rf"{_SINGLE}_(?P<name>[A-Z0-9]+(?:_[A-Z0-9]+)*)_(?P<part>ISSUER|{'|'.join(_BESIDE)})"
)


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """A provider as the operator describes it.

    issuer    its address, as it names itself
    name      what the button says
    client    the name and
    secret    the password by which this workspace is known to it
    hosts     further hosts of the provider, where its doors are not all at the issuer's
    domains   the ends of the addresses it may vouch for (after the @); empty = any
    tenant    the one tenant whose addresses count though the provider never says that it has
              checked them; it has to stand in the issuer; empty = none
    key       what it is called in our own addresses
    setting   the setting that names its issuer, for whoever has to mend it
    """

    issuer: str
    name: str = ""
    client: str = ""
    secret: str = field(default="", repr=False)
    hosts: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    tenant: str = ""
    key: str = KEY
    setting: str = _SINGLE

    def __post_init__(self) -> None:
        parts = urlsplit(self.issuer)
        plain = parts.scheme == "http" and parts.hostname in _THIS_MACHINE
        if not parts.hostname or not (plain or parts.scheme == "https"):
            raise WrongUse(
                f"{self.setting}: expected the issuer's address, https://…; found "
                f"'{self.issuer}'. To mend: use the 'issuer' from your provider's settings "
                "page."
            )
        if not (self.client and self.secret):
            raise WrongUse(
                f"{self.setting}: expected {self._beside('CLIENT')} and {self._beside('SECRET')} "
                "beside it; found one missing. To mend: register this workspace with the provider "
                "and name both."
            )
        if self.tenant and self.tenant not in parts.path.split("/"):
            raise WrongUse(
                f"{self._beside('TENANT')}: expected the tenant that the issuer names; found "
                f"'{self.tenant}', which is no part of '{self.issuer}'. To mend: name the issuer "
                "of that one tenant, never one that many tenants share."
            )

    def _beside(self, part: str) -> str:
        return f"{self.setting.removesuffix('_ISSUER')}_{part}"

    @property
    def label(self) -> str:
        """What people know it by."""
        return self.name or str(urlsplit(self.issuer).hostname)

    @property
    def hosts_setting(self) -> str:
        """The setting that names its further hosts."""
        return self._beside("HOSTS")

    @property
    def origins(self) -> list[str]:
        """The only origins that the workspace asks, and that its forms may lead to."""
        own = urlsplit(self.issuer)
        return [f"{own.scheme}://{own.netloc}", *(f"https://{host}" for host in self.hosts)]

    def vouches_for(self, address: str) -> bool:
        """Whether the operator takes its word about this address."""
        return not self.domains or address.rpartition("@")[2].lower() in self.domains


def identity_providers(settings: Mapping[str, str]) -> tuple[IdentityProvider, ...]:
    """The providers that the environment describes, the one without a name first.

    Raises   WrongUse where one is described in part, a setting is not known, or two share an
             issuer or a name.
    """
    given = {name: value for name, value in settings.items() if value and name.startswith(_SINGLE)}
    single = {part: given.pop(f"{_SINGLE}_{part}", "") for part in _BESIDE}
    found = []
    if issuer := given.pop(_SINGLE, ""):
        found.append(_build_provider(issuer, single, KEY, _SINGLE))
    elif any(single.values()):
        raise WrongUse(_missing_issuer(_SINGLE))
    for name, parts in sorted(_by_name(given).items()):
        setting = f"{_SINGLE}_{name}_ISSUER"
        if not parts.get("ISSUER"):
            raise WrongUse(_missing_issuer(setting))
        key = name.lower().replace("_", "-")
        found.append(_build_provider(parts["ISSUER"], parts, key, setting))
    _require_distinct(found)
    return tuple(found)


def _by_name(given: Mapping[str, str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for setting, value in given.items():
        match = _NAMED.fullmatch(setting)
        if match is None:
            raise WrongUse(
                f"{setting}: expected {_SINGLE}, or {_SINGLE}_ with {', '.join(_BESIDE)} behind "
                f"it, or {_SINGLE}_<NAME>_ISSUER and the like; found none of these. To mend: "
                "take it out, or write it as docs/ways-in.md does."
            )
        found.setdefault(match["name"], {})[match["part"]] = value
    return found


def _build_provider(
    issuer: str, parts: Mapping[str, str], key: str, setting: str
) -> IdentityProvider:
    return IdentityProvider(
        issuer=issuer,
        name=parts.get("NAME", ""),
        client=parts.get("CLIENT", ""),
        secret=parts.get("SECRET", ""),
        hosts=_split_list(parts.get("HOSTS", "")),
        domains=tuple(end.lower().lstrip("@") for end in _split_list(parts.get("DOMAINS", ""))),
        tenant=parts.get("TENANT", ""),
        key=key,
        setting=setting,
    )


def _split_list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _missing_issuer(setting: str) -> str:
    return (
        f"{setting}: expected the issuer's address, since other settings for it are there; "
        "found none. To mend: name the issuer, or take the others out."
    )


def _require_distinct(found: Iterable[IdentityProvider]) -> None:
    seen: dict[str, str] = {}
    for provider in found:
        for one in (provider.issuer.rstrip("/"), f"the name '{provider.key}'"):
            if one in seen:
                raise WrongUse(
                    f"{provider.setting}: expected a provider of its own; found {one}, which "
                    f"{seen[one]} has already. To mend: take one of the two out."
                )
            seen[one] = provider.setting
