"""Steps that every table's story takes, each told as it would have gone, by real actions."""

from datetime import datetime, timedelta
from decimal import Decimal

from sectoral.workspace.actions import (
    commitments,
    conveners,
    listening,
    meetings,
    needs,
    opportunities,
    partnerships,
    rolls,
    rounds,
    seats,
    teams,
)
from sectoral.workspace.demo.plots import MeetingPlot, PromisePlot, RoundPlot, TablePlot
from sectoral.workspace.demo.story import DemoTable
from sectoral.workspace.demo.timeline import Story
from sectoral.workspace.models import Commitment, Elector, Meeting, Round
from sectoral.workspace.models.partnerships import CaseDecision
from sectoral.workspace.queries.needs import listening_seats

HOURS = {
    "launch": timedelta(hours=2),
    "regular": timedelta(hours=2),
    "team": timedelta(hours=1),
    "support": timedelta(hours=1),
    "listening": timedelta(hours=1, minutes=30),
}
"""How long each kind of meeting takes."""

WAIVER = "A second table here: it takes on other work of the same counties."
CASE_WAIVER = "Companies asked for it and the numbers are close; the case is looked at each year."

# ── a table comes to be ───────────────────────────────────────────────────────────────────────


def propose_table(table: DemoTable, told: TablePlot) -> Story:
    """The state proposes it from the edition's case and appoints who convenes."""
    yield table.day(told.day)
    table.convener = told.convener
    for row in table.words("companies.csv"):
        table.cast.company(table.key, row, table.case)
    _declare_owners(table)
    waived = table.case.decision != CaseDecision.CRITICAL
    made = table.do(
        partnerships.propose,
        "state",
        case=table.case,
        waiver=WAIVER if table.place.crowded else "",
        case_waiver=CASE_WAIVER if waived else "",
        labor_votes=told.labor_votes,
    )
    table.slug = made.slug
    table.do(
        conveners.appoint,
        "state",
        partnership=made,
        organization=table.cast.orgs[table.org(told.convener)],
        person=table.person("convener"),
        basis=told.basis,
        term_ends=table.day(200).date(),
    )


def _declare_owners(table: DemoTable) -> None:
    rows = table.words("companies.csv")
    for owner in sorted({row["owner"] for row in rows if row["owner"]}):
        owned = [f"{table.key}/{row['key']}" for row in rows if row["owner"] == owner]
        table.cast.own(owner, *owned)


def form_table(table: DemoTable, told: TablePlot) -> Story:
    """The state takes it up; companies and partners get their seats, two companies champions."""
    yield from propose_table(table, told)
    yield table.day(told.day + 12)
    table.do(partnerships.form, "state", partnership=table.here)
    companies = [row["key"] for row in table.words("companies.csv")]
    for short in (*companies, *told.partners):
        seat_organization(table, short)
    for short in told.champions:
        crown_champion(table, short)
    table.do(
        partnerships.set_scope,
        partnership=table.here,
        words=told.scope,
        naics=table.case.naics,
        areas=table.case.areas,
    )


def seat_organization(table: DemoTable, short: str, **more: str) -> None:
    """An organization gets its seat, and its person acts for it."""
    organization = table.cast.orgs[table.org(short)]
    table.seats[short] = table.do(
        seats.offer, partnership=table.here, organization=organization, **more
    )
    table.do(seats.name_delegate, seat=table.seats[short], person=table.person(short))


def crown_champion(table: DemoTable, short: str) -> None:
    """A company's delegate becomes a champion."""
    table.do(seats.name_champion, seat=table.seats[short], person=table.person(short))


def ready_table(table: DemoTable, told: TablePlot) -> Story:
    """Its seats are filled: it is ready to launch."""
    yield from form_table(table, told)
    yield table.day(told.day + 40)
    table.do(partnerships.make_ready, partnership=table.here)


def launch_table(table: DemoTable, told: TablePlot) -> Story:
    """Champions invite, companies come, and it is launched the day after."""
    yield from ready_table(table, told)
    yield from tell_meeting(table, _launch_meeting(table, told))
    yield table.day(told.day + 62)
    table.do(partnerships.launch, partnership=table.here)


def _launch_meeting(table: DemoTable, told: TablePlot) -> MeetingPlot:
    sector, region = table.case.sector_name.lower(), table.case.region_name
    chair, second = told.champions[:2]
    return MeetingPlot(
        told.day + 58,
        "launch",
        f"Launch: {sector} in {region}",
        "Do we go on together, and which questions come first?",
        (
            (chair, "What could this industry win here in five years?"),
            (second, "What holds each of us back"),
            ("", "How this table works: companies speak, partners listen"),
        ),
        (chair, "companies", *told.partners[:3]),
        ("We go on. Companies write down their needs within two weeks; partners listen.",),
        "Companies spoke for an hour and a half about what they could win and what is in the "
        "way. Partners asked questions and proposed nothing. All companies want a second "
        "meeting; needs are collected until the end of the month.",
        place=told.place,
    )


def start_work(table: DemoTable, told: TablePlot) -> Story:
    """Companies raise, partners listen, companies choose; a team and a plan follow."""
    yield from launch_table(table, told)
    for row in table.words("opportunities.csv"):
        table.do(
            opportunities.put_forward, row["by"], seat=table.seats[row["by"]], text=row["text"]
        )
    yield from hear_needs(table, told.day + 66, told.first)
    drawn = RoundPlot(told.day + 90, told.first, rule=told.rule, keep=told.keep)
    yield from tell_round(table, drawn)
    yield table.day(told.day + 102)
    lead = told.champions[0]
    members = [table.seats[short] for short in (told.champions[1], told.partners[0])]
    table.do(
        teams.form,
        partnership=table.here,
        name=told.team,
        led_by=table.seats[lead],
        members=members,
    )
    table.do(partnerships.write_plan, partnership=table.here, text=told.plan)


def rewrite_plan(table: DemoTable, day: int, text: str) -> Story:
    """The action plan is written anew."""
    yield table.day(day, 16)
    table.do(partnerships.write_plan, partnership=table.here, text=text)


# ── needs ─────────────────────────────────────────────────────────────────────────────────────


def draft_need(table: DemoTable, key: str, *, attested: bool = False, public: bool = False) -> str:
    """A company writes a need down, or the convener does on its behalf.  Returns who wrote."""
    row = next(row for row in table.words("needs.csv") if row["key"] == key)
    who = "convener" if attested else row["by"]
    need = table.do(
        needs.draft,
        who,
        seat=table.seats[row["by"]],
        category=row["category"],
        title=row["title"],
        text=row["text"],
        attested=attested,
        may_become_public=public,
    )
    table.needs[key] = need.pk
    return who


def raise_needs(table: DemoTable, *keys: str, attested: tuple[str, ...] = ()) -> None:
    """Needs are brought before the other companies."""
    for key in keys:
        who = draft_need(table, key, attested=key in attested, public=True)
        table.do(needs.raise_need, who, need=table.need(key))


def support_need(table: DemoTable, key: str, companies: int = 2) -> None:
    """Other companies, of other owners, stand by a need."""
    raiser = table.need(key).raised_by
    others = [table.seats[short] for short in table.companies]
    owners = {raiser.organization.counts_as}
    start = sum(map(ord, key)) % len(others)
    for seat in [*others[start:], *others[:start]]:
        if len(owners) <= companies and seat.organization.counts_as not in owners:
            owners.add(seat.organization.counts_as)
            short = next(s for s, one in table.seats.items() if one.pk == seat.pk)
            table.do(needs.support, short, need=table.need(key), seat=seat)


def hear_needs(
    table: DemoTable,
    day: int,
    keys: tuple[str, ...],
    *,
    attested: tuple[str, ...] = (),
    unread: tuple[str, ...] = (),
) -> Story:
    """Needs are raised, stood by and released to all partners; those who read give a receipt."""
    yield table.day(day)
    raise_needs(table, *keys, attested=attested)
    yield table.day(day + 3)
    for number, key in enumerate(keys):
        support_need(table, key, 1 + number % 3)
    yield table.day(day + 6)
    made = table.do(listening.release, partnership=table.here, needs=table.needs_of(keys))
    for number, seat in enumerate(listening_seats(table.here, table.at)):
        short = next(s for s, one in table.seats.items() if one.pk == seat.pk)
        if short not in unread:
            yield table.day(day + 6 + number // 3, 13)
            table.do(listening.receive, short, release=made, seat=seat)


# ── rounds ────────────────────────────────────────────────────────────────────────────────────


def tell_round(table: DemoTable, told: RoundPlot) -> Story:
    """A round is opened, companies vote, it is closed and published; or void and run anew."""
    yield table.day(told.day)
    drawn = table.do(
        rounds.prepare,
        partnership=table.here,
        needs=table.needs_of(told.needs),
        rule=told.rule,
        keep=told.keep,
        most_points=told.most_points,
    )
    if told.upto == "draft":
        return
    yield from _run_round(table, told, drawn, told.day)
    if not told.void:
        return
    yield table.day(told.day + 12)
    drawn.refresh_from_db()
    table.do(rounds.void, round=drawn, reason=told.void)
    again = table.do(rounds.rerun, round=Round.objects.get(pk=drawn.pk))
    yield from _run_round(table, told, again, told.day + 14, publish=True)


def _run_round(
    table: DemoTable, told: RoundPlot, drawn: Round, day: int, *, publish: bool = False
) -> Story:
    yield table.day(day, 10)
    closes = table.day(9, 17) if told.upto == "open" else table.day(day + 8, 17)
    drawn = table.do(rounds.open_round, round=drawn, closes_at=closes)
    yield table.day(day + 3, 8)
    electors = Elector.objects.filter(round=drawn).select_related("seat")
    for number, elector in enumerate(electors):
        short = next(s for s, one in table.seats.items() if one.pk == elector.seat_id)
        if short not in told.absent:
            asked = [need.pk for need in table.needs_of(told.needs)]
            choice = drawn.ballot_rule.example(asked, number)
            table.do(rounds.cast, short, round=drawn, seat=elector.seat, choice=choice)
    if told.upto == "open":
        return
    yield closes
    drawn = table.do(rounds.close, round=drawn)
    if publish or (told.upto == "published" and not told.void):
        yield table.day(day + 9, 9)
        table.do(rounds.publish, round=drawn)


# ── meetings ──────────────────────────────────────────────────────────────────────────────────


def tell_meeting(table: DemoTable, told: MeetingPlot) -> Story:
    """A meeting is called and invited to; then held with roll, decisions and minutes, or not."""
    starts = table.cast.line.ago(40) if told.ends == "open" else table.day(told.day, told.hour)
    yield min(table.day(told.day - 14, 11), table.cast.line.ago(24 * 60))
    meeting = _call_meeting(table, told, starts)
    if told.ends in ("planned", "invited"):
        return
    if told.ends == "cancelled":
        yield table.day(told.day - 4)
        table.do(meetings.cancel, meeting=meeting, reason=told.because)
        return
    yield starts
    meeting = table.do(rolls.open_meeting, meeting=meeting, chair=table.seats[told.here[0]])
    _take_roll(table, told, meeting)
    if told.ends == "open":
        return
    for text in told.decided:
        table.do(rolls.decide, meeting=meeting, text=text)
    yield meeting.ends
    meeting = table.do(rolls.hold, meeting=meeting)
    yield from _write_minutes(table, told, meeting)


def _call_meeting(table: DemoTable, told: MeetingPlot, starts: datetime) -> Meeting:
    inviter = told.here[0] if told.kind == "launch" else "convener"
    meeting = table.do(
        meetings.call,
        partnership=table.here,
        kind=told.kind,
        title=told.title,
        starts=starts,
        ends=starts + HOURS[told.kind],
        decision_wanted=told.wanted,
        timezone=table.cast.line.zone.key,
        place=told.place,
        open_to_public=told.public,
    )
    for short, text in told.agenda:
        seat = table.seats[short] if short else None
        who = short or "convener"
        table.do(meetings.add_item, who, meeting=meeting, text=text, seat=seat, minutes=20)
    if told.public:
        table.do(meetings.announce, meeting=meeting)
    if told.ends == "planned":
        return meeting
    return table.do(meetings.invite, inviter, meeting=Meeting.objects.get(pk=meeting.pk))


def _take_roll(table: DemoTable, told: MeetingPlot, meeting: Meeting) -> None:
    came = [table.companies if short == "companies" else [short] for short in told.here]
    for short in dict.fromkeys(one for shorts in came for one in shorts):
        table.do(
            rolls.take_roll,
            meeting=meeting,
            seat=table.seats[short],
            person=table.person(short),
            acknowledged=True,
            mode="remote" if sum(map(ord, short)) % 4 == 0 else "room",
        )


def _write_minutes(table: DemoTable, told: MeetingPlot, meeting: Meeting) -> Story:
    if not told.minutes:
        return
    yield table.day(told.day + told.late, 17)
    meeting = table.do(rolls.write_minutes, meeting=meeting, text=told.minutes)
    table.do(rolls.send, meeting=meeting)


# ── promises ──────────────────────────────────────────────────────────────────────────────────


def tell_promise(table: DemoTable, told: PromisePlot) -> Story:
    """A commitment is offered and accepted; what became of it follows, or time says so."""
    yield table.day(told.day, 14)
    made = table.do(
        commitments.offer,
        told.by,
        partnership=table.here,
        seat=table.seats[told.by],
        what=told.what,
        due=table.day(told.due).date() if told.due else table.cast.line.now.date(),
        amount=Decimal(told.amount) if told.amount else None,
        unit=told.unit,
        solution=table.solution(told.solution) if told.solution else None,
    )
    if told.ends == "offered":
        return
    yield table.day(told.day + 2, 10)
    table.do(commitments.accept, commitment=made)
    if told.settled:
        yield table.day(told.settled, 15)
        _settle_promise(table, told, Commitment.objects.get(pk=made.pk))


def _settle_promise(table: DemoTable, told: PromisePlot, made: Commitment) -> None:
    if told.ends == "kept":
        table.do(commitments.keep, commitment=made)
    elif told.ends == "withdrawn":
        table.do(commitments.withdraw, told.by, commitment=made, reason=told.because)
    else:
        again = table.do(
            commitments.renegotiate,
            told.by,
            commitment=made,
            what=told.what,
            due=table.day(45).date(),
            reason=told.because,
            amount=made.amount,
            unit=made.unit,
        )
        table.do(commitments.accept, commitment=again)
