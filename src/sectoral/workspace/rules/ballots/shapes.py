"""The two shapes that a ballot has, and what makes one faulty whatever its rule."""

from collections.abc import Sequence

from sectoral.workspace.rules.answers import YES, Ruling
from sectoral.workspace.rules.ballots.rule import Choice


def fault_of_list(choice: Choice, needs: Sequence[int], *, meant: str, empty: str) -> Ruling:
    """Whether a choice is a list of needs of the round, each named once, one at least.

    Takes    meant: what a ballot of the rule is; empty: what to do where it names none.
    """
    if not isinstance(choice, list) or not all(type(need) is int for need in choice):
        return Ruling(f"This ballot should be {meant}.")
    if not choice:
        return Ruling(empty)
    if len(set(choice)) < len(choice):
        return Ruling("A ballot lists each need once; this one lists a need twice.")
    strangers = set(choice) - set(needs)
    return Ruling(f"This round does not ask about need {min(strangers)}.") if strangers else YES


def fault_of_figures(choice: Choice, needs: Sequence[int]) -> Ruling:
    """Whether a choice gives needs of the round, and no others, something each."""
    if not isinstance(choice, dict) or not all(isinstance(key, str) for key in choice):
        return Ruling("A ballot needs a number for each need; this one does not have that.")
    strangers = set(choice) - {str(need) for need in needs}
    return Ruling(f"This round does not ask about need {min(strangers)}.") if strangers else YES
