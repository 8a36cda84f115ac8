"""The table under load: 2,000 partnerships and 20 people at once, on one server."""
