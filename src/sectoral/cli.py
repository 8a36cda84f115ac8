"""The words a person types; an error becomes a sentence and an exit code.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 bad input.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import polars as pl
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from sectoral import __version__
from sectoral.build import Settings, build
from sectoral.edition import Edition, open_edition, unfinished_step, verify
from sectoral.errors import DamagedEdition, SectoralError, WrongUse
from sectoral.invented import invent
from sectoral.laws import broken_laws
from sectoral.places import QUAYLAND, find_state
from sectoral.regions.delineate import CUT, commuting_zones
from sectoral.sources.addresses import YEARS
from sectoral.sources.catalogue import describe_sources
from sectoral.sources.commuting import read_flows
from sectoral.sources.download import DownloadProgress as Fetching
from sectoral.sources.download import FetchedFile, by_hand, download, passed_over
from sectoral.sources.engine import find_files
from sectoral.sources.transfer import TransferManner
from sectoral.workbench import Progress as Steps

STEPS = 14
METHODS = ("zones",)
_MOST_NAMED = 5

type_of_folder = click.Path(path_type=Path)
type_of_file = click.Path(path_type=Path, exists=True, dir_okay=False)
words = Console(stderr=True, highlight=False, soft_wrap=True)


class Sentences(click.Group):
    """A group whose commands end with one sentence and an exit code, never a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; print an error of ours as its sentence."""
        try:
            return super().invoke(ctx)
        except SectoralError as error:
            click.echo(f"sectoral: {error}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("sectoral: stopped; nothing half-written was left in place.", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            raise
        except OSError as error:
            click.echo(f"sectoral: {error.filename or 'a file'}: {error.strerror}.", err=True)
            ctx.exit(1)


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sectoral")
def main() -> None:
    """Which industries are critical in which labor-market region, why, and how sure we are.

    \b
    First look, no network needed:   sectoral demo
    With a state's official files:   sectoral build --state CO --data files --out editions/CO
                                     sectoral serve --edition editions/CO
    """


@main.command("build")
@click.option("--state", "place", required=True, help="Two letters or FIPS; US for the nation.")
@click.option("--data", required=True, type=type_of_folder, help="Folder of official files.")
@click.option("--out", required=True, type=type_of_folder, help="Folder for the edition.")
@click.option("--regions", type=type_of_file, help="A county→region list to use instead of zones.")
@click.option("--region-column", metavar="COL", help="Its column with the region.")
@click.option("--sectors", type=type_of_file, help="A list of sectors to use instead of ours.")
@click.option("--sector-list", metavar="NAME", help="Which list in it, if it has several.")
@click.option("--weights", type=type_of_file, help="Criteria and weights to use instead of ours.")
@click.option(
    "--thresholds", type=type_of_file, help="Thresholds for verdicts to use instead of ours."
)
@click.option(
    "--leave-out", multiple=True, metavar="PATTERN", help="Files under --data to leave out."
)
def build_command(place: str, **given: Any) -> None:
    """Make an edition from official files.

    \b
    Example:
      sectoral build --state CO --data files --out editions/CO
    """
    _build(Settings(state=find_state(place), **given))


def _build(settings: Settings) -> Edition:
    left = unfinished_step(settings.out)
    if left is not None:
        words.print(
            f"The last build of {settings.out} was stopped while {left[0].lower()}{left[1:]}. "
            "Nothing was saved, so it starts over."
        )
    with _progress_bar() as step:
        edition = build(settings, step)
    click.echo(_edition_summary(edition))
    return edition


@contextmanager
def _progress_bar() -> Iterator[Steps]:
    """A progress bar on the terminal that names the step."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
    )
    shown = words.is_terminal
    with Progress(*columns, console=words, transient=True, disable=not shown) as progress:
        task = progress.add_task("Starting", total=STEPS)

        @contextmanager
        def step(name: str) -> Iterator[None]:
            progress.update(task, description=name)
            if not shown:
                words.print(name)
            yield
            progress.advance(task)

        yield step


def _edition_summary(edition: Edition) -> str:
    scores = edition.table("scores")
    facts = edition.table("region_facts")
    critical = scores.filter(pl.col("verdict") == "critical").height
    thin = scores.filter(~pl.col("ranked")).height
    reused = edition.manifest["reused"]
    lines = [
        f"Edition {edition.id} of {edition.manifest['state_name']} in {edition.path}:",
        f"  {facts.height} regions, {scores.height} sectors in regions, {critical} critical, "
        f"{thin} too thin to judge.",
    ]
    if reused:
        lines.append(f"  Reused because nothing changed: {', '.join(reused)}.")
    lines += _not_used(edition.manifest["not_used"])
    lines.append(f"To see it: sectoral serve --edition {edition.path}")
    return "\n".join(lines)


def _not_used(files: Sequence[Mapping[str, str]]) -> list[str]:
    """Which files were given and not used, and why: the first of them."""
    if not files:
        return []
    named = [f"    {file['file']}: {file['why']}." for file in files[:_MOST_NAMED]]
    more = len(files) - len(named)
    rest = [f"    … and {more:,} more; the page about the data names them."] * (more > 0)
    return [f"  {len(files):,} {'files' if len(files) > 1 else 'file'} not used:", *named, *rest]


def _check_method(_context: click.Context, _option: click.Parameter, method: str) -> str:
    if method not in METHODS:
        raise WrongUse(
            f"--method {method}: there is no such method yet. To mend: use "
            f"{' or '.join(METHODS)} (average linkage on commuting)."
        )
    return method


@main.command("regions")
@click.argument("flows", type=type_of_file)
@click.option("--method", callback=_check_method, default="zones", show_default=True)
@click.option("--from", "home", required=True, metavar="COL", help="Column of residence.")
@click.option("--to", "work", required=True, metavar="COL", help="Column of work.")
@click.option("--count", required=True, metavar="COL", help="Column of workers.")
@click.option("--cut", type=click.FloatRange(0, 1, min_open=True), default=CUT, show_default=True)
@click.option("--out", required=True, type=type_of_folder, help="CSV to write: area,region.")
def regions_command(
    flows: Path, method: str, home: str, work: str, count: str, cut: float, out: Path
) -> None:
    """Draw labor-market regions from a file of commuting flows.

    \b
    Example:
      sectoral regions flows.csv --from res_fips --to work_fips --count workers --out zones.csv
    """
    read = read_flows(find_files(flows)[0], home=home, work=work, count=count)
    partition = commuting_zones(read, cut=cut)
    _write_whole(out, partition.select("area", "region"))
    click.echo(
        f"{partition['area'].n_unique():,} areas in {partition['region'].n_unique():,} regions "
        f"by {method} (cut {cut:g}) in {out}."
    )


def _write_whole(out: Path, frame: pl.DataFrame) -> None:
    """Write a CSV beside its place and move it there whole."""
    if out.is_dir():
        raise WrongUse(f"{out}: expected a file to write; found a folder. To mend: add a name.")
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f".{out.name}.part-{os.getpid()}")
    frame.write_csv(part)
    part.replace(out)


@main.command("serve")
@click.option("--edition", type=type_of_folder, envvar="SECTORAL_EDITION", help="Its folder.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
def serve_command(edition: Path | None, host: str, port: int, workers: int) -> None:
    """Show an edition's pages until you press Ctrl-C. Without an edition, show how to choose one.

    \b
    Example:
      sectoral serve --edition editions/CO
    """
    _serve(edition, host, port, workers)


def _free_port(host: str, port: int) -> None:
    from sectoral.workspace.operations.server import free_port  # noqa: PLC0415 - as in _serve

    free_port(host, port)


def _furnish(edition: Edition, folder: Path, *, seed: int, host: str, port: int) -> None:
    from sectoral.workspace.operations.server import furnish_demo  # noqa: PLC0415 - as in _serve

    if not words.is_terminal:
        words.print("Making up a year of partnerships")
    with words.status("Making up a year of partnerships"):
        told = furnish_demo(edition.path, folder, seed=seed, host=host, port=port)
    click.echo(told)


def _serve(
    edition: Path | None, host: str, port: int, workers: int, demo: Path | None = None
) -> None:
    # Django is only loaded for this command: the others start in half the time without it.
    from sectoral.workspace.operations.server import serve  # noqa: PLC0415

    def ready(address: str) -> None:
        click.echo(f"Open {address} in a browser. Press Ctrl-C to stop.")
        if demo is not None:
            click.echo(f"The tour, five stops: {address}tour/")

    serve(edition, host=host, port=port, workers=workers, ready=ready, demo=demo)


@main.command("lead")
@click.argument("email")
@click.option("--name", default="", help="First and last name, as others should see it.")
@click.option("--another", is_flag=True, help="Open another lead's account.")
def lead_command(email: str, name: str, another: bool) -> None:
    """Open the state lead's account, the first one in a workspace, and print a sign-in link.

    Run it again for the same lead to get a new link. Use --another to open another lead's account.

    \b
    Example:
      sectoral lead ana@state.example --name "Ana Stone"
    """
    # Django is only loaded for this command, as in _serve.
    from sectoral.workspace.operations.first_account import open_first  # noqa: PLC0415

    address = open_first(email=email, name=name, another=another)
    click.echo(f"{email.strip().lower()} can sign in here, once, within a day: {address}")


@main.command("clocks")
@click.option("--yes", is_flag=True, help="Run, though more than a week has passed since.")
def clocks_command(yes: bool) -> None:
    """Do what is due at every partnership: end terms, review, remind. Run it every night.

    It is safe to run twice. It prints what it did. Where more than a week has passed since
    anything happened, it asks first: the machine's clock may be wrong.

    \b
    Example:
      sectoral clocks
    """
    _run_scheduled("table_clocks", sure=yes)


@main.command("send")
def send_command() -> None:
    """Send the letters and calendar invitations that are due, through the server in SECTORAL_MAIL.

    None is sent twice. One that may have been sent before a crash is reported as “in doubt”.

    \b
    Example:
      sectoral send
    """
    _run_scheduled("table_send")


def _run_scheduled(command: str, *, sure: bool = False) -> None:
    # Django is only loaded for this command, as in _serve.
    from sectoral.workspace.operations.scheduled import run_scheduled  # noqa: PLC0415

    run_scheduled(command, sure=sure)


@main.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--with-key", is_flag=True, help="The key too: the file then opens every ballot.")
@click.option("--edition", type=type_of_folder, envvar="SECTORAL_EDITION", help="Its folder.")
@click.option("--without-edition", is_flag=True, help="Name the edition; leave its files out.")
def backup_command(file: Path, with_key: bool, edition: Path | None, without_edition: bool) -> None:
    """Write the workspace into one file, while it is served; in a folder, named by its hour.

    The key is a secret and not in it, unless you say so: keep a copy of it elsewhere.

    \b
    Example:
      sectoral backup /backups/
    """
    from sectoral.workspace.operations.commands import back_up_workspace  # noqa: PLC0415 - as in _serve

    click.echo(
        back_up_workspace(
            file, with_key=with_key, edition=edition, with_edition=not without_edition
        )
    )


@main.command("restore")
@click.argument("file", type=type_of_file)
@click.option("--replace", is_flag=True, help="Where a workspace is there; it is kept beside.")
@click.option("--edition", type=type_of_folder, help="An empty folder to unpack the edition into.")
@click.option("--hold-letters", is_flag=True, help="Send no letter that waited in the backup.")
def restore_command(file: Path, replace: bool, edition: Path | None, hold_letters: bool) -> None:
    """Bring a backup back, every digest looked at first: all of it, or nothing.

    \b
    Example:
      sectoral restore /backups/sectoral-2026-11-30T220000Z.tar
    """
    from sectoral.workspace.operations.commands import restore_workspace  # noqa: PLC0415 - as in _serve

    click.echo(restore_workspace(file, replace=replace, edition=edition, hold_letters=hold_letters))


@main.command("upgrade")
def upgrade_command() -> None:
    """Bring the workspace's database to this version, after a copy of it was made.

    \b
    Example:
      sectoral upgrade
    """
    from sectoral.workspace.operations.commands import upgrade_workspace  # noqa: PLC0415 - as in _serve

    click.echo(upgrade_workspace())


@main.command("doctor")
@click.option("--letter", default="", metavar="EMAIL", help="Send a test letter there.")
def doctor_command(letter: str) -> None:
    """Look at every part of the workspace and say what is set, what is missing, what fails.

    \b
    Example:
      sectoral doctor --letter ana@state.example
    """
    from sectoral.workspace.operations.commands import examine_workspace  # noqa: PLC0415 - as in _serve

    examine_workspace(letter=letter, say=click.echo)


@main.command("demo")
@click.option(
    "--seed", default=1, show_default=True, help="A number. Another seed makes another state."
)
@click.option("--counties", default=30, show_default=True, type=click.IntRange(12, 900))
@click.option(
    "--out", type=type_of_folder, help="Where to keep it. The default is a temporary folder."
)
@click.option("--build-only", is_flag=True, help="Do not serve the pages.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def demo_command(
    seed: int, counties: int, out: Path | None, build_only: bool, host: str, port: int
) -> None:
    """Invent a state with its partnerships, build its edition, show its pages. Needs no network.

    \b
    Example:
      sectoral demo
    """
    if not build_only:
        # Told before a minute of building, not after it.
        _free_port(host, port)
    with tempfile.TemporaryDirectory(prefix="sectoral-demo-") as temporary:
        home = Path(temporary) if out is None else out
        click.echo(f"Inventing {QUAYLAND.name}: {counties} counties, seed {seed}.")
        invent(home / "files", seed=seed, counties=counties)
        edition = _build(Settings(QUAYLAND, home / "files", home / "edition"))
        _furnish(edition, home / "workspace", seed=seed, host=host, port=port)
        if not build_only:
            _serve(edition.path, host, port, workers=2, demo=home / "workspace")


@main.command("import")
@click.argument("file", type=type_of_file)
@click.option("--kind", required=True, help="organizations, contacts or partnerships.")
@click.option(
    "--as", "who", required=True, metavar="EMAIL", help="The account that does the import."
)
@click.option(
    "--column",
    multiple=True,
    metavar="OURS=THEIRS",
    help="Match a column that was not found by name.",
)
@click.option("--edition", type=type_of_folder, envvar="SECTORAL_EDITION", help="Its folder.")
@click.option("--same", multiple=True, metavar="A=B", help="Two names that are the same.")
@click.option(
    "--apart", multiple=True, metavar="A=B", help="Two names that look alike but are different."
)
@click.option("--dry-run", is_flag=True, help="Only show what it would do.")
def import_command(
    file: Path,
    kind: str,
    who: str,
    column: tuple[str, ...],
    edition: Path | None,
    same: tuple[str, ...],
    apart: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Import a spreadsheet: all of its rows, or none.

    \b
    Example:
      sectoral import partnerships.xlsx --kind partnerships --as lead@state.example --dry-run
    """
    from sectoral.workspace.operations.import_command import import_file  # noqa: PLC0415 - as in _serve

    told = import_file(
        file,
        kind=kind,
        who=who,
        columns=column,
        edition=edition,
        answers={"same": same, "apart": apart},
        dry_run=dry_run,
    )
    click.echo(told)


@main.command("sources")
def sources_command() -> None:
    """List every official source: publisher, page, license, what it tells and what it cannot.

    \b
    Example:
      sectoral sources
    """
    for heading, lines in describe_sources():
        click.echo(click.style(heading, bold=True))
        for word, sentence in lines:
            click.echo(f"  {word}: {sentence}")
        click.echo()


@main.command("download")
@click.argument("place", metavar="STATE")
@click.option("--out", required=True, type=type_of_folder, help="Folder for the files.")
@click.option(
    "--cache", type=type_of_folder, envvar="SECTORAL_CACHE", help="Folder for downloaded files."
)
@click.option(
    "--mirror", multiple=True, metavar="ADDRESS=ADDRESS", help="Download from another address."
)
@click.option("--offline", is_flag=True, help="Use only the cache.")
@click.option("--year", multiple=True, type=click.IntRange(1990, 2100), help="Default: the latest.")
@click.option(
    "--contact", default="", metavar="EMAIL", help="Some publishers ask for your e-mail address."
)
def download_command(
    place: str,
    out: Path,
    cache: Path | None,
    mirror: tuple[str, ...],
    offline: bool,
    year: tuple[int, ...],
    contact: str,
) -> None:
    """Download a state's official files, or take them from the cache.

    \b
    Example:
      sectoral download CO --out files
    """
    where = cache or _usual_cache()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=words, transient=True, disable=not words.is_terminal) as shown:
        task = shown.add_task("Starting", total=None)

        def show_fetching(now: Fetching) -> None:
            shown.update(task, description=now.name, completed=now.bytes, total=now.total)

        fetched = download(
            find_state(place),
            out,
            cache=where,
            mirrors=_parse_mirrors(mirror),
            offline=offline,
            years=year or YEARS,
            progress=show_fetching,
            manner=TransferManner(contact=contact),
        )
    click.echo(_fetched_summary(fetched, out, where))


def _usual_cache() -> Path:
    """Where this person's programs keep what can be fetched again."""
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "sectoral"


def _parse_mirrors(pairs: tuple[str, ...]) -> dict[str, str]:
    mirrors = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not equals or not ours or not theirs:
            raise WrongUse(
                f"--mirror {pair}: expected PUBLISHER=MIRROR, two addresses; found one. "
                "To mend: write both with = between them."
            )
        mirrors[ours] = theirs
    return mirrors


def _fetched_summary(fetched: list[FetchedFile], out: Path, cache: Path) -> str:
    count: dict[str, int] = {}
    for one in fetched:
        count[one.status] = count.get(one.status, 0) + 1
    told = ", ".join(f"{n} {status}" for status, n in sorted(count.items()))
    lines = [f"{len(fetched)} files in {out}: {told}."]
    lines += [f"Skipped: {sentence}" for sentence in passed_over(fetched, cache)]
    lines += [f"By hand: {one.source}, {one.page} — {one.save}" for one in by_hand()]
    return "\n".join(lines)


@main.command("check")
@click.argument("edition", type=type_of_folder)
def check_command(edition: Path) -> None:
    """Check an edition: hashes, declared tables, sums.

    \b
    Example:
      sectoral check editions/CO
    """
    opened = open_edition(edition)
    faults = verify(opened) or broken_laws(opened)
    for fault in faults:
        click.echo(f"  {fault}", err=True)
    if faults:
        raise DamagedEdition(
            f"{edition}: expected a whole edition; found {len(faults)} faults (above). "
            "To mend: build it again."
        )
    rows = sum(entry["rows"] for entry in opened.manifest["tables"].values())
    click.echo(
        f"Edition {opened.id} is whole: {len(opened.manifest['tables'])} tables, {rows:,} rows, "
        "hashes, declarations and sums hold."
    )


if __name__ == "__main__":
    sys.exit(main())
