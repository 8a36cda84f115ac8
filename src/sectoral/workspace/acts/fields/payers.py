"""Who could share a cost, as a form and as JSON: one line a seat."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from sectoral.workspace.actions import costs
from sectoral.workspace.acts.fields.basic import ActField
from sectoral.workspace.acts.fields.row_choices import seats_here
from sectoral.workspace.models import CostPlan, Seat, Solution, User
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.costs import CostFormula, CostPayer

PARTS = ("headcount", "use", "cap_usd")


def draw_plan(
    *,
    solution: Solution,
    formula: str,
    payers: Sequence[tuple[Seat, CostPayer]],
    at: datetime,
    by: User,
) -> CostPlan:
    """`costs.draw_plan`, with the formula as a form brings it."""
    return costs.draw_plan(
        solution=solution, formula=CostFormula(formula), payers=payers, at=at, by=by
    )


class PayersWidget(forms.Widget):
    """One line a seat: whether it pays, its people at work, its use, its cap.

    The size band that an organization said stands beside it as a hint.
    """

    template_name = "parts/payers.html"
    use_fieldset = True

    def __init__(self, seats: list[Seat]) -> None:
        super().__init__()
        self.seats = seats

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template draws."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        typed = value if isinstance(value, dict) else {}
        context["lines"] = [
            {
                "key": seat.pk,
                "name": seat.organization.name,
                "size": seat.organization.get_size_display() if seat.organization.size else "",
                "typed": typed.get(str(seat.pk)),
            }
            for seat in self.seats
        ]
        return context

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> Any:
        """JSON of a program, or each seat's own answers: {seat: {headcount, use, cap_usd}}."""
        if name in data:
            return data[name]
        return {
            str(seat.pk): {part: data.get(f"{name}-{seat.pk}-{part}", "") for part in PARTS}
            for seat in self.seats
            if data.get(f"{name}-{seat.pk}-pays")
        }

    def value_omitted_from_data(self, _data: Any, _files: Any, _name: str) -> bool:
        """Nobody ticked is an answer too: an empty one."""
        return False

    def id_for_label(self, id_: str) -> str:  # noqa: ARG002  (Django asks)
        """A group of answers has a legend, not a label."""
        return ""


class PayersField(forms.Field):
    """The payers as `costs.draw_plan` takes them."""

    def __init__(self, seats: list[Seat], **kwargs: Any) -> None:
        self.seats = {str(seat.pk): seat for seat in seats}
        super().__init__(widget=PayersWidget(seats), **kwargs)

    def to_python(self, value: Any) -> list[tuple[Seat, CostPayer]]:
        """Each seat with what it said; an empty answer is not said."""
        if not isinstance(value, dict):
            raise forms.ValidationError("Say who pays, with one entry for each seat.")
        strangers = set(value) - set(self.seats)
        if strangers:
            raise forms.ValidationError(f"Seat {min(strangers)} is not at this table.")
        return [(self.seats[key], _parse_payer(key, said or {})) for key, said in value.items()]


def _parse_payer(key: str, said: dict[str, Any]) -> CostPayer:
    try:
        headcount = str(said.get("headcount") or "").strip()
        use = str(said.get("use") or "").strip()
        cap = str(said.get("cap_usd") or "").strip()
        return CostPayer(
            key,
            int(headcount) if headcount else None,
            Decimal(use) if use else None,
            Decimal(cap) if cap else None,
        )
    except (ValueError, InvalidOperation):
        raise forms.ValidationError(
            "The number of employees must be a whole number. Use and limit must be numbers."
        ) from None


def payers_field() -> ActField:
    """Who could pay, among those at the table."""

    def make(sitting: Sitting, solution: Any) -> forms.Field:
        return PayersField(seats_here(sitting, solution), label="Who shares it")

    return ActField("payers", make, dict[str, dict[str, Any]])
