"""What people can try at the table: every action, with whatever and whoever chance picks.

A move is a function of the walk. It asks the walk for rows and people — often fitting ones, so
that a walk gets somewhere, often others, so that doors are tried by those for whom they are
closed — and calls one action. What the action answers is the walk's business.
"""

from tests.workspace.partnership.moves.given import Play, Walk
from tests.workspace.partnership.moves.meetings import agenda, call, meet, minutes, sign_in
from tests.workspace.partnership.moves.needs import (
    bring,
    draft,
    put_forward,
    receive,
    release,
    reopen,
    reword,
    support,
)
from tests.workspace.partnership.moves.partnerships import (
    labor_table,
    leave_off,
    look,
    plan,
    propose,
    realign,
    rules,
    scope,
    settle,
    stand,
    step,
    waive,
)
from tests.workspace.partnership.moves.people import (
    approve_seat,
    champions,
    convening,
    delegates,
    depart,
    enter,
    invitation,
    join,
    offer_seat,
    office,
    ownership,
    seat_leaves,
    seat_vote,
    step_down,
    suspend,
)
from tests.workspace.partnership.moves.posts import pitch, post
from tests.workspace.partnership.moves.promises import pledge, promise, team
from tests.workspace.partnership.moves.reaches import REACHES
from tests.workspace.partnership.moves.rounds import cast, count, open_round, prepare, publish, void
from tests.workspace.partnership.moves.solutions import (
    aside,
    carry_on,
    contribute,
    judge,
    offer_own,
    run_own,
    say,
    send_back,
    suggest,
    tend,
    write_test,
)

__all__ = ["MOVES", "REACHES", "Play", "Walk"]

MOVES: dict[Play, float] = {
    propose: 1, step: 3, leave_off: 0.4, scope: 1, labor_table: 0.5, plan: 2, look: 1, rules: 0.5,
    convening: 1.5, step_down: 0.4, depart: 0.5, enter: 1, join: 0.7, office: 0.5, ownership: 0.7,
    offer_seat: 1, approve_seat: 2, seat_vote: 0.7, seat_leaves: 0.4, suspend: 0.6, delegates: 1,
    champions: 1, invitation: 0.6,
    put_forward: 0.6, draft: 5, bring: 3, reword: 1.5, support: 9, release: 6, receive: 2,
    reopen: 2, prepare: 6, open_round: 3, cast: 12, count: 4, publish: 5, void: 1,
    call: 4, agenda: 4, meet: 8, sign_in: 1, minutes: 2,
    suggest: 6, write_test: 7, contribute: 8, aside: 3, tend: 4, carry_on: 14, say: 6,
    offer_own: 2, run_own: 1,
    send_back: 1, judge: 6, pledge: 4, team: 3, promise: 5, post: 5, pitch: 1,
    realign: 2, settle: 9, waive: 0.3, stand: 0.5,
}  # fmt: skip
"""Every move and how often it is tried, beside the others."""
