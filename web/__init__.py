"""HTTP besides GraphQL: downloads, server-rendered pages, health, headers, connections."""
