"""What a row would write, looked at by the same rules as the forms of the pages."""

from collections.abc import Iterator
from typing import Any

from sectoral.workspace.acts import BY_KEY
from sectoral.workspace.acts.texts import Doubt, Doubtful, Writing, look, words_of
from sectoral.workspace.imports.plans.plan import Act, Contact, Entry, Proposal
from sectoral.workspace.queries.roles import Sitting


def look_at(act: Act, sitting: Sitting) -> tuple[Doubt, ...]:
    """Look at each text of a row, as whoever brings the file would type it into a form.

    Returns  words that companies must not settle together: who checks the file is told of them.
    Raises   Refused for what cannot stand.
    """
    doubts: tuple[Doubt, ...] = ()
    for key, typed in _typed(act):
        form = BY_KEY[key]
        try:
            look(Writing(form.fields, typed, form.rule, sitting, None))
        except Doubtful as doubt:
            doubts += doubt.doubts
    return doubts


def told(doubts: tuple[Doubt, ...], file: str, row: int) -> str:
    """What the check of a file says of them."""
    return (
        f"{file}, row {row:,} speaks of {words_of(doubts)}. Companies do not settle that "
        "together: change the cell and bring the file again, or bring it in as it is."
    )


def _typed(act: Act) -> Iterator[tuple[str, dict[str, Any]]]:
    """The forms that a row fills in: the act's key, and what stands in its fields."""
    match act:
        case Entry():
            yield "state.register", {"name": act.name}
            yield "state.declare_ownership", {"owner": act.owner}
        case Contact():
            yield "state.add_person", {"name": act.name, "email": act.email}
        case Proposal():
            # When it began stands on the public page with its case, as a closing note would.
            yield "state.propose", {"name": act.name, "waiver": act.waiver}
            yield "partnership.close", {"closing_note": act.started}
            if act.convener is not None:
                yield "state.register", {"name": act.convener.organization.name}
                person = {"name": act.convener.person, "email": act.convener.email}
                yield "state.add_person", person
