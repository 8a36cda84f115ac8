"""The line an industry code stands in: itself, its parent, its parent's parent."""

JOINED = {"31": "31-33", "32": "31-33", "33": "31-33", "44": "44-45", "45": "44-45"}
JOINED |= {"48": "48-49", "49": "48-49"}


def line_of(code: str) -> list[str]:
    """A code and its parents, nearest first: '3361' → '3361', '336', '31-33'; not '10'."""
    if "-" in code:
        return [code]
    shorter = [code[:n] for n in range(len(code), 1, -1)]
    return [JOINED.get(c, c) for c in shorter]


def parent_of(code: str) -> str | None:
    """The code one level up: '621' → '62', '62' → '10'; '10' has none."""
    if code == "10":
        return None
    return [*line_of(code), "10"][1]
