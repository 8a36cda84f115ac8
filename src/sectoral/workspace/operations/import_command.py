"""A spreadsheet brought in from the machine that keeps the workspace, in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sectoral.errors import BadInput, SectoralError, WrongUse

_LINES_TOLD = 40


class _ProcessError(SectoralError):
    """What the other process said, with its exit code."""

    def __init__(self, words: str, code: int) -> None:
        self.exit_code = code
        super().__init__(words)


def import_file(
    file: Path,
    *,
    kind: str,
    who: str,
    columns: Iterable[str] = (),
    edition: Path | None = None,
    answers: Mapping[str, Iterable[str]] | None = None,
    dry_run: bool = False,
) -> str:
    """Bring a file in, as the person whose account is `who`; or say what it would make.

    Takes    columns: 'ours=theirs', for columns that are not found by their headings;
             answers: 'same' and 'apart' → 'one=other', for names that look alike.
    Returns  what was made, or would be, in sentences.
    Raises   an error of ours with its exit code: 3 for the file, 2 for how it was asked.
    """
    asked = {
        "file": str(file),
        "kind": kind,
        "who": who,
        "columns": list(columns),
        "answers": {word: list(pairs) for word, pairs in (answers or {}).items()},
        "dry_run": dry_run,
    }
    command = [
        sys.executable,
        "-m",
        "sectoral.workspace.operations.import_command",
        json.dumps(asked),
    ]
    named = {"DJANGO_SETTINGS_MODULE": "sectoral.workspace.settings"}
    if edition is not None:
        named["SECTORAL_EDITION"] = str(edition.resolve())
    done = subprocess.run(  # noqa: S603  (our own module)
        command, env=os.environ | named, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = done.stderr.strip() or (
            "The import stopped before it was done. Nothing was imported."
        )
        raise _ProcessError(last.removeprefix("sectoral: "), done.returncode)
    return done.stdout.strip()


# ── inside the other process ──────────────────────────────────────────────────────────────────


def main() -> None:
    """Prepare the database, do what was asked, and end with a sentence and its exit code."""
    asked = json.loads(sys.argv[1])
    try:
        print(_run_import(**asked))  # noqa: T201 - its one answer
    except SectoralError as error:
        print(f"sectoral: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(error.exit_code)
    except OSError as error:
        print(f"sectoral: {asked['file']}: {error.strerror}.", file=sys.stderr)  # noqa: T201
        sys.exit(1)


def _run_import(
    *,
    file: str,
    kind: str,
    who: str,
    columns: list[str],
    answers: dict[str, list[str]] | None = None,
    dry_run: bool,
) -> str:
    from sectoral.workspace.operations.database import prepare_database  # noqa: PLC0415  (reads the settings)

    prepare_database()
    from sectoral.workspace.environment import clock  # noqa: PLC0415
    from sectoral.workspace.imports import runs  # noqa: PLC0415
    from sectoral.workspace.imports.columns import FIELDS  # noqa: PLC0415
    from sectoral.workspace.imports.limits import MOST_BYTES  # noqa: PLC0415

    if kind not in FIELDS:
        raise WrongUse(f"--kind {kind}: expected {', '.join(FIELDS)}. To mend: name one of them.")
    by, at = _require_person(who), clock.now()
    path = Path(file)
    with path.open("rb") as opened:
        # One letter more than may be is enough to see that it is too large.
        data = opened.read(MOST_BYTES + 1)
    table = runs.read_table(kind, path.name, data, at=at, by=by)
    matched = _match_columns(kind, table.headings, columns)
    said = _read_answers(answers or {})
    found = runs.found_in(kind, table, matched, answers=said, at=at, by=by)
    if found.faults:
        raise _faults_error(path.name, found.faults)
    if found.asked:
        raise _unanswered_error(path.name, found.asked)
    if dry_run:
        return "\n".join(
            ["Nothing was imported. This was a dry run.", *_report_lines(found, "It would make")]
        )
    run = runs.bring(
        runs.keep_table(kind, table, matched, answers=said, at=at, by=by), at=at, by=by
    )
    ending = f"To undo it, open /import/{run.pk}/ in the workspace."
    return "\n".join([*_report_lines(found, "Imported"), ending])


def _require_person(who: str) -> Any:
    from sectoral.workspace.actions.access import person_of  # noqa: PLC0415
    from sectoral.workspace.rules.mailboxes import hidden_sign  # noqa: PLC0415

    found = person_of(who)
    if sign := hidden_sign(who.strip()).reason:
        raise WrongUse(f"--as: {sign}")
    if found is None:
        raise WrongUse(
            f"--as {who}: no account has this address. To mend: give the e-mail address of an "
            "account, such as the state lead's ('sectoral lead' opens it)."
        )
    return found


def _match_columns(kind: str, headings: tuple[str, ...], pairs: list[str]) -> dict[str, int]:
    """The columns by their headings, those that were named instead of the ones guessed."""
    from sectoral.workspace.imports.columns import FIELDS, guess_columns  # noqa: PLC0415

    columns = guess_columns(kind, headings)
    names = {name: f.name for f in FIELDS[kind] for name in (f.label.casefold(), f.name)}
    for pair in pairs:
        ours, _, theirs = pair.partition("=")
        if ours.strip().casefold() not in names or theirs.strip() not in headings:
            labels = ", ".join(field.label for field in FIELDS[kind])
            raise WrongUse(
                f"--column {pair}: expected OURS=THEIRS, with ours one of {labels}, and theirs a "
                f"heading of the file. To mend: use a heading of {', '.join(headings)}."
            )
        columns[names[ours.strip().casefold()]] = headings.index(theirs.strip())
    return columns


def _read_answers(answers: dict[str, list[str]]) -> dict[str, str]:
    """What was said of names that look alike, by the questions' ids."""
    from sectoral.workspace.imports.plans.names import answers_of  # noqa: PLC0415

    said = []
    for word, pairs in answers.items():
        for pair in pairs:
            one, equals, other = pair.partition("=")
            if not equals or not one.strip() or not other.strip():
                raise WrongUse(
                    f"--{word} {pair}: expected two names with = between them. To mend: write "
                    f'--{word} "One Name=Other Name".'
                )
            said.append((word, one, other))
    return answers_of(said)


def _unanswered_error(file: str, asked: list[Any]) -> WrongUse:
    """The names that look alike, and how one says whether they are one."""
    shown = "\n  ".join(question.words for question in asked[:_LINES_TOLD])
    more = f"\n  and {len(asked) - _LINES_TOLD:,} more" if len(asked) > _LINES_TOLD else ""
    first = asked[0]
    return WrongUse(
        f"{file}: nothing was imported. Say first which names are the same:\n  "
        f'{shown}{more}\nTo mend: add --same "{first.name}={first.like}" if they are the '
        "same, or --apart with the same two names if they are different."
    )


def _faults_error(file: str, faults: list[str]) -> BadInput:
    """All that is wrong, the first lines in full."""
    shown = "\n  ".join(faults[:_LINES_TOLD])
    more = len(faults) - _LINES_TOLD
    also = f"\n  and {more:,} more" if more > 0 else ""
    return BadInput(
        file,
        expected="rows that can all be imported",
        found=f"{len(faults):,} thing{'s' * (len(faults) > 1)} to mend:\n  "
        f"{shown}{also}\nNothing was imported",
        mend="correct these rows and import the file again",
    )


def _report_lines(found: Any, start: str) -> list[str]:
    from sectoral.workspace.imports.runs import made_words  # noqa: PLC0415

    lines = [f"{start}: {made_words(found.made)}.", *found.notes]
    for one in found.missing:
        lines.append(
            f"  {one['name']} ({one['stage']}), next: {' '.join(one['next']) or 'nothing'}"
        )
    return lines


if __name__ == "__main__":
    main()
