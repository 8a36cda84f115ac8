"""One organization: its kind, people and seats."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from sectoral.workspace.evidence.facts import current_facts
from sectoral.workspace.models import Organization
from sectoral.workspace.presenters.directory import organization_entry, reads_addresses
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.views.partnership.page import at_state, render_page


@at_state("keep_people")
def organization_page(request: HttpRequest, sitting: Sitting, pk: int) -> HttpResponse:
    """An organization's page."""
    rows = Organization.objects.select_related("owner").prefetch_related("worksites")
    held = organization_entry(get_object_or_404(rows, pk=pk))
    facts = current_facts()
    counties = [facts.county(area).full if facts else f"county {area}" for area in held.areas]
    context = {
        "entry": held,
        "organization": held.organization,
        "counties": counties,
        "addresses": reads_addresses(sitting, held.organization),
    }
    return render_page(request, sitting, "directory/organization.html", context)
