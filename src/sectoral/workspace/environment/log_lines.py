"""What is written to standard error: a line each, for people or, as JSON, for programs.

Every line that belongs to a request carries the request's id, which the answer carries too. A link
that signs somebody in is never written: its token is left out of the address.
"""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from sectoral.errors import WrongUse

ACCESS = "sectoral.access"
"""The log that has a line a request."""
request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Of the request that is being answered; empty outside of one."""
_KINDS = ("lines", "json", "faults")
_TOKENS = re.compile(r"(/(?:account/link|invited|demo)/)[^/?\s]{6,}")
FIELDS = ("method", "path", "status", "bytes", "ms")
"""What the line of a request says, beside its id."""


def without_tokens(text: str) -> str:
    """An address, or a text with addresses in it, without what would sign anybody in."""
    return _TOKENS.sub(r"\1…", text)


class PlainLine(logging.Formatter):
    """For people: moment, weight, request, words; a traceback follows below."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        request = f" [{request_id.get()}]" if request_id.get() else ""
        line = f"{_moment(record)} {record.levelname}{request} {record.getMessage()}"
        return without_tokens(line + _traceback(self, record, "\n"))


class JsonLine(logging.Formatter):
    """For programs: one object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told: dict[str, Any] = {
            "time": _moment(record),
            "level": record.levelname,
            "log": record.name,
            "words": without_tokens(record.getMessage()),
        }
        if request_id.get():
            told["request"] = request_id.get()
        told |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if traceback := _traceback(self, record, ""):
            told["traceback"] = without_tokens(traceback)
        return json.dumps(told, ensure_ascii=False)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _traceback(formatter: logging.Formatter, record: logging.LogRecord, before: str) -> str:
    return before + formatter.formatException(record.exc_info) if record.exc_info else ""


def logging_settings(kind: str) -> dict[str, Any]:
    """Django's settings for what is logged.

    Takes    kind: 'lines' (also where empty), 'json', or 'faults': lines, but none for a request
             that was answered.
    Raises   WrongUse for another word.
    """
    kind = kind or "lines"
    if kind not in _KINDS:
        raise WrongUse(
            f"SECTORAL_LOG: expected {', '.join(_KINDS)}; found '{kind}'. To mend: write one of "
            "them, or leave it empty."
        )
    formatter = JsonLine if kind == "json" else PlainLine
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            ACCESS: {"level": "WARNING" if kind == "faults" else "INFO"},
            # Faults of pages are told once, by us, with their request; a 404 is no fault.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"level": "CRITICAL"},
            "django.security": {"level": "ERROR"},
        },
    }
