"""Which official files a state needs, and where their publishers keep them.

Every address is a base from `BASES` and a path; a mirror replaces a base. What a publisher
gives out only as a workbook or a shapefile is listed under `by_hand`, with what to do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sectoral.errors import WrongUse
from sectoral.places import STATES, State
from sectoral.sources.conversion import Shape
from sectoral.sources.transfer import Kind

BLS = "https://data.bls.gov"
CENSUS = "https://www2.census.gov"
LEHD = "https://lehd.ces.census.gov"
NCES = "https://nces.ed.gov"
ONET = "https://www.onetcenter.org"
US_ATLAS = "https://cdn.jsdelivr.net"

BASES: dict[str, str] = {
    BLS: "U.S. Bureau of Labor Statistics",
    CENSUS: "U.S. Census Bureau",
    LEHD: "U.S. Census Bureau, LEHD",
    NCES: "National Center for Education Statistics",
    ONET: "O*NET Resource Center",
    US_ATLAS: "us-atlas, a TopoJSON packaging of Census boundaries",
}

YEARS = (2021, 2022, 2023, 2024, 2025)
CBP_YEARS = range(2017, 2024)  # the years on NAICS 2017, the only ones our reader knows
QCEW_FIRST_YEAR = 1990  # older files are on SIC
WITHOUT_QCEW = ("AS", "GU", "MP")
LODES_YEAR = 2022
IPEDS_YEAR = 2023
# 30.2 went over from five job zones to four.
ONET_RELEASE = "30_0"


@dataclass(frozen=True, slots=True)
class Remote:
    """One file of a publisher, and what becomes of it here.

    source    the catalogue's id
    base      a key of `BASES`
    path      the path on the publisher's server
    kind      what its bytes must be
    name      the name of the file that a build reads, in the folder the person gave
    shape     how it is made from the publisher's file
    states    two-digit FIPS codes whose rows are kept; () = all
    year      the year of the data
    optional  the publisher leaves it out for some states or years: then it is passed over
    """

    source: str
    base: str
    path: str
    kind: Kind
    name: str
    year: int
    shape: Shape = "as published"
    states: tuple[str, ...] = ()
    optional: bool = False

    @property
    def url(self) -> str:
        """The publisher's own address."""
        return self.base + self.path

    @property
    def cached_name(self) -> str:
        """The name in the cache: the publisher's."""
        return self.path.rsplit("/", 1)[-1].replace("%20", " ")

    def address(self, mirrors: Mapping[str, str]) -> str:
        """Where to ask: the mirror's address where there is one."""
        return mirrors.get(self.base, self.base).rstrip("/") + self.path


@dataclass(frozen=True, slots=True)
class ByHand:
    """A file to fetch in a browser, because its only format is one we do not read.

    source  the catalogue's id
    page    where it is
    save    what to do with it, in one or two sentences
    """

    source: str
    page: str
    save: str


def needed(place: State, years: Sequence[int] = YEARS) -> list[Remote]:
    """The files to fetch for a state or the nation.

    A state's files hold its own rows, the nation's, and those of the states it borders, so
    that a labor-market region across the border is whole.

    Takes    `years`: of the job series.
    Returns  in the order in which they are fetched, smallest first.
    Raises   WrongUse where no job series covers the place in any of the years.
    """
    states = _states_read(place)
    jobs = _qcew(states, place, years) + _cbp(states, place, years)
    if not jobs:
        raise WrongUse(
            f"No job series has {place.name} in {', '.join(map(str, years)) or 'no year'}: QCEW "
            f"covers the states, DC, PR and VI from {QCEW_FIRST_YEAR}; CBP the states and DC."
        )
    return [*_everywhere(), *_lodes(place), *jobs]


def by_hand() -> list[ByHand]:
    """The files that a person fetches, most useful first."""
    return list(_BY_HAND)


def check_mirrors(mirrors: Mapping[str, str]) -> None:
    """Refuse a mirror of nothing, and one that is not http(s).  Raises WrongUse."""
    for base, mirror in mirrors.items():
        if base not in BASES:
            raise WrongUse(f"'{base}' is no publisher's address; these are: {', '.join(BASES)}.")
        if not mirror.startswith(("http://", "https://")):
            raise WrongUse(f"The mirror '{mirror}' must begin with http:// or https://.")


def _states_read(place: State) -> tuple[str, ...]:
    if place.is_nation:
        return ()
    return tuple(s.fips for s in STATES if s == place or s.abbr in place.neighbours)


def _everywhere() -> list[Remote]:
    """The files that are the same for every state."""
    titles = "/programs-surveys/cbp/technical-documentation/reference/naics-descriptions"
    qcew = "/cew/doc/titles"
    zones = f"/dl_files/database/db_{ONET_RELEASE}_text/Job%20Zones.txt"
    atlas = "/npm/us-atlas@3.0.1/counties-10m.json"
    ipeds = "/ipeds/datacenter/data"
    prices, names = f"IC{IPEDS_YEAR}_PY", f"HD{IPEDS_YEAR}"
    return [
        Remote("onet", ONET, zones, "text", f"onet_{ONET_RELEASE}_job_zones.txt", 2025),
        Remote("naics", CENSUS, f"{titles}/naics2017.txt", "text", "naics2017.txt", 2017),
        Remote(
            "naics",
            BLS,
            f"{qcew}/industry/industry_titles.csv",
            "csv",
            "qcew_industry_titles.csv",
            2022,
        ),
        Remote("qcew", BLS, f"{qcew}/area/area_titles.csv", "csv", "qcew_area_titles.csv", 2025),
        *(
            Remote(
                "ipeds",
                NCES,
                f"{ipeds}/{table}.zip",
                "zip",
                f"{table.lower()}.csv",
                IPEDS_YEAR,
                "one member",
            )
            for table in (names, prices)
        ),
        Remote("geometry", US_ATLAS, atlas, "json", "us_counties_2017_10m.topo.json", 2017),
    ]


def _lodes(place: State) -> list[Remote]:
    """Commuting inside the state and into it; not for the nation, not for territories."""
    if place.is_nation or place.is_territory:
        return []
    st = place.abbr.lower()
    files = [
        f"od/{st}_od_main_JT00_{LODES_YEAR}",
        f"od/{st}_od_aux_JT00_{LODES_YEAR}",
        f"{st}_xwalk",
    ]
    return [
        Remote(
            "lodes",
            LEHD,
            f"/data/lodes/LODES8/{st}/{file}.csv.gz",
            "gzip",
            f"lodes8_{file.removeprefix('od/')}.csv.gz",
            LODES_YEAR,
            optional=True,
        )
        for file in files
    ]


def _qcew(states: tuple[str, ...], place: State, years: Sequence[int]) -> list[Remote]:
    """The annual single files: one a year holds every county, state and the nation."""
    return [
        Remote(
            "qcew",
            BLS,
            f"/cew/data/files/{year}/csv/{year}_annual_singlefile.zip",
            "zip",
            f"qcew_{year}_annual_{place.abbr.lower()}.{'csv.gz' if states else 'zip'}",
            year,
            "qcew rows of the states" if states else "as published",
            states,
        )
        for year in sorted(set(years))
        if year >= QCEW_FIRST_YEAR and place.abbr not in WITHOUT_QCEW
    ]


def _cbp(states: tuple[str, ...], place: State, years: Sequence[int]) -> list[Remote]:
    """County Business Patterns; the county files leave the territories out."""
    return [
        Remote(
            "cbp",
            CENSUS,
            f"/programs-surveys/cbp/datasets/{year}/cbp{year % 100:02}co.zip",
            "zip",
            f"cbp_{year}_counties_{place.abbr.lower()}.csv.gz",
            year,
            "cbp as the API writes it",
            states,
        )
        for year in sorted(set(years) & set(CBP_YEARS))
        if not place.is_territory
    ]


_FLOWS = f"{CENSUS}/programs-surveys/demo/tables/metro-micro/2020/commuting-flows-2020/table1.xlsx"

_BY_HAND = (
    ByHand(
        "acs_commuting",
        _FLOWS,
        "Open the workbook, remove the title above and the notes below the table, keep six "
        "columns under the names h_state_fips, h_county_fips, w_state_fips, w_county_fips, flow, "
        "moe (codes as text), and save as CSV. Regions rest on this file: LODES, which is "
        "fetched, does not see residents who work in another state.",
    ),
    ByHand(
        "projections",
        "https://www.bls.gov/emp/data.htm",
        "Take the workbooks of occupation and of industry tables; save the sheets of tables "
        "1.2, 1.10, 5.4 and 2.7 as CSV, one file a sheet, with their headings left in place.",
    ),
    ByHand(
        "matrix",
        "https://www.bls.gov/emp/data/occupational-data.htm",
        "Take the National Employment Matrix by industry and save it as CSV with the columns "
        "SOCCode, industry_code (three-digit NAICS) and Employment (thousands).",
    ),
    ByHand(
        "oews",
        "https://download.bls.gov/pub/time.series/oe/",
        "Take oe.data.0.Current with oe.area and oe.industry, and turn the long file into one "
        "row a cell: area_code or industry_code, occupation_code, value_01 … value_17, "
        "footnote_01 … footnote_17 (the number is the data type), saved as CSV.",
    ),
    ByHand(
        "geometry",
        "https://www.census.gov/geographies/mapping-files/time-series/geo/cartographic-boundary.html",
        "The boundaries that are fetched are of 2017. For county codes of 2022 and later "
        "(Connecticut's planning regions, Chugach and Copper River in Alaska) turn the "
        "1:500,000 county shapefile of that year into TopoJSON with an object 'counties', id = "
        "GEOID and properties.name, or take counties-10m.json of the package us-atlas-2023.",
    ),
    ByHand(
        "cbsa",
        "https://www.census.gov/geographies/reference-files/time-series/demo/metro-micro/delineation-files.html",
        "Take List 1, remove the title above and the notes below the table, and save it as CSV.",
    ),
    ByHand(
        "naics",
        "https://www.census.gov/naics/?48967",
        "Take the 2-6 digit 2022 code file and save it as CSV with the columns code, title, level.",
    ),
    ByHand(
        "soc",
        "https://www.bls.gov/soc/2018/home.htm",
        "Take the 2018 SOC definitions and save them as CSV with the columns SOCGroup, SOCCode, "
        "SOCTitle, SOCDefinition.",
    ),
    ByHand(
        "cip",
        "https://nces.ed.gov/ipeds/cipcode/resources.aspx?y=56",
        "Take the CIP 2020 – SOC 2018 crosswalk and save its CIP-SOC sheet as CSV with the "
        "columns SOC2018Code, SOC2018Title, CIP2020Code, CIP2020Title (codes as text).",
    ),
    ByHand(
        "unemployment",
        "https://www.bls.gov/lau/tables.htm",
        "Take the annual averages by county, and save them as CSV with the columns fips, year, "
        "unemployment_rate.",
    ),
    ByHand(
        "ers_zones",
        "https://www.ers.usda.gov/data-products/commuting-zones-and-labor-market-areas",
        "Take the 2000 commuting zones and save the county list as CSV with its headings. Only "
        "needed to compare with other regions.",
    ),
)
