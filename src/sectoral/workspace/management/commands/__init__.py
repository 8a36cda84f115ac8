"""Commands that a scheduler runs; each can be run twice without harm."""
