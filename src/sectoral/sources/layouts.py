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
from sectoral.sources.engine import Layout

LAYOUTS: tuple[Layout, ...] = (
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
