"""A ballot as a form and as JSON: one answer a need, by the round's rule."""

import json
from typing import Any

from django import forms

from sectoral.workspace.acts.fields.basic import ActField
from sectoral.workspace.acts.fields.row_choices import needs_of_round, title_of
from sectoral.workspace.models import Round
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.queries.rounds import ballot_of, voting_seats
from sectoral.workspace.rules.ballots import POINTS

SCALE = [("", "—"), ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5")]


class BallotWidget(forms.Widget):
    """One line a need: its place, its points, or how important and how feasible it is."""

    template_name = "parts/ballot.html"
    use_fieldset = True

    def __init__(self, round: Round) -> None:
        super().__init__()
        self.rule = round.rule
        self.needs = [(need.pk, title_of(need)) for need in needs_of_round(round)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template draws: the lines with what was typed."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        typed = value if isinstance(value, dict) else {}
        context["rule"] = self.rule
        context["points"], context["shared"] = POINTS, _sum_of_points(typed)
        context["scale"] = SCALE
        context["places"] = [str(n) for n in range(1, len(self.needs) + 1)]
        context["lines"] = [
            {"key": key, "title": title, "typed": typed.get(str(key), {})}
            for key, title in self.needs
        ]
        return context

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> Any:
        """JSON where a program votes; from a page, each need's own answers."""
        if name in data:
            return data[name]
        parts = ("place", "points", "importance", "feasibility")
        return {
            str(key): {
                part: data[f"{name}-{key}-{part}"].strip()
                for part in parts
                if data.get(f"{name}-{key}-{part}", "").strip()
            }
            for key, _ in self.needs
        }

    def value_omitted_from_data(self, _data: Any, _files: Any, _name: str) -> bool:
        """A ballot is never left out."""
        return False

    def id_for_label(self, id_: str) -> str:  # noqa: ARG002  (Django asks)
        """A group of answers has a legend, not a label."""
        return ""


def _sum_of_points(typed: dict[str, Any]) -> int:
    """How many points were shared out, of what was typed so far."""
    told = (parts.get("points", "") for parts in typed.values() if isinstance(parts, dict))
    return sum(int(points) for points in told if str(points).isdecimal())


class BallotField(forms.Field):
    """A choice as `ballots.count_ballots` reads it; whether it counts is the action's to say."""

    widget: BallotWidget

    def __init__(self, round: Round, **kwargs: Any) -> None:
        self.rule = round.rule
        super().__init__(widget=BallotWidget(round), **kwargs)

    def to_python(self, value: Any) -> Any:
        """The ballot in the form that the count takes."""
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except json.JSONDecodeError:
                raise forms.ValidationError("A ballot is a list or an object.") from None
        if not isinstance(value, dict) or not all(isinstance(v, dict) for v in value.values()):
            return value
        return self._of_page(value)

    def _of_page(self, typed: dict[str, dict[str, Any]]) -> Any:
        try:
            if self.rule == Round.Rule.RANKED:
                return self._order(typed)
            if self.rule == Round.Rule.POINTS:
                return {key: int(parts.get("points", 0)) for key, parts in typed.items()}
            return {
                key: {part: int(number) for part, number in parts.items()}
                for key, parts in typed.items()
            }
        except ValueError:
            raise forms.ValidationError(
                "A place or a number of points is a whole number."
            ) from None

    def _order(self, typed: dict[str, dict[str, Any]]) -> list[int]:
        placed = sorted((int(p["place"]), int(key)) for key, p in typed.items() if p.get("place"))
        numbers = [place for place, _ in placed]
        if len(set(numbers)) < len(numbers):
            raise forms.ValidationError("Two needs have the same place. Give each its own.")
        return [key for _, key in placed]

    def validate(self, value: Any) -> None:
        """An empty ballot is refused here; the rest by the rule."""
        if value in (None, "", [], {}):
            raise forms.ValidationError("The ballot is empty.")


def ballot_field() -> ActField:
    """The ballot of a round."""

    def make(_: Sitting, round: Any) -> forms.Field:
        return BallotField(round, label="Your company's ballot")

    return ActField("choice", make, Any, start=_cast_before)


def _cast_before(sitting: Sitting, round: Any) -> dict[str, dict[str, str]]:
    """What the person's own company has cast, as the page types it; nobody else's is read."""
    able = voting_seats(round, sitting.seats_that_may("vote"))
    cast = ballot_of(round, able[0]) if len(able) == 1 else None
    return _form_values(round.rule, cast.choice) if cast else {}


def _form_values(rule: str, choice: Any) -> dict[str, dict[str, str]]:
    if rule == Round.Rule.RANKED:
        return {str(key): {"place": str(place)} for place, key in enumerate(choice, start=1)}
    if rule == Round.Rule.POINTS:
        return {key: {"points": str(points)} for key, points in choice.items()}
    return {
        key: {part: str(number) for part, number in parts.items()} for key, parts in choice.items()
    }
