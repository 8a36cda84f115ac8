"""Ballot rules: one module each, with its count, what makes a ballot faulty, form, words, chart.

All is pure arithmetic and data, the same whoever counts. Each rule settles its ties in a published
order and never by chance; the order in which ballots came changes nothing.

A new rule is a module here, its line in `BALLOT_RULES`, its tests beside those of the others, and
the migration that tells the database's own list. Whatever else knows of a rule (the ballot on the
page, the interface, the result with its chart, the export, the demo) asks it here.
"""

from collections.abc import Iterable, Mapping
from json import dumps
from typing import Final

from sectoral.errors import SectoralError
from sectoral.workspace.rules.ballots import approval, matrix, points, ranked
from sectoral.workspace.rules.ballots.rule import BallotRule


def rules_by_key(rules: Iterable[BallotRule]) -> Mapping[str, BallotRule]:
    """The rules in the order in which a convener chooses.  Raises where two share a key."""
    listed = list(rules)
    found = {rule.key: rule for rule in listed}
    if len(found) < len(listed):
        raise ValueError(f"Two ballot rules have one key: {[rule.key for rule in listed]}.")
    return found


BALLOT_RULES: Final = rules_by_key(
    (
        ranked.RULE,
        points.RULE,
        matrix.RULE,
        approval.RULE,
    )
)

USUAL_RULE: Final = ranked.RULE.key

RULE_CHOICES: Final = [(rule.key, rule.words.name) for rule in BALLOT_RULES.values()]
"""As the database and the convener's form list them."""


class UnknownRule(SectoralError):
    """A round is to be counted by a rule that has no line in `BALLOT_RULES`."""


def ballot_rule(key: str) -> BallotRule:
    """The rule of a key.  Raises UnknownRule, which names the line that is missing."""
    if key in BALLOT_RULES:
        return BALLOT_RULES[key]
    raise UnknownRule(
        f"There is no ballot rule '{key}': BALLOT_RULES in workspace/rules/ballots/__init__.py has "
        f"{', '.join(BALLOT_RULES)}, and no line '{key}.RULE'."
    )


def as_text() -> str:
    """The rules for `docs/partnerships.md`: one line each."""
    head = "| rule | key | how it is counted | a ballot of needs 7, 8 and 9 for a program |\n"
    lines = (
        f"| {rule.words.name} | `{rule.key}` | {rule.words.count} {rule.words.ties} "
        f"| `{dumps(rule.example((7, 8, 9), 0))}` |"
        for rule in BALLOT_RULES.values()
    )
    return head + "| --- | --- | --- | --- |\n" + "\n".join(lines)
