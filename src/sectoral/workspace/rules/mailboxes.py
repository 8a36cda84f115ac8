"""The one normal form of an e-mail address: one mailbox is one account, however it was typed."""

import re
import unicodedata

import idna
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from sectoral.workspace.rules.answers import YES, Refused, Ruling, require

_HIDDEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}
"""Signs that nobody sees: control, format and unassigned ones, and blanks of every kind."""


def mailbox_of(text: str) -> str:
    """An address as we keep and compare it: no blanks around it, small letters, and an
    international domain in the letters that mail servers use (xn--…).

    Raises   Refused where it cannot be an address, or holds a sign that nobody sees: it is named.
    """
    address = text.strip()
    require(hidden_sign(address))
    local, at, domain = address.rpartition("@")
    try:
        mailbox = f"{local.lower()}{at}{_normal_domain(domain)}"
        validate_email(mailbox)
    except (ValidationError, idna.IDNAError):
        raise Refused(
            f"“{address}” is not an e-mail address. Write it like name@place.example."
        ) from None
    return mailbox


def hidden_sign(text: str) -> Ruling:
    """A no where an address holds a sign that nobody sees; a plain blank is seen."""
    for place, sign in enumerate(text):
        if sign != " " and unicodedata.category(sign) in _HIDDEN:
            shown = "".join(one for one in text if unicodedata.category(one) not in _HIDDEN)
            return Ruling(
                f"“{shown}” holds {_sign_name(sign)} {_place_words(text[:place])}: type the "
                "address again."
            )
    return YES


def _sign_name(sign: str) -> str:
    name = unicodedata.name(sign, "control character").lower()
    return f"a{'n' * (name[0] in 'aeiou')} {name} (U+{ord(sign):04X})"


def _place_words(before: str) -> str:
    part = re.split(r"[@.]", before)[-1] or before[-1:]
    return f"after “{part}”" if part else "at its beginning"


def _normal_domain(domain: str) -> str:
    """The domain's one spelling; a plain one need not follow the rules of international ones."""
    if domain.isascii() and "xn--" not in domain.lower():
        return domain.lower()
    return idna.encode(domain, uts46=True).decode("ascii").lower()
