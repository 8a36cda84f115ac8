"""A waiver is of two partnerships and of what they overlapped in: it opens no door for a third."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from sectoral.workspace.actions import conveners, partnerships, realignments, waivers
from sectoral.workspace.guards import partnership as guards
from sectoral.workspace.models import Partnership, Realignment, User, Waiver
from sectoral.workspace.rules.answers import YES, Refused
from tests.workspace.partnership import world as worlds
from tests.workspace.partnership.test_partnerships import ELSEWHERE, agree
from tests.workspace.partnership.world import CASE, HARBOUR, INLAND, World, day

pytestmark = pytest.mark.django_db

YACHTS = replace(CASE, sector="yachts", sector_name="Yachts", naics=("336612",))


def convened(world: World, partnership: Partnership) -> None:
    conveners.appoint(
        partnership=partnership, organization=world.orgs["chamber"], person=world.people["chamber"],
        basis="known in Harbour", term_ends=date(2028, 1, 5), at=day(2), by=world.state,
    )  # fmt: skip


@pytest.fixture
def waived(world: World) -> Partnership:
    """A second partnership of boats in Harbour, let in beside the first."""
    return partnerships.propose(
        case=CASE, waiver="yachts apart from ferries", at=day(1), by=world.state
    )


def test_a_waiver_names_the_two_and_what_they_overlap_in(world: World, waived: Partnership) -> None:
    row = Waiver.objects.get()
    assert (row.partnership, row.beside) == (waived, world.partnership)
    assert (row.naics, row.areas, row.given_by) == (["3366"], [HARBOUR], world.state)
    for table in (waived, world.partnership):
        assert table.events.get(verb="waive").reason == "yachts apart from ferries"


@pytest.mark.parametrize("case", [CASE, YACHTS])
def test_it_lets_no_third_in(
    world: World, waived: Partnership, case: partnerships.ProposalCase
) -> None:
    # The first ends: a third overlaps with the waived one alone, and is refused all the same.
    partnerships.close(
        partnership=world.partnership, because="no_prospect", closing_note="x", at=day(2),
        by=world.convener,
    )  # fmt: skip
    with pytest.raises(Refused, match=r"There is one already: Boat building in Harbour"):
        partnerships.propose(case=case, at=day(3), by=world.state)


def test_the_waived_one_grows_into_no_third(world: World, waived: Partnership) -> None:
    partnerships.propose(case=ELSEWHERE, at=day(1), by=world.state)
    with pytest.raises(Refused, match="Boat building in Inland"):
        partnerships.set_scope(
            partnership=waived, words="both", naics=("3366",), areas=(HARBOUR, INLAND), at=day(2),
            by=world.state,
        )  # fmt: skip


def test_a_third_grows_into_neither(world: World, waived: Partnership) -> None:
    third = partnerships.propose(case=ELSEWHERE, at=day(1), by=world.state)
    partnerships.close(
        partnership=world.partnership, because="no_prospect", closing_note="x", at=day(2),
        by=world.convener,
    )  # fmt: skip
    with pytest.raises(Refused, match="Boat building in Harbour"):
        partnerships.set_scope(
            partnership=third, words="both", naics=("3366",), areas=(HARBOUR, INLAND), at=day(3),
            by=world.state,
        )  # fmt: skip


def test_the_two_grow_no_further_into_each_other_than_was_waived(
    world: World, waived: Partnership
) -> None:
    partnerships.set_scope(
        partnership=world.partnership, words="both", naics=("3366", "483"), areas=(HARBOUR, INLAND),
        at=day(2), by=world.convener,
    )  # fmt: skip
    with pytest.raises(Refused, match="2 shared counties"):
        partnerships.set_scope(
            partnership=waived, words="both", naics=("3366",), areas=(HARBOUR, INLAND), at=day(3),
            by=world.state,
        )  # fmt: skip
    waivers.waive(
        partnership=waived, beside=world.partnership, reason="two shores", naics=("3366",),
        areas=(HARBOUR, INLAND), at=day(4), by=world.state,
    )  # fmt: skip
    partnerships.set_scope(
        partnership=waived, words="both", naics=("3366",), areas=(HARBOUR, INLAND), at=day(5),
        by=world.state,
    )  # fmt: skip


def test_it_forms_only_beside_those_it_was_let_in_beside(world: World, waived: Partnership) -> None:
    convened(world, waived)
    second = Partnership.objects.get(pk=waived.pk)
    partnerships.form(partnership=second, at=day(2), by=world.state)
    assert second.stage == "forming"


def test_the_database_lets_no_twin_in_and_forms_none_that_no_waiver_names(
    world: World, waived: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partnerships, "unwaived_overlaps", lambda *_, **__: [])
    # Without a reason a third of the sector and region does not come in at all, ...
    partnerships.close(
        partnership=world.partnership, because="no_prospect", closing_note="x", at=day(2),
        by=world.convener,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="another live partnership"), transaction.atomic():
        partnerships.propose(case=CASE, at=day(3), by=world.state)
    # ... and with one that names nobody it does not form.
    third = partnerships.propose(case=CASE, waiver="a third yard", at=day(3), by=world.state)
    convened(world, third)
    with pytest.raises(Refused, match="There is one already"):
        partnerships.form(partnership=third, at=day(4), by=world.state)
    monkeypatch.setitem(guards.GUARDS, "no_twin", lambda *_: YES)
    with pytest.raises(IntegrityError, match="a waiver is of two"), transaction.atomic():
        partnerships.form(partnership=third, at=day(4), by=world.state)


def test_a_waiver_is_neither_changed_nor_removed(waived: Partnership) -> None:
    row = Waiver.objects.get()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Waiver.objects.filter(pk=row.pk).update(areas=[INLAND])
    with pytest.raises(DatabaseError, match="never removed"), transaction.atomic():
        row.delete()


def test_only_the_state_gives_one_to_what_is_there(world: World) -> None:
    other = partnerships.propose(case=ELSEWHERE, at=day(1), by=world.state)

    def give(by: User, **more: object) -> Waiver:
        return waivers.waive(
            partnership=world.partnership, beside=other, reason="two shores", at=day(2), by=by,
            **more,  # type: ignore[arg-type]
        )  # fmt: skip

    for who in ("board", "keel", "chamber", "college"):
        with pytest.raises(Refused, match="is for the state"):
            give(world.people[who])
    with pytest.raises(Refused, match="do not overlap now"):
        give(world.state)
    with pytest.raises(Refused, match="no state has the code 99"):
        give(world.state, naics=("3366",), areas=("99999",))
    assert give(world.state, naics=("3366",), areas=(INLAND,)).beside == other


def test_the_parts_of_a_split_stand_beside_each_other_and_beside_nobody_else() -> None:
    world = worlds.active()
    halves = (("keel", "mast", "hull"), ("rope", "sail", "anchor"))

    def parts(why: str) -> tuple[realignments.SplitPart, ...]:
        return tuple(
            realignments.SplitPart(
                name, "harbour", "Harbour", "boats", "Boat building", ("3366",), (HARBOUR,),
                tuple(world.orgs[key].pk for key in keys), why if name == "Yachts" else "",
            )
            for name, keys in zip(("Yachts", "Ships"), halves, strict=True)
        )  # fmt: skip

    def propose(why: str) -> Realignment:
        return realignments.propose_split(
            partnership=world.partnership, parts=parts(why), reason="two trades", at=day(65),
            by=world.convener,
        )  # fmt: skip

    with pytest.raises(Refused, match="Say for one of them why they may"):
        propose("")
    asked = propose("small and large yards")
    agree(world, asked, *halves[0], *halves[1])
    realignments.confirm(realignment=asked, at=day(71), by=world.state)
    yachts, ships = realignments.split(realignment=asked, at=day(72), by=world.state)
    assert [(row.partnership, row.beside) for row in Waiver.objects.all()] == [(ships, yachts)]
    with pytest.raises(Refused, match="There is one already"):
        partnerships.propose(case=CASE, at=day(73), by=world.state)
