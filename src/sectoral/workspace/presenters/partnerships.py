"""What a state or a convener sees of its partnerships: seats and who is missing, size, workload."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from sectoral.workspace.checklists import criteria_of
from sectoral.workspace.models import Appointment, Attendance, Commitment, Partnership, Seat
from sectoral.workspace.models.organizations import PUBLIC_SYSTEMS, System
from sectoral.workspace.models.partnerships import CONVENED, LIVE, Stage
from sectoral.workspace.queries.measures import company_seats, distinct_owners, held_meetings
from sectoral.workspace.rules.policy import YEAR


@dataclass(frozen=True, slots=True)
class AskedSeats:
    """What a partnership's checklist asks for of its seats.

    systems   how many seats of a system; of companies: so many owners
    public    how many public systems have to sit there, whichever they are
    """

    systems: dict[System, int]
    public: int


def asked_seats(partnership: Partnership) -> AskedSeats:
    """The seats that a partnership's checklist asks for: what it does not ask is not missing."""
    if partnership.stage == Stage.PROPOSED:
        # Nobody is asked to sit at it before the state has taken it up.
        return AskedSeats({}, 0)
    asked = {item.measure: item.at_least for item in criteria_of(partnership).items}
    systems = {one: asked[f"{one.value} seats"] for one in System if f"{one.value} seats" in asked}
    if "companies" in asked:
        systems[System.EMPLOYER] = max(asked["companies"], systems.get(System.EMPLOYER, 0))
    return AskedSeats(systems, asked.get("public systems", 0))


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One partnership's seats by system, and what its checklist asks for (P46)."""

    partnership: Partnership
    seats: dict[System, tuple[Seat, ...]]
    asked: AskedSeats

    @property
    def missing(self) -> dict[System, int]:
        """The systems that have fewer seats than the checklist asks for, each with that number."""
        return {one: n for one, n in self.asked.systems.items() if self._count(one) < n}

    @property
    def public_missing(self) -> int:
        """How many more public systems the checklist asks for."""
        return max(0, self.asked.public - sum(bool(self.seats[one]) for one in PUBLIC_SYSTEMS))

    @property
    def missing_words(self) -> tuple[str, ...]:
        """What is still asked for, each in words."""
        said = [_more_words(one, n - self._count(one)) for one, n in self.missing.items()]
        if many := self.public_missing:
            said.append(f"{many} more kind{'s' * (many != 1)} of public partner")
        return tuple(said)

    def _count(self, system: System) -> int:
        seats = self.seats[system]
        if system != System.EMPLOYER:
            return len(seats)
        return len({seat.organization.counts_as for seat in seats if seat.is_company})


def _more_words(system: System, many: int) -> str:
    if system == System.EMPLOYER:
        return f"{many} more compan{'y' if many == 1 else 'ies'}"
    return f"{many} more seat{'s' * (many != 1)} of {system.label}"


def seat_matrix(partnerships: Iterable[Partnership], *, at: datetime) -> list[MatrixRow]:
    """Systems × partnerships: who sits where, and who is missing; one query for all seats."""
    rows = list(partnerships)
    found: dict[tuple[int, str], list[Seat]] = defaultdict(list)
    seats = Seat.objects.select_related("organization").seated(at).filter(partnership__in=rows)
    for seat in seats:
        found[seat.partnership_id, seat.system].append(seat)
    return [
        MatrixRow(
            row, {system: tuple(found[row.pk, system]) for system in System}, asked_seats(row)
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class SizeWarning:
    """A partnership is outside one of its bands: what, how much, and the band (P40)."""

    words: str
    number: int
    band: int


def size_warnings(partnership: Partnership, *, at: datetime) -> list[SizeWarning]:
    """What makes a partnership too small or too large to work, with the numbers behind it."""
    companies = len(distinct_owners(company_seats(partnership, at)))
    return check_size_bands(partnership, companies, _largest_meeting(partnership, at))


def check_size_bands(partnership: Partnership, companies: int, largest: int) -> list[SizeWarning]:
    """The bands that a partnership is outside of.

    Takes    companies: those that sit at it, common ownership once; largest: the people at its
             largest meeting of the last year.
    """
    size = criteria_of(partnership).size
    subsectors = len({code[:3] for code in partnership.naics})
    counties = len(partnership.areas)
    broad = "too broad: unrelated industries"
    few, most = size.fewest_companies, size.most_companies
    bands = (
        (companies < few, "too few companies", companies, few),
        (companies > most, "too many companies", companies, most),
        (counties > size.most_counties, "too many counties", counties, size.most_counties),
        (subsectors > size.most_subsectors, broad, subsectors, size.most_subsectors),
        (
            largest > size.largest_meeting,
            "meetings too large for discussion",
            largest,
            size.largest_meeting,
        ),
    )
    return [SizeWarning(words, number, band) for out, words, number, band in bands if out]


def _largest_meeting(partnership: Partnership, at: datetime) -> int:
    year = held_meetings(partnership, at).filter(starts__gt=at - YEAR.span)
    people: dict[int, set[int]] = defaultdict(set)
    for meeting, person in Attendance.objects.filter(meeting__in=year).values_list(
        "meeting_id", "person_id"
    ):
        people[meeting].add(person)
    return max((len(there) for there in people.values()), default=0)


@dataclass(frozen=True, slots=True)
class ConvenerWorkload:
    """What one convening organization carries across partnerships (P42).

    leads, beside   partnerships it leads, and those it convenes beside a lead
    companies       seats of companies at those it leads
    overdue         commitments there that are late
    """

    organization: str
    leads: int
    beside: int
    companies: int
    overdue: int


def convener_workloads(*, at: datetime) -> list[ConvenerWorkload]:
    """Every convening organization with what it carries, the heaviest first."""
    held_now = list(
        Appointment.objects.select_related("organization")
        .in_term(at)
        .filter(partnership__stage__in=LIVE)
    )
    led = [a.partnership_id for a in held_now if a.lead]
    companies = _count_each(
        Seat.objects.seated(at)
        .companies()
        .filter(partnership__in=led)
        .values_list("partnership_id", flat=True)
    )
    overdue = _count_each(
        Commitment.objects.filter(
            Q(state="late") | Q(state__in=("accepted", "due"), due__lt=at.date()),
            partnership__in=led,
        ).values_list("partnership_id", flat=True)
    )
    by_name: dict[str, list[Appointment]] = defaultdict(list)
    for appointment in held_now:
        by_name[appointment.organization.name].append(appointment)
    found = [_convener_workload(name, mine, companies, overdue) for name, mine in by_name.items()]
    return sorted(found, key=lambda load: (-load.leads, -load.companies, load.organization))


def _convener_workload(
    name: str, mine: list[Appointment], companies: dict[int, int], overdue: dict[int, int]
) -> ConvenerWorkload:
    led = [appointment.partnership_id for appointment in mine if appointment.lead]
    return ConvenerWorkload(
        organization=name,
        leads=len(led),
        beside=len(mine) - len(led),
        companies=sum(companies.get(number, 0) for number in led),
        overdue=sum(overdue.get(number, 0) for number in led),
    )


def _count_each(numbers: Iterable[int]) -> dict[int, int]:
    counted: dict[int, int] = defaultdict(int)
    for number in numbers:
        counted[number] += 1
    return counted


def vacant_partnerships(*, at: datetime) -> list[Partnership]:
    """Partnerships that need a lead convener and have none in term, or an interim one (P11)."""
    leads = Appointment.objects.in_term(at).filter(lead=True, interim=False)
    waiting = [stage for stage in LIVE if stage not in ("proposed", *CONVENED)]
    return list(
        Partnership.objects.filter(stage__in=(*CONVENED, *waiting)).exclude(appointments__in=leads)
    )


def where_now(partnership: Partnership) -> Partnership:
    """Where a link to a partnership leads today: a merged one's last successor."""
    here = partnership
    while here.successor is not None and here.stage == "merged":
        here = here.successor
    return here


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """What one organization convenes: for each sector of the board, its partnerships (P45)."""

    organization: str
    cells: tuple[tuple[Appointment, ...], ...]


def convener_allocation(*, at: datetime) -> tuple[tuple[str, ...], tuple[AllocationRow, ...]]:
    """Who convenes what: the sectors, and every convening organization with its partnerships."""
    held = list(
        Appointment.objects.select_related("organization", "partnership")
        .in_term(at)
        .filter(partnership__stage__in=LIVE)
        .order_by("organization__name", "partnership__name")
    )
    sectors = tuple(sorted({one.partnership.sector_name for one in held}))
    cells: dict[tuple[str, str], list[Appointment]] = defaultdict(list)
    for one in held:
        cells[one.organization.name, one.partnership.sector_name].append(one)
    names = dict.fromkeys(one.organization.name for one in held)
    return sectors, tuple(
        AllocationRow(name, tuple(tuple(cells.get((name, sector), ())) for sector in sectors))
        for name in names
    )
