"""A sector's case in a region."""

from django.http import Http404, HttpRequest, HttpResponse

from sectoral.workspace.environment import clock
from sectoral.workspace.evidence.case import sector_case
from sectoral.workspace.evidence.facts import EditionFacts
from sectoral.workspace.models.partnerships import CaseDecision
from sectoral.workspace.presenters.partnership_list import of_case, stage_of_case
from sectoral.workspace.queries.known_partnerships import known_to
from sectoral.workspace.queries.roles import sitting_of
from sectoral.workspace.views.evidence.page import render_evidence, with_edition

DECISIONS = (
    ("start", "Start a partnership"),
    ("explore with neighbour", "Explore it with a neighboring region"),
    ("watch", "Watch, and review it with the next edition"),
    ("not now", "Not now"),
    ("cannot judge", "Ask employers before deciding"),
)

KEPT = (
    ("keep", "Continue the partnership"),
    ("look again", "Review it with its companies"),
    ("realign", "Merge it with another, or split it"),
    ("end", "Pause it, or close it with its companies"),
)
"""What may be decided where a partnership works on the case already."""

DECIDED = {"critical": CaseDecision.CRITICAL, "ordinary": CaseDecision.NO}
"""What stands in the proposal's form before the state says otherwise, by verdict."""


@with_edition
def case_page(request: HttpRequest, facts: EditionFacts, region: str, sector: str) -> HttpResponse:
    """A case page."""
    there, what = facts.region(region), facts.sector(sector)
    if there is None or what is None or facts.score(region, sector) is None:
        raise Http404(f"No case of '{sector}' in '{region}' in this edition.")
    rows = of_case(region, sector, known_to(request.user, at=clock.now()))
    stage = stage_of_case(rows)
    page = sector_case(facts, there, what, {(region, sector): stage} if stage else {})
    pictures = (page.trend, page.shift, page.score)
    held = tuple(p.sheet for p in pictures if p is not None and p.sheet is not None)
    context = {
        "facts": facts,
        "page": page,
        "decisions": KEPT if stage else DECISIONS,
        "partnerships": rows,
        "sitting": sitting_of(request.user, None, at=clock.now()),
        "decision": DECIDED.get(page.verdict.slug, CaseDecision.WATCH).value,
    }
    return render_evidence(
        request, "evidence/case.html", context, (page.numbers, page.neighbours, *held)
    )
