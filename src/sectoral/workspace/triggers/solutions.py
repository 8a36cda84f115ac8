"""What the database refuses of solutions, teams, commitments, costs and posts."""

from sectoral.workspace.triggers.trigger import Trigger, any_changed, write_once

_COMPANY_LEADS = """NOT EXISTS (
    SELECT 1 FROM workspace_seat s
    WHERE s.id = NEW.led_by_id AND s.system = 'employer'
      AND s.partnership_id = NEW.partnership_id)"""

_PITCH = """EXISTS (SELECT 1 FROM workspace_seat s WHERE s.id = NEW.seat_id
      AND (s.system <> 'employer' OR (s.vendor_like AND NOT s.voting)))
    AND NOT EXISTS (
      SELECT 1 FROM workspace_solution o
      WHERE o.id = NEW.solution_id AND o.partnership_id = NEW.partnership_id
        AND o.state IN ('designing', 'employer_review', 'approved', 'resourced',
                        'delivering', 'measuring'))"""

_NOT_ASIDE = """NEW.delivers AND NEW.withdrawn_at IS NULL AND EXISTS (
    SELECT 1 FROM workspace_seat s
    JOIN workspace_solution o ON o.id = NEW.solution_id
    JOIN workspace_appointment a ON a.partnership_id = o.partnership_id
      AND a.organization_id = s.organization_id AND a.until IS NULL
    WHERE s.id = NEW.seat_id AND NOT EXISTS (
      SELECT 1 FROM workspace_recusal r
      WHERE r.solution_id = o.id AND r.organization_id = s.organization_id
        AND r.at <= NEW.at))"""

_OFFERS_KNOWN = """EXISTS (
    SELECT 1 FROM workspace_contribution c
    WHERE c.solution_id = NEW.solution_id AND c.delivers AND c.withdrawn_at IS NULL)"""

_STOOD_ASIDE = """NEW.subject = 'solution' AND NEW.after <> '' AND EXISTS (
    SELECT 1 FROM workspace_recusal r
    WHERE r.solution_id = NEW.subject_id AND (
      EXISTS (SELECT 1 FROM workspace_appointment a
              WHERE a.organization_id = r.organization_id AND a.person_id = NEW.actor_id)
      OR EXISTS (SELECT 1 FROM workspace_delegate d JOIN workspace_seat s ON s.id = d.seat_id
                 WHERE s.organization_id = r.organization_id AND d.person_id = NEW.actor_id
                   AND d.until IS NULL)))"""

_NOT_ITS_RAISER = """NEW.{column} IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM workspace_need n JOIN workspace_seat s ON s.id = NEW.{column}
    WHERE n.id = NEW.need_id AND s.system = 'employer' AND (
      n.raised_by_id = s.id
      OR EXISTS (SELECT 1 FROM workspace_support p WHERE p.need_id = n.id AND p.seat_id = s.id)))"""

_NO_SAY = """NOT EXISTS (
    SELECT 1 FROM workspace_seat s JOIN workspace_solution o ON o.id = NEW.solution_id
    WHERE s.id = NEW.seat_id AND s.partnership_id = o.partnership_id
      AND s.system = 'employer' AND s.voting AND s.standing = 'seated'
      AND o.state = 'employer_review' AND o.review = NEW.review)"""

_OWNERS = """SELECT COUNT(DISTINCT CASE WHEN g.owner_id IS NULL THEN 'o' || g.id
                                   ELSE 'g' || g.owner_id END)
    FROM workspace_seat s JOIN workspace_organization g ON g.id = s.organization_id
    WHERE s.partnership_id = NEW.partnership_id AND s.system = 'employer' AND s.voting
      AND s.standing = 'seated' AND s.until IS NULL"""

_SAYING = """EXISTS (
      SELECT 1 FROM workspace_approval v
      JOIN workspace_seat t ON t.id = v.seat_id AND t.voting AND t.standing = 'seated'
        AND t.until IS NULL
      JOIN workspace_organization h ON h.id = t.organization_id
      WHERE v.solution_id = NEW.id AND v.review = NEW.review AND {answer}
        AND (h.id = g.id OR h.owner_id = g.owner_id))"""

_NO_MAJORITY = f"""NEW.state = 'approved' AND OLD.state <> 'approved'
    AND 2 * ({_OWNERS} AND {_SAYING.format(answer="v.yes")}
      AND NOT {_SAYING.format(answer="NOT v.yes")}) <= ({_OWNERS})"""

_LINE_OF_SOLUTION = """NEW.state {differs} OLD.state AND NOT EXISTS (
    SELECT 1 FROM workspace_event e
    WHERE e.subject = 'solution' AND e.subject_id = NEW.id
      AND e.before = OLD.state AND e.after = NEW.state AND e.id = (
        SELECT MAX(l.id) FROM workspace_event l
        WHERE l.subject = e.subject AND l.subject_id = e.subject_id AND l.after <> ''))"""

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

SOLUTIONS = (
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
        "answer_never_goes", "workspace_answer", "DELETE", "TRUE", "an answer is never removed"
    ),
    *(
        Trigger(
            f"{column}_of_the_raisers_{event.lower()}",
            "workspace_answer",
            event,
            _NOT_ITS_RAISER.replace("{column}", f"{column}_id"),
            "only a company that raised or supports the need writes its test and judges it",
        )
        for column in ("written_by", "accepted_by")
        for event in ("INSERT", "UPDATE")
    ),
    Trigger(
        "solution_begins_as_idea",
        "workspace_solution",
        "INSERT",
        "NEW.state <> 'idea'",
        "a solution begins as an idea",
    ),
    Trigger(
        "solution_with_its_line",
        "workspace_solution",
        "UPDATE",
        _LINE_OF_SOLUTION,
        "a solution moves only with its line in the record",
    ),
    Trigger(
        "solution_approved_by_companies",
        "workspace_solution",
        "UPDATE",
        _NO_MAJORITY,
        "a solution is approved by most of the companies with a vote",
    ),
    Trigger(
        "solution_completed_by_raisers",
        "workspace_solution",
        "UPDATE",
        "NEW.state = 'completed' AND OLD.state <> 'completed' AND EXISTS (SELECT 1 FROM "
        "workspace_answer a WHERE a.solution_id = NEW.id AND a.accepted_at IS NULL)",
        "a solution is complete when those who raised its needs say so",
    ),
    *(
        Trigger(
            f"say_of_a_company_{event.lower()}",
            "workspace_approval",
            event,
            _NO_SAY,
            "a company with a vote says yes or no while the solution is before the companies",
        )
        for event in ("INSERT", "UPDATE")
    ),
    *(
        Trigger(
            f"convener_stands_aside_{event.lower()}",
            "workspace_contribution",
            event,
            _NOT_ASIDE,
            "a convener's organization delivers only after it stood aside",
        )
        for event in ("INSERT", "UPDATE")
    ),
    Trigger(
        "criteria_before_offers",
        "workspace_recusal",
        "INSERT",
        _OFFERS_KNOWN,
        "criteria are fixed before anybody offers to deliver",
    ),
    *write_once("recusal", "workspace_recusal", "a recusal"),
    Trigger(
        "aside_is_aside",
        "workspace_event",
        "INSERT",
        _STOOD_ASIDE,
        "whoever stood aside from a solution does not move it",
    ),
    *(
        Trigger(
            f"team_led_by_a_company_{event.lower()}",
            "workspace_actionteam",
            event,
            _COMPANY_LEADS,
            "a company seated at this partnership leads an action team",
        )
        for event in ("INSERT", "UPDATE")
    ),
    Trigger(
        "commitment_stays_as_promised",
        "workspace_commitment",
        "UPDATE",
        any_changed(
            "partnership_id",
            "solution_id",
            "seat_id",
            "what",
            "amount",
            "unit",
            "due",
            "replaces_id",
            "promised_by_id",
            "promised_at",
        ),
        "a commitment stays as it was promised: renegotiate it",
    ),
    Trigger(
        "pledge_stays_as_made",
        "workspace_costshare",
        "UPDATE",
        any_changed("solution_id", "seat_id", "kind", "amount_usd", "alone_usd", "at"),
        "a pledge stays as it was made: release it and pledge anew",
    ),
    Trigger(
        "nobody_pitches",
        "workspace_post",
        "INSERT",
        _PITCH,
        "public partners write to companies only about an open solution",
    ),
    Trigger(
        "post_stays_as_written",
        "workspace_post",
        "UPDATE",
        any_changed("partnership_id", "seat_id", "solution_id", "person_id", "text", "at"),
        "a post stays as it was written",
    ),
)
