"""How many people work somewhere, as cells say it: a number, a band, or a day made of a band.

A spreadsheet program makes a day of “1-9” and of “10-49” when a CSV is opened: 9 January, and
October 1949. They are read back as what was typed.
"""

import re

from sectoral.workspace.models.organizations import SizeBand

_TOPS = ((9, SizeBand.MICRO), (49, SizeBand.SMALL), (249, SizeBand.MEDIUM))
_LEAST = 250
_DAYS = 31
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_RANGE = re.compile(r"(\d{1,6})-(\d{1,6})")
_OVER = re.compile(r"(?:(?:over|morethan|>)=?(\d{1,6})|(\d{1,6})(?:\+|ormore|andmore|andover))")
_UNDER = re.compile(r"(?:under|lessthan|fewerthan|<)=?(\d{1,6})")
_MONTH_DAY = re.compile(r"([a-z]{3})[a-z]*-(?:19|20)?(\d{1,2})|(\d{1,2})-([a-z]{3})[a-z]*")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(?:\d{2}|\d{4})")


def band_of(words: str) -> str | None:
    """The size band that a cell's words mean; None where they mean none."""
    bare = _strip_size(words)
    if bare in SizeBand.values:
        return bare
    if bare.isascii() and bare.isdigit() and len(bare) < 8:
        return _band_holding(int(bare))
    ends = _RANGE.fullmatch(bare)
    if ends:
        low, high = _band_holding(int(ends[1])), _band_holding(int(ends[2]))
        return low if low == high and int(ends[1]) <= int(ends[2]) else None
    over = _OVER.fullmatch(bare)
    if over:
        return SizeBand.LARGE.value if int(over[1] or over[2]) >= _LEAST else None
    under = _UNDER.fullmatch(bare)
    return SizeBand.MICRO.value if under and int(under[1]) <= 10 else None


def day_undone(words: str) -> str:
    """What was typed before a program made a day of it: '9-Jan' → '1-9'; empty where it is none."""
    bare = words.strip().casefold().replace(" ", "-")
    for typed in _typed_ranges(bare):
        if band_of(typed):
            return typed
    return ""


def _typed_ranges(bare: str) -> list[str]:
    """What somebody can have typed who finds this day: month and day, or month and year."""
    found = []
    day = _MONTH_DAY.fullmatch(bare)
    if day:
        found.append(_range_words(_MONTHS.get(day[1] or day[4], 0), int(day[2] or day[3])))
    iso, slashed = _ISO.fullmatch(bare), _SLASHED.fullmatch(bare)
    if iso:
        year, month, number = int(iso[1][2:]), int(iso[2]), int(iso[3])
        # What is no day of the month became a year: 10-49 is the first of October 1949.
        found.append(_range_words(month, year if number == 1 and year > _DAYS else number))
    if slashed:
        found.append(_range_words(int(slashed[1]), int(slashed[2])))
    return [typed for typed in found if typed]


def _range_words(low: int, high: int) -> str:
    return f"{low}-{high}" if low and low < high else ""


def _band_holding(people: int) -> str:
    return next((band.value for most, band in _TOPS if people <= most), SizeBand.LARGE.value)


def _strip_size(words: str) -> str:
    bare = re.sub(r"[–—−]", "-", words.replace(",", "")).casefold()
    bare = re.sub(r"\s+", "", bare).replace("to", "-")
    bare = re.sub(r"(?:employees|people|workers|staff|fte)$", "", bare)
    return re.sub(r"(\d)\.0+$", r"\1", bare).replace("ormore", "+")
