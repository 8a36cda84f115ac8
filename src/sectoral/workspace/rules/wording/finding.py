"""What was found in a text: the words, their kind, and why they are looked at."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sectoral.workspace.rules.wording.plain import plain_text


class FindingKind(StrEnum):
    """What a finding is about."""

    OFFER = "offer"
    ANTITRUST = "antitrust"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class TextFinding:
    """Words in a text that ask for a second look.

    found   the words as they stand; for a person's marks only what they look like, so that
            a message or log never repeats them
    why     one clause for the writer
    """

    kind: FindingKind
    found: str
    why: str


def find_patterns(
    text: str, kind: FindingKind, patterns: Iterable[tuple[str, str]]
) -> list[TextFinding]:
    """Every place where one of the patterns fits; a pattern comes with why it is looked for."""
    seen = plain_text(text)
    return [
        TextFinding(kind, " ".join(match.group(0).split()), why)
        for pattern, why in patterns
        for match in re.finditer(pattern, seen, re.I)
    ]
