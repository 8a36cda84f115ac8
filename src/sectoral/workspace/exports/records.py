"""The records of a partnership as tables, as one reader may see them (P48).

The rule of each table is an action of `permissions.TABLE`. Never in any of them: a ballot, a
count before it is published, who raised a need on whose behalf the convener spoke (S6, S22,
S23), anything of a need that this reader may not read yet (I4).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sectoral.workspace.drawings.sheets import Cell, Heading, Sheet, text
from sectoral.workspace.models import (
    Commitment,
    CostShare,
    Decision,
    Delegate,
    Event,
    Meeting,
    Round,
    Seat,
    Solution,
)
from sectoral.workspace.presenters.partnership_record import Names, names
from sectoral.workspace.queries.needs import A_MEMBER, Seen, archive, seen_by
from sectoral.workspace.queries.replies import expected_of
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.queries.rounds import few
from sectoral.workspace.rules.ballots import Placed


class Reader:
    """One person at one partnership; what several tables need is read once."""

    def __init__(self, sitting: Sitting) -> None:
        assert sitting.partnership is not None  # noqa: S101 - records are a partnership's
        self.sitting, self.at = sitting, sitting.at
        self.partnership = sitting.partnership
        self.needs: list[Seen] = (
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
class Record:
    """A kind of record.

    rule      the action of `permissions.TABLE` that one has to be allowed
    headings  of its columns
    rows      a reader → the rows that this reader may see
    """

    name: str
    caption: str
    rule: str
    headings: tuple[str, ...]
    rows: Callable[[Reader], list[tuple[Any, ...]]]


def tables(sitting: Sitting) -> list[Sheet]:
    """Every table of a partnership's records that the person may see."""
    reader = Reader(sitting)
    return [_sheet(record, reader) for record in RECORDS if sitting.may(record.rule)]


def table(sitting: Sitting, name: str) -> Sheet | None:
    """One of them; None where there is none of the name, or the person may not see it."""
    found = next((record for record in RECORDS if record.name == name), None)
    if found is None or not sitting.may(found.rule):
        return None
    return _sheet(found, Reader(sitting))


def left_out(sitting: Sitting) -> list[str]:
    """The tables that are there but not for this person, each with the reason."""
    return [
        f"{record.caption}: {answer.reason}"
        for record in RECORDS
        if not (answer := sitting.may(record.rule))
    ]


def _sheet(record: Record, reader: Reader) -> Sheet:
    rows = tuple(tuple(_cell(value) for value in row) for row in record.rows(reader))
    return Sheet(
        record.name, record.caption, tuple(Heading(words) for words in record.headings), rows
    )


def _cell(value: Any) -> Cell:
    if value is None:
        return Cell("", None)
    if isinstance(value, bool):
        return text("yes" if value else "no")
    if isinstance(value, int | float):
        return Cell(str(value), value)
    if isinstance(value, datetime):
        return text(value.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC"))
    if isinstance(value, date):
        return text(value.isoformat())
    return text(str(value))


# ── the rows of each ──────────────────────────────────────────────────────────────────────────


def _partnership(reader: Reader) -> list[tuple[Any, ...]]:
    table = reader.partnership
    facts = (
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
    )
    return [(name, value) for name, value in facts]


def _seats(reader: Reader) -> list[tuple[Any, ...]]:
    rows = Seat.objects.select_related("organization").filter(partnership=reader.partnership)
    return [
        (
            seat.organization.name, seat.get_system_display(), seat.organization.naics,
            seat.get_standing_display(), seat.voting, seat.since, seat.until,
        )
        for seat in rows
    ]  # fmt: skip


def _delegates(reader: Reader) -> list[tuple[Any, ...]]:
    rows = Delegate.objects.select_related("person", "seat__organization").filter(
        seat__partnership=reader.partnership
    )
    return [
        (
            str(row.person), row.person.email, row.seat.organization.name,
            row.get_role_display(), row.since, row.until,
        )
        for row in rows
    ]  # fmt: skip


def _conveners(reader: Reader) -> list[tuple[Any, ...]]:
    rows = reader.partnership.appointments.select_related("organization", "person")
    return [
        (
            row.organization.name, str(row.person), "lead" if row.lead else "beside the lead",
            row.basis, row.since, row.term_ends, row.until, row.ended_because,
        )
        for row in rows
    ]  # fmt: skip


def _needs(reader: Reader) -> list[tuple[Any, ...]]:
    """A file travels: what was raised on a company's behalf names it to nobody here (S23)."""
    attested = set(
        reader.partnership.needs.filter(attested_by__isnull=False).values_list("pk", flat=True)
    )
    return [
        (
            need.pk, need.category, need.state.replace("_", " "), need.title, need.text,
            need.version, need.released_at,
            A_MEMBER if need.pk in attested else need.raised_by,
            need.companies, "; ".join(need.supporters),
        )
        for need in reader.needs
    ]  # fmt: skip


def _releases(reader: Reader) -> list[tuple[Any, ...]]:
    found = []
    for release in archive(reader.partnership, at=reader.at):
        titles = [
            reader.titles[need.pk] for need in release.needs.all() if need.pk in reader.titles
        ]
        found.append((release.released_at, release.window_ends, len(titles), "; ".join(titles)))
    return found


def _rounds(reader: Reader) -> list[tuple[Any, ...]]:
    """Published counts alone: of a round that runs, was closed or is void nothing is counted."""
    found: list[tuple[Any, ...]] = []
    published = reader.partnership.rounds.filter(state=Round.State.PUBLISHED)
    for number, row in enumerate(published, start=1):
        for entry in (row.result or {}).get("places", []):
            placed = Placed(**entry)
            title = reader.titles.get(placed.need, "a need")
            found.append(
                (
                    number,
                    row.get_rule_display(),
                    row.opened_at,
                    row.closed_at,
                    placed.place,
                    title,
                    None if few(row) else placed.score,
                    None if few(row) else placed.backers,
                    placed.place <= row.keep,
                )
            )
    return found


def _meetings(reader: Reader) -> list[tuple[Any, ...]]:
    rows = reader.partnership.meetings.select_related("chaired_by__organization")
    return [
        (
            row.title, row.get_kind_display(), row.get_state_display(), row.starts, row.ends,
            row.place, row.decision_wanted,
            row.chaired_by.organization.name if row.chaired_by else None,
            row.open_to_public, row.minutes if reader.minutes(row) else None,
        )
        for row in rows
    ]  # fmt: skip


def _replies(reader: Reader) -> list[tuple[Any, ...]]:
    meetings = list(reader.partnership.meetings.order_by("starts", "pk"))
    found = expected_of(meetings, reader.sitting)
    return [
        (
            meeting.title, meeting.starts, guest.seat.organization.name,
            guest.seat.get_system_display(), str(guest.person), guest.reply_words,
        )
        for meeting in meetings
        for guest in found[meeting.pk].guests
    ]  # fmt: skip


def _decisions(reader: Reader) -> list[tuple[Any, ...]]:
    rows = Decision.objects.select_related("meeting").filter(
        meeting__partnership=reader.partnership
    )
    return [
        (row.meeting.title, row.meeting.starts, row.text)
        for row in rows
        if reader.minutes(row.meeting)
    ]


def _plans(reader: Reader) -> list[tuple[Any, ...]]:
    rows = reader.partnership.plans.select_related("written_by")
    return [(row.version, row.at, str(row.written_by), row.text) for row in rows]


def _solutions(reader: Reader) -> list[tuple[Any, ...]]:
    rows = (
        Solution.objects.select_related("proposed_by__organization")
        .prefetch_related("answers")
        .filter(partnership=reader.partnership)
    )
    return [
        (
            row.pk, row.title, row.for_whom, row.get_state_display(),
            row.proposed_by.organization.name,
            "; ".join(reader.titles.get(a.need_id, "a need") for a in row.answers.all()),
            row.created_at, row.stopped_because,
        )
        for row in rows
    ]  # fmt: skip


def _commitments(reader: Reader) -> list[tuple[Any, ...]]:
    rows = Commitment.objects.select_related("seat__organization", "solution").filter(
        partnership=reader.partnership
    )
    return [
        (
            row.seat.organization.name, row.what, _number(row.amount), row.unit, row.due,
            row.get_state_display(), row.reason, row.solution.title if row.solution else None,
        )
        for row in rows
    ]  # fmt: skip


def _own_costs(reader: Reader) -> list[tuple[Any, ...]]:
    rows = CostShare.objects.select_related("seat__organization", "solution").filter(
        solution__partnership=reader.partnership, seat__in=reader.seats
    )
    return [
        (
            row.solution.title, row.seat.organization.name, row.get_kind_display(),
            _number(row.amount_usd), _number(row.received_usd), _number(row.alone_usd),
            row.get_state_display(), row.at,
        )
        for row in rows
    ]  # fmt: skip


def _record(reader: Reader) -> list[tuple[Any, ...]]:
    rows = Event.objects.select_related("actor").filter(partnership=reader.partnership)
    called = names(reader.sitting, reader.partnership, travels=True)
    return [
        (
            row.at, _actor(row, called), row.words, row.before.replace("_", " "),
            row.after.replace("_", " "), row.reason,
        )
        for row in rows
    ]  # fmt: skip


def _actor(line: Event, called: Names) -> str:
    """Who did it; where that would tell who raised a need, nobody but the reader's own name."""
    return called.who(line) or ("time" if line.after else "")


def _number(amount: Any) -> float | None:
    return None if amount is None else float(amount)


RECORDS = (
    Record(
        "partnership", "The partnership", "see_partnership", ("Fact", "Value"), _partnership
    ),
    Record(
        "seats", "Organizations at the table", "see_partnership",
        ("Organization", "Kind", "NAICS", "Standing", "Votes", "Since", "Until"), _seats,
    ),
    Record(
        "delegates", "People who act for seats", "seat",
        ("Name", "E-mail", "Organization", "Role", "Since", "Until"), _delegates,
    ),
    Record(
        "conveners", "Who convenes", "see_partnership",
        ("Organization", "Person", "As", "Basis", "Since", "Term ends", "Ended", "Because"),
        _conveners,
    ),
    Record(
        "needs", "Needs", "see_released_needs",
        ("Number", "Category", "State", "Title", "Text", "Version", "Released", "Raised by",
         "Companies behind it", "Other companies behind it"), _needs,
    ),
    Record(
        "listening", "Listening releases", "see_released_needs",
        ("Released", "Listening until", "Needs", "Which"), _releases,
    ),
    Record(
        "rounds", "Published rounds", "see_results",
        ("Round", "Rule", "Opened", "Closed", "Place", "Need", "Score", "Ballots that named it",
         "Became a priority"), _rounds,
    ),
    Record(
        "meetings", "Meetings", "see_partnership",
        ("Meeting", "Kind", "State", "Starts", "Ends", "Place", "Decision wanted", "Chaired by",
         "Open to the public", "Minutes"), _meetings,
    ),
    Record(
        "replies", "Who comes to meetings", "see_replies",
        ("Meeting", "Starts", "Organization", "Kind", "Person", "Answer"), _replies,
    ),
    Record(
        "decisions", "Decisions", "see_partnership", ("Meeting", "Held", "Decision"), _decisions
    ),
    Record(
        "plans", "Action plan", "see_partnership",
        ("Version", "Written", "By", "Text"), _plans,
    ),
    Record(
        "solutions", "Solutions", "see_partnership",
        ("Number", "Solution", "For whom", "State", "Proposed by", "Answers", "Since",
         "Stopped because"), _solutions,
    ),
    Record(
        "commitments", "Commitments", "see_partnership",
        ("Organization", "What", "Amount", "Unit", "Due", "State", "Reason", "Solution"),
        _commitments,
    ),
    Record(
        "own_costs", "Your own parts of the costs", "share_costs",
        ("Solution", "Organization", "Kind", "Pledged, US dollars", "Received, US dollars",
         "Alone it would be, US dollars", "State", "Since"), _own_costs,
    ),
    Record(
        "record", "The record", "see_record",
        ("When", "Who", "What", "Stage before", "Stage after", "Reason"), _record,
    ),
)  # fmt: skip
"""Every table, in the order of the file."""
