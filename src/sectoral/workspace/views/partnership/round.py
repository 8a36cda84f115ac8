"""One round: who may vote, the ballot, and after the close what came of it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from sectoral.workspace.drawings.charts import Bar, Rated, bars, ratings
from sectoral.workspace.drawings.sheets import Cell, Heading, Sheet, text
from sectoral.workspace.evidence.figures import Picture
from sectoral.workspace.models import Round
from sectoral.workspace.presenters.round import Counted, RoundPage, round_page
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.ballots import SETTLED
from sectoral.workspace.views.partnership.page import of_table, shown
from sectoral.workspace.views.partnership.sheets import sorted_sheet, taken

RULES = {
    "ranked": "Companies put the needs in order. A need's score is how many others it beats, pair "
    "by pair: one for each that more companies put below it than above it, a half for a draw.",
    "points": "Each company shares out 100 points. A need's score is their sum.",
    "matrix": "Each company rates how important and how feasible each need is, from 1 to 5. A "
    "need's score is the median importance times the median feasibility.",
}
TIES = {
    "ranked": "Equal scores: the larger sum of margins over all pairs goes first; then the need "
    "that was raised first.",
    "points": "Equal scores: the need that more companies gave points to goes first; then the "
    "one that was raised first.",
    "matrix": "Equal scores: the need with the higher median importance goes first; then the one "
    "that was raised first.",
}
_SCORE = {"ranked": "Others beaten", "points": "Points", "matrix": "Importance × feasibility"}
_SECOND = {"ranked": "Sum of margins", "points": "Ballots that gave any", "matrix": "Importance"}
_LONGEST = 52


@of_table("round")
def round_(request: HttpRequest, sitting: Sitting, round: Round) -> HttpResponse:
    """A round as its state allows: nothing of a vote is on the page before the close."""
    page = round_page(round, sitting)
    picture = _picture(page) if page.counted else None
    if picture is not None and picture.sheet is not None:
        file = taken(request, picture.sheet)
        if file is not None:
            return file
    context = {
        "page": page,
        "round": page.row,
        "rule": RULES[round.rule],
        "ties": TIES[round.rule],
        "picture": picture,
        "sheet": sorted_sheet(request, picture.sheet) if picture and picture.sheet else None,
    }
    return shown(request, sitting, "partnership/round.html", context)


def _picture(page: RoundPage) -> Picture:
    chosen = [one for one in page.counted if one.chosen]
    first = page.counted[0].title
    return Picture(
        title=f"“{first}” came first; {_priorities(len(chosen))}",
        reading=RULES[page.row.rule],
        source=TIES[page.row.rule],
        svg=SafeString("") if page.few else _drawn(page),
        sheet=_sheet(page),
    )


def _priorities(number: int) -> str:
    return "one need is a priority" if number == 1 else f"{number} needs are priorities"


def _drawn(page: RoundPage) -> SafeString:
    label = "; ".join(f"{one.place}. {one.title}: {_figure(one.score)}" for one in page.counted)
    if page.row.rule == Round.Rule.MATRIX:
        rated = tuple(
            Rated(str(one.place), one.second, one.score / one.second if one.second else 0.0)
            for one in page.counted
        )
        return ratings(rated, f"Importance against feasibility. {label}")
    parts = tuple(
        Bar(_short(f"{one.place}. {one.title}"), one.score, _figure(one.score))
        for one in page.counted
    )
    return bars(parts, f"{_SCORE[page.row.rule]}. {label}")


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"


def _figure(number: float) -> str:
    return f"{number:,.4g}"


def _sheet(page: RoundPage) -> Sheet:
    rule, slug = page.row.rule, page.row.partnership.slug
    if page.few:
        return Sheet(
            "result",
            "Every need in its place",
            (Heading("Need"), Heading("Place", number=True), Heading("Priority")),
            tuple(_of_few(one, slug) for one in page.counted),
        )
    headings = (
        Heading("Need"),
        Heading("Place", number=True),
        Heading(_SCORE[rule], number=True),
        Heading(_SECOND[rule], number=True),
        Heading("Set below the one above by"),
        Heading("Ballots that named it", number=True),
        Heading("Priority"),
    )
    rows = tuple(_row(one, slug) for one in page.counted)
    return Sheet("result", "The count, every need in its place", headings, rows)


def _of_few(one: Counted, slug: str) -> tuple[Cell, ...]:
    return (
        text(one.title, reverse("need", args=[slug, one.need])),
        Cell(str(one.place), one.place),
        text("yes" if one.chosen else "no"),
    )


def _row(one: Counted, slug: str) -> tuple[Cell, ...]:
    return (
        text(one.title, reverse("need", args=[slug, one.need])),
        Cell(str(one.place), one.place),
        Cell(_figure(one.score), one.score),
        Cell(_figure(one.second), one.second),
        text("" if one.settled == "first" else SETTLED[one.settled]),
        Cell(str(one.backers), one.backers),
        text("yes" if one.chosen else "no"),
    )
