"""The pages of a partnership, for those who may open them."""

from dataclasses import dataclass

from django.urls import reverse

from sectoral.workspace.queries.roles import Sitting

ROOMS = (
    ("Home", "partnership", "see_partnership"),
    ("Needs", "needs", "see_released_needs"),
    ("Meetings", "meetings", "see_partnership"),
    ("Solutions", "solutions", "see_partnership"),
    ("Promises", "commitments", "see_partnership"),
    ("Priorities", "priorities", "see_results"),
    ("Listening", "listening", "see_released_needs"),
    ("Seats", "seats", "see_partnership"),
    ("Messages", "posts", "see_partnership"),
    ("Neutrality", "neutrality", "see_neutrality"),
    ("Status", "life", "see_partnership"),
    ("Record", "record", "see_record"),
    ("Download", "export", "see_partnership"),
)
"""The first five are the tabs; the others stand behind "More"."""


@dataclass(frozen=True, slots=True)
class PartnershipPageLink:
    """One entry of a partnership's own navigation."""

    name: str
    href: str
    here: bool


def list_page_links(sitting: Sitting, path: str) -> list[PartnershipPageLink]:
    """The pages that this person may open, with the present one marked."""
    if sitting.partnership is None:
        return []
    found = []
    for name, view, permission in ROOMS:
        if not sitting.may(permission):
            continue
        href = reverse(view, args=[sitting.partnership.slug])
        here = path == href if view == "partnership" else path.startswith(href)
        found.append(PartnershipPageLink(name, href, here))
    return found
