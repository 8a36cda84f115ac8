"""The texts of needs: stood by as read, reworded with consent, flagged (S7, S9, P25)."""

import pytest
from django.db import IntegrityError, transaction

from sectoral.workspace.actions import needs
from sectoral.workspace.guards import need as guard
from sectoral.workspace.models import Need, NeedVersion, Rewording
from sectoral.workspace.presenters.need_list import need_flags
from sectoral.workspace.queries.roles import sitting_of
from sectoral.workspace.rules.answers import Refused
from tests.workspace.partnership.steps import (
    opened,
    raised,
    release,
    seen,
    shared,
    stand_by,
    three_released,
)
from tests.workspace.partnership.world import PARTNERS, World, day

pytestmark = pytest.mark.django_db


# ── S7: texts ─────────────────────────────────────────────────────────────────────────────────


def reword(world: World, need: Need, who: str, text: str, at: float) -> object:
    return needs.reword(need=need, title="Welders", text=text, at=day(at), by=world.people[who])


def test_a_text_changed_after_support_asks_the_supporters_again(world: World) -> None:
    need = shared(world)
    reword(world, need, "keel", "Welders, at a third of the pay.", 43)
    need.refresh_from_db()
    assert guard.enough_support(need, day(43)).reason.startswith("1 of the 2")
    assert [one.companies for one in seen(world, "sail")] == [1]
    with pytest.raises(Refused, match="1 of the 2"):
        release(world, need)
    stand_by(world, need, "sail", 44)
    release(world, need)
    assert need.released_version == 2


def test_after_the_release_partners_read_the_old_text_until_companies_confirm_the_new(
    world: World,
) -> None:
    need = shared(world)
    release(world, need)
    old = seen(world, "college")[0].text
    reword(world, need, "keel", "Welders and fitters.", 46)
    assert [row.text for row in seen(world, "college")] == [old]
    assert [row.text for row in seen(world, "rope")] == ["Welders and fitters."]
    stand_by(world, need, "rope", 47)
    for partner in PARTNERS:
        assert [row.text for row in seen(world, partner)] == ["Welders and fitters."]


def test_a_version_is_never_changed_or_removed(world: World) -> None:
    need = raised(world)
    for change in (
        lambda: NeedVersion.objects.filter(need=need).update(text="something else"),
        lambda: NeedVersion.objects.filter(need=need).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_without_versions_of_support_an_edited_text_would_keep_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    need = shared(world)
    reword(world, need, "keel", "Something else entirely.", 43)
    need.refresh_from_db()
    assert not guard.enough_support(need, day(43))
    monkeypatch.setattr(
        guard, "standing_by", lambda need, _: [need.raised_by, need.supports.get().seat]
    )
    assert guard.enough_support(need, day(43))


def test_a_text_rests_while_companies_vote_on_it(world: World) -> None:
    wanted = three_released(world)
    opened(world, wanted)
    with pytest.raises(Refused, match="Its text cannot change until the round closes"):
        reword(world, wanted[0], "keel", "Another text.", 61)
    number = 2
    NeedVersion.objects.create(
        need=wanted[0],
        number=number,
        title="t",
        text="t",
        written_by=world.people["keel"],
        at=day(61),
    )
    with pytest.raises(IntegrityError, match="rests"), transaction.atomic():
        Need.objects.filter(pk=wanted[0].pk).update(version=number)


def test_the_conveners_wording_waits_for_the_companys_consent(world: World) -> None:
    need = raised(world)
    offered = reword(world, need, "board", "Overhead welders, thirty a year.", 41)
    assert isinstance(offered, Rewording)
    need.refresh_from_db()
    assert need.version == 1
    for stranger in ("rope", "board"):
        with pytest.raises(Refused, match="Only the company"):
            needs.answer_wording(rewording=offered, yes=True, at=day(42), by=world.people[stranger])
    needs.answer_wording(rewording=offered, yes=True, at=day(42), by=world.people["keel"])
    need.refresh_from_db()
    assert need.version == 2
    assert need.versions.get(number=2).text == "Overhead welders, thirty a year."


def test_a_wording_that_is_declined_changes_nothing(world: World) -> None:
    need = raised(world)
    offered = reword(world, need, "board", "Fewer welders.", 41)
    assert isinstance(offered, Rewording)
    needs.answer_wording(rewording=offered, yes=False, at=day(42), by=world.people["keel"])
    need.refresh_from_db()
    assert need.version == 1
    with pytest.raises(Refused, match="already been answered"):
        needs.answer_wording(rewording=offered, yes=True, at=day(43), by=world.people["keel"])


def test_a_wording_of_an_older_text_lapses_when_the_company_writes_anew(world: World) -> None:
    need = raised(world)
    offered = reword(world, need, "board", "Fewer welders.", 41)
    reword(world, need, "keel", "More welders.", 42)
    assert isinstance(offered, Rewording)
    with pytest.raises(Refused, match="already been answered"):
        needs.answer_wording(rewording=offered, yes=True, at=day(43), by=world.people["keel"])


# ── S9: words ─────────────────────────────────────────────────────────────────────────────────


def test_talk_of_pay_is_flagged_to_the_convener_and_to_nobody_else(world: World) -> None:
    need = needs.draft(
        seat=world.seats["keel"],
        category="talent",
        title="Poaching",
        text="Let us agree not to hire each other's welders and keep wages at one level.",
        at=day(40),
        by=world.people["keel"],
    )
    flagged = {
        who: need_flags(sitting_of(person, world.partnership, at=day(41)))[0]
        for who, person in world.people.items()
    }
    assert {flag.need for flag in flagged.pop("board")} == {need}
    assert not any(flagged.values())
