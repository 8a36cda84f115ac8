"""A provider's own refusals, in its words where it has any."""

import re
from collections.abc import Mapping

from sectoral.workspace.environment.identity import IdentityProvider
from sectoral.workspace.oidc.faults import ProviderFault, ProviderUnavailable, UnreadableAnswer

_CODE = re.compile(r"[a-z_]{1,60}")
_LONGEST = 200

_MEANT = {
    "access_denied": "you canceled there, or your agency does not let you use this site",
    "login_required": "you are not signed in there",
    "interaction_required": "it could not ask you",
    "account_selection_required": "it could not ask which account you mean",
    "consent_required": "you did not agree there",
    "invalid_request": "it does not understand what this site asked",
    "invalid_scope": "it does not tell this site addresses",
    "unauthorized_client": "it does not let this site ask",
    "unsupported_response_type": "it does not support this way to sign in",
    "server_error": "it failed",
    "temporarily_unavailable": "it is too busy right now",
    "invalid_client": "it does not know this site by its name and password",
    "invalid_grant": "this sign-in has expired or has already been used",
}
_ITS_OWN = {"server_error": UnreadableAnswer, "temporarily_unavailable": ProviderUnavailable}


class ProviderRefusal(ProviderFault):
    """The provider itself says no."""

    heading = "Your provider did not sign you in"


def refusal_of(provider: IdentityProvider, told: Mapping[str, str]) -> ProviderFault:
    """The fault for what stands in the address by which a provider leads back."""
    code = told.get("error", "")
    kind = _ITS_OWN.get(code, ProviderRefusal)
    return kind(f"{_refusal_sentence(provider, code, told.get('error_description', ''))} {_MEND}")


def refusal_of_code(provider: IdentityProvider, error: object) -> ProviderFault:
    """The fault where a provider does not trade the code for the tokens."""
    kind = ProviderRefusal if error == "invalid_grant" else UnreadableAnswer
    return kind(f"{_refusal_sentence(provider, str(error or ''), '')} {_MEND}")


_MEND = "Nothing has changed. Start again, or sign in with a link."


def _refusal_sentence(provider: IdentityProvider, code: str, more: str) -> str:
    known = _CODE.fullmatch(code)
    meant = _MEANT.get(code, "it gave no reason that we understand")
    named = f" ({code})" if known else ""
    words = " ".join("".join(sign if sign.isprintable() else " " for sign in more).split())
    quoted = f" It said: “{words[:_LONGEST]}”." if words else ""
    return f"{provider.label} says no: {meant}{named}.{quoted}"
