"""Worker processes: pool, protocol, sandbox, independent of their tasks."""
