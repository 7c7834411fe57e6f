"""The queue of what is owed since a commit: who works on it, what is stuck, and what time alone brings about."""
