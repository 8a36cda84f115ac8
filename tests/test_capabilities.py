"""A code in the source leads to the line that says what it stands for."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
LINES = re.findall(
    r"^\| (P\d+) \|", (ROOT / "docs" / "capabilities.md").read_text(encoding="utf-8"), re.M
)


def test_every_code_in_the_source_is_a_capability_and_every_capability_is_in_the_source() -> None:
    files = [file for kind in ("py", "html") for file in (ROOT / "src").rglob(f"*.{kind}")]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    assert set(re.findall(r"\bP\d{1,2}\b", text)) == set(LINES)


def test_the_codes_stand_once_and_in_order() -> None:
    assert sorted(set(LINES), key=lambda code: int(code[1:])) == LINES
