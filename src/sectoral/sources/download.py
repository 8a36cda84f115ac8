"""Official files for a state, through a cache, into a folder that a build reads.

    publisher ──transfer──▶ cache (as published, checksummed) ──conversion──▶ out/

`addresses` knows which files, `transfer` fetches one, `cache` keeps it, `conversion` lays it
out. Every file in `out` is moved into place whole; a hidden `.part` never stays.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from sectoral import places
from sectoral.errors import BadInput, SectoralError, Unreachable
from sectoral.places import State
from sectoral.sources import conversion, transfer
from sectoral.sources.addresses import (
    YEARS,
    ByHand,
    RemoteFile,
    by_hand,
    check_mirrors,
    files_needed,
)
from sectoral.sources.cache import FileCache
from sectoral.sources.transfer import NotPublished, TransferManner, TransferRefused

__all__ = [
    "ByHand",
    "DownloadProgress",
    "FetchedFile",
    "RemoteFile",
    "TransferManner",
    "by_hand",
    "download",
    "files_needed",
    "passed_over",
]

Status = Literal["fetched", "from cache", "not published", "refused", "not understood"]


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """How far a download is.

    name    the file that is arriving
    number  which file it is, from 1
    files   how many there are
    bytes   bytes of it so far
    total   bytes of it in all; None where the server does not say
    """

    name: str
    number: int
    files: int
    bytes: int
    total: int | None


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """What became of one file.

    remote  the publisher's file
    status  'fetched', 'from cache', or why a build has to do without it: 'not published',
            'refused' by a server that does not serve programs, 'not understood' because the
            publisher has changed its layout; the rest is None for these three
    path    the file that a build reads
    bytes   size of the publisher's file
    sha256  of the publisher's file
    why     what is strange in a file that is not understood, in a sentence
    """

    remote: RemoteFile
    status: Status
    path: Path | None = None
    bytes: int | None = None
    sha256: str | None = None
    why: str = ""


def _report_nothing(_: DownloadProgress) -> None:
    """Report to nobody."""


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def download(  # noqa: PLR0913 - each is a choice a person makes, and all but two have a default
    state: str | State,
    out: Path,
    *,
    cache: Path,
    mirrors: Mapping[str, str] | None = None,
    offline: bool = False,
    progress: Callable[[DownloadProgress], None] = _report_nothing,
    years: Sequence[int] = YEARS,
    manner: TransferManner | None = None,
    today: Callable[[], str] = _today,
) -> list[FetchedFile]:
    """Bring every official file that `state` needs into `out`.

    Takes    `state`: letters, digits or a State; `mirrors`: publisher's base address → the
             address to ask instead; `offline`: take all from the cache, ask nobody;
             `manner`: attempts, waiting, timeout, contact; `today`: the day written beside
             each checksum.
    Returns  what became of each file, in the order of `needed`.
    Raises   WrongUse for an unknown state, year or mirror; Unreachable at the end, when all
             that could be fetched has been, naming what could not; BadInput, also at the end,
             for a file in another layout than we know; SectoralError where the disk does not
             take it.
    """
    place = places.find_state(state) if isinstance(state, str) else state
    mirrors = mirrors or {}
    check_mirrors(mirrors)
    work = _DownloadWork(
        FileCache(cache), out, mirrors, offline, manner or TransferManner(), progress, today
    )
    remotes = files_needed(place, years)
    try:
        done = [work.bring(remote, i, len(remotes)) for i, remote in enumerate(remotes, 1)]
    except OSError as trouble:
        where = trouble.filename or f"{cache} or {out}"
        raise SectoralError(f"{where} cannot be written: {trouble.strerror}.") from trouble
    if work.unread:
        raise work.unread[0]
    if work.failures:
        raise Unreachable(_failure_words(work, len(remotes), cache))
    return [fetched for fetched in done if fetched is not None]


@dataclass
class _DownloadWork:
    """One download as it goes."""

    cache: FileCache
    out: Path
    mirrors: Mapping[str, str]
    offline: bool
    manner: TransferManner
    progress: Callable[[DownloadProgress], None]
    today: Callable[[], str]
    failures: list[str] = field(default_factory=list)
    unread: list[BadInput] = field(default_factory=list)
    given_up: set[str] = field(default_factory=set)

    def bring(self, remote: RemoteFile, number: int, files: int) -> FetchedFile | None:
        """One file into place; None where it failed, and the reason among the failures."""
        try:
            status = self._into_cache(remote, number, files)
        except (NotPublished, TransferRefused) as absent:
            if remote.optional:
                refused = isinstance(absent, TransferRefused)
                return FetchedFile(remote, "refused" if refused else "not published")
            self.failures.append(str(absent))
            return None
        except Unreachable as trouble:
            self.failures.append(str(trouble))
            return None
        kept = self.cache.files[remote.cached_name]
        target = self.out / remote.name
        source = self.cache.folder / remote.cached_name
        shape, states, year = remote.shape, remote.states, remote.year
        try:
            conversion.place_file(source, target, shape=shape, states=states, year=year)
        except BadInput as strange:
            if remote.optional:
                return FetchedFile(remote, "not understood", why=str(strange))
            self.unread.append(strange)
            return None
        return FetchedFile(remote, status, target, kept.bytes, kept.sha256)

    def _into_cache(self, remote: RemoteFile, number: int, files: int) -> Status:
        name = remote.cached_name
        kept = self.cache.whole(name, remote.url)
        if kept is None:
            kept = self.cache.adopt(name, remote.url, fetched=self.today())
        if kept:
            self.progress(DownloadProgress(name, number, files, kept.bytes, kept.bytes))
            return "from cache"
        if self.offline:
            if remote.optional:
                raise NotPublished(name)
            known = self.cache.files.get(name)
            damaged = known is not None and known.url == remote.url
            raise Unreachable(f"{name} (its checksum no longer fits)" if damaged else name)
        url = remote.address(self.mirrors)
        part = self.cache.part(name)
        host = urlsplit(url).netloc
        try:
            transfer.fetch(
                url,
                part,
                remote.kind,
                # A server that failed every attempt is asked just once for each further file.
                replace(self.manner, attempts=1) if host in self.given_up else self.manner,
                lambda have, total: self.progress(
                    DownloadProgress(name, number, files, have, total)
                ),
            )
        except (NotPublished, TransferRefused):
            raise
        except Unreachable:
            self.given_up.add(host)
            raise
        self.cache.keep(part, url=remote.url, asked=url, fetched=self.today())
        return "fetched"


def passed_over(fetched: Sequence[FetchedFile], cache: Path) -> list[str]:
    """One sentence for each file that a build has to do without, on how to bring it all the same.

    Files that a publisher leaves out for a state are not named: nobody can bring them.
    """
    told = []
    for one in fetched:
        if one.status == "refused":
            told.append(
                f"{one.remote.source}: the server does not allow programs. Save "
                f"{one.remote.url} in a browser as {cache / one.remote.cached_name} and run "
                "the same command again."
            )
        if one.status == "not understood":
            told.append(f"{one.remote.source}: {one.why}")
    return told


def _failure_words(work: _DownloadWork, files: int, cache: Path) -> str:
    """One sentence on what is missing."""
    if work.offline:
        return (
            f"Offline, and the cache {cache} lacks {len(work.failures)} of {files} files: "
            f"{', '.join(work.failures)}. Run the command once with a connection."
        )
    first = work.failures[0]
    if len(work.failures) == 1:
        return first
    others = "; ".join(failure.split(": ", 1)[0] for failure in work.failures[1:])
    return f"{len(work.failures)} of {files} files could not be fetched. {first} Also: {others}."
