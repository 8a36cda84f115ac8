"""Needs, the releases by which they were heard, and published votes on them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from sectoral.workspace.columns.needs import NEEDS as NEED_COLUMNS
from sectoral.workspace.columns.needs import RELEASES
from sectoral.workspace.columns.rounds import ROUNDS as ROUND_COLUMNS
from sectoral.workspace.drawings.sheets import SheetColumn
from sectoral.workspace.exports.reader import RecordKind, RecordReader
from sectoral.workspace.models import Release, Round
from sectoral.workspace.queries.needs import A_MEMBER, SeenNeed, release_archive
from sectoral.workspace.queries.rounds import has_few_ballots
from sectoral.workspace.rules.ballots.places import NeedPlace


def _need_rows(reader: RecordReader) -> Iterable[SeenNeed]:
    """A file travels: what was raised on a company's behalf names it to nobody here (S23)."""
    attested = set(
        reader.partnership.needs.filter(attested_by__isnull=False).values_list("pk", flat=True)
    )
    return [
        replace(need, raised_by=A_MEMBER) if need.pk in attested else need for need in reader.needs
    ]


NEEDS: RecordKind[SeenNeed] = RecordKind(
    "needs", "Needs", "see_released_needs", _need_rows, NEED_COLUMNS
)


class _SeenRelease(NamedTuple):
    """A release, and the titles of its needs as the reader sees them."""

    release: Release
    titles: list[str]


def _release_rows(reader: RecordReader) -> Iterable[_SeenRelease]:
    for release in release_archive(reader.partnership, at=reader.at):
        seen = [reader.titles[need.pk] for need in release.needs.all() if need.pk in reader.titles]
        yield _SeenRelease(release, seen)


LISTENING: RecordKind[_SeenRelease] = RecordKind(
    "listening",
    "Listening releases",
    "see_released_needs",
    _release_rows,
    (
        *(column.within(lambda row: row.release) for column in RELEASES),
        SheetColumn("Needs", lambda row: len(row.titles), number=True),
        SheetColumn("Which", lambda row: row.titles),
    ),
)


class _PlaceOfRound(NamedTuple):
    """A need's place in a round, with its title, and whether the count may be told."""

    number: int
    round: Round
    placed: NeedPlace
    title: str
    few: bool


def _round_rows(reader: RecordReader) -> Iterable[_PlaceOfRound]:
    """Published counts alone: of a round that runs, was closed or is void nothing is counted."""
    published = reader.partnership.rounds.filter(state=Round.State.PUBLISHED)
    for number, row in enumerate(published, start=1):
        for entry in (row.result or {}).get("places", []):
            placed = NeedPlace(**entry)
            title = reader.titles.get(placed.need, "a need")
            yield _PlaceOfRound(number, row, placed, title, has_few_ballots(row))


ROUNDS: RecordKind[_PlaceOfRound] = RecordKind(
    "rounds",
    "Published rounds",
    "see_results",
    _round_rows,
    (
        SheetColumn("Round", lambda row: row.number, number=True),
        *(column.within(lambda row: row.round) for column in ROUND_COLUMNS),
        SheetColumn("Place", lambda row: row.placed.place, number=True),
        SheetColumn("Need", lambda row: row.title),
        SheetColumn("Score", lambda row: None if row.few else row.placed.score, number=True),
        SheetColumn(
            "Ballots that named it",
            lambda row: None if row.few else row.placed.backers,
            number=True,
        ),
        SheetColumn("Became a priority", lambda row: row.placed.place <= row.round.keep),
    ),
)
