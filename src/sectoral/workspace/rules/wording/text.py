"""What a text says that it should not: offers, talk of pay, marks of a person.

Three kinds, found by words and patterns; each finding says which words, so that the writer can
be told and a person can judge. A finding is a flag, not a verdict, except a person's marks:
those stop a text from being kept (S12).

    offer      links, files, prices and selling words: how a pitch looks (S1)
    antitrust  pay levels and who hires whom: what companies must not settle together (S9)
    personal   Social Security numbers and dates of birth (S12)
"""

from collections.abc import Sequence

from sectoral.workspace.rules.answers import YES, Ruling
from sectoral.workspace.rules.wording.antitrust import find_antitrust
from sectoral.workspace.rules.wording.finding import FindingKind, TextFinding
from sectoral.workspace.rules.wording.offers import find_offers, offers_in_name
from sectoral.workspace.rules.wording.persons import find_person_marks

__all__ = [
    "FindingKind",
    "TextFinding",
    "find_antitrust",
    "find_offers",
    "find_person_marks",
    "find_wording",
    "may_be_called",
    "may_keep",
    "may_show_at_once",
    "said_of",
]


def find_wording(text: str) -> list[TextFinding]:
    """Everything in a text that asks for a second look, in the order of the kinds."""
    return [*find_offers(text), *find_antitrust(text), *find_person_marks(text)]


def may_keep(text: str) -> Ruling:
    """Whether a text may be kept: not while it holds marks of a person (S12)."""
    marks = [finding.found for finding in find_person_marks(text)]
    if marks:
        return Ruling(
            f"The text seems to hold {' and '.join(marks)}. Remove it. This workspace keeps "
            "nothing that identifies a person."
        )
    return YES


def may_be_called(name: str) -> Ruling:
    """Whether something or somebody may be called so: a name marks nobody and sells nothing."""
    marks = may_keep(name)
    seen = offers_in_name(name)
    if not marks or not seen:
        return marks
    return Ruling(
        f"A name holds no link, file or price; this one holds {said_of(seen)}. Take it out."
    )


def may_show_at_once(text: str) -> Ruling:
    """Whether a public partner's text may be shown before a person has looked at it (S1)."""
    seen = find_offers(text)
    if seen:
        return Ruling(
            f"The text holds {said_of(seen)}. It waits until the convener has looked at it."
        )
    return YES


def said_of(seen: Sequence[TextFinding]) -> str:
    """Findings in a sentence: each why, and the first words it was found by."""
    quoted = list(dict.fromkeys(finding.found for finding in seen))[:3]
    return (
        f"{_join_words(sorted({finding.why for finding in seen}))} "
        f"({_join_words([f'“{words}”' for words in quoted])})"
    )


def _join_words(words: list[str]) -> str:
    return ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else "".join(words)
