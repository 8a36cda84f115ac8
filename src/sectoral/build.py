"""Official files in, an edition out: every step, in order, on one page.

    scan → commuting → regions → jobs → estimates → sectors → indicators → scores → plan

This is the only place where the stages meet.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

import polars as pl

from sectoral import __version__, tables
from sectoral.drawing import counties_with_jobs, draw_regions
from sectoral.edition import Edition, draft, open_edition
from sectoral.errors import BadInput
from sectoral.estimation.industries import DEPTHS, depth_of
from sectoral.estimation.suppressed import estimate_suppressed, with_dropped_cells
from sectoral.indicators.catalogue import indicator_catalogue
from sectoral.indicators.concentration import reference_jobs
from sectoral.indicators.growth import reference_growth
from sectoral.indicators.measure import measure_indicators
from sectoral.indicators.sector_jobs import level_areas, sector_jobs, whole_years
from sectoral.indicators.spans import growth_span
from sectoral.places import INVENTED, state_column
from sectoral.planning.propose import propose_plan
from sectoral.scoring.combine import score_parts, score_sectors
from sectoral.scoring.thresholds import Thresholds, default_thresholds, read_thresholds
from sectoral.scoring.weights import ScoreCriterion, default_weights, read_weights
from sectoral.sources.catalogue import source_catalogue
from sectoral.sources.engine import FileLayout, OfficialFile, find_files
from sectoral.sources.folder import (
    FolderFiles,
    FolderTables,
    read_files,
    read_side_files,
    scan_folder,
)
from sectoral.sources.layouts import LAYOUTS
from sectoral.sources.sectors import default_sectors, read_sectors
from sectoral.workbench import (
    Frames,
    Progress,
    RegionWish,
    Settings,
    StepNotes,
    Workbench,
    no_progress,
)

__all__ = ["Settings", "build"]

StepFiles = Sequence[tuple[OfficialFile, FileLayout]]

JOBS = ("qcew", "cbp")
COMMUTING = ("acs_commuting", "lodes")
PLACES = ("geometry", "cbsa", "ers_zones", "area_names")
CODES = ("naics", "soc", "cip")
SIDE = (
    ("occupations", ("oews", "matrix", "onet"), ("staffing", "occupation_pay", "job_zones")),
    ("training", ("ipeds",), ("training_providers", "training_programs")),
    ("codes", CODES, ("titles", "crosswalk")),
    ("unemployment", ("unemployment",), ("unemployment",)),
)
"""What no verdict rests on: a file of these that cannot be believed is set aside, and said so."""


def build(settings: Settings, progress: Progress = no_progress) -> Edition:
    """Build an edition and move it into place whole.

    Raises   BadInput for a file we cannot read or believe, FilesDisagree for files that cannot
             be joined; the former edition then stays as it was.
    """
    with draft(settings.out) as work:
        bench = Workbench(work, progress)
        with bench.notes.at("Looking at the files"):
            found = scan_folder(settings.data, LAYOUTS, settings.leave_out)
            sectors = _read_sectors(settings)
            weights, thresholds = _read_weights(settings), _read_thresholds(settings)
        _make_evidence(bench, settings, found, sectors)
        _read_projections(bench, found)
        for step, sources, names in SIDE:
            _read_side(bench, step, found.of(sources), [tables.BY_NAME[n] for n in names])
        _measure(bench, settings.partition)
        _judge(bench, weights, thresholds)
        _finish(bench, settings, found, weights)
        bench.draft.manifest["thresholds"] = thresholds.rows()
    return open_edition(settings.out)


def _read_sectors(settings: Settings) -> pl.DataFrame:
    if settings.sectors is None:
        return default_sectors()
    return read_sectors(find_files(settings.sectors)[0], settings.sector_list)


def _read_weights(settings: Settings) -> tuple[ScoreCriterion, ...]:
    known = indicator_catalogue().sort("place")["indicator"].to_list()
    if settings.weights is None:
        return default_weights(known)
    return read_weights(settings.weights, known)


def _read_thresholds(settings: Settings) -> Thresholds:
    if settings.thresholds is None:
        return default_thresholds()
    return read_thresholds(settings.thresholds)


# ── evidence: regions and jobs ──────────────────────────────────────────────────────────────


def _make_evidence(
    bench: Workbench, settings: Settings, found: FolderFiles, sectors: pl.DataFrame
) -> None:
    """Regions, and the jobs of the states they touch."""
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
    bench.read(
        "evidence",
        found.of((*JOBS, *COMMUTING, *PLACES)),
        outputs,
        _read_evidence,
        settings={"wish": settings.region_wish, "sectors": sectors},
    )


def _files_of(files: StepFiles, sources: Sequence[str]) -> StepFiles:
    """Of a step's files those of some sources."""
    return [(file, layout) for file, layout in files if layout.source in sources]


def _read_evidence(
    notes: StepNotes, files: StepFiles, wish: RegionWish, sectors: pl.DataFrame
) -> Frames:
    with notes.at("Reading places and commuting"):
        places = _record_inputs(notes, read_files(_files_of(files, PLACES)))
        flows = _record_inputs(notes, read_files(_files_of(files, COMMUTING)))
    with notes.at("Reading jobs"):
        given = _read_jobs(notes, files, wish, sectors)
        jobs = _jobs_in_whole_periods(notes, wish, given.table(tables.AREA_JOBS))
    with notes.at("Drawing the regions"):
        titles = [places.table(tables.AREA_NAMES), given.table(tables.AREA_NAMES)]
        levels = jobs.filter(pl.col("source") == _level_source(jobs))
        levels = levels.join(level_areas(levels), on="area", how="semi")
        regional = draw_regions(
            notes, wish, places, flows.table(tables.COMMUTING), levels, pl.concat(titles)
        )
    states = regional["regions"].filter(pl.col("partition") == wish.partition)
    touched = states.select(state_column())["area"].unique().to_list()
    mine = jobs.filter(state_column().is_in([*touched, "US"]))
    with notes.at("Measuring the nation"):
        # Of the regions' own files, for that is the span the regions can be measured over.
        growth = reference_growth(jobs, sectors, growth_span(mine))
        reference = _reference_shares(jobs)
    return {
        **regional,
        "area_jobs": mine,
        "reference_jobs": reference,
        "reference_growth": growth,
        "sectors": sectors,
    }


def _record_inputs(notes: StepNotes, found: FolderTables) -> FolderTables:
    notes.used(found.inputs)
    if found.notes:
        more = len(found.notes) - 1
        others = f" The same holds for {more:,} more pairs of files." if more else ""
        notes.choose(
            "What was in several files?", found.notes[0] + others, "identical rows are counted once"
        )
    return found


def _read_jobs(
    notes: StepNotes, files: StepFiles, wish: RegionWish, sectors: pl.DataFrame
) -> FolderTables:
    deepest = max(DEPTHS.index(depth_of(code)) for code in sectors["industry"])
    kept = DEPTHS[: deepest + 1]
    notes.choose(
        "How detailed are the industries?",
        f"to {kept[-1]} level",
        "no sector uses a more detailed code; domains and supersectors are not NAICS industries",
    )

    def trim(name: str, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.filter(pl.col("level").is_in(kept)) if name == "area_jobs" else frame

    given = _record_inputs(notes, read_files(_files_of(files, JOBS), trim))
    if not given.table(tables.AREA_JOBS).height:
        raise BadInput(
            wish.folder,
            expected="files of jobs: QCEW or County Business Patterns",
            found="only files of other kinds",
            mend="add them to the folder, or download them with `sectoral download`",
        )
    return given


def _jobs_in_whole_periods(notes: StepNotes, wish: RegionWish, jobs: pl.DataFrame) -> pl.DataFrame:
    """Jobs of the periods in which the counties asked for are there.

    A later year of ten counties among eighty is no newer picture of the state.
    """
    period = ["source", "year", "quarter"]
    counties = counties_with_jobs(jobs, wish)
    held = (
        jobs.filter(pl.col("industry") == "10")
        .join(counties, on="area", how="semi")
        .group_by(period)
        .agg(pl.col("area").n_unique().alias("counties"))
        .sort(period)
    )
    enough = pl.col("counties") >= pl.col("counties").max() / 2
    few = held.filter(~enough)
    if few.height:
        told = [_period_words(*row) for row in few.select(period).iter_rows()]
        most, fewer = (frame.select(pl.col("counties").max()).item() for frame in (held, few))
        notes.choose(
            "Which periods are left out?",
            ", ".join(told),
            f"they have at most {fewer} counties; other periods have {most}",
        )
    return jobs.join(held.filter(enough), on=period, how="semi")


def _period_words(source: str, year: int, quarter: int) -> str:
    return f"{source} {year} Q{quarter}" if quarter else f"{source} {year}"


def _reference_shares(jobs: pl.DataFrame) -> pl.DataFrame:
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


# ── other files, measures, judgement ─────────────────────────────────────────────────────


def _read_projections(bench: Workbench, found: FolderFiles) -> None:
    """Growth that is foreseen: indicators are made of it, so a bad file stops the build."""
    outputs = (tables.PROJECTIONS, tables.OCCUPATION_PROJECTIONS)
    bench.read("projections", found.of(("projections",)), outputs, _read_foreseen)


def _read_foreseen(notes: StepNotes, files: StepFiles) -> Frames:
    with notes.at("Reading projections"):
        given = _record_inputs(notes, read_files(files))
        foreseen = (tables.PROJECTIONS, tables.OCCUPATION_PROJECTIONS)
        return {table.name: given.table(table) for table in foreseen}


def _read_side(
    bench: Workbench, step: str, files: StepFiles, outputs: Sequence[tables.TidyTable]
) -> None:
    asked = {"step": step, "names": [table.name for table in outputs]}
    bench.read(step, files, outputs, _read_side_tables, settings=asked)


def _read_side_tables(
    notes: StepNotes, files: StepFiles, step: str, names: Sequence[str]
) -> Frames:
    with notes.at(f"Reading {step}"):
        found = _record_inputs(notes, read_side_files(files))
        notes.set_aside(found.doubts)
        return {name: found.table(tables.BY_NAME[name]) for name in names}


def _measure(bench: Workbench, partition: str) -> None:
    """Withheld cells, sectors' jobs, indicators."""
    bench.derive(
        "estimates",
        "Estimating withheld cells",
        [tables.JOBS_ESTIMATES],
        _estimate_jobs,
        reads=["area_jobs"],
    )
    bench.derive(
        "sectors",
        "Gathering sectors",
        [tables.SECTOR_JOBS],
        _gather_sectors,
        reads=["jobs_estimates", "regions", "sectors"],
        settings={"partition": partition},
    )
    bench.derive(
        "indicators",
        "Measuring indicators",
        [tables.INDICATOR_CATALOGUE, tables.INDICATORS],
        _measure_indicators,
        reads=[
            "area_jobs",
            "jobs_estimates",
            "sector_jobs",
            "regions",
            "sectors",
            "reference_jobs",
            "reference_growth",
            "projections",
        ],
        settings={"partition": partition},
    )


def _estimate_jobs(given: Frames) -> Frames:
    cells = estimate_suppressed(with_dropped_cells(given["area_jobs"]))
    return {"jobs_estimates": whole_years(cells)}


def _gather_sectors(given: Frames, partition: str) -> Frames:
    chosen = _edition_regions(given["regions"], partition)
    return {"sector_jobs": sector_jobs(given["jobs_estimates"], chosen, given["sectors"])}


def _measure_indicators(given: Frames, partition: str) -> Frames:
    measured = measure_indicators(
        given["area_jobs"],
        given["jobs_estimates"],
        given["sector_jobs"],
        _edition_regions(given["regions"], partition),
        given["sectors"],
        given["reference_jobs"],
        given["reference_growth"],
        given["projections"],
    )
    return {"indicators": measured, "indicator_catalogue": indicator_catalogue()}


def _edition_regions(regions: pl.DataFrame, partition: str) -> pl.DataFrame:
    """The edition's own partition."""
    return regions.filter(pl.col("partition") == partition)


def _judge(bench: Workbench, weights: tuple[ScoreCriterion, ...], thresholds: Thresholds) -> None:
    """Scores and the first plan."""
    bench.derive(
        "scores",
        "Scoring and planning",
        [tables.SCORE_PARTS, tables.SCORES, tables.PLAN],
        _score_and_plan,
        reads=["indicators", "region_facts", "neighbours"],
        settings={"weights": weights, "thresholds": thresholds},
    )


def _score_and_plan(
    given: Frames, weights: tuple[ScoreCriterion, ...], thresholds: Thresholds
) -> Frames:
    measured, facts = given["indicators"], given["region_facts"]
    parts = score_parts(measured, weights)
    judged = score_sectors(parts, measured, facts, thresholds)
    limits = facts.select(
        "region",
        *[thresholds.of(n).alias(n) for n in ("critical", "workplaces_for_a_table")],
    )
    return {
        "score_parts": parts,
        "scores": judged,
        "plan": propose_plan(judged, measured, given["neighbours"], limits),
    }


def _finish(
    bench: Workbench, settings: Settings, found: FolderFiles, weights: tuple[ScoreCriterion, ...]
) -> None:
    manifest = bench.draft.manifest
    vintages: dict[str, set[str]] = {}
    for entry in manifest["inputs"]:
        vintages.setdefault(entry["source"], set()).update(entry["vintage"].split(", "))
    words = {source: ", ".join(sorted(said)) for source, said in vintages.items()}
    bench.read(
        "catalogue",
        (),
        [tables.SOURCE_CATALOGUE],
        _list_sources,
        settings={"vintages": dict(sorted(words.items()))},
    )
    manifest["state"], manifest["state_name"] = settings.state.abbr, settings.state.name
    manifest["state_fips"] = settings.state.fips
    manifest["invented"] = settings.state in INVENTED
    manifest["made"] = datetime.now(UTC).isoformat(timespec="seconds")
    manifest["software"] = __version__
    manifest["partition"] = settings.partition
    manifest["weights"] = {c.indicator: round(c.weight, 6) for c in weights}
    manifest["not_used"] += [{"file": label, "why": why} for label, why in found.not_used]
    manifest["reused"] = bench.reused


def _list_sources(_: StepNotes, __: StepFiles, vintages: dict[str, str]) -> Frames:
    return {"source_catalogue": source_catalogue(vintages)}
