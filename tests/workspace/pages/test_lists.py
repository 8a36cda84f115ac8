"""Laws of every list: sorted by any column, narrowed by any filter, page by page."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sectoral.workspace.actions import commitments
from sectoral.workspace.drawings import lists
from sectoral.workspace.drawings.lists import ListWish, ShownList, ShownRow
from sectoral.workspace.drawings.sheets import Value
from sectoral.workspace.environment import clock
from sectoral.workspace.models import Event, Meeting, Solution
from sectoral.workspace.models.needs import Category
from sectoral.workspace.models.organizations import System
from sectoral.workspace.models.partnerships import LIVE
from sectoral.workspace.presenters.need_table import GROUPS
from sectoral.workspace.presenters.partnership_record import KINDS as RECORD_KINDS
from tests.workspace.channels.partnership import NOW
from tests.workspace.channels.partnerships import OFFICES, Tables, three
from tests.workspace.pages.reading import signed_in
from tests.workspace.pages.reading import words as words_of
from tests.workspace.partnership.heard import HEARD
from tests.workspace.partnership.kept import kept

LISTS = {
    "promises": "/partnerships/{slug}/commitments/",
    "needs": "/partnerships/{slug}/needs/",
    "seats": "/partnerships/{slug}/seats/",
    "meetings": "/partnerships/{slug}/meetings/",
    "solutions": "/partnerships/{slug}/solutions/",
    "record": "/partnerships/{slug}/record/",
    "organizations": "/organizations/",
    "people": "/people/",
    "partnerships": "/partnerships/",
}
"""Every list by its name: its page."""

KINDS = [str(label) for label in System.labels]
SIZES = ["1-9", "10-49", "50-249", "250+"]
RANKED: dict[tuple[str, str], list[str]] = {
    ("promises", "state"): ["late", "due", "offered", "accepted", "kept", "withdrawn"],
    ("needs", "about"): [str(label) for label in Category.labels],
    ("needs", "state"): [words.lower() for _, words, _ in GROUPS],
    ("seats", "system"): KINDS,
    ("seats", "size"): SIZES,
    ("seats", "votes"): ["no", "yes"],
    ("seats", "standing"): ["waits for approval", "suspended", "seated"],
    ("meetings", "kind"): [str(label) for label in Meeting.Kind.labels],
    ("meetings", "state"): ["under way", "invited", "planned", "held", "canceled"],
    ("solutions", "state"): [str(label) for label in Solution.State.labels],
    ("organizations", "system"): KINDS,
    ("organizations", "size"): SIZES,
    ("partnerships", "stage"): [
        *("active", "at risk", "stale", "launched", "ready to launch", "forming", "proposed"),
        *("paused", "merged into another", "split into several", "closed", "turned down"),
    ],
}
"""Columns of words that have an order of their own."""


@pytest.fixture
def tables(db: None, monkeypatch: pytest.MonkeyPatch) -> Tables:
    """Three tables on the day their doors are tried, two rows a page."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(lists, "A_PAGE", 2)
    return filled()


@kept
def filled() -> Tables:
    """The three tables, the first of them with enough on each list to sort and to turn pages."""
    tables = three()
    _promise(tables)
    for _ in range(3):
        tables.here.heard.solution()
    return tables


def _promise(tables: Tables) -> None:
    for number, key in enumerate(("anchor", "keel", "rope", "college", "union")):
        made = commitments.offer(
            partnership=tables.here.heard.world.partnership, seat=tables.here.seat(key),
            what=f"{'cab'[number % 3]} promise {number}", amount=Decimal(30 - number), unit="hours",
            due=date(2026, 9, 1 + number % 2), **tables.here.by(key),
        )  # fmt: skip
        if number > 1:
            commitments.accept(commitment=made, at=HEARD, by=tables.here.heard.world.convener)
        if number > 3:
            commitments.keep(commitment=made, at=NOW, by=tables.here.heard.world.convener)


def readers(tables: Tables) -> dict[str, Client]:
    """Whoever is something at the first table, or elsewhere; and a visitor."""
    people = tables.insiders(tables.here)
    people |= {str(role): tables.here.people[role] for role in OFFICES}
    people |= tables.strangers(tables.here)
    return {"visitor": Client()} | {who: signed_in(one) for who, one in people.items()}


def keeper(tables: Tables) -> Client:
    """Whoever may open every list of the first table: its convener."""
    return signed_in(tables.here.people["convener"])


def address_of(tables: Tables, name: str) -> str:
    return LISTS[name].format(slug=tables.here.slug)


def shown(client: Client, address: str) -> ShownList:
    """The list that a page shows."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    found = answer.context["list"]
    assert isinstance(found, ShownList)
    return found


def every_page(client: Client, address: str, query: str = "") -> list[ShownRow]:
    """The rows of all pages, by the links from one to the next."""
    rows: list[ShownRow] = []
    at = query
    for _ in range(60):
        page = shown(client, address + at)
        rows += page.rows
        if not page.on:
            return rows
        at = page.on
    raise AssertionError(f"{address}{query} never ends")


def names(rows: list[ShownRow]) -> list[str]:
    """Rows as one tells them apart: by the thing that each is of."""
    return [str([(cell.text, cell.href, cell.note) for _, cell in row.cells]) for row in rows]


def place(name: str, key: str, value: Value) -> object:
    """A value as a list is sorted by it."""
    if (name, key) in RANKED:
        return RANKED[name, key].index(str(value).lower())
    return value.casefold() if isinstance(value, str) else value


def values(rows: list[ShownRow], key: str) -> list[Value]:
    return [cell.value for row in rows for head, cell in row.cells if head.key == key]


@pytest.mark.parametrize("name", LISTS)
def test_every_column_that_sorts_gives_sorted_rows_and_the_unknown_last(
    tables: Tables, name: str
) -> None:
    client, address = keeper(tables), address_of(tables, name)
    columns = [head.key for head in shown(client, address).headings if head.href]
    assert columns, "a list that nothing sorts"
    for key in columns:
        for sort in (key, f"-{key}"):
            held = values(every_page(client, address, f"?sort={sort}"), key)
            known = [place(name, key, value) for value in held if value is not None]
            assert held[len(known) :] == [None] * (len(held) - len(known)), (name, sort)
            assert known == sorted(known, reverse=sort.startswith("-")), (name, sort)  # type: ignore[type-var]


@pytest.mark.parametrize("name", LISTS)
def test_the_pages_together_hold_every_row_once_however_they_are_sorted(
    tables: Tables, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address = keeper(tables), address_of(tables, name)
    sorts = [head.key for head in shown(client, address).headings if head.href]
    paged = {sort: every_page(client, address, f"?sort={sort}") for sort in ("", *sorts)}
    monkeypatch.setattr(lists, "A_PAGE", 1000)
    whole = shown(client, address)
    assert len(whole.rows) == whole.page.count > 2
    for sort, rows in paged.items():
        assert sorted(names(rows)) == sorted(names(list(whole.rows))), (name, sort)


@pytest.mark.parametrize("name", LISTS)
def test_every_filter_gives_the_rows_that_satisfy_it_and_no_others(
    tables: Tables, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "A_PAGE", 1000)
    client, address = keeper(tables), address_of(tables, name)
    whole = shown(client, address)
    everything = names(list(whole.rows))
    for one in whole.filters:
        for value, words in choices_of(whole, one.key):
            rows = list(shown(client, address + ListWish(values={one.key: value}).query()).rows)
            told = set(names(rows))
            assert told <= set(everything)
            for row in whole.rows:
                inside = names([row])[0] in told
                assert inside == satisfies(row, one.key, words), (name, one.key, value)


def choices_of(whole: ShownList, key: str) -> Iterator[tuple[str, str]]:
    """What a filter is tried with: each of its choices, or a word that a row has."""
    one = next(one for one in whole.filters if one.key == key)
    if one.choices is not None:
        assert one.choices[0][0] == ""
        yield from one.choices[1:]
        return
    for row in whole.rows[:3]:
        word = max(re.findall(r"\w+", row.cells[WORDS_OF.get(whole.name, 0)][1].text), key=len)
        yield word.upper(), word


WORDS_OF = {"promises": 1}
"""The column of the words that a list is tried with, where it is not the first."""


def satisfies(row: ShownRow, key: str, words: str) -> bool:
    """Whether a row is one that a filter asks for, by what its cells say."""
    said = {head.key: cell for head, cell in row.cells}
    if key == "stage" and words == "All current ones":
        return said["stage"].text in [str(stage.label) for stage in LIVE]
    if key in OWN_WORDS and key not in said:
        return OWN_WORDS[key](row, words)
    if key in said:
        return said[key].text.casefold().startswith(words.casefold())
    return any(words.casefold() in cell.text.casefold() for cell in said.values())


def text_of(row: ShownRow, key: str) -> str:
    return next(cell.text for head, cell in row.cells if head.key == key)


def is_about(row: ShownRow, words: str) -> bool:
    """Whether a line of the record is about a kind of thing."""
    return Event.objects.get(pk=row.row.pk).subject in dict(RECORD_KINDS.values())[words]


OWN_WORDS: dict[str, Callable[[ShownRow, str], bool]] = {
    "when": lambda row, words: (
        (text_of(row, "state") in ("under way", "invited", "planned")) == (words == "To come")
    ),
    "unsent": lambda row, _: text_of(row, "minutes") == "not sent yet",
    "kind": is_about,
}
"""Filters by what no column of their name says."""


@pytest.mark.parametrize("name", LISTS)
def test_an_address_that_asks_for_what_a_list_does_not_know_shows_the_list(
    tables: Tables, name: str
) -> None:
    client, address = keeper(tables), address_of(tables, name)
    plain = names(list(shown(client, address).rows))
    for query in (
        "?sort=password", "?sort=--what", "?sort=pk", "?state=lost", "?system=x", "?page=0",
        "?page=-3", "?page=x", "?page=%00", "?nothing=at&all", "?sort=", "?page=²",
    ):  # fmt: skip
        assert names(list(shown(client, address + query).rows)) == plain, query
    last = every_page(client, address)[-1:]
    for query in ("?page=999", "?page=999999", f"?page={'9' * 30}"):
        rows = list(shown(client, address + query).rows)
        assert names(rows)[-1:] == names(last) or query.endswith("9" * 30), query
    assert client.get(f"{address}?q=%00").status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_as_many_questions_for_one_row_as_for_all(
    tables: Tables, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address = keeper(tables), address_of(tables, name)
    counted = []
    for many in (2, 1000):
        monkeypatch.setattr(lists, "A_PAGE", many)
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        counted.append(len(found))
    # As many whatever the rows; an open ownership claim takes one more than the others.
    assert counted[0] == counted[1] <= 31


@pytest.mark.parametrize("name", LISTS)
def test_no_list_leads_its_reader_to_a_page_that_is_not_theirs(
    tables: Tables, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "A_PAGE", 1000)
    opened = 0
    for who, client in readers(tables).items():
        answer = client.get(address_of(tables, name))
        if answer.status_code != 200:
            continue
        opened += 1
        source = answer.content.decode()
        part = source.partition('class="listing"')[2].partition("</section>")[0]
        for href in sorted(set(re.findall(r'href="(/[^"#]*)', part))):
            status = client.get(unescape(href)).status_code
            assert status < 400, (who, name, href)
    assert opened


def test_the_matrix_of_seats_leads_nobody_to_a_page_that_is_not_theirs(tables: Tables) -> None:
    # Whoever sits at one partnership knows of all, and reads the public pages of the others.
    opened = 0
    for who, client in readers(tables).items():
        answer = client.get("/partnerships/seats/")
        if answer.status_code != 200:
            continue
        opened += 1
        part = answer.content.decode().partition("<main")[2].partition("</main>")[0]
        for href in sorted(set(re.findall(r'href="(/[^"#]*)', part))):
            assert client.get(unescape(href)).status_code < 400, (who, href)
    assert opened > len(OFFICES)


@pytest.mark.parametrize("name", LISTS)
def test_what_may_be_done_with_one_row_is_told_apart_from_the_same_with_another(
    tables: Tables, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "A_PAGE", 1000)
    source = keeper(tables).get(address_of(tables, name)).content.decode()
    cells = re.findall(r'<td class="to-do">(.*?)</td>', source, re.S)
    pressed = re.compile(r"<(a|button|summary)\b[^>]*>(.*?)</\1>", re.S)
    told = [words_of(inside) for cell in cells for _, inside in pressed.findall(cell)]
    assert len(set(told)) == len(told), sorted(one for one in told if told.count(one) > 1)
    assert told or name in (
        "record",
        "needs",
        "meetings",
        "solutions",
        "organizations",
        "partnerships",
    )


def test_a_list_counts_no_further_than_it_has_to(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address = keeper(tables), address_of(tables, "promises")
    whole = len(every_page(client, address))
    monkeypatch.setattr(lists, "MOST_COUNTED", 3)
    first = shown(client, address)
    assert first.count_words == "1–2 of more than 3 promises"
    assert first.on
    # A page that lies as deep as that is counted, so that its end is known.
    assert len(every_page(client, address)) == whole


def test_a_day_in_a_list_is_read_by_machines_too(tables: Tables) -> None:
    source = keeper(tables).get(address_of(tables, "promises")).content.decode()
    days = re.findall(r'<time\s+datetime="([^"]+)"', source)
    assert days
    for day in days:
        date.fromisoformat(day)
