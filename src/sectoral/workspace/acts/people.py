"""People and organizations: registered, joined, departed; offices of the state."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sectoral.workspace.actions import changes, identities, ownership_claims, people
from sectoral.workspace.actions import organizations as keep
from sectoral.workspace.acts.act import Act
from sectoral.workspace.acts.fields.basic import (
    REASON,
    EmptyChoice,
    TextSort,
    answer_field,
    choice_field,
    email_field,
    line_field,
    row_field,
    rows_field,
)
from sectoral.workspace.acts.fields.codes import counties_field
from sectoral.workspace.acts.fields.row_choices import (
    NO_ORGANIZATION,
    all_organizations,
    people_known,
    people_of,
)
from sectoral.workspace.models import Membership, Office, Organization, User
from sectoral.workspace.models.organizations import SizeBand, System
from sectoral.workspace.queries.reach import may_keep, partnerships_of
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.answers import Ruling
from sectoral.workspace.rules.wording.readers import PUBLIC, TABLE_AND_STATE, UNTIED

_SYSTEM = choice_field("system", "Kind", System.choices)
_AREAS = counties_field("areas", "Counties where it has employees", required=False)


def _areas_now(_: Any, organization: Any) -> str:
    return ", ".join(site.area for site in organization.worksites.all())


_NOBODY_KNOWN = EmptyChoice(
    "There is nobody with an account here yet. Open an account for the person first.",
    act="state.add_person",
)


def _by_person(ask: Callable[..., Ruling]) -> Callable[[Sitting, Any], Ruling]:
    """A question about whoever is before the page; a visitor signs in first."""

    def may(sitting: Sitting, thing: Any) -> Ruling:
        person = sitting.person
        return ask(person, thing, at=sitting.at) if person else Ruling("Sign in first.")

    return may


def _may_keep_people(by: User, organization: Organization, *, at: datetime) -> Ruling:
    return may_keep(by, partnerships_of([organization]), about=organization, at=at)


def _may_describe(by: User, organization: Organization, *, at: datetime) -> Ruling:
    return keep.may_describe(organization, partnerships_of([organization]), at=at, by=by)


def _keeps_its_people(sitting: Sitting, organization: Any) -> bool:
    return bool(_by_person(_may_keep_people)(sitting, organization))


def depart_organization(
    *, organization: Organization, person: User, at: datetime, by: User
) -> Membership:
    """`people.depart_organization`, as done from the organization's page."""
    return people.depart(person=person, organization=organization, at=at, by=by)


PEOPLE = (
    Act(
        key="state.register",
        run=keep.register,
        takes="",
        permission="keep_people",
        words="Register an organization",
        fields=(
            line_field("name", "Name", readers=PUBLIC, sort=TextSort.NAME, most=200),
            _SYSTEM,
            line_field(
                "naics",
                "Main activity (NAICS)",
                readers=TABLE_AND_STATE,
                most=6,
                required=False,
                help="Required for a company. It shows which industry it is in.",
            ),
            choice_field("size", "Number of employees", SizeBand.choices[1:], required=False),
            _AREAS,
            answer_field("apart", "This is a different organization"),
        ),
        done="Registered.",
    ),
    Act(
        key="organization.set_worksites",
        run=keep.set_worksites,
        takes="organization",
        permission="keep_people",
        words="Set its counties",
        fields=(counties_field("areas", "Counties", start=_areas_now),),
        done="Recorded.",
        may=_by_person(_may_describe),
        small=True,
    ),
    Act(
        key="state.declare_ownership",
        run=keep.declare_ownership,
        takes="",
        permission="keep_people",
        words="Declare a common owner",
        fields=(
            rows_field("organizations", "Organizations", all_organizations, lack=NO_ORGANIZATION),
            line_field(
                "owner", "Their owner", readers=TABLE_AND_STATE, sort=TextSort.NAME, most=200
            ),
            answer_field("apart", "This is a different owner"),
        ),
        intro="Organizations with the same owner count once wherever companies are counted. "
        "If one of them is at a table that you do not convene, its convener or the "
        "state has to agree first.",
        done="Recorded. They count once as soon as every table's convener or the state agrees.",
    ),
    Act(
        key="claim.agree",
        run=ownership_claims.agree,
        takes="claim",
        permission="keep_people",
        words="Confirm this owner",
        intro="From then on these organizations count once, also in votes. It does not "
        "change who can vote in a round that is already open.",
        done="Your yes is recorded.",
        may=_by_person(ownership_claims.may_agree),
    ),
    Act(
        key="claim.decline",
        run=ownership_claims.decline,
        takes="claim",
        permission="keep_people",
        words="Reject this owner",
        fields=(REASON,),
        done="Rejected, with your reason. Nothing has changed.",
        may=_by_person(ownership_claims.may_decline),
        small=True,
    ),
    Act(
        key="change.undo",
        run=changes.undo,
        takes="change",
        permission="",
        words="Undo this",
        intro="Everything that can be restored goes back to how it was. Everybody affected "
        "gets a letter.",
        done="Undone.",
        may=changes.may_undo,
        small=True,
    ),
    Act(
        key="organization.end_ownership",
        run=keep.end_ownership,
        takes="organization",
        permission="confirm",
        words="Record that it is independent",
        fields=(REASON,),
        done="Recorded.",
        may=lambda _, it: keep.may_end_ownership(it),
        small=True,
    ),
    Act(
        key="state.add_person",
        run=people.add_person,
        takes="",
        permission="keep_people",
        words="Open an account",
        fields=(
            email_field("email", "E-mail address", readers=PUBLIC),
            line_field("name", "Name", readers=PUBLIC, sort=TextSort.NAME, most=150),
        ),
        done="The account is open. Nobody else will ever know its password.",
    ),
    Act(
        key="organization.join",
        run=people.join,
        takes="organization",
        permission="keep_people",
        words="Add a person to it",
        fields=(row_field("person", "Person", people_known, lack=_NOBODY_KNOWN),),
        done="Recorded.",
        may=_by_person(_may_keep_people),
        small=True,
    ),
    Act(
        key="organization.depart",
        run=depart_organization,
        takes="organization",
        permission="keep_people",
        words="Record that somebody left",
        fields=(
            row_field(
                "person",
                "Person",
                lambda _, it: people_of(it),
                lack=EmptyChoice("Nobody is listed for this organization."),
            ),
        ),
        intro="Everything the person could do for the organization ends right away.",
        done="Access has ended. You can undo this for seven days on My table.",
        # Who keeps nobody there might still record the own leaving: the account's page does that.
        shown_when=_keeps_its_people,
        small=True,
    ),
    Act(
        key="person.rename",
        run=people.rename,
        takes="person",
        permission="keep_people",
        words="Correct the name",
        fields=(
            line_field(
                "name",
                "Name",
                readers=PUBLIC,
                sort=TextSort.NAME,
                most=150,
                start=lambda _, it: str(it),
            ),
        ),
        done="Corrected.",
        # A list has this button in each row, where ten questions a person would be too many: the
        # form says no, with the reason, to whoever does not keep the person.
        small=True,
    ),
    Act(
        key="person.untie",
        run=identities.untie,
        takes="person",
        permission="untie",
        words="Disconnect from the agency's sign-in",
        fields=(replace(REASON, readers=UNTIED),),
        intro="For people whose agency gave them a new sign-in, or whose account was "
        "connected to the wrong one. The next sign-in there with the account's e-mail "
        "address is connected to it. All sessions end.",
        done="Disconnected. The next sign-in there connects it again.",
        may=lambda _, it: identities.may_untie(it),
        small=True,
    ),
    Act(
        key="person.give_office",
        run=people.give_office,
        takes="person",
        permission="give_office",
        words="Give somebody a state office",
        fields=(choice_field("role", "Office", Office.Role.choices),),
        done="Given.",
        small=True,
    ),
    Act(
        key="office.end",
        run=people.end_office,
        takes="office",
        permission="give_office",
        words="End this office",
        done="Ended.",
        may=people.may_end_office,
        small=True,
    ),
)
