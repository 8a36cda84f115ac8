"""Static files whose address changes with their content, so that a browser may keep them."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class VersionedStatic(StaticFilesStorage):
    """Serves files from the package itself; no collecting step is needed after installing."""

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """The file's address, ending in a digest of its bytes."""
        address = super().url(name, *args, **kwargs)
        return f"{address}?v={_file_digest(name)}" if name else address


@lru_cache(maxsize=256)
def _file_digest(name: str) -> str:
    found = finders.find(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10] if found else "0"
