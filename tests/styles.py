"""The style sheets as their formatter writes them: `python3 -m tests.styles [--write]`.

One declaration a line, a selector a line, one rule from the next by a blank line.
"""

import sys
from pathlib import Path

import cssbeautifier

SHEETS = Path(__file__).resolve().parents[1] / "src/sectoral/workspace/static/workspace"


def formatted(sheet: str) -> str:
    """A style sheet as it should stand.  Takes and returns its text."""
    options = cssbeautifier.default_options()
    options.indent_size = 2
    options.end_with_newline = True
    options.space_around_combinator = True
    return str(cssbeautifier.beautify(sheet, options))


def untidy() -> list[Path]:
    """The sheets that their formatter would change."""
    sheets = sorted(SHEETS.glob("*.css"))
    return [sheet for sheet in sheets if formatted(sheet.read_text()) != sheet.read_text()]


def main(words: list[str]) -> int:
    """Name what would change, or with `--write` change it; 1 where something would."""
    found = untidy()
    for sheet in found:
        if "--write" in words:
            sheet.write_text(formatted(sheet.read_text()))
        sys.stdout.write(f"{sheet.name} {'was' if '--write' in words else 'is not'} formatted\n")
    return int(bool(found) and "--write" not in words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
