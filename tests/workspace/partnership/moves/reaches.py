"""Past the actions, at the rows themselves: the database alone says no."""

from sectoral.workspace.models import (
    Answer,
    Ballot,
    Delegate,
    Elector,
    Event,
    Need,
    Partnership,
    Post,
    Release,
    Round,
    Seat,
    Solution,
)
from tests.workspace.partnership.moves.given import Play, Walk


def reach_stage(w: Walk) -> None:
    Partnership.objects.filter(pk=w.partnership.pk).update(
        stage=w.rng.choice(("active", "launched", "merged", "proposed")), stage_since=w.now
    )


def reach_need(w: Walk) -> None:
    states = ("validated", "released", "in_solution", "closed")
    Need.objects.filter(pk=w.pick(Need).pk).update(state=w.rng.choice(states))


def reach_answer(w: Walk) -> None:
    need = w.pick(Need)
    seat = w.pick(Seat, partnership=need.partnership)
    made = Solution.objects.create(
        partnership=need.partnership, title="x", for_whom="x", proposed_by=seat, created_at=w.now
    )
    Answer.objects.create(solution=made, need=need, at=w.now)


def reach_solution(w: Walk) -> None:
    Solution.objects.filter(pk=w.pick(Solution).pk).update(state="approved")


def reach_ballot(w: Walk) -> None:
    elector = w.pick(Elector)
    Ballot.objects.create(elector=elector, person=w.anyone(), choice=[], cast_at=w.now)


def reach_second_ballot(w: Walk) -> None:
    """A ballot of a delegate, beside those that are there; for walks that look for it only."""
    elector = w.pick(Elector, round__state="open")
    acting = w.pick(Delegate, seat=elector.seat, until=None)
    Ballot.objects.create(elector=elector, person=acting.person, choice=[], cast_at=w.now)


def reach_elector(w: Walk) -> None:
    seat, round = w.pick(Seat), w.pick(Round, opened_at__isnull=False)
    Elector.objects.create(round=round, seat=seat, group=f"seat {seat.pk}")


def reach_record(w: Walk) -> None:
    line = Event.objects.filter(pk=w.pick(Event).pk)
    if w.chance(0.5):
        line.delete()
    line.update(words="nothing was said")


def reach_release(w: Walk) -> None:
    Release.objects.filter(pk=w.pick(Release).pk).update(released_at=w.now)


def reach_post(w: Walk) -> None:
    seat = w.pick(Seat, partnership=w.partnership, system="education")
    table = w.partnership
    Post.objects.create(partnership=table, seat=seat, person=w.anyone(), text="Buy.", at=w.now)


def reach_scope(w: Walk) -> None:
    row = w.pick(Partnership, stage__in=("launched", "active", "at_risk", "stale"))
    Partnership.objects.filter(pk=row.pk).update(naics=["622"], areas=["99999"])


def reach_end(w: Walk) -> None:
    """With its line, as somebody would who knows that a stage asks for one."""
    row = w.pick(Partnership, stage__in=("launched", "active", "at_risk", "stale"))
    Event.objects.create(
        at=w.now, actor=w.anyone(), verb="close", partnership=row, subject="partnership",
        subject_id=row.pk, before=row.stage, after="closed", reason="x", words="closed",
    )  # fmt: skip
    Partnership.objects.filter(pk=row.pk).update(stage="closed", stage_since=w.now)


def reach_vote(w: Walk) -> None:
    Seat.objects.filter(pk=w.pick(Seat, system__in=("education", "labor")).pk).update(voting=True)


REACHES: tuple[Play, ...] = (
    reach_stage, reach_need, reach_answer, reach_solution, reach_ballot, reach_elector,
    reach_record, reach_release, reach_post, reach_vote, reach_scope, reach_end,
)  # fmt: skip
