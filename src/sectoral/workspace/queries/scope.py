"""Who fits a partnership's scope, who looks like a vendor, and which partnerships overlap."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from sectoral.names import name_key
from sectoral.workspace.models import Organization, Partnership, Seat, Waiver
from sectoral.workspace.models.organizations import System
from sectoral.workspace.models.partnerships import LIVE
from sectoral.workspace.rules.answers import YES, Ruling, first_no

VENDORS = {"5613": "staffing", "611": "training", "5416": "consulting"}
"""NAICS codes of companies that sell to a table rather than sit at it (S3)."""


def vendor_of(organization: Organization) -> str:
    """What a company looks like a vendor of, by its main activity; empty where of nothing."""
    if organization.system != System.EMPLOYER:
        return ""
    return next((w for code, w in VENDORS.items() if organization.naics.startswith(code)), "")


def is_code_within(code: str, codes: Iterable[str]) -> bool:
    """Whether a NAICS code falls under one of several; '31-33' stands for 31, 32 and 33."""
    return any(code.startswith(prefix) for wide in codes for prefix in _expand_code(wide))


def expand_codes(codes: Iterable[str]) -> list[str]:
    """The codes as a company's own code begins; '31-33' stands for three."""
    return [prefix for code in codes for prefix in _expand_code(code)]


def _expand_code(code: str) -> tuple[str, ...]:
    first, dash, last = code.partition("-")
    if not dash:
        return (code,)
    return tuple(str(number) for number in range(int(first), int(last) + 1))


def fits_scope(partnership: Partnership, organization: Organization) -> Ruling:
    """Whether a company is of the industry and has a worksite in the region (P1, P2)."""
    if organization.system != System.EMPLOYER:
        return YES
    return first_no(_of_industry(partnership, organization), _in_region(partnership, organization))


def seats_outside_scope(partnership: Partnership, seats: Iterable[Seat]) -> list[tuple[Seat, str]]:
    """The companies that would not fit, with why: `partnership` as its scope would be."""
    found = [(seat, fits_scope(partnership, seat.organization)) for seat in seats]
    return [(seat, answer.reason) for seat, answer in found if not answer]


def _of_industry(partnership: Partnership, organization: Organization) -> Ruling:
    if is_code_within(organization.naics, partnership.naics):
        return YES
    codes = ", ".join(partnership.naics) or "no code yet"
    return Ruling(
        f"{organization}'s industry {organization.naics} is outside the partnership's "
        f"({codes}). Record why it belongs, for example because its industry is related."
    )


def _in_region(partnership: Partnership, organization: Organization) -> Ruling:
    counties = {site.area for site in organization.worksites.all()}
    if counties & set(partnership.areas):
        return YES
    return Ruling(
        f"{organization} has no worksite in {partnership.region_name}. Record why it belongs."
    )


@dataclass(frozen=True, slots=True)
class PartnershipOverlap:
    """A live partnership that does what another would do (S24).

    same      it has the same sector and region
    codes     industries that both name
    counties  counties that both work in
    members   organizations that sit at it and would sit at the other
    """

    partnership: Partnership
    same: bool
    codes: tuple[str, ...]
    counties: tuple[str, ...]
    members: tuple[str, ...] = ()

    def __str__(self) -> str:
        counties = f"{len(self.counties)} shared counties" if self.counties else "the same region"
        members = f", {len(self.members)} shared members" if self.members else ""
        codes = ", ".join(self.codes) or "the same sector"
        return f"{self.partnership} ({codes}; {counties}{members})"


def find_overlaps(partnership: Partnership, *, at: datetime) -> list[PartnershipOverlap]:
    """The live partnerships of the same industry in the same counties, as rivals for a scope.

    Takes    partnership: a row, saved or not: its sector, region, codes and counties are asked.
    Returns  one overlap each, those of the same sector and region first.
    """
    others = list(Partnership.objects.filter(stage__in=LIVE).exclude(pk=partnership.pk))
    found = overlaps_with(partnership, others)
    shared = _shared_members(partnership, [overlap.partnership for overlap in found], at)
    return [replace(o, members=shared.get(o.partnership.pk, ())) for o in found]


def overlaps_with(
    partnership: Partnership, others: Iterable[Partnership]
) -> list[PartnershipOverlap]:
    """The overlaps with some others, without their members; nothing is read for it."""
    found = []
    for other in others:
        if other.pk == partnership.pk:
            continue
        same = _same_place(partnership, other)
        counties = tuple(sorted(set(partnership.areas) & set(other.areas)))
        codes = _shared_codes(partnership.naics, other.naics) if same or counties else ()
        if same or (codes and counties):
            found.append(PartnershipOverlap(other, same, codes, counties))
    return sorted(found, key=lambda overlap: not overlap.same)


def _same_place(one: Partnership, other: Partnership) -> bool:
    """Whether two are of one sector and region: by their ids, or by names however they are spelt.

    A file may name what no edition knows; its id is made of the spelling that it has there.
    """
    return _one_name((one.region, one.region_name), (other.region, other.region_name)) and (
        _one_name((one.sector, one.sector_name), (other.sector, other.sector_name))
    )


def _one_name(one: tuple[str, str], other: tuple[str, str]) -> bool:
    name = name_key(one[1])
    return one[0] == other[0] or (bool(name) and name == name_key(other[1]))


def _shared_codes(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    ours, theirs = list(one), list(other)
    both = [code for code in ours if is_code_within(_first_prefix(code), theirs)]
    both += [code for code in theirs if is_code_within(_first_prefix(code), ours)]
    return tuple(dict.fromkeys(both))


def _first_prefix(code: str) -> str:
    return _expand_code(code)[0]


def _shared_members(
    one: Partnership, others: list[Partnership], at: datetime
) -> dict[int, tuple[str, ...]]:
    if one.pk is None or not others:
        return {}
    ours = Seat.objects.in_force(at).filter(partnership=one).values("organization_id")
    shared = Seat.objects.in_force(at).filter(partnership__in=others, organization__in=ours)
    named: dict[int, tuple[str, ...]] = {}
    for table, name in shared.values_list("partnership_id", "organization__name"):
        named[table] = (*named.get(table, ()), name)
    return named


def unwaived_overlaps(partnership: Partnership, *, at: datetime) -> list[PartnershipOverlap]:
    """The overlaps that no waiver was given for.

    A waiver is of two partnerships: what lets one in beside another lets nobody in beside a
    third (I10).
    """
    found = find_overlaps(partnership, at=at)
    given = waived_beside(partnership) if found else {}
    return [
        overlap
        for overlap in found
        if not _is_waived(overlap, given.get(overlap.partnership.pk, []))
    ]


def waived_beside(partnership: Partnership) -> dict[int, list[Waiver]]:
    """The waivers that a partnership has, whichever of the two asked, by the other's key."""
    if partnership.pk is None:
        return {}
    found: dict[int, list[Waiver]] = {}
    for waiver in Waiver.objects.filter(Q(partnership=partnership) | Q(beside=partnership)):
        own = waiver.partnership_id == partnership.pk
        found.setdefault(waiver.beside_id if own else waiver.partnership_id, []).append(waiver)
    return found


def _is_waived(overlap: PartnershipOverlap, given: list[Waiver]) -> bool:
    """Whether waivers of these two were given for all that both do."""
    codes = [code for waiver in given for code in waiver.naics]
    areas = {area for waiver in given for area in waiver.areas}
    if not given or not set(overlap.counties) <= areas:
        return False
    return all(is_code_within(_first_prefix(code), codes) for code in overlap.codes)


Knows = Callable[[Partnership], bool]
"""Whether the reader of some words may know of a partnership."""


def is_published(partnership: Partnership) -> bool:
    """Whether everybody may know of it: what words that anybody reads may name."""
    return partnership.published_at is not None


def has_no_twin(partnership: Partnership, *, at: datetime, knows: Knows = is_published) -> Ruling:
    """Whether no live partnership covers the same, but those that a waiver names with it."""
    found = unwaived_overlaps(partnership, at=at)
    return Ruling(twin_words(found, knows)) if found else YES


def rival_words(found: Iterable[PartnershipOverlap], knows: Knows = is_published) -> str:
    """The overlaps in words; of one that the reader may not know of, that there is one."""
    rivals_there = list(found)
    named = [str(rival) for rival in rivals_there if knows(rival.partnership)]
    unnamed = len(named) < len(rivals_there)
    return "; ".join([*named, *(["one that is not published yet (ask the state)"] * unnamed)])


def twin_words(found: Iterable[PartnershipOverlap], knows: Knows = is_published) -> str:
    """Why something cannot be beside these."""
    listed = rival_words(found, knows)
    return (
        f"There is one already: {listed}. Join it, merge with it, or record why a second one "
        "is needed."
    )
