"""Types of what happens to guarantees after their issue."""
