"""What whoever runs the workspace starts: the server, the first account, an import."""
