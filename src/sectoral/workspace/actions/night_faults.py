"""A night's clocks: one thing that fails holds nobody else up, and is told at the end."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

LOG = logging.getLogger(__name__)

NightFaults = list[str]
"""What failed in a night, a line each."""


@contextmanager
def hold_fault(faults: NightFaults | None, what: object) -> Iterator[None]:
    """Do what is inside whole or not at all; where it fails, note it and go on.

    Takes    faults: where the line goes; without a list a fault is raised as it is.
             what: the partnership, person or clock that the line names.
    """
    try:
        with transaction.atomic():
            yield
    except Exception as fault:
        if faults is None:
            raise
        LOG.exception("The nightly run for %s failed", what)
        faults.append(f"{what}: {fault}")
