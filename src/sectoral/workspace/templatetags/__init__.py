"""What templates may ask beyond Django."""
