"""What the database refuses of partnerships and seats: stages move on record, votes by setting."""

from sectoral.workspace.triggers.trigger import Trigger, any_changed, write_once

_LABOR_WITHOUT_SETTING = """NEW.voting AND NEW.system = 'labor' AND NOT EXISTS (
    SELECT 1 FROM workspace_partnership p
    WHERE p.id = NEW.partnership_id AND p.labor_votes)"""

_LINE_OF_MOVE = """(NEW.stage {differs} OLD.stage OR NEW.stage_since {differs} OLD.stage_since)
    AND NOT EXISTS (
    SELECT 1 FROM workspace_event e
    WHERE e.subject = 'partnership' AND e.subject_id = NEW.id
      AND e.before = OLD.stage AND e.after = NEW.stage AND e.at = NEW.stage_since)"""

_REVIEW_OF_BADGE = """NEW.stage = 'active' AND OLD.stage <> 'active' AND NOT EXISTS (
    SELECT 1 FROM workspace_review v
    WHERE v.partnership_id = NEW.id AND v.passed AND v.at = NEW.stage_since)"""

_CONVENED = """NEW.stage {differs} OLD.stage
    AND NEW.stage IN ('forming', 'launch_ready', 'launched', 'active')
    AND NOT EXISTS (
      SELECT 1 FROM workspace_appointment a
      WHERE a.partnership_id = NEW.id AND a.lead AND a.until IS NULL)"""

PARTNERSHIPS = (
    *write_once("event", "workspace_event", "a line of the record"),
    *write_once("review", "workspace_review", "a review"),
    *write_once("checklist", "workspace_checklist", "a version of a checklist"),
    *write_once("actionplan", "workspace_actionplan", "a version of a plan"),
    *(
        Trigger(
            f"labor_votes_by_setting_{event.lower()}",
            "workspace_seat",
            event,
            _LABOR_WITHOUT_SETTING,
            "a labor seat votes only at a declared labor-management table",
        )
        for event in ("INSERT", "UPDATE")
    ),
    Trigger(
        "seat_keeps_its_table",
        "workspace_seat",
        "UPDATE",
        any_changed("partnership_id", "organization_id", "system"),
        "a seat keeps its partnership, organization and system",
    ),
    Trigger(
        "labor_setting_keeps_votes",
        "workspace_partnership",
        "UPDATE",
        "OLD.labor_votes AND NOT NEW.labor_votes AND EXISTS (SELECT 1 FROM workspace_seat s "
        "WHERE s.partnership_id = NEW.id AND s.system = 'labor' AND s.voting)",
        "labor seats hold votes at this table; take those first",
    ),
    Trigger(
        "partnership_begins_proposed",
        "workspace_partnership",
        "INSERT",
        "NEW.stage <> 'proposed'",
        "a partnership begins as a proposal",
    ),
    Trigger(
        "stage_with_its_line",
        "workspace_partnership",
        "UPDATE",
        _LINE_OF_MOVE,
        "a stage changes only with its line in the record",
    ),
    Trigger(
        "badge_from_a_review",
        "workspace_partnership",
        "UPDATE",
        _REVIEW_OF_BADGE,
        "'active' follows from a review that passed, never from a hand",
    ),
    Trigger(
        "convened_by_one",
        "workspace_partnership",
        "UPDATE",
        _CONVENED,
        "from forming to active a partnership has a lead convener",
    ),
    Trigger(
        "partnership_never_goes",
        "workspace_partnership",
        "DELETE",
        "TRUE",
        "a partnership is closed, never removed: its links stay",
    ),
)
