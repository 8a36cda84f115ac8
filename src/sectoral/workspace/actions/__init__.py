"""The only place in which rows change: verb functions, each with one line in the record."""
