"""A program finds by reading what it may do, to what, and what there is to choose."""

from collections.abc import Callable

from sectoral.workspace.acts import ACTS
from sectoral.workspace.acts.subjects import NOUNS
from tests.workspace.api.conftest import Caller
from tests.workspace.api.walking import OF_STATE, OF_TABLE
from tests.workspace.partnership.steps import raised
from tests.workspace.partnership.world import World

Calls = Callable[..., Caller]


def test_every_noun_that_an_act_is_done_to_has_its_list() -> None:
    assert {*OF_TABLE, *OF_STATE, "partnership"} == set(NOUNS)
    assert {act.noun for act in ACTS} - {"state"} <= set(NOUNS)


def test_an_offer_is_the_pages_form_with_rows_by_id_and_name(world: World, calls: Calls) -> None:
    (table,) = calls(world.convener).get("partnerships").json()["items"]
    offers = calls(world.convener).get(f"acts/on/partnership/{table['id']}").json()
    by_key = {offer["key"]: offer for offer in offers}
    assert "partnership.draft_need" not in by_key
    seat = by_key["partnership.offer_seat"]["fields"][0]
    assert (seat["name"], seat["kind"], seat["required"]) == ("organization", "row", True)
    assert seat["choices"] == [{"value": world.orgs["staffing"].pk, "words": "Quick Hands"}]
    ready = by_key["partnership.make_ready"]
    assert (ready["ready"], ready["reason"]) == (True, "")
    assert ready["path"] == f"/api/acts/partnership.make_ready/{table['id']}"


def test_an_act_whose_moment_is_not_right_says_why(world: World, calls: Calls) -> None:
    need = raised(world).pk
    offers = calls(world.people["keel"]).get(f"acts/on/partnership/{world.partnership.pk}").json()
    (launch,) = [
        offer
        for offer in calls(world.convener).get(f"acts/on/partnership/{world.partnership.pk}").json()
        if offer["key"] == "partnership.release"
    ]
    assert not launch["ready"]
    assert launch["reason"].startswith("No need has enough support yet.")
    assert not [offer for offer in offers if offer["key"] == "partnership.release"]
    assert calls(world.people["keel"]).get(f"acts/on/need/{need}").status_code == 200


def test_what_one_may_not_know_of_has_no_offers(world: World, calls: Calls) -> None:
    for noun, key in (("need", 999999), ("nothing", 1), ("organization", world.orgs["keel"].pk)):
        assert calls(world.people["keel"]).get(f"acts/on/{noun}/{key}").status_code == 404
    other = calls(world.state, at=world.partnership)
    assert other.get("acts/on/state").status_code == 404


def test_only_the_state_reads_everybody_and_a_convener_whom_it_knows(
    world: World, calls: Calls
) -> None:
    everybody = calls(world.state).get("people", limit=200).json()
    near = calls(world.convener).get("people", limit=200).json()
    assert {one["name"] for one in near["items"]} < {one["name"] for one in everybody["items"]}
    assert calls(world.people["keel"]).get("people").status_code == 403
    assert calls(world.convener).get("offices").status_code == 403
    assert "@" not in str(everybody)
