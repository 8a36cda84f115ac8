"""Every official source: who publishes it, what is read from it, and what it cannot tell."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from sectoral.errors import WrongUse
from sectoral.tables import SOURCE_CATALOGUE, check

PUBLIC_DOMAIN = "Work of the United States government, public domain (17 U.S.C. 105)"
BLS = "U.S. Bureau of Labor Statistics"
CENSUS = "U.S. Census Bureau"


@dataclass(frozen=True, slots=True)
class OfficialSource:
    """One official source.

    id           how indicators and files refer to it
    title        the publisher's title
    publisher    who publishes it
    page         its page on the publisher's site
    licence      the terms under which it may be used
    cadence      how often and how late it appears
    layouts      the forms of the file that are recognised, in words
    reads        what is read from it
    cannot_tell  what no reader of it can learn
    """

    id: str
    title: str
    publisher: str
    page: str
    licence: str
    cadence: str
    layouts: tuple[str, ...]
    reads: str
    cannot_tell: str


SOURCES: tuple[OfficialSource, ...] = (
    OfficialSource(
        id="qcew",
        title="Quarterly Census of Employment and Wages",
        publisher=BLS,
        page="https://www.bls.gov/cew/",
        licence=PUBLIC_DOMAIN,
        cadence="each quarter, about five months after it ends; revised until the next year's "
        "first quarter appears",
        layouts=(
            "quarterly by area (qtrly_estabs_count, with or without titles)",
            "quarterly single file and area slice (qtrly_estabs)",
            "annual single file and area slice (annual_avg_estabs)",
        ),
        reads="establishments, monthly jobs, total pay and the publisher's own location quotients "
        "by county, industry and ownership, with the change over a year",
        cannot_tell="Only jobs covered by unemployment insurance: no self-employed, no unpaid "
        "family workers, few farm workers on small farms, no armed forces, no railroad workers. "
        "A person with two jobs counts twice, part-time as full. Jobs are where people work, not "
        "where they live; some establishments have no known county. Cells that would reveal an "
        "employer are withheld (about half of all county cells, six in ten of four-digit ones). "
        "Pay says nothing of hours. NAICS changes in 2022 and Connecticut's planning regions in "
        "2024 break the series.",
    ),
    OfficialSource(
        id="cbp",
        title="County Business Patterns",
        publisher=CENSUS,
        page="https://www.census.gov/programs-surveys/cbp.html",
        licence=PUBLIC_DOMAIN,
        cadence="each year, about eighteen months to two years late",
        layouts=(
            "API table (state, county, YEAR, NAICS2017, ESTAB, EMP, PAYANN)",
            "API table as first retrieved (GEO_ID, NAME, … and a trailing comma)",
        ),
        reads="establishments, jobs in the week of March 12 and yearly payroll by county and "
        "industry",
        cannot_tell="Private non-farm employers only: no government, no self-employed, no "
        "crop or animal production, no railroads, no private households. One "
        "week in March, so seasonal industries are missed or doubled. Since 2017 "
        "a cell with fewer than three establishments is not there at all, and "
        "the others carry random noise of a few percent; a zero for jobs with "
        "three or more establishments means withheld. Jobs of head offices and "
        "of multi-site firms follow what the firm reported.",
    ),
    OfficialSource(
        id="acs_commuting",
        title="American Community Survey, county-to-county commuting flows",
        publisher=CENSUS,
        page="https://www.census.gov/topics/employment/commuting/guidance/flows.html",
        licence=PUBLIC_DOMAIN,
        cadence="every five years, about two and a half years late",
        layouts=(
            "2009–2013: six columns with margins of error (h_state_fips … flow, moe)",
            "2016–2020: res_fips, work_fips, workers, with moe or without; "
            "`sectoral download` writes it from table 1",
        ),
        reads="workers by county of residence and county of work, with the margin of error where "
        "the file has it",
        cannot_tell="Each worker counts once, with the main job of last week: second jobs are not "
        "seen. Five years are pooled, so it cannot show a year or a change; 2016–2020 mixes years "
        "before and in the pandemic. It is a sample: the margin of error of many small flows is "
        "larger than the flow, and a missing flow may be a small one. It does not tell industry, "
        "pay, or how often someone travels; people working at home count as working in their own "
        "county. The 2016–2020 file has Connecticut's planning regions, job files before 2024 "
        "have its counties.",
    ),
    OfficialSource(
        id="lodes",
        title="LEHD Origin-Destination Employment Statistics (LODES)",
        publisher=f"{CENSUS}, LEHD",
        page="https://lehd.ces.census.gov/data/",
        licence=PUBLIC_DOMAIN,
        cadence="each year, about two years late",
        layouts=(
            "origin-destination, main and aux (w_geocode, h_geocode, S000 …)",
            "geography crosswalk (tabblk2010 or tabblk2020, cty, trct …)",
        ),
        reads="jobs by block of work and block of residence; block to county, tract, town and "
        "workforce board area",
        cannot_tell="Jobs, not workers. Counts carry noise and the home end is partly synthetic, "
        "so one block pair means nothing. Some states and years are missing (Alaska from 2017, "
        "Arkansas and Mississippi from 2019 in some releases). Employers with many sites may book "
        "all jobs at one. A state's files show who comes in from elsewhere (aux), not which of "
        "its residents work in another state: that stands in the other state's file. No "
        "self-employed; federal jobs only from 2010. Distances are not trips: people working "
        "from home appear to commute.",
    ),
    OfficialSource(
        id="oews",
        title="Occupational Employment and Wage Statistics",
        publisher=BLS,
        page="https://www.bls.gov/oes/",
        licence=PUBLIC_DOMAIN,
        cadence="each spring, for May of the year before; three years of panels are pooled",
        layouts=(
            "flat file, one row a cell (industry_code or area_code, occupation_code, value_01 …); "
            "`sectoral download` writes it from the workbooks",
            "code lists (oe.area, oe.industry, oe.occupation, oe.datatype, oe.footnote)",
        ),
        reads="jobs, their relative standard error, and hourly and yearly pay by occupation: for "
        "industries nationwide, for states and for metropolitan and nonmetropolitan areas",
        cannot_tell="No self-employed. No cell for an industry within a state or region: which "
        "occupations a region's industry employs is inferred from the nation. Three years of "
        "panels are pooled, so it is no series over time. The highest pay is cut off; some cells "
        "are not released; jobs carry sampling error.",
    ),
    OfficialSource(
        id="projections",
        title="Employment Projections: industries and occupations",
        publisher=BLS,
        page="https://www.bls.gov/emp/",
        licence=PUBLIC_DOMAIN,
        cadence="each September, for ten years ahead",
        layouts=(
            "occupation tables 1.2, 1.7, 1.10, 5.4, saved from the workbook as CSV",
            "industry table 2.7 (now 2.11), saved from the workbook as CSV; "
            "`sectoral download` writes it and table 1.2",
        ),
        reads="jobs now and in ten years by industry and by occupation, openings a year, usual "
        "education and training for entry",
        cannot_tell="Nationwide only: a region's growth is inferred from its mix of industries. "
        "No interval is published. Full employment in the target year is assumed, no recession or "
        "shock is foreseen (the 2018–2028 round did not know the pandemic). Openings count "
        "people leaving an occupation by a model, not vacancies.",
    ),
    OfficialSource(
        id="matrix",
        title="National Employment Matrix (industry by occupation)",
        publisher=BLS,
        page="https://www.bls.gov/emp/data/occupational-data.htm",
        licence=PUBLIC_DOMAIN,
        cadence="each September, with the projections",
        layouts=("three columns (SOCCode, industry_code, Employment)",),
        reads="jobs by occupation in each three-digit industry, nationwide",
        cannot_tell="The nation's staffing, not a region's. The layout read here leaves out the "
        "self-employed and industries without a three-digit code; jobs are rounded to a hundred, "
        "small cells are not released, codes are the hybrid of SOC 2010 and 2018 of its year.",
    ),
    OfficialSource(
        id="onet",
        title="O*NET Database: Job Zones",
        publisher="U.S. Department of Labor, O*NET Resource Center",
        page="https://www.onetcenter.org/database.html",
        licence="CC BY 4.0; O*NET is a trademark of the U.S. Department of Labor",
        cadence="each quarter; most occupations are reviewed every few years",
        layouts=("Job Zones, tab separated (O*NET-SOC Code, Job Zone, Date, Domain Source)",),
        reads="how much preparation an occupation needs, in five zones",
        cannot_tell="One answer for the whole country, partly by analysts' judgment; not "
        "what an employer or a state requires. Occupations named 'all other' "
        "have none. From release 30.2 on there are four zones, which cannot be "
        "mixed with the five of earlier releases.",
    ),
    OfficialSource(
        id="ipeds",
        title="Integrated Postsecondary Education Data System: HD and IC_PY",
        publisher="National Center for Education Statistics",
        page="https://nces.ed.gov/ipeds/datacenter/DataFiles.aspx",
        licence=PUBLIC_DOMAIN,
        cadence="each year, about a year late; revised once",
        layouts=(
            "institutions (UNITID, INSTNM, COUNTYCD, LATITUDE, LONGITUD …)",
            "program-year prices (UNITID, CIPCODE1 … CIPCODE6, prices, lengths)",
        ),
        reads="institutions with county and place; price and length of up to six vocational "
        "programs each",
        cannot_tell="Only institutions that take part in federal student aid: no union "
        "apprenticeships, no employers' own training, few of the state's other eligible "
        "providers. A branch may be booked at its main campus. Prices exist for the largest six "
        "programs of institutions that charge by the program; no seats, no graduates, no jobs "
        "found.",
    ),
    OfficialSource(
        id="geometry",
        title="Cartographic Boundary Files: counties",
        publisher=CENSUS,
        page="https://www.census.gov/geographies/mapping-files/time-series/geo/"
        "cartographic-boundary.html",
        licence=PUBLIC_DOMAIN,
        cadence="each year",
        layouts=(
            "shapefile in its zip (GEOID, NAME, STATEFP, COUNTYFP, COUNTYNS), from 2014 on",
            "TopoJSON with an object 'counties' (id = five-digit FIPS, properties.name)",
        ),
        reads="each county's outline and name, and which counties touch",
        cannot_tell="Outlines are simplified: lengths, areas and narrow water are not exact, and "
        "touching on the map does not mean there is a road. One vintage has one set of counties: "
        "2017 Connecticut's eight counties, 2022 and later its nine planning regions.",
    ),
    OfficialSource(
        id="area_names",
        title="Titles of counties and states",
        publisher=f"{BLS}; {CENSUS}",
        page="https://www.bls.gov/cew/classifications/areas/",
        licence=PUBLIC_DOMAIN,
        cadence="with each change of counties",
        layouts=(
            "QCEW area titles (area_fips, area_title)",
            "Census county names (state, county, NAME)",
        ),
        reads="the name of each county",
        cannot_tell="When a county came to be or ended: the list names the counties of its day.",
    ),
    OfficialSource(
        id="naics",
        title="North American Industry Classification System: titles",
        publisher=CENSUS,
        page="https://www.census.gov/naics/",
        licence=PUBLIC_DOMAIN,
        cadence="every five years: 2012, 2017, 2022",
        layouts=(
            "County Business Patterns list ('NAICS', 'DESCRIPTION'; codes padded with - and /)",
            "titles (code, title, level)",
            "QCEW industry titles (industry_code, industry_title)",
        ),
        reads="the title of each industry code",
        cannot_tell="What a firm does besides its main activity. Codes of two editions with "
        "the same digits may mean different things: retail and information were "
        "redrawn in 2022.",
    ),
    OfficialSource(
        id="soc",
        title="Standard Occupational Classification: titles and crosswalks",
        publisher=BLS,
        page="https://www.bls.gov/soc/",
        licence=f"{PUBLIC_DOMAIN}; the part made by O*NET CC BY 4.0",
        cadence="about every eight to ten years: 2010, 2018",
        layouts=(
            "definitions 2018 (SOCGroup, SOCCode, SOCTitle, SOCDefinition)",
            "crosswalks (SOCCode2010, SOCCode2018), (OES2019EstimatesCode …)",
        ),
        reads="the title of each occupation code, and which codes of two editions overlap",
        cannot_tell="How many people move with a code that was split: a crosswalk has pairs, no "
        "weights.",
    ),
    OfficialSource(
        id="cip",
        title="CIP 2020 – SOC 2018 Crosswalk",
        publisher="National Center for Education Statistics and U.S. Bureau of Labor Statistics",
        page="https://nces.ed.gov/ipeds/cipcode/",
        licence=PUBLIC_DOMAIN,
        cadence="with each edition of CIP, about every ten years",
        layouts=("pairs (SOC2018Code, SOC2018Title, CIP2020Code, CIP2020Title)",),
        reads="which programs of study prepare for which occupations",
        cannot_tell="Experts' judgment of what a program prepares for, not where graduates "
        "went; no weights; 99-9999 and 99.9999 mean that nothing matches.",
    ),
    OfficialSource(
        id="cbsa",
        title="Core-Based Statistical Areas: delineation, List 1",
        publisher=f"{CENSUS}, after the Office of Management and Budget",
        page="https://www.census.gov/geographies/reference-files/time-series/demo/metro-micro/"
        "delineation-files.html",
        licence=PUBLIC_DOMAIN,
        cadence="after each census and in between: 2013, 2018, 2020, 2023",
        layouts=("List 1 (CBSA Code, CBSA Title, FIPS State Code, FIPS County Code …)",),
        reads="which metropolitan or micropolitan area a county belongs to, and whether it is "
        "central",
        cannot_tell="Counties in no such area are not listed. Areas are drawn around a core of "
        "10,000 people or more, from commuting to it only: they are no labor-market regions and "
        "do not cover the country.",
    ),
    OfficialSource(
        id="ers_zones",
        title="Commuting Zones and Labor Market Areas",
        publisher="USDA Economic Research Service; the 2020 zones: C. Fowler, Penn State",
        page="https://www.ers.usda.gov/data-products/commuting-zones-and-labor-market-areas",
        licence=f"{PUBLIC_DOMAIN}; the 2020 zones GPL-2.0, citation of Fowler (2024) requested",
        cadence="each census to 2000; the 2020 zones are research, not an official series",
        layouts=(
            "equivalency 1980, 1990, 2000 (FIPS, Commuting Zone ID …)",
            "1990 list (County FIPS Code, CZ90, CZ80)",
            "2020 zones (GEOID, CZ20)",
        ),
        reads="each county's commuting zone, to compare with the regions drawn here",
        cannot_tell="The ERS zones: commuting after 2000; their counties are those of 2000, so "
        "Broomfield, Colorado, and the later changes in Alaska, South Dakota and Virginia are "
        "not in them. The 2020 zones rest on flows of 2016–2020 and have all of Connecticut's "
        "planning regions in one zone. No zone says how sure its border is.",
    ),
    OfficialSource(
        id="unemployment",
        title="Local Area Unemployment Statistics: counties",
        publisher=BLS,
        page="https://www.bls.gov/lau/",
        licence=PUBLIC_DOMAIN,
        cadence="each month, revised each spring",
        layouts=("three columns (fips, year, unemployment_rate)",),
        reads="each county's yearly unemployment rate",
        cannot_tell="Modeled, not counted: no interval is published for a county. People "
        "count where they live, so it must not be divided by jobs of QCEW. It "
        "misses those who stopped looking, and says nothing of an industry or an "
        "occupation.",
    ),
)

BY_ID: dict[str, OfficialSource] = {source.id: source for source in SOURCES}


def source_catalogue(vintages: Mapping[str, str]) -> pl.DataFrame:
    """The sources with the periods that an edition read of each.

    Takes    `vintages`: source id → periods in words ("2016 Q1–Q4"); absent = nothing was read.
    Returns  SOURCE_CATALOGUE: one row a source, by id; `vintage` is "" where nothing was read.
    Raises   WrongUse for a vintage of a source that is not listed.
    """
    unknown = sorted(set(vintages) - set(BY_ID))
    if unknown:
        raise WrongUse(f"'{unknown[0]}' is no source; these are: {', '.join(BY_ID)}.")
    rows = [
        {
            "source": s.id,
            "title": s.title,
            "publisher": s.publisher,
            "page": s.page,
            "licence": s.licence,
            "vintage": vintages.get(s.id, ""),
            "reads": s.reads,
            "cannot_tell": s.cannot_tell,
        }
        for s in SOURCES
    ]
    return check(pl.DataFrame(rows), SOURCE_CATALOGUE)


def describe_sources(
    vintages: Mapping[str, str] | None = None,
) -> list[tuple[str, list[tuple[str, str]]]]:
    """The catalogue as plain text, for the command line.

    Takes    `vintages`: as in `source_catalogue`; None where no edition is at hand.
    Returns  for each source its heading and its rows (word, sentence), in the catalogue's order.
    """
    return [(f"{s.id}  {s.title}", _source_rows(s, vintages)) for s in SOURCES]


def _source_rows(
    source: OfficialSource, vintages: Mapping[str, str] | None
) -> list[tuple[str, str]]:
    rows = [
        ("publisher", source.publisher),
        ("page", source.page),
        ("licence", source.licence),
        ("appears", source.cadence),
        ("layouts", "; ".join(source.layouts)),
        ("reads", source.reads),
        ("cannot tell", source.cannot_tell),
    ]
    if vintages is not None:
        rows.insert(4, ("vintage", vintages.get(source.id) or "nothing read"))
    return rows
