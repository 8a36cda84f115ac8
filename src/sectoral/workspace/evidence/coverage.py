"""How far partnerships cover the critical sectors that the edition found (P30)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sectoral.workspace.evidence.facts import EditionFacts
from sectoral.workspace.evidence.matrix import case_href
from sectoral.workspace.evidence.numbers import count_phrase

CaseStages = Mapping[tuple[str, str], str]
"""(region, sector) → the furthest stage of a live partnership there."""

NO_STAGES: CaseStages = MappingProxyType({})


def stage_words(stages: CaseStages, region: str, sector: str) -> str:
    """'a partnership is active', where one works on the case; else nothing."""
    stage = stages.get((region, sector), "")
    return f"a partnership is {stage.replace('_', ' ')}" if stage else ""


@dataclass(frozen=True, slots=True)
class CoverageGap:
    """A critical sector of a region that no partnership works on."""

    region: str
    sector: str
    href: str


@dataclass(frozen=True, slots=True)
class SectorCoverage:
    """The critical cases of an edition, those with a live partnership, and those without."""

    critical: int
    covered: int
    active: int
    gaps: tuple[CoverageGap, ...]

    @property
    def sentence(self) -> str:
        """What the list of partnerships begins with."""
        if not self.critical:
            return "No sector is critical in any region on this evidence."
        cases = count_phrase(self.critical, "critical sector", figures=True)
        have = "has" if self.covered == 1 else "have"
        are = "is" if self.active == 1 else "are"
        return (
            f"{self.covered} of {cases} in regions {have} a partnership; "
            f"{self.active} {are} active."
        )


def coverage_of(facts: EditionFacts, stages: CaseStages) -> SectorCoverage:
    """Which critical cases have a live partnership."""
    critical = [
        (region, sector)
        for region in facts.regions
        for sector in facts.sectors
        if facts.verdict(region.id, sector.id).slug == "critical"
    ]
    held = [stages.get((region.id, sector.id)) for region, sector in critical]
    gaps = tuple(
        CoverageGap(region.name, sector.name, case_href(region.id, sector.id))
        for (region, sector), stage in zip(critical, held, strict=True)
        if stage is None
    )
    return SectorCoverage(len(critical), len(critical) - len(gaps), held.count("active"), gaps)
