"""The parts of a split, as a form and as JSON: which companies go where."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms

from sectoral.workspace.actions import realignments
from sectoral.workspace.actions.realignments import SplitPart
from sectoral.workspace.acts.fields.basic import ActField
from sectoral.workspace.acts.fields.row_choices import companies_here
from sectoral.workspace.models import Partnership, Realignment, Seat, User
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.wording.readers import PUBLIC

LETTERS = ("a", "b")


def propose_split(
    *,
    partnership: Partnership,
    parts: Sequence[dict[str, Any]],
    reason: str,
    at: datetime,
    by: User,
) -> Realignment:
    """`realignments.propose_split`, with the parts as a form brings them.

    A part keeps the region and the sector of what it comes from, and its codes and counties
    where none are named.
    """
    whole = tuple(_parse_part(partnership, said) for said in parts)
    return realignments.propose_split(
        partnership=partnership, parts=whole, reason=reason, at=at, by=by
    )


def _parse_part(partnership: Partnership, said: dict[str, Any]) -> SplitPart:
    return SplitPart(
        name=str(said["name"]),
        region=partnership.region,
        region_name=partnership.region_name,
        sector=partnership.sector,
        sector_name=partnership.sector_name,
        naics=tuple(said.get("naics") or partnership.naics),
        areas=tuple(said.get("areas") or partnership.areas),
        organizations=tuple(int(one) for one in said["organizations"]),
        waiver=str(said.get("waiver") or ""),
    )


class PartsWidget(forms.Widget):
    """Two parts: a name each, their codes and counties, and one answer a company."""

    template_name = "parts/split.html"
    use_fieldset = True

    def __init__(self, seats: list[Seat]) -> None:
        super().__init__()
        self.seats = seats

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template draws."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        typed = value if isinstance(value, list) else [{}, {}]
        context["parts"] = [
            {"letter": letter, "typed": part} for letter, part in zip(LETTERS, typed, strict=False)
        ]
        gone = {
            int(one): letter
            for letter, part in zip(LETTERS, typed, strict=False)
            for one in part.get("organizations", ())
        }
        context["lines"] = [
            {
                "key": seat.organization_id,
                "name": seat.organization.name,
                "part": gone.get(seat.organization_id, ""),
            }
            for seat in self.seats
        ]
        return context

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> Any:
        """JSON of a program, or the two parts as typed."""
        if name in data:
            return data[name]
        return [self._read_part(data, name, letter) for letter in LETTERS]

    def _read_part(self, data: Any, name: str, letter: str) -> dict[str, Any]:
        listed = ("naics", "areas")
        lists = {part: data.get(f"{name}-{letter}-{part}", "") for part in listed}
        return {
            "name": data.get(f"{name}-{letter}-name", "").strip(),
            "waiver": data.get(f"{name}-{letter}-waiver", "").strip(),
            **{part: found.replace(",", " ").split() for part, found in lists.items()},
            "organizations": [
                seat.organization_id
                for seat in self.seats
                if data.get(f"{name}-in-{seat.organization_id}") == letter
            ],
        }

    def value_omitted_from_data(self, _data: Any, _files: Any, _name: str) -> bool:
        """Two empty parts are an answer too."""
        return False

    def id_for_label(self, id_: str) -> str:  # noqa: ARG002  (Django asks)
        """A group of answers has a legend, not a label."""
        return ""


class PartsField(forms.Field):
    """The parts; whether a split may be is the action's to say."""

    def __init__(self, seats: list[Seat], **kwargs: Any) -> None:
        super().__init__(widget=PartsWidget(seats), **kwargs)

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        """At least two parts, each with a name and companies."""
        if not isinstance(value, list) or len(value) < 2:
            raise forms.ValidationError("A split needs at least two parts.")
        for part in value:
            if not isinstance(part, dict) or not part.get("name") or not part.get("organizations"):
                raise forms.ValidationError("Each part needs a name and its own companies.")
        return value


def split_parts() -> ActField:
    """The parts that would follow a split."""

    def make(sitting: Sitting, partnership: Any) -> forms.Field:
        return PartsField(companies_here(sitting, partnership), label="The parts")

    return ActField("parts", make, list[dict[str, Any]], label="The parts", readers=PUBLIC)
