"""SCORES → PLAN."""
