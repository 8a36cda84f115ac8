r"""What a text says that it should not: offers, talk of pay, marks of a person.

Three kinds, found by words and patterns; each finding says which words, so that the writer can
be told and a person can judge. A finding is a flag, not a verdict, except a person's marks:
those stop a text from being kept (S12).

    offer      links, files, prices and selling words: how a pitch looks (S1)
    antitrust  pay levels and who hires whom: what companies must not settle together (S9)
    personal   Social Security numbers and dates of birth (S12)
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from sectoral.workspace.answers import YES, Answer


class Kind(StrEnum):
    """What a finding is about."""

    OFFER = "offer"
    ANTITRUST = "antitrust"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Finding:
    """Words in a text that ask for a second look.

    found   the words as they stand; for a person's marks only what they look like, so that
            a message or log never repeats them
    why     one clause for the writer
    """

    kind: Kind
    found: str
    why: str


def findings(text: str) -> list[Finding]:
    """Everything in a text that asks for a second look, in the order of the kinds."""
    return [*offers(text), *antitrust(text), *personal(text)]


# ── offers (S1) ───────────────────────────────────────────────────────────────────────────────

_TOP = r"(?:com|org|net|edu|gov|io|us|biz|info|co|ai|app|dev)"
_FILE = r"(?:pdf|docx?|pptx?|xlsx?|zip|jpe?g|png|mp4|csv)"
_OFFERS = (
    (rf"(?:https?://|www\.)\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.{_TOP}\b(?:/\S*)?", "a link"),
    (r"[a-z0-9.+_-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", "an address to write to"),
    (rf"\b[\w-]+\.{_FILE}\b", "a file"),
    (
        r"\b(?:see (?:the )?attach(?:ed|ment)|attached (?:is|are|please)|brochure|flyer)\w*",
        "a file",
    ),
    (
        r"(?:\$|usd\s?)\s?\d[\d,]*(?:\.\d+)?(?:\s?[km]\b)?(?:\s?(?:per|an?|each|/)\s?\w+)?"
        r"|\b\d[\d,]*(?:\.\d+)?\s?(?:dollars|usd)\b",
        "a price",
    ),
    (
        r"\b(?:our|my) (?:\w+ ){0,3}(?:program|course|academy|class|certificate|service|product|"
        r"training|team)s?\b",
        "one's own program",
    ),
    (
        r"\b(?:sign up|enrol+ (?:now|today)|register (?:now|today|here)|book a (?:call|demo)|"
        r"free (?:trial|consultation|demo)|discount|special offer|we (?:can |already )?(?:offer|"
        r"provide|deliver)|contact (?:me|us)|call (?:me|us)|reach out to (?:me|us))\b",
        "selling words",
    ),
)


def offers(text: str) -> list[Finding]:
    """What looks like somebody selling: a link, a file, a price, one's own program."""
    return _found(text, Kind.OFFER, _OFFERS)


# ── pay and hiring (S9) ───────────────────────────────────────────────────────────────────────

_PAY = r"(?:wages?|salar(?:y|ies)|pay|hourly rates?|starting rates?|compensation|bonus(?:es)?)"
_HIRING = r"(?:hire|hiring|recruit(?:ing)?|poach(?:ing)?|solicit(?:ing)?)"
_EACH_OTHER = r"(?:each other|one another|among (?:us|ourselves)|other members?|competitors?)"
_ANTITRUST = (
    (
        r"\b(?:what|how much) (?:do|does|are|is) \w+ (?:\w+ )?pay(?:ing)?\b"
        rf"|\b{_PAY} (?:level|scale|band|rate|range|survey|cap|ceiling|freeze|grid)s?\b",
        "pay levels",
    ),
    (
        rf"\b(?:set|fix|cap|agree on|hold(?: down)?|align|standardi[sz]e|match|keep|share|compare|"
        rf"freeze|limit)\w*\b[^.!?\n]{{0,30}}\b{_PAY}\b",
        "pay levels",
    ),
    (
        r"\b(?:we|they|i) (?:all )?(?:pay|start) (?:\w+ ){0,4}(?:\$|at )\s?\d|\$\s?\d[\d,.]*\s?"
        r"(?:(?:an|per|/)\s?(?:hour|hr)|/?hourly)\b",
        "pay levels",
    ),
    (r"\b(?:no|non)[- ]?(?:poach\w*|hire|solicit\w*)\b", "who hires whom"),
    (
        rf"\b(?:not|never|stop|don'?t|won'?t|avoid|agree\w*)\b[^.!?\n]{{0,25}}\b{_HIRING}\b[^.!?\n]{{0,30}}"
        rf"\b(?:from {_EACH_OTHER}|{_EACH_OTHER}|each other'?s|(?:our|their|your) (?:people|"
        r"workers|staff|employees))",
        "who hires whom",
    ),
    (rf"\b{_HIRING} (?:away )?(?:people |workers |staff )?from {_EACH_OTHER}", "who hires whom"),
    (
        r"\b(?:set|fix|agree on|hold|raise|align)\w*\b[^.!?\n]{0,20}\bprices?\b"
        r"|\b(?:divide|split|carve)\w*\b(?: up)?[^.!?\n]{0,20}\b(?:customers|markets?|areas)\b"
        r"|\bboycott\w*",
        "prices or markets",
    ),
)


def antitrust(text: str) -> list[Finding]:
    """Talk that companies at one table must not have: pay levels, who hires whom, prices."""
    return _found(text, Kind.ANTITRUST, _ANTITRUST)


# ── marks of a person (S12) ───────────────────────────────────────────────────────────────────

_SSN = re.compile(r"(?<!\d)(?<!\d-)(\d{3})([-. ]?)(\d{2})\2(\d{4})(?![\d-])")
_SSN_WORDS = re.compile(r"\b(?:ssn|social security)\b", re.I)
_LAST_FOUR = re.compile(r"\b(?:ssn|social security)\b[^\d\n]{0,30}\d{4}\b", re.I)
_BIRTH = re.compile(r"\b(?:dob|d\.o\.b\.?|date of birth|birth ?da(?:te|y)|born(?: on)?)\b", re.I)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d{{2}})|\d{{4}}-\d{{1,2}}-\d{{1,2}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}} {_MONTH} \d{{4}})\b",
    re.I,
)
_NEAR = 40  # letters between the words "date of birth" and the date


def personal(text: str) -> list[Finding]:
    """Marks of a person: Social Security numbers, and dates that are said to be of birth.

    Nine digits without separators count only where the text speaks of Social Security: parts,
    orders and phone numbers are nine digits too. Numbers that are never given out (area 000,
    666 or from 900 on; group 00; serial 0000) do not count.
    Source   Social Security Administration, structure of the number (randomised since 2011).
    """
    plain = _plain(text)
    found = []
    if any(_is_ssn(match, plain) for match in _SSN.finditer(plain)) or _LAST_FOUR.search(plain):
        found.append(Finding(Kind.PERSONAL, "a Social Security number", "it marks a person"))
    if any(_date_near(match.start(), match.end(), plain) for match in _BIRTH.finditer(plain)):
        found.append(Finding(Kind.PERSONAL, "a date of birth", "it marks a person"))
    return found


def _is_ssn(match: re.Match[str], text: str) -> bool:
    area, separator, group, serial = match.groups()
    given_out = area not in ("000", "666") and area < "900" and group != "00" and serial != "0000"
    return given_out and (bool(separator) or bool(_SSN_WORDS.search(text)))


def _date_near(start: int, end: int, text: str) -> bool:
    return bool(_DATE.search(text[max(0, start - _NEAR) : end + _NEAR]))


def may_keep(text: str) -> Answer:
    """Whether a text may be kept: not while it holds marks of a person (S12)."""
    marks = [finding.found for finding in personal(text)]
    if marks:
        return Answer(
            f"The text seems to hold {' and '.join(marks)}. Take it out; this workspace keeps "
            "nothing that marks a person."
        )
    return YES


def may_show_at_once(text: str) -> Answer:
    """Whether a public partner's text may be shown before a person has looked at it (S1)."""
    seen = offers(text)
    if seen:
        return Answer(
            f"The text holds {_and(sorted({finding.why for finding in seen}))} "
            f"({_and([repr(finding.found) for finding in seen[:3]])}). It waits until the "
            "convener has looked at it."
        )
    return YES


def _and(words: list[str]) -> str:
    return ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else "".join(words)


# ── how words are looked for ──────────────────────────────────────────────────────────────────


def _found(text: str, kind: Kind, patterns: tuple[tuple[str, str], ...]) -> list[Finding]:
    plain = _plain(text)
    return [
        Finding(kind, match.group(0).strip(), why)
        for pattern, why in patterns
        for match in re.finditer(pattern, plain, re.I)
    ]


def _plain(text: str) -> str:
    """The text as it looks: other forms of letters, dashes and blanks made plain.

    Full-width digits, soft hyphens and zero-width blanks would otherwise hide a number from
    the patterns while a reader sees it.
    """
    folded = unicodedata.normalize("NFKC", text)
    seen = "".join(c for c in folded if unicodedata.category(c) != "Cf")
    dashed = re.sub(r"[\u2010-\u2015\u2212]", "-", seen)
    return re.sub(r"[^\S\n]", " ", dashed).replace("\u2019", "'")
