"""The matrix: every region down, every sector across, a verdict in each cell."""

from collections.abc import Iterable
from dataclasses import dataclass

from sectoral.workspace.drawings.sheets import Cell, Heading, Sheet, text
from sectoral.workspace.evidence.facts import Facts, Region, Sector, Verdict
from sectoral.workspace.evidence.numbers import bare, count, quantity

KINDS = (
    ("", "All regions"),
    ("metropolitan", "Metropolitan regions"),
    ("rural", "Rural regions"),
)
SURE = (
    ("", "Any"),
    ("50", "At least half published"),
    ("80", "At least 80% published"),
    ("100", "Fully published"),
)
ROWS_ON_A_PAGE = 60


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader asked to see; the empty text is 'all'. `page` counts from one."""

    kind: str = ""
    sector: str = ""
    verdict: str = ""
    sure: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Judged:
    """One cell: the verdict, a link to its case, and what a pointer or screen reader adds."""

    sector: Sector
    verdict: Verdict
    href: str
    score: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One region's row."""

    region: Region
    cells: tuple[Judged, ...]
    judged: bool

    @property
    def stands_out(self) -> bool:
        """Whether any sector here is critical or promising."""
        return any(cell.verdict.slug in ("critical", "promising") for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix as asked for, the sentence that says so, and its table for files."""

    sectors: tuple[Sector, ...]
    lines: tuple[Line, ...]
    finding: str
    found: str
    sheet: Sheet
    page: int
    pages: int


def matrix(facts: Facts, wish: Wish) -> Matrix:
    """The part of the matrix that `wish` asks for, regions and sectors in their one order."""
    sectors = tuple(s for s in facts.sectors if wish.sector in ("", s.id))
    regions = [r for r in facts.regions if wish.kind in ("", r.kind)]
    lines = [_line(facts, r, sectors, wish) for r in regions]
    if wish.verdict or wish.sure:
        lines = [line for line in lines if any(not cell.hidden for cell in line.cells)]
    pages = max(1, -(-len(lines) // ROWS_ON_A_PAGE))
    page = min(max(1, wish.page), pages)
    part = lines[(page - 1) * ROWS_ON_A_PAGE : page * ROWS_ON_A_PAGE]
    return Matrix(
        sectors, tuple(part), finding(facts), _found(lines), _sheet(facts, lines), page, pages
    )


def _line(facts: Facts, region: Region, sectors: tuple[Sector, ...], wish: Wish) -> Line:
    cells = tuple(_judged(facts, region, sector, wish) for sector in sectors)
    return Line(region, cells, facts.judged(region.id))


def _judged(facts: Facts, region: Region, sector: Sector, wish: Wish) -> Judged:
    row = facts.score(region.id, sector.id)
    verdict = facts.verdict(region.id, sector.id)
    if row is None:
        return Judged(sector, verdict, "", "", bool(wish.verdict or wish.sure))
    hidden = wish.verdict not in ("", verdict.slug)
    if wish.sure and not hidden:
        share = published_share(facts, region.id, sector.id)
        hidden = share is None or share * 100 < float(wish.sure) - 0.05
    score = f"{quantity(row['score'], 'points')} of 100" if row["ranked"] else "not ranked"
    return Judged(sector, verdict, case_href(region.id, sector.id), score, hidden)


def case_href(region: str, sector: str) -> str:
    """The address of a case page. Written out: a matrix of a nation has thousands."""
    return f"/regions/{region}/{sector}/"


def published_share(facts: Facts, region: str, sector: str) -> float | None:
    """The share of the sector's jobs here that is the publisher's own number."""
    row = facts.confidence.get((region, sector))
    return None if row is None else float(row)


def finding(facts: Facts) -> str:
    """What the whole matrix shows, in one sentence."""
    critical = [cell for cell in _all(facts) if cell[2] == "critical"]
    regions = {region for region, _, _ in critical}
    if not critical:
        return f"No sector is critical in any region of {facts.state_name} on this evidence"
    if len(critical) == 1:
        return "One sector is critical in one region"
    all_regions = count(len(facts.regions), "region", figures=True)
    verb = "has" if len(regions) == 1 else "have"
    return f"{len(regions)} of {all_regions} {verb} critical sectors, {len(critical)} in all"


def _all(facts: Facts) -> Iterable[tuple[str, str, str]]:
    for region in facts.regions:
        for sector in facts.sectors:
            yield region.id, sector.id, facts.verdict(region.id, sector.id).slug


def _found(lines: list[Line]) -> str:
    shown = sum(not cell.hidden and bool(cell.href) for line in lines for cell in line.cells)
    return f"{count(shown, 'cell').capitalize()} in {count(len(lines), 'region')}."


def _sheet(facts: Facts, lines: list[Line]) -> Sheet:
    headings = (
        Heading("Region"),
        Heading("Sector"),
        Heading("Verdict"),
        Heading("Score", "points of 100", number=True),
        Heading("Jobs that are published", "share", number=True),
    )
    rows = tuple(
        _row(facts, line.region, cell)
        for line in lines
        for cell in line.cells
        if cell.href and not cell.hidden
    )
    return Sheet("matrix", "Verdict by region and sector", headings, rows)


def _row(facts: Facts, region: Region, cell: Judged) -> tuple[Cell, ...]:
    held = facts.score(region.id, cell.sector.id) or {}
    share = published_share(facts, region.id, cell.sector.id)
    score = held.get("score") if held.get("ranked") else None
    return (
        text(region.name, region.href),
        text(cell.sector.name, cell.href),
        text(cell.verdict.word, mark=cell.verdict.slug),
        Cell("not ranked" if score is None else bare(score, "points"), score),
        Cell(bare(share, "share"), share),
    )
