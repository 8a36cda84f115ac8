"""What a build is asked for, and where it lays its tables down: made once, or taken over.

A table's digest is made of what it was made from: files, other tables, settings, and our own
code. Where the former edition holds the table with the same digest, it is taken over together
with the choices and inputs that were recorded when it was made.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from inspect import isfunction
from pathlib import Path
from typing import Any, Protocol, TypeVar

import polars as pl

from sectoral.edition import EditionDraft
from sectoral.places import State
from sectoral.tables import TidyTable

Frames = dict[str, pl.DataFrame]
Progress = Callable[[str], AbstractContextManager[None]]
OUR_CODE = ("tables", "sources", "regions", "estimation", "indicators", "scoring", "planning")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person decides about a build.

    state      the state, or the nation
    data       the folder of official files
    out        where the edition goes
    regions    a county→region list to use instead of commuting zones
    region_column  which of its columns names the region, where several could
    sectors    a list of sectors to use instead of ours
    sector_list    which of the lists in that file, where it holds several
    weights    a list of criteria to use instead of ours
    thresholds a list of limits for verdicts to use instead of ours
    leave_out  shell patterns of files below `data` not to read
    """

    state: State
    data: Path
    out: Path
    regions: Path | None = None
    region_column: str | None = None
    sectors: Path | None = None
    sector_list: str | None = None
    weights: Path | None = None
    thresholds: Path | None = None
    leave_out: tuple[str, ...] = ()

    @property
    def partition(self) -> str:
        """The name of the partition that the edition's regions come from."""
        return self.region_wish.partition

    @property
    def region_wish(self) -> "RegionWish":
        """What of it the regions depend on, and nothing else."""
        return RegionWish(self.state, self.regions, self.region_column, str(self.data))


@dataclass(frozen=True, slots=True)
class RegionWish:
    """What a person decides about regions: the part of `Settings` that their step is made of.

    folder   the folder of official files, as messages name it: no digest holds it
    """

    state: State
    regions: Path | None
    region_column: str | None
    folder: str

    @property
    def is_nation(self) -> bool:
        """Whether every state is asked for."""
        return self.state.abbr == "US"

    @property
    def partition(self) -> str:
        """The name of the partition that the edition's regions come from."""
        return "zones" if self.regions is None else self.regions.name.split(".")[0]

    @property
    def digest(self) -> list[str]:
        """What names it in a digest: of a list its content."""
        listed = "" if self.regions is None else _bytes_digest(self.regions.read_bytes())
        return [repr(self.state), self.partition, listed, repr(self.region_column)]


class StepFile(Protocol):
    """A file as a digest names it: its content, and the name that the manifest tells."""

    @property
    def label(self) -> str:
        """How messages call it."""

    @property
    def digest(self) -> str:
        """Of its content."""


class StepLayout(Protocol):
    """How a file is read, as a digest names it."""

    @property
    def name(self) -> str:
        """Its name."""


F = TypeVar("F", bound=StepFile)
L = TypeVar("L", bound=StepLayout)


def no_progress(_step: str) -> AbstractContextManager[None]:
    """A progress that shows nothing."""
    return nullcontext()


class StepNotes:
    """What a step tells while it works: what it does, read and chose. It holds no table.

    step   the step that is being made
    """

    def __init__(self, draft: EditionDraft, progress: Progress) -> None:
        self._draft = draft
        self._progress = progress
        self.step = ""
        manifest = draft.manifest
        manifest["inputs"], manifest["choices"], manifest["not_used"] = [], [], []

    @contextmanager
    def at(self, words: str) -> Iterator[None]:
        """Show and note what is being done."""
        self._draft.at(words)
        with self._progress(words):
            yield

    def choose(self, question: str, choice: str, because: str) -> None:
        """Record a choice that the build made, for the manifest."""
        entry = {"step": self.step, "question": question, "choice": choice, "because": because}
        if entry not in self._draft.manifest["choices"]:
            self._draft.manifest["choices"].append(entry)

    def used(self, inputs: Sequence[dict[str, Any]]) -> None:
        """Record the files that a step read."""
        self._draft.manifest["inputs"] += [{"step": self.step, **entry} for entry in inputs]

    def set_aside(self, doubts: Sequence[tuple[str, str]]) -> None:
        """Record side files that could not be believed, each with why."""
        entries = [{"step": self.step, "file": file, "why": why} for file, why in doubts]
        self._draft.manifest["not_used"] += entries

    def files(self, *sources: str) -> str:
        """The files read from some sources, for a message: the first, and how many more."""
        names = [e["file"] for e in self._draft.manifest["inputs"] if e["source"] in sources]
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        return (names[0] + more) if names else "the files"


class Workbench:
    """One build under way. A step is given what its digest is made of, and nothing else.

    draft      the edition being written
    notes      what its steps tell
    reused     the steps that were taken over from the former edition
    """

    def __init__(self, draft: EditionDraft, progress: Progress = no_progress) -> None:
        self.draft = draft
        self.notes = StepNotes(draft, progress)
        self.reused: list[str] = []
        self._frames: Frames = {}

    def read(
        self,
        step: str,
        files: Sequence[tuple[F, L]],
        made: Sequence[TidyTable],
        work: Callable[..., Frames],
        *,
        settings: Mapping[str, Any] | None = None,
    ) -> Frames:
        """The tables of a step that reads files: it gets these files and these settings alone.

        Takes    made: the tables that come of it; work: given the step's notes, the files, and
                 the settings by name; settings: what else it depends on, each with a `digest`,
                 or a `repr` that tells it apart.
        Returns  the checked tables by name.
        Raises   TypeError where `work` holds what no digest names.
        """
        _require_bare(work)
        chosen = dict(settings or {})
        parts = [[file.label, file.digest, layout.name] for file, layout in files]
        named = {name: _setting_digest(value) for name, value in chosen.items()}
        return self._make(step, [parts, named], made, lambda: work(self.notes, files, **chosen))

    def _make(
        self,
        step: str,
        made_of: Sequence[Any],
        outputs: Sequence[TidyTable],
        work: Callable[[], Frames],
    ) -> Frames:
        """The tables of one step: taken over where nothing changed, else made and written.

        Takes    made_of: everything the outputs depend on, as values that JSON can hold; a
                 table is named by its digest (`self.of`).
        Returns  the checked tables by name.
        """
        self.notes.step = step
        made_from = _parts_digest([step, _code_digest(), *made_of])
        frames = self._take_over(step, made_from, outputs)
        if frames is None:
            made = work()
            frames = {t.name: self.draft.write(made[t.name], t, made_from) for t in outputs}
        self._frames |= frames
        return frames

    def derive(
        self,
        step: str,
        words: str,
        made: Sequence[TidyTable],
        work: Callable[..., Frames],
        *,
        reads: Sequence[str],
        settings: Mapping[str, Any] | None = None,
    ) -> Frames:
        """The tables of a step that is made of tables on the bench: it gets what it names alone.

        What is digested is what `work` is given, so that no input is forgotten in one of the two.

        Takes    words: what to show while it is done; made: the tables that come of it;
                 work: given a mapping of the tables it `reads`, and the settings by name;
                 settings: what else it depends on, each with a `repr` that tells it apart.
        Returns  the checked tables by name.
        Raises   TypeError where `work` holds what no digest names.
        """
        _require_bare(work)
        given, chosen = {name: self.table(name) for name in reads}, dict(settings or {})

        def run_step() -> Frames:
            with self.notes.at(words):
                return work(given, **chosen)

        made_of = [
            *self.of(*reads),
            {name: _setting_digest(value) for name, value in chosen.items()},
        ]
        return self._make(step, made_of, made, run_step)

    def table(self, name: str) -> pl.DataFrame:
        """A table already on the bench."""
        return self._frames[name]

    def of(self, *names: str) -> list[str]:
        """The digests of tables already on the bench."""
        return [self.draft.manifest["tables"][name]["sha256"] for name in names]

    def _take_over(self, step: str, made_from: str, outputs: Sequence[TidyTable]) -> Frames | None:
        former = self.draft.former
        if former is None:
            return None
        frames = {}
        for table in outputs:
            frame = self.draft.take_over(table.name, made_from)
            if frame is None:
                return None
            frames[table.name] = frame
        for part in ("inputs", "choices", "not_used"):
            kept = [e for e in former.manifest.get(part, []) if e.get("step") == step]
            self.draft.manifest[part] += kept
        self.reused.append(step)
        return frames


@cache
def _code_digest() -> str:
    """A digest of the code that makes tables, so that a changed formula is never reused."""
    package = Path(__file__).parent
    files = [package / name for name in ("build.py", "drawing.py", "workbench.py")]
    for name in OUR_CODE:
        files += sorted(p for p in (package / name).rglob("*") if p.suffix in (".py", ".csv"))
    found = hashlib.sha256()
    for file in files:
        found.update(file.relative_to(package).as_posix().encode())
        found.update(file.read_bytes())
    return found.hexdigest()


def _require_bare(work: Callable[..., Frames]) -> None:
    """A step is a function of a module: a closure or a method could read what no digest names."""
    if not isfunction(work) or work.__closure__ or work.__defaults__ or work.__kwdefaults__:
        raise TypeError(f"{work!r}: a step is a plain function, given all that it reads")


def _setting_digest(value: Any) -> Any:
    if isinstance(value, pl.DataFrame):
        return value.to_dicts()
    return value.digest if isinstance(value, RegionWish) else repr(value)


def _parts_digest(parts: Sequence[Any]) -> str:
    return _bytes_digest(json.dumps(parts, sort_keys=True).encode())


def _bytes_digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
