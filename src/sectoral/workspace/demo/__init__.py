"""The demo's life: an invented state's partnerships with years of work behind them.

Everything is laid down by the actions that people take through the pages, each at its own past
moment, and by the clocks that run between them. Nothing is typed into a row.
"""
