"""Every address of the workspace."""

from django.urls import include, path, re_path, register_converter

from sectoral.workspace.api.main import api
from sectoral.workspace.views.act import act_page
from sectoral.workspace.views.evidence.case import case_page
from sectoral.workspace.views.evidence.data import data_view
from sectoral.workspace.views.evidence.edition_tables import table_file
from sectoral.workspace.views.evidence.matrix import matrix_page
from sectoral.workspace.views.evidence.region import region_view
from sectoral.workspace.views.evidence.regions import regions_page
from sectoral.workspace.views.evidence.sector import sector_view
from sectoral.workspace.views.evidence.sectors import sectors_page
from sectoral.workspace.views.evidence.state import state_page
from sectoral.workspace.views.patterns import patterns_page
from sectoral.workspace.views.policy import policy_page
from sectoral.workspace.views.search import search_page
from sectoral.workspace.views.tour import tour_page, tour_stop
from sectoral.workspace.views.words import glossary_page


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


handler500 = "sectoral.workspace.views.problems.failed_page"

urlpatterns = [
    path("", state_page, name="state"),
    path("matrix/", matrix_page, name="matrix"),
    path("regions/", regions_page, name="regions"),
    path("regions/<id:name>/", region_view, name="region"),
    path("regions/<id:region>/<id:sector>/", case_page, name="case"),
    path("sectors/", sectors_page, name="sectors"),
    path("sectors/<id:name>/", sector_view, name="sector"),
    path("about/data/", data_view, name="data"),
    path("about/words/", glossary_page, name="words"),
    path("about/rules/", policy_page, name="rules"),
    path("about/patterns/", patterns_page, name="patterns"),
    path("tour/", tour_page, name="tour"),
    path("tour/<int:number>/", tour_stop, name="tour_stop"),
    path("search/", search_page, name="search"),
    path("api/", api.urls),
    path("act/<str:key>/", act_page, name="act_of_state"),
    path("act/<str:key>/<int:pk>/", act_page, name="act"),
    path("", include("sectoral.workspace.urls.partnerships")),
    path("", include("sectoral.workspace.urls.needs")),
    path("", include("sectoral.workspace.urls.meetings")),
    path("", include("sectoral.workspace.urls.solutions")),
    path("", include("sectoral.workspace.urls.imports")),
    re_path(r"^about/tables/(?P<name>\w+)\.(?P<form>csv|xlsx)$", table_file, name="table"),
    path("", include("sectoral.workspace.urls.account")),
]
