"""What one region is: its name, its kind, how self-contained it is, and its neighbours."""

import polars as pl

from sectoral import tables
from sectoral.places import INVENTED, STATES, state_column
from sectoral.regions.county_changes import counterparts

METROPOLITAN_SHARE = 0.5
METROPOLITAN_WORKERS = 75_000

POSTAL_CODES = {place.fips: place.abbr for place in (*STATES, *INVENTED)}


def region_facts(
    partition: pl.DataFrame,
    flows: pl.DataFrame,
    names: pl.DataFrame,
    *,
    jobs_areas: pl.DataFrame,
    metro_areas: pl.DataFrame | None = None,
    metropolitan_workers: int = METROPOLITAN_WORKERS,
) -> pl.DataFrame:
    """One row about each region: name, kind, size, self-containment, coverage by job files.

    With f[i,j] the workers who live in region i and work in j, anywhere included:
      home containment  f[r,r] / Σ_j f[r,j]      work containment  f[r,r] / Σ_i f[i,r]
      coverage          workers working in r's counties with job files / workers working in r

    A region is metropolitan where at least half of the people working in it work in
    metropolitan counties. Where no list of metropolitan areas is given, or it does not
    decide (its county codes are of another vintage), one with `metropolitan_workers` is.

    Takes    a partition; COMMUTING of one source; AREA_NAMES or AREA_SHAPES (area, name,
             state); a frame with the `area`s that have job files; METRO_AREAS or None.
    Returns  REGION_FACTS. `areas` counts the counties that the flows know, so that a county
             under two codes counts once. Shares are null where there are no workers.
    """
    counties = _county_facts(partition, flows, jobs_areas, metro_areas)
    facts = (
        counties.group_by("region")
        .agg(
            pl.col("area").sort_by(["working", "area"], descending=[True, False]).first(),
            areas=pl.when(pl.col("in_flows").any())
            .then(pl.col("in_flows").sum())
            .otherwise(pl.len()),
            states=state_column().unique().sort().str.join(" "),
            workers_living=pl.col("living").sum(),
            workers_working=pl.col("working").sum(),
            covered=pl.col("working").filter("has_jobs").sum(),
            metro=pl.col("working").filter(pl.col("metropolitan")).sum(),
            unclear=pl.col("working").filter(pl.col("metropolitan").is_null()).sum(),
            areas_missing=pl.col("area").filter(~pl.col("has_jobs")).sort().str.join(" "),
        )
        .join(_workers_inside(partition, flows), on="region", how="left")
        .with_columns(pl.col("inside").fill_null(0))
    )
    decided = _add_kinds(facts, listed=metro_areas is not None, least=metropolitan_workers)
    return tables.check(
        _add_names(decided, names).with_columns(
            home_containment=_share_of("inside", "workers_living"),
            work_containment=_share_of("inside", "workers_working"),
            coverage=_share_of("covered", "workers_working"),
        ),
        tables.REGION_FACTS,
    )


def region_neighbors(
    partition: pl.DataFrame, flows: pl.DataFrame, shapes: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Every two regions that commuters tie, with how many go each way.

    Two regions touch where two of their counties' outlines share at least two points; one
    point alone is a corner.

    Takes    a partition; COMMUTING of one source; AREA_SHAPES or None.
    Returns  NEIGHBOURS, each pair both ways round; `touching` is null where no border was
             found and one of the two regions has a county without a shape.
    """
    there = partition.select(work="area", neighbour="region")
    trips = flows.join(partition.select(home="area", region="region"), on="home").join(
        there, on="work"
    )
    out = (
        trips.filter((pl.col("region") != pl.col("neighbour")) & (pl.col("workers") > 0))
        .group_by("region", "neighbour")
        .agg(workers_out=pl.col("workers").sum())
    )
    back = out.select(region="neighbour", neighbour="region", workers_in="workers_out")
    tied = out.join(back, on=["region", "neighbour"], how="full", coalesce=True)
    tied = tied.with_columns(pl.col("workers_out", "workers_in").fill_null(0))
    return tables.check(_add_touching(tied, partition, shapes), tables.NEIGHBOURS)


def _county_facts(
    partition: pl.DataFrame,
    flows: pl.DataFrame,
    jobs_areas: pl.DataFrame,
    metro_areas: pl.DataFrame | None,
) -> pl.DataFrame:
    """Each county: workers living and working there, in the flows?, job file?, metropolitan?"""
    living = flows.group_by(area="home").agg(living=pl.col("workers").sum())
    working = flows.group_by(area="work").agg(working=pl.col("workers").sum())
    with_jobs = set(jobs_areas["area"])
    status = {} if metro_areas is None else dict(metro_areas["area", "metropolitan"].iter_rows())
    areas = partition["area"].to_list()
    return (
        partition.select("area", "region")
        .join(living, on="area", how="left")
        .join(working, on="area", how="left")
        .with_columns(
            in_flows=pl.any_horizontal(pl.col("living", "working").is_not_null()),
            has_jobs=pl.Series([bool(counterparts(a, with_jobs)) for a in areas], dtype=pl.Boolean),
            metropolitan=pl.Series([_is_metropolitan(a, status) for a in areas], dtype=pl.Boolean),
        )
        .with_columns(pl.col("living", "working").fill_null(0))
    )


def _is_metropolitan(area: str, status: dict[str, bool]) -> bool | None:
    """Whether a county is metropolitan; None where its counterparts are partly so."""
    found = {status[other] for other in counterparts(area, status)}
    return None if len(found) > 1 else found == {True}


def _workers_inside(partition: pl.DataFrame, flows: pl.DataFrame) -> pl.DataFrame:
    """Workers who live and work in the same region."""
    ends = partition.select("area", "region")
    return (
        flows.join(ends, left_on="home", right_on="area")
        .join(ends, left_on=["work", "region"], right_on=["area", "region"])
        .group_by("region")
        .agg(inside=pl.col("workers").sum())
    )


def _add_kinds(facts: pl.DataFrame, *, listed: bool, least: int) -> pl.DataFrame:
    """`kind` and `kind_because`: by metropolitan counties, or else by size."""
    working = pl.col("workers_working")
    low, high = pl.col("metro") / working, (pl.col("metro") + pl.col("unclear")) / working
    half = METROPOLITAN_SHARE
    by_list = (
        pl.when((working > 0) & (low >= half))
        .then(True)
        .when((working > 0) & (high < half))
        .then(False)
    )
    facts = facts.with_columns(by_list=by_list if listed else pl.lit(None, dtype=pl.Boolean))
    facts = facts.with_columns(metropolitan=pl.coalesce("by_list", working >= least))
    by_counties = pl.format(
        "{} % of the people who work here work in metropolitan counties; from "
        f"{half * 100:g}% a region is metropolitan",
        (low * 100).round(1).cast(pl.String).str.strip_suffix(".0"),
    )
    by_size = pl.format(
        f"{{}} people work here; from {least:,} a region is metropolitan",
        working.map_elements(lambda n: f"{n:,}", return_dtype=pl.String),
    )
    kind = pl.when("metropolitan").then(pl.lit("metropolitan")).otherwise(pl.lit("rural"))
    return facts.with_columns(
        kind=kind,
        kind_because=pl.when(pl.col("by_list").is_null()).then(by_size).otherwise(by_counties),
    )


def _add_names(facts: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Each region named after `area`, its largest place of work, and that county's state."""
    known = names.select("area", "name").unique("area", keep="last", maintain_order=True)
    postal = state_column().replace_strict(POSTAL_CODES, default=pl.lit(None))
    plain = pl.concat_str(
        [pl.col("name").fill_null(pl.format("county {}", "area")), postal],
        separator=", ",
        ignore_nulls=True,
    )
    facts = facts.join(known, on="area", how="left").with_columns(name=plain)
    # Richmond, VA is a county and a city: only the code tells two such regions apart.
    twice = pl.col("name").is_duplicated()
    return facts.with_columns(
        name=pl.when(twice).then(pl.format("{} ({})", "name", "area")).otherwise("name")
    )


def _share_of(part: str, whole: str) -> pl.Expr:
    return pl.when(pl.col(whole) > 0).then(pl.col(part) / pl.col(whole))


def _add_touching(
    tied: pl.DataFrame, partition: pl.DataFrame, shapes: pl.DataFrame | None
) -> pl.DataFrame:
    """`touching` for each pair of regions: true, false, or null where shapes are missing."""
    if shapes is None:
        return tied.with_columns(touching=pl.lit(None, dtype=pl.Boolean))
    ends = partition.select("area", "region")
    borders = (
        _county_borders(shapes)
        .join(ends, on="area")
        .join(ends.rename({"area": "beside", "region": "neighbour"}), on="beside")
        .select("region", "neighbour", found=pl.lit(True))
        .unique()
    )
    shown = partition.group_by("region").agg(
        whole=pl.col("area").is_in(shapes["area"].unique().implode()).all()
    )
    other = shown.rename({"region": "neighbour", "whole": "neighbour_whole"})
    touching = (
        pl.when(pl.col("found"))
        .then(True)
        .when(pl.col("whole") & pl.col("neighbour_whole"))
        .then(False)
    )
    return (
        tied.join(borders, on=["region", "neighbour"], how="left")
        .join(shown, on="region")
        .join(other, on="neighbour")
        .with_columns(touching=touching)
    )


def _county_borders(shapes: pl.DataFrame) -> pl.DataFrame:
    """Two counties of one vintage whose outlines share at least two points: area, beside."""
    number = r"-?\d[\d.eE+-]*"
    points = (
        shapes.select("vintage", "area", point=pl.col("geojson").str.replace_all(r"\s", ""))
        .with_columns(pl.col("point").str.extract_all(rf"\[{number},{number}"))
        .explode("point")
        .unique()
    )
    shared = points.filter(pl.len().over("vintage", "point") > 1)
    beside = shared.rename({"area": "beside"})
    return (
        shared.join(beside, on=["vintage", "point"])
        .filter(pl.col("area") != pl.col("beside"))
        .group_by("vintage", "area", "beside")
        .len()
        .filter(pl.col("len") > 1)
        .select("area", "beside")
    )
