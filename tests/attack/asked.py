"""What a part of the attack is asked, and what it tells."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Asked:
    """How long to attack, and from which seed."""

    seed: str = "1"
    walks: int = 2000
    moves: int = 50
    seconds: float = float("inf")


@dataclass
class Told:
    """What came of a part: counts by their words, and each fault in a line."""

    figures: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def count(self, words: str, more: int = 1) -> None:
        """Count something."""
        self.figures[words] = self.figures.get(words, 0) + more
