"""A field that only the workspace's key opens."""

import json
from typing import Any

from django.db import models

from sectoral.workspace.environment.seals import seal, unseal


class SealedJSON(models.TextField):  # type: ignore[type-arg]  # not at run time
    """JSON that lies sealed in the database: nothing of it can be asked for there."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> Any:
        """Seal it on its way in."""
        return None if value is None else seal(json.dumps(value))

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        """Open it on its way out."""
        return None if value is None else json.loads(unseal(value))
