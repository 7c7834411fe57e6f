"""Versions of certificates after the first: amendments, and the requests for them."""
