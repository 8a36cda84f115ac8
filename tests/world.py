"""Quayland: an invented state small enough to check by hand.

Four regions, six sectors, twelve counties of one degree each; the last county, 08001, lies
across the border in Colorado, so that Uplands is a cross-border region.

                 boats  care  farms  inns   it   building   all sectors and the rest
    Harbour      3,000 2,000    100   900  800      700     10,000
    Market       1,000 2,400    300   800  900    1,000     12,000
    Uplands          0   700  1,500   400   —       300      5,000
    Marsh            0   300    900   150   —       100      3,000
    Quayland     4,000 5,400  2,800 2,250        2,100     30,000      (2021)

`—` is not published. Every sector grew or shrank by the same number of jobs each year.
"""

import json
from pathlib import Path
from typing import Any

import polars as pl

from sectoral import tables
from sectoral.edition import Edition, draft, open_edition

YEARS = range(2017, 2022)
WEIGHTS = {"lq": 40.0, "growth_past": 20.0, "growth_projected": 20.0, "pay_premium": 20.0}
LIMITS = {"critical": 60.0, "promising": 50.0, "least_lq": 1.0, "least_share": 5.0}

REGIONS: dict[str, dict[str, Any]] = {
    "harbour": {"name": "Harbour", "kind": "metropolitan", "jobs": 10_000, "living": 9_000},
    "market": {"name": "Market", "kind": "metropolitan", "jobs": 12_000, "living": 12_500},
    "uplands": {"name": "Uplands", "kind": "rural", "jobs": 5_000, "living": 5_200},
    "marsh": {"name": "Marsh", "kind": "rural", "jobs": 3_000, "living": 3_400},
}
COUNTIES = {
    "harbour": ("99001", "99003", "99005"),
    "market": ("99007", "99009", "99011", "99013"),
    "uplands": ("99015", "99017", "08001"),
    "marsh": ("99019", "99021"),
}
NAMES = dict(
    zip(
        [area for areas in COUNTIES.values() for area in areas],
        (
            *("Anchor", "Buoy", "Capstan", "Drover", "Easter", "Fair"),
            *("Guild", "Heather", "Ing", "Juniper", "Kelp", "Lagoon"),
        ),
        strict=True,
    )
)
SECTORS = {
    "boats": ("Boats", "3366"),
    "care": ("Healthcare", "62"),
    "farms": ("Agriculture", "11"),
    "inns": ("Hospitality and tourism", "72"),
    "it": ("Information technology", "51"),
    "building": ("Construction", "23"),
}
# Jobs in 2021 and the jobs added each year since 2017; None is not published.
JOBS: dict[str, tuple[tuple[float, float] | None, ...]] = {
    "harbour": ((3000, 200), (2000, 50), (100, 0), (900, -50), (800, 40), (700, 10)),
    "market": ((1000, -20), (2400, 60), (300, -10), (800, 20), (900, 30), (1000, 25)),
    "uplands": (None, (700, 10), (1500, -30), (400, 15), None, (300, 5)),
    "marsh": (None, (300, 0), (900, -10), (150, 5), None, (100, -5)),
}
ALL_JOBS = 30_000.0
SECTOR_TOTALS = {"boats": 4000, "care": 5400, "farms": 2800, "inns": 2250, "it": 1700}
SECTOR_TOTALS["building"] = 2100
VERDICTS = {
    "critical": {("harbour", "boats"), ("market", "care"), ("uplands", "farms")},
    "promising": {("harbour", "care"), ("market", "it"), ("marsh", "farms"), ("uplands", "inns")},
}
# Estimated in part: (region, sector) → (least, most) jobs in 2021.
ESTIMATED = {("harbour", "it"): (650.0, 1000.0), ("uplands", "inns"): (350.0, 480.0)}


def quayland(folder: Path) -> Edition:
    """The invented state's edition, written to `folder`."""
    with draft(folder) as drafted:
        for name, frame in frames().items():
            drafted.write(frame, tables.BY_NAME[name], "by hand")
        drafted.manifest |= manifest()
    return open_edition(folder)


def manifest() -> dict[str, Any]:
    """What the edition says of itself."""
    return {
        "state": "QL",
        "state_name": "Quayland",
        "made": "2026-11-23T12:00:00+00:00",
        "software": "0.1.0",
        "partition": "zones",
        "inputs": [
            {
                "file": "quayland_2021.csv",
                "sha256": "ab" * 32,
                "bytes": 12_345,
                "layout": "qcew singlefile",
                "source": "qcew",
                "vintage": "2021",
                "rows": 480,
                "set_aside": [[3, "workplaces abroad"]],
            }
        ],
        "not_used": [{"file": "notes.txt", "why": "no layout we know"}],
        "choices": [
            {
                "question": "Which regions?",
                "choice": "zones",
                "because": "no list of regions was given",
            }
        ],
        "weights": WEIGHTS,
        "thresholds": [
            {"threshold": name, "metropolitan": limit, "rural": limit}
            for name, limit in LIMITS.items()
        ],
        "invented": True,
    }


def frames() -> dict[str, pl.DataFrame]:
    """Every table of the edition, by name."""
    return {
        "region_facts": _region_facts(),
        "regions": _regions(),
        "area_names": _frame("area_names", [_named(area) for area in NAMES]),
        "area_shapes": _shapes(),
        "neighbours": _neighbours(),
        "partition_fit": _partition_fit(),
        "sectors": _sectors(),
        "sector_jobs": _sector_jobs(),
        "indicator_catalogue": _catalogue(),
        "indicators": _indicators(),
        "score_parts": _score_parts(),
        "scores": _scores(),
        "plan": _plan(),
        "source_catalogue": _sources(),
    }


def jobs(region: str, sector: str, year: int = 2021) -> float | None:
    """Jobs of one sector in one region: the 2021 number less the yearly gain."""
    held = JOBS[region][list(SECTORS).index(sector)]
    return None if held is None else held[0] - held[1] * (2021 - year)


def _frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=tables.BY_NAME[name].schema)


def _named(area: str) -> dict[str, Any]:
    return {"area": area, "name": f"{NAMES[area]} County", "state": area[:2]}


def _region_facts() -> pl.DataFrame:
    rows = [
        {
            "region": region,
            "name": facts["name"],
            "kind": facts["kind"],
            "kind_because": "its largest county is the center of a metropolitan area"
            if facts["kind"] == "metropolitan"
            else "none of its counties is in a metropolitan area",
            "areas": len(COUNTIES[region]),
            "states": "08 99" if region == "uplands" else "99",
            "workers_living": facts["living"],
            "workers_working": facts["jobs"],
            "home_containment": 0.85,
            "work_containment": 0.8,
            "coverage": 0.9 if region == "uplands" else 1.0,
            "areas_missing": "08001" if region == "uplands" else "",
        }
        for region, facts in REGIONS.items()
    ]
    return _frame("region_facts", rows)


def _regions() -> pl.DataFrame:
    rows = [
        {"partition": "zones", "area": area, "region": region}
        for region, areas in COUNTIES.items()
        for area in areas
    ]
    coast = {"harbour": "7", "market": "7", "uplands": "8", "marsh": "7"}
    rows += [row | {"partition": "ers 2000", "region": coast[row["region"]]} for row in rows]
    return _frame("regions", rows)


_SQUARE = (
    *((0.0, 0.0), (0.0, 0.5), (0.1, 0.7), (0.0, 1.0), (1.0, 1.0)),
    *((1.1, 0.7), (1.0, 0.5), (1.0, 0.0), (0.0, 0.0)),
)


def _shapes() -> pl.DataFrame:
    """Counties as squares of one degree, four in a row, each with a bend in its border."""
    rows = []
    for place, area in enumerate(NAMES):
        west, south = -109.0 + place % 4, 39.0 - place // 4
        corners = [[west + x, south + y] for x, y in _SQUARE]
        shape = {"type": "Polygon", "coordinates": [corners]}
        rows.append(_named(area) | {"vintage": 2017, "geojson": json.dumps(shape)})
    return _frame("area_shapes", rows)


def _neighbours() -> pl.DataFrame:
    pairs = [("harbour", "market", 900, 1200), ("uplands", "market", 400, 150)]
    rows = []
    for region, other, out, back in pairs:
        both = [(region, other, out, back), (other, region, back, out)]
        for here, there, leave, come in both:
            rows.append(
                {
                    "region": here,
                    "neighbour": there,
                    "workers_out": leave,
                    "workers_in": come,
                    "touching": True,
                }
            )
    return _frame("neighbours", rows)


def _partition_fit() -> pl.DataFrame:
    row = {
        "partition": "zones",
        "other": "ers 2000",
        "areas": 12,
        "regions": 4,
        "other_regions": 2,
        "inside": 1.0,
        "other_inside": 0.4,
        "commuters_cut": 0.12,
        "other_commuters_cut": 0.03,
        "agreement": 0.31,
    }
    return _frame("partition_fit", [row])


def _sectors() -> pl.DataFrame:
    rows = [
        {
            "sector": sector,
            "name": name,
            "industry": code,
            "ownership": "private",
            "metropolitan": sector != "farms",
            "rural": sector != "it",
        }
        for sector, (name, code) in SECTORS.items()
    ]
    return _frame("sectors", rows)


def _sector_jobs() -> pl.DataFrame:
    rows = []
    for region in REGIONS:
        for sector in SECTORS:
            for year in YEARS:
                number = jobs(region, sector, year)
                low, high = ESTIMATED.get((region, sector), (number, number))
                partly = (region, sector) in ESTIMATED
                rows.append(
                    {
                        "source": "cbp",
                        "region": region,
                        "sector": sector,
                        "year": year,
                        "quarter": 0,
                        "establishments": None if number is None else number / 20,
                        "jobs": number,
                        "jobs_low": low,
                        "jobs_high": high,
                        "jobs_published": number if not partly else 0.0,
                        "pay_usd": None if number is None else number * 50_000,
                        "pay_jobs": number,
                        "region_jobs": REGIONS[region]["jobs"],
                        "region_pay_usd": REGIONS[region]["jobs"] * 40_000,
                    }
                )
    return _frame("sector_jobs", rows)


_CATALOGUE = (
    ("establishments", "Workplaces", "How many workplaces are there?", "establishments", "counted"),
    ("jobs", "Jobs", "How many people work in it here?", "jobs", "published + estimated"),
    ("lq", "Concentration", "How much more common is it here?", "ratio", "(e/E) / (n/N)"),
    ("growth_past", "Past growth", "Has it grown?", "% a year", "(e₂₁/e₁₇)^(1/4) − 1"),
    ("shift_national", "National part", "What of it is the tide?", "jobs", "e₁₇ × G"),
    ("shift_mix", "Mix part", "What of it is the trade?", "jobs", "e₁₇ × (gᵢ − G)"),
    ("shift_regional", "Regional part", "What of it is the place?", "jobs", "e₁₇ × (gᵢᵣ − gᵢ)"),
    ("pay_premium", "Pay against the region", "Are the jobs good?", "%", "pay / region − 1"),
    ("growth_projected", "Projected growth", "Will it grow?", "% a year", "projected"),
)


def _catalogue() -> pl.DataFrame:
    rows = [
        {
            "indicator": name,
            "title": title,
            "question": question,
            "unit": unit,
            "formula": formula,
            "reference": "by hand",
            "place": place,
        }
        for place, (name, title, question, unit, formula) in enumerate(_CATALOGUE)
    ]
    return _frame("indicator_catalogue", rows)


def value(region: str, sector: str, indicator: str) -> float | None:
    """One indicator, by the plain sum."""
    now, then = jobs(region, sector), jobs(region, sector, 2017)
    if now is None or then is None:
        return None
    nation = SECTOR_TOTALS[sector] / ALL_JOBS
    sums: dict[str, float] = {
        "establishments": now / 20,
        "jobs": now,
        "lq": (now / REGIONS[region]["jobs"]) / nation,
        "growth_past": (float((now / then) ** 0.25) - 1) * 100,
        "shift_national": then * 0.04,
        "shift_mix": then * 0.01,
        "shift_regional": now - then - then * 0.05,
        "pay_premium": 25.0,
        "growth_projected": 1.5,
    }
    return sums[indicator]


def _indicators() -> pl.DataFrame:
    rows = []
    for region in REGIONS:
        for sector in SECTORS:
            for indicator, _, _, unit, _ in _CATALOGUE:
                number = value(region, sector, indicator)
                low, high = number, number
                if (region, sector) in ESTIMATED and indicator == "jobs":
                    low, high = ESTIMATED[region, sector]
                rows.append(
                    {
                        "region": region,
                        "sector": sector,
                        "indicator": indicator,
                        "value": number,
                        "low": low,
                        "high": high,
                        "unit": unit,
                        "period": "2017-2021" if "growth_past" in indicator else "2021",
                        "source": "projections" if "projected" in indicator else "cbp",
                        "confidence": 0.4 if (region, sector) in ESTIMATED else 1.0,
                        "note": "the publisher withholds it" if number is None else None,
                    }
                )
    return _frame("indicators", rows)


def _standard(region: str, sector: str, criterion: str) -> float | None:
    number = value(region, sector, criterion)
    return None if number is None else max(0.0, min(100.0, 50 + 20 * number))


def _score_parts() -> pl.DataFrame:
    rows = []
    for region in REGIONS:
        for sector in SECTORS:
            for criterion, weight in WEIGHTS.items():
                standard = _standard(region, sector, criterion)
                rows.append(
                    {
                        "region": region,
                        "sector": sector,
                        "criterion": criterion,
                        "value": value(region, sector, criterion),
                        "standard": standard,
                        "weight": weight,
                        "points": None if standard is None else standard * weight / 100,
                        "points_low": _points(standard, weight)[0],
                        "points_high": _points(standard, weight)[1],
                    }
                )
    return _frame("score_parts", rows)


def _points(standard: float | None, weight: float) -> tuple[float, float]:
    """The least and the most points a part can bring."""
    if standard is None:
        return 0.0, weight
    points = standard * weight / 100
    return max(0.0, points - 0.5), min(weight, points + 0.75)


def score_span(region: str, sector: str) -> tuple[float, float]:
    """The least and the most a score can be: the sums of its parts' bounds."""
    spans = [_points(_standard(region, sector, c), w) for c, w in WEIGHTS.items()]
    return sum(low for low, _ in spans), sum(high for _, high in spans)


def score(region: str, sector: str) -> float | None:
    """The weighted sum of the standards; None where the sector's jobs are not published."""
    parts = [(_standard(region, sector, c), w) for c, w in WEIGHTS.items()]
    known = [s * w / 100 for s, w in parts if s is not None]
    return sum(known) if len(known) == len(parts) else None


def _scores() -> pl.DataFrame:
    rows = []
    for region in REGIONS:
        held = sorted((s for s in SECTORS if score(region, s) is not None), key=_first(region))
        for sector in SECTORS:
            number = score(region, sector)
            rows.append(
                {
                    "region": region,
                    "sector": sector,
                    "score": number,
                    "score_low": score_span(region, sector)[0],
                    "score_high": score_span(region, sector)[1],
                    "rank": None if number is None else held.index(sector) + 1,
                    "ranked": number is not None,
                    "why_not": "its jobs are not published" if number is None else None,
                    "verdict": _verdict(region, sector, number),
                }
            )
    return _frame("scores", rows)


def _first(region: str) -> Any:
    return lambda sector: -(score(region, sector) or 0)


def _verdict(region: str, sector: str, number: float | None) -> str:
    if number is None:
        return "too thin to judge"
    named = [word for word, cells in VERDICTS.items() if (region, sector) in cells]
    return named[0] if named else "ordinary"


def _plan() -> pl.DataFrame:
    decisions = {"critical": "start", "promising": "watch", "ordinary": "not now"}
    rows = []
    for region in REGIONS:
        for sector in SECTORS:
            verdict = _verdict(region, sector, score(region, sector))
            explore = (region, sector) == ("marsh", "farms")
            decision = decisions.get(verdict, "cannot judge")
            rows.append(
                {
                    "region": region,
                    "sector": sector,
                    "decision": "explore with neighbour" if explore else decision,
                    "with_region": "uplands" if explore else None,
                    "because": f"the evidence says {verdict}.",
                }
            )
    return _frame("plan", rows)


def _sources() -> pl.DataFrame:
    rows = [
        {
            "source": "cbp",
            "title": "County Business Patterns",
            "publisher": "Quayland Bureau",
            "page": "https://example.org/cbp",
            "licence": "public domain",
            "vintage": "2017-2021",
            "reads": "establishments, jobs and pay by county and industry",
            "cannot_tell": "nothing about farms run by a family alone",
        },
        {
            "source": "projections",
            "title": "Employment Projections",
            "publisher": "Quayland Bureau",
            "page": "https://example.org/projections",
            "licence": "public domain",
            "vintage": "2018-2028",
            "reads": "projected jobs by industry",
            "cannot_tell": "nothing about single regions",
        },
    ]
    return _frame("source_catalogue", rows)
