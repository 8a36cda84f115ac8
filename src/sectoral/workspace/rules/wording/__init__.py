"""What is looked for in rows and texts before they reach the table."""
