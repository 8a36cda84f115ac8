"""All indicators of an edition, measured in one go."""

import polars as pl

from sectoral import tables
from sectoral.indicators.concentration import concentration
from sectoral.indicators.growth import (
    NO_SPAN,
    SHIFTS,
    past_growth,
    sector_ends,
    shift_share,
    unknown_growth,
)
from sectoral.indicators.projection import projected_growth
from sectoral.indicators.quality import job_quality
from sectoral.indicators.sector_jobs import latest_levels, level_cells
from sectoral.indicators.spans import growth_span


def measure_indicators(
    area_jobs: pl.DataFrame,
    estimates: pl.DataFrame,
    jobs: pl.DataFrame,
    regions: pl.DataFrame,
    sectors: pl.DataFrame,
    reference: pl.DataFrame,
    growth: pl.DataFrame,
    projections: pl.DataFrame,
) -> pl.DataFrame:
    """Every indicator of every sector in every region.

    Takes    AREA_JOBS of the regions' states, JOBS_ESTIMATES in whole years, SECTOR_JOBS,
             REGIONS of one partition, SECTORS, REFERENCE_JOBS, REFERENCE_GROWTH of the span
             that `growth_span` finds, PROJECTIONS.
    Returns  INDICATORS.
    """
    levels = latest_levels(jobs)
    cells = level_cells(estimates, levels, regions, sectors)
    parts = [
        concentration(levels, cells, reference, sectors),
        job_quality(levels),
        projected_growth(levels, cells, projections),
    ]
    span = growth_span(area_jobs)
    if span is None:
        parts.append(unknown_growth(levels, ("growth_past", *SHIFTS), NO_SPAN))
    else:
        given = (jobs, estimates, area_jobs, regions, sectors)
        ends = sector_ends(levels, cells, *given, span)
        parts += [past_growth(ends, span), shift_share(ends, growth, span)]
    return tables.check(pl.concat(parts), tables.INDICATORS)
