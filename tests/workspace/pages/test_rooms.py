"""The menu of a partnership."""

import pytest

from sectoral.workspace.queries.roles import sitting_of
from sectoral.workspace.views.partnership.rooms import ROOMS, list_page_links
from tests.workspace.partnership.world import World, day

pytestmark = pytest.mark.django_db


def test_every_entry_of_the_menu_leads_to_a_page(world: World) -> None:
    # A name in ROOMS that no address has is an error here, never a link that is silently left out.
    convener = sitting_of(world.convener, world.partnership, at=day(1))
    entries = {entry.name for entry in list_page_links(convener, "/")}
    assert entries == {name for name, _, permission in ROOMS if convener.may(permission)}
