"""What the machine around the workspace says: where it keeps its rows, keys, mail and time."""
