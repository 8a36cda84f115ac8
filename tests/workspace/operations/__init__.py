"""What whoever runs the workspace starts: backups, upgrades, the doctor."""
