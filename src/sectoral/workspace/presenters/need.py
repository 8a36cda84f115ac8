"""What the page of one need shows: its texts, who stands by it, what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sectoral.workspace.models import (
    Answer,
    Event,
    GroundRules,
    Need,
    NeedNote,
    NeedVersion,
    Release,
    Rewording,
    Round,
    Solution,
)
from sectoral.workspace.queries.flags import held_versions
from sectoral.workspace.queries.measures import company_seats, distinct_owners
from sectoral.workspace.queries.needs import SeenNeed, seen_as, standing_by, with_texts
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.dates import day_words


@dataclass(frozen=True, slots=True)
class NeedMoment:
    """One line of what became of a need; `thing` is what it links to."""

    at: datetime
    words: str
    thing: Any = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NeedPage:
    """A need before one reader.

    row          the need itself, for the acts done to it
    earlier      earlier texts that this reader may read, the last first
    wanted       how many more companies it takes before it counts as shared
    stands       where it stands, in a sentence
    wording      the convener's wording that waits, for those whom it concerns
    """

    seen: SeenNeed
    row: Need
    earlier: list[NeedVersion]
    wanted: int
    stands: str
    became: list[NeedMoment]
    notes: list[NeedNote]
    wording: Rewording | None
    answers: list[Answer]


def need_page(need: Need, sitting: Sitting) -> NeedPage:
    """Everything the page shows; whether the reader may see the need was asked before."""
    row = with_texts(Need.objects.filter(pk=need.pk)).get()
    own = {seat.pk for seat in sitting.seats}
    here = {seat.pk for seat in company_seats(row.partnership, sitting.at)}
    seen = seen_as(row, sitting.roles, own, here)
    events = list(Event.objects.filter(subject="need", subject_id=row.pk).order_by("pk"))
    answers = _list_answers(row)
    wanted = _missing_supporters(row, seen.companies)
    releases = list(row.releases.order_by("released_at"))
    return NeedPage(
        seen=seen,
        row=row,
        earlier=_earlier_texts(row, seen, events, sitting),
        wanted=wanted,
        stands=status_sentence(
            row, wanted, releases[-1] if releases else None, answers, sitting.at
        ),
        became=_need_history(row, events, releases, answers, sitting),
        notes=list(row.notes.select_related("seat__organization")),
        wording=_waiting_wording(row, sitting),
        answers=answers,
    )


def _list_answers(need: Need) -> list[Answer]:
    near = need.answers.select_related("solution__partnership", "accepted_by__organization")
    return list(near.order_by("at", "pk"))


def _earlier_texts(
    need: Need, seen: SeenNeed, events: list[Event], sitting: Sitting
) -> list[NeedVersion]:
    """Companies read the texts since it was raised; its own company and the convener all (S7)."""
    if not sitting.may("see_raised_needs"):
        return []
    texts = [text for text in need.versions.all() if text.number < seen.version]
    if not (seen.own or sitting.may("see_unreleased_needs")):
        held = held_versions(need.pk)
        texts = [text for text in texts if text.number not in held]
        raised = next((event.at for event in events if event.after == "raised"), sitting.at)
        first = max((v.number for v in need.versions.all() if v.at <= raised), default=1)
        texts = [text for text in texts if text.number >= first]
    return texts[::-1]


def _waiting_wording(need: Need, sitting: Sitting) -> Rewording | None:
    near = need.raised_by in sitting.seats or bool(sitting.may("see_unreleased_needs"))
    waiting = need.rewordings.filter(agreed=None).select_related(
        "need__raised_by", "need__partnership"
    )
    return waiting.first() if near else None


# ── where it stands ───────────────────────────────────────────────────────────────────────────

_STANDS = {
    "draft": "A draft. The other companies cannot see it yet.",
    "validated": "Enough companies support it. Next, the convener releases it to public partners.",
    "prioritised": "The companies chose it as a priority. Next comes a solution.",
    "parked": "The companies voted on it, but others came first. It stays on the list.",
    "single": "It is one company's own request, not the table's.",
    "closed": "Answered, says the company that raised it.",
}


def count_missing_supporters(need: Need, at: datetime) -> int:
    """How many more companies it takes before a need counts as shared; 0 once it does."""
    if need.state not in ("raised", "clarified"):
        return 0
    return _missing_supporters(need, len(distinct_owners(standing_by(need, at))))


def _missing_supporters(need: Need, companies: int) -> int:
    return max(0, GroundRules.of(need.partnership).supporters - companies)


def status_sentence(
    need: Need, wanted: int, release: Release | None, answers: list[Answer], at: datetime
) -> str:
    """Where a need stands and what comes next, in a sentence."""
    if need.state in ("raised", "clarified"):
        return f"It needs {_company_words(wanted)} to support it."
    if need.state == "released" and release is not None:
        return _listening_words(release, at)
    if need.state in ("in_solution", "answered"):
        return _worked_on(need, answers)
    return _STANDS.get(need.state, need.get_state_display())


def _company_words(wanted: int) -> str:
    if wanted <= 0:
        return "the companies"
    return "one more company" if wanted == 1 else f"{wanted} more companies"


def _listening_words(release: Release, at: datetime) -> str:
    since = f"Every public partner has had it since {day_words(release.released_at)}."
    if at < release.window_ends:
        return (
            f"{since} They listen until {day_words(release.window_ends)}. After that, "
            "ideas are welcome."
        )
    return f"{since} Listening is over. Ideas are welcome, and the companies can vote on it."


def _worked_on(need: Need, answers: list[Answer]) -> str:
    live = [a.solution for a in answers if a.solution.state not in ("stopped", "idea")]
    named = f"“{live[-1]}”" if live else "a solution"
    if need.state == "answered":
        return (
            f"{named[:1].upper()}{named[1:]} was delivered. The company that raised the "
            "need says whether it helped."
        )
    state = live[-1].get_state_display() if live else "begun"
    return f"Being worked on: {named} is {state}."


# ── what became of it ─────────────────────────────────────────────────────────────────────────


def _need_history(
    need: Need,
    events: list[Event],
    releases: list[Release],
    answers: list[Answer],
    sitting: Sitting,
) -> list[NeedMoment]:
    inside = bool(sitting.may("see_raised_needs"))
    told = [
        *_record_moments(events, inside=inside),
        *_release_moments(releases),
        *_vote_moments(need),
        *_solution_moments(answers),
    ]
    return sorted(told, key=lambda moment: moment.at)


_INSIDE = {
    "raise": "Shared with the other companies",
    "clarify": "Discussed with the convener",
    "validate": "Enough companies support it",
    "set_apart": "Marked as one company's request",
}
_ALL = {
    "re_release": "Companies support a new text. Public partners read it from here on",
    "reopen": "Not answered after all, says a company. Open again",
    "let_go": "Nobody is working on it anymore. It needs another solution",
    "confirm": "Answered, says the company that raised it",
}


def _record_moments(events: list[Event], *, inside: bool) -> Iterator[NeedMoment]:
    """Lines of the record; what happened before the release is for companies and convener."""
    for event in events:
        words = _ALL.get(event.verb) or (_INSIDE.get(event.verb) if inside else None)
        if words:
            yield NeedMoment(event.at, words, reason=event.reason if inside else "")


def _release_moments(releases: list[Release]) -> Iterator[NeedMoment]:
    for release in releases:
        until = day_words(release.window_ends)
        words = f"Released to every public partner at the same moment. They listen until {until}"
        yield NeedMoment(release.released_at, words, release)


def _vote_moments(need: Need) -> Iterator[NeedMoment]:
    """Rounds that asked about it; of an open one only that it is open (S6)."""
    rounds = list(need.rounds.exclude(state="draft").select_related("partnership"))
    for round in rounds:
        if round.opened_at is not None:
            yield NeedMoment(round.opened_at, "Put to the companies' vote", round)
    lines = Event.objects.filter(
        subject="round", subject_id__in=[r.pk for r in rounds], after__in=("published", "void")
    )
    by_key = {round.pk: round for round in rounds}
    for line in lines:
        round = by_key[line.subject_id]
        if line.after == "void":
            yield NeedMoment(line.at, "The vote was declared void", round, line.reason)
        elif round.state == Round.State.PUBLISHED:
            yield NeedMoment(line.at, _vote_place_words(need, round), round)


def _vote_place_words(need: Need, round: Round) -> str:
    places = (round.result or {}).get("places", [])
    place = next((row["place"] for row in places if row["need"] == need.pk), None)
    chosen = place is not None and place <= round.keep
    words = "Chosen as a priority" if chosen else "Voted on, but others came first"
    return f"{words}: place {place} of {len(places)}"


def _solution_moments(answers: list[Answer]) -> Iterator[NeedMoment]:
    for answer in answers:
        solution: Solution = answer.solution
        words = f"“{solution}” is proposed for it; it is {solution.get_state_display()} now"
        yield NeedMoment(answer.at, words, solution, solution.stopped_because)
