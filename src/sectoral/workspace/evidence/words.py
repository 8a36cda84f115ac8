"""The field's words that stand on pages, each explained once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GlossaryWord:
    """A word, its anchor on the page, and what it means."""

    anchor: str
    word: str
    meaning: str


WORDS = (
    GlossaryWord(
        "region",
        "Labor-market region",
        "Counties that people commute between, so they share one labor market. A region may "
        "cross a state border. Ours are made from commuting numbers, not drawn by hand.",
    ),
    GlossaryWord(
        "containment",
        "Containment",
        "The share of the workers who live in a region and also work in it, or of those who "
        "work in it and also live in it. A higher share means that the region is more of a "
        "market of its own.",
    ),
    GlossaryWord(
        "coverage",
        "Coverage",
        "The share of the people working in a region who work in counties whose job numbers "
        "are in our files.",
    ),
    GlossaryWord(
        "sector",
        "Sector",
        "A group of industries, named by NAICS codes, whose companies share customers, skills or "
        "suppliers. The lists can be edited.",
    ),
    GlossaryWord(
        "naics",
        "NAICS",
        "North American Industry Classification System: the codes by which official statistics "
        "name industries. Longer codes are narrower.",
    ),
    GlossaryWord(
        "location-quotient",
        "Location quotient",
        "How many times more common a sector is here than in the nation: its share of jobs here "
        "divided by its share of jobs in the nation. 1 means the same.",
    ),
    GlossaryWord(
        "growth",
        "Yearly growth",
        "The steady change each year that leads from the first number to the last.",
    ),
    GlossaryWord(
        "projection",
        "Projected growth",
        "What official projections for each industry would mean for the sector, given its "
        "mix of industries. A projection is not a promise.",
    ),
    GlossaryWord(
        "pay-premium",
        "Pay premium",
        "How far the sector’s average pay is above or below the average of all jobs in the "
        "region. An average mixes full-time and part-time work.",
    ),
    GlossaryWord(
        "shift-share",
        "Shift-share",
        "A way to split a change in jobs into what the whole economy did, what the sector "
        "did everywhere, and what is specific to the region.",
    ),
    GlossaryWord(
        "suppressed",
        "Suppressed",
        "A number that its publisher withholds so that no single company can be recognized. "
        "It is unknown to us. It is not zero.",
    ),
    GlossaryWord(
        "confidence",
        "Data confidence",
        "The share of a number that is based on published figures. The rest is estimated "
        "between the least and the most that published totals allow.",
    ),
    GlossaryWord(
        "verdict",
        "Verdict",
        "Critical: among the region’s strongest. Promising: strong in some ways. Ordinary: "
        "it does not stand out. Too thin to judge: too little is published, or files are "
        "missing, so it is not ranked.",
    ),
    GlossaryWord(
        "edition",
        "Edition",
        "One dated set of results, built from named files. It never changes. A newer one "
        "replaces it.",
    ),
)


def word_at(anchor: str) -> str:
    """The field's word that stands at an anchor, as it stands in a sentence."""
    return next(word.word.lower() for word in WORDS if word.anchor == anchor)
