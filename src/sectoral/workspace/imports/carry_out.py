"""A plan carried out through the real actions, all of it or nothing; or only tried.

Every act asks its own permission and guards, as it would of a page: an import has no door of
its own into the rows.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import DatabaseError, models, transaction

from sectoral.names import name_key
from sectoral.workspace.actions import conveners, organizations, partnerships, people, seats
from sectoral.workspace.actions.flags import flag
from sectoral.workspace.actions.moves import unmet_guards
from sectoral.workspace.acts.texts import TextDoubt, words_of
from sectoral.workspace.guards import guards_of
from sectoral.workspace.imports.plans.plan import (
    Act,
    ImportPlan,
    OrganizationRef,
    PlannedContact,
    PlannedConvener,
    PlannedOrganization,
    PlannedPartnership,
)
from sectoral.workspace.imports.texts import doubt_words, look_at
from sectoral.workspace.models import Delegate, Membership, Organization, Partnership, Seat, User
from sectoral.workspace.models.organizations import System
from sectoral.workspace.models.partnerships import CaseDecision
from sectoral.workspace.queries.roles import roles_of, sitting_of
from sectoral.workspace.queries.similar_names import owner_named
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.lifecycles import PARTNERSHIP, find_move
from sectoral.workspace.rules.permissions import PartnershipRole, may
from sectoral.workspace.rules.policy import IMPORTED_TERM

_AHEAD = ("form", "make_ready", "launch", "become_active")
# These ask for a review of the moment, tell of clocks that have not begun to run, or say what
# another one of them says too.
_NOT_ASKED = ("checklist", "awake", "no_twin", "employers_lead")
_ROWS_SHOWN = 5


@dataclass(slots=True)
class PlanResult:
    """What carrying a plan out made, and what stood against it.

    made     model, key and row of each thing, in the order of the making
    lines    the row and a sentence for each act, as a person checks it
    missing  for each partnership: its row, name, stage, and what it needs next and later
    faults   what the actions refused, by row; while there is one, nothing may stay
    notes    words of a row that companies must not settle together (S9)
    """

    made: list[dict[str, Any]] = field(default_factory=list)
    lines: list[tuple[int, str]] = field(default_factory=list)
    missing: list[dict[str, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each were made."""
        found: dict[str, int] = {}
        for entry in self.made:
            found[entry["model"]] = found.get(entry["model"], 0) + 1
        return found


class _BackError(Exception):
    """Everything that was tried is taken back."""


def try_plan(plan: ImportPlan, file: str, *, at: datetime, by: User) -> PlanResult:
    """Carry a plan out and take all of it back: what would be made, and what would be refused."""
    carrier = PlanCarrier(file, at=at, by=by)
    try:
        with transaction.atomic():
            carrier.carry(plan)
            raise _BackError
    except _BackError:
        return carrier.carried


@contextmanager
def carried_out(plan: ImportPlan, file: str, *, at: datetime, by: User) -> Iterator[PlanResult]:
    """Carry a plan out, and what follows inside, in one transaction.

    Raises   Refused with the first row that was refused: then nothing of it stays.
    """
    carrier = PlanCarrier(file, at=at, by=by)
    with transaction.atomic():
        carrier.carry(plan)
        if carrier.carried.faults:
            raise Refused(carrier.carried.faults[0])
        yield carrier.carried


ActOf = TypeVar("ActOf", bound=Act)


class PlanCarrier:
    """One file, carried out act by act. It remembers what its rows before have made."""

    def __init__(self, file: str, *, at: datetime, by: User) -> None:
        self.file, self.at, self.by = file, at, by
        self.carried = PlanResult()
        self.people: dict[str, User] = {}
        self.bodies: dict[tuple[str, str], Organization] = {}
        self.owned: dict[str, list[tuple[PlannedOrganization, Organization]]] = {}
        self.sitting = sitting_of(by, None, at=at)
        self.doubts: tuple[TextDoubt, ...] = ()

    def carry(self, plan: ImportPlan) -> None:
        """Do every act; an act that is refused leaves nothing, and the next one is tried."""
        for act in plan.acts:
            self._try_act(act, self._act)
        # Once for each owner, and not for each row: that is one change, and a fraction of the time.
        for owned in list(self.owned.values()):
            self._try_act(owned[0][0], self._owner)

    def _try_act(self, act: ActOf, run: Callable[[ActOf], None]) -> None:
        before = len(self.carried.made)
        try:
            with transaction.atomic():
                run(act)
        except Refused as refusal:
            self._note_refusal(act, str(refusal), before)
        except DatabaseError:
            words = (
                "The database refused it, because something like it was added in the "
                "meantime. Check again."
            )
            self._note_refusal(act, words, before)

    def _note_refusal(self, act: Act, words: str, before: int) -> None:
        del self.carried.made[before:]
        # What was remembered may have been taken back with the act: ask for it anew.
        self.people.clear()
        self.bodies.clear()
        self.carried.faults.append(f"{self.file}, row {act.row:,}: {words}")

    def _act(self, act: Act) -> None:
        self.doubts = look_at(act, self.sitting)
        if self.doubts:
            self.carried.notes.append(doubt_words(self.doubts, self.file, act.row))
        match act:
            case PlannedOrganization():
                self._entry(act)
            case PlannedContact():
                self._contact(act)
            case PlannedPartnership():
                self._proposal(act)

    def _note_row(self, act: Act, thing: models.Model) -> None:
        name = thing._meta.model_name or ""
        self.carried.made.append({"model": name, "pk": thing.pk, "row": act.row})

    def _note_line(self, act: Act, *parts: str) -> None:
        self.carried.lines.append((act.row, ", ".join(part for part in parts if part)))

    # ── organizations ─────────────────────────────────────────────────────────────────────

    def _entry(self, act: PlannedOrganization) -> None:
        made = organizations.register(
            name=act.name,
            system=act.system,
            naics=act.naics,
            size=act.size,
            areas=act.areas,
            apart=True,  # the plan has asked
            at=self.at,
            by=self.by,
        )
        self._note_row(act, made)
        self._note_line(
            act,
            made.name,
            made.get_system_display(),
            f"NAICS {act.naics}" if act.naics else "",
            f"{made.get_size_display()} people" if act.size else "",
            f"works in {', '.join(act.areas)}" if act.areas else "",
            f"owned by {act.owner}" if act.owner else "",
        )
        if act.owner:
            self.owned.setdefault(name_key(act.owner), []).append((act, made))

    def _owner(self, act: PlannedOrganization) -> None:
        """Declare the owner that a row names over every organization whose row names it."""
        owned = [organization for _, organization in self.owned[name_key(act.owner)]]
        new = owner_named(act.owner) is None
        group = organizations.declare_ownership(
            organizations=owned, owner=act.owner, apart=True, at=self.at, by=self.by
        )
        if new:
            self._note_row(act, group)

    # ── contacts ──────────────────────────────────────────────────────────────────────────

    def _contact(self, act: PlannedContact) -> None:
        organization = Organization.objects.get(pk=act.organization.key)
        person, new = self._person(act, act.email, act.name)
        joined = self._join_person(act, person, organization)
        table = ""
        if act.table is not None:
            table = self._seat_organization(act, act.table, person, organization)
        done = "gets an account" if new else "" if joined or table else "is already here"
        self._note_line(
            act,
            f"{act.name} ({act.email})",
            done,
            f"joins {organization}" if joined else f"is at {organization}",
            table,
        )

    def _person(self, act: Act, email: str, name: str) -> tuple[User, bool]:
        """The person of an address; a new account where there is none."""
        known = self.people.get(email) or User.objects.filter(mailbox=email).first()
        if known is not None and not known.is_active:
            raise Refused(f"The account of {email} is closed; the state opens it again.")
        if known is None:
            known = people.add_person(email=email, name=name, at=self.at, by=self.by)
            self._note_row(act, known)
            self.people[email] = known
            return known, True
        self.people[email] = known
        return known, False

    def _join_person(self, act: Act, person: User, organization: Organization) -> bool:
        there = Membership.objects.filter(person=person, organization=organization, until=None)
        if there.exists():
            return False
        membership = people.join(person=person, organization=organization, at=self.at, by=self.by)
        self._note_row(act, membership)
        return True

    def _seat_organization(
        self, act: PlannedContact, table: int, person: User, organization: Organization
    ) -> str:
        """The person acts for the organization's seat, which is offered where there is none."""
        partnership = Partnership.objects.get(pk=table)
        seat = Seat.objects.filter(
            partnership=partnership, organization=organization, until=None
        ).first()
        if seat is None:
            seat = seats.offer(
                partnership=partnership, organization=organization, at=self.at, by=self.by
            )
            self._note_row(act, seat)
        first = seat.delegates.select_related("person").filter(until=None, role="primary").first()
        role = act.role or (Delegate.Role.ALTERNATE if first else Delegate.Role.PRIMARY)
        if seat.delegates.filter(until=None, person=person).exists():
            return f"already acts for it at {partnership}"
        if role == Delegate.Role.PRIMARY and first is not None:
            raise Refused(
                f"{first.person} is the primary delegate of {organization} at {partnership}. "
                "Write 'alternate', or name another primary delegate on the seats page."
            )
        named = seats.name_delegate(seat=seat, person=person, role=role, at=self.at, by=self.by)
        self._note_row(act, named)
        waits = ", a seat that needs approval" if seat.standing == Seat.Standing.WAITING else ""
        return f"acts for it at {partnership} ({named.get_role_display()}{waits})"

    # ── partnerships ──────────────────────────────────────────────────────────────────────

    def _proposal(self, act: PlannedPartnership) -> None:
        table = partnerships.propose(
            case=_case_of(act), name=act.name, waiver=act.waiver, published=False,
            at=self.at, by=self.by,
        )  # fmt: skip
        self._note_row(act, table)
        if self.doubts:
            flag(
                partnership=table, row=table, act="state.propose", text=act.name,
                words=words_of(self.doubts), at=self.at, by=self.by,
            )  # fmt: skip
        wanting, convened = [], ""
        if act.convener is not None:
            convened = self._appoint_convener(act, act.convener, table)
            wanting = [] if act.convener.email else [_no_person(act.convener)]
        self._form_partnership(table)
        wanting += self._companies(act, table)
        self._note_line(act, table.name, table.get_stage_display(), convened)
        needs = missing_by_stage(table, self.at)
        later = list(needs)[list(needs).index(table.stage) + 1 :]
        self.carried.missing.append(
            {
                "row": act.row,
                "name": table.name,
                "stage": table.get_stage_display(),
                "next": [*needs[table.stage], *wanting],
                "later": [words for stage in later for words in needs[stage]],
            }
        )

    def _appoint_convener(
        self, act: PlannedPartnership, convener: PlannedConvener, partnership: Partnership
    ) -> str:
        organization = self._body(act, convener.organization)
        if not convener.email:
            return f"{organization} named as convener"
        person, _ = self._person(act, convener.email, convener.person)
        self._join_person(act, person, organization)
        appointment = conveners.appoint(
            partnership=partnership,
            organization=organization,
            person=person,
            basis="convened it before it was imported",
            term_ends=(self.at + IMPORTED_TERM.span).date(),
            at=self.at,
            by=self.by,
        )
        self._note_row(act, appointment)
        kind = organization.get_system_display()
        guessed = f" ({kind}, by its name)" if convener.guessed else ""
        return f"convened by {organization}{guessed}, in charge: {person}"

    def _body(self, act: PlannedPartnership, body: OrganizationRef) -> Organization:
        """The organization that convenes; registered where no row before has."""
        if body.key:
            return Organization.objects.get(pk=body.key)
        compared = (name_key(body.name), body.system)
        if compared not in self.bodies:
            made = organizations.register(
                name=body.name, system=body.system, apart=True, at=self.at, by=self.by
            )
            self._note_row(act, made)
            self.bodies[compared] = made
        return self.bodies[compared]

    def _form_partnership(self, partnership: Partnership) -> None:
        """Take the proposal up, where the state brings it in and every guard says yes."""
        state = PartnershipRole.STATE in roles_of(self.by, partnership, at=self.at)
        if state and not unmet_guards(partnership, find_move(PARTNERSHIP, "form"), at=self.at):
            partnerships.form(partnership=partnership, at=self.at, by=self.by)

    def _companies(self, act: PlannedPartnership, partnership: Partnership) -> list[str]:
        """Seats for the companies that a row names, where its convener brings them in.

        Returns  what became of those without a seat, in sentences.
        """
        if not act.companies:
            return []
        found = {
            name_key(organization.name): organization
            for organization in Organization.objects.filter(system=System.EMPLOYER)
        }
        unknown = [name for name in act.companies if name_key(name) not in found]
        there = [found[name_key(name)] for name in act.companies if name_key(name) in found]
        wanting = [f"Not registered yet: {_name_list(unknown)}."] if unknown else []
        if not may(roles_of(self.by, partnership, at=self.at), "seat"):
            names = _name_list([organization.name for organization in there])
            return [*wanting, f"Its convener offers seats to {names}."] if there else wanting
        return [*wanting, *(words for one in there if (words := self._seat(act, partnership, one)))]

    def _seat(
        self, act: PlannedPartnership, partnership: Partnership, organization: Organization
    ) -> str:
        try:
            with transaction.atomic():
                seat = seats.offer(
                    partnership=partnership, organization=organization, at=self.at, by=self.by
                )
        except Refused as refusal:
            return f"No seat for {organization}: {refusal}"
        self._note_row(act, seat)
        return ""


def _case_of(act: PlannedPartnership) -> partnerships.ProposalCase:
    """Its case, without the file's name: that is for whoever brought the file."""
    began = f"; it began {act.started}" if act.started else ""
    verdict = CaseDecision(act.decision).label
    return partnerships.ProposalCase(
        region=act.region.id,
        region_name=act.region.name,
        sector=act.sector.id,
        sector_name=act.sector.name,
        naics=act.sector.codes,
        areas=act.region.codes,
        edition=act.edition,
        decision=act.decision,
        words=f"Imported from a spreadsheet as {verdict}{began}.",
    )


def missing_by_stage(partnership: Partnership, at: datetime) -> dict[str, list[str]]:
    """What a partnership still needs to leave each stage on its way to active, in their order."""
    guards, told, needs = guards_of(partnership), set(), {}
    for verb in _AHEAD:
        step = find_move(PARTNERSHIP, verb)
        asked = [name for name in step.guards if name not in _NOT_ASKED]
        reasons = [answer.reason for name in asked if not (answer := guards[name](partnership, at))]
        needs[str(step.before[0])] = [words for words in reasons if words not in told]
        told |= set(reasons)
    return needs


def _no_person(convener: PlannedConvener) -> str:
    return (
        f"{convener.organization.name} convenes it. Give the e-mail of the person in "
        "charge to appoint it."
    )


def _name_list(names: list[str]) -> str:
    """Names in a sentence; of many, the first few and how many more."""
    if len(names) > _ROWS_SHOWN:
        return f"{', '.join(names[:_ROWS_SHOWN])} and {len(names) - _ROWS_SHOWN:,} more"
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)
