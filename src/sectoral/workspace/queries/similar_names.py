"""Organizations and owners that are there under a name, or under one that looks like it."""

from sectoral.names import kept_key, likeness
from sectoral.workspace.models import Organization, OwnershipGroup


def organization_named(name: str, system: str) -> Organization | None:
    """The organization of a system that has this name, however it is spelt."""
    return Organization.objects.filter(key=kept_key(name), system=system).first()


def organization_like(name: str, system: str) -> str:
    """The name of an organization that may be the same one; empty where there is none."""
    return _first_like(name, Organization.objects.filter(system=system).values_list("name"))


def owner_named(name: str) -> OwnershipGroup | None:
    """The owner of this name, however it is spelt."""
    return OwnershipGroup.objects.filter(key=kept_key(name)).first()


def owner_like(name: str) -> str:
    """The name of an owner that may be the same one; empty where there is none."""
    return _first_like(name, OwnershipGroup.objects.values_list("name"))


def _first_like(name: str, rows: object) -> str:
    wanted = likeness(name)
    found = sorted(known for (known,) in rows if likeness(known) == wanted)  # type: ignore[attr-defined]
    return found[0] if found else ""
