"""What an act's form asks for, kind by kind."""
