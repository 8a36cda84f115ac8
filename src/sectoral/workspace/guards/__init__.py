"""The guards of every life cycle: whether the moment is right, with the reason where it is not.

A noun's guards are in the file of its model's name (`guards/need.py` for `Need`,
`guards/costshare.py` for `CostShare`), in a dict `GUARDS` from the guard's name in
`lifecycles` to a function of the thing and the time.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from typing import Any

from django.db import models

from sectoral.workspace.rules.answers import Answer

Guard = Callable[[Any, datetime], Answer]


def guards_of(thing: models.Model) -> Mapping[str, Guard]:
    """The guards of a thing's life cycle, by name."""
    found: Mapping[str, Guard] = import_module(f"{__name__}.{thing._meta.model_name}").GUARDS
    return found
