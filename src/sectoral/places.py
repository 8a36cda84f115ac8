"""The states and territories: their letters, their FIPS digits, their names, who borders whom.

    place = state("CO")        # or "08", or "Colorado"; "US" for the nation
    place.fips                 # "08"
    place.covers("08001")      # True

Source: FIPS 5-2 (ANSI INCITS 38). Borders are those on land or along a river; states that
meet in one point (Arizona and Colorado) or across open water only do not count.
"""

import difflib
from dataclasses import dataclass

import polars as pl

from sectoral.errors import WrongUse


@dataclass(frozen=True, slots=True)
class State:
    """A state, the District of Columbia, a territory, or the nation.

    abbr        two letters of the postal service: "CO"; the nation is "US"
    fips        two digits: "08"; the nation is "00"
    name        "Colorado"
    neighbours  the abbreviations of the states it borders, in alphabetical order
    """

    abbr: str
    fips: str
    name: str
    neighbours: tuple[str, ...] = ()

    @property
    def is_nation(self) -> bool:
        """Whether this is the United States and not one state."""
        return self.fips == "00"

    @property
    def is_territory(self) -> bool:
        """Whether this is a territory: fewer official files cover these."""
        return self.fips >= "60"

    def covers(self, area: str) -> bool:
        """Whether a county (five-digit FIPS) lies here."""
        return self.is_nation or area.startswith(self.fips)


NATION = State("US", "00", "United States")

_ROWS = """
AL 01 Alabama|FL GA MS TN
AK 02 Alaska|
AZ 04 Arizona|CA NM NV UT
AR 05 Arkansas|LA MO MS OK TN TX
CA 06 California|AZ NV OR
CO 08 Colorado|KS NE NM OK UT WY
CT 09 Connecticut|MA NY RI
DE 10 Delaware|MD NJ PA
DC 11 District of Columbia|MD VA
FL 12 Florida|AL GA
GA 13 Georgia|AL FL NC SC TN
HI 15 Hawaii|
ID 16 Idaho|MT NV OR UT WA WY
IL 17 Illinois|IA IN KY MO WI
IN 18 Indiana|IL KY MI OH
IA 19 Iowa|IL MN MO NE SD WI
KS 20 Kansas|CO MO NE OK
KY 21 Kentucky|IL IN MO OH TN VA WV
LA 22 Louisiana|AR MS TX
ME 23 Maine|NH
MD 24 Maryland|DC DE PA VA WV
MA 25 Massachusetts|CT NH NY RI VT
MI 26 Michigan|IN OH WI
MN 27 Minnesota|IA ND SD WI
MS 28 Mississippi|AL AR LA TN
MO 29 Missouri|AR IA IL KS KY NE OK TN
MT 30 Montana|ID ND SD WY
NE 31 Nebraska|CO IA KS MO SD WY
NV 32 Nevada|AZ CA ID OR UT
NH 33 New Hampshire|MA ME VT
NJ 34 New Jersey|DE NY PA
NM 35 New Mexico|AZ CO OK TX
NY 36 New York|CT MA NJ PA VT
NC 37 North Carolina|GA SC TN VA
ND 38 North Dakota|MN MT SD
OH 39 Ohio|IN KY MI PA WV
OK 40 Oklahoma|AR CO KS MO NM TX
OR 41 Oregon|CA ID NV WA
PA 42 Pennsylvania|DE MD NJ NY OH WV
RI 44 Rhode Island|CT MA
SC 45 South Carolina|GA NC
SD 46 South Dakota|IA MN MT ND NE WY
TN 47 Tennessee|AL AR GA KY MO MS NC VA
TX 48 Texas|AR LA NM OK
UT 49 Utah|AZ CO ID NV WY
VT 50 Vermont|MA NH NY
VA 51 Virginia|DC KY MD NC TN WV
WA 53 Washington|ID OR
WV 54 West Virginia|KY MD OH PA VA
WI 55 Wisconsin|IA IL MI MN
WY 56 Wyoming|CO ID MT NE SD UT
AS 60 American Samoa|
GU 66 Guam|
MP 69 Northern Mariana Islands|
PR 72 Puerto Rico|
VI 78 U.S. Virgin Islands|
"""


def _read_state(row: str) -> State:
    facts, borders = row.split("|")
    abbr, fips, name = facts.split(" ", 2)
    return State(abbr, fips, name, tuple(borders.split()))


STATES: tuple[State, ...] = tuple(_read_state(row) for row in _ROWS.strip().splitlines())
"""The 50 states, the District of Columbia and five territories, in FIPS order."""

QUAYLAND = State("QY", "80", "Quayland")
INVENTED: tuple[State, ...] = (QUAYLAND, State("FS", "81", "Farshore"))
"""The invented state of the demo and its neighbour; no real place has these digits."""


def state_code(area: str) -> str:
    """The two digits of the state that an area (five-digit FIPS, or a state's own) lies in."""
    return area[:2]


def state_column(column: str = "area") -> pl.Expr:
    """The same for a column of areas."""
    return pl.col(column).str.head(2)


def is_state_total(column: str = "area") -> pl.Expr:
    """Whether an area of a column is a whole state (`08000`), and not one of its counties."""
    return pl.col(column).str.ends_with("000")


def _states_by_word() -> dict[str, State]:
    places = [NATION, *STATES, *INVENTED]
    named = {word.upper(): p for p in places for word in (p.abbr, p.name)}
    return named | {p.fips: p for p in (*STATES, *INVENTED)}


_BY_WORD = _states_by_word()


def find_state(text: str) -> State:
    """The place a person means.

    Takes    two letters ("co"), two digits ("08") or a name ("Colorado"), any case; "US" is
             the nation.
    Raises   WrongUse for anything else, with the nearest name where one is near.
    """
    word = " ".join(text.split()).upper()
    if word in _BY_WORD:
        return _BY_WORD[word]
    near = difflib.get_close_matches(word, [p.name.upper() for p in STATES], n=1, cutoff=0.7)
    hint = f" Did you mean {_BY_WORD[near[0]].name}?" if near else ""
    raise WrongUse(
        f"'{text}' is not a state. Give two letters (CO), two digits (08) or US for the "
        f"nation.{hint}"
    )
