"""Official files in, an edition out: every step, in order, on one page.

    scan → commuting → regions → jobs → estimates → sectors → indicators → scores → plan

This is the only place where the stages meet.
"""

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from sectoral import __version__, tables
from sectoral.edition import Edition, draft, open_edition, unfinished
from sectoral.errors import FilesDisagree, WrongUse
from sectoral.estimation.industries import DEPTHS, depth_of
from sectoral.estimation.suppressed import estimate_suppressed, with_dropped_cells
from sectoral.indicators.catalogue import indicator_catalogue
from sectoral.indicators.concentration import reference_jobs
from sectoral.indicators.growth import longest_span, reference_growth
from sectoral.indicators.measure import indicators
from sectoral.indicators.sector_jobs import sector_jobs, whole_years
from sectoral.places import State
from sectoral.planning.propose import plan
from sectoral.regions.compare import compare
from sectoral.regions.delineate import CUT, commuting_zones, zones_of_state
from sectoral.regions.gather import gather, joins
from sectoral.regions.quality import neighbours, region_facts
from sectoral.scoring.combine import Criterion, default_weights, read_weights, score_parts, scores
from sectoral.sources.catalogue import source_catalogue
from sectoral.sources.engine import find
from sectoral.sources.folder import Found, Read, read, scan
from sectoral.sources.layouts import LAYOUTS
from sectoral.sources.regionlists import read_region_list
from sectoral.sources.sectors import default_sectors, read_sectors
from sectoral.workbench import Frames, Progress, Workbench, quiet

JOBS = ("qcew", "cbp")
COMMUTING = ("acs_commuting", "lodes")
PLACES = ("geometry", "cbsa", "ers_zones")
CODES = ("naics", "soc", "cip")
OTHER = (
    ("occupations", ("oews", "matrix", "onet"), ("staffing", "occupation_pay", "job_zones")),
    ("projections", ("projections",), ("projections", "occupation_projections")),
    ("training", ("ipeds",), ("training_providers", "training_programs")),
    ("codes", CODES, ("titles", "crosswalk")),
    ("unemployment", ("unemployment",), ("unemployment",)),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person decides about a build.

    state      the state, or the nation
    data       the folder of official files
    out        where the edition goes
    regions    a county→region list to use instead of commuting zones
    sectors    a list of sectors to use instead of ours
    weights    a list of criteria to use instead of ours
    leave_out  shell patterns of files below `data` not to read
    """

    state: State
    data: Path
    out: Path
    regions: Path | None = None
    sectors: Path | None = None
    weights: Path | None = None
    leave_out: tuple[str, ...] = ()

    @property
    def is_nation(self) -> bool:
        """Whether every state is asked for."""
        return self.state.abbr == "US"


def build(settings: Settings, progress: Progress = quiet) -> Edition:
    """Build an edition and move it into place whole.

    Raises   BadInput for a file we cannot read or believe, FilesDisagree for files that cannot
             be joined; the former edition then stays as it was.
    """
    for leftover, _ in unfinished(settings.out):
        shutil.rmtree(leftover)
    with draft(settings.out) as work:
        bench = Workbench(work, progress)
        with bench.at("Looking at the files"):
            found = scan(settings.data, LAYOUTS, settings.leave_out)
            sectors = _sectors(settings)
            weights = _weights(settings)
        _evidence(bench, settings, found, sectors)
        for step, sources, names in OTHER:
            _read_other(bench, step, found.of(sources), [tables.BY_NAME[n] for n in names])
        _measure(bench, sectors, _partition(settings))
        _judge(bench, weights)
        _finish(bench, settings, found, weights)
    return open_edition(settings.out)


def _sectors(settings: Settings) -> pl.DataFrame:
    if settings.sectors is None:
        return default_sectors()
    return read_sectors(find(settings.sectors)[0])


def _weights(settings: Settings) -> tuple[Criterion, ...]:
    return default_weights() if settings.weights is None else read_weights(settings.weights)


# ── regions and jobs ─────────────────────────────────────────────────────────────────────


def _evidence(bench: Workbench, settings: Settings, found: Found, sectors: pl.DataFrame) -> None:
    """Regions, and the jobs of the states they touch."""
    files = found.of((*JOBS, *COMMUTING, *PLACES))
    made_of: list[Any] = [[f.digest, layout.name] for f, layout in files]
    made_of += [settings.state.abbr, _file_digest(settings.regions), sectors.to_dicts()]
    outputs = (
        tables.AREA_JOBS,
        tables.REFERENCE_JOBS,
        tables.REFERENCE_GROWTH,
        tables.COMMUTING,
        tables.REGIONS,
        tables.REGION_FACTS,
        tables.PARTITION_FIT,
        tables.NEIGHBOURS,
        tables.AREA_SHAPES,
        tables.AREA_NAMES,
        tables.METRO_AREAS,
        tables.SECTORS,
    )
    bench.make(
        "evidence", made_of, outputs, lambda: _read_evidence(bench, settings, found, sectors)
    )


def _read_evidence(
    bench: Workbench, settings: Settings, found: Found, sectors: pl.DataFrame
) -> Frames:
    with bench.at("Reading places and commuting"):
        places = _used(bench, read(found.of(PLACES)))
        commuting = _used(bench, read(found.of(COMMUTING))).table(tables.COMMUTING)
    with bench.at("Reading jobs"):
        given = _read_jobs(bench, found, sectors)
        jobs = given.table(tables.AREA_JOBS)
    with bench.at("Drawing the regions"):
        titles = [places.table(tables.AREA_NAMES), given.table(tables.AREA_NAMES)]
        regional = _regions(bench, settings, places, commuting, jobs, pl.concat(titles))
    with bench.at("Measuring the nation"):
        span = longest_span(jobs)
        growth = reference_growth(jobs, sectors, span)
        reference = _reference(jobs)
    states = regional["regions"].filter(pl.col("partition") == _partition(settings))
    touched = states["area"].str.head(2).unique().to_list()
    return {
        **regional,
        "area_jobs": jobs.filter(pl.col("area").str.head(2).is_in([*touched, "US"])),
        "reference_jobs": reference,
        "reference_growth": growth,
        "sectors": sectors,
    }


def _used(bench: Workbench, found: Read) -> Read:
    bench.used(found.inputs)
    for note in found.notes:
        bench.choose("What stood in several files?", note, "equal rows are counted once")
    return found


def _read_jobs(bench: Workbench, found: Found, sectors: pl.DataFrame) -> Read:
    deepest = max(DEPTHS.index(depth_of(code)) for code in sectors["industry"])
    kept = DEPTHS[: deepest + 1]
    bench.choose(
        "How deep do industries go?",
        f"to {kept[-1]} level",
        "no sector names a deeper code; domains and supersectors are not NAICS industries",
    )

    def trim(name: str, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.filter(pl.col("level").is_in(kept)) if name == "area_jobs" else frame

    given = _used(bench, read(found.of(JOBS), trim))
    if not given.table(tables.AREA_JOBS).height:
        raise WrongUse(
            "No file of jobs was found: expected QCEW or County Business Patterns files; "
            f"found {len(found.files)} files of other kinds. To mend: add them to the folder."
        )
    return given


def _reference(jobs: pl.DataFrame) -> pl.DataFrame:
    """National shares for the source that levels are read from."""
    base = jobs.filter(pl.col("source") == _level_source(jobs))
    quoted = (pl.col("area") == "US000") | pl.col("lq_published").is_not_null()
    # Summing counties is the last resort, and costs an estimate of every withheld cell.
    if base.select(quoted.any()).item():
        return reference_jobs(base, tables.JOBS_ESTIMATES.empty())
    return reference_jobs(base, estimate_suppressed(with_dropped_cells(base)))


def _level_source(jobs: pl.DataFrame) -> str:
    """The source that levels are read from: QCEW, which counts every owner, where it is there."""
    return "qcew" if (jobs["source"] == "qcew").any() else "cbp"


# ── regions ──────────────────────────────────────────────────────────────────────────────


def _partition(settings: Settings) -> str:
    """The name of the partition that the edition's regions come from."""
    return "zones" if settings.regions is None else settings.regions.name.split(".")[0]


def _regions(
    bench: Workbench,
    settings: Settings,
    places: Read,
    commuting: pl.DataFrame,
    jobs: pl.DataFrame,
    titles: pl.DataFrame,
) -> Frames:
    shapes, names = _shapes(places, jobs, titles)
    counties = _counties(jobs, settings)
    flows, partition = _choose_partition(bench, settings, commuting, counties, names)
    published = places.table(tables.REGIONS)
    name = _partition(settings)
    states = partition["area"].str.head(2).unique().to_list()
    within = pl.col("area").str.head(2).is_in(states)
    metro = places.table(tables.METRO_AREAS)
    facts = region_facts(
        partition,
        flows,
        names,
        jobs_areas=jobs.filter(pl.col("source") == _level_source(jobs)).select("area").unique(),
        metro_areas=metro if metro.height else None,
    )
    mine = partition["area"].to_list()
    return {
        "commuting": flows.filter(pl.col("home").is_in(mine) | pl.col("work").is_in(mine)),
        "regions": pl.concat(
            [partition.select(pl.lit(name).alias("partition"), "area", "region"), published]
        ).filter(within),
        "region_facts": facts,
        "partition_fit": _fits(name, partition, published, flows),
        "neighbours": neighbours(partition, flows, shapes if shapes.height else None),
        "area_shapes": shapes.filter(within),
        "area_names": names.filter(within),
        "metro_areas": metro.filter(within),
    }


def _shapes(
    places: Read, jobs: pl.DataFrame, titles: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """County outlines in the vintage that fits the jobs best, and every county's name."""
    shapes = places.table(tables.AREA_SHAPES)
    wanted = jobs.select("area").unique()
    fit = shapes.join(wanted, on="area").group_by("vintage").len().sort("len", "vintage")
    drawn = shapes.filter(pl.col("vintage") == fit["vintage"][-1]) if fit.height else shapes.clear()
    told = [drawn, shapes.sort("vintage", descending=True), titles]
    names = pl.concat([t.select("area", "name", "state") for t in told])
    return drawn, names.unique(subset="area", keep="first", maintain_order=True).sort("area")


def _counties(jobs: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The counties with jobs that must each lie in a region."""
    code = pl.col("area")
    real = ~(code.str.ends_with("000") | code.str.ends_with("999") | code.str.starts_with("US"))
    mine = pl.lit(True) if settings.is_nation else code.str.starts_with(settings.state.fips)
    counties = jobs.filter(real & mine).select("area").unique().sort("area")
    if not counties.height:
        raise WrongUse(
            f"No county of {settings.state.name} was found in the files of jobs. "
            "To mend: add its files to the folder, or name another state."
        )
    return counties


def _choose_partition(
    bench: Workbench,
    settings: Settings,
    commuting: pl.DataFrame,
    counties: pl.DataFrame,
    names: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The flows and the partition that the edition stands on."""
    newest_first = sorted(commuting["source"].unique(), reverse=True)
    if settings.regions is not None:
        flows = commuting.filter(pl.col("source") == (newest_first or [""])[0])
        return flows, _listed(bench, settings, counties, names)
    if not newest_first:
        raise WrongUse(
            "No commuting file was found, so regions cannot be drawn. To mend: add a "
            "county-to-county commuting file, or bring your own regions with --regions FILE."
        )
    refusals = []
    for source in newest_first:
        flows = commuting.filter(pl.col("source") == source)
        try:
            partition = _zones(bench, settings, flows, counties, source)
        except FilesDisagree as refusal:
            refusals.append((source, refusal))
            continue
        why = "the newest commuting file whose counties join the job files'"
        for older, refusal in refusals:
            why += f"; {older} was passed over: {refusal}"
        bench.choose("Which commuting draws the regions?", source, why)
        return flows, partition
    raise refusals[0][1]


def _listed(
    bench: Workbench, settings: Settings, counties: pl.DataFrame, names: pl.DataFrame
) -> pl.DataFrame:
    """The regions of a state's own list."""
    assert settings.regions is not None  # noqa: S101 - told by the caller
    file = find(settings.regions)[0]
    listed = read_region_list(file, _partition(settings))
    known = counties.join(names.select("area", "name"), on="area", how="full", coalesce=True)
    state = None if settings.is_nation else settings.state.fips
    partition = gather(listed, known, file=file.label, state=state)
    bench.choose("Which regions?", file.label, "the list was given")
    return partition


def _zones(
    bench: Workbench,
    settings: Settings,
    flows: pl.DataFrame,
    counties: pl.DataFrame,
    source: str,
) -> pl.DataFrame:
    """Commuting zones, with every county of the job files in one of them."""
    nation = commuting_zones(flows, cut=CUT)
    missing = joins(nation, counties)
    # A territory that the survey does not cover at all cannot be in a zone; a county can.
    covered = nation["area"].str.head(2).unique().to_list()
    outside = missing.filter(~pl.col("area").str.head(2).is_in(covered))
    lost = missing.filter(pl.col("region").is_null()).join(outside, on="area", how="anti")
    if lost.height:
        raise FilesDisagree(
            f"the job files and {source}",
            expected="the same counties in both, or changes of counties that can be followed",
            found=f"no zone for {', '.join(lost['area'].head(5))} ({lost['because'][0]})",
            mend="add a commuting file of the same vintage as the jobs, or bring your own "
            "regions with --regions FILE",
        )
    if outside.height:
        bench.choose(
            "Which counties are left out?",
            ", ".join(outside["area"]),
            f"{source} does not cover their territory",
        )
    carried = missing.filter(pl.col("region").is_not_null())
    if carried.height:
        bench.choose(
            "How do counties of another vintage join?",
            ", ".join(carried["area"]),
            "; ".join(carried["because"].unique().sort()),
        )
    whole = pl.concat([nation, carried.select("area", "region")]).sort("area")
    return whole if settings.is_nation else zones_of_state(whole, settings.state.fips)


def _fits(
    name: str, partition: pl.DataFrame, published: pl.DataFrame, flows: pl.DataFrame
) -> pl.DataFrame:
    """The edition's partition beside every published one."""
    fits = [
        compare(
            partition,
            published.filter(pl.col("partition") == other).select("area", "region"),
            flows,
            names=(name, other),
        )
        for other in published["partition"].unique().sort()
    ]
    return tables.stack(fits, tables.PARTITION_FIT)


# ── other files, measures, judgement ─────────────────────────────────────────────────────


def _read_other(
    bench: Workbench, step: str, files: Sequence[Any], outputs: Sequence[tables.Table]
) -> None:
    def work() -> Frames:
        with bench.at(f"Reading {step}"):
            found = _used(bench, read(files))
            return {table.name: found.table(table) for table in outputs}

    bench.make(step, [[f.digest, layout.name] for f, layout in files], outputs, work)


def _measure(bench: Workbench, sectors: pl.DataFrame, partition: str) -> None:
    """Withheld cells, sectors' jobs, indicators."""
    on_bench = bench.table

    def estimate() -> Frames:
        with bench.at("Estimating withheld cells"):
            cells = estimate_suppressed(with_dropped_cells(on_bench("area_jobs")))
            return {"jobs_estimates": whole_years(cells)}

    def gather_sectors() -> Frames:
        with bench.at("Gathering sectors"):
            chosen = _chosen(bench, partition)
            return {"sector_jobs": sector_jobs(on_bench("jobs_estimates"), chosen, sectors)}

    def measure() -> Frames:
        with bench.at("Measuring indicators"):
            return {
                "indicator_catalogue": indicator_catalogue(),
                "indicators": indicators(
                    on_bench("jobs_estimates"),
                    on_bench("sector_jobs"),
                    _chosen(bench, partition),
                    sectors,
                    on_bench("reference_jobs"),
                    on_bench("reference_growth"),
                    on_bench("projections"),
                ),
            }

    bench.make("estimates", bench.of("area_jobs"), [tables.JOBS_ESTIMATES], estimate)
    bench.make(
        "sectors",
        bench.of("jobs_estimates", "regions", "sectors"),
        [tables.SECTOR_JOBS],
        gather_sectors,
    )
    sources = ("jobs_estimates", "sector_jobs", "reference_jobs", "reference_growth", "projections")
    bench.make(
        "indicators",
        bench.of(*sources, "regions", "sectors"),
        [tables.INDICATOR_CATALOGUE, tables.INDICATORS],
        measure,
    )


def _chosen(bench: Workbench, partition: str) -> pl.DataFrame:
    """The edition's own partition."""
    return bench.table("regions").filter(pl.col("partition") == partition)


def _judge(bench: Workbench, weights: tuple[Criterion, ...]) -> None:
    """Scores and the first plan."""

    def work() -> Frames:
        with bench.at("Scoring and planning"):
            measured = bench.table("indicators")
            parts = score_parts(measured, weights)
            judged = scores(parts, measured, bench.table("region_facts"))
            return {
                "score_parts": parts,
                "scores": judged,
                "plan": plan(judged, measured, bench.table("neighbours")),
            }

    made_of = [*bench.of("indicators", "region_facts", "neighbours"), [repr(w) for w in weights]]
    bench.make("scores", made_of, [tables.SCORE_PARTS, tables.SCORES, tables.PLAN], work)


def _finish(
    bench: Workbench, settings: Settings, found: Found, weights: tuple[Criterion, ...]
) -> None:
    manifest = bench.draft.manifest
    vintages: dict[str, set[str]] = {}
    for entry in manifest["inputs"]:
        vintages.setdefault(entry["source"], set()).add(entry["vintage"])
    words = {source: ", ".join(sorted(said)) for source, said in vintages.items()}
    bench.make(
        "catalogue",
        [words],
        [tables.SOURCE_CATALOGUE],
        lambda: {"source_catalogue": source_catalogue(words)},
    )
    manifest["state"], manifest["state_name"] = settings.state.abbr, settings.state.name
    manifest["made"] = datetime.now(UTC).isoformat(timespec="seconds")
    manifest["software"] = __version__
    manifest["partition"] = _partition(settings)
    manifest["weights"] = {c.indicator: round(c.weight, 6) for c in weights}
    manifest["not_used"] = [{"file": label, "why": why} for label, why in found.not_used]
    manifest["reused"] = bench.reused


def _file_digest(path: Path | None) -> str:
    return "" if path is None else hashlib.sha256(path.read_bytes()).hexdigest()
