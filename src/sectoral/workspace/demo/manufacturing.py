"""The demo's longest table: manufacturers, convened by a chamber; a year and a half of work.

A smaller table of a neighboring region merges into it on the way.
"""

from collections.abc import Iterator

from sectoral.workspace.actions import costs, invitations, needs, neutrality, realignments, seats
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
from sectoral.workspace.models import CostShare, Realignment, Seat

CODES = ("326", "331", "332", "333", "334", "336")
"""Metal, plastics and machines: what the two tables of manufacturers take on."""

METAL = TablePlot(
    day=-530,
    partners=(
        "developer",
        "college",
        "board",
        "bridges",
        "opendoor",
        "trades",
        "association",
        "commerce",
    ),
    convener="developer",
    basis="Companies of every size trust it, and it runs no training of its own.",
    champions=("brightline", "sorrel"),
    scope="Companies that shape metal and plastics or build machines, with their people, "
    "suppliers, sites and markets.",
    place="Brightline Gear Works, visitors' room",
    first=("setup", "maintenance", "nightbus", "power", "heattreat"),
    keep=3,
    team="Set-up and maintenance",
    plan="First: forty people a year who can set up a machine. Second: technicians for mixed "
    "lines. Third: a way home after the second shift. Each has a company in the lead and a "
    "date in spring.",
)

MILL = TablePlot(
    day=-352,
    partners=("developer", "college", "board", "trades"),
    convener="board",
    basis="It knows every employer of the valley from forty years of placing people.",
    champions=("stonecroft", "fennimore"),
    scope="Companies that build machines, trailers and tools.",
    place="Stonecroft Trailers, hall two",
    first=("welders", "bridge", "dies"),
    keep=1,
    team="Aluminum welding",
    plan="Find out which welding skills are missing, and send finished trailers over a road "
    "that carries them.",
)

PLANS = (
    (-322, "The set-up course runs at two plants. Next: technicians, and a trial of the late bus."),
    (-214, "Bus trial until summer. Technicians: twenty places. New: power, and a measuring room."),
    (-112, "Work of both regions is joined. Welding on thin aluminum comes to the set-up course."),
    (-21, "Three priorities of the last vote: heat treating, the measuring room, air permits."),
)

MEETINGS = (
    MeetingPlot(
        -400,
        "team",
        "Set-up team: which drawings, which machines",
        "Which ten tasks does somebody master who can set up?",
        (("brightline", "Ten tasks, on two pages"), ("tolland", "First-piece approval")),
        ("brightline", "tolland", "kessler", "lumen", "college", "board"),
        ("The ten tasks are agreed; the college builds the course on them, not on its catalog.",),
        "Four companies wrote the ten tasks. The college and the board listened and took them "
        "home.",
        place="Tolland Castings, meeting room",
    ),
    MeetingPlot(
        -345,
        "regular",
        "Winter table",
        "Does the late bus get a trial?",
        (
            ("sorrel", "Who leaves because of the last bus"),
            ("pinnate", "Power dips: what was measured"),
            ("", "Promises since autumn"),
        ),
        ("sorrel", "companies", "college", "board", "opendoor"),
        ("The bus gets a trial of five months.", "Companies measure dips with one meter."),
        "Six companies counted people who left over the bus: thirty-four in a year. Everybody "
        "wants a trial.",
        place="Sorrel Hydraulics, canteen",
        hour=15,
    ),
    MeetingPlot(
        -288,
        "listening",
        "Listening session: small shops",
        "Which needs of small shops belong on this table?",
        (("kessler", "What a loan costs in time"), ("lumen", "Waiting for a measuring room")),
        ("kessler", "lumen", "ironbridge", "pinnate", "college", "board", "commerce"),
        ("Loans and measuring are written down as needs of the table.",),
        "Small shops spoke, partners asked and took notes. Nobody offered anything.",
        place="Kessler & Daughters Machine Shop",
    ),
    MeetingPlot(
        -262,
        "support",
        "Support team: what was heard",
        "Who joins which team, so that no company is visited twice?",
        (("", "What each of us heard"), ("board", "Visits this month"), ("college", "Course days")),
        ("board", "college", "bridges", "opendoor", "trades"),
        ("One visit calendar for all partners; the chamber keeps it.",),
        "Five partners compared notes. Two visits to the same plant became one.",
        place="By video",
    ),
    MeetingPlot(
        -221,
        "regular",
        "Spring table",
        "What do we measure on the bus?",
        (("board", "Figures of the trial"), ("", "Report to the state")),
        ("board", "brightline", "tolland", "college", "opendoor", "trades"),
        (),
        "Two companies came; the date fell on a trade fair. The table decided nothing and moves "
        "its date. Partners spoke more than companies, which is the wrong way round.",
        late=3,
        place="Chamber building, room 4",
    ),
    MeetingPlot(
        -190,
        "regular",
        "Early summer table",
        "Does the bus stay?",
        (("sorrel", "Sixty-one riders a night"), ("carrow", "Who shares the costs next year")),
        ("carrow", "companies", "college", "board", "opendoor"),
        ("The bus stays until the end of the year; three companies and the county share it.",),
        "Riders rose from nineteen to sixty-one. The three largest companies said yes on the spot.",
        place="Carrow Tank and Vessel",
    ),
    MeetingPlot(
        -164,
        "regular",
        "Summer table",
        "Which needs go to the next vote?",
        (("brightline", "Needs for the vote"),),
        ends="cancelled",
        because="Four plants are closed for their summer week; the August table takes the points.",
        place="Brightline Gear Works",
    ),
    MeetingPlot(
        -118,
        "regular",
        "First table of the joined regions",
        "Which work of the smaller table goes on here?",
        (
            ("brightline", "Welcome, and what each of us makes"),
            ("sorrel", "Welding on thin aluminum"),
            ("", "How the teams are joined"),
        ),
        ("brightline", "companies", "college", "board", "trades"),
        ("Welding joins the set-up team; the bridge is raised again by those who need it.",),
        "Thirteen companies at one table for the first time. Two found that they buy from each "
        "other through a dealer three states away.",
        place="Brightline Gear Works",
    ),
    MeetingPlot(
        -60,
        "regular",
        "Autumn table",
        "Do we build on the three priorities of the vote?",
        (("tolland", "Air permits: a list of papers"), ("lumen", "A measuring room for all")),
        ("tolland", "companies", "college", "board", "commerce"),
        ("Teams for heat treating and for the measuring room form this month.",),
        "The count was read out. Small shops and large ones put different needs first; both are "
        "among the three.",
        place="Tolland Castings",
    ),
    MeetingPlot(
        -26,
        "team",
        "Measuring room team",
        "Which machine goes into the room, and who may use it when?",
        (("lumen", "Hours by company"), ("kessler", "What small shops need first")),
        ("lumen", "kessler", "pinnate", "college", "commerce"),
        ("The design goes before all companies next week.",),
        "Three companies drew up hours. The state's department of commerce brought two examples "
        "from elsewhere.",
        place="Lumen Controls",
    ),
    MeetingPlot(
        0,
        "regular",
        "Needs of the season",
        "Which of the new needs do we stand by?",
        (
            ("brightline", "Supervisors who were machinists yesterday"),
            ("kessler", "A furnace in the region"),
            ("board", "What partners heard since autumn"),
        ),
        ("brightline", "tolland", "sorrel", "kessler", "college"),
        ends="open",
        place="Brightline Gear Works",
    ),
    MeetingPlot(
        10,
        "regular",
        "Open table: the measuring room",
        "Do companies approve the measuring room?",
        (
            ("lumen", "The room, its hours and its costs"),
            ("sorrel", "What the late bus taught us"),
            ("", "Results of the year"),
        ),
        ends="invited",
        public=True,
        place="Chamber building, large hall",
    ),
)

SOLUTIONS = (
    SolutionPlot(
        -420,
        "course",
        "Set-up course in two plants",
        "operators with a year at a machine, evenings and paid by their companies",
        "college",
        {"setup": "Nine of twelve can set up a job they have not seen, alone, within two hours."},
        (
            ("college", "A teacher for two evenings a week"),
            ("board", "Fees of people who are between jobs"),
            ("brightline", "A line on Tuesday evenings"),
            ("trades", "Mentors from the shop floor"),
        ),
        "completed",
        target=84000,
        pays=(
            ("brightline", "cash", 22000, 60000),
            ("tolland", "cash", 15000, 38000),
            ("sorrel", "cash", 12000, 35000),
            ("kessler", "in_kind", 5000, 14000),
            ("board", "cash", 30000, 0),
        ),
        formula="headcount",
        team=("Set-up course", "brightline"),
        pace=10,
    ),
    SolutionPlot(
        -400,
        "technicians",
        "Fault finding on mixed lines",
        "maintenance people of eight plants, two days a month for a year",
        "board",
        {"maintenance": "The hours a line is down drop by a fifth at five plants."},
        (
            ("college", "A bench with three ages of controllers"),
            ("board", "Half of the fees"),
            ("association", "Manuals from its members"),
        ),
        "delivering",
        target=120000,
        pays=(
            ("brightline", "cash", 30000, 90000),
            ("pinnate", "cash", 20000, 45000),
            ("lumen", "in_kind", 10000, 18000),
            ("board", "cash", 45000, 0),
            ("college", "in_kind", 15000, 0),
        ),
        formula="use",
        team=("Fault finding", "tolland"),
        pace=30,
    ),
    SolutionPlot(
        -330,
        "bus",
        "A late bus from the industrial park",
        "people on the second shift without a car",
        "opendoor",
        {"nightbus": "Fewer than five people a quarter leave because of the way home."},
        (
            ("opendoor", "Names of riders and a phone line at night"),
            ("commerce", "A permit for the stop"),
            ("sorrel", "A shelter at the gate"),
        ),
        "measuring",
        target=60000,
        pays=(
            ("sorrel", "cash", 18000, 40000),
            ("carrow", "cash", 18000, 52000),
            ("commerce", "cash", 24000, 0),
        ),
        team=("Late bus", "sorrel"),
        pace=12,
    ),
    SolutionPlot(
        -204,
        "open-day",
        "Open gates for school classes",
        "pupils of twelve and thirteen with their parents",
        "college",
        {"image": "Six hundred pupils have stood beside a machine by summer."},
        (("college", "Buses for classes"), ("bridges", "Invitations to parents")),
        "stopped",
        because="Insurers ask for one adult to three pupils; seven of nine plants cannot do that.",
        pace=9,
    ),
    SolutionPlot(
        -56,
        "furnace",
        "A furnace that five companies share",
        "companies that send parts away for hardening",
        "commerce",
        {"heattreat": "Parts are back within three days, for five companies."},
        (("developer", "A site with gas"), ("commerce", "The permit talk before the papers")),
        "designing",
        team=("Furnace", "kessler"),
        pace=10,
    ),
    SolutionPlot(
        -52,
        "measuring",
        "A measuring room at the college",
        "companies without a coordinate measuring machine",
        "lumen",
        {"metrology": "First pieces are approved within two days for five companies."},
        (
            ("college", "A room with steady temperature"),
            ("commerce", "A part of the machine"),
            ("lumen", "Forty hours of instruction"),
        ),
        "employer_review",
        target=170000,
        pays=(
            ("lumen", "in_kind", 20000, 0),
            ("brightline", "cash", 60000, 190000),
            ("pinnate", "cash", 40000, 190000),
            ("commerce", "cash", 90000, 0),
        ),
        formula="use",
        team=("Measuring room", "lumen"),
        pace=12,
    ),
    SolutionPlot(
        -20,
        "loan-desk",
        "One desk for equipment loans",
        "shops with fewer than fifty people",
        "commerce",
        {"loans": ""},
        (),
        "idea",
    ),
)

PROMISES = (
    PromisePlot(-416, "brightline", "Open a line for the course on Tuesday evenings", -360, "kept",
            40, "evenings", -365, solution="course"),
    PromisePlot(-410, "college", "Write the course from the ten tasks", -372, "kept", settled=-374),
    PromisePlot(-396, "board", "Pay the fees of people between jobs", -300, "kept",
            12, "people", -305),
    PromisePlot(
        -340, "pinnate", "Lend the meter to six plants in turn", -280, "kept", settled=-282
    ),
    PromisePlot(-318, "carrow", "Pay a third of the bus until summer", -200, "kept", settled=-204),
    PromisePlot(-230, "tolland", "Send eight maintenance people", -150, "renegotiated",
            8, "people", -158, "Two lines move in spring; the people come after that."),
    PromisePlot(-228, "ironbridge", "Lend a trailer as a classroom", -140, "withdrawn",
            settled=-170, because="The trailer was sold with the yard."),
    PromisePlot(-95, "commerce", "List the papers an air permit needs", -13, "late"),
    PromisePlot(-70, "kessler", "Count the furnace loads of five companies", 0, "due"),
    PromisePlot(-40, "lumen", "Give forty hours of instruction", 60, "accepted", 40, "hours"),
    PromisePlot(-24, "trades", "Find six mentors for the second course", 30, "accepted",
            6, "mentors"),
    PromisePlot(
        -4, "opendoor", "Ask riders how they would get home without the bus", 21, "offered"
    ),
)  # fmt: skip


def metal(table: DemoTable, mill: DemoTable) -> Iterator[Story]:
    """All that happens at the manufacturers' table."""
    yield _main_story(table)
    yield _newest_needs(table)
    yield _conduct_story(table)
    yield _confirm_delegates(table)
    yield merge_tables(table, mill)
    yield from (rewrite_plan(table, day, text) for day, text in PLANS)
    yield from (tell_meeting(table, told) for told in MEETINGS)
    yield from (tell_solution(table, told) for told in SOLUTIONS)
    yield from (tell_promise(table, told) for told in PROMISES)


def _main_story(table: DemoTable) -> Story:
    yield from start_work(table, METAL)
    second = ("loans", "airpermit", "metrology", "image")
    yield from hear_needs(table, -300, second)
    void = "Two seats joined on the day of the vote and were asked by mistake; we vote again."
    yield from tell_round(
        table,
        RoundPlot(
            -272,
            ("power", "heattreat", *second),
            rule="points",
            keep=3,
            most_points=60,
            void=void,
        ),
    )
    third = ("power", "heattreat", "loans", "airpermit", "metrology")
    yield from tell_round(table, RoundPlot(-76, third, rule="matrix", keep=3))


def _newest_needs(table: DemoTable) -> Story:
    """Needs that are still on their way to the table."""
    yield table.day(-42)
    raise_needs(table, "canteen")
    yield table.day(-40)
    table.do(needs.set_apart, need=table.need("canteen"))
    yield from hear_needs(
        table,
        -17,
        ("childcare", "supervisors"),
        attested=("childcare",),
        unread=("opendoor",),
    )
    yield table.day(-8)
    raise_needs(table, "math", "siding", "hazmat", "interns")
    table.do(needs.clarify, "sorrel", need=table.need("hazmat"))
    yield table.day(-5, 13)
    support_need(table, "math")
    draft_need(table, "packaging")
    table.do(
        needs.reword,
        need=table.need("interns"),
        title="Interns for six months, with credit from their school",
        text="Ten weeks end before an intern has finished anything. Six months that count for "
        "school would let both sides see whether they fit.",
    )


def _conduct_story(table: DemoTable) -> Story:
    """What a table meets now and then: a vendor at the door, a pitch, an open letter."""
    yield table.day(-15)
    vendor = table.cast.vendor("metal/readycrew", "Ready Crew Staffing", "561320", table.case)
    table.seats["readycrew"] = table.do(
        seats.offer,
        partnership=table.here,
        organization=table.cast.orgs[vendor],
        exception="It places machine operators at three member companies.",
    )
    yield table.day(-6)
    table.do(
        invitations.invite,
        seat=table.seats["kessler"],
        email="june.kessler@kessler-daughters-machine-shop.quayland.example",
        role="alternate",
    )
    pledge = CostShare.objects.get(
        solution=table.solutions["measuring"], seat=table.seats["pinnate"]
    )
    table.do(costs.release, "pinnate", share=pledge, reason="The plant's budget waits for spring.")
    yield table.day(-4, 16)
    table.do(
        neutrality.report_pitch,
        "pinnate",
        about=table.seats["college"],
        where="At the plant tour, after the talk about apprentices",
    )


def _confirm_delegates(table: DemoTable) -> Story:
    """Once a year each seat says that its delegate still acts for it."""
    yield table.day(-180)
    for seat in table.seats.values():
        for delegate in seat.delegates.filter(until=None):
            table.do(seats.confirm_delegate, delegate=delegate)


# ── the table that merges into it ─────────────────────────────────────────────────────────────


def small_mill(table: DemoTable) -> Iterator[Story]:
    """The smaller table's own year."""
    yield start_work(table, MILL)
    yield tell_meeting(table, _mill_meeting())


def _mill_meeting() -> MeetingPlot:
    return MeetingPlot(
        -190,
        "regular",
        "One table or two",
        "Do we ask to join the larger table?",
        (("stonecroft", "The same welders, the same roads"), ("dray", "What we would lose")),
        ("stonecroft", "companies", "college", "board"),
        ("We ask to merge, and keep a team of our own for welding.",),
        "Five companies are few for a course of their own. Four want to join; one wants to be "
        "sure that the valley is heard.",
        place="Dray River Farm Equipment",
    )


def merge_tables(table: DemoTable, mill: DemoTable) -> Story:
    """The smaller table asks, the companies of both say yes, the state confirms."""
    yield mill.day(-158)
    asked = mill.do(
        realignments.propose_merge,
        partnership=mill.here,
        into=table.here,
        reason="Both send people to the same college and parts to the same customers.",
    )
    yield mill.day(-150)
    for one in (mill, table):
        for short in one.companies[:5]:
            one.do(realignments.consent, short, realignment=asked, seat=one.seats[short], yes=True)
    yield mill.day(-140)
    mill.do(realignments.confirm, "state", realignment=asked)
    yield mill.day(-132)
    mill.do(realignments.merge, "state", realignment=Realignment.objects.get(pk=asked.pk))
    _adopt_seats(table, mill)


def _adopt_seats(table: DemoTable, mill: DemoTable) -> None:
    """The seats that came over act here from now on."""
    for short in mill.seats:
        organization = mill.cast.orgs[mill.org(short)]
        seat = Seat.objects.get(partnership=table.here, organization=organization, until=None)
        if seat.pk not in {one.pk for one in table.seats.values()}:
            key = short if short not in table.seats else f"{short}-2"
            table.seats[key], table.doing[key] = seat, mill.person(short)
