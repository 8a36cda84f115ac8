"""Official files → tidy tables; the only place that knows publishers' names."""
