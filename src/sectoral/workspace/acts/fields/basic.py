"""What a form asks for: one line a field, read by the page, the API and their tests alike."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django import forms

from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.mailboxes import mailbox_of
from sectoral.workspace.rules.wording.readers import PUBLIC, RECORD, TABLE_AND_STATE, TextReaders

NOTHING_CHOSEN = "Choose one"
"""What stands first in a choice that has to be made: nobody's answer is made for them."""

Rows = Callable[[Sitting, Any], Iterable[Any]]
Choices = Callable[[Sitting, Any], Iterable[tuple[str, str]]]
Start = Callable[[Sitting, Any], Any]


class TextSort(StrEnum):
    """What a text is, and so what may stand in it.

    WORDS    sentences
    NAME     what something or somebody is called: nobody's name holds a link or a price
    BROUGHT  what an organization brings: it may speak of its own program, once for a solution
    ADDRESS  an e-mail or web address, which is no offer by being one
    """

    WORDS = "words"
    NAME = "name"
    BROUGHT = "brought"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class EmptyChoice:
    """What is missing where a choice offers nothing, and where that is mended.

    words   a sentence
    act     key of the act that mends it, done to nothing that is there yet; empty = none
    page    the name of the page on which it is mended; empty = none
    link    what that page is called
    """

    words: str
    act: str = ""
    page: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class ActField:
    """One thing that an act asks for.

    name      the action's keyword
    make      draws the form's field, for a person at a table and the thing the act is about
    schema    what JSON brings for it: a row travels as its id
    start     what stands in the field before anybody types; None = nothing
    lack      what is said where it has to be chosen and there is nothing to choose from
    label     what the page calls it, where a text is typed
    readers   who reads the text that is typed; None = no text is, but a choice, a day or a number
    sort      what the text is
    late      it is drawn only once the action asks for it (`answers.AnswerNeeded`)
    keeps     whether an empty answer is one: what stood there goes
    """

    name: str
    make: Callable[[Sitting, Any], forms.Field]
    schema: Any
    required: bool = True
    start: Start | None = None
    lack: EmptyChoice | None = None
    label: str = ""
    readers: TextReaders | None = None
    sort: TextSort = TextSort.WORDS
    late: bool = False
    keeps: bool = False

    def clearable(self) -> "ActField":
        """The same, where an empty answer empties it; a program that leaves it out keeps it."""
        return replace(self, keeps=True)


def texts_in(value: Any) -> Iterator[str]:
    """Every text within what a field was answered with, however deep it lies."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from (*texts_in(key), *texts_in(one))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_in(one)


def line_field(
    name: str,
    label: str,
    *,
    readers: TextReaders,
    sort: TextSort = TextSort.WORDS,
    most: int = 160,
    help: str = "",
    required: bool = True,
    start: Start | None = None,
) -> ActField:
    """A text on one line."""
    return ActField(
        name,
        lambda *_: forms.CharField(label=label, max_length=most, help_text=help, required=required),
        str,
        required,
        start,
        label=label,
        readers=readers,
        sort=sort,
    )


def text_field(
    name: str,
    label: str,
    *,
    readers: TextReaders,
    help: str = "",
    required: bool = True,
    rows: int = 4,
    start: Start | None = None,
) -> ActField:
    """A text of several lines."""
    return ActField(
        name,
        lambda *_: forms.CharField(
            label=label,
            max_length=20_000,
            help_text=help,
            required=required,
            widget=forms.Textarea({"rows": rows}),
        ),
        str,
        required,
        start,
        label=label,
        readers=readers,
    )


class MailboxField(forms.EmailField):
    """An e-mail address; what is wrong with one is said in our words."""

    def run_validators(self, value: str) -> None:
        """Ours alone."""
        try:
            if value:
                mailbox_of(value)
        except Refused as no:
            raise forms.ValidationError(str(no)) from None


def email_field(name: str, label: str, *, readers: TextReaders, help: str = "") -> ActField:
    """An e-mail address."""
    return ActField(
        name,
        lambda *_: MailboxField(
            label=label, help_text=help, widget=forms.EmailInput({"autocomplete": "off"})
        ),
        str,
        label=label,
        readers=readers,
        sort=TextSort.ADDRESS,
    )


def link_field(
    name: str,
    label: str,
    *,
    readers: TextReaders,
    help: str = "",
    required: bool = False,
    start: Start | None = None,
) -> ActField:
    """An address on the web; https is understood where none is typed."""
    return ActField(
        name,
        lambda *_: forms.URLField(
            label=label, help_text=help, required=required, assume_scheme="https"
        ),
        str,
        required,
        start,
        label=label,
        readers=readers,
        sort=TextSort.ADDRESS,
    )


def choice_field(
    name: str,
    label: str,
    choices: Choices | Sequence[tuple[str, str]],
    *,
    help: str = "",
    required: bool = True,
    start: Start | None = None,
    lack: EmptyChoice | None = None,
) -> ActField:
    """One of several words; none of them is chosen before the person chooses."""

    def make(sitting: Sitting, thing: Any) -> forms.Field:
        offered = list(choices(sitting, thing) if callable(choices) else choices)
        if not required:
            offered.insert(0, ("", "—"))
        elif start is None and len(offered) > 1:
            offered.insert(0, ("", NOTHING_CHOSEN))
        field = forms.ChoiceField(label=label, choices=offered, help_text=help, required=required)
        return field if offered else _say_lack(field, lack)

    return ActField(name, make, str, required, start, lack)


def _say_lack(field: forms.Field, lack: EmptyChoice | None) -> forms.Field:
    """A field that offers nothing says what is missing, to programs too."""
    if lack is not None:
        field.error_messages |= {"required": lack.words, "invalid_choice": lack.words}
    return field


def offers_nothing(field: forms.Field) -> bool:
    """Whether a choice has to be made and there is nothing to choose from."""
    if not field.required or not isinstance(field, forms.ChoiceField | forms.MultipleChoiceField):
        return False
    return not any(key for key, _ in keys_of(field))


def keys_of(field: forms.ChoiceField) -> list[tuple[str, str]]:
    """The choices of a field as (key, words)."""
    return [(str(key), str(words)) for key, words in field.widget.choices]


def day_field(
    name: str, label: str, *, help: str = "", required: bool = True, start: Start | None = None
) -> ActField:
    """A day."""
    return ActField(
        name,
        lambda *_: forms.DateField(
            label=label,
            help_text=help,
            required=required,
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        ),
        date,
        required,
        start,
    )


def moment_field(
    name: str, label: str, *, help: str = "", required: bool = True, start: Start | None = None
) -> ActField:
    """A day and its hour, in the time zone the pages speak in."""
    return ActField(
        name,
        lambda *_: forms.DateTimeField(
            label=label,
            help_text=help,
            required=required,
            widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        ),
        datetime,
        required,
        start,
    )


def money_field(name: str, label: str, *, help: str = "", required: bool = True) -> ActField:
    """An amount in US dollars, to the cent."""
    return amount_field(name, label, help=help, required=required, step="0.01")


def amount_field(
    name: str, label: str, *, help: str = "", required: bool = True, step: str = "any"
) -> ActField:
    """A number with at most two decimals."""
    return ActField(
        name,
        lambda *_: forms.DecimalField(
            label=label,
            help_text=help,
            required=required,
            min_value=Decimal(0),
            max_digits=12,
            decimal_places=2,
            widget=forms.NumberInput({"step": step, "inputmode": "decimal"}),
        ),
        Decimal,
        required,
    )


def count_field(
    name: str,
    label: str,
    *,
    least: int,
    most: int,
    help: str = "",
    required: bool = True,
    start: Start | None = None,
) -> ActField:
    """A whole number."""
    return ActField(
        name,
        lambda *_: forms.IntegerField(
            label=label, help_text=help, required=required, min_value=least, max_value=most
        ),
        int,
        required,
        start,
    )


def tick_field(
    name: str, label: str, *, help: str = "", must: bool = False, start: Start | None = None
) -> ActField:
    """A box to tick; `must` = it goes on only when ticked."""
    return ActField(
        name,
        lambda *_: forms.BooleanField(label=label, help_text=help, required=must),
        bool,
        must,
        start,
    )


def answer_field(name: str, label: str, *, help: str = "") -> ActField:
    """A box that answers a question of the action's (`AnswerNeeded`), drawn once it asks."""
    return replace(tick_field(name, label, help=help), late=True)


def row_field(
    name: str,
    label: str,
    rows: Rows,
    *,
    help: str = "",
    required: bool = True,
    say: Callable[[Any], str] = str,
    start: Start | None = None,
    lack: EmptyChoice | None = None,
) -> ActField:
    """One of the rows offered to this person; where there is but one, it is not asked for."""

    def make(sitting: Sitting, thing: Any) -> forms.Field:
        offered = list(rows(sitting, thing))
        field = RowField(offered, say, label=label, help_text=help, required=required)
        return field if offered else _say_lack(field, lack)

    return ActField(name, make, int, required, start, lack)


def rows_field(
    name: str,
    label: str,
    offered: Rows,
    *,
    help: str = "",
    required: bool = True,
    say: Callable[[Any], str] = str,
    start: Start | None = None,
    lack: EmptyChoice | None = None,
) -> ActField:
    """Some of the rows offered to this person."""

    def make(sitting: Sitting, thing: Any) -> forms.Field:
        found = list(offered(sitting, thing))
        field = RowsField(found, say, label=label, help_text=help, required=required)
        return field if found else _say_lack(field, lack)

    return ActField(name, make, list[int], required, start, lack)


class RowField(forms.ChoiceField):
    """A choice among rows already read; its value is the row. A row not offered is refused."""

    def __init__(self, offered: list[Any], say: Callable[[Any], str], **kwargs: Any) -> None:
        self.by_key = {str(row.pk): row for row in offered}
        choices = [(key, say(row)) for key, row in self.by_key.items()]
        if kwargs.get("required") and len(choices) == 1:
            kwargs |= {"widget": forms.HiddenInput, "initial": choices[0][0]}
        elif not kwargs.get("required"):
            choices.insert(0, ("", "—"))
        elif choices:
            choices.insert(0, ("", NOTHING_CHOSEN))
        super().__init__(choices=choices, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The row's key as text, whatever brought it."""
        return "" if value in self.empty_values else str(getattr(value, "pk", value))

    def clean(self, value: Any) -> Any:
        """The row itself."""
        return self.by_key.get(super().clean(value))


class RowsField(forms.MultipleChoiceField):
    """Choices among rows already read; its value is the rows, in the order offered."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, offered: list[Any], say: Callable[[Any], str], **kwargs: Any) -> None:
        self.by_key = {str(row.pk): row for row in offered}
        choices = [(key, say(row)) for key, row in self.by_key.items()]
        super().__init__(choices=choices, **kwargs)

    def to_python(self, value: Any) -> list[str]:
        """The rows' keys as text."""
        return [str(getattr(one, "pk", one)) for one in super().to_python(value)]

    def clean(self, value: Any) -> Any:
        """The rows themselves."""
        chosen = set(super().clean(value))
        return [row for key, row in self.by_key.items() if key in chosen]


REASON = text_field("reason", "Why", readers=RECORD, rows=2)
"""What the record keeps of a decision."""

WHY_HERE = replace(REASON, readers=TABLE_AND_STATE)
"""The same, where a page of the table shows it beside what was decided."""

WHY_PUBLIC = replace(REASON, readers=PUBLIC)
"""The same, where the public page shows it."""
