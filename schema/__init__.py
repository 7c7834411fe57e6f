"""What clients see: GraphQL types over rows, queries, mutations. It translates and decides nothing."""
