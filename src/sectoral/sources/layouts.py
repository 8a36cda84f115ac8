"""Every layout we read, in the order in which a file is held against them."""

from sectoral.sources import (
    areas,
    commuting,
    jobs,
    occupations,
    projections,
    shapefile,
    titles,
    training,
    unemployment,
)
from sectoral.sources.engine import FileLayout, OfficialFile

LAYOUTS: tuple[FileLayout, ...] = (
    *jobs.LAYOUTS,
    *commuting.LAYOUTS,
    *areas.LAYOUTS,
    *shapefile.LAYOUTS,
    *occupations.LAYOUTS,
    *projections.LAYOUTS,
    *training.LAYOUTS,
    *titles.LAYOUTS,
    *unemployment.LAYOUTS,
)

_RAW_CBP = {"fipstate", "fipscty", "naics", "emp", "ap", "est"}


def why_not_used(file: OfficialFile) -> str:
    """Why a file of no layout of ours is not used, and what to bring instead where we know."""
    if {name.lower() for name in file.columns} >= _RAW_CBP:
        return (
            "County Business Patterns as packed by the publisher, which does not say its year: "
            "`sectoral download` brings the same numbers with it"
        )
    return "not a layout that we read"
