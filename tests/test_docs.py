"""What the README and the docs promise is there."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[1]
PAGES = [HERE / "README.md", HERE / "CHANGELOG.md", *sorted((HERE / "docs").rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\((?!https?:|#)([^)#\s]+)")


@pytest.mark.parametrize("doc", PAGES, ids=lambda p: p.relative_to(HERE).as_posix())
def test_every_link_leads_somewhere(doc: Path) -> None:
    links = LINK.findall(doc.read_text(encoding="utf-8"))
    lost = [link for link in links if not (doc.parent / link).exists()]
    assert lost == []


CODE = re.compile(r"`([A-Za-z_][\w/.-]*?\.(?:py|html|css))`")
PLACES = ("", "src", "src/sectoral", "src/sectoral/workspace", "tests", "tests/workspace")


@pytest.mark.parametrize("doc", PAGES, ids=lambda p: p.relative_to(HERE).as_posix())
def test_every_file_of_code_that_a_page_names_is_there(doc: Path) -> None:
    told = set(CODE.findall(doc.read_text(encoding="utf-8")))
    code = [p.as_posix() for d in ("src", "tests") for p in (HERE / d).rglob("*")]
    lost = {
        name
        for name in told
        if not any((HERE / place / name).exists() for place in PLACES)
        and not any(path.endswith(f"/{name}") for path in code)
    }
    assert lost == set()


def test_the_readmes_commands_are_the_command_lines_own() -> None:
    told = set(re.findall(r"sectoral ([a-z]+)", (HERE / "README.md").read_text(encoding="utf-8")))
    commands = set(
        re.findall(r'@main.command\("(\w+)"\)', (HERE / "src/sectoral/cli.py").read_text())
    )
    assert told == commands
