"""A sentence that people read, and where: on a page, in a letter, as a no."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/sectoral"

PLACES = ("page", "form", "refusal", "letter", "record", "file", "API", "command", "demo", "docs")
"""Where a sentence is read, in the order of the collected text."""


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """One text as it stands in a file.

    place  where it is read: one of PLACES
    file   below the repository's root
    line   where it begins
    text   its words; «what a program puts there» stands between these marks
    """

    place: str
    file: str
    line: int
    text: str

    @property
    def order(self) -> int:
        """Where its place comes in the collected text."""
        return PLACES.index(self.place)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


def file_name(path: Path, root: Path = ROOT) -> str:
    """A file as it is named in the collected text: from the repository's root on."""
    return path.relative_to(root).as_posix()
