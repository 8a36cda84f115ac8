"""Where each thing is shown: one page a thing, one place that knows its address."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.signing import Signer
from django.db import models
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from sectoral.workspace.models import (
    ActionPlan,
    ActionTeam,
    AgendaItem,
    Answer,
    Appointment,
    Approval,
    Attendance,
    Ballot,
    Championship,
    Change,
    Commitment,
    Consent,
    Contribution,
    CostPlan,
    CostShare,
    Decision,
    Delegate,
    GroundRules,
    Invitation,
    Meeting,
    Need,
    NeedNote,
    NeedVersion,
    Opportunity,
    Organization,
    OwnershipClaim,
    Partnership,
    PitchReport,
    Post,
    Priority,
    Realignment,
    Recusal,
    Release,
    Rewording,
    Round,
    Seat,
    Solution,
    Support,
    Suspension,
    WordFlag,
)

_SHOWN_ON: dict[type[models.Model], str] = {
    # A page of a partnership that lists them.
    Opportunity: "needs",
    Release: "listening",
    Priority: "priorities",
    Seat: "seats",
    Commitment: "commitments",
    ActionTeam: "solutions",
    PitchReport: "neutrality",
    Post: "posts",
    WordFlag: "flags",
    Appointment: "life",
    ActionPlan: "life",
    Realignment: "life",
    GroundRules: "life",
}
_OWN_PAGE: dict[type[models.Model], str] = {
    Need: "need",
    Round: "round",
    Meeting: "meeting",
    Solution: "solution",
}
_PART_OF: dict[type[models.Model], str] = {
    # What has no page of its own is shown with what it belongs to.
    NeedNote: "need",
    NeedVersion: "need",
    Rewording: "need",
    Support: "need",
    AgendaItem: "meeting",
    Attendance: "meeting",
    Decision: "meeting",
    Answer: "solution",
    Approval: "solution",
    Contribution: "solution",
    CostPlan: "solution",
    CostShare: "solution",
    Recusal: "solution",
    Ballot: "round",
    Delegate: "seat",
    Championship: "seat",
    Invitation: "seat",
    Suspension: "seat",
    Consent: "realignment",
}


def page_address(thing: Any) -> str:
    """The page that shows a thing; the partnerships' list for what none shows."""
    kind = type(thing)
    if kind is Partnership:
        return reverse("partnership", args=[thing.slug])
    if kind is Organization:
        return reverse("organization", args=[thing.pk])
    if kind in _OWN_PAGE:
        return reverse(_OWN_PAGE[kind], args=[thing.partnership.slug, thing.pk])
    if kind in _SHOWN_ON:
        return reverse(_SHOWN_ON[kind], args=[thing.partnership.slug])
    if kind in _PART_OF:
        return _part_address(thing, _PART_OF[kind])
    return reverse("my_table" if kind in (Change, OwnershipClaim) else "partnerships")


def act_address(key: str, thing: Any) -> str:
    """Where an act is done."""
    if thing is None:
        return reverse("act_of_state", args=[key])
    return reverse("act", args=[key, thing.pk])


def full_address(path: str) -> str:
    """The whole address of one of our pages, as it stands in a letter (SECTORAL_ADDRESS)."""
    return f"{settings.SECTORAL_ADDRESS.rstrip('/')}{path}"


def is_ours(path: str) -> bool:
    """Whether an address is a page of ours, given as a path."""
    ours = url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return ours and path.startswith("/") and len(path) <= 400


# ── ways in: what a letter's text carries until it is handed to the mail server ───────────────

SIGNED = Signer(salt="sectoral.way-in")
"""Nobody can write a marker into a letter by typing one: it carries our signature."""


def way_in(path: str) -> str:
    """The marker of a link that signs a letter's reader in, once, and opens this page of ours.

    It opens nothing itself: `outbox` makes the link when it hands the letter over, so that none
    lies in the database or in a letter that waits. It goes into a letter to a person; somebody
    without an account reads the page's plain address there.
    """
    return way_in_marker("letter", path)


def way_in_marker(kind: str, what: str) -> str:
    """The marker of a link of one of the kinds that `letter_links` knows."""
    return f"[[way in {SIGNED.sign(f'{kind} {quote(what)}')}]]"


def _part_address(thing: Any, owner: str) -> str:
    if isinstance(thing, Ballot):
        return page_address(thing.elector.round)
    return page_address(getattr(thing, owner))
