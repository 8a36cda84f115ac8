"""What one page shows; only pages, the API and exports ask here, never a rule or an action."""
