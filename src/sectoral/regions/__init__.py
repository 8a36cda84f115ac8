"""Commuting flows → labor-market regions.

delineate   flows → regions: commuting zones, of the nation or whole around one state
gather      regions that a state brings as a list; counties whose codes have changed
quality     what one region is: its name, kind, self-containment; its neighbours
compare     how alike two partitions of the same counties are

A *partition* is a frame with the columns `area` and `region`: each area in one region.
"""
