"""The demo's other tables: one in every stage of a partnership's life."""

from collections.abc import Iterator

from sectoral.workspace.actions import partnerships, realignments, scope_and_end
from sectoral.workspace.demo.answers import tell_solution
from sectoral.workspace.demo.plots import (
    MeetingPlot,
    PromisePlot,
    RoundPlot,
    SolutionPlot,
    TablePlot,
)
from sectoral.workspace.demo.steps import (
    form_table,
    hear_needs,
    launch_table,
    propose_table,
    raise_needs,
    ready_table,
    rewrite_plan,
    start_work,
    tell_meeting,
    tell_promise,
    tell_round,
)
from sectoral.workspace.demo.story import DemoTable
from sectoral.workspace.demo.timeline import Story
from sectoral.workspace.models import Realignment


def _regular_meeting(
    day: int, title: str, chair: str, wanted: str, point: str, minutes: str
) -> MeetingPlot:
    """A regular meeting with all companies and two partners."""
    agenda = ((chair, point), ("", "What was promised and what came of it"))
    return MeetingPlot(
        day, "regular", title, wanted, agenda, (chair, "companies", "college", "board"),
        (f"{point}: we go on as proposed.",), minutes, place="At the chair's company",
    )  # fmt: skip


# ── active, convened by a company ─────────────────────────────────────────────────────────────

POWER = TablePlot(
    day=-332,
    partners=("developer", "college", "board", "trades"),
    convener="millrace",
    basis="The other companies asked it to; the state's data steward keeps what they say.",
    champions=("copperline", "greywind"),
    scope="Companies that make, carry and store energy, or mine, in the valley.",
    place="Copperline Transmission, control room",
    first=("linework", "turbine", "roads"),
    keep=2,
    team="Line school",
    plan="A climbing school of the region's own, and a first step for people of the valley.",
)

LINE_SCHOOL = SolutionPlot(
    -212,
    "lines",
    "A climbing yard for line workers",
    "people of the valley who want to climb, twenty a year",
    "college",
    {"linework": "Fifteen of twenty climb alone after twelve weeks and stay for a year."},
    (
        ("college", "The yard and a teacher"),
        ("board", "Boots, belts and fees"),
        ("trades", "Two teachers on their free days"),
    ),
    "delivering",
    target=160000,
    pays=(
        ("copperline", "cash", 50000, 140000),
        ("millrace", "cash", 50000, 150000),
        ("greywind", "in_kind", 10000, 20000),
        ("board", "cash", 50000, 0),
    ),
    formula="headcount",
    team=("Climbing yard", "copperline"),
    pace=20,
)


def power(table: DemoTable) -> Iterator[Story]:
    """Energy: a company convenes, and sees no more of its peers than anybody else."""
    yield start_work(table, POWER)
    yield _pond_story(table)
    yield tell_meeting(
        table,
        _regular_meeting(
            -160,
            "Before the storms",
            "copperline",
            "Where does the yard stand?",
            "Three sites for the yard",
            "Companies chose the old substation; partners asked why.",
        ),
    )
    yield tell_meeting(
        table,
        _regular_meeting(
            -92,
            "Winter roads",
            "highmark",
            "Who asks the county about plowing?",
            "A list of roads by wellhead",
            "Two companies and the council write one letter.",
        ),
    )
    yield tell_meeting(
        table,
        _regular_meeting(
            -31,
            "First climbers",
            "greywind",
            "Do we take twenty or twelve?",
            "Places in the first class",
            "Sixteen places; every company takes at least two people.",
        ),
    )
    yield rewrite_plan(
        table, -128, "The yard opens in autumn. Turbine technicians begin there too."
    )
    yield rewrite_plan(table, -33, "Sixteen climbers in the first class. Next: winter roads.")
    yield tell_solution(table, LINE_SCHOOL)
    yield tell_promise(
        table, PromisePlot(-150, "saltbed", "Clear the old substation", -95, "kept", settled=-97)
    )
    yield tell_promise(
        table,
        PromisePlot(-88, "trades", "Find two teachers for the yard", -20, "kept", settled=-22),
    )


def _pond_story(table: DemoTable) -> Story:
    yield table.day(-12)
    raise_needs(table, "water")
    yield from tell_round(table, RoundPlot(-8, ("roads", "turbine"), upto="draft"))


# ── at risk, stale, and the neighbor it asks ──────────────────────────────────────────────────

CARE = TablePlot(
    day=-348,
    partners=("board", "college", "developer", "opendoor", "service"),
    convener="board",
    basis="It convenes health care across the rural counties already.",
    champions=("mercyridge", "hearthside"),
    scope="Hospitals, homes, practices and home care, with their people and the way to patients.",
    place="Mercy Ridge Hospital, chapel room",
    first=("nights", "homecare", "prep"),
    keep=1,
    team="Nights and weekends",
    plan="A course at night for those who will work at night.",
)

NIGHT_COURSE = SolutionPlot(
    -226,
    "night-course",
    "Nursing assistant course at night",
    "people who work by day and will work nights",
    "college",
    {"nights": "Ten night posts are filled for half a year."},
    (("college", "Nights on the ward"), ("board", "Fees"), ("opendoor", "Childcare at night")),
    "delivering",
    because="The hospital gives the ward and the teachers.",
    team=("Night course", "mercyridge"),
    pace=14,
)


def care(table: DemoTable) -> Iterator[Story]:
    """Health care: companies have not met for a quarter of a year."""
    yield start_work(table, CARE)
    yield tell_meeting(
        table,
        _regular_meeting(
            -180,
            "Night course",
            "mercyridge",
            "Which wards take the first class?",
            "Wards and mentors",
            "Two wards take six people each.",
        ),
    )
    yield tell_meeting(
        table,
        _regular_meeting(
            -102,
            "After the first class",
            "willow",
            "Do kitchens and laundries join?",
            "From kitchen to care",
            "Three of five companies came; the next date was left open.",
        ),
    )
    yield rewrite_plan(
        table, -104, "A second class in winter, with people from kitchens and laundries."
    )
    yield tell_solution(table, NIGHT_COURSE)
    yield tell_promise(
        table,
        PromisePlot(-98, "willow", "Name six people from the kitchen", -30, "late", 6, "people"),
    )


LODGE = TablePlot(
    day=-358,
    partners=("developer", "college", "board"),
    convener="developer",
    basis="It speaks for the valley's hosts since the lift was built.",
    champions=("granite", "vista"),
    scope="Hosts, guides and lifts of the mountains.",
    place="Granite Pass Lodge, dining room",
    first=("seasons", "housing", "trail"),
    keep=1,
    team="Two seasons",
    plan="Pass people on between winter and summer, and find them rooms.",
)

SHORE = TablePlot(
    day=-302,
    partners=("developer", "college", "board", "commerce"),
    convener="board",
    basis="The hosts asked it after the season in which nobody had cooks.",
    champions=("harborlight", "pier"),
    scope="Hosts, kitchens and boats of the coast.",
    place="Harborlight Hotels, ballroom",
    first=("cooks", "ferry", "winter"),
    keep=1,
    rule="approval",
    team="Kitchen lines",
    plan="One line course for all kitchens before the season.",
)


def lodge(table: DemoTable, shore: DemoTable) -> Iterator[Story]:
    """The mountains: nobody met since the season; the convener asks to join the coast."""
    yield start_work(table, LODGE)
    yield tell_meeting(
        table,
        _regular_meeting(
            -192,
            "End of the season",
            "granite",
            "Who passes on whom?",
            "People for the summer",
            "Four names were passed on. No date was set for the next time.",
        ),
    )
    yield rewrite_plan(table, -190, "A list of people for summer; rooms wait for the county.")
    yield _ask_merge(table, shore)


def _ask_merge(table: DemoTable, shore: DemoTable) -> Story:
    """A merge is proposed; the companies of both are being asked."""
    yield table.day(-6)
    asked = table.do(
        realignments.propose_merge,
        partnership=table.here,
        into=shore.here,
        reason="The coast is full in summer and the mountains in winter: the same people.",
    )
    yield table.day(-4)
    for one, short in ((table, "granite"), (shore, "harborlight"), (shore, "museum")):
        seat = one.seats[short]
        one.do(realignments.consent, short, realignment=asked, seat=seat, yes=short != "museum")


def shore(table: DemoTable) -> Iterator[Story]:
    """The coast: small and steady."""
    yield _shore_story(table)
    yield tell_meeting(
        table,
        _regular_meeting(
            -121,
            "Cooks for all",
            "pier",
            "One course or five?",
            "What a line cook does",
            "One course; each kitchen sends two people and one teacher.",
        ),
    )
    yield tell_meeting(
        table,
        _regular_meeting(
            -52,
            "After the season",
            "harborlight",
            "What do we try in winter?",
            "A reason to come in winter",
            "A week of boat builders in February, as a trial.",
        ),
    )
    yield rewrite_plan(table, -92, "The line course runs before each season. Winter comes next.")
    yield tell_promise(
        table, PromisePlot(-48, "museum", "Open on winter weekends", 40, "accepted", 8, "weekends")
    )
    yield tell_solution(
        table,
        SolutionPlot(
            -34,
            "line",
            "One line course for five kitchens",
            "people who start in a kitchen",
            "college",
            {"cooks": ""},
            (),
            "idea",
        ),
    )


def _shore_story(table: DemoTable) -> Story:
    yield from start_work(table, SHORE)
    yield from tell_round(table, RoundPlot(-11, ("ferry", "winter"), keep=1, upto="closed"))


# ── on their way ──────────────────────────────────────────────────────────────────────────────

FREIGHT = TablePlot(
    day=-86,
    partners=("developer", "college", "board", "commerce", "trades"),
    convener="board",
    basis="Drivers and warehouses have come to it for years.",
    champions=("axlepoint", "crossdock"),
    scope="Companies that carry, store and forward goods, on road, river and rail.",
    place="Axlepoint Trucking, drivers' room",
    first=("drivers", "parking", "forklift"),
)

BANK = TablePlot(
    day=-54,
    partners=("developer", "university", "board", "bridges"),
    convener="university",
    basis="Half of the industry's people studied there.",
    champions=("firstquay", "tillers"),
    scope="Banks, credit unions, insurers and those who settle claims.",
    place="First Quay Bank, fourth floor",
)

FARM = TablePlot(
    day=-26,
    partners=("college", "bridges", "developer"),
    convener="bridges",
    basis="Farms and plants trust it: it found housing for four hundred of their people.",
    champions=("goldfield",),
    scope="Farms, orchards and the plants that pack what they grow.",
    place="Stillwater Foods",
)

WARD = TablePlot(-7, (), "board", "It convenes health care next door.", (), "", "")
LAB = TablePlot(-74, (), "developer", "It proposed it.", (), "", "")


def freight(table: DemoTable) -> Iterator[Story]:
    """Freight: launched three weeks ago; partners are listening."""
    yield _freight_story(table)


def _freight_story(table: DemoTable) -> Story:
    yield from launch_table(table, FREIGHT)
    yield from hear_needs(table, -19, FREIGHT.first, unread=("commerce",))


def bank(table: DemoTable) -> Iterator[Story]:
    """Finance: ready; its champions have invited to the launch."""
    yield ready_table(table, BANK)
    yield tell_meeting(
        table,
        MeetingPlot(
            11,
            "launch",
            "Launch: banks and insurers",
            "Do we go on together?",
            (
                ("firstquay", "Where the industry will be in ten years"),
                ("tillers", "People who settle claims"),
                ("", "How this table works"),
            ),
            ("firstquay",),
            ends="invited",
            place="First Quay Bank, fourth floor",
        ),
    )


def farm(table: DemoTable) -> Iterator[Story]:
    """Farms: seats are being filled."""
    yield _farm_story(table)


def _farm_story(table: DemoTable) -> Story:
    yield from form_table(table, FARM)
    yield from tell_meeting(
        table,
        MeetingPlot(
            12, "support", "Support team: who could sit at this table",
            "Which farms and plants do we ask first?",
            (("", "Companies by county"), ("college", "Who sends people to courses")),
            ends="planned", place="Stillwater Foods",
        ),
    )  # fmt: skip


def ward(table: DemoTable) -> Iterator[Story]:
    """Health care next door: proposed this week."""
    yield propose_table(table, WARD)


def lab(table: DemoTable) -> Iterator[Story]:
    """Bioscience: proposed, and not taken up."""
    yield _reject_lab(table)


def _reject_lab(table: DemoTable) -> Story:
    yield from propose_table(table, LAB)
    yield table.day(-60)
    reason = "Three companies answered, and all three want to sit with the manufacturers."
    table.do(partnerships.reject, "state", partnership=table.here, reason=reason)


# ── paused, split, closed ─────────────────────────────────────────────────────────────────────

TIMBER = TablePlot(
    day=-284,
    partners=("developer", "college", "board", "commerce"),
    convener="developer",
    basis="The council owns the rail yard that all mills use.",
    champions=("larchwood", "birchline"),
    scope="Companies that cut, saw and press wood, from the forest to the window.",
    place="Larchwood Sawmill",
    first=("drive", "kiln", "paper"),
    keep=1,
    team="Drivers in the woods",
    plan="Machine time for newcomers, and a kiln for two mills.",
)

ADVICE = TablePlot(
    day=-322,
    partners=("developer", "university", "board", "college"),
    convener="developer",
    basis="Every firm is among its members, and it sells none of their services.",
    champions=("spanner", "abacus"),
    scope="Lawyers, accountants, engineers, surveyors, architects and advertisers.",
    place="Spanner Engineering, atrium",
    first=("graduates", "surveyors", "permits"),
    keep=2,
    team="Graduates who explain",
    plan="Writing for graduates of all subjects, and more surveyors with a license.",
)

BUILD = TablePlot(
    day=-506,
    partners=("college", "board", "developer", "trades", "bridges"),
    convener="trades",
    basis="Companies and workers both trust the council that set up their first apprenticeship.",
    champions=("cartwright", "voltway"),
    scope="Builders and those who pour, wire, raise and dig for them.",
    place="Cartwright Concrete, yard office",
    first=("concrete", "safety"),
    keep=2,
    team="Finishers",
    plan="Forty finishers before April, and one safety card for every site.",
    labor_votes=True,
)

FINISHERS = SolutionPlot(
    -392,
    "finishers",
    "Finishers before April, and one card",
    "people who want to build and have not yet",
    "college",
    {
        "concrete": "Thirty finishers are at work on the first of April.",
        "safety": "Every site of the five companies takes the card.",
    },
    (
        ("college", "The yard in winter"),
        ("trades", "Teachers"),
        ("board", "Boots and bus fares"),
        ("bridges", "Names, and somebody to call"),
    ),
    "completed",
    target=70000,
    pays=(
        ("cartwright", "cash", 20000, 45000),
        ("highbeam", "cash", 20000, 38000),
        ("plumb", "in_kind", 5000, 9000),
        ("board", "cash", 25000, 0),
    ),
    team=("One card", "voltway"),
    pace=8,
)


def timber(table: DemoTable) -> Iterator[Story]:
    """Wood: paused until the mill runs again."""
    yield start_work(table, TIMBER)
    yield tell_meeting(
        table,
        _regular_meeting(
            -110,
            "Before the snow",
            "larchwood",
            "Who lends a machine for a week?",
            "Machine time for newcomers",
            "Two weeks of machine time from two companies.",
        ),
    )
    yield _pause_timber(table)


def _pause_timber(table: DemoTable) -> Story:
    yield table.day(-40)
    table.do(
        partnerships.pause,
        partnership=table.here,
        reason="The paper mill rebuilds after its boiler failed; three companies are idle.",
        until=table.day(75).date(),
    )


def advice(table: DemoTable) -> Iterator[Story]:
    """Professional services: one table became two."""
    yield start_work(table, ADVICE)
    yield tell_meeting(
        table,
        _regular_meeting(
            -150,
            "Too many questions",
            "spanner",
            "Which question is everybody's?",
            "Plan review and writing",
            "Engineers spoke of permits, lawyers of graduates.",
        ),
    )
    yield tell_meeting(
        table,
        _regular_meeting(
            -76,
            "One table or two",
            "abacus",
            "Do we split?",
            "Two tables",
            "Six of seven firms want two tables with one convener.",
        ),
    )
    yield rewrite_plan(table, -112, "Writing course begins; surveyors wait for a license board.")
    yield _split_advice(table)


def _split_advice(table: DemoTable) -> Story:
    yield table.day(-64)
    asked = table.do(
        realignments.propose_split,
        partnership=table.here,
        parts=(
            _split_part(table, "Law, accounts and advertising", ("5411", "5412", "5418")),
            _split_part(
                table, "Engineering and design", ("5413",), "Firms of one sector, other work."
            ),
        ),
        reason="Engineers and lawyers have no need in common; each half has four of its own.",
    )
    yield table.day(-57)
    for short in table.companies:
        table.do(realignments.consent, short, realignment=asked, seat=table.seats[short], yes=True)
    yield table.day(-50)
    table.do(realignments.confirm, "state", realignment=asked)
    yield table.day(-47)
    table.do(realignments.split, "state", realignment=Realignment.objects.get(pk=asked.pk))


def _split_part(
    table: DemoTable, name: str, codes: tuple[str, ...], waiver: str = ""
) -> realignments.SplitPart:
    case = table.case
    companies = (table.seats[short].organization for short in table.companies)
    return realignments.SplitPart(
        name=f"{name} in {case.region_name}",
        region=case.region,
        region_name=case.region_name,
        sector=case.sector,
        sector_name=case.sector_name,
        naics=codes,
        areas=case.areas,
        organizations=tuple(one.pk for one in companies if one.naics.startswith(codes)),
        waiver=waiver,
    )


def build(table: DemoTable) -> Iterator[Story]:
    """Construction: closed, because its goals are met."""
    yield start_work(table, BUILD)
    for day, title in ((-346, "Before April"), (-276, "In April"), (-196, "What is left")):
        yield tell_meeting(
            table,
            _regular_meeting(
                day,
                title,
                "cartwright",
                "Are there enough finishers?",
                "Finishers by company",
                "Companies counted people at work, and said how they do.",
            ),
        )
    yield rewrite_plan(table, -300, "Thirty-four finishers are at work. The card comes next.")
    yield rewrite_plan(table, -198, "Both goals are close; what stays goes to the apprenticeship.")
    yield tell_solution(table, FINISHERS)
    yield _close_build(table)


def _close_build(table: DemoTable) -> Story:
    """Its companies agree that it ends; so much is theirs."""
    yield table.day(-160)
    asked = table.do(
        scope_and_end.propose_close,
        partnership=table.here,
        because="goals_met",
        closing_note="Thirty-four finishers stayed and nine sites take one card. The "
        "apprenticeship council keeps the course; records stay here.",
    )
    yield table.day(-156)
    for short in table.companies:
        table.do(realignments.consent, short, realignment=asked, seat=table.seats[short], yes=True)
    yield table.day(-152)
    table.do(scope_and_end.carry_out, realignment=asked)
