"""What the database refuses of needs, listening, rounds and meetings."""

from sectoral.workspace.triggers.trigger import Trigger, any_changed, write_once

_NO_LINE = """NEW.state {{differs}} OLD.state AND NOT EXISTS (
    SELECT 1 FROM workspace_event e
    WHERE e.subject = '{noun}' AND e.subject_id = NEW.id
      AND e.before = OLD.state AND e.after = NEW.state AND e.id = (
        SELECT MAX(l.id) FROM workspace_event l
        WHERE l.subject = e.subject AND l.subject_id = e.subject_id AND l.after <> ''))"""

_TOO_LATE = """OLD.state = 'held' AND NEW.state = 'open' AND NOT EXISTS (
    SELECT 1 FROM workspace_event e
    WHERE e.subject = 'meeting' AND e.subject_id = NEW.id
      AND e.before = 'held' AND e.after = 'open' AND e.at < OLD.final_at AND e.id = (
        SELECT MAX(l.id) FROM workspace_event l
        WHERE l.subject = e.subject AND l.subject_id = e.subject_id AND l.after <> ''))"""

_UNRELEASED = """NEW.released_at IS NOT NULL AND OLD.state = 'validated'
    AND NEW.state = 'released' AND NOT EXISTS (
      SELECT 1 FROM workspace_release_needs m
      JOIN workspace_release r ON r.id = m.release_id
      WHERE m.need_id = NEW.id AND r.released_at = NEW.released_at)"""

_NO_COMPANY = """NOT EXISTS (
    SELECT 1 FROM workspace_seat s JOIN workspace_need n ON n.id = NEW.need_id
    WHERE s.id = NEW.seat_id AND s.system = 'employer' AND s.standing = 'seated'
      AND (s.voting OR NOT s.vendor_like) AND s.partnership_id = n.partnership_id)"""

_NO_LISTENER = """NOT EXISTS (
    SELECT 1 FROM workspace_seat s JOIN workspace_release r ON r.id = NEW.release_id
    WHERE s.id = NEW.seat_id AND s.partnership_id = r.partnership_id
      AND (s.system <> 'employer' OR (s.vendor_like AND NOT s.voting))
      AND r.released_at <= NEW.at)"""

_NO_NOTE = """NOT EXISTS (
    SELECT 1 FROM workspace_seat s JOIN workspace_need n ON n.id = NEW.need_id
    WHERE s.id = NEW.seat_id AND s.partnership_id = n.partnership_id
      AND s.standing = 'seated' AND (s.system <> 'employer' OR (s.vendor_like AND NOT s.voting))
      AND n.released_at <= NEW.at)"""

_NOT_CHOSEN = """NOT EXISTS (
    SELECT 1 FROM workspace_round r
    JOIN workspace_round_needs m ON m.round_id = r.id
    WHERE r.id = NEW.round_id AND m.need_id = NEW.need_id AND r.state = 'published'
      AND r.partnership_id = NEW.partnership_id)"""

_NO_DRAFT = """NOT EXISTS (
    SELECT 1 FROM workspace_round r WHERE r.id = {row}.round_id AND r.state = 'draft')"""

_PUT_TO_THE_VOTE = """EXISTS (
    SELECT 1 FROM workspace_round r JOIN workspace_round_needs m ON m.round_id = r.id
    WHERE m.need_id = NEW.id AND r.state = 'open')"""

_LAST_TEXT = """(SELECT MAX(v.number) FROM workspace_needversion v WHERE v.need_id = NEW.id)"""


def _with_its_line(noun: str, begins: str) -> tuple[Trigger, Trigger]:
    """A state begins at the beginning and changes only with its line in the record (I11)."""
    table = f"workspace_{noun}"
    return (
        Trigger(
            f"{noun}_begins_at_the_beginning",
            table,
            "INSERT",
            f"NEW.state <> '{begins}'",
            f"a {noun} begins as {begins}",
        ),
        Trigger(
            f"{noun}_moves_with_its_line",
            table,
            "UPDATE",
            _NO_LINE.format(noun=noun),
            f"a {noun} changes only with its line in the record",
        ),
    )


_EMPLOYER_RAISER = """NOT EXISTS (
    SELECT 1 FROM workspace_seat s
    WHERE s.id = NEW.raised_by_id AND s.system = 'employer'
      AND s.partnership_id = NEW.partnership_id)"""

NEEDS = (
    *write_once("release", "workspace_release", "a listening release"),
    Trigger(
        "version_never_changes",
        "workspace_needversion",
        "UPDATE",
        "TRUE",
        "a version of a need is never changed: write the next one",
    ),
    Trigger(
        "version_never_goes",
        "workspace_needversion",
        "DELETE",
        "TRUE",
        "a version of a need is never removed",
    ),
    *(
        Trigger(
            f"company_raises_{noun}_{event.lower()}",
            f"workspace_{noun}",
            event,
            _EMPLOYER_RAISER,
            "only a company seated at this partnership raises this",
        )
        for noun in ("need", "opportunity")
        for event in ("INSERT", "UPDATE")
    ),
    Trigger(
        "need_keeps_its_raiser",
        "workspace_need",
        "UPDATE",
        any_changed("raised_by_id", "partnership_id"),
        "a need keeps the company that raised it",
    ),
    Trigger(
        "need_keeps_its_moment",
        "workspace_need",
        "UPDATE",
        "OLD.released_at IS NOT NULL AND NEW.released_at {differs} OLD.released_at",
        "a need is released once, at one moment",
    ),
    *_with_its_line("need", "draft"),
    *_with_its_line("round", "draft"),
    *_with_its_line("meeting", "planned"),
    *write_once("support", "workspace_support", "a company's support"),
    *write_once("receipt", "workspace_receipt", "a receipt"),
    Trigger(
        "need_is_heard_at_once",
        "workspace_need",
        "UPDATE",
        _UNRELEASED,
        "a need is released in a listening release, at that release's moment",
    ),
    Trigger(
        "need_has_its_text",
        "workspace_need",
        "UPDATE",
        f"NEW.version {{differs}} OLD.version AND NEW.version {{differs}} {_LAST_TEXT}",
        "a need stands at its last text",
    ),
    Trigger(
        "need_rests_during_the_vote",
        "workspace_need",
        "UPDATE",
        f"NEW.version {{differs}} OLD.version AND {_PUT_TO_THE_VOTE}",
        "the text of a need rests while companies vote on it",
    ),
    Trigger(
        "support_of_a_company",
        "workspace_support",
        "INSERT",
        _NO_COMPANY,
        "only a company seated at this partnership stands by a need",
    ),
    Trigger(
        "receipt_of_a_listener",
        "workspace_receipt",
        "INSERT",
        _NO_LISTENER,
        "a receipt is of a public seat, and not before the release",
    ),
    *write_once("neednote", "workspace_neednote", "a note of context"),
    Trigger(
        "note_of_a_listener",
        "workspace_neednote",
        "INSERT",
        _NO_NOTE,
        "a note of context is a public or labor partner's, to a need that was released",
    ),
    Trigger(
        "priority_from_a_round",
        "workspace_priority",
        "INSERT",
        _NOT_CHOSEN,
        "a priority comes from a published round that asked about the need",
    ),
    Trigger(
        "round_keeps_its_rules",
        "workspace_round",
        "UPDATE",
        "OLD.state <> 'draft' AND ("
        + any_changed(
            "partnership_id",
            "rule",
            "keep",
            "most_points",
            "tenure_days",
            "count_each_because",
            "opened_at",
            "closes_at",
            "reruns_id",
        )
        + ")",
        "a round keeps the rules it was opened with",
    ),
    Trigger(
        "round_keeps_its_result",
        "workspace_round",
        "UPDATE",
        "OLD.result IS NOT NULL AND NEW.result {differs} OLD.result",
        "a count is never changed: void the round with a reason, and run it anew",
    ),
    *(
        Trigger(
            f"round_keeps_its_needs_{event.lower()}",
            "workspace_round_needs",
            event,
            _NO_DRAFT.format(row=row),
            "a round keeps the needs it was opened with",
        )
        for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ),
    Trigger(
        "meeting_keeps_its_uid",
        "workspace_meeting",
        "UPDATE",
        "NEW.uid {differs} OLD.uid OR NEW.sequence < OLD.sequence "
        "OR OLD.organizer_email <> '' AND NEW.organizer_email <> OLD.organizer_email",
        "a meeting keeps its calendar entry and organizer, and changes only count up",
    ),
    Trigger(
        "meeting_taken_back_in_time",
        "workspace_meeting",
        "UPDATE",
        _TOO_LATE,
        "a meeting that was held is taken back within a day or not at all",
    ),
    Trigger(
        "held_meeting_stays_final",
        "workspace_meeting",
        "UPDATE",
        "OLD.state = 'held' AND NEW.final_at {differs} OLD.final_at",
        "until when a held meeting can be taken back was settled when it ended",
    ),
    Trigger(
        "entry_counts_up",
        "workspace_invitee",
        "UPDATE",
        "NEW.sequence < OLD.sequence OR NEW.change < OLD.change OR NEW.sequence = OLD.sequence "
        f"AND ({any_changed('change', 'holds')})",
        "each entry sent to a person has a higher number than the one before",
    ),
    Trigger(
        "entry_keeps_its_person",
        "workspace_invitee",
        "UPDATE",
        any_changed("meeting_id", "person_id"),
        "an entry stays with its meeting and its person",
    ),
)
