"""Rows about guarantees after their issue."""
