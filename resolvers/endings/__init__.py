"""Use cases that end a guarantee after its issue."""
