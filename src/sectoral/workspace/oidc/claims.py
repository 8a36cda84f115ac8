"""What a provider tells of a person, and which address follows from it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sectoral.workspace.actions.identities import ProviderSubject
from sectoral.workspace.environment.identity import IdentityProvider
from sectoral.workspace.oidc.faults import ProviderFault, UntrustedAnswer

Claims = dict[str, Any]


class NotVerified(ProviderFault):
    """The provider does not say that the address is the person's."""

    heading = "Your address is not verified"


@dataclass(frozen=True, slots=True)
class ProviderClaims:
    """What a provider tells: within the ID token, which held, and when asked for more.

    claims     of the ID token
    ask_more   what it tells of the same person elsewhere, asked for only where it is needed
    """

    provider: IdentityProvider
    claims: Claims
    ask_more: Callable[[], Claims]

    @property
    def subject(self) -> ProviderSubject:
        """Whom the provider names."""
        return ProviderSubject(self.claims["iss"], self.claims["sub"], self.provider.label)

    def verified_address(self) -> str:
        """The address that the provider has verified to be the person's.

        Raises   NotVerified where it says none, has not verified it, or may not vouch for it;
                 Untrusted where it tells of somebody else when asked for more.
        """
        claims = self.claims
        if _address_in(claims) is None or self._is_verified(claims) is None:
            more = self._more()
            claims = claims if _address_in(more) is None else more
        address, label = _address_in(claims), self.provider.label
        if address is None:
            raise NotVerified(
                f"{label} does not say what your address is, so no account can be found. Sign "
                "in with a link, and ask your agency to tell this site your address."
            )
        if not self._is_verified(claims):
            raise NotVerified(
                f"{label} says that your address is {address}, but not that it has checked "
                "it. Sign in with a link, and ask your agency to confirm your address there."
            )
        if not self.provider.vouches_for(address):
            raise NotVerified(
                f"{label} says that your address is {address}. This site accepts only "
                f"addresses that end in {' or '.join(self.provider.domains)} alone. Sign in "
                "with a link."
            )
        return address

    def _more(self) -> Claims:
        more = self.ask_more()
        if more and more.get("sub") != self.claims["sub"]:
            raise UntrustedAnswer(
                f"{self.provider.label} told us about one person, and when asked for the "
                "address, about another. Nobody was signed in. Sign in with a link, and tell "
                "its people."
            )
        return more

    def _is_verified(self, claims: Claims) -> bool | None:
        """Yes, no, or null where the provider does not say."""
        said = claims.get("email_verified")
        if said is not None:
            return said in (True, "true")
        return True if self._of_trusted_tenant() else None

    def _of_trusted_tenant(self) -> bool:
        """Whether the person is of the one tenant that the operator trusts, and no guest in it.

        Its own people's addresses are the tenant's to give; a guest's is somebody else's.
        """
        if not self.provider.tenant or self.claims.get("tid") != self.provider.tenant:
            return False
        at_home = self.claims.get("idp", self.claims["iss"]) == self.claims["iss"]
        guest = str(self.claims.get("acct", 0)) != "0"
        owned = str(self.claims.get("xms_edov", True)).lower() in ("true", "1")
        return at_home and not guest and owned


def _address_in(claims: Claims) -> str | None:
    address = claims.get("email")
    return address.strip() or None if isinstance(address, str) else None
