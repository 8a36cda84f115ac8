"""One file over HTTP: streamed, resumed, tried again, and held against what it claims to be.

The bytes go into a part file. A part is resumed only when the publisher gave it a validator
(a strong ETag or a date) and confirms that the file is still that one; else it starts over.
"""

import gzip
import http.client
import re
import time
import urllib.error
import urllib.request
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal, Protocol

from sectoral.errors import Unreachable
from sectoral.sources.cache import PartialFile

PIECE = 256 * 1024
PATIENCE_SECONDS = 60.0
Kind = Literal["csv", "text", "zip", "gzip", "xlsx"]
Report = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class TransferManner:
    """How politely and how stubbornly to ask.

    attempts  how often one file is asked for before giving up
    wait      sleeps between two attempts, seconds; doubles from 1 up to 60
    timeout   seconds of silence after which a connection counts as cut
    contact   an e-mail address for the publisher's log; download.bls.gov insists on one
    """

    attempts: int = 5
    wait: Callable[[float], None] = time.sleep
    timeout: float = 60.0
    contact: str = ""

    @property
    def agent(self) -> str:
        """What we call ourselves."""
        return f"sectoral ({self.contact})" if self.contact else "sectoral"


class NotPublished(Unreachable):
    """The publisher's server answered that it has no such file."""


class TransferRefused(Unreachable):
    """The publisher's server does not serve programs, or not ours."""


class _TryAgainError(Exception):
    """The attempt failed in a way that another may not; `after` seconds if the server said."""

    def __init__(self, words: str, after: float | None = None) -> None:
        super().__init__(words)
        self.after = after


def fetch(url: str, part: PartialFile, kind: Kind, manner: TransferManner, report: Report) -> None:
    """Bring the whole file at `url` into `part`.

    Takes    `kind`: what the bytes must be; `report(bytes so far, bytes in all or None)`.
    Raises   NotPublished on 404 and 410; Refused on 401 and 403; Unreachable when the server
             answers with a web page, or `manner.attempts` attempts did not give a whole file.
             What arrived stays in the part.
    """
    for attempt in range(1, manner.attempts + 1):
        try:
            return _attempt(url, part, kind, manner, report)
        except _TryAgainError as trouble:
            if attempt == manner.attempts:
                times = "once" if attempt == 1 else f"{attempt} times"
                raise Unreachable(
                    f"{url}: {trouble}; tried {times}. What arrived is kept: "
                    "run the same command again to go on."
                ) from trouble
            manner.wait(trouble.after or min(PATIENCE_SECONDS, 2.0 ** (attempt - 1)))
    raise Unreachable(f"{url}: not asked for, because no attempt was allowed.")


def _attempt(
    url: str, part: PartialFile, kind: Kind, manner: TransferManner, report: Report
) -> None:
    have = part.size if part.validator else 0
    with _ask_server(url, have, part, manner) as answer:
        have, total = _resume_point(answer, have, part)
        pieces = _read_pieces(answer)
        first = next(pieces, b"")
        if not have:
            _refuse_web_page(url, first, kind)
            part.begin(_validator_of(answer))
        with part.path.open("ab" if have else "wb") as file:
            for piece in chain([first], pieces):
                file.write(piece)
                have += len(piece)
                report(have, total)
    if total is not None and have != total:
        raise _TryAgainError(f"the server sent {have:,} of {total:,} bytes")
    broken = _what_is_broken(part, kind)
    if broken:
        part.forget()
        raise _TryAgainError(f"what arrived is no whole {kind} file ({broken})")


class _HttpAnswer(Protocol):
    """The part of an HTTP answer that is read here."""

    status: int
    headers: http.client.HTTPMessage

    def read(self, amount: int) -> bytes: ...
    def __enter__(self) -> "_HttpAnswer": ...
    def __exit__(self, *args: object) -> None: ...


def _ask_server(url: str, have: int, part: PartialFile, manner: TransferManner) -> _HttpAnswer:
    # Identity, so that Content-Length counts the bytes we store.
    headers = {"User-Agent": manner.agent, "Accept-Encoding": "identity"}
    if have and part.validator:
        headers |= {"Range": f"bytes={have}-", "If-Range": part.validator}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - http(s) only: addresses.py
    try:
        answer: _HttpAnswer = urllib.request.urlopen(request, timeout=manner.timeout)  # noqa: S310
    except urllib.error.HTTPError as refusal:
        with refusal:
            raise _error_for_answer(url, refusal, part) from refusal
    except (OSError, http.client.HTTPException) as cut:
        raise _TryAgainError(f"no answer ({_failure_words(cut)})") from cut
    return answer


def _error_for_answer(url: str, refusal: urllib.error.HTTPError, part: PartialFile) -> Exception:
    """What an answer of 400 and above means for us."""
    code = refusal.code
    if code in (404, 410):
        return NotPublished(f"{url}: the publisher has no such file (answer {code}).")
    if code == 416:
        part.forget()
        return _TryAgainError("the part kept here is not of the file that is there now")
    if code >= 500 or code in (408, 425, 429):
        return _TryAgainError(
            f"the server answered {code} {refusal.reason}", _retry_seconds(refusal)
        )
    if code in (401, 403):
        return TransferRefused(
            f"{url}: the server refuses us (answer {code}); give an e-mail address as contact, "
            "or fetch the file in a browser."
        )
    return Unreachable(f"{url}: the server refuses the request (answer {code} {refusal.reason}).")


def _retry_seconds(refusal: urllib.error.HTTPError) -> float | None:
    told = (refusal.headers.get("Retry-After") or "").strip()
    return min(PATIENCE_SECONDS, float(told)) if told.isdigit() else None


def _resume_point(answer: _HttpAnswer, have: int, part: PartialFile) -> tuple[int, int | None]:
    """(bytes of the part that stand, bytes of the whole file or None where not told)."""
    length = answer.headers.get("Content-Length", "")
    if answer.status != 206:  # the server ignores Range, or the file has changed: start over
        return 0, int(length) if length.isdigit() else None
    span = re.match(r"bytes (\d+)-\d+/(\d+|\*)", answer.headers.get("Content-Range", ""))
    now = _validator_of(answer)
    if span is None or int(span[1]) != have or (now and now != part.validator):
        part.forget()
        raise _TryAgainError("the file changed while it was being fetched")
    return have, None if span[2] == "*" else int(span[2])


def _validator_of(answer: _HttpAnswer) -> str | None:
    """What names this very version of the file; weak ETags must not be used in If-Range."""
    etag: str = answer.headers.get("ETag", "")
    if etag and not etag.startswith("W/"):
        return etag
    return answer.headers.get("Last-Modified")


def _read_pieces(answer: _HttpAnswer) -> Iterator[bytes]:
    """The body as it comes; only here does a broken connection count as the network's fault."""
    while True:
        try:
            piece = answer.read(PIECE)
        except (OSError, http.client.HTTPException) as cut:
            raise _TryAgainError(f"the connection was cut ({_failure_words(cut)})") from cut
        if not piece:
            return
        yield piece


def _refuse_web_page(url: str, first: bytes, kind: Kind) -> None:
    """No official file of ours begins with '<'; an error page served as a success does."""
    if first.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        title = re.search(rb"<title[^>]*>(.*?)</title>", first, re.IGNORECASE | re.DOTALL)
        words = title[1].decode("utf-8", "replace") if title else "without a title"
        raise Unreachable(
            f"{url}: the server answered with a web page ('{' '.join(words.split())}') "
            f"instead of the {kind} file; try again later."
        )


def _what_is_broken(part: PartialFile, kind: Kind) -> str | None:
    """Why the bytes cannot be the whole file; None where nothing speaks against it."""
    try:
        if kind in ("zip", "xlsx"):  # a workbook is a zip of its sheets
            with zipfile.ZipFile(part.path) as packed:
                bad = packed.testzip()
            return f"'{bad}' in it is damaged" if bad else None
        if kind == "gzip":
            with gzip.open(part.path) as packed_stream:
                while packed_stream.read(PIECE):
                    pass
            return None
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error) as broken:
        return str(broken)
    first, last = part.ends()
    if not first:
        return "it is empty"
    return None if _ends_with_a_line(first, last) else "it ends in the middle of a line"


def _ends_with_a_line(first: bytes, last: bytes) -> bool:
    """Whether the last line is whole: it is ended, or has all its quotes and separators."""
    line = last.rpartition(b"\n")[2]
    mark = b"\t" if b"\t" in first else b","
    return not line or (line.count(b'"') % 2 == 0 and line.count(mark) >= first.count(mark))


def _failure_words(cut: BaseException) -> str:
    reason = getattr(cut, "reason", cut)
    return str(reason) or type(reason).__name__
