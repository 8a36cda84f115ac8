"""A table in full: one thing of each kind, one person of each role, and a secret in each place.

It begins where needs were heard (table/heard.py). A secret is a word that stands nowhere else,
or an amount; `secrets.py` says who may read each of them.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sectoral.workspace.actions import (
    access,
    commitments,
    conveners,
    costs,
    flags,
    invitations,
    listening,
    meetings,
    needs,
    neutrality,
    opportunities,
    organizations,
    partnerships,
    people,
    rolls,
    rounds,
    seats,
    solutions,
    teams,
)
from sectoral.workspace.models import Change, Need, Realignment, Solution, User
from sectoral.workspace.rules.permissions import PartnershipRole
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.heard import HEARD, Heard, heard, need_of
from tests.workspace.partnership.kept import kept
from tests.workspace.partnership.letters import delivered, token_in_hand
from tests.workspace.partnership.world import day

NOW = day(80)
"""When the doors are tried: after everything below."""

SECRET_WORDS = (
    *("Quandril", "Vexillam", "Sarcelline", "Fennimore", "Ombrelle", "Dravenoth", "Sombrale"),
    *("Ilverand", "Brulyante", "Krendlow", "Tolvane", "secretive", "Wendelmoor"),
)
"""The words of this table's secrets; `Full.word` says what they are at another table."""

SIGNED = "signed in, no role"
STAFF = "superuser"


@dataclass
class Full:
    """The table, and everything of it by its name.

    people   one person for each role, alone in it; beside them those who wrote the secrets
    things   rows of each noun of `acts.subjects.NOUNS`
    ways_in  what nobody may ever read: tokens and their digests
    """

    heard: Heard
    people: dict[str, User] = field(default_factory=dict)
    things: dict[str, list[Any]] = field(default_factory=dict)
    ways_in: list[str] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return self.heard.world.partnership.slug

    @property
    def is_home(self) -> bool:
        """Whether it is the first town's, which has the state's people too."""
        return self.heard.world.town == worlds.HOME

    def word(self, secret: str) -> str:
        """A secret word as it is at this table: elsewhere it is another one."""
        if self.is_home:
            return secret
        return f"{secret[::-1].lower()}{self.heard.world.town.area[-1]}".capitalize()

    def by(self, key: str, at: Any = HEARD) -> dict[str, Any]:
        """Who does it, and when."""
        return {"at": at, "by": self.heard.person(key)}

    def seat(self, key: str) -> Any:
        return self.heard.world.seats[key]

    def keep(self, noun: str, *rows: Any) -> Any:
        self.things.setdefault(noun, []).extend(rows)
        return rows[0]


@kept
def full(town: worlds.Town = worlds.HOME) -> Full:
    """Everything laid down by its own action; only what is proposed for a split is a plain row."""
    table = Full(heard(town))
    _people(table)
    _seats(table)
    _needs(table)
    _rounds(table)
    _meetings(table)
    _solutions(table)
    _promises(table)
    _life(table)
    _ways_in(table)
    return table


# ── people ────────────────────────────────────────────────────────────────────────────────────


def _people(table: Full) -> None:
    world, state = table.heard.world, table.heard.world.state
    if table.is_home:
        _officials(table)
    for key, system, naics in (
        ("office", "government", ""),
        ("smithy", "employer", "336612"),
    ):
        worlds.enter(world, key, f"{key.title()} of Harbour", system, naics=naics)
        conveners.appoint(
            partnership=world.partnership, organization=world.orgs[key],
            person=world.people[key], basis="trusted by both sides",
            term_ends=date(2028, 1, 5), lead=False, at=HEARD, by=state,
        )  # fmt: skip
    table.people |= {
        PartnershipRole.EMPLOYER: world.people["anchor"],
        PartnershipRole.CHAMPION: world.people["rope"],
        PartnershipRole.CONVENER: world.people["office"],
        PartnershipRole.HOST: world.people["smithy"],
        PartnershipRole.PUBLIC: world.people["chamber"],
        PartnershipRole.LABOR: world.people["union"],
        PartnershipRole.STATE: state,
        "sail": world.people["sail"],
        "college": world.people["college"],
    }
    if table.is_home:
        _without_a_role(table)
    rope = world.orgs["rope"]
    waiting = organizations.declare_ownership(
        organizations=(rope,), owner=f"Rope Holding{world.town.tail}", **table.by("rope")
    )
    people.join(person=world.people["staffing"], organization=rope, at=HEARD, by=state)
    table.keep("claim", waiting)
    table.keep("change", Change.objects.get(person=world.people["staffing"], organizations=rope))
    table.people[PartnershipRole.FORMER] = world.people["staffing"]
    table.keep("person", world.people["keel"])
    table.keep("organization", world.orgs["sail"])


def _officials(table: Full) -> None:
    """Whom the state has once, whatever the towns."""
    state = table.heard.world.state
    for role in ("steward", "analyst"):
        person = people.add_person(
            email=f"{role}@quayland.example", name=f"{role.title()} Person", at=HEARD, by=state
        )
        table.keep("office", people.give_office(person=person, role=role, at=HEARD, by=state))
        table.people[role] = person


def _without_a_role(table: Full) -> None:
    table.people |= {
        SIGNED: people.open_account(email="nobody@quayland.example", name="Nora Nobody"),
        STAFF: people.open_account(email="super@quayland.example", name="Nora Nobody"),
    }
    User.objects.filter(pk=table.people[STAFF].pk).update(is_superuser=True, is_staff=True)


def _seats(table: Full) -> None:
    world = table.heard.world
    waiting = seats.offer(
        partnership=world.partnership, organization=world.orgs["staffing"], **table.by("board"),
        exception="It staffs the yards.",
    )  # fmt: skip
    table.keep("seat", table.seat("sail"), waiting)
    table.keep("delegate", table.seat("sail").delegates.get())
    table.keep("champion", table.seat("rope").championships.get())
    asked = invitations.invite(
        seat=table.seat("mast"), email=f"{table.word('secretive')}@wharfe.example",
        role="alternate", **table.by("board"),
    )  # fmt: skip
    table.keep("invitation", asked)
    token = token_in_hand(asked, **table.by("board"))
    table.ways_in += [token, str(asked.token_digest)]
    team = teams.form(
        partnership=world.partnership, name="Short team", led_by=table.seat("keel"),
        **table.by("board"),
    )  # fmt: skip
    teams.end(team=team, reason=f"Ended for {table.word('Tolvane')}.", **table.by("board"))
    table.keep(
        "team",
        teams.form(
            partnership=world.partnership, name="Night shift", led_by=table.seat("keel"),
            **table.by("board"),
        ),
    )  # fmt: skip


# ── needs and rounds ──────────────────────────────────────────────────────────────────────────


def _drafted(table: Full, key: str, word: str, by: str = "", **kwargs: Any) -> Need:
    """A need about which one word alone is secret."""
    return needs.draft(
        seat=table.seat(key), category="talent", title=f"A need about {word}",
        text=f"What {word} means to us.", **table.by(by or key), **kwargs,
    )  # fmt: skip


def _needs(table: Full) -> None:
    world = table.heard.world
    opportunities.put_forward(
        seat=table.seat("sail"),
        text=f"Ferries that {table.word('Marquelle')} could build.",
        **table.by("sail"),
    )
    _flagged(table)
    draft = _drafted(table, "sail", table.word("Quandril"))
    raised = needs.raise_need(
        need=_drafted(table, "sail", table.word("Vexillam")), **table.by("sail")
    )
    needs.reword(
        need=raised, title=f"A need worded as {table.word('Sarcelline')}",
        text=f"{table.word('Sarcelline')}, in other words.",
        **table.by("board"),
    )  # fmt: skip
    spoken = _drafted(table, "hull", table.word("Fennimore"), "board", attested=True)
    heard_now = [_drafted(table, "sail", table.word("Ombrelle")), spoken]
    for need, by in zip(heard_now, ("sail", "board"), strict=True):
        needs.raise_need(need=need, **table.by(by))
        needs.support(need=need, seat=table.seat("keel"), **table.by("keel"))
    made = listening.release(
        partnership=world.partnership, needs=heard_now, at=day(71), by=table.heard.convener
    )
    for need in (draft, raised, *heard_now):
        need.refresh_from_db()
    table.keep("need", table.heard.bus, draft, raised, *heard_now)
    table.keep("rewording", raised.rewordings.get())
    table.keep("release", made)
    single = need_of(world, "anchor", "A crane of our own", "single")
    table.keep("need", single)


def _flagged(table: Full) -> None:
    """A company was told of its words about pay, and sent them all the same."""
    words = f"Agree on wages with {table.word('Wendelmoor')}."
    held = opportunities.put_forward(seat=table.seat("sail"), text=words, **table.by("sail"))
    flag = flags.flag(
        partnership=table.heard.world.partnership, row=held, act="partnership.put_forward",
        text=words, words="“agree on wages” (pay levels)", **table.by("sail"),
    )  # fmt: skip
    table.keep("flag", flag)


def _rounds(table: Full) -> None:
    world = table.heard.world
    convener: dict[str, Any] = {"by": table.heard.convener}
    asked = [table.heard.welders, table.heard.bus]
    first = rounds.prepare(
        partnership=world.partnership, needs=asked, keep=1, at=day(72), **convener
    )
    rounds.open_round(round=first, closes_at=day(74), at=day(72), **convener)
    for key in ("keel", "anchor"):
        rounds.cast(
            round=first,
            seat=table.seat(key),
            choice=[n.pk for n in asked],
            **table.by(key, day(73)),
        )
    rounds.close(round=first, at=day(74), **convener)
    rounds.publish(round=first, at=day(74), **convener)
    second = rounds.prepare(
        partnership=world.partnership, needs=[table.things["need"][3], table.things["need"][4]],
        rule="points", at=day(75), **convener,
    )  # fmt: skip
    rounds.open_round(round=second, closes_at=day(90), at=day(75), **convener)
    points = {str(need.pk): share for need, share in zip(second.needs.all(), (59, 41), strict=True)}
    rounds.cast(round=second, seat=table.seat("sail"), choice=points, **table.by("sail", day(76)))
    third = rounds.prepare(
        partnership=world.partnership, needs=asked, keep=1, at=day(77), **convener
    )
    for row in (first, second, third):
        row.refresh_from_db()
    table.keep("round", second, first, third)


# ── meetings ──────────────────────────────────────────────────────────────────────────────────


def _meetings(table: Full) -> None:
    board = table.by("board")
    facts: dict[str, Any] = {"partnership": table.heard.world.partnership, "kind": "regular"}
    past = meetings.call(
        **facts, title="Spring table", starts=day(73), ends=day(73) + timedelta(hours=2),
        decision_wanted="What comes first?", **board,
    )  # fmt: skip
    meetings.add_item(meeting=past, text="Welders", seat=table.seat("keel"), **table.by("keel"))
    rolls.open_meeting(meeting=past, chair=table.seat("keel"), at=day(73), by=board["by"])
    for key in ("keel", "rope", "anchor", "chamber"):
        rolls.take_roll(
            meeting=past, seat=table.seat(key), person=table.heard.person(key), acknowledged=True,
            at=day(73), by=board["by"],
        )  # fmt: skip
    rolls.hold(meeting=past, at=day(73) + timedelta(hours=2), by=board["by"])
    past.refresh_from_db()
    minutes = f"{table.word('Dravenoth')} was spoken of."
    rolls.write_minutes(meeting=past, text=minutes, at=day(74), by=board["by"])
    coming = meetings.call(
        **facts, title=f"The {table.word('Sombrale')} meeting", starts=day(95),
        ends=day(95) + timedelta(hours=2),
        video_link=f"https://meet.example.org/{table.word('Ilverand')}",
        decision_wanted="Who leads?", **board,
    )  # fmt: skip
    item = meetings.add_item(
        meeting=coming, text="A bus", seat=table.seat("rope"), **table.by("rope")
    )
    past.refresh_from_db()
    table.keep("meeting", coming, past)
    table.keep("item", item)


# ── solutions and promises ────────────────────────────────────────────────────────────────────


def _solutions(table: Full) -> None:
    solution = table.heard.solution(table.heard.welders, at=day(76))
    for key in ("college", "union"):
        brought = solutions.contribute(
            solution=solution, seat=table.seat(key), what=f"what {key} brings",
            **table.by(key, day(76)),
        )  # fmt: skip
    solution = solutions.design(solution=solution, at=day(76), by=table.heard.convener)
    answer = solution.answers.get()
    solutions.write_test(
        answer=answer, seat=table.seat("keel"), text="Ten of twelve pass.",
        **table.by("keel", day(76)),
    )  # fmt: skip
    solutions.set_target(
        solution=solution, target_usd=Decimal(600_000_000), at=day(76), by=table.heard.convener
    )
    # Larger than any row's key, which stands on pages too.
    for key, amount, alone in (
        ("sail", "74310207", "289230418"),
        ("keel", "90000000", None),
        ("anchor", "91000000", None),
    ):
        share = costs.pledge(
            solution=solution, seat=table.seat(key), kind="cash", amount_usd=Decimal(amount),
            alone_usd=Decimal(alone) if alone else None, **table.by(key, day(76)),
        )  # fmt: skip
        if key == "sail":
            table.keep("share", share)
    table.keep("solution", solution)
    table.keep("answer", answer)
    table.keep("contribution", brought)
    _words(table, solution)


def _words(table: Full, solution: Solution) -> None:
    college = {"seat": table.seat("college"), "solution": solution}
    facts: dict[str, Any] = {"partnership": table.heard.world.partnership, **college}
    held = neutrality.write(
        **facts, text=f"{table.word('Brulyante')}: see https://college.example/, $900 a place.",
        **table.by("college", day(77)),
    )  # fmt: skip
    shown = neutrality.write(**facts, text="We meet on evenings.", **table.by("college", day(77)))
    table.keep("post", held, shown)
    report = neutrality.report_pitch(
        about=table.seat("college"),
        where=f"said at {table.word('Krendlow')}",
        **table.by("sail", day(77)),
    )
    table.keep("pitch", report)


def _promises(table: Full) -> None:
    table.keep(
        "commitment",
        commitments.offer(
            partnership=table.heard.world.partnership, seat=table.seat("sail"),
            what="Two benches", due=date(2026, 6, 1), **table.by("sail", day(77)),
        ),
    )  # fmt: skip


# ── the partnership ───────────────────────────────────────────────────────────────────────────


def _life(table: Full) -> None:
    world = table.heard.world
    partnerships.write_plan(
        partnership=world.partnership, text=f"First {table.word('Ploverine')}, then the bus.",
        **table.by("board", day(77)),
    )  # fmt: skip
    table.keep("partnership", world.partnership)
    table.keep("appointment", world.partnership.appointments.get(person=world.people["office"]))
    if table.is_home:
        _refuse_proposal(table)
    table.keep(
        "realignment",
        Realignment.objects.create(
            kind="split", partnership=world.partnership, reason="It grew too broad.",
            parts=[], proposed_by=table.heard.convener, proposed_at=day(78),
        ),
    )  # fmt: skip


def _refuse_proposal(table: Full) -> None:
    world = table.heard.world
    other = partnerships.propose(
        case=partnerships.ProposalCase(
            region="inland", region_name="Inland", sector="boats", sector_name="Boat building",
            naics=("3366",), areas=(worlds.INLAND,), edition="2026-01", decision="critical",
            words="Boats are built inland.",
        ),
        at=day(77), by=world.state,
    )  # fmt: skip
    partnerships.reject(
        partnership=other, reason="Refused because of Grimlaise.", at=day(78), by=world.state
    )


def _ways_in(table: Full) -> None:
    sail = table.people["sail"]
    key, token = access.make_token(name="a program", scopes=("read",), at=day(78), by=sail)
    access.send_link(email=sail.email, at=day(78))
    delivered(day(78))
    link = sail.sign_in_links.filter(leads_to="").get()
    table.ways_in += [token, key.token_digest, link.token_digest]
