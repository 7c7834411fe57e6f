"""Certificates: look-up by key, search, comparison, export, verification of files."""
