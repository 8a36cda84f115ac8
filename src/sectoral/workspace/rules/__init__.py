"""The rules as data and arithmetic: they know no row, no clock and no page."""
