"""Versions of certificates after the first: amendments."""
