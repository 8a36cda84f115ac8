"""What a guard is: it says of a thing whether the moment is right for a move."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sectoral.workspace.rules.answers import Ruling

Guard = Callable[[Any, datetime], Ruling]
