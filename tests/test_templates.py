"""Templates and style sheets are code: short lines, formatted by a tool, no rule by force."""

import re
import subprocess
import sys
from pathlib import Path

from tests import styles

PAGES = styles.SHEETS.parents[1] / "templates"
WIDTH = 120
# The one thing that their formatter gets wrong, seen from where it leaves its mark: between two
# conditions that touch, it may break the line, and a browser shows the break as a space.
_SPACED_SIGN = re.compile(r"\{% end(?:if|for) %\}\s+(?:\{% if [^%]*%\})?[,.;:)](?=\s)")


def _all(*endings: str) -> list[Path]:
    folders = (PAGES, styles.SHEETS)
    return sorted(path for f in folders for ending in endings for path in f.rglob(f"*{ending}"))


def test_no_line_of_a_template_or_a_style_sheet_is_longer_than_120() -> None:
    long = [
        f"{path.name}:{number}"
        for path in _all(".html", ".css")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > WIDTH
    ]
    assert not long


def test_the_formatter_of_templates_has_nothing_to_change() -> None:
    tool = Path(sys.executable).with_name("djangofmt")
    done = subprocess.run([tool, "--check", PAGES], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_formatter_of_style_sheets_has_nothing_to_change() -> None:
    assert styles.untidy() == []
    assert styles.formatted("a{b:c;d:e}") == "a {\n  b: c;\n  d: e\n}\n"


def test_no_comma_or_full_stop_is_parted_from_its_word() -> None:
    assert _SPACED_SIGN.search("{% endif %}\n  {% if more %}. {{ more }}{% endif %}")
    parted = [path.name for path in _all(".html") if _SPACED_SIGN.search(path.read_text())]
    assert not parted


def test_no_rule_of_a_style_sheet_wins_by_force() -> None:
    assert not [path.name for path in _all(".css") if "!important" in path.read_text()]
