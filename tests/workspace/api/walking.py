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

    def ids(self, noun: str) -> list[int | None]:
        """The ids of all things of a noun that the lists tell of."""
        if noun == "state":
            return [None]
        tables = self.read("partnerships")["items"]
        if noun == "partnership":
            return [one["id"] for one in tables]
        if noun in OF_STATE:
            return self._ids(OF_STATE[noun])
        paths = [f"partnerships/{one['slug']}/{OF_TABLE[noun]}" for one in tables]
        return [key for path in paths for key in self._ids(path)]

    def _ids(self, path: str) -> list[Any]:
        return [one["id"] for one in (self.read(path) or {"items": []})["items"]]

    def offers(self, noun: str) -> Iterator[tuple[int | None, dict[str, Any]]]:
        """Every act that the program may do to a thing of a noun, with the thing's id."""
        for key in self.ids(noun):
            path = "acts/on/state" if key is None else f"acts/on/{noun}/{key}"
            for offer in self.read(path) or ():
                yield key, offer


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
        field["name"]: _fit(field)
        for field in offer["fields"]
        if field["required"] or field["kind"] == "tick"
    }


def _fit(field: dict[str, Any]) -> Any:
    if field["start"] not in (None, "", []):
        return field["start"]
    first = [one["value"] for one in field["choices"]]
    if field["kind"] in ("row", "word"):
        return first[0] if first else None
    if field["kind"] in ("rows", "words"):
        return first
    return WORDS.get(field["kind"])
