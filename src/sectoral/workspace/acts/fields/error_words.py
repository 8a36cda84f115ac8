"""What is said where a field is left empty or holds what it cannot: our words for Django's."""

from typing import Any

from django import forms

_AT_LEAST = "This has to be at least %(limit_value)s."
_AT_MOST = "This can be at most %(limit_value)s."
_WORDS: tuple[tuple[type[forms.Field], dict[str, str]], ...] = (
    (
        forms.Field,
        {
            "required": "Fill this in.",
            "max_length": (
                "This is too long: %(limit_value)d characters fit, and you wrote %(show_value)d."
            ),
            "min_value": _AT_LEAST,
            "max_value": _AT_MOST,
            "null_characters_not_allowed": "One character here cannot be saved. Type it again.",
        },
    ),
    (forms.IntegerField, {"invalid": "Write a whole number, such as 12."}),
    (forms.DecimalField, {"invalid": "Write a number, such as 12.50."}),
    (forms.FloatField, {"invalid": "Write a number, such as 12.5."}),
    (forms.DateField, {"invalid": "Choose a day, or write it as 03/14/2027."}),
    (forms.DateTimeField, {"invalid": "Choose a day and a time."}),
    (forms.EmailField, {"invalid": "Write an e-mail address, such as name@example.org."}),
    (forms.URLField, {"invalid": "Write a web address, such as https://example.org."}),
    (forms.BooleanField, {"required": "Tick this box to go on."}),
    (
        forms.ChoiceField,
        {
            "required": "Choose one.",
            "invalid_choice": "This choice is no longer there. Choose another one.",
        },
    ),
    (forms.MultipleChoiceField, {"required": "Choose at least one."}),
)


def speak_plainly(field: forms.Field) -> forms.Field:
    """Give the field our words, but where somebody has written words for this very field.

    Takes and returns the field.
    """
    ours: dict[str, str] = {}
    for kind, words in _WORDS:
        if isinstance(field, kind):
            ours |= words
    shipped = _shipped_words(type(field))
    field.error_messages |= {
        code: words
        for code, words in ours.items()
        if field.error_messages.get(code) == shipped.get(code)
    }
    return field


def _shipped_words(kind: type[forms.Field]) -> dict[str, Any]:
    """What Django itself would say."""
    found: dict[str, Any] = {}
    for one in reversed(kind.__mro__):
        if one.__module__.startswith("django."):
            found |= vars(one).get("default_error_messages", {})
    return found
