"""What an action asks before it looks at what was typed, read from its own lines."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import Any

from sectoral.workspace.acts import Act

OURS = "sectoral.workspace."
PERMISSION = {"may"}
"""What `Act.may_here` asks, which every door asks first."""


def asked_untyped(act: Act) -> set[str]:
    """The questions that an act's action asks about person, thing and moment alone.

    A question is a function in a `require`, or a `raise Refused` that no typed word decides: that
    one goes by the name of the function it stands in.
    """
    takes = inspect.signature(act.run).parameters
    typed = frozenset(field.name for field in act.fields)
    fixed = {
        name: one.default
        for name, one in takes.items()
        if name not in typed and one.default is not inspect.Parameter.empty
    }
    fixed |= act.given(None, None)  # type: ignore[arg-type]  # what is given asks neither
    return set(_questions(inspect.unwrap(act.run), typed, fixed, ()))


def asked_by_button(act: Act) -> set[str]:
    """Every function that an act's `may` leads to."""
    found = names_reached(act.may)
    return found | {"may_begin"} if act.life else found


def _questions(
    run: Any, typed: frozenset[str], fixed: Mapping[str, Any], seen: tuple[Any, ...]
) -> Iterator[str]:
    if run in seen or not run.__module__.startswith((OURS + "actions", OURS + "acts")):
        return
    tree = ast.parse(textwrap.dedent(inspect.getsource(run)))
    reader = _Reader(run, set(typed), fixed, (*seen, run))
    reader.read(tree.body[0].body)  # type: ignore[attr-defined]  # a function's body
    yield from reader.found


class _Reader:
    """Reads a function's lines in order, and remembers which names hold what was typed.

    fixed  the names that an act gives a value, whoever does it
    """

    def __init__(
        self, run: Any, typed: set[str], fixed: Mapping[str, Any], seen: tuple[Any, ...]
    ) -> None:
        self.run, self.typed, self.fixed, self.seen = run, typed, fixed, seen
        self.found: set[str] = set()

    def read(self, lines: list[ast.stmt], decided: bool = False) -> None:
        """Takes  decided: whether what was typed decides that these lines are reached."""
        for line in lines:
            match line:
                case ast.If(test=test, body=body, orelse=orelse):
                    self._calls(test, decided)
                    for part in self._taken(test, body, orelse):
                        self.read(part, decided or self._is_typed(test))
                case ast.For(target=target, iter=what, body=body):
                    self._assign([target], what)
                    self.read(body, decided or self._is_typed(what))
                case ast.With(body=body) | ast.Try(body=body):
                    self.read(body, decided)
                case ast.Raise(exc=ast.Call(func=ast.Name(id="Refused"))) if not decided:
                    self.found.add(self.run.__name__)
                case _:
                    self._calls(line, decided)
                    if isinstance(line, ast.Assign):
                        self._assign(line.targets, line.value)
                    elif isinstance(line, ast.Expr) and isinstance(line.value, ast.Call):
                        self._put_on(line.value)

    def _taken(self, test: ast.expr, yes: Any, no: Any) -> Iterator[Any]:
        """The lines that an act comes to: either, where a fixed value does not decide."""
        match test:
            case ast.Name(id=name) if name in self.fixed:
                yield yes if self.fixed[name] else no
            case ast.Compare(left=ast.Name(id=name), ops=[op]) if name in self.fixed:
                is_none = self.fixed[name] is None
                yield yes if is_none == isinstance(op, ast.Is) else no
            case _:
                yield from (yes, no)

    def _put_on(self, call: ast.Call) -> None:
        """What was typed and is put on a row is asked of the row from then on."""
        named = isinstance(call.func, ast.Name) and call.func.id == "require"
        if not named and any(self._is_typed(one) for one in call.args):
            self.typed |= {one.id for one in call.args if isinstance(one, ast.Name)}

    def _assign(self, targets: list[ast.expr], value: ast.AST) -> None:
        if self._is_typed(value):
            names = (one for target in targets for one in ast.walk(target))
            self.typed |= {one.id for one in names if isinstance(one, ast.Name)}

    def _is_typed(self, part: ast.AST) -> bool:
        return any(isinstance(one, ast.Name) and one.id in self.typed for one in ast.walk(part))

    def _calls(self, part: ast.AST, decided: bool) -> None:
        for call in ast.walk(part):
            if not isinstance(call, ast.Call) or decided:
                continue
            if isinstance(call.func, ast.Name) and call.func.id == "require":
                self._leaves(call.args[0])
            else:
                self._within(call)

    def _leaves(self, asked: ast.expr) -> None:
        """The questions of a `require`: each of a `first_no`, either of a choice."""
        match asked:
            case ast.Call(func=ast.Name(id="first_no"), args=args):
                for one in args:
                    self._leaves(one)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                if not self._is_typed(test):
                    for one in self._taken(test, body, orelse):
                        self._leaves(one)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                if name not in PERMISSION and not self._is_typed(asked):
                    self.found.add(name)

    def _within(self, call: ast.Call) -> None:
        """What a helper asks in turn, told which of its words were typed."""
        helper = _resolve(self.run, call.func)
        if not isinstance(helper, FunctionType) or _is_question(helper):
            return
        plain = inspect.unwrap(helper)
        names = list(inspect.signature(plain).parameters)
        given = dict(zip(names, call.args, strict=False))
        given |= {one.arg: one.value for one in call.keywords if one.arg}
        typed = frozenset(name for name, value in given.items() if self._is_typed(value))
        if plain.__module__ != OURS + "actions.moves":
            fixed = {
                name: self.fixed[value.id]
                for name, value in given.items()
                if isinstance(value, ast.Name) and value.id in self.fixed
            }
            self.found |= set(_questions(plain, typed, fixed, self.seen))


def _resolve(run: Any, func: ast.expr) -> Any:
    match func:
        case ast.Name(id=name):
            return run.__globals__.get(name)
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            held = run.__globals__.get(owner)
            return getattr(held, name, None) if isinstance(held, ModuleType) else None
    return None


def _is_question(run: Any) -> bool:
    return str(getattr(inspect.unwrap(run), "__annotations__", {}).get("return", "")).endswith(
        "Ruling'>"
    )


def names_reached(may: Callable[..., Any]) -> set[str]:
    """Every function of ours that a function leads to: by its name, and its module's with it."""
    found: set[str] = set()
    _follow(may, found)
    return found


def _follow(run: Any, found: set[str]) -> None:
    plain = inspect.unwrap(run)
    if not isinstance(plain, FunctionType) or not plain.__module__.startswith(OURS):
        return
    if plain.__name__ != "<lambda>":
        whole = f"{plain.__module__}.{plain.__qualname__}"
        if whole in found:
            return
        found |= {plain.__name__, whole}
    for cell in plain.__closure__ or ():
        _follow(cell.cell_contents, found)
    names = set(_all_names(plain.__code__))
    for name in names:
        held = plain.__globals__.get(name)
        if isinstance(held, ModuleType):
            for inner in names:
                _follow(getattr(held, inner, None), found)
        else:
            _follow(held, found)


@cache
def _all_names(code: CodeType) -> tuple[str, ...]:
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    return (*code.co_names, *(name for one in inner for name in _all_names(one)))
