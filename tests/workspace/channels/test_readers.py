"""Who reads a field is declared rightly: compared with what visitors and companies do find.

A word of its own is put into each text of each row; then a visitor, and a company that wrote none
of it, read every page, file and list. What a field's act keeps is named here once: a field that
is added later has to say where its text is kept.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from sectoral.workspace.acts import ACTS
from sectoral.workspace.models import Meeting, Need
from sectoral.workspace.rules.permissions import PartnershipRole
from sectoral.workspace.rules.wording.readers import ReaderGroup
from sectoral.workspace.views.visitor_cache import kept
from tests.workspace.channels.doors import held, of
from tests.workspace.channels.partnership import NOW, Full
from tests.workspace.channels.planting import plant
from tests.workspace.channels.reading import addresses, lists, plain
from tests.workspace.partnership.kept import triggers_aside

FIELDS = {f"{act.key}.{field.name}": field for act in ACTS for field in act.fields if field.readers}
REASON = "Event.reason"

KEPT = {
    "state.propose.name": "Partnership.name",
    "state.propose.case_waiver": "Partnership.case_waiver",
    "state.propose.waiver": "Partnership.waiver",
    "partnership.close.closing_note": REASON,
    "partnership.set_scope.words": "Partnership.scope",
    "partnership.propose_rescope.words": "Partnership.scope",
    "partnership.propose_close.closing_note": REASON,
    "partnership.write_plan.text": "ActionPlan.text",
    "partnership.appoint.basis": "Appointment.basis",
    "partnership.appoint_beside.basis": "Appointment.basis",
    "partnership.hand_over.basis": "Appointment.basis",
    "partnership.hand_over.reason": "Appointment.ended_because",
    "partnership.propose_split.parts": "Partnership.name",
    "state.register.name": "Organization.name",
    "state.register.naics": "",
    "state.declare_ownership.owner": "OwnershipGroup.name",
    "state.add_person.email": "",
    "state.add_person.name": "User.first_name",
    "person.rename.name": "User.first_name",
    "partnership.offer_seat.exception": "Seat.exception",
    "seat.suspend.reason": "Suspension.reason",
    "seat.invite.email": "",
    "partnership.put_forward.text": "Opportunity.text",
    "partnership.put_forward_for.text": "Opportunity.text",
    "partnership.draft_need.title": "NeedVersion.title",
    "partnership.draft_need.text": "NeedVersion.text",
    "partnership.draft_need_for.title": "NeedVersion.title",
    "partnership.draft_need_for.text": "NeedVersion.text",
    "need.reword.title": "NeedVersion.title",
    "need.reword.text": "NeedVersion.text",
    "need.note_context.text": "NeedNote.text",
    "partnership.set_ground_rules.counsel": "GroundRules.counsel",
    "partnership.prepare_round.count_each_because": "Round.count_each_because",
    "round.void.reason": "Round.void_because",
    "partnership.call_meeting.title": "Meeting.title",
    "partnership.call_meeting.decision_wanted": "Meeting.decision_wanted",
    "partnership.call_meeting.place": "Meeting.place",
    "partnership.call_meeting.public_link": "",
    "meeting.change.title": "Meeting.title",
    "meeting.change.place": "Meeting.place",
    "meeting.change.public_link": "",
    "partnership.call_meeting.video_link": "",
    "meeting.change.video_link": "",
    "meeting.cancel.reason": "Meeting.cancelled_because",
    "meeting.add_item.text": "AgendaItem.text",
    "meeting.add_convener_item.text": "AgendaItem.text",
    "meeting.set_aside.text": "AgendaItem.text",
    "meeting.set_aside_as_convener.text": "AgendaItem.text",
    "meeting.decide.text": "Decision.text",
    "meeting.write_minutes.text": "Meeting.minutes",
    "partnership.propose_solution.title": "Solution.title",
    "partnership.propose_solution.for_whom": "Solution.for_whom",
    "answer.write_test.text": "Answer.acceptance_test",
    "solution.contribute.what": "Contribution.what",
    "solution.stand_aside.criteria": "Recusal.criteria",
    "solution.explain_one_system.because": "Solution.one_system_because",
    "solution.waive_costs.because": "Solution.waived_because",
    "solution.stop.reason": "Solution.stopped_because",
    "partnership.commit.what": "Commitment.what",
    "partnership.commit.unit": "Commitment.unit",
    "commitment.renegotiate.what": "Commitment.what",
    "commitment.renegotiate.unit": "Commitment.unit",
    "commitment.renegotiate.reason": "Commitment.reason",
    "commitment.withdraw.reason": "Commitment.reason",
    "share.value.evidence": "CostShare.evidence",
    "partnership.form_team.name": "ActionTeam.name",
    "partnership.write.text": "Post.text",
    "seat.report_pitch.where": "PitchReport.where",
    "partnership.report_pitch.where": "PitchReport.where",
    "pitch.uphold.outcome": "PitchReport.outcome",
    "pitch.dismiss.outcome": "PitchReport.outcome",
    "flag.let_stand.outcome": "WordFlag.outcome",
    "flag.keep_back.outcome": "WordFlag.outcome",
}
"""Where the text of each field is kept; empty where it holds no words. Reasons that are not named
here stand in the record."""


def kept_in(key: str) -> str:
    """Where a field's text is kept."""
    return KEPT[key] if key in KEPT or not key.endswith(".reason") else REASON


SOMETIMES = {
    REASON,  # of a pause, a close, a merge: while the partnership stands there
    "Solution.title",  # once the work has begun
    "Solution.for_whom",
    "Meeting.decision_wanted",  # in the minutes of an open meeting, as its agenda and decisions
    "Meeting.cancelled_because",  # of an open meeting, in the public calendar
    "AgendaItem.text",
    "Decision.text",
    "Meeting.place",
}
"""Read by everybody at some hour, not at this table's."""


def test_each_field_says_where_its_text_is_kept() -> None:
    reasons = {key for key in FIELDS if key.endswith(".reason")}
    assert set(KEPT) | reasons == set(FIELDS)


@pytest.fixture
def word(table: Full) -> Callable[[str], str]:
    """A word for each column, planted at a table whose meetings and needs may be public."""
    with triggers_aside():
        Meeting.objects.update(open_to_public=True, noticed_at=NOW, minutes_sent_at=None)
        Need.objects.update(may_become_public=True)
        Meeting.objects.exclude(minutes="").update(minutes_sent_at=NOW - timedelta(days=1))
    columns: dict[str, str] = {}

    def word(name: str) -> str:
        return columns.setdefault(name, f"Zq{len(columns):03}q")

    planted = set(plant(word))
    for name in set(columns) - planted:
        del columns[name]
    kept.clear()
    word.columns = columns  # type: ignore[attr-defined]
    return word


def _found(table: Full, who: str, columns: dict[str, str]) -> dict[str, str]:
    """Each column that a reader finds, with the first address at which it stands."""
    person = table.people.get(who)
    door = of(person, held(who))
    texts = {path: plain(door.browser.get(path)) for path in addresses(table, forms=False)}
    if person is not None:
        token = door.program.client.defaults["HTTP_AUTHORIZATION"]
        for path in lists(table):
            texts[path] = plain(Client().get(path, HTTP_AUTHORIZATION=token))
    kept.clear()
    return {
        name: path
        for name, mark in columns.items()
        for path in [next((path for path, text in texts.items() if mark in text), "")]
        if path
    }


def test_a_visitor_finds_what_is_declared_public_and_nothing_else(
    table: Full, word: Callable[[str], str]
) -> None:
    columns = word.columns  # type: ignore[attr-defined]
    found = _found(table, PartnershipRole.VISITOR, columns)
    public = {kept_in(key) for key, field in FIELDS.items() if _is_public(field)}
    told = {key: found[kept_in(key)] for key, field in FIELDS.items() if kept_in(key) in found}
    assert {key: path for key, path in told.items() if kept_in(key) not in public} == {}
    assert (public & set(columns)) - set(found) <= SOMETIMES


def test_a_company_finds_nothing_that_is_not_declared_to_reach_companies(
    table: Full, word: Callable[[str], str]
) -> None:
    found = _found(table, PartnershipRole.EMPLOYER, word.columns)  # type: ignore[attr-defined]
    reach = {
        kept_in(key)
        for key, field in FIELDS.items()
        if field.readers and field.readers.reach_companies
    }
    wrong = {key: found[kept_in(key)] for key in FIELDS if kept_in(key) in found}
    assert {key: path for key, path in wrong.items() if kept_in(key) not in reach} == {}
    assert {"Commitment.what", "NeedVersion.text", "AgendaItem.text"} <= set(found)


def _is_public(field: object) -> bool:
    readers = getattr(field, "readers", None)
    return readers is not None and readers.group is ReaderGroup.PUBLIC
