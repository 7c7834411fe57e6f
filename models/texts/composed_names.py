"""Composed names for columns with a maximum length."""

import hashlib

DIGEST = 32
"""Characters."""


def fitting(name: str, length: int) -> str:
    """The name, if it has at most `length` characters; else its beginning and a digest, which keeps it unique."""
    if len(name) <= length:
        return name
    return name[: length - DIGEST - 1] + "…" + hashlib.sha256(name.encode()).hexdigest()[:DIGEST]
