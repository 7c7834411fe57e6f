"""Worker processes: pool, protocol, sandbox. They know nothing of what they run."""
