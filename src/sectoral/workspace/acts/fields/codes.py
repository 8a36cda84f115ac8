"""A list of codes typed on one line, or brought as a list by a program."""

import re
from typing import Any

from django import forms

from sectoral.workspace.acts.fields.basic import ActField, Start


class CodesField(forms.CharField):
    """Codes parted by commas, blanks or lines; each has to look like one."""

    def __init__(self, pattern: str, expected: str, **kwargs: Any) -> None:
        self.pattern, self.expected = re.compile(pattern), expected
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The codes as a list."""
        found = value if isinstance(value, list) else re.split(r"[\s,;]+", str(value or ""))
        return [str(code).strip() for code in found if str(code).strip()]

    def validate(self, value: Any) -> None:
        """Each code on its own, so that the message names the wrong one."""
        super().validate(value)
        for code in value:
            if not self.pattern.fullmatch(code):
                raise forms.ValidationError(f"Expected {self.expected}; found “{code}”.")

    def run_validators(self, value: Any) -> None:
        """`validate` has looked at every code."""


def codes_field(
    name: str,
    label: str,
    pattern: str,
    expected: str,
    *,
    required: bool = True,
    start: Start | None = None,
) -> ActField:
    """A list of codes of one kind."""
    return ActField(
        name,
        lambda *_: CodesField(
            pattern, expected, label=label, required=required, help_text=f"{expected}, with commas"
        ),
        list[str],
        required,
        start,
    )


def industries_field(
    name: str, label: str, *, required: bool = True, start: Start | None = None
) -> ActField:
    """Industries by their codes; whether each exists is the action's to say."""
    pattern, expected = r"\d{2,6}(-\d{2})?", "codes such as 3366 or 31-33"
    return codes_field(name, label, pattern, expected, required=required, start=start)


def counties_field(
    name: str, label: str, *, required: bool = True, start: Start | None = None
) -> ActField:
    """Counties by their codes; whether each exists is the action's to say."""
    return codes_field(
        name, label, r"\d{5}", "five-digit county codes", required=required, start=start
    )
