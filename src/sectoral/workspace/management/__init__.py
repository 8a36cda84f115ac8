"""Commands that a scheduler runs."""
