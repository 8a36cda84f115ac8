"""Tables that the stages make: regions, estimates, indicators, scores, plan."""

import polars as pl

from sectoral.tables.columns import (
    INDUSTRY,
    JOBS_SOURCE,
    OWNERSHIP,
    QUARTER,
    REGION,
    SECTOR,
    YEAR,
    area,
    number,
    summed_share,
    text,
)
from sectoral.tables.contract import DECISIONS, KINDS_OF_REGION, OWNERSHIPS, TidyColumn, TidyTable

REGIONS = TidyTable(
    "regions",
    "one county's place in one partition",
    ("partition", "area"),
    (
        text("partition", "'zones', 'ers 2000', 'fowler 2020', or the loaded list's name"),
        area(),
        REGION,
    ),
)

REGION_FACTS = TidyTable(
    "region_facts",
    "one region of the edition",
    ("region",),
    (
        REGION,
        text("name", "name after its largest place of work"),
        TidyColumn("kind", KINDS_OF_REGION, "which sector defaults apply"),
        text("kind_because", "the rule and figure that decided the kind"),
        TidyColumn("areas", pl.Int32, "counties", "counties"),
        text("states", "two-digit FIPS codes, joined by spaces"),
        number("workers_living", "workers who live here", "workers"),
        number("workers_working", "workers who work here", "workers"),
        number("home_containment", "share of resident workers who work here", "share"),
        number("work_containment", "share of people working here who live here", "share"),
        number(
            "coverage", "share of the workers working here in counties whose jobs we have", "share"
        ),
        text("areas_missing", "counties without job files, joined by spaces"),
    ),
)

PARTITION_FIT = TidyTable(
    "partition_fit",
    "two partitions of the same counties, compared",
    ("partition", "other"),
    (
        text("partition", "partition"),
        text("other", "the partition it is compared with"),
        TidyColumn("areas", pl.Int32, "counties in both", "counties"),
        TidyColumn("regions", pl.Int32, "regions in the partition", "regions"),
        TidyColumn("other_regions", pl.Int32, "regions in the other", "regions"),
        number(
            "inside", "share of workers whose region lies inside one region of the other", "share"
        ),
        number("other_inside", "the same the other way round", "share"),
        number("commuters_cut", "share of commuters who cross a border of the partition", "share"),
        number("other_commuters_cut", "the same for the other", "share"),
        number("agreement", "adjusted Rand index, 1 = the same partition", "index", least=-1),
    ),
)

NEIGHBOURS = TidyTable(
    "neighbours",
    "two regions tied by commuting",
    ("region", "neighbour"),
    (
        REGION,
        text("neighbour", "the other region"),
        number("workers_out", "live here, work there", "workers", nullable=False),
        number("workers_in", "live there, work here", "workers", nullable=False),
        TidyColumn("touching", pl.Boolean, "they share a border", nullable=True),
    ),
)

JOBS_ESTIMATES = TidyTable(
    "jobs_estimates",
    "one cell of area_jobs with its jobs known or estimated",
    ("source", "area", "industry", "ownership", "year", "quarter"),
    (
        JOBS_SOURCE,
        area(),
        INDUSTRY,
        OWNERSHIP,
        YEAR,
        QUARTER,
        number("establishments", "workplaces; null = too few to publish", "establishments"),
        number("jobs", "published or estimated jobs", "jobs", nullable=False),
        number("jobs_low", "least the published totals allow", "jobs", nullable=False),
        number("jobs_high", "most the published totals allow", "jobs", nullable=False),
        number("pay_usd", "total pay in the period; null where not published", "USD"),
        TidyColumn("published", pl.Boolean, "jobs is the publisher's own number"),
    ),
)

REFERENCE_JOBS = TidyTable(
    "reference_jobs",
    "one industry's share of the nation's jobs: the base of location quotients",
    ("source", "industry", "ownership", "year", "quarter"),
    (
        JOBS_SOURCE,
        INDUSTRY,
        OWNERSHIP,
        YEAR,
        QUARTER,
        summed_share("share", "jobs of the industry / jobs of all industries and owners"),
        summed_share("share_low", "least it can be"),
        summed_share("share_high", "most it can be"),
        text("how", "'published', 'summed from counties' or 'worked out from published quotients'"),
    ),
)

REFERENCE_GROWTH = TidyTable(
    "reference_growth",
    "one sector's jobs in all counties at hand, in the cells published at both ends of a span",
    ("source", "sector"),
    (
        JOBS_SOURCE,
        text("sector", "sector id; '*' = all industries"),
        TidyColumn("first_year", pl.Int16, "first year of the span"),
        TidyColumn("last_year", pl.Int16, "last year of the span"),
        number("jobs_first", "jobs in the first year", "jobs", nullable=False),
        number("jobs_last", "jobs in the same cells in the last year", "jobs", nullable=False),
        TidyColumn("areas", pl.Int32, "counties it rests on; 0 = the published nation", "counties"),
    ),
)

SECTORS = TidyTable(
    "sectors",
    "one NAICS code in one sector",
    ("sector", "industry"),
    (
        SECTOR,
        text("name", "sector name"),
        INDUSTRY,
        TidyColumn("ownership", OWNERSHIPS, "'private' or 'all'"),
        TidyColumn("metropolitan", pl.Boolean, "looked at in metropolitan regions by default"),
        TidyColumn("rural", pl.Boolean, "looked at in rural regions by default"),
    ),
)

SECTOR_JOBS = TidyTable(
    "sector_jobs",
    "one region's sector in one period",
    ("source", "region", "sector", "year", "quarter"),
    (
        JOBS_SOURCE,
        REGION,
        SECTOR,
        YEAR,
        QUARTER,
        number("establishments", "workplaces", "establishments"),
        number("jobs", "published plus estimated jobs", "jobs"),
        number("jobs_low", "least the published totals allow", "jobs"),
        number("jobs_high", "most the published totals allow", "jobs"),
        number("jobs_published", "the part that is the publisher's own", "jobs"),
        number("pay_usd", "total pay where published", "USD"),
        number("pay_jobs", "the jobs which that pay covers", "jobs"),
        number("region_jobs", "all jobs in the region, same ownership base", "jobs"),
        number("region_pay_usd", "total pay of all jobs in the region", "USD"),
    ),
)

INDICATOR_CATALOGUE = TidyTable(
    "indicator_catalogue",
    "one indicator: what it is and how it is made",
    ("indicator",),
    (
        text("indicator", "id"),
        text("title", "plain title"),
        text("question", "the question it answers"),
        text("unit", "unit"),
        text("formula", "the sum in words and signs"),
        text("reference", "where the method comes from"),
        TidyColumn("place", pl.Int16, "order on pages"),
    ),
)

INDICATORS = TidyTable(
    "indicators",
    "one number about one sector in one region",
    ("region", "sector", "indicator"),
    (
        REGION,
        SECTOR,
        text("indicator", "id in indicator_catalogue"),
        TidyColumn("value", pl.Float64, "the number; null = unknown", nullable=True),
        TidyColumn("low", pl.Float64, "least it can be", nullable=True),
        TidyColumn("high", pl.Float64, "most it can be", nullable=True),
        text("unit", "unit"),
        text("period", "time it is about: '2016 Q1', '2017-2021'"),
        text("source", "sources, as ids in source_catalogue, joined by ' + '"),
        number("confidence", "share of the number that published figures settle", "share"),
        text("note", "why unknown, or what to beware of", nullable=True),
    ),
)

SCORE_PARTS = TidyTable(
    "score_parts",
    "one criterion's part in one score",
    ("region", "sector", "criterion"),
    (
        REGION,
        SECTOR,
        text("criterion", "criterion id: an indicator"),
        TidyColumn("value", pl.Float64, "the indicator's value", nullable=True),
        number("standard", "0 worst … 100 best on the documented scale", "points"),
        number("weight", "weight as a percentage of all weights", "%", nullable=False),
        number("points", "standard × weight / 100", "points"),
        number("points_low", "points at the indicator's worst bound; 0 if unknown", "points"),
        number("points_high", "points at its best bound; the weight if unknown", "points"),
    ),
)

SCORES = TidyTable(
    "scores",
    "one sector in one region, judged",
    ("region", "sector"),
    (
        REGION,
        SECTOR,
        number("score", "sum of points over the weights that could be judged", "points"),
        number(
            "score_low",
            "score with every indicator at its worst bound, every unknown at 0",
            "points",
        ),
        number(
            "score_high",
            "score with every indicator at its best bound, every unknown at 100",
            "points",
        ),
        TidyColumn("rank", pl.Int32, "1 = first in the region; null = not ranked", nullable=True),
        TidyColumn("ranked", pl.Boolean, "enough is known to rank it"),
        text("why_not", "what is too thin, where not ranked", nullable=True),
        text("verdict", "'critical', 'promising', 'ordinary' or 'too thin to judge'"),
    ),
)

PLAN = TidyTable(
    "plan",
    "what to do about one sector in one region",
    ("region", "sector"),
    (
        REGION,
        SECTOR,
        TidyColumn("decision", DECISIONS, "first proposal, for people to decide"),
        text("with_region", "the neighboring region to explore it with", nullable=True),
        text("because", "the reason in one sentence"),
    ),
)

SOURCE_CATALOGUE = TidyTable(
    "source_catalogue",
    "one official source",
    ("source",),
    (
        text("source", "id"),
        text("title", "title"),
        text("publisher", "publisher"),
        text("page", "publisher's page"),
        text("licence", "licence"),
        text("vintage", "periods this edition read; empty = none"),
        text("reads", "what is read from it"),
        text("cannot_tell", "what it cannot tell"),
    ),
)
