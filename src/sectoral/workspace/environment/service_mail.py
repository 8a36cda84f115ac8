"""Mail through a service's own interface (Amazon SES, Postmark, Mailgun and others), by Anymail.

What the service surely did not take is told as a mail server's no, so that it is tried again; of
anything else nobody can know.
"""

import smtplib
from collections.abc import Sequence
from typing import Any

import requests
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

_UNSURE = (500, 502, 504)
"""Answers after which the service may have taken it all the same."""


class ServiceBackend(BaseEmailBackend):
    """The service that SECTORAL_MAIL names, with its errors told apart."""

    def __init__(self, fail_silently: bool = False, **kwargs: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        name = f"anymail.backends.{settings.EMAIL_HOST}.EmailBackend"
        self._service = get_connection(name, fail_silently=fail_silently, **kwargs)

    def open(self) -> bool | None:
        """Make ready to send."""
        return self._service.open()

    def close(self) -> None:
        """End the session."""
        self._service.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send.  Raises SMTPResponseException where the service surely has none of it."""
        from anymail.exceptions import AnymailError  # noqa: PLC0415  (an extra)

        try:
            return self._service.send_messages(email_messages) or 0
        except AnymailError as error:
            if _may_have_left(error):
                raise
            words = str(error).partition("\n")[0]
            code = error.status_code or 550
            raise smtplib.SMTPResponseException(code, words) from error


def _may_have_left(error: Any) -> bool:
    if error.status_code is not None:
        return error.status_code in _UNSURE
    if not isinstance(error, requests.RequestException):
        return False  # It was refused here, before anything was asked.
    cause = error.__cause__
    begun = not isinstance(cause, requests.ConnectTimeout)
    return begun and "NewConnectionError" not in repr(cause)
