"""GraphQL types over rows, queries, mutations. This layer translates, and decides nothing."""
