"""Official codes and their versions: the industries of NAICS, the counties of FIPS (I16).

    wrong_industry("6229")     # why it is none, and what is near; "" where it is one
    wrong_county("09001")      # "… ended in 2022 …": Connecticut counts by planning regions now
    industry_title("622")      # "Hospitals"

`naics.csv` holds NAICS 2022, and those codes of 2017 that ended with it. `counties.csv` holds the
counties and their equivalents of 2023, and those that ended since 1990 with what they are today.
An edition may speak of other counties: those of an invented state, or of an older vintage;
`also` names them.
Source: Census Bureau, "2022 NAICS Structure" and "Cartographic Boundary Files", 2017 and 2023.
"""

import csv
import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sectoral.errors import SectoralError
from sectoral.places import find_state, state_code

NAICS = "2022"
"""The version of NAICS that a code is of, unless said."""

EXAMPLES = frozenset(f"99{number:03}" for number in range(1, 23, 2))
"""The invented counties of our examples and templates: no state has the code 99."""

_SECTORS = {"31-33": ("31", "32", "33"), "44-45": ("44", "45"), "48-49": ("48", "49")}
_CLOSE = 0.9
_LISTED = 6


@dataclass(frozen=True, slots=True)
class IndustryCode:
    """An industry of NAICS, of 2 to 6 digits; `version` is the last that has it."""

    code: str
    title: str
    version: str


@dataclass(frozen=True, slots=True)
class CountyCode:
    """A county or its equivalent.

    ended   the year in which its code ended; None = it is used today
    now     the codes that stand for its land since
    """

    area: str
    name: str
    ended: int | None
    now: tuple[str, ...]


@cache
def industries() -> dict[str, IndustryCode]:
    """Code → industry, those of NAICS 2017 that ended among them."""
    return {row["code"]: IndustryCode(**row) for row in _read_rows("naics.csv")}


@cache
def counties() -> dict[str, CountyCode]:
    """FIPS code → county, those that ended among them."""
    return {
        row["area"]: CountyCode(
            row["area"], row["name"], int(row["ended"]) if row["ended"] else None,
            tuple(row["now"].split()),
        )
        for row in _read_rows("counties.csv")
    }  # fmt: skip


def _read_rows(name: str) -> Iterator[dict[str, str]]:
    with files(__name__).joinpath(name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def industry_title(code: str) -> str:
    """What a code is called; empty for one that we do not know."""
    known = industries().get(code)
    return known.title if known else ""


def wrong_industry(code: str, also: Collection[str] = ()) -> str:
    """Why a code is no industry of NAICS 2022, with what is near; empty where it is one.

    Takes    code: two to six digits, or one of the three sectors that have two ends: 31-33;
             also: codes that count besides, such as those of an edition of older data.
    """
    if code in also or code in _SECTORS or code in _joined_sectors() or _is_current(code):
        return ""
    old = industries().get(code)
    if old is not None:
        return (
            f"“{code}” ({old.title}) is a code of NAICS {old.version} that ended with NAICS "
            f"{NAICS}{_successor_words(old)}."
        )
    if not (code.isascii() and code.isdigit() and 2 <= len(code) <= 6):
        ranges = ", ".join(_SECTORS)
        return f"“{code}” is no NAICS code: it has two to six digits, or is one of {ranges}."
    return f"“{code}” is no code of NAICS {NAICS}: {_nearest_industry(code)}."


def _is_current(code: str) -> bool:
    known = industries().get(code)
    return known is not None and known.version == NAICS


@cache
def _joined_sectors() -> frozenset[str]:
    return frozenset(part for parts in _SECTORS.values() for part in parts)


def _successor_words(old: IndustryCode) -> str:
    """What is called so today, where anything is called nearly so."""
    titles = {i.title.casefold(): i for i in industries().values() if i.version == NAICS}
    near = difflib.get_close_matches(old.title.casefold(), titles, 1, _CLOSE)
    if not near:
        return ""
    return f"; there {titles[near[0]].code} is “{titles[near[0]].title}”"


def _nearest_industry(code: str) -> str:
    """The next wider industry that there is, and what it has of the code's own depth."""
    wide = next((code[:n] for n in range(len(code) - 1, 1, -1) if _is_known(code[:n])), "")
    if not wide:
        return "no industry begins so"
    within = [c for c in sorted(industries()) if c.startswith(wide) and len(c) == len(wide) + 1]
    current = [c for c in within if _is_current(c)]
    title = industry_title(wide)
    named = f"{wide} ({title})" if title else wide
    if not current:
        return f"{named} has no finer ones"
    more = " and others" if len(current) > _LISTED else ""
    return f"{named} has {', '.join(current[:_LISTED])}{more}"


def _is_known(code: str) -> bool:
    return code in _joined_sectors() or _is_current(code)


def wrong_county(area: str, also: Collection[str] = (), *, invented: bool = False) -> str:
    """Why a code is no county today, with what is near; empty where it is one.

    Takes    also: the counties of the edition that is shown, which may be invented or of an
             older vintage; invented: whether those of our examples count too.
    """
    if area in also or (invented and area in EXAMPLES):
        return ""
    if not (area.isascii() and area.isdigit() and len(area) == 5):
        return f"“{area}” is no county: its FIPS code has five digits."
    known = counties().get(area)
    if known is not None and known.ended is None:
        return _newer_county_words(known, also)
    if known is not None:
        today = ", ".join(f"{code} {counties()[code].name}" for code in known.now)
        return f"{area} ({known.name}) ended as a county in {known.ended}; today there is: {today}."
    return f"“{area}” is no county{_nearest_county(area)}."


def _newer_county_words(county: CountyCode, also: Collection[str]) -> str:
    """An edition of older counties knows nothing of those that came after."""
    before = [c for c in counties().values() if county.area in c.now and c.area in also]
    if not before:
        return ""
    named = ", ".join(f"{c.area} {c.name}" for c in before)
    return (
        f"{county.area} ({county.name}) came after the counties that the edition shown here "
        f"counts by: {named}."
    )


def _nearest_county(area: str) -> str:
    try:
        place = find_state(state_code(area))
    except SectoralError:
        return f": no state has the code {state_code(area)}"
    here = [c for c in counties().values() if place.covers(c.area) and c.ended is None]
    if not here:
        return f" of {place.name}"
    near = min(here, key=lambda c: abs(int(c.area) - int(area)))
    return f" of {place.name}; the nearest code is {near.area} ({near.name})"
