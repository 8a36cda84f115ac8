"""Counties: their outlines, names, metropolitan areas, and the published commuting zones."""

import re

import polars as pl

from sectoral.places import state_column
from sectoral.sources.engine import (
    FileLayout,
    FileReading,
    OfficialFile,
    read_columns,
    refuse_bad_area,
    refuse_duplicates,
    refuse_rows,
)
from sectoral.sources.geometry import read_topology

Text = pl.String


def read_metro_areas(file: OfficialFile) -> FileReading:
    """Which counties make up each metropolitan and micropolitan area (delineation, list 1).

    Returns  METRO_AREAS and AREA_NAMES. Rows that carry neither title nor county are the
             publisher's notes below the list.
    Raises   BadInput where a code lost its leading zeros or a county stands in two areas.
    """
    columns = {
        "CBSA Code": Text,
        "CBSA Title": Text,
        METRO_KIND: Text,
        "County/County Equivalent": Text,
        "FIPS State Code": Text,
        "FIPS County Code": Text,
        "Central/Outlying County": Text,
    }
    rows = read_columns(file, columns)
    counties = rows.filter(~pl.all_horizontal(pl.col("CBSA Title", "FIPS County Code").is_null()))
    _check_metro(counties, file)
    frame = counties.select(
        "row",
        area=pl.col("FIPS State Code") + pl.col("FIPS County Code"),
        cbsa="CBSA Code",
        title="CBSA Title",
        metropolitan=pl.col(METRO_KIND).str.starts_with("Metro"),
        central=pl.col("Central/Outlying County") == "Central",
        name="County/County Equivalent",
        state="FIPS State Code",
    )
    refuse_duplicates(frame, ["area"], file)
    notes = rows.height - counties.height
    return FileReading(
        {
            "metro_areas": frame.select("area", "cbsa", "title", "metropolitan", "central"),
            "area_names": frame.select("area", "name", "state"),
        },
        rows.height,
        _connecticut_vintage(frame),
        ((notes, "notes below the list"),) if notes else (),
    )


def _check_metro(counties: pl.DataFrame, file: OfficialFile) -> None:
    zeros = "read the column as text so that leading zeros stay, or fetch the file again"
    fetch = "fetch the file again"
    rules = (
        ("FIPS State Code", r"^\d{2}$", "a two-digit state code", zeros),
        ("FIPS County Code", r"^\d{3}$", "a three-digit county code", zeros),
        ("CBSA Code", r"^\d{5}$", "a five-digit area code", fetch),
        ("CBSA Title", r"\S", "the area's title", fetch),
        (METRO_KIND, r"^M(etr|icr)opolitan", "Metropolitan or Micropolitan ...", fetch),
        ("Central/Outlying County", r"^(Central|Outlying)$", "Central or Outlying", fetch),
        ("County/County Equivalent", r"\S", "the county's name", fetch),
    )
    for column, pattern, expected, mend in rules:
        broken = ~pl.col(column).fill_null("").str.contains(pattern)
        refuse_rows(counties, broken, file, column, expected, mend)


def read_qcew_areas(file: OfficialFile) -> FileReading:
    """County names from the QCEW list of areas: 'Autauga County, Alabama'.

    Returns  AREA_NAMES. States, the nation, metropolitan areas ('C1018') and 'Unknown Or
             Undefined' (SS999) are places that are not counties: set aside.
    """
    rows = read_columns(file, {"area_fips": Text, "area_title": Text})
    code = pl.col("area_fips").fill_null("")
    zeros = "read the column as text so that leading zeros stay, or fetch the file again"
    wrong = ~code.str.contains(r"^(\d{5}|C\w{4}|US\w{3})$")
    refuse_rows(rows, wrong, file, "area_fips", "an area code of five signs", zeros)
    county = code.str.contains(r"^\d{5}$") & ~code.str.contains(r"(000|99\d)$")
    frame = _add_names(rows.filter(county), "area_title").with_columns(area="area_fips")
    refuse_duplicates(frame, ["area"], file)
    others = rows.height - frame.height
    return FileReading(
        {"area_names": _name_columns(frame)},
        rows.height,
        _connecticut_vintage(frame),
        ((others, "states, metropolitan areas and unknown counties"),) if others else (),
    )


def read_cbp_areas(file: OfficialFile) -> FileReading:
    """County names from the Census list `state, county, NAME`.

    Returns  AREA_NAMES.
    """
    rows = read_columns(file, {"state": Text, "county": Text, "NAME": Text})
    frame = _add_names(rows, "NAME").with_columns(area=pl.col("state") + pl.col("county"))
    refuse_bad_area(frame, file, "area")
    refuse_duplicates(frame, ["area"], file)
    return FileReading(
        {"area_names": _name_columns(frame)}, rows.height, _connecticut_vintage(frame)
    )


def read_ers_zones(file: OfficialFile) -> FileReading:
    """ERS commuting zones of 2000, 1990 and 1980 by county (cz00_eqv).

    Returns  REGIONS, partitions 'ers 2000', 'ers 1990', 'ers 1980'. A county that did not exist
             in a year has no zone in it: set aside.
    """
    years = {f"ers {y}": f"Commuting Zone ID, {y}" for y in (2000, 1990, 1980)}
    return _read_zones(file, "FIPS", years, "ERS zones 1980 to 2000, counties as of 2000")


def read_ers_1990_zones(file: OfficialFile) -> FileReading:
    """ERS commuting zones of 1990 and 1980 by county (czlma903).

    Returns  REGIONS, partitions 'ers 1990' and 'ers 1980'.
    """
    years = {"ers 1990": "CZ90", "ers 1980": "CZ80"}
    return _read_zones(file, "County FIPS Code", years, "ERS zones 1980 and 1990")


def read_fowler_zones(file: OfficialFile) -> FileReading:
    """Commuting zones of 2020 by county (Fowler 2024), Connecticut in planning regions.

    Returns  REGIONS, partition 'fowler 2020'.
    """
    return _read_zones(file, "GEOID", {"fowler 2020": "CZ20"}, "zones of 2020, counties of 2022")


def _read_zones(
    file: OfficialFile, area: str, partitions: dict[str, str], vintage: str
) -> FileReading:
    rows = read_columns(file, dict.fromkeys([area, *partitions.values()], Text))
    refuse_bad_area(rows, file, area)
    refuse_duplicates(rows, [area], file)
    columns = {"partition": pl.lit("").alias("partition")}
    frames, aside = [], []
    for partition, column in partitions.items():
        named = {**columns, "partition": pl.lit(partition)}
        zoned = rows.filter(pl.col(column).is_not_null())
        frames.append(zoned.select(**named, area=area, region=column))
        if rows.height > zoned.height:
            aside.append((rows.height - zoned.height, f"counties without a zone in '{partition}'"))
    return FileReading({"regions": pl.concat(frames)}, rows.height, vintage, tuple(aside))


def _add_names(rows: pl.DataFrame, title: str) -> pl.DataFrame:
    """'Autauga County, Alabama' → name 'Autauga County'; the state follows the last comma."""
    name = pl.col(title).str.replace(r",\s*[^,]+$", "").str.strip_chars()
    return rows.with_columns(name=name)


def _name_columns(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select("area", "name", state=state_column())


def _connecticut_vintage(frame: pl.DataFrame) -> str:
    """Which Connecticut the list knows, as words about its vintage."""
    new = frame.select(pl.col("area").str.contains(r"^091[1-9]0$").any()).item()
    old = frame.select(pl.col("area").str.contains(r"^090\d\d$").any()).item()
    if new and not old:
        return "counties as of 2022 and later"
    if old and not new:
        return "counties before 2022"
    return "counties before and after 2022" if new else "year of its counties not stated"


METRO_KIND = "Metropolitan/Micropolitan Statistical Area"

LAYOUTS: tuple[FileLayout, ...] = (
    FileLayout(
        "county boundaries (TopoJSON)",
        "geometry",
        read_topology,
        begins=re.compile(r'\A\s*\{\s*"type"\s*:\s*"Topology"'),
    ),
    FileLayout(
        "delineation of metropolitan areas",
        "cbsa",
        read_metro_areas,
        needs=frozenset(
            {
                "CBSA Code",
                "CBSA Title",
                METRO_KIND,
                "County/County Equivalent",
                "FIPS State Code",
                "FIPS County Code",
                "Central/Outlying County",
            }
        ),
        marks=frozenset({"CBSA Code", METRO_KIND}),
    ),
    FileLayout(
        "QCEW area titles",
        "area_names",
        read_qcew_areas,
        begins=re.compile(r'\A\W*area_fips"?,"?area_title"?\r?\n'),
    ),
    FileLayout(
        "Census county names",
        "area_names",
        read_cbp_areas,
        # Job files carry these columns too; the list of names has no others.
        begins=re.compile(r'\A\W*state"?,"?county"?,"?NAME"?\r?\n'),
    ),
    FileLayout(
        "ERS commuting zones 1980-2000",
        "ers_zones",
        read_ers_zones,
        needs=frozenset({"FIPS", *(f"Commuting Zone ID, {y}" for y in (2000, 1990, 1980))}),
        marks=frozenset({"Commuting Zone ID, 2000"}),
    ),
    FileLayout(
        "ERS commuting zones 1990",
        "ers_zones",
        read_ers_1990_zones,
        needs=frozenset({"County FIPS Code", "CZ90", "CZ80"}),
        marks=frozenset({"CZ90", "CZ80"}),
    ),
    FileLayout(
        "commuting zones 2020",
        "ers_zones",
        read_fowler_zones,
        needs=frozenset({"GEOID", "CZ20"}),
        marks=frozenset({"CZ20"}),
    ),
)
