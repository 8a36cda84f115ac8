"""How a number is written: at most three significant digits, its unit, and how sure.

quantity(1234.0, "jobs")            "1,230 jobs"
about(1234.0, 1050, 1400, "jobs")   "about 1,230 jobs (1,050–1,400)"
quantity(None, "jobs")              "not published"
"""

from math import floor, isfinite, log10

UNKNOWN = "not published"
_MONEY = {"USD": "", "USD a year": " a year", "USD an hour": " an hour"}
_PER_CENT = {
    "%": "%",
    "percent": "%",
    "percent a year": "% a year",
    "% a year": "% a year",
    "%/year": "% a year",
}
# Units written as a bare number of up to three digits, for which zeros at its end can be kept.
_PLAIN = frozenset({"points", "ratio", "index", ""})
_ONE = {
    "jobs": "job",
    "workers": "worker",
    "establishments": "establishment",
    "workplaces": "workplace",
    "counties": "county",
    "points": "point",
}


# People, workplaces and counties are whole; an estimate of half a job is no finer for its digits.
_COUNTED = frozenset({"jobs", "workers", "establishments", "workplaces", "counties", "areas"})


def three_digits(value: float) -> str:
    """A number with at most three significant digits and a true minus sign."""
    if value == 0 or not isfinite(value):
        return "0" if value == 0 else "too large to show"
    return _round_to(value, _decimal_places(value), keep=0)


def per_cent(value: float) -> str:
    """A share of a hundred: to a tenth, which is as fine as any of ours is sure."""
    if abs(value) >= 100 or not isfinite(value):
        return three_digits(value)
    rounded = round(value, 1)
    return _round_to(rounded, 1, keep=1 if abs(rounded) < 10 else 0) if rounded else "0"


def _decimal_places(value: float) -> int:
    return 2 - floor(log10(abs(value)))


def _round_to(value: float, places: int, keep: int) -> str:
    """A number rounded to decimal places, `keep` of them shown even where they are zeros."""
    rounded = round(value, places)
    whole, _, part = f"{abs(rounded):,.{max(places, 0)}f}".partition(".")
    shown = part.rstrip("0").ljust(keep, "0")
    text = f"{whole}.{shown}" if shown else whole
    return f"−{text}" if rounded < 0 else text


def bare_number(value: float | None, unit: str) -> str:
    """A number for a table column whose heading carries the unit."""
    if value is None:
        return UNKNOWN
    if unit == "share":
        return f"{per_cent(value * 100)}%"
    if unit in _MONEY:
        return three_digits(value).replace("−", "−$") if value < 0 else f"${three_digits(value)}"
    if unit in _PER_CENT:
        return f"{per_cent(value)}%"
    if unit in _COUNTED:
        return "under 1" if 0 < value < 0.5 else three_digits(round(value))
    return three_digits(round(value, 1) if unit == "points" else value)


def quantity(value: float | None, unit: str) -> str:
    """A number with its unit, as it stands in a sentence."""
    if value is None:
        return UNKNOWN
    if unit in _MONEY:
        return bare_number(value, unit) + _MONEY[unit]
    if unit in _PER_CENT:
        return f"{per_cent(value)}{_PER_CENT[unit]}"
    if unit in ("share", "ratio", "index", ""):
        return bare_number(value, unit)
    words = bare_number(value, unit)
    return f"{words} {_ONE.get(unit, unit) if words in ('1', '−1', 'under 1') else unit}"


def range_words(low: float | None, high: float | None, unit: str) -> str:
    """The least and the most a number can be; empty where they are the same or not known."""
    if low is None or high is None:
        return ""
    if unit in _COUNTED and 0 < low < 0.5:
        low = 0.0
    least, most = _align_digits((low, high), unit)
    if unit in _PER_CENT or unit == "share":
        least = least.removesuffix("%")
    if least.strip("%") == most.strip("%"):
        return ""
    return f"{least}{' to ' if '−' in least + most else '–'}{most}"


def quantity_with_range(
    value: float | None, low: float | None, high: float | None, unit: str
) -> str:
    """A number, its unit and its range: 'about 1,200 jobs (1,050–1,400)'."""
    between = range_words(low, high, unit)
    if not between or value is None:
        return quantity(value, unit)
    own, fine = bare_number(value, unit), _align_digits((value, low, high), unit)[0]
    return f"about {quantity(value, unit).replace(own, fine, 1)} ({between})"


def _align_digits(values: tuple[float | None, ...], unit: str) -> list[str]:
    """Numbers that stand together, each as fine as its three digits allow: 1.80 beside 1.79."""
    known = [value for value in values if value is not None]
    plain = [bare_number(value, unit) for value in known]
    if unit not in _PLAIN:
        return plain
    fine = max(len(text.partition(".")[2]) for text in plain)
    fine = min(fine, 1) if unit == "points" else fine
    return [_pad_zeros(text, value, fine) for text, value in zip(plain, known, strict=True)]


def _pad_zeros(text: str, value: float, fine: int) -> str:
    """Zeros after the point, as many as three digits leave room for."""
    whole, _, part = text.partition(".")
    digits = len(whole.lstrip("−0").replace(",", ""))
    room = 3 - digits if digits else _decimal_places(value or 1.0)
    places = min(fine, room) if value else 0
    return f"{whole}.{part.ljust(places, '0')}" if places > 0 else text


def join_names(names: list[str] | tuple[str, ...]) -> str:
    """Names in a sentence: 'Adams, Boulder and Denver'."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def as_sentence(sentence: str) -> str:
    """A sentence with a capital at its start and a stop at its end."""
    words = sentence.strip()
    stop = "" if not words or words[-1] in ".?" else "."
    return f"{words[:1].upper()}{words[1:]}{stop}"


_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def count_phrase(number: int, one: str, many: str | None = None, *, figures: bool = False) -> str:
    """A small count in words: 'three counties', '12 counties'; figures: never in words."""
    word = _SMALL[number] if number < len(_SMALL) and not figures else f"{number:,}"
    return f"{word} {one if number == 1 else many or one + 's'}"


def ordinal(number: int) -> str:
    """'first', 'second', 'third', '4th'."""
    words = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}
    if number in words:
        return words[number]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"
