"""Fees: rate tables and statements."""
