"""The demo is made once for all its tests: a small invented state with every table of it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings as Served

from sectoral.build import Settings as Wanted
from sectoral.build import build
from sectoral.edition import open_edition
from sectoral.places import QUAYLAND
from sectoral.workspace.demo.fill import DemoCounts, fill_workspace
from sectoral.workspace.evidence.facts import EditionFacts
from tests.quayland import settle
from tests.workspace.partnership.invariants import broken, overlapping
from tests.workspace.partnership.kept import kept

NOW = datetime(2026, 11, 25, 16, 30, tzinfo=UTC)


@dataclass
class Demo:
    """What was made, and every sentence of the invariants that was broken on the way."""

    made: DemoCounts
    faults: list[str] = field(default_factory=list)


@pytest.fixture(autouse=True)
def _served(facts: EditionFacts, settings: Served) -> None:
    """The demo stands on its own edition, as its command asks."""
    settings.SECTORAL_EDITION = str(facts.edition.path)


@pytest.fixture(scope="session")
def facts(tmp_path_factory: pytest.TempPathFactory) -> EditionFacts:
    """The edition of an invented state of twelve counties."""
    folder: Path = tmp_path_factory.mktemp("demo")
    settle(folder / "files")
    return EditionFacts(
        open_edition(build(Wanted(QUAYLAND, folder / "files", folder / "edition")).path)
    )


@kept
def _demo(edition: str) -> Demo:
    faults: list[str] = []
    moments = 0

    def watch(at: datetime) -> None:
        nonlocal moments
        moments += 1
        # Every question at every moment would take longer than the demo itself.
        if moments % 6 == 0:
            faults.extend(broken(at))

    made = fill_workspace(EditionFacts(open_edition(Path(edition))), now=NOW, watch=watch)
    return Demo(made, [*faults, *broken(NOW), *overlapping()])


@pytest.fixture
def demo(facts: EditionFacts, db: None) -> Demo:
    """The whole demo, laid down."""
    return _demo(str(facts.edition.path))
