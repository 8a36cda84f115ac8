"""What a state and its conveners keep: organizations, people, checklists, who convenes what."""

import html
import json
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sectoral.workspace.checklists import content_of, shipped_checklist
from sectoral.workspace.models import Checklist, Office, Organization
from sectoral.workspace.models.organizations import TWIN
from tests.workspace.pages.reading import queries, signed_in
from tests.workspace.pages.test_partnerships import said
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.world import World

pytestmark = pytest.mark.django_db

OnDay = Callable[[float], None]
KEPT = ("/organizations/", "/people/")


@pytest.mark.parametrize("address", KEPT)
def test_the_directory_is_for_state_and_conveners(
    world: World, on_day: OnDay, address: str
) -> None:
    on_day(1)
    assert Client().get(address).status_code == 302
    assert signed_in(world.people["keel"]).get(address).status_code == 403
    assert signed_in(world.people["college"]).get(address).status_code == 403
    assert signed_in(world.convener).get(address).status_code == 200
    assert signed_in(world.state).get(address).status_code == 200


@pytest.mark.parametrize("address", KEPT)
def test_a_list_of_the_directory_asks_no_more_as_it_grows(
    world: World, on_day: OnDay, address: str
) -> None:
    on_day(1)
    state = signed_in(world.state)
    before = queries(state, address)
    for one in range(60):
        worlds.enter(world, f"more{one}", f"Boat {one}", "employer", naics="336612")
    assert queries(state, address) <= before <= 25
    assert "Page 1 of 2" in said(state.get(address))


def test_an_organization_is_found_registered_and_shown(world: World, on_day: OnDay) -> None:
    on_day(1)
    state = signed_in(world.state)
    typed = {
        "name": "Oar Works",
        "system": "employer",
        "naics": "336612",
        "size": "1-9",
        "areas": "99001",
    }
    assert state.post("/act/state.register/", typed).status_code == 302
    made = Organization.objects.get(name="Oar Works")
    found = said(state.get("/organizations/?q=oar+w"))
    assert "1 organization " in found
    page = said(state.get(f"/organizations/{made.pk}/"))
    assert "Anchor" in page
    assert "It is not at a table." in page
    mast = said(state.get(f"/organizations/{world.orgs['mast'].pk}/"))
    assert "Mast & Hull Holding, with Hull Yard; they count once" in mast


def spelt_again(world: World, key: str, name: str) -> Organization:
    """The same organization once more, as it came in before names were compared."""
    first = world.orgs[key]
    twin = Organization.objects.create(
        name="Before", system=first.system, naics=first.naics, created_at=first.created_at
    )
    Organization.objects.filter(pk=twin.pk).update(key=f"{first.key}{TWIN}{twin.pk}", name=name)
    twin.refresh_from_db()
    return twin


def test_what_is_registered_twice_is_the_state_s_to_find_and_to_mend(
    world: World, on_day: OnDay
) -> None:
    on_day(1)
    state, rope = signed_in(world.state), world.orgs["rope"]
    assert "Registered twice" not in said(state.get("/organizations/"))
    twin = spelt_again(world, "rope", "ROPE WALK.")
    college = Organization.objects.create(
        name="Rope Walk", system="education", created_at=rope.created_at
    )
    page = state.get("/organizations/").content.decode()
    part = page.partition('id="twice"')[2].partition("</section>")[0]
    for one in (rope, twin):
        assert f"/organizations/{one.pk}/" in part
    assert f"/organizations/{college.pk}/" not in part
    to = html.unescape(re.findall(r'href="(/act/state.declare_ownership/[^"]+)"', part)[0])
    form = state.get(to).content.decode()
    ticked = set(re.findall(r'value="(\d+)"[^>]* checked', form))
    assert ticked == {str(rope.pk), str(twin.pk)}
    for who in ("board", "chamber"):
        assert (
            "Registered twice"
            not in signed_in(world.people[who]).get("/organizations/").content.decode()
        )


def test_offices_are_given_and_ended_by_the_state_alone(world: World, on_day: OnDay) -> None:
    on_day(1)
    state, convener = signed_in(world.state), signed_in(world.convener)
    to = f"/act/person.give_office/{world.people['college'].pk}/"
    assert convener.post(to, {"role": "analyst"}).status_code == 403
    assert state.post(to, {"role": "analyst"}).status_code == 302
    assert "Analyst since" in said(state.get("/people/?q=college"))
    office = Office.objects.get(role="analyst")
    assert state.post(f"/act/office.end/{office.pk}/").status_code == 302
    assert "Analyst since" not in said(state.get("/people/?q=college"))


def test_the_seat_matrix_shows_holes_and_names_no_company(world: World, on_day: OnDay) -> None:
    on_day(1)
    assert Client().get("/partnerships/seats/").status_code == 302
    page = signed_in(world.people["keel"]).get("/partnerships/seats/")
    assert "Every partnership on this page has the seats that its checklist asks for." in said(page)
    assert "Quayland College" in page.content.decode()
    assert "Rope Walk" not in page.content.decode()
    stranger = worlds.enter(world, "nobody", "Nobody's Firm", "employer", naics="336612")
    assert signed_in(stranger).get("/partnerships/seats/").status_code == 403


def test_the_board_tells_who_convenes_what_and_where_nobody_does(
    world: World, on_day: OnDay
) -> None:
    on_day(1)
    page = said(signed_in(world.state).get("/partnerships/conveners/"))
    assert "Harbour Workforce Board" in page
    assert "Vacancies" not in page
    on_day(900)  # The term has ended.
    late = said(signed_in(world.state).get("/partnerships/conveners/"))
    assert "Vacancies" in late


# ── checklists ────────────────────────────────────────────────────────────────────────────────


def upload(content: bytes, name: str = "ours.json") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, content), "example": ""}


def test_a_state_loads_its_own_checklist(world: World, on_day: OnDay) -> None:
    on_day(1)
    state = signed_in(world.state)
    own = {**content_of(shipped_checklist("default")), "name": "quayland"}
    answer = state.post("/checklists/", upload(json.dumps(own).encode()))
    assert answer.status_code == 302
    assert str(Checklist.objects.get()) == "quayland, version 1"
    assert "quayland, version 1" in said(state.get("/checklists/"))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "ours.json: expected JSON; found Expecting property name enclosed in double quotes"),
        (b"\xff\xfe", "ours.json: expected text in UTF-8; found other bytes"),
        (b"{}", "ours.json: expected the checklist with exactly"),
    ],
)
def test_a_wrong_file_is_refused_with_file_and_place(
    world: World, on_day: OnDay, content: bytes, why: str
) -> None:
    on_day(1)
    answer = signed_in(world.state).post("/checklists/", upload(content))
    assert answer.status_code == 422
    assert why in said(answer)
    assert not Checklist.objects.exists()


def test_the_examples_that_ship_are_marked_for_checking_and_can_be_loaded(
    world: World, on_day: OnDay
) -> None:
    on_day(1)
    state = signed_in(world.state)
    page = said(state.get("/checklists/"))
    for name in ("colorado", "maryland", "washington", "wioa"):
        assert f"{name}.json, version 1 · for checking" in page
    assert state.post("/checklists/", {"example": "colorado"}).status_code == 302
    assert state.post("/checklists/", {"example": "colorado"}).status_code == 302
    assert Checklist.objects.count() == 2


def test_only_the_state_loads_checklists(world: World, on_day: OnDay) -> None:
    on_day(1)
    assert signed_in(world.convener).get("/checklists/").status_code == 403
    assert signed_in(world.convener).post("/checklists/", {"example": "wioa"}).status_code == 403


def test_a_convener_reads_the_people_of_the_own_tables_alone(world: World) -> None:
    # Quick Hands is registered, and sits at no table.
    board = said(signed_in(world.convener).get("/people/"))
    assert "keel@quayland.example" in board
    assert "staffing@quayland.example" not in board
    assert "staffing@quayland.example" in said(signed_in(world.state).get("/people/"))
    apart = f"/organizations/{world.orgs['staffing'].pk}/"
    assert "staffing@quayland.example" not in said(signed_in(world.convener).get(apart))
    assert "staffing@quayland.example" in said(signed_in(world.state).get(apart))
    signed_in(world.convener).post(
        "/act/state.add_person/", {"email": "new@quayland.example", "name": "New Person"}
    )
    assert "new@quayland.example" in said(signed_in(world.convener).get("/people/"))
