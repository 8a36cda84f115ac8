"""Which official files a state needs, and where their publishers keep them.

Every address is a base from `BASES` and a path; a mirror replaces a base. What has no official
file that can be read as it is stands under `by_hand`, with what to do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sectoral.errors import WrongUse
from sectoral.places import STATES, State
from sectoral.sources.conversion import Shape
from sectoral.sources.transfer import Kind

BLS = "https://data.bls.gov"
BLS_TABLES = "https://www.bls.gov"
CENSUS = "https://www2.census.gov"
CENSUS_LISTS = "https://www.census.gov"
LEHD = "https://lehd.ces.census.gov"
NCES = "https://nces.ed.gov"
ONET = "https://www.onetcenter.org"

BASES: dict[str, str] = {
    BLS: "U.S. Bureau of Labor Statistics",
    BLS_TABLES: "U.S. Bureau of Labor Statistics, tables",
    CENSUS: "U.S. Census Bureau",
    CENSUS_LISTS: "U.S. Census Bureau, classifications",
    LEHD: "U.S. Census Bureau, LEHD",
    NCES: "National Center for Education Statistics",
    ONET: "O*NET Resource Center",
}

YEARS = (2021, 2022, 2023, 2024, 2025)
CBP_YEARS = range(2017, 2024)  # the years on NAICS 2017, the only ones our reader knows
QCEW_FIRST_YEAR = 1990  # older files are on SIC
WITHOUT_QCEW = ("AS", "GU", "MP")
LODES_YEAR = 2022
IPEDS_YEAR = 2023
OEWS_YEAR = 2025
LAUS_YEAR = 2025
CBSA_YEAR = 2023  # the first list that is a workbook of today's format
# Job files up to 2023 have Connecticut's counties, later ones its planning regions.
BOUNDARY_YEARS = (2021, 2023)
# 30.2 went over from five job zones to four.
ONET_RELEASE = "30_0"


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file of a publisher, and what becomes of it here.

    source    the catalogue's id
    base      a key of `BASES`
    path      the path on the publisher's server
    kind      what its bytes must be
    name      the name of the file that a build reads, in the folder the person gave
    shape     how it is made from the publisher's file
    states    two-digit FIPS codes whose rows are kept; () = all
    year      the year of the data
    optional  a build does without it: it is passed over where the publisher leaves it out for
              a state, refuses to serve programs, or has changed its layout
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
    """A file to fetch in a browser, because no official file of it can be read as it is.

    source  the catalogue's id
    page    where it is
    save    what to do with it, in one or two sentences
    """

    source: str
    page: str
    save: str


def files_needed(place: State, years: Sequence[int] = YEARS) -> list[RemoteFile]:
    """The files to fetch for a state or the nation.

    A state's files hold its own rows, the nation's, and those of the states it borders, so
    that a labor-market region across the border is whole.

    Takes    `years`: of the job series.
    Returns  in the order in which they are fetched, smallest first.
    Raises   WrongUse where no job series covers the place in any of the years.
    """
    states = _states_read(place)
    jobs = _qcew_files(states, place, years) + _cbp_files(states, place, years)
    if not jobs:
        raise WrongUse(
            f"No job series has {place.name} in {', '.join(map(str, years)) or 'no year'}: QCEW "
            f"covers the states, DC, PR and VI from {QCEW_FIRST_YEAR}; CBP the states and DC."
        )
    return [*_common_files(), *_lodes_files(place), *jobs]


def by_hand() -> list[ByHand]:
    """The files that a person fetches, most useful first."""
    return list(_BY_HAND)


def check_mirrors(mirrors: Mapping[str, str]) -> None:
    """Refuse a mirror of nothing, and one that is not http(s).  Raises WrongUse."""
    for base, mirror in mirrors.items():
        if base not in BASES:
            raise WrongUse(
                f"'{base}' is not a publisher's address. Use one of: {', '.join(BASES)}."
            )
        if not mirror.startswith(("http://", "https://")):
            raise WrongUse(f"The mirror '{mirror}' must begin with http:// or https://.")


def _states_read(place: State) -> tuple[str, ...]:
    if place.is_nation:
        return ()
    return tuple(s.fips for s in STATES if s == place or s.abbr in place.neighbours)


def _common_files() -> list[RemoteFile]:
    """The files that are the same for every state."""
    titles = "/programs-surveys/cbp/technical-documentation/reference/naics-descriptions"
    qcew = "/cew/doc/titles"
    zones = f"/dl_files/database/db_{ONET_RELEASE}_text/Job%20Zones.txt"
    industries = f"{qcew}/industry/industry_titles.csv"
    areas = f"{qcew}/area/area_titles.csv"
    return [
        RemoteFile("onet", ONET, zones, "text", f"onet_{ONET_RELEASE}_job_zones.txt", 2025),
        RemoteFile("naics", CENSUS, f"{titles}/naics2017.txt", "text", "naics2017.txt", 2017),
        RemoteFile("naics", BLS, industries, "csv", "qcew_industry_titles.csv", 2022),
        RemoteFile("area_names", BLS, areas, "csv", "qcew_area_titles.csv", 2025),
        *_code_lists(),
        *_training_files(),
        *_place_files(),
        *_bls_tables(),
        RemoteFile("acs_commuting", CENSUS, _FLOWS, "xlsx", "acs_2016_2020.csv", 2020, "commuting"),
    ]


def _code_lists() -> list[RemoteFile]:
    naics = "/naics/2022NAICS/2-6%20digit_2022_Codes.xlsx"
    cip = "/ipeds/cipcode/Files/CIP2020_SOC2018_Crosswalk.xlsx"
    return [
        RemoteFile("naics", CENSUS_LISTS, naics, "xlsx", "naics2022.csv", 2022, "naics"),
        RemoteFile("cip", NCES, cip, "xlsx", "cip2020_soc2018.csv", 2020, "cip"),
    ]


def _training_files() -> list[RemoteFile]:
    files = ((table, f"/ipeds/datacenter/data/{table}.zip") for table in _IPEDS)
    return [
        RemoteFile("ipeds", NCES, path, "zip", f"{table.lower()}.csv", IPEDS_YEAR, "one member")
        for table, path in files
    ]


def _place_files() -> list[RemoteFile]:
    """Outlines of two vintages, and metropolitan areas."""
    stem = "/programs-surveys/metro-micro/geographies/reference-files"
    areas = f"{stem}/{CBSA_YEAR}/delineation-files/list1_{CBSA_YEAR}.xlsx"
    name = f"metropolitan_areas_{CBSA_YEAR}.csv"
    outlines = (f"GENZ{year}/shp/cb_{year}_us_county_20m.zip" for year in BOUNDARY_YEARS)
    return [
        *(
            RemoteFile(
                "geometry", CENSUS, f"/geo/tiger/{path}", "zip", f"counties_{year}.zip", year
            )
            for year, path in zip(BOUNDARY_YEARS, outlines, strict=True)
        ),
        RemoteFile("cbsa", CENSUS, areas, "xlsx", name, CBSA_YEAR, "delineation"),
    ]


def _bls_tables() -> list[RemoteFile]:
    """Workbooks of a server that often refuses programs: a build does without them."""
    yy, laus = OEWS_YEAR % 100, LAUS_YEAR % 100
    oews = f"/oes/special-requests/oesm{yy}"
    rows: tuple[tuple[str, str, Kind, str, int, Shape], ...] = (
        ("soc", "/soc/2018/soc_2018_definitions.xlsx", "xlsx", "soc", 2018, "soc"),
        ("projections", _INDUSTRIES, "xlsx", "projections_industries", 2024, "industries"),
        ("projections", _OCCUPATIONS, "xlsx", "projections_occupations", 2024, "occupations"),
        ("unemployment", f"/lau/laucnty{laus}.xlsx", "xlsx", "laus", LAUS_YEAR, "unemployment"),
        ("oews", f"{oews}nat.zip", "zip", "oews_nation", OEWS_YEAR, "pay by industry"),
        ("oews", f"{oews}st.zip", "zip", "oews_states", OEWS_YEAR, "pay by state"),
        ("oews", f"{oews}in4.zip", "zip", "oews_industries", OEWS_YEAR, "pay by industry"),
    )
    return [
        RemoteFile(source, BLS_TABLES, path, kind, f"{name}_{year}.csv", year, shape, optional=True)
        for source, path, kind, name, year, shape in rows
    ]


def _lodes_files(place: State) -> list[RemoteFile]:
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
        RemoteFile(
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


def _qcew_files(states: tuple[str, ...], place: State, years: Sequence[int]) -> list[RemoteFile]:
    """The annual single files: one a year holds every county, state and the nation."""
    return [
        RemoteFile(
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


def _cbp_files(states: tuple[str, ...], place: State, years: Sequence[int]) -> list[RemoteFile]:
    """County Business Patterns; the county files leave the territories out."""
    return [
        RemoteFile(
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


_FLOWS = "/programs-surveys/demo/tables/metro-micro/2020/commuting-flows-2020/table1.xlsx"
_INDUSTRIES = "/emp/industry-employment/industry.xlsx"
_OCCUPATIONS = "/emp/ind-occ-matrix/occupation.xlsx"
_IPEDS = (f"HD{IPEDS_YEAR}", f"IC{IPEDS_YEAR}_PY")

_BY_HAND = (
    ByHand(
        "matrix",
        "https://www.bls.gov/emp/data/occupational-data.htm",
        "Only needed with OEWS: it is published one industry a file. Put the industries "
        "together and save them as CSV with the columns SOCCode, industry_code (three-digit "
        "NAICS) and Employment (thousands).",
    ),
    ByHand(
        "ers_zones",
        "https://www.ers.usda.gov/data-products/commuting-zones-and-labor-market-areas",
        "Only needed to compare with other regions. Take the 2000 commuting zones and save the "
        "county list as CSV with its headings.",
    ),
)
