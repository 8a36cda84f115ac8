"""Marks of a person: Social Security and taxpayer numbers, dates of birth (S12)."""

import re

from sectoral.workspace.rules.wording.finding import FindingKind, TextFinding
from sectoral.workspace.rules.wording.plain import plain_text

_DASH = r"\s{0,3}[-./_]\s{0,3}"
_NUMBER = re.compile(
    rf"(?<!\d)(?<!\d[-./])(\d{{3}})(?:{_DASH}(\d{{2}}){_DASH}|[-. ](\d{{2}})[-. ])(\d{{4}})"
    r"(?!\d)(?![-./]\d)"
)
_NINE = re.compile(r"(?<!\d)(\d{3})(\d{2})(\d{4})(?!\d)")
_WORDS = re.compile(r"\b(?:ssn|s\.s\.n\.?|itin|social\s*security|taxpayer id\w*)(?![a-z])", re.I)
# Said to be one, and then nine digits or the last four, whatever stands between them.
_SAID = re.compile(
    rf"{_WORDS.pattern}[^\d]{{0,30}}(?:(?:\d[^\da-z]{{0,3}}){{8}}\d(?!\d)|\d{{4}}(?!\d))", re.I
)
_TAXPAYER = {*range(50, 66), *range(70, 89), *range(90, 93), *range(94, 100)}

_BIRTH = re.compile(
    r"\b(?:dob|d\.o\.b\.?|dates? of birth|birth ?da(?:te|y)s?|birth|born)(?![a-z])", re.I
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_GAP = r"\s?[/.-]\s?"
_DATE = re.compile(
    rf"(?<!\d)(?:\d{{1,2}}{_GAP}\d{{1,2}}{_GAP}(?:\d{{4}}|\d{{2}})|\d{{4}}{_GAP}\d{{1,2}}{_GAP}"
    rf"\d{{1,2}}|{_MONTH}[\s-]{_DAY},?[\s-]{{1,2}}\d{{4}}|{_DAY}[\s-](?:of )?{_MONTH},?[\s-]"
    r"{1,2}(?:\d{4}|\d{2})|(?:0[1-9]|1[0-2])[0-3]\d(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|1[0-2])"
    r"[0-3]\d)(?!\d)",
    re.I,
)
_NEAR = 40  # letters between the words "date of birth" and the date
_LONGEST = 24  # letters of a date in words


def find_person_marks(text: str) -> list[TextFinding]:
    """Marks of a person: Social Security numbers, and dates that are said to be of birth.

    Nine digits without separators count only where the text speaks of Social Security: parts,
    orders and phone numbers are nine digits too. Numbers that are never given out (area 000,
    666 or from 900 on but a taxpayer's; group 00; serial 0000) do not count.
    Source   Social Security Administration, structure of the number (randomised since 2011);
             Internal Revenue Service, individual taxpayer identification numbers.
    """
    seen = plain_text(text)
    marks = []
    if _holds_number(seen):
        marks.append(
            TextFinding(FindingKind.PERSONAL, "a Social Security number", "it marks a person")
        )
    if any(_date_near(match.start(), match.end(), seen) for match in _BIRTH.finditer(seen)):
        marks.append(TextFinding(FindingKind.PERSONAL, "a date of birth", "it marks a person"))
    return marks


def _holds_number(text: str) -> bool:
    apart = (
        (area, dashed or other, serial) for area, dashed, other, serial in _NUMBER.findall(text)
    )
    if any(_given_out(*parts) for parts in apart) or _SAID.search(text):
        return True
    spoken_of = _WORDS.search(text)
    return bool(spoken_of) and any(_given_out(*parts) for parts in _NINE.findall(text))


def _given_out(area: str, group: str, serial: str) -> bool:
    if area >= "900":
        return int(group) in _TAXPAYER and serial != "0000"
    return area not in ("000", "666") and group != "00" and serial != "0000"


def _date_near(start: int, end: int, text: str) -> bool:
    return bool(_DATE.search(text[max(0, start - _NEAR - _LONGEST) : end + _NEAR + _LONGEST]))
