"""A program that finds by reading alone what it needs for an act: the thing, and what to choose."""

from collections.abc import Iterator
from typing import Any

from sectoral.workspace.api.lists import LISTS
from tests.workspace.api.conftest import Caller

OF_TABLE = {listed.noun: listed.name for listed in LISTS if listed.noun}
OF_STATE = {
    "organization": "organizations",
    "person": "people",
    "office": "offices",
    "claim": "claims",
    "change": "changes",
}


class Walker:
    """One person's program, which remembers what it read."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.known: dict[str, Any] = {}

    def read(self, path: str) -> Any:
        """What an address answers; None where it says no."""
        if path not in self.known:
            answer = self.caller.get(path, **({} if path.startswith("acts/") else {"limit": 200}))
            self.known[path] = answer.json() if answer.status_code == 200 else None
        return self.known[path]

    def rows(self, noun: str) -> list[dict[str, Any]]:
        """All things of a noun that the lists tell of, as they tell them."""
        if noun in OF_STATE:
            return self._items(OF_STATE[noun])
        tables = self._items("partnerships")
        if noun == "partnership":
            return tables
        paths = [f"partnerships/{one['slug']}/{OF_TABLE[noun]}" for one in tables]
        return [row for path in paths for row in self._items(path)]

    def ids(self, noun: str, called: str = "") -> list[int | None]:
        """Their ids, of those alone that the list tells of by these words; the state has none."""
        if noun == "state":
            return [None]
        return [row["id"] for row in self.rows(noun) if not called or called in _words(row)]

    def _items(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (self.read(path) or {"items": []})["items"]
        return found

    def offers(self, noun: str, called: str = "") -> Iterator[tuple[int | None, dict[str, Any]]]:
        """Every act that the program may do to a thing of a noun, with the thing's id."""
        for key in self.ids(noun, called):
            path = "acts/on/state" if key is None else f"acts/on/{noun}/{key}"
            for offer in self.read(path) or ():
                yield key, offer


def _words(row: dict[str, Any]) -> str:
    return " ".join(value for value in row.values() if isinstance(value, str))


WORDS: dict[str, Any] = {
    "text": "words",
    "tick": True,
    "day": "2026-06-01",
    "moment": "2026-06-01T10:00:00+00:00",
    "amount": "10",
    "count": 3,
}


def body_for(offer: dict[str, Any]) -> dict[str, Any]:
    """A body that fits what an act asks for: the first of what is offered, plain words else."""
    return {
        field["name"]: fit_value(field)
        for field in offer["fields"]
        if field["required"] or field["kind"] == "tick"
    }


def fit_value(field: dict[str, Any]) -> Any:
    """A value that fits one field of an offer."""
    if field["start"] not in (None, "", []):
        return field["start"]
    first = [one["value"] for one in field["choices"]]
    if field["kind"] in ("row", "word"):
        return first[0] if first else None
    if field["kind"] in ("rows", "words"):
        return first
    return WORDS.get(field["kind"])
