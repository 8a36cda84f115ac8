"""Talk that companies at one table must not have: pay levels, who hires whom, prices (S9)."""

from sectoral.workspace.rules.wording.finding import FindingKind, TextFinding, find_patterns

# “Pay” as a thing, not what somebody does for a bus or a trainer.
_PAY = (
    r"(?:wages?|salar(?:y|ies)|hourly (?:rate|pay)s?|starting (?:rate|pay)s?|pay ?checks?|"
    r"compensation|bonus(?:es)?|pay raises?|(?<!\bto )(?<!\band )(?<!\bwho )(?<!\bthat )"
    r"(?<!\bor )(?<!\bwould )(?<!\bwill )(?<!\bcan )(?<!\bwe )(?<!\bthey )(?<!\bcompanies )"
    r"pay(?! (?:for|half|by|back|off|into|part|up|attention|dues|its|their|our|the|an?|toward|"
    r"\$|\d)))"
)
_SETTLE = (
    r"(?:set|sets|setting|settle|settling|fix|fixes|fixing|fixed|cap|caps|capping|capped|"
    r"agree(?:d|ing)? (?:on|to|about)|hold|holding|align|aligning|standardi[sz](?:e|ing)|match|"
    r"matching|keep|keeping|share|sharing|compare|comparing|freeze|freezing|limit|limiting|"
    r"coordinate|coordinating|exchange|exchanging|swap|swapping|level|same)"
)
_HIRE = r"(?:hir(?:e|ing)|recruit(?:ing)?|poach(?:ing)?|solicit(?:ing)?|tak(?:e|ing)|steal(?:ing)?)"
_EACH_OTHER = (
    r"(?:each other|one another|among (?:us|ourselves)|other members?|other companies|competitors?)"
)
_PEOPLE = r"(?:people|workers|staff|employees|welders|technicians|hands|crews?)"
_HOURLY = r"\$\s?\d[\d,.]*\s?(?:(?:an?|per|/)\s?(?:hour|hr)|/?hourly)\b"

PATTERNS = (
    (
        r"\b(?:what|how much) (?:do|does|are|is) (?!it\b)\w+ (?:\w+ )?pay(?:ing)?\b(?! for)"
        r"|\b(?:wage|salary|pay|compensation|bonus)(?:'s)? "
        r"(?:level|scale|band|rate|range|survey|cap|ceiling|freeze|grid)s?\b",
        "pay levels",
    ),
    (
        rf"\b{_SETTLE}\b[^.!?;\n]{{0,30}}\b{_PAY}\b"
        rf"|\b{_SETTLE} (?:the |our |what we )?(?<!\bto )pay\b",
        "pay levels",
    ),
    (
        r"\b(?:we|they|i|you) (?:all )?(?:pay|start) (?:\w+ ){0,4}(?:\$|at )\s?\d"
        r"|\b(?:pay|pays|paying|nobody pays|starts?) (?:no |not )?(?:more|less|above|below|over)\b"
        r"[^.!?\n]{0,20}\d",
        "pay levels",
    ),
    (
        rf"\b(?:pay|pays|paying|paid|wages?|salar\w+|earn\w*|start\w*|hire\w*)\b[^.!?\n]{{0,30}}"
        rf"{_HOURLY}|{_HOURLY}[^.!?\n]{{0,20}}\b(?:wages?|pay|salar\w+|starting)\b",
        "pay levels",
    ),
    (r"\b(?:no|non|anti)[- ]?(?:poach\w*|hire|solicit\w*)\b", "who hires whom"),
    (
        rf"\b(?:not|never|stop|stopped|don'?t|won'?t|avoid|agree\w*)\b[^.!?\n]{{0,25}}\b{_HIRE}\b"
        rf"[^.!?\n]{{0,30}}\b(?:from {_EACH_OTHER}|{_EACH_OTHER}|each other'?s|(?:our|their|your) "
        rf"{_PEOPLE})",
        "who hires whom",
    ),
    (
        rf"\b{_HIRE} (?:away )?(?:{_PEOPLE} )?from {_EACH_OTHER}"
        rf"|\b(?:hands|keep|stay) (?:off|away from) each other'?s {_PEOPLE}",
        "who hires whom",
    ),
    (
        r"\b(?:set|sets|setting|fix|fixing|agree(?:d|ing)? (?:on|to)|hold|holding|raise|raising|"
        r"align|aligning|same|minimum|match|matching)\b[^.!?\n]{0,20}\bprices?\b"
        r"|\bprice[- ]fixing\b|\bbid[- ]rigging\b|\btake turns (?:at )?bidding\b"
        r"|\b(?:divid(?:e|ing)|split|splitting|carv(?:e|ing)|allocat(?:e|ing))\b(?: up)?"
        r"[^.!?\n]{0,20}\b(?:customers|(?<!labor )markets?|sales areas|territor(?:y|ies))\b"
        r"|\bboycott\w*",
        "prices or markets",
    ),
)


def find_antitrust(text: str) -> list[TextFinding]:
    """Words about pay, hiring, prices or markets that companies must not settle together."""
    return find_patterns(text, FindingKind.ANTITRUST, PATTERNS)
