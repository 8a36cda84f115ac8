"""The life of a partnership: where it stands, why, and what may follow."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

from sectoral.codes import industry_title
from sectoral.workspace.actions.moves import unmet_guards
from sectoral.workspace.acts import BY_KEY
from sectoral.workspace.evidence.containment import CountyContainment, containment_of
from sectoral.workspace.models import Partnership, Realignment, Review
from sectoral.workspace.models.partnerships import Stage
from sectoral.workspace.presenters.partnership_life import partnership_life as read
from sectoral.workspace.queries.known_partnerships import knows
from sectoral.workspace.queries.measures import was_launched
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.lifecycles import PARTNERSHIP, StageMove
from sectoral.workspace.rules.permissions import PERMISSION_OF
from sectoral.workspace.views.partnership.home import county_names, partnership_counties
from sectoral.workspace.views.partnership.page import at_table, render_page

_SHOWN_ON = {
    "seat": "seats",
    "championship": "seats",
    "appointment": "life",
    "priority": "priorities",
    "actionteam": "solutions",
    "actionplan": "life",
    "commitment": "commitments",
    "solution": "solutions",
    "meeting": "meetings",
}
_BY_TWO = ("merge", "split")
"""Moves that begin with a proposal: they are shown with it."""


@dataclass(frozen=True, slots=True)
class NextMove:
    """A move that could follow: what it leads to, who makes it, and what it still asks for.

    slide    a step down that time takes: nobody wishes it, so nothing of it is missing
    """

    to: str
    by: str
    missing: tuple[str, ...]
    slide: bool


@dataclass(frozen=True, slots=True)
class ChecklistPoint:
    """One point of the checklist as the last review found it, with the page of its evidence."""

    words: str
    passed: bool
    found: int
    at_least: int
    href: str


@dataclass(frozen=True, slots=True)
class ScopeChange:
    """What a scope that is proposed would change, in words.

    before, after   the commuting of the counties, as they are and as they would be
    """

    industries_in: tuple[str, ...]
    industries_out: tuple[str, ...]
    counties_in: tuple[str, ...]
    counties_out: tuple[str, ...]
    before: CountyContainment | None
    after: CountyContainment | None


def scope_change(row: Realignment) -> ScopeChange:
    """The difference between the scope that is proposed and the one there is."""
    partnership = row.partnership
    return ScopeChange(
        industries_in=_industry_titles(set(row.naics) - set(partnership.naics)),
        industries_out=_industry_titles(set(partnership.naics) - set(row.naics)),
        counties_in=tuple(county_names(sorted(set(row.areas) - set(partnership.areas)))),
        counties_out=tuple(county_names(sorted(set(partnership.areas) - set(row.areas)))),
        before=containment_of(partnership.areas),
        after=containment_of(row.areas),
    )


def _industry_titles(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{code} {industry_title(code)}".strip() for code in sorted(codes))


@at_table("see_partnership")
def life_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The life of a partnership, with the acts that move it."""
    partnership = _partnership_of(sitting)
    held = read(partnership, at=sitting.at, knows=knows(sitting.person, at=sitting.at))
    context = {
        "life": held,
        "follows": list_next_moves(sitting),
        "checks": list_checklist_points(partnership, held.review),
        "counties": partnership_counties(partnership),
        "changes": {one.row.pk: scope_change(one.row) for one in held.proposed if one.row.naics},
        "launched": was_launched(partnership),
    }
    return render_page(request, sitting, "partnership/life.html", context)


def _partnership_of(sitting: Sitting) -> Partnership:
    if sitting.partnership is None:
        raise TypeError("A life is of one partnership.")
    return sitting.partnership


def list_next_moves(sitting: Sitting) -> list[NextMove]:
    """The moves that could follow and are not already a button of this person's.

    What a person may do is shown as its act, with the same guards' reasons.
    """
    partnership, found = _partnership_of(sitting), []
    for step in PARTNERSHIP:
        if partnership.stage not in step.before or step.verb in _BY_TWO:
            continue
        if _is_button(sitting, step):
            continue
        missing = tuple(no.reason for no in unmet_guards(partnership, step, at=sitting.at))
        slide = step.after in (Stage.AT_RISK, Stage.STALE)
        found.append(NextMove(str(Stage(step.after).label), _mover_names(step), missing, slide))
    return found


def _is_button(sitting: Sitting, step: StageMove) -> bool:
    act = BY_KEY.get(f"partnership.{step.verb}") or BY_KEY["partnership.resume"]
    return bool(step.permissions) and bool(act.may_here(sitting))


def _mover_names(step: StageMove) -> str:
    roles = dict.fromkeys(
        role.value for key in step.permissions for role in PERMISSION_OF[key].roles
    )
    roles.pop("company convener", None)
    return " or ".join(roles) or "the record, day by day"


def list_checklist_points(partnership: Partnership, review: Review | None) -> list[ChecklistPoint]:
    """The points of a review, each with the page that shows what it rests on."""
    findings = review.findings if review else []
    return [
        ChecklistPoint(
            f["words"],
            f["passed"],
            f["found"],
            f["at_least"],
            _evidence_link(partnership, f["rows"]),
        )
        for f in findings
    ]


def _evidence_link(partnership: Partnership, rows: list[list[str | int]]) -> str:
    """The page of one row, or the list that holds several; empty where nothing was found."""
    if not rows:
        return ""
    kind, key = str(rows[0][0]), rows[0][1]
    try:
        if len(rows) == 1 and kind in ("meeting", "solution"):
            return reverse(kind, args=[partnership.slug, key])
        return reverse(_SHOWN_ON[kind], args=[partnership.slug])
    except (KeyError, NoReverseMatch):
        return ""
