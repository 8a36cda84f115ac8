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
    "per cent": "%",
    "per cent a year": "% a year",
    "% a year": "% a year",
    "%/year": "% a year",
}
_ONE = {
    "jobs": "job",
    "workers": "worker",
    "establishments": "establishment",
    "counties": "county",
    "points": "point",
}


def three(value: float) -> str:
    """A number with at most three significant digits and a true minus sign."""
    if value == 0 or not isfinite(value):
        return "0" if value == 0 else "beyond measure"
    places = 2 - floor(log10(abs(value)))
    rounded = round(value, places)
    text = f"{abs(rounded):,.{max(places, 0)}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"−{text}" if rounded < 0 else text


def per_cent(value: float) -> str:
    """A share of a hundred: to a tenth, which is as fine as any of ours is sure."""
    if value == 0 or abs(value) >= 10 or not isfinite(value):
        return three(value if abs(value) >= 100 else round(value, 1))
    return f"{value:.1f}".replace("-", "−")


def bare(value: float | None, unit: str) -> str:
    """A number for a table column whose heading carries the unit."""
    if value is None:
        return UNKNOWN
    if unit == "share":
        return f"{per_cent(value * 100)}%"
    if unit in _MONEY:
        return three(value).replace("−", "−$") if value < 0 else f"${three(value)}"
    if unit in _PER_CENT:
        return f"{per_cent(value)}%"
    return three(value)


def quantity(value: float | None, unit: str) -> str:
    """A number with its unit, as it stands in a sentence."""
    if value is None:
        return UNKNOWN
    if unit in _MONEY:
        return bare(value, unit) + _MONEY[unit]
    if unit in _PER_CENT:
        return f"{per_cent(value)}{_PER_CENT[unit]}"
    if unit in ("share", "ratio", "index", ""):
        return bare(value, unit)
    return f"{three(value)} {_ONE.get(unit, unit) if three(value) == '1' else unit}"


def span(low: float | None, high: float | None, unit: str) -> str:
    """The least and the most a number can be; empty where they are the same or not known."""
    if low is None or high is None:
        return ""
    least, most = bare(low, unit), bare(high, unit)
    return "" if least == most else f"{least}–{most}".replace("–−", " to −")


def about(value: float | None, low: float | None, high: float | None, unit: str) -> str:
    """A number, its unit and its range: 'about 1,200 jobs (1,050–1,400)'."""
    between = span(low, high, unit)
    words = quantity(value, unit)
    return f"about {words} ({between})" if between and value is not None else words


def listed(names: list[str] | tuple[str, ...]) -> str:
    """Names in a sentence: 'Adams, Boulder and Denver'."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def opened(sentence: str) -> str:
    """A sentence with a capital at its start and a stop at its end."""
    words = sentence.strip()
    stop = "" if not words or words[-1] in ".?" else "."
    return f"{words[:1].upper()}{words[1:]}{stop}"


_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def count(number: int, one: str, many: str | None = None, *, figures: bool = False) -> str:
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
