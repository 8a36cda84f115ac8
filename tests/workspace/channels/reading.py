"""Reading all that can be read: every address that answers, and every letter, by one reader.

A page's source counts as it is, a workbook and a ZIP by what is in them. Addresses without a
place to fill in are found by themselves; whoever adds one with a place says here what to fill
in, or a test fails.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sectoral.workspace.acts import ACTS
from sectoral.workspace.api.main import openapi_document
from sectoral.workspace.exports.records import RECORDS
from sectoral.workspace.models import Message, Partnership, User
from sectoral.workspace.rules.permissions import PartnershipRole
from tests.workspace.channels.doors import of
from tests.workspace.channels.partnership import Full

SHEETS = ("?format=csv", "?format=xlsx")
NONE = "Xyzzyva"
"""A word that nothing holds: what a search answers where it finds nothing."""

Filled = Callable[[Full], Iterator[dict[str, Any]]]


def _table(table: Full) -> Iterator[dict[str, Any]]:
    for partnership in Partnership.objects.order_by("pk"):
        yield {"slug": partnership.slug}


def _each(noun: str) -> Filled:
    def fill(table: Full) -> Iterator[dict[str, Any]]:
        for thing in table.things[noun]:
            yield {"slug": table.slug, "pk": thing.pk}

    return fill


def _records(table: Full) -> Iterator[dict[str, Any]]:
    for record in RECORDS:
        yield {"slug": table.slug, "name": record.name, "form": "csv"}
    yield {"slug": table.slug, "name": "needs", "form": "xlsx"}


def _acts(table: Full) -> Iterator[dict[str, Any]]:
    for act in ACTS:
        for thing in table.things.get(act.noun, []):
            yield {"key": act.key, "pk": thing.pk}


def _acts_of_state(_: Full) -> Iterator[dict[str, Any]]:
    yield from ({"key": act.key} for act in ACTS if act.noun == "state")


def _once(**kwargs: Any) -> Filled:
    return lambda _: iter([kwargs])


def _each_key(noun: str) -> Filled:
    """Things that are addressed by their key alone."""
    return lambda table: ({"pk": thing.pk} for thing in table.things[noun])


FILLED: dict[str, Filled] = {
    **dict.fromkeys(
        (
            *(
                "partnership",
                "life",
                "seats",
                "record",
                "flags",
                "needs",
                "listening",
                "priorities",
            ),
            *("meetings", "open_meetings", "open_meetings_calendar", "solutions", "commitments"),
            *("posts", "neutrality", "export", "export_zip"),
        ),
        _table,
    ),
    "tour_stop": lambda _: iter({"number": number} for number in range(1, 6)),
    "need": _each("need"),
    "round": _each("round"),
    **dict.fromkeys(
        ("meeting", "meeting_calendar", "room", "projector", "minutes"), _each("meeting")
    ),
    "reply": lambda table: ({**one, "answer": "yes"} for one in _each("meeting")(table)),
    "solution": _each("solution"),
    "organization": lambda table: ({"pk": org.pk} for org in table.heard.world.orgs.values()),
    "export_table": _records,
    "act": _acts,
    "act_of_state": _acts_of_state,
    # Of the region and the sector of the table; the edition knows nothing of what is said there.
    "region": _once(name="harbour"),
    "sector": _once(name="boats"),
    "case": _once(region="harbour", sector="boats"),
    "table": _once(name="matrix", form="csv"),
    "import": _once(pk=1),
    "import_template": _once(kind="contacts", form="csv"),
    "leave": lambda table: ({"pk": table.seat(key).pk} for key in ("sail", "anchor")),
    "end_token": _once(pk=1),
    # With a token that is none: the true ones sign in, and are tried in tests/workspace/account.
    "link": _once(token="x" * 40),
    "person_link": _each_key("person"),
    "invitation_link": _each_key("invitation"),
    "invited": _once(token="x" * 40),
    "openid_connect_login": _once(provider_id="none"),
    "openid_connect_callback": _once(provider_id="none"),
}
"""For each address with places to fill in, by its name: what is filled in."""

DOERS = (
    PartnershipRole.EMPLOYER,
    PartnershipRole.CHAMPION,
    PartnershipRole.CONVENER,
    PartnershipRole.HOST,
    PartnershipRole.PUBLIC,
    PartnershipRole.STATE,
)
"""Who reads the page of each act as well."""

EVERYBODYS: frozenset[str] = frozenset(
    {"state", "matrix", "regions", "region", "sectors", "sector", "data", "words", "rules", "table"}
)
"""Made from the edition, the same for everybody: a visitor reads them for all."""

MORE: dict[str, tuple[str, ...]] = {
    "record": tuple(f"?page={page}" for page in range(2, 7)),
    **dict.fromkeys(("partnerships", "seat_matrix", "organizations", "people"), SHEETS),
    **dict.fromkeys(("solutions", "commitments", "neutrality", "seats"), SHEETS),
    "people": (*SHEETS, "?page=2"),
}
"""What else an address answers to."""


@dataclass
class Read:
    """What one reader got: address → its text; letters under "letter …"."""

    status: dict[str, int] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)

    def where(self, found: Callable[[str], bool], among: Callable[[str], bool]) -> list[str]:
        """The addresses whose text holds what is looked for."""
        return [a for a, text in self.text.items() if among(a) and found(text)]


def patterns() -> dict[str, list[str]]:
    """Every address of the workspace but the interface's: its name, and the places to fill in."""
    return dict(_of(get_resolver().url_patterns))


def _of(found: list[Any]) -> Iterator[tuple[str, list[str]]]:
    for one in found:
        if isinstance(one, URLResolver):
            if one.namespace != "api":
                yield from _of(one.url_patterns)
        elif isinstance(one, URLPattern):
            pattern: Any = one.pattern
            places = list(pattern.converters) or list(pattern.regex.groupindex)
            yield one.name or str(pattern), places


def addresses(table: Full, *, everybodys: bool = False, forms: bool = True) -> list[str]:
    """Every address to be read.

    Takes    everybodys: those of the edition too; forms: each act's own page too.
    """
    beside = (set() if everybodys else EVERYBODYS) | (set() if forms else {"act"})
    found: list[str] = []
    for name, places in patterns().items():
        if name in beside:
            continue
        filled = FILLED[name](table) if places else iter([{}])
        for kwargs in filled:
            fitting = {key: value for key, value in kwargs.items() if key in places}
            path = reverse(name, kwargs=fitting)
            found += [path, *(path + more for more in MORE.get(name, ()))]
    return list(dict.fromkeys(found))


def lists(table: Full) -> list[str]:
    """Every read of the interface: lists, and what may be done to one thing of each noun."""
    paths = [path for path, calls in openapi_document()["paths"].items() if "get" in calls]
    found = []
    for path in paths:
        if "{noun}" in path:
            of = {noun: things[0].pk for noun, things in table.things.items()}
            found += [path.format(noun=noun, key=key) for noun, key in of.items()]
        elif "{region}" not in path:
            limit = "" if "/acts/" in path else "?limit=200"
            found.append(path.replace("{slug}", table.slug) + limit)
    return found


def all_read(table: Full, who: str, words: list[str]) -> Read:
    """Everything that a reader can read: pages, files, calendars, search, lists, letters."""
    # Who may do least reads no forms: test_acting.py tries each of those doors.
    return read_by(table.people.get(who), table, words, forms=who in DOERS)


def read_by(person: User | None, table: Full, words: list[str], *, forms: bool) -> Read:
    """Everything of one table that somebody can read, whether the person sits there or not."""
    found, door = Read(), of(person, frozenset())
    for path in addresses(table, everybodys=person is None, forms=forms):
        _keep(found, path, door.browser, {})
    token = door.program.client.defaults["HTTP_AUTHORIZATION"]
    for path in lists(table):
        _keep(found, path, Client(), {"HTTP_AUTHORIZATION": token})
    _search(found, door.browser, words)
    if person is not None:
        _letters(found, person)
    return found


def _keep(found: Read, path: str, browser: Client, extra: dict[str, Any]) -> None:
    answer: Any = browser.get(path, **extra)
    found.status[path] = answer.status_code
    found.text[path] = unescape(plain(answer)) + str(answer.headers.get("Location", ""))


def plain(answer: Any) -> str:
    """What an answer holds as text, packed or not."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return _unpacked(content)


def _unpacked(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return "\n".join(_unpacked(file.read(name)) for name in file.namelist())


def _search(found: Read, browser: Client, words: list[str]) -> None:
    """A search repeats what was asked for: what it says beyond that is kept."""
    nothing = plain(browser.get("/search/", {"q": NONE}))
    for word in words:
        said = plain(browser.get("/search/", {"q": word}))
        found.text[f"/search/?q={word}"] = "" if said.replace(word, NONE) == nothing else said


def _letters(found: Read, person: User) -> None:
    letters = Message.objects.filter(person=person) | Message.objects.filter(to=person.email)
    for letter in letters:
        whole = "\n".join((letter.subject, letter.body, letter.calendar))
        found.text[f"letter {letter.key}"] = whole.replace("\n ", "")
