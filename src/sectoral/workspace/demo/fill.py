"""Lay down the demo's life once, into an empty workspace."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from sectoral.errors import WrongUse
from sectoral.workspace.demo import manufacturing, others, software
from sectoral.workspace.demo.places import DemoPlace, choose_places
from sectoral.workspace.demo.residents import DemoCast
from sectoral.workspace.demo.story import DemoTable
from sectoral.workspace.demo.timeline import DemoTimeline, Story
from sectoral.workspace.evidence.facts import EditionFacts
from sectoral.workspace.models import Need, Organization, Partnership, Solution, User

BEGINS = -545
"""The day on which the state opens its workspace."""

TABLES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("metal", "manufacturing", manufacturing.CODES),
    ("mill", "manufacturing", manufacturing.CODES),
    ("code", "information-technology", ()),
    ("power", "energy", ()),
    ("care", "healthcare", ()),
    ("lodge", "hospitality-tourism", ()),
    ("shore", "hospitality-tourism", ()),
    ("freight", "transportation", ()),
    ("bank", "finance", ()),
    ("farm", "agriculture-food", ()),
    ("timber", "forestry-wood", ()),
    ("advice", "professional-services", ("5411", "5412", "5413", "5414", "5418")),
    ("build", "construction", ()),
    ("ward", "healthcare", ()),
    ("lab", "bioscience", ()),
)
"""Every table, its sector, and the codes it keeps to; in the order in which they choose regions."""


@dataclass(frozen=True, slots=True)
class DemoCounts:
    """What the demo holds."""

    partnerships: int
    organizations: int
    needs: int
    solutions: int

    def __str__(self) -> str:
        return (
            f"{self.partnerships} partnerships, {self.organizations} organizations, "
            f"{self.needs} needs, {self.solutions} solutions: a year at the table."
        )


def fill_workspace(
    facts: EditionFacts,
    *,
    now: datetime,
    seed: int = 1,
    watch: Callable[[datetime], None] | None = None,
) -> DemoCounts:
    """Lay the demo's life down, up to `now`; all of it or nothing.

    Takes    seed: another one gives people other names; watch: called with each moment after
             what happened then.
    Raises   WrongUse where anybody has an account already: a demo is never put into a workspace
             that people use.
    """
    if User.objects.exists():
        raise WrongUse("This workspace has people in it; the demo is made in an empty one only.")
    line = DemoTimeline(now, ZoneInfo(settings.TIME_ZONE), watch=watch)
    cast = DemoCast(line, seed)
    with transaction.atomic():
        line.play([_begin_office(cast), *_list_stories(cast, choose_places(facts, TABLES))])
    return count_demo()


def count_demo() -> DemoCounts:
    """What the workspace holds now."""
    counts = (model.objects.count() for model in (Partnership, Organization, Need, Solution))
    return DemoCounts(*counts)


def _begin_office(cast: DemoCast) -> Story:
    yield cast.line.day(BEGINS)
    cast.begin()


def _list_stories(cast: DemoCast, where: dict[str, DemoPlace]) -> Iterator[Story]:
    tables = {key: DemoTable(key, cast, place) for key, place in where.items()}
    yield from manufacturing.metal(tables["metal"], tables["mill"])
    yield from manufacturing.small_mill(tables["mill"])
    yield from software.code(tables["code"])
    yield from others.lodge(tables["lodge"], tables["shore"])
    for key in ("power", "care", "shore", "freight", "bank", "farm", "ward", "lab"):
        yield from getattr(others, key)(tables[key])
    for key in ("timber", "advice", "build"):
        yield from getattr(others, key)(tables[key])
