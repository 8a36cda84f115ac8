"""What a story tells of one thing: a table's beginning, a meeting, a solution, a promise.

Seats are named by the short keys of `companies.csv` and `partners.csv`; days count from the
demo's present, those before it below zero.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TablePlot:
    """How a table came to be.

    day        when it was proposed
    partners   kinds of public partners at it
    convener   a kind of partner, or a company's key
    champions  companies whose delegates lead, the chair of the launch first
    first      needs that were heard first, and voted on
    """

    day: int
    partners: tuple[str, ...]
    convener: str
    basis: str
    champions: tuple[str, ...]
    scope: str
    place: str
    first: tuple[str, ...] = ()
    keep: int = 1
    rule: str = "ranked"
    team: str = ""
    plan: str = ""
    labor_votes: bool = False


@dataclass(frozen=True, slots=True)
class MeetingPlot:
    """A meeting.

    agenda   who asked (empty: the convener) and the point
    here     who came, the chair first; "companies" stands for all of them
    late     days after which the minutes went out; 0 = the same evening
    ends     held, cancelled, planned, invited or open
    """

    day: int
    kind: str
    title: str
    wanted: str
    agenda: tuple[tuple[str, str], ...]
    here: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    minutes: str = ""
    late: int = 0
    place: str = ""
    public: bool = False
    ends: str = "held"
    because: str = ""
    hour: float = 9


@dataclass(frozen=True, slots=True)
class SolutionPlot:
    """A solution.

    brings    who brings what; those in `delivers` offer to provide it
    tests     need → its acceptance test
    pays      who, cash or in_kind, dollars, and dollars it would have paid alone (0: not said)
    upto      the state it has reached; `because` says why it stopped or needs no money
    pace      days between two steps
    """

    day: int
    key: str
    title: str
    for_whom: str
    by: str
    tests: dict[str, str]
    brings: tuple[tuple[str, str], ...]
    upto: str
    target: int = 0
    pays: tuple[tuple[str, str, int, int], ...] = ()
    formula: str = "equal"
    because: str = ""
    delivers: tuple[str, ...] = ()
    team: tuple[str, str] = ("", "")
    aside: str = ""
    pace: int = 5


@dataclass(frozen=True, slots=True)
class PromisePlot:
    """A commitment: offered on a day, due on another, and what became of it.

    ends    offered, accepted, kept, late, due, renegotiated or withdrawn; time itself makes one
            due or late
    settled the day on which it was kept, renegotiated or withdrawn
    """

    day: int
    by: str
    what: str
    due: int
    ends: str
    amount: int = 0
    unit: str = ""
    settled: int = 0
    because: str = ""
    solution: str = ""


@dataclass(frozen=True, slots=True)
class RoundPlot:
    """A round.

    void   why it was declared so and run anew
    upto   draft, open, closed or published
    most_points  the most that one need may have, on ballots of points
    absent companies that have not voted
    """

    day: int
    needs: tuple[str, ...]
    rule: str = "ranked"
    keep: int = 2
    most_points: int | None = None
    void: str = ""
    upto: str = "published"
    absent: tuple[str, ...] = ()
