"""How accounts come about: by invitation. Nobody opens one on the sign-in page."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's account rules, with the door to self-made accounts closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  (allauth asks)
        """No: a partnership or the state's administrator makes the account."""
        return False
