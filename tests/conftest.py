"""What every test may ask for."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real public files beside the project."""
    if not SHARED.is_dir():
        pytest.skip("needs the real public files in ../shared/data beside the project")
    return SHARED
