"""Bringing a spreadsheet in: upload, match, check, bring in or drop, undo."""
