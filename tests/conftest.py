"""What every test may ask for."""

import os
from pathlib import Path

import pytest
from hypothesis import settings as properties

# A busy machine is no counterexample: no property is timed.
properties.register_profile("untimed", deadline=None)
properties.load_profile("untimed")

# Processes that tests start read rows that others sealed: they have one key between them.
os.environ.setdefault("SECTORAL_SECRET_KEY", "the-key-of-all-tests")

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_configure() -> None:
    """The settings may have been read before the key above was named."""
    from django.conf import settings  # noqa: PLC0415  (they are read by now)

    settings.SECTORAL_KEYS = (os.environ["SECTORAL_SECRET_KEY"],)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real public files beside the project."""
    if not SHARED.is_dir():
        pytest.skip("needs the real public files in ../shared/data beside the project")
    return SHARED
