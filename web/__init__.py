"""HTTP beside GraphQL: downloads, connections, and the pages that the server renders."""
