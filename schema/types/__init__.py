"""GraphQL types over rows."""
