"""The region by sector matrix, filtered as asked."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.evidence.facts import VERDICTS, EditionFacts
from sectoral.workspace.evidence.matrix import KINDS, SURE, MatrixFilter, build_matrix
from sectoral.workspace.views.evidence.page import render_evidence, with_edition


@with_edition
def matrix_page(request: HttpRequest, facts: EditionFacts) -> HttpResponse:
    """The whole matrix."""
    wish = _wish_of(request, facts)
    page = build_matrix(facts, wish)
    context = {
        "facts": facts,
        "matrix": page,
        "wish": wish,
        "kinds": KINDS,
        "sure": SURE,
        "verdicts": VERDICTS.values(),
        "legend": facts.legend,
        "before": _page_link(request, page.page - 1, page.pages),
        "after": _page_link(request, page.page + 1, page.pages),
    }
    return render_evidence(request, "evidence/matrix.html", context, (page.sheet,))


def _wish_of(request: HttpRequest, facts: EditionFacts) -> MatrixFilter:
    """What the form asks; what it does not offer is taken as 'all'."""
    asked = request.GET
    page = asked.get("page", "1")
    return MatrixFilter(
        kind=_choice_or_all(asked.get("kind", ""), [value for value, _ in KINDS]),
        sector=_choice_or_all(asked.get("sector", ""), [sector.id for sector in facts.sectors]),
        verdict=_choice_or_all(asked.get("verdict", ""), [v.slug for v in VERDICTS.values()]),
        sure=_choice_or_all(asked.get("sure", ""), [value for value, _ in SURE]),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def _choice_or_all(word: str, choices: list[str]) -> str:
    return word if word in choices else ""


def _page_link(request: HttpRequest, page: int, pages: int) -> str:
    if not 1 <= page <= pages:
        return ""
    asked = request.GET.copy()
    asked["page"] = str(page)
    return f"?{asked.urlencode()}"
