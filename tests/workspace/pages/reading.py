"""How pages are read in these tests: by whom, as words, and with how many queries."""

import re
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sectoral.workspace.models import Partnership, User

MOST_QUERIES = 25
_TAGS = re.compile(r"<(?:script|style|svg)\b.*?</(?:script|style|svg)>|<[^>]+>", re.S)
_TOKEN = re.compile(rb'name="(?:csrfmiddlewaretoken|once)" value="[^"]+"')


def signed_in(person: User) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def here(partnership: Partnership, path: str) -> str:
    """An address of a partnership's pages."""
    return f"/partnerships/{partnership.slug}/{path}"


def page(client: Client, address: str, status: int = 200) -> str:
    """The source of a page that answers with this status."""
    answer = client.get(address)
    assert answer.status_code == status, answer.content[-400:]
    return answer.content.decode()


def words(source: str) -> str:
    """What a page says, without its marks, on one line."""
    return " ".join(unescape(_TAGS.sub(" ", source)).split())


def one_line(source: str) -> str:
    """A page's source with one space wherever it has any: an element's attributes in one line."""
    return " ".join(source.split())


def same(answer: Any) -> tuple[bytes, dict[str, str]]:
    """A page and its headers without what differs each time: the form's own tokens, its number."""
    own = ("ETag", "X-Request-ID")
    headers = {name: value for name, value in answer.headers.items() if name not in own}
    return _TOKEN.sub(b"", answer.content), headers


def queries(client: Client, address: str) -> int:
    """How many queries a page takes the second time it is asked for."""
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)
