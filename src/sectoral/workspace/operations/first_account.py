"""The first account of a workspace, opened from the machine that keeps it."""

import os


def open_first(*, email: str, name: str, another: bool = False) -> str:
    """Bring the database to its present form, and open the state lead's account and office.

    It asks nobody who asks: whoever can run it has the database in hand already. Run again for
    the same lead, it gives a new link.

    Takes    another: open one more lead's account where somebody leads already; those who lead
             are told.

    Returns  the whole address of a page that signs the lead in, once, within a day.
    Raises   Refused where the address cannot be one, the name is missing, or somebody else leads.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sectoral.workspace.settings")
    from sectoral.workspace.operations.database import prepare_database  # noqa: PLC0415  (reads the settings)

    prepare_database()
    from sectoral.workspace.actions.access import open_workspace  # noqa: PLC0415
    from sectoral.workspace.environment import clock  # noqa: PLC0415

    return open_workspace(email=email, name=name, another=another, at=clock.now())
