"""What a spreadsheet brings in is public when its convener or the state publishes it, not before.

Two tables: one of the page that everybody may read, one that a file brought in.
"""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from sectoral.workspace.actions import conveners, partnerships
from sectoral.workspace.actions.access import make_token
from sectoral.workspace.actions.partnerships import ProposalCase
from sectoral.workspace.environment import clock
from sectoral.workspace.imports import runs
from sectoral.workspace.models import Partnership, User
from sectoral.workspace.presenters.state_tasks import unpublished_partnerships
from sectoral.workspace.queries.convener_tasks import convener_tasks
from sectoral.workspace.rules.answers import Refused
from tests.workspace.imports.sheets import as_csv
from tests.workspace.pages.reading import signed_in
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.world import World, day

HEAD = ["Partnership", "Region", "Sector", "Decision", "Convener", "Convener's name",
        "Convener's e-mail"]  # fmt: skip
ROW = ["Market Care", "market", "Healthcare", "critical", "Market Regional College",
       "Cora Zebrafinch", "cora.zebrafinch@market.example"]  # fmt: skip
FILE = "director-private-list.csv"
SECRETS = ("Cora", "Zebrafinch", "cora.zebrafinch@market.example", FILE, "Market Care")

ADDRESSES = (
    "/", "/partnerships/", "/partnerships/?stage=live", "/partnerships/?region=market",
    "/partnerships/?format=csv", "/partnerships/market-care/",
    "/partnerships/market-care/open-meetings/", "/partnerships/market-care/open-meetings.ics",
    "/partnerships/market-care/life/", "/partnerships/market-care/record/",
    "/partnerships/market-care/export/", "/partnerships/market-care/seats/",
    "/regions/market/", "/sectors/care/", "/regions/market/care/", "/matrix/", "/table/",
    "/search/?q=Market+Care", "/search/?q=Zebrafinch", "/partnerships/seats/",
    "/partnerships/conveners/",
)  # fmt: skip


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: day(3))
    return worlds.formed()


def brought(by: User) -> Partnership:
    data = as_csv([HEAD, ROW])
    run = runs.receive(kind="partnerships", file=FILE, data=data, at=day(2), by=by)
    run = runs.check(run, run.columns, at=day(2), by=by)
    assert run.findings["faults"] == []
    runs.bring(run, at=day(2), by=by)
    return Partnership.objects.get(slug="market-care")


def found(client: Client, address: str) -> list[str]:
    """What stands there of the secrets; what the searcher typed is no find."""
    page = client.get(address).content.decode(errors="replace")
    typed = address.partition("q=")[2].replace("+", " ")
    return [word for word in SECRETS if word in page and word != typed]


@pytest.mark.parametrize("who", ["visitor", "keel", "college", "board"])
def test_until_then_neither_visitors_nor_another_table_read_anything_of_it(
    world: World, who: str
) -> None:
    brought(world.state)
    client = Client() if who == "visitor" else signed_in(world.people[who])
    assert {address: words for address in ADDRESSES if (words := found(client, address))} == {}
    assert client.get("/partnerships/market-care/").status_code == (
        302 if who == "visitor" else 404
    )


def test_a_token_of_another_table_reads_nothing_of_it_either(world: World) -> None:
    brought(world.state)
    assert "market-care" not in told(world.people["keel"], "/api/partnerships")
    assert "market-care" in told(world.state, "/api/partnerships")


def told(person: User, address: str) -> str:
    _, secret = make_token(name="t", scopes=("read",), at=day(3), by=person)
    answer = Client().get(address, headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200
    return answer.content.decode()


def twin_of(partnership: Partnership) -> ProposalCase:
    return ProposalCase(
        region=partnership.region, region_name=partnership.region_name, sector=partnership.sector,
        sector_name=partnership.sector_name, naics=tuple(partnership.naics),
        areas=tuple(partnership.areas), edition=partnership.edition, decision="critical",
        words="Seen from elsewhere.",
    )  # fmt: skip


UNNAMED = "There is one already: one that is not published yet (ask the state)."


def test_a_no_to_another_tables_convener_does_not_name_it(world: World) -> None:
    table = brought(world.state)
    act: dict[str, Any] = {"at": day(3), "by": world.convener}
    with pytest.raises(Refused) as proposed:
        partnerships.propose(case=twin_of(table), **act)
    with pytest.raises(Refused) as rescoped:
        partnerships.set_scope(
            partnership=world.partnership, words="Both.", naics=table.naics, areas=table.areas,
            **act,
        )  # fmt: skip
    for no in (proposed, rescoped):
        assert str(no.value).startswith(UNNAMED)
        assert "Market Care" not in str(no.value)


def test_a_no_to_the_state_or_its_own_convener_names_it(world: World) -> None:
    table = brought(world.state)
    for by in (world.state, User.objects.get(username="cora.zebrafinch@market.example")):
        with pytest.raises(Refused, match="There is one already: Market Care"):
            partnerships.propose(case=twin_of(table), at=day(3), by=by)


def test_what_stands_beside_it_names_it_nowhere(world: World) -> None:
    """A waiver lets a second in; its convener reads of the hidden one on no page and in no act."""
    table = brought(world.state)
    act: dict[str, Any] = {"at": day(3), "by": world.convener}
    beside = partnerships.propose(case=twin_of(table), name="Care", waiver="two", **act)
    worlds_convener = world.people["board"]
    conveners.appoint(
        partnership=beside, organization=world.orgs["board"], person=worlds_convener,
        basis="known", term_ends=date(2028, 1, 5), at=day(3), by=world.state,
    )  # fmt: skip
    browser = signed_in(worlds_convener)
    for page in ("", "life/", "record/"):
        answer = browser.get(f"/partnerships/{beside.slug}/{page}")
        assert answer.status_code == 200
        assert "Market Care" not in answer.content.decode(), page
    merging = browser.get(f"/act/partnership.propose_merge/{world.partnership.pk}/")
    assert merging.status_code == 200
    assert "Market Care" not in merging.content.decode()
    assert "Market Care" in signed_in(world.state).get(f"/partnerships/{beside.slug}/life/").text


def test_its_convener_and_the_state_read_it_and_have_it_among_their_tasks(world: World) -> None:
    table = brought(world.state)
    cora = User.objects.get(username="cora.zebrafinch@market.example")
    for person in (cora, world.state):
        assert signed_in(person).get("/partnerships/market-care/").status_code == 200
    assert unpublished_partnerships() == [table]
    tasks = [chore.words for chore in convener_tasks([table.pk], at=day(3))[table.pk]]
    assert "Nobody else can read its page yet: publish it" in tasks


@pytest.mark.parametrize("who", ["state", "cora"])
def test_once_published_everybody_reads_it_but_for_the_files_name(world: World, who: str) -> None:
    table = brought(world.state)
    cora = User.objects.get(username="cora.zebrafinch@market.example")
    by = world.state if who == "state" else cora
    partnerships.publish(partnership=table, at=day(3), by=by)
    page = Client().get("/partnerships/market-care/").content.decode()
    assert "cora.zebrafinch@market.example" in page
    assert FILE not in page
    assert unpublished_partnerships() == []
    assert table.events.get(verb="publish").actor == by
    with pytest.raises(Refused, match="already public"):
        partnerships.publish(partnership=table, at=day(3), by=by)


@pytest.mark.parametrize("who", ["keel", "college", "board"])
def test_nobody_of_another_table_publishes_it(world: World, who: str) -> None:
    """`board` convenes the other live table."""
    table = brought(world.state)
    with pytest.raises(Refused, match="is for the convener and the state"):
        partnerships.publish(partnership=table, at=day(3), by=world.people[who])


def test_the_files_name_stands_in_no_line_that_members_read(world: World) -> None:
    table = brought(world.state)
    lines: list[Any] = [*table.events.values_list("words", "reason")]
    assert lines
    assert FILE not in repr(lines)
    assert FILE not in table.case_for
    assert FILE not in table.appointments.get().basis


def test_what_is_proposed_by_hand_is_public_at_once(world: World) -> None:
    assert world.partnership.published_at is not None
    assert Client().get(f"/partnerships/{world.partnership.slug}/").status_code == 200
