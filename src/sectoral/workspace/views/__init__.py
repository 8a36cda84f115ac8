"""The pages: one file each. A view loads, asks, acts, shows."""
