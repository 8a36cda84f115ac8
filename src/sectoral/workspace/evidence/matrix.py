"""The matrix: every region down, every sector across, a verdict in each cell."""

from collections.abc import Iterable
from dataclasses import dataclass

from sectoral.workspace.drawings.sheets import (
    PageSheet,
    SheetCell,
    SheetColumn,
    sheet_of,
    text_cell,
)
from sectoral.workspace.evidence.facts import EditionFacts, Region, Sector, SectorVerdict
from sectoral.workspace.evidence.numbers import bare_number, count_phrase, quantity

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
class MatrixFilter:
    """What a reader asked to see; the empty text is 'all'. `page` counts from one."""

    kind: str = ""
    sector: str = ""
    verdict: str = ""
    sure: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class VerdictCell:
    """One cell: the verdict, a link to its case, and what a pointer or screen reader adds."""

    sector: Sector
    verdict: SectorVerdict
    href: str
    score: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One region's row."""

    region: Region
    cells: tuple[VerdictCell, ...]
    judged: bool

    @property
    def stands_out(self) -> bool:
        """Whether any sector here is critical or promising."""
        return any(cell.verdict.slug in ("critical", "promising") for cell in self.cells)


@dataclass(frozen=True, slots=True)
class VerdictMatrix:
    """The matrix as asked for, the sentence that says so, and its table for files."""

    sectors: tuple[Sector, ...]
    lines: tuple[MatrixLine, ...]
    finding: str
    found: str
    sheet: PageSheet
    page: int
    pages: int


def build_matrix(facts: EditionFacts, wish: MatrixFilter) -> VerdictMatrix:
    """The part of the matrix that `wish` asks for, regions and sectors in their one order."""
    sectors = tuple(s for s in facts.sectors if wish.sector in ("", s.id))
    regions = [r for r in facts.regions if wish.kind in ("", r.kind)]
    lines = [_matrix_line(facts, r, sectors, wish) for r in regions]
    if wish.verdict or wish.sure:
        lines = [line for line in lines if any(not cell.hidden for cell in line.cells)]
    pages = max(1, -(-len(lines) // ROWS_ON_A_PAGE))
    page = min(max(1, wish.page), pages)
    part = lines[(page - 1) * ROWS_ON_A_PAGE : page * ROWS_ON_A_PAGE]
    return VerdictMatrix(
        sectors,
        tuple(part),
        matrix_finding(facts),
        _count_sentence(lines),
        _matrix_sheet(facts, lines),
        page,
        pages,
    )


def _matrix_line(
    facts: EditionFacts, region: Region, sectors: tuple[Sector, ...], wish: MatrixFilter
) -> MatrixLine:
    cells = tuple(_verdict_cell(facts, region, sector, wish) for sector in sectors)
    return MatrixLine(region, cells, facts.is_judged(region.id))


def _verdict_cell(
    facts: EditionFacts, region: Region, sector: Sector, wish: MatrixFilter
) -> VerdictCell:
    row = facts.score(region.id, sector.id)
    verdict = facts.verdict(region.id, sector.id)
    if row is None:
        return VerdictCell(sector, verdict, "", "", bool(wish.verdict or wish.sure))
    hidden = wish.verdict not in ("", verdict.slug)
    if wish.sure and not hidden:
        share = published_share(facts, region.id, sector.id)
        hidden = share is None or share * 100 < float(wish.sure) - 0.05
    score = f"{quantity(row['score'], 'points')} of 100" if row["ranked"] else "not ranked"
    return VerdictCell(sector, verdict, case_href(region.id, sector.id), score, hidden)


def case_href(region: str, sector: str) -> str:
    """The address of a case page. Written out: a matrix of a nation has thousands."""
    return f"/regions/{region}/{sector}/"


def published_share(facts: EditionFacts, region: str, sector: str) -> float | None:
    """The share of the sector's jobs here that is the publisher's own number."""
    row = facts.confidence.get((region, sector))
    return None if row is None else float(row)


def matrix_finding(facts: EditionFacts) -> str:
    """What the whole matrix shows, in one sentence."""
    critical = [cell for cell in _all_verdicts(facts) if cell[2] == "critical"]
    regions = {region for region, _, _ in critical}
    if not critical:
        return f"No sector is critical in any region of {facts.state_name} on this evidence"
    if len(critical) == 1:
        return "One sector is critical in one region"
    all_regions = count_phrase(len(facts.regions), "region", figures=True)
    verb = "has" if len(regions) == 1 else "have"
    return f"{len(regions)} of {all_regions} {verb} critical sectors, {len(critical)} in all"


def _all_verdicts(facts: EditionFacts) -> Iterable[tuple[str, str, str]]:
    for region in facts.regions:
        for sector in facts.sectors:
            yield region.id, sector.id, facts.verdict(region.id, sector.id).slug


def _count_sentence(lines: list[MatrixLine]) -> str:
    shown = sum(not cell.hidden and bool(cell.href) for line in lines for cell in line.cells)
    return f"{count_phrase(shown, 'cell').capitalize()} in {count_phrase(len(lines), 'region')}."


def _matrix_sheet(facts: EditionFacts, lines: list[MatrixLine]) -> PageSheet:
    columns: tuple[SheetColumn[tuple[Region, VerdictCell]], ...] = (
        SheetColumn("Region", lambda row: text_cell(row[0].name, row[0].href)),
        SheetColumn("Sector", lambda row: text_cell(row[1].sector.name, row[1].href)),
        SheetColumn(
            "Verdict", lambda row: text_cell(row[1].verdict.word, mark=row[1].verdict.slug)
        ),
        SheetColumn(
            "Score", lambda row: _score_cell(facts, *row), unit="points of 100", number=True
        ),
        SheetColumn(
            "Jobs that are published",
            lambda row: _share_cell(facts, *row),
            unit="share",
            number=True,
        ),
    )
    rows = (
        (line.region, cell)
        for line in lines
        for cell in line.cells
        if cell.href and not cell.hidden
    )
    return sheet_of("matrix", "Verdict by region and sector", columns, rows)


def _score_cell(facts: EditionFacts, region: Region, cell: VerdictCell) -> SheetCell:
    held = facts.score(region.id, cell.sector.id) or {}
    score = held.get("score") if held.get("ranked") else None
    return SheetCell("not ranked" if score is None else bare_number(score, "points"), score)


def _share_cell(facts: EditionFacts, region: Region, cell: VerdictCell) -> SheetCell:
    share = published_share(facts, region.id, cell.sector.id)
    return SheetCell(bare_number(share, "share"), share)
