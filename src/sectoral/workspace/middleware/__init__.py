"""What stands around every request: headers, sessions, second factor, masthead, sign-in."""
