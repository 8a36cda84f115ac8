"""Carrying records away, as files."""
