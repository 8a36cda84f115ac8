"""What people can try at the table: every action, with whatever and whoever chance picks.

A move is a function of the walk. It asks the walk for rows and people — often fitting ones, so
that a walk gets somewhere, often others, so that doors are tried by those for whom they are
closed — and calls one action. What the action answers is the walk's business.
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import Model

from sectoral.workspace.actions import (
    commitments,
    conveners,
    costs,
    joining,
    listening,
    meetings,
    needs,
    neutrality,
    opportunities,
    organizations,
    partnerships,
    people,
    realignments,
    reviews,
    rolls,
    rounds,
    seats,
    solutions,
    teams,
)
from sectoral.workspace.models import (
    ActionTeam,
    AgendaItem,
    Answer,
    Appointment,
    Championship,
    Commitment,
    Contribution,
    CostShare,
    Delegate,
    Invitation,
    Meeting,
    Membership,
    Need,
    Office,
    Organization,
    Partnership,
    PitchReport,
    Post,
    Realignment,
    Release,
    Rewording,
    Round,
    Seat,
    Solution,
    User,
)
from sectoral.workspace.models.organizations import System
from tests.workspace.table.world import CASE, HARBOUR, INLAND


class Walk(Protocol):
    """What a move may ask of the walk it is part of."""

    now: Any
    rng: Any
    partnership: Partnership

    def pick(self, kind: type[Model], **wanted: Any) -> Any: ...

    def some(self, kind: type[Model], most: int, **wanted: Any) -> list[Any]: ...

    def anyone(self) -> User: ...

    def convener(self) -> User: ...

    def champion(self) -> User: ...

    def lead_state(self) -> User: ...

    def speaker(self, seat: Seat) -> User: ...

    def chance(self, share: float) -> bool: ...


TEXTS = ("Welders who read drawings", "A dry dock", "We sell courses, $99 at https://x.example",
         "Shall we agree what we pay?", "", "Childcare at five")  # fmt: skip
RULES = ("ranked", "points", "matrix", "lots")


def text(w: Walk) -> str:
    return f"{w.rng.choice(TEXTS)} {w.rng.randrange(1000)}".strip()


def reason(w: Walk) -> str:
    return "" if w.chance(0.1) else "because it was so"


def at(w: Walk) -> dict[str, Any]:
    return {"at": w.now, "by": w.convener()}


def here(w: Walk, kind: type[Model], **wanted: Any) -> Any:
    """A row of the partnership that the walk is about."""
    return w.pick(kind, partnership=w.partnership, **wanted)


def own(w: Walk, seat: Seat) -> dict[str, Any]:
    return {"seat": seat, "at": w.now, "by": w.speaker(seat)}


def company(w: Walk) -> Seat:
    wanted = {} if w.chance(0.1) else {"system": System.EMPLOYER}
    seat: Seat = here(w, Seat, **wanted)
    return seat


def partner(w: Walk) -> Seat:
    systems = ("education", "workforce", "economic", "labor")
    seat: Seat = w.pick(Seat, partnership=w.partnership, system__in=systems)
    return seat


# ── the partnership ───────────────────────────────────────────────────────────────────────────


def propose(w: Walk) -> Any:
    region, area = w.rng.choice((("harbour", HARBOUR), ("inland", INLAND), ("all", INLAND)))
    sector, code = w.rng.choice((("boats", "3366"), ("hulls", "33661"), ("food", "311")))
    case = partnerships.Case(
        region, region.title(), sector, sector.title(), (code,), (area,), CASE.edition,
        w.rng.choice(("critical", "critical", "watch")), CASE.words,
    )  # fmt: skip
    waiver = "two shores" if w.chance(0.15) else ""
    made = partnerships.propose(case=case, waiver=waiver, at=w.now, by=w.lead_state())
    if w.chance(0.7):
        chosen = w.pick(Membership, until=None, organization__system="workforce")
        conveners.appoint(
            partnership=made,
            organization=chosen.organization,
            person=chosen.person,
            basis="trusted",
            term_ends=(w.now + timedelta(days=500)).date(),
            at=w.now,
            by=w.lead_state(),
        )
        partnerships.form(partnership=made, at=w.now, by=w.lead_state())
    return made


_ON = {
    "proposed": partnerships.form,
    "forming": partnerships.make_ready,
    "launch_ready": partnerships.launch,
    "paused": partnerships.resume,
}


def step(w: Walk) -> Any:
    verb = _ON.get(w.partnership.stage) if w.chance(0.85) else None
    return (verb or w.rng.choice(list(_ON.values())))(partnership=w.partnership, **at(w))


def leave_off(w: Walk) -> Any:
    act = {"partnership": w.partnership, **at(w)}
    which = w.rng.random()
    if which < 0.6:
        days = w.rng.choice((-1, 20, 60))
        until = (w.now + timedelta(days=days)).date()
        return partnerships.pause(reason=reason(w), until=until, **act)
    if which < 0.8:
        return partnerships.reject(reason=reason(w), **act)
    because = w.rng.choice((*partnerships.ENDINGS, "bored"))
    return partnerships.close(because=because, closing_note=reason(w), **act)


def scope(w: Walk) -> Any:
    return partnerships.set_scope(
        partnership=w.partnership,
        words=reason(w),
        naics=w.rng.choice((("3366",), ("3366", "311"), ("33",))),
        areas=w.rng.choice(((HARBOUR,), (HARBOUR, INLAND))),
        **at(w),
    )


def labor_table(w: Walk) -> Any:
    return partnerships.declare_labor_table(
        partnership=w.partnership, labor_votes=w.chance(0.5), **at(w)
    )


def plan(w: Walk) -> Any:
    return partnerships.write_plan(partnership=w.partnership, text=text(w), **at(w))


def look(w: Walk) -> Any:
    return reviews.review(w.partnership, w.now)


def rules(w: Walk) -> Any:
    return needs.set_ground_rules(
        partnership=w.partnership,
        supporters=w.rng.choice((2, 3)),
        listening_days=w.rng.choice((0, 7, 21)),
        **at(w),
    )


# ── people, seats, conveners ──────────────────────────────────────────────────────────────────


def convening(w: Walk) -> Any:
    member = w.pick(Membership, until=None)
    act: dict[str, Any] = {
        "partnership": w.partnership,
        "organization": member.organization,
        "person": member.person,
        "basis": reason(w),
        "term_ends": date.fromordinal(w.now.toordinal() + w.rng.choice((-3, 40, 400))),
        "at": w.now,
        "by": w.lead_state(),
    }
    if w.chance(0.5):
        return conveners.appoint(lead=w.chance(0.3), **act)
    return conveners.hand_over(reason=reason(w), **act)


def step_down(w: Walk) -> Any:
    held = here(w, Appointment, until=None)
    return conveners.step_down(appointment=held, reason=reason(w), at=w.now, by=w.lead_state())


def depart(w: Walk) -> Any:
    member = w.pick(Membership, until=None)
    by = member.person if w.chance(0.5) else w.anyone()
    return people.depart(person=member.person, organization=member.organization, at=w.now, by=by)


def enter(w: Walk) -> Any:
    act = {"at": w.now, "by": w.convener()}
    name = f"Yard {w.rng.randrange(10**6)}"
    code = w.rng.choice(("336611", "336612", "561320", "722511"))
    made = organizations.register(name=name, system="employer", naics=code, areas=(HARBOUR,), **act)
    person = people.add_person(email=f"{made.pk}@new.example", name=name, **act)
    people.join(person=person, organization=made, **act)
    seat = seats.offer(partnership=w.partnership, organization=made, **act)
    return seats.name_delegate(seat=seat, person=person, **act)


def join(w: Walk) -> Any:
    return people.join(
        person=w.anyone(), organization=w.pick(Organization), at=w.now, by=w.lead_state()
    )


def office(w: Walk) -> Any:
    if w.chance(0.3):
        held = w.pick(Office, until=None)
        return people.end_office(office=held, at=w.now, by=w.lead_state())
    role = w.rng.choice(("state", "analyst", "steward"))
    return people.give_office(person=w.anyone(), role=role, at=w.now, by=w.lead_state())


def ownership(w: Walk) -> Any:
    owned = w.some(Organization, 2, system="employer")
    if w.chance(0.3):
        return organizations.end_ownership(
            organization=owned[0], reason=reason(w), at=w.now, by=w.lead_state()
        )
    return organizations.declare_ownership(
        organizations=owned, owner=w.rng.choice(("One Holding", "Two Holding")), **at(w)
    )


def offer_seat(w: Walk) -> Any:
    return seats.offer(
        partnership=w.partnership,
        organization=w.pick(Organization),
        voting=w.rng.choice((None, None, True, False)),
        exception=w.rng.choice(("", "it supplies them all")),
        **at(w),
    )


def approve_seat(w: Walk) -> Any:
    seat = here(w, Seat, standing="waiting")
    by = w.convener() if w.chance(0.5) else w.champion()
    if w.chance(0.15):
        return seats.refuse(seat=seat, reason=reason(w), at=w.now, by=by)
    return seats.approve(seat=seat, voting=w.chance(0.7), at=w.now, by=by)


def seat_vote(w: Walk) -> Any:
    return seats.set_vote(seat=here(w, Seat), voting=w.chance(0.6), reason=reason(w), **at(w))


def seat_leaves(w: Walk) -> Any:
    seat = here(w, Seat, until=None)
    return seats.leave(reason=reason(w), **own(w, seat))


def suspend(w: Walk) -> Any:
    seat = here(w, Seat, until=None)
    by = w.convener() if w.chance(0.5) else w.lead_state()
    verb = seats.reinstate if seat.suspensions.exists() and w.chance(0.4) else seats.suspend
    return verb(seat=seat, reason=reason(w), at=w.now, by=by)


def delegates(w: Walk) -> Any:
    held = w.pick(Delegate, until=None)
    which = w.rng.random()
    if which < 0.35:
        role = w.rng.choice(("primary", "alternate"))
        person = w.pick(Membership, organization=held.seat.organization).person
        return seats.name_delegate(seat=held.seat, person=person, role=role, **at(w))
    if which < 0.7:
        return seats.confirm_delegate(delegate=held, **at(w))
    return seats.end_delegate(delegate=held, reason=reason(w), **at(w))


def champions(w: Walk) -> Any:
    if w.chance(0.3):
        return seats.end_champion(term=w.pick(Championship), reason=reason(w), **at(w))
    held = w.pick(Delegate, until=None)
    return seats.name_champion(seat=held.seat, person=held.person, **at(w))


def invitation(w: Walk) -> Any:
    if w.chance(0.2):
        return joining.withdraw(invitation=w.pick(Invitation), **at(w))
    email = f"new{w.rng.randrange(30)}@new.example"
    sent, token = joining.invite(seat=here(w, Seat), email=email, **at(w))
    when = w.now + timedelta(days=0 if w.chance(0.9) else 20)
    accepted = joining.accept(token=token, name="New Person", at=when, by=None)
    if w.chance(0.2):
        joining.accept(token=token, name="New Person", at=when, by=None)
    return sent, accepted


# ── needs ─────────────────────────────────────────────────────────────────────────────────────


def put_forward(w: Walk) -> Any:
    return opportunities.put_forward(text=text(w), attested=w.chance(0.5), **own(w, company(w)))


def draft(w: Walk) -> Any:
    seat = company(w)
    act = own(w, seat) if w.chance(0.8) else {"seat": seat, "attested": w.chance(0.7), **at(w)}
    title = w.rng.choice(TEXTS[:2])
    need = needs.draft(category="talent", title=title, text=title, **act)
    if w.chance(0.8):
        needs.raise_need(need=need, at=w.now, by=act["by"])
    return need


def bring(w: Walk) -> Any:
    need = here(w, Need, state__in=("draft", "raised", "clarified"))
    verb = w.rng.choice((needs.raise_need, needs.clarify, needs.raise_need, needs.set_apart))
    return verb(need=need, at=w.now, by=w.speaker(need.raised_by))


def reword(w: Walk) -> Any:
    if w.chance(0.3):
        offered = w.pick(Rewording)
        by = w.speaker(offered.need.raised_by)
        return needs.answer_wording(rewording=offered, yes=w.chance(0.6), at=w.now, by=by)
    need = here(w, Need)
    by = w.speaker(need.raised_by) if w.chance(0.6) else w.convener()
    return needs.reword(need=need, title=text(w)[:80], text=text(w), at=w.now, by=by)


def support(w: Walk) -> Any:
    return needs.support(need=here(w, Need), **own(w, company(w)))


def release(w: Walk) -> Any:
    wanted = {} if w.chance(0.1) else {"state": "validated"}
    chosen = w.some(Need, 3, partnership=w.partnership, **wanted)
    return listening.release(partnership=w.partnership, needs=chosen, **at(w))


def receive(w: Walk) -> Any:
    return listening.receive(release=here(w, Release), **own(w, partner(w)))


def reopen(w: Walk) -> Any:
    need = here(w, Need, state__in=("answered", "closed", "released"))
    return needs.reopen(need=need, reason=reason(w), at=w.now, by=w.speaker(need.raised_by))


# ── rounds ────────────────────────────────────────────────────────────────────────────────────


def prepare(w: Walk) -> Any:
    wanted = {} if w.chance(0.1) else {"released_at__isnull": False}
    drafted = rounds.prepare(
        partnership=w.partnership,
        needs=w.some(Need, 4, partnership=w.partnership, **wanted),
        rule=w.rng.choice(RULES),
        keep=w.rng.choice((0, 1, 2)),
        most_points=w.rng.choice((None, None, 40, 100)),
        tenure_days=w.rng.choice((0, 0, 30)),
        count_each_because=w.rng.choice(("", "", "", "they compete")),
        **at(w),
    )
    return open_round(w, drafted) if w.chance(0.7) else drafted


def open_round(w: Walk, drafted: Round | None = None) -> Any:
    closes = w.now + timedelta(days=w.rng.choice((-1, 3, 10)))
    chosen = drafted or here(w, Round, state="draft")
    return rounds.open_round(round=chosen, closes_at=closes, **at(w))


def choice(w: Walk, round: Round) -> Any:
    asked = [need.pk for need in round.needs.all()] + ([10**6] if w.chance(0.05) else [])
    w.rng.shuffle(asked)
    rule = round.rule if w.chance(0.95) else w.rng.choice(RULES)
    if rule == "points":
        given = [w.rng.randrange(40) for _ in asked[1:]]
        return dict(zip(map(str, asked), [100 - sum(given), *given], strict=False))
    if rule == "matrix":
        return {
            str(need): {"importance": w.rng.randrange(1, 6), "feasibility": w.rng.randrange(1, 6)}
            for need in asked
        }
    return asked


def cast(w: Walk) -> Any:
    round = here(w, Round, state="open") if w.chance(0.9) else here(w, Round)
    elector = w.chance(0.8) and round.electors.exists()
    seat = w.pick(Seat, electorates__round=round) if elector else here(w, Seat)
    return rounds.cast(round=round, choice=choice(w, round), **own(w, seat))


def count(w: Walk) -> Any:
    return rounds.close(round=here(w, Round, state="open"), **at(w))


def publish(w: Walk) -> Any:
    return rounds.publish(round=here(w, Round, state="closed"), **at(w))


def void(w: Walk) -> Any:
    round = here(w, Round)
    if round.state == "void":
        return rounds.rerun(round=round, **at(w))
    return rounds.void(round=round, reason=reason(w), **at(w))


# ── meetings ──────────────────────────────────────────────────────────────────────────────────


def call(w: Walk) -> Any:
    starts = w.now + timedelta(hours=w.rng.choice((0, 2, 100)))
    return meetings.call(
        partnership=w.partnership,
        kind=w.rng.choice(("launch", "launch", "regular", "regular", "support", "party")),
        title="Spring table",
        starts=starts,
        ends=starts + timedelta(hours=w.rng.choice((-1, 2, 2, 2))),
        decision_wanted="what comes first",
        open_to_public=w.rng.choice((None, None, True)),
        **at(w),
    )


def agenda(w: Walk) -> Any:
    meeting = here(w, Meeting, state__in=("planned", "invited"))
    which = w.rng.random()
    if which < 0.4:
        return meetings.add_item(meeting=meeting, text=text(w), **own(w, here(w, Seat)))
    if which < 0.5:
        return meetings.park_item(item=w.pick(AgendaItem), **at(w))
    if which < 0.6:
        return meetings.announce(meeting=meeting, **at(w))
    if which < 0.8:
        return meetings.invite(meeting=meeting, at=w.now, by=w.champion())
    if which < 0.9:
        ends = meeting.ends + timedelta(hours=1)
        return meetings.change(meeting=meeting, title=text(w), ends=ends, **at(w))
    return meetings.cancel(meeting=meeting, reason=reason(w), **at(w))


def meet(w: Walk) -> Any:
    """Open a meeting, take part of the table onto its roll and, mostly, end it."""
    meeting = here(w, Meeting, state__in=("planned", "invited", "open"))
    coming = w.some(Seat, w.rng.randrange(1, 10), partnership=w.partnership, standing="seated")
    if meeting.state != "open":
        chair = coming[0] if w.chance(0.9) else here(w, Seat)
        meeting = rolls.open_meeting(meeting=meeting, chair=chair, **at(w))
    for seat in coming:
        acting = seat.delegates.filter(until=None).first()
        if acting is not None:
            rolls.take_roll(
                meeting=meeting,
                seat=seat,
                person=acting.person,
                acknowledged=w.chance(0.97),
                **at(w),
            )
    return rolls.hold(meeting=meeting, **at(w)) if w.chance(0.8) else meeting


def sign_in(w: Walk) -> Any:
    return rolls.sign_in(
        meeting=here(w, Meeting), acknowledged=w.chance(0.7), **own(w, here(w, Seat))
    )


def minutes(w: Walk) -> Any:
    meeting = here(w, Meeting)
    which = w.rng.random()
    if which < 0.3:
        return rolls.decide(meeting=meeting, text=text(w), **at(w))
    if which < 0.7:
        return rolls.write_minutes(meeting=meeting, text=text(w), **at(w))
    return rolls.send(meeting=meeting, **at(w))


# ── solutions ─────────────────────────────────────────────────────────────────────────────────


def suggest(w: Walk) -> Any:
    wanted = {} if w.chance(0.25) else {"released_at__isnull": False}
    return solutions.propose(
        partnership=w.partnership,
        needs=w.some(Need, 2, partnership=w.partnership, **wanted),
        title="Evening shop",
        for_whom="people at work in yards",
        **own(w, here(w, Seat)),
    )


def runner(w: Walk, solution: Solution) -> dict[str, Any]:
    aside = solution.recusals.first()
    by = aside.deputy if aside and w.chance(0.6) else w.convener()
    return {"solution": solution, "at": w.now, "by": by}


def write_test(w: Walk) -> Any:
    answer = w.pick(Answer, solution__partnership=w.partnership)
    seat = answer.need.raised_by if w.chance(0.8) else company(w)
    return solutions.write_test(answer=answer, text="Ten of twelve pass.", **own(w, seat))


def contribute(w: Walk) -> Any:
    if w.chance(0.1):
        brought = w.pick(Contribution, withdrawn_at=None)
        by = w.speaker(brought.seat)
        return solutions.take_back(contribution=brought, at=w.now, by=by)
    return solutions.contribute(
        solution=here(w, Solution, state__in=("idea", "designing")),
        what="a workshop",
        delivers=w.chance(0.3),
        **own(w, partner(w)),
    )


def aside(w: Walk) -> Any:
    held = here(w, Appointment, until=None)
    return solutions.stand_aside(
        organization=held.organization if w.chance(0.8) else w.pick(Organization),
        deputy=w.champion(),
        criteria=reason(w),
        **runner(w, here(w, Solution)),
    )


def tend(w: Walk) -> Any:
    act = runner(w, here(w, Solution))
    which = w.rng.random()
    if which < 0.2:
        return solutions.invite(seat=partner(w), **act)
    if which < 0.5:
        return solutions.explain_one_system(because=reason(w), **act)
    if which < 0.7:
        return solutions.set_target(target_usd=Decimal(w.rng.choice(("0", "900.00"))), **act)
    return solutions.waive_costs(because=reason(w), **act)


_NEXT = {
    "idea": solutions.design,
    "designing": solutions.put_to_employers,
    "employer_review": solutions.approve,
    "approved": solutions.resource,
    "resourced": solutions.deliver,
    "delivering": solutions.measure,
    "measuring": solutions.complete,
}


def carry_on(w: Walk) -> Any:
    solution = here(w, Solution)
    verb = _NEXT.get(solution.state) if w.chance(0.9) else w.rng.choice(list(_NEXT.values()))
    return (verb or solutions.design)(**runner(w, solution))


def say(w: Walk) -> Any:
    solution = here(w, Solution, state="employer_review") if w.chance(0.9) else here(w, Solution)
    said = [solutions.say(solution=solution, yes=w.chance(0.9), **own(w, company(w)))]
    for seat in w.some(Seat, 4, partnership=w.partnership, system="employer", standing="seated"):
        acting = seat.delegates.filter(until=None).first()
        if acting is not None and seat.voting:
            act = {"seat": seat, "at": w.now, "by": acting.person}
            said.append(solutions.say(solution=solution, yes=w.chance(0.9), **act))
    return said


def send_back(w: Walk) -> Any:
    verb = solutions.send_back if w.chance(0.6) else solutions.stop
    return verb(reason=reason(w), **runner(w, here(w, Solution)))


def judge(w: Walk) -> Any:
    answer = w.pick(Answer, solution__partnership=w.partnership)
    seat = answer.need.raised_by if w.chance(0.8) else company(w)
    if w.chance(0.2):
        return solutions.not_yet(answer=answer, reason=reason(w), **own(w, seat))
    return solutions.accept(answer=answer, **own(w, seat))


def pledge(w: Walk) -> Any:
    if w.chance(0.5):
        return costs.pledge(
            solution=here(w, Solution),
            kind=w.rng.choice(("cash", "in_kind", "thanks")),
            amount_usd=Decimal(w.rng.choice(("0", "450.00", "900.00"))),
            **own(w, here(w, Seat)),
        )
    share = w.pick(CostShare, solution__partnership=w.partnership)
    act: dict[str, Any] = {"share": share, **at(w)}
    which = w.rng.random()
    if which < 0.4:
        return costs.confirm(**act)
    if which < 0.6:
        return costs.receive(received_usd=Decimal("450.00"), **act)
    if which < 0.8:
        return costs.value(evidence=reason(w), **act)
    return costs.release(reason=reason(w), **act)


def team(w: Walk) -> Any:
    act = at(w)
    which = w.rng.random()
    if which < 0.6:
        return teams.form(partnership=w.partnership, name=text(w), led_by=company(w), **act)
    found = here(w, ActionTeam)
    if which < 0.75:
        return teams.hand_over(team=found, led_by=company(w), **act)
    if which < 0.9:
        return teams.join(team=found, seat=here(w, Seat), **act)
    return teams.end(team=found, reason=reason(w), **act)


def promise(w: Walk) -> Any:
    due = (w.now + timedelta(days=w.rng.choice((-2, 5, 40)))).date()
    if w.chance(0.4):
        return commitments.offer(
            partnership=w.partnership, what=text(w), due=due, **own(w, here(w, Seat))
        )
    found = here(w, Commitment)
    act: dict[str, Any] = {"commitment": found, **at(w)}
    which = w.rng.random()
    if which < 0.5:
        return commitments.accept(**act)
    if which < 0.7:
        return commitments.keep(**act)
    act["by"] = w.speaker(found.seat)
    if which < 0.8:
        return commitments.renegotiate(what="less", due=due, reason=reason(w), **act)
    return (
        commitments.run_late(**act)
        if which < 0.9
        else commitments.withdraw(reason=reason(w), **act)
    )


def post(w: Walk) -> Any:
    which = w.rng.random()
    if which < 0.7:
        solution = here(w, Solution) if w.chance(0.7) else None
        return neutrality.write(
            partnership=w.partnership, text=text(w), solution=solution, **own(w, here(w, Seat))
        )
    if which < 0.85:
        return neutrality.show(post=here(w, Post), **at(w))
    return neutrality.refuse(post=here(w, Post), reason=reason(w), **at(w))


def pitch(w: Walk) -> Any:
    if w.chance(0.6):
        about = here(w, Seat)
        return neutrality.report_pitch(about=about, where=text(w), at=w.now, by=w.anyone())
    report = here(w, PitchReport)
    return neutrality.handle(report=report, upheld=w.chance(0.5), outcome=reason(w), **at(w))


# ── merge and split ───────────────────────────────────────────────────────────────────────────


def realign(w: Walk) -> Any:
    act: dict[str, Any] = {"partnership": w.partnership, "reason": reason(w), **at(w)}
    if w.chance(0.6):
        return realignments.propose_merge(into=w.pick(Partnership), **act)
    ours = list(
        Seat.objects.filter(partnership=w.partnership, system="employer", standing="seated")
        .exclude(vendor_like=True, voting=False)
        .values_list("organization_id", flat=True)
    )
    cut, waiver = w.rng.randrange(len(ours) + 1), w.rng.choice(("", "two yards"))
    parts = tuple(
        realignments.Part(
            name, "harbour", "Harbour", name, name, ("3366",), (HARBOUR,), tuple(half), waiver
        )
        for name, half in (("Hulls", ours[:cut]), ("Sails", ours[cut:]))
    )
    return realignments.propose_split(parts=parts, **act)


def settle(w: Walk) -> Any:
    open_one = w.pick(Realignment, done_at=None, dropped_at=None)
    act: dict[str, Any] = {"realignment": open_one, "at": w.now, "by": w.lead_state()}
    which = w.rng.random()
    if which < 0.5:
        tables = (open_one.partnership_id, open_one.successor_id)
        wanted = {"partnership__in": [t for t in tables if t], "standing": "seated"}
        for seat in w.some(Seat, 6, system="employer", **wanted):
            acting = seat.delegates.filter(until=None).first()
            if acting is not None:
                ask = {"realignment": open_one, "at": w.now, "by": acting.person}
                realignments.consent(seat=seat, yes=w.chance(0.9), **ask)
        return open_one
    if which < 0.7:
        return realignments.confirm(**act)
    if which < 0.75:
        return realignments.drop(reason=reason(w), **act)
    return (realignments.merge if open_one.kind == "merge" else realignments.split)(**act)


Play = Callable[[Walk], Any]

MOVES: dict[Play, float] = {
    propose: 1, step: 3, leave_off: 0.4, scope: 1, labor_table: 0.5, plan: 2, look: 1, rules: 0.5,
    convening: 1.5, step_down: 0.4, depart: 0.5, enter: 1, join: 0.7, office: 0.5, ownership: 0.7,
    offer_seat: 1, approve_seat: 2, seat_vote: 0.7, seat_leaves: 0.4, suspend: 0.6, delegates: 1,
    champions: 1, invitation: 0.6,
    put_forward: 0.6, draft: 5, bring: 3, reword: 1.5, support: 9, release: 6, receive: 2,
    reopen: 2, prepare: 6, open_round: 3, cast: 12, count: 4, publish: 5, void: 1,
    call: 4, agenda: 4, meet: 8, sign_in: 1, minutes: 2,
    suggest: 6, write_test: 7, contribute: 8, aside: 3, tend: 4, carry_on: 14, say: 6,
    send_back: 1, judge: 6, pledge: 4, team: 3, promise: 5, post: 5, pitch: 1,
    realign: 1.5, settle: 8,
}  # fmt: skip
"""Every move and how often it is tried, beside the others."""
