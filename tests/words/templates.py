"""Sentences in templates, found by Django's lexer and a parser of HTML."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, Token, TokenType

from tests.words.sentence import PACKAGE, ROOT, ReadSentence, file_name

TEMPLATES = PACKAGE / "workspace/templates"

_READ_ATTRIBUTES = ("aria-label", "title", "alt", "placeholder", "data-confirm", "label")
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "br",
        "cite",
        "code",
        "em",
        "i",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "time",
    }
)
_QUIET = frozenset({"script", "style", "svg"})
_HIDDEN = str.maketrans({'"': "\ue000", "'": "\ue001", "<": "\ue002", ">": "\ue003"})
_SHOWN = str.maketrans({"\ue000": '"', "\ue001": "'", "\ue002": "<", "\ue003": ">"})
_BRANCHES = {"if": "‹", "for": "‹", "elif": "|", "else": "|", "empty": "|", "endif": "›"}
_BRANCHES |= {"endfor": "…›"}
_QUOTED = re.compile(r"""(?:[a-z]=|(?<!date):)["']([^"']*[a-z] [^"']*|[A-Z][a-z]+)["']""")


def read_sentences() -> Iterator[ReadSentence]:
    """What every template says."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        yield from read_template(path)


def read_template(path: Path, root: Path = ROOT) -> Iterator[ReadSentence]:
    """The sentences of one template.  ‹one | or the other› stands for its conditions."""
    tokens = list(_without_comments(Lexer(path.read_text(encoding="utf-8")).tokenize()))
    name = file_name(path, root)
    for token in tokens:
        if token.token_type in (TokenType.BLOCK, TokenType.VAR):
            for words in _QUOTED.findall(token.contents):
                yield ReadSentence("page", name, token.lineno or 0, words)
    reading = _PageReading(name)
    reading.feed("".join(_marked(token) for token in tokens))
    reading.close()
    reading.flush()
    yield from reading.found


def _without_comments(tokens: list[Token]) -> Iterator[Token]:
    """What stands outside of comments; of a comment, its lines alone."""
    inside = False
    for token in tokens:
        words = token.contents if token.token_type == TokenType.BLOCK else ""
        inside = words.startswith("comment") or (inside and words != "endcomment")
        lines = Token(TokenType.COMMENT, "\n" * token.contents.count("\n"))
        yield lines if inside else token


def _marked(token: Token) -> str:
    """A token as text: words as they are, a value between «», a condition's marks."""
    match token.token_type:
        case TokenType.TEXT:
            return token.contents
        case TokenType.VAR:
            return f"«{token.contents}»".translate(_HIDDEN)
        case TokenType.BLOCK:
            return _BRANCHES.get(token.contents.partition(" ")[0], "")
    return "\n" * token.contents.count("\n")


class _PageReading(HTMLParser):
    """Gathers what stands between two blocks, and what attributes say aloud."""

    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self.file = file
        self.found: list[ReadSentence] = []
        self.parts: list[str] = []
        self.line = 0
        self.quiet = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block ends what stood before it."""
        if tag not in _INLINE:
            self.flush()
        self.quiet += tag in _QUIET
        for name, value in attrs:
            said = name in _READ_ATTRIBUTES or (
                name == "content" and ("name", "description") in attrs
            )
            if said and value:
                self._add(self.getpos()[0], value)

    def handle_endtag(self, tag: str) -> None:
        """So does its own end."""
        if tag not in _INLINE:
            self.flush()
        self.quiet -= tag in _QUIET

    def handle_data(self, data: str) -> None:
        """Text of a block, whatever stands inside it."""
        if not self.quiet:
            if not "".join(self.parts).strip():
                self.line = (
                    self.getpos()[0] + len(data[: -len(data.lstrip()) or None].split("\n")) - 1
                )
            self.parts.append(data)

    def flush(self) -> None:
        """Keep what was gathered."""
        text = " ".join("".join(self.parts).split())
        self.parts = []
        self._add(self.line, text)

    def _add(self, line: int, text: str) -> None:
        shown = text.translate(_SHOWN)
        if re.search(r"[A-Za-z]{2}", re.sub(r"«[^»]*»", "", shown)):
            self.found.append(ReadSentence("page", self.file, line, shown))
