"""How people read what a row keeps as a code."""

from collections.abc import Callable, Iterable
from typing import Any


def label_of(choices: Iterable[tuple[Any, Any]]) -> Callable[[str], str]:
    """The label of a code, as the model's `choices` say it; of any other word, the word."""
    labels = {str(code): str(label) for code, label in choices}
    return lambda code: labels.get(code, code)
