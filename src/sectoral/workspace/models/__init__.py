"""What the workspace's database holds."""

from sectoral.workspace.models.users import User

__all__ = ["User"]
