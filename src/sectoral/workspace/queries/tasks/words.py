"""A task in the reader's words: the question, the same for a letter, and what hangs on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sectoral.workspace.models import (
    Answer,
    Commitment,
    Meeting,
    Need,
    Realignment,
    Release,
    Rewording,
    Round,
    Seat,
    Solution,
)
from sectoral.workspace.queries.consents import left_outside
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.queries.tasks.context import TaskContext
from sectoral.workspace.rules.dates import day_words, moment_words, there_words, until_words


@dataclass(frozen=True, slots=True)
class PersonTask:
    """One thing that waits for a person.

    title   the question, in the reader's words
    plain   the same without words that are not everybody's: what a letter may say
    why     until when, or what hangs on it
    acts    keys of `acts.BY_KEY` that answer it, the first one first
    thing   what they are done to, and what the title leads to
    """

    sitting: Sitting
    title: str
    plain: str
    why: str
    acts: tuple[str, ...]
    thing: Any


def word_meeting_under_way(mine: TaskContext, meeting: Meeting) -> PersonTask:
    """A meeting that runs: is the person there?"""
    return PersonTask(
        mine.of(meeting.partnership_id),
        f"“{meeting.title}” is under way. Are you there?",
        "A meeting is under way",
        "Read the statement and say that you are here. That puts you on the attendance list.",
        ("meeting.sign_in",),
        meeting,
    )


def word_launch(mine: TaskContext, meeting: Meeting) -> PersonTask:
    """A launch that waits for a champion's invitation."""
    return PersonTask(
        mine.of(meeting.partnership_id),
        f"Invite the others to “{meeting.title}”, {moment_words(meeting.starts)}",
        "A launch meeting needs you to invite people",
        "Companies come when another company asks, so the invitation goes out in a "
        "champion's name.",
        ("meeting.invite",),
        meeting,
    )


def word_ballot(mine: TaskContext, round: Round) -> PersonTask:
    """A ballot to cast."""
    closes = round.closes_at or mine.at
    return PersonTask(
        mine.of(round.partnership_id),
        "What comes first? Cast your company's ballot.",
        f"Cast your company's ballot by {day_words(closes)}",
        f"Closes {until_words(closes, mine.at)}: {moment_words(closes)}.",
        ("round.cast",),
        round,
    )


def word_commitment(mine: TaskContext, promise: Commitment) -> PersonTask:
    """A promise that is due or late."""
    late = promise.due < mine.at.date()
    return PersonTask(
        mine.of(promise.partnership_id),
        f"You promised: {promise.what}",
        f"A promise of yours {'was' if late else 'is'} due on {day_words(promise.due)}",
        f"{'Was' if late else 'Is'} due on {day_words(promise.due)}. Done? Tell the convener, "
        "who will mark it as kept. Need more time? Promise another day.",
        ("commitment.renegotiate",),
        promise,
    )


def word_judgment(mine: TaskContext, answer: Answer) -> PersonTask:
    """Whether a solution answered a need."""
    return PersonTask(
        mine.of(answer.need.partnership_id),
        f"Did “{answer.solution}” answer your need?",
        "Did a solution answer your need?",
        f"You said it is answered when {_test_words(answer)}",
        ("answer.accept", "answer.not_yet"),
        answer,
    )


def _test_words(answer: Answer) -> str:
    words = answer.acceptance_test.strip()
    return words[:1].lower() + words[1:] if words else "it works for you."


def word_review(mine: TaskContext, solution: Solution) -> PersonTask:
    """A solution that lies before the companies."""
    return PersonTask(
        mine.of(solution.partnership_id),
        f"“{solution}”: does your company approve?",
        "A solution needs your company's yes or no",
        f"For {solution.for_whom}. It can start once more than half of the companies say yes.",
        ("solution.say_yes", "solution.say_no"),
        solution,
    )


def word_consent(mine: TaskContext, proposal: Realignment) -> PersonTask:
    """A merge, a split, another scope or an end."""
    here = proposal.partnership_id
    return PersonTask(
        mine.of(here if here in mine.sittings else proposal.successor_id or here),
        _QUESTIONS[proposal.kind].format(proposal.partnership),
        f"A {proposal.get_kind_display()} of your partnership needs your company's answer",
        _stakes_words(mine, proposal),
        ("realignment.agree", "realignment.disagree"),
        proposal,
    )


_QUESTIONS = {
    "merge": "Should {} merge?",
    "split": "Should {} split?",
    "rescope": "Should {} change who belongs?",
    "close": "Should {} close?",
}


def _stakes_words(mine: TaskContext, proposal: Realignment) -> str:
    """Why it is proposed, and whose seats would fall outside: one's own named first."""
    left = [seat for seat, _ in left_outside(proposal, mine.at)]
    if not left:
        return proposal.reason
    own = [seat.organization.name for seat in left if seat.pk in mine.own]
    told = f"{len(left)} compan{'y' if len(left) == 1 else 'ies'} would no longer belong"
    return f"{proposal.reason.rstrip('.')}. {told}{f', including yours: {own[0]}' if own else ''}."


def word_rewording(mine: TaskContext, offered: Rewording) -> PersonTask:
    """Other words for a need of one's own."""
    return PersonTask(
        mine.of(offered.need.partnership_id),
        f"Can we change your need to: “{offered.title}”?",
        "The convener suggests a new wording for your need",
        offered.text,
        ("rewording.agree", "rewording.decline"),
        offered,
    )


def word_need(mine: TaskContext, need: Any) -> PersonTask:
    """A need that waits for companies, told with how many more wait."""
    text, more, again = need.text_now, need.among - 1, need.stood
    start = "Reworded: do you still support it?" if again else "Do you have this problem too?"
    rest = f" {more} more wait{'s' if more == 1 else ''} on the needs page." if more else ""
    plain = (
        "was reworded after you supported it" if again else "is waiting for companies to support it"
    )
    return PersonTask(
        mine.of(need.partnership_id),
        f"{start} {text.title}",
        f"A need {plain}",
        f"{_shorten_text(text.text)}{rest}",
        ("need.support",),
        need,
    )


def _shorten_text(words: str, most: int = 220) -> str:
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"


def word_acceptance_test(mine: TaskContext, answer: Answer) -> PersonTask:
    """How one will know that a need is answered."""
    return PersonTask(
        mine.of(answer.need.partnership_id),
        f"“{answer.solution}” is meant to answer your need. How will you know it worked?",
        "Say how you will know that a solution worked",
        "The companies vote on it once you have answered.",
        ("answer.write_test",),
        answer,
    )


def word_seat(mine: TaskContext, seat: Seat) -> PersonTask:
    """A seat that waits for a champion."""
    return PersonTask(
        mine.of(seat.partnership_id),
        f"{seat.organization} asks for a seat with the companies. Does it belong?",
        "A company's seat needs a champion's approval",
        "It sells staffing, training or advice, so both a champion and the convener have to "
        "approve.",
        ("seat.approve", "seat.refuse"),
        seat,
    )


def word_release(mine: TaskContext, release: Release) -> PersonTask:
    """A release that was not read yet."""
    return PersonTask(
        mine.of(release.partnership_id),
        f"Read the needs released on {day_words(release.released_at)}",
        f"Needs of the companies were released on {day_words(release.released_at)}",
        _window_words(release, mine.at),
        ("release.receive",),
        release,
    )


def _window_words(release: Release, at: datetime) -> str:
    if release.window_ends > at:
        return f"You listen together until {moment_words(release.window_ends)}."
    return f"Listening ended on {day_words(release.window_ends)}. Ideas are welcome now."


def word_meeting(mine: TaskContext, meeting: Meeting) -> PersonTask:
    """A meeting to come."""
    begins = there_words(meeting.starts, meeting.timezone)
    replied = meeting.pk in mine.replied_meetings
    wanted = "What should it be about?" if replied else "Will you come?"
    return PersonTask(
        mine.of(meeting.partnership_id),
        f"“{meeting.title}”, {begins}. {wanted}",
        f"A meeting on {begins}",
        f"Decision needed: {meeting.decision_wanted}",
        ("meeting.add_item",) if replied else ("meeting.reply", "meeting.add_item"),
        meeting,
    )


def word_draft(mine: TaskContext, need: Need) -> PersonTask:
    """A draft of one's own."""
    return PersonTask(
        mine.of(need.partnership_id),
        f"Your draft: {need.text_now.title}. Ready to share it with the other companies?",
        "You have a draft",
        "Only your company and the convener have seen it.",
        ("need.raise",),
        need,
    )
