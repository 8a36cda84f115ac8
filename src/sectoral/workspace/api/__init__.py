"""The table for programs: the same acts, reads and permissions as the pages, as OpenAPI 3.1."""
