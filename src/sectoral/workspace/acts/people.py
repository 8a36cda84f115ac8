"""People and organizations: registered, joined, departed; offices of the state."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sectoral.workspace.actions import changes, claims, identities, people
from sectoral.workspace.actions import organizations as keep
from sectoral.workspace.acts.act import Act
from sectoral.workspace.acts.fields.basic import (
    REASON,
    Lack,
    Sort,
    answer,
    choice,
    email,
    line,
    row,
    rows,
)
from sectoral.workspace.acts.fields.codes import counties
from sectoral.workspace.acts.fields.row_choices import (
    NO_ORGANIZATION,
    organizations,
    people_known,
    people_of,
)
from sectoral.workspace.models import Membership, Office, Organization, User
from sectoral.workspace.models.organizations import SizeBand, System
from sectoral.workspace.queries.ownership_claims import may_settle
from sectoral.workspace.queries.reach import may_keep, tables_of
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.queries.solutions import near
from sectoral.workspace.rules.wording.readers import PUBLIC, TABLE, UNTIED

_SYSTEM = choice("system", "Kind", System.choices)
_AREAS = counties("areas", "Counties with people at work", required=False)


def _areas_now(_: Any, organization: Any) -> str:
    return ", ".join(site.area for site in organization.worksites.all())


_NOBODY_KNOWN = Lack(
    "You know of nobody with an account yet. Open an account for the person first.",
    act="state.add_person",
)


def _kept(sitting: Sitting, organization: Any) -> bool:
    """Whether the person keeps people at every live table of an organization."""
    if sitting.person is None:
        return False
    tables = tables_of([organization])
    return bool(may_keep(sitting.person, tables, about=organization, at=sitting.at))


def _asked(sitting: Sitting, claim: Any) -> bool:
    """Whether a declared owner waits for a table of the person's."""
    return sitting.person is not None and bool(may_settle(claim, sitting.person, at=sitting.at))


def depart(*, organization: Organization, person: User, at: datetime, by: User) -> Membership:
    """`people.depart`, as done from the organization's page."""
    return people.depart(person=person, organization=organization, at=at, by=by)


PEOPLE = (
    Act(
        "state.register",
        keep.register,
        "",
        "keep_people",
        "Register an organization",
        (
            line("name", "Name", readers=PUBLIC, sort=Sort.NAME, most=200),
            _SYSTEM,
            line(
                "naics",
                "Main activity (NAICS)",
                readers=TABLE,
                most=6,
                required=False,
                help="A company needs one: it shows that it is of the industry.",
            ),
            choice("size", "People at work", SizeBand.choices[1:], required=False),
            _AREAS,
            answer("apart", "It is another organization"),
        ),
        done="Registered.",
    ),
    Act(
        "organization.set_worksites",
        keep.set_worksites,
        "organization",
        "keep_people",
        "Say where it has people at work",
        (counties("areas", "Counties", start=_areas_now),),
        done="Recorded.",
        offered=_kept,
        small=True,
    ),
    Act(
        "state.declare_ownership",
        keep.declare_ownership,
        "",
        "keep_people",
        "Declare common ownership",
        (
            rows("organizations", "Organizations", organizations, lack=NO_ORGANIZATION),
            line("owner", "Their owner", readers=TABLE, sort=Sort.NAME, most=200),
            answer("apart", "It is another owner"),
        ),
        intro="Organizations under one owner count once wherever companies are counted. Where one "
        "of them is at a table that you do not convene, its convener or the state says yes first.",
        done="Recorded. They count once as soon as every table's convener, or the state, agrees.",
    ),
    Act(
        "claim.agree",
        claims.agree,
        "claim",
        "keep_people",
        "Agree to this owner",
        intro="From then on these organizations count once, in votes too. A round that is open "
        "keeps the electorate it has.",
        done="Your yes is on record.",
        offered=_asked,
    ),
    Act(
        "claim.decline",
        claims.decline,
        "claim",
        "keep_people",
        "Decline this owner",
        (REASON,),
        done="Declined, with your reason. Nothing has changed.",
        small=True,
    ),
    Act(
        "change.undo",
        changes.undo,
        "change",
        "",
        "Undo this",
        intro="What can be given back is as it was before; everybody concerned gets a letter.",
        done="Undone.",
        offered=lambda _, it: it.undone_at is None,
        small=True,
    ),
    Act(
        "organization.end_ownership",
        keep.end_ownership,
        "organization",
        "keep_people",
        "Declare that it has its own owner",
        (REASON,),
        done="Declared.",
        offered=lambda _, it: it.owner_id is not None,
        small=True,
    ),
    Act(
        "state.add_person",
        people.add_person,
        "",
        "keep_people",
        "Open an account",
        (
            email("email", "E-mail address", readers=PUBLIC),
            line("name", "Name", readers=PUBLIC, sort=Sort.NAME, most=150),
        ),
        done="The account is open. Nobody else ever knows its password.",
    ),
    Act(
        "organization.join",
        people.join,
        "organization",
        "keep_people",
        "Record who belongs to it",
        (row("person", "Person", people_known, lack=_NOBODY_KNOWN),),
        done="Recorded.",
        offered=_kept,
        small=True,
    ),
    Act(
        "organization.depart",
        depart,
        "organization",
        "keep_people",
        "Record that somebody left",
        (
            row(
                "person",
                "Person",
                lambda _, it: people_of(it),
                lack=Lack("Nobody is recorded as belonging to it."),
            ),
        ),
        intro="Everything the person may do for the organization ends this minute.",
        done="Access has ended this minute. It can be undone for seven days, on My table.",
        offered=_kept,
        small=True,
    ),
    Act(
        "person.rename",
        people.rename,
        "person",
        "keep_people",
        "Correct the name",
        (
            line(
                "name",
                "Name",
                readers=PUBLIC,
                sort=Sort.NAME,
                most=150,
                start=lambda _, it: str(it),
            ),
        ),
        done="Corrected.",
        small=True,
    ),
    Act(
        "person.untie",
        identities.untie,
        "person",
        "untie",
        "Untie from the agency's sign-in",
        (replace(REASON, readers=UNTIED),),
        intro="For somebody whose agency gave them a new sign-in, or whose account was opened by "
        "the wrong one. The next sign-in there with the account's address is tied to it. All "
        "sessions end.",
        done="Untied. The next sign-in there ties it anew.",
        offered=lambda _, it: any(tie.ended_at is None for tie in near(it, "identities")),
        small=True,
    ),
    Act(
        "person.give_office",
        people.give_office,
        "person",
        "give_office",
        "Give an office of the state",
        (choice("role", "Office", Office.Role.choices),),
        done="Given.",
        small=True,
    ),
    Act(
        "office.end",
        people.end_office,
        "office",
        "give_office",
        "End this office",
        done="Ended.",
        offered=lambda _, it: it.until is None,
        small=True,
    ),
)
