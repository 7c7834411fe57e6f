"""Stores for the bytes of documents: the database, or an S3 bucket."""
