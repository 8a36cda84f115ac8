"""What takes too long for every run of the tests: attacks on all doors, by one command."""
