"""Every indicator: the question it answers, its formula and where that comes from."""

from dataclasses import dataclass

import polars as pl

from sectoral import tables


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator as pages and manuals show it."""

    id: str
    title: str
    question: str
    unit: str
    formula: str
    reference: str


INDICATORS = (
    Indicator(
        "establishments",
        "Workplaces",
        "How many workplaces does the sector have here?",
        "establishments",
        "sum of the sector's establishments over the region's counties",
        "QCEW and County Business Patterns count establishments, not companies",
    ),
    Indicator(
        "jobs",
        "Jobs",
        "How many people work in the sector here?",
        "jobs",
        "published jobs + estimated jobs in withheld cells, over the region's counties",
        "Isserman and Westervelt (2006) for the withheld cells",
    ),
    Indicator(
        "lq",
        "Concentration",
        "How many times larger is the sector's share of jobs here than nationwide?",
        "ratio",
        "location quotient = (sector jobs / all jobs here) / (sector jobs / all jobs nationwide); "
        "all owners in both totals, as the Bureau of Labor Statistics does",
        "Isserman (1977), J. Am. Inst. Planners 43(1):33-41",
    ),
    Indicator(
        "employment_share",
        "Share of jobs",
        "What part of all jobs here is in the sector?",
        "%",
        "100 × sector jobs / all jobs in the region",
        "",
    ),
    Indicator(
        "growth_past",
        "Past growth",
        "How fast have the sector's jobs grown here?",
        "% a year",
        "100 × ((jobs at the end / jobs at the start)^(1 / years) − 1)",
        "compound annual growth rate",
    ),
    Indicator(
        "shift_national",
        "Change from national growth",
        "How many jobs would national growth alone have added?",
        "jobs",
        "jobs at the start × growth of all jobs in the reference",
        "Dunn (1960), Papers in Regional Science 6:97-112",
    ),
    Indicator(
        "shift_mix",
        "Change from the industry's own trend",
        "How many more because the sector itself grew faster or slower?",
        "jobs",
        "jobs at the start × (growth of the sector − growth of all jobs, both in the reference)",
        "Dunn (1960)",
    ),
    Indicator(
        "shift_regional",
        "Change that is specific to the region",
        "How many more because the sector did better or worse here?",
        "jobs",
        "jobs at the start × (growth of the sector here − growth of the sector in the reference)",
        "Dunn (1960); mostly noise in small cells and never to be extrapolated",
    ),
    Indicator(
        "pay_average",
        "Average pay",
        "What does a job in the sector pay here?",
        "USD a year",
        "total pay / jobs, over the cells whose pay is published, at a yearly rate",
        "mixes full- and part-time work",
    ),
    Indicator(
        "pay_premium",
        "Pay compared with the region",
        "How much more or less than the region's average job does it pay?",
        "%",
        "100 × (average pay of the sector / average pay of all jobs in the region − 1)",
        "",
    ),
    Indicator(
        "growth_projected",
        "Projected growth",
        "How fast are its industries expected to grow?",
        "% a year",
        "projected national growth of each industry, weighted by the sector's jobs here",
        "Bureau of Labor Statistics, Employment Projections; not a local forecast",
    ),
)


def indicator_catalogue() -> pl.DataFrame:
    """The indicators as INDICATOR_CATALOGUE, in page order."""
    rows = [
        {
            "indicator": i.id,
            "title": i.title,
            "question": i.question,
            "unit": i.unit,
            "formula": i.formula,
            "reference": i.reference,
            "place": place,
        }
        for place, i in enumerate(INDICATORS)
    ]
    return tables.check(pl.DataFrame(rows), tables.INDICATOR_CATALOGUE)


UNITS = {i.id: i.unit for i in INDICATORS}

NO_NOTE = pl.lit(None, pl.String)


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """What must stand beside every number: expressions over the frame it is made from.

    period      the time it is about
    source      catalogue ids of its sources
    confidence  the share of it that rests on published cells
    note        why it is unknown, or what to beware of
    """

    period: pl.Expr
    source: pl.Expr
    confidence: pl.Expr
    note: pl.Expr = NO_NOTE


def indicator_rows(
    frame: pl.DataFrame,
    indicator: str,
    value: pl.Expr,
    about: NumberFacts,
    *,
    low: pl.Expr | None = None,
    high: pl.Expr | None = None,
) -> pl.DataFrame:
    """One indicator's rows of INDICATORS from a frame with `region` and `sector`.

    Takes    expressions over `frame`; without low or high the value is its own bound.
    Returns  as many rows as `frame`; infinite and undefined values are unknown.
    """

    def finite(x: pl.Expr) -> pl.Expr:
        return pl.when(x.is_finite()).then(x)

    return frame.select(
        "region",
        "sector",
        pl.lit(indicator).alias("indicator"),
        finite(value).alias("value"),
        finite(value if low is None else low).alias("low"),
        finite(value if high is None else high).alias("high"),
        pl.lit(UNITS[indicator]).alias("unit"),
        about.period.alias("period"),
        about.source.alias("source"),
        finite(about.confidence).clip(0.0, 1.0).alias("confidence"),
        about.note.alias("note"),
    )
