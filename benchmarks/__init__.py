"""Peers and limits, measured as ratios in one run."""
