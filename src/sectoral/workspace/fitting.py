"""Who fits a partnership's scope, who looks like a vendor, and which partnerships overlap."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sectoral.workspace.answers import YES, Answer, first_no
from sectoral.workspace.models import Organization, Partnership, Seat
from sectoral.workspace.models.organizations import System
from sectoral.workspace.models.partnerships import LIVE
from sectoral.workspace.roles import current

VENDORS = {"5613": "staffing", "611": "training", "5416": "consulting"}
"""NAICS codes of companies that sell to a table rather than sit at it (S3)."""


def vendor_of(organization: Organization) -> str:
    """What a company looks like a vendor of, by its main activity; empty where of nothing."""
    if organization.system != System.EMPLOYER:
        return ""
    return next((w for code, w in VENDORS.items() if organization.naics.startswith(code)), "")


def within(code: str, codes: Iterable[str]) -> bool:
    """Whether a NAICS code falls under one of several; '31-33' stands for 31, 32 and 33."""
    return any(code.startswith(prefix) for wide in codes for prefix in _prefixes(wide))


def prefixes(codes: Iterable[str]) -> list[str]:
    """The codes as a company's own code begins; '31-33' stands for three."""
    return [prefix for code in codes for prefix in _prefixes(code)]


def _prefixes(code: str) -> tuple[str, ...]:
    first, dash, last = code.partition("-")
    if not dash:
        return (code,)
    return tuple(str(number) for number in range(int(first), int(last) + 1))


def fits(partnership: Partnership, organization: Organization) -> Answer:
    """Whether a company is of the industry and has a worksite in the region (P1, P2)."""
    if organization.system != System.EMPLOYER:
        return YES
    return first_no(_of_industry(partnership, organization), _in_region(partnership, organization))


def _of_industry(partnership: Partnership, organization: Organization) -> Answer:
    if within(organization.naics, partnership.naics):
        return YES
    codes = ", ".join(partnership.naics) or "no code yet"
    return Answer(
        f"{organization}'s industry {organization.naics} is outside the partnership's ({codes}): "
        "record why it belongs, for example as an adjacent industry."
    )


def _in_region(partnership: Partnership, organization: Organization) -> Answer:
    counties = {site.area for site in organization.worksites.all()}
    if counties & set(partnership.areas):
        return YES
    return Answer(
        f"{organization} has no worksite in {partnership.region_name}: record why it belongs."
    )


@dataclass(frozen=True, slots=True)
class Overlap:
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


def overlaps(partnership: Partnership, *, at: datetime) -> list[Overlap]:
    """The live partnerships of the same industry in the same counties, as rivals for a scope.

    Takes    partnership: a row, saved or not: its sector, region, codes and counties are asked.
    Returns  one overlap each, those of the same sector and region first.
    """
    others = list(Partnership.objects.filter(stage__in=LIVE).exclude(pk=partnership.pk))
    found = between(partnership, others)
    shared = _shared_members(partnership, [overlap.partnership for overlap in found], at)
    return [replace(o, members=shared.get(o.partnership.pk, ())) for o in found]


def between(partnership: Partnership, others: Iterable[Partnership]) -> list[Overlap]:
    """The overlaps with some others, without their members; nothing is read for it."""
    found = []
    for other in others:
        if other.pk == partnership.pk:
            continue
        same = (other.region, other.sector) == (partnership.region, partnership.sector)
        counties = tuple(sorted(set(partnership.areas) & set(other.areas)))
        codes = _shared_codes(partnership.naics, other.naics) if same or counties else ()
        if same or (codes and counties):
            found.append(Overlap(other, same, codes, counties))
    return sorted(found, key=lambda overlap: not overlap.same)


def _shared_codes(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    ours, theirs = list(one), list(other)
    both = [code for code in ours if within(_first(code), theirs)]
    both += [code for code in theirs if within(_first(code), ours)]
    return tuple(dict.fromkeys(both))


def _first(code: str) -> str:
    return _prefixes(code)[0]


def _shared_members(
    one: Partnership, others: list[Partnership], at: datetime
) -> dict[int, tuple[str, ...]]:
    if one.pk is None or not others:
        return {}
    ours = Seat.objects.filter(current(at), partnership=one).values("organization_id")
    shared = Seat.objects.filter(current(at), partnership__in=others, organization__in=ours)
    named: dict[int, tuple[str, ...]] = {}
    for key, name in shared.values_list("partnership_id", "organization__name"):
        named[key] = (*named.get(key, ()), name)
    return named


def apart(partnership: Partnership, *, at: datetime) -> Answer:
    """Whether no live partnership covers the same industry and counties, or a waiver says why."""
    rivals = [] if partnership.waiver else overlaps(partnership, at=at)
    # A rival that was itself waived in beside others holds nobody else back.
    rivals = [rival for rival in rivals if not rival.partnership.waiver]
    if not rivals:
        return YES
    listed = "; ".join(str(rival) for rival in rivals)
    return Answer(
        f"There is one already: {listed}. Join it, merge with it, or record why a second is needed."
    )
