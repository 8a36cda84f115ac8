"""Software and networks, convened by a college that stands aside where it would deliver."""

from collections.abc import Iterator

from sectoral.workspace.actions import conveners, neutrality, seats
from sectoral.workspace.demo.answers import tell_solution
from sectoral.workspace.demo.plots import (
    MeetingPlot,
    PromisePlot,
    RoundPlot,
    SolutionPlot,
    TablePlot,
)
from sectoral.workspace.demo.steps import (
    draft_need,
    hear_needs,
    raise_needs,
    rewrite_plan,
    start_work,
    support_need,
    tell_meeting,
    tell_promise,
    tell_round,
)
from sectoral.workspace.demo.story import DemoTable
from sectoral.workspace.demo.timeline import Story

CODE = TablePlot(
    day=-360,
    partners=("college", "board", "developer", "university", "bridges", "foundation", "institute"),
    convener="college",
    basis="Companies asked for it by name; it steps aside wherever it would deliver.",
    champions=("clearwell", "northgate"),
    scope="Companies that write software, run data centers or networks, with the skills, lines "
    "and first money they need.",
    place="Clearwell Software, ground floor",
    first=("support", "cloud", "security", "fiber"),
    keep=2,
    team="First jobs",
    plan="First: a first job that leads to the next. Second: people who run systems at night. "
    "Small firms' security follows as soon as a team is found.",
)

PLANS = (
    (-166, "Two people in each small firm know the first hour. Next: night operators, clinics."),
    (-62, "Operators start in spring. Nurses into software runs. A vote on what comes after."),
)

MEETINGS = (
    MeetingPlot(
        -238,
        "regular",
        "Spring table",
        "Which first jobs do we open this year?",
        (
            ("clearwell", "What support work teaches"),
            ("loomis", "Where graduates went"),
            ("", "Who listens to what until summer"),
        ),
        ("clearwell", "companies", "board", "university", "bridges"),
        ("Five companies name one first job each by June.",),
        "Seven companies told what a first job was for them. Partners listened for an hour.",
        place="Loomis Systems Integration",
    ),
    MeetingPlot(
        -205,
        "listening",
        "Listening session: clinics and small firms",
        "What do firms under twenty people need from this table?",
        (("tessel", "The first hour after a lock-out"), ("papercrane", "Tenders")),
        ("tessel", "papercrane", "orchard", "board", "developer"),
        ("Four needs are written down.",),
        "Three small firms spoke. The chamber learned that its own tender form is one of those.",
        place="Paper Crane Studio",
    ),
    MeetingPlot(
        -176,
        "support",
        "Support team: one calendar",
        "Who carries which need into which house?",
        (("", "Needs by house"), ("university", "Terms of students"), ("board", "Budgets")),
        ("university", "board", "developer", "bridges", "foundation"),
        ("Terms and budgets are on one page.",),
        "Terms at the university begin six weeks before budgets of the board. Now both know.",
        late=1,
        place="By video",
    ),
    MeetingPlot(
        -112,
        "regular",
        "Summer table",
        "Is the first hour learned?",
        (("tessel", "A drill at four firms"), ("orchard", "Nurses who apply")),
        ("tessel", "companies", "board", "university", "bridges", "foundation"),
        ("The security course counts as done when the drill works at three firms.",),
        "The drill took seventy minutes at the first firm and twenty-two at the last.",
        place="Tessel Security",
    ),
    MeetingPlot(
        -46,
        "regular",
        "Autumn table",
        "Which four needs go to the vote?",
        (("northgate", "Nights, lines and racks"), ("fathom", "Tower permits")),
        ("northgate", "companies", "board", "developer"),
        ("Four needs go to a vote by points in the last week of the month.",),
        "Six companies agreed on four needs. Fiber goes to the vote a second time.",
        place="Northgate Data Centers",
    ),
    MeetingPlot(
        -9,
        "team",
        "First jobs team",
        "Which tasks can somebody do after two weeks?",
        (("clearwell", "Tasks by week"),),
        ("clearwell", "loomis", "papercrane", "board"),
        ("A list of eleven tasks.",),
        "Three companies wrote down what a newcomer can do alone after two, six and ten weeks.",
        place="Clearwell Software",
    ),
    MeetingPlot(
        13,
        "regular",
        "Open table: what we chose",
        "Which team forms for the first of the new priorities?",
        (("clearwell", "The count, read out"), ("orchard", "Nurses into software")),
        ends="invited",
        public=True,
        place="City library, hall",
    ),
)

SOLUTIONS = (
    SolutionPlot(
        -256,
        "first-hour",
        "The first hour: drills for small firms",
        "two people in each firm without a security officer",
        "university",
        {"security": "At three firms the drill ends with everything restored within an hour."},
        (
            ("developer", "Rooms and invitations"),
            ("university", "Students who play the attacker"),
            ("tessel", "The drill"),
        ),
        "completed",
        because="Rooms and time are given; nothing has to be bought.",
        team=("First hour", "tessel"),
        pace=9,
    ),
    SolutionPlot(
        -150,
        "operators",
        "Night operators with a year of pay",
        "people from other trades who want to work nights",
        "university",
        {"cloud": "Eight of ten hold a night shift alone after six months."},
        (
            ("university", "Evenings on networks and cooling"),
            ("board", "A third of pay in the first half year"),
            ("foundation", "Laptops"),
        ),
        "resourced",
        target=140000,
        pays=(
            ("northgate", "cash", 50000, 120000),
            ("clearwell", "cash", 30000, 64000),
            ("fathom", "in_kind", 10000, 15000),
            ("board", "cash", 50000, 0),
        ),
        formula="headcount",
        team=("Night operators", "northgate"),
        pace=20,
    ),
    SolutionPlot(
        -142,
        "nurses",
        "From the bedside to software",
        "nurses and assistants who leave the bedside",
        "bridges",
        {"health": "Five of eight work on a clinic's software a year later."},
        (
            ("college", "A course of nine months, evenings"),
            ("board", "Living costs in the last term"),
            ("bridges", "Somebody to call in a hard week"),
        ),
        "delivering",
        target=90000,
        pays=(
            ("orchard", "cash", 35000, 110000),
            ("clearwell", "cash", 15000, 30000),
            ("board", "cash", 40000, 0),
        ),
        delivers=("college",),
        aside="Evenings only; a teacher who has worked in a clinic; fees known before the start; "
        "at least two offers are asked for.",
        team=("Bedside to software", "orchard"),
        pace=12,
    ),
    SolutionPlot(
        -45,
        "first-job",
        "First jobs that lead on",
        "graduates of schools and of short courses",
        "board",
        {"support": "Seven of ten have moved to a second job in the same firm after a year."},
        (
            ("board", "Somebody who visits both sides each month"),
            ("university", "Credit for the first half year"),
        ),
        "approved",
        because="Companies pay their own people; visits are part of the board's work.",
        team=("Second job", "loomis"),
        pace=10,
    ),
)

PROMISES = (
    PromisePlot(-230, "clearwell", "Open a first job in support", -170, "kept", 2, "jobs", -172),
    PromisePlot(-228, "loomis", "Open a first job in testing", -168, "kept", 1, "jobs", -169),
    PromisePlot(
        -200, "university", "Set terms and budgets on one page", -160, "kept", settled=-175
    ),
    PromisePlot(-104, "northgate", "Show the night shift to ten people", -50, "kept",
            10, "people", -55, solution="operators"),
    PromisePlot(-90, "developer", "Shorten the chamber's own tender form", -16, "late"),
    PromisePlot(-30, "foundation", "Buy ten laptops", 25, "accepted", 10, "laptops"),
)  # fmt: skip


def code(table: DemoTable) -> Iterator[Story]:
    """All that happens at the software companies' table."""
    yield _main_story(table)
    yield _newest_needs(table)
    yield _conduct_story(table)
    yield from (rewrite_plan(table, day, text) for day, text in PLANS)
    yield from (tell_meeting(table, told) for told in MEETINGS)
    yield from (tell_solution(table, told) for told in SOLUTIONS)
    yield from (tell_promise(table, told) for told in PROMISES)


def _main_story(table: DemoTable) -> Story:
    yield from start_work(table, CODE)
    _co_convene(table)
    second = ("health", "returners", "testers", "buyers")
    yield from hear_needs(table, -202, second, attested=("returners",), unread=("developer",))
    yield from tell_round(table, RoundPlot(-174, (*second, "fiber"), rule="matrix", keep=2))
    asked = ("returners", "testers", "buyers", "fiber")
    absent = ("papercrane", "orchard", "fathom")
    yield from tell_round(
        table,
        RoundPlot(-6, asked, rule="points", keep=2, most_points=60, upto="open", absent=absent),
    )


def _co_convene(table: DemoTable) -> None:
    """The chamber convenes beside the college, and runs what the college would deliver (I6)."""
    table.doing["deputy"] = table.person("developer")
    table.do(
        conveners.appoint,
        "state",
        partnership=table.here,
        organization=table.cast.orgs[table.org("developer")],
        person=table.doing["deputy"],
        basis="Companies asked for somebody who can run what the college would deliver.",
        term_ends=table.day(200).date(),
        lead=False,
    )


def _newest_needs(table: DemoTable) -> Story:
    yield table.day(-20)
    raise_needs(table, "seed", "image")
    yield table.day(-16)
    support_need(table, "image", 3)
    draft_need(table, "lab")
    yield table.day(-3)
    raise_needs(table, "spectrum")


def _conduct_story(table: DemoTable) -> Story:
    """Two pitches, a seat that is kept from acting, and a post that waits."""
    yield from _report_pitch(
        table, -134, "papercrane", "convener", "In the break of the summer table"
    )
    yield from _report_pitch(table, -101, "tessel", "state", "By letter to all small firms")
    reason = "Two pitches within five weeks, the second after a warning."
    yield table.day(-96)
    table.do(seats.suspend, seat=table.seats["institute"], reason=reason)
    yield table.day(-94)
    table.do(seats.suspend, "state", seat=table.seats["institute"], reason=reason)
    yield table.day(-28)
    _write_post(table, "bridges", "nurses", "Two nurses left the course for family reasons; the "
           "waiting list has three names.")  # fmt: skip
    yield table.day(-7, 15)
    _write_post(table, "university", "operators", HELD)


HELD = (
    "Our evening program on networks starts in January; see www.quayland-state.example and the "
    "brochure, or call me to reserve places at a discount."
)
"""The one text of the demo that says what it should not: it waits for the convener."""


def _report_pitch(table: DemoTable, day: int, who: str, handler: str, where: str) -> Story:
    yield table.day(day)
    report = table.do(neutrality.report_pitch, who, about=table.seats["institute"], where=where)
    yield table.day(day + 4)
    table.do(
        neutrality.handle,
        handler,
        report=report,
        upheld=True,
        outcome="The institute was told that partners listen first, and apologized.",
    )


def _write_post(table: DemoTable, who: str, solution: str, text: str) -> None:
    table.do(
        neutrality.write,
        who,
        partnership=table.here,
        seat=table.seats[who],
        solution=table.solution(solution),
        text=text,
    )
