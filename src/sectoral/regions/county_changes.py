"""Counties whose codes have changed since 1990, so that files of two vintages can be joined.

One row of COUNTY_CHANGES says that land and people of `area` went to `to_area` in `year`:

  ended   the old code is not used any more
  began   the new code was not used before

Connecticut's eight counties and nine planning regions cut across each other (only towns nest
in both), so each stands for all nine and each of the nine for all eight.
Broomfield (08014) also took land from Weld (08123), left out here: hardly anyone lived on it.
Source: Census Bureau, "Substantial Changes to Counties and County Equivalent Entities";
Federal Register 87:34235 (2022) for Connecticut.
"""

from collections.abc import Collection

import polars as pl

_CONNECTICUT_COUNTIES = ("09001", "09003", "09005", "09007", "09009", "09011", "09013", "09015")
_CONNECTICUT_PLANNING_REGIONS = (
    "09110",
    "09120",
    "09130",
    "09140",
    "09150",
    "09160",
    "09170",
    "09180",
    "09190",
)

_SPLIT, _RENAMED, _MERGED = "split", "renamed", "became part of the new area"
_CARVED = "gave a part to a new area"
_GAVE = "split; this part went to an area that was there before"
_NESTED = "counties were replaced by planning regions; only towns nest in both"

# area, to_area, year, ended, began, what
_CHANGES = [
    ("02240", "02068", 1990, False, True, _CARVED),
    ("02290", "02068", 1990, False, True, _CARVED),
    ("02231", "02232", 1992, True, True, _SPLIT),
    ("02231", "02282", 1992, True, True, _SPLIT),
    ("51780", "51083", 1995, True, False, _MERGED),
    ("12025", "12086", 1997, True, True, _RENAMED),
    ("30113", "30031", 1997, True, False, _GAVE),
    ("30113", "30067", 1997, True, False, _GAVE),
    ("08001", "08014", 2001, False, True, _CARVED),
    ("08013", "08014", 2001, False, True, _CARVED),
    ("08059", "08014", 2001, False, True, _CARVED),
    ("51560", "51005", 2001, True, False, _MERGED),
    ("02232", "02105", 2007, True, True, _SPLIT),
    ("02232", "02230", 2007, True, True, _SPLIT),
    ("02201", "02130", 2008, True, False, _GAVE),
    ("02201", "02198", 2008, True, True, _SPLIT),
    ("02201", "02275", 2008, True, True, _SPLIT),
    ("02280", "02195", 2008, True, True, _SPLIT),
    ("02280", "02275", 2008, True, True, _SPLIT),
    ("51515", "51019", 2013, True, False, _MERGED),
    ("02270", "02158", 2015, True, True, _RENAMED),
    ("46113", "46102", 2015, True, True, _RENAMED),
    ("02261", "02063", 2019, True, True, _SPLIT),
    ("02261", "02066", 2019, True, True, _SPLIT),
] + [
    (old, new, 2022, True, True, _NESTED)
    for old in _CONNECTICUT_COUNTIES
    for new in _CONNECTICUT_PLANNING_REGIONS
]

COUNTY_CHANGES = pl.DataFrame(
    _CHANGES,
    schema={
        "area": pl.String,
        "to_area": pl.String,
        "year": pl.Int16,
        "ended": pl.Boolean,
        "began": pl.Boolean,
        "what": pl.String,
    },
    orient="row",
)

EVER_CHANGED = frozenset(COUNTY_CHANGES["area"]) | frozenset(COUNTY_CHANGES["to_area"])


def _change_steps(backward: bool) -> dict[str, list[str]]:
    """Each ended area's successors; or, backward, each begun area's predecessors."""
    steps: dict[str, list[str]] = {}
    for area, to_area, _, ended, began, _ in _CHANGES:
        if began and backward:
            steps.setdefault(to_area, []).append(area)
        if ended and not backward:
            steps.setdefault(area, []).append(to_area)
    return steps


_SUCCESSORS, _PREDECESSORS = _change_steps(backward=False), _change_steps(backward=True)


def counterparts(area: str, known: Collection[str]) -> list[str]:
    """The areas of another vintage that together hold everything of one area.

    Takes    a county's code; the codes of the other vintage.
    Returns  [area] where it is known itself; else its successors, or else its predecessors,
             all of them known, sorted; empty where there are none or one is not known.
    """
    for step in (_SUCCESSORS, _PREDECESSORS):
        found = _follow_changes(area, known, step)
        if found:
            return sorted(found)
    return []


def _follow_changes(area: str, known: Collection[str], step: dict[str, list[str]]) -> set[str]:
    """The known areas at the end of every path of changes; empty where one path ends unknown."""
    if area in known:
        return {area}
    ends = [_follow_changes(after, known, step) for after in step.get(area, [])]
    return set().union(*ends) if all(ends) else set()
