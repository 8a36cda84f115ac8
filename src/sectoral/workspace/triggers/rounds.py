"""What the database refuses of rounds: an electorate is frozen, a ballot is its elector's."""

from sectoral.workspace.triggers.trigger import Trigger, write_once

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

# Nobody who casts it acts for a seat that may: the elector's own, or a sister standing in.
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

# The round is opened, the seat is not of its table, or the seat counts with an elector already.
_COUNTED_APART = """NOT EXISTS (
    SELECT 1 FROM workspace_elector e JOIN workspace_round r ON r.id = e.round_id
    JOIN workspace_seat s ON s.id = NEW.seat_id
    WHERE e.id = NEW.elector_id AND r.state = 'draft' AND s.partnership_id = r.partnership_id
      AND NOT EXISTS (
        SELECT 1 FROM workspace_electorseat c JOIN workspace_elector f ON f.id = c.elector_id
        WHERE f.round_id = r.id AND c.seat_id = NEW.seat_id))"""

# The round is opened: who may vote in it stands.
_DRAFT = """NOT EXISTS (
    SELECT 1 FROM workspace_round r WHERE r.id = {row}.round_id AND r.state = 'draft')"""

# The seat has no vote at the round's table now.
_VOTING_SEAT = """NOT EXISTS (
    SELECT 1 FROM workspace_seat s JOIN workspace_round r ON r.id = NEW.round_id
    WHERE s.id = NEW.seat_id AND s.partnership_id = r.partnership_id
      AND s.voting AND s.standing = 'seated' AND s.until IS NULL)"""

ROUNDS = (
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
)
