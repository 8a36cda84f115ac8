"""What the state's home opens with: counts by stage, the map, what waits and for how long."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from sectoral.workspace.addresses import page_address
from sectoral.workspace.drawings.maps import region_map
from sectoral.workspace.drawings.svg import FAINT, LIGHT, MIDDLE
from sectoral.workspace.evidence.facts import EditionFacts, Region
from sectoral.workspace.evidence.numbers import join_names
from sectoral.workspace.evidence.state import places_on_map
from sectoral.workspace.models import OwnershipClaim, Partnership
from sectoral.workspace.models.partnerships import LIVE, Stage
from sectoral.workspace.presenters.partnership_table import TROUBLE
from sectoral.workspace.presenters.partnerships import vacant_partnerships
from sectoral.workspace.presenters.state_tasks import (
    stalled_partnerships,
    unpublished_partnerships,
    waiting_proposals,
    waiting_realignments,
)
from sectoral.workspace.queries.flags import for_state
from sectoral.workspace.queries.ownership_claims import waiting_claims

draw_map = lru_cache(maxsize=8)(region_map)
_STEPS = ((4, MIDDLE), (2, "#a9cbd8"), (1, LIGHT), (0, FAINT))


# ── counts by stage ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many partnerships stand at a stage, and the list of them."""

    stage: str
    words: str
    count: int
    href: str


def count_stages() -> list[StageCount]:
    """The live stages that any partnership stands at, what has run into trouble first."""
    rows = Partnership.objects.filter(stage__in=LIVE).order_by()
    many = dict(rows.values_list("stage").annotate(many=Count("pk")))
    start = reverse("partnerships")
    return [
        StageCount(stage, str(Stage(stage).label), many[stage], f"{start}?stage={stage}")
        for stage in TROUBLE
        if stage in many
    ]


# ── the map ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PartnershipMap:
    """The regions, shaded by how many partnerships go on there, with the finding as its title."""

    title: str
    svg: SafeString


def map_partnerships(facts: EditionFacts) -> PartnershipMap | None:
    """Where partnerships go on; None where the edition holds no outlines."""
    rows = Partnership.objects.filter(stage__in=LIVE).order_by()
    many: Counter[str] = Counter(rows.values_list("region", flat=True))
    start = reverse("partnerships")
    shapes = places_on_map(
        facts,
        {region.id: _shade(many[region.id]) for region in facts.regions},
        {region.id: _region_words(region, many[region.id]) for region in facts.regions},
        {
            region.id: f"{start}?{urlencode({'region': region.id})}" if many[region.id] else ""
            for region in facts.regions
        },
    )
    if not shapes:
        return None
    title = _map_title(facts.regions, many)
    return PartnershipMap(title, draw_map(shapes, title))


def _shade(count: int) -> str:
    return next(color for least, color in _STEPS if count >= least)


def _region_words(region: Region, count: int) -> str:
    many = f"{count} partnership{'s' * (count != 1)}" if count else "no partnership"
    return f"{region.number} {region.name}: {many}"


def _map_title(regions: Iterable[Region], many: Mapping[str, int]) -> str:
    """The finding: how many regions have one, and which have none."""
    listed = list(regions)
    without = [region.name for region in listed if not many[region.id]]
    if not without:
        return "Every region has a partnership"
    if len(without) <= 3:
        verb = "has" if len(without) == 1 else "have"
        return f"{join_names(without)} {verb} no partnership yet"
    return f"{len(listed) - len(without)} of {len(listed)} regions have a partnership"


# ── what waits, and for how long ──────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """One thing that waits for the state.

    words   what it waits for; `name` and `href` lead to where it is done
    days    for how many days it has waited; None where that is not known
    claim   the declared owner to agree on, where it is one
    """

    name: str
    href: str
    words: str
    since: date | None
    days: int | None
    claim: OwnershipClaim | None = None


def waiting_cases(at: datetime) -> list[WaitingCase]:
    """All that waits for the state's word, what has waited longest first."""
    found = [*_partnership_cases(at), *_other_cases(at)]
    return sorted(found, key=lambda one: (one.days is None, -(one.days or 0), one.name))


def _partnership_cases(at: datetime) -> Iterable[WaitingCase]:
    for row in waiting_proposals():
        yield _life_case(row, "proposed. Approve it, or say why not", row.stage_since, at)
    for row in vacant_partnerships(at=at):
        yield _life_case(row, "no lead convener of its own: appoint one", None, at)
    for row, age in stalled_partnerships(at):
        yield _life_case(row, f"has not moved on since {age.began}", row.stage_since, at)
    for row in unpublished_partnerships():
        words = "came in with a spreadsheet: publish it, and everybody can read its page"
        yield _life_case(row, words, row.created_at, at)
    for row in for_state(at=at):
        words = "words about pay, hiring or prices wait, and no convener there may look at them"
        yield WaitingCase(row.name, reverse("flags", args=[row.slug]), words, None, None)


def _other_cases(at: datetime) -> Iterable[WaitingCase]:
    for one in waiting_realignments():
        words = f"a {one.get_kind_display()} waits for the state's word"
        name, href = one.partnership.name, page_address(one)
        yield WaitingCase(name, href, words, *_since(one.proposed_at, at))
    for claim in waiting_claims():
        named = list(claim.organizations.all())
        words = (
            f"is declared as owner of {join_names([row.name for row in named])}: it waits for "
            "their tables' conveners, or for you"
        )
        href = page_address(named[0]) if named else ""
        yield WaitingCase(str(claim.owner), href, words, *_since(claim.claimed_at, at), claim=claim)


def _life_case(row: Partnership, words: str, since: datetime | None, at: datetime) -> WaitingCase:
    return WaitingCase(row.name, reverse("life", args=[row.slug]), words, *_since(since, at))


def _since(since: datetime | None, at: datetime) -> tuple[date | None, int | None]:
    if since is None:
        return None, None
    day = timezone.localdate(since)
    return day, max(0, (timezone.localdate(at) - day).days)
