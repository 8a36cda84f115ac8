"""Sums and bounds that hold in every edition, whatever the data: what `sectoral check` adds up."""

from collections.abc import Callable

import polars as pl

from sectoral.edition import Edition

NEARLY = 1e-6


def broken_laws(edition: Edition) -> list[str]:
    """Every law that the edition's tables break, as a sentence with the first offender."""
    laws: tuple[Callable[[Edition], str | None], ...] = (
        _estimates_within_bounds,
        _counties_sum_to_regions,
        _published_is_not_more_than_all,
        _shift_share_sums,
        _points_sum_to_scores,
        _ranks_follow_scores,
        _every_region_is_described,
        _every_county_once,
    )
    return [fault for law in laws if (fault := law(edition)) is not None]


def _first_broken(rows: pl.DataFrame, law: str) -> str | None:
    if not rows.height:
        return None
    where = ", ".join(f"{k} {v}" for k, v in rows.row(0, named=True).items())
    return f"{law}: broken in {rows.height:,} rows, first {where}."


def _estimates_within_bounds(edition: Edition) -> str | None:
    cells = edition.table("jobs_estimates")
    slack = NEARLY * (1 + pl.col("jobs"))
    outside = (pl.col("jobs") < pl.col("jobs_low") - slack) | (
        pl.col("jobs") > pl.col("jobs_high") + slack
    )
    shown = cells.filter(outside).select("area", "industry", "year", "jobs")
    return _first_broken(shown, "jobs_estimates: jobs lie within their bounds")


def _counties_sum_to_regions(edition: Edition) -> str | None:
    """All jobs of the regions = all jobs of their counties."""
    partition = edition.manifest["partition"]
    mine = edition.table("regions").filter(pl.col("partition") == partition)
    whole = edition.table("jobs_estimates").filter(pl.col("industry") == "10")
    period = ["source", "year", "quarter"]
    base = pl.when(pl.col("source") == "qcew").then(pl.lit("all")).otherwise(pl.lit("private"))
    counties = (
        whole.filter(pl.col("ownership").cast(pl.String) == base)
        .join(mine, on="area")
        .group_by("region", *period)
        .agg(pl.col("jobs").sum().alias("counties"))
    )
    regions = edition.table("sector_jobs").select("region", *period, "region_jobs").unique()
    off = regions.join(counties, on=["region", *period]).filter(
        (pl.col("region_jobs") - pl.col("counties")).abs() > NEARLY * (1 + pl.col("counties"))
    )
    return _first_broken(off, "sector_jobs: a region's jobs are the sum of its counties'")


def _published_is_not_more_than_all(edition: Edition) -> str | None:
    rows = edition.table("sector_jobs")
    more = pl.col("jobs_published") > pl.col("jobs") * (1 + NEARLY)
    shown = rows.filter(more).select("region", "sector", "year", "jobs", "jobs_published")
    return _first_broken(shown, "sector_jobs: published jobs are a part of all jobs")


def _shift_share_sums(edition: Edition) -> str | None:
    """National growth + industry mix + the region's own = last − first jobs of the span.

    Where the span is the publisher's own over-the-year change, the edition has no jobs of a
    year before to hold it against.
    """
    parts = ("shift_national", "shift_mix", "shift_regional")
    pair = ["region", "sector"]
    sums = (
        edition.table("indicators")
        .filter(pl.col("indicator").is_in(parts))
        .group_by(pair)
        .agg(pl.col("value").sum().alias("parts"), pl.col("value").is_not_null().all())
        .filter("value")
    )
    span = edition.table("reference_growth").select("source", "first_year", "last_year").unique()
    years = edition.table("sector_jobs").filter(pl.col("quarter") == 0).join(span, on="source")

    def end(name: str) -> pl.DataFrame:
        return years.filter(pl.col("year") == pl.col(f"{name}_year")).select(
            *pair, pl.col("jobs").alias(name)
        )

    change = pl.col("last") - pl.col("first")
    both = end("first").join(end("last"), on=pair)
    off = (
        sums.join(both, on=pair)
        .filter((pl.col("parts") - change).abs() > NEARLY * (1 + pl.col("first") + pl.col("last")))
        .select(*pair, "parts", change.alias("change"))
    )
    return _first_broken(off, "indicators: the shift-share parts sum to the change in jobs")


def _points_sum_to_scores(edition: Edition) -> str | None:
    parts = edition.table("score_parts")
    sums = parts.group_by("region", "sector").agg(
        pl.col("points").sum().alias("points"),
        pl.col("weight").filter(pl.col("points").is_not_null()).sum().alias("known"),
    )
    off = (
        edition.table("scores")
        .join(sums, on=["region", "sector"])
        .filter((pl.col("score") - 100 * pl.col("points") / pl.col("known")).abs() > NEARLY)
        .select("region", "sector", "score")
    )
    return _first_broken(off, "scores: points over known weights make the score")


def _ranks_follow_scores(edition: Edition) -> str | None:
    ranked = edition.table("scores").filter("ranked")
    place = pl.col("score").rank("min", descending=True).over("region")
    off = ranked.filter(place != pl.col("rank")).select("region", "sector", "score", "rank")
    return _first_broken(off, "scores: ranks follow the scores within a region")


def _every_region_is_described(edition: Edition) -> str | None:
    facts = edition.table("region_facts")
    lost = edition.table("scores").join(facts, on="region", how="anti").select("region", "sector")
    return _first_broken(lost, "region_facts: every scored region is described")


def _every_county_once(edition: Edition) -> str | None:
    mine = edition.table("regions").filter(pl.col("partition") == edition.manifest["partition"])
    twice = mine.filter(pl.col("area").is_duplicated()).select("area", "region")
    return _first_broken(twice, "regions: a county lies in one region")
