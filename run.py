#!/usr/bin/env python3
"""From nothing to running: python3 run.py demo | test | attack | check | words | bench | lock.

Needs only Python 3.11 or newer. Makes `.venv` beside this file, installs what
`requirements/` pins by hash, and runs the command. Nothing outside this folder is changed,
but for Chromium and Java, which `test` installs from Debian's packages where it may; npm brings
the engines that look at pages beside axe.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LISTS = HERE / "requirements"
TEMPLATES = HERE / "src" / "sectoral" / "workspace" / "templates"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
AT_ONCE = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
"""Two files of tests at a time; a file's tests stay together, since they share what they build."""


def main(told: list[str]) -> int:
    """Run one command; its exit code is ours."""
    commands = {
        "demo": demo,
        "test": test,
        "attack": attack,
        "check": check,
        "words": words,
        "bench": bench,
        "lock": lock,
    }
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one needs the sentence
        print(f"Sectoral needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 2
    if not told or told[0] not in commands:
        print(__doc__)
        return 0 if told[:1] in (["-h"], ["--help"]) else 2
    try:
        return commands[told[0]](told[1:])
    except subprocess.CalledProcessError as failed:
        print(f"run.py: `{' '.join(map(str, failed.cmd))}` ended with {failed.returncode}.")
        return 1
    except KeyboardInterrupt:
        return 130


def demo(more: list[str]) -> int:
    """Set up, invent a state, and serve its pages."""
    install("runtime")
    return subprocess.call([BIN / "sectoral", "demo", *more], cwd=HERE)


def test(more: list[str]) -> int:
    """Set up and run all tests, in a real browser too; then the table's on PostgreSQL."""
    install("develop")
    provide_browser()
    provide_checkers()
    if any(Path(HERE, word.split("::")[0]).exists() for word in more):
        return subprocess.call([PYTHON, "-m", "pytest", *more], cwd=HERE)
    code = subprocess.call([PYTHON, "-m", "pytest", *AT_ONCE, *more], cwd=HERE)
    return code or subprocess.call([PYTHON, "-m", "tests.postgresql", *AT_ONCE, *more], cwd=HERE)


def attack(more: list[str]) -> int:
    """Set up and attack every door, longer than the tests do; see tests/attack."""
    install("develop")
    return subprocess.call([PYTHON, "-m", "tests.attack", *more], cwd=HERE)


def check(_more: list[str]) -> int:
    """Set up and hold the code against its own rules: format, lint, types; the templates too."""
    install("develop")
    steps: tuple[list[str | Path], ...] = (
        [PYTHON, "-m", "ruff", "format", "--check", "."],
        [PYTHON, "-m", "ruff", "check", "."],
        [PYTHON, "-m", "mypy"],
        [BIN / "djangofmt", "--quiet", "--check", TEMPLATES],
        [PYTHON, "-m", "tests.styles"],
    )
    return max(subprocess.call(step, cwd=HERE) for step in steps)


def words(more: list[str]) -> int:
    """Set up and print every sentence that people read, grouped by where it is read."""
    install("develop")
    return subprocess.call([PYTHON, "-m", "tests.words", *more], cwd=HERE)


def bench(more: list[str]) -> int:
    """Set up and run the benchmarks."""
    install("develop")
    return subprocess.call([PYTHON, "-m", "benchmarks", *more], cwd=HERE)


def lock(_more: list[str]) -> int:
    """Pin every library again, by hash, without naming where it comes from."""
    install("uv")
    for name in ("uv", "build", "runtime", "develop"):
        compiled = ["uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
        compiled += ["--python-version", "3.11", "--no-emit-index-url", "--upgrade"]
        compiled += ["--custom-compile-command", "python3 run.py lock"]
        compiled += [f"requirements/{name}.in", "-o", f"requirements/{name}.txt"]
        subprocess.run([BIN / compiled[0], *compiled[1:]], cwd=HERE, check=True)
    return 0


def install(wanted: str) -> None:
    """Make `.venv` and put one list of libraries and the package itself into it, once."""
    if not PYTHON.exists():
        make_venv()
    lists = ["uv"] if wanted == "uv" else ["uv", "build", wanted]
    for name in lists:
        stamp = VENV / f".installed-{name}"
        listed = LISTS / f"{name}.txt"
        digest = hashlib.sha256(listed.read_bytes()).hexdigest()
        if stamp.exists() and stamp.read_text() == digest:
            continue
        print(f"Installing {name} libraries …", flush=True)
        put_in(listed)
        stamp.write_text(digest)
    if wanted != "uv":
        put_in_package()


def make_venv() -> None:
    """A virtual environment; on Debian its parts come in a package of their own."""
    print("Making .venv …", flush=True)
    command = [sys.executable, "-m", "venv", str(VENV)]
    if subprocess.run(command, check=False).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if not apt_install("python3-venv"):
        print("Python's venv is missing. To mend: install the package python3-venv, then again.")
    subprocess.run(command, check=True)


def put_in(listed: Path) -> None:
    """Install a hashed list with uv, or with pip where uv cannot."""
    uv = BIN / "uv"
    hashed = ["--require-hashes", "-r", str(listed)]
    environment = os.environ | {"UV_COMPILE_BYTECODE": "1", "VIRTUAL_ENV": str(VENV)}
    if uv.exists():
        fast = [str(uv), "pip", "install", "--quiet", *hashed]
        if subprocess.run(fast, env=environment, check=False).returncode == 0:
            return
    subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", *hashed], check=True)


def put_in_package() -> None:
    """The package itself, so that edits here are what runs; once per pyproject.toml."""
    stamp = VENV / ".installed-package"
    digest = hashlib.sha256((HERE / "pyproject.toml").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest and (BIN / "sectoral").exists():
        return
    quiet = ["install", "--quiet", "--no-deps", "--no-build-isolation", "-e", str(HERE)]
    subprocess.run([PYTHON, "-m", "pip", *quiet], check=True)
    stamp.write_text(digest)


def provide_browser() -> None:
    """Chromium for the browser tests; without it they are skipped, and say so."""
    if not any(shutil.which(name) for name in BROWSERS) and not apt_install(
        "chromium", "fonts-dejavu-core"
    ):
        print("No Chromium here, so the browser tests will be skipped. Debian: chromium.")


def provide_checkers() -> None:
    """The engines that look at pages beside axe, from npm; without them axe looks alone."""
    if not shutil.which("java"):
        apt_install("default-jre-headless")
    npm, listed, folder = shutil.which("npm"), LISTS / "checkers", VENV / "checkers"
    stamp = VENV / ".installed-checkers"
    digest = hashlib.sha256((listed / "package-lock.json").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    if npm is None:
        print("No npm here, so axe looks at pages alone. Debian: npm.")
        return
    folder.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(listed / name, folder / name)
    calm = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.run([npm, "ci", *calm], cwd=folder, check=False).returncode == 0:
        stamp.write_text(digest)
    else:
        print("npm could not bring the engines, so axe looks at pages alone.")


def apt_install(*packages: str) -> bool:
    """Install Debian packages where we may; whether they are there afterwards."""
    if shutil.which("apt-get") is None or os.name == "nt" or os.geteuid() != 0:
        return False
    print(f"Installing {', '.join(packages)} from Debian's packages …", flush=True)
    calm = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=calm, check=False)
    done = subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        env=calm,
        check=False,
        stdout=subprocess.DEVNULL,
    )
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
