"""What waits for a person who speaks for a company or a partner: asks, the most urgent first.

The order is published (docs/partnerships.md) and the same on the page and in the letter: it is that
of `TASK_KINDS`. Within one kind, what ends first comes first. Kinds are looked for in this order
and no further than it takes, so that nobody gets more than a few asks and the page asks little.
`context` is what is looked through, `rows` finds, `words` says it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.queries.tasks import rows, words
from sectoral.workspace.queries.tasks.context import TaskContext, task_context, unread_releases
from sectoral.workspace.queries.tasks.words import PersonTask
from sectoral.workspace.rules.policy import TASKS_AT_ONCE


@dataclass(frozen=True, slots=True)
class TaskKind:
    """One kind of task.

    find   the rows that wait for a person, what ends first first
    word   a row as the task that the person reads
    """

    find: Callable[[TaskContext], Iterable[Any]]
    word: Callable[[TaskContext, Any], PersonTask]


TASK_KINDS = (
    TaskKind(rows.meetings_under_way, words.word_meeting_under_way),
    TaskKind(rows.launches_to_invite_to, words.word_launch),
    TaskKind(rows.rounds_to_vote_in, words.word_ballot),
    TaskKind(rows.commitments_due, words.word_commitment),
    TaskKind(rows.fresh_draft, words.word_draft),  # written in the last month
    TaskKind(rows.answers_to_judge, words.word_judgment),
    TaskKind(rows.solutions_to_approve, words.word_review),
    TaskKind(rows.realignments_to_consent_to, words.word_consent),
    TaskKind(rows.rewordings_offered, words.word_rewording),
    TaskKind(rows.needs_to_support, words.word_need),
    TaskKind(rows.answers_without_test, words.word_acceptance_test),
    TaskKind(rows.seats_to_approve, words.word_seat),
    TaskKind(unread_releases, words.word_release),
    TaskKind(rows.meetings_to_come, words.word_meeting),  # of the next two weeks
    TaskKind(rows.older_draft, words.word_draft),
)
"""Every kind of task, the most urgent first."""


def tasks_of(
    sittings: Sequence[Sitting], *, at: datetime, most: int = TASKS_AT_ONCE.value
) -> list[PersonTask]:
    """The asks of a person, the most urgent first, at most so many."""
    return tasks_from(task_context(sittings, at), most=most)


def tasks_from(mine: TaskContext, *, most: int = TASKS_AT_ONCE.value) -> list[PersonTask]:
    """The same, where what is looked through was read already."""
    if not mine.sittings:
        return []
    found = (kind.word(mine, row) for kind in TASK_KINDS for row in kind.find(mine))
    return list(islice(found, most))
