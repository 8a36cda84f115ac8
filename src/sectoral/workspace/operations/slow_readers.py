"""gunicorn's worker with an end to waiting: who sends a request by the drop gives the thread back.

A proxy in front takes requests in whole before it passes them on, and does this better; a server
without one is not to be stopped by a handful of slow connections.
"""

import logging
import socket
import time
from contextlib import suppress
from threading import Lock
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

HEAD_SECONDS = 10.0
"""How long the line and the headers of a request may take to come."""
BODY_SECONDS = 120.0
"""How long all of it may take: five megabytes at a slow office's pace."""
SILENCE_SECONDS = 20.0
"""How long a reader may stand still while a page is sent to it."""


class TimedWorker(ThreadWorker):  # type: ignore[misc]
    """Threads as gunicorn keeps them; what takes too long to come is read no further."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ends: dict[Any, float] = {}
        self._lock = Lock()

    def handle(self, conn: Any) -> Any:
        """Read a request and answer it, in a thread; the clock runs from here."""
        self._note_end(conn, HEAD_SECONDS)
        try:
            return super().handle(conn)
        finally:
            with self._lock:
                self._ends.pop(conn, None)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """The head is there: what is left to read is the body."""
        self._note_end(conn, BODY_SECONDS)
        conn.sock.settimeout(SILENCE_SECONDS)
        return super().handle_request(req, conn)

    def murder_pending(self) -> None:
        """Called every second: end what waits, and what is read, for too long."""
        super().murder_pending()
        now = time.monotonic()
        with self._lock:
            over = [conn for conn, end in self._ends.items() if end < now]
            for conn in over:
                del self._ends[conn]
        for conn in over:
            # What is on its way out goes on: only reading ends.
            with suppress(OSError):
                conn.sock.shutdown(socket.SHUT_RD)

    def _note_end(self, conn: Any, seconds: float) -> None:
        with self._lock:
            self._ends[conn] = time.monotonic() + seconds


class OneLog(Logger):  # type: ignore[misc]
    """gunicorn's own faults go where ours go, in the same form."""

    def setup(self, cfg: Any) -> None:  # noqa: ARG002  (gunicorn gives it)
        """Write by the root's handler; our own line tells of each request."""
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel(logging.WARNING)
        self.access_log.handlers.clear()
        self.access_log.disabled = True
