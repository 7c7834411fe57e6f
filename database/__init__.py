"""The database: the embedded PostgreSQL, the connection, transactions and migrations."""
