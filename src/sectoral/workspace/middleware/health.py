"""Two addresses for whoever watches the server: `/healthz`, is it alive; `/readyz`, can it work.

They are answered before anything else is asked: whatever host the watcher names, without a session,
and `/healthz` without the database.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse

from sectoral.edition import open_edition
from sectoral.errors import SectoralError
from sectoral.workspace.actions.outbox import waiting_messages
from sectoral.workspace.environment import clock

LATE = timedelta(minutes=30)
_FINE = "ok"
_fitted: list[bool] = []
"""Filled once the database was found to fit this version."""


def health(
    respond: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer the two addresses, and pass everything else on."""

    def answered(request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return _uncached(HttpResponse("ok\n", "text/plain"))
        if request.path == "/readyz":
            return _uncached(_readiness(every="all" in request.GET))
        return respond(request)

    return answered


def _readiness(*, every: bool) -> HttpResponse:
    """Which part works; 503 where one does not without which no page can be shown.

    Takes    every: letters that are late count as well. A server is not to be taken out of service
             for them, so that they count for a person who watches, and not for a balancer.
    """
    told = {"database": _database(), "edition": _edition()}
    told["letters"] = _letters() if told["database"] == _FINE else "not asked"
    asked = told if every else {name: told[name] for name in ("database", "edition")}
    ready = all(words == _FINE for words in asked.values())
    return JsonResponse({"ready": ready, **told}, status=200 if ready else 503)


def _database() -> str:
    try:
        if _fitted:  # No database is changed while it is served.
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            return _FINE
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, InterfaceError):
        return "does not answer"
    if waiting:
        return "waits for 'sectoral upgrade'"
    _fitted.append(True)
    return _FINE


def _edition() -> str:
    if not settings.SECTORAL_EDITION:
        return _FINE  # The pages say how to choose one.
    try:
        open_edition(Path(settings.SECTORAL_EDITION))
    except (SectoralError, OSError):
        return "cannot be read"
    return _FINE


def _letters() -> str:
    """Whether what is due has left, where there is a mail server."""
    if not settings.SECTORAL_MAIL:
        return _FINE
    now = clock.now()
    try:
        oldest = waiting_messages(now).aggregate(first=Min("due_at"))["first"]
    except (DatabaseError, InterfaceError):
        return "cannot be asked"
    if oldest is None or now - oldest < LATE:
        return _FINE
    return f"late: one has been due for {(now - oldest).total_seconds() / 60:.0f} minutes"


def _uncached(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
