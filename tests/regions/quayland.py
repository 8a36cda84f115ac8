"""Quayland (98) and the neighbouring state of Fen (97): five counties, sums by hand.

        to  Harbour  Mill  Hill  Ferry  Moor    lives there
Harbour        80     10     .     10     .        100
Mill           20     30     .      .     .         50
Hill            1      .    99      .     .        100
Ferry           4      .     .     36     .         40
Moor            .      .     .      .    20         20
works there   105     40    99     46    20        310

s(Harbour, Mill)  = (10 + 20) / min(100, 50)  = .60
s(Harbour, Ferry) = (10 +  4) / min(100, 40)  = .35
s(Harbour, Hill)  = ( 0 +  1) / min(100, 100) = .01      every other pair: 0
"""

import polars as pl

HARBOUR, MILL, HILL, FERRY, MOOR = "98001", "98003", "98005", "97001", "97003"

FLOWS = pl.DataFrame(
    [
        (HARBOUR, HARBOUR, 80),
        (HARBOUR, MILL, 10),
        (HARBOUR, FERRY, 10),
        (MILL, HARBOUR, 20),
        (MILL, MILL, 30),
        (HILL, HARBOUR, 1),
        (HILL, HILL, 99),
        (FERRY, HARBOUR, 4),
        (FERRY, FERRY, 36),
        (MOOR, MOOR, 20),
    ],
    schema={"home": pl.String, "work": pl.String, "workers": pl.Int64},
    orient="row",
)

NAMES = pl.DataFrame(
    {
        "area": [HARBOUR, MILL, HILL, FERRY, MOOR],
        "name": ["Harbour", "Mill", "Hill", "Ferry", "Moor"],
        "state": ["98", "98", "98", "97", "97"],
    }
)


def partition(**regions: list[str]) -> pl.DataFrame:
    """area, region of the regions given as name=[areas]."""
    rows = [(area, region) for region, areas in regions.items() for area in areas]
    schema = {"area": pl.String, "region": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("area")


def groups(regions: pl.DataFrame) -> set[frozenset[str]]:
    """A partition without its names: the sets of counties."""
    return {frozenset(areas) for areas in regions.group_by("region").agg("area")["area"]}


def acs_flows(shared: object) -> pl.DataFrame:
    """The national county flows of ACS 2016-2020 in the real public files."""
    file = f"{shared}/acs_county_flows_2016_2020/acs_2016_2020_county_flows.csv.gz"
    return pl.read_csv(file, infer_schema=False).select(
        home="res_fips", work="work_fips", workers=pl.col("workers").cast(pl.Int64)
    )


def zones(shared: object, file: str, area: str, region: str) -> pl.DataFrame:
    """A published county-to-region list in the real public files."""
    return pl.read_csv(f"{shared}/{file}", infer_schema=False).select(area=area, region=region)
