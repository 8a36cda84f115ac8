"""One round: who may vote, the ballot, and after the close what came of it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from sectoral.workspace.drawings.charts import ChartBar, RatingPoint, draw_bars, draw_ratings
from sectoral.workspace.drawings.sheets import (
    PageSheet,
    SheetCell,
    SheetColumn,
    sheet_of,
    sort_sheet,
    text_cell,
)
from sectoral.workspace.evidence.figures import PagePicture
from sectoral.workspace.models import Round
from sectoral.workspace.presenters.round import NeedResult, RoundPage, round_page
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.ballots.places import SETTLED
from sectoral.workspace.rules.ballots.rule import BallotTerms, NeedRating, RuleWords
from sectoral.workspace.views.exports.sheet_files import requested_file
from sectoral.workspace.views.partnership.page import of_table, render_page

_LONGEST = 52


@of_table("round")
def round_view(request: HttpRequest, sitting: Sitting, round: Round) -> HttpResponse:
    """A round as its state allows: nothing of a vote is on the page before the close."""
    page = round_page(round, sitting)
    picture = _result_picture(page) if page.counted else None
    sheet = picture.sheet if picture else None
    if sheet is not None:
        file = requested_file(request, (sheet,), private=True)
        if file is not None:
            return file
    context = {
        "page": page,
        "round": page.row,
        "words": page.row.ballot_rule.words,
        "limits": _limits_of(page),
        "picture": picture,
        "sheet": sheet and sort_sheet(sheet, request.GET.get("sort", "")),
    }
    return render_page(request, sitting, "partnership/round.html", context)


def _limits_of(page: RoundPage) -> str:
    """What the round forbids on a ballot, in a sentence; empty where it forbids nothing."""
    terms = BallotTerms([need for need, _ in page.asked], page.row.most_points)
    return page.row.ballot_rule.limits(terms)


def _result_picture(page: RoundPage) -> PagePicture:
    words = page.row.ballot_rule.words
    chosen = [one for one in page.counted if one.chosen]
    first = page.counted[0].title
    return PagePicture(
        title=f"“{first}” came first; {_priority_count(len(chosen))}",
        reading=words.count,
        source=words.ties,
        svg=SafeString("") if page.few else _draw_result(page),
        sheet=_result_sheet(page),
    )


def _priority_count(number: int) -> str:
    return "one need is a priority" if number == 1 else f"{number} needs are priorities"


def _draw_result(page: RoundPage) -> SafeString:
    chart = page.row.ballot_rule.chart
    label = f"{chart.title}. " + "; ".join(
        f"{one.place}. {one.title}: {_figure_words(one.score)}" for one in page.counted
    )
    if chart.rating is not None:
        return draw_ratings(_rating_points(page.counted, chart.rating), label)
    parts = tuple(
        ChartBar(_shorten_title(f"{one.place}. {one.title}"), one.score, _figure_words(one.score))
        for one in page.counted
    )
    return draw_bars(parts, label)


def _rating_points(
    counted: list[NeedResult], rating: Callable[[float, float], NeedRating]
) -> tuple[RatingPoint, ...]:
    rated = [(str(one.place), rating(one.score, one.second)) for one in counted]
    return tuple(RatingPoint(sign, it.importance, it.feasibility) for sign, it in rated)


def _shorten_title(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"


def _figure_words(number: float) -> str:
    return f"{number:,.4g}"


def _result_sheet(page: RoundPage) -> PageSheet:
    words, slug = page.row.ballot_rule.words, page.row.partnership.slug
    columns = _few_columns(slug) if page.few else _count_columns(words, slug)
    caption = "Every need in its place" if page.few else "The count, every need in its place"
    return sheet_of("result", caption, columns, page.counted)


_PLACE: SheetColumn[NeedResult] = SheetColumn("Place", lambda one: one.place, number=True)
_CHOSEN: SheetColumn[NeedResult] = SheetColumn("Priority", lambda one: one.chosen)


def _few_columns(slug: str) -> tuple[SheetColumn[NeedResult], ...]:
    """Where too few voted for their count to be told."""
    return (_need_column(slug), _PLACE, _CHOSEN)


def _count_columns(words: RuleWords, slug: str) -> tuple[SheetColumn[NeedResult], ...]:
    backers: SheetColumn[NeedResult] = SheetColumn(
        words.backers, lambda one: one.backers, number=True
    )
    return (
        _need_column(slug),
        _PLACE,
        SheetColumn(words.score, lambda one: _figure_cell(one.score), number=True),
        SheetColumn(words.second, lambda one: _figure_cell(one.second), number=True),
        SheetColumn("Ranked below the one above by", _settled_words),
        *((backers,) if words.backers else ()),
        _CHOSEN,
    )


def _need_column(slug: str) -> SheetColumn[NeedResult]:
    return SheetColumn(
        "Need", lambda one: text_cell(one.title, reverse("need", args=[slug, one.need]))
    )


def _figure_cell(number: float) -> SheetCell:
    return SheetCell(_figure_words(number), number)


def _settled_words(one: NeedResult) -> str:
    return "" if one.settled == "first" else SETTLED[one.settled]
