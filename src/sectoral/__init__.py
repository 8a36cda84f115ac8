"""Sectoral: evidence, plan, workspace and impact of sector partnerships."""

__version__ = "0.1.0"
