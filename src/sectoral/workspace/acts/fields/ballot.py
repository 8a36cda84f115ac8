"""A ballot as a form and as JSON: one answer a need, as the round's rule asks for it."""

import json
from typing import Any

from django import forms

from sectoral.workspace.acts.fields.basic import ActField
from sectoral.workspace.acts.fields.row_choices import needs_of_round
from sectoral.workspace.models import Round
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.queries.rounds import ballot_of, voting_seats
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.ballots.rule import BallotPart, TypedBallot


class BallotWidget(forms.Widget):
    """One line a need, each with the parts that the round's rule asks for."""

    template_name = "parts/ballot.html"
    use_fieldset = True

    def __init__(self, round: Round) -> None:
        super().__init__()
        self.form = round.ballot_rule.form
        self.needs = [(str(need.pk), need.text_heard.title) for need in needs_of_round(round)]
        self.parts = self.form.parts(len(self.needs))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template draws: the lines with what was typed."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        typed = value if isinstance(value, dict) else {}
        context["help"], context["adds_up"] = self.form.help, self.form.adds_up
        context["shared"] = _sum_of_numbers(typed, self.parts)
        context["lines"] = [
            {
                "key": key,
                "title": title,
                "parts": [_part_drawn(name, key, part, typed) for part in self.parts],
            }
            for key, title in self.needs
        ]
        return context

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> Any:
        """JSON where a program votes; from a page, each need's own answers."""
        if name in data:
            return data[name]
        return {
            key: {
                part.name: typed
                for part in self.parts
                if (typed := data.get(_input_name(name, key, part), "").strip())
            }
            for key, _ in self.needs
        }

    def value_omitted_from_data(self, _data: Any, _files: Any, _name: str) -> bool:
        """A ballot is never left out."""
        return False

    def id_for_label(self, id_: str) -> str:  # noqa: ARG002  (Django asks)
        """A group of answers has a legend, not a label."""
        return ""


def _input_name(name: str, key: str, part: BallotPart) -> str:
    return f"{name}-{key}-{part.name}"


def _part_drawn(name: str, key: str, part: BallotPart, typed: dict[str, Any]) -> dict[str, Any]:
    """A part of one need's line, with what was typed there."""
    answers = typed.get(key)
    return {
        "name": _input_name(name, key, part),
        "label": part.label,
        "kind": part.kind,
        "options": part.options,
        "most": part.most,
        "typed": answers.get(part.name, "") if isinstance(answers, dict) else "",
    }


def _sum_of_numbers(typed: dict[str, Any], parts: tuple[BallotPart, ...]) -> int:
    """What was shared out of what was typed so far."""
    numbers = {part.name for part in parts if part.kind == "number"}
    told = (
        figure
        for answers in typed.values()
        if isinstance(answers, dict)
        for name, figure in answers.items()
        if name in numbers
    )
    return sum(int(figure) for figure in told if str(figure).isdecimal())


class BallotField(forms.Field):
    """A choice as the rule counts it; whether it fits its round is the action's to say."""

    widget: BallotWidget

    def __init__(self, round: Round, **kwargs: Any) -> None:
        self.form = round.ballot_rule.form
        super().__init__(widget=BallotWidget(round), **kwargs)

    def to_python(self, value: Any) -> Any:
        """The ballot in the form that the count takes."""
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except json.JSONDecodeError:
                raise forms.ValidationError("A ballot must be a list or an object.") from None
        if not isinstance(value, dict) or not all(isinstance(v, dict) for v in value.values()):
            return value
        return self._of_page(value)

    def _of_page(self, typed: TypedBallot) -> Any:
        try:
            return self.form.read(typed)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        except (TypeError, ValueError):
            raise forms.ValidationError("Places and points must be whole numbers.") from None

    def validate(self, value: Any) -> None:
        """An empty ballot is refused here; the rest by the rule."""
        if value in (None, "", [], {}):
            raise forms.ValidationError("The ballot is empty.")


def ballot_field() -> ActField:
    """The ballot of a round."""

    def make(_: Sitting, round: Any) -> forms.Field:
        return BallotField(round, label="Your company's ballot")

    return ActField("choice", make, Any, start=cast_before)


def cast_before(sitting: Sitting, round: Any) -> TypedBallot:
    """What the person's own company has cast, as the page types it; nobody else's is read."""
    able = voting_seats(round, sitting.seats_that_may("vote"))
    cast = ballot_of(round, able[0]) if len(able) == 1 else None
    return round.ballot_rule.form.write(cast.choice) if cast else {}
