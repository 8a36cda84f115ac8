"""The nginx that docs/running.md shows, as it stands there, in front of a server."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workspace.operations.conftest import Installation
from tests.workspace.operations.test_faults import served

DOCS = Path(__file__).parents[3] / "docs/running.md"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
HOST = "table.example.org"
_AS_ROOT = "" if os.geteuid() else "user root; "
"""Its helpers read and write in our folder, which is for its owner alone."""

pytestmark = pytest.mark.skipif(
    not (NGINX and shutil.which("curl") and shutil.which("openssl")),
    reason="needs nginx, curl and openssl",
)


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@pytest.fixture
def proxy(installation: Installation, tmp_path: Path) -> Iterator[int]:
    """The port at which the documented nginx answers for a workspace."""
    port, plain = _free_port(), _free_port()
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=x -keyout key -out pem"
    subprocess.run(make.split(), cwd=tmp_path, check=True, capture_output=True)
    found = re.search(r"```nginx\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.S)
    assert found is not None
    more = {
        "SECTORAL_HTTPS": "1",
        "SECTORAL_HOSTS": HOST,
        "SECTORAL_ORIGINS": f"https://{HOST}",
    }
    with served(installation, tmp_path / "log", **more) as address:
        written = (
            found[1]
            .replace("127.0.0.1:8000", address.removeprefix("http://"))
            .replace("listen 443", f"listen {port}")
            .replace("listen 80", f"listen {plain}")
            .replace(f"/etc/ssl/{HOST}.pem", str(tmp_path / "pem"))
            .replace(f"/etc/ssl/private/{HOST}.key", str(tmp_path / "key"))
        )
        (tmp_path / "nginx.conf").write_text(
            f"{_AS_ROOT}daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error; events {{}}\n"
            f"http {{ access_log off; client_body_temp_path {tmp_path}/body;\n{written}}}\n"
        )
        nginx = subprocess.Popen([str(NGINX), "-c", str(tmp_path / "nginx.conf")])
        try:
            _await_door(port)
            yield port
        finally:
            nginx.terminate()
            nginx.wait(10)


def _await_door(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def _curl(port: int, path: str, *words: str) -> str:
    command = [
        "curl", "-sik", "--max-time", "60", "--resolve", f"{HOST}:{port}:127.0.0.1", *words,
        f"https://{HOST}:{port}{path}",
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_proxy_of_the_documents_stands_in_front(
    proxy: int, installation: Installation, tmp_path: Path
) -> None:
    answer = _curl(proxy, "/partnerships/").lower()
    assert answer.startswith("http/2 200")
    assert "strict-transport-security: max-age=31536000" in answer
    assert re.search(r"x-request-id: [0-9a-f]{32}\n", answer)
    assert '"ready": true' in _curl(proxy, "/readyz")
    # A visitor's large body: the server says no; a larger one, nginx does.
    (tmp_path / "large").write_bytes(b"x" * 4_000_000)
    answer = _curl(proxy, "/import/", "--data-binary", f"@{tmp_path}/large")
    assert answer.startswith("HTTP/2 413")
    assert "Nothing you sent was kept" in answer
    (tmp_path / "large").write_bytes(b"x" * 12_000_000)
    answer = _curl(proxy, "/import/", "-H", "Expect:", "--data-binary", f"@{tmp_path}/large")
    assert answer.startswith("HTTP/2 413")
    assert "nginx" in answer
