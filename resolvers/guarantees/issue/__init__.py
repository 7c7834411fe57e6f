"""Issuing: number, key and certificate, in batches."""
