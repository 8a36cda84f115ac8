"""How a build draws its regions: from the newest commuting that covers them, or from a list.

Part of `build`, the only place where the stages meet; on a page of its own because most of
what a build has to decide is decided here.
"""

from collections.abc import Iterable

import polars as pl

from sectoral import tables
from sectoral.errors import BadInput, FilesDisagree
from sectoral.places import state_column
from sectoral.regions.compare import compare_partitions
from sectoral.regions.delineate import CUT, commuting_zones, zones_of_state
from sectoral.regions.gather import gather_regions, region_joins
from sectoral.regions.quality import region_facts, region_neighbors
from sectoral.sources.engine import only_file
from sectoral.sources.folder import FolderTables
from sectoral.sources.regionlists import look_alike, read_region_list, spelt_otherwise
from sectoral.workbench import Frames, RegionWish, StepNotes


def draw_regions(
    notes: StepNotes,
    wish: RegionWish,
    places: FolderTables,
    commuting: pl.DataFrame,
    jobs: pl.DataFrame,
    titles: pl.DataFrame,
) -> Frames:
    """The edition's regions, and everything about places that goes with them.

    Takes    the files about places; COMMUTING; AREA_JOBS of the periods used, of the source
             that levels are read from; AREA_NAMES.
    Returns  COMMUTING, REGIONS, REGION_FACTS, PARTITION_FIT, NEIGHBOURS, AREA_SHAPES,
             AREA_NAMES and METRO_AREAS, of the states that the regions touch.
    Raises   BadInput where nothing draws the regions; FilesDisagree where no commuting file
             can be joined to the jobs.
    """
    shapes, names = _read_shapes(places, jobs, titles)
    counties = counties_with_jobs(jobs, wish)
    flows, partition = _choose_partition(notes, wish, commuting, counties, names)
    name = wish.partition
    published = places.table(tables.REGIONS).filter(pl.col("partition") != name)
    within = state_column().is_in(partition.select(state_column())["area"].unique().to_list())
    metro = places.table(tables.METRO_AREAS)
    mine = partition["area"].to_list()
    return {
        "commuting": flows.filter(pl.col("home").is_in(mine) | pl.col("work").is_in(mine)),
        "regions": pl.concat(
            [partition.select(pl.lit(name).alias("partition"), "area", "region"), published]
        ).filter(within),
        "region_facts": region_facts(
            partition,
            flows,
            names,
            jobs_areas=jobs.select("area").unique(),
            metro_areas=metro if metro.height else None,
        ),
        "partition_fit": _partition_fits(notes, name, partition, published, flows),
        "neighbours": region_neighbors(partition, flows, shapes if shapes.height else None),
        "area_shapes": shapes.filter(within),
        "area_names": names.filter(within),
        "metro_areas": metro.filter(within),
    }


def counties_with_jobs(jobs: pl.DataFrame, wish: RegionWish) -> pl.DataFrame:
    """The counties with jobs that must each lie in a region.

    Raises   BadInput where the folder has no jobs of the state.
    """
    code = pl.col("area")
    real = ~(code.str.ends_with("000") | code.str.ends_with("999") | code.str.starts_with("US"))
    mine = pl.lit(value=True) if wish.is_nation else code.str.starts_with(wish.state.fips)
    counties = jobs.filter(real & mine).select("area").unique().sort("area")
    if not counties.height:
        raise BadInput(
            wish.folder,
            expected=f"jobs of counties of {wish.state.name}",
            found="files of jobs without one",
            mend="add the state's files to the folder, or name another state",
        )
    return counties


def _read_shapes(
    places: FolderTables, jobs: pl.DataFrame, titles: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """County outlines in the vintage that fits the jobs best, and every county's name."""
    shapes = places.table(tables.AREA_SHAPES)
    wanted = jobs.select("area").unique()
    fit = shapes.join(wanted, on="area").group_by("vintage").len().sort("len", "vintage")
    drawn = shapes.filter(pl.col("vintage") == fit["vintage"][-1]) if fit.height else shapes.clear()
    told = [drawn, shapes.sort("vintage", descending=True), titles]
    names = pl.concat([t.select("area", "name", "state") for t in told])
    return drawn, names.unique(subset="area", keep="first", maintain_order=True).sort("area")


def _choose_partition(
    notes: StepNotes,
    wish: RegionWish,
    commuting: pl.DataFrame,
    counties: pl.DataFrame,
    names: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The flows and the partition that the edition stands on."""
    newest_first = _newest_first(commuting, counties)
    if wish.regions is not None:
        flows = commuting.filter(pl.col("source") == (newest_first or [""])[0])
        return flows, _listed_regions(notes, wish, counties, names)
    if not newest_first:
        held = ", ".join(commuting["source"].unique().sort()) or "none"
        raise BadInput(
            wish.folder,
            expected=f"a commuting file that covers {wish.state.name}",
            found=held if held == "none" else f"only {held}, of other places",
            mend="add a county-to-county commuting file, or bring your own regions with "
            "--regions FILE",
        )
    refusals: list[tuple[str, FilesDisagree]] = []
    for source in newest_first:
        flows = commuting.filter(pl.col("source") == source)
        try:
            partition = _draw_zones(notes, wish, flows, counties, source)
        except FilesDisagree as refusal:
            refusals.append((source, refusal))
            continue
        why = "the newest commuting file whose counties join the job files'"
        for passed, reason in refusals:
            why += f"; {passed} was skipped: {reason}"
        notes.choose("Which commuting draws the regions?", source, why)
        return flows, partition
    raise refusals[0][1]


def _newest_first(commuting: pl.DataFrame, counties: pl.DataFrame) -> list[str]:
    """The sources that cover the counties, newest first; surveys of the nation before LODES.

    A file of one other state's commuters, however new, draws nobody's regions here. A state's
    LODES does not see its residents who work in other states, so it comes last.
    """
    covered = (
        commuting.join(counties, left_on="home", right_on="area", how="semi")
        .group_by("source")
        .agg(pl.col("home").n_unique().alias("counties"))
    )
    enough = covered.filter(pl.col("counties") >= pl.col("counties").max() / 2)
    last_year = pl.col("source").str.extract(r"(\d{4})$").cast(pl.Int32)
    surveyed = ~pl.col("source").str.starts_with("lodes")
    return enough.sort(surveyed, last_year, "source", descending=True)["source"].to_list()


def _listed_regions(
    notes: StepNotes, wish: RegionWish, counties: pl.DataFrame, names: pl.DataFrame
) -> pl.DataFrame:
    """The regions of a state's own list."""
    assert wish.regions is not None  # noqa: S101 - told by the caller
    file = only_file(wish.regions)
    listed = read_region_list(file, wish.partition, wish.region_column)
    known = counties.join(names.select("area", "name"), on="area", how="full", coalesce=True)
    state = None if wish.is_nation else wish.state.fips
    partition = gather_regions(listed, known, file=file.label, state=state)
    notes.choose("Which regions?", file.label, "the list was given")
    for spellings in spelt_otherwise(listed):
        words = "they differ only in capital letters, spaces, punctuation or accents"
        notes.choose("Which regions are the same?", _quote_names(spellings), words)
    for names_alike in look_alike(listed):
        words = "they look alike, but the list has to say whether they are the same"
        notes.choose("Which regions stay separate?", _quote_names(names_alike), words)
    return partition if state is None else zones_of_state(partition, state)


def _quote_names(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _draw_zones(
    notes: StepNotes,
    wish: RegionWish,
    flows: pl.DataFrame,
    counties: pl.DataFrame,
    source: str,
) -> pl.DataFrame:
    """Commuting zones, with every county of the job files in one of them."""
    nation = commuting_zones(flows, cut=CUT)
    missing = region_joins(nation, counties)
    # A territory that the survey does not cover at all cannot be in a zone; a county can.
    covered = nation.select(state_column())["area"].unique().to_list()
    outside = missing.filter(~state_column().is_in(covered))
    lost = missing.filter(pl.col("region").is_null()).join(outside, on="area", how="anti")
    if lost.height:
        raise FilesDisagree(
            f"{notes.files('qcew', 'cbp')} and {notes.files('acs_commuting', 'lodes')} ({source})",
            expected="the same counties in both, or changes of counties that can be followed",
            found=f"no zone for {', '.join(lost['area'].head(5))} ({lost['because'][0]})",
            mend="add a commuting file of the same vintage as the jobs, or bring your own "
            "regions with --regions FILE",
        )
    if outside.height:
        notes.choose(
            "Which counties are left out?",
            ", ".join(outside["area"]),
            f"{source} does not cover them",
        )
    carried = missing.filter(pl.col("region").is_not_null())
    if carried.height:
        notes.choose(
            "How do counties of another vintage join?",
            ", ".join(carried["area"]),
            "; ".join(carried["because"].unique().sort()),
        )
    whole = pl.concat([nation, carried.select("area", "region")]).sort("area")
    return whole if wish.is_nation else zones_of_state(whole, wish.state.fips)


def _partition_fits(
    notes: StepNotes,
    name: str,
    partition: pl.DataFrame,
    published: pl.DataFrame,
    flows: pl.DataFrame,
) -> pl.DataFrame:
    """The edition's partition beside every published one that holds a county of it.

    A published list of other counties, or of a vintage whose codes are others, is not compared:
    nothing rests on the comparison.
    """
    fits, apart = [], []
    for other in published["partition"].unique().sort():
        listed = published.filter(pl.col("partition") == other).select("area", "region")
        if listed.join(partition, on="area", how="semi").is_empty():
            apart.append(other)
            continue
        fits.append(compare_partitions(partition, listed, flows, names=(name, other)))
    if apart:
        notes.choose(
            "Which published regions are not compared?",
            ", ".join(apart),
            "they have none of these counties, or have them under codes of another vintage",
        )
    return tables.stack(fits, tables.PARTITION_FIT)
