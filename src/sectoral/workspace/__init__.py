"""The partnership workspace: the pages, and the only folder that knows Django."""
