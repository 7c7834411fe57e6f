"""The job queue: consumers and their supervision, stuck jobs, housekeeping."""
