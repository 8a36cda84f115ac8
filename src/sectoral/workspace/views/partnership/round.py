"""One round: who may vote, the ballot, and after the close what came of it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from sectoral.workspace.drawings.charts import ChartBar, RatingPoint, draw_bars, draw_ratings
from sectoral.workspace.drawings.sheets import PageSheet, SheetCell, SheetHeading, text_cell
from sectoral.workspace.evidence.figures import PagePicture
from sectoral.workspace.models import Round
from sectoral.workspace.presenters.round import NeedResult, RoundPage, round_page
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.ballots import SETTLED
from sectoral.workspace.views.partnership.page import of_table, render_page
from sectoral.workspace.views.partnership.sheets import requested_file, sorted_sheet

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
def round_view(request: HttpRequest, sitting: Sitting, round: Round) -> HttpResponse:
    """A round as its state allows: nothing of a vote is on the page before the close."""
    page = round_page(round, sitting)
    picture = _result_picture(page) if page.counted else None
    if picture is not None and picture.sheet is not None:
        file = requested_file(request, picture.sheet)
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
    return render_page(request, sitting, "partnership/round.html", context)


def _result_picture(page: RoundPage) -> PagePicture:
    chosen = [one for one in page.counted if one.chosen]
    first = page.counted[0].title
    return PagePicture(
        title=f"“{first}” came first; {_priority_count(len(chosen))}",
        reading=RULES[page.row.rule],
        source=TIES[page.row.rule],
        svg=SafeString("") if page.few else _draw_result(page),
        sheet=_result_sheet(page),
    )


def _priority_count(number: int) -> str:
    return "one need is a priority" if number == 1 else f"{number} needs are priorities"


def _draw_result(page: RoundPage) -> SafeString:
    label = "; ".join(
        f"{one.place}. {one.title}: {_figure_words(one.score)}" for one in page.counted
    )
    if page.row.rule == Round.Rule.MATRIX:
        rated = tuple(
            RatingPoint(str(one.place), one.second, one.score / one.second if one.second else 0.0)
            for one in page.counted
        )
        return draw_ratings(rated, f"Importance against feasibility. {label}")
    parts = tuple(
        ChartBar(_shorten_title(f"{one.place}. {one.title}"), one.score, _figure_words(one.score))
        for one in page.counted
    )
    return draw_bars(parts, f"{_SCORE[page.row.rule]}. {label}")


def _shorten_title(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"


def _figure_words(number: float) -> str:
    return f"{number:,.4g}"


def _result_sheet(page: RoundPage) -> PageSheet:
    rule, slug = page.row.rule, page.row.partnership.slug
    if page.few:
        return PageSheet(
            "result",
            "Every need in its place",
            (SheetHeading("Need"), SheetHeading("Place", number=True), SheetHeading("Priority")),
            tuple(_of_few(one, slug) for one in page.counted),
        )
    headings = (
        SheetHeading("Need"),
        SheetHeading("Place", number=True),
        SheetHeading(_SCORE[rule], number=True),
        SheetHeading(_SECOND[rule], number=True),
        SheetHeading("Set below the one above by"),
        SheetHeading("Ballots that named it", number=True),
        SheetHeading("Priority"),
    )
    rows = tuple(_result_row(one, slug) for one in page.counted)
    return PageSheet("result", "The count, every need in its place", headings, rows)


def _of_few(one: NeedResult, slug: str) -> tuple[SheetCell, ...]:
    return (
        text_cell(one.title, reverse("need", args=[slug, one.need])),
        SheetCell(str(one.place), one.place),
        text_cell("yes" if one.chosen else "no"),
    )


def _result_row(one: NeedResult, slug: str) -> tuple[SheetCell, ...]:
    return (
        text_cell(one.title, reverse("need", args=[slug, one.need])),
        SheetCell(str(one.place), one.place),
        SheetCell(_figure_words(one.score), one.score),
        SheetCell(_figure_words(one.second), one.second),
        text_cell("" if one.settled == "first" else SETTLED[one.settled]),
        SheetCell(str(one.backers), one.backers),
        text_cell("yes" if one.chosen else "no"),
    )
