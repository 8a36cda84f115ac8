"""The workspace's own settings, with one address more: a page of nothing, the floor."""

from sectoral.workspace.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.table.urls"
