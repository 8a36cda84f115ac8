"""What is missing before an act can be done, with the links that mend it for this person."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from sectoral.workspace.acts import BY_KEY
from sectoral.workspace.acts.fields.basic import EmptyChoice
from sectoral.workspace.addresses import act_address
from sectoral.workspace.queries.roles import Sitting


@dataclass(frozen=True, slots=True)
class MissingStep:
    """What is missing before an act can be done; `links` mend it, as (address, words)."""

    words: str
    links: tuple[tuple[str, str], ...]


def list_missing_steps(
    lacking: list[EmptyChoice], sitting: Sitting, here: str
) -> list[MissingStep]:
    """What is missing, with links that this person may follow; they lead back `here`."""
    return [MissingStep(lack.words, tuple(_links_for(lack, sitting, here))) for lack in lacking]


def _links_for(lack: EmptyChoice, sitting: Sitting, here: str) -> Iterator[tuple[str, str]]:
    mending = BY_KEY.get(lack.act)
    if mending is not None and mending.may_here(sitting):
        yield f"{act_address(mending.key, None)}?{urlencode({'next': here})}", mending.words
    if lack.page:
        yield _page_address(lack.page, sitting), lack.link


def _page_address(name: str, sitting: Sitting) -> str:
    """A page of the table where there is one of that name, else of the whole workspace."""
    with suppress(NoReverseMatch):
        if sitting.partnership is not None:
            return reverse(name, args=[sitting.partnership.slug])
    return reverse(name)
