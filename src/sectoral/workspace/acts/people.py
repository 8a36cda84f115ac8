"""People and organizations: registered, joined, departed; offices of the state."""

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
from sectoral.workspace.queries.ownership_claims import may_settle
from sectoral.workspace.queries.reach import may_keep, partnerships_of
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.queries.solutions import related_rows
from sectoral.workspace.rules.wording.readers import PUBLIC, TABLE_AND_STATE, UNTIED

_SYSTEM = choice_field("system", "Kind", System.choices)
_AREAS = counties_field("areas", "Counties with people at work", required=False)


def _areas_now(_: Any, organization: Any) -> str:
    return ", ".join(site.area for site in organization.worksites.all())


_NOBODY_KNOWN = EmptyChoice(
    "You know of nobody with an account yet. Open an account for the person first.",
    act="state.add_person",
)


def _may_keep_people(sitting: Sitting, organization: Any) -> bool:
    """Whether the person keeps people at every live table of an organization."""
    if sitting.person is None:
        return False
    tables = partnerships_of([organization])
    return bool(may_keep(sitting.person, tables, about=organization, at=sitting.at))


def _may_settle_claim(sitting: Sitting, claim: Any) -> bool:
    """Whether a declared owner waits for a table of the person's."""
    return sitting.person is not None and bool(may_settle(claim, sitting.person, at=sitting.at))


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
                help="A company needs one: it shows that it is of the industry.",
            ),
            choice_field("size", "People at work", SizeBand.choices[1:], required=False),
            _AREAS,
            answer_field("apart", "It is another organization"),
        ),
        done="Registered.",
    ),
    Act(
        key="organization.set_worksites",
        run=keep.set_worksites,
        takes="organization",
        permission="keep_people",
        words="Say where it has people at work",
        fields=(counties_field("areas", "Counties", start=_areas_now),),
        done="Recorded.",
        shown_when=_may_keep_people,
        small=True,
    ),
    Act(
        key="state.declare_ownership",
        run=keep.declare_ownership,
        takes="",
        permission="keep_people",
        words="Declare common ownership",
        fields=(
            rows_field("organizations", "Organizations", all_organizations, lack=NO_ORGANIZATION),
            line_field(
                "owner", "Their owner", readers=TABLE_AND_STATE, sort=TextSort.NAME, most=200
            ),
            answer_field("apart", "It is another owner"),
        ),
        intro="Organizations under one owner count once wherever companies are counted. Where one "
        "of them is at a table that you do not convene, its convener or the state says yes first.",
        done="Recorded. They count once as soon as every table's convener, or the state, agrees.",
    ),
    Act(
        key="claim.agree",
        run=ownership_claims.agree,
        takes="claim",
        permission="keep_people",
        words="Agree to this owner",
        intro="From then on these organizations count once, in votes too. A round that is open "
        "keeps the electorate it has.",
        done="Your yes is on record.",
        shown_when=_may_settle_claim,
    ),
    Act(
        key="claim.decline",
        run=ownership_claims.decline,
        takes="claim",
        permission="keep_people",
        words="Decline this owner",
        fields=(REASON,),
        done="Declined, with your reason. Nothing has changed.",
        small=True,
    ),
    Act(
        key="change.undo",
        run=changes.undo,
        takes="change",
        permission="",
        words="Undo this",
        intro="What can be given back is as it was before; everybody concerned gets a letter.",
        done="Undone.",
        may=lambda sitting, it: changes.may_still_be_undone(it, sitting.at),
        small=True,
    ),
    Act(
        key="organization.end_ownership",
        run=keep.end_ownership,
        takes="organization",
        permission="keep_people",
        words="Declare that it has its own owner",
        fields=(REASON,),
        done="Declared.",
        shown_when=lambda _, it: it.owner_id is not None,
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
        done="The account is open. Nobody else ever knows its password.",
    ),
    Act(
        key="organization.join",
        run=people.join,
        takes="organization",
        permission="keep_people",
        words="Record who belongs to it",
        fields=(row_field("person", "Person", people_known, lack=_NOBODY_KNOWN),),
        done="Recorded.",
        shown_when=_may_keep_people,
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
                lack=EmptyChoice("Nobody is recorded as belonging to it."),
            ),
        ),
        intro="Everything the person may do for the organization ends this minute.",
        done="Access has ended this minute. It can be undone for seven days, on My table.",
        shown_when=_may_keep_people,
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
        small=True,
    ),
    Act(
        key="person.untie",
        run=identities.untie,
        takes="person",
        permission="untie",
        words="Untie from the agency's sign-in",
        fields=(replace(REASON, readers=UNTIED),),
        intro="For somebody whose agency gave them a new sign-in, or whose account was opened by "
        "the wrong one. The next sign-in there with the account's address is tied to it. All "
        "sessions end.",
        done="Untied. The next sign-in there ties it anew.",
        shown_when=lambda _, it: any(
            tie.ended_at is None for tie in related_rows(it, "identities")
        ),
        small=True,
    ),
    Act(
        key="person.give_office",
        run=people.give_office,
        takes="person",
        permission="give_office",
        words="Give an office of the state",
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
        shown_when=lambda _, it: it.until is None,
        small=True,
    ),
)
