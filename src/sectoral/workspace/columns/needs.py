"""Needs as one reader sees them, and the releases by which public partners heard of them."""

from sectoral.workspace.columns.labels import label_of
from sectoral.workspace.drawings.sheets import SheetColumn
from sectoral.workspace.models import Need, Release
from sectoral.workspace.models.needs import Category
from sectoral.workspace.queries.needs import SeenNeed

NEEDS: tuple[SheetColumn[SeenNeed], ...] = (
    SheetColumn("Number", lambda need: need.pk, "id", number=True),
    SheetColumn("Category", lambda need: need.category, "category", label_of(Category.choices)),
    SheetColumn("Status", lambda need: need.state, "state", label_of(Need.State.choices)),
    SheetColumn("Title", lambda need: need.title, "title"),
    SheetColumn("Text", lambda need: need.text, "text"),
    SheetColumn("Version", lambda need: need.version, "version", number=True),
    SheetColumn("Released", lambda need: need.released_at, "released_at", moment=True),
    SheetColumn("Raised by", lambda need: need.raised_by, "raised_by"),
    SheetColumn("Companies behind it", lambda need: need.companies, "companies", number=True),
    SheetColumn("Other companies behind it", lambda need: list(need.supporters), "supporters"),
)

RELEASES: tuple[SheetColumn[Release], ...] = (
    SheetColumn("Released", lambda row: row.released_at, "released_at", moment=True),
    SheetColumn("Listening until", lambda row: row.window_ends, "window_ends", moment=True),
)
