"""The region by sector matrix, filtered as asked."""

from django.http import HttpRequest, HttpResponse

from sectoral.workspace.evidence.facts import VERDICTS, Facts
from sectoral.workspace.evidence.matrix import KINDS, SURE, Wish, matrix
from sectoral.workspace.views.evidence.page import shown, with_edition


@with_edition
def matrix_page(request: HttpRequest, facts: Facts) -> HttpResponse:
    """The whole matrix."""
    wish = _wish(request, facts)
    page = matrix(facts, wish)
    context = {
        "facts": facts,
        "matrix": page,
        "wish": wish,
        "kinds": KINDS,
        "sure": SURE,
        "verdicts": VERDICTS.values(),
        "legend": facts.legend,
        "before": _at(request, page.page - 1, page.pages),
        "after": _at(request, page.page + 1, page.pages),
    }
    return shown(request, facts, "evidence/matrix.html", context, (page.sheet,))


def _wish(request: HttpRequest, facts: Facts) -> Wish:
    """What the form asks; what it does not offer is taken as 'all'."""
    asked = request.GET
    page = asked.get("page", "1")
    return Wish(
        kind=_offered(asked.get("kind", ""), [value for value, _ in KINDS]),
        sector=_offered(asked.get("sector", ""), [sector.id for sector in facts.sectors]),
        verdict=_offered(asked.get("verdict", ""), [v.slug for v in VERDICTS.values()]),
        sure=_offered(asked.get("sure", ""), [value for value, _ in SURE]),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def _offered(word: str, choices: list[str]) -> str:
    return word if word in choices else ""


def _at(request: HttpRequest, page: int, pages: int) -> str:
    if not 1 <= page <= pages:
        return ""
    asked = request.GET.copy()
    asked["page"] = str(page)
    return f"?{asked.urlencode()}"
