"""A case as a director reads, prints and signs it. Sums by hand on the table in tests/world.py."""

import html
import re
from typing import Any

import polars as pl
import pytest
from django.test import Client

from sectoral.edition import Edition
from sectoral.workspace.evidence import case as cases
from sectoral.workspace.evidence import scores
from sectoral.workspace.evidence.change import shift_picture, trend_picture
from sectoral.workspace.evidence.facts import EditionFacts, Region, Sector

pytestmark = pytest.mark.django_db

_ROW = {"indicator": "growth_past", "unit": "% a year", "confidence": 1.0, "note": None}


class _Told(EditionFacts):
    """Quayland, with some rows told otherwise."""

    told: dict[str, Any]

    def score(self, region: str, sector: str) -> dict[str, Any] | None:
        row = super().score(region, sector)
        return None if row is None else row | self.told

    def plan(self, region: str, sector: str) -> dict[str, Any] | None:
        row = super().plan(region, sector)
        return None if row is None else row | {"because": self.told.get("because", "")}


def _facts(edition: Edition, **told: Any) -> _Told:
    facts = _Told(edition)
    facts.told = told
    return facts


def _harbour(facts: EditionFacts, name: str = "boats") -> tuple[Region, Sector]:
    region, sector = facts.region("harbour"), facts.sector(name)
    assert region is not None
    assert sector is not None
    return region, sector


def _words(client: Client, address: str) -> str:
    page = html.unescape(client.get(address).content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def _grew(value: float, low: float | None = None, high: float | None = None, **more: Any) -> str:
    ends = {"low": value if low is None else low, "high": value if high is None else high}
    return cases._finding_clause(_ROW | {"value": value} | ends | more)


def test_growth_is_told_with_its_range() -> None:
    assert _grew(3.1) == "Grew by 3.1% a year"
    assert _grew(3.1, 2.0, 4.4) == "Grew by about 3.1% (2.0–4.4%) a year"
    assert _grew(-8.5, -12.04, -8.4) == "Shrank by about 8.5% (8.4–12%) a year"


def test_growth_whose_range_holds_zero_has_no_direction() -> None:
    words = _grew(3.1, -3.6, 8.2)
    assert words.startswith("May have grown or shrunk")
    assert "−3.6 to 8.2% a year" in words


@pytest.mark.parametrize("value", [-0.04, 0.0, 0.03])
def test_growth_that_rounds_to_nothing_is_no_change(value: float) -> None:
    assert _grew(value) == "No change over the years"
    ahead = _grew(value, indicator="growth_projected")
    assert ahead == "No change is expected, if projections hold"


@pytest.mark.parametrize(
    ("low", "high", "firm"),
    [
        (62.0, 80.0, "critical in any case"),
        (55.0, 80.0, "could be promising"),
        (40.0, 80.0, "could be ordinary or promising"),
    ],
)
def test_a_verdict_says_what_else_it_could_be(
    edition: Edition, low: float, high: float, firm: str
) -> None:
    facts = _facts(edition, score=70.0, score_low=low, score_high=high)
    assert scores.firmness_clause(facts, *_harbour(facts)) == firm


def test_a_high_score_alone_could_not_be_critical(edition: Edition) -> None:
    # Construction in Harbour: 700 of 10,000 jobs, 0.07 beside 0.07: a quotient of 1.0 is enough;
    # Hospitality: 0.09 beside 0.075. Healthcare in Marsh: 0.1 beside 0.18, so it does not matter.
    facts = _facts(edition, score=55.0, score_low=52.0, score_high=90.0, verdict="promising")
    marsh, care = facts.region("marsh"), facts.sector("care")
    assert marsh is not None
    assert care is not None
    assert scores.verdict_reach(facts, marsh, care) == ("promising", "promising")
    assert scores.verdict_reach(facts, *_harbour(facts)) == ("promising", "critical")


@pytest.mark.parametrize(
    ("score", "told"), [(61.6, True), (58.1, True), (62.1, False), (55.0, False)]
)
def test_a_score_close_to_a_limit_says_so(edition: Edition, score: float, told: bool) -> None:
    verdict = "critical" if score >= 60 else "promising"
    facts = _facts(edition, score=score, score_low=score, score_high=score, verdict=verdict)
    words = scores.firm_sentences(facts, *_harbour(facts))
    assert ("within 2 points of the limit for critical (60)" in words) == told


def test_a_score_that_misses_a_limit_is_not_rounded_up_to_it() -> None:
    held = {"critical": 60.0, "promising": 50.0}
    assert [scores.score_points(v, held) for v in (59.97, 49.99, 60.0, 61.64)] == [
        "59.9", "49.9", "60", "61.6",
    ]  # fmt: skip


def test_the_plans_numbers_are_written_as_on_the_rest_of_the_page(edition: Edition) -> None:
    # 3,000 jobs, one workplace for 20 of them: 150.
    facts = _facts(edition, score=61.64, because="Critical with 61 points and 1,219 workplaces.")
    assert scores.plan_reason(facts, *_harbour(facts)) == (
        "Critical with 61.6 points and 150 workplaces."
    )


def test_a_share_too_small_to_rank_is_written_once(edition: Edition) -> None:
    # Information technology in Harbour: 40 % is published.
    facts = _facts(edition, ranked=False, why_not="published figures settle only 39% of its jobs")
    assert scores.why_not(facts, *_harbour(facts, "it")) == (
        "published figures settle only 40% of its jobs"
    )


def test_the_published_share_stands_once_beside_a_number() -> None:
    row = {
        "note": "published figures settle 99% of the jobs; the rest is estimated; by hand",
        "confidence": 0.993,
    }
    assert cases._row_note(row) == "by hand"


@pytest.mark.parametrize("compared", ["the 1,825 counties in the files", "the nation"])
def test_the_regions_own_part_is_told_beside_its_true_reference(
    edition: Edition, compared: str
) -> None:
    facts = EditionFacts(edition)
    rows = {row["indicator"]: row for row in facts.indicators("harbour", "boats")}
    note = f"stands for 46% of the sector's jobs; compared with {compared}; private jobs"
    rows = {name: row | {"note": note} for name, row in rows.items()}
    picture = shift_picture(facts, rows)
    assert picture is not None
    # 800 gained, 5 % of the 2,200 of 2017 by the trends: 690 are the region's own.
    assert picture.title == (
        f"The region itself accounts for 690 more jobs than the trends in {compared} would suggest"
    )
    assert compared in picture.reading


def test_a_projection_that_is_the_same_everywhere_has_no_picture(client: Client) -> None:
    # Every sector's projection in Quayland is 1.5 % a year.
    page = client.get("/regions/harbour/boats/").content.decode()
    assert "This is a national rate, so it is the same in every region." in page
    assert page.count('class="strip"') == 3  # of the three reasons, past growth among them


class _TwoCounts:
    """Quayland's edition with a year of QCEW beside County Business Patterns."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition

    def table(self, name: str) -> pl.DataFrame:
        held = self._edition.table(name)
        more = held.filter(pl.col("year") == 2017) if name == "sector_jobs" else held.clear()
        if more.is_empty():
            return held
        qcew = pl.lit("qcew").cast(held.schema["source"])
        return pl.concat([held, more.with_columns(qcew.alias("source"))])


def test_two_sources_are_two_drawings_with_a_warning(edition: Edition) -> None:
    facts = EditionFacts(edition)
    where = _harbour(facts)
    alone = trend_picture(facts, *where)
    facts.edition = _TwoCounts(edition)  # type: ignore[assignment]
    both = trend_picture(facts, *where)
    assert alone is not None
    assert both is not None
    assert (alone.svg.count("<svg"), both.svg.count("<svg")) == (1, 1)
    assert alone.beside is None
    assert str(both.beside).count("<svg") == 1
    assert "not a change in jobs" not in alone.source
    assert "not a change in jobs" in both.source
    assert both.title == (
        "Boats gained 800 jobs in Harbour between 2017 and 2021 (County Business Patterns)"
    )


def test_notes_stand_once_under_the_table(client: Client) -> None:
    page = client.get("/regions/marsh/boats/").content.decode()
    table = page.split('id="table-numbers"')[1].split("</table>")[0]
    assert "the publisher withholds it" not in table
    notes = page.split('class="notes"')[1].split("</ol>")[0]
    assert notes.count("<li>") == 1
    lines = client.get("/regions/marsh/boats/?table=numbers&format=csv").content.decode()
    assert lines.count("the publisher withholds it") == 9


def test_the_page_to_sign_names_its_case_and_edition(client: Client, edition: Edition) -> None:
    page = client.get("/regions/harbour/boats/").content.decode()
    box = page.split('class="decision"')[1].split("</section>")[0]
    assert "Decision: Boats in Harbour" in box
    assert f"Edition {EditionFacts(edition).id}" in box
    running = page.split('class="running"')[1].split("</p>")[0]
    assert "Boats in Harbour" in running


def test_a_neighbours_verdict_stands_beside_its_name(client: Client) -> None:
    page = client.get("/regions/harbour/boats/").content.decode()
    table = page.split('id="table-neighbours"')[1].split("</table>")[0]
    first = table.split("<tbody")[1].split("</th>")[1].split("</td>")[0]
    assert "ordinary" in first
    assert "1,200" not in first


def test_a_case_counts_no_part_of_a_workplace(client: Client) -> None:
    assert "92.5" not in _words(client, "/regions/uplands/farms/")


def test_a_regions_table_tells_how_firm_each_verdict_is(client: Client) -> None:
    assert "92.0–95.5: critical in any case" in _words(client, "/regions/harbour/")
