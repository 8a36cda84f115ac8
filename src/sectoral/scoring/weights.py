"""The criteria of a score: their weights, and where 0 and 100 points lie."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from sectoral.errors import BadInput
from sectoral.scoring.lists import read_rows

COLUMNS = ("criterion", "weight", "worst", "best", "scale")


@dataclass(frozen=True, slots=True)
class ScoreCriterion:
    """One criterion: an indicator, its weight in per cent, and where 0 and 100 points lie."""

    indicator: str
    weight: float
    worst: float
    best: float
    logarithmic: bool
    why: str


def default_weights(indicators: Collection[str]) -> tuple[ScoreCriterion, ...]:
    """The weights that come with the package."""
    with resources.as_file(resources.files("sectoral.scoring") / "weights.csv") as path:
        return read_weights(path, indicators)


def read_weights(path: Path, indicators: Collection[str]) -> tuple[ScoreCriterion, ...]:
    """Criteria from a CSV: criterion, weight, worst, best, scale (linear or log), why.

    Weights may sum to anything above 0; they are put to 100 %.

    Takes    the file; the ids of the indicators there are.
    Raises   BadInput for a missing column, a criterion that is no indicator or stands twice, a
             number that is none, an impossible scale, or weights that sum to 0.
    """
    read: list[ScoreCriterion] = []
    for line, row in read_rows(path, COLUMNS):
        _refuse_name(path, line, row["criterion"], indicators, read)
        read.append(_read_criterion(row, line, path))
    total = sum(c.weight for c in read)
    if total <= 0:
        raise BadInput(
            path.name,
            column="weight",
            expected="weights that sum to more than 0",
            found=f"{total:g}",
            mend="give at least one criterion a weight",
        )
    return tuple(
        ScoreCriterion(c.indicator, 100 * c.weight / total, c.worst, c.best, c.logarithmic, c.why)
        for c in read
    )


def _refuse_name(
    path: Path, line: int, name: str, indicators: Collection[str], read: list[ScoreCriterion]
) -> None:
    twice = any(c.indicator == name for c in read)
    if name not in indicators or twice:
        raise BadInput(
            path.name,
            row=line,
            column="criterion",
            expected="a criterion that stands once" if twice else f"one of {', '.join(indicators)}",
            found=f"'{name}'{' a second time' if twice else ''}",
            mend="remove the row" if twice else "name one of these indicators",
        )


def _read_criterion(row: dict[str, str], line: int, path: Path) -> ScoreCriterion:
    weight, worst, best = (_read_number(row, line, path, c) for c in ("weight", "worst", "best"))
    if row["scale"] not in ("linear", "log"):
        raise BadInput(
            path.name,
            row=line,
            column="scale",
            expected="'linear' or 'log'",
            found=f"'{row['scale'] or ''}'",
            mend="write one of the two",
        )
    logarithmic = row["scale"] == "log"
    faults = {
        "weight": (weight < 0, "0 or more", f"{weight:g}"),
        "worst": (logarithmic and worst <= 0, "a number above 0 on a log scale", f"{worst:g}"),
        "best": (
            worst == best or (logarithmic and best <= 0),
            "a number other than 'worst', and above 0 on a log scale",
            f"{best:g}",
        ),
    }
    for column, (wrong, expected, found) in faults.items():
        if wrong:
            mend = "correct the number"
            raise BadInput(
                path.name, row=line, column=column, expected=expected, found=found, mend=mend
            )
    return ScoreCriterion(row["criterion"], weight, worst, best, logarithmic, row.get("why") or "")


def _read_number(row: dict[str, str], line: int, path: Path, column: str) -> float:
    try:
        value = float(row[column])
    except (TypeError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        raise BadInput(
            path.name,
            row=line,
            column=column,
            expected="a number",
            found=f"'{row[column] or ''}'",
            mend="write a number",
        )
    return value
