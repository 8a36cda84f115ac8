"""A form as a browser reads it: where it is sent, and what stands in its hidden fields."""

import html
import re
from typing import Any

from django.test import Client

_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
_INPUT = re.compile(r"<input\b([^>]*)>")
_SAID = re.compile(r'([\w-]+)="([^"]*)"')


def form_on(client: Client, page: str, *, sent_to: str = "") -> dict[str, str]:
    """The hidden fields of the form on a page that is sent to an address: the page's own unless
    said.
    """
    answer = client.get(page)
    assert answer.status_code == 200, page
    return form_in(answer, sent_to)


def form_in(answer: Any, sent_to: str = "") -> dict[str, str]:
    """The same of an answer that was given."""
    for said, inside in _FORM.findall(answer.content.decode()):
        told = dict(_SAID.findall(said))
        if told.get("method") == "post" and told.get("action", "") == sent_to:
            return _hidden(inside)
    raise AssertionError(f"no form is sent to “{sent_to}”")


def _hidden(inside: str) -> dict[str, str]:
    fields = [dict(_SAID.findall(one)) for one in _INPUT.findall(inside)]
    return {
        one["name"]: html.unescape(one.get("value", ""))
        for one in fields
        if one.get("type") == "hidden"
    }
