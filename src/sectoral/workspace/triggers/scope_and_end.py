"""What the database refuses of a launched partnership: its scope and its end are its companies'."""

# ruff: noqa: S608  (no value of anybody's stands in these conditions)

from sectoral.workspace.triggers.trigger import Trigger, any_changed, write_once

_SINCE = "workspace_waiver"
"""The table that came with what these conditions read."""

_OWNER = "COALESCE('group ' || {0}.owner_id, 'organization ' || {0}.id)"

_ASKED = """FROM workspace_seat s JOIN workspace_organization o ON o.id = s.organization_id
      WHERE s.partnership_id = NEW.id AND s.system = 'employer' AND s.standing = 'seated'
        AND s.until IS NULL AND NOT (s.vendor_like AND NOT s.voting)"""

_SAID = """FROM workspace_consent c JOIN workspace_seat s ON s.id = c.seat_id
      JOIN workspace_organization o ON o.id = s.organization_id
      WHERE c.realignment_id = r.id AND s.partnership_id = NEW.id AND s.system = 'employer'
        AND s.standing = 'seated' AND s.until IS NULL AND NOT (s.vendor_like AND NOT s.voting)"""

# More than half of the companies, common ownership once, and a no among an owner's counts (I3).
_MOST = f"""2 * (SELECT COUNT(DISTINCT {_OWNER.format("o")}) {_SAID} AND c.yes
        AND {_OWNER.format("o")} NOT IN (
          SELECT {_OWNER.format("p")} FROM workspace_consent d
          JOIN workspace_seat t ON t.id = d.seat_id
          JOIN workspace_organization p ON p.id = t.organization_id
          WHERE d.realignment_id = r.id AND t.partnership_id = NEW.id AND NOT d.yes))
      > (SELECT COUNT(DISTINCT {_OWNER.format("o")}) {_ASKED})"""

_OPEN = "r.done_at IS NULL AND r.dropped_at IS NULL"

_LAUNCHED = """(OLD.stage IN ('launched', 'active', 'at_risk', 'stale') OR OLD.stage = 'paused'
    AND EXISTS (SELECT 1 FROM workspace_event e WHERE e.subject = 'partnership'
      AND e.subject_id = OLD.id AND e.after = 'launched'))"""

_DECIDED = f"(r.confirmed_at IS NOT NULL OR {_MOST})"

_CLOSED_ALONE = f"""NEW.stage = 'closed' AND OLD.stage <> 'closed' AND {_LAUNCHED}
    AND NOT EXISTS (SELECT 1 FROM workspace_realignment r
      WHERE r.partnership_id = NEW.id AND r.kind = 'close' AND {_OPEN} AND {_DECIDED})"""

_RESCOPED_ALONE = f"""({any_changed("scope", "naics", "areas", "region", "sector")})
    AND {_LAUNCHED}
    AND NOT EXISTS (SELECT 1 FROM workspace_realignment r
      WHERE r.partnership_id = NEW.id AND r.kind = 'rescope' AND {_OPEN}
        AND r.scope = NEW.scope AND r.naics = NEW.naics AND r.areas = NEW.areas
        AND NEW.region = OLD.region AND NEW.sector = OLD.sector AND {_DECIDED})
    AND NOT EXISTS (SELECT 1 FROM workspace_realignment r
      WHERE r.successor_id = NEW.id AND r.kind = 'merge' AND {_OPEN}
        AND r.confirmed_at IS NOT NULL)"""

_PAIR = """EXISTS (SELECT 1 FROM workspace_waiver w
        WHERE w.partnership_id = NEW.id AND w.beside_id = p.id
          OR w.partnership_id = p.id AND w.beside_id = NEW.id)"""

_LIVE = """('proposed', 'forming', 'launch_ready', 'launched', 'active', 'at_risk', 'stale',
      'paused')"""

_TWIN = f"""SELECT 1 FROM workspace_partnership p
      WHERE p.id <> NEW.id AND p.region = NEW.region AND p.sector = NEW.sector
        AND p.stage IN {_LIVE}"""

_TWIN_ENTERS = f"NEW.waiver = '' AND EXISTS ({_TWIN})"

_TWIN_FORMS = f"""NEW.stage <> OLD.stage AND NEW.stage = 'forming'
    AND EXISTS ({_TWIN} AND NOT {_PAIR})"""

SCOPE_AND_END = (
    *write_once("waiver", "workspace_waiver", "a waiver"),
    Trigger(
        "launched_closes_by_its_companies",
        "workspace_partnership",
        "UPDATE",
        _CLOSED_ALONE,
        "a launched partnership is closed by its companies, or by the state with a reason",
        _SINCE,
    ),
    Trigger(
        "launched_keeps_its_scope",
        "workspace_partnership",
        "UPDATE",
        _RESCOPED_ALONE,
        "the scope of a launched partnership is changed by its companies, or by the state with "
        "a reason",
        _SINCE,
    ),
    Trigger(
        "realignment_stays_as_proposed",
        "workspace_realignment",
        "UPDATE",
        any_changed(
            "kind", "partnership_id", "successor_id", "parts", "scope", "naics", "areas",
            "because", "closing_note", "reason",
        ),
        "what companies are asked on stays as it was proposed",
        _SINCE,
    ),
    Trigger(
        "no_twin_enters_unwaived",
        "workspace_partnership",
        "INSERT",
        _TWIN_ENTERS,
        "another live partnership has this sector and region: record why a second is needed",
        _SINCE,
    ),
    Trigger(
        "no_twin_forms_unwaived",
        "workspace_partnership",
        "UPDATE",
        _TWIN_FORMS,
        "a waiver is of two partnerships: no waiver is of this one and another of its sector "
        "and region",
        _SINCE,
    ),
)  # fmt: skip
