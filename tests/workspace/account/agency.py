"""The agency's provider as the tests use it: begun, given orders, gone through by a browser."""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from django.test import Client

from tests.workspace.account import provider as theirs

ROOT = Path(__file__).parents[3]
KEYS = ("agency", "labor")
"""The names under which a workspace of the tests knows it."""


def way_back(key: str = KEYS[0]) -> str:
    """The address that the provider leads back to."""
    return f"/account/oidc/{key}/back/"


@dataclass
class Agency:
    """A provider in a process of its own.

    browsers   those of its people who have signed in there already
    """

    port: int
    browsers: dict[str, requests.Session] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        """What it calls itself."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def other_issuer(self) -> str:
        """The same house by another name: a second provider."""
        return f"http://localhost:{self.port}"

    def order(self, **wanted: Any) -> None:
        """Say what it is to do amiss from now on (see `hostile`); nothing: all is well again."""
        body = json.dumps(wanted).encode()
        requests.post(f"{self.issuer}/orders/", data=body, timeout=20).raise_for_status()

    def asked(self) -> dict[str, int]:
        """How often each of its doors was asked since the last order."""
        told: dict[str, int] = requests.get(f"{self.issuer}/orders/", timeout=20).json()
        return told

    def sign_in(self, address: str, name: str) -> str:
        """Sign in there, or be signed in already; the path and question that lead back."""
        house = f"{name} at {urlsplit(address).hostname}"
        browser = self.browsers.setdefault(house, requests.Session())
        response = browser.get(address, timeout=20, allow_redirects=False)
        while urlsplit(there := _next(response)).hostname != "testserver":
            response = browser.get(there, timeout=20, allow_redirects=False)
            if response.status_code == 200:
                response = _typed(browser, response, name)
        back = urlsplit(there)
        return f"{back.path}?{back.query}"

    def enter(self, client: Client, name: str = "ana", *, key: str = KEYS[0]) -> Any:
        """Press our button, sign in there, come back; what the way back answers."""
        return client.get(self.sign_in(out(client, key=key), name))


def _next(response: requests.Response) -> str:
    assert "Location" in response.headers, response.text[:2000]
    return urljoin(response.url, response.headers["Location"])


def _typed(browser: requests.Session, page: requests.Response, name: str) -> requests.Response:
    form = {
        "csrfmiddlewaretoken": re.findall(r'csrfmiddlewaretoken" value="([^"]+)"', page.text)[0],
        "login": name,
        "password": theirs.PASSWORD,
        "next": re.findall(r'name="next" value="([^"]+)"', page.text)[0].replace("&amp;", "&"),
    }
    return browser.post(page.url, form, timeout=20, allow_redirects=False)


def out(client: Client, *, key: str = KEYS[0], **more: str) -> str:
    """Press our button; the address of the provider that it leads to."""
    answer = client.post(f"/account/oidc/{key}/", more)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


@contextmanager
def running(folder: Path) -> Iterator[Agency]:
    """A provider that runs for a while."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    callbacks = [f"http://testserver{way_back(key)}" for key in KEYS]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.workspace.account.provider", folder, str(port), *callbacks],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield Agency(port)
    finally:
        process.kill()
        process.wait()
