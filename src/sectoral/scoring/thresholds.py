"""The limits that turn a score into a verdict, for metropolitan and for rural regions."""

import math
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl

from sectoral.errors import BadInput
from sectoral.scoring.lists import read_rows

NAMES = (
    "critical",
    "promising",
    "least_lq",
    "least_share",
    "least_workplaces",
    "least_settled",
    "least_covered",
    "least_known",
    "workplaces_for_a_table",
)
KINDS = ("metropolitan", "rural")
COLUMNS = ("threshold", *KINDS)
ABOVE_100 = frozenset({"least_lq", "least_workplaces", "workplaces_for_a_table"})
"""Those that may be above 100: a ratio, and counts; the others are points or per cent."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """One limit of each name for each kind of region.

    limits   (name, kind) → the limit: points, workplaces or per cent; see `thresholds.csv`
    """

    limits: dict[tuple[str, str], float]

    def of(self, name: str, kind: str = "kind") -> pl.Expr:
        """The limit that applies to a row, by its column `kind`."""
        rural = pl.col(kind).cast(pl.String) == "rural"
        return (
            pl.when(rural)
            .then(self.limits[name, "rural"])
            .otherwise(self.limits[name, "metropolitan"])
        )

    def rows(self) -> list[dict[str, Any]]:
        """One row a name: {'threshold': 'critical', 'metropolitan': 60.0, 'rural': 60.0}."""
        return [{"threshold": n, **{k: self.limits[n, k] for k in KINDS}} for n in NAMES]


def default_thresholds() -> Thresholds:
    """The limits that come with the package."""
    with resources.as_file(resources.files("sectoral.scoring") / "thresholds.csv") as path:
        return read_thresholds(path)


def read_thresholds(path: Path) -> Thresholds:
    """Limits from a CSV: threshold, metropolitan, rural; more columns are for people.

    Raises   BadInput for a missing column, an unknown, repeated or missing limit, a number
             that is none or out of its range, or 'promising' above 'critical'.
    """
    limits: dict[tuple[str, str], float] = {}
    for line, row in read_rows(path, COLUMNS):
        name = row["threshold"]
        _refuse_name(path, line, name, limits)
        for kind in KINDS:
            limits[name, kind] = _read_limit(path, line, row, kind)
    _refuse_missing(path, limits)
    return Thresholds(limits)


def _refuse_name(path: Path, line: int, name: str, known: dict[tuple[str, str], float]) -> None:
    twice = (name, KINDS[0]) in known
    if name not in NAMES or twice:
        raise BadInput(
            path.name,
            row=line,
            column="threshold",
            expected="a threshold that stands once" if twice else f"one of {', '.join(NAMES)}",
            found=f"'{name}'{' a second time' if twice else ''}",
            mend="remove the row" if twice else "correct the name",
        )


def _read_limit(path: Path, line: int, row: dict[str, str], kind: str) -> float:
    try:
        value = float(row[kind])
    except (TypeError, ValueError):
        value = math.nan
    most = math.inf if row["threshold"] in ABOVE_100 else 100.0
    if not (math.isfinite(value) and 0 <= value <= most):
        raise BadInput(
            path.name,
            row=line,
            column=kind,
            expected=f"a number {'from 0 to 100' if most == 100 else 'of 0 or more'}",
            found=f"'{row[kind] or ''}'",
            mend="correct the number",
        )
    return value


def _refuse_missing(path: Path, limits: dict[tuple[str, str], float]) -> None:
    missing = [name for name in NAMES if (name, KINDS[0]) not in limits]
    if missing:
        raise BadInput(
            path.name,
            column="threshold",
            expected=f"a row for each of {', '.join(NAMES)}",
            found=f"none for {', '.join(missing)}",
            mend="add the row",
        )
    for kind in KINDS:
        critical, promising = limits["critical", kind], limits["promising", kind]
        if promising > critical:
            raise BadInput(
                path.name,
                column=kind,
                expected="'promising' at or below 'critical'",
                found=f"{promising:g} above {critical:g}",
                mend="exchange or correct the two",
            )
