"""Rules that must always hold and cross tables, kept by the database itself.

Each trigger is a condition under which a row is refused, written once in SQL that SQLite and
PostgreSQL both read; only the wrapping differs. Whatever door a row comes through — page, API,
import, a shell — the database refuses it.

A later migration that alters a table named here has to `drop` first and `create` after: SQLite
alters a table by making it anew, and its triggers do not come along.
"""

import re
from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from sectoral.workspace.triggers.accounts import ACCOUNTS
from sectoral.workspace.triggers.needs import NEEDS
from sectoral.workspace.triggers.scope_and_end import TABLES
from sectoral.workspace.triggers.solutions import SOLUTIONS
from sectoral.workspace.triggers.trigger import Trigger, any_changed, write_once

_EMPLOYER_RAISER = """NOT EXISTS (
    SELECT 1 FROM workspace_seat s
    WHERE s.id = NEW.raised_by_id AND s.system = 'employer'
      AND s.partnership_id = NEW.partnership_id)"""

_ANSWERABLE = """NOT EXISTS (
    SELECT 1 FROM workspace_need n
    JOIN workspace_seat s ON s.id = n.raised_by_id
    JOIN workspace_solution o ON o.id = NEW.solution_id
    WHERE n.id = NEW.need_id
      AND s.system = 'employer'
      AND n.partnership_id = o.partnership_id
      AND n.state IN ('released', 'prioritised', 'parked', 'in_solution')
      AND n.released_at IS NOT NULL
      AND EXISTS (
        SELECT 1 FROM workspace_release_needs m
        JOIN workspace_release r ON r.id = m.release_id
        WHERE m.need_id = n.id AND r.window_ends <= NEW.at))"""

# A sister of the elector's seat stands in while that seat cannot vote: of a company that was
# counted with it when the round opened, or of the same owner and counted with nobody then.
_COUNTED = """SELECT 1 FROM workspace_electorseat c JOIN workspace_elector f ON f.id = c.elector_id
          JOIN workspace_seat q ON q.id = c.seat_id
          WHERE q.organization_id = s.organization_id"""

_SISTER = """(s.standing = 'seated' AND s.until IS NULL AND s.voting
      AND s.partnership_id = r.partnership_id
      AND NOT EXISTS (
        SELECT 1 FROM workspace_seat h
        WHERE h.id = e.seat_id AND h.standing = 'seated' AND h.until IS NULL
          AND (h.voting OR NOT h.vendor_like))
      AND (EXISTS ({counted} AND f.id = e.id)
        OR (e."group" = CASE WHEN o.owner_id IS NULL THEN 'organization ' || o.id
                             ELSE 'group ' || o.owner_id END
          AND NOT EXISTS ({counted} AND f.round_id = r.id))))""".replace("{counted}", _COUNTED)

_ELECTED = """NOT EXISTS (
    SELECT 1 FROM workspace_elector e
    JOIN workspace_round r ON r.id = e.round_id
    JOIN workspace_delegate d ON d.person_id = NEW.person_id
    JOIN workspace_seat s ON s.id = d.seat_id
    JOIN workspace_organization o ON o.id = s.organization_id
    WHERE e.id = NEW.elector_id AND r.state = 'open'
      AND r.opened_at <= NEW.cast_at AND r.closes_at > NEW.cast_at
      AND d.since <= NEW.cast_at AND (d.until IS NULL OR d.until > NEW.cast_at)
      AND (s.id = e.seat_id OR {sister}))""".replace("{sister}", _SISTER)

_COUNTED_APART = """NOT EXISTS (
    SELECT 1 FROM workspace_elector e JOIN workspace_round r ON r.id = e.round_id
    JOIN workspace_seat s ON s.id = NEW.seat_id
    WHERE e.id = NEW.elector_id AND r.state = 'draft' AND s.partnership_id = r.partnership_id
      AND NOT EXISTS (
        SELECT 1 FROM workspace_electorseat c JOIN workspace_elector f ON f.id = c.elector_id
        WHERE f.round_id = r.id AND c.seat_id = NEW.seat_id))"""

_DRAFT = """NOT EXISTS (
    SELECT 1 FROM workspace_round r WHERE r.id = {row}.round_id AND r.state = 'draft')"""

_VOTING_SEAT = """NOT EXISTS (
    SELECT 1 FROM workspace_seat s JOIN workspace_round r ON r.id = NEW.round_id
    WHERE s.id = NEW.seat_id AND s.partnership_id = r.partnership_id
      AND s.voting AND s.standing = 'seated' AND s.until IS NULL)"""

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

TRIGGERS = (
    *ACCOUNTS,
    *TABLES,
    *SOLUTIONS,
    *NEEDS,
    *write_once("event", "workspace_event", "a line of the record"),
    *write_once("review", "workspace_review", "a review"),
    *write_once("checklist", "workspace_checklist", "a version of a checklist"),
    *write_once("actionplan", "workspace_actionplan", "a version of a plan"),
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
    Trigger(
        "answer_to_a_heard_need",
        "workspace_answer",
        "INSERT",
        _ANSWERABLE,
        "a solution answers a need that a company raised, that was released, and whose "
        "listening window is over",
    ),
    Trigger(
        "answer_keeps_its_need",
        "workspace_answer",
        "UPDATE",
        any_changed("need_id", "solution_id", "at"),
        "an answer keeps its need and its solution",
    ),
    Trigger(
        "solution_answers_a_need",
        "workspace_solution",
        "UPDATE",
        "NEW.state {differs} OLD.state AND NOT EXISTS "
        "(SELECT 1 FROM workspace_answer a WHERE a.solution_id = NEW.id)",
        "a solution that answers no need goes nowhere",
    ),
    Trigger(
        "ballot_of_an_elector",
        "workspace_ballot",
        "INSERT",
        _ELECTED,
        "a ballot comes from a delegate of an elector while the round is open",
    ),
    Trigger(
        "ballot_stays_as_cast",
        "workspace_ballot",
        "UPDATE",
        "OLD.elector_id {differs} NEW.elector_id OR OLD.person_id {differs} NEW.person_id "
        "OR OLD.cast_at {differs} NEW.cast_at OR OLD.choice {differs} NEW.choice "
        "OR (NEW.counts AND NOT OLD.counts)",
        "a ballot stays as it was cast",
    ),
    Trigger("ballot_never_goes", "workspace_ballot", "DELETE", "TRUE", "a ballot is never removed"),
    Trigger(
        "electorate_frozen_insert",
        "workspace_elector",
        "INSERT",
        _DRAFT.format(row="NEW"),
        "the electorate is frozen when the round opens",
    ),
    Trigger(
        "electorate_votes",
        "workspace_elector",
        "INSERT",
        _VOTING_SEAT,
        "an elector is a seat with a vote at this partnership",
    ),
    Trigger(
        "electorate_frozen_update",
        "workspace_elector",
        "UPDATE",
        "TRUE",
        "the electorate is frozen when the round opens",
    ),
    Trigger(
        "electorate_frozen_delete",
        "workspace_elector",
        "DELETE",
        _DRAFT.format(row="OLD"),
        "the electorate is frozen when the round opens",
    ),
    Trigger(
        "owners_frozen_insert",
        "workspace_electorseat",
        "INSERT",
        _COUNTED_APART,
        "who counts with whom is frozen when the round opens, and a seat counts once",
    ),
    *write_once("owners_frozen", "workspace_electorseat", "who counts with whom in a round"),
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


def create(apps: StateApps | None, editor: BaseDatabaseSchemaEditor) -> None:
    """Put every trigger in place; those that are there already are made anew.

    One that knows of a table, or of a column of its own, which a later migration makes waits for
    that migration to ask again.
    """
    columns = _columns_by_table(editor.connection)
    ready = [
        trigger
        for trigger in TRIGGERS
        if _tables_of(trigger) <= columns.keys() and _columns_of(trigger) <= columns[trigger.table]
    ]
    drop(apps, editor)
    _execute_all(
        editor.connection, (sql for trigger in ready for sql in _create_sql(trigger, editor))
    )


def _tables_of(trigger: Trigger) -> set[str]:
    """Every table that a trigger looks at."""
    named = re.findall(r"workspace_[a-z_]+", trigger.condition)
    return {trigger.table, *named, *filter(None, [trigger.reads])}


def _columns_by_table(connection: BaseDatabaseWrapper) -> dict[str, set[str]]:
    """The columns of every table of ours that is there."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        here = connection.introspection.table_names(cursor)
        for table in (table for table in here if table.startswith("workspace_")):
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608 - our own tables' names
            found[table] = {column[0] for column in cursor.description or ()}
    return found


def _columns_of(trigger: Trigger) -> set[str]:
    """The columns of its own table that a trigger looks at."""
    return set(re.findall(r"\b(?:NEW|OLD)\.(\w+)", trigger.condition))


def drop(apps: StateApps | None, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Take every trigger out."""
    here = set(editor.connection.introspection.table_names())
    known = [trigger for trigger in TRIGGERS if trigger.table in here]
    _execute_all(
        editor.connection, (sql for trigger in known for sql in _drop_sql(trigger, editor))
    )


def installed_names(connection: BaseDatabaseWrapper) -> set[str]:
    """The triggers of ours that the database has."""
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        return {row[0] for row in cursor.fetchall()} & {trigger.name for trigger in TRIGGERS}


def _execute_all(connection: BaseDatabaseWrapper, statements: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


def _create_sql(trigger: Trigger, editor: BaseDatabaseSchemaEditor) -> Iterator[str]:
    vendor = editor.connection.vendor
    differs = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}[vendor]
    condition = trigger.condition.replace("{differs}", differs)
    message = trigger.message.replace("'", "''")
    head = f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table}"
    if vendor == "sqlite":
        yield f"{head} FOR EACH ROW WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        return
    row = "OLD" if trigger.event == "DELETE" else "NEW"
    yield (
        f"CREATE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{message.replace('%', '%%')}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$"
    )
    yield f"{head} FOR EACH ROW EXECUTE FUNCTION {trigger.name}()"


def _drop_sql(trigger: Trigger, editor: BaseDatabaseSchemaEditor) -> Iterator[str]:
    if editor.connection.vendor == "sqlite":
        yield f"DROP TRIGGER IF EXISTS {trigger.name}"
        return
    yield f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}"
    yield f"DROP FUNCTION IF EXISTS {trigger.name}()"
