"""The invented state that most of these tests ask about."""

from pathlib import Path

import pytest

from sectoral.invented import Truth, invent


@pytest.fixture(scope="session")
def quayland(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    """Its folder and its truth: 30 counties, 2019 to 2022."""
    out = tmp_path_factory.mktemp("quayland")
    return out, invent(out, years=4, first_year=2019)
