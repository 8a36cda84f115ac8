"""Workbooks and shapefiles in small, as the publishers lay them out, with invented numbers.

Titles stand above the tables, notes below; codes are text where the publisher keeps them so.
"""

import io
from collections.abc import Sequence

import openpyxl
import shapefile

from tests.sources.packing import zipped

Row = Sequence[object]
OewsCell = tuple[object, object, str, Row]  # area, industry, occupation, numbers

COUNTY_FIELDS = ("STATEFP", "COUNTYFP", "COUNTYNS", "AFFGEOID", "GEOID", "NAME", "NAMELSAD")


def workbook(**sheets: Sequence[Row]) -> bytes:
    """A workbook of some sheets."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


FLOW_HEADINGS = (
    "State FIPS Code",
    "County FIPS Code",
    "State Name",
    "County Name",
    "State FIPS Code",
    "County FIPS Code",
    "State Name",
    "County Name",
    "Workers in Commuting Flow",
    "Margin of Error",
)


def commuting(headings: Row = FLOW_HEADINGS, flows: Sequence[Row] | None = None) -> bytes:
    """Table 1 of the ACS flows: the table begins in the ninth row."""
    given = [
        ("44", "001", "044", "001", 9000, 700),
        ("44", "001", "044", "007", 8000, 650),
        ("44", "007", "044", "007", 200000, 2100),
        ("44", "007", "025", "005", 12000, 800),
        ("25", "005", "044", "007", 15000, 900),
        ("25", "005", "025", "005", 180000, 1900),
        ("09", "180", "009", "180", 70000, 1500),
        ("09", "180", "044", "001", 30, 25),
        ("44", "007", "301", None, 40, 41),
        ("44", "007", None, None, 12, 19),
    ]
    rows = [
        (h, c, "Home State", "Home County", w, k, "Work State", "Work County", n, moe)
        for h, c, w, k, n, moe in (flows or given)
    ]
    title = "Table 1. Residence County to Workplace County Commuting Flows, 5-Year ACS, 2016-2020"
    return workbook(
        Table_1=[
            (title,),
            ("For more information on sampling, see the accuracy document.",),
            ("Universe: Workers 16 years and over.",),
            ("Commuting flows are sorted by residence state.",),
            (),
            ("Residence", None, None, None, "Place of Work", None, None, None, "Commuting Flow"),
            (),
            headings,
            *rows,
            ("Footnotes:",),
            ("Connecticut is shown in its nine planning regions.",),
        ]
    )


def delineation() -> bytes:
    """List 1 of 2023."""
    headings = (
        "CBSA Code",
        "Metropolitan Division Code",
        "CSA Code",
        "CBSA Title",
        "Metropolitan/Micropolitan Statistical Area",
        "Metropolitan Division Title",
        "CSA Title",
        "County/County Equivalent",
        "State Name",
        "FIPS State Code",
        "FIPS County Code",
        "Central/Outlying County",
    )
    kind = "Metropolitan Statistical Area"
    title = "Providence-Warwick, RI-MA"
    row = ("39300", None, "148", title, kind, None, "Boston")
    return workbook(
        List_1=[
            ("List 1. CORE BASED STATISTICAL AREAS (CBSAs), July 2023",),
            ("(CBSAs defined by OMB)",),
            headings,
            (*row, "Providence County", "Rhode Island", "44", "007", "Central"),
            (*row, "Bristol County", "Rhode Island", 44, 1, "Outlying"),
            ("Note: The 2020 Standards apply.",),
            ("Source: File prepared by U.S. Census Bureau.",),
        ]
    )


def naics() -> bytes:
    """The 2022 codes of two to six digits."""
    return workbook(
        two_six_digit=[
            ("Seq. No.", "2022 NAICS US   Code", "2022 NAICS US Title"),
            (),
            (1, 11, "Agriculture, Forestry, Fishing and HuntingT"),
            (2, 111, "Crop ProductionT"),
            (3, "31-33", "ManufacturingT"),
            (4, 513, "Publishing IndustriesT"),
            (5, 513210, "Software PublishersT"),
        ]
    )


def soc() -> bytes:
    """The definitions of 2018."""
    return workbook(
        SOC_2018=[
            ("U.S. Bureau of Labor Statistics",),
            ("2018 Standard Occupational Classification System",),
            (),
            ("SOC Group", "SOC Code", "SOC Title", "SOC Definition"),
            ("Major", "15-0000", "Computer and Mathematical Occupations", None),
            ("Detailed", "15-1252", "Software Developers", "Research, design, and develop."),
        ]
    )


def cip() -> bytes:
    """The crosswalk, behind a sheet about the file."""
    return workbook(
        File=[("file_name", "description"), ("CIP-SOC", "by program")],
        CIP_SOC=[
            ("CIP2020Code", "CIP2020Title", "SOC2018Code", "SOC2018Title"),
            ("01.0000", "Agriculture, General.", "19-1011", "Animal Scientists"),
            (11.0902, "Cloud Computing.", "15-1252", "Software Developers"),
            ("01.0001", "No match here.", "99-9999", "NO MATCH"),
        ],
    )


def unemployment(year: int) -> bytes:
    """Yearly averages by county."""
    return workbook(
        Sheet1=[
            (f"Labor force data by county, {year} annual averages",),
            (
                "LAUS Code",
                "State FIPS Code",
                "County FIPS Code",
                "County Name/State Abbreviation",
                "Year",
                "Labor Force",
                "Employed",
                "Unemployed",
                "Unemployment Rate (%)",
            ),
            ("CN4400100000000", "44", "001", "Bristol County, RI", year, 26000, 25000, 1000, 3.8),
            ("CN4400700000000", "44", "007", "Providence, RI", year, 330000, 315000, 15000, 4.5),
            ("CN1500500000000", "15", "005", "Kalawao, HI", year, "N.A.", "N.A.", "N.A.", "N.A."),
            ("SOURCE: BLS, LAUS",),
        ]
    )


def industries() -> bytes:
    """Employment and output by industry, headed by three lines as in table 2.7."""
    return workbook(
        Table_2_1=[("Table 2.1 Employment by major industry sector",), ("Industry", 2024)],
        Table_2_11=[
            ("Table 2.11  Employment and output by industry",),
            ("Industry", "2022 NAICS", "Employment", None, None, None, None, "Output"),
            (None, None, "Thousands of Jobs", None, None, "Change", None, "Billions of Dollars"),
            (None, None, 2014, 2024, 2034, "2014-24", "2024-34", 2014, 2024, 2034),
            ("Total(1)(2)", "  ", 150000, 169000.5, 175000, 19000.5, 5999.5, 28000, 33000, 40000),
            (),
            ("Nonagriculture wage and salary", "NA", 140000, 158000, 164000, 1, 2, 3, 4, 5),
            (" Manufacturing", "31-33", 12188, 12760.3, 12600, 1, 2, 3, 4, 5),
            (" Retail trade", "44,45", 15000, 15600, 15500, 1, 2, 3, 4, 5),
            ("(1) Includes the self-employed.",),
        ],
    )


OCCUPATION_HEADINGS = (
    "2024 National Employment Matrix title",
    "2024 National Employment Matrix code",
    "Occupation type",
    "Employment, 2024",
    "Employment, 2034",
    "Employment distribution, percent, 2024",
    "Employment distribution, percent, 2034",
    "Employment change, numeric, 2024–34",
    "Employment change, percent, 2024–34",
    "Percent self employed, 2024",
    "Occupational openings, 2024–34 annual average",
    "Median annual wage, dollars, 2024[1]",
    "Typical education needed for entry",
    "Work experience in a related occupation",
    "Typical on-the-job training needed to attain competency in the occupation",
)


def occupations(headings: Row = OCCUPATION_HEADINGS) -> bytes:
    """Table 1.2 as it is laid out today."""
    software = ("Software developers", "15-1252", "Line item", 1700, 1970.5, 1.0, 1.1, 270.5, 15.9)
    return workbook(
        Table_1_2=[
            ("Table 1.2 Occupational projections, 2024–34 (Numbers in thousands)",),
            headings,
            ("Total, all occupations", "00-0000", "Summary", 169000, 175000, *[1] * 5, 18900, 1),
            (*software, 1.9, 115.2, 133080, "Bachelor's degree", "None", "None"),
            ("[1] Data are from OEWS.",),
        ]
    )


OEWS_HEADINGS = (
    *("AREA", "AREA_TITLE", "AREA_TYPE", "PRIM_STATE", "NAICS", "NAICS_TITLE", "I_GROUP"),
    *("OWN_CODE", "OCC_CODE", "OCC_TITLE", "O_GROUP", "TOT_EMP", "EMP_PRSE", "JOBS_1000"),
    *("H_MEAN", "A_MEAN", "MEAN_PRSE", "H_MEDIAN", "A_MEDIAN"),
)


def _oews(cells: Sequence[OewsCell]) -> bytes:
    rows = [
        (
            area,
            "Place",
            1,
            "US",
            naics,
            "",
            "",
            "5",
            occupation,
            "",
            "",
            jobs,
            rse,
            1,
            h,
            1,
            1,
            1,
            a,
        )
        for area, naics, occupation, (jobs, rse, h, a) in cells
    ]
    return workbook(data=[OEWS_HEADINGS, *rows], Field_Descriptions=[("Field", "Description")])


def oews_nation() -> bytes:
    """The national workbook in its zip."""
    cells: list[OewsCell] = [
        ("99", "000000", "00-0000", (155000000, 0.1, 33.5, 51000)),
        ("99", "000000", "15-1252", (1700000, 0.9, 70.1, 133080)),
    ]
    return zipped({"oesm25nat/national_M2025_dl.xlsx": _oews(cells)})


def oews_industries() -> bytes:
    """Industries nationwide: a workbook a depth, and one that repeats them by owner."""
    sectors: list[OewsCell] = [("99", "31-33", "15-1252", (200000, 2, 68.4, 130000))]
    sectors.append(("99", 62, "15-1252", (30000, 3, "*", "#")))
    groups: list[OewsCell] = [("99", "622000", "29-1141", ("**", "**", 45.2, 93600))]
    return zipped(
        {
            "oesm25in4/natsector_M2025_dl.xlsx": _oews(sectors),
            "oesm25in4/nat3d_M2025_dl.xlsx": _oews(groups),
            "oesm25in4/nat3d_owner_M2025_dl.xlsx": _oews(groups),
            "oesm25in4/~$nat3d_M2025_dl.xlsx": b"a lock left behind",
        }
    )


def oews_states() -> bytes:
    """Occupations by state."""
    cells: list[OewsCell] = [("44", "000000", "15-1252", (5000, 4.1, 62.0, 120000))]
    cells.append(("01", "000000", "15-1252", (15000, 3.1, 58.0, 112000)))
    return zipped({"oesm25st/state_M2025_dl.xlsx": _oews(cells)})


def counties(
    shapes: Sequence[tuple[str, str, Sequence[Row]]],
    *,
    stem: str = "cb_2023_us_county_20m",
    fields: Sequence[str] = COUNTY_FIELDS,
) -> bytes:
    """A zip with the shapefile of some counties: (code, name, rings)."""
    parts = {ending: io.BytesIO() for ending in ("shp", "shx", "dbf")}
    writer = shapefile.Writer(**parts, shapeType=shapefile.POLYGON, encoding="utf-8")
    for field in fields:
        writer.field(field, "C", 60)
    for code, name, rings in shapes:
        facts = {"STATEFP": code[:2], "COUNTYFP": code[2:], "GEOID": code, "NAME": name}
        writer.poly([list(ring) for ring in rings])
        writer.record(*(facts.get(field, "") for field in fields))
    writer.close()
    members = {f"{stem}.{ending}": stream.getvalue() for ending, stream in parts.items()}
    return zipped(members | {f"{stem}.cpg": b"UTF-8", f"{stem}.shp.iso.xml": b"<a/>"})


def square(west: float, south: float, side: float = 1.0) -> list[tuple[float, float]]:
    """A square, clockwise from its south-western corner."""
    east, north = west + side, south + side
    return [(west, south), (west, north), (east, north), (east, south), (west, south)]


def boundaries(year: int) -> bytes:
    """Two counties of Rhode Island and Connecticut as it was in that year."""
    connecticut = ("09180", "Southeastern Connecticut") if year > 2021 else ("09011", "New London")
    return counties(
        [
            ("44001", "Bristol", [square(-71.4, 41.6, 0.2)]),
            ("44007", "Providence", [square(-71.8, 41.8, 0.4)]),
            (*connecticut, [square(-72.4, 41.3, 0.5)]),
        ],
        stem=f"cb_{year}_us_county_20m",
    )
