"""How jobs have changed, and how much of the change is particular to the region."""

import polars as pl

from sectoral import tables
from sectoral.indicators.catalogue import NumberFacts, indicator_rows
from sectoral.indicators.sector_jobs import cells_of_sectors
from sectoral.indicators.spans import GrowthSpan
from sectoral.places import is_state_total

PERIOD = ["source", "year", "quarter"]
PAIR = ["region", "sector"]
ALL_INDUSTRIES = "*"
NATION = "US000"
LEAST_COVERED = 0.75  # of the region's jobs must be in counties with files at both ends
NO_SPAN = "the files hold no two whole years of one source and no published change"


def reference_growth(
    area_jobs: pl.DataFrame, sectors: pl.DataFrame, span: GrowthSpan | None
) -> pl.DataFrame:
    """How each sector grew in the nation, or in all counties at hand where it is not in the files.

    Counties are compared in the cells published at both ends, so that a cell withheld in one
    year neither adds nor takes jobs.

    Takes    AREA_JOBS as read (all areas), SECTORS, the span.
    Returns  REFERENCE_GROWTH, with sector '*' for all industries.
    """
    if span is None:
        return tables.REFERENCE_GROWTH.empty()
    cells = _cell_ends(area_jobs, span)
    nation = cells.filter(pl.col("area") == NATION)
    used = nation if nation.height else cells.filter(~is_state_total())
    counties = 0 if nation.height else used["area"].n_unique()
    owner = "all" if span.source == "qcew" else "private"
    everything = used.filter((pl.col("industry") == "10") & (pl.col("ownership") == owner))
    parts = [
        everything.with_columns(pl.lit(ALL_INDUSTRIES).alias("sector")),
        used.join(cells_of_sectors(sectors), on=["industry", "ownership"]).select(
            *used.columns, "sector"
        ),
    ]
    sums = (
        pl.concat(parts)
        .group_by("sector")
        .agg(pl.col("first").sum().alias("jobs_first"), pl.col("last").sum().alias("jobs_last"))
        .with_columns(
            pl.lit(span.source).alias("source"),
            pl.lit(span.first).alias("first_year"),
            pl.lit(span.last).alias("last_year"),
            pl.lit(counties).alias("areas"),
        )
    )
    return tables.check(sums, tables.REFERENCE_GROWTH)


def _cell_ends(area_jobs: pl.DataFrame, span: GrowthSpan) -> pl.DataFrame:
    """Cells published at both ends of the span, with their jobs `first` and `last`."""
    cell = ["area", "industry", "ownership"]
    series = area_jobs.filter(pl.col("source") == span.source)
    if span.publishers_change:
        # The publisher's figure of a year before is on the measure of the last month.
        now = pl.coalesce("jobs_last_month", "jobs")
        period = (pl.col("year") == span.last) & (pl.col("quarter") == span.quarter)
        both = now.is_not_null() & pl.col("jobs_year_ago").is_not_null()
        return series.filter(period & both).select(
            *cell, pl.col("jobs_year_ago").alias("first"), now.alias("last")
        )

    def year(of: int, name: str) -> pl.DataFrame:
        known = series.filter(pl.col("year") == of, pl.col("jobs").is_not_null())
        whole = (pl.col("quarter") == 0).any() | (pl.col("quarter").n_unique() == 4)
        return (
            known.group_by(cell)
            .agg(pl.col("jobs").mean().alias(name), whole.alias("whole"))
            .filter("whole")
            .drop("whole")
        )

    return year(span.first, "first").join(year(span.last, "last"), on=cell)


def sector_ends(
    levels: pl.DataFrame,
    cells: pl.DataFrame,
    sector_jobs: pl.DataFrame,
    estimates: pl.DataFrame,
    area_jobs: pl.DataFrame,
    regions: pl.DataFrame,
    sectors: pl.DataFrame,
    span: GrowthSpan,
) -> pl.DataFrame:
    """Each of the levels' sectors at both ends of the span, and how far that can be believed.

    Takes    SECTOR_JOBS of the levels' period, its `level_cells`, SECTOR_JOBS, JOBS_ESTIMATES,
             AREA_JOBS, REGIONS of one partition, SECTORS, the span.
    Returns  region, sector; `first` and `last` in jobs with _low and _high, null where growth
             cannot be told; confidence, a share; `why_not`, null where it can.
    """
    if span.publishers_change:
        ends = _published_ends(levels, area_jobs, regions, sectors, span)
    else:
        ends = _estimated_ends(sector_jobs, span)
    had = _areas_at_both(estimates, area_jobs, span)
    frame = (
        levels.select(*PAIR)
        .join(ends, on=PAIR, how="left")
        .join(_covered_share(had, estimates, levels, regions), on="region", how="left")
        .join(_stood_for(cells, estimates, span), on=PAIR, how="left")
        .with_columns(pl.col("covered", "stood_for").fill_null(0.0))
    )
    why_not = _why_not(span)
    values = ["first", "first_low", "first_high", "last", "last_low", "last_high"]
    return frame.with_columns(why_not.alias("why_not")).with_columns(
        *[pl.when(pl.col("why_not").is_null()).then(pl.col(name)).alias(name) for name in values],
        (pl.col("confidence") * pl.col("covered") * pl.col("stood_for")).alias("confidence"),
    )


def _estimated_ends(sector_jobs: pl.DataFrame, span: GrowthSpan) -> pl.DataFrame:
    series = sector_jobs.filter(pl.col("source") == span.source, pl.col("quarter") == 0)

    def end(of: int, name: str) -> pl.DataFrame:
        return series.filter(pl.col("year") == of).select(
            *PAIR,
            pl.col("jobs").alias(name),
            pl.col("jobs_low").alias(f"{name}_low"),
            pl.col("jobs_high").alias(f"{name}_high"),
            pl.when(pl.col("jobs") > 0)
            .then(pl.col("jobs_low") / pl.col("jobs"))
            .alias(f"{name}_settled"),
        )

    both = end(span.first, "first").join(end(span.last, "last"), on=PAIR)
    return both.with_columns(pl.min_horizontal("first_settled", "last_settled").alias("confidence"))


def _published_ends(
    levels: pl.DataFrame,
    area_jobs: pl.DataFrame,
    regions: pl.DataFrame,
    sectors: pl.DataFrame,
    span: GrowthSpan,
) -> pl.DataFrame:
    """Sums of the cells that the publisher compares with the year before."""
    sums = (
        _cell_ends(area_jobs, span)
        .join(regions.select("area", "region"), on="area")
        .join(cells_of_sectors(sectors), on=["industry", "ownership"])
        .group_by(PAIR)
        .agg(pl.col("first").sum(), pl.col("last").sum())
        .join(levels.select(*PAIR, "jobs"), on=PAIR)
    )
    bounds = [pl.col(e).alias(f"{e}_{b}") for e in ("first", "last") for b in ("low", "high")]
    share = pl.when(pl.col("jobs") > 0).then(pl.col("last") / pl.col("jobs"))
    return sums.with_columns(*bounds, share.clip(upper_bound=1.0).alias("confidence"))


def _areas_at_both(
    estimates: pl.DataFrame, area_jobs: pl.DataFrame, span: GrowthSpan
) -> pl.DataFrame:
    """Counties with files: `both` ends of the span, or only one."""
    if span.publishers_change:
        ends = _cell_ends(area_jobs.filter(pl.col("industry") == "10"), span)
        return ends.select("area").unique().with_columns(pl.lit(True).alias("both"))
    whole = estimates.filter(
        pl.col("source") == span.source,
        pl.col("industry") == "10",
        pl.col("quarter") == 0,
        pl.col("year").is_in([span.first, span.last]),
    )
    return whole.group_by("area").agg((pl.col("year").n_unique() == 2).alias("both"))


def _covered_share(
    had: pl.DataFrame, estimates: pl.DataFrame, levels: pl.DataFrame, regions: pl.DataFrame
) -> pl.DataFrame:
    """Of each region the share of jobs in counties with files at both ends, and `uneven`:
    some county has files at one end only, so that the ends are not of the same counties."""
    jobs = (
        estimates.filter(pl.col("industry") == "10")
        .join(levels.select(PERIOD).unique(), on=PERIOD, how="semi")
        .group_by("area")
        .agg(pl.col("jobs").max())
    )
    counties = (
        regions.select("area", "region")
        .join(jobs, on="area", how="left")
        .join(had, on="area", how="left")
        .with_columns(pl.col("jobs").fill_null(0.0))
    )
    whole = pl.col("jobs").sum()
    inside = pl.col("jobs").filter(pl.col("both").fill_null(False)).sum()
    return counties.group_by("region").agg(
        pl.when(whole > 0).then(inside / whole).alias("covered"),
        (~pl.col("both")).any().alias("uneven"),
    )


def _stood_for(cells: pl.DataFrame, estimates: pl.DataFrame, span: GrowthSpan) -> pl.DataFrame:
    """The share of each sector's jobs in industries and owners that the span's source counts.

    County Business Patterns counts no farms and no public employers, so its growth stands for
    a part of agriculture or of healthcare only.
    """
    counted = (
        estimates.filter(pl.col("source") == span.source)
        .select("industry", "ownership", pl.lit(True).alias("counted"))
        .unique()
    )
    jobs = pl.col("jobs")
    return (
        cells.join(counted, on=["industry", "ownership"], how="left")
        .group_by(PAIR)
        .agg(
            pl.when(jobs.sum() > 0)
            .then(jobs.filter(pl.col("counted").is_not_null()).sum() / jobs.sum())
            .alias("stood_for")
        )
    )


def _why_not(span: GrowthSpan) -> pl.Expr:
    per_cent = (100 * pl.col("covered")).floor().cast(pl.Int64)
    return (
        pl.when(pl.col("covered") < LEAST_COVERED)
        .then(
            pl.format(
                f"only {{}}% of the region's jobs are in counties with files for {span.words}",
                per_cent,
            )
        )
        .when(pl.col("uneven"))
        .then(pl.lit(f"the files for {span.first} and {span.last} are not of the same counties"))
        .when(pl.col("first").is_null())
        .then(pl.lit(f"no jobs published at both ends of {span.words}"))
        .when(pl.col("first") == 0)
        .then(pl.lit(f"no jobs at the start of {span.words}"))
    )


def past_growth(ends: pl.DataFrame, span: GrowthSpan) -> pl.DataFrame:
    """Compound yearly growth of each region's sectors over the span.

        growth = 100 × ((last / first)^(1 / years) − 1)

    Takes    `sector_ends`, the span.
    Returns  INDICATORS rows; low from the most at the start and the least at the end, high the
             other way round.
    """
    years = 1 / span.years

    def rate(first: str, last: str) -> pl.Expr:
        return pl.when(pl.col(first) > 0).then(
            100 * ((pl.col(last) / pl.col(first)).pow(years) - 1)
        )

    return indicator_rows(
        ends,
        "growth_past",
        rate("first", "last"),
        _about_growth(span),
        low=rate("first_high", "last_low"),
        high=rate("first_low", "last_high"),
    )


def shift_share(ends: pl.DataFrame, reference: pl.DataFrame, span: GrowthSpan) -> pl.DataFrame:
    """The three parts of each sector's change: national growth, industry mix, the region's own.

    With jobs e at the start, G the reference's growth of all jobs, g* its growth of the sector
    and g the sector's growth here:  e G,  e (g* − G),  e (g − g*). They sum to the change.

    Takes    `sector_ends`, REFERENCE_GROWTH of the same span, the span.
    Returns  INDICATORS rows; unknown where the reference does not hold the sector.
    Source   Dunn (1960), Papers in Regional Science 6:97-112.
    """
    grown = reference.filter(pl.col("jobs_first") > 0).select(
        "sector", "areas", (pl.col("jobs_last") / pl.col("jobs_first") - 1).alias("growth")
    )
    everything = grown.filter(pl.col("sector") == ALL_INDUSTRIES)
    if not everything.height:
        return unknown_growth(ends, SHIFTS, "the files hold no growth of all jobs to compare with")
    total, counties = everything["growth"][0], everything["areas"][0]
    compared = f"the {counties:,} counties in the files" if counties else "the nation"
    about = _about_growth(span, f"compared with {compared}")
    frame = ends.join(grown.select("sector", "growth"), on="sector", how="left")
    start, here, sector = pl.col("first"), pl.col("last") - pl.col("first"), pl.col("growth")
    known = pl.when(sector.is_not_null())
    values = (
        known.then(start * total),
        known.then(start * (sector - total)),
        known.then(here - start * sector),
    )
    return pl.concat(
        [
            indicator_rows(frame, part, value, about)
            for part, value in zip(SHIFTS, values, strict=True)
        ]
    )


SHIFTS = ("shift_national", "shift_mix", "shift_regional")


def _about_growth(span: GrowthSpan, compared: str = "") -> NumberFacts:
    beware = "; ".join(words for words in (compared, span.beware()) if words)
    part = pl.when(pl.col("stood_for") < 0.995).then(
        pl.format(
            "stands for {}% of the sector's jobs",
            (100 * pl.col("stood_for")).floor().cast(pl.Int64),
        )
    )
    told = pl.concat_str(
        [part, pl.lit(beware or None, pl.String)], separator="; ", ignore_nulls=True
    )
    return NumberFacts(
        period=pl.lit(span.words),
        source=pl.lit(span.source),
        confidence=pl.col("confidence"),
        note=pl.coalesce("why_not", pl.when(told != "").then(told)),
    )


def unknown_growth(levels: pl.DataFrame, parts: tuple[str, ...], reason: str) -> pl.DataFrame:
    """Rows of INDICATORS that say why growth is not known.

    Takes    any frame with region and sector; the indicators; the reason.
    """
    nothing = pl.lit(None, pl.Float64)
    about = NumberFacts(pl.lit(""), pl.lit(""), nothing, pl.lit(reason))
    return pl.concat([indicator_rows(levels, part, nothing, about) for part in parts])
