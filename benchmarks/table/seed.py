"""A whole nation's tables laid down at once: rows as the actions would leave them.

The triggers step aside while the rows are written, as they do for the tests' kept worlds, and
are put back after; every other constraint of the database holds all the time.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

from sectoral.workspace import triggers
from sectoral.workspace.models import (
    ActionTeam,
    AgendaItem,
    Answer,
    Appointment,
    Attendance,
    Ballot,
    Championship,
    Commitment,
    Contribution,
    Delegate,
    Elector,
    Event,
    Meeting,
    Membership,
    Need,
    NeedVersion,
    Office,
    Organization,
    Partnership,
    Priority,
    Receipt,
    Release,
    Review,
    Round,
    Seat,
    Solution,
    Support,
    User,
    Worksite,
)
from sectoral.workspace.models.needs import Category

SYSTEMS = (
    *("employer",) * 24,
    "education",
    "workforce",
    "economic",
    "community",
    "labor",
    "association",
)
STATES = ("released", "prioritised", "parked", "in_solution", "raised", "closed")
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything.

    partnerships   tables; each has 30 organizations of its own, one person each
    needs          a table's needs; as many ballots in all its rounds together
    """

    partnerships: int
    needs: int
    rounds: int
    meetings: int


LARGE = Size(partnerships=2_000, needs=150, rounds=7, meetings=12)
SMALL = Size(partnerships=3, needs=4, rounds=1, meetings=1)


def seed(size: Size, now: datetime) -> None:
    """Lay everything down, in the order in which rows refer to each other."""
    triggers.drop(None, connection.schema_editor())
    try:
        with transaction.atomic():
            for kind, rows in _everything(size, now):
                _write(kind, rows)
            _links()
    finally:
        triggers.create(None, connection.schema_editor())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _write(kind: type[models.Model], rows: Iterator[models.Model]) -> None:
    """Write rows in one prepared statement: their keys are their numbers."""
    begun, count = time.perf_counter(), 0
    fields = [field for field in kind._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f'INSERT INTO "{kind._meta.db_table}" ({names}) VALUES ({marks})'  # noqa: S608
    with connection.cursor() as cursor:
        while batch := list(islice(rows, BATCH)):
            cursor.executemany(sql, [_values(row, fields) for row in batch])
            count += len(batch)
    took = time.perf_counter() - begun
    print(f"  {kind._meta.verbose_name_plural:24}{count:10,}{took:8.1f} s", flush=True)


def _values(row: models.Model, fields: "list[models.Field[Any, Any]]") -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]


def _links() -> None:
    """Which needs a release, and a round, is about: all released needs of its table."""
    for owner in (Release, Round):
        link = owner.needs.through
        column = f"{owner._meta.model_name}_id"
        tables = dict(owner._default_manager.values_list("pk", "partnership_id"))
        heard: dict[int, list[int]] = {}
        released = Need.objects.exclude(released_at=None).values_list("partnership_id", "pk")
        for table, need in released.iterator():
            heard.setdefault(table, []).append(need)
        rows = (
            link(**{column: key, "need_id": need})
            for key, table in tables.items()
            for need in heard.get(table, [])[:6]
        )
        _write(link, rows)


Rows = Iterator[tuple[type[models.Model], Iterator[models.Model]]]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Every row by its number: rows are written in order, so that numbers are their keys."""

    size: Size
    now: datetime

    @property
    def begun(self) -> datetime:
        """When every table began."""
        return self.now - timedelta(days=400)

    @property
    def tables(self) -> range:
        """The partnerships."""
        return range(1, self.size.partnerships + 1)

    @property
    def seats(self) -> range:
        """The seats; each has the number of its organization and of its person."""
        return range(1, self.size.partnerships * len(SYSTEMS) + 1)

    @property
    def needs(self) -> range:
        """The needs."""
        return range(1, self.size.partnerships * self.size.needs + 1)

    @property
    def rounds(self) -> range:
        """The rounds."""
        return range(1, self.size.partnerships * self.size.rounds + 1)

    @property
    def meetings(self) -> range:
        """The meetings."""
        return range(1, self.size.partnerships * self.size.meetings + 1)

    @property
    def solutions(self) -> range:
        """The solutions: three a table."""
        return range(1, self.size.partnerships * 3 + 1)

    def table_of(self, seat: int) -> int:
        """A seat's table."""
        return (seat - 1) // len(SYSTEMS) + 1

    def system_of(self, seat: int) -> str:
        """A seat's system."""
        return SYSTEMS[(seat - 1) % len(SYSTEMS)]

    def first(self, table: int) -> int:
        """A table's first seat; 24 companies come first, then the college, then the board."""
        return (table - 1) * len(SYSTEMS) + 1

    def need_table(self, need: int) -> int:
        """A need's table."""
        return (need - 1) // self.size.needs + 1

    def state_of(self, need: int) -> str:
        """A need's state."""
        return STATES[need % len(STATES)]

    def round_table(self, one: int) -> int:
        """A round's table."""
        return (one - 1) // self.size.rounds + 1

    def is_open(self, one: int) -> bool:
        """Whether a round is its table's last, which is open."""
        return one % self.size.rounds == 0

    def meeting_table(self, one: int) -> int:
        """A meeting's table."""
        return (one - 1) // self.size.meetings + 1


def _everything(size: Size, now: datetime) -> Rows:
    """Each kind of row with its rows; a row refers to what was written before."""
    it = Numbers(size, now)
    for part in (_people, _tables, _raised, _heard, _chosen, _met, _answered, _recorded):
        yield from part(it)


def _people(it: Numbers) -> Rows:
    """People, their organizations, and the state lead."""
    yield User, (_person(n) for n in range(1, len(it.seats) + 2))
    yield Office, iter([Office(person_id=len(it.seats) + 1, role="state", since=it.begun)])
    yield (
        Organization,
        (
            Organization(
                name=f"{it.system_of(n).title()} {n}",
                system=it.system_of(n),
                naics="336612" if it.system_of(n) == "employer" else "",
                size="10-49",
                created_at=it.begun,
            )
            for n in it.seats
        ),
    )
    yield Worksite, (Worksite(organization_id=n, area=f"{it.table_of(n):05d}") for n in it.seats)
    yield Membership, (Membership(person_id=n, organization_id=n, since=it.begun) for n in it.seats)


def _tables(it: Numbers) -> Rows:
    """Tables, seats, delegates, champions, conveners."""
    yield Partnership, (_partnership(n, it.begun, it.now) for n in it.tables)
    yield (
        Seat,
        (
            Seat(
                partnership_id=it.table_of(n),
                organization_id=n,
                system=it.system_of(n),
                voting=it.system_of(n) == "employer",
                since=it.begun,
            )
            for n in it.seats
        ),
    )
    yield (
        Delegate,
        (
            Delegate(
                seat_id=n, person_id=n, since=it.begun, confirmed_at=it.now - timedelta(days=30)
            )
            for n in it.seats
        ),
    )
    yield (
        Championship,
        (
            Championship(
                seat_id=it.first(t) + k,
                person_id=it.first(t) + k,
                since=it.begun,
                term_ends=it.now + timedelta(days=100),
            )
            for t in it.tables
            for k in (0, 1)
        ),
    )
    yield (
        Appointment,
        (
            Appointment(
                partnership_id=t,
                organization_id=it.first(t) + 25,
                person_id=it.first(t) + 25,
                basis="trusted",
                since=it.begun,
                term_ends=(it.now + timedelta(days=300)).date(),
            )
            for t in it.tables
        ),
    )


def _raised(it: Numbers) -> Rows:
    """Needs with their texts, and who stands by them."""
    yield (
        Need,
        (
            Need(
                partnership_id=it.need_table(n),
                raised_by_id=it.first(it.need_table(n)) + n % 24,
                category=Category.values[n % len(Category.values)],
                state=it.state_of(n),
                released_at=None if it.state_of(n) == "raised" else it.now - timedelta(days=60),
                released_version=None if it.state_of(n) == "raised" else 1,
                created_at=it.begun + timedelta(minutes=n % 100_000),
            )
            for n in it.needs
        ),
    )
    yield (
        NeedVersion,
        (
            NeedVersion(
                need_id=n,
                number=1,
                title=f"Need {n} for skilled hands",
                text="We cannot fill the second shift; orders go elsewhere every month.",
                written_by_id=it.first(it.need_table(n)) + n % 24,
                at=it.begun,
            )
            for n in it.needs
        ),
    )
    yield (
        Support,
        (
            Support(
                need_id=n,
                seat_id=it.first(it.need_table(n)) + (n + k) % 24,
                version=1,
                at=it.begun,
            )
            for n in it.needs
            for k in (1, 2)
        ),
    )


def _heard(it: Numbers) -> Rows:
    """Releases and receipts."""
    yield (
        Release,
        (
            Release(
                partnership_id=t,
                released_at=it.now - timedelta(days=60),
                window_ends=it.now - timedelta(days=40),
                released_by_id=it.first(t) + 25,
            )
            for t in it.tables
        ),
    )
    yield (
        Receipt,
        (
            Receipt(release_id=t, seat_id=it.first(t) + k, person_id=it.first(t) + k, at=it.now)
            for t in it.tables
            for k in (24, 25, 26)
        ),
    )


def _chosen(it: Numbers) -> Rows:
    """Rounds, electors, ballots, priorities."""
    yield Round, (_round(it.round_table(n), it.is_open(n), it.now) for n in it.rounds)
    yield (
        Elector,
        (
            Elector(
                round_id=n, seat_id=it.first(it.round_table(n)) + k, group=f"organization {n}-{k}"
            )
            for n in it.rounds
            for k in range(24)
        ),
    )
    yield (
        Ballot,
        (
            Ballot(
                elector_id=(n - 1) * 24 + k + 1,
                person_id=it.first(it.round_table(n)) + k,
                choice=[],
                cast_at=it.now - timedelta(days=30),
            )
            for n in it.rounds
            for k in range(24)
            if not it.is_open(n) or k < 6
        ),
    )
    yield (
        Priority,
        (
            Priority(
                partnership_id=t,
                need_id=(t - 1) * it.size.needs + 1 + place,
                round_id=(t - 1) * it.size.rounds + 1,
                place=place,
                since=it.now - timedelta(days=30),
            )
            for t in it.tables
            for place in (1, 2, 3)
        ),
    )


def _met(it: Numbers) -> Rows:
    """Meetings, agendas, rolls."""
    yield Meeting, (_meeting(n, it.meeting_table(n), it.size, it.now) for n in it.meetings)
    yield (
        AgendaItem,
        (
            AgendaItem(
                meeting_id=n,
                place=k,
                text=f"Point {k}",
                asked_by_id=it.first(it.meeting_table(n)) + k,
            )
            for n in it.meetings
            for k in (1, 2, 3)
        ),
    )
    yield (
        Attendance,
        (
            Attendance(
                meeting_id=n,
                seat_id=it.first(it.meeting_table(n)) + k,
                person_id=it.first(it.meeting_table(n)) + k,
                acknowledged=True,
                at=it.now,
            )
            for n in it.meetings
            if n % it.size.meetings
            for k in (0, 1, 2, 3, 4, 24, 25)
        ),
    )


def _answered(it: Numbers) -> Rows:
    """Solutions, answers, contributions, teams, promises."""
    yield (
        Solution,
        (
            Solution(
                partnership_id=(n - 1) // 3 + 1,
                title=f"Solution {n}",
                for_whom="the second shift",
                proposed_by_id=it.first((n - 1) // 3 + 1),
                state=("designing", "employer_review", "delivering")[n % 3],
                target_usd=50_000,
                review=1,
                created_at=it.now - timedelta(days=35),
            )
            for n in it.solutions
        ),
    )
    yield (
        Answer,
        (
            Answer(
                solution_id=n,
                need_id=((n - 1) // 3) * it.size.needs + 1 + n % min(4, it.size.needs),
                at=it.now - timedelta(days=35),
            )
            for n in it.solutions
        ),
    )
    yield (
        Contribution,
        (
            Contribution(
                solution_id=n,
                seat_id=it.first((n - 1) // 3 + 1) + k,
                what="hours and rooms",
                at=it.now,
            )
            for n in it.solutions
            for k in (24, 25)
        ),
    )
    yield (
        ActionTeam,
        (
            ActionTeam(partnership_id=t, name="Second shift", led_by_id=it.first(t), since=it.begun)
            for t in it.tables
        ),
    )
    yield (
        Commitment,
        (
            Commitment(
                partnership_id=t,
                seat_id=it.first(t) + k,
                solution_id=(t - 1) * 3 + 1 + k // 2 if k < 6 else None,
                what=f"{k} places",
                due=(it.now + timedelta(days=k * 7 - 30)).date(),
                state="late" if k < 4 else "accepted",
                promised_by_id=it.first(t) + k,
                promised_at=it.begun,
            )
            for t in it.tables
            for k in range(10)
        ),
    )


def _recorded(it: Numbers) -> Rows:
    """Reviews and lines of the record."""
    yield (
        Review,
        (
            Review(
                partnership_id=t,
                checklist="default",
                version=1,
                passed=True,
                findings=[],
                at=it.now - timedelta(days=1),
            )
            for t in it.tables
        ),
    )
    yield (
        Event,
        (
            Event(
                at=it.begun + timedelta(days=k * 7),
                actor_id=it.first(t) + 25,
                verb="note",
                partnership_id=t,
                subject="partnership",
                subject_id=t,
                words=f"line {k} of the record",
            )
            for t in it.tables
            for k in range(50)
        ),
    )


def _person(number: int) -> User:
    address = f"person{number}@example.org"
    return User(
        username=address,
        email=address,
        first_name="Person",
        last_name=str(number),
        password="!nobody",  # noqa: S106 - an unusable one
    )


def _partnership(number: int, begun: datetime, now: datetime) -> Partnership:
    return Partnership(
        name=f"Partnership {number}",
        slug=f"partnership-{number}",
        region=f"region-{number // 20}",
        region_name=f"Region {number // 20}",
        sector=f"sector-{number % 20}",
        sector_name=f"Sector {number % 20}",
        naics=["3366"],
        areas=[f"{number:05d}"],
        edition="seed",
        case_for="because",
        decision="critical",
        scope="Companies that build boats.",
        stage="active",
        stage_since=now - timedelta(days=20),
        created_at=begun,
    )


def _round(table: int, is_open: bool, now: datetime) -> Round:
    return Round(
        partnership_id=table,
        rule="ranked",
        state="open" if is_open else "published",
        opened_at=now - timedelta(days=40),
        closes_at=now + timedelta(days=3) if is_open else now - timedelta(days=33),
        closed_at=None if is_open else now - timedelta(days=33),
        result=None if is_open else {"places": []},
    )


def _meeting(number: int, table: int, size: Size, now: datetime) -> Meeting:
    ahead = number % size.meetings == 0
    starts = now + timedelta(days=10) if ahead else now - timedelta(days=30 * (number % 12 + 1))
    return Meeting(
        partnership_id=table,
        kind="regular",
        state="invited" if ahead else "held",
        title=f"Meeting {number}",
        starts=starts,
        ends=starts + timedelta(hours=2),
        decision_wanted="what comes first",
        uid=f"meeting-{number}@seed",
        antitrust_opened=not ahead,
        chaired_by_id=(table - 1) * len(SYSTEMS) + 1,
        minutes="" if ahead else "We met.",
        minutes_sent_at=None if ahead else starts + timedelta(hours=5),
    )


NOW = datetime.now(UTC)
