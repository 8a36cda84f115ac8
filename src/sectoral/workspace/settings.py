"""Settings of the workspace."""

SECRET_KEY = "to be read from the environment"
INSTALLED_APPS: list[str] = []
