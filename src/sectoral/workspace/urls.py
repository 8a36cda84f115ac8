"""Every address of the workspace."""

from allauth.account import views as account
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, re_path, register_converter

from sectoral.workspace.views.case import case_page
from sectoral.workspace.views.data import data
from sectoral.workspace.views.matrix import matrix_page
from sectoral.workspace.views.region import region
from sectoral.workspace.views.regions import regions
from sectoral.workspace.views.sector import sector
from sectoral.workspace.views.sectors import sectors
from sectoral.workspace.views.state import state
from sectoral.workspace.views.tables import table_file
from sectoral.workspace.views.words import words


class IdConverter:
    """A region's or sector's id: anything that holds no slash."""

    regex = r"[^/]+"

    def to_python(self, value: str) -> str:
        """The id as the edition spells it."""
        return value

    def to_url(self, value: str) -> str:
        """The id as an address spells it."""
        return value


register_converter(IdConverter, "id")


def _by_invitation(_request: HttpRequest) -> HttpResponse:
    return redirect("account_login")


urlpatterns = [
    path("", state, name="state"),
    path("matrix/", matrix_page, name="matrix"),
    path("regions/", regions, name="regions"),
    path("regions/<id:name>/", region, name="region"),
    path("regions/<id:region>/<id:sector>/", case_page, name="case"),
    path("sectors/", sectors, name="sectors"),
    path("sectors/<id:name>/", sector, name="sector"),
    path("about/data/", data, name="data"),
    path("about/words/", words, name="words"),
    re_path(r"^about/tables/(?P<name>\w+)\.(?P<form>csv|xlsx)$", table_file, name="table"),
    path("account/sign-in/", account.login, name="account_login"),
    path("account/sign-out/", account.logout, name="account_logout"),
    path("account/closed/", account.account_inactive, name="account_inactive"),
    # allauth asks for these addresses by name; accounts come by invitation only.
    path("account/join/", _by_invitation, name="account_signup"),
    path("account/forgotten/", _by_invitation, name="account_reset_password"),
]
