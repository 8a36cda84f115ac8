"""Sectors: editable sets of NAICS codes, ours by default, or a list a state brings.

The default list, `sectors.csv`, holds the primer's sectors at four digits or fewer, in codes
that mean the same in NAICS 2012, 2017 and 2022, each line with its reason. Sectors may overlap
(food manufacturing is manufacturing and food production); within one sector no code may lie
inside another, else its jobs would count twice.
"""

from importlib import resources

import polars as pl

from sectoral import tables
from sectoral.errors import BadInput, WrongUse
from sectoral.sources.engine import FileReading, OfficialFile, read_columns, refuse_rows

Text = pl.String
COLUMNS = ("sector", "name", "industry", "ownership", "metropolitan", "rural")
ONE_A_SECTOR = ("name", "ownership", "metropolitan", "rural")
TRUTH = {"yes": True, "true": True, "no": False, "false": False}
NAICS = r"^(\d{2,6}|31-33|44-45|48-49)$"
COMBINED = {"31-33": ("31", "32", "33"), "44-45": ("44", "45"), "48-49": ("48", "49")}
PART_OF_COMBINED = r"^(31|32|33|44|45|48|49)$"
# Codes of one analytics vendor for government and farms: '903612', '111000'.
VENDOR = r"^9(0|8|9)\d{4}$"
AGENCY_COLUMNS = frozenset({"NAICS", "PartialNAICS", "Cluster_System", "Cluster_Name"})
BENCHMARK_COLUMNS = frozenset({"NAICS", "TradedLocal", "Cluster", "SubclusterName"})


def default_sectors() -> pl.DataFrame:
    """The sectors shipped with the package, as SECTORS."""
    with resources.as_file(resources.files("sectoral.sources") / "sectors.csv") as path:
        return tables.check(_read_own(OfficialFile(path, "sectors.csv")), tables.SECTORS)


def read_sectors(file: OfficialFile, system: str | None = None) -> pl.DataFrame:
    """The sectors of a file, as SECTORS: what `read_sector_file` gives, held to its declaration."""
    return tables.check(read_sector_file(file, system).tables["sectors"], tables.SECTORS)


def read_sector_file(file: OfficialFile, system: str | None = None) -> FileReading:
    """Sectors from a file, told by its columns, with notes on what it gave.

    Three layouts are known:
    - our own, `sector,name,industry,ownership,metropolitan,rural` (as `sectors.csv`);
    - agencies' target industries, `NAICS, PartialNAICS, Cluster_System, Cluster_Name`: `system`
      names one agency's partition of industries;
    - the US benchmark clusters, `NAICS, TradedLocal, Cluster, SubclusterName`: `system` is
      'Traded' or 'Local', None takes both.
    Lists of agencies and clusters say nothing of owners or places: private, looked at anywhere.

    Returns  SECTORS. `set_aside` tells what was not used, and of what was used what to beware.
    Raises   BadInput for an unknown ownership, nested codes, a sector told two ways; WrongUse
             for a `system` the file does not have, or none where it has several.
    """
    columns = set(file.columns)
    if columns >= set(COLUMNS):
        frame = _read_own(file)
        return FileReading({"sectors": frame}, frame.height, "own list")
    if columns >= AGENCY_COLUMNS:
        return _read_agency(file, system)
    if columns >= BENCHMARK_COLUMNS:
        return _read_benchmark(file, system)
    missing = [c for c in COLUMNS if c not in columns]
    raise BadInput(
        file.label,
        row=1,
        column=missing[0],
        expected="the columns " + ", ".join(f"'{c}'" for c in COLUMNS),
        found="a header without " + ", ".join(f"'{c}'" for c in missing),
        mend="add the columns, as in the list of sectors that comes with Sectoral",
    )


def _read_own(file: OfficialFile) -> pl.DataFrame:
    rows = read_columns(file, dict.fromkeys(COLUMNS, Text))
    rows = rows.with_columns(pl.col(*COLUMNS).fill_null("").str.strip_chars())
    rows = rows.with_columns(pl.col("metropolitan", "rural").str.to_lowercase())
    owners = tables.OWNERSHIPS.categories.to_list()
    rules = (
        ("sector", ~pl.col("sector").str.contains(r"^[a-z0-9-]+$"), "an id such as 'healthcare'"),
        ("name", pl.col("name") == "", "the sector's name"),
        ("industry", ~pl.col("industry").str.contains(NAICS), "a NAICS code of 2 to 6 digits"),
        ("ownership", ~pl.col("ownership").is_in(owners), "one of " + ", ".join(owners)),
        ("metropolitan", ~pl.col("metropolitan").is_in(list(TRUTH)), "yes or no"),
        ("rural", ~pl.col("rural").is_in(list(TRUTH)), "yes or no"),
    )
    for column, broken, expected in rules:
        refuse_rows(rows, broken, file, column, expected, "correct the cell")
    part = pl.col("industry").str.contains(PART_OF_COMBINED)
    combined = "a whole sector: 31-33, 44-45 or 48-49"
    refuse_rows(rows, part, file, "industry", combined, "write the combined code")
    _refuse_two_ways(rows, file)
    _refuse_nested(rows, file)
    truth = pl.col("metropolitan", "rural").replace_strict(TRUTH, return_dtype=pl.Boolean)
    return rows.with_columns(truth).select(COLUMNS)


def _refuse_two_ways(rows: pl.DataFrame, file: OfficialFile) -> None:
    """A sector has one name, one ownership and one pair of defaults."""
    for column in ONE_A_SECTOR:
        first = pl.col(column).first().over("sector")
        differs = pl.col(column) != first
        bad = rows.with_columns(before=first).filter(differs)
        if bad.height:
            row = bad.row(0, named=True)
            refuse_rows(
                rows,
                differs,
                file,
                column,
                f"'{row['before']}', as on the first line of sector '{row['sector']}'",
                "write the same on every line of a sector",
            )


def _refuse_nested(rows: pl.DataFrame, file: OfficialFile) -> None:
    """No code of a sector may lie inside another or stand twice."""
    for (sector,), codes in rows.group_by(["sector"], maintain_order=True):
        lines = codes.select("row", "industry").rows()
        for row, code in lines:
            outer = [c for r, c in lines if r != row and _is_inside(code, c)]
            if outer:
                raise BadInput(
                    file.label,
                    row=row,
                    column="industry",
                    expected=f"codes of sector '{sector}' that do not lie inside each other",
                    found=f"'{code}', which lies inside '{outer[0]}'",
                    mend="keep one of the two, else its jobs count twice",
                )


def _is_inside(code: str, outer: str) -> bool:
    return code == outer or code.startswith(COMBINED.get(outer, (outer,)))


def _read_agency(file: OfficialFile, system: str | None) -> FileReading:
    columns = ("NAICS", "PartialNAICS", "Cluster_System", "Cluster_Name")
    rows = read_columns(file, dict.fromkeys(columns, Text))
    chosen = _choose_list(rows, "Cluster_System", system, file)
    reading = _cluster_reading(chosen, "Cluster_Name", file, str(chosen["Cluster_System"][0]))
    partly = chosen["PartialNAICS"].is_not_null().sum()
    note = "codes that belong to their sector only in part; all their jobs are counted"
    aside = (*reading.set_aside, (int(partly), note)) if partly else reading.set_aside
    return FileReading(reading.tables, reading.rows, reading.vintage, aside)


def _read_benchmark(file: OfficialFile, system: str | None) -> FileReading:
    rows = read_columns(file, dict.fromkeys(("NAICS", "TradedLocal", "Cluster"), Text))
    if system is not None:
        rows = _choose_list(rows, "TradedLocal", system, file)
    named = rows.drop_nulls("Cluster")
    reading = _cluster_reading(named, "Cluster", file, f"US benchmark clusters, {system or 'all'}")
    without = rows.height - named.height
    aside = (*reading.set_aside, (without, "codes in no cluster")) if without else reading.set_aside
    return FileReading(reading.tables, rows.height, reading.vintage, aside)


def _choose_list(
    rows: pl.DataFrame, column: str, system: str | None, file: OfficialFile
) -> pl.DataFrame:
    systems = sorted(rows[column].drop_nulls().unique())
    listed = ", ".join(f"'{name}'" for name in systems)
    if system is None and len(systems) == 1:
        system = systems[0]
    if system not in systems:
        asked = "several" if system is None else f"no '{system}'"
        raise WrongUse(f"{file.label} has {asked} among its lists of sectors; choose {listed}.")
    return rows.filter(pl.col(column) == system)


def _cluster_reading(
    rows: pl.DataFrame, name: str, file: OfficialFile, vintage: str
) -> FileReading:
    """Named clusters of six-digit codes → SECTORS, with notes on what was left out."""
    wrong = ~pl.col("NAICS").fill_null("").str.contains(r"^\d{2,6}$")
    refuse_rows(rows, wrong, file, "NAICS", "a NAICS code of 2 to 6 digits", "correct the code")
    empty = pl.col(name).is_null()
    refuse_rows(rows, empty, file, name, "the sector's name", "fill in the name")
    standard = rows.filter(~pl.col("NAICS").str.contains(VENDOR))
    coded = standard.select(
        sector=_id_of(name),
        name=name,
        # '111000' is a vendor's way to write all of 111; a NAICS code never ends in 000.
        industry=pl.col("NAICS").str.replace("000$", ""),
    )
    once = coded.unique(["sector", "industry"], maintain_order=True)
    kept = once.filter(~_is_nested(once))
    shared = kept.select(pl.struct("industry").is_duplicated().sum()).item()
    notes = (
        (rows.height - standard.height, "codes of a vendor's own, not NAICS"),
        (coded.height - once.height, "lines that repeat a code within one sector"),
        (once.height - kept.height, "codes inside another code of their sector"),
        (int(shared), "codes kept that stand in several sectors: the overlap is real"),
    )
    frame = kept.with_columns(
        pl.lit("private").alias("ownership"),
        pl.lit(True).alias("metropolitan"),
        pl.lit(True).alias("rural"),
    )
    return FileReading({"sectors": frame}, rows.height, vintage, tuple(n for n in notes if n[0]))


def _id_of(name: str) -> pl.Expr:
    """'Food & Agriculture' → 'food-agriculture'."""
    return pl.col(name).str.to_lowercase().str.replace_all("[^a-z0-9]+", "-").str.strip_chars("-")


def _is_nested(rows: pl.DataFrame) -> pl.Series:
    """Whether each code lies inside another code of its sector."""
    codes: dict[str, set[str]] = {}
    for sector, industry in rows.select("sector", "industry").iter_rows():
        codes.setdefault(sector, set()).add(industry)
    nested = [
        any(industry[:n] in codes[sector] for n in range(2, len(industry)))
        for sector, industry in rows.select("sector", "industry").iter_rows()
    ]
    return pl.Series(nested, dtype=pl.Boolean)
