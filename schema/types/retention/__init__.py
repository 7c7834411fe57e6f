"""How long rows are kept, and what was purged."""
