"""What pages and actions ask of several rows at once; nothing here changes a row."""
