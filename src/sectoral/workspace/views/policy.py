"""The numbers of the rules, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sectoral.workspace.drawings.sheets import sheet_sorted, sort_sheet
from sectoral.workspace.presenters.policy import policy_sheets
from sectoral.workspace.views.exports.sheet_files import requested_file


def policy_page(request: HttpRequest) -> HttpResponse:
    """Every number with its reason and who sets it; one group as a file where it is asked for."""
    wish = request.GET.get("sort", "")
    sheets = tuple(sort_sheet(sheet, wish) for sheet in policy_sheets())
    file = requested_file(request, sheets, "rules", private=False)
    context = {"sheets": sheets, "sorted": sheet_sorted(wish)}
    return render(request, "policy.html", context) if file is None else file
