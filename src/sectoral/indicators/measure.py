"""All indicators of an edition, measured in one go."""

import polars as pl

from sectoral import tables
from sectoral.indicators.concentration import concentration
from sectoral.indicators.growth import longest_span, past_growth, shift_share
from sectoral.indicators.projection import projected_growth
from sectoral.indicators.quality import job_quality
from sectoral.indicators.sector_jobs import latest_levels


def indicators(
    estimates: pl.DataFrame,
    jobs: pl.DataFrame,
    regions: pl.DataFrame,
    sectors: pl.DataFrame,
    reference: pl.DataFrame,
    growth: pl.DataFrame,
    projections: pl.DataFrame,
) -> pl.DataFrame:
    """Every indicator of every sector in every region.

    Takes    JOBS_ESTIMATES in whole years, SECTOR_JOBS, REGIONS of one partition, SECTORS,
             REFERENCE_JOBS, REFERENCE_GROWTH, PROJECTIONS.
    Returns  INDICATORS.
    """
    levels = latest_levels(jobs)
    span = longest_span(jobs)
    parts = [
        concentration(levels, reference, sectors),
        past_growth(jobs, levels, span),
        shift_share(jobs, levels, growth, span),
        job_quality(levels),
        projected_growth(levels, estimates, regions, sectors, projections),
    ]
    return tables.check(pl.concat(parts), tables.INDICATORS)
