"""How jobs have changed, and how much of the change is particular to the region."""

from dataclasses import dataclass

import polars as pl

from sectoral import tables
from sectoral.indicators.catalogue import About, numbers
from sectoral.indicators.sector_jobs import EVERY_OWNER

PERIOD = ["source", "year", "quarter"]
ALL_INDUSTRIES = "*"
NATION = "US000"
PANDEMIC = 2020
CODES_CHANGED = 2022  # NAICS 2022 rebuilt retail and information


@dataclass(frozen=True, slots=True)
class Span:
    """The two years that growth is measured between, in one source.

    A span of no series (`source` empty) means growth is not known.
    """

    source: str
    first: int
    last: int

    @property
    def years(self) -> int:
        """Years between the ends."""
        return self.last - self.first

    @property
    def words(self) -> str:
        """'2017–2021'."""
        return f"{self.first}–{self.last}"

    def beware(self) -> str | None:
        """What a reader must know of the years between."""
        notes = []
        if self.first < PANDEMIC <= self.last:
            notes.append("the span includes the shock of 2020")
        if self.source == "qcew" and self.first < CODES_CHANGED <= self.last:
            notes.append("industry codes were revised in 2022, which moves some jobs")
        return "; ".join(notes) or None


def longest_span(area_jobs: pl.DataFrame) -> Span | None:
    """The longest run from a first to a last whole year in one source; QCEW where equal.

    Takes    AREA_JOBS or any table with its source, year and quarter.
    Returns  None where no source has two whole years.
    """
    quarters = area_jobs.select(PERIOD).unique()
    whole = (
        quarters.group_by("source", "year")
        .agg((pl.col("quarter") == 0).any() | (pl.col("quarter").n_unique() == 4))
        .filter("quarter")
    )
    spans = (
        whole.group_by("source")
        .agg(pl.col("year").min().alias("first"), pl.col("year").max().alias("last"))
        .filter(pl.col("first") < pl.col("last"))
        .with_columns(
            (pl.col("last") - pl.col("first")).alias("years"),
            (pl.col("source") == "qcew").alias("counts_all"),
        )
        .sort("years", "counts_all", descending=True)
    )
    if not spans.height:
        return None
    best = spans.row(0, named=True)
    return Span(best["source"], best["first"], best["last"])


def reference_growth(
    area_jobs: pl.DataFrame, sectors: pl.DataFrame, span: Span | None
) -> pl.DataFrame:
    """How each sector grew in the nation, or in all counties at hand where it is not in the files.

    Counties are compared in the cells published at both ends, so that a cell withheld in one
    year neither adds nor takes jobs.

    Takes    AREA_JOBS as read (all areas), SECTORS, the span.
    Returns  REFERENCE_GROWTH, with sector '*' for all industries.
    """
    if span is None:
        return tables.REFERENCE_GROWTH.empty()
    cells = _ends(area_jobs, span)
    nation = cells.filter(pl.col("area") == NATION)
    used = nation if nation.height else cells.filter(~pl.col("area").str.ends_with("000"))
    counties = 0 if nation.height else used["area"].n_unique()
    owner = "all" if span.source == "qcew" else "private"
    everything = used.filter((pl.col("industry") == "10") & (pl.col("ownership") == owner))
    parts = [
        everything.with_columns(pl.lit(ALL_INDUSTRIES).alias("sector")),
        _of_sectors(used, sectors),
    ]
    sums = (
        pl.concat(parts, how="diagonal_relaxed")
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


def _ends(area_jobs: pl.DataFrame, span: Span) -> pl.DataFrame:
    """Cells known at both ends of the span, with their jobs `first` and `last`."""
    cell = ["area", "industry", "ownership"]

    def year(of: int, name: str) -> pl.DataFrame:
        here = area_jobs.filter(
            pl.col("source") == span.source, pl.col("year") == of, pl.col("jobs").is_not_null()
        )
        return here.group_by(cell).agg(pl.col("jobs").mean().alias(name))

    return year(span.first, "first").join(year(span.last, "last"), on=cell)


def _of_sectors(cells: pl.DataFrame, sectors: pl.DataFrame) -> pl.DataFrame:
    pairs = cells.join(
        sectors.select("sector", "industry", pl.col("ownership").alias("wanted")), on="industry"
    )
    everyone = (pl.col("wanted") == "all") & pl.col("ownership").is_in(EVERY_OWNER)
    return pairs.filter(everyone | (pl.col("wanted") == pl.col("ownership"))).drop("wanted")


def past_growth(sector_jobs: pl.DataFrame, levels: pl.DataFrame, span: Span | None) -> pl.DataFrame:
    """Compound yearly growth of each region's sectors over the span.

    Takes    SECTOR_JOBS; SECTOR_JOBS of the levels' period; the span.
    Returns  INDICATORS rows; without a span every value is unknown and says why.
    """
    if span is None:
        return _unknown(levels, "growth_past", "the files hold no two whole years of one source")
    ends = _sector_ends(sector_jobs, levels, span)
    years = 1 / span.years

    def rate(first: str, last: str) -> pl.Expr:
        return pl.when(pl.col(first) > 0).then(
            100 * ((pl.col(last) / pl.col(first)).pow(years) - 1)
        )

    about = _about(span, pl.lit(span.beware(), pl.String))
    return numbers(
        ends,
        "growth_past",
        rate("jobs", "jobs_last"),
        about,
        low=rate("jobs_high", "jobs_low_last"),
        high=rate("jobs_low", "jobs_high_last"),
    )


def shift_share(
    sector_jobs: pl.DataFrame, levels: pl.DataFrame, reference: pl.DataFrame, span: Span | None
) -> pl.DataFrame:
    """The three parts of each sector's change: national growth, industry mix, the region's own.

    With jobs e at the start, G the reference's growth of all jobs, g* its growth of the sector
    and g the sector's growth here:  e G,  e (g* − G),  e (g − g*). They sum to the change.

    Takes    SECTOR_JOBS, the levels' rows, REFERENCE_GROWTH, the span.
    Returns  INDICATORS rows.
    Source   Dunn (1960), Papers in Regional Science 6:97-112.
    """
    parts = ("shift_national", "shift_mix", "shift_regional")
    everything = reference.filter(pl.col("sector") == ALL_INDUSTRIES)
    if span is None or not everything.height:
        reason = "the files hold no two whole years of one source"
        return pl.concat([_unknown(levels, part, reason) for part in parts])
    total = everything["jobs_last"][0] / everything["jobs_first"][0] - 1
    ends = _sector_ends(sector_jobs, levels, span).join(
        reference.select("sector", (pl.col("jobs_last") / pl.col("jobs_first") - 1).alias("g")),
        on="sector",
        how="left",
    )
    counties = everything["areas"][0]
    compared = f"the {counties:,} counties in the files" if counties else "the nation"
    about = _about(span, pl.lit(f"compared with {compared}"))
    start, here = pl.col("jobs"), pl.col("jobs_last") - pl.col("jobs")
    values = (start * total, start * (pl.col("g") - total), here - start * pl.col("g"))
    return pl.concat(
        [numbers(ends, part, value, about) for part, value in zip(parts, values, strict=True)]
    )


def _sector_ends(sector_jobs: pl.DataFrame, levels: pl.DataFrame, span: Span) -> pl.DataFrame:
    """Each of the levels' sectors at the first and (suffix `_last`) last year of the span."""
    series = sector_jobs.filter(pl.col("source") == span.source, pl.col("quarter") == 0)
    wanted = ["region", "sector", "jobs", "jobs_low", "jobs_high", "jobs_published"]
    first = series.filter(pl.col("year") == span.first).select(wanted)
    last = series.filter(pl.col("year") == span.last).select(wanted)
    both = first.join(last, on=["region", "sector"], suffix="_last")
    return levels.select("region", "sector").join(both, on=["region", "sector"], how="left")


def _about(span: Span, note: pl.Expr) -> About:
    first = pl.col("jobs_published") / pl.col("jobs")
    last = pl.col("jobs_published_last") / pl.col("jobs_last")
    missing = pl.lit(f"no jobs published at both ends of {span.words}")
    return About(
        period=pl.lit(span.words),
        source=pl.lit(span.source),
        confidence=pl.min_horizontal(first, last),
        note=pl.when(pl.col("jobs").is_null()).then(missing).otherwise(note),
    )


def _unknown(levels: pl.DataFrame, indicator: str, reason: str) -> pl.DataFrame:
    about = About(pl.lit(""), pl.lit(""), pl.lit(None, pl.Float64), pl.lit(reason))
    return numbers(levels, indicator, pl.lit(None, pl.Float64), about)
