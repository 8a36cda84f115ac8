"""What a row would write, looked at by the same rules as the forms of the pages."""

from collections.abc import Iterator
from typing import Any

from sectoral.workspace.acts import BY_KEY
from sectoral.workspace.acts.texts import ActInput, DoubtfulTexts, TextDoubt, check_texts, words_of
from sectoral.workspace.imports.plans.plan import (
    Act,
    PlannedContact,
    PlannedOrganization,
    PlannedPartnership,
)
from sectoral.workspace.queries.roles import Sitting


def look_at(act: Act, sitting: Sitting) -> tuple[TextDoubt, ...]:
    """Look at each text of a row, as whoever brings the file would type it into a form.

    Returns  words that companies must not settle together: who checks the file is told of them.
    Raises   Refused for what cannot stand.
    """
    doubts: tuple[TextDoubt, ...] = ()
    for key, typed in _forms_of(act):
        form = BY_KEY[key]
        try:
            check_texts(ActInput(form.fields, typed, form.permission, sitting, None))
        except DoubtfulTexts as doubt:
            doubts += doubt.doubts
    return doubts


def doubt_words(doubts: tuple[TextDoubt, ...], file: str, row: int) -> str:
    """What the check of a file says of them."""
    return (
        f"{file}, row {row:,} mentions {words_of(doubts)}. Competing companies must not agree "
        "on that. Change the cell and upload the file again, or import it as it is."
    )


def _forms_of(act: Act) -> Iterator[tuple[str, dict[str, Any]]]:
    """The forms that a row fills in: the act's key, and what stands in its fields."""
    match act:
        case PlannedOrganization():
            yield "state.register", {"name": act.name}
            yield "state.declare_ownership", {"owner": act.owner}
        case PlannedContact():
            yield "state.add_person", {"name": act.name, "email": act.email}
        case PlannedPartnership():
            # When it began stands on the public page with its case, as a closing note would.
            yield "state.propose", {"name": act.name, "waiver": act.waiver}
            yield "partnership.close", {"closing_note": act.started}
            if act.convener is not None:
                yield "state.register", {"name": act.convener.organization.name}
                person = {"name": act.convener.person, "email": act.convener.email}
                yield "state.add_person", person
