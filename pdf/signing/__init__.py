"""Signing documents, and verifying signatures."""
