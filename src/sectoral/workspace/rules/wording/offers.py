"""How an offer looks: links, files, prices, selling words, one's own program (S1)."""

from sectoral.workspace.rules.wording.finding import FindingKind, TextFinding, find_patterns

_TOP = (
    r"(?:com|org|net|edu|gov|io|us|biz|info|co|ai|app|dev|academy|school|training|education|"
    r"online|site|shop|store|link)"
)
_FILE = r"(?:pdf|docx?|pptx?|xlsx?|zip|jpe?g|png|mp4|csv)"
_ADDRESS = (r"[a-z0-9.+_-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", "an address to write to")
_ATTACHED = (rf"\b[\w-]+\.{_FILE}\b", "a file")
_DOLLARS = r"(?:\$|\busd\s?|€|£)\s?\d[\d,]*(?:\.\d+)?(?:\s?[km]\b)?"

# A link that leads somewhere; a bare name such as “example.com” can be what a company is called.
_LEADS = (r"(?:https?://|www\.)\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/\S+", "a link")
_PRICED = (rf"{_DOLLARS}(?:\s?(?:per|an?|each|/)\s?\w+)?", "a price")

IN_NAMES = (_LEADS, _ADDRESS, _ATTACHED, _PRICED)

HARD = (
    (
        rf"(?:https?://|www\.)\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.{_TOP}\b(?:/\S*)?"
        r"|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/\S+",
        "a link",
    ),
    _ADDRESS,
    _ATTACHED,
    (
        r"\b(?:see (?:the )?attach(?:ed|ment)|attached (?:is|are|please)|brochure|flyer)\w*",
        "a file",
    ),
    _PRICED,
    (r"\b\d[\d,]*(?:\.\d+)?\s?(?:dollars|usd|bucks)\b", "a price"),
    (
        r"\b(?:sign up|enrol+ (?:now|today)|register (?:now|today|here)|book a (?:call|demo)|"
        r"free (?:trial|consultation|demo)|discount|special offer|contact (?:me|us)|"
        r"call (?:me|us)|reach out to (?:me|us))\b",
        "selling words",
    ),
)
"""What sells wherever it stands."""

OWN = (
    (
        r"\b(?:our|my) (?:\w+ ){0,3}(?:program|course|academy|class|certificate|curriculum|"
        r"boot ?camp|service|product)(?:e?s)?\b|\b(?:our|my) (?:own |new )?training\b(?! needs?)",
        "one's own program",
    ),
    (r"\bwe (?:can |already |now |also )?(?:offer|provide|deliver)\b", "selling words"),
)
"""What an organization may say where it is asked what it brings, and sells elsewhere."""


def find_offers(text: str) -> list[TextFinding]:
    """What looks like somebody selling: a link, a file, a price, one's own program."""
    return find_patterns(text, FindingKind.OFFER, (*HARD, *OWN))


def brought_offers(text: str) -> list[TextFinding]:
    """The same where one says what one brings: one's own program is no offer there."""
    return find_patterns(text, FindingKind.OFFER, HARD)


def offers_in_name(text: str) -> list[TextFinding]:
    """What no name of an organization, a person or a table holds: a link, a file, a price."""
    return find_patterns(text, FindingKind.OFFER, IN_NAMES)
