"""Counties by their names, as people write them: “Richmond County”, “Dona Ana”, “Kent, MD”."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sectoral.errors import WrongUse
from sectoral.names import loose_key, name_key
from sectoral.places import find_state

_KIND = re.compile(
    r" (?:county|parish|borough|census area|municipality|municipio|planning region|city|"
    r"city and borough|island|district)$"
)
_SHORT = re.compile(r" (?:co|cty|cnty)$")
_OF = re.compile(r"^(city|county|parish|borough) of (.+)$")
_CITY = " city"


@dataclass(frozen=True, slots=True)
class CountyName:
    """A county: its five-digit code and its name."""

    area: str
    name: str


@dataclass(slots=True)
class CountyFinder:
    """Every county that the edition knows, by ever looser spellings of its name.

    whole, bare    by name, with and without the kind: “Richmond city”, “Richmond”
    loose          the same without accents and inner blanks
    """

    whole: dict[str, list[CountyName]] = field(default_factory=dict)
    bare: dict[str, list[CountyName]] = field(default_factory=dict)
    loose_whole: dict[str, list[CountyName]] = field(default_factory=dict)
    loose_bare: dict[str, list[CountyName]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str]]) -> "CountyFinder":
        """Counties by code and name; a county that several regions share comes once."""
        found = cls()
        for area, name in dict.fromkeys(rows):
            whole = _name_with_kind(name)
            bare = _KIND.sub("", whole)
            for spelt, held in (
                (whole, found.whole),
                (bare, found.bare),
                (loose_key(whole), found.loose_whole),
                (loose_key(bare), found.loose_bare),
            ):
                held.setdefault(spelt, []).append(CountyName(area, name))
        return found

    def find(self, words: str) -> list[CountyName]:
        """The counties that a name can mean: those of the nearest spelling, one at best.

        The whole name goes first: “Richmond County” is not “Richmond city”. Then a name without
        its kind, and both without accents and inner blanks. A state after a comma counts.
        """
        place, wanted = _split_state(words)
        whole = _name_with_kind(place)
        bare = whole if whole.endswith(_CITY) else _KIND.sub("", whole)
        for found in (
            self.whole.get(whole, []),
            self.bare.get(whole, []),
            _no_cities(self.bare.get(bare, [])),
            self.loose_whole.get(loose_key(whole), []),
            self.loose_bare.get(loose_key(whole), []),
            _no_cities(self.loose_bare.get(loose_key(bare), [])),
        ):
            there = [one for one in found if one.area.startswith(wanted)]
            if there:
                return there
        return []


def _no_cities(found: list[CountyName]) -> list[CountyName]:
    """What somebody can mean who wrote “County”: not the city of that name."""
    return [one for one in found if not _name_with_kind(one.name).endswith(_CITY)]


def _name_with_kind(name: str) -> str:
    """A name with its kind after it: “City of Richmond” is “richmond city”."""
    whole = _SHORT.sub(" county", name_key(name))
    turned = _OF.match(whole)
    return f"{turned[2]} {turned[1]}" if turned else whole


def _split_state(words: str) -> tuple[str, str]:
    """A name and the digits of the state that stands after its last comma, where one does."""
    place, comma, last = words.rpartition(",")
    if not comma:
        return words, ""
    try:
        found = find_state(name_key(last))
    except WrongUse:
        return words, ""
    return place, "" if found.is_nation else found.fips
