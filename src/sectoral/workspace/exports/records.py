"""The records of a partnership as tables, as one reader may see them (P48).

The permission of each table is one of `permissions.PERMISSIONS`. Never in any of them: a ballot, a
count before it is published, who raised a need on whose behalf the convener spoke (S6, S22,
S23), anything of a need that this reader may not read yet (I4).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Generic, NamedTuple, TypeVar

from sectoral.workspace.drawings.sheets import PageSheet, SheetColumn, sheet_of
from sectoral.workspace.models import (
    ActionPlan,
    Appointment,
    Commitment,
    CostShare,
    Decision,
    Delegate,
    Event,
    Meeting,
    Release,
    Round,
    Seat,
    Solution,
)
from sectoral.workspace.presenters.partnership_record import ActorNames, actor_names
from sectoral.workspace.queries.needs import A_MEMBER, SeenNeed, release_archive, seen_by
from sectoral.workspace.queries.replies import MeetingGuest, expected_of
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.queries.rounds import has_few_ballots
from sectoral.workspace.rules.ballots.places import NeedPlace

Row = TypeVar("Row")


class RecordReader:
    """One person at one partnership; what several tables need is read once."""

    def __init__(self, sitting: Sitting) -> None:
        assert sitting.partnership is not None  # noqa: S101 - records are a partnership's
        self.sitting, self.at = sitting, sitting.at
        self.partnership = sitting.partnership
        self.needs: list[SeenNeed] = (
            seen_by(sitting.person, self.partnership, at=self.at)
            if sitting.may("see_released_needs")
            else []
        )
        self.titles = {need.pk: need.title for need in self.needs}

    @property
    def seats(self) -> list[int]:
        """The seats the reader acts for."""
        return [seat.pk for seat in self.sitting.seats]

    def minutes(self, meeting: Meeting) -> bool:
        """Whether the reader reads a meeting's minutes: once sent, else who writes them."""
        sent = meeting.minutes_sent_at is not None and meeting.minutes_sent_at <= self.at
        return sent or bool(self.sitting.may("write_minutes"))


@dataclass(frozen=True, slots=True)
class RecordKind(Generic[Row]):
    """A kind of record.

    permission  the line of `PERMISSIONS` that one has to be allowed
    rows     a reader → the rows that this reader may see
    columns  (heading, value of a row) pairs, in the order of the file
    """

    name: str
    caption: str
    permission: str
    rows: Callable[[RecordReader], Iterable[Row]]
    columns: tuple[SheetColumn[Row], ...]

    def sheet(self, reader: RecordReader) -> PageSheet:
        """The table as this reader may see it."""
        return sheet_of(self.name, self.caption, self.columns, self.rows(reader))


def list_record_sheets(sitting: Sitting) -> list[PageSheet]:
    """Every table of a partnership's records that the person may see."""
    reader = RecordReader(sitting)
    return [record.sheet(reader) for record in RECORDS if sitting.may(record.permission)]


def find_record_sheet(sitting: Sitting, name: str) -> PageSheet | None:
    """One of them; None where there is none of the name, or the person may not see it."""
    found = next((record for record in RECORDS if record.name == name), None)
    if found is None or not sitting.may(found.permission):
        return None
    return found.sheet(RecordReader(sitting))


def left_out(sitting: Sitting) -> list[str]:
    """The tables that are there but not for this person, each with the reason."""
    return [
        f"{record.caption}: {answer.reason}"
        for record in RECORDS
        if not (answer := sitting.may(record.permission))
    ]


# ── each of them: its rows, then its columns ──────────────────────────────────────────────────


def _partnership_facts(reader: RecordReader) -> list[tuple[str, object]]:
    table = reader.partnership
    return [
        ("Name", table.name),
        ("Stage", table.get_stage_display()),
        ("In this stage since", table.stage_since),
        ("Region", table.region_name),
        ("Counties", "; ".join(table.areas)),
        ("Sector", table.sector_name),
        ("NAICS", "; ".join(table.naics)),
        ("State's decision", table.get_decision_display()),
        ("Its case", table.case_for),
        ("Edition of its case", table.edition),
        ("Scope", table.scope),
        ("Waiver of a second partnership", table.waiver),
        ("Labor votes", table.labor_votes),
        ("Proposed", table.created_at),
    ]


_PARTNERSHIP: RecordKind[tuple[str, object]] = RecordKind(
    "partnership",
    "The partnership",
    "see_partnership",
    _partnership_facts,
    (("Fact", lambda fact: fact[0]), ("Value", lambda fact: fact[1])),
)


def _seat_rows(reader: RecordReader) -> Iterable[Seat]:
    return Seat.objects.select_related("organization").filter(partnership=reader.partnership)


_SEATS: RecordKind[Seat] = RecordKind(
    "seats",
    "Organizations at the table",
    "see_partnership",
    _seat_rows,
    (
        ("Organization", lambda seat: seat.organization.name),
        ("Kind", lambda seat: seat.get_system_display()),
        ("NAICS", lambda seat: seat.organization.naics),
        ("Standing", lambda seat: seat.get_standing_display()),
        ("Votes", lambda seat: seat.voting),
        ("Since", lambda seat: seat.since),
        ("Until", lambda seat: seat.until),
    ),
)


def _delegate_rows(reader: RecordReader) -> Iterable[Delegate]:
    return Delegate.objects.select_related("person", "seat__organization").filter(
        seat__partnership=reader.partnership
    )


_DELEGATES: RecordKind[Delegate] = RecordKind(
    "delegates",
    "People who act for seats",
    "seat",
    _delegate_rows,
    (
        ("Name", lambda row: str(row.person)),
        ("E-mail", lambda row: row.person.email),
        ("Organization", lambda row: row.seat.organization.name),
        ("Role", lambda row: row.get_role_display()),
        ("Since", lambda row: row.since),
        ("Until", lambda row: row.until),
    ),
)


def _convener_rows(reader: RecordReader) -> Iterable[Appointment]:
    return reader.partnership.appointments.select_related("organization", "person")


_CONVENERS: RecordKind[Appointment] = RecordKind(
    "conveners",
    "Who convenes",
    "see_partnership",
    _convener_rows,
    (
        ("Organization", lambda row: row.organization.name),
        ("Person", lambda row: str(row.person)),
        ("As", lambda row: "lead" if row.lead else "beside the lead"),
        ("Basis", lambda row: row.basis),
        ("Since", lambda row: row.since),
        ("Term ends", lambda row: row.term_ends),
        ("Ended", lambda row: row.until),
        ("Because", lambda row: row.ended_because),
    ),
)


def _need_rows(reader: RecordReader) -> Iterable[SeenNeed]:
    """A file travels: what was raised on a company's behalf names it to nobody here (S23)."""
    attested = set(
        reader.partnership.needs.filter(attested_by__isnull=False).values_list("pk", flat=True)
    )
    return [
        replace(need, raised_by=A_MEMBER) if need.pk in attested else need for need in reader.needs
    ]


_NEEDS: RecordKind[SeenNeed] = RecordKind(
    "needs",
    "Needs",
    "see_released_needs",
    _need_rows,
    (
        ("Number", lambda need: need.pk),
        ("Category", lambda need: need.category),
        ("State", lambda need: need.state.replace("_", " ")),
        ("Title", lambda need: need.title),
        ("Text", lambda need: need.text),
        ("Version", lambda need: need.version),
        ("Released", lambda need: need.released_at),
        ("Raised by", lambda need: need.raised_by),
        ("Companies behind it", lambda need: need.companies),
        ("Other companies behind it", lambda need: "; ".join(need.supporters)),
    ),
)


def _release_rows(reader: RecordReader) -> Iterable[tuple[Release, list[str]]]:
    for release in release_archive(reader.partnership, at=reader.at):
        titles = [
            reader.titles[need.pk] for need in release.needs.all() if need.pk in reader.titles
        ]
        yield release, titles


_LISTENING: RecordKind[tuple[Release, list[str]]] = RecordKind(
    "listening",
    "Listening releases",
    "see_released_needs",
    _release_rows,
    (
        ("Released", lambda row: row[0].released_at),
        ("Listening until", lambda row: row[0].window_ends),
        ("Needs", lambda row: len(row[1])),
        ("Which", lambda row: "; ".join(row[1])),
    ),
)


class _PlaceOfRound(NamedTuple):
    """A need's place in a round, with its title, and whether the count may be told."""

    number: int
    round: Round
    placed: NeedPlace
    title: str
    few: bool


def _round_rows(reader: RecordReader) -> Iterable[_PlaceOfRound]:
    """Published counts alone: of a round that runs, was closed or is void nothing is counted."""
    published = reader.partnership.rounds.filter(state=Round.State.PUBLISHED)
    for number, row in enumerate(published, start=1):
        for entry in (row.result or {}).get("places", []):
            placed = NeedPlace(**entry)
            title = reader.titles.get(placed.need, "a need")
            yield _PlaceOfRound(number, row, placed, title, has_few_ballots(row))


_ROUNDS: RecordKind[_PlaceOfRound] = RecordKind(
    "rounds",
    "Published rounds",
    "see_results",
    _round_rows,
    (
        ("Round", lambda row: row.number),
        ("Rule", lambda row: row.round.get_rule_display()),
        ("Opened", lambda row: row.round.opened_at),
        ("Closed", lambda row: row.round.closed_at),
        ("Place", lambda row: row.placed.place),
        ("Need", lambda row: row.title),
        ("Score", lambda row: None if row.few else row.placed.score),
        ("Ballots that named it", lambda row: None if row.few else row.placed.backers),
        ("Became a priority", lambda row: row.placed.place <= row.round.keep),
    ),
)


def _meeting_rows(reader: RecordReader) -> Iterable[tuple[Meeting, str | None]]:
    rows = reader.partnership.meetings.select_related("chaired_by__organization")
    return ((row, row.minutes if reader.minutes(row) else None) for row in rows)


_MEETINGS: RecordKind[tuple[Meeting, str | None]] = RecordKind(
    "meetings",
    "Meetings",
    "see_partnership",
    _meeting_rows,
    (
        ("Meeting", lambda row: row[0].title),
        ("Kind", lambda row: row[0].get_kind_display()),
        ("State", lambda row: row[0].get_state_display()),
        ("Starts", lambda row: row[0].starts),
        ("Ends", lambda row: row[0].ends),
        ("Place", lambda row: row[0].place),
        ("Decision wanted", lambda row: row[0].decision_wanted),
        ("Chaired by", lambda row: row[0].chaired_by and row[0].chaired_by.organization.name),
        ("Open to the public", lambda row: row[0].open_to_public),
        ("Minutes", lambda row: row[1]),
    ),
)


def _reply_rows(reader: RecordReader) -> Iterable[tuple[Meeting, MeetingGuest]]:
    meetings = list(reader.partnership.meetings.order_by("starts", "pk"))
    found = expected_of(meetings, reader.sitting)
    return ((meeting, guest) for meeting in meetings for guest in found[meeting.pk].guests)


_REPLIES: RecordKind[tuple[Meeting, MeetingGuest]] = RecordKind(
    "replies",
    "Who comes to meetings",
    "see_replies",
    _reply_rows,
    (
        ("Meeting", lambda row: row[0].title),
        ("Starts", lambda row: row[0].starts),
        ("Organization", lambda row: row[1].seat.organization.name),
        ("Kind", lambda row: row[1].seat.get_system_display()),
        ("Person", lambda row: str(row[1].person)),
        ("Answer", lambda row: row[1].reply_words),
    ),
)


def _decision_rows(reader: RecordReader) -> Iterable[Decision]:
    rows = Decision.objects.select_related("meeting").filter(
        meeting__partnership=reader.partnership
    )
    return (row for row in rows if reader.minutes(row.meeting))


_DECISIONS: RecordKind[Decision] = RecordKind(
    "decisions",
    "Decisions",
    "see_partnership",
    _decision_rows,
    (
        ("Meeting", lambda row: row.meeting.title),
        ("Held", lambda row: row.meeting.starts),
        ("Decision", lambda row: row.text),
    ),
)


def _plan_rows(reader: RecordReader) -> Iterable[ActionPlan]:
    return reader.partnership.plans.select_related("written_by")


_PLANS: RecordKind[ActionPlan] = RecordKind(
    "plans",
    "Action plan",
    "see_partnership",
    _plan_rows,
    (
        ("Version", lambda row: row.version),
        ("Written", lambda row: row.at),
        ("By", lambda row: str(row.written_by)),
        ("Text", lambda row: row.text),
    ),
)


def _solution_rows(reader: RecordReader) -> Iterable[tuple[Solution, list[str]]]:
    rows = (
        Solution.objects.select_related("proposed_by__organization")
        .prefetch_related("answers")
        .filter(partnership=reader.partnership)
    )
    return (
        (row, [reader.titles.get(a.need_id, "a need") for a in row.answers.all()]) for row in rows
    )


_SOLUTIONS: RecordKind[tuple[Solution, list[str]]] = RecordKind(
    "solutions",
    "Solutions",
    "see_partnership",
    _solution_rows,
    (
        ("Number", lambda row: row[0].pk),
        ("Solution", lambda row: row[0].title),
        ("For whom", lambda row: row[0].for_whom),
        ("State", lambda row: row[0].get_state_display()),
        ("Proposed by", lambda row: row[0].proposed_by.organization.name),
        ("Answers", lambda row: "; ".join(row[1])),
        ("Since", lambda row: row[0].created_at),
        ("Stopped because", lambda row: row[0].stopped_because),
    ),
)


def _commitment_rows(reader: RecordReader) -> Iterable[Commitment]:
    return Commitment.objects.select_related("seat__organization", "solution").filter(
        partnership=reader.partnership
    )


_COMMITMENTS: RecordKind[Commitment] = RecordKind(
    "commitments",
    "Commitments",
    "see_partnership",
    _commitment_rows,
    (
        ("Organization", lambda row: row.seat.organization.name),
        ("What", lambda row: row.what),
        ("Amount", lambda row: _float_or_none(row.amount)),
        ("Unit", lambda row: row.unit),
        ("Due", lambda row: row.due),
        ("State", lambda row: row.get_state_display()),
        ("Reason", lambda row: row.reason),
        ("Solution", lambda row: row.solution and row.solution.title),
    ),
)


def _own_costs(reader: RecordReader) -> Iterable[CostShare]:
    return CostShare.objects.select_related("seat__organization", "solution").filter(
        solution__partnership=reader.partnership, seat__in=reader.seats
    )


_OWN_COSTS: RecordKind[CostShare] = RecordKind(
    "own_costs",
    "Your own parts of the costs",
    "share_costs",
    _own_costs,
    (
        ("Solution", lambda row: row.solution.title),
        ("Organization", lambda row: row.seat.organization.name),
        ("Kind", lambda row: row.get_kind_display()),
        ("Pledged, US dollars", lambda row: _float_or_none(row.amount_usd)),
        ("Received, US dollars", lambda row: _float_or_none(row.received_usd)),
        ("Alone it would be, US dollars", lambda row: _float_or_none(row.alone_usd)),
        ("State", lambda row: row.get_state_display()),
        ("Since", lambda row: row.at),
    ),
)


def _event_rows(reader: RecordReader) -> Iterable[tuple[Event, str]]:
    rows = Event.objects.select_related("actor").filter(partnership=reader.partnership)
    called = actor_names(reader.sitting, reader.partnership, travels=True)
    return ((row, _actor_name(row, called)) for row in rows)


_RECORD: RecordKind[tuple[Event, str]] = RecordKind(
    "record",
    "The record",
    "see_record",
    _event_rows,
    (
        ("When", lambda row: row[0].at),
        ("Who", lambda row: row[1]),
        ("What", lambda row: row[0].words),
        ("Stage before", lambda row: row[0].before.replace("_", " ")),
        ("Stage after", lambda row: row[0].after.replace("_", " ")),
        ("Reason", lambda row: row[0].reason),
    ),
)


def _actor_name(line: Event, called: ActorNames) -> str:
    """Who did it; where that would tell who raised a need, nobody but the reader's own name."""
    return called.who(line) or ("time" if line.after else "")


def _float_or_none(amount: Any) -> float | None:
    return None if amount is None else float(amount)


RECORDS: tuple[RecordKind[Any], ...] = (
    _PARTNERSHIP,
    _SEATS,
    _DELEGATES,
    _CONVENERS,
    _NEEDS,
    _LISTENING,
    _ROUNDS,
    _MEETINGS,
    _REPLIES,
    _DECISIONS,
    _PLANS,
    _SOLUTIONS,
    _COMMITMENTS,
    _OWN_COSTS,
    _RECORD,
)
"""Every table, in the order of the file."""
