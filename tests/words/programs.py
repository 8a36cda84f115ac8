"""Sentences in Python, found by syntax tree: what is said on pages, in letters, as a no."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.words.sentence import PACKAGE, ROOT, ReadSentence, file_name

_NOT_READ = ("migrations", "estimation", "codes", "wording")
"""Folders that say nothing to anybody; `wording` holds words that are looked for."""

_ALWAYS = frozenset(
    {
        "words",
        "label",
        "title",
        "intro",
        "done",
        "sees",
        "help",
        "subject",
        "body",
        "summary",
        "description",
        "heading",
        "plain",
    }
)
"""Keywords whose text is read by people, be it one small word."""

_REFUSING = frozenset({"Ruling", "Refused", "AnswerNeeded", "EmptyChoice", "ValidationError"})
_UNREAD_CALLS = frozenset({"compile", "getattr", "execute", "RunSQL", "TextDoubt", "cast"})

_PLACE_OF = (
    ("workspace/demo/", "demo"),
    ("workspace/api/", "API"),
    ("workspace/acts/", "form"),
    ("workspace/actions/letters", "letter"),
    ("workspace/actions/tidings", "letter"),
    ("workspace/actions/outbox", "letter"),
    ("workspace/actions/news", "letter"),
    ("workspace/actions/welcomes", "letter"),
    ("workspace/actions/calendar_letters", "letter"),
    ("workspace/actions/stage_clocks", "letter"),
    ("workspace/actions/entries", "letter"),
    ("workspace/calendars", "letter"),
    ("workspace/actions/", "record"),
    ("workspace/guards/", "refusal"),
    ("workspace/triggers/", "refusal"),
    ("workspace/rules/permissions", "refusal"),
    ("workspace/rules/lifecycles", "refusal"),
    ("workspace/oidc/", "refusal"),
    ("workspace/exports/", "file"),
    ("workspace/imports/", "file"),
    ("workspace/drawings/sheet", "file"),
    ("workspace/operations/", "command"),
    ("workspace/environment/", "command"),
    ("workspace/management/", "command"),
    ("workspace/settings", "command"),
    ("workspace/", "page"),
    ("indicators/catalogue", "page"),
    ("sources/catalogue", "page"),
    ("", "command"),
)

_WORD = re.compile(r"[A-Za-z’']{2,}")
_LABEL = re.compile(r"[A-Z][a-z]+[.?!:]?|[A-Z][a-z]+(-[a-z]+)+")
_CODE = re.compile(
    r"\b(SELECT|FROM|WHERE|AND NOT|JOIN|COALESCE|RAISE|PRAGMA|EXISTS|ORDER BY|IS NULL)\b"
    r"|NEW\.|OLD\."
    r"|://\S+$|^[\w./*-]+$|^[a-z-]+: [^ ]+;|;base64|[{}<>]=?\s*['\"]|^\W*<|viewBox|\bself'|charset="
    r"|^default-src|^[a-z-]+/[a-z-]+;"
)


def read_sentences() -> Iterator[ReadSentence]:
    """Whatever the package and `run.py` say."""
    for path in [*sorted(PACKAGE.rglob("*.py")), ROOT / "run.py"]:
        if not set(_NOT_READ) & set(path.parts):
            yield from read_file(path)


def read_file(path: Path, root: Path = ROOT) -> Iterator[ReadSentence]:
    """The sentences of one file.  Takes its path; returns them as they stand there."""
    name = file_name(path, root)
    inside = name.removeprefix("src/sectoral/")
    place = next(place for start, place in _PLACE_OF if inside.startswith(start))
    reading = _FileReading(name, place, describes=inside.startswith(("workspace/api/", "cli")))
    reading.visit(ast.parse(path.read_text(encoding="utf-8")))
    yield from reading.found


class _FileReading(ast.NodeVisitor):
    """Walks one file's tree; keeps what people read, and why it is thought so."""

    def __init__(self, file: str, place: str, *, describes: bool) -> None:
        self.file = file
        self.place = place
        self.describes = describes
        self.calls: list[str] = []
        self.found: list[ReadSentence] = []

    def visit_Expr(self, node: ast.Expr) -> None:
        """A string that stands alone is for those who read the code."""
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Types are not words, but for what `Annotated` hands to the interface for programs."""
        if self.describes:
            self.visit(node.annotation)
        if node.value:
            self.visit(node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        """A module's list of its own names is for programs."""
        if ast.unparse(node.targets[0]) != "__all__":
            self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """A shape's docstring is its description; a choice's label may be one small word."""
        self._describe(node)
        if any("Choices" in ast.unparse(base) for base in node.bases):
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple):
                    self._keep(line.value.elts[-1], always=True)
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """A call's docstring is its description."""
        if node.decorator_list:
            self._describe(node)
        self.generic_visit(node)

    def _describe(self, node: ast.ClassDef | ast.FunctionDef) -> None:
        words = ast.get_docstring(node)
        if words and self.describes:
            self._add(node.lineno, words)

    def visit_Call(self, node: ast.Call) -> None:
        """What is called says whether its text is read."""
        name = ast.unparse(node.func).rpartition(".")[2]
        if name in _UNREAD_CALLS:
            return
        self.calls.append(name)
        self.generic_visit(node)
        self.calls.pop()

    def visit_keyword(self, node: ast.keyword) -> None:
        """Some keywords hold words, however short."""
        if node.arg in _ALWAYS and isinstance(node.value, ast.Constant | ast.JoinedStr):
            self._keep(node.value, always=True)
        else:
            self.visit(node.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        """A text by itself."""
        self._keep(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """A text with slots, and what may stand in them."""
        self._keep(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """Texts that are added up are one."""
        text = text_of(node)
        if text is None:
            self.generic_visit(node)
        else:
            self._keep(node)

    def _keep(self, node: ast.expr, *, always: bool = False) -> None:
        text = text_of(node)
        if text is not None and (is_read(text) or (always and text.strip())):
            self._add(node.lineno, text)
        for part in ast.walk(node):
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def _add(self, line: int, text: str) -> None:
        refuses = _REFUSING & set(self.calls) or any(call.endswith("Error") for call in self.calls)
        in_web = "workspace/" in self.file
        place = "refusal" if refuses and in_web and self.place != "command" else self.place
        self.found.append(ReadSentence(place, self.file, line, text))


def text_of(node: ast.expr) -> str | None:
    """A text with its slots; None where it is none."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(text_of(part) or "" for part in parts)
        case ast.FormattedValue(value=value):
            return f"«{ast.unparse(value)}»"
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            before, after = text_of(left), text_of(right)
            if before is None and after is None:
                return None
            return (before or f"«{ast.unparse(left)}»") + (after or f"«{ast.unparse(right)}»")
    return None


def is_read(text: str) -> bool:
    """Whether a text looks like words for people: two of them, or one that begins like a label."""
    bare = re.sub(r"«[^»]*»", "«»", text.strip())
    if _CODE.search(bare) and not _LABEL.fullmatch(bare):
        return False
    words = _WORD.findall(bare.replace("«»", " "))
    return (
        bool(_LABEL.fullmatch(bare))
        or (" " in bare and len(words) > 1)
        or ("«»" in bare and " " in bare and bool(words))
    )
