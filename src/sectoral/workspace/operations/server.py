"""Serve the pages from one machine: two worker processes, some threads each.

    serve(Path("colorado"), host="127.0.0.1", port=8000, workers=2, ready=print)

The server runs in a fresh process of its own. A build that went before in this process has
started the table engine's threads, and a process copied from it would wait for them for ever.
"""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sectoral.edition import open_whole
from sectoral.errors import SectoralError, WrongUse
from sectoral.workspace.environment.home import (
    DATABASE,
    OWNER_ALONE,
    holds_something,
    home_folder,
    note_served,
    prepare_home,
)

LOG = logging.getLogger(__name__)
THREADS = 12
"""Of a process: most of them wait for slow readers, not for the processor."""
_PATIENCE_SECONDS = 60.0
_STOP_SECONDS = 10.0
_ROUND_SECONDS = 3.0
_SAID = 100
"""Added to the exit code of a server that has told why it does not start."""


def serve(
    edition: Path | None,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 2,
    ready: Callable[[str], None] | None = None,
    demo: Path | None = None,
) -> None:
    """Serve the pages of `edition` until stopped (Ctrl-C or a termination signal).

    Takes    edition: its folder; None = the page that says how to choose one.
             port: 0 = any free one. ready: called once with the address, when it answers.
             demo: the folder of the demo's own workspace, where its pages are served.
    Raises   WrongUse where the port is taken or the folder holds no edition; DamagedEdition
             where a file of it is missing or changed;
             SectoralError where the server does not start.
    """
    if edition is not None:
        open_whole(edition)
    os.umask(OWNER_ALONE)
    port = free_port(host, port)
    place = home_folder() if demo is None else demo
    command = [
        sys.executable,
        "-m",
        "sectoral.workspace.operations.server",
        host,
        str(port),
        str(workers),
    ]
    child = subprocess.Popen(  # noqa: S603  (our own module)
        command,
        env=_process_environment(edition, host, port) | _of_demo(demo),
        stdin=subprocess.PIPE,
    )
    try:
        _await_answer(child, host, port)
        note_served(place, f"http://{_address_host(host)}:{port}")
        if ready is not None:
            ready(f"http://{_address_host(host)}:{port}/")
        # Not child.wait(): the table engine catches Ctrl-C first and lets a long wait go on.
        while child.poll() is None:
            time.sleep(0.2)
    except KeyboardInterrupt:
        pass  # The child has had the same Ctrl-C and is closing its doors.
    finally:
        _stop_process(child)
        note_served(place, "")


def furnish_demo(edition: Path, folder: Path, *, seed: int, host: str, port: int) -> str:
    """Lay the demo's partnerships down in a workspace of its own, once.

    Takes    host, port: where its pages will be served; its letters lead there.
    Returns  what it holds, in a sentence.
    Raises   SectoralError where it cannot be made.
    """
    if not holds_something(folder / DATABASE):
        prepare_home(folder)  # The settings of the process below read the key.
    command = [sys.executable, "-m", "django", "table_demo", "--seed", str(seed)]
    done = subprocess.run(  # noqa: S603  (our own command)
        command,
        env=_process_environment(edition, host, port) | _of_demo(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise SectoralError(f"The demo's partnerships could not be made: {last}")
    return done.stdout.strip()


def _of_demo(folder: Path | None) -> dict[str, str]:
    """What the demo's processes are told: its own folder, never a server, mail or sign-in."""
    if folder is None:
        return {}
    named = (name for name in os.environ if name.startswith("SECTORAL_OIDC_"))
    foreign = dict.fromkeys(("SECTORAL_DATABASE", "SECTORAL_MAIL", "SECTORAL_OIDC", *named), "")
    return foreign | {"SECTORAL_HOME": str(folder.resolve()), "SECTORAL_DEMO": "1"}


def free_port(host: str, port: int) -> int:
    """The port, where nothing listens at it; any free one for 0.  Raises WrongUse where taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as door:
        if sys.platform != "win32":
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as taken:
            raise WrongUse(
                f"{host}:{port}: expected a free port; found "
                f"{(taken.strerror or 'a refusal').lower()}. To mend: stop the program that "
                "uses it, or choose another port with --port."
            ) from taken
        return int(door.getsockname()[1])


def _process_environment(edition: Path | None, host: str, port: int) -> dict[str, str]:
    named = {"DJANGO_SETTINGS_MODULE": "sectoral.workspace.settings"}
    if not (os.environ.get("SECTORAL_ADDRESS") or os.environ.get("SECTORAL_ORIGINS")):
        named["SECTORAL_ADDRESS"] = f"http://{_address_host(host)}:{port}"
    named["SECTORAL_EDITION"] = "" if edition is None else str(edition.resolve())
    if "SECTORAL_HOSTS" not in os.environ:
        names = ["localhost", "127.0.0.1", "[::1]"]
        if host not in ("0.0.0.0", "::", *names):  # noqa: S104  (compared, not bound)
            names.append(host)
        elif host in ("0.0.0.0", "::"):  # noqa: S104
            names.append(socket.gethostname())
        named["SECTORAL_HOSTS"] = ",".join(names)
    return os.environ | named


def _address_host(host: str) -> str:
    everywhere = host in ("0.0.0.0", "::")  # noqa: S104  (compared, not bound)
    return "localhost" if everywhere else f"[{host}]" if ":" in host else host


def _await_answer(child: "subprocess.Popen[bytes]", host: str, port: int) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    door = (_address_host(host).strip("[]"), port)
    while time.monotonic() < end:
        if (code := child.poll()) is not None:
            if _SAID < code < _SAID + 10:
                sys.exit(code - _SAID)  # It has said why.
            raise SectoralError(f"The server stopped before it answered (exit {child.returncode}).")
        try:
            with socket.create_connection(door, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SectoralError(f"The server did not answer within {_PATIENCE_SECONDS:.0f} seconds.")


def _stop_process(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


# ── inside the server's own process ───────────────────────────────────────────────────────


def warm_first_page() -> None:
    """Draw the first page's map, so that the first reader need not wait for it."""
    from sectoral.workspace.evidence.facts import current_facts  # noqa: PLC0415
    from sectoral.workspace.evidence.state import state_overview  # noqa: PLC0415

    # A page that cannot be drawn says so itself, to whoever asks for it.
    with suppress(SectoralError):
        facts = current_facts()
        if facts is not None:
            state_overview(facts)


def serve_here(host: str, port: int, workers: int) -> None:
    """Answer from this very process, whose Django is set up, until told to stop."""
    from gunicorn.app.base import (  # type: ignore[import-untyped]  # noqa: PLC0415
        BaseApplication,
    )

    from sectoral.workspace.operations.slow_readers import OneLog, TimedWorker  # noqa: PLC0415

    class Server(BaseApplication):  # type: ignore[misc]
        """gunicorn, told here what it would read from a file."""

        def load_config(self) -> None:
            shown = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
            chosen: dict[str, Any] = {
                "bind": [shown],
                "workers": workers,
                "threads": THREADS,
                "worker_class": TimedWorker,
                "logger_class": OneLog,
                "umask": OWNER_ALONE,
                "timeout": 120,
                "graceful_timeout": 5,
                "control_socket_disable": True,
                "post_worker_init": _begin_beside,
                "worker_exit": _end_beside,
            }
            for name, value in chosen.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from sectoral.workspace.wsgi import application  # noqa: PLC0415

            return application

    Server().run()


def _begin_beside(_worker: Any) -> None:
    threading.Thread(target=warm_first_page, daemon=True).start()
    _postman.start()


def _end_beside(_server: Any, _worker: Any) -> None:
    _postman.stop()


class OutboxPostman:
    """Sends what is due while the pages are served, every few seconds, where there is mail.

    Each of the server's processes has one: the outbox gives every message to one of them.
    """

    def __init__(self) -> None:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._walk, daemon=True)

    def start(self) -> None:
        """Begin, if the operator has named a mail server."""
        from django.conf import settings  # noqa: PLC0415

        if settings.SECTORAL_MAIL:
            self._thread.start()

    def stop(self) -> None:
        """End after the letter in hand, so that none is left in doubt."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS / 2)

    def _walk(self) -> None:
        from django.db import close_old_connections  # noqa: PLC0415

        from sectoral.workspace.actions import outbox  # noqa: PLC0415
        from sectoral.workspace.environment import clock  # noqa: PLC0415

        failed = ""
        while not self._over.wait(_ROUND_SECONDS):
            close_old_connections()
            try:
                sent = 1
                while sent and not self._over.is_set():
                    sent = outbox.send_due(clock.now(), outbox.by_mail, most=1).sent
                failed = ""
            except Exception as error:
                # The next round tries anew; no letter is lost by it, and one line tells of it.
                if failed != (failed := f"{type(error).__name__}: {error}"):
                    LOG.exception("Letters could not be sent. The next run tries again")


_postman = OutboxPostman()


def _run_plain(host: str, port: int) -> None:
    """The standard library's server, for systems that cannot run gunicorn."""
    from socketserver import ThreadingMixIn  # noqa: PLC0415
    from wsgiref.simple_server import WSGIServer, make_server  # noqa: PLC0415

    from sectoral.workspace.wsgi import application  # noqa: PLC0415

    class Threaded(ThreadingMixIn, WSGIServer):
        daemon_threads = True

    _begin_beside(None)
    with make_server(host, port, application, server_class=Threaded) as door:
        door.serve_forever()


def _end_with_parent() -> None:
    """Stop when the process that started this one ends, however it ends: its pipe closes."""
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """The server's own process: prepare, then serve until told to stop."""
    host, port, workers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from sectoral.workspace.operations.database import prepare_database  # noqa: PLC0415

    try:
        prepare_database()
    except SectoralError as error:
        print(f"sectoral: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(_SAID + error.exit_code)
    if sys.platform == "win32":
        _run_plain(host, port)
    else:
        serve_here(host, port, workers)


if __name__ == "__main__":
    main()
