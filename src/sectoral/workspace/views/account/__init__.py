"""The ways in, and a person's own account: one file per page."""
