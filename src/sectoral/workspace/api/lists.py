"""The lists of one partnership: a line each. Whatever an act is done to, or takes, has its id here.

Who reads a list is its `permission`; which rows of it, its `rows`: those that `acts.nouns` lets the
caller know of.
"""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from sectoral.workspace.api import shapes
from sectoral.workspace.api.calls import NO_READ, Page, Slug, list_page, sitting_at
from sectoral.workspace.api.calls import Limit as LimitOf
from sectoral.workspace.api.calls import Offset as OffsetOf
from sectoral.workspace.api.rows import (
    More,
    Rows,
    column_fields,
    meeting_told,
    meetings_of,
    needs_of,
    of_seats,
    of_solutions,
    person_for,
    posts_of,
    realignment_told,
    realignments_of,
    rewordings_of,
    round_told,
    rounds_of,
    seat_fields,
    share_told,
    shares_of,
)
from sectoral.workspace.columns.commitments import COMMITMENTS
from sectoral.workspace.columns.costs import COSTS
from sectoral.workspace.columns.meetings import MEETINGS
from sectoral.workspace.columns.needs import NEEDS, RELEASES
from sectoral.workspace.columns.rounds import ROUNDS
from sectoral.workspace.columns.seats import CONVENERS, DELEGATES, SEATS
from sectoral.workspace.columns.solutions import SOLUTIONS
from sectoral.workspace.drawings.sheets import SheetColumn
from sectoral.workspace.models import (
    AgendaItem,
    Answer,
    Championship,
    Contribution,
    Delegate,
    Invitation,
    Invitee,
    WordFlag,
)
from sectoral.workspace.queries.flags import opportunities_for, points_for
from sectoral.workspace.queries.needs import release_archive, seen_by
from sectoral.workspace.queries.roles import Sitting

router = Router(tags=["reading"])


@dataclass(frozen=True, slots=True)
class PartnershipList:
    """One list of a partnership.

    name        its address and its name in the document
    noun        what acts call each of its rows; empty where no act is done to one
    permission  the line of `PERMISSIONS` that opens it
    shape       what a row looks like
    words       what it is
    rows        the rows, as the caller may know of them
    more        what goes out of a row beside its columns, or in place of one
    columns     the record's own columns, which files have too; what the shape asks for and
                neither of them says is taken from the row by its name
    """

    name: str
    noun: str
    permission: str
    shape: type[Schema]
    words: str
    rows: Rows
    more: More = field(default=lambda *_: {})
    columns: tuple[SheetColumn[Any], ...] = ()

    def out(self, row: Any, sitting: Sitting) -> dict[str, Any]:
        """A row in the shape that goes out."""
        told = column_fields(self.columns, row)
        given = {"id": row.pk, **told, **self.more(row, sitting)}
        own = [name for name in self.shape.model_fields if name not in given]
        return {**given, **{name: getattr(row, name) for name in own}}


LISTS = (
    PartnershipList(
        "appointments",
        "appointment",
        "see_partnership",
        shapes.AppointmentOut,
        "Current and former conveners",
        lambda found, _: found.appointments.select_related("organization", "person"),
        lambda row, _: {"person": row.person_id},
        CONVENERS,
    ),
    PartnershipList(
        "realignments",
        "realignment",
        "see_partnership",
        shapes.RealignmentOut,
        "Proposed mergers, splits, changes of scope and closings",
        realignments_of,
        realignment_told,
    ),
    PartnershipList(
        "seats",
        "seat",
        "see_partnership",
        shapes.SeatOut,
        "Current and former seats",
        lambda found, _: found.seats.select_related("organization"),
        columns=SEATS,
    ),
    PartnershipList(
        "delegates",
        "delegate",
        "see_partnership",
        shapes.DelegateOut,
        "Current and former delegates of seats",
        of_seats(Delegate, "person"),
        lambda row, _: {"seat": row.seat_id, "person": row.person_id},
        DELEGATES,
    ),
    PartnershipList(
        "champions",
        "champion",
        "see_partnership",
        shapes.ChampionOut,
        "Champions, and their terms",
        of_seats(Championship, "person"),
        person_for,
    ),
    PartnershipList(
        "invitations",
        "invitation",
        "invite",
        shapes.InvitationOut,
        "Invitations to act for a seat",
        of_seats(Invitation),
        seat_fields,
    ),
    PartnershipList(
        "opportunities",
        "",
        "see_partnership",
        shapes.OpportunityOut,
        "What the industry could gain, without who said it",
        lambda found, sitting: opportunities_for(sitting, found.opportunities.all()),
    ),
    PartnershipList(
        "needs",
        "need",
        "see_released_needs",
        shapes.NeedOut,
        "The needs that the caller can see",
        lambda found, sitting: seen_by(sitting.person, found, at=sitting.at),
        columns=NEEDS,
    ),
    PartnershipList(
        "rewordings",
        "rewording",
        "see_own_needs",
        shapes.RewordingOut,
        "Wordings suggested to the company that raised a need",
        rewordings_of,
        lambda row, _: {"need": row.need_id},
    ),
    PartnershipList(
        "releases",
        "release",
        "see_released_needs",
        shapes.ReleaseOut,
        "Listening releases",
        lambda found, sitting: release_archive(found, at=sitting.at),
        lambda row, _: {"needs": needs_of(row)},
        RELEASES,
    ),
    PartnershipList(
        "rounds",
        "round",
        "see_results",
        shapes.RoundOut,
        "Rounds, with results once they are published",
        rounds_of,
        round_told,
        ROUNDS,
    ),
    PartnershipList(
        "priorities",
        "",
        "see_results",
        shapes.PriorityOut,
        "What the companies chose, including past choices",
        lambda found, _: found.priorities.order_by("-since", "place"),
        lambda row, _: {"need": row.need_id, "round": row.round_id},
    ),
    PartnershipList(
        "meetings",
        "meeting",
        "see_partnership",
        shapes.MeetingOut,
        "Meetings, the latest first",
        meetings_of,
        meeting_told,
        MEETINGS,
    ),
    PartnershipList(
        "replies",
        "",
        "see_replies",
        shapes.ReplyOut,
        "Who is coming to meetings",
        lambda found, _: Invitee.objects.filter(
            meeting__partnership=found, holds=True
        ).select_related("person"),
        lambda row, _: {"meeting": row.meeting_id, "person": str(row.person)},
    ),
    PartnershipList(
        "items",
        "item",
        "see_partnership",
        shapes.ItemOut,
        "Agenda points, including those in the parking lot",
        lambda found, sitting: points_for(
            sitting, AgendaItem.objects.filter(meeting__partnership=found)
        ),
        lambda row, _: {"meeting": row.meeting_id},
    ),
    PartnershipList(
        "solutions",
        "solution",
        "see_partnership",
        shapes.SolutionOut,
        "Solutions, with the needs they answer and what others contribute",
        lambda found, _: found.solutions.prefetch_related("answers", "contributions"),
        lambda row, _: {
            "needs": [answer.need_id for answer in row.answers.all()],
            "contributions": [
                one.what for one in row.contributions.all() if one.withdrawn_at is None
            ],
        },
        SOLUTIONS,
    ),
    PartnershipList(
        "answers",
        "answer",
        "see_partnership",
        shapes.AnswerOut,
        "Which solution answers which need, and the test that the companies wrote",
        of_solutions(Answer),
        lambda row, _: {"solution": row.solution_id, "need": row.need_id},
    ),
    PartnershipList(
        "contributions",
        "contribution",
        "see_partnership",
        shapes.ContributionOut,
        "Who contributes what to a solution",
        of_solutions(Contribution, "seat__organization"),
        lambda row, _: {**seat_fields(row, _), "solution": row.solution_id},
    ),
    PartnershipList(
        "commitments",
        "commitment",
        "see_partnership",
        shapes.CommitmentOut,
        "Promises: who will do what by when, and whether it was kept",
        lambda found, _: found.commitments.select_related("seat__organization"),
        lambda row, _: {"seat": row.seat_id, "solution": row.solution_id},
        COMMITMENTS,
    ),
    PartnershipList(
        "shares",
        "share",
        "see_partnership",
        shapes.ShareOut,
        "Who pays which share of a solution's cost. Callers who cannot see costs get only "
        "their own.",
        shares_of,
        share_told,
        COSTS,
    ),
    PartnershipList(
        "teams",
        "team",
        "see_partnership",
        shapes.TeamOut,
        "Action teams, who leads them and who is on them",
        lambda found, _: found.teams.prefetch_related("members"),
        lambda row, _: {
            "led_by": row.led_by_id,
            "members": [seat.pk for seat in row.members.all()],
            "solution": row.solution_id,
        },
    ),
    PartnershipList(
        "posts",
        "post",
        "see_partnership",
        shapes.PostOut,
        "What partners wrote to the companies. Messages that are waiting are shown only to "
        "the writer and the reviewers.",
        posts_of,
        lambda row, _: {**seat_fields(row, _), "solution": row.solution_id},
    ),
    PartnershipList(
        "pitches",
        "pitch",
        "handle_pitch",
        shapes.PitchOut,
        "Reports of pitches, without who reported them",
        lambda found, _: found.pitches.select_related("about__organization"),
        lambda row, _: {"seat": row.about_id, "organization": row.about.organization.name},
    ),
    PartnershipList(
        "flags",
        "flag",
        "look_at_words",
        shapes.FlagOut,
        "Words about pay, hiring or prices that were sent anyway, without who wrote them",
        lambda found, _: WordFlag.objects.filter(partnership=found),
        lambda row, _: {"of": row.subject, "of_id": row.subject_id},
    ),
)


def _add_list(listed: PartnershipList) -> None:
    def read(request: HttpRequest, slug: Slug, limit: LimitOf = 50, offset: OffsetOf = 0) -> Any:
        found, sitting = sitting_at(request, slug, listed.permission)
        rows = listed.rows(found, sitting)
        return list_page(rows, limit, offset, lambda row: listed.out(row, sitting))

    done_to = f" Acts on one: `GET /acts/on/{listed.noun}/{{id}}`." if listed.noun else ""
    read.__doc__ = f"{listed.words}. Requires: {listed.permission}.{done_to}"
    router.add_api_operation(
        f"/partnerships/{{slug}}/{listed.name}",
        ["GET"],
        read,
        response={200: Page[listed.shape], **NO_READ},  # type: ignore[name-defined]
        summary=listed.words,
        operation_id=listed.name,
    )


for _listed in LISTS:
    _add_list(_listed)
