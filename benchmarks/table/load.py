"""Ten busy pages under 20 people at once, against the same server answering nothing.

Run as a program: `seed SIZE` lays a database down in SECTORAL_HOME, `queries` counts each
page's queries there, `serve PORT` answers, `ask PORT` is the 20 people.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

USERS, REQUESTS, WARM = 20, 15, 2
PORT = 8765
SEATS = 30


@dataclass(frozen=True, slots=True)
class Busy:
    """A page: who asks for it, and its address at a table."""

    name: str
    who: str
    path: str


PAGES = (
    Busy("my table, a company", "company", "/table/"),
    Busy("my table, a convener", "convener", "/table/"),
    Busy("every partnership, the state lead", "state", "/partnerships/"),
    Busy("every partnership, a visitor", "", "/partnerships/"),
    Busy("a partnership, a visitor", "", "/partnerships/partnership-{t}/"),
    Busy("a partnership, a company", "company", "/partnerships/partnership-{t}/"),
    Busy("needs, a company", "company", "/partnerships/partnership-{t}/needs/"),
    Busy("an open ballot, a company", "company", "/partnerships/partnership-{t}/rounds/{r}/"),
    Busy("meetings, a college", "college", "/partnerships/partnership-{t}/meetings/"),
    Busy("solutions, a convener", "convener", "/partnerships/partnership-{t}/solutions/"),
)
NOTHING = Busy("nothing at all", "", "/nothing/")


def main() -> None:
    """Seed twice, count queries, serve, ask, and print the table of ratios."""
    with tempfile.TemporaryDirectory() as home:
        small, large = Path(home, "small"), Path(home, "large")
        for size, folder in (("SMALL", small), ("LARGE", large)):
            print(f"Making up {size.lower()}:", flush=True)
            _run(folder, "seed", size)
        few, many = (json.loads(_run(f, "queries", capture=True)) for f in (small, large))
        with _serving(large):
            times = json.loads(_run(large, "ask", capture=True))
    floor = _p95(times[NOTHING.name])
    print(f"\n{USERS} people at once; the floor, {NOTHING.name}: p95 {floor * 1000:.0f} ms")
    print(f"{'page':36}{'queries':>9}{'of few':>8}{'p50 ms':>8}{'p95 ms':>8}{'ratio':>7}")
    for page in PAGES:
        taken = times[page.name]
        middle, high = statistics.median(taken), _p95(taken)
        print(
            f"{page.name:36}{many[page.name]:9}{few[page.name]:8}{middle * 1000:8.0f}"
            f"{high * 1000:8.0f}{high / floor:7.1f}"
        )


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _environment(home: Path) -> dict[str, str]:
    home.mkdir(parents=True, exist_ok=True)
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "benchmarks.table.settings",
        "SECTORAL_HOME": str(home),
        "SECTORAL_MFA": "0",
        "SECTORAL_EDITION": "",
    }


def _run(home: Path, *words: str, capture: bool = False) -> str:
    command = [sys.executable, "-m", "benchmarks.table.load", *words]
    done = subprocess.run(
        command, env=_environment(home), check=True, stdout=subprocess.PIPE if capture else None
    )
    return done.stdout.decode() if capture else ""


@contextmanager
def _serving(home: Path) -> Any:
    command = [sys.executable, "-m", "benchmarks.table.load", "serve"]
    child = subprocess.Popen(command, env=_environment(home))
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                _get(http.client.HTTPConnection("127.0.0.1", PORT, timeout=60), "/nothing/", "")
                break
            except OSError:
                time.sleep(0.2)
        yield
    finally:
        child.terminate()
        child.wait()


# ── inside Django ─────────────────────────────────────────────────────────────────────────────


def _prepare() -> None:
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from sectoral.workspace.environment.home import home_folder, prepare_home  # noqa: PLC0415

    prepare_home(home_folder())
    django.setup()
    call_command("migrate", verbosity=0)


def _seed(name: str) -> None:
    _prepare()
    from benchmarks.table import seed  # noqa: PLC0415

    seed.seed(getattr(seed, name), seed.NOW)


def _person_of(who: str, table: int, tables: int) -> int | None:
    place = {"company": 3, "college": 24, "convener": 25}
    if who == "state":
        return tables * SEATS + 1
    return (table - 1) * SEATS + 1 + place[who] if who else None


def _address(page: Busy, table: int, rounds: int) -> str:
    return page.path.format(t=table, r=table * rounds)


def _queries() -> None:
    """Each page's queries, asked once to warm up and once to count."""
    import django  # noqa: PLC0415

    django.setup()
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from sectoral.workspace.models import Partnership, Round, User  # noqa: PLC0415

    tables = Partnership.objects.count()
    rounds = Round.objects.count() // tables
    found = {}
    for page in PAGES:
        client = Client(SERVER_NAME="localhost")
        person = _person_of(page.who, 2, tables)
        if person is not None:
            client.force_login(User.objects.get(pk=person))
        address = _address(page, 2, rounds)
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{page.name}: {address} answered {answer.status_code}")
        with CaptureQueriesContext(connection) as counted:
            client.get(address)
        found[page.name] = len(counted)
    print(json.dumps(found))


def _serve() -> None:
    import django  # noqa: PLC0415

    django.setup()
    from sectoral.workspace.operations.server import serve_here  # noqa: PLC0415

    serve_here("127.0.0.1", PORT, 2)


def _ask() -> None:
    """20 people, each at a table of his own, each page in turn; times by page."""
    import django  # noqa: PLC0415

    django.setup()
    from sectoral.workspace.models import Partnership, Round  # noqa: PLC0415

    tables = Partnership.objects.count()
    rounds = Round.objects.count() // tables
    told = {}
    for page in (NOTHING, *PAGES):
        at = [1 + n * (tables // USERS) for n in range(USERS)]
        asks = [(_address(page, t, rounds), _cookie(_person_of(page.who, t, tables))) for t in at]
        told[page.name] = _together(asks)
    print(json.dumps(told))


def _cookie(person: int | None) -> str:
    if person is None:
        return ""
    from django.contrib.auth import (  # noqa: PLC0415
        BACKEND_SESSION_KEY,
        HASH_SESSION_KEY,
        SESSION_KEY,
    )
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    from sectoral.workspace.models import User  # noqa: PLC0415

    user = User.objects.get(pk=person)
    session = SessionStore()
    session[SESSION_KEY] = str(person)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}"


def _together(asks: list[tuple[str, str]]) -> list[float]:
    """Everybody asks at once, over and over, each on a connection kept open."""
    times: list[float] = []
    gate = threading.Barrier(len(asks))
    threads = [
        threading.Thread(target=_one, args=(path, cookie, gate, times)) for path, cookie in asks
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def _one(path: str, cookie: str, gate: threading.Barrier, times: list[float]) -> None:
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    for number in range(WARM + REQUESTS):
        if number == WARM:
            gate.wait()
        begun = time.perf_counter()
        _get(line, path, cookie)
        if number >= WARM:
            times.append(time.perf_counter() - begun)


def _get(line: http.client.HTTPConnection, path: str, cookie: str) -> None:
    try:
        line.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        answer = line.getresponse()
    except (http.client.RemoteDisconnected, ConnectionError):
        # The server let an idle line go: a browser would simply ask again.
        line.close()
        line.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        answer = line.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}")


if __name__ == "__main__":
    doing: dict[str, Callable[..., None]] = {
        "seed": _seed,
        "queries": _queries,
        "serve": _serve,
        "ask": _ask,
    }
    doing[sys.argv[1]](*sys.argv[2:]) if len(sys.argv) > 1 else main()
