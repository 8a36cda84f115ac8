"""Words about pay that were sent all the same: who reads them before somebody has looked (S9).

A need, an opportunity and a point of an agenda are kept from the other companies, at every door;
whoever wrote them and the convener read them. A company that convenes looks at no words (S11).
"""

from typing import Any

import pytest
from django.test import Client

from sectoral.workspace.actions import flags, listening, needs
from sectoral.workspace.acts import BY_KEY
from sectoral.workspace.acts.subjects import find_subject
from sectoral.workspace.acts.texts import DoubtfulTexts
from sectoral.workspace.models import AgendaItem, Message, Need, WordFlag
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.permissions import PartnershipRole
from tests.workspace.api.conftest import caller
from tests.workspace.channels.partnership import NOW, Full
from tests.workspace.channels.reading import plain
from tests.workspace.pages.reading import signed_in

MARK = "Zephyrine"
WAGES = f"Let us agree on wages with {MARK}"
OTHERS = (
    PartnershipRole.CHAMPION,
    PartnershipRole.HOST,
    "sail",
    PartnershipRole.PUBLIC,
    PartnershipRole.LABOR,
    PartnershipRole.STATE,
)
NEAR = (PartnershipRole.CONVENER, PartnershipRole.EMPLOYER)


def sent(table: Full, key: str, thing: Any, who: str, **typed: Any) -> Any:
    """Done through its act by somebody who was told of the words and sends them all the same."""
    act = BY_KEY[key]
    _, sitting = find_subject(act.noun, thing.pk, table.people[who], at=NOW)
    blank = dict.fromkeys(field.name for field in act.fields)
    own = {"seat": sitting.seats[0]} if "seat" in blank else {}
    said = {**blank, **own, **typed}
    with pytest.raises(DoubtfulTexts) as doubt:
        act.perform(sitting, thing, said)
    return act.perform(sitting, thing, said, anyway=doubt.value.mark)


def raised(table: Full) -> tuple[Need, WordFlag]:
    """A need about agreeing on wages, before the other companies but for its words."""
    typed = {"category": "talent", "title": "Fitters", "text": WAGES, "may_become_public": True}
    need = sent(
        table,
        "partnership.draft_need",
        table.heard.world.partnership,
        PartnershipRole.EMPLOYER,
        **typed,
    )
    needs.raise_need(need=need, at=NOW, by=table.people[PartnershipRole.EMPLOYER])
    return need, WordFlag.objects.get(subject="need", subject_id=need.pk)


def finds(table: Full, who: str, *pages: str) -> list[str]:
    """At which addresses somebody finds the words."""
    person = table.people[who]
    start = f"/partnerships/{table.slug}/"
    browser, program = signed_in(person), caller(person)
    texts = {page: plain(browser.get(page if page[0] == "/" else start + page)) for page in pages}
    token = program.client.defaults["HTTP_AUTHORIZATION"]
    for name in ("needs", "opportunities", "meetings", "solutions"):
        path = f"/api/partnerships/{table.slug}/{name}?limit=200"
        texts[path] = plain(Client().get(path, HTTP_AUTHORIZATION=token))
    return [page for page, text in texts.items() if MARK in text]


def test_a_need_about_wages_is_read_by_no_other_company_until_somebody_has_looked(
    table: Full,
) -> None:
    need, flag = raised(table)
    pages = (
        "needs/", f"needs/{need.pk}/", "export/needs.csv", "export.zip", "/table/",
        f"/search/?q={WAGES[:9]}&", "record/",
    )  # fmt: skip
    assert {who: found for who in OTHERS if (found := finds(table, who, *pages))} == {}
    for who in NEAR:
        assert finds(table, who, *pages), who
    rope = table.people[PartnershipRole.CHAMPION]
    assert signed_in(rope).post(f"/act/need.support/{need.pk}/").status_code == 404
    with pytest.raises(Refused, match="has to review the words of this text first"):
        needs.support(need=need, seat=table.seat("rope"), at=NOW, by=rope)
    flags.let_stand(
        flag=flag, outcome="A quote.", at=NOW, by=table.people[PartnershipRole.CONVENER]
    )
    for other in (PartnershipRole.CHAMPION, PartnershipRole.HOST, "sail"):
        assert f"needs/{need.pk}/" in finds(table, other, *pages), other
    assert finds(table, PartnershipRole.PUBLIC, *pages) == []
    needs.support(need=need, seat=table.seat("rope"), at=NOW, by=rope)


def test_a_released_need_is_read_as_it_was_while_its_new_words_wait(table: Full) -> None:
    need, rope = table.heard.bus, table.people[PartnershipRole.CHAMPION]
    need.refresh_from_db()
    before = next(v.text for v in need.versions.all() if v.number == need.released_version)
    # No vote is on it.
    version = needs.reword(need=need, title="The bus again", text=WAGES, at=NOW, by=rope)
    flags.flag(
        partnership=table.heard.world.partnership, row=version, act="need.reword", text=WAGES,
        words="“agree on wages” (pay levels)", at=NOW, by=rope,
    )  # fmt: skip
    page = f"needs/{need.pk}/"
    for who in (PartnershipRole.EMPLOYER, PartnershipRole.HOST, PartnershipRole.PUBLIC, "sail"):
        shown = plain(signed_in(table.people[who]).get(f"/partnerships/{table.slug}/{page}"))
        assert MARK not in shown, who
        assert before in shown, who
    assert finds(table, PartnershipRole.CONVENER, page)
    assert finds(table, PartnershipRole.CHAMPION, page)


def test_words_that_may_not_stand_stay_hidden_and_their_writer_is_told(table: Full) -> None:
    need, flag = raised(table)
    flags.keep_back(
        flag=flag, outcome="Ask counsel first.", at=NOW, by=table.people[PartnershipRole.STATE]
    )
    assert finds(table, PartnershipRole.CHAMPION, "needs/", f"needs/{need.pk}/") == []
    letter = Message.objects.get(
        person=table.people[PartnershipRole.EMPLOYER], key__contains="flag"
    )
    assert "Ask counsel first." in letter.body
    with pytest.raises(Refused, match="already reviewed"):
        flags.let_stand(
            flag=flag, outcome="Yes.", at=NOW, by=table.people[PartnershipRole.CONVENER]
        )
    needs.reword(
        need=need,
        title="Fitters",
        text="Two fitters.",
        at=NOW,
        by=table.people[PartnershipRole.EMPLOYER],
    )
    page = f"/partnerships/{table.slug}/needs/{need.pk}/"
    shown = plain(signed_in(table.people[PartnershipRole.CHAMPION]).get(page))
    assert "Two fitters." in shown
    assert MARK not in shown


def test_a_need_whose_words_wait_is_not_released(table: Full) -> None:
    anchor = table.people[PartnershipRole.EMPLOYER]
    need = needs.draft(
        seat=table.seat("anchor"), category="talent", title="Fitters", text="Two fitters.",
        at=NOW, by=anchor,
    )  # fmt: skip
    needs.raise_need(need=need, at=NOW, by=anchor)
    needs.support(
        need=need, seat=table.seat("rope"), at=NOW, by=table.people[PartnershipRole.CHAMPION]
    )
    need.refresh_from_db()
    assert need.state == "validated"
    flags.flag(
        partnership=need.partnership, row=need, act="need.reword", text=WAGES, words="“wages”",
        at=NOW, by=table.people["sail"],
    )  # fmt: skip
    with pytest.raises(
        Refused, match="Its words about pay, hiring or prices have not been cleared"
    ):
        listening.release(
            partnership=need.partnership,
            needs=[need],
            at=NOW,
            by=table.people[PartnershipRole.CONVENER],
        )


def test_an_opportunity_waits_as_well(table: Full) -> None:
    (flag,) = table.things["flag"]
    path = f"/api/partnerships/{table.slug}/opportunities?limit=200"
    for who in (
        PartnershipRole.EMPLOYER,
        PartnershipRole.CHAMPION,
        PartnershipRole.HOST,
        PartnershipRole.PUBLIC,
        PartnershipRole.CONVENER,
        "sail",
    ):
        person = table.people[who]
        token = caller(person).client.defaults["HTTP_AUTHORIZATION"]
        page = plain(signed_in(person).get(f"/partnerships/{table.slug}/needs/"))
        listed = plain(Client().get(path, HTTP_AUTHORIZATION=token))
        near = who in (PartnershipRole.CONVENER, "sail")
        assert (flag.text in page, flag.text in listed) == (near, near), who


def test_a_point_of_an_agenda_waits_as_well(table: Full) -> None:
    meeting = table.things["meeting"][0]
    sent(table, "meeting.add_item", meeting, PartnershipRole.EMPLOYER, text=WAGES, minutes=5)
    assert AgendaItem.objects.filter(text=WAGES).exists()
    page = f"meetings/{meeting.pk}/"
    assert {who: found for who in OTHERS[:5] if (found := finds(table, who, page))} == {}
    for who in NEAR:
        assert finds(table, who, page), who


def test_a_message_about_wages_waits_whoever_writes_it(table: Full) -> None:
    here = table.heard.world.partnership
    post = sent(table, "partnership.write", here, PartnershipRole.CHAMPION, text=WAGES)
    assert (post.shown_at, "agree on wages" in post.held) == (None, True)
    assert finds(table, PartnershipRole.EMPLOYER, "posts/") == []
    assert finds(table, PartnershipRole.CONVENER, "posts/")


def test_nobody_looks_at_the_own_words_and_a_company_that_convenes_at_none(table: Full) -> None:
    _, flag = raised(table)
    page = f"/partnerships/{table.slug}/flags/"
    host = signed_in(table.people[PartnershipRole.HOST])
    assert host.get(page).status_code == 403
    assert page not in plain(host.get("/table/"))
    assert host.post(f"/act/flag.let_stand/{flag.pk}/", {"outcome": "Yes."}).status_code == 404
    WordFlag.objects.filter(pk=flag.pk).update(written_by=table.people[PartnershipRole.CONVENER])
    flag.refresh_from_db()
    with pytest.raises(Refused, match="You wrote these words yourself"):
        flags.let_stand(
            flag=flag, outcome="Yes.", at=NOW, by=table.people[PartnershipRole.CONVENER]
        )


def test_where_no_convener_may_look_the_words_wait_for_the_state(table: Full) -> None:
    _, flag = raised(table)
    page = f"/partnerships/{table.slug}/flags/"
    state = signed_in(table.people[PartnershipRole.STATE])
    assert page not in plain(state.get("/table/"))
    table.heard.world.partnership.appointments.exclude(
        person=table.people[PartnershipRole.HOST]
    ).update(until=NOW)
    assert page in plain(state.get("/table/"))
    for waits in (flag, *table.things["flag"]):
        done = state.post(f"/act/flag.keep_back/{waits.pk}/", {"outcome": "Not together."})
        assert done.status_code == 302
    assert page not in plain(state.get("/table/"))


def test_a_wording_that_the_company_agrees_to_is_looked_at_as_its_text(table: Full) -> None:
    offered = table.things["rewording"][0]
    flag = flags.flag(
        partnership=table.heard.world.partnership, row=offered, act="need.reword", text=WAGES,
        words="“wages”", at=NOW, by=table.people[PartnershipRole.CONVENER],
    )  # fmt: skip
    needs.answer_wording(rewording=offered, yes=True, at=NOW, by=table.people["sail"])
    flag.refresh_from_db()
    need = Need.objects.get(pk=offered.need_id)
    assert (flag.subject, flag.subject_id, flag.version) == ("need", need.pk, need.version)
