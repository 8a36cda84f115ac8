"""The records of a partnership as tables, as one reader may see them (P48).

The rule of each table is an action of `permissions.TABLE`. Never in any of them: a ballot, a
count before it is published, who raised a need on whose behalf the convener spoke (S6, S22,
S23), anything of a need that this reader may not read yet (I4).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sectoral.workspace.drawings.sheets import PageSheet, SheetCell, SheetHeading, text_cell
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
from sectoral.workspace.presenters.partnership_record import ActorNames, actor_names
from sectoral.workspace.queries.needs import A_MEMBER, SeenNeed, release_archive, seen_by
from sectoral.workspace.queries.replies import expected_of
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.queries.rounds import has_few_ballots
from sectoral.workspace.rules.ballots.places import NeedPlace


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
class RecordKind:
    """A kind of record.

    rule      the action of `permissions.TABLE` that one has to be allowed
    headings  of its columns
    rows      a reader → the rows that this reader may see
    """

    name: str
    caption: str
    rule: str
    headings: tuple[str, ...]
    rows: Callable[[RecordReader], list[tuple[Any, ...]]]


def list_record_sheets(sitting: Sitting) -> list[PageSheet]:
    """Every table of a partnership's records that the person may see."""
    reader = RecordReader(sitting)
    return [_record_sheet(record, reader) for record in RECORDS if sitting.may(record.rule)]


def find_record_sheet(sitting: Sitting, name: str) -> PageSheet | None:
    """One of them; None where there is none of the name, or the person may not see it."""
    found = next((record for record in RECORDS if record.name == name), None)
    if found is None or not sitting.may(found.rule):
        return None
    return _record_sheet(found, RecordReader(sitting))


def left_out(sitting: Sitting) -> list[str]:
    """The tables that are there but not for this person, each with the reason."""
    return [
        f"{record.caption}: {answer.reason}"
        for record in RECORDS
        if not (answer := sitting.may(record.rule))
    ]


def _record_sheet(record: RecordKind, reader: RecordReader) -> PageSheet:
    rows = tuple(tuple(_cell_of(value) for value in row) for row in record.rows(reader))
    return PageSheet(
        record.name, record.caption, tuple(SheetHeading(words) for words in record.headings), rows
    )


def _cell_of(value: Any) -> SheetCell:
    if value is None:
        return SheetCell("", None)
    if isinstance(value, bool):
        return text_cell("yes" if value else "no")
    if isinstance(value, int | float):
        return SheetCell(str(value), value)
    if isinstance(value, datetime):
        return text_cell(value.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC"))
    if isinstance(value, date):
        return text_cell(value.isoformat())
    return text_cell(str(value))


# ── the rows of each ──────────────────────────────────────────────────────────────────────────


def _partnership_facts(reader: RecordReader) -> list[tuple[Any, ...]]:
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


def _seat_rows(reader: RecordReader) -> list[tuple[Any, ...]]:
    rows = Seat.objects.select_related("organization").filter(partnership=reader.partnership)
    return [
        (
            seat.organization.name, seat.get_system_display(), seat.organization.naics,
            seat.get_standing_display(), seat.voting, seat.since, seat.until,
        )
        for seat in rows
    ]  # fmt: skip


def _delegate_rows(reader: RecordReader) -> list[tuple[Any, ...]]:
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


def _convener_rows(reader: RecordReader) -> list[tuple[Any, ...]]:
    rows = reader.partnership.appointments.select_related("organization", "person")
    return [
        (
            row.organization.name, str(row.person), "lead" if row.lead else "beside the lead",
            row.basis, row.since, row.term_ends, row.until, row.ended_because,
        )
        for row in rows
    ]  # fmt: skip


def _need_rows(reader: RecordReader) -> list[tuple[Any, ...]]:
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


def _release_rows(reader: RecordReader) -> list[tuple[Any, ...]]:
    found = []
    for release in release_archive(reader.partnership, at=reader.at):
        titles = [
            reader.titles[need.pk] for need in release.needs.all() if need.pk in reader.titles
        ]
        found.append((release.released_at, release.window_ends, len(titles), "; ".join(titles)))
    return found


def _round_rows(reader: RecordReader) -> list[tuple[Any, ...]]:
    """Published counts alone: of a round that runs, was closed or is void nothing is counted."""
    found: list[tuple[Any, ...]] = []
    published = reader.partnership.rounds.filter(state=Round.State.PUBLISHED)
    for number, row in enumerate(published, start=1):
        for entry in (row.result or {}).get("places", []):
            placed = NeedPlace(**entry)
            title = reader.titles.get(placed.need, "a need")
            found.append(
                (
                    number,
                    row.get_rule_display(),
                    row.opened_at,
                    row.closed_at,
                    placed.place,
                    title,
                    None if has_few_ballots(row) else placed.score,
                    None if has_few_ballots(row) else placed.backers,
                    placed.place <= row.keep,
                )
            )
    return found


def _meeting_rows(reader: RecordReader) -> list[tuple[Any, ...]]:
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


def _reply_rows(reader: RecordReader) -> list[tuple[Any, ...]]:
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


def _decision_rows(reader: RecordReader) -> list[tuple[Any, ...]]:
    rows = Decision.objects.select_related("meeting").filter(
        meeting__partnership=reader.partnership
    )
    return [
        (row.meeting.title, row.meeting.starts, row.text)
        for row in rows
        if reader.minutes(row.meeting)
    ]


def _plan_rows(reader: RecordReader) -> list[tuple[Any, ...]]:
    rows = reader.partnership.plans.select_related("written_by")
    return [(row.version, row.at, str(row.written_by), row.text) for row in rows]


def _solution_rows(reader: RecordReader) -> list[tuple[Any, ...]]:
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


def _commitment_rows(reader: RecordReader) -> list[tuple[Any, ...]]:
    rows = Commitment.objects.select_related("seat__organization", "solution").filter(
        partnership=reader.partnership
    )
    return [
        (
            row.seat.organization.name, row.what, _float_or_none(row.amount), row.unit, row.due,
            row.get_state_display(), row.reason, row.solution.title if row.solution else None,
        )
        for row in rows
    ]  # fmt: skip


def _own_costs(reader: RecordReader) -> list[tuple[Any, ...]]:
    rows = CostShare.objects.select_related("seat__organization", "solution").filter(
        solution__partnership=reader.partnership, seat__in=reader.seats
    )
    return [
        (
            row.solution.title, row.seat.organization.name, row.get_kind_display(),
            *map(_float_or_none, (row.amount_usd, row.received_usd, row.alone_usd)),
            row.get_state_display(), row.at,
        )
        for row in rows
    ]  # fmt: skip


def _event_rows(reader: RecordReader) -> list[tuple[Any, ...]]:
    rows = Event.objects.select_related("actor").filter(partnership=reader.partnership)
    called = actor_names(reader.sitting, reader.partnership, travels=True)
    return [
        (
            row.at, _actor_name(row, called), row.words, row.before.replace("_", " "),
            row.after.replace("_", " "), row.reason,
        )
        for row in rows
    ]  # fmt: skip


def _actor_name(line: Event, called: ActorNames) -> str:
    """Who did it; where that would tell who raised a need, nobody but the reader's own name."""
    return called.who(line) or ("time" if line.after else "")


def _float_or_none(amount: Any) -> float | None:
    return None if amount is None else float(amount)


RECORDS = (
    RecordKind(
        "partnership", "The partnership", "see_partnership", ("Fact", "Value"), _partnership_facts
    ),
    RecordKind(
        "seats", "Organizations at the table", "see_partnership",
        ("Organization", "Kind", "NAICS", "Standing", "Votes", "Since", "Until"), _seat_rows,
    ),
    RecordKind(
        "delegates", "People who act for seats", "seat",
        ("Name", "E-mail", "Organization", "Role", "Since", "Until"), _delegate_rows,
    ),
    RecordKind(
        "conveners", "Who convenes", "see_partnership",
        ("Organization", "Person", "As", "Basis", "Since", "Term ends", "Ended", "Because"),
        _convener_rows,
    ),
    RecordKind(
        "needs", "Needs", "see_released_needs",
        ("Number", "Category", "State", "Title", "Text", "Version", "Released", "Raised by",
         "Companies behind it", "Other companies behind it"), _need_rows,
    ),
    RecordKind(
        "listening", "Listening releases", "see_released_needs",
        ("Released", "Listening until", "Needs", "Which"), _release_rows,
    ),
    RecordKind(
        "rounds", "Published rounds", "see_results",
        ("Round", "Rule", "Opened", "Closed", "Place", "Need", "Score", "Ballots that named it",
         "Became a priority"), _round_rows,
    ),
    RecordKind(
        "meetings", "Meetings", "see_partnership",
        ("Meeting", "Kind", "State", "Starts", "Ends", "Place", "Decision wanted", "Chaired by",
         "Open to the public", "Minutes"), _meeting_rows,
    ),
    RecordKind(
        "replies", "Who comes to meetings", "see_replies",
        ("Meeting", "Starts", "Organization", "Kind", "Person", "Answer"), _reply_rows,
    ),
    RecordKind(
        "decisions", "Decisions", "see_partnership", ("Meeting", "Held", "Decision"), _decision_rows
    ),
    RecordKind(
        "plans", "Action plan", "see_partnership",
        ("Version", "Written", "By", "Text"), _plan_rows,
    ),
    RecordKind(
        "solutions", "Solutions", "see_partnership",
        ("Number", "Solution", "For whom", "State", "Proposed by", "Answers", "Since",
         "Stopped because"), _solution_rows,
    ),
    RecordKind(
        "commitments", "Commitments", "see_partnership",
        ("Organization", "What", "Amount", "Unit", "Due", "State", "Reason", "Solution"),
        _commitment_rows,
    ),
    RecordKind(
        "own_costs", "Your own parts of the costs", "share_costs",
        ("Solution", "Organization", "Kind", "Pledged, US dollars", "Received, US dollars",
         "Alone it would be, US dollars", "State", "Since"), _own_costs,
    ),
    RecordKind(
        "record", "The record", "see_record",
        ("When", "Who", "What", "Stage before", "Stage after", "Reason"), _event_rows,
    ),
)  # fmt: skip
"""Every table, in the order of the file."""
